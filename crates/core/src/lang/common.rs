//! The language of a short text, by its commonest words.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::decide;
use super::lexicon::fold;

/// More than this adds nothing but time, in bytes.
const MOST_BYTES: usize = 2_000;
/// So many letters of another script than the Latin one tell enough.
const ENOUGH_FOREIGN: usize = 8;

/// So many of a language's commonest words tell enough.
const ENOUGH_WORDS: usize = 3;
/// In prose one word in so many is of the commonest, in code far fewer.
const COMMON_SHARE: usize = 5;

/// The languages by their tags, with what they are called.
const NAMES: [(&str, &str); 16] = [
    ("ar", "Arabic"),
    ("zh", "Chinese"),
    ("de", "German"),
    ("en", "English"),
    ("fr", "French"),
    ("hi", "Hindi"),
    ("it", "Italian"),
    ("ja", "Japanese"),
    ("ko", "Korean"),
    ("nl", "Dutch"),
    ("pt", "Portuguese"),
    ("ru", "Russian"),
    ("es", "Spanish"),
    ("sv", "Swedish"),
    ("tr", "Turkish"),
    ("vi", "Vietnamese"),
];

/// What a language is called.
pub(crate) fn name_of(tag: &str) -> &str {
    NAMES.iter().find(|(known, _)| *known == tag).map_or(tag, |(_, name)| name)
}

/// What a text tells of its language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Vote {
    /// The language's tag.
    pub tag: &'static str,
    /// How many letters were read.
    pub letters: usize,
    /// Whether it is prose for sure, and not code or names.
    pub sure: bool,
}

/// The commonest words of all languages.
#[derive(Clone, Debug, Default)]
pub(crate) struct CommonWords {
    languages: Vec<&'static str>,
    words: FxHashMap<Box<str>, Vec<usize>>,
    names: FxHashSet<Box<str>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    words: BTreeMap<String, String>,
    names: BTreeMap<String, String>,
}

impl CommonWords {
    /// The words that come with Aplomb.
    ///
    /// # Panics
    ///
    /// Never in a build that passed its tests: the data is part of the program.
    pub(crate) fn builtin() -> Self {
        let file: File = toml::from_str(include_str!("../../lang/common.toml"))
            .expect("built-in common words are well formed");
        let mut out = Self::default();
        for (tag, words) in file.words {
            let Some((tag, _)) = NAMES.iter().find(|(known, _)| *known == tag) else { continue };
            let at = out.languages.len();
            out.languages.push(tag);
            for word in words.split_whitespace() {
                let of = out.words.entry(fold(word).into()).or_default();
                if !of.contains(&at) {
                    of.push(at);
                }
            }
        }
        let names = file.names.values().flat_map(|names| names.split_whitespace());
        out.names = names.map(|name| fold(name).into()).collect();
        out
    }

    /// The language of the text, by its script, or by its commonest words where one language has more of
    /// them than any other.
    pub(crate) fn language(&self, text: &str) -> Option<Vote> {
        let mut counts = vec![0usize; self.languages.len()];
        let (mut letters, mut foreign, mut count) = (0usize, 0usize, 0usize);
        for word in words(text) {
            for c in word.chars().filter(|c| c.is_alphabetic()) {
                letters += 1;
                foreign += usize::from(c as u32 > 0x2ff);
            }
            count += 1;
            let plain = word.bytes().all(|b| b.is_ascii_lowercase());
            let found =
                if plain { self.words.get(word) } else { self.words.get(fold(word).as_str()) };
            for &at in found.into_iter().flatten() {
                counts[at] += 1;
            }
        }
        if foreign >= ENOUGH_FOREIGN && foreign * 2 > letters {
            return decide::of_letters(text).map(|tag| Vote { tag, letters, sure: true });
        }
        let best = counts.iter().copied().max().unwrap_or(0);
        let mut leaders = (0..counts.len()).filter(|&at| counts[at] == best);
        let (Some(at), None) = (leaders.next(), leaders.next()) else { return None };
        let sure = best >= ENOUGH_WORDS && best * COMMON_SHARE >= count;
        (best > 0).then(|| Vote { tag: self.languages[at], letters, sure })
    }

    /// Whether the text names a language, as one does who answers in another.
    pub(crate) fn names_a_language(&self, text: &str) -> bool {
        words(text).any(|word| self.names.contains(fold(word).as_str()))
            || self
                .names
                .iter()
                .any(|name| !name.is_ascii() && name.len() > 6 && text.contains(&**name))
    }
}

/// The words of a text, without addresses and code.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut end = text.len().min(MOST_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end]
        .split_whitespace()
        .filter(|word| !word.contains(['/', '@', '_', '{', '}', '<', '>', '=', '|', '\\']))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_text_is_known_by_its_commonest_words() {
        let common = CommonWords::builtin();
        for (text, tag) in [
            ("Hi Jo, open Settings.", "en"),
            ("Hi, thanks.", "en"),
            ("Hola Jo, ya está.", "es"),
            ("Hallo Jo, das geht leider nicht.", "de"),
            ("Bonjour, je n'arrive pas à ouvrir le fichier.", "fr"),
            ("Goedemorgen, ik heb een vraag over mijn factuur.", "nl"),
            ("Olá, não consigo abrir o ficheiro.", "pt"),
            ("Buongiorno, non riesco ad aprire il file.", "it"),
            ("お世話になっております。請求書の件でご連絡いたしました。", "ja"),
            ("Error: Datei nicht gefunden. My app is broken, please help me.", "en"),
        ] {
            assert_eq!(common.language(text).map(|vote| vote.tag), Some(tag), "{text}");
        }
        assert_eq!(common.language("Jo 42"), None);
    }
}
