//! What an English sentence says besides its clauses: own actions, tests, instructions, conditions.
//!
//! The counts that guided the choice are of hand-labelled replies; the cues themselves are general.

use std::ops::Range;

use super::grammar::SUBJECT_PRONOUN;
use crate::clause::Context;
use crate::document::Marks;
use crate::lang::class::{Class, ClassSet, MODAL};
use crate::lang::grammar::View;

const PAST: ClassSet = ClassSet::of(&[Class::VerbPast, Class::VerbParticiple]);
const WRITER: ClassSet = ClassSet::of(&[Class::I, Class::We]);

/// What the words of `range` say.
pub(super) fn of(view: &View<'_>, range: Range<usize>) -> Context {
    let mut context = Context::NONE;
    for at in range.clone() {
        if view.is_any(at, WRITER) {
            writer(view, at, range.end, &mut context);
        }
        if view.is(at, Class::You) {
            context.set(Context::INSTRUCTION, told(view, at));
        }
        if begins_clause(view, at) {
            context.set(Context::INSTRUCTION, is_imperative(view, at));
            context.set(Context::OWN_ACTION, elided_action(view, at));
        }
        word(view, at, &range, &mut context);
    }
    context.set(Context::ANSWER, answers(view));
    // "Done." and "Fixed." are whole reports.
    let short = view.len() <= 2 && view.is_any(view.len().saturating_sub(1), PAST);
    context.set(
        Context::OWN_ACTION,
        short && range.end == view.len() && view.is(view.len().saturating_sub(1), Class::OwnWork),
    );
    context
}

/// Whether a clause can begin at `at`: the sentence begins, or a comma or a conjunction stands before.
fn begins_clause(view: &View<'_>, at: usize) -> bool {
    at == 0
        || view.marked(at, Marks::COMMA.with(Marks::BREAK))
        || view.is(at - 1, Class::Coordinator)
        || matches!(view.known(at - 1), "please" | "then" | "just" | "also" | "simply" | "now")
}

fn skip_adverbs(view: &View<'_>, mut at: usize) -> usize {
    while view.is(at, Class::Adverb) {
        at += 1;
    }
    at
}

/// "I've moved it", "we just pushed a fix", "I tested it", "I'll upload a build".
fn writer(view: &View<'_>, at: usize, end: usize, context: &mut Context) {
    // "If I made a mistake" supposes it.
    if at > 0 && view.is(at - 1, Class::Condition) && !view.marked(at, Marks::COMMA) {
        return;
    }
    let mut verb = skip_adverbs(view, at + 1);
    let auxiliary = view.classes(verb);
    let mut planned = false;
    let mut progressive = false;
    let mut negated = false;
    if auxiliary.has(Class::Have) || view.known(verb) == "'d" {
        verb += 1;
    } else if auxiliary.has(Class::Be) {
        progressive = true;
        verb += 1;
    } else if auxiliary.has(Class::Will) && view.known(verb) != "would" || view.known(verb) == "'ll"
    {
        planned = true;
        verb += 1;
    } else if auxiliary.has(Class::Do) || auxiliary.meets(MODAL) {
        verb += 1;
    }
    while view.is(verb, Class::Adverb)
        || view.is(verb, Class::Negation)
        || view.known(verb) == "been"
    {
        negated |= matches!(view.known(verb), "not" | "n't" | "never");
        verb += 1;
    }
    if verb >= end {
        return;
    }
    let classes = view.classes(verb);
    let past = classes.meets(PAST) || classes.is_empty() && view.written(verb).ends_with("ed");
    let done = past && !progressive || progressive && classes.has(Class::VerbIng);
    let will = planned && classes.has(Class::VerbBase);
    if !negated && (done || will) {
        // Beside the listed verbs, an unlisted participle says what was done: "I've unflagged it".
        let unlisted = classes.is_empty() && !planned && view.written(verb).len() > 4;
        context.set(Context::OWN_ACTION, classes.has(Class::OwnWork) || unlisted);
        context.set(Context::OWN_TEST, classes.has(Class::Test) && !planned);
        // "I was able to reproduce this", "I tried to load it".
    }
    if view.known(verb) == "able" && view.is(verb + 1, Class::To) {
        context.set(Context::OWN_TEST, view.is(verb + 2, Class::Test));
    }
    let looks = view.is(verb, Class::Test) || view.known(verb) == "know";
    context.set(Context::LIMIT, negated && looks);
    if will
        && matches!(
            view.known(verb),
            "confirm" | "check" | "verify" | "test" | "ask" | "look" | "find" | "double-check"
        )
    {
        context.set(Context::CALIBRATED, true);
    }
    if progressive
        && matches!(
            view.known(verb),
            "checking" | "confirming" | "verifying" | "testing" | "asking" | "looking" | "finding"
        )
    {
        context.set(Context::CALIBRATED, true);
    }
}

/// "Just updated master", "Fixed in r12": the writer's own act without its *I*.
fn elided_action(view: &View<'_>, at: usize) -> bool {
    let verb = skip_adverbs(view, at);
    at == 0
        && view.is(verb, Class::OwnWork)
        && view.is_any(verb, PAST)
        && !view.is(verb, Class::VerbBase)
        && (view.is_any(
            verb + 1,
            ClassSet::of(&[
                Class::Determiner,
                Class::Possessive,
                Class::ObjectPronoun,
                Class::Preposition,
                Class::ReleaseWord,
                Class::Artefact,
            ]),
        ) || verb + 1 == view.len())
}

/// "you can set it", "you will need to restart", "you'll have to wait".
fn told(view: &View<'_>, at: usize) -> bool {
    let mut verb = skip_adverbs(view, at + 1);
    if view.is(verb, Class::Should) {
        // "You should see …" is what the instruction leads to.
        verb = skip_adverbs(view, verb + 1);
        return view.is(verb, Class::Instruct)
            && !view.is(verb, Class::Experience)
            && !view.is(verb, Class::Be);
    }
    if view.is_any(verb, ClassSet::of(&[Class::Can, Class::Could, Class::Must])) {
        if view.is(verb + 1, Class::Negation) {
            return false;
        }
        verb = skip_adverbs(view, verb + 1);
        return view.is(verb, Class::VerbBase)
            && !view.is(verb, Class::Be)
            && !view.is(verb, Class::Experience);
    }
    if view.is(verb, Class::Will) || view.known(verb) == "'ll" {
        verb = skip_adverbs(view, verb + 1);
    }
    let needs = matches!(view.known(verb), "need" | "have" | "want" | "must" | "may" | "might");
    needs && view.is(verb + 1, Class::To)
}

/// Whether an imperative begins at `at`: "please click", "Then open", "Try passing".
pub(super) fn is_imperative(view: &View<'_>, at: usize) -> bool {
    let mut verb = at;
    while view.is(verb, Class::Adverb)
        || view.known(verb) == "please"
        || view.is(verb, Class::Coordinator)
    {
        if view.is(verb, Class::Instruct) {
            break;
        }
        verb += 1;
    }
    let classes = view.classes(verb);
    if !(classes.has(Class::Instruct) && classes.has(Class::VerbBase)) {
        return false;
    }
    // "See …" and "note …" point; they are no step that leads to a result.
    if matches!(
        view.known(verb),
        "see"
            | "look"
            | "read"
            | "visit"
            | "note"
            | "remember"
            | "consider"
            | "let"
            | "wait"
            | "tell"
            | "provide"
            | "contact"
            | "find"
            | "call"
            | "send"
            | "give"
            | "have"
            | "keep"
            | "attach"
            | "ask"
            | "email"
            | "reply"
    ) {
        return false;
    }
    let next = view.classes(verb + 1);
    // A noun that looks like a base form is followed by a verb or a preposition of its own.
    let noun = next.meets(MODAL)
        || next.has(Class::Be)
        || next.has(Class::Have)
        || next.has(Class::Do)
        || (next.has(Class::VerbS) && !next.meets(ClassSet::of(&[Class::Artefact, Class::Record])))
        || view.marked(verb + 1, Marks::COLON)
        || view.known(verb + 1) == "of";
    let object = next.meets(ClassSet::of(&[
        Class::Determiner,
        Class::Possessive,
        Class::ObjectPronoun,
        Class::Preposition,
        Class::Adverb,
        Class::To,
        Class::VerbIng,
        Class::You,
        Class::ThirdSingular,
        Class::Subordinator,
        Class::Artefact,
        Class::CustomerThing,
        Class::Service,
        Class::Coordinator,
    ])) || view.marked(
        verb + 1,
        Marks::OPAQUE.with(Marks::IDENTIFIER).with(Marks::CAPITAL).with(Marks::QUOTED),
    ) || verb + 1 == view.len()
        || verb > at
        || view.known(at) == "please"
        || verb == 0;
    !noun && object
}

/// "Yes, …", "No, …", "Yep that …".
fn answers(view: &View<'_>) -> bool {
    (0..view.len().min(2)).any(|at| {
        matches!(
            view.written(at).to_ascii_lowercase().as_str(),
            "yes" | "yeah" | "yep" | "yup" | "correct" | "definitely" | "absolutely" | "sure"
        ) && (at == 0 || view.marked(at, Marks::COMMA))
    })
}

fn word(view: &View<'_>, at: usize, range: &Range<usize>, context: &mut Context) {
    let word = view.known(at);
    let next = view.known(at + 1);
    match word {
        "if" => {
            // "If you want the text" names a purpose, not a condition.
            let purpose = view.is(at + 1, Class::You)
                && matches!(view.known(at + 2), "want" | "need" | "like" | "prefer" | "wish");
            context.set(Context::CONDITION, !purpose);
        }
        "unless" | "once" | "provided" | "assuming" | "providing" | "depending" => {
            context.set(Context::CONDITION, true);
        }
        "when" | "whenever" | "after" | "until" => {
            let clause = view.is_any(at + 1, SUBJECT_PRONOUN)
                || view.is(at + 1, Class::VerbIng)
                || view.is(at + 1, Class::Determiner)
                || view.is(at + 1, Class::Possessive);
            context.set(Context::CONDITION, clause);
        }
        "as" => context.set(Context::CONDITION, next == "long" || next == "soon"),
        "me" | "us" => {
            let before = at.checked_sub(1).map_or("", |n| view.known(n));
            context.set(
                Context::OWN_TEST,
                matches!(before, "for" | "with") && after_function(view, at),
            );
        }
        "here" => context.set(Context::OWN_TEST, here_as_place(view, at)),
        "my" | "our" => {
            let place = matches!(
                next,
                "system"
                    | "machine"
                    | "end"
                    | "side"
                    | "test"
                    | "tests"
                    | "testing"
                    | "computer"
                    | "setup"
                    | "environment"
                    | "box"
                    | "laptop"
            ) || matches!(
                view.known(at + 2),
                "system" | "machine" | "tests" | "box" | "computer"
            );
            context.set(Context::OWN_TEST, place);
        }
        "untested" => context.set(Context::LIMIT, true),
        "tested" | "checked" | "verified" => {
            let before = at.checked_sub(1).map_or("", |n| view.known(n));
            context.set(Context::LIMIT, matches!(before, "not" | "n't" | "only"));
        }
        "test" => {
            let before = at.checked_sub(1).map_or("", |n| view.known(n));
            context.set(
                Context::OWN_TEST,
                matches!(before, "quick" | "a")
                    && at > 1
                    && !view.is(at - 1, Class::Possessive)
                    && view.is_any(0, WRITER),
            );
        }
        "strange" | "odd" | "weird" | "hmm" | "hmmm" => context.set(Context::CONTRAST, true),
        "but" | "however" | "although" | "though" | "whereas" => {
            // "but it doesn't": what should be so is not. A denial about something else is none.
            let denied = (at + 1..range.end).take(5).any(|n| {
                view.is(n, Class::Negation)
                    && view.known(n) != "no"
                    && n > at + 1
                    && (at + 1..n)
                        .any(|m| view.is_any(m, SUBJECT_PRONOUN) || view.is(m, Class::Deictic))
                    && view.is_any(
                        n.saturating_sub(1),
                        ClassSet::of(&[Class::Do, Class::Be, Class::Have]),
                    )
            });
            let fails = (at + 1..range.end)
                .take(4)
                .any(|n| matches!(view.known(n), "fails" | "fail" | "failed" | "instead"));
            context.set(Context::CONTRAST, denied || fails);
        }
        "would" | "'d" => context.set(Context::HYPOTHETICAL, true),
        "using" => context.set(Context::CONDITION, begins_clause(view, at)),
        "tomorrow" | "shortly" | "soon" | "eventually" | "someday" | "tonight" | "later" => {
            context.set(Context::FUTURE, true);
        }
        "by" => {
            let day = view.marked(at + 1, Marks::CAPITAL)
                || matches!(next, "tomorrow" | "tonight" | "the" | "end")
                    && matches!(view.known(at + 2), "end" | "of" | "");
            context
                .set(Context::FUTURE, day && !view.is_any(at + 1, ClassSet::of(&[Class::VerbIng])));
        }
        "within" | "in" => {
            // "in three to five business days".
            let unit = (at + 1..at + 6).any(|n| view.is(n, Class::TimeNoun));
            context.set(
                Context::FUTURE,
                unit && !matches!(next, "the" | "this" | "that" | "your" | "my" | "our")
                    || (next == "the" && matches!(view.known(at + 2), "next" | "coming"))
                        && !(at + 2..at + 5).any(|n| view.is(n, Class::ReleaseWord)),
            );
        }
        "next" => {
            let unit = view.is(at + 1, Class::TimeNoun);
            context.set(Context::FUTURE, unit);
        }
        _ => {}
    }
    let classes = view.classes(at);
    if classes.has(Class::ReleaseWord) && at > range.start {
        let before = view.known(at - 1);
        let numbered =
            view.marked(at + 1, Marks::DIGIT) && !view.marked(at + 1, Marks::PUNCTUATION);
        let named = matches!(
            before,
            "next"
                | "new"
                | "latest"
                | "current"
                | "this"
                | "recent"
                | "upcoming"
                | "the"
                | "today"
                | "in"
                | "another"
                | "nightly"
                | "last"
                | "dev"
                | "'s"
                | "stable"
                | "for"
                | "on"
                | "a"
        );
        context.set(Context::RELEASE, numbered || named);
        context.set(
            Context::DELIVERY,
            matches!(before, "new" | "latest" | "next" | "another" | "nightly"),
        );
    } else if classes.has(Class::ReleaseWord) {
        context.set(Context::RELEASE, view.marked(at + 1, Marks::DIGIT));
    }
    if view.marked(at, Marks::DIGIT) && at > range.start {
        let preposition = view.is_any(at - 1, ClassSet::of(&[Class::Preposition]));
        let version = view.marked(at, Marks::IDENTIFIER)
            || view.written(at).starts_with(['r', 'v', 'V', '#']);
        // "in 2.0", "in Twisted 2.0".
        let named = version
            && at > range.start + 1
            && view.marked(at - 1, Marks::CAPITAL)
            && view.is_any(at - 2, ClassSet::of(&[Class::Preposition]));
        context.set(
            Context::RELEASE,
            (preposition && version || named) && !view.is(at + 1, Class::TimeNoun),
        );
        context.set(Context::FIGURE, !version);
    }
    context.set(Context::LINK, view.marked(at, Marks::ADDRESS.with(Marks::LINK)));
    let state = classes.has(Class::StateResult) && classes.has(Class::VerbParticiple);
    let be = (range.start..at)
        .rev()
        .take(3)
        .any(|n| matches!(view.known(n), "been" | "now" | "just" | "was" | "were"));
    let modal = (range.start..at)
        .rev()
        .take(5)
        .any(|n| view.is_any(n, MODAL) || view.is(n, Class::Negation));
    context.set(Context::DONE, state && be && !modal);
}

/// *here* as the place where the writer tried it, not as a pointer or a link.
fn here_as_place(view: &View<'_>, at: usize) -> bool {
    let last = at + 1 == view.len() || view.marked(at + 1, Marks::PUNCTUATION);
    at > 1 && last && !view.marked(at, Marks::LINK) && after_function(view, at)
}

/// Whether a verb of working stands shortly before: "works for me", "seems fine here".
fn after_function(view: &View<'_>, at: usize) -> bool {
    (0..at)
        .rev()
        .take(6)
        .any(|n| view.is_any(n, ClassSet::of(&[Class::Function, Class::Seem, Class::ReadyWord])))
}
