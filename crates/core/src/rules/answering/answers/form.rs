//! What a part of a reply looks like, whatever it is about.

use crate::document::Marks;
use crate::lang::answering::AnsweringCue as Cue;
use crate::lang::class::{AUXILIARY, Class, ClassSet, FUNCTION_WORD, PERSONAL};
use crate::lang::grammar::View;
use crate::rules::when;

/// A subject stands in so many first words of its clause.
const SUBJECT_WITHIN: usize = 3;
/// The verb of a clause stands in so many first words.
const VERB_WITHIN: usize = 8;
/// A sentence of so many words at most is an answer in a word.
const SHORT: usize = 3;
/// Before a command stand so many words: "please", "then".
const POLITE_WITHIN: usize = 2;

/// What a part looks like, whatever it is about.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Form {
    pub(super) digits: bool,
    /// A day, an hour, a stretch of time.
    pub(super) time: bool,
    pub(super) money: bool,
    pub(super) address: bool,
    /// A name, or words in quotation marks.
    pub(super) name: bool,
    /// "You can", "you don't need to".
    pub(super) you: bool,
    /// "We do", "I've".
    pub(super) own: bool,
    /// "It does", "dogs are welcome".
    pub(super) other: bool,
    /// "There is".
    pub(super) there: bool,
    /// "That's fine".
    pub(super) deictic: bool,
    /// "Open Settings".
    pub(super) commands: bool,
    /// A whole sentence of a word or two.
    pub(super) short: bool,
}

/// What the part looks like.
pub(super) fn form(view: &View<'_>, cues: &[Cue], whole: bool) -> Form {
    let text = view.text;
    let marked = |marks: Marks| (0..view.len()).any(|at| view.marked(at, marks));
    let span = match (view.words.first(), view.words.last()) {
        (Some(first), Some(last)) => &text[first.span().start..last.span().end],
        _ => "",
    };
    const SIGNS: [char; 4] = ['€', '$', '£', '¥'];
    let before = view.words.first().map_or("", |first| &text[..first.span().start]);
    let own = declares(view, ClassSet::of(&[Class::I, Class::We]));
    let other = ClassSet::of(&[
        Class::ThirdSingular,
        Class::ThirdPlural,
        Class::IndefiniteSingular,
        Class::IndefinitePlural,
    ]);
    let you = declares(view, ClassSet::of(&[Class::You]));
    let there = declares(view, ClassSet::of(&[Class::There]));
    let deictic = declares(view, ClassSet::of(&[Class::Deictic]));
    // The day in "the 14th", the hour in "10:30".
    let dated = (0..view.len()).any(|at| {
        let word = view.written(at);
        view.marked(at, Marks::DIGIT)
            && (word.ends_with(|c: char| c.is_alphabetic())
                || word.matches(['.', '/']).count() == 2
                || view.marked(at, Marks::COLON))
    });
    Form {
        digits: marked(Marks::DIGIT),
        time: cues.contains(&Cue::Time)
            || dated
            || when::is_named(view, &(0..0))
            || (1..view.len()).any(|at| is_hour(view, at))
            || (0..view.len()).any(|at| when::is_month(view, at)),
        money: span.contains(SIGNS) || span.contains('%') || before.ends_with(SIGNS),
        // A name of code is where to look as well.
        address: marked(Marks::ADDRESS.with(Marks::LINK).with(Marks::CODE).with(Marks::IDENTIFIER)),
        name: (1..view.len()).any(|at| {
            view.marked(at, Marks::CAPITAL) && !view.is(at, Class::I)
                || view.marked(at, Marks::QUOTED)
        }),
        you,
        own,
        other: declares(view, other) || !(own || you || there || deictic) && says(view),
        there,
        deictic,
        commands: commands(view),
        short: whole && view.len() <= SHORT,
    }
}

/// "At 7.30", "from 9": a number behind a word for a point in time, and no count of things.
fn is_hour(view: &View<'_>, at: usize) -> bool {
    let word = view.written(at);
    let number = word.starts_with(|c: char| c.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ':'));
    number
        && word.len() <= "12.30".len()
        && matches!(view.known(at - 1), "at" | "until" | "till" | "by" | "around" | "from")
        && (word.contains(['.', ':'])
            || at + 1 == view.len()
            || view.marked(at + 1, Marks::PUNCTUATION))
}

/// "Please bring it in", "open Settings".
pub(super) fn commands(view: &View<'_>) -> bool {
    let polite = (0..POLITE_WITHIN).take_while(|&at| {
        view.is_any(at, ClassSet::of(&[Class::Adverb, Class::Coordinator]))
            || view.known(at) == "please"
    });
    let first = polite.count();
    let verb = |at: usize| view.is(at, Class::VerbBase);
    // "Don't pass it whole."
    verb(first)
        || view.is(first, Class::Do) && view.is(first + 1, Class::Negation) && verb(first + 2)
}

/// Whether the part says something of one of these: "it does", "you can", "that takes a day".
pub(super) fn declares(view: &View<'_>, subjects: ClassSet) -> bool {
    const VERB: ClassSet = FINITE.with(ClassSet::of(&[Class::VerbBase, Class::VerbParticiple]));
    (0..SUBJECT_WITHIN).any(|at| {
        view.is_any(at, subjects) && (at + 1..at + SUBJECT_WITHIN).any(|at| view.is_any(at, VERB))
    })
}

/// Whether the part says something of anything: "her number is 42".
pub(super) fn says(view: &View<'_>) -> bool {
    // "Here's our list" points, and says nothing.
    let points = view.is(1, Class::Clitic)
        && view.is_any(0, FUNCTION_WORD.with(ClassSet::of(&[Class::Adverb])));
    let within = 1..view.len().min(VERB_WITHIN);
    // "Jo's spot is safe" says it behind the clitic.
    let finite = |at: usize| view.is_any(at, FINITE) && !(at == 1 && view.is(at, Class::Clitic));
    // "Your mailboxes keep running."
    let plural = |at: usize| view.is(at, Class::VerbBase) && !view.is_any(at - 1, FUNCTION_WORD);
    let plain = within.clone().any(finite) || !commands(view) && within.into_iter().any(plural);
    !points && plain
}

/// A verb that makes a statement.
const FINITE: ClassSet =
    AUXILIARY.with(ClassSet::of(&[Class::VerbS, Class::VerbPast, Class::Clitic]));

/// Who or what something can be said of in a word.
pub(super) const SUBJECT: ClassSet = PERSONAL.with(ClassSet::of(&[
    Class::There,
    Class::Deictic,
    Class::IndefiniteSingular,
    Class::IndefinitePlural,
]));
