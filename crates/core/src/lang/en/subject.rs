//! The subject of a verb: looked for to its left.

use std::ops::Range;

use super::finite::is_finite;
use super::grammar::{SUBJECT_PRONOUN, VERB, is_between};
use super::noun_phrase::{head_of, is_noun_like, noun_phrase, number_of, phrase_start};
use crate::clause::{ClauseKind, Number, Subject, SubjectKind};
use crate::document::{EndMark, Marks};
use crate::lang::class::{Class, ClassSet, MODAL};
use crate::lang::grammar::View;

/// A subject with where its clause begins.
pub(super) struct Found {
    pub(super) subject: Subject,
    pub(super) start: usize,
    pub(super) kind: ClauseKind,
    pub(super) coordinated: bool,
}

fn pronoun(kind: SubjectKind, number: Number, at: usize) -> Subject {
    Subject { kind, number, words: at..at + 1, head: Some(at), antecedent: None }
}

/// An aside right before the verb, where it begins: "The export (all 200 rows) should be there".
fn aside(view: &View<'_>, verb: usize) -> Option<usize> {
    let before = verb.checked_sub(1)?;
    let begins = if view.marked(verb, Marks::DASH) {
        // "Fixed it - should work now" has one dash only.
        (1..verb).rev().find(|&at| view.marked(at, Marks::DASH))
    } else {
        let inside = |at: usize| view.marked(at, Marks::PARENTHESIS);
        let closes = inside(before) && !inside(verb) && !view.marked(verb, Marks::COMMA);
        (1..verb).rev().find(|&at| closes && !inside(at - 1))
    }?;
    (!(begins..verb).any(|at| is_finite(view, at))).then_some(begins)
}

pub(super) fn subject(view: &View<'_>, verb: usize, depth: u32) -> Found {
    let aside = aside(view, verb);
    let mut p = aside.unwrap_or(verb);
    let mut broken = false;
    while p > 0 {
        broken |= view.marked(p, Marks::BREAK) && aside != Some(p);
        if broken || !is_between(view, p - 1) {
            break;
        }
        // "if it isn't, looks like": the comma ends the clause; "this, however, should" goes on.
        if view.marked(p, Marks::COMMA) && !view.marked(p - 1, Marks::COMMA) {
            broken = true;
            break;
        }
        p -= 1;
    }
    if p == 0 || broken {
        return no_subject(view, verb, p);
    }
    let at = p - 1;
    let classes = view.classes(at);
    if view.marked(p, Marks::COMMA) && !view.marked(at, Marks::COMMA) && p == verb && at > 0 {
        // "…, should anything come up": the clause begins at the comma.
        let inverted = begins_noun_phrase(view, verb + 1);
        if inverted {
            return no_subject(view, verb, p);
        }
    }
    if classes.has(Class::I) {
        return by_pronoun(view, pronoun(SubjectKind::I, Number::Singular, at), at);
    }
    if classes.has(Class::We) {
        return by_pronoun(view, pronoun(SubjectKind::We, Number::Plural, at), at);
    }
    if classes.has(Class::You) {
        return by_pronoun(view, pronoun(SubjectKind::You, Number::Plural, at), at);
    }
    if classes.has(Class::There) {
        return by_pronoun(view, pronoun(SubjectKind::There, Number::Unknown, at), at);
    }
    if classes.has(Class::ThirdSingular) {
        return by_pronoun(view, pronoun(SubjectKind::Pronoun, Number::Singular, at), at);
    }
    if classes.has(Class::Relative) || classes.has(Class::Deictic) {
        return relative_or_deictic(view, at, depth);
    }
    if classes.has(Class::ThirdPlural) {
        let deictic = matches!(view.known(at), "these" | "those");
        let kind = if deictic { SubjectKind::Deictic } else { SubjectKind::Pronoun };
        return by_pronoun(view, pronoun(kind, Number::Plural, at), at);
    }
    if classes.has(Class::Wh) {
        let mut found = no_subject(view, verb, p);
        found.kind = ClauseKind::Embedded;
        return found;
    }
    if classes.has(Class::Coordinator) {
        return coordinated(view, verb, at, depth);
    }
    if classes.has(Class::Subordinator) && !classes.meets(VERB) {
        let mut found = no_subject(view, verb, p);
        found.kind = ClauseKind::Condition;
        return found;
    }
    if classes.has(Class::IndefiniteSingular) || classes.has(Class::IndefinitePlural) {
        // "we all should": the pronoun is the subject.
        if at > 0 && view.is_any(at - 1, SUBJECT_PRONOUN) && !view.marked(at, Marks::COMMA) {
            return subject(view, at, depth + 1);
        }
        let alone = at == 0
            || view.marked(at, Marks::COMMA.with(Marks::BREAK))
            || view.is_any(
                at - 1,
                ClassSet::of(&[
                    Class::Coordinator,
                    Class::Subordinator,
                    Class::Adverb,
                    Class::Think,
                ]),
            );
        if alone {
            let number = match view.known(at) {
                "all" | "most" | "some" | "none" => Number::Unknown,
                _ if classes.has(Class::IndefinitePlural) => Number::Plural,
                _ => Number::Singular,
            };
            return by_pronoun(view, pronoun(SubjectKind::Indefinite, number, at), at);
        }
    }
    noun_phrase(view, verb, at)
}

/// A pronoun subject; the word before it says how its clause stands.
fn by_pronoun(view: &View<'_>, subject: Subject, at: usize) -> Found {
    let start = lead(view, at);
    Found { kind: kind_before(view, start), subject, start, coordinated: false }
}

/// Takes adverbs before a clause's first word into the clause.
fn lead(view: &View<'_>, mut at: usize) -> usize {
    while at > 0
        && !view.marked(at, Marks::BREAK)
        && view.is(at - 1, Class::Adverb)
        && !view.is_any(
            at - 1,
            ClassSet::of(&[Class::Coordinator, Class::Preposition, Class::Subordinator]),
        )
    {
        at -= 1;
    }
    at
}

/// How a clause stands, from what is before its first word.
pub(super) fn kind_before(view: &View<'_>, start: usize) -> ClauseKind {
    if start == 0 || view.marked(start, Marks::COLON.with(Marks::DASH)) {
        return ClauseKind::Main;
    }
    let before = start - 1;
    let word = view.known(before);
    // "although it should work" asserts; "as though it should" compares.
    let compares = word == "though" && before > 0 && view.known(before - 1) == "as";
    if view.is(before, Class::Condition)
        || compares
        || matches!(word, "since" | "while" | "before" | "after" | "till" | "than")
    {
        return ClauseKind::Condition;
    }
    if word == "that" {
        return if reported(view, before) { ClauseKind::Reported } else { ClauseKind::Main };
    }
    if view.is(before, Class::Wh) || word == "way" {
        return ClauseKind::Embedded;
    }
    if view.is(before, Class::Say) && reported(view, before + 1) {
        return ClauseKind::Reported;
    }
    ClauseKind::Main
}

/// Whether the clause before `at` says what the reader said: "you mentioned that …".
fn reported(view: &View<'_>, at: usize) -> bool {
    let verb = (0..at).rev().take(4).find(|&n| view.is(n, Class::Say) && view.is_any(n, VERB));
    let Some(verb) = verb else { return false };
    let mut before = verb;
    while before > 0
        && (view.is(before - 1, Class::Adverb)
            || view.is(before - 1, Class::Have)
            || view.is(before - 1, Class::Be))
    {
        before -= 1;
    }
    before > 0 && view.is(before - 1, Class::You)
}

/// "Should be fixed now." and "Should you need anything".
fn no_subject(view: &View<'_>, verb: usize, start: usize) -> Found {
    // Only auxiliaries invert: "Should you …", but "Seems the page …".
    let auxiliary = view.is_any(verb, MODAL)
        || view.is_any(verb, ClassSet::of(&[Class::Be, Class::Have, Class::Do]));
    let inverted = auxiliary && begins_noun_phrase(view, verb + 1);
    let kind = if !inverted {
        ClauseKind::Main
    } else if view.sentence.end == EndMark::Question {
        ClauseKind::Question
    } else {
        ClauseKind::Inversion
    };
    let subject = Subject {
        kind: SubjectKind::Elided,
        number: Number::Singular,
        words: verb..verb,
        head: None,
        antecedent: None,
    };
    Found { subject, start, kind, coordinated: false }
}

/// Whether a subject begins at `at`, as after an inverted verb.
fn begins_noun_phrase(view: &View<'_>, at: usize) -> bool {
    const BEGIN: ClassSet = ClassSet::of(&[
        Class::I,
        Class::We,
        Class::You,
        Class::ThirdSingular,
        Class::ThirdPlural,
        Class::Deictic,
        Class::There,
        Class::IndefiniteSingular,
        Class::Determiner,
        Class::Possessive,
    ]);
    view.is_any(at, BEGIN) && !matches!(view.known(at), "no" | "all" | "either" | "neither")
}

/// "…, and should continue to work": the subject is that of the clause before.
fn coordinated(view: &View<'_>, verb: usize, conjunction: usize, depth: u32) -> Found {
    // "I've cleared it, so should be fixed now": what should be fixed is not the writer.
    let earlier = (0..conjunction)
        .rev()
        .find(|&at| is_finite(view, at))
        .filter(|_| depth < 4 && view.known(conjunction) != "so");
    let mut found = match earlier {
        Some(earlier) => subject(view, first_of_group(view, earlier), depth + 1),
        None => no_subject(view, verb, conjunction + 1),
    };
    found.start = conjunction + 1;
    found.coordinated = true;
    if matches!(found.kind, ClauseKind::Inversion) {
        found.kind = ClauseKind::Main;
    }
    let state = view.known(verb + 1) == "be" || view.known(verb + 2) == "be";
    if state && matches!(found.subject.kind, SubjectKind::I | SubjectKind::We) {
        found.subject = no_subject(view, verb, conjunction + 1).subject;
    }
    found
}

/// Steps back from a finite verb over auxiliaries that belong to the same group.
fn first_of_group(view: &View<'_>, mut at: usize) -> usize {
    while at > 0
        && (view.is_any(at - 1, MODAL)
            || (view.is(at - 1, Class::Have) || view.is(at - 1, Class::Be))
                && !view.marked(at, Marks::PUNCTUATION))
    {
        at -= 1;
    }
    at
}

fn relative_or_deictic(view: &View<'_>, at: usize, depth: u32) -> Found {
    let word = view.known(at);
    let noun_before = at > 0 && !view.marked(at, Marks::BREAK) && is_noun_like(view, at - 1);
    let comma = view.marked(at, Marks::COMMA);
    let relative = match word {
        "which" | "who" => at > 0,
        "that" => noun_before && !comma,
        _ => false,
    };
    if !relative {
        if matches!(word, "which" | "who") {
            // "Which should …" without a noun before it goes on from the sentence before.
            let subject = pronoun(SubjectKind::Relative, Number::Unknown, at);
            return Found { subject, start: at, kind: ClauseKind::Main, coordinated: false };
        }
        return by_pronoun(view, pronoun(SubjectKind::Deictic, Number::Singular, at), at);
    }
    let antecedent = antecedent_before(view, at, depth);
    let number = antecedent.as_ref().map_or(Number::Singular, |range| {
        let head = head_of(view, range);
        number_of(view, range, head)
    });
    let subject = Subject {
        kind: SubjectKind::Relative,
        number,
        words: at..at + 1,
        head: Some(at),
        antecedent,
    };
    Found { subject, start: at, kind: ClauseKind::Relative, coordinated: false }
}

/// The noun phrase that ends just before `at`.
fn antecedent_before(view: &View<'_>, at: usize, depth: u32) -> Option<Range<usize>> {
    if at == 0 || depth > 4 {
        return None;
    }
    let start = phrase_start(view, at - 1);
    (start < at).then_some(start..at)
}
