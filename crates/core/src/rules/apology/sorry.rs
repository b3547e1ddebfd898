//! Where the writer says sorry, and for what.

use std::ops::Range;

use crate::document::Marks;
use crate::finding::{Edit, Finding, Fix};
use crate::lang::class::{Class, ClassSet, FUNCTION_WORD};
use crate::lang::grammar::View;
use crate::rule::{CuePattern, SentenceCx};
use crate::rules::wording;

/// The concept of the cues below, in each rule that reads them.
pub(super) const SORRY: u8 = 0;

/// The words that say sorry.
pub(super) static CUES: [CuePattern; 6] = [
    CuePattern::en(SORRY, "(sorry|apologise|apologize|apologies)"),
    CuePattern::en(SORRY, "(my|our) {0..2} apology"),
    CuePattern::en(SORRY, "accept {0..4} apology"),
    CuePattern::en(SORRY, "(I|we) {adverb}* regret"),
    CuePattern::en(SORRY, "my bad"),
    CuePattern::en(SORRY, "forgive (me|us)"),
];

/// What an apology is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Something went wrong.
    Fault,
    /// "Sorry, I don't follow": it opens a sentence about something else.
    Aside,
    /// Something happened to the reader that is nobody's fault here.
    Sympathy,
}

/// An apology. Indices are into the sentence's words.
#[derive(Clone, Debug)]
pub(super) struct Apology {
    /// From its subject, or its first word, to the word for sorry.
    pub words: Range<usize>,
    /// What it is for.
    pub kind: Kind,
    /// The words for what they are sorry for, with the preposition; empty where none are said.
    pub object: Range<usize>,
    /// Whether it is said once more: "sorry again", "once again, I apologise".
    pub again: bool,
}

/// Reads the apology whose word for sorry ends before `end`; `None` where nobody on the writer's side
/// says sorry here.
pub(super) fn read(view: &View<'_>, cue: Range<usize>) -> Option<Apology> {
    let at = cue.end.checked_sub(1)?;
    let mut start = cue.start;
    let free = |at: usize| !view.marked(at, Marks::PUNCTUATION);
    const SUBJECT: ClassSet = ClassSet::of(&[Class::I, Class::We]);
    while start > 0 && free(start) && !view.is_any(start, SUBJECT) && leads(view, start - 1) {
        start -= 1;
    }
    // "You're sorry", "she is sorry", "not sorry", "I feel sorry for it": not the writer's apology.
    const OTHERS: ClassSet = ClassSet::of(&[
        Class::You,
        Class::ThirdSingular,
        Class::ThirdPlural,
        Class::Negation,
        Class::Be,
        Class::Determiner,
    ]);
    let before = start.checked_sub(1).filter(|_| !view.marked(start, Marks::PUNCTUATION));
    if before.is_some_and(|n| {
        view.is_any(n, OTHERS) || matches!(view.known(n), "feel" | "felt" | "feeling")
    }) || (start..at).any(|n| view.is(n, Class::Negation))
    {
        return None;
    }
    if matches!(view.known(at + 1), "state" | "sight" | "story" | "excuse") {
        return None;
    }
    let mut next = at + 1;
    let mut again = (start..at).any(|n| view.known(n) == "again");
    // "Once again, I'm sorry."
    while start > 0 && matches!(view.known(start - 1), "again" | "once" | "more") {
        again = true;
        start -= 1;
    }
    if view.known(next) == "again" {
        again = true;
        next += 1;
    }
    let object = next..object_end(view, next);
    let kind = kind(view, start, at, &object);
    Some(Apology { words: start..at + 1, kind, object, again })
}

/// Whether the word belongs to the apology that it precedes: "I'm so very", "please accept my".
fn leads(view: &View<'_>, at: usize) -> bool {
    const OWN: ClassSet = ClassSet::of(&[Class::I, Class::We, Class::WriterPossessive]);
    view.is_any(at, OWN)
        || LEADING.contains(&view.written(at).to_lowercase().as_str())
        || matches!(view.known(at), "'m" | "'re" | "'d" | "ca")
}

/// Words between the subject of an apology and the word for sorry.
const LEADING: [&str; 32] = [
    "am",
    "are",
    "so",
    "very",
    "really",
    "truly",
    "deeply",
    "terribly",
    "extremely",
    "awfully",
    "sincerely",
    "sincere",
    "sincerest",
    "again",
    "most",
    "please",
    "accept",
    "do",
    "must",
    "can",
    "only",
    "to",
    "like",
    "would",
    "want",
    "also",
    "just",
    "all",
    "humble",
    "humbly",
    "genuinely",
    "incredibly",
];

/// Where the words for what they are sorry for end.
fn object_end(view: &View<'_>, from: usize) -> usize {
    let stops = |at: usize| {
        view.marked(at, Marks::COMMA.with(Marks::BREAK).with(Marks::SIGN))
            || matches!(view.known(at), "but" | "however" | "and" | "so")
    };
    (from..view.len()).find(|&at| stops(at)).unwrap_or(view.len())
}

fn kind(view: &View<'_>, start: usize, at: usize, object: &Range<usize>) -> Kind {
    let first = view.known(object.start);
    let second = view.known(object.start + 1);
    let sorry = view.known(at) == "sorry";
    if object.is_empty() {
        // "Sorry, I don't follow": the sentence goes on with something else.
        let goes_on = object.end + 2 < view.len()
            && view.marked(object.end, Marks::COMMA)
            && !matches!(view.known(object.end), "but" | "however" | "so" | "very");
        return if goes_on && start == at { Kind::Aside } else { Kind::Fault };
    }
    if sorry && first == "to" {
        return match second {
            "hear" | "learn" | "read" | "see" | "know" => Kind::Sympathy,
            _ => Kind::Aside,
        };
    }
    if sorry && matches!(first, "for" | "about") && second == "your" {
        let own = is_generic(view, object) || WAITING.contains(&view.known(object.start + 2));
        return if own { Kind::Fault } else { Kind::Sympathy };
    }
    if matches!(first, "if" | "in" | "when" | "because") {
        return Kind::Aside;
    }
    // "Sorry Alan. I've not worked on it": a name is called.
    if view.marked(object.start, Marks::CAPITAL)
        && !view.is(object.start, Class::I)
        && object.len() <= 2
    {
        return Kind::Aside;
    }
    Kind::Fault
}

/// Whether the words name nothing of this case: "for the trouble", "about that".
pub(super) fn is_generic(view: &View<'_>, object: &Range<usize>) -> bool {
    object.clone().all(|at| {
        view.is_any(at, FUNCTION_WORD)
            || view.is(at, Class::Problem)
            || GENERIC.contains(&view.written(at).to_lowercase().as_str())
    })
}

const WAITING: [&str; 4] = ["wait", "delay", "time", "patience"];

/// Words for trouble that say nothing of it.
const GENERIC: [&str; 22] = [
    "trouble",
    "troubles",
    "inconvenience",
    "inconveniences",
    "hassle",
    "confusion",
    "issue",
    "issues",
    "problem",
    "problems",
    "matter",
    "situation",
    "bug",
    "mess",
    "error",
    "caused",
    "cause",
    "bother",
    "mix-up",
    "experience",
    "disruption",
    "hiccup",
];

/// Offers an apology for what happened in the place of this one, to the end of its clause.
pub(super) fn own_up(finding: &mut Finding, cx: &SentenceCx<'_>, apology: &Apology) {
    let span = cx.span(apology.words.start..apology.object.end.max(apology.words.end));
    let body = wording::spelled_as(cx.document, "I'm sorry ${1:?what happened}");
    let edit = Edit::snippet(span, wording::snippet(&body));
    finding.fixes.push(Fix::confirm("Name what happened", vec![edit]));
}
