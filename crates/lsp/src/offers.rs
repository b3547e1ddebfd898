//! Where completions come from.

use aplomb_core::Span;
use aplomb_core::snippet::Snippet;

use crate::snapshot::Snapshot;

/// Words that could be inserted.
#[derive(Clone, Debug)]
pub(crate) struct Offer {
    /// What the writer reads in the menu.
    pub(crate) label: String,
    /// A few words beside it.
    pub(crate) detail: String,
    /// What it looks like, or when to use it.
    pub(crate) documentation: String,
    pub(crate) snippet: Snippet,
    /// What is typed already and gives way.
    pub(crate) replace: Span,
    /// What the client matches against the typed words.
    pub(crate) filter: String,
    pub(crate) preselect: bool,
}

/// The offers for a cursor, the best first.
pub(crate) fn at(snapshot: &Snapshot, text: &str, cursor: usize) -> Vec<Offer> {
    let _draft = snapshot.draft(text);
    let _ = cursor;
    Vec::new()
}
