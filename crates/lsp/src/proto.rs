//! Every conversion to and from the Language Server Protocol. Nothing else knows how a client counts
//! characters.

use aplomb_core::{Severity, Span};
use ropey::{Rope, RopeSlice};
use tower_lsp::lsp_types::{
    DiagnosticSeverity, MarkupContent, MarkupKind, Position, PositionEncodingKind, Range, TextEdit,
};

/// What a client counts as one in `Position.character`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units: the protocol's default.
    #[default]
    Utf16,
    /// Code points.
    Utf32,
}

impl Encoding {
    /// The encoding of that name.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        [Self::Utf8, Self::Utf16, Self::Utf32].into_iter().find(|encoding| encoding.name() == name)
    }

    /// The one to use with a client that offers these. Text is UTF-8 here, so that comes first; a client
    /// that offers nothing we know counts in UTF-16, as the protocol has it.
    pub(crate) fn negotiate(offered: &[&str]) -> Self {
        [Self::Utf8, Self::Utf16, Self::Utf32]
            .into_iter()
            .find(|encoding| offered.contains(&encoding.name()))
            .unwrap_or_default()
    }

    pub(crate) fn kind(self) -> PositionEncodingKind {
        PositionEncodingKind::new(self.name())
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
            Self::Utf32 => "utf-32",
        }
    }

    /// The byte in `line` at which the character `units` begins, or the line's end.
    fn byte_in(self, line: RopeSlice<'_>, units: usize) -> usize {
        match self {
            Self::Utf8 => line.char_to_byte(line.byte_to_char(units.min(line.len_bytes()))),
            Self::Utf16 => line.char_to_byte(line.utf16_cu_to_char(units.min(line.len_utf16_cu()))),
            Self::Utf32 => line.char_to_byte(units.min(line.len_chars())),
        }
    }

    fn units_in(self, line: RopeSlice<'_>, byte: usize) -> usize {
        match self {
            Self::Utf8 => line.char_to_byte(line.byte_to_char(byte)),
            Self::Utf16 => line.char_to_utf16_cu(line.byte_to_char(byte)),
            Self::Utf32 => line.byte_to_char(byte),
        }
    }
}

/// The line `at` without its line break.
fn line(text: &Rope, at: usize) -> RopeSlice<'_> {
    let line = text.line(at);
    let mut end = line.len_chars();
    for mark in ['\n', '\r'] {
        if end > 0 && line.char(end - 1) == mark {
            end -= 1;
        }
    }
    line.slice(..end)
}

/// The byte at a position.
///
/// "If the character value is greater than the line length it defaults back to the line length." A line
/// past the end stands for the end, and half a character for its start.
pub(crate) fn offset(text: &Rope, encoding: Encoding, position: Position) -> usize {
    let at = position.line as usize;
    if at >= text.len_lines() {
        return text.len_bytes();
    }
    text.line_to_byte(at) + encoding.byte_in(line(text, at), position.character as usize)
}

/// The position of a byte of the text.
pub(crate) fn position(text: &Rope, encoding: Encoding, byte: usize) -> Position {
    let byte = byte.min(text.len_bytes());
    let at = text.byte_to_line(byte);
    let line = line(text, at);
    let in_line = (byte - text.line_to_byte(at)).min(line.len_bytes());
    let units = encoding.units_in(line, in_line);
    Position::new(saturate(at), saturate(units))
}

/// A text of four billion lines is not opened in an editor.
pub(crate) fn saturate(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The bytes of a range, whose ends may come in either order.
pub(crate) fn span(text: &Rope, encoding: Encoding, range: Range) -> Span {
    let (a, b) = (offset(text, encoding, range.start), offset(text, encoding, range.end));
    Span::new(a.min(b), a.max(b))
}

/// The range of some bytes of the text.
pub(crate) fn range(text: &Rope, encoding: Encoding, span: Span) -> Range {
    Range::new(position(text, encoding, span.start), position(text, encoding, span.end))
}

/// A replacement of some bytes.
pub(crate) fn text_edit(text: &Rope, encoding: Encoding, span: Span, new: String) -> TextEdit {
    TextEdit::new(range(text, encoding, span), new)
}

pub(crate) fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Information => DiagnosticSeverity::INFORMATION,
        Severity::Hint => DiagnosticSeverity::HINT,
    }
}

/// Text for a person, as Markdown where the client shows it.
pub(crate) fn markup(markdown: bool, value: String) -> MarkupContent {
    let kind = if markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
    MarkupContent { kind, value }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Encoding::{Utf8, Utf16, Utf32};

    const TEXT: &str = "Hi 👋 Jo,\r\né\rx\n\u{2028}y";

    fn at(line: u32, character: u32) -> Position {
        Position::new(line, character)
    }

    #[test]
    fn each_encoding_counts_its_own_units() {
        let rope = Rope::from_str(TEXT);
        let jo = TEXT.find("Jo").unwrap();
        for (encoding, character) in [(Utf8, 8), (Utf16, 6), (Utf32, 5)] {
            assert_eq!(position(&rope, encoding, jo), at(0, character));
            assert_eq!(offset(&rope, encoding, at(0, character)), jo);
        }
    }

    #[test]
    fn only_lf_cr_and_crlf_end_a_line() {
        let rope = Rope::from_str(TEXT);
        assert_eq!(rope.len_lines(), 4);
        assert_eq!(position(&rope, Utf32, TEXT.find('y').unwrap()), at(3, 1));
    }

    #[test]
    fn positions_out_of_range_are_brought_back() {
        let rope = Rope::from_str(TEXT);
        for encoding in [Utf8, Utf16, Utf32] {
            assert_eq!(offset(&rope, encoding, at(0, 999)), TEXT.find('\r').unwrap());
            assert_eq!(offset(&rope, encoding, at(999, 999)), TEXT.len());
            assert_eq!(offset(&rope, encoding, at(u32::MAX, u32::MAX)), TEXT.len());
        }
    }

    #[test]
    fn half_a_character_counts_as_its_start() {
        let rope = Rope::from_str(TEXT);
        let wave = TEXT.find('👋').unwrap();
        assert_eq!(offset(&rope, Utf16, at(0, 4)), wave);
        for inside in 4..7 {
            assert_eq!(offset(&rope, Utf8, at(0, inside)), wave);
        }
        assert_eq!(offset(&rope, Utf8, at(0, 7)), wave + '👋'.len_utf8());
    }

    #[test]
    fn a_range_may_come_the_wrong_way_round() {
        let rope = Rope::from_str("abc");
        assert_eq!(span(&rope, Utf16, Range::new(at(0, 2), at(0, 1))), Span::new(1, 2));
    }

    #[test]
    fn the_first_of_ours_that_the_client_offers_is_taken() {
        assert_eq!(Encoding::negotiate(&["utf-16", "utf-8"]), Utf8);
        assert_eq!(Encoding::negotiate(&["utf-32", "utf-16"]), Utf16);
        assert_eq!(Encoding::negotiate(&["utf-32"]), Utf32);
        assert_eq!(Encoding::negotiate(&["utf-7"]), Utf16);
        assert_eq!(Encoding::negotiate(&[]), Utf16);
    }
}
