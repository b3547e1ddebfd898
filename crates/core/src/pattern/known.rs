//! Hits in passages that have been gone through before.

use rustc_hash::FxHashMap;

use super::matcher::{Hit, Matcher};
use crate::document::{Document, PassageId};
use crate::lang::lexicon::Lexicon;

/// The hits of each passage, with words and sentences counted from its own first.
#[derive(Debug, Default)]
pub(crate) struct KnownHits(FxHashMap<PassageId, Box<[Hit]>>);

impl KnownHits {
    /// Forgets all others.
    pub(crate) fn keep(&mut self, passages: impl Iterator<Item = PassageId>) {
        self.0 = passages.filter_map(|id| self.0.remove_entry(&id)).collect();
    }
}

impl Matcher {
    /// What [`Matcher::find`] gives, without going through passages again.
    #[must_use]
    pub(crate) fn find_unknown(
        &self,
        document: &Document<'_>,
        lexicon: &Lexicon,
        known: &mut KnownHits,
    ) -> Vec<Hit> {
        let mut hits = Vec::with_capacity(document.words.len() / 4);
        for passage in &document.passages {
            let (word, sentence) = (passage.first_word, passage.sentences.start);
            if let Some(id) = passage.id
                && let Some(known) = known.0.get(&id)
            {
                hits.extend(known.iter().map(|hit| Hit {
                    pattern: hit.pattern,
                    sentence: hit.sentence + sentence,
                    words: hit.words.start + word..hit.words.end + word,
                    marked: hit.marked.start + word..hit.marked.end + word,
                }));
                continue;
            }
            let from = hits.len();
            self.find_in(document, passage.sentences.clone(), lexicon, &mut hits);
            if let Some(id) = passage.id {
                let back = |hit: &Hit| Hit {
                    pattern: hit.pattern,
                    sentence: hit.sentence - sentence,
                    words: hit.words.start - word..hit.words.end - word,
                    marked: hit.marked.start - word..hit.marked.end - word,
                };
                known.0.insert(id, hits[from..].iter().map(back).collect());
            }
        }
        hits
    }
}
