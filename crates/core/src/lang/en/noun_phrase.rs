//! Noun phrases: where they begin, their head and its number.

use std::ops::Range;

use super::context;
use super::finite::is_finite;
use super::grammar::{SUBJECT_PRONOUN, VERB};
use super::subject::{Found, kind_before};
use crate::clause::{Number, Subject, SubjectKind};
use crate::document::Marks;
use crate::lang::class::{Class, ClassSet, MODAL};
use crate::lang::grammar::View;

const NO_NOUN: ClassSet = ClassSet::of(&[
    Class::Preposition,
    Class::Determiner,
    Class::Possessive,
    Class::Coordinator,
    Class::Subordinator,
    Class::To,
    Class::Be,
    Class::Have,
    Class::Do,
    Class::Negation,
    Class::Think,
    Class::I,
    Class::We,
]);

/// Whether the word can be a noun, a number or a name.
pub(super) fn is_noun_like(view: &View<'_>, at: usize) -> bool {
    let classes = view.classes(at);
    if classes.meets(NO_NOUN) {
        return false;
    }
    if classes.has(Class::Adverb) && !classes.meets(ClassSet::of(&[Class::IndefinitePlural])) {
        return false;
    }
    let verb_only = classes.meets(ClassSet::of(&[Class::VerbPast, Class::Say]))
        && classes.meets(VERB)
        && !classes.meets(ClassSet::of(&[
            Class::Artefact,
            Class::Record,
            Class::Problem,
            Class::Remedy,
            Class::Service,
        ]));
    !verb_only
}

/// Where the noun phrase begins that ends at `last`: back to a boundary, a verb or a subordinator.
pub(super) fn phrase_start(view: &View<'_>, last: usize) -> usize {
    let mut k = last;
    while k > 0 {
        if view.marked(k, Marks::COMMA.with(Marks::BREAK)) {
            break;
        }
        let prev = k - 1;
        let classes = view.classes(prev);
        if classes.meets(ClassSet::of(&[Class::Determiner, Class::Possessive]))
            && !is_pronoun_that(view, prev)
        {
            k = prev;
            // "the list of the invoices" goes on to the left of its preposition.
            if k > 0 && view.is(k - 1, Class::Preposition) && k > 1 && is_noun_like(view, k - 2) {
                k -= 1;
                continue;
            }
            break;
        }
        let stops = classes.meets(ClassSet::of(&[
            Class::Be,
            Class::Have,
            Class::Do,
            Class::Coordinator,
            Class::Subordinator,
            Class::To,
            Class::Negation,
            Class::I,
            Class::We,
            Class::You,
        ])) || classes.meets(MODAL)
            || (classes.meets(ClassSet::of(&[
                Class::VerbBase,
                Class::VerbS,
                Class::VerbPast,
                Class::VerbIng,
            ])) && !classes.meets(ClassSet::of(&[
                Class::Artefact,
                Class::Record,
                Class::Service,
                Class::Problem,
            ])));
        if stops {
            break;
        }
        k = prev;
    }
    k
}

/// The end of the noun phrase whose first word behind its determiner is `start`; `start` where none stands
/// there, or where it cannot be told from a verb behind it: "my printer blinks".
pub(super) fn phrase_end(view: &View<'_>, start: usize) -> usize {
    const NOUN: ClassSet = ClassSet::of(&[Class::Artefact, Class::Record, Class::Service]);
    let goes_on = |at: usize| {
        let apart = at > start && view.marked(at, Marks::COMMA.with(Marks::BREAK));
        !apart
            && !view.marked(at, Marks::OPAQUE.with(Marks::PUNCTUATION))
            && is_noun_like(view, at)
            && !is_finite(view, at)
    };
    let mut end = start;
    while end < view.len() && goes_on(end) {
        end += 1;
    }
    let is_noun = |at: usize| view.is_any(at, NOUN);
    // "my invoice missing", "my export fails": what is said of it is no part of it.
    let is_said = |at: usize| {
        let verb = VERB.with(ClassSet::of(&[Class::Symptom, Class::Problem]));
        !is_noun(at) && (view.is_any(at, verb) || view.written(at).ends_with("ing"))
    };
    while end > start + 1 && is_said(end - 1) {
        end -= 1;
    }
    let may_be_verb = end > start + 1 && view.written(end - 1).ends_with('s') && !is_noun(end - 1);
    if may_be_verb { start } else { end }
}

fn is_pronoun_that(view: &View<'_>, at: usize) -> bool {
    view.known(at) == "that" && !is_noun_like(view, at + 1)
}

/// The noun phrase that ends at `last`, just before its verb.
pub(super) fn noun_phrase(view: &View<'_>, verb: usize, last: usize) -> Found {
    let mut k = last;
    let mut plural = false;
    let mut kind = None;
    while k > 0 {
        if view.marked(k, Marks::BREAK) {
            break;
        }
        if view.marked(k, Marks::COMMA) {
            break;
        }
        let prev = k - 1;
        let classes = view.classes(prev);
        let word = view.known(prev);
        if classes.has(Class::Coordinator) {
            let joins = matches!(word, "and" | "or") && !left_has_verb(view, prev);
            if !joins {
                break;
            }
            plural |= word == "and";
            k = prev;
            continue;
        }
        if word == "that" || word == "which" || word == "who" {
            let points = is_noun_like(view, k) && !view.is_any(k, SUBJECT_PRONOUN);
            if word == "that" && points && !after_verb_of_saying(view, prev) {
                k = prev;
                if k == 0 || !is_noun_like(view, k - 1) {
                    break;
                }
                continue;
            }
            // A relative clause inside the subject: go on with the noun before it.
            if prev > 0
                && is_noun_like(view, prev - 1)
                && !view.marked(prev, Marks::COMMA)
                && (begins_verb(view, k) || view.is_any(k, SUBJECT_PRONOUN))
            {
                // "the list that you and I made" is one list.
                plural = false;
                k = prev;
                continue;
            }
            kind = Some(kind_before(view, k));
            break;
        }
        // To the left of a finite verb, *before* and *after* begin its clause.
        let begins = matches!(word, "before" | "after" | "until" | "since" | "as" | "like");
        if classes.meets(ClassSet::of(&[Class::Subordinator, Class::Wh, Class::Condition]))
            && (!classes.has(Class::Preposition) || begins && is_finite(view, verb))
        {
            kind = Some(kind_before(view, k));
            break;
        }
        if is_finite(view, prev) {
            match relative_before(view, prev) {
                Some(noun_end) => {
                    k = noun_end;
                    continue;
                }
                None => {
                    kind = Some(kind_before(view, k));
                    break;
                }
            }
        }
        k = prev;
    }
    let mut start = k;
    while start < last && (view.is(start, Class::Coordinator) || leading_adverb(view, start)) {
        start += 1;
    }
    start = skip_prepositional_phrase(view, start, last);
    let range = start..last + 1;
    // "Clearing the cache", "hard coding the path".
    let ing = (start..last.min(start + 2))
        .find(|&at| view.is(at, Class::VerbIng) && !is_plain_noun(view, at));
    let gerund =
        ing.is_some_and(|at| {
            at == start
                || !view.is_any(
                    start,
                    ClassSet::of(&[Class::Determiner, Class::Possessive, Class::Artefact]),
                )
        }) || start == last && view.is(start, Class::VerbIng) && !is_plain_noun(view, start);
    let head = head_of(view, &range);
    // "Every invoice and every receipt is": each by itself.
    let each = matches!(view.known(start), "each" | "every");
    let number =
        if plural && !gerund && !each { Number::Plural } else { number_of(view, &range, head) };
    let subject = Subject {
        kind: if gerund { SubjectKind::Gerund } else { SubjectKind::Noun },
        number: if gerund { Number::Singular } else { number },
        words: range,
        head: Some(head),
        antecedent: None,
    };
    Found {
        subject,
        start: k,
        kind: kind.unwrap_or_else(|| kind_before(view, k)),
        coordinated: false,
    }
}

/// An -ing word that names a thing: "the setting", "pricing".
pub(super) fn is_plain_noun(view: &View<'_>, at: usize) -> bool {
    view.is_any(
        at,
        ClassSet::of(&[Class::Artefact, Class::Record, Class::Service, Class::CustomerThing]),
    )
}

fn leading_adverb(view: &View<'_>, at: usize) -> bool {
    view.is(at, Class::Adverb)
        && !view.is_any(at, ClassSet::of(&[Class::IndefinitePlural, Class::Determiner]))
}

/// "On Windows the sync should": the phrase before the determiner is no part of the subject.
fn skip_prepositional_phrase(view: &View<'_>, start: usize, last: usize) -> usize {
    if !view.is(start, Class::Preposition) {
        return start;
    }
    (start + 2..=last)
        .find(|&at| {
            view.is_any(at, ClassSet::of(&[Class::Determiner, Class::Possessive]))
                && !view.is(at - 1, Class::Preposition)
        })
        .unwrap_or(start)
}

fn after_verb_of_saying(view: &View<'_>, at: usize) -> bool {
    at > 0 && view.is_any(at - 1, ClassSet::of(&[Class::Say, Class::Think, Class::Seem, Class::Be]))
}

pub(super) fn begins_verb(view: &View<'_>, at: usize) -> bool {
    let mut at = at;
    while view.is(at, Class::Adverb) {
        at += 1;
    }
    view.is_any(at, VERB)
        || view.is_any(at, MODAL)
        || view.is_any(at, ClassSet::of(&[Class::Be, Class::Have, Class::Do]))
}

/// Whether a finite verb or an imperative stands in the clause to the left of `at`.
fn left_has_verb(view: &View<'_>, at: usize) -> bool {
    // A comma just before the conjunction does not end that clause: "It is done, and the sync".
    let mut start = at.saturating_sub(1);
    while start > 0 && !view.marked(start, Marks::COMMA.with(Marks::BREAK)) {
        start -= 1;
    }
    (start..at).any(|n| is_finite(view, n)) || context::is_imperative(view, start)
}

/// For a finite verb inside a subject, where the noun phrase before its relative clause ends:
/// "the one that is available", "the fix I made".
fn relative_before(view: &View<'_>, verb: usize) -> Option<usize> {
    let mut at = verb;
    for _ in 0..5 {
        if at == 0 || view.marked(at, Marks::COMMA.with(Marks::BREAK)) {
            return None;
        }
        at -= 1;
        let word = view.known(at);
        let relative = matches!(word, "that" | "which" | "who");
        let reduced = view.is_any(at, SUBJECT_PRONOUN);
        // "the files that you sent".
        if reduced && at > 0 && matches!(view.known(at - 1), "that" | "which" | "who") {
            continue;
        }
        if (relative || reduced)
            && at > 0
            && !view.marked(at, Marks::COMMA)
            && is_noun_like(view, at - 1)
        {
            return Some(at);
        }
        if relative || reduced {
            return None;
        }
    }
    None
}

pub(super) fn head_of(view: &View<'_>, range: &Range<usize>) -> usize {
    let mut end = range.end;
    for at in range.start + 1..range.end {
        let classes = view.classes(at);
        let cuts = (classes.has(Class::Preposition) && at > range.start)
            || matches!(view.known(at), "that" | "which" | "who")
            || (at > range.start + 1 && classes.meets(SUBJECT_PRONOUN));
        if cuts {
            end = at;
            break;
        }
    }
    let mut head = end.saturating_sub(1).max(range.start);
    while head > range.start && view.is(head, Class::Adverb) {
        head -= 1;
    }
    head
}

pub(super) fn number_of(view: &View<'_>, range: &Range<usize>, head: usize) -> Number {
    let classes = view.classes(head);
    if matches!(view.known(range.start), "each" | "every") {
        return Number::Singular;
    }
    if classes.has(Class::EitherHead) {
        return Number::Unknown;
    }
    // "A couple of exports" are as many as they are, "the number of exports" is one number.
    let part = matches!(view.known(head), "all" | "most" | "some" | "any" | "none");
    let counted = (classes.has(Class::QuantityHead) || part)
        && view.known(head + 1) == "of"
        && (view.known(range.start) != "the" || view.known(head) != "number");
    if counted && head + 2 < range.end {
        let of = head + 2..range.end;
        return number_of(view, &of, head_of(view, &of));
    }
    if classes.has(Class::SingularHead) {
        return Number::Singular;
    }
    if classes.has(Class::PluralHead) || classes.has(Class::IndefinitePlural) {
        return Number::Plural;
    }
    if view.marked(head, Marks::OPAQUE.with(Marks::DIGIT)) {
        return Number::Singular;
    }
    let written = view.written(head);
    let ending = written.ends_with('s')
        && !["ss", "us", "is", "'s", "’s"].iter().any(|end| written.ends_with(end));
    let caps = view.marked(head, Marks::ALL_CAPS) && !written.ends_with('s');
    if ending && !caps { Number::Plural } else { Number::Singular }
}
