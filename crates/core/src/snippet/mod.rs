//! Snippets: text with tab stops.
pub use self::model::*;
mod model;
