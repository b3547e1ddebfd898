//! The words under which a pattern is filed: one of them stands wherever it matches.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::parse::{Element, Item};
use crate::lang::class::{Class, ClassSet};
use crate::lang::lexicon::{Lexicon, WordId};

/// The words of a lexicon by their classes: patterns ask for the same few again and again.
pub(super) struct Vocabulary<'l> {
    lexicon: &'l Lexicon,
    members: RefCell<FxHashMap<ClassSet, Rc<[WordId]>>>,
}

impl<'l> Vocabulary<'l> {
    pub(super) fn new(lexicon: &'l Lexicon) -> Self {
        Self { lexicon, members: RefCell::default() }
    }

    /// The words of all the classes, in the order of their ids; `class` is one of them.
    pub(super) fn members(&self, all: ClassSet, class: Class) -> Rc<[WordId]> {
        let mut members = self.members.borrow_mut();
        let found = members.entry(all).or_insert_with(|| {
            let members = self.lexicon.members(class);
            members.filter(|&id| self.lexicon.classes(id).has_all(all)).collect()
        });
        Rc::clone(found)
    }
}

/// Words one of which must stand where an element stands, in the order of their ids.
pub(super) enum Anchors<'e> {
    One(WordId),
    Listed(&'e [WordId]),
    Members(Rc<[WordId]>),
    Gathered(Vec<WordId>),
}

impl std::ops::Deref for Anchors<'_> {
    type Target = [WordId];

    fn deref(&self) -> &[WordId] {
        match self {
            Self::One(id) => std::slice::from_ref(id),
            Self::Listed(ids) => ids,
            Self::Members(ids) => ids,
            Self::Gathered(ids) => ids,
        }
    }
}

/// The words one of which must stand where `element` stands; `None` where that cannot be listed.
pub(super) fn anchors<'e>(
    element: &'e Element,
    vocabulary: &Vocabulary<'_>,
) -> Option<Anchors<'e>> {
    if element.repeat.min == 0 {
        return None;
    }
    match &element.item {
        Item::Word(id) => Some(Anchors::One(*id)),
        Item::Words(ids) => Some(Anchors::Listed(ids)),
        Item::Class(all, class) => Some(Anchors::Members(vocabulary.members(*all, *class))),
        Item::OneOf(sequences) => {
            // The group is filed under the first word of each of its sequences.
            let mut words = Vec::new();
            for sequence in sequences {
                let mut elements = sequence.elements.iter();
                let first = elements.find(|element| !element.is_zero_width())?;
                words.extend_from_slice(&anchors(first, vocabulary)?);
            }
            words.sort_unstable();
            words.dedup();
            Some(Anchors::Gathered(words))
        }
        _ => None,
    }
}

/// How often the words are to be expected, roughly: function words stand in every sentence.
pub(super) fn cost(words: &[WordId], lexicon: &Lexicon) -> usize {
    const COMMON: ClassSet = ClassSet::of(&[
        Class::I,
        Class::We,
        Class::You,
        Class::ThirdSingular,
        Class::Deictic,
        Class::Determiner,
        Class::Possessive,
        Class::Preposition,
        Class::Coordinator,
        Class::Be,
        Class::Have,
        Class::Do,
        Class::To,
        Class::Clitic,
    ]);
    words.iter().map(|&word| if lexicon.classes(word).meets(COMMON) { 100 } else { 1 }).sum()
}
