//! A reply's sentences in parts, each with what it is about and what it looks like.

use std::ops::Range;

use super::{Cue, ENOUGH, LIST};
use crate::document::{EndMark, Marks};
use crate::draft::{Question, RegionKind};
use crate::lang::asking::{Kind, Whom};
use crate::lang::class::{AUXILIARY, Class, ClassSet, FUNCTION_WORD, PERSONAL};
use crate::lang::grammar::View;
use crate::lang::topics::Topic;
use crate::rule::{CueHit, ReplyCx};
use crate::rules::when;

/// A subject stands in so many first words of its clause.
const SUBJECT_WITHIN: usize = 3;
/// The verb of a clause stands in so many first words.
const VERB_WITHIN: usize = 8;

/// A part of a sentence of the reply.
pub(super) struct Part {
    /// The sentence, as an index into the document's.
    pub(super) sentence: usize,
    /// Its words in the sentence.
    pub(super) words: Range<usize>,
    /// What it is about.
    pub(super) topics: Vec<Topic>,
    /// What stands in it.
    pub(super) cues: Vec<Cue>,
    /// The forms that it has.
    pub(super) form: Form,
    /// Whether it answers nothing by itself: thanks, a wish, a question back.
    pub(super) idle: bool,
    /// Whether it says or commands something.
    pub(super) says: bool,
    /// Whether it says that something is not so.
    pub(super) denies: bool,
    /// Whether it begins with a word for what was said before: "it", "they".
    pub(super) refers: bool,
    /// Whether such a word stands anywhere in it.
    pub(super) points: bool,
    /// Whether it stands in one sentence with the part before it, and no "and" sets it apart.
    pub(super) explains: bool,
    /// Whether it is a sentence about something of the customer's: "your key works at night".
    pub(super) yours: bool,
    /// Whether a paragraph or an item begins with it.
    pub(super) leads: bool,
    /// Whether the sentence speaks of something that the customer told and did not ask.
    pub(super) told: bool,
}

impl Part {
    pub(super) fn has(&self, cue: Cue) -> bool {
        self.cues.contains(&cue)
    }

    /// Whether the form is that of an answer to the question.
    pub(super) fn fits(&self, question: &Question) -> bool {
        let form = &self.form;
        let has = |cue: Cue| self.has(cue);
        match question.kind {
            Kind::When => form.time,
            Kind::Duration => form.time,
            Kind::Price => form.money || has(Cue::Amount),
            Kind::Number => form.digits || has(Cue::Count),
            // "It is 31 degrees" tells nobody how many adults there are.
            Kind::Count => has(Cue::Count) || form.digits && !form.money && !has(Cue::Measure),
            Kind::Place => {
                // "Where can I leave my bicycle? – Bring it up with you."
                let steps = question.whom == Whom::Asker && form.commands;
                form.address || form.name || has(Cue::Place) || steps
            }
            Kind::Person => form.address || self.says && (form.name || has(Cue::Person)),
            Kind::Reason => has(Cue::Reason),
            Kind::Way => {
                let steps = form.address || form.commands || has(Cue::Way);
                steps || has(Cue::Done) || has(Cue::Did) || form.other && form.digits
            }
            Kind::Request => {
                let does = has(Cue::Done) || has(Cue::Did) || form.own;
                has(Cue::Yes) || does || question.whom == Whom::Asker && (form.you || form.commands)
            }
            Kind::Thing => self.says || form.digits || form.name || form.address || form.short,
            Kind::YesNo => {
                has(Cue::Yes)
                    || match question.whom {
                        Whom::Asker => form.you || form.commands || form.deictic,
                        Whom::Reader => form.own || form.there || form.deictic,
                        Whom::There => form.there || form.own,
                        Whom::Other => form.other,
                        Whom::Anybody => {
                            form.you || form.own || form.other || form.commands || form.deictic
                        }
                    }
            }
        }
    }
}

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
/// The reply's sentences in parts.
pub(super) fn parts(cx: &ReplyCx<'_>) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    for sentence in cx.sentences(&[RegionKind::Body, RegionKind::Farewell]) {
        let view = cx.view(sentence);
        let hits: Vec<_> = cx.cues_in(sentence).collect();
        let closes = cx.draft.sentence_regions[sentence] == RegionKind::Farewell;
        let first = out.len();
        let block = |sentence: usize| cx.draft.document.sentences[sentence].block;
        let leads = out.last().is_none_or(|last| block(last.sentence) != block(sentence));
        for words in clauses(&view, &hits) {
            let mut part = part(cx, &view, sentence, words, &hits, closes);
            part.leads = leads && out.len() == first;
            // "The laptops and your phone are fine" is one clause.
            part.explains |= out.len() > first && !out[out.len() - 1].says;
            out.push(part);
        }
        let told = out[first..]
            .iter()
            .any(|part| part.topics.iter().any(|topic| cx.draft.message.told.contains(topic)));
        for part in &mut out[first..] {
            part.told = told;
        }
    }
    // A name under the reply that is in no signature.
    if let Some(last) = out.last_mut()
        && !last.says
        && last.words.len() <= LIST + 1
        && !last.form.digits
        && !last.form.address
        && last.words.start == 0
    {
        last.idle = true;
    }
    out
}

fn part(
    cx: &ReplyCx<'_>,
    view: &View<'_>,
    sentence: usize,
    words: Range<usize>,
    hits: &[CueHit<'_>],
    closes: bool,
) -> Part {
    let language = cx.draft.language;
    let inside = View { words: &view.words[words.clone()], ..*view };
    let mut topics = Vec::new();
    for word in inside.words {
        let written = word.span().of(view.text);
        // The words of an address say where it leads.
        for piece in written
            .split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '€' | '$' | '£'))
        {
            topics.extend(language.topics.of(piece, view.lexicon).0);
        }
        if written.contains('-') {
            topics.extend(language.topics.of(written, view.lexicon).0);
        }
    }
    let cues: Vec<Cue> = hits
        .iter()
        .filter(|hit| words.contains(&hit.words().start))
        // "At no cost" says no no.
        .filter(|hit| Cue::of(hit) != Cue::Yes || hit.words().start <= words.start + 1)
        .map(Cue::of)
        .collect();
    let asks = view.sentence.end == EndMark::Question || cues.contains(&Cue::Ask);
    let grants = cues.contains(&Cue::Yes) || cues.contains(&Cue::Welcome);
    let mut cues = cues;
    if asks {
        cues.push(Cue::Ask);
    }
    let form = form(&inside, &cues, words.len() == view.len());
    const BEFORE: ClassSet = ClassSet::of(&[Class::ThirdSingular, Class::ThirdPlural]);
    // "Their name goes into the form."
    let third = |at: usize| {
        inside.is(at, Class::Possessive)
            && !inside.is_any(at, ClassSet::of(&[Class::WriterPossessive, Class::ReaderPossessive]))
    };
    let before = |at: usize| inside.is_any(at, BEFORE) || third(at);
    let refers = (0..ENOUGH).any(before);
    let points = cues.contains(&Cue::Them) || (0..inside.len()).any(before);
    let says = cues.contains(&Cue::Yes)
        || declares(&inside, SUBJECT)
        || says(&inside)
        || commands(&inside)
        || inside.words.iter().any(|word| word.any(Marks::CODE.with(Marks::IDENTIFIER)));
    // "On Saturdays we're here until one" closes the mail and answers all the same.
    let closes = closes && !(says && (form.time || form.digits));
    let idle = asks || (cues.contains(&Cue::Filler) || closes) && !grants;
    let first = words.start;
    let explains = first > 0 && !view.is(first, Class::Coordinator);
    let yours = first == 0 && says && inside.is(0, Class::ReaderPossessive);
    let denies = (0..inside.len()).any(|at| inside.is(at, Class::Negation));
    Part {
        sentence,
        words,
        topics,
        cues,
        form,
        idle,
        says,
        denies,
        refers,
        points,
        explains,
        yours,
        leads: false,
        told: false,
    }
}

/// What the part looks like.
fn form(view: &View<'_>, cues: &[Cue], whole: bool) -> Form {
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
        short: whole && view.len() <= LIST,
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
fn commands(view: &View<'_>) -> bool {
    let polite = (0..ENOUGH).take_while(|&at| {
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
fn declares(view: &View<'_>, subjects: ClassSet) -> bool {
    const VERB: ClassSet = FINITE.with(ClassSet::of(&[Class::VerbBase, Class::VerbParticiple]));
    (0..SUBJECT_WITHIN).any(|at| {
        view.is_any(at, subjects) && (at + 1..at + SUBJECT_WITHIN).any(|at| view.is_any(at, VERB))
    })
}

/// Whether the part says something of anything: "her number is 42".
fn says(view: &View<'_>) -> bool {
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
const SUBJECT: ClassSet = PERSONAL.with(ClassSet::of(&[
    Class::There,
    Class::Deictic,
    Class::IndefiniteSingular,
    Class::IndefinitePlural,
]));

/// The clauses of a sentence: what a dash, a colon or a coordinator sets apart.
fn clauses(view: &View<'_>, hits: &[CueHit<'_>]) -> Vec<Range<usize>> {
    const STARTS: ClassSet = PERSONAL.with(ClassSet::of(&[
        Class::There,
        Class::Deictic,
        Class::Determiner,
        Class::Possessive,
    ]));
    let says_yes =
        |at: usize| hits.iter().any(|hit| Cue::of(hit) == Cue::Yes && hit.words().start == at);
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for at in 1..view.len() {
        // "4:15" is one word.
        let clock = view.marked(at, Marks::DIGIT) && view.marked(at - 1, Marks::DIGIT);
        let broken = view.marked(at, Marks::BREAK) && !clock;
        let comma = view.marked(at, Marks::COMMA);
        let joins = view.is(at, Class::Coordinator);
        let begins =
            |at: usize| view.is_any(at, STARTS) || says_yes(at) || view.is_any(at, AUXILIARY);
        let cut = broken || joins && (comma || begins(at + 1)) || comma && begins(at);
        if !cut || at == start {
            continue;
        }
        // "Yes, it does" says one thing, "yes, and it is free" two.
        let bare = (start..at).all(|at| says_yes(at) || view.is(at, Class::Coordinator));
        if bare && (start..at).any(says_yes) && !joins && !broken {
            continue;
        }
        out.push(start..at);
        start = at;
    }
    if start < view.len() {
        out.push(start..view.len());
    }
    out
}
