//! Tone and certainty checks for replies to customers.
//!
//! The core is pure: no file, no clock, no network, no logging of text. A check is a function from a
//! text, an [`Input`] and a [`Catalog`] to a [`Report`]:
//!
//! ```
//! use aplomb_core::{Catalog, Input, check};
//!
//! let catalog = Catalog::builtin();
//! let text = "Hi Jo, thanks.\n\nThat blog should now be under your other account.\n\nBest wishes,\nAna\n";
//! let report = check(text, &Input::default(), &catalog);
//! let finding = &report.findings[0];
//! assert_eq!(finding.code, "certainty-should");
//! assert_eq!(finding.span.of(text), "should now be");
//! ```
//!
//! Data flows one way: text to [`Document`] (lines, blocks, sentences, words) to [`Draft`] (regions,
//! people, mode) to rules to [`Finding`]s. This page is the whole public interface.

// The core gives back what it has to say; whoever asks prints it.
#![deny(clippy::print_stdout, clippy::print_stderr)]

mod catalog;
mod check;
mod clause;
mod document;
mod draft;
mod example;
mod finding;
mod fix;
mod history;
mod ignore;
mod input;
mod lang;
mod memo;
mod owner;
mod pack;
mod pattern;
mod reading;
mod recast;
mod remembered;
mod rewrite;
mod rule;
mod rules;
mod sense;
mod sensitive;
mod serial;
mod settings;
pub mod snippet;
mod text;

pub use catalog::Catalog;
pub use check::{Report, check, check_draft};
pub use document::{Document, Kind, Line, LineClass};
pub use draft::{
    Candidate, Draft, FrontMatterField, Gate, Mood, Name, NotReply, Origin, People, Region,
    RegionKind, Salutation, Sign, Source, front_matter,
};
pub use example::Example;
pub use finding::{Applicability, Code, Edit, Family, Finding, Fix, Insert, Related, Severity};
pub use fix::{Fixed, apply, fix_all, safe_edits};
pub use history::{RecentLines, SavedReplies, SentLines, UsedLines};
pub use ignore::{IgnoreSet, SentenceHash};
pub use input::{Clock, Input, Mode, Now, Stage};
pub use memo::Memo;
pub use pack::{PACK_FIELDS, PHRASE_FIELDS, Pack, PackError, PackField, PackTakes, SNIPPET_FIELDS};
pub use pattern::PatternError;
pub use reading::{
    Fold, FoldKind, Page, Part, PartKind, Promise, Shown, Subject, folds, outline, pages, promises,
    reply_line, selection, shown_names, subject,
};
pub use recast::{Form, Recast, recasts};
pub use rule::{FixKind, RuleMeta};
pub use settings::{Level, Link, Profile, Settings, Term};
pub use text::{LineIndex, Span};

/// The tags of the languages in which Aplomb has words to offer.
pub fn languages() -> impl Iterator<Item = &'static str> {
    snippet::Library::builtin_languages()
}
