//! Snippets: greetings, thanks and farewells with tab stops, offered where they fit.
//!
//! Data flows one way: a pack's body is a [`Template`]; with [`Variables`] it becomes a [`Snippet`];
//! [`offers`] chooses from the [`Library`] by the place of the cursor and by what the draft is.

mod insertion;
mod library;
mod model;
mod offer;
mod parse;
mod place;
mod rank;
mod situation;
mod template;
mod trial;
mod typed;
mod variables;

pub use insertion::{KINDS, insertion};
pub use library::{Entry, Library};
pub use model::{Part, Snippet};
pub(crate) use offer::fitting;
pub use offer::{MOST_OFFERS, Offer, offers, preview};
pub use parse::SnippetError;
pub(crate) use rank::Act;
pub use template::Template;
pub use variables::{Variable, Variables};
