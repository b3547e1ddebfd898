//! The sense of *should* and *ought to*.

use super::around::Around;
use super::third_person::third_person;
use super::{Reading, Sense, Strength, counterfactual, reports_change};
use crate::clause::{Clause, ClauseKind, Context, Predicate, SubjectKind};
use crate::lang::class::{Class, ClassSet};
use crate::lang::grammar::View;
use crate::owner::{self, Owner, Ownership};
use crate::rule::SentenceCx;

/// The sense of *should* or *ought to* in `clause`.
#[must_use]
pub(crate) fn should(cx: &SentenceCx<'_>, clause: &Clause) -> Option<Reading> {
    if matches!(
        clause.kind,
        ClauseKind::Question
            | ClauseKind::Inversion
            | ClauseKind::Embedded
            | ClauseKind::Reported
            | ClauseKind::Condition
    ) {
        return None;
    }
    let view = &cx.view;
    let advised = clause.verb.adverbs.iter().any(|&at| view.is(at, Class::AdviceAdverb))
        || offers(view, clause);
    if advised || clause.verb.predicate == Predicate::None {
        return None;
    }
    let around = Around::new(cx, clause);
    let mut reading = match clause.subject.kind {
        SubjectKind::I | SubjectKind::We => first_person(cx, clause, &around)?,
        SubjectKind::You => second_person(cx, clause, &around)?,
        _ => third_person(cx, clause, &around)?,
    };
    let checking = around.calibrated() || around.previous.says(Context::CALIBRATED);
    if checking && reading.strength > Strength::Faint {
        reading.strength = Strength::Faint;
        reading.because = "you say how it will be made certain";
    } else if around.whole.says(Context::LIMIT) && reading.strength == Strength::Full {
        reading.strength = Strength::Fair;
        reading.because = "you say what keeps you from checking";
    }
    Some(reading)
}

/// "Maybe we should …", "perhaps it should": a suggestion.
fn offers(view: &View<'_>, clause: &Clause) -> bool {
    (clause.words.start.saturating_sub(1)..clause.verb.words.start)
        .any(|at| view.is(at, Class::OfferAdverb))
}

/// "We should have a fix soon", "I should be able to send it tomorrow": a forecast, with a time;
/// otherwise *I* and *we* advise, plan and regret: 0 defects in 26.
fn first_person(cx: &SentenceCx<'_>, clause: &Clause, around: &Around) -> Option<Reading> {
    let view = &cx.view;
    let complement = clause.verb.complement.clone();
    if !around.whole.says(Context::FUTURE) || clause.verb.negated {
        return None;
    }
    let strength = match clause.verb.predicate {
        Predicate::Able => Strength::Fair,
        Predicate::Have => {
            let remedy = complement.clone().any(|at| {
                view.is_any(at, ClassSet::of(&[Class::Remedy, Class::ReleaseWord, Class::Tidings]))
            });
            // "should have this fixed by Monday".
            let done = view.is(complement.start, Class::ObjectPronoun)
                && view.is(complement.start + 1, Class::StateResult);
            // "should have your parcel in the mail".
            let theirs = view.is(complement.start, Class::ReaderPossessive);
            match (remedy || done || theirs, clause.coordinated) {
                (false, _) => return None,
                (true, true) => Strength::Full,
                (true, false) => Strength::Fair,
            }
        }
        _ => return None,
    };
    let because = if strength == Strength::Full { "" } else { "it may be a plan" };
    Some(Reading::new(Sense::Forecast, strength, owner::of(cx, clause), because))
}

fn second_person(cx: &SentenceCx<'_>, clause: &Clause, around: &Around) -> Option<Reading> {
    let view = &cx.view;
    let now = reports_change(view, clause);
    let unknown = Ownership::unknown();
    let ownership = owner_of_result(cx, clause, around, now).unwrap_or(unknown);
    let told = "it follows from a step that you gave";
    let done = "it follows from what you say you did";
    let softened = if around.own_action() {
        Some(done)
    } else if around.step(now) {
        Some(told)
    } else {
        None
    };
    match clause.verb.predicate {
        Predicate::Able => {
            let verb = clause.verb.verb?;
            if view.is_any(verb, ClassSet::of(&[Class::Experience]))
                || view.is(verb, Class::Perceive)
            {
                return Some(Reading::new(
                    Sense::Expected,
                    Strength::Faint,
                    ownership,
                    "the reader will see it for themselves",
                ));
            }
            if foreign(cx, clause) {
                return Some(Reading::new(
                    Sense::Expected,
                    Strength::Coach,
                    ownership,
                    "you cannot see their side",
                ));
            }
            // Where the way is linked, the reader is led, and will see.
            let led = around.whole.says(Context::LINK).then_some("the way there is linked");
            let figure =
                around.whole.says(Context::FIGURE).then_some("it names a figure to compare");
            let softened = softened.or(led).or(figure);
            let strength = if softened.is_some() { Strength::Faint } else { Strength::Full };
            Some(Reading::new(Sense::Expected, strength, ownership, softened.unwrap_or("")))
        }
        Predicate::Verb | Predicate::Progressive
            if clause.verb.verb.is_some_and(|verb| view.is(verb, Class::Experience)) =>
        {
            let soon = around.whole.says(Context::FUTURE);
            if organisation(view, clause) || clause.verb.negated && !now {
                return None;
            }
            let (strength, because) = match softened {
                _ if now || soon => (Strength::Full, ""),
                Some(because) => (Strength::Faint, because),
                None => (Strength::Faint, "the reader will see it for themselves"),
            };
            Some(Reading::new(Sense::Expected, strength, ownership, because))
        }
        // "You shouldn't have any more trouble."
        Predicate::Have
            if (clause.verb.negated || view.known(clause.verb.complement.start) == "no")
                && !view.is(clause.verb.complement.start, Class::To)
                && clause.verb.complement.clone().any(|at| view.is(at, Class::Problem)) =>
        {
            let strength = if softened.is_some() { Strength::Faint } else { Strength::Fair };
            Some(Reading::new(Sense::Expected, strength, ownership, softened.unwrap_or("")))
        }
        Predicate::Have if now || around.whole.says(Context::FUTURE) => {
            Some(Reading::new(Sense::Expected, Strength::Full, ownership, ""))
        }
        Predicate::Be if ready(view, clause) => {
            if chooses(view, clause) {
                return Some(Reading::new(
                    Sense::AllSet,
                    Strength::Faint,
                    ownership,
                    "it advises on a choice",
                ));
            }
            let strength = if around.step(now) && !now { Strength::Faint } else { Strength::Full };
            Some(Reading::new(Sense::AllSet, strength, ownership, softened.unwrap_or("")))
        }
        Predicate::Passive if clause.verb.verb.is_some_and(|verb| view.is(verb, Class::LeadIn)) => {
            let strength = if softened.is_some() { Strength::Faint } else { Strength::Fair };
            Some(Reading::new(Sense::Expected, strength, ownership, softened.unwrap_or("")))
        }
        // "You should have received a mail": whether it was sent is on record.
        Predicate::Perfect
            if !clause.verb.negated
                && clause.verb.verb.is_some_and(|at| view.is(at, Class::Obtain))
                && !around.whole.says(Context::CONTRAST)
                && !counterfactual(view, clause) =>
        {
            Some(Reading::new(
                Sense::Result,
                Strength::Fair,
                Ownership::by_noun(Owner::CustomerRecord, "received"),
                softened.unwrap_or(""),
            ))
        }
        // "You should have been refunded on Monday."
        Predicate::PerfectPassive
            if !clause.verb.negated
                && clause.verb.verb.is_some_and(|at| view.is(at, Class::StateResult))
                && !around.whole.says(Context::CONTRAST)
                && !counterfactual(view, clause) =>
        {
            let owner = Ownership::by_noun(Owner::CustomerRecord, "you");
            Some(Reading::new(Sense::Result, Strength::Full, owner, ""))
        }
        // "You should now be subscribed", "you shouldn't be charged again".
        Predicate::Passive if now => {
            let strength = if around.step(now) && !around.own_action() {
                Strength::Faint
            } else {
                Strength::Full
            };
            Some(Reading::new(Sense::Result, strength, ownership, softened.unwrap_or("")))
        }
        _ => None,
    }
}

/// "should see your bank", "should get a backup first": people one goes to, things one acquires.
fn organisation(view: &View<'_>, clause: &Clause) -> bool {
    clause.verb.complement.clone().take(4).any(|at| {
        view.is_any(at, ClassSet::of(&[Class::Person]))
            || matches!(view.known(at), "first" | "before")
    })
}

/// "should be all set", "should be good to go".
pub(super) fn ready(view: &View<'_>, clause: &Clause) -> bool {
    let mut at = clause.verb.complement.start;
    while view.is(at, Class::Adverb) && !view.is(at, Class::ReadyWord) {
        at += 1;
    }
    view.is(at, Class::ReadyWord) && at < clause.verb.complement.end
}

/// "You should be fine with the free plan" advises on a choice.
fn chooses(view: &View<'_>, clause: &Clause) -> bool {
    clause.verb.complement.clone().any(|at| {
        matches!(view.known(at), "with" | "using" | "to")
            || (view.known(at) == "on" && view.known(at + 1) == "the")
    }) && !clause.verb.complement.clone().any(|at| view.known(at) == "go")
}

/// Whether the clause is about the reader's machine or a third party.
fn foreign(cx: &SentenceCx<'_>, clause: &Clause) -> bool {
    owner::phrase(cx, &cx.view, clause.verb.complement.clone())
        .is_some_and(|found| found.owner == Owner::ThirdParty)
}

/// The owner of a clause that reports a result: *now* and a finished state say that somebody made it
/// so, and in a reply that is the writer.
pub(super) fn owner_of_result(
    cx: &SentenceCx<'_>,
    clause: &Clause,
    around: &Around,
    result: bool,
) -> Option<Ownership> {
    let found = owner::of(cx, clause);
    if found.owner != Owner::Unknown {
        return Some(found);
    }
    let own = result || around.own_action();
    own.then(|| Ownership::explicit(Owner::Writer, ""))
}
