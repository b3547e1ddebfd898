//! How much speaks for it that a reply passes over a question, weighed over the whole of the reply.
//!
//! Each sentence of the reply may be the answer, the more so the more it shares with the question and with no
//! other, and the nearer it stands to where the answer is due. What all of them leave is the doubt. The weights
//! were fitted to threads by several writers and kept because they held for the writers they were not fitted to:
//! there is no word and no kind of question in them.

use std::collections::BTreeMap;

use super::Cue;
use super::between::Under;
use super::parts::Part;
use crate::draft::Question;
use crate::lang::asking::Kind;
use crate::lang::topics::Topic;

/// What a word of the question in the sentence shows: one that no other question has, one that only means the like,
/// one that other questions have too, a number. All words together add what share of the question they are.
const OWN: f64 = 1.0;
const ALIKE: f64 = 0.7;
const SHARED: f64 = 0.35;
const WEAK: f64 = 0.35;
/// So many of each count.
const MOST_OWN: usize = 3;
const MOST_OTHER: usize = 2;
/// What the sentence before the question tells is only half of what is asked.
const BORROWED: f64 = 0.5;

/// What a sentence shows by what it shares with the question.
const EVIDENCE: f64 = 1.24;
/// The same, beyond what it shares with any other question; and beyond what its paragraph does.
const RATHER: f64 = 0.77;
const RATHER_IN_PARAGRAPH: f64 = 0.34;
/// A day, a sum or a number was asked for, and none stands in it.
const NO_NUMBER: f64 = -0.77;
/// It says yes or no, and that was asked.
const YES: f64 = 2.25;
/// It asks back.
const ASKS_BACK: f64 = -2.55;
/// How far it stands from where the answer is due, as a share of the reply.
const OUT_OF_PLACE: f64 = -5.48;
/// It stands under other lines of the customer's.
const NOT_UNDER: f64 = -1.83;
/// Any sentence.
const SENTENCE: f64 = 0.65;

/// What speaks for it that a question is passed over: it is the last, or the first; it wants a yes or a deed; it
/// names nothing itself; it is asked besides; each sentence of the reply; each word of it that says something.
const LAST: f64 = 1.24;
const FIRST: f64 = -1.78;
const ASKED: f64 = 0.85;
const NAMELESS: f64 = -0.69;
const ASIDE: f64 = 0.74;
const LONG: f64 = 0.15;
const MOST_SENTENCES: usize = 12;
const WORDS: f64 = 0.51;
const MOST_WORDS: usize = 6;
/// Any question: most are answered.
const ANY: f64 = -1.57;
/// So much has to speak for it, since a wrong word about that costs more than silence.
const ENOUGH: f64 = 0.28;

/// A sentence of the reply that says something.
struct Sentence<'p> {
    block: usize,
    parts: Vec<(usize, &'p Part)>,
}

impl Sentence<'_> {
    fn has(&self, topic: &Topic) -> bool {
        self.parts.iter().any(|(_, part)| part.topics.contains(topic))
    }
}

/// For each of several questions, whether so much speaks for it that it is passed over.
pub(super) fn doubtful(
    questions: &[&Question],
    parts: &[Part],
    pairs: Option<&[Option<Under>]>,
    block: impl Fn(&Part) -> usize,
) -> Vec<bool> {
    let mut sentences: BTreeMap<usize, Sentence<'_>> = BTreeMap::new();
    for (at, part) in parts.iter().enumerate() {
        let asks_back = part.has(Cue::Ask) && !part.has(Cue::Filler);
        if !part.idle || part.directs || asks_back {
            let new = || Sentence { block: block(part), parts: Vec::new() };
            sentences.entry(part.sentence).or_insert_with(new).parts.push((at, part));
        }
    }
    let sentences: Vec<Sentence<'_>> = sentences.into_values().collect();
    let evidence: Vec<Vec<f64>> = (0..questions.len())
        .map(|number| sentences.iter().map(|it| shared(questions, number, it)).collect())
        .collect();
    // What any of the other questions shares at most, and the same for each paragraph.
    let others: Vec<Vec<f64>> = (0..questions.len())
        .map(|number| {
            let rows = || evidence.iter().enumerate().filter(|&(other, _)| other != number);
            (0..sentences.len())
                .map(|at| rows().map(|(_, row)| row[at]).fold(0.0, f64::max))
                .collect()
        })
        .collect();
    let in_paragraphs = |rows: &[Vec<f64>]| -> Vec<Vec<f64>> {
        rows.iter().map(|row| most_in_paragraphs(row, &sentences)).collect()
    };
    let (around, others_around) = (in_paragraphs(&evidence), in_paragraphs(&others));
    let place = |at: usize, of: usize| (real(at) + 0.5) / real(of);
    let weigh = |number: usize| {
        let question = questions[number];
        let asked = matches!(question.kind, Kind::YesNo | Kind::Request);
        let answers = sentences.iter().enumerate().map(|(at, sentence)| {
            let has = |cue| sentence.parts.iter().any(|(_, part)| part.has(cue));
            let fits = sentence.parts.iter().any(|(_, part)| part.fits(question));
            let yes = asked && has(Cue::Yes);
            let placed = match pairs.map(|it| &it[number]) {
                Some(Some((under, _)))
                    if sentence.parts.iter().any(|(it, _)| under.contains(it)) =>
                {
                    0.0
                }
                Some(_) => NOT_UNDER,
                None => {
                    let due = place(number, questions.len());
                    OUT_OF_PLACE * (due - place(at, sentences.len())).abs()
                }
            };
            let worth = EVIDENCE * evidence[number][at]
                + RATHER * (evidence[number][at] - others[number][at])
                + RATHER_IN_PARAGRAPH * (around[number][at] - others_around[number][at])
                + when(question.is_exact() && !fits, NO_NUMBER)
                + when(yes, YES)
                + when(has(Cue::Ask), ASKS_BACK)
                + placed
                + SENTENCE;
            worth.exp().ln_1p()
        });
        let answers: f64 = answers.sum();
        when(number + 1 == questions.len(), LAST)
            + when(number == 0, FIRST)
            + LONG * real(sentences.len().min(MOST_SENTENCES))
            + when(asked, ASKED)
            + when(question.borrowed || question.points, NAMELESS)
            + when(question.aside, ASIDE)
            + WORDS * real(question.words.len().min(MOST_WORDS))
            + ANY
            - answers
    };
    (0..questions.len()).map(|number| weigh(number) >= ENOUGH).collect()
}

/// The most of all sentences in its paragraph, for each sentence.
fn most_in_paragraphs(row: &[f64], sentences: &[Sentence<'_>]) -> Vec<f64> {
    let mut most = vec![0.0; row.len()];
    let mut start = 0;
    for at in 1..=row.len() {
        if sentences.get(at).is_none_or(|it| it.block != sentences[start].block) {
            let all = row[start..at].iter().copied().fold(0.0, f64::max);
            most[start..at].fill(all);
            start = at;
        }
    }
    most
}

fn when(holds: bool, weight: f64) -> f64 {
    if holds { weight } else { 0.0 }
}

/// What a sentence shares with a question.
fn shared(questions: &[&Question], number: usize, sentence: &Sentence<'_>) -> f64 {
    let question = questions[number];
    let elsewhere = |topic: &Topic| {
        questions.iter().enumerate().any(|(other, it)| {
            other != number
                && !it.borrowed
                && (it.weak.contains(topic) || it.words.iter().any(|word| word.contains(topic)))
        })
    };
    let (mut own, mut alike, mut common) = (0, 0, 0);
    for word in &question.words {
        let both: Vec<&Topic> = word.iter().filter(|topic| sentence.has(topic)).collect();
        if both.is_empty() {
            continue;
        }
        if both.iter().any(|topic| elsewhere(topic)) {
            common += 1;
        } else if both.iter().any(|topic| matches!(topic, Topic::Stem(_))) {
            own += 1;
        } else {
            alike += 1;
        }
    }
    let weak = question.weak.iter().filter(|topic| sentence.has(topic));
    let weak = weak.filter(|it| !question.words.iter().any(|word| word.contains(it))).count();
    let weak = weak.min(MOST_OTHER);
    let all = real(question.words.len()) + 0.5 * real(question.weak.len());
    let share = (real(own + alike + common) + 0.5 * real(weak)) / all.max(2.0);
    let worth = OWN * real(own.min(MOST_OWN))
        + ALIKE * real(alike.min(MOST_OTHER))
        + SHARED * real(common.min(MOST_OTHER))
        + WEAK * real(weak)
        + share;
    if question.borrowed { worth * BORROWED } else { worth }
}

fn real(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
