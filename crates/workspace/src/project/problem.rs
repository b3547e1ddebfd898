//! What is wrong in settings and packs, by its place.

use std::fmt;
use std::ops::Range;
use std::path::PathBuf;

use aplomb_core::LineIndex;

/// Something wrong in a settings file, a pack, or an editor's settings. Displayed as
/// `path:line:column: message`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file; `None` for an editor's settings.
    pub path: Option<PathBuf>,
    /// Where, in bytes of the file as it is on disk.
    pub span: Range<usize>,
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted from 1 in code points.
    pub column: usize,
    /// What is wrong and what to do, without a full stop at its end.
    pub message: String,
}

impl Problem {
    /// A problem of a place in a file's text.
    pub(crate) fn at(path: PathBuf, text: &str, span: Range<usize>, message: String) -> Self {
        let mut start = span.start.min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let (line, column) = LineIndex::new(text).line_column(text, start);
        Self { path: Some(path), span, line, column, message }
    }

    /// A problem of a file as a whole, or of a line of it that cannot be read.
    pub(crate) fn of(path: PathBuf, line: usize, message: String) -> Self {
        Self { path: Some(path), span: 0..0, line, column: 1, message }
    }

    /// A problem of an editor's settings.
    pub(crate) fn in_editor(message: String) -> Self {
        Self { path: None, span: 0..0, line: 1, column: 1, message }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.path {
            Some(path) => {
                write!(f, "{}:{}:{}: {}", path.display(), self.line, self.column, self.message)
            }
            None => write!(f, "in your editor's settings: {}", self.message),
        }
    }
}
