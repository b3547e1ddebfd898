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
use crate::owner::{self, Basis, Owner, Ownership};
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
    /// Whether the subject stands for something said before.
    refers_back: bool,
    /// Whether the subject is the reader.
    reader: bool,
    /// Whether the clause is the first of its sentence.
    early: bool,
}

impl Around {
    fn new(cx: &SentenceCx<'_>, clause: &Clause) -> Self {
        Self {
            before: cx.context_before(clause.words.start),
            whole: cx.context(),
            previous: cx.previous().map_or(Context::NONE, |view| cx.context_of(&view)),
            next: cx.next().map_or(Context::NONE, |view| cx.context_of(&view)),
            refers_back: matches!(
                clause.subject.kind,
                SubjectKind::You
                    | SubjectKind::Pronoun
                    | SubjectKind::Deictic
                    | SubjectKind::Indefinite
                    | SubjectKind::Elided
            ),
            reader: clause.subject.kind == SubjectKind::You,
            early: clause.words.start <= 3,
        }
    }

    /// The writer has just said what they did, or which delivery holds it.
    fn own_action(&self) -> bool {
        let action = Context::OWN_ACTION.with(Context::DELIVERY);
        self.before.says_any(action)
            || self.previous.says_any(action)
            || (self.reader && self.whole.says_any(Context::OWN_ACTION.with(Context::DONE)))
            || (self.refers_back && self.previous.says(Context::DONE))
    }

    /// The reader has just been told what to do, or a condition was set. A subject of its own goes back
    /// to the sentence before only where it has changed: "Clear the cache. The page should load again."
    fn step(&self, changed: bool) -> bool {
        let step = Context::INSTRUCTION.with(Context::CONDITION);
        let told = self.refers_back || changed;
        self.before.says_any(step) || told && self.previous.says(Context::INSTRUCTION)
    }

    /// Yes or no, answered in this clause.
    fn answers(&self) -> bool {
        self.early && self.whole.says(Context::ANSWER)
    }

    fn calibrated(&self) -> bool {
        self.whole.says(Context::CALIBRATED) || self.next.says(Context::CALIBRATED)
    }
}

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
            match (remedy || done, clause.coordinated) {
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
        Predicate::Verb
            if clause.verb.verb.is_some_and(|verb| view.is(verb, Class::Experience)) =>
        {
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
    own.then(|| Ownership::explicit(Owner::Writer, ""))
}

fn third_person(cx: &SentenceCx<'_>, clause: &Clause, around: &Around) -> Option<Reading> {
    report(cx, clause, around).or_else(|| design(cx, clause, around))
}

/// "The sync should be on": a state of one's own that may be a report or a specification. In real
/// replies it was a specification three times out of four, so only `coach` asks.
fn design(cx: &SentenceCx<'_>, clause: &Clause, around: &Around) -> Option<Reading> {
    let view = &cx.view;
    let verb = &clause.verb;
    let state = match verb.predicate {
        Predicate::Be | Predicate::Progressive => true,
        Predicate::Verb => verb.verb.is_some_and(|at| view.is(at, Class::Function)),
        _ => false,
    };
    let handled = verb.verb.is_some_and(|at| view.is(at, Class::Handling));
    let held = verb.negated
        || handled
        || around.step(false)
        || around.whole.says_any(Context::CONDITION.with(Context::FIGURE).with(Context::CONTRAST));
    if !state || held || clause.subject.kind != SubjectKind::Noun || clause.kind != ClauseKind::Main
    {
        return None;
    }
    let ownership = owner::of(cx, clause);
    ownership.owner.is_own().then(|| {
        Reading::new(
            Sense::Claim,
            Strength::Coach,
            ownership,
            "it may say how a thing is meant to be",
        )
    })
}

fn report(cx: &SentenceCx<'_>, clause: &Clause, around: &Around) -> Option<Reading> {
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
    if named.owner.is_foreign() && !own_action {
        return Some(Reading::new(
            Sense::Claim,
            Strength::Coach,
            named,
            "you cannot see their side",
        ));
    }
    let full_verb = verb.verb;
    let is = |class| full_verb.is_some_and(|at| view.is(at, class));
    // "should not be needed", "should not matter": a specification.
    let moot = verb.negated
        && full_verb.is_some_and(|at| {
            view.is_any(at, ClassSet::of(&[Class::Necessity, Class::Be, Class::Have]))
        });
    let step = around.step(now);
    let automatic =
        (verb.words.start..verb.complement.end).any(|at| view.known(at) == "automatically");
    match verb.predicate {
        Predicate::Passive if automatic && !condition && !step => {
            read(Sense::Claim, Strength::Fair, "")
        }
        Predicate::Passive
            if people(view, clause) && full_verb.is_some_and(|at| view.is(at, Class::LeadIn)) =>
        {
            let strength = if step { Strength::Faint } else { Strength::Fair };
            read(
                Sense::Expected,
                strength,
                if step { "it follows from a step that you gave" } else { "" },
            )
        }
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
                    return read(
                        Sense::Expected,
                        Strength::Faint,
                        "it follows from a step that you gave",
                    );
                }
                // "This should be fixed" without a release or a time says that somebody ought to.
                let problem = clause.subject.head.is_some_and(|at| view.is(at, Class::Problem))
                    && clause.subject.number == Number::Singular
                    && !condition;
                let repaired =
                    is(Class::Repair) && (problem || clause.subject.kind == SubjectKind::Elided);
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
            // "The issue should have been temporary."
            let trouble = clause.subject.head.is_some_and(|at| view.is(at, Class::Problem));
            if trouble && full_verb.is_some_and(|at| view.known(at) == "been") {
                return read(Sense::Result, Strength::Full, "");
            }
            // "Nothing should have changed": the writer denies it without having looked.
            let nothing = clause.subject.head.is_some_and(|at| view.known(at) == "nothing");
            if nothing && !condition && !step {
                return read(Sense::Claim, Strength::Fair, "");
            }
            if own_action && (is(Class::Repair) || is(Class::StateResult))
                || named.owner == Owner::CustomerRecord
            {
                return read(Sense::Result, Strength::Full, "");
            }
            let result = is(Class::Repair) || is(Class::StateResult);
            let back = around.refers_back || clause.subject.kind == SubjectKind::Relative;
            ((named.owner.is_own() || back) && result)
                .then(|| read(Sense::Result, Strength::Fair, ""))
                .flatten()
        }
        Predicate::Be if clause.subject.kind == SubjectKind::There => {
            let complement = clause.verb.complement.clone();
            let any = |classes: ClassSet| complement.clone().any(|at| view.is_any(at, classes));
            if future && any(ClassSet::of(&[Class::Remedy, Class::ReleaseWord])) {
                return read(Sense::Forecast, Strength::Full, "");
            }
            let none = view.known(complement.start) == "no" && any(ClassSet::of(&[Class::Problem]));
            (none && !condition).then(|| read(Sense::Claim, Strength::Fair, "")).flatten()
        }
        Predicate::Be if ready(view, clause) => all_set(view, clause, around, now, &named, &read),
        Predicate::Be => {
            if now && (!step || own_action) {
                return read(Sense::Result, Strength::Full, "");
            }
            if moot || condition || step {
                return None;
            }
            if future && named.owner.is_own() {
                return read(Sense::Forecast, forecast_strength(&named), "");
            }
            if named.owner == Owner::CustomerRecord && placed(view, clause) {
                return read(Sense::Result, Strength::Fair, "");
            }
            if release && named.owner.is_own() {
                let remedy = clause.subject.head.is_some_and(|at| view.is(at, Class::Remedy));
                return read(
                    Sense::Result,
                    if remedy { Strength::Full } else { Strength::Fair },
                    "",
                );
            }
            None
        }
        Predicate::Able => {
            if step {
                return read(
                    Sense::Expected,
                    Strength::Faint,
                    "it follows from a step that you gave",
                );
            }
            read(Sense::Claim, Strength::Fair, "")
        }
        Predicate::Progressive | Predicate::Verb => {
            if moot {
                return None;
            }
            works(view, clause, around, now, &named, &read)
        }
        Predicate::Have if now => read(Sense::Result, Strength::Full, ""),
        Predicate::Have => {
            let lasting = verb.adverbs.iter().any(|&at| view.is(at, Class::LastingAdverb));
            (lasting && named.owner.is_own())
                .then(|| read(Sense::Claim, Strength::Fair, ""))
                .flatten()
        }
        Predicate::None => None,
    }
}

/// They, users, visitors: those to whom it happens.
fn people(view: &View<'_>, clause: &Clause) -> bool {
    let plural =
        clause.subject.kind == SubjectKind::Pronoun && clause.subject.number == Number::Plural;
    let named = clause.subject.head.is_some_and(|at| view.is(at, Class::Audience));
    plural || named
}

/// "should be in your inbox", "should be there": where the reader will look.
fn placed(view: &View<'_>, clause: &Clause) -> bool {
    let at = clause.verb.complement.start;
    view.known(at) == "there"
        || view.is(at, Class::Preposition)
            && (at + 1..at + 3).any(|n| view.is(n, Class::ReaderPossessive))
}

fn forecast_strength(named: &Ownership) -> Strength {
    let own = named.owner.is_own() && named.basis != Basis::Antecedent;
    if own { Strength::Full } else { Strength::Fair }
}

/// "should have gone out, but": it did not.
fn counterfactual(view: &View<'_>, clause: &Clause) -> bool {
    (clause.verb.words.end..view.len()).any(|at| view.is(at, Class::Counterfactual))
}

fn all_set(
    view: &View<'_>,
    clause: &Clause,
    around: &Around,
    now: bool,
    named: &Ownership,
    read: &impl Fn(Sense, Strength, &'static str) -> Option<Reading>,
) -> Option<Reading> {
    let general = matches!(
        clause.subject.kind,
        SubjectKind::Pronoun | SubjectKind::Deictic | SubjectKind::Indefinite | SubjectKind::Elided
    );
    let sense = if general { Sense::AllSet } else { Sense::Result };
    if now || around.own_action() {
        if around.step(now) && !around.own_action() && !now {
            return read(sense, Strength::Faint, "it follows from a step that you gave");
        }
        return read(sense, Strength::Full, "");
    }
    if around.whole.says(Context::FUTURE) {
        return read(Sense::Forecast, Strength::Fair, "it names a time");
    }
    let bounded =
        around.whole.says_any(Context::CONDITION.with(Context::FIGURE)) || around.step(now);
    if bounded
        || clause
            .verb
            .complement
            .clone()
            .any(|at| matches!(view.known(at), "for" | "to" | "enough"))
            && !clause.verb.complement.clone().any(|at| view.known(at) == "go")
    {
        return read(sense, Strength::Faint, "it holds under a condition that you name");
    }
    let strength = if general || named.owner.is_own() { Strength::Fair } else { Strength::Faint };
    read(sense, strength, "it is not said what makes it so")
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
    let step = around.step(now);
    let own_action = around.own_action();
    let condition = around.whole.says(Context::CONDITION);
    if now {
        if step && !own_action {
            return read(Sense::Expected, Strength::Faint, "it follows from a step that you gave");
        }
        return read(Sense::Result, Strength::Full, "");
    }
    let tells_time = clause.verb.complement.clone().any(|at| view.is(at, Class::TimeNoun));
    // "should take care of it" is a repair.
    let cares = word == "take" && view.known(verb + 1) == "care";
    if view.is(verb, Class::Estimate) && !cares {
        return tells_time
            .then(|| read(Sense::Estimate, Strength::Faint, "it is an estimate"))
            .flatten();
    }
    let repairs = view.is(verb, Class::Repair) || cares;
    let remedy = clause.subject.kind == SubjectKind::Gerund
        || clause.subject.kind == SubjectKind::Noun
            && clause.subject.head.is_some_and(|at| view.is(at, Class::Remedy));
    let remedial = remedy && repairs && !own_action;
    let general = matches!(
        clause.subject.kind,
        SubjectKind::Pronoun
            | SubjectKind::Deictic
            | SubjectKind::Relative
            | SubjectKind::Elided
            | SubjectKind::Indefinite
    );
    let remedy_head = clause.subject.head.is_some_and(|at| view.is(at, Class::Remedy));
    let effect = repairs || view.is(verb, Class::Function) || general || remedy_head;
    // "should be working on it" tells what somebody does, "on Debian" where a thing runs.
    let peopled = view.known(clause.verb.complement.start) == "on"
        && word.starts_with("work")
        && clause.subject.kind != SubjectKind::Noun;
    if peopled {
        return None;
    }
    if own_action && effect {
        return read(Sense::Result, Strength::Full, "");
    }
    if around.whole.says(Context::FUTURE) && named.owner.is_own() {
        return read(Sense::Forecast, forecast_strength(named), "");
    }
    if around.answers() && !condition {
        return read(Sense::Claim, Strength::Fair, "");
    }
    if step || remedial {
        return read(Sense::Expected, Strength::Coach, "it follows from a step that you gave");
    }
    if condition {
        return read(Sense::Claim, Strength::Coach, "it holds under a condition that you name");
    }
    if repairs {
        // "should do it", "should do exactly what you want": a capability of the thing named.
        let done = word != "do"
            || clause
                .verb
                .complement
                .clone()
                .take(3)
                .any(|at| matches!(view.known(at), "it" | "that" | "trick" | "what"));
        if around.answers() || (clause.subject.kind == SubjectKind::Noun && word != "help" && done)
        {
            return read(Sense::Claim, Strength::Fair, "");
        }
        return None;
    }
    // "should make it easier": a claim for what was just described.
    let eases = word == "make"
        && clause.verb.complement.clone().take(4).any(|at| view.is(at, Class::Taste));
    if eases && around.refers_back {
        return read(Sense::Claim, Strength::Fair, "");
    }
    let plain = view.is(verb, Class::RunWell);
    if plain {
        if around.whole.says(Context::CONTRAST) {
            return None;
        }
        if around.whole.says(Context::OWN_TEST)
            || around.refers_back && around.previous.says(Context::HYPOTHETICAL)
        {
            return read(Sense::Claim, Strength::Coach, "you say what you tried, or suppose");
        }
        let own = named.owner.is_own() && named.basis != Basis::Antecedent;
        let strength = if own { Strength::Full } else { Strength::Fair };
        return read(Sense::Claim, strength, if own { "" } else { "whose it is, is not said" });
    }
    let lasting = view.is(verb, Class::Last)
        || clause.verb.adverbs.iter().any(|&at| view.is(at, Class::LastingAdverb));
    let automatic = clause.verb.complement.clone().any(|at| view.known(at) == "automatically");
    if (lasting && !general || automatic)
        && (named.owner.is_own() || clause.subject.kind == SubjectKind::Gerund)
    {
        return read(Sense::Claim, Strength::Fair, "");
    }
    None
}

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
    let taste = (verb.words.start..verb.complement.end).take(9).any(|at| view.is(at, Class::Taste));
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
            let recorded = verb.modal.is_none()
                && (verb.predicate == Predicate::Perfect || verb.predicate == Predicate::Passive)
                && verb
                    .complement
                    .clone()
                    .any(|at| view.is(at, Class::Record) && !view.marked(at, Marks::OPAQUE));
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
    let equated = clause.subject.kind == SubjectKind::Deictic
        && clause.verb.predicate == Predicate::Be
        && view.is(clause.verb.complement.start, Class::ReaderPossessive)
        && !clause.verb.complement.clone().any(|at| view.is(at, Class::Record));
    let named = phrase.clone().any(|at| view.is(at, Class::ReaderPossessive))
        && !phrase.clone().any(|at| view.is(at, Class::Record));
    named || equated
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
