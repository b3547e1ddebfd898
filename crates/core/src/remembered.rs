//! What was worked out of parts of a text, for when the next text has the same parts.

use std::borrow::Borrow;
use std::hash::Hash;

use rustc_hash::FxHashMap;

/// So many parts that nobody asks for any more are not worth a tidying.
const SPARE: usize = 16;

/// Values by the parts of a text that they were worked out of, round by round: one for each reading or check of a
/// text.
#[derive(Debug)]
pub(crate) struct Remembered<K, V> {
    known: FxHashMap<K, (V, u32)>,
    /// The number of this round, and how many parts it has met.
    round: u32,
    met: usize,
}

impl<K, V> Default for Remembered<K, V> {
    fn default() -> Self {
        Self { known: FxHashMap::default(), round: 0, met: 0 }
    }
}

impl<K: Eq + Hash, V> Remembered<K, V> {
    /// Begins a round.
    pub(crate) fn begin(&mut self) {
        self.round = self.round.wrapping_add(1);
        self.met = 0;
    }

    /// What is known of a part.
    pub(crate) fn get<Q: Eq + Hash + ?Sized>(&mut self, part: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let (value, met) = self.known.get_mut(part)?;
        if *met != self.round {
            *met = self.round;
            self.met += 1;
        }
        Some(value)
    }

    /// Remembers a part that was not known.
    pub(crate) fn insert(&mut self, part: K, value: V) {
        self.met += 1;
        self.known.insert(part, (value, self.round));
    }

    /// Forgets the parts that this round has not met, once there are as many of them as of the others. Whether it did.
    pub(crate) fn tidy(&mut self) -> bool {
        let crowded = self.known.len() > 2 * self.met + SPARE;
        if crowded {
            let round = self.round;
            self.known.retain(|_, (_, met)| *met == round);
        }
        crowded
    }

    /// All that is remembered.
    pub(crate) fn values(&self) -> impl Iterator<Item = &V> {
        self.known.values().map(|(value, _)| value)
    }
}
