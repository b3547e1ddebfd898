//! Which of the customer's questions a reply answers.
//!
//! A part of the reply speaks to a question by what it is about, or by its form where it is about nothing
//! that was asked: a day answers *when*, steps answer *how*. Where it cannot be told, the question counts as
//! answered; and of several questions one is passed over only where the reply as a whole speaks for that too.

mod between;
mod form;
mod order;
mod parts;
mod weighed;

use self::between::{beside, pairs};
use self::order::going_on;
use self::parts::{Part, parts};
use crate::document::BlockKind;
use crate::draft::{Question, RegionKind};
use crate::lang::answering::AnsweringCue as Cue;
use crate::lang::asking::Kind;
use crate::lang::topics::Topic;
use crate::rule::ReplyCx;
use crate::text::Span;

/// What is about so large a part of what a question is about, one in so many, speaks to it.
const ENOUGH: usize = 2;
/// How much more a word counts that only one question has.
const STRONG: usize = 4;
/// How much the form of an answer counts where the words agree.
const FORM: usize = 2;
/// So many parts of a reply, or words of a part, are few.
const FEW: usize = 3;
/// A reply of more sentences is far longer than any that was looked at, so nothing is claimed of it.
const MOST_SENTENCES: usize = 80;

/// What a reply leaves open.
pub(super) struct Unanswered<'d> {
    /// The customer's questions that the reply passes over, in their order.
    pub(super) questions: Vec<&'d Question>,
    /// Whether the reply stands between the customer's lines.
    pub(super) interleaved: bool,
}

/// What the reply leaves open; `None` where it answers all that is asked, as far as can be told.
pub(super) fn unanswered<'d>(cx: &ReplyCx<'d>) -> Option<Unanswered<'d>> {
    let questions: Vec<&Question> = cx.draft.message.questions.iter().collect();
    let sentences = cx.draft.document.sentences.len();
    if questions.is_empty() || sentences > MOST_SENTENCES {
        return None;
    }
    let parts = parts(cx);
    let said = parts.iter().any(|part| !part.has(Cue::Filler) && !part.has(Cue::Ask));
    if parts.is_empty() || covers_all(cx, &parts, questions.len()) {
        return None;
    }
    let mut answered = vec![false; questions.len()];
    // A part that speaks to a question is taken: its form answers no other.
    let mut taken = vec![false; parts.len()];
    for (at, part) in parts.iter().enumerate() {
        let scores: Vec<usize> = questions.iter().map(|it| score(it, part)).collect();
        let best = scores.iter().copied().max().unwrap_or(0);
        for (number, question) in questions.iter().enumerate() {
            let fits = part.fits(question);
            let nearest = scores[number] >= best && (fits || shares_a_word(question, part));
            // "22 pounds a night" tells what it costs, and nothing of tablets at night.
            let claimed = || {
                scores[number] < ENOUGH * STRONG
                    && questions.iter().zip(&scores).any(|(other, &score)| {
                        score > scores[number] && other.is_exact() && part.fits(other)
                    })
            };
            let covers = covers(question, part) && !claimed();
            // Nothing else that was asked is near it.
            let alone = scores[number] >= STRONG
                && part.says
                && !question.borrowed
                && scores.iter().enumerate().all(|(it, &score)| it == number || score == 0);
            // What both questions share belongs to the one that shares more.
            let telling = fits && (question.is_exact() || question.kind == Kind::Reason);
            let lent = scores[number] < best
                && !telling
                && (question.borrowed || !shares_its_own(question, part));
            // What answers another question tells little of this one, unless it has most of its words.
            let other = scores[number] < best
                && questions.iter().zip(&scores).any(|(it, &score)| score == best && part.fits(it));
            let fits = fits && (!other || telling || shares_a_word(question, part));
            // Where no sum stands, nobody is told what it costs.
            let evades = question.is_exact() && !fits && !part.says_where();
            // It is about that all the same, and answers nothing else by its form.
            taken[at] |= evades && scores[number] > 0 && scores[number] >= best;
            if scores[number] > 0 && !lent && !evades && (fits || nearest || covers || alone) {
                taken[at] = true;
                answered[number] |= is_firm(question, part, questions.len());
            }
        }
    }
    // What is put off is put off for all that is left, unless it says for what.
    let puts_off = parts
        .iter()
        .zip(&taken)
        .any(|(part, taken)| part.has(Cue::Hold) || part.has(Cue::Defer) && !taken);
    let goes_on = going_on(&parts);
    let explains = questions.len() == 1 || parts.iter().any(|part| part.has(Cue::Reason));
    for (number, question) in questions.iter().enumerate() {
        // Any statement that answers no other question.
        let free = !question.aside
            || (0..parts.len())
                .any(|at| parts[at].says && !parts[at].idle && !taken[at] && !goes_on[at]);
        let explains = question.kind != Kind::Reason || explains;
        answered[number] |= question.open && said && free && explains;
    }
    let pairs = pairs(cx, &questions, &parts);
    for (number, under) in pairs.iter().flatten().enumerate() {
        // What alone stands under a question answers it, and what asks back there is about it.
        let Some((under, true)) = under else { continue };
        let speaks = |at: usize| !parts[at].idle || parts[at].has(Cue::Ask);
        let pairs = pairs.as_deref().unwrap_or_default();
        let alone = !beside(pairs, number).any(|other| answered[other]);
        answered[number] |= alone && under.clone().any(speaks);
    }
    for (number, question) in questions.iter().enumerate() {
        // "If so, how much is it?" falls away with a no.
        answered[number] |= question.depends && parts.iter().any(|part| part.denies);
    }
    // Of one question nearly anything that is said may be the answer.
    if let ([only], [false]) = (&questions[..], &answered[..]) {
        // What is said of something else that they told is no answer, where it can be told apart.
        let told = |part: &Part| part.told && (only.aside || part.has(Cue::Did));
        let code = cx.draft.regions.iter().any(|region| region.kind == RegionKind::Code)
            || cx.draft.document.blocks.iter().any(|block| block.kind == BlockKind::Code);
        let exact = only.is_exact();
        let says = |part: &Part| {
            !part.idle
                && (part.says || part.form.address)
                && !told(part)
                && (!exact || part.fits(only))
        };
        answered[0] = parts.iter().any(says) || code && only.kind != Kind::When;
    }
    let asks_back = parts.iter().any(|part| part.has(Cue::Ask)) && !answered.contains(&true);
    if puts_off || asks_back {
        return None;
    }
    if questions.len() > 1 {
        let block = |part: &Part| cx.draft.document.sentences[part.sentence].block;
        let doubtful = weighed::doubtful(&questions, &parts, pairs.as_deref(), block);
        for (answered, doubtful) in answered.iter_mut().zip(doubtful) {
            *answered |= !doubtful;
        }
    }
    let left = questions.into_iter().zip(answered).filter(|(_, answered)| !answered);
    let questions: Vec<&Question> = left.map(|(question, _)| question).collect();
    (!questions.is_empty()).then_some(Unanswered { questions, interleaved: pairs.is_some() })
}

/// The sentence in which the reply speaks to a question, for who wants to look: the one that shares the most with
/// it, and no less than with any other question; between the customer's lines only what stands under it. `None`
/// where nothing stands out.
pub(crate) fn spoken_to(cx: &ReplyCx<'_>, number: usize) -> Option<Span> {
    let questions: Vec<&Question> = cx.draft.message.questions.iter().collect();
    let question = questions.get(number)?;
    let parts = parts(cx);
    let pairs = pairs(cx, &questions, &parts);
    let (under, alone) = match pairs.as_ref().map(|pairs| pairs[number].clone()) {
        Some(under) => under?,
        None => (0..parts.len(), false),
    };
    let worth = |at: usize| {
        let own = score(question, &parts[at]);
        let most = questions.iter().map(|other| score(other, &parts[at])).max().unwrap_or(0);
        if own > 0 && own == most { own } else { 0 }
    };
    let speaks = |at: &usize| !parts[*at].idle && !parts[*at].has(Cue::Filler);
    // Of equals the first.
    let best = under.clone().filter(speaks).rev().max_by_key(|&at| worth(at))?;
    let at = if worth(best) > 0 { best } else { under.clone().find(speaks).filter(|_| alone)? };
    Some(cx.draft.document.sentences[parts[at].sentence].span)
}

/// How much the part speaks to the question.
fn score(question: &Question, part: &Part) -> usize {
    let shared = |topics: &[Topic]| topics.iter().filter(|it| part.topics.contains(it)).count();
    let own = |it: &Topic| question.strong.contains(it) && part.topics.contains(it);
    let strong = match question.words.iter().filter(|word| word.iter().any(own)).count() {
        0 => shared(&question.strong),
        words => words,
    };
    let weak = shared(&question.weak);
    let fits = part.fits(question);
    if strong == 0 && !(weak > 0 && fits || weak >= ENOUGH) {
        return 0;
    }
    // What stands in the sentence before is what they tell, rather than what they ask.
    let worth = if question.borrowed { STRONG / ENOUGH } else { STRONG };
    worth * strong + weak + if fits { FORM } else { 0 }
}

/// Whether the part has much of what the question is about.
fn covers(question: &Question, part: &Part) -> bool {
    let has = |word: &&Vec<Topic>| word.iter().any(|it| part.topics.contains(it));
    let shared = question.words.iter().filter(has).count();
    shared * ENOUGH >= question.words.len()
}

/// Whether the part is about something that only this question is about.
fn shares_its_own(question: &Question, part: &Part) -> bool {
    question
        .strong
        .iter()
        .any(|topic| part.topics.contains(topic) && !question.weak.contains(topic))
}

/// Whether the two share a word, and not only words that mean the like.
fn shares_a_word(question: &Question, part: &Part) -> bool {
    let word = |topic: &&Topic| matches!(topic, Topic::Stem(_));
    question.strong.iter().filter(word).any(|topic| part.topics.contains(topic))
}

/// Whether to be about the same is enough: "why was that?" wants a reason.
fn is_firm(question: &Question, part: &Part, count: usize) -> bool {
    let exact = question.kind == Kind::Reason || question.is_exact();
    count == 1 || !question.borrowed || question.points && !exact || part.fits(question)
}

/// "Yes to both", nothing but a yes, or as many items as questions.
fn covers_all(cx: &ReplyCx<'_>, parts: &[Part], count: usize) -> bool {
    let items = cx.draft.document.blocks.iter().filter(|block| {
        matches!(block.kind, BlockKind::Item { .. })
            && cx.draft.sentence_regions.get(block.sentences.start) == Some(&RegionKind::Body)
    });
    let mut said = parts.iter().filter(|part| !part.idle);
    let only_yes = parts.len() <= FEW && said.clone().all(|part| part.words.len() == 1);
    let yes = only_yes && said.any(|part| part.has(Cue::Yes));
    count > 1 && (yes || parts.iter().any(|part| part.has(Cue::All)) || items.count() == count)
}
