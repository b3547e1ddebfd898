//! English.

mod context;
mod finite;
mod grammar;
mod noun_phrase;
pub(crate) mod rewrite;
mod subject;
mod verb_group;

pub(crate) use grammar::English;
