//! Snippets: greetings, thanks and farewells with tab stops, offered where they fit.
//!
//! Data flows one way: a pack's body is a [`Template`]; with [`Variables`] it becomes a [`Snippet`].
//! The [`Library`] holds the snippets of each language.

mod library;
mod model;
mod parse;
mod template;
mod variables;

pub use library::{Entry, Library};
pub use model::{Part, Snippet};
pub use parse::SnippetError;
pub use template::Template;
pub use variables::{Variable, Variables};
