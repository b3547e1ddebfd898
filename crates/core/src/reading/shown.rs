//! How words are shown in little room, and which name a variable will show.

use crate::document::InlineKind;
use crate::draft::{Draft, RegionKind};
use crate::text::Span;

/// So many characters of a part are shown.
const MOST: usize = 60;
/// One can be at least so sure of a name that is shown in a variable's place, in percent.
const SURE: u8 = 80;

/// The words on one line, cut behind a word where they are long.
pub(super) fn shortened(words: &str) -> String {
    let mut line = String::new();
    for word in words.split_whitespace().filter(|word| !word.trim_matches(['>', '|']).is_empty()) {
        if line.chars().count() + word.chars().count() > MOST {
            // One long word is cut.
            let head: String = word.chars().take(MOST).collect();
            return if line.is_empty() { format!("{head}…") } else { format!("{line} …") };
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line += word;
    }
    line
}

/// Without the empty lines at either end.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let inner = span.of(text);
    let start = span.start + (inner.len() - inner.trim_start().len());
    Span::new(start, start + inner.trim().len())
}

/// A name that stands in for a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Where the variable ends.
    pub at: usize,
    /// The name that it will show for this customer, as far as the draft tells.
    pub name: String,
}

/// The variables in the greeting of a draft whose customer is known, each with the name that it will show.
#[must_use]
pub fn shown_names(draft: &Draft<'_>) -> Vec<Shown> {
    let Some(customer) = draft.people.customer(SURE) else { return Vec::new() };
    let variables = draft.inlines(InlineKind::Placeholder, &[RegionKind::Salutation]);
    variables
        .map(|inline| Shown { at: inline.span.end, name: customer.name.given.clone() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::input::Input;

    #[test]
    fn long_words_are_cut_behind_a_word() {
        assert_eq!(shortened("Hi\n> Jo,  there"), "Hi Jo, there");
        let cut = shortened(&"lamp ".repeat(40));
        assert!(cut.ends_with("lamp …") && cut.chars().count() <= MOST + 2, "{cut}");
        assert_eq!(shortened(&"x".repeat(200)).chars().count(), MOST + 1);
    }

    #[test]
    fn a_variable_in_the_greeting_shows_the_customers_name() {
        let catalog = Catalog::builtin();
        let text = "Hi {{customer.first_name}},\n\nIt works.\n\nOn 4 Mar 2025, Maria Silva <m@x.org> wrote:\n> Help\n>\n> Maria\n";
        let draft = Draft::read(text, &Input::default(), &catalog);
        let shown = shown_names(&draft);
        assert_eq!(shown.len(), 1);
        assert_eq!((shown[0].at, shown[0].name.as_str()), (26, "Maria"));
    }
}
