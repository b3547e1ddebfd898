//! What the customer gets: the text to send.

use super::{Draft, RegionKind};
use crate::text::line_end;

impl Draft<'_> {
    /// The text to send: no front matter, headers or notes, and no quote, unless the reply answers
    /// between its lines.
    #[must_use]
    pub fn outgoing(&self) -> String {
        let keep_quotes = self.is_interleaved();
        let last_own = self.regions.iter().rposition(|region| is_own(region.kind));
        let mut out = String::with_capacity(self.text().len());
        for (at, region) in self.regions.iter().enumerate() {
            let answered = keep_quotes && last_own.is_some_and(|last| at < last);
            if is_own(region.kind) || (region.kind == RegionKind::Quote && answered) {
                out.push_str(region.span.of(self.text()));
            }
        }
        let trimmed = out.trim_matches(['\n', '\r', ' ', '\t', '\u{feff}']);
        let line_end = line_end(self.text());
        if trimmed.is_empty() { String::new() } else { format!("{trimmed}{line_end}") }
    }

    /// Whether the reply answers between the lines of the quote: words above a quote and under it,
    /// or under two quotes.
    #[must_use]
    pub fn is_interleaved(&self) -> bool {
        let mut own_above = false;
        let mut answered = 0;
        let mut open = false;
        for region in &self.regions {
            if region.kind == RegionKind::Quote {
                open = true;
            } else if is_own(region.kind) {
                if open && region.kind == RegionKind::Body {
                    answered += if own_above { 2 } else { 1 };
                }
                open = false;
                own_above |= matches!(region.kind, RegionKind::Salutation | RegionKind::Body);
            }
        }
        answered >= 2
    }
}

fn is_own(kind: RegionKind) -> bool {
    matches!(
        kind,
        RegionKind::Salutation
            | RegionKind::Body
            | RegionKind::Farewell
            | RegionKind::Signature
            | RegionKind::Code
    )
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;
    use crate::draft::Draft;
    use crate::input::Input;

    fn outgoing(text: &str) -> String {
        let catalog = Catalog::builtin();
        Draft::read(text, &Input::default(), &catalog).outgoing()
    }

    #[test]
    fn only_the_writers_words_are_sent() {
        let text = "---\ncustomer: Jo\n---\n\nHi Jo,\n\n[internal] ask Ana\n\nIt is done.\n\nBest,\nAna\n\nOn 4 Mar 2025, Jo <j@x.org> wrote:\n> Help\n";
        assert_eq!(outgoing(text), "Hi Jo,\n\nIt is done.\n\nBest,\nAna\n");
    }

    #[test]
    fn an_answer_between_the_lines_keeps_the_lines() {
        let text = "Hi Jo,\n\n> one?\n\nYes.\n\n> two?\n\nNo.\n\nAna\n\n> the rest\n";
        assert_eq!(outgoing(text), "Hi Jo,\n\n> one?\n\nYes.\n\n> two?\n\nNo.\n\nAna\n");
        assert_eq!(outgoing("> one?\n\nYes.\n"), "Yes.\n");
    }

    #[test]
    fn nothing_gives_nothing() {
        assert_eq!(outgoing(""), "");
        assert_eq!(outgoing("> only a quote\n"), "");
    }
}
