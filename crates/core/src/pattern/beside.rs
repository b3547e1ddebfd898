//! What may stand beside the word under which a pattern is filed. Most often something else does, and then the
//! pattern need not be walked through.

use rustc_hash::FxHashMap;

use super::anchor::{Anchors, Vocabulary, anchors};
use super::parse::{Element, Item, Repeat, Sequence};
use super::walk::Direction;
use crate::document::Word;
use crate::lang::class::ClassSet;
use crate::lang::lexicon::{Lexicon, WordId};

/// What may stand beside a word: other words, or words of other classes. It may hold more than it was given: the
/// words are a Bloom filter of one hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Beside {
    words: u128,
    classes: ClassSet,
}

/// A word beside another, as [`Beside`] sees it.
#[derive(Clone, Copy)]
pub(super) struct Neighbour {
    bit: u128,
    classes: ClassSet,
}

impl Neighbour {
    /// What stands beside a word where it is the first or the last.
    const NONE: Self = Self { bit: 0, classes: ClassSet::EMPTY };

    pub(super) fn of(word: Option<&Word>, lexicon: &Lexicon) -> Self {
        word.map_or(Self::NONE, |word| Self {
            bit: Beside::bit(word.id),
            classes: lexicon.classes(word.id),
        })
    }
}

impl Beside {
    const NONE: Self = Self { words: 0, classes: ClassSet::EMPTY };
    /// Any word, or none at all.
    const ALL: Self = Self { words: u128::MAX, classes: ClassSet::EMPTY };

    fn words(ids: &[WordId]) -> Self {
        Self { words: ids.iter().fold(0, |set, &id| set | Self::bit(id)), ..Self::NONE }
    }

    fn or(self, other: Self) -> Self {
        Self { words: self.words | other.words, classes: self.classes.with(other.classes) }
    }

    /// What must stand there, where these elements come next, the nearest first.
    pub(super) fn of<'e>(
        direction: Direction,
        elements: impl Iterator<Item = &'e Element>,
    ) -> Self {
        let mut all = Self::NONE;
        for element in elements.filter(|element| !element.is_zero_width()) {
            all = all.or(match &element.item {
                Item::Word(id) => Self::words(&[*id]),
                Item::Words(ids) => Self::words(ids),
                Item::Class(_, class) => Self { classes: ClassSet::of(&[*class]), ..Self::NONE },
                Item::OneOf(sequences) => sequences.iter().fold(Self::NONE, |all, sequence| {
                    let elements = sequence.elements.iter();
                    all.or(match direction {
                        Direction::Forward => Self::of(direction, elements),
                        Direction::Backward => Self::of(direction, elements.rev()),
                    })
                }),
                _ => return Self::ALL,
            });
            if element.repeat.min > 0 {
                return all;
            }
        }
        // The pattern may end there, and then anything may follow.
        Self::ALL
    }

    /// Neighbours in the lexicon are often in one list, so their ids are spread over all bits.
    fn bit(word: WordId) -> u128 {
        1 << (word.index() % 128)
    }

    /// Whether the word, or the end of the sentence, may stand there.
    pub(super) fn allows(&self, it: Neighbour) -> bool {
        self.words & it.bit != 0 || self.classes.meets(it.classes) || self.words == u128::MAX
    }
}

/// All [`Beside`]s, each once: many patterns want the same few.
#[derive(Default)]
pub(super) struct Besides {
    pub(super) all: Vec<Beside>,
    ids: FxHashMap<Beside, u32>,
}

impl Besides {
    pub(super) fn id(&mut self, beside: Beside) -> u32 {
        *self.ids.entry(beside).or_insert_with(|| {
            self.all.push(beside);
            u32::try_from(self.all.len() - 1).expect("fewer than there are words in patterns")
        })
    }
}

/// What may follow the words under which an element is filed.
pub(super) enum Behind<'e> {
    /// The same behind each.
    Each(Beside),
    /// Behind the words with which a choice may begin; `None` stands for any word.
    Choices(Vec<(Option<Anchors<'e>>, Beside)>),
}

impl<'e> Behind<'e> {
    /// What may follow the words of `element`, with `rest` behind it.
    pub(super) fn of(element: &'e Element, rest: &[Element], vocabulary: &Vocabulary<'_>) -> Self {
        let forward =
            |sequence: &[Element]| Beside::of(Direction::Forward, sequence.iter().chain(rest));
        match &element.item {
            _ if element.repeat.max > 1 => Self::Each(Beside::ALL),
            Item::Word(_) | Item::Words(_) | Item::Class(..) => Self::Each(forward(&[])),
            Item::OneOf(sequences) => {
                let choice = |sequence: &'e Sequence| {
                    let elements = &sequence.elements;
                    let Some(at) = elements.iter().position(|it| !it.is_zero_width()) else {
                        return (None, Beside::ALL);
                    };
                    let first = &elements[at];
                    let inner = match &first.item {
                        Item::OneOf(_) => Beside::ALL,
                        _ if first.repeat != Repeat::ONCE => Beside::ALL,
                        _ => forward(&elements[at + 1..]),
                    };
                    (anchors(first, vocabulary), inner)
                };
                Self::Choices(sequences.iter().map(choice).collect())
            }
            _ => Self::Each(Beside::ALL),
        }
    }

    /// The first choice that may begin with this one of them, and what may follow it.
    pub(super) fn word(&self, word: WordId) -> (usize, Beside) {
        match self {
            Self::Each(beside) => (0, *beside),
            Self::Choices(choices) => {
                let mut begin = choices.iter().enumerate().filter(|(_, (words, _))| {
                    words.as_ref().is_none_or(|words| words.binary_search(&word).is_ok())
                });
                let Some((first, (_, inner))) = begin.next() else { return (0, Beside::NONE) };
                (first, begin.fold(*inner, |all, (_, (_, inner))| all.or(*inner)))
            }
        }
    }
}
