//! Snippets: greetings, thanks and farewells with tab stops, offered where they fit.
//!
//! Data flows one way: a pack's body is a [`Template`]; with [`Variables`] it becomes a [`Snippet`];
//! [`offers`] chooses from the [`Library`] by the place of the cursor and by what the draft is.

mod library;
mod model;
mod offer;
mod parse;
mod place;
mod rank;
mod template;
mod trial;
mod typed;
mod variables;

pub use library::{Entry, Library};
pub use model::{Part, Snippet};
pub(crate) use offer::named;
pub use offer::{MOST_OFFERS, Offer, OfferContext, offers};
pub use parse::SnippetError;
pub use template::Template;
pub use variables::{Variable, Variables};
