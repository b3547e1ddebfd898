//! Replies that answer in paragraphs: each stands for the answers in it, so a question that none of them has
//! evidence for, and that no paragraph is left for, is passed over.
//!
//! The weights are round numbers set by reasoning, for what carries over from writer to writer is the build of a
//! reply and not its words.

use rustc_hash::FxHashSet;

use super::Cue;
use super::parts::Part;
use crate::draft::Question;
use crate::lang::asking::Kind;
use crate::lang::lexicon::fold;
use crate::lang::topics::{Topic, stem};
use crate::rule::ReplyCx;

/// A word that the question and the clause have both, and no other question.
const WORD: u32 = 12;
/// The same, where the two words only mean the like.
const ALIKE: u32 = 6;
/// A word that other questions have too.
const SHARED: u32 = 4;
/// A number, a day.
const WEAK: u32 = 6;
const WEAK_ALIKE: u32 = 2;
/// The form of an answer, besides a word.
const FORM: u32 = 4;
/// The same, where nothing else answers the question: a sum, a day.
const EXACT_FORM: u32 = 12;
/// A yes or a no.
const YES: u32 = 8;
/// So much shows that a clause answers a question.
const ENOUGH: u32 = 4;
/// So much shows that it answers a second.
const ENOUGH_FOR_TWO: u32 = 16;

/// What "that" in a question points to stands in so many sentences before it.
const BEFORE: usize = 2;

/// A paragraph with the clauses in it that say something.
type Paragraph = Vec<usize>;

/// Which of several questions the reply passes over; `None` where it is not written in paragraphs.
pub(super) fn missing(
    cx: &ReplyCx<'_>,
    questions: &[&Question],
    parts: &[Part],
) -> Option<Vec<bool>> {
    let paragraphs = paragraphs(cx, parts);
    if paragraphs.len() < 2 {
        return None;
    }
    let live: Vec<usize> = paragraphs.iter().flatten().copied().collect();
    let evidence = Evidence::new(cx, questions, parts);
    let mut worth: Vec<(u32, usize, usize)> = Vec::new();
    for number in 0..questions.len() {
        worth.extend(live.iter().map(|&at| (evidence.of(number, at), number, at)));
    }
    let out_of_place = |number: usize, at: usize| {
        let place = live.iter().position(|&it| it == at).unwrap_or(0);
        (number * live.len()).abs_diff(place * questions.len())
    };
    worth.retain(|&(worth, ..)| worth >= ENOUGH);
    worth.sort_by_key(|&(worth, number, at)| (std::cmp::Reverse(worth), out_of_place(number, at)));
    let mut answer: Vec<Option<usize>> = vec![None; questions.len()];
    let mut taken = vec![false; parts.len()];
    for (worth, number, at) in worth {
        if answer[number].is_none() && (!taken[at] || worth >= ENOUGH_FOR_TWO) {
            (answer[number], taken[at]) = (Some(at), true);
        }
    }
    // What is put off, and names no question, is put off for all that is left.
    if live.iter().any(|&at| parts[at].has(Cue::Defer) && !taken[at]) {
        return Some(vec![false; questions.len()]);
    }
    let free = |paragraph: &Paragraph| paragraph.iter().all(|&at| !taken[at]);
    let left: Vec<Paragraph> = paragraphs.into_iter().filter(free).collect();
    let mut open: Vec<bool> = answer.iter().map(Option::is_none).collect();
    for paragraph in &left {
        let may = |&number: &usize| {
            open[number] && paragraph.iter().any(|&at| evidence.may_answer(number, at))
        };
        let best = (0..questions.len()).filter(may).max_by_key(|&number| {
            let question = questions[number];
            let form =
                wants_form(question) && paragraph.iter().any(|&at| fits(question, &parts[at]));
            let worth = paragraph.iter().map(|&at| evidence.of(number, at)).max();
            let place = paragraph.first().map_or(0, |&at| out_of_place(number, at));
            (form, worth, std::cmp::Reverse(place))
        });
        if let Some(best) = best {
            open[best] = false;
        }
    }
    for (open, question) in open.iter_mut().zip(questions) {
        *open &= !question.open || left.is_empty();
    }
    Some(open)
}

/// The paragraphs and items of the reply with the clauses of substance in them.
fn paragraphs(cx: &ReplyCx<'_>, parts: &[Part]) -> Vec<Paragraph> {
    let block = |at: usize| cx.draft.document.sentences[parts[at].sentence].block;
    let asks_back = |part: &Part| part.has(Cue::Ask) && !part.has(Cue::Filler);
    // "Thanks for your order and your patience."
    let trails = |at: usize| {
        at > 0
            && parts[at - 1].idle
            && parts[at - 1].sentence == parts[at].sentence
            && !parts[at].says
    };
    let lives = |at: &usize| {
        let part = &parts[*at];
        (!part.idle || part.directs || asks_back(part)) && !trails(*at)
    };
    let mut out: Vec<Paragraph> = Vec::new();
    for at in (0..parts.len()).filter(lives) {
        match out.last_mut() {
            Some(last) if block(last[0]) == block(at) || parts[at].has(Cue::Meanwhile) => {
                last.push(at);
            }
            _ => out.push(vec![at]),
        }
    }
    out
}

/// Whether nothing but the form that the question asks for answers it.
fn wants_form(question: &Question) -> bool {
    question.is_exact() || matches!(question.kind, Kind::Person | Kind::Reason)
}

/// Whether the clause has the form of an answer: stricter than elsewhere for sums and persons.
fn fits(question: &Question, part: &Part) -> bool {
    match question.kind {
        Kind::Price => part.form.money || part.has(Cue::Sum),
        Kind::Person => {
            part.form.address || part.says && (part.form.name || part.has(Cue::Somebody))
        }
        _ => part.fits(question),
    }
}

/// What speaks for it that a clause answers a question.
struct Evidence<'e> {
    questions: &'e [&'e Question],
    parts: &'e [Part],
    /// The words of each clause, as they are written.
    said: Vec<FxHashSet<String>>,
    /// What each question is about.
    about: Vec<FxHashSet<Topic>>,
    /// The words of each question that stand in a group, as they are written.
    written: Vec<FxHashSet<String>>,
    /// What stands in the sentences before each question.
    before: Vec<FxHashSet<Topic>>,
}

impl<'e> Evidence<'e> {
    fn new(cx: &ReplyCx<'_>, questions: &'e [&'e Question], parts: &'e [Part]) -> Self {
        let language = cx.draft.language;
        let topics = |word: &str| language.topics.of(word, &language.lexicon);
        let said = parts.iter().map(|part| {
            let view = cx.view(part.sentence);
            part.words.clone().map(|at| stem(&fold(view.written(at)))).collect()
        });
        let about = questions.iter().map(|question| match question.borrowed {
            true => FxHashSet::default(),
            false => question.words.iter().flatten().chain(&question.weak).cloned().collect(),
        });
        // A word that stands in a group is known there by the group alone.
        let grouped = |word: &&str| {
            let (topics, weak) = topics(word);
            !weak && matches!(topics.first(), Some(Topic::Group(_)))
        };
        let written = questions.iter().map(|question| {
            let words = question.text.split(|c: char| !c.is_alphanumeric() && c != '\'');
            words.filter(grouped).map(|word| stem(&fold(word))).collect()
        });
        let message = &cx.draft.message;
        let before = questions.iter().map(|question| {
            let sentences = question.sentence.saturating_sub(BEFORE)..=question.sentence;
            let words = sentences
                .filter_map(|at| message.sentences.get(at))
                .flat_map(|sentence| &message.words[sentence.words.clone()]);
            let words = words.filter(|word| word.span().end <= question.span.start);
            words.flat_map(|word| topics(word.span().of(&message.text)).0).collect()
        });
        Self {
            said: said.collect(),
            about: about.collect(),
            written: written.collect(),
            before: before.collect(),
            questions,
            parts,
        }
    }

    /// How much speaks for it that the clause answers the question.
    fn of(&self, number: usize, at: usize) -> u32 {
        let (question, part) = (self.questions[number], &self.parts[at]);
        let words = self.words(number, at);
        let fits = fits(question, part);
        let asks_back = part.has(Cue::Ask) && words > 0;
        // A question of sums or persons is touched by much that does not answer it.
        let exact = question.is_exact() || question.kind == Kind::Person;
        let evades = part.denies || part.form.address || part.has(Cue::Defer);
        let worth = match (exact, fits) {
            _ if asks_back => words + FORM,
            (true, true) => words + EXACT_FORM,
            (true, false) if !evades => (words / 2).min(ENOUGH - 1),
            (false, true) if words > 0 => words + FORM,
            _ => words,
        };
        let asked = matches!(question.kind, Kind::YesNo | Kind::Request);
        worth + if asked && part.has(Cue::Yes) { YES } else { 0 }
    }

    /// How much the words of the two say.
    fn words(&self, number: usize, at: usize) -> u32 {
        let (question, part) = (self.questions[number], &self.parts[at]);
        let elsewhere = |topic: &Topic| {
            let others = self.about.iter().enumerate().filter(|&(other, _)| other != number);
            others.into_iter().any(|(_, about)| about.contains(topic))
        };
        let is_word = |topic: &&Topic| matches!(topic, Topic::Stem(_));
        let (mut worth, mut hits, mut exact) = (0, 0, false);
        for word in &question.words {
            let shared: Vec<&Topic> = word.iter().filter(|it| part.topics.contains(it)).collect();
            if shared.is_empty() {
                continue;
            }
            let same = shared.iter().any(is_word);
            worth += match shared.iter().any(|it| elsewhere(it)) {
                true => SHARED,
                false if same => WORD,
                false => ALIKE,
            };
            hits += 1;
            exact |= same;
        }
        let written = self.written[number].intersection(&self.said[at]).count();
        exact |= written > 0;
        worth += (WORD - ALIKE) * u32::try_from(written).unwrap_or(0);
        // One word of many that means the like is found by accident.
        if !exact && hits * 2 < question.words.len() {
            worth /= 2;
        }
        let weak = question.weak.iter().filter(|it| part.topics.contains(it));
        let weak = weak.filter(|it| !question.words.iter().any(|word| word.contains(it)));
        worth += weak.map(|it| if is_word(&it) { WEAK } else { WEAK_ALIKE }).sum::<u32>();
        if question.borrowed { worth / 2 } else { worth }
    }

    /// Whether the clause, which is about nothing that was asked, may answer the question in other words.
    fn may_answer(&self, number: usize, at: usize) -> bool {
        let (question, part) = (self.questions[number], &self.parts[at]);
        let fits = fits(question, part);
        if part.has(Cue::Ask) {
            return true;
        }
        if part.idle && !part.directs {
            return false;
        }
        if wants_form(question) {
            return fits || part.has(Cue::Defer) || part.denies && question.kind != Kind::Price;
        }
        if !matches!(question.kind, Kind::YesNo | Kind::Request) {
            return true;
        }
        let answers = part.has(Cue::Yes) || part.denies;
        let pronoun = part.begins_with_pronoun;
        if part.told && !answers {
            let points = question.borrowed || question.refers || question.points;
            let about_it = part.topics.iter().any(|it| self.before[number].contains(it));
            if !(points && (pronoun || about_it && !part.form.address)) {
                return false;
            }
        }
        match question.kind {
            Kind::Request => part.says || fits,
            _ => fits || pronoun || answers,
        }
    }
}
