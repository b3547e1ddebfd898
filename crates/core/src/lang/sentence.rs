//! Where sentences end: abbreviations, and words on which none can end.

use rustc_hash::FxHashSet;
use serde::Deserialize;

use super::class::{Class, ClassSet};

/// After one of these a line cannot be the end of a sentence.
pub(crate) const HANGING: ClassSet = ClassSet::of(&[
    Class::Preposition,
    Class::Determiner,
    Class::Possessive,
    Class::Coordinator,
    Class::To,
]);

/// With one of these after an initial, a sentence begins rather than a name goes on.
pub(crate) const BEGINNING: ClassSet = ClassSet::of(&[
    Class::I,
    Class::We,
    Class::You,
    Class::ThirdSingular,
    Class::ThirdPlural,
    Class::Deictic,
    Class::There,
    Class::Determiner,
    Class::Possessive,
    Class::Coordinator,
    Class::Subordinator,
    Class::Wh,
]);

/// Abbreviations whose full stop does not end a sentence.
#[derive(Clone, Debug, Default)]
pub(crate) struct Abbreviations {
    always: FxHashSet<Box<str>>,
    titles: FxHashSet<Box<str>>,
    before_number: FxHashSet<Box<str>>,
    before_lower: FxHashSet<Box<str>>,
    hours: FxHashSet<Box<str>>,
    after_hours: FxHashSet<Box<str>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Data {
    always: String,
    titles: String,
    before_number: String,
    before_lower: String,
    hours: String,
    after_hours: String,
}

impl Abbreviations {
    /// Reads `sentences.toml`.
    pub(crate) fn parse(source: &str) -> Result<Self, String> {
        let data: Data = toml::from_str(source).map_err(|error| error.to_string())?;
        let set = |words: &str| words.split_whitespace().map(Box::from).collect();
        Ok(Self {
            always: set(&data.always),
            titles: set(&data.titles),
            before_number: set(&data.before_number),
            before_lower: set(&data.before_lower),
            hours: set(&data.hours),
            after_hours: set(&data.after_hours),
        })
    }

    /// Whether the full stop after `word`, which does not include it, is part of the word; `next` is
    /// the next letter or digit, and `next_word` the next word.
    pub(crate) fn holds(&self, word: &str, next: Option<char>, next_word: &str) -> bool {
        if word.len() > 8 {
            return false;
        }
        let lower = word.to_ascii_lowercase();
        let lower = lower.as_str();
        let digit = next.is_some_and(|c| c.is_ascii_digit());
        let capital = next.is_none_or(char::is_uppercase);
        self.always.contains(lower)
            || self.titles.contains(word)
            || (digit && self.before_number.contains(lower))
            || (!capital && (self.before_lower.contains(lower) || self.hours.contains(lower)))
            || (self.hours.contains(lower) && self.after_hours.contains(next_word))
    }
}
