use std::borrow::Cow;

use crate::document::{Kind, LinkKind, Marks};
use crate::draft::{Draft, RegionKind};
use crate::finding::Severity;
use crate::lang::class::{Class, ClassSet};
use crate::lang::grammar::View;
use crate::rule::{CueHit, CuePattern, ReplyCx, Rule, RuleMeta, Sink, cues, declare};
use crate::rules::wording;
use crate::text::Span;

declare! {
    /// Reports words that mention an attachment, where none is known to be on.
    ///
    /// ## Why
    /// A forgotten attachment costs them a mail and a day. Front matter can say what is on (`attachments:
    /// invoice.pdf`), and that nothing is (`attachments: none`): then this is a warning, else a hint.
    ///
    /// ## Flagged
    /// <|I've attached|> the invoice. # it may be on: a hint
    /// <|Please find attached|> the form.
    /// <|The screenshot below|> shows it.
    /// <|Enclosed is|> the label.
    /// [F: attachments=none] Your invoice <|is attached|>.
    /// [F: attachments=none] <|I attached|> the floor plan, room 4 is marked.
    /// <|See the attached|> price list.
    /// I'm sending you the menu <|as an attachment|>.
    /// <|I'm attaching|> the boarding pass.
    /// The dates are <|in the attachment|>.
    /// You'll <|find the floor plan attached|>.
    ///
    /// ## Clean
    /// I opened the file you attached.
    /// [F: attachments=invoice.pdf] I've attached the invoice.
    /// I've attached it: ![invoice](invoice.png)
    /// Could you attach the log?
    /// I'll attach it to the next mail.
    /// The label is attached to the back of the box.
    /// Please send it as an attachment.
    /// I couldn't open the attached file, could you send it again?
    /// No file was attached to your mail.
    /// The invoice is attached to the order in your account: https://example.com/orders
    /// If a photo is attached, we see the damage at once.
    /// Attach it with two screws.
    /// I can see the file that you attached.
    /// I can't find the attachment.
    pub AttachmentMissing {
        code: "attachment-missing", family: Safety, since: "0.1.0", severity: Warning,
        reads: [Body, Farewell], fix: None, rank: 50
    }
}

cues! {
    enum Cue { Mine, Stated, Noun, Theirs, To, Open }
    en: Mine = "(I|we) (have|'ve)? {adverb}* (attached|enclosed|appended)",
    en: Mine = "(I|we) (am|'m|are|'re) {adverb}* (attaching|enclosing)",
    en: Mine = "(please|kindly)? (find|see) {0..4} (attached|enclosed|attachment|attachments)",
    en: Mine = "^ (attached|enclosed) (is|are|please find|you will find|you'll find|find|the|you can find|herewith)",
    en: Stated = "(is|are|'s|'re) {adverb}* (attached|enclosed)",
    en: Stated = "the? (screenshot|screenshots|picture|pictures|image|photo|photos) (below|attached|enclosed)",
    en: Noun = "as (a|an) {0..2} attachment",
    en: Noun = "(as|in|with) (an|the|my|our) (attachment|attachments|attached file|attached files|attached document|attached picture|attached photo|attached form)",
    en: Theirs = "(you|you've|customer|they|he|she) {0..1} (have|'ve|had)? (attached|sent|enclosed|included|uploaded)",
    en: Theirs = "your {0..3} (attachment|attachments|mail|email|message|file|files|screenshot|screenshots|photo|photos|order|account|profile|ticket|report|post)",
    en: Theirs = "(could|can|would|will|please|to|send|if|when|once|unless|whether|without) {0..4} (attach|enclose|attachment|attachments)",
    en: Theirs = "(if|when|once|unless|whether|without|send) {0..4} (attached|enclosed)",
    en: Theirs = "(could|couldn't|can't|cannot|did|didn't) {0..2} (open|read|see|find|view|get|download|receive)",
    en: To = "(attached|enclosed) (to|on|onto|at|by|with|in|inside)",
    en: Open = "(attached|enclosed) (to|with|in) (this|my|our) (mail|email|e-mail|message|reply|letter)",
}

impl Rule for AttachmentMissing {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        let mut known = None;
        for at in cx.cued_sentences(META.reads.as_ref()) {
            let view = cx.view(at);
            let hits: Vec<_> = cx.cues_in(at).collect();
            let Some(words) = mentioned(&view, &hits) else { continue };
            let known = *known.get_or_insert_with(|| Attached::of(draft, cx.input.kind));
            if known == Attached::Something {
                return;
            }
            let span = wording::span_of(&view, words);
            let said = wording::on_one_line(span.of(draft.text()));
            let message = match known {
                Attached::Nothing => format!("“{said}”: nothing is attached yet."),
                _ => format!("“{said}”: is it on?"),
            };
            let mut finding = META.finding(span, message);
            finding.help = "Attach it before you send, or link to it.".into();
            if known == Attached::Unknown {
                finding.severity = Severity::Hint;
                finding.notes.push("said more softly because it may be attached".into());
            }
            out.push(finding);
        }
    }
}

/// The words that say that something of the writer's is attached.
fn mentioned(view: &View<'_>, hits: &[CueHit<'_>]) -> Option<std::ops::Range<usize>> {
    let of = |cue: Cue| hits.iter().filter(move |hit| Cue::of(hit) == cue);
    let hit = hits
        .iter()
        .filter(|hit| matches!(Cue::of(hit), Cue::Mine | Cue::Stated | Cue::Noun))
        .min_by_key(|hit| (hit.words().start, std::cmp::Reverse(hit.words().end)))?;
    let words = hit.words();
    let overlaps =
        |other: &std::ops::Range<usize>| other.start < words.end && words.start < other.end;
    let theirs = of(Cue::Theirs).any(|other| Cue::of(hit) != Cue::Mine || overlaps(&other.words()));
    // "Attached to the box" is on something else.
    let elsewhere = of(Cue::To)
        .any(|to| to.words().start < words.end && to.words().end > words.end)
        && of(Cue::Open).next().is_none();
    let denied = (words.start.saturating_sub(3)..words.end).any(|at| {
        view.is(at, Class::Negation) || view.is_any(at, ClassSet::of(&[Class::Condition]))
    });
    let asked = view.sentence.end == crate::document::EndMark::Question;
    let linked = view.words[words.clone()].iter().any(|word| word.is(Marks::LINK));
    (!theirs && !elsewhere && !denied && !asked && !linked).then_some(words)
}

/// What is known of what goes with the reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Attached {
    Something,
    Nothing,
    Unknown,
}

impl Attached {
    fn of(draft: &Draft<'_>, kind: Kind) -> Self {
        const KEYS: [&str; 5] =
            ["attachments", "attachment", "attach", "x-attachments", "attached"];
        let named = draft.front_matter.get(&KEYS).or_else(|| draft.headers.get(&KEYS));
        if let Some(field) = named {
            return match field.value.trim().to_lowercase().trim_matches(['[', ']']) {
                "" | "none" | "no" | "0" | "false" | "null" | "~" | "nothing" => Self::Nothing,
                "unknown" | "?" => Self::Unknown,
                _ => Self::Something,
            };
        }
        const OWN: [RegionKind; 3] =
            [RegionKind::Salutation, RegionKind::Body, RegionKind::Farewell];
        let shown = draft.links(&OWN).any(|link| link.is_page() || link.kind == LinkKind::Image);
        if shown || embeds(draft) {
            return Self::Something;
        }
        // A whole mail tells of its parts; a draft in a mail program gets them later.
        let parts = draft.headers.get(&["content-type"]);
        match parts {
            Some(parts) if kind == Kind::Mail && !parts.value.contains("multipart") => {
                Self::Nothing
            }
            Some(parts) if parts.value.contains("multipart") => Self::Something,
            _ => Self::Unknown,
        }
    }
}

/// Whether a picture stands in the text as mail programs show it: `[image: plan.png]`, `[cid:…]`.
fn embeds(draft: &Draft<'_>) -> bool {
    let body = draft.regions.iter().filter(|region| region.kind == RegionKind::Body);
    body.map(|region| Span::new(region.span.start, region.span.end).of(draft.text()))
        .any(|text| text.contains("[image:") || text.contains("[cid:") || text.contains("<img"))
}

#[cfg(test)]
mod tests {
    use crate::document::Kind;
    use crate::{Catalog, Input, Severity, check};

    fn found(text: &str, kind: Kind) -> Option<Severity> {
        let input = Input { kind, ..Input::default() };
        let report = check(text, &input, &Catalog::builtin());
        let found = report.findings.iter().find(|found| found.code == "attachment-missing");
        found.map(|found| found.severity)
    }

    #[test]
    fn a_mail_tells_of_its_parts() {
        let mail = |headers: &str| {
            format!(
                "To: jo@example.com\nSubject: Plan\n{headers}\nHi Jo,\n\nI've attached the plan.\n"
            )
        };
        let whole = "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n";
        assert_eq!(found(&mail(whole), Kind::Mail), Some(Severity::Warning));
        assert_eq!(found(&mail(""), Kind::Mail), Some(Severity::Hint));
        let parts = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n";
        assert_eq!(found(&mail(parts), Kind::Mail), None);
        assert_eq!(found(&mail("Attachments: plan.pdf\n"), Kind::Mail), None);
        assert_eq!(
            found("---\nattachments: unknown\n---\nI've attached it.", Kind::Markdown),
            Some(Severity::Hint)
        );
        assert_eq!(
            found("---\nattachments: []\n---\nI've attached it.", Kind::Markdown),
            Some(Severity::Warning)
        );
    }
}
