//! English.

mod context;
mod grammar;
pub(crate) mod rewrite;

pub(crate) use grammar::English;
