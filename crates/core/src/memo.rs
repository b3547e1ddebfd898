//! What is remembered from one key press to the next.

use crate::catalog::Catalog;
use crate::check::{Report, Said, recheck};
use crate::draft::{Draft, Known};
use crate::input::Input;

/// What was read and said of the passages of a text, so that after an edit only what has changed is read and checked
/// again. It changes no report, whatever text, input or catalog it is used with next. It takes about as much memory
/// as a draft.
///
/// ```
/// use aplomb_core::{Catalog, Input, Memo, check};
///
/// let (catalog, input) = (Catalog::builtin(), Input::default());
/// let mut memo = Memo::default();
/// for text in ["Hi Jo,\n\nIt should work.\n\nBest,\n", "Hi Jo,\n\nIt should work.\n\nBest,\nAna\n"] {
///     let draft = memo.read(text, &input, &catalog);
///     assert_eq!(memo.check(&draft, &input, &catalog), check(text, &input, &catalog));
/// }
/// ```
#[derive(Debug, Default)]
pub struct Memo {
    known: Known,
    said: Said,
}

impl Memo {
    /// Takes `text` apart, as [`Draft::read`] does.
    #[must_use]
    pub fn read<'d>(&mut self, text: &'d str, input: &Input, catalog: &'d Catalog) -> Draft<'d> {
        Draft::read_with(text, input, catalog, Some(&mut self.known))
    }

    /// Checks a draft that has been read with the same input and catalog, as [`check_draft`](crate::check_draft) does.
    #[must_use]
    pub fn check(&mut self, draft: &Draft<'_>, input: &Input, catalog: &Catalog) -> Report {
        recheck(draft, input, catalog, &mut self.said)
    }
}
