//! What was worked out of parts of a text, for when the next text has the same parts.

use std::borrow::Borrow;
use std::hash::Hash;

use rustc_hash::FxHashMap;

/// Parts of so many bytes that nobody asks for any more are not worth a tidying.
const SPARE: usize = 1 << 10;

/// No more bytes of them than this are kept, however long the text is.
const MOST_SPARE: usize = 1 << 20;

/// Values by the parts of a text that they were worked out of, round by round: one for each reading or check of a
/// text.
#[derive(Debug)]
pub(crate) struct Remembered<K, V> {
    known: FxHashMap<K, Known<V>>,
    round: u32,
    /// The bytes of all parts, and of those that this round has met.
    held: usize,
    met: usize,
}

#[derive(Debug)]
struct Known<V> {
    value: V,
    /// The bytes of its part.
    size: usize,
    /// The last round that has met it.
    met: u32,
}

impl<K, V> Default for Remembered<K, V> {
    fn default() -> Self {
        Self { known: FxHashMap::default(), round: 0, held: 0, met: 0 }
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
        let known = self.known.get_mut(part)?;
        if known.met != self.round {
            known.met = self.round;
            self.met += known.size;
        }
        Some(&known.value)
    }

    /// Remembers a part of so many bytes that was not known.
    pub(crate) fn insert(&mut self, part: K, size: usize, value: V) {
        let known = Known { value, size, met: self.round };
        let before = self.known.insert(part, known);
        self.held += size;
        self.held -= before.map_or(0, |before| before.size);
        self.met += size;
    }

    /// Forgets the parts that this round has not met, once they are as long as the others, or very long. Whether it did.
    pub(crate) fn tidy(&mut self) -> bool {
        let crowded = self.held > self.met + SPARE + self.met.min(MOST_SPARE);
        if crowded {
            let round = self.round;
            self.known.retain(|_, known| known.met == round);
            self.held = self.known.values().map(|known| known.size).sum();
        }
        crowded
    }

    /// All that is remembered.
    pub(crate) fn values(&self) -> impl Iterator<Item = &V> {
        self.known.values().map(|known| &known.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_parts_are_forgotten_sooner_where_they_are_long() {
        for (size, most) in
            [(10, 2 + SPARE / 10), (SPARE / 4, 6), (MOST_SPARE, 2), (2 * MOST_SPARE, 1)]
        {
            let mut remembered: Remembered<usize, ()> = Remembered::default();
            for part in 0..1000 {
                remembered.begin();
                assert!(remembered.get(&part).is_none());
                remembered.insert(part, size, ());
                remembered.tidy();
                assert!(remembered.get(&part).is_some());
                assert!(remembered.values().count() <= most, "{size}");
            }
        }
    }

    #[test]
    fn what_a_text_still_has_is_never_forgotten() {
        let mut remembered: Remembered<usize, usize> = Remembered::default();
        remembered.insert(1, 1 << 20, 7);
        for part in 2..1000 {
            remembered.begin();
            assert_eq!(remembered.get(&1), Some(&7));
            remembered.insert(part, 1 << 20, 0);
            remembered.tidy();
        }
    }
}
