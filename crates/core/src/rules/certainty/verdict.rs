//! What the certainty rules have in common: quoting, finding a clause, lowering, pushing.

use std::ops::Range;

use crate::clause::{Clause, ClauseKind};
use crate::document::Marks;
use crate::finding::{Finding, Severity};
use crate::lang::class::{AUXILIARY, Class, ClassSet};
use crate::lang::grammar::View;
use crate::rule::{SentenceCx, Sink};
use crate::sense::{Reading, Strength};
use crate::settings::Profile;

/// After one of these nothing is asserted: "if I promise".
pub(super) const SUPPOSING: ClassSet = ClassSet::of(&[Class::Condition, Class::Wh]);

/// The month May: "3 May", "May 3", "in May".
pub(super) fn is_month(view: &View<'_>, at: usize) -> bool {
    let joined = |at: usize| !view.marked(at, Marks::PUNCTUATION);
    let day = |at: usize| view.marked(at, Marks::DIGIT);
    let name = at > 0 && view.marked(at, Marks::CAPITAL);
    view.known(at) == "may"
        && (name || at > 0 && joined(at) && day(at - 1) || joined(at + 1) && day(at + 1))
}

/// The verb group with the state that follows it: "should be back to normal".
pub(super) fn with_state(cx: &SentenceCx<'_>, clause: &Clause) -> Range<usize> {
    let view = &cx.view;
    let mut end = clause.verb.words.end;
    for at in clause.verb.complement.clone() {
        let fixed = matches!(view.known(at), "to" | "go" | "and" | "up" | "running" | "normal");
        let state = view.is(at, Class::ReadyWord)
            || view.is(at, Class::Adverb) && !view.is(at, Class::NowAdverb);
        if view.marked(at, Marks::PUNCTUATION) || !(fixed || state) {
            break;
        }
        end = at + 1;
    }
    clause.verb.words.start..end
}

/// Whether the clause does not assert: it asks, sets a condition, or tells what the reader said.
pub(super) fn is_subordinate(clause: &Clause) -> bool {
    matches!(
        clause.kind,
        ClauseKind::Question
            | ClauseKind::Inversion
            | ClauseKind::Condition
            | ClauseKind::Embedded
            | ClauseKind::Reported
    )
}

/// Whether a frame such as "I think" stands inside a question or a condition: "the way I think".
pub(super) fn is_embedded_frame(view: &View<'_>, at: usize) -> bool {
    at > 0
        && !view.marked(at, Marks::COMMA.with(Marks::BREAK))
        && (view.is_any(at - 1, ClassSet::of(&[Class::Wh, Class::Condition]))
            || matches!(view.known(at - 1), "reason" | "way" | "what" | "because"))
}

/// The first word of the verb group that holds the verb `at`; `None` where the verb is not finite:
/// "will appear", "to seem", "might look like".
pub(super) fn group_start(view: &View<'_>, at: usize) -> Option<usize> {
    let mut start = at;
    loop {
        let Some(before) = start.checked_sub(1) else { return Some(start) };
        if view.marked(start, Marks::COMMA.with(Marks::BREAK)) {
            return Some(start);
        }
        let classes = view.classes(before);
        if classes.has(Class::Negation)
            || classes.has(Class::Adverb) && before > 0 && view.is_any(before - 1, AUXILIARY)
        {
            start = before;
            continue;
        }
        if classes.has(Class::Do) || matches!(view.known(before), "would" | "'d") {
            return Some(before);
        }
        let other =
            classes.meets(AUXILIARY) || classes.has(Class::To) || view.known(before) == "'ll";
        let bare = view.is(at, Class::VerbBase) && !view.is(at, Class::VerbS);
        let infinitive = bare
            && matches!(view.known(before), "it" | "them" | "you" | "this" | "that")
            && before > 0
            && matches!(view.known(before - 1), "make" | "let" | "makes" | "making");
        return (!other && !infinitive).then_some(start);
    }
}

/// The finite verb of the clause in which `words` stand: the auxiliary just before them, else the
/// nearest finite verb after them, else before.
pub(super) fn finite_near(view: &View<'_>, words: &Range<usize>) -> Option<usize> {
    let mut before = words.start;
    while before > 0 && !view.marked(before, Marks::BREAK) {
        let n = before - 1;
        if view.is_any(n, AUXILIARY)
            || view.known(n) == "'s"
            || view.known(n) == "'ll"
            || view.known(n) == "'re"
        {
            return Some(n);
        }
        if !view.is(n, Class::Adverb) && !view.is(n, Class::Negation) {
            break;
        }
        before = n;
    }
    let after = (words.end..view.len())
        .take_while(|&at| !view.marked(at, Marks::COLON.with(Marks::DASH)))
        .find(|&at| is_verb(view, at, words.end));
    after.or_else(|| {
        (0..words.start)
            .rev()
            .take_while(|&at| !view.marked(at + 1, Marks::COLON.with(Marks::DASH)))
            .find(|&at| is_verb(view, at, 0))
    })
}

fn is_verb(view: &View<'_>, at: usize, start: usize) -> bool {
    let classes = view.classes(at);
    if classes.meets(AUXILIARY)
        || matches!(view.known(at), "'s" | "'ll" | "'re" | "'m" | "'ve")
            && view.marked(at, Marks::CLITIC)
    {
        return !matches!(view.known(at), "be" | "been" | "being" | "having");
    }
    const NOMINAL: ClassSet = ClassSet::of(&[
        Class::Artefact,
        Class::Record,
        Class::Service,
        Class::Problem,
        Class::Remedy,
        Class::Preposition,
        Class::Determiner,
    ]);
    // Right after an adverb, "fixes" is a verb.
    let after_adverb = at == start && at > 0 && view.is(at - 1, Class::Adverb);
    let finite = classes.meets(ClassSet::of(&[Class::VerbS, Class::VerbPast]))
        && (after_adverb || !classes.meets(NOMINAL));
    let bare = classes.has(Class::VerbBase)
        && !classes.meets(NOMINAL)
        && at > 0
        && view.is_any(
            at - 1,
            ClassSet::of(&[Class::I, Class::We, Class::You, Class::ThirdPlural, Class::Adverb]),
        );
    (finite || bare) && at >= start
}

/// Whether the clause says what is better, enough, nice.
pub(super) fn has_taste(view: &View<'_>, clause: &Clause) -> bool {
    clause.words.clone().any(|at| view.is(at, Class::Taste))
}

/// Whether the word is an auxiliary that can begin a verb group.
pub(super) fn is_finite(view: &View<'_>, at: usize) -> bool {
    view.is_any(at, AUXILIARY)
        && !matches!(view.known(at), "be" | "been" | "being" | "having" | "have")
}

/// Whether a new clause begins at the word `at`.
pub(super) fn breaks(view: &View<'_>, at: usize) -> bool {
    view.marked(at, Marks::BREAK)
        || matches!(view.known(at), "but" | "because" | "so" | "which" | "although")
        || view.known(at) == "and" && view.marked(at, Marks::COMMA)
}

/// The word *again* in "shouldn't happen again".
pub(super) fn happens_again(cx: &SentenceCx<'_>, clause: &Clause) -> Option<usize> {
    let view = &cx.view;
    let happens = clause.verb.negated
        && clause.verb.verb.is_some_and(|at| matches!(view.known(at), "happen" | "occur"));
    clause.verb.complement.clone().find(|&at| happens && view.known(at) == "again")
}

/// Lowers the finding as far as the reading asks, says why, and hands it on.
pub(super) fn push(
    mut finding: Finding,
    reading: &Reading,
    clause: &Clause,
    cx: &SentenceCx<'_>,
    out: &mut Sink<'_>,
) {
    if reading.strength == Strength::Coach && cx.facts.profile != Profile::Coach {
        return;
    }
    finding.severity = match reading.strength {
        Strength::Full => finding.severity,
        Strength::Fair => finding.severity.min(Severity::Information),
        Strength::Faint | Strength::Coach => Severity::Hint,
    };
    finding.notes.push(reading.ownership.note());
    if !reading.because.is_empty() {
        finding.notes.push(format!("said more softly because {}", reading.because));
    }
    finding.clause = cx.span(clause.words.clone()).cover(finding.span);
    out.push(finding);
}
