//! The text of an open document.

use ropey::Rope;
use tower_lsp::lsp_types::TextDocumentContentChangeEvent;

use crate::proto::{self, Encoding};

/// The text as the client has it, with the client's number for it.
#[derive(Clone, Debug)]
pub(crate) struct TextDocument {
    /// A copy of a rope shares its text, so a snapshot costs nothing.
    pub(crate) text: Rope,
    pub(crate) version: i32,
}

impl TextDocument {
    pub(crate) fn new(text: &str, version: i32) -> Self {
        Self { text: Rope::from_str(text), version }
    }

    /// Applies the changes of one notification in their order, each to the text that the one before
    /// it left, and returns the byte after what was changed last; `None` when nothing was changed.
    pub(crate) fn apply(
        &mut self,
        changes: &[TextDocumentContentChangeEvent],
        version: i32,
        encoding: Encoding,
    ) -> Option<usize> {
        self.version = version;
        let mut edited = None;
        for change in changes {
            let at = match change.range {
                Some(range) => self.replace(range, &change.text, encoding),
                None => self.replace_all(&change.text),
            };
            edited = at.or(edited);
        }
        edited
    }

    fn replace(
        &mut self,
        range: tower_lsp::lsp_types::Range,
        new: &str,
        encoding: Encoding,
    ) -> Option<usize> {
        let span = proto::span(&self.text, encoding, range);
        let edited = end_of_change(&self.text, span.start, span.end, new);
        let start = self.text.byte_to_char(span.start);
        self.text.remove(start..self.text.byte_to_char(span.end));
        self.text.insert(start, new);
        edited.map(|at| span.start + at)
    }

    fn replace_all(&mut self, new: &str) -> Option<usize> {
        let edited = end_of_change(&self.text, 0, self.text.len_bytes(), new);
        self.text = Rope::from_str(new);
        edited
    }
}

/// The byte of `new` after what it changes of the part of a text that it replaces; `None` if it changes nothing.
/// Some clients send the whole text at each change, and some replace all lines, so that is looked for.
fn end_of_change(text: &Rope, start: usize, end: usize, new: &str) -> Option<usize> {
    let length = end - start;
    let mut old = text.bytes_at(end);
    let unchanged = new.bytes().rev().take(length).take_while(|&byte| old.prev() == Some(byte));
    let unchanged = unchanged.count();
    let mut at = new.len() - unchanged;
    while !new.is_char_boundary(at) {
        at += 1;
    }
    (unchanged < new.len() || unchanged < length).then_some(at)
}

/// The length in bytes of a line break that was typed, with what an editor puts after it to set the line in;
/// `None` where anything else was changed, or cannot be told since the whole text came.
pub(crate) fn line_break(changes: &[TextDocumentContentChangeEvent]) -> Option<usize> {
    let [TextDocumentContentChangeEvent { range: Some(range), text, .. }] = changes else {
        return None;
    };
    let indent = text.strip_prefix("\r\n").or_else(|| text.strip_prefix('\n'))?;
    let typed = range.start == range.end && indent.bytes().all(|b| matches!(b, b' ' | b'\t'));
    typed.then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use tower_lsp::lsp_types::{Position, Range};

    fn full(text: &str) -> TextDocumentContentChangeEvent {
        TextDocumentContentChangeEvent { range: None, range_length: None, text: text.to_owned() }
    }

    fn part(from: (u32, u32), to: (u32, u32), text: &str) -> TextDocumentContentChangeEvent {
        let range = Range::new(Position::new(from.0, from.1), Position::new(to.0, to.1));
        TextDocumentContentChangeEvent { range: Some(range), ..full(text) }
    }

    #[test]
    fn full_and_partial_changes_mix_in_one_notification() {
        let mut document = TextDocument::new("one", 1);
        let changes = [full("Hi 👋 Jo"), part((0, 6), (0, 8), "Ana"), part((0, 9), (0, 9), ",\n")];
        let edited = document.apply(&changes, 2, Encoding::Utf16);
        assert_eq!(document.text.to_string(), "Hi 👋 Ana,\n");
        assert_eq!((document.version, edited), (2, Some("Hi 👋 Ana,\n".len())));
    }

    #[test]
    fn no_change_only_moves_the_version() {
        let mut document = TextDocument::new("one", 1);
        assert_eq!(document.apply(&[], 2, Encoding::Utf16), None);
        assert_eq!(document.apply(&[full("one")], 3, Encoding::Utf16), None);
        assert_eq!((document.text.to_string().as_str(), document.version), ("one", 3));
    }

    #[test]
    fn the_place_of_a_change_is_found_in_a_full_text() {
        let mut document = TextDocument::new("Hi é Jo", 1);
        assert_eq!(document.apply(&[full("Hi è Jo")], 2, Encoding::Utf8), Some("Hi è".len()));
        assert_eq!(document.apply(&[full("Hi Jo")], 3, Encoding::Utf8), Some("Hi".len()));
    }

    #[test]
    fn the_place_of_a_change_is_found_where_all_lines_are_replaced() {
        let mut document = TextDocument::new("Hi Jo,\n\nIt should\n\n> Help\n", 1);
        let all = |text| part((0, 0), (6, 0), text);
        let typed = "Hi Jo,\n\nIt should now\n\n> Help\n";
        let edited = document.apply(&[all(typed)], 2, Encoding::Utf16);
        assert_eq!(edited, Some("Hi Jo,\n\nIt should now".len()));
        assert_eq!(document.apply(&[all(typed)], 3, Encoding::Utf16), None);
        assert_eq!((document.text.to_string().as_str(), document.version), (typed, 3));
        assert_eq!(document.apply(&[part((0, 3), (0, 5), "")], 4, Encoding::Utf16), Some(3));
        assert_eq!(document.apply(&[part((0, 3), (0, 3), "")], 5, Encoding::Utf16), None);
    }

    #[test]
    fn a_line_break_is_one_that_was_typed_alone() {
        assert_eq!(line_break(&[part((0, 3), (0, 3), "\n")]), Some(1));
        assert_eq!(line_break(&[part((0, 3), (0, 3), "\r\n  ")]), Some(4));
        for changes in [
            vec![part((0, 3), (0, 4), "\n")],
            vec![part((0, 3), (0, 3), "\n\n")],
            vec![part((0, 3), (0, 3), "\n> ")],
            vec![part((0, 3), (0, 3), "a")],
            vec![part((0, 3), (0, 3), "\n"), part((4, 3), (4, 3), "\n")],
            vec![full("\n")],
        ] {
            assert_eq!(line_break(&changes), None, "{changes:?}");
        }
    }

    /// The client's side of an edit: the text as it knows it, with positions counted by hand.
    fn client_position(text: &str, byte: usize, encoding: Encoding) -> Position {
        let before = &text[..byte];
        // A CR that begins a CRLF breaks no line, and a position between the two does not exist.
        let broken = |(at, c): (usize, char)| match c {
            '\n' => true,
            '\r' => !text[at + 1..].starts_with('\n'),
            _ => false,
        };
        let breaks: Vec<usize> =
            before.char_indices().filter(|&place| broken(place)).map(|(at, _)| at + 1).collect();
        let (line, start) = (breaks.len(), breaks.last().copied().unwrap_or(0));
        let column = &before[start..];
        let character = match encoding {
            Encoding::Utf8 => column.len(),
            Encoding::Utf16 => column.encode_utf16().count(),
            Encoding::Utf32 => column.chars().count(),
        };
        Position::new(u32::try_from(line).unwrap(), u32::try_from(character).unwrap())
    }

    /// The start of the character at or before a place, never between CR and LF, where no position
    /// of the protocol lies.
    fn place(text: &str, share: usize) -> usize {
        let mut at = share % (text.len() + 1);
        while !text.is_char_boundary(at)
            || (at > 0 && text[..at].ends_with('\r') && text[at..].starts_with('\n'))
        {
            at -= 1;
        }
        at
    }

    proptest! {
        #[test]
        fn incremental_text_equals_full_text(
            start in "[a-c 👋é\u{2028}\r\n]{0,30}",
            edits in prop::collection::vec((any::<usize>(), any::<usize>(), "[x👋ü\r\n]{0,6}"), 0..24),
            encoding in prop::sample::select(vec![Encoding::Utf8, Encoding::Utf16, Encoding::Utf32]),
        ) {
            let mut expected = start.clone();
            let mut document = TextDocument::new(&start, 0);
            for (version, (a, b, new)) in edits.into_iter().enumerate() {
                let (a, b) = (place(&expected, a), place(&expected, b));
                let (from, to) = (a.min(b), a.max(b));
                let range = Range::new(
                    client_position(&expected, from, encoding),
                    client_position(&expected, to, encoding),
                );
                let change = TextDocumentContentChangeEvent { range: Some(range), ..full(&new) };
                expected.replace_range(from..to, &new);
                let before = document.text.to_string();
                let edited = document.apply(&[change], i32::try_from(version).unwrap(), encoding);
                prop_assert_eq!(document.text.to_string(), expected.as_str());
                // What comes after the change is what came after the part that was replaced, or more of it.
                prop_assert_eq!(edited.is_none(), before == expected);
                let end = from + new.len();
                if let Some(edited) = edited {
                    prop_assert!((from..=end).contains(&edited) && expected.is_char_boundary(edited));
                    prop_assert!(before.ends_with(&expected[edited..]));
                }
            }
        }

        #[test]
        fn any_position_is_taken(
            start in "\\PC{0,20}[\r\n]{0,3}\\PC{0,20}",
            line in any::<u32>(), character in any::<u32>(), near in 0u32..40,
            encoding in prop::sample::select(vec![Encoding::Utf8, Encoding::Utf16, Encoding::Utf32]),
        ) {
            let rope = Rope::from_str(&start);
            for position in [Position::new(line, character), Position::new(near % 5, near)] {
                let at = proto::offset(&rope, encoding, position);
                prop_assert!(start.is_char_boundary(at));
            }
        }
    }
}
