use std::borrow::Cow;
use std::cell::LazyCell;

use rustc_hash::FxHashSet;

use crate::document::{BlockKind, Marks};
use crate::draft::RegionKind;
use crate::finding::{Fix, Severity};
use crate::input::Mode;
use crate::rewrite;
use crate::rule::{CuePattern, ReplyCx, Rule, RuleMeta, Sink, cues, declare};

declare! {
    /// Reports words from your side of the counter: “L2 queue”, “sprint”, “EOD”.
    ///
    /// ## Why
    /// Readers don't know the names of your teams and tools, and need not. And a person is not a
    /// ticket.
    ///
    /// ## Flagged
    /// I've moved your <|ticket|> to the <|L2 queue|>.
    /// The <|PR|> is merged and will go out with the next <|deploy|>.
    /// Engineering will <|triage|> it next <|sprint|>.
    /// I'll send the <|RCA|> by <|EOD|>.
    /// Your complaint is with <|tier 2 support|>.
    /// We have it in our <|backlog|>. # many know the word: a hint
    /// It is a <|SEV2|> for us.
    ///
    /// ## Clean
    /// [Q: Is the PR merged?] Hi Jo, the PR is merged.
    /// Your train ticket is attached.
    /// The reference is BUG-1423: https://example.com/bugs/1423
    /// In case it happens again, press Reload.
    /// The triage nurse will see you at ten.
    /// The tier 2 plan has ten seats.
    /// The PR with the fix is here: https://github.com/example/shop/pull/12 # among developers
    /// There is a queue at the gate until noon.
    /// You won the sprint by a second.
    /// I'm still catching up on the backlog.
    pub InternalJargon {
        code: "internal-jargon", family: Clarity, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Confirm, rank: 4
    }
}

/// What customers say instead; none where it depends.
const WORDS: &[&str] = &["request", "release", "look at", "the end of the day", "", "", "", ""];

cues! {
    enum Cue { Ticket, Deploy, Triage, Day, Initials, Other, Backlog, Developers }
    en: Ticket = "(moved|move|moving|escalated|escalate|assigned|routed|transferred|transfer|requeued|bumped) {1..2} <(ticket|case)>",
    en: Deploy = "(next|last|this|upcoming) <deploy>",
    en: Triage = "(will|'ll|to) <triage> (it|this|your|that|them)",
    en: Other = "(be|been|being|is|was) <triaged>",
    en: Day = "(by|before|until) <(eod|cob)>",
    en: Initials = "(rca|csat|ooo|sev1|sev2|sev3|sev-1|sev-2|sev-3|sla|hth|kpi|aht|fcr)",
    en: Other = "(L1|L2|L3|T1|T2|T3) (queue|support|team|agent|agents|engineer|engineers|specialist)",
    en: Other = "tier (1|2|3|one|two|three) (queue|support|team|agent|agents|engineer|engineers|specialist)",
    en: Other = "(in|for|into|during|by) (the|our|a)? (next|current|coming|following|upcoming|future) <sprint>",
    en: Other = "(it|this|that|them) (next|this) <sprint>",
    en: Backlog = "(in|into|to) (our|the) {0..1} <backlog>",
    en: Developers = "(the|your|our|my|a) <PR> (is|was|has|will|went|got|needs)",
    en: Developers = "(in|on|to) <prod>",
    en: Developers = "<repro> (it|this|steps)",
}

impl Rule for InternalJargon {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        let asked = LazyCell::new(|| {
            let text = draft.message.text.to_lowercase();
            text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect::<FxHashSet<_>>()
        });
        let among_developers = LazyCell::new(|| is_among_developers(cx));
        for at in cx.cued_sentences(&[RegionKind::Body, RegionKind::Farewell]) {
            let view = cx.view(at);
            for hit in cx.cues_in(at) {
                let cue = Cue::of(&hit);
                let words = hit.marked();
                let first = view.written(words.start);
                let capitals =
                    matches!(cue, Cue::Initials | Cue::Day) || first.eq_ignore_ascii_case("pr");
                let name = !capitals
                    && first.len() > 2
                    && view.marked(words.start, Marks::CAPITAL)
                    && words.start > 0;
                if view.marked(words.start, Marks::OPAQUE.with(Marks::LINK))
                    || capitals && !view.marked(words.start, Marks::ALL_CAPS.with(Marks::DIGIT))
                    || name
                    || asked.contains(&first.to_lowercase())
                    || matches!(cue, Cue::Developers | Cue::Deploy) && *among_developers
                {
                    continue;
                }
                let span = view.words[words.start].span().cover(view.words[words.end - 1].span());
                let said = crate::rules::wording::on_one_line(span.of(draft.text()));
                let with = WORDS[cue as usize];
                let message = if with.is_empty() {
                    format!("“{said}” is a word from your side. How would they say it?")
                } else {
                    format!("“{said}” is a word from your side. In theirs: “{with}”?")
                };
                let mut finding = META.finding(span, message);
                finding.help =
                    "Say what it means for them: who looks at it, and what changes when.".into();
                if !with.is_empty() {
                    let edits = rewrite::replace(&view, words, with);
                    finding.fixes.push(Fix::confirm(format!("Say “{with}”"), edits));
                }
                if cue == Cue::Backlog {
                    finding.severity = Severity::Hint;
                    finding.notes.push("said more softly because many know the word".into());
                }
                finding.clause = span;
                out.push(finding);
            }
        }
    }
}

/// Whether the reply speaks to people who build software: code, a link to a repository, an issue's
/// number.
fn is_among_developers(cx: &ReplyCx<'_>) -> bool {
    let draft = cx.draft;
    let text = draft.text();
    let numbered = text
        .match_indices('#')
        .any(|(at, _)| text[at + 1..].starts_with(|c: char| c.is_ascii_digit()));
    draft.mode == Mode::Forum
        || numbered
        || ["`", "github.com", "gitlab", "bitbucket", "/pull/", "/commit"]
            .iter()
            .any(|mark| text.contains(mark))
        || draft.document.blocks.iter().any(|block| block.kind == BlockKind::Code)
}
