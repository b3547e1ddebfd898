//! Which words are finite verbs.

use super::grammar::{SUBJECT_PRONOUN, is_between};
use super::noun_phrase::{begins_verb, is_noun_like, is_plain_noun};
use crate::document::Marks;
use crate::lang::class::{Class, ClassSet, MODAL};
use crate::lang::grammar::View;
use crate::lang::lexicon::WordId;

/// Whether the word is a finite verb: an auxiliary, a verb after a subject pronoun, or a past or
/// third-person form after a noun.
pub(super) fn is_finite(view: &View<'_>, at: usize) -> bool {
    let classes = view.classes(at);
    let word = view.known(at);
    if classes.meets(MODAL) {
        return !(word == "may" && view.marked(at, Marks::CAPITAL)) && word != "can't";
    }
    let previous = (0..at).rev().find(|&n| !is_between(view, n));
    let after = |classes: ClassSet| previous.is_some_and(|n| view.is_any(n, classes));
    if classes.has(Class::Be) {
        return !matches!(word, "be" | "been" | "being");
    }
    if classes.has(Class::Have) || classes.has(Class::Do) {
        return word != "having" && !after(MODAL) && !after(ClassSet::of(&[Class::To]));
    }
    if word == "'s" {
        // A possessive unless a pronoun stands before it or a verb form after it.
        let pronoun = previous.is_some_and(|n| {
            view.is_any(
                n,
                ClassSet::of(&[
                    Class::ThirdSingular,
                    Class::Deictic,
                    Class::There,
                    Class::Wh,
                    Class::Relative,
                    Class::IndefiniteSingular,
                ]),
            )
        });
        return pronoun
            || view.is_any(
                at + 1,
                ClassSet::of(&[Class::VerbIng, Class::Negation, Class::Determiner]),
            )
            || (view.is(at + 1, Class::VerbParticiple) && !is_plain_noun(view, at + 1));
    }
    if !classes.meets(ClassSet::of(&[Class::VerbBase, Class::VerbS, Class::VerbPast])) {
        return false;
    }
    if after(SUBJECT_PRONOUN)
        && previous.is_some_and(|n| n + 1 == at || view.is(n + 1, Class::Adverb))
    {
        return !view.marked(at, Marks::COMMA);
    }
    classes.has(Class::Seem) && classes.has(Class::VerbS)
}

/// The finite verb of the clause that begins at `start`.
pub(super) fn finite_from(view: &View<'_>, start: usize) -> Option<usize> {
    let mut at = start;
    while at < view.len()
        && (view.known(at) == "that"
            && !is_noun_like(view, at + 1)
            && view.len() > at + 1
            && !begins_verb(view, at + 1)
            || view.is(at, Class::Adverb)
                && !view.is_any(at, ClassSet::of(&[Class::IndefinitePlural, Class::There])))
    {
        at += 1;
    }
    if view.known(at) == "because" {
        at += 1;
    }
    let first = at;
    let mut skip = 0;
    while at < view.len() {
        if at > first && view.marked(at, Marks::COLON.with(Marks::DASH)) {
            return None;
        }
        let word = view.known(at);
        if at > first && matches!(word, "which" | "who")
            || (at > first
                && word == "that"
                && is_noun_like(view, at - 1)
                && (begins_verb(view, at + 1) || view.is_any(at + 1, SUBJECT_PRONOUN)))
        {
            skip += 1;
        } else if at > first
            && skip == 0
            && view.is_any(at, ClassSet::of(&[Class::Condition]))
            && at > first + 1
        {
            // "I think if you …": the clause proper comes after the condition.
            return None;
        }
        let reduced = at > first
            && view.is_any(at, SUBJECT_PRONOUN)
            && is_noun_like(view, at - 1)
            && !view.marked(at, Marks::COMMA);
        if reduced {
            skip += 1;
        }
        // "the hook fired", "the hook never fired".
        let head = (first..at).rev().find(|&n| view.known(n) != "never");
        let open = head.is_some_and(|head| is_noun_like(view, head))
            && view.is_any(at, ClassSet::of(&[Class::VerbS, Class::VerbPast]))
            && !view.is_any(
                at,
                ClassSet::of(&[
                    Class::Artefact,
                    Class::Record,
                    Class::Service,
                    Class::Problem,
                    Class::Remedy,
                ]),
            );
        let unlisted = head.is_some_and(|head| is_unlisted_verb(view, head, at));
        let bare =
            at == first + 1 && view.is(at, Class::VerbBase) && view.is_any(first, SUBJECT_PRONOUN);
        if is_finite(view, at) && at > first || open || unlisted || bare {
            if skip == 0 {
                return Some(at);
            }
            skip -= 1;
        }
        at += 1;
    }
    None
}

/// Whether a word of no list is the verb of the noun at `head`: "your plan covers it", "our mail to you
/// bounced". Its form shows it, together with the kind of noun before it and what comes after.
fn is_unlisted_verb(view: &View<'_>, head: usize, at: usize) -> bool {
    const NOUN: ClassSet = ClassSet::of(&[
        Class::Record,
        Class::Artefact,
        Class::Service,
        Class::Problem,
        Class::Remedy,
        Class::CustomerThing,
    ]);
    const AFTER: ClassSet = ClassSet::of(&[
        Class::Determiner,
        Class::Possessive,
        Class::ObjectPronoun,
        Class::Adverb,
        Class::Preposition,
        Class::To,
    ]);
    let opaque = Marks::OPAQUE.with(Marks::IDENTIFIER).with(Marks::CAPITAL);
    if view.words[at].id != WordId::UNKNOWN || view.marked(at, opaque.with(Marks::PUNCTUATION)) {
        return false;
    }
    let object =
        view.is(head, Class::ObjectPronoun) && head > 0 && view.is(head - 1, Class::Preposition);
    let written = view.written(at);
    let past = written.len() > 4 && written.ends_with("ed");
    let present = written.len() > 3 && written.ends_with('s') && !written.ends_with("ss");
    let ends = at + 1 == view.len() || view.marked(at + 1, Marks::PUNCTUATION);
    let goes_on = ends || view.is_any(at + 1, AFTER);
    (view.is_any(head, NOUN) || object) && goes_on && (past || present && !ends)
}
