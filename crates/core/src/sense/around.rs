//! What surrounds a clause.

use crate::clause::{Clause, Context, SubjectKind};
use crate::lang::class::{Class, ClassSet};
use crate::lang::grammar::View;
use crate::lang::lexicon::WordId;
use crate::rule::SentenceCx;

/// What surrounds a clause: what was said before it, in its sentence and in the one before.
pub(super) struct Around {
    /// Said in this sentence before the clause.
    pub(super) before: Context,
    /// Said anywhere in this sentence.
    pub(super) whole: Context,
    /// Said in the sentence before.
    pub(super) previous: Context,
    /// Said in the sentence after.
    pub(super) next: Context,
    /// Whether the subject stands for something said before.
    pub(super) refers_back: bool,
    /// Whether the clause is about what was said before: by its subject, or by a word they share.
    pub(super) linked: bool,
    /// Whether the subject is the reader.
    pub(super) reader: bool,
    /// Whether the clause is the first of its sentence.
    pub(super) early: bool,
}

impl Around {
    pub(super) fn new(cx: &SentenceCx<'_>, clause: &Clause) -> Self {
        let refers_back = clause.subject.stands_for() || clause.subject.kind == SubjectKind::You;
        Self {
            before: cx.context_before(clause.words.start),
            whole: cx.context(),
            previous: cx.previous().map_or(Context::NONE, |view| cx.context_of(&view)),
            next: cx.next().map_or(Context::NONE, |view| cx.context_of(&view)),
            refers_back,
            linked: refers_back
                || clause.subject.kind != SubjectKind::Noun
                || is_linked(cx, clause),
            reader: clause.subject.kind == SubjectKind::You,
            early: clause.words.start <= 3,
        }
    }

    /// The writer has just said what they did, or which delivery holds it.
    pub(super) fn own_action(&self) -> bool {
        let action = Context::OWN_ACTION.with(Context::DELIVERY);
        self.before.says_any(action)
            || (self.linked && self.previous.says_any(action))
            || (self.reader && self.whole.says_any(Context::OWN_ACTION.with(Context::DONE)))
            || (self.refers_back && self.previous.says(Context::DONE))
    }

    /// The reader has just been told what to do, or a condition was set. A subject of its own goes back
    /// to the sentence before only where it has changed: "Clear the cache. The page should load again."
    pub(super) fn step(&self, changed: bool) -> bool {
        let step = Context::INSTRUCTION.with(Context::CONDITION);
        let told = self.refers_back || changed;
        self.before.says_any(step) || told && self.previous.says(Context::INSTRUCTION)
    }

    /// Yes or no, answered in this clause.
    pub(super) fn answers(&self) -> bool {
        self.early && self.whole.says(Context::ANSWER)
    }

    pub(super) fn calibrated(&self) -> bool {
        self.whole.says(Context::CALIBRATED) || self.next.says(Context::CALIBRATED)
    }
}

/// Whether the subject is the writer's or the reader's record, or takes up a word of the sentence
/// before: "I've fixed the export. The export should work."
fn is_linked(cx: &SentenceCx<'_>, clause: &Clause) -> bool {
    const OWN: ClassSet = ClassSet::of(&[
        Class::Record,
        Class::Service,
        Class::Remedy,
        Class::ReleaseWord,
        Class::Problem,
        Class::WriterPossessive,
        Class::IndefinitePlural,
        Class::IndefiniteSingular,
    ]);
    const CONTENT: ClassSet = ClassSet::of(&[Class::Artefact, Class::CustomerThing]);
    let view = &cx.view;
    let mut subject = clause.subject.words.clone();
    subject.any(|at| {
        let taken_up = |previous: View<'_>| {
            let content = view.is_any(at, CONTENT) || view.words[at].id == WordId::UNKNOWN;
            let written = view.written(at).to_lowercase();
            content && (0..previous.len()).any(|n| previous.written(n).to_lowercase() == written)
        };
        view.is_any(at, OWN) || cx.previous().is_some_and(taken_up)
    })
}
