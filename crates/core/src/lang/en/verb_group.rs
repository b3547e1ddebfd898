//! The verb group: from its first auxiliary to its full verb, and what follows.

use super::grammar::{SUBJECT_PRONOUN, VERB};
use crate::clause::{Predicate, VerbGroup};
use crate::document::Marks;
use crate::lang::class::{Class, ClassSet, MODAL};
use crate::lang::grammar::View;

/// The verb group that begins with the finite verb or modal `at`.
pub(super) fn verb_group(view: &View<'_>, at: usize) -> VerbGroup {
    let modal = view.is_any(at, MODAL).then_some(at);
    let mut group = VerbGroup {
        words: at..at + 1,
        modal,
        negated: matches!(view.known(at), "cannot" | "shouldnt" | "shouldn't"),
        adverbs: Vec::new(),
        predicate: Predicate::None,
        verb: None,
        complement: at + 1..at + 1,
    };
    let mut n = at + 1;
    n = adverbs(view, n, &mut group);
    // In a question or an inversion the subject stands inside the group.
    if modal.is_some() && view.is_any(n, SUBJECT_PRONOUN) && n == at + 1 {
        n = adverbs(view, n + 1, &mut group);
    }
    // "ought to be".
    if view.is(at, Class::Ought) && view.is(n, Class::To) {
        n = adverbs(view, n + 1, &mut group);
    }
    let first = if modal.is_some() { n } else { at };
    let word = view.known(first);
    let is_be = if modal.is_some() {
        word == "be"
    } else {
        view.is(at, Class::Be) || word == "'s" && !view.is(n, Class::VerbParticiple)
    };
    if is_be {
        n = adverbs(view, first + 1, &mut group);
        be_complement(view, n, first, &mut group);
    } else if view.is(first, Class::Have) || (modal.is_none() && matches!(word, "'s" | "'d")) {
        n = adverbs(view, first + 1, &mut group);
        have_complement(view, n, first, &mut group);
    } else if view.is(first, Class::Do) && modal.is_none() && group.negated {
        full_verb(view, n, &mut group);
    } else {
        full_verb(view, first, &mut group);
    }
    let end = group.words.end;
    group.complement = end..complement_end(view, end);
    group
}

fn adverbs(view: &View<'_>, mut n: usize, group: &mut VerbGroup) -> usize {
    while n < view.len() && !view.marked(n, Marks::BREAK) {
        if view.is(n, Class::Negation) && matches!(view.known(n), "not" | "n't" | "never") {
            group.negated = true;
        } else if !view.is(n, Class::Adverb) {
            break;
        } else {
            // "no longer" is one adverb.
            if view.known(n) == "longer" {
                group.negated = true;
            }
            group.adverbs.push(n);
        }
        n += 1;
    }
    if view.known(n) == "no" && view.known(n + 1) == "longer" {
        group.adverbs.push(n);
        group.adverbs.push(n + 1);
        return adverbs(view, n + 2, group);
    }
    n
}

fn be_complement(view: &View<'_>, n: usize, be: usize, group: &mut VerbGroup) {
    if view.known(n) == "able" {
        group.predicate = Predicate::Able;
        let verb = if view.is(n + 1, Class::To) { n + 2 } else { n + 1 };
        let verb = adverbs(view, verb, group);
        group.verb = (verb < view.len()).then_some(verb);
        group.words.end = (verb + 1).min(view.len());
    } else if view.is(n, Class::VerbIng) {
        group.predicate = Predicate::Progressive;
        group.verb = Some(n);
        group.words.end = n + 1;
    } else if is_participle(view, n) && !is_state(view, n) {
        group.predicate = Predicate::Passive;
        group.verb = Some(n);
        group.words.end = n + 1;
    } else {
        // Adverbs after *be* may be what is said: "should be back".
        group.predicate = Predicate::Be;
        group.verb = Some(be);
        while group.adverbs.last().is_some_and(|&adverb| adverb > be) {
            group.adverbs.pop();
        }
        group.words.end = be + 1;
    }
}

/// "all set", "sorted now": a participle that names a state, with nothing done to it any more.
fn is_state(view: &View<'_>, at: usize) -> bool {
    let ends = at + 1 >= view.len()
        || view.marked(at + 1, Marks::PUNCTUATION)
        || view.is(at + 1, Class::NowAdverb)
        || view.is(at + 1, Class::Coordinator);
    let all = at > 0 && view.known(at - 1) == "all";
    view.is(at, Class::ReadyWord)
        && matches!(view.known(at), "set" | "done" | "sorted")
        && (all || ends)
}

fn have_complement(view: &View<'_>, n: usize, have: usize, group: &mut VerbGroup) {
    if view.known(n) == "been" {
        let m = adverbs(view, n + 1, group);
        if is_participle(view, m) || view.is(m, Class::VerbIng) {
            group.predicate = Predicate::PerfectPassive;
            group.verb = Some(m);
            group.words.end = m + 1;
        } else {
            group.predicate = Predicate::Perfect;
            group.verb = Some(n);
            group.words.end = n + 1;
        }
    } else if is_participle(view, n) && !view.is_any(n, ClassSet::of(&[Class::Determiner])) {
        group.predicate = Predicate::Perfect;
        group.verb = Some(n);
        group.words.end = n + 1;
    } else {
        group.predicate = Predicate::Have;
        group.verb = Some(have);
        group.words.end = have + 1;
    }
}

fn full_verb(view: &View<'_>, n: usize, group: &mut VerbGroup) {
    let ends = n >= view.len()
        || view.marked(n, Marks::BREAK)
        || view.is_any(
            n,
            ClassSet::of(&[Class::Coordinator, Class::Subordinator, Class::Preposition]),
        ) && !view.is_any(n, VERB);
    if ends {
        group.words.end = n.min(view.len()).max(group.words.end);
        return;
    }
    group.predicate = Predicate::Verb;
    group.verb = Some(n);
    group.words.end = n + 1;
}

/// A participle, also of a verb that is in no list ("configured").
pub(super) fn is_participle(view: &View<'_>, at: usize) -> bool {
    if view.is(at, Class::VerbParticiple) {
        return true;
    }
    let written = view.written(at);
    written.len() > 4
        && written.ends_with("ed")
        && !view.marked(at, Marks::OPAQUE.with(Marks::IDENTIFIER))
        && !view.is(at, Class::Adverb)
}

/// Where the clause ends that goes on at `from`.
fn complement_end(view: &View<'_>, from: usize) -> usize {
    for at in from..view.len() {
        if view.marked(at, Marks::BREAK) {
            return at;
        }
        let connects = view
            .is_any(at, ClassSet::of(&[Class::Coordinator, Class::Subordinator, Class::Relative]));
        let comma = view.marked(at, Marks::COMMA);
        if comma && (connects || view.is_any(at, SUBJECT_PRONOUN)) {
            return at;
        }
        let coordinates = view.is(at, Class::Coordinator) && view.is_any(at + 1, SUBJECT_PRONOUN);
        let subordinates = matches!(
            view.known(at),
            "if" | "when"
                | "once"
                | "unless"
                | "because"
                | "although"
                | "though"
                | "while"
                | "until"
        ) || at > from && matches!(view.known(at), "since" | "so" | "but");
        if coordinates || subordinates {
            return at;
        }
    }
    view.len()
}
