//! What Aplomb knows about languages.
//!
//! Data stands in `lang/<tag>/*.toml`; what needs code (clause grammar, rewriting) in a module per
//! language, behind [`Grammar`](grammar::Grammar).

pub(crate) mod answering;
pub(crate) mod asking;
pub(crate) mod class;
pub(crate) mod common;
pub(crate) mod cue_set;
pub(crate) mod data;
pub(crate) mod decide;
pub(crate) mod edges;
pub(crate) mod en;
pub(crate) mod grammar;
pub(crate) mod lexicon;
pub(crate) mod mail;
pub(crate) mod mood;
pub(crate) mod people;
pub(crate) mod sentence;
pub(crate) mod spelling;
pub(crate) mod told;
pub(crate) mod topics;
pub(crate) mod wording;

pub(crate) use data::LanguageData;
