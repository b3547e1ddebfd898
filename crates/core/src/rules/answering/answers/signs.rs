//! What speaks for a question that is passed over, and what against it, each with its weight.
//!
//! The weights were fitted to whole threads of support mail. Each sign alone is wrong too often: a reply can say a
//! thing in other words, and have a word of the question in a sentence about something else.

use super::by_form::Forms;
use super::parts::Part;
use super::{covers, shares_a_word};
use crate::draft::Question;

/// So much has to speak for it.
const ENOUGH: i32 = 4;
/// What speaks against any question: most are answered.
const ANSWERED: i32 = -15;
/// No part of the reply is about any word of it.
const UNTOUCHED: i32 = 2;
/// The same, and it was asked last.
const UNTOUCHED_LAST: i32 = 8;
/// The same, and nothing in its place has the form of an answer.
const UNTOUCHED_ALONE: i32 = 7;
/// The same, and all that the reply says is about other questions.
const NOTHING_LEFT: i32 = 20;
/// A word of it, so many of which count: a question of many words is about something.
const WORD: i32 = 4;
const MOST_WORDS: usize = 5;
/// A word that the reply has too, but that many questions share.
const SHARED: i32 = -3;
const MOST_SHARED: usize = 2;
/// It asks for a sum or a day, one stands in the reply, and one that is about nothing else.
const EXACT: i32 = -7;
const EXACT_THERE: i32 = -7;
const EXACT_FREE: i32 = -6;
/// Something in the reply has the form of its answer and is about nothing else.
const FREE: i32 = -8;
/// What stands in its place in the order of the answers: nothing, what is about it, what has the form of an
/// answer, any statement.
const PLACE_EMPTY: i32 = 5;
const PLACE_ABOUT_IT: i32 = -22;
const PLACE_BY_FORM: i32 = -9;
const PLACE_ANY: i32 = 12;
/// What is about it answers another question as well.
const ELSEWHERE: i32 = -9;
/// It was asked last, and the reply has so many sentences less than there are questions.
const SHORT_LAST: i32 = 10;
const MOST_SHORT: usize = 3;
/// Its place in the mail.
const FIRST: i32 = -15;
const LAST: i32 = 5;
const ASIDE: i32 = 13;

/// Which of several questions the reply passes over.
pub(super) fn missing(
    questions: &[&Question],
    parts: &[Part],
    forms: &Forms<'_>,
    speaking: &[Vec<usize>],
) -> Vec<bool> {
    let live: Vec<usize> =
        (0..parts.len()).filter(|&at| !parts[at].idle || parts[at].directs).collect();
    let mut sentences: Vec<usize> =
        live.iter().filter(|&&at| parts[at].says).map(|&at| parts[at].sentence).collect();
    sentences.dedup();
    let short = questions.len().saturating_sub(sentences.len()).min(MOST_SHORT);
    let short = i32::try_from(short).unwrap_or(0);
    let aligned = forms.aligned(questions, speaking);
    let spoken_for = |at: &usize| {
        speaking.iter().any(|parts| parts.binary_search(at).is_ok()) || parts[*at].idle
    };
    let nothing_left = live.iter().all(spoken_for);
    let weigh = |number: usize, question: &Question| {
        let when = |holds: bool, weight: i32| if holds { weight } else { 0 };
        let times = |count: usize, most: usize, weight: i32| {
            weight * i32::try_from(count.min(most)).unwrap_or(0)
        };
        let has = |at: usize, topic| parts[at].topics.contains(topic);
        let touched =
            live.iter().any(|&at| question.words.iter().flatten().any(|topic| has(at, topic)));
        let shared = question.weak.iter().filter(|it| live.iter().any(|&at| has(at, it))).count();
        let fits = |at: &&usize| parts[**at].fits(question);
        let there = live.iter().any(|at| fits(&at));
        let free = live.iter().filter(fits).any(|&at| forms.is_free(at));
        let exact = question.is_exact();
        let last = number + 1 == questions.len();
        let about = |at: usize| speaking[number].binary_search(&at).is_ok();
        let elsewhere = !speaking[number].is_empty() && !aligned[number].is_some_and(about);
        // "480 euros, sworn and stamped": one part may answer two questions in their own words.
        let in_its_words = speaking[number].iter().any(|&at| {
            let part = &parts[at];
            part.fits(question) && covers(question, part) && shares_a_word(question, part)
        });
        let place = match aligned[number] {
            _ if in_its_words => PLACE_ABOUT_IT,
            None => PLACE_EMPTY,
            Some(at) if about(at) => PLACE_ABOUT_IT,
            Some(at) if forms.has_form(question, at) => PLACE_BY_FORM,
            Some(_) => PLACE_ANY,
        };
        ANSWERED
            + when(!touched, UNTOUCHED)
            + when(!touched && last, UNTOUCHED_LAST)
            + when(!touched && aligned[number].is_none(), UNTOUCHED_ALONE)
            + when(!touched && aligned[number].is_none() && nothing_left, NOTHING_LEFT)
            + times(question.words.len(), MOST_WORDS, WORD)
            + times(shared, MOST_SHARED, SHARED)
            + when(exact, EXACT)
            + when(exact && there, EXACT_THERE)
            + when(exact && free, EXACT_FREE)
            + when(!exact && free, FREE)
            + place
            + when(elsewhere, ELSEWHERE)
            + when(last, SHORT_LAST * short)
            + when(number == 0, FIRST)
            + when(last, LAST)
            + when(question.aside, ASIDE)
    };
    let weights = questions.iter().enumerate().map(|(number, it)| weigh(number, it));
    weights.map(|weight| weight >= ENOUGH).collect()
}
