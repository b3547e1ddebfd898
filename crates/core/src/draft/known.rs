//! What is known of a text that was read before.

use std::sync::Arc;

use crate::catalog::Catalog;
use crate::document::{Kind, KnownParts};
use crate::draft::Mail;
use crate::pattern::KnownHits;
use crate::serial::Serial;

/// The parts of the last text, where the patterns match in them, and the customer's mail.
#[derive(Debug, Default)]
pub(crate) struct Known {
    reading: Option<Reading>,
    pub(super) parts: KnownParts,
    pub(super) hits: KnownHits,
    pub(super) mail: Option<Arc<Mail>>,
}

/// How a text is read: passages that were read in another way are not the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Reading {
    catalog: Serial,
    language: &'static str,
    kind: Kind,
}

impl Known {
    /// Begins to read a text in this language.
    pub(super) fn begin(&mut self, catalog: &Catalog, language: &'static str, kind: Kind) {
        let reading = Some(Reading { catalog: catalog.serial, language, kind });
        if self.reading != reading {
            *self = Self { reading, ..Self::default() };
        }
        self.parts.begin();
    }

    /// Forgets passages that the text no longer has, now and then.
    pub(super) fn tidy(&mut self) {
        if self.parts.tidy() {
            self.hits.keep(self.parts.passages());
        }
    }
}
