//! How a reply begins and ends in a language: salutations, valedictions, invitations, wishes.

use serde::Deserialize;

/// Data on greetings and farewells.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Edges {
    pub(crate) salutation: Salutations,
    pub(crate) farewell: Farewells,
}

/// How one greets.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Salutations {
    /// Words that begin a greeting, several words each at most two.
    pub(crate) words: Vec<String>,
    /// Words that may stand in a greeting in the place of a name or beside it.
    pub(crate) again: Vec<String>,
    /// Titles, without their full stop.
    pub(crate) titles: Vec<String>,
    /// Words of thanks that, with a name, greet as well.
    pub(crate) thanks: Vec<String>,
}

/// How one takes leave.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Farewells {
    /// Phrases that stand alone above a name.
    pub(crate) valedictions: Vec<String>,
    /// Patterns that ask the reader to come back.
    pub(crate) invitations: Vec<String>,
    /// Patterns that wish the reader well.
    pub(crate) wishes: Vec<String>,
}

impl Edges {
    /// Reads `edges.toml`.
    pub(crate) fn parse(source: &str) -> Result<Self, String> {
        toml::from_str(source).map_err(|error| error.to_string())
    }
}
