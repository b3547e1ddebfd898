//! What the writer has sent before, as far as a check is told: lines of late, and saved replies.
//!
//! Words are compared without their case, their marks and their apostrophes; of a saved reply, pairs of
//! neighbouring words, so that a check costs the reply's own words and not those of all saved replies.

mod recent;

use std::hash::{Hash, Hasher};
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHasher};

use crate::catalog::Catalog;
use crate::document::{Kind, inline};
use crate::draft::Draft;
use crate::input::{Input, Mode};

pub(crate) use recent::{Ends, masked};
pub use recent::{RecentLines, SentLines, UsedLines};

/// Shorter saved replies are building blocks: they are meant to be sent as they are.
const SHORTEST: usize = 12;
/// Of a saved reply so much must stand in the draft, in percent.
const MOST_OF_IT: usize = 80;

/// The words of a text, folded.
pub(crate) fn words(text: &str) -> impl Iterator<Item = String> {
    // "it's" and "its" are told apart by nobody who types fast.
    let bare = text.replace(['\'', '’'], "");
    let words: Vec<String> = bare
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.into_iter()
}

/// The replies that a team has saved, so that one that is sent word for word is known.
#[derive(Clone, Debug, Default)]
pub struct SavedReplies {
    replies: Vec<Saved>,
    /// Pairs of neighbouring words, with the replies in which they stand.
    pairs: FxHashMap<u64, Vec<u32>>,
}

#[derive(Clone, Debug)]
struct Saved {
    name: String,
    /// Number of its different pairs.
    pairs: usize,
}

impl SavedReplies {
    /// Adds a saved reply: its name and its text, front matter left out. Variables in it stand for any words.
    ///
    /// One of fewer than twelve words is not kept: such replies are building blocks, which are meant to be sent as
    /// they are.
    pub fn add(&mut self, name: &str, text: &str) {
        let inlines = inline::find(text);
        let ends = inlines.iter().map(|inline| inline.span.start).chain([text.len()]);
        let starts = [0].into_iter().chain(inlines.iter().map(|inline| inline.span.end));
        let mut count = 0;
        let mut pairs: Vec<u64> = Vec::new();
        for (start, end) in starts.zip(ends) {
            let words: Vec<String> = words(text.get(start..end).unwrap_or("")).collect();
            count += words.len();
            pairs.extend(words.windows(2).map(pair));
        }
        pairs.sort_unstable();
        pairs.dedup();
        let Ok(number) = u32::try_from(self.replies.len()) else { return };
        // One whose words all stand alone between variables would be found in every reply.
        if count < SHORTEST || pairs.is_empty() {
            return;
        }
        self.replies.push(Saved { name: name.to_owned(), pairs: pairs.len() });
        for pair in pairs {
            self.pairs.entry(pair).or_default().push(number);
        }
    }

    /// Adds a saved reply as it stands in a file. One that its team wants sent as it is, and says so by a
    /// comment that allows `macro-unedited`, is left out.
    pub fn add_file(&mut self, name: &str, text: &str, kind: Kind, catalog: &Catalog) {
        let input = Input { kind, mode: Some(Mode::Macro), ..Input::default() };
        let draft = Draft::read(text, &input, catalog);
        let mut allowed = draft.allowed.iter().flat_map(|allow| &allow.codes);
        if !allowed.any(|code| code == "macro-unedited") {
            self.add(name, &draft.outgoing());
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.replies.is_empty()
    }

    /// Which of the saved replies stand in these words nearly whole, and which of the words are no part
    /// of any of them, as stretches.
    pub(crate) fn of_which(&self, words: &[String]) -> (Vec<&str>, Vec<Range<usize>>) {
        let none = Vec::new();
        let hits: Vec<&Vec<u32>> =
            words.windows(2).map(|words| self.pairs.get(&pair(words)).unwrap_or(&none)).collect();
        let mut counts = vec![0; self.replies.len()];
        let mut seen = rustc_hash::FxHashSet::default();
        for (at, replies) in hits.iter().enumerate() {
            if seen.insert(pair(&words[at..at + 2])) {
                for &reply in *replies {
                    counts[reply as usize] += 1;
                }
            }
        }
        let stands = |reply: u32| {
            counts[reply as usize] * 100 >= self.replies[reply as usize].pairs * MOST_OF_IT
        };
        let mut own = vec![true; words.len()];
        for (at, replies) in hits.iter().enumerate() {
            if replies.iter().any(|&reply| stands(reply)) {
                own[at] = false;
                own[at + 1] = false;
            }
        }
        let names = (0..).zip(&self.replies).filter(|(at, _)| stands(*at));
        let mut stretches: Vec<Range<usize>> = Vec::new();
        for at in (0..words.len()).filter(|&at| own[at]) {
            match stretches.last_mut().filter(|last| last.end == at) {
                Some(last) => last.end = at + 1,
                None => stretches.push(at..at + 1),
            }
        }
        (names.map(|(_, saved)| saved.name.as_str()).collect(), stretches)
    }
}

fn pair(words: &[String]) -> u64 {
    let mut hasher = FxHasher::default();
    words.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saved() -> SavedReplies {
        let mut saved = SavedReplies::default();
        saved.add("refund", "Hi {{name}}, thank you for sending the tent back. Your refund of {{amount}} left us today and reaches your card within five days.");
        saved.add("short", "Thank you for the photo.");
        saved
    }

    #[test]
    fn a_saved_reply_is_found_with_its_variables_filled() {
        let saved = saved();
        let words: Vec<_> = words("Hi Jo, thank you for sending the tent back. Your refund of 40 euros left us today and reaches your card within five days.").collect();
        let (names, own) = saved.of_which(&words);
        assert_eq!(names, ["refund"]);
        assert!(own.iter().all(|own| own.len() <= 2), "{own:?}");
    }

    #[test]
    fn one_word_may_differ() {
        let mut saved = SavedReplies::default();
        saved.add("refund", "Thank you for sending the tent back. Your refund left us today and reaches your card within five days.");
        let words: Vec<_> = words("Thank you for sending the tent back. Your refund left us today and reaches your card within 5 days.").collect();
        let (names, own) = saved.of_which(&words);
        assert_eq!((names, own.first()), (vec!["refund"], Some(&(17..19))));
    }

    #[test]
    fn other_words_are_the_writers_own() {
        let saved = saved();
        let words: Vec<_> =
            words("Hi Jo, your tent is back, and the hole in it was ours to mend.").collect();
        let (names, own) = saved.of_which(&words);
        assert!(names.is_empty());
        assert_eq!(own.first(), Some(&(0..words.len())));
        assert!(SavedReplies::default().of_which(&words).0.is_empty());
    }

    #[test]
    fn a_reply_of_single_words_between_variables_stands_in_no_other() {
        let mut saved = SavedReplies::default();
        saved.add("form", &"Name {{name}} ".repeat(SHORTEST));
        let (names, own) = saved.of_which(&words("Your tent is back.").collect::<Vec<_>>());
        assert_eq!((names, own.first()), (vec![], Some(&(0..4))));
    }
}
