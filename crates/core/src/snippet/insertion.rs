//! The snippet that fits best at a place, for who asks for one of a kind and looks at no list.

use super::model::{Part, Snippet};
use super::offer::offers;
use crate::catalog::Catalog;
use crate::draft::Draft;
use crate::finding::{Edit, Insert};
use crate::input::Input;
use crate::text::{Span, line_end};

/// What can be asked for: the first tag of the snippets that are meant.
pub const KINDS: [&str; 10] = [
    "greeting",
    "thanks",
    "acknowledge",
    "apology",
    "answer",
    "details",
    "no",
    "ownership",
    "next-step",
    "farewell",
];

/// What asks for a snippet by its kind, as a writer types it.
const MARK: char = ';';

/// The best-fitting snippet of a kind at the byte `at` of the draft, as an edit there; `None` where none fits.
///
/// What is offered is read from what is typed, so the draft is read as if it had been asked for there.
#[must_use]
pub fn insertion(
    kind: &str,
    draft: &Draft<'_>,
    at: usize,
    catalog: &Catalog,
    input: &Input,
) -> Option<Edit> {
    let text = draft.text();
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let line = text[..at].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let end = text[at..].find(['\n', '\r']).map_or(text.len(), |end| at + end);
    let (before, after) = (&text[line..at], &text[at..end]);
    // In front of words it gets a paragraph of its own, behind them a blank.
    let heads = before.trim().is_empty();
    let apart =
        if heads && !after.trim().is_empty() { line_end(text).repeat(2) } else { String::new() };
    let blank = if before.ends_with(|c: char| !c.is_whitespace()) { " " } else { "" };
    let asked = format!("{}{blank}{MARK}{kind}{apart}{}", &text[..at], &text[at..]);
    let asked_at = at + blank.len() + MARK.len_utf8() + kind.len();
    let read = Draft::read(&asked, input, catalog);
    let found = offers(&read, asked_at, catalog, input);
    let offer =
        found.into_iter().find(|offer| offer.tags.first().is_some_and(|tag| tag == kind))?;
    // Where more stands before the mark than the blank, that belongs to the draft.
    if offer.replace.start < at {
        return None;
    }
    let blank = if starts_line(&offer.snippet) { "" } else { blank };
    let mut parts = vec![Part::Text(blank.to_owned())];
    parts.extend(offer.snippet.parts().iter().cloned());
    parts.push(Part::Text(apart));
    parts.retain(|part| *part != Part::Text(String::new()));
    Some(Edit { span: Span::at(at), insert: Insert::Snippet(Snippet::new(parts)) })
}

/// Whether the snippet begins with a line break, so that no blank belongs before it.
fn starts_line(snippet: &Snippet) -> bool {
    matches!(snippet.parts().first(), Some(Part::Text(text)) if text.starts_with(['\n', '\r']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fix::apply;
    use crate::settings::Settings;

    fn inserted(marked: &str, kind: &str) -> Option<String> {
        let at = marked.find('‸').expect("the text has a cursor");
        let text = marked.replace('‸', "");
        let input = Input {
            settings: Settings { agent: Some("Ana".into()), ..Settings::default() },
            ..Input::default()
        };
        let catalog = Catalog::builtin();
        let draft = Draft::read(&text, &input, &catalog);
        let edit = insertion(kind, &draft, at, &catalog, &input)?;
        Some(apply(&text, [&edit]))
    }

    #[test]
    fn the_first_that_fits_is_put_there() {
        let quote = "\n\nOn 4 Mar 2025, Maria Ruiz <m@x.org> wrote:\n> The invoice is missing.\n>\n> Best,\n> Maria\n";
        let greeted = inserted(&format!("‸{quote}"), "greeting").unwrap();
        assert!(greeted.starts_with("Hi Maria,\n"), "{greeted}");
        let above = inserted(&format!("‸The invoice is there.{quote}"), "greeting").unwrap();
        assert!(above.starts_with("Hi Maria,\n\nThe invoice is there."), "{above}");
        let bye =
            inserted(&format!("Hi Maria,\n\nThe invoice is there.‸{quote}"), "farewell").unwrap();
        assert!(bye.starts_with("Hi Maria,\n\nThe invoice is there.\n\n"), "{bye}");
        assert!(bye.contains("Ana\n"), "{bye}");
        let next =
            inserted(&format!("Hi Maria,\n\nThe invoice is there.\n\n‸{quote}"), "next-step");
        assert!(next.unwrap().contains("[[fill: "));
    }

    #[test]
    fn where_none_fits_none_is_put() {
        for (text, kind) in [
            ("Hi Jo,\n\n‸It is done.", "greeting"),
            ("> It is ‸broken.\n\nHi Jo,", "thanks"),
            ("```\n‸\n```\n", "thanks"),
            ("Hi Jo,\n\n‸", "no such kind"),
        ] {
            assert_eq!(inserted(text, kind), None, "{text}");
        }
    }

    #[test]
    fn each_kind_has_snippets() {
        let catalog = Catalog::builtin();
        let set = catalog.snippets().set("en").unwrap();
        for kind in KINDS {
            let mut tags = set.entries.iter().filter_map(|entry| entry.tags.first());
            assert!(tags.any(|tag| tag == kind), "{kind}");
        }
    }
}
