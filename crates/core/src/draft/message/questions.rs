//! What a customer asks: with a question mark, without one, several in a sentence.

mod said;

use rustc_hash::FxHashSet;

use self::said::Said;
use crate::document::{BlockKind, Document, Marks, Sentence, Word};
use crate::lang::LanguageData;
use crate::lang::asking::{Kind, Whom};
use crate::lang::class::ClassSet;
use crate::lang::grammar::View;
use crate::lang::topics::Topic;
use crate::text::Span;

/// So many questions of a mail are asked for at most.
const MOST_QUESTIONS: usize = 12;
/// What a question is about that names nothing stands in one of so many sentences before it.
const BORROWED_WITHIN: usize = 3;
/// Of a language, more than one word in so many is known.
const KNOWN_SHARE: usize = 3;

/// A question of the customer.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    /// Its place in the message.
    pub span: Span,
    /// The sentence of the message in which it stands.
    pub sentence: usize,
    /// Its words on one line, without what joins it to others.
    pub text: String,
    /// What it is after.
    pub kind: Kind,
    /// Of whom it asks.
    pub whom: Whom,
    /// Whether it names nothing by itself, so that any answer of substance answers it.
    pub open: bool,
    /// What it is about and no other question of the mail.
    pub strong: Vec<Topic>,
    /// What it is about besides.
    pub weak: Vec<Topic>,
    /// What each of its words is about that says more than that: one word may stand in several groups.
    pub words: Vec<Vec<Topic>>,
    /// Whether what it is about stands in the sentence before: "Is that possible?"
    pub borrowed: bool,
    /// Whether it is about what was named before: "when does it ship?"
    pub points: bool,
    /// Whether a word for something named before stands anywhere in it: "on which days do you bake it?"
    pub refers: bool,
    /// Whether it is asked only if the answer to the one before is yes: "if so, how?"
    pub depends: bool,
    /// Whether it is asked besides what the mail is about: "also", "by the way".
    pub aside: bool,
}

impl Question {
    /// All that it is about.
    pub(crate) fn topics(&self) -> impl Iterator<Item = &Topic> {
        self.strong.iter().chain(&self.weak).chain(self.words.iter().flatten())
    }

    /// Whether only an answer of its form answers it: a day, a sum, a number.
    pub(crate) fn is_exact(&self) -> bool {
        matches!(self.kind, Kind::When | Kind::Duration | Kind::Price | Kind::Count | Kind::Number)
    }
}

/// The questions of the mail up to the byte `end`, behind which its footer stands.
pub(super) fn find(document: &Document<'_>, language: &LanguageData, end: usize) -> Vec<Question> {
    let Some(asking) = &language.asking else { return Vec::new() };
    if !is_in(document, language) {
        return Vec::new();
    }
    let hits = asking.find(document, &language.lexicon);
    let mut rest = hits.as_slice();
    let mut out: Vec<Question> = Vec::new();
    // Whether a list of what they would like to know goes on.
    let mut listed = false;
    for (at, sentence) in document.sentences.iter().enumerate() {
        let count = rest.iter().take_while(|hit| hit.sentence == at).count();
        let (hits, later) = rest.split_at(count);
        rest = later;
        if sentence.span.start >= end || out.len() >= MOST_QUESTIONS {
            continue;
        }
        if document.blocks.get(sentence.block).is_some_and(|it| it.kind == BlockKind::Code) {
            continue;
        }
        let view = View::new(document, sentence, &language.lexicon);
        let said = Said { view, sentence, hits, asking };
        let mut clauses = said.clauses();
        if clauses.is_empty() && listed {
            clauses.extend(said.item());
        }
        listed = said.leads_a_list() || listed && !clauses.is_empty();
        for clause in clauses {
            if let Some(mut question) = said.question(&clause, language) {
                question.sentence = at;
                // "Can I change it, and if so, how?" is one question.
                if question.depends && out.last().is_some_and(|last| last.sentence == at) {
                    continue;
                }
                if question.refers && !(question.strong.is_empty() && question.weak.is_empty()) {
                    lead_up(&mut question, document, at, language);
                }
                if question.strong.is_empty() && question.weak.is_empty() {
                    borrow(&mut question, document, at, language);
                }
                out.push(question);
            }
        }
    }
    tell_apart(&mut out);
    out
}

/// Whether the mail is in the language, as far as its words tell.
fn is_in(document: &Document<'_>, language: &LanguageData) -> bool {
    let plain = || {
        let opaque = Marks::OPAQUE.with(Marks::DIGIT).with(Marks::IDENTIFIER);
        document.words.iter().filter(move |word| !word.any(opaque))
    };
    let function = |word: &&Word| language.lexicon.classes(word.id) != ClassSet::EMPTY;
    plain().filter(function).count() * KNOWN_SHARE >= plain().count()
}

/// "The number in the footer is out of date, can you change it?" is about the number too.
fn lead_up(question: &mut Question, document: &Document<'_>, at: usize, language: &LanguageData) {
    let words = document.words_of(&document.sentences[at]);
    let before = words.iter().take_while(|word| word.span().end <= question.span.start);
    for word in before {
        let written = word.span().of(document.text);
        let (topics, _) = language.topics.of(written, &language.lexicon);
        for topic in topics {
            if !question.strong.contains(&topic) && !question.weak.contains(&topic) {
                question.weak.push(topic);
            }
        }
    }
}

/// "Is that possible?" is about what was said before it.
fn borrow(question: &mut Question, document: &Document<'_>, at: usize, language: &LanguageData) {
    question.borrowed = true;
    let sentence = &document.sentences[at];
    // In its own sentence, before it: "I was charged twice, why?"
    let own = document.words_of(sentence);
    let own = &own[..own.partition_point(|word| word.span().start < question.span.start)];
    let before = document.sentences[..at].iter().rev().take(BORROWED_WITHIN);
    for words in std::iter::once(own).chain(before.map(|it| document.words_of(it))) {
        for word in words {
            if word.any(Marks::ADDRESS.with(Marks::PLACEHOLDER).with(Marks::HANDLE)) {
                continue;
            }
            let written = word.span().of(document.text);
            let (topics, weak) = language.topics.of(written, &language.lexicon);
            if !weak && !topics.is_empty() {
                question.words.push(topics.clone());
            }
            let out = if weak { &mut question.weak } else { &mut question.strong };
            out.extend(topics);
        }
        if !question.strong.is_empty() {
            break;
        }
    }
    question.open |= question.strong.is_empty() && question.weak.is_empty();
}

/// What two questions share tells neither from the other.
fn tell_apart(questions: &mut [Question]) {
    let own = |question: &Question| match question.borrowed {
        true => Vec::new(),
        false => question.strong.iter().chain(&question.weak).cloned().collect(),
    };
    let all: Vec<Vec<Topic>> = questions.iter().map(own).collect();
    for (at, question) in questions.iter_mut().enumerate() {
        let shared = |topic: &Topic| {
            all.iter().enumerate().any(|(other, topics)| other != at && topics.contains(topic))
        };
        let (shared, own) = std::mem::take(&mut question.strong).into_iter().partition(shared);
        question.strong = own;
        question.weak.extend::<Vec<Topic>>(shared);
        if question.strong.is_empty() {
            question.strong = question.weak.clone();
        }
    }
}

/// What the sentences are about that ask nothing.
pub(super) fn told(
    document: &Document<'_>,
    language: &LanguageData,
    questions: &[Question],
) -> FxHashSet<Topic> {
    if questions.is_empty() {
        return FxHashSet::default();
    }
    let asks = |sentence: &&Sentence| {
        !questions.iter().any(|question| question.span.overlaps(sentence.span))
    };
    // Most words of a mail stand in it several times.
    let words = document.sentences.iter().filter(asks).flat_map(|it| document.words_of(it));
    let written: FxHashSet<&str> = words.map(|word| word.span().of(document.text)).collect();
    let mut out = FxHashSet::default();
    for word in written {
        let (topics, weak) = language.topics.of(word, &language.lexicon);
        if !weak {
            out.extend(topics);
        }
    }
    for question in questions {
        for topic in question.strong.iter().chain(&question.weak) {
            out.remove(topic);
        }
    }
    out
}
