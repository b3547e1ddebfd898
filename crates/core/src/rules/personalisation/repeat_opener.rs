use std::cell::LazyCell;

use crate::document::LineClass;
use crate::draft::Draft;
use crate::finding::{Edit, Finding, Fix, Severity};
use crate::history::{Ends, masked};
use crate::lang::data::PatternUse;
use crate::lang::mail::MailCues;
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::rules::wording;
use crate::settings::Profile;
use crate::snippet::Act;

declare! {
    /// Reports a first or last line that you wrote to them before, or to everyone of late.
    ///
    /// ## Why
    /// The same line twice in one thread shows that it is a formula. Said to everyone, it stops meaning
    /// anything, to you first.
    ///
    /// ## Flagged
    /// [H: "Thanks for the detailed report." x3] Hi Jo, <|thanks for the detailed report.|>
    /// [F: agent=Ana] [Q: Still no luck.\nOn Tue, 4 Mar 2025, Ana wrote:\n> Thanks for your patience. I look again.] Hi Jo, <|thanks for your patience.|> It is found. # in one thread
    /// [H: "Hope all is well." x5] Hi Jo, <|hope all is well.|> The tent is here.
    /// [H: "Glad it's sorted." x4] The tent is here. <|Glad it's sorted.|>
    /// [H: "Thanks for the detailed report, Kim." x2] [F: customer=Jo Hill] Hi Jo, <|thanks for the detailed report, Jo.|>
    ///
    /// ## Clean
    /// [H: "Hi Ana,"] Hi Jo, the tent is here.
    /// Thanks for the detailed report.
    /// [H: "Thanks for the log." x3] Thanks for the photo of the label.
    /// [H: "Thanks for the detailed report."] Hi Jo, thanks for the detailed report. # once of late
    /// [F: agent=Ana] [Q: Thanks for your patience. I look again.\nJo] Hi Jo, thanks for your patience. It is found. # their words
    pub RepeatOpener {
        code: "repeat-opener", family: Personalisation, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Snippet, rank: 3
    }
}

/// Of late a line may have been used once.
const OFTEN: usize = 2;
/// So many lines of the thread are looked through.
const MOST_LINES: usize = 400;

impl Rule for RepeatOpener {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        let own = LazyCell::new(|| earlier(draft, &cx.catalog.mail));
        let asked = cx.input.settings.profile == Profile::Coach
            || cx.input.settings.rules.contains_key(META.code.as_ref());
        let recent = Some(&cx.input.recent).filter(|recent| asked && !recent.is_empty());
        let ends = Ends::of(draft);
        let opening = ends.first.map(|first| (first, "opened"));
        let closing = ends.last.map(|last| (last, "closed"));
        for (sentence, place) in opening.into_iter().chain(closing) {
            let span = draft.document.sentences[sentence].span;
            let line = masked(span.of(draft.text()), &draft.people);
            let spaced = format!(" {} ", line.join(" "));
            let times = || recent.map_or(0, |recent| recent.times(&line, draft));
            let finding = if own.iter().any(|own| own.contains(&spaced)) {
                META.finding(span, "You wrote this line to them before. Fancy another?")
            } else {
                let times = times();
                if times < OFTEN {
                    continue;
                }
                let often = wording::times(times);
                let message = format!("You {place} with this line {often} of late. Fancy another?");
                let mut finding = META.finding(span, message);
                finding.severity = Severity::Hint;
                finding.notes.push("Lowered: others got it, not they.".into());
                finding
            };
            out.push(offer(cx, finding, sentence));
        }
    }
}

/// Adds other words for the line, where it only thanks or takes leave.
fn offer(cx: &ReplyCx<'_>, mut finding: Finding, sentence: usize) -> Finding {
    let draft = cx.draft;
    finding.help = "Say it in words that fit this mail: what they did, what they do next.".into();
    let uses = draft.hits_in(sentence).iter();
    let thanks = uses.map(|hit| draft.language.uses[hit.pattern.index()]);
    let body = thanks.filter(|what| *what == PatternUse::Thanks).count() > 0;
    if body {
        for snippet in cx.snippets(&[Act::Thanks], finding.span.start) {
            let plain = snippet.without_end();
            let title = format!("Say “{}”", plain.label());
            finding.fixes.push(Fix::confirm(title, vec![Edit::snippet(finding.span, plain)]));
        }
    }
    finding
}

/// What the writer wrote earlier in the thread, as words between blanks: quoted mails under a line that
/// names the writer, or over the writer's name.
fn earlier(draft: &Draft<'_>, mail: &MailCues) -> Vec<String> {
    let Some(agent) = draft.people.agent.as_deref() else { return Vec::new() };
    let text = draft.text();
    let mut mails: Vec<Mail<'_>> = Vec::new();
    let mut head: Option<bool> = None;
    let quoted = draft
        .document
        .lines
        .iter()
        .filter(|line| matches!(line.class, LineClass::Quote(_) | LineClass::Attribution));
    for line in quoted.take(MOST_LINES) {
        let content = line.text(text).trim_start_matches([' ', '>', '\u{a0}', '\t']).trim_end();
        // A line in a quote can say as well whose words follow.
        let inner = content.ends_with(':') && mail.attributed(content).is_some();
        let depth = match line.class {
            LineClass::Quote(depth) if !inner => depth,
            _ => {
                let named = content.split(|c: char| !c.is_alphanumeric()).any(|word| word == agent);
                head = Some(head.unwrap_or(false) || named);
                continue;
            }
        };
        let same = mails.last().is_some_and(|mail| mail.depth == depth) && head.is_none();
        if !same && !content.is_empty() {
            mails.push(Mail { depth, own: head.take().unwrap_or(false), lines: Vec::new() });
        }
        if let Some(mail) = mails.last_mut().filter(|mail| mail.depth == depth) {
            mail.lines.push(content);
        }
    }
    let own = mails.into_iter().filter(|mail| {
        let last = mail.lines.iter().rfind(|line| !line.is_empty());
        mail.own || last.is_some_and(|last| last.trim_matches(['-', ' ', '*', '_']) == agent)
    });
    let words = own.map(|mail| masked(&mail.lines.join(" "), &draft.people));
    words.map(|words| format!(" {} ", words.join(" "))).collect()
}

/// A quoted mail.
struct Mail<'t> {
    depth: u8,
    /// Whether the line above it names the writer.
    own: bool,
    lines: Vec<&'t str>,
}
