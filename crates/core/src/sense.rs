//! The sense of a hedge in its clause: doubt about what the writer could know, or something else.
//!
//! *Should* advises, specifies, regrets and predicts; *seem* describes and guesses. The tests run in
//! order and the first that fits decides; where none does, the sense is not doubt, because a false
//! alarm costs more than a miss. The counts in the comments are of 1,300 hand-labelled uses in real
//! replies.

use crate::clause::{Clause, ClauseKind, Context, Number, Predicate, SubjectKind};
use crate::document::Marks;
use crate::lang::class::{Class, ClassSet};
use crate::lang::grammar::View;
use crate::owner::{self, Owner, Ownership};
use crate::rule::SentenceCx;

/// What a use of *should* or *ought to* means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sense {
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
    /// Advice, a rule, a specification, regret, a question: nothing to report.
    Other,
}

/// A sense with how firmly it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
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
pub enum Strength {
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

/// What surrounds a clause: what was said before it, in its sentence and in the one before.
struct Around {
    /// Said in this sentence before the clause.
    before: Context,
    /// Said anywhere in this sentence.
    whole: Context,
    /// Said in the sentence before.
    previous: Context,
    /// Said in the sentence after.
    next: Context,
}

impl Around {
    fn new(cx: &SentenceCx<'_>, clause: &Clause) -> Self {
        Self {
            before: cx.context_before(clause.words.start),
            whole: cx.context(),
            previous: cx.previous().map_or(Context::NONE, |view| cx.context_of(&view)),
            next: cx.next().map_or(Context::NONE, |view| cx.context_of(&view)),
        }
    }

    /// The writer has just said what they did, or which delivery holds it.
    fn own_action(&self) -> bool {
        let action = Context::OWN_ACTION.with(Context::DELIVERY).with(Context::DONE);
        self.before.says_any(Context::OWN_ACTION.with(Context::DELIVERY))
            || self.previous.says_any(action)
    }

    /// The reader has just been told what to do, or a condition was set.
    fn step(&self) -> bool {
        let step = Context::INSTRUCTION.with(Context::CONDITION);
        self.before.says_any(step) || self.previous.says(Context::INSTRUCTION)
    }

    fn calibrated(&self) -> bool {
        self.whole.says(Context::CALIBRATED) || self.next.says(Context::CALIBRATED)
    }
}

/// The sense of *should* or *ought to* in `clause`.
#[must_use]
pub fn should(cx: &SentenceCx<'_>, clause: &Clause) -> Option<Reading> {
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
    if around.calibrated() && reading.strength > Strength::Faint {
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

/// Whether *now*, *already*, *again* or *back* stands at the verb: 36 of 39 are defects.
fn reports_change(view: &View<'_>, clause: &Clause) -> bool {
    let inside = clause.verb.adverbs.iter().any(|&at| view.is(at, Class::NowAdverb));
    let complement = &clause.verb.complement;
    let after = complement.clone().take(4).any(|at| {
        view.is(at, Class::NowAdverb) || (view.known(at) == "back" && at < complement.start + 2)
    });
    // A clause often ends in it: "should be correct for you now".
    let last = complement.end.checked_sub(1).filter(|&at| at >= complement.start);
    inside || after || last.is_some_and(|at| view.is(at, Class::NowAdverb))
}

/// "We are making progress and should have a fix soon" is a forecast; otherwise *I* and *we* advise,
/// plan and regret: 0 defects in 26.
fn first_person(cx: &SentenceCx<'_>, clause: &Clause, around: &Around) -> Option<Reading> {
    let remedy = clause.verb.complement.clone().any(|at| {
        cx.view.is_any(at, ClassSet::of(&[Class::Remedy, Class::ReleaseWord]))
    });
    let promise = clause.coordinated
        && clause.verb.predicate == Predicate::Have
        && remedy
        && around.whole.says(Context::FUTURE);
    promise.then(|| {
        Reading::new(Sense::Forecast, Strength::Full, owner::of(cx, clause), "")
    })
}

fn second_person(cx: &SentenceCx<'_>, clause: &Clause, around: &Around) -> Option<Reading> {
    let view = &cx.view;
    let now = reports_change(view, clause);
    let unknown = Ownership { owner: Owner::Unknown, evidence: String::new() };
    let ownership = owner_of_result(cx, clause, around, now).unwrap_or(unknown);
    let told = "it follows from a step that you gave";
    let done = "it follows from what you say you did";
    let softened = if around.own_action() { Some(done) } else if around.step() { Some(told) } else { None };
    match clause.verb.predicate {
        Predicate::Able => {
            let verb = clause.verb.verb?;
            if view.is_any(verb, ClassSet::of(&[Class::Experience])) || perceives(view, verb) {
                return Some(Reading::new(Sense::Expected, Strength::Faint, ownership, "the reader will see it for themselves"));
            }
            if foreign(cx, clause) {
                return Some(Reading::new(Sense::Expected, Strength::Coach, ownership, "you cannot see their side"));
            }
            let strength = if softened.is_some() { Strength::Faint } else { Strength::Full };
            Some(Reading::new(Sense::Expected, strength, ownership, softened.unwrap_or("")))
        }
        Predicate::Verb if clause.verb.verb.is_some_and(|verb| view.is(verb, Class::Experience)) => {
            let soon = around.whole.says(Context::FUTURE);
            if organisation(view, clause) || clause.verb.negated {
                return None;
            }
            let (strength, because) = match softened {
                _ if now || soon => (Strength::Full, ""),
                Some(because) => (Strength::Faint, because),
                None => (Strength::Faint, "the reader will see it for themselves"),
            };
            Some(Reading::new(Sense::Expected, strength, ownership, because))
        }
        Predicate::Have if now || around.whole.says(Context::FUTURE) => {
            Some(Reading::new(Sense::Expected, Strength::Full, ownership, ""))
        }
        Predicate::Be if ready(view, clause) => {
            if chooses(view, clause) {
                return Some(Reading::new(Sense::AllSet, Strength::Faint, ownership, "it advises on a choice"));
            }
            let strength = if around.step() && !now { Strength::Faint } else { Strength::Full };
            Some(Reading::new(Sense::AllSet, strength, ownership, softened.unwrap_or("")))
        }
        Predicate::Passive if clause.verb.verb.is_some_and(|verb| is_led(view, verb)) => {
            let strength = if softened.is_some() { Strength::Faint } else { Strength::Fair };
            Some(Reading::new(Sense::Expected, strength, ownership, softened.unwrap_or("")))
        }
        _ => None,
    }
}

/// "should see your bank", "should get a backup first": people one goes to, things one acquires.
fn organisation(view: &View<'_>, clause: &Clause) -> bool {
    clause.verb.complement.clone().take(4).any(|at| {
        view.is_any(at, ClassSet::of(&[Class::Person]))
            || matches!(view.known(at), "bank" | "doctor" | "provider" | "first" | "before")
    })
}

fn perceives(view: &View<'_>, verb: usize) -> bool {
    matches!(
        view.known(verb),
        "see" | "view" | "measure" | "hear" | "read" | "find" | "reproduce" | "tell" | "notice" | "watch" | "recognise" | "recognize" | "work"
    )
}

fn is_led(view: &View<'_>, verb: usize) -> bool {
    matches!(
        view.known(verb),
        "logged" | "signed" | "prompted" | "redirected" | "asked" | "taken" | "sent" | "notified"
    )
}

/// "should be all set", "should be good to go".
fn ready(view: &View<'_>, clause: &Clause) -> bool {
    let mut at = clause.verb.complement.start;
    while view.is(at, Class::Adverb) && !view.is(at, Class::ReadyWord) {
        at += 1;
    }
    view.is(at, Class::ReadyWord) && at < clause.verb.complement.end
}

/// "You should be fine with the free plan" advises on a choice.
fn chooses(view: &View<'_>, clause: &Clause) -> bool {
    clause.verb.complement.clone().any(|at| {
        matches!(view.known(at), "with" | "using" | "to") || (view.known(at) == "on" && view.known(at + 1) == "the")
    }) && !clause.verb.complement.clone().any(|at| view.known(at) == "go")
}

/// Whether the clause is about the reader's machine or a third party.
fn foreign(cx: &SentenceCx<'_>, clause: &Clause) -> bool {
    owner::phrase(cx, &cx.view, clause.verb.complement.clone())
        .is_some_and(|found| found.owner == Owner::ThirdParty)
}

/// The owner of a clause that reports a result: *now* and a finished state say that somebody made it
/// so, and in a reply that is the writer.
fn owner_of_result(
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
    own.then(|| Ownership {
        owner: Owner::Writer,
        evidence: cx.span(clause.verb.words.clone()).of(cx.text()).split_whitespace().collect::<Vec<_>>().join(" "),
    })
}

fn third_person(cx: &SentenceCx<'_>, clause: &Clause, around: &Around) -> Option<Reading> {
    let view = &cx.view;
    let verb = &clause.verb;
    let now = reports_change(view, clause);
    let future = around.whole.says(Context::FUTURE);
    let release = around.whole.says_any(Context::RELEASE.with(Context::DELIVERY));
    let condition = around.whole.says(Context::CONDITION);
    let named = owner::of(cx, clause);
    let own_action = around.own_action();
    let read = |sense, strength, because| {
        let result = matches!(sense, Sense::Result | Sense::AllSet);
        let ownership = owner_of_result(cx, clause, around, result).unwrap_or(named.clone());
        Some(Reading::new(sense, strength, ownership, because))
    };
    if named.owner.is_foreign() && !(own_action && named.owner == Owner::CustomerMachine) {
        return Some(Reading::new(Sense::Claim, Strength::Coach, named, "you cannot see their side"));
    }
    let full_verb = verb.verb;
    let is = |class| full_verb.is_some_and(|at| view.is(at, class));
    // "should not be needed", "should not matter": a specification.
    let moot = verb.negated
        && full_verb.is_some_and(|at| {
            matches!(view.known(at), "need" | "needed" | "matter" | "necessary" | "required" | "be" | "have")
        });
    let step = around.step();
    match verb.predicate {
        Predicate::Passive => {
            if is(Class::Handling) && !is(Class::StateResult) {
                return None;
            }
            if is(Class::StateResult) || now {
                if now && (!step || own_action) {
                    return read(Sense::Result, Strength::Full, "");
                }
                if release || own_action {
                    return read(Sense::Result, Strength::Full, "");
                }
                if future {
                    return read(Sense::Forecast, forecast_strength(&named), "it names a time");
                }
                if step {
                    return read(Sense::Expected, Strength::Faint, "it follows from a step that you gave");
                }
                // "This should be fixed" without a release or a time says that somebody ought to.
                let problem = clause.subject.head.is_some_and(|at| view.is(at, Class::Problem))
                    && clause.subject.number == Number::Singular
                    && !condition;
                let repaired = is(Class::Repair) && (problem || clause.subject.kind == SubjectKind::Elided);
                if repaired || clause.subject.kind == SubjectKind::Relative && is(Class::Repair) {
                    return read(Sense::Result, Strength::Fair, "no time or release is named");
                }
                if is(Class::StateResult) && named.owner == Owner::CustomerRecord {
                    return read(Sense::Result, Strength::Full, "");
                }
            }
            None
        }
        Predicate::PerfectPassive | Predicate::Perfect => {
            if around.whole.says(Context::CONTRAST) || counterfactual(view, clause) {
                return None;
            }
            if own_action && (is(Class::Repair) || is(Class::StateResult)) || named.owner == Owner::CustomerRecord {
                return read(Sense::Result, Strength::Full, "");
            }
            let result = is(Class::Repair) || is(Class::StateResult);
            (named.owner.is_own() && result).then(|| read(Sense::Result, Strength::Fair, "")).flatten()
        }
        Predicate::Be if ready(view, clause) => all_set(view, clause, around, now, &read),
        Predicate::Be => {
            if now && (!step || own_action) {
                return read(Sense::Result, Strength::Full, "");
            }
            if moot || condition || step {
                return None;
            }
            if release && named.owner.is_own() {
                return read(Sense::Result, Strength::Fair, "");
            }
            None
        }
        Predicate::Progressive | Predicate::Verb | Predicate::Able => {
            if moot {
                return None;
            }
            works(view, clause, around, now, &named, &read)
        }
        Predicate::Have => now.then(|| read(Sense::Result, Strength::Full, "")).flatten(),
        Predicate::None => None,
    }
}

fn forecast_strength(named: &Ownership) -> Strength {
    if named.owner.is_own() { Strength::Full } else { Strength::Fair }
}

/// "should have gone out, but": it did not.
fn counterfactual(view: &View<'_>, clause: &Clause) -> bool {
    (clause.verb.words.end..view.len()).any(|at| matches!(view.known(at), "instead" | "rather" | "yet" | "but"))
}

fn all_set(
    view: &View<'_>,
    clause: &Clause,
    around: &Around,
    now: bool,
    read: &impl Fn(Sense, Strength, &'static str) -> Option<Reading>,
) -> Option<Reading> {
    let general = matches!(
        clause.subject.kind,
        SubjectKind::Pronoun | SubjectKind::Deictic | SubjectKind::Indefinite | SubjectKind::Elided
    );
    let sense = if general { Sense::AllSet } else { Sense::Result };
    if now || around.own_action() {
        if around.step() && !around.own_action() && !now {
            return read(sense, Strength::Faint, "it follows from a step that you gave");
        }
        return read(sense, Strength::Full, "");
    }
    if around.whole.says(Context::FUTURE) {
        return read(Sense::Forecast, Strength::Fair, "it names a time");
    }
    let bounded = around.whole.says_any(Context::CONDITION.with(Context::FIGURE)) || around.step();
    if bounded || clause.verb.complement.clone().any(|at| matches!(view.known(at), "for" | "to" | "enough")) && !clause.verb.complement.clone().any(|at| view.known(at) == "go") {
        return read(sense, Strength::Faint, "it holds under a condition that you name");
    }
    if general {
        return read(sense, Strength::Fair, "it is not said what makes it so");
    }
    read(sense, Strength::Fair, "it is not said what makes it so")
}

fn works(
    view: &View<'_>,
    clause: &Clause,
    around: &Around,
    now: bool,
    named: &Ownership,
    read: &impl Fn(Sense, Strength, &'static str) -> Option<Reading>,
) -> Option<Reading> {
    let verb = clause.verb.verb?;
    let word = view.known(verb);
    let step = around.step();
    let own_action = around.own_action();
    let condition = around.whole.says(Context::CONDITION);
    if now {
        if step && !own_action {
            return read(Sense::Expected, Strength::Faint, "it follows from a step that you gave");
        }
        return read(Sense::Result, Strength::Full, "");
    }
    let tells_time = clause.verb.complement.clone().any(|at| view.is(at, Class::TimeNoun));
    if matches!(word, "take" | "cost" | "last") {
        return tells_time.then(|| read(Sense::Estimate, Strength::Faint, "it is an estimate")).flatten();
    }
    let repairs = view.is(verb, Class::Repair);
    let remedial = matches!(clause.subject.kind, SubjectKind::Gerund)
        || clause.subject.head.is_some_and(|at| view.is(at, Class::Remedy)) && clause.subject.kind == SubjectKind::Noun && !own_action;
    let general = matches!(
        clause.subject.kind,
        SubjectKind::Pronoun | SubjectKind::Deictic | SubjectKind::Relative | SubjectKind::Elided | SubjectKind::Indefinite
    );
    if own_action && (repairs || view.is(verb, Class::Function)) {
        return read(Sense::Result, Strength::Full, "");
    }
    if around.whole.says(Context::FUTURE) && named.owner.is_own() {
        return read(Sense::Forecast, Strength::Full, "");
    }
    if step || remedial {
        return read(Sense::Expected, Strength::Coach, "it follows from a step that you gave");
    }
    if condition {
        return read(Sense::Claim, Strength::Coach, "it holds under a condition that you name");
    }
    if repairs {
        if around.whole.says(Context::ANSWER) || (clause.subject.kind == SubjectKind::Noun && word != "help") {
            return read(Sense::Claim, Strength::Fair, "");
        }
        return None;
    }
    let plain = matches!(word, "work" | "working" | "run" | "running" | "function" | "load" | "start" | "scale");
    if plain {
        if around.whole.says(Context::CONTRAST) {
            return None;
        }
        let strength = if named.owner.is_own() { Strength::Full } else { Strength::Fair };
        return read(Sense::Claim, strength, if named.owner.is_own() { "" } else { "whose product it is, is not said" });
    }
    let lasting = matches!(word, "continue" | "remain" | "stay" | "keep" | "preserve")
        || clause.verb.adverbs.iter().any(|&at| matches!(view.known(at), "still" | "also" | "automatically" | "correctly"));
    if lasting && named.owner.is_own() && !general {
        return read(Sense::Claim, Strength::Fair, "");
    }
    None
}

/// Whether the word stands in quotation marks, code or an unchecked mark: not the writer's claim.
#[must_use]
pub fn is_set_apart(view: &View<'_>, at: usize) -> bool {
    view.marked(at, Marks::QUOTED.with(Marks::CODE).with(Marks::MARKED))
}
