//! Positions in a text: byte spans and a line index.

use std::ops::Range;

/// A half-open range of UTF-8 bytes, `start..end`.
///
/// Every span that the core hands out lies on character boundaries of the text it was made for, so
/// slicing with it cannot fail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span from `start` to `end`, in bytes. `end` must not lie before `start`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Self { start, end }
    }

    /// An empty span at `at`.
    #[must_use]
    pub const fn at(at: usize) -> Self {
        Self { start: at, end: at }
    }

    /// Length in bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span holds no byte.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside this span.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the byte at `offset` belongs to this span.
    #[must_use]
    pub const fn covers(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether the two spans share a byte.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether the two share a byte, or one ends where the other begins, where a cursor may stand.
    #[must_use]
    pub const fn touches(self, other: Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The text under the span.
    ///
    /// # Panics
    ///
    /// When the span was made for another text and does not fit this one.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

impl From<Span> for Range<usize> {
    fn from(span: Span) -> Self {
        span.start..span.end
    }
}

/// How the lines of a text end.
#[must_use]
pub(crate) fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Where the lines of a text begin.
///
/// A line ends at LF, CR or CRLF, as in the Language Server Protocol; no other character breaks a
/// line.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<usize>,
    /// The number of code points before every [`STRIDE`]th byte, so that a column in a long line is
    /// found without counting from its start.
    counted: Vec<usize>,
}

const STRIDE: usize = 1 << 10;

impl LineIndex {
    /// Indexes `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
                starts.push(at + 1);
            }
        }
        let mut counted = Vec::with_capacity(bytes.len() / STRIDE + 1);
        let mut count = 0;
        for block in bytes.chunks(STRIDE) {
            counted.push(count);
            count += code_points(block);
        }
        if bytes.len().is_multiple_of(STRIDE) {
            counted.push(count);
        }
        Self { starts, counted }
    }

    /// Number of lines; a text without a line break has one.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether there is no line. Never true: an empty text has one empty line.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The line, counted from 0, in which the byte at `offset` lies.
    #[must_use]
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// First byte of the line `line`, or `None` past the end.
    #[must_use]
    pub fn start_of(&self, line: usize) -> Option<usize> {
        self.starts.get(line).copied()
    }

    /// Line and column of the byte at `offset`, both counted from 1, the column in code points.
    ///
    /// `text` must be the text that was indexed; an offset inside a character counts as its start.
    #[must_use]
    pub fn line_column(&self, text: &str, offset: usize) -> (usize, usize) {
        let line = self.line_of(offset);
        let start = self.starts[line];
        let mut end = offset.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let bytes = text.as_bytes();
        if end - start <= STRIDE {
            return (line + 1, code_points(&bytes[start..end]) + 1);
        }
        let before = |at: usize| {
            let block = at / STRIDE;
            self.counted[block] + code_points(&bytes[block * STRIDE..at])
        };
        (line + 1, before(end) - before(start) + 1)
    }
}

/// The number of characters that begin in a stretch of UTF-8.
fn code_points(bytes: &[u8]) -> usize {
    // Most text is ASCII, which is seen many bytes at a time.
    if bytes.is_ascii() {
        return bytes.len();
    }
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count()
}

/// Makes one of spans that overlap. They are in order.
pub(crate) fn join_overlapping(spans: &mut Vec<Span>) {
    spans.dedup_by(|next, last| {
        let overlap = next.overlaps(*last);
        if overlap {
            *last = last.cover(*next);
        }
        overlap
    });
}

/// Where `part` begins in `whole`, of which it is a slice, in bytes.
pub(crate) fn offset_in(whole: &str, part: &str) -> usize {
    part.as_ptr() as usize - whole.as_ptr() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lf_cr_and_crlf_end_a_line() {
        let index = LineIndex::new("a\r\nb\rc\nd\u{2028}e\u{b}f");
        assert_eq!(index.len(), 4);
        assert_eq!(index.start_of(1), Some(3));
        assert_eq!(index.start_of(3), Some(7));
    }

    #[test]
    fn columns_count_code_points_from_one() {
        let text = "Hi 👋 Jo\né!";
        let index = LineIndex::new(text);
        assert_eq!(index.line_column(text, 0), (1, 1));
        assert_eq!(index.line_column(text, text.find("Jo").unwrap()), (1, 6));
        assert_eq!(index.line_column(text, text.find('!').unwrap()), (2, 2));
        assert_eq!(index.line_column(text, text.len()), (2, 3));
        let long = "é".repeat(STRIDE);
        for at in [0, 2, STRIDE, 2 * STRIDE - 2, 2 * STRIDE] {
            assert_eq!(LineIndex::new(&long).line_column(&long, at), (1, at / 2 + 1));
        }
    }
}
