//! What the clause under a frame such as "I think" or "it seems" claims.

use super::reports_change;
use crate::clause::{Clause, Context, Number, Predicate, SubjectKind};
use crate::document::Marks;
use crate::lang::class::{Class, ClassSet};
use crate::lang::grammar::View;
use crate::owner::{self, Owner, Ownership};
use crate::rule::SentenceCx;

/// What the clause under a frame such as "I think" or "it seems" claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Claim {
    /// Something finished: "this is fixed now".
    Finished,
    /// What the writer did: "I forgot to upload it".
    OwnDeed,
    /// A fact about the writer's own product, service or records.
    OwnFact,
    /// A fact whose owner is not named.
    Fact,
    /// What is best, nicer, enough; a norm or a wish.
    Opinion,
    /// What the writer or the reader will do, needs to do, should do.
    Plan,
    /// Something on the reader's side or at a third party.
    Foreign,
}

/// Judges the clause under a frame, with whose fact it is.
pub(crate) fn claim(cx: &SentenceCx<'_>, clause: &Clause) -> (Claim, Ownership) {
    let view = &cx.view;
    let ownership = owner::of(cx, clause);
    let verb = &clause.verb;
    let word = verb.verb.map_or("", |at| view.known(at));
    let modal = verb.modal.map_or(ClassSet::EMPTY, |at| view.classes(at));
    let person = clause.subject.kind;
    let taste = (verb.words.start..verb.complement.end)
        .take(9)
        .any(|at| view.is(at, Class::Taste) && !is_attribute(view, clause, at));
    // "This should be fixed" is a norm, unless a release or *now* makes it a report.
    let reported = !modal.has(Class::Should)
        || reports_change(view, clause)
        || cx.context().says(Context::RELEASE);
    let is_finished = finished(view, clause) && reported;
    let norm = modal.has(Class::Must)
        || modal.has(Class::Ought)
        || (modal.has(Class::Should) && !is_finished)
        || view.is(verb.words.end, Class::To)
            && verb
                .verb
                .is_some_and(|at| view.is(at, Class::Demand) || verb.predicate == Predicate::Have);
    if is_finished && !taste {
        return (Claim::Finished, ownership);
    }
    match person {
        SubjectKind::I | SubjectKind::We => {
            let past = !verb.modal.is_some_and(|at| {
                view.is_any(at, ClassSet::of(&[Class::Will, Class::Can, Class::Could, Class::May]))
            }) && (matches!(
                verb.predicate,
                Predicate::Perfect | Predicate::PerfectPassive
            ) || verb
                .verb
                .is_some_and(|at| view.is(at, Class::VerbPast) && !view.is(at, Class::VerbBase))
                || view.known(verb.words.start) == "did");
            // What one has seen or heard is memory, not a deed.
            let memory = verb.verb.is_some_and(|at| {
                view.is_any(at, ClassSet::of(&[Class::Experience, Class::Think]))
                    && !view.is(at, Class::OwnWork)
                    && view.known(at) != "got"
            });
            let habit = verb.modal.is_none()
                && verb.predicate == Predicate::Verb
                && verb.verb.is_some_and(|at| {
                    view.is_any(at, ClassSet::of(&[Class::OwnWork, Class::Instruct]))
                });
            // "We don't have a client for that": what there is on the writer's side.
            let state = person == SubjectKind::We
                && verb.modal.is_none()
                && (verb.predicate == Predicate::Have
                    || matches!(word, "have" | "support" | "offer"))
                && !norm;
            let claim = if state {
                Claim::OwnFact
            } else if (past || habit) && !taste && !norm && !memory {
                Claim::OwnDeed
            } else {
                Claim::Plan
            };
            (claim, ownership)
        }
        SubjectKind::You => {
            let able =
                modal.meets(ClassSet::of(&[Class::Can])) || verb.predicate == Predicate::Able;
            if able && !taste {
                return (Claim::Fact, ownership);
            }
            // "You have made another account", "you were charged twice": it is on record.
            let done = verb.predicate == Predicate::Passive
                && verb.verb.is_some_and(|at| view.is(at, Class::RecordVerb));
            let recorded = verb.modal.is_none()
                && (verb.predicate == Predicate::Perfect || verb.predicate == Predicate::Passive)
                && (done
                    || verb
                        .complement
                        .clone()
                        .any(|at| view.is(at, Class::Record) && !view.marked(at, Marks::OPAQUE)));
            if recorded && !taste {
                return (Claim::OwnFact, Ownership::by_noun(Owner::CustomerRecord, "you"));
            }
            let plan = modal != ClassSet::EMPTY || norm;
            (if plan { Claim::Plan } else { Claim::Foreign }, ownership)
        }
        _ => {
            if ownership.owner.is_foreign()
                || mentions_reader(view, clause)
                || blames_other(cx, clause)
            {
                return (Claim::Foreign, ownership);
            }
            let supposes = modal.meets(ClassSet::of(&[Class::May, Class::Could]))
                || verb.modal.is_some_and(|at| matches!(view.known(at), "would" | "'d"));
            if taste || norm || supposes {
                return (Claim::Opinion, ownership);
            }
            // "They'll just tell me": what other people say and do.
            let told = person == SubjectKind::Pronoun
                && clause.subject.number == Number::Plural
                && verb.verb.is_some_and(|at| view.is(at, Class::Say));
            if told {
                return (Claim::Foreign, ownership);
            }
            // Somebody is using, referring, asking: a person's doing.
            let doing = verb.predicate == Predicate::Progressive
                && !verb.verb.is_some_and(|at| view.is(at, Class::Function))
                && !ownership.owner.is_own();
            if doing {
                return (Claim::Foreign, ownership);
            }
            if ownership.owner == Owner::Unknown
                && let Some(trouble) = own_trouble(view, clause)
            {
                return (Claim::OwnFact, trouble);
            }
            let claim = if ownership.owner.is_own() { Claim::OwnFact } else { Claim::Fact };
            (claim, ownership)
        }
    }
}

/// "It was sent to the wrong address": a word of taste that only tells one thing from another.
fn is_attribute(view: &View<'_>, clause: &Clause, at: usize) -> bool {
    const NO_NOUN: ClassSet = ClassSet::of(&[
        Class::Preposition,
        Class::To,
        Class::Coordinator,
        Class::Subordinator,
        Class::Adverb,
        Class::Determiner,
        Class::VerbIng,
    ]);
    let noun_follows = at + 1 < clause.verb.complement.end
        && !view.marked(at + 1, Marks::PUNCTUATION)
        && !view.is_any(at + 1, NO_NOUN);
    clause.verb.predicate != Predicate::Be && noun_follows
}

/// "This is a side effect of the same bug": trouble of which no other owner is named is the writer's.
fn own_trouble(view: &View<'_>, clause: &Clause) -> Option<Ownership> {
    let complement = clause.verb.complement.clone();
    let at = complement.clone().find(|&at| view.is(at, Class::Problem))?;
    let general = matches!(
        clause.subject.kind,
        SubjectKind::Pronoun | SubjectKind::Deictic | SubjectKind::Elided | SubjectKind::There
    );
    let named = complement.into_iter().any(|at| {
        view.marked(at, Marks::CAPITAL) && view.known(at) != "I"
            || view.is_any(at, ClassSet::of(&[Class::ThirdParty, Class::ReaderPossessive]))
    });
    (general && clause.verb.predicate == Predicate::Be && !named)
        .then(|| Ownership::by_noun(Owner::OwnProduct, view.written(at)))
}

/// "It is a bug in Acme", "an issue with your router": the trouble is said to be somebody else's.
fn blames_other(cx: &SentenceCx<'_>, clause: &Clause) -> bool {
    let view = &cx.view;
    let complement = clause.verb.complement.clone();
    let Some(trouble) = complement.clone().find(|&at| view.is(at, Class::Problem)) else {
        return false;
    };
    let Some(place) =
        (trouble + 1..complement.end.min(trouble + 3)).find(|&at| view.is(at, Class::Preposition))
    else {
        return false;
    };
    let named = (place + 1..complement.end.min(place + 4)).any(|at| {
        view.marked(at, Marks::CAPITAL)
            || view.is_any(at, ClassSet::of(&[Class::ThirdParty, Class::ReaderPossessive]))
    });
    named
        && owner::phrase(cx, view, place + 1..complement.end)
            .is_none_or(|found| !found.is_outright() || found.owner.is_foreign())
}

/// Whether the clause says that something is done: "is now fixed", "has been resolved".
fn finished(view: &View<'_>, clause: &Clause) -> bool {
    let state = clause
        .verb
        .verb
        .is_some_and(|at| view.is(at, Class::StateResult) && view.is(at, Class::VerbParticiple));
    let passive = matches!(clause.verb.predicate, Predicate::Passive | Predicate::PerfectPassive);
    // "will be fixed" and "could be fixed" are to come, "was fixed" is history.
    let at = clause.verb.words.start;
    let present = clause.verb.modal.is_none_or(|at| view.is(at, Class::Should))
        && !matches!(view.known(at), "was" | "were" | "had");
    passive
        && present
        && state
        && !clause.verb.negated
        && !view.is_any(clause.verb.words.end, ClassSet::of(&[Class::To]))
}

/// Whether the clause is about the reader's own doing or things: "your code", "you are using".
fn mentions_reader(view: &View<'_>, clause: &Clause) -> bool {
    let head = clause.subject.head.map_or(clause.subject.words.end, |head| head + 1);
    let both = matches!(view.known(clause.subject.words.start), "both" | "all" | "most" | "some");
    let end = if both { clause.subject.words.end } else { head };
    let phrase = clause.subject.words.start..end.max(clause.subject.words.start);
    // "That is your starting point" is about the reader as well.
    let complement = clause.verb.complement.clone().find(|&at| !view.is(at, Class::Adverb));
    let equated = matches!(
        clause.subject.kind,
        SubjectKind::Deictic | SubjectKind::Pronoun | SubjectKind::Elided
    ) && clause.verb.predicate == Predicate::Be
        && complement.is_some_and(|at| view.is(at, Class::ReaderPossessive))
        && !clause.verb.complement.clone().any(|at| view.is(at, Class::Record));
    let named = phrase.clone().any(|at| view.is(at, Class::ReaderPossessive))
        && !phrase.clone().any(|at| view.is(at, Class::Record));
    named || equated
}
