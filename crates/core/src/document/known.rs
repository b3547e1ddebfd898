//! What is known of the parts of a text that was read before.

use super::inline::{self, Inline};
use super::passage::{PassageId, Passages};
use crate::remembered::Remembered;
use crate::text::Span;

/// The passages of the last text, and what stands in its runs of own lines besides words.
#[derive(Debug, Default)]
pub(crate) struct KnownParts {
    pub(super) passages: Passages,
    inlines: Remembered<Box<str>, Box<[Inline]>>,
}

impl KnownParts {
    /// Begins to read a text.
    pub(crate) fn begin(&mut self) {
        self.passages.begin();
        self.inlines.begin();
    }

    /// Forgets what the text no longer has, now and then. Whether that includes passages.
    pub(crate) fn tidy(&mut self) -> bool {
        self.inlines.tidy();
        self.passages.tidy()
    }

    /// The passages that are known.
    pub(crate) fn passages(&self) -> impl Iterator<Item = PassageId> {
        self.passages.ids()
    }

    /// Adds what [`inline::find`] gives for the run at `span`.
    pub(super) fn find_inlines(&mut self, text: &str, span: Span, out: &mut Vec<Inline>) {
        let run = span.of(text);
        if let Some(known) = self.inlines.get(run) {
            out.extend(known.iter().map(|inline| inline.moved(span.start)));
            return;
        }
        let found = inline::find(run);
        out.extend(found.iter().map(|inline| inline.moved(span.start)));
        self.inlines.insert(run.into(), run.len(), found.into());
    }
}
