//! English words and names that are written in more ways than one.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

/// So many letters of a word tell whether a name may begin with it.
const LONGEST_HEAD: usize = 3;

/// A way of spelling English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Variant {
    British,
    American,
}

impl Variant {
    /// What it is called.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::British => "British",
            Self::American => "American",
        }
    }
}

/// Words that are spelled in two ways, and names that have one of their own.
#[derive(Debug)]
pub(crate) struct Spellings {
    pairs: FxHashMap<String, (Variant, String)>,
    names: FxHashMap<String, String>,
    /// How the names begin, as [`head`] has it.
    heads: FxHashSet<u32>,
}

#[derive(Deserialize)]
struct Names {
    names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Words {
    ise: String,
    our: String,
    our_endings: String,
    words: String,
}

impl Spellings {
    /// Those that come with Aplomb.
    ///
    /// # Panics
    ///
    /// Never in a build that passed its tests: the data is part of the program.
    pub(crate) fn builtin() -> Self {
        let words = toml::from_str(include_str!("../../lang/en/spelling.toml"));
        let names = toml::from_str::<Names>(include_str!("../../lang/en/names_written.toml"));
        let names = names.expect("built-in names are well formed").names;
        let names: FxHashMap<_, _> = names.into_iter().map(|name| (letters(&name), name)).collect();
        Self {
            pairs: pairs(&words.expect("built-in spellings are well formed")),
            heads: names.keys().flat_map(|letters| heads(letters)).collect(),
            names,
        }
    }

    /// Whether a name may begin with the [`head`] of a word.
    pub(crate) fn may_begin(&self, head: u32) -> bool {
        self.heads.contains(&head)
    }

    /// The variant that a folded word is spelled in, and the other spelling; `None` for a word that has
    /// only one.
    pub(crate) fn pair(&self, word: &str) -> Option<(Variant, &str)> {
        self.pairs.get(word).map(|(variant, other)| (*variant, other.as_str()))
    }

    /// The name that has these [`letters`].
    pub(crate) fn name(&self, letters: &str) -> Option<&str> {
        self.names.get(letters).map(String::as_str)
    }
}

fn pairs(words: &Words) -> FxHashMap<String, (Variant, String)> {
    const ISE: [(&str, &str); 6] = [
        ("ise", "ize"),
        ("ises", "izes"),
        ("ised", "ized"),
        ("ising", "izing"),
        ("isation", "ization"),
        ("isations", "izations"),
    ];
    let mut pairs = FxHashMap::default();
    let mut pair = |british: String, american: String| {
        pairs.insert(american.clone(), (Variant::American, british.clone()));
        pairs.insert(british, (Variant::British, american));
    };
    for stem in words.ise.split_whitespace() {
        for (s, z) in ISE {
            pair(format!("{stem}{s}"), format!("{stem}{z}"));
        }
    }
    for stem in words.our.split_whitespace() {
        for ending in std::iter::once("").chain(words.our_endings.split_whitespace()) {
            pair(format!("{stem}our{ending}"), format!("{stem}or{ending}"));
        }
    }
    let whole = words.words.split_whitespace().filter_map(|entry| entry.split_once('='));
    whole.for_each(|(british, american)| pair(british.to_owned(), american.to_owned()));
    pairs
}

/// The letters and digits of a name in lower case, without what stands between them.
pub(crate) fn letters(name: &str) -> String {
    let mut letters = String::with_capacity(name.len());
    push_letters(&mut letters, name);
    letters
}

/// The first three [`letters`] of a word, or all of a shorter one; `None` where that is not plain to see.
pub(crate) fn head(word: &str) -> Option<u32> {
    let head = match *word.as_bytes() {
        [] => return None,
        [a] => [0, 0, 0, a],
        [a, b] => [0, 0, a, b],
        [a, b, c, ..] => [0, a, b, c],
    };
    let plain = head.iter().all(|&byte| byte == 0 || byte.is_ascii_alphanumeric());
    let [_, a, b, c] = head;
    let small = [0, a.to_ascii_lowercase(), b.to_ascii_lowercase(), c.to_ascii_lowercase()];
    plain.then_some(u32::from_be_bytes(small))
}

/// The [`head`]s of all words with which something may begin that has these letters.
pub(crate) fn heads(letters: &str) -> impl Iterator<Item = u32> {
    (1..=LONGEST_HEAD).filter_map(|length| head(letters.get(..length)?))
}

/// Adds the [`letters`] of a name to those of others.
pub(crate) fn push_letters(letters: &mut String, name: &str) {
    for c in name.chars() {
        if c.is_ascii() {
            letters.extend(c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase()));
        } else if c.is_alphanumeric() {
            letters.extend(c.to_lowercase());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_names_are_known_by_either_spelling() {
        let spellings = Spellings::builtin();
        assert_eq!(spellings.pair("colour"), Some((Variant::British, "color")));
        assert_eq!(spellings.pair("organized"), Some((Variant::American, "organised")));
        assert_eq!(spellings.pair("table"), None);
        assert_eq!(spellings.name(&letters("Word-Press")), Some("WordPress"));
    }
}
