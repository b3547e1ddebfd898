//! Walking from the word under which a pattern is filed through the rest of the pattern.

use std::ops::Range;

use super::parse::{Element, Item, Repeat, Sequence};
use crate::document::{Marks, Word};
use crate::lang::class::{Class, ClassSet};
use crate::lang::lexicon::Lexicon;

/// A walk over the words of one sentence, from the word under which a pattern is filed.
pub(super) struct Walk<'w> {
    pub(super) words: &'w [Word],
    pub(super) lexicon: &'w Lexicon,
    pub(super) anchor: usize,
}

/// What the walk has met.
#[derive(Clone, Copy, Default)]
struct Found {
    mark_start: Option<usize>,
    mark_end: Option<usize>,
    /// A comma may stand before this word.
    comma_before: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Forward,
    Backward,
}

impl Walk<'_> {
    /// Tries `elements` with the element `at` on the anchor, if that is a group with its choices from `choice`
    /// on; gives the match and its marked part.
    pub(super) fn verify(
        &self,
        elements: &[Element],
        at: usize,
        choice: usize,
    ) -> Option<(Range<usize>, Range<usize>)> {
        let anchor = self.anchor;
        // What is one word, or one of a list, is filed under these words alone.
        if let [Element { item: Item::Word(_) | Item::Words(_), repeat: Repeat::ONCE }] = elements {
            return Some((anchor..anchor + 1, anchor..anchor + 1));
        }
        let mut found = Found::default();
        let start = self.go(Direction::Backward, &elements[..at], anchor, &mut found)?;
        let end = match elements[at..].split_first() {
            Some((element @ Element { item: Item::OneOf(choices), repeat }, rest)) => {
                let (choices, left) = (&choices[choice..], repeat.less_one());
                self.choose(Direction::Forward, element, choices, left, rest, anchor, &mut found)
            }
            _ => self.go(Direction::Forward, &elements[at..], anchor, &mut found),
        }?;
        let marked = found.mark_start.unwrap_or(start)..found.mark_end.unwrap_or(end);
        (marked.start < marked.end).then_some((start..end, marked))
    }

    /// Matches all `elements` from the boundary before word `at` on, in one direction; returns the
    /// boundary at which the match ends.
    fn go(
        &self,
        direction: Direction,
        mut elements: &[Element],
        mut at: usize,
        found: &mut Found,
    ) -> Option<usize> {
        loop {
            let next = match direction {
                Direction::Forward => elements.split_first(),
                Direction::Backward => elements.split_last(),
            };
            let Some((element, rest)) = next else { return Some(at) };
            if element.is_zero_width() {
                if !self.holds(&element.item, at, found) && element.repeat.min > 0 {
                    return None;
                }
            } else if element.repeat != Repeat::ONCE || matches!(element.item, Item::OneOf(_)) {
                return self.take(direction, element, element.repeat, rest, at, found);
            } else {
                at = self.word(direction, &element.item, at, found)?;
            }
            elements = rest;
        }
    }

    /// Takes as many of `element` as it can, then the rest, giving back one at a time.
    fn take(
        &self,
        direction: Direction,
        element: &Element,
        repeat: Repeat,
        rest: &[Element],
        at: usize,
        found: &mut Found,
    ) -> Option<usize> {
        if repeat.max > 0 {
            let left = repeat.less_one();
            if let Item::OneOf(sequences) = &element.item {
                let end = self.choose(direction, element, sequences, left, rest, at, found);
                if end.is_some() {
                    return end;
                }
            } else if let Some(next) = self.word(direction, &element.item, at, found) {
                let mut inner = *found;
                if let Some(end) = self.take(direction, element, left, rest, next, &mut inner) {
                    *found = inner;
                    return Some(end);
                }
            }
        }
        if repeat.min > 0 { None } else { self.go(direction, rest, at, found) }
    }

    /// Takes one of the choices of a group, then `left` more of `element`, then the rest.
    #[expect(
        clippy::too_many_arguments,
        reason = "the state of one walk, which is the hottest loop"
    )]
    fn choose(
        &self,
        direction: Direction,
        element: &Element,
        choices: &[Sequence],
        left: Repeat,
        rest: &[Element],
        at: usize,
        found: &mut Found,
    ) -> Option<usize> {
        for sequence in choices {
            if self.misses(direction, sequence, at) {
                continue;
            }
            let mut inner = *found;
            let next = self.go(direction, &sequence.elements, at, &mut inner);
            let next = next.filter(|&next| next != at);
            let end =
                next.and_then(|next| self.take(direction, element, left, rest, next, &mut inner));
            if end.is_some() {
                *found = inner;
                return end;
            }
        }
        None
    }

    /// Whether the sequence begins with a word that does not stand here: of a hundred alternatives all but
    /// one or two do, and need no walk.
    fn misses(&self, direction: Direction, sequence: &Sequence, at: usize) -> bool {
        let (must, taken) = match direction {
            Direction::Forward => (sequence.first, Some(at)),
            Direction::Backward => (sequence.last, at.checked_sub(1)),
        };
        let Some(must) = must else { return false };
        let word = taken.and_then(|taken| self.words.get(taken));
        word.is_none_or(|word| word.id != must)
    }

    /// Takes one word; returns the boundary behind it.
    fn word(&self, direction: Direction, item: &Item, at: usize, found: &Found) -> Option<usize> {
        let (taken, next) = match direction {
            Direction::Forward => (at, at + 1),
            Direction::Backward => (at.checked_sub(1)?, at - 1),
        };
        let word = self.words.get(taken)?;
        // Punctuation at the boundary that was just crossed ends the match, except a comma that the
        // pattern names. What stands before the anchor is for the backward walk to judge.
        let crossed = direction == Direction::Backward || at != self.anchor;
        if crossed && let Some(word) = self.words.get(at) {
            let comma = found.comma_before == Some(at);
            let stops = if comma { Marks::BREAK.with(Marks::QUOTE) } else { Marks::PUNCTUATION };
            if word.any(stops) {
                return None;
            }
        }
        self.fits(item, word).then_some(next)
    }

    fn fits(&self, item: &Item, word: &Word) -> bool {
        match item {
            Item::Word(id) => word.id == *id,
            Item::Words(ids) => ids.binary_search(&word.id).is_ok(),
            Item::Class(all, _) => self.lexicon.classes(word.id).has_all(*all),
            Item::Any => true,
            _ => false,
        }
    }

    /// Whether a zero-width element holds at the boundary before word `at`.
    fn holds(&self, item: &Item, at: usize, found: &mut Found) -> bool {
        match item {
            Item::SentenceStart => self.words[..at].iter().all(|word| {
                self.lexicon.classes(word.id).meets(LEADING) && !word.any(Marks::BREAK)
            }),
            Item::Comma => {
                found.comma_before = Some(at);
                self.words.get(at).is_some_and(|word| word.is(Marks::COMMA))
            }
            Item::NoNegation => !self.words[..at]
                .iter()
                .rev()
                .take(2)
                .any(|word| self.lexicon.classes(word.id).has(Class::Negation)),
            Item::MarkStart => {
                found.mark_start = Some(at);
                true
            }
            Item::MarkEnd => {
                found.mark_end = Some(at);
                true
            }
            Item::Word(_) | Item::Words(_) | Item::Class(..) | Item::Any | Item::OneOf(_) => true,
        }
    }
}

/// What may stand before the first word of a sentence that counts.
const LEADING: ClassSet = ClassSet::of(&[Class::Coordinator, Class::Adverb]);
