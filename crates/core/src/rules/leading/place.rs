//! What stands round a place that a sentence names: how far its noun phrase goes, and whether the reader is sent
//! there.

use std::ops::Range;

use crate::document::Marks;
use crate::lang::class::{Class, ClassSet, FUNCTION_WORD, MODAL};
use crate::lang::grammar::View;

/// A place is named by so many words before its head at most.
const MOST_MODIFIERS: usize = 5;
/// What is to be found stands within so many words before the place.
const REACH: usize = 10;

/// Who says, does or knows something that is not the reader.
const OTHERS: ClassSet = ClassSet::of(&[Class::I, Class::We, Class::ThirdPlural]);
/// What no modifier of a noun is.
const NO_MODIFIER: ClassSet = MODAL.with(ClassSet::of(&[
    Class::Preposition,
    Class::Coordinator,
    Class::Subordinator,
    Class::To,
    Class::Be,
    Class::Have,
    Class::Do,
    Class::Negation,
    Class::I,
    Class::We,
    Class::You,
    Class::ThirdSingular,
    Class::ThirdPlural,
    Class::Wh,
    Class::There,
    Class::Adverb,
]));
/// What can follow a place without being a noun that goes on with it.
const AFTER_PLACE: ClassSet = FUNCTION_WORD.with(ClassSet::of(&[
    Class::VerbIng,
    Class::FutureTime,
    Class::PastTime,
    Class::Weekday,
    Class::Recount,
]));

/// A noun phrase that names a place. Word indices are into the sentence's words.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// All of it, determiner included.
    pub words: Range<usize>,
    /// The words that say what it is.
    pub head: Range<usize>,
    /// Its determiner: *the*, *our*.
    pub determiner: Option<usize>,
}

impl Place {
    /// The phrase whose last words are `head`; `begins` tells where the words before it are of a frame that
    /// governs it.
    pub(super) fn new(view: &View<'_>, head: Range<usize>, begins: impl Fn(usize) -> bool) -> Self {
        let mut start = head.start;
        let mut determiner = None;
        while start > 0 && head.start - start < MOST_MODIFIERS {
            let before = start - 1;
            if view.marked(start, Marks::PUNCTUATION) && !view.is(start, Class::Clitic)
                || begins(start)
            {
                break;
            }
            let classes = view.classes(before);
            if classes.meets(ClassSet::of(&[Class::Determiner, Class::Possessive])) {
                start = before;
                determiner = Some(before);
                break;
            }
            // "Acme's docs" goes on behind its clitic.
            let genitive = classes.has(Class::Clitic) && view.known(before) == "'s";
            if !genitive && classes.meets(NO_MODIFIER) {
                break;
            }
            start = before;
        }
        Self { words: start..head.end, head, determiner }
    }

    /// Whether a noun follows that goes on with it: "the docs folder".
    pub(super) fn goes_on(&self, view: &View<'_>) -> bool {
        let at = self.head.end;
        let opaque = Marks::OPAQUE.with(Marks::DIGIT).with(Marks::PUNCTUATION);
        at < view.len() && !view.marked(at, opaque) && !view.is_any(at, AFTER_PLACE)
    }

    /// Whether it has a determiner of that class.
    pub(super) fn is_of(&self, view: &View<'_>, class: Class) -> bool {
        self.determiner.is_some_and(|at| view.is(at, class))
    }
}

/// Whether what the base form at `verb` says is told to the reader: as an order, after *you can*, as advice.
/// `urged` tells whether the reader is urged by the words that end there: "make sure you".
pub(super) fn is_told(view: &View<'_>, verb: usize, urged: impl Fn(usize) -> bool) -> bool {
    let mut at = verb;
    while at > 0 && !begins_clause(view, at) && view.is(at - 1, Class::Adverb) {
        at -= 1;
    }
    if begins_clause(view, at) || urged(at) {
        return true;
    }
    let before = at - 1;
    let classes = view.classes(before);
    if classes.has(Class::You) {
        let Some(first) = before.checked_sub(1) else { return false };
        return view.is_any(first, MODAL.with(ClassSet::of(&[Class::Do])))
            || view.known(first) == "if";
    }
    if is_fronted(view, at) {
        return true;
    }
    if classes.has(Class::Negation) {
        return false;
    }
    if classes.has(Class::To) || classes.meets(MODAL) {
        return to_reader(view, before);
    }
    if classes.has(Class::Coordinator) {
        let earlier = (before.saturating_sub(REACH)..before).rev();
        let subject = earlier.into_iter().find(|&at| is_subject(view, at));
        return subject.is_none_or(|at| view.is(at, Class::You));
    }
    classes.has(Class::Do) && before == 0
}

/// Whether only a purpose or a place stands in its clause before the word `at`: "for the rates see".
fn is_fronted(view: &View<'_>, at: usize) -> bool {
    let mut start = at;
    while !begins_clause(view, start) {
        start -= 1;
    }
    view.is(start, Class::Preposition)
        && !view.is(at - 1, Class::Preposition)
        && (start..at).all(|at| !view.is_any(at, NOT_FRONTED))
}

/// What makes a clause of the words before a verb.
const NOT_FRONTED: ClassSet = MODAL.with(OTHERS).with(ClassSet::of(&[
    Class::You,
    Class::To,
    Class::Be,
    Class::Have,
    Class::Do,
    Class::Negation,
    Class::Coordinator,
    Class::Relative,
    Class::Wh,
]));

/// Whether *to* or a modal at `at` is said of the reader: "you will need to", "it is best to", but not "I went
/// to" and not "you don't have to".
fn to_reader(view: &View<'_>, at: usize) -> bool {
    let is = ClassSet::of(&[Class::Be, Class::Clitic]);
    let mut left = at;
    let mut advised = false;
    while left > 0 && !begins_clause(view, left) && at - left < REACH {
        left -= 1;
        advised |= view.is_any(left, is);
        if view.is(left, Class::Negation) {
            return false;
        }
        if view.is(left, Class::You) {
            return true;
        }
        if view.is_any(left, OTHERS) {
            return false;
        }
    }
    // "It is best to", but not "click here to" or "to see it".
    view.is(at, Class::To) && advised
}

fn is_subject(view: &View<'_>, at: usize) -> bool {
    view.is(at, Class::You) || view.is_any(at, OTHERS)
}

/// Whether a clause begins with the word `at`.
fn begins_clause(view: &View<'_>, at: usize) -> bool {
    at == 0 || view.marked(at, Marks::COMMA.with(Marks::BREAK).with(Marks::SIGN))
}

/// Whether the writer or somebody else does what the words before `at` say, and not the reader.
pub(super) fn is_others_doing(view: &View<'_>, at: usize) -> bool {
    (0..at).rev().take(REACH).any(|at| view.is_any(at, OTHERS))
}

/// The words that send the reader to a place behind *in*, *on* or *from*: "documented in", "download it from",
/// "there is a lot on". `place` is where the place begins.
pub(super) fn whereabouts(
    view: &View<'_>,
    place: usize,
    urged: impl Fn(usize) -> bool,
) -> Option<usize> {
    let at = place.checked_sub(1)?;
    // "Page 12 of the manual" is in it too, but a list of guides is in none.
    let part = view.known(at) == "of";
    if !(part || view.is(at, Class::Whereabouts)) || view.marked(place, Marks::PUNCTUATION) {
        return None;
    }
    let mut left = at;
    while left > 0 && at - left < REACH && !view.marked(left, Marks::COMMA.with(Marks::BREAK)) {
        left -= 1;
        let classes = view.classes(left);
        if !part && classes.has(Class::Recount) && classes.meets(TOLD) && at - left <= 3 {
            // "As mentioned in the docs, it is 5 GB" says it again, so nobody has to look.
            let again = left == 1 && view.is(0, Class::Subordinator);
            return (!again && !is_own_doing(view, left) && !is_relative(view, left))
                .then_some(left);
        }
        if classes.has(Class::Fetch) && classes.has(Class::VerbBase) && is_told(view, left, &urged)
        {
            return Some(left);
        }
        let is = ClassSet::of(&[Class::Be, Class::Clitic]);
        if !part && classes.has(Class::There) && view.is_any(left + 1, is) {
            // "I believe there is" says first of all that the writer does not know.
            let first =
                (0..left).rev().find(|&at| !view.is(at, Class::Adverb)).map_or(0, |at| at + 1);
            let begins = begins_clause(view, first) || view.is(first - 1, Class::Coordinator);
            let denied = (left..at).any(|at| view.is(at, Class::Negation));
            return (begins && !denied).then_some(left);
        }
        if classes.meets(OTHERS) {
            return None;
        }
    }
    None
}

/// Whether the verb group that ends at `at` stands in a clause that only tells which thing is meant: "the sketches
/// that are on", but not "the steps for that are in".
pub(super) fn is_relative(view: &View<'_>, at: usize) -> bool {
    let group = ClassSet::of(&[Class::Be, Class::Have, Class::Adverb]).with(MODAL);
    let mut left = at;
    while left > 0 && view.is_any(left - 1, group) {
        left -= 1;
    }
    let Some(which) = left.checked_sub(1).filter(|&at| view.is(at, Class::Relative)) else {
        return false;
    };
    which > 0
        && !view.marked(which, Marks::PUNCTUATION)
        && !view.is_any(which - 1, ClassSet::of(&[Class::Preposition, Class::Coordinator]))
}

/// Forms that say what has been done to a matter, and *available*.
const TOLD: ClassSet = ClassSet::of(&[Class::VerbParticiple, Class::ReadyWord]);

/// Whether the participle at `at` is what somebody did or what nobody did: "we have described", "is not listed".
fn is_own_doing(view: &View<'_>, at: usize) -> bool {
    (at.saturating_sub(4)..at)
        .rev()
        .take_while(|&at| !view.marked(at + 1, Marks::COMMA.with(Marks::BREAK)))
        .any(|at| {
            view.is(at, Class::Negation) || view.is_any(at, OTHERS) || view.is(at, Class::You)
        })
        || view.is(at.wrapping_sub(1), Class::Have)
}
