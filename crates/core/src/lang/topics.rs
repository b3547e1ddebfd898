//! What words are about, whatever their endings: the keys by which an answer is known to speak of what was
//! asked.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::class::FUNCTION_WORD;
use super::lexicon::{Lexicon, folded};

/// A stem of less than this would join words that have nothing in common.
const SHORTEST_STEM: usize = 3;

/// What a word is about: its stem, or the group of words that mean the like.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Topic {
    /// A word of its own.
    Stem(Box<str>),
    /// One of several words for one thing: price, cost, fee.
    Group(u16),
}

/// How the words of a language are grouped.
#[derive(Clone, Debug, Default)]
pub(crate) struct Topics {
    empty: FxHashSet<Box<str>>,
    weak: FxHashSet<Box<str>>,
    groups: FxHashMap<Box<str>, Vec<u16>>,
    remedies: FxHashMap<Box<str>, Vec<u16>>,
    particles: FxHashSet<Box<str>>,
}

/// `topics.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    empty: String,
    weak: String,
    groups: Vec<String>,
    remedies: Vec<String>,
    particles: String,
}

impl Topics {
    /// Reads `topics.toml`.
    pub(crate) fn parse(source: &str) -> Result<Self, String> {
        let file: File = toml::from_str(source).map_err(|error| error.to_string())?;
        let stems = |words: &str| words.split_whitespace().map(|it| stem(it).into()).collect();
        let mut out =
            Self { empty: stems(&file.empty), weak: stems(&file.weak), ..Self::default() };
        out.groups = grouped(&file.groups);
        out.remedies = grouped(&file.remedies);
        out.particles = file.particles.split_whitespace().map(Box::from).collect();
        Ok(out)
    }

    /// Whether the word makes another verb of the one before it: "out" of "log out".
    pub(crate) fn is_particle(&self, word: &str) -> bool {
        self.particles.contains(word)
    }

    /// What the verb does, of what one tries first: clear, restart, log in.
    pub(crate) fn remedies(&self, verb: &str) -> &[u16] {
        self.remedies.get(&*stem_of(&folded(verb))).map_or(&[], Vec::as_slice)
    }

    /// What the word is about, and whether that says little by itself; nothing for a word that only holds
    /// sentences together.
    pub(crate) fn of(&self, word: &str, lexicon: &Lexicon) -> (Vec<Topic>, bool) {
        let folded = folded(word);
        let digits = folded.chars().any(|c| c.is_ascii_digit());
        let letters = folded.chars().count();
        let initials = letters > 1 && !word.chars().any(char::is_lowercase);
        if letters < SHORTEST_STEM && !digits && !initials {
            return (Vec::new(), false);
        }
        let stem = stem_of(&folded);
        let listed = self.weak.contains(&*stem);
        let common = lexicon.classes(lexicon.lookup(&folded)).meets(FUNCTION_WORD);
        if common && !listed && !initials || self.empty.contains(&*stem) {
            return (Vec::new(), false);
        }
        let weak = digits || listed;
        match self.groups.get(&*stem) {
            Some(groups) => (groups.iter().map(|&group| Topic::Group(group)).collect(), weak),
            None => (vec![Topic::Stem(stem.into())], weak),
        }
    }
}

/// The groups of each word, by its stem.
fn grouped(groups: &[String]) -> FxHashMap<Box<str>, Vec<u16>> {
    let mut out: FxHashMap<Box<str>, Vec<u16>> = FxHashMap::default();
    for (group, words) in (0..).zip(groups) {
        for word in words.split_whitespace() {
            let groups = out.entry(stem(word).into()).or_default();
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
    }
    out
}

/// A word without its commonest endings: enough to see that "exports" and "exporting" are one.
pub(crate) fn stem(word: &str) -> String {
    stem_of(word).into_owned()
}

/// The same, for a word that is only looked up.
fn stem_of(word: &str) -> Cow<'_, str> {
    let word = word.strip_suffix("'s").unwrap_or(word);
    let cut = |ending: &str| {
        word.strip_suffix(ending).filter(|rest| rest.chars().count() >= SHORTEST_STEM)
    };
    if let Some(rest) = cut("ies") {
        // A letter that would be doubled stands once.
        return if rest.ends_with('y') { rest.into() } else { format!("{rest}y").into() };
    }
    let endings: &[&str] = match word.as_bytes().last() {
        Some(b's') => &["ings", "ations", "ments", "es", "s"],
        Some(b'g') => &["ing"],
        Some(b'y') => &["edly"],
        Some(b'n') => &["ation"],
        Some(b't') => &["ment"],
        Some(b'd') => &["ed"],
        _ => &[],
    };
    // "apply" is no form of "app".
    let adverb = || cut("ly").filter(|rest| rest.chars().count() > SHORTEST_STEM);
    let rest = endings.iter().find_map(|ending| cut(ending)).or_else(adverb).unwrap_or(word);
    let rest = rest.trim_end_matches('e');
    // "stopping" doubles what "stops" does not.
    let mut end = rest.chars();
    match end.next_back() {
        Some(last) if last.is_alphabetic() && end.clone().next_back() == Some(last) => end.as_str(),
        _ => rest,
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stem_joins_the_forms_of_a_word() {
        for words in [
            &["export", "exports", "exported", "exporting"][..],
            &["install", "installs", "installing", "installed", "installation"],
            &["stop", "stops", "stopped", "stopping"],
            &["delivery", "deliveries"],
            &["cancel", "cancelled", "canceled", "cancelling", "cancellation"],
            &["change", "changes", "changed", "changing"],
            &["ship", "shipping", "shipment", "ships"],
            &["process", "processes"],
        ] {
            for word in words {
                assert_eq!(stem(word), stem(words[0]), "{word}");
            }
        }
        assert_ne!(stem("order"), stem("offer"));
        assert_eq!(stem("über"), "über");
    }
}
