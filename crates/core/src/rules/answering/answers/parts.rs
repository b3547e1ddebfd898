//! A reply's sentences in parts, each with what it is about and what it looks like.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::form::{Form, SUBJECT, commands, declares, form, says};
use crate::document::{EndMark, Marks};
use crate::draft::{Question, RegionKind};
use crate::lang::answering::AnsweringCue as Cue;
use crate::lang::asking::{Kind, Whom};
use crate::lang::class::{AUXILIARY, Class, ClassSet, PERSONAL};
use crate::lang::grammar::View;
use crate::lang::topics::Topic;
use crate::rule::ReplyCx;

/// Words of courtesy begin a clause within so many words, or it says something besides.
const FILLER_WITHIN: usize = 3;
/// A name under the reply has so many words at most.
const LONGEST_NAME: usize = 4;

/// A part of a sentence of the reply.
pub(super) struct Part {
    /// The sentence, as an index into the document's.
    pub(super) sentence: usize,
    /// Its words in the sentence.
    pub(super) words: Range<usize>,
    /// What it is about, of what the questions are about.
    pub(super) topics: Vec<Topic>,
    /// What stands in it.
    pub(super) cues: Vec<Cue>,
    /// The forms that it has.
    pub(super) form: Form,
    /// Whether it answers nothing by itself: thanks, a wish, a question back.
    pub(super) idle: bool,
    /// Whether it tells the customer what to send or do, by which a question may be answered.
    pub(super) directs: bool,
    /// Whether it says or commands something.
    pub(super) says: bool,
    /// Whether it says that something is not so.
    pub(super) denies: bool,
    /// Whether a word for what was said before stands anywhere in it: "it", "they".
    pub(super) points: bool,
    /// Whether it stands in one sentence with the part before it, and no "and" sets it apart.
    pub(super) explains: bool,
    /// Whether a paragraph or an item begins with it.
    pub(super) leads: bool,
    /// Whether the sentence speaks of something that the customer told and did not ask.
    pub(super) told: bool,
}

impl Part {
    pub(super) fn has(&self, cue: Cue) -> bool {
        self.cues.contains(&cue)
    }

    /// Whether it sends the customer somewhere, or says who will answer.
    pub(super) fn says_where(&self) -> bool {
        self.form.address || self.has(Cue::Defer) || self.denies
    }

    /// Whether the form is that of an answer to the question.
    pub(super) fn fits(&self, question: &Question) -> bool {
        let form = &self.form;
        let has = |cue: Cue| self.has(cue);
        match question.kind {
            Kind::When | Kind::Duration => form.time,
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
                // "Messages can't be brought back."
                let refuses = self.says && self.denies;
                has(Cue::Yes)
                    || does
                    || refuses
                    || question.whom == Whom::Asker && (form.you || form.commands)
            }
            Kind::Thing => self.says || form.digits || form.name || form.address || form.short,
            Kind::YesNo => {
                has(Cue::Yes)
                    || has(Cue::Expletive)
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

/// A cue and the word of its sentence with which it begins.
struct Cued {
    cue: Cue,
    at: usize,
}

/// The reply's sentences in parts.
pub(super) fn parts(cx: &ReplyCx<'_>) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    let Some(answering) = &cx.draft.language.answering else { return out };
    let document = &cx.draft.document;
    let all_hits = answering.find(document, &cx.draft.language.lexicon);
    let message = &cx.draft.message;
    let asked: FxHashSet<&Topic> = message.questions.iter().flat_map(Question::topics).collect();
    for sentence in cx.sentences(&[RegionKind::Body, RegionKind::Farewell]) {
        let view = cx.view(sentence);
        let base = document.sentences[sentence].words.start;
        let from = all_hits.partition_point(|hit| hit.sentence < sentence);
        let hits: Vec<_> = all_hits[from..]
            .iter()
            .take_while(|hit| hit.sentence == sentence)
            .filter(|hit| !document.is_marked(hit.words.clone()))
            .map(|hit| Cued { cue: answering.cue(hit), at: hit.words.start - base })
            .collect();
        let closes = cx.draft.sentence_regions[sentence] == RegionKind::Farewell;
        let first = out.len();
        let block = |sentence: usize| document.sentences[sentence].block;
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
            .any(|part| part.topics.iter().any(|topic| message.told.contains(topic)));
        for part in &mut out[first..] {
            part.told = told;
            part.topics.retain(|topic| asked.contains(topic));
        }
    }
    close(cx, &mut out);
    // A name under the reply that is in no signature.
    if let Some(last) = out.last_mut()
        && !last.says
        && last.words.len() <= LONGEST_NAME
        && !last.form.digits
        && !last.form.address
        && last.words.start == 0
    {
        last.idle = true;
    }
    out
}

/// What stands from the writer's name on closes the mail: "Priya, Billfold Support", "Rate this reply".
fn close(cx: &ReplyCx<'_>, parts: &mut [Part]) {
    let document = &cx.draft.document;
    let block = |part: &Part| document.sentences[part.sentence].block;
    let names = |part: &Part| {
        let sentence = &document.sentences[part.sentence];
        let form = &part.form;
        sentence.end == EndMark::None
            && !part.says
            && part.words.len() <= LONGEST_NAME
            && !(form.digits || form.time || form.money || form.address || form.commands)
            && !part.has(Cue::Yes)
            && document.words_of(sentence).iter().any(|word| word.any(Marks::CAPITAL))
    };
    // "Dear Mr and Mrs Doyle,"
    let greeting = parts.iter().take_while(|part| names(part)).count();
    let leads =
        parts.get(greeting).is_some_and(|next| greeting > 0 && block(next) != block(&parts[0]));
    if leads {
        parts[..greeting].iter_mut().for_each(|part| part.idle = true);
    }
    let said = parts.iter().position(|part| !part.idle).unwrap_or(parts.len());
    let from = (said + 1..parts.len()).find(|&at| {
        let led = block(&parts[at]) != block(&parts[at - 1]);
        let own = parts[at..].iter().take_while(|part| block(part) == block(&parts[at]));
        // No answer of substance stands below it.
        led && own.clone().next().is_some_and(names)
            && parts[at..].iter().skip(own.count()).all(|part| block(part) > block(&parts[said]))
    });
    let between = cx.draft.quotes().last().is_some_and(|run| {
        let lines = &document.lines;
        lines.get(run.start).is_some_and(|line| {
            parts.iter().any(|part| document.sentences[part.sentence].span.start < line.span.start)
                && parts.last().is_some_and(|part| {
                    document.sentences[part.sentence].span.start > line.span.start
                })
        })
    });
    if let Some(from) = from.filter(|_| !between) {
        for part in &mut parts[from..] {
            part.idle = true;
            part.directs = false;
            part.cues.clear();
        }
    }
}

fn part(
    cx: &ReplyCx<'_>,
    view: &View<'_>,
    sentence: usize,
    words: Range<usize>,
    hits: &[Cued],
    closes: bool,
) -> Part {
    let language = cx.draft.language;
    let inside = View { words: &view.words[words.clone()], ..*view };
    let mut topics = Vec::new();
    for word in inside.words {
        let written = word.span().of(view.text);
        // A name of code is one word, the words of an address say where it leads.
        if word.any(Marks::CODE) {
            topics.extend(language.topics.of(written, view.lexicon).0);
            continue;
        }
        for piece in written
            .split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '€' | '$' | '£'))
        {
            topics.extend(language.topics.of(piece, view.lexicon).0);
        }
        if written.contains('-') {
            topics.extend(language.topics.of(written, view.lexicon).0);
        }
    }
    // "No appointment needed", "no band below six".
    let counts_none = |at: usize| {
        view.known(at) == "no"
            && at + 1 < words.end
            && !view.marked(at + 1, Marks::COMMA.with(Marks::BREAK))
            && !view.is_any(at + 1, PERSONAL.with(ClassSet::of(&[Class::Coordinator])))
    };
    let cues: Vec<Cue> = hits
        .iter()
        .filter(|hit| words.contains(&hit.at))
        // "At no cost" says no no.
        .filter(|hit| hit.cue != Cue::Yes || hit.at <= words.start + 1)
        .filter(|hit| hit.cue != Cue::Yes || !counts_none(hit.at))
        // "A new one went out today, with our apologies."
        .filter(|hit| hit.cue != Cue::Filler || hit.at <= words.start + FILLER_WITHIN)
        .map(|hit| hit.cue)
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
    // "There's room at that hour."
    let behind = |at: usize| {
        inside.is(at, Class::Deictic) && at > 0 && inside.is(at - 1, Class::Preposition)
    };
    let adds = cues.contains(&Cue::Them) || cues.contains(&Cue::Adds);
    let points = adds || (0..inside.len()).any(|at| before(at) || behind(at));
    let says = cues.contains(&Cue::Yes)
        || declares(&inside, SUBJECT)
        || says(&inside)
        || commands(&inside)
        || inside.words.iter().any(|word| word.any(Marks::CODE.with(Marks::IDENTIFIER)));
    // "On Saturdays we're here until one" closes the mail and answers all the same.
    let closes = closes && !(says && (form.time || form.digits));
    let idle = asks || (cues.contains(&Cue::Filler) || closes) && !grants;
    let directs = asks && view.sentence.end != EndMark::Question && !cues.contains(&Cue::Filler);
    let first = words.start;
    // "… and is valid from the day you pay": of the same subject.
    const VERB: ClassSet = AUXILIARY.with(ClassSet::of(&[Class::VerbS]));
    let elided = view.is(first, Class::Coordinator)
        && view.is_any(first + 1, VERB)
        && !view.is_any(first + 2, PERSONAL);
    let explains = first > 0 && (!view.is(first, Class::Coordinator) || elided);
    let denies = (0..inside.len()).any(|at| inside.is(at, Class::Negation));
    Part {
        sentence,
        words,
        topics,
        cues,
        form,
        idle,
        directs,
        says,
        denies,
        points,
        explains,
        leads: false,
        told: false,
    }
}

/// The clauses of a sentence: what a dash, a colon or a coordinator sets apart.
fn clauses(view: &View<'_>, hits: &[Cued]) -> Vec<Range<usize>> {
    const STARTS: ClassSet = PERSONAL.with(ClassSet::of(&[
        Class::There,
        Class::Deictic,
        Class::Determiner,
        Class::Possessive,
    ]));
    let says_yes = |at: usize| hits.iter().any(|hit| hit.cue == Cue::Yes && hit.at == at);
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
        // "…, which costs 30 euros."
        let relative = comma && view.is(at, Class::Relative);
        // "An assessor, Ms Ruiz, will ring you": the verb belongs to what stands before.
        let apart = |at: usize| {
            !view.is_any(at, AUXILIARY)
                || (start..at).any(|at| view.is_any(at, AUXILIARY) || says_yes(at))
        };
        let cut = relative
            || broken
            || joins && (comma || begins(at + 1))
            || comma && begins(at) && apart(at);
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
