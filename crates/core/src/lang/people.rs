//! What is known of names: short forms, titles, words that stand in a name's place.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

/// Data on persons' names.
#[derive(Clone, Debug, Default)]
pub struct PeopleData {
    /// For each name the rows of short forms in which it stands.
    rows: FxHashMap<Box<str>, Vec<u32>>,
    given_names: FxHashSet<Box<str>>,
    not_names: FxHashSet<Box<str>>,
    roles: FxHashSet<Box<str>>,
    titles: FxHashSet<Box<str>>,
    particles: FxHashSet<Box<str>>,
    joiners: FxHashSet<Box<str>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Data {
    nicknames: Vec<String>,
    given_names: String,
    not_names: String,
    role_accounts: String,
    titles: String,
    particles: String,
    joiners: String,
}

impl PeopleData {
    /// The data that comes with Aplomb.
    ///
    /// # Panics
    ///
    /// Never in a build that passed its tests: the data is part of the program.
    #[must_use]
    pub fn builtin() -> Self {
        let data: Data = toml::from_str(include_str!("../../lang/en/names.toml"))
            .expect("built-in names are well formed");
        let mut rows: FxHashMap<Box<str>, Vec<u32>> = FxHashMap::default();
        for (at, row) in (0u32..).zip(&data.nicknames) {
            for name in row.split_whitespace() {
                rows.entry(name.into()).or_default().push(at);
            }
        }
        let set = |words: &str| words.split_whitespace().map(Box::from).collect();
        Self {
            rows,
            given_names: set(&data.given_names),
            not_names: set(&data.not_names),
            roles: set(&data.role_accounts),
            titles: set(&data.titles),
            particles: set(&data.particles),
            joiners: set(&data.joiners),
        }
    }

    /// Whether the folded names stand in one row of short forms.
    pub(crate) fn are_short_forms(&self, a: &str, b: &str) -> bool {
        match (self.rows.get(a), self.rows.get(b)) {
            (Some(a), Some(b)) => a.iter().any(|row| b.contains(row)),
            _ => false,
        }
    }

    /// Whether the folded word is known as a given name or a short form of one.
    pub(crate) fn knows(&self, word: &str) -> bool {
        self.rows.contains_key(word) || self.given_names.contains(word)
    }

    /// Whether the folded word stands in the place of a name and is none: "there", "team".
    pub(crate) fn is_no_name(&self, word: &str) -> bool {
        self.not_names.contains(word)
    }

    /// Whether the folded word names a role rather than a person.
    pub(crate) fn is_role(&self, word: &str) -> bool {
        self.roles.contains(word)
    }

    /// Whether the word, without its full stop, is a title.
    pub(crate) fn is_title(&self, word: &str) -> bool {
        self.titles.contains(word.to_lowercase().as_str())
    }

    /// Whether the word is a small one inside a name: "van" in "Lotte van der Meer".
    pub(crate) fn is_particle(&self, word: &str) -> bool {
        self.particles.contains(word)
    }

    /// Whether the folded word stands between two names: "Ana and Jo".
    pub(crate) fn joins(&self, word: &str) -> bool {
        self.joiners.contains(word)
    }
}
