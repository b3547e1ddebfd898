//! The outline of a draft: its parts in their order, and those that are not there yet.

use super::moves::{self, Move};
use super::shown::{shortened, trimmed};
use crate::document::BlockKind;
use crate::draft::{Draft, Region, RegionKind};
use crate::finding::Finding;
use crate::text::Span;

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// Front matter or mail headers.
    Head,
    /// What somebody else wrote.
    Quote,
    /// A question in it.
    Question,
    /// The greeting.
    Greeting,
    /// Thanks.
    Thanks,
    /// An apology.
    Apology,
    /// What the reader has waited for.
    Answer,
    /// What the reader is to do.
    Steps,
    /// A link.
    Link,
    /// What the reader is asked for.
    Request,
    /// What the writer will do.
    NextStep,
    /// The farewell.
    Farewell,
    /// The writer's name and what stands under it.
    Signature,
    /// A note for colleagues.
    Note,
    /// Code.
    Code,
    /// A part that is not there yet.
    Missing,
}

impl PartKind {
    /// What the part is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Head => "Headers",
            Self::Quote => "Their mail",
            Self::Question => "Question",
            Self::Greeting => "Greeting",
            Self::Thanks => "Thanks",
            Self::Apology => "Apology",
            Self::Answer => "Answer",
            Self::Steps => "Steps",
            Self::Link => "Link",
            Self::Request => "Request",
            Self::NextStep => "Next step",
            Self::Farewell => "Farewell",
            Self::Signature => "Signature",
            Self::Note => "Note",
            Self::Code => "Code",
            Self::Missing => "Missing",
        }
    }
}

/// A part of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// What it is called: "Greeting", "No farewell yet".
    pub name: &'static str,
    /// How it begins, on one line; empty where that would show what must not be shown.
    pub begins: String,
    /// All of it.
    pub span: Span,
    /// The parts in it.
    pub parts: Vec<Part>,
}

/// What is missing where a rule says so, and what the outline calls it.
const MISSING: [(&str, &str); 5] = [
    ("greeting-missing", "No greeting yet"),
    ("thanks-missing", "No thanks yet"),
    ("no-next-step", "No next step yet"),
    ("farewell-missing", "No farewell yet"),
    ("signoff-no-name", "No name under it yet"),
];

/// The parts of the draft, in the order in which they stand. `findings` say what is missing, and `secrets` what
/// no part shows.
#[must_use]
pub fn outline(draft: &Draft<'_>, findings: &[Finding], secrets: &[Span]) -> Vec<Part> {
    let outliner = Outliner { draft, secrets };
    let mut parts: Vec<Part> = Vec::new();
    for region in &draft.regions {
        outliner.region(region, &mut parts);
    }
    for (code, name) in MISSING {
        let missing = findings.iter().filter(|finding| finding.code == code);
        parts.extend(missing.map(|finding| Part {
            kind: PartKind::Missing,
            name,
            begins: String::new(),
            span: finding.span,
            parts: Vec::new(),
        }));
    }
    parts.sort_by_key(|part| (part.span.start, part.kind != PartKind::Missing));
    parts
}

struct Outliner<'o> {
    draft: &'o Draft<'o>,
    secrets: &'o [Span],
}

impl Outliner<'_> {
    fn region(&self, region: &Region, parts: &mut Vec<Part>) {
        let kind = match region.kind {
            RegionKind::FrontMatter | RegionKind::Headers => PartKind::Head,
            RegionKind::Quote => PartKind::Quote,
            RegionKind::Salutation => PartKind::Greeting,
            RegionKind::Body => return self.body(region.span, parts),
            RegionKind::Farewell => PartKind::Farewell,
            RegionKind::Signature => PartKind::Signature,
            RegionKind::Note => PartKind::Note,
            RegionKind::Code => PartKind::Code,
        };
        let span = trimmed(self.draft.text(), region.span);
        if span.is_empty() {
            return;
        }
        // A wish and the valediction below it are one farewell.
        let farewell = kind == PartKind::Farewell;
        if let Some(last) = parts.last_mut().filter(|last| farewell && last.kind == kind) {
            last.span.end = span.end;
            return;
        }
        let mut part = self.part(kind, span);
        if kind == PartKind::Quote {
            part.parts = self.questions(span);
        }
        parts.push(part);
    }

    fn questions(&self, quote: Span) -> Vec<Part> {
        let message = &self.draft.message;
        let places = message.questions.iter().map(|question| message.place(question.span));
        // Two that are asked in one sentence stand side by side, never in each other.
        let mut last = quote.start;
        places
            .filter_map(|place| {
                let place = Span::new(place.start.max(last), place.end.max(last));
                last = place.end;
                (quote.contains(place) && !place.is_empty())
                    .then(|| self.part(PartKind::Question, place))
            })
            .collect()
    }

    /// The paragraphs of the body, each by what it is there for. The items of a list are one part.
    fn body(&self, region: Span, parts: &mut Vec<Part>) {
        let document = &self.draft.document;
        let mut list: Option<bool> = None;
        for block in document.blocks.iter().filter(|block| block.span.overlaps(region)) {
            let here: Vec<usize> = (block.sentences.clone())
                .filter(|&at| region.contains(document.sentences[at].span))
                .collect();
            let item = matches!(block.kind, BlockKind::Item { .. });
            let ordered = block.kind == BlockKind::Item { ordered: true };
            let (Some(&first), Some(&end)) = (here.first(), here.last()) else { continue };
            let span =
                Span::new(document.sentences[first].span.start, document.sentences[end].span.end);
            let kind = self.purpose(&here, ordered);
            if item
                && list == Some(ordered)
                && let Some(last) = parts.last_mut()
            {
                last.span.end = span.end;
                last.parts.extend(self.links(span));
                continue;
            }
            list = item.then_some(ordered);
            let mut part = self.part(kind, span);
            part.parts = self.links(span);
            parts.push(part);
        }
    }

    /// What the sentences together are there for.
    fn purpose(&self, sentences: &[usize], ordered: bool) -> PartKind {
        let moves: Vec<Move> = sentences.iter().map(|&at| moves::of(self.draft, at)).collect();
        let count = |wanted: Move| moves.iter().filter(|&&it| it == wanted).count();
        let courteous = count(Move::Thanks) + count(Move::Apology);
        let rest = moves.len() - courteous;
        if ordered || count(Move::Step) * 2 > rest.max(1) {
            PartKind::Steps
        } else if rest == 0 && count(Move::Apology) > 0 {
            PartKind::Apology
        } else if rest == 0 {
            PartKind::Thanks
        } else if count(Move::Promise) == rest {
            PartKind::NextStep
        } else if count(Move::Request) == rest {
            PartKind::Request
        } else {
            PartKind::Answer
        }
    }

    fn links(&self, span: Span) -> Vec<Part> {
        let links = self.draft.document.links.iter();
        let mut end = span.start;
        let mut parts = Vec::new();
        for link in links.filter(|link| span.contains(link.span) && link.is_page()) {
            if link.span.start >= end {
                end = link.span.end;
                parts.push(self.part(PartKind::Link, link.span));
            }
        }
        parts
    }

    fn part(&self, kind: PartKind, span: Span) -> Part {
        let hidden = self.secrets.iter().any(|secret| secret.overlaps(span));
        let begins = if hidden { String::new() } else { shortened(self.words(kind, span)) };
        Part { kind, name: kind.name(), begins, span, parts: Vec::new() }
    }

    /// How a part is told from others of its kind.
    fn words(&self, kind: PartKind, span: Span) -> &str {
        let text = span.of(self.draft.text());
        match kind {
            // The signs round it say nothing.
            PartKind::Head => "",
            PartKind::Code => text.lines().nth(1).unwrap_or(""),
            PartKind::Signature => text.trim_start_matches(['-', ' ', '\n', '\r']),
            _ => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::check::check_draft;
    use crate::input::Input;

    fn names(parts: &[Part]) -> Vec<String> {
        let show = |part: &Part| match part.parts.as_slice() {
            [] => part.name.to_owned(),
            inner => format!("{} ({})", part.name, names(inner).join(", ")),
        };
        parts.iter().map(show).collect()
    }

    fn of(text: &str) -> Vec<Part> {
        let catalog = Catalog::builtin();
        let draft = Draft::read(text, &Input::default(), &catalog);
        let report = check_draft(&draft, &Input::default(), &catalog);
        outline(&draft, &report.findings, &report.secrets)
    }

    #[test]
    fn the_parts_of_a_reply_stand_in_their_order() {
        let text = "Hi Jo,\n\nThank you for the screenshot.\n\nThe export works again.\n\nPlease open Settings. Then press Export.\n\nHere is the page: https://example.com/docs/export\n\nI'll write to you by Thursday, noon CET.\n\nEnjoy the launch!\n\nBest wishes,\nAna\n\nOn 4 Mar 2025, Jo Miller <j@x.org> wrote:\n> Hello, can I export my list? And is there a limit?\n>\n> Jo\n";
        let expected = [
            "Greeting",
            "Thanks",
            "Answer",
            "Steps",
            "Answer (Link)",
            "Next step",
            "Farewell",
            "Signature",
            "Their mail (Question, Question)",
        ];
        assert_eq!(names(&of(text)), expected);
    }

    #[test]
    fn what_is_missing_is_named_where_it_would_stand() {
        let parts = of(
            "The export works again, and the list is complete. I looked at it in your account.\n\n> Can I export?\n> Jo\n",
        );
        let names = names(&parts);
        assert_eq!(names[0], "No greeting yet", "{names:?}");
        assert!(names.contains(&"No farewell yet".to_owned()), "{names:?}");
    }

    #[test]
    fn a_question_with_a_card_number_is_not_shown() {
        let parts = of(
            "Hi Jo,\n\nYes, you can.\n\nBest wishes,\nAna\n\n> Can I use 4111 1111 1111 1111?\n>\n> Jo\n",
        );
        let quote = parts.iter().find(|part| part.kind == PartKind::Quote).unwrap();
        assert_eq!(quote.parts.len(), 1, "{parts:?}");
        assert_eq!((quote.begins.as_str(), quote.parts[0].begins.as_str()), ("", ""));
    }

    #[test]
    fn a_list_is_one_part_and_a_secret_is_not_shown() {
        let parts = of(
            "Hi Jo,\n\nYour password: hunter22Hunter\n\n1. Open it.\n2. Press Save.\n\nBest wishes,\nAna\n",
        );
        let steps = parts.iter().filter(|part| part.kind == PartKind::Steps);
        assert_eq!(steps.count(), 1);
        assert!(parts.iter().all(|part| !part.begins.contains("hunter")), "{parts:?}");
    }
}
