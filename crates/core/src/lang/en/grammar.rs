//! English clauses: closed classes, morphology and word order, no more.
//!
//! A subject is looked for to the left of its verb, a verb group to the right of its first word.
//! Where the words do not tell, the answer is the more general kind, so that rules stay silent.

use std::ops::Range;

use super::finite::finite_from;
use super::noun_phrase::phrase_end;
use super::subject::subject;
use super::verb_group::verb_group;
use super::{context, rewrite};
use crate::clause::{Clause, ClauseKind, Context};
use crate::document::{EndMark, Marks};
use crate::finding::Edit;
use crate::lang::class::{Class, ClassSet, MODAL};
use crate::lang::grammar::{Grammar, Style, View};

/// The grammar of English.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct English;

pub(super) const SUBJECT_PRONOUN: ClassSet =
    ClassSet::of(&[Class::I, Class::We, Class::You, Class::ThirdSingular, Class::ThirdPlural]);
pub(super) const VERB: ClassSet = ClassSet::of(&[
    Class::VerbBase,
    Class::VerbS,
    Class::VerbIng,
    Class::VerbPast,
    Class::VerbParticiple,
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

    fn phrase_end(&self, view: &View<'_>, start: usize) -> usize {
        phrase_end(view, start)
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

/// Adverbs stand between a subject and its verb; pronouns that look like adverbs do not count.
pub(super) fn is_between(view: &View<'_>, at: usize) -> bool {
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
