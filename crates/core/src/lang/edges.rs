//! How a reply begins and ends in a language: salutations, invitations, wishes.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Data on greetings and farewells.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Edges {
    pub(crate) salutation: Salutations,
    pub(crate) farewell: Farewells,
    pub(crate) thanks: Thanks,
}

/// How one greets.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Salutations {
    /// The snippet that greets.
    pub(crate) snippet: String,
    /// First words of a sentence that turns to the reader, so that a name at its end is theirs.
    pub(crate) addresses: Vec<String>,
    /// Words that begin a greeting, several words each at most two.
    pub(crate) words: Vec<String>,
    /// First words that greet also where a sentence goes on in lower case after them.
    pub(crate) sure: Vec<String>,
    /// Words that greet several people at once.
    pub(crate) groups: Vec<String>,
    /// Words in the place of a name, which a name could take.
    pub(crate) stand_ins: Vec<String>,
    /// Words in the place of a name that say that nobody looked whom they write to.
    pub(crate) impersonal: Vec<String>,
    /// Words before those.
    pub(crate) praises: Vec<String>,
    /// Greetings to nobody at all.
    pub(crate) to_nobody: Vec<String>,
    /// The word that greets without a name.
    pub(crate) plain: String,
    /// Words that stand beside a name: titles without their full stop, "again".
    pub(crate) fillers: Vec<String>,
    /// Words of thanks that, with a name, greet as well.
    pub(crate) thanks: Vec<String>,
}

/// How one takes leave.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Farewells {
    /// The snippets that take leave, the most useful first.
    pub(crate) snippets: Vec<String>,
    /// Patterns that ask the reader to come back.
    pub(crate) invitations: Vec<String>,
    /// Patterns that wish the reader well.
    pub(crate) wishes: Vec<String>,
    /// Last words of a name that stands for many people: "team", "support".
    pub(crate) teams: Vec<String>,
}

/// How one thanks.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Thanks {
    /// Patterns that thank the reader.
    pub(crate) patterns: Vec<String>,
    /// Longer phrases in which nobody thanks the reader.
    pub(crate) exceptions: Vec<String>,
    /// The snippet that thanks for anything.
    pub(crate) snippet: String,
    /// Snippets by what the customer's mail shows.
    pub(crate) for_sign: BTreeMap<String, String>,
    /// What customers send, with what to call it.
    pub(crate) sent: BTreeMap<String, String>,
}

impl Edges {
    /// Reads `edges.toml`.
    pub(crate) fn parse(source: &str) -> Result<Self, String> {
        toml::from_str(source).map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::Edges;
    use crate::draft::Sign;

    #[test]
    fn thanks_go_by_what_a_mail_can_show() {
        let edges = Edges::parse(include_str!("../../lang/en/edges.toml")).expect("it is read");
        assert!(!edges.thanks.for_sign.is_empty());
        for name in edges.thanks.for_sign.keys() {
            assert!(Sign::ALL.iter().any(|sign| sign.as_str() == name), "{name}");
        }
    }
}
