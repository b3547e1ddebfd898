//! The sense of a hedge in its clause: doubt about what the writer could know, or something else.
//!
//! *Should* advises, specifies, regrets and predicts; *seem* describes and guesses. The tests run in
//! order and the first that fits decides; where none does, the sense is not doubt, because a false
//! alarm costs more than a miss. The counts in the comments are of 1,300 hand-labelled uses in real
//! replies.

mod around;
mod claim;
mod should;
mod third_person;

pub(crate) use claim::{Claim, claim};
pub(crate) use should::should;

use crate::clause::{Clause, Context};
use crate::lang::class::Class;
use crate::lang::grammar::View;
use crate::owner::Ownership;
use crate::rule::SentenceCx;

/// What a use of *should* or *ought to* means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Sense {
    /// A result is reported as if it had not been looked at.
    Result,
    /// The writer's own product or service is said to behave so.
    Claim,
    /// The reader is told that they are done.
    AllSet,
    /// What the reader will see or can do.
    Expected,
    /// It is to happen at a time that is named.
    Forecast,
    /// How long or how much it takes.
    Estimate,
}

/// A sense with how firmly it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    /// The sense.
    pub sense: Sense,
    /// How firmly it counts as doubt.
    pub strength: Strength,
    /// Whose fact it is.
    pub ownership: Ownership,
    /// Why it does not count in full; empty where it does.
    pub because: &'static str,
}

/// How firmly a use counts as doubt about something the writer could know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// Nothing is said in profile `standard`.
    Coach,
    /// Said as a hint.
    Faint,
    /// Said as information.
    Fair,
    /// Said at the rule's own severity.
    Full,
}

impl Reading {
    fn new(sense: Sense, strength: Strength, ownership: Ownership, because: &'static str) -> Self {
        Self { sense, strength, ownership, because }
    }
}

/// Whether *now*, *already*, *again* or *back* stands at the verb: 36 of 39 are defects.
pub(crate) fn reports_change(view: &View<'_>, clause: &Clause) -> bool {
    // What is no longer so has changed as well.
    let inside = clause
        .verb
        .adverbs
        .iter()
        .any(|&at| view.is(at, Class::NowAdverb) || view.known(at) == "longer");
    let complement = &clause.verb.complement;
    let after = complement.clone().take(4).any(|at| {
        view.is(at, Class::NowAdverb) || (view.known(at) == "back" && at < complement.start + 2)
    });
    // A clause often ends in it: "should be correct for you now".
    let last = complement.end.checked_sub(1).filter(|&at| at >= complement.start);
    inside || after || last.is_some_and(|at| view.is(at, Class::NowAdverb))
}

/// "should have gone out, but": it did not.
pub(super) fn counterfactual(view: &View<'_>, clause: &Clause) -> bool {
    (clause.verb.words.end..view.len()).any(|at| view.is(at, Class::Counterfactual))
}

/// How firmly a claim counts under a frame, and why not in full. `known` says that the frame, or a
/// test by the writer, makes it likely that they could have looked.
#[must_use]
pub(crate) fn weigh(
    claim: Claim,
    ownership: &Ownership,
    known: bool,
) -> Option<(Strength, &'static str)> {
    match claim {
        Claim::Finished | Claim::OwnDeed => Some((Strength::Full, "")),
        Claim::OwnFact if ownership.is_outright() => Some((Strength::Full, "")),
        Claim::OwnFact => Some((Strength::Fair, "whose it is, only its noun says")),
        Claim::Fact if known => Some((Strength::Fair, "whose it is, is not said")),
        Claim::Fact => Some((Strength::Faint, "whose it is, is not said")),
        Claim::Foreign => Some((Strength::Coach, "you cannot see their side")),
        Claim::Opinion | Claim::Plan => None,
    }
}

/// Lowers a strength where the writer says how the doubt will end, or what keeps them from looking.
#[must_use]
pub(crate) fn soften(
    cx: &SentenceCx<'_>,
    strength: Strength,
    because: &'static str,
) -> (Strength, &'static str) {
    let whole = cx.context();
    let next = cx.next().map_or(Context::NONE, |view| cx.context_of(&view));
    if whole.says(Context::CALIBRATED) || next.says(Context::CALIBRATED) {
        if strength > Strength::Faint {
            return (Strength::Faint, "you say how it will be made certain");
        }
    } else if whole.says_any(Context::LIMIT.with(Context::LINK)) && strength == Strength::Full {
        return (Strength::Fair, "you say what keeps you from checking, or where to look");
    }
    (strength, because)
}

/// Whether the writer has just tried it: in this sentence or the one before.
#[must_use]
pub(crate) fn tested(cx: &SentenceCx<'_>) -> bool {
    cx.context().says(Context::OWN_TEST)
        || cx.previous().is_some_and(|view| cx.context_of(&view).says(Context::OWN_TEST))
}

/// Whether the writer has just said what they did, in this sentence before `until` or in the one
/// before.
#[must_use]
pub(crate) fn acted(cx: &SentenceCx<'_>, until: usize) -> bool {
    cx.context_before(until).says(Context::OWN_ACTION)
        || cx.previous().is_some_and(|view| {
            cx.context_of(&view).says_any(Context::OWN_ACTION.with(Context::DELIVERY))
        })
}
