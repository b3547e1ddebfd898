//! Findings that the writer has switched off for one sentence.
//!
//! Nothing of the sentence is kept, only a keyed hash, and nothing is written into the draft: an
//! ignore never reaches the customer. It ends when the sentence changes.

use std::collections::BTreeSet;
use std::hash::Hasher;

use siphasher::sip128::{Hasher128, SipHasher24};

/// A keyed hash of a sentence: SipHash-2-4, 128 bits, over its folded words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SentenceHash(pub u128);

/// What has been switched off where.
#[derive(Clone, Debug, Default)]
pub struct IgnoreSet {
    key: [u8; 16],
    entries: BTreeSet<(String, SentenceHash)>,
}

impl IgnoreSet {
    /// A set with the user's own random key.
    #[must_use]
    pub fn new(key: [u8; 16], entries: impl IntoIterator<Item = (String, SentenceHash)>) -> Self {
        Self { key, entries: entries.into_iter().collect() }
    }

    /// The hash of a sentence under the user's key. White space does not count.
    #[must_use]
    pub fn hash(&self, sentence: &str) -> SentenceHash {
        let mut hasher = SipHasher24::new_with_key(&self.key);
        for word in sentence.split_whitespace() {
            hasher.write(word.as_bytes());
            hasher.write_u8(b' ');
        }
        SentenceHash(hasher.finish128().as_u128())
    }

    /// Whether `code` is switched off for the sentence.
    #[must_use]
    pub fn holds(&self, code: &str, sentence: &str) -> bool {
        !self.entries.is_empty() && self.entries.contains(&(code.to_owned(), self.hash(sentence)))
    }

    /// Switches `code` off for the sentence.
    pub fn insert(&mut self, code: impl Into<String>, sentence: SentenceHash) {
        self.entries.insert((code.into(), sentence));
    }

    /// All entries, sorted.
    pub fn entries(&self) -> impl Iterator<Item = (&str, SentenceHash)> {
        self.entries.iter().map(|(code, hash)| (code.as_str(), *hash))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ignore_holds_for_its_sentence_only() {
        let mut set = IgnoreSet::new([7; 16], []);
        let hash = set.hash("It should  work\nnow.");
        set.insert("certainty-should", hash);
        assert!(set.holds("certainty-should", "It should work now."));
        assert!(!set.holds("certainty-should", "It should work soon."));
        assert!(!set.holds("certainty-opinion", "It should work now."));
    }

    #[test]
    fn another_key_gives_another_hash() {
        let hash = |key| IgnoreSet::new(key, []).hash("It should work now.");
        assert_ne!(hash([1; 16]), hash([2; 16]));
    }
}
