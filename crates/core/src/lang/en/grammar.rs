//! English clauses: closed classes, morphology and word order, no more.
//!
//! A subject is looked for to the left of its verb, a verb group to the right of its first word.
//! Where the words do not tell, the answer is the more general kind, so that rules stay silent.

use std::ops::Range;

use super::{context, rewrite};
use crate::clause::{
    Clause, ClauseKind, Context, Number, Predicate, Subject, SubjectKind, VerbGroup,
};
use crate::document::{EndMark, Marks};
use crate::finding::Edit;
use crate::lang::class::{Class, ClassSet};
use crate::lang::grammar::{Grammar, Style, View};

/// The grammar of English.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct English;

pub(super) const MODAL: ClassSet = ClassSet::of(&[
    Class::Should,
    Class::Ought,
    Class::Must,
    Class::May,
    Class::Could,
    Class::Will,
    Class::Can,
]);
pub(super) const SUBJECT_PRONOUN: ClassSet =
    ClassSet::of(&[Class::I, Class::We, Class::You, Class::ThirdSingular, Class::ThirdPlural]);
const VERB: ClassSet = ClassSet::of(&[
    Class::VerbBase,
    Class::VerbS,
    Class::VerbIng,
    Class::VerbPast,
    Class::VerbParticiple,
]);
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

impl Grammar for English {
    fn clause_at(&self, view: &View<'_>, at: usize) -> Clause {
        let verb = verb_group(view, at);
        let found = subject(view, at, 0);
        let words = found.start..verb.complement.end.max(verb.words.end);
        let kind = if self.asks(view, at) && found.kind != ClauseKind::Inversion {
            ClauseKind::Question
        } else {
            found.kind
        };
        Clause { words, kind, subject: found.subject, verb, coordinated: found.coordinated }
    }

    fn clause_from(&self, view: &View<'_>, start: usize) -> Option<Clause> {
        finite_from(view, start).map(|at| self.clause_at(view, at))
    }

    fn asks(&self, view: &View<'_>, at: usize) -> bool {
        view.sentence.end == EndMark::Question && !asks_later(view, at)
    }

    fn certain(&self, view: &View<'_>, clause: &Clause, style: Style) -> Vec<Vec<Edit>> {
        rewrite::certain(view, clause, style)
    }

    fn forecast(&self, view: &View<'_>, clause: &Clause, style: Style) -> Option<Vec<Edit>> {
        rewrite::forecast(view, clause, style)
    }

    fn raised(&self, view: &View<'_>, clause: &Clause, style: Style) -> Option<Vec<Edit>> {
        rewrite::raised(view, clause, style)
    }

    fn equated(
        &self,
        view: &View<'_>,
        clause: &Clause,
        cue: Range<usize>,
        style: Style,
    ) -> Option<Vec<Edit>> {
        rewrite::equated(view, clause, cue, style)
    }

    fn context(&self, view: &View<'_>) -> Context {
        context::of(view, 0..view.len())
    }

    fn context_before(&self, view: &View<'_>, until: usize) -> Context {
        context::of(view, 0..until.min(view.len()))
    }
}

/// Whether the question of the sentence begins after the word `at`: ", could you …", "; is it …".
fn asks_later(view: &View<'_>, at: usize) -> bool {
    (at + 2..view.len()).any(|n| {
        let begins = view.marked(n, Marks::COMMA.with(Marks::BREAK))
            || view.is(n - 1, Class::Coordinator)
            || matches!(view.known(n - 1), "please" | "so");
        let inverted = (view.is_any(n, MODAL)
            || view.is_any(n, ClassSet::of(&[Class::Be, Class::Have, Class::Do])))
            && view.is_any(n + 1, SUBJECT_PRONOUN);
        let wh = view.is(n, Class::Wh)
            && (view.is_any(n + 1, MODAL)
                || view.is_any(n + 1, ClassSet::of(&[Class::Be, Class::Do])));
        begins && (inverted || wh)
    })
}

/// A subject with where its clause begins.
struct Found {
    subject: Subject,
    start: usize,
    kind: ClauseKind,
    coordinated: bool,
}

fn pronoun(kind: SubjectKind, number: Number, at: usize) -> Subject {
    Subject { kind, number, words: at..at + 1, head: Some(at), antecedent: None }
}

/// Adverbs stand between a subject and its verb; pronouns that look like adverbs do not count.
fn is_between(view: &View<'_>, at: usize) -> bool {
    const PRONOUN: ClassSet = ClassSet::of(&[
        Class::IndefinitePlural,
        Class::IndefiniteSingular,
        Class::There,
        Class::Deictic,
    ]);
    let classes = view.classes(at);
    (classes.has(Class::Adverb) && !classes.meets(PRONOUN))
        || classes.has(Class::Negation) && !classes.has(Class::Determiner)
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

fn subject(view: &View<'_>, verb: usize, depth: u32) -> Found {
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
fn kind_before(view: &View<'_>, start: usize) -> ClauseKind {
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

/// Whether the word can be a noun, a number or a name.
fn is_noun_like(view: &View<'_>, at: usize) -> bool {
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
fn phrase_start(view: &View<'_>, last: usize) -> usize {
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

fn is_pronoun_that(view: &View<'_>, at: usize) -> bool {
    view.known(at) == "that" && !is_noun_like(view, at + 1)
}

/// The noun phrase that ends at `last`, just before its verb.
fn noun_phrase(view: &View<'_>, verb: usize, last: usize) -> Found {
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
            if word == "that" && is_noun_like(view, k) && !after_verb_of_saying(view, prev) {
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
                && begins_verb(view, k)
            {
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
    let number = if plural && !gerund { Number::Plural } else { number_of(view, &range, head) };
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
fn is_plain_noun(view: &View<'_>, at: usize) -> bool {
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

fn begins_verb(view: &View<'_>, at: usize) -> bool {
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

fn head_of(view: &View<'_>, range: &Range<usize>) -> usize {
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

fn number_of(view: &View<'_>, range: &Range<usize>, head: usize) -> Number {
    let classes = view.classes(head);
    if matches!(view.known(range.start), "each" | "every") {
        return Number::Singular;
    }
    if classes.has(Class::EitherHead) {
        return Number::Unknown;
    }
    // "A couple of exports" are as many as they are, "the number of exports" is one number.
    let counted = classes.has(Class::QuantityHead)
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

/// The finite verb of the clause that begins at `start`.
fn finite_from(view: &View<'_>, start: usize) -> Option<usize> {
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
        let bare =
            at == first + 1 && view.is(at, Class::VerbBase) && view.is_any(first, SUBJECT_PRONOUN);
        if is_finite(view, at) && at > first || open || bare {
            if skip == 0 {
                return Some(at);
            }
            skip -= 1;
        }
        at += 1;
    }
    None
}
