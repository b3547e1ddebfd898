//! *Should* with a third person: a report, a forecast, a claim or a specification.

use super::around::Around;
use super::should::{owner_of_result, ready};
use super::{Reading, Sense, Strength, counterfactual, reports_change};
use crate::clause::{Clause, ClauseKind, Context, Number, Predicate, SubjectKind};
use crate::lang::class::{Class, ClassSet};
use crate::lang::grammar::View;
use crate::owner::{self, Basis, Owner, Ownership};
use crate::rule::SentenceCx;

pub(super) fn third_person(
    cx: &SentenceCx<'_>,
    clause: &Clause,
    around: &Around,
) -> Option<Reading> {
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
    // "A valid key should start with AK" says how such a thing is; "should reach us by Friday" asks.
    let generic = clause.subject.kind == SubjectKind::Noun
        && matches!(
            view.known(clause.subject.words.start),
            "a" | "an" | "any" | "each" | "every" | "no"
        );
    let asked = future && verb.complement.clone().any(|at| matches!(view.known(at), "us" | "me"));
    if !now && !own_action && !around.answers() && generic || asked {
        return None;
    }
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
            // "Your fee should be waived": what is done to a record is on record.
            let theirs =
                clause.subject.words.clone().any(|at| view.is(at, Class::ReaderPossessive));
            let kept = named.owner == Owner::CustomerRecord && theirs;
            let held = condition || step || verb.negated || is(Class::Demand);
            if kept && !held {
                return read(Sense::Result, Strength::Fair, "it may say how it is meant to be");
            }
            None
        }
        Predicate::PerfectPassive | Predicate::Perfect => {
            let denied = around.whole.says(Context::CONTRAST) || is_denied_next(cx);
            if denied || counterfactual(view, clause) {
                return None;
            }
            // "The issue should have been temporary."
            let trouble = clause.subject.head.is_some_and(|at| view.is(at, Class::Problem));
            if trouble && full_verb.is_some_and(|at| view.known(at) == "been") {
                return read(Sense::Result, Strength::Full, "");
            }
            // "should have left already".
            if now && !condition && !step {
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
            // "Your card should have been refunded": by the writer, who else.
            let mut subject = clause.subject.words.clone();
            let theirs = subject.any(|at| view.is(at, Class::ReaderPossessive));
            let back = theirs || around.refers_back || clause.subject.kind == SubjectKind::Relative;
            ((named.owner.is_own() || back) && result)
                .then(|| read(Sense::Result, Strength::Fair, ""))
                .flatten()
        }
        Predicate::Be if clause.subject.kind == SubjectKind::There => {
            if now {
                return read(Sense::Result, Strength::Full, "");
            }
            let complement = clause.verb.complement.clone();
            let any = |classes: ClassSet| complement.clone().any(|at| view.is_any(at, classes));
            if future && any(ClassSet::of(&[Class::Remedy, Class::ReleaseWord])) {
                return read(Sense::Forecast, Strength::Full, "");
            }
            let denied = match view.known(complement.start) {
                "no" => true,
                "any" => verb.negated,
                _ => false,
            };
            let none = denied && any(ClassSet::of(&[Class::Problem]));
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
            let under_way = view.known(verb.complement.start + 2) == "way";
            let record = named.owner == Owner::CustomerRecord;
            if (record || under_way) && placed(view, clause) {
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
            // "The airline should be able to help you."
            let other = clause.subject.kind == SubjectKind::Noun
                && named.owner == Owner::Unknown
                && full_verb
                    .is_some_and(|at| view.is_any(at, ClassSet::of(&[Class::Clarify, Class::Say])));
            if other {
                return read(Sense::Claim, Strength::Coach, "whose it is, is not said");
            }
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

/// "It should have gone out. It did not.": what should be so is not.
fn is_denied_next(cx: &SentenceCx<'_>) -> bool {
    const AUXILIARY: ClassSet = ClassSet::of(&[Class::Be, Class::Have, Class::Do]);
    const SUBJECT: ClassSet =
        ClassSet::of(&[Class::ThirdSingular, Class::ThirdPlural, Class::Deictic]);
    cx.next().is_some_and(|next| {
        let at = usize::from(next.is(0, Class::Coordinator));
        next.is_any(at, SUBJECT)
            && next.is_any(at + 1, AUXILIARY)
            && next.is(at + 2, Class::Negation)
    })
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
    let under_way = view.known(at) == "on" && view.known(at + 2) == "way";
    view.known(at) == "there"
        || under_way
        || view.is(at, Class::Preposition)
            && (at + 1..at + 3).any(|n| view.is(n, Class::ReaderPossessive))
}

fn forecast_strength(named: &Ownership) -> Strength {
    let own = named.owner.is_own() && named.basis != Basis::Antecedent;
    if own { Strength::Full } else { Strength::Fair }
}

fn all_set(
    view: &View<'_>,
    clause: &Clause,
    around: &Around,
    now: bool,
    named: &Ownership,
    read: &impl Fn(Sense, Strength, &'static str) -> Option<Reading>,
) -> Option<Reading> {
    let general = clause.subject.stands_for();
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
    let general = clause.subject.stands_for() || clause.subject.kind == SubjectKind::Relative;
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
        // "That should answer your question" is a wish, "that should give you time" a thought.
        let firm = repairs
            || view.is_any(verb, ClassSet::of(&[Class::Function, Class::RunWell, Class::Last]))
            || remedy_head
            || now;
        return match firm {
            true => read(Sense::Result, Strength::Full, ""),
            false if view.is(verb, Class::Clarify) => None,
            false => read(Sense::Result, Strength::Fair, "it follows from what you say you did"),
        };
    }
    // "I've added you, so the next one should reach you": what was done leads to it.
    if around.before.says(Context::OWN_ACTION) && !condition {
        return read(Sense::Result, Strength::Fair, "");
    }
    if around.whole.says(Context::FUTURE) && named.owner.is_own() {
        return read(Sense::Forecast, forecast_strength(named), "");
    }
    // "It should arrive by Friday."
    let stands_for = matches!(clause.subject.kind, SubjectKind::Pronoun | SubjectKind::Elided);
    if around.whole.says(Context::FUTURE) && stands_for && !condition && !step {
        return read(Sense::Forecast, Strength::Fair, "whose it is, is not said");
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
