//! A sentence of the customer: where in it questions begin, and what each of them is after.

use std::ops::Range;

use super::Question;
use crate::document::{EndMark, Marks, Sentence};
use crate::lang::LanguageData;
use crate::lang::asking::{Asking, AskingCue, Kind, Whom};
use crate::lang::class::{AUXILIARY, Class, ClassSet, PERSONAL};
use crate::lang::grammar::View;
use crate::pattern::Hit;
use crate::text::Span;

/// What a question is after is told in so many of its first words.
const KIND_WITHIN: usize = 2;
/// Between "which" and its verb stand so many words at most: "which payment methods do you take".
const INVERTED_WITHIN: usize = 5;
/// A question has so many words before another begins in its sentence.
const SHORTEST: usize = 3;
/// A question names its subject in so many words.
const SUBJECT_WITHIN: usize = 5;
const SUBJECT: ClassSet = PERSONAL.with(ClassSet::of(&[Class::There]));
/// What stands for something that was named before.
const POINTER: ClassSet = ClassSet::of(&[Class::ThirdSingular, Class::ThirdPlural, Class::Deictic]);
/// What stands for nobody in particular.
const INDEFINITE: ClassSet = ClassSet::of(&[Class::IndefiniteSingular, Class::IndefinitePlural]);
/// What begins a noun phrase.
const NOUN: ClassSet = ClassSet::of(&[Class::Determiner, Class::Possessive, Class::Deictic]);

/// A sentence of the customer with what was found in it.
pub(super) struct Said<'d> {
    pub(super) view: View<'d>,
    pub(super) sentence: &'d Sentence,
    pub(super) hits: &'d [Hit],
    pub(super) asking: &'d Asking,
}

/// A part of a sentence that asks one thing, as word indices.
#[derive(Clone, Debug)]
pub(super) struct Clause {
    words: Range<usize>,
    /// Where it says what is asked: behind "I'd like to know".
    asks_at: usize,
}

impl Said<'_> {
    /// The cues of the sentence with their words.
    fn cues(&self) -> impl Iterator<Item = (AskingCue, Range<usize>)> {
        self.led_cues().map(|(cue, words, _)| (cue, words))
    }

    /// The same, with whether other words lead them in: "hey, where is it".
    fn led_cues(&self) -> impl Iterator<Item = (AskingCue, Range<usize>, bool)> {
        let base = self.sentence.words.start;
        self.hits.iter().map(move |hit| {
            let led = hit.marked.start > hit.words.start;
            (self.asking.cue(hit), hit.marked.start - base..hit.words.end - base, led)
        })
    }

    fn is_asked(&self) -> bool {
        self.sentence.end == EndMark::Question
    }

    /// The parts of the sentence that ask.
    pub(super) fn clauses(&self) -> Vec<Clause> {
        let length = self.view.len();
        let alone = self.cues().any(|(cue, words)| {
            let rest = (0..length).filter(|at| {
                !words.contains(at)
                    && !self.view.is_any(*at, ClassSet::of(&[Class::Adverb, Class::Coordinator]))
            });
            cue == AskingCue::Alone && rest.count() == 0
        });
        if alone {
            return Vec::new();
        }
        let mut starts: Vec<(usize, usize)> = Vec::new();
        for (cue, words, led) in self.led_cues() {
            let starts_here = match cue {
                AskingCue::Indirect => true,
                AskingCue::Opener if led => {
                    self.is_asked()
                        || self.is_inverted(words.start)
                        || self.is_head(words.start) && self.view.is_any(words.start, AUXILIARY)
                }
                AskingCue::Opener => self.opens(words.start),
                AskingCue::Head => self.is_asked() && self.heads(words.start),
                _ => false,
            };
            if starts_here && cue == AskingCue::Indirect {
                starts.push((words.start, self.asked_behind(&words)));
                starts.extend(self.coordinated(words.end).map(|at| (at, at)));
            } else if starts_here {
                starts.push((words.start, words.start));
            }
        }
        starts.sort_unstable_by_key(|&(start, asks_at)| (start, std::cmp::Reverse(asks_at)));
        let mut clauses: Vec<Clause> = Vec::new();
        for (start, asks_at) in starts {
            match clauses.last_mut() {
                Some(last) if !self.parts(last, start) => {
                    // "Could you please" and "please tell me whether": one question.
                    if asks_at > start && start < last.asks_at + SHORTEST {
                        last.asks_at = last.asks_at.max(asks_at);
                    }
                }
                Some(last) => {
                    last.words.end = start;
                    clauses.push(Clause { words: start..length, asks_at });
                }
                None => clauses.push(Clause { words: start..length, asks_at }),
            }
        }
        // "Or do I have to …?" asks the question before in other words.
        if self.view.is(0, Class::Coordinator) && matches!(self.view.known(0), "or" | "nor") {
            return Vec::new();
        }
        let may_be = || self.says_what_may_be() || self.adds_to_what_was_asked();
        if clauses.is_empty() && self.is_asked() && may_be() {
            clauses.push(Clause { words: 0..length, asks_at: 0 });
        }
        clauses
    }

    /// Where more is asked behind "I'd like to know": "and whether", "and by when".
    fn coordinated(&self, from: usize) -> impl Iterator<Item = usize> {
        const ASKS: ClassSet = ClassSet::of(&[Class::Wh, Class::Condition]);
        let view = self.view;
        (from + 1..view.len()).filter(move |&at| {
            let coordinator = view.is(at - 1, Class::Coordinator) && view.known(at - 1) != "or"
                || self.is_listed(at);
            let asks = view.is_any(at, ASKS)
                || view.is(at, Class::Preposition) && view.is_any(at + 1, ASKS);
            coordinator && asks
        })
    }

    /// Where it says what is asked behind the words: at the "whether" or "until when" that ends them.
    fn asked_behind(&self, words: &Range<usize>) -> usize {
        let mut at = words.end;
        while at > words.start + 1
            && words.end - at < KIND_WITHIN
            && self
                .view
                .is_any(at - 1, ClassSet::of(&[Class::Wh, Class::Condition, Class::Preposition]))
            && self.view.is_any(words.end - 1, ClassSet::of(&[Class::Wh, Class::Condition]))
        {
            at -= 1;
        }
        at
    }

    /// Whether the word stands at the head of the sentence, or behind a coordinator.
    fn is_head(&self, at: usize) -> bool {
        const LEADING: ClassSet = ClassSet::of(&[Class::Coordinator, Class::Adverb]);
        // "Perhaps there is a way" says something.
        let leads = |at: usize| self.view.is_any(at, LEADING) && !self.view.is_any(at, SUBJECT);
        (0..at).all(leads)
            || at > 0 && self.view.is(at - 1, Class::Coordinator)
            || at > 1 && leads(at - 1) && self.view.is(at - 2, Class::Coordinator)
    }

    /// Whether a question begins with the word, whose subject may be any noun: "are dogs allowed?", but not
    /// "somebody who knows it and is willing to help".
    fn heads(&self, at: usize) -> bool {
        let first = (0..at).all(|at| {
            self.view.is_any(at, ClassSet::of(&[Class::Coordinator, Class::Adverb]))
                && !self.view.is_any(at, SUBJECT)
        });
        first || self.is_head(at) && !self.view.is_any(at, AUXILIARY)
    }

    /// "If I reinstall do I lose my games"
    fn is_behind_a_condition(&self, at: usize) -> bool {
        const ASKER: ClassSet = ClassSet::of(&[Class::I, Class::We]);
        let view = &self.view;
        let leading =
            |at: &usize| view.is_any(*at, ClassSet::of(&[Class::Coordinator, Class::Adverb]));
        let first = (0..at).take_while(leading).count();
        let inverted = view.is_any(at, AUXILIARY) && view.is_any(at + 1, ASKER);
        inverted
            && view.is(first, Class::Condition)
            && at > first + KIND_WITHIN
            && !view.is_any(at - 1, SUBJECT.with(ClassSet::of(&[Class::Wh, Class::To])))
    }

    /// Whether a question begins with the opener at the word.
    fn opens(&self, at: usize) -> bool {
        let view = &self.view;
        let broken = view.marked(at, Marks::COMMA.with(Marks::BREAK));
        let leading =
            |at: usize| view.is_any(at, ClassSet::of(&[Class::Coordinator, Class::Adverb]));
        let begins = self.is_head(at)
            || self.is_behind_a_condition(at)
            || broken
            || at > 0 && leading(at - 1) && {
                view.marked(at - 1, Marks::COMMA.with(Marks::BREAK))
            };
        if !begins {
            return false;
        }
        if view.is_any(at, AUXILIARY) {
            // "Perhaps there is a way" says something.
            if at > 0 && view.is_any(at - 1, SUBJECT) {
                return false;
            }
            // "Should you need anything" is a condition, "here are my notes" says something.
            let first =
                at == 0 || view.is(at - 1, Class::Coordinator) || self.is_behind_a_condition(at);
            // "… that has it and has some more", "have a nice day".
            let has = view.is(at, Class::Have) && (at > 0 || !self.is_asked());
            let personal = view.is_any(at + 1, SUBJECT) || view.is_any(at + 2, SUBJECT);
            let verb = has && !(personal && self.is_asked());
            return !verb && (self.is_asked() || first && !view.is(at, Class::Should));
        }
        // "What do you charge, and how long until it is there?"
        let added = at > 1
            && view.is(at - 1, Class::Coordinator)
            && view.marked(at - 1, Marks::COMMA)
            && !view.is_any(at + 1, SUBJECT);
        if self.is_asked() && added {
            return true;
        }
        // "How to export?", "I was charged twice, why?"
        if self.is_asked() && (self.is_head(at) && at < KIND_WITHIN || at + 1 == view.len()) {
            return true;
        }
        self.is_inverted(at)
    }

    /// Whether the verb stands before its subject: "which methods do you take", not "which you take".
    fn is_inverted(&self, at: usize) -> bool {
        // "What's a desk per month?"
        const VERB: ClassSet = AUXILIARY.with(ClassSet::of(&[Class::Clitic]));
        let view = &self.view;
        let verb = (at + 1..view.len())
            .take(INVERTED_WITHIN)
            .find(|&at| view.is_any(at, VERB.with(SUBJECT)));
        // "…, so what happens to the entries?"
        const FINITE: ClassSet = ClassSet::of(&[Class::VerbS, Class::VerbPast]);
        if self.is_asked() && self.is_head(at) && view.is_any(at + 1, FINITE) {
            return true;
        }
        let Some(verb) = verb.filter(|&verb| view.is_any(verb, VERB)) else { return false };
        // "…, which is why": a relative clause has no subject behind its verb.
        let subject =
            SUBJECT.with(ClassSet::of(&[Class::Determiner, Class::Possessive, Class::Deictic]));
        let behind = view.is_any(verb + 1, subject) || view.is(verb + 1, Class::Clitic);
        // "Dear Dr Lemaire, when does Kenji get his brace?"
        let called = (0..at).all(|at| !view.is_any(at, AUXILIARY.with(SUBJECT)));
        self.is_asked() && (called || !view.marked(at, Marks::COMMA))
            || behind && !view.is(at, Class::Relative)
            || behind && self.is_asked()
    }

    /// Whether the question that begins at `start` is another one than that of `last`.
    fn parts(&self, last: &Clause, start: usize) -> bool {
        let view = &self.view;
        let inside = last.words.start..start;
        if start < last.asks_at + SHORTEST {
            return false;
        }
        // "Can I get a refund or do I get a voucher?" is one question.
        let alternative = inside.end > 0 && matches!(view.known(start - 1), "or" | "nor");
        let indirect =
            self.cues().any(|(cue, words)| cue == AskingCue::Indirect && words.start == start);
        let joined =
            (self.is_head(start) || indirect || self.is_behind_a_condition(start)) && !alternative;
        let spliced = view.marked(start, Marks::COMMA.with(Marks::BREAK))
            && inside.clone().any(|at| view.is_any(at, AUXILIARY))
            && !self.is_tag(start);
        joined || spliced || self.is_listed(start)
    }

    /// "I'd like to ask if you run a course, what it costs, and …"
    fn is_listed(&self, at: usize) -> bool {
        self.view.marked(at, Marks::COMMA)
            && matches!(self.view.known(at), "what" | "how" | "whether" | "why")
            && self.cues().any(|(cue, words)| cue == AskingCue::Indirect && words.end < at)
    }

    /// Whether what is asked stands in the list below: "I would like to know:".
    pub(super) fn leads_a_list(&self) -> bool {
        let length = self.view.len();
        self.cues().any(|(cue, words)| cue == AskingCue::Indirect && words.end == length)
    }

    /// An item of such a list: "how many panels fit on the roof".
    pub(super) fn item(&self) -> Option<Clause> {
        const ASKS: ClassSet = ClassSet::of(&[Class::Wh, Class::Condition]);
        let view = &self.view;
        let first = (0..KIND_WITHIN).find(|&at| view.is_any(at, ASKS))?;
        Some(Clause { words: first..view.len(), asks_at: first })
    }

    /// "…, isn't it?"
    fn is_tag(&self, start: usize) -> bool {
        start > 0
            && self.view.is_any(start, AUXILIARY)
            && self.view.len() - start <= SHORTEST
            && self.view.is_any(self.view.len() - 1, SUBJECT.with(ClassSet::of(&[Class::Deictic])))
    }

    /// "So I can keep my number?"
    fn says_what_may_be(&self) -> bool {
        const MAY: ClassSet = ClassSet::of(&[Class::Can, Class::Could]);
        self.view.len() > SHORTEST
            && (0..SHORTEST).any(|at| self.view.is_any(at, SUBJECT))
            && (1..SHORTEST + 1).any(|at| self.view.is_any(at, MAY))
    }

    /// "And in winter?", "So the deposit comes back after we leave?", but not "And you call that service?"
    fn adds_to_what_was_asked(&self) -> bool {
        let view = &self.view;
        view.len() >= SHORTEST
            && view.is(0, Class::Coordinator)
            && !(0..SHORTEST).any(|at| view.is(at, Class::You))
    }

    /// The question that the clause asks.
    pub(super) fn question(&self, clause: &Clause, language: &LanguageData) -> Option<Question> {
        let view = &self.view;
        let idle = self.cues().any(|(cue, words)| {
            cue == AskingCue::Idle
                && words.start < clause.words.end
                && clause.words.start < words.end
        });
        let quoted = clause.words.clone().all(|at| view.marked(at, Marks::QUOTED));
        if idle || quoted || self.is_tag(clause.words.start) || self.is_in_brackets(clause) {
            return None;
        }
        let mut strong = Vec::new();
        let mut weak = Vec::new();
        let mut meant = Vec::new();
        let asked = clause.asks_at..clause.words.end;
        let opens: Vec<Range<usize>> = self
            .cues()
            .filter(|(cue, words)| {
                *cue == AskingCue::Open
                    && words.start < clause.words.end
                    && clause.words.start < words.end
            })
            .map(|(_, words)| words)
            .collect();
        if asked.is_empty() {
            return None;
        }
        for at in asked {
            if opens.iter().any(|words| words.contains(&at)) {
                continue;
            }
            if view.marked(at, Marks::ADDRESS.with(Marks::PLACEHOLDER).with(Marks::HANDLE)) {
                continue;
            }
            let (topics, is_weak) = language.topics.of(view.written(at), view.lexicon);
            if !is_weak && !topics.is_empty() {
                meant.push(topics.clone());
            }
            let out = if is_weak { &mut weak } else { &mut strong };
            out.extend(topics.into_iter().filter(|topic| !out.contains(topic)).collect::<Vec<_>>());
        }
        let open = strong.is_empty() && !opens.is_empty();
        let first = clause.words.start;
        let start = view.words.get(first)?.span().start;
        let last = clause.words.end == view.len();
        let end = if last {
            self.sentence.span.end
        } else {
            let joins = |at: &usize| view.is(*at, Class::Coordinator);
            let tail = clause.words.clone().rev().find(|at| !joins(at))?;
            view.words.get(tail)?.span().end
        };
        let span = Span::new(start, end.max(start));
        let words = span.of(view.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let mut chars = words.chars();
        let capital = chars.next().map(char::to_uppercase).into_iter().flatten();
        Some(Question {
            span,
            sentence: 0,
            text: capital.chain(chars).collect(),
            kind: self.kind(clause),
            whom: self.whom(clause),
            open,
            strong,
            weak,
            words: meant,
            borrowed: false,
            // "He" is somebody, whom "it" in an answer does not take up.
            points: self
                .subject(clause)
                .is_some_and(|at| view.is_any(at, POINTER) && !view.is(at, Class::Gendered)),
            refers: (clause.asks_at..clause.words.end).any(|at| view.is_any(at, POINTER)),
            aside: self.cues().any(|(cue, _)| cue == AskingCue::Aside),
            depends: self.cues().any(|(cue, words)| {
                let near = words.end + KIND_WITHIN > clause.words.start;
                cue == AskingCue::Depends && near && words.start < clause.words.end
            }),
        })
    }

    /// "(Who has time for that?)" is said besides.
    fn is_in_brackets(&self, clause: &Clause) -> bool {
        let Some(word) = self.view.words.get(clause.words.start) else { return false };
        let text = self.view.text;
        let before = &text[..word.span().start];
        let start = before.rfind("\n\n").map_or(0, |at| at + 1);
        before[start..].matches('(').count() > before[start..].matches(')').count()
            && text[word.span().start..].find(')').is_some()
    }

    fn whom(&self, clause: &Clause) -> Whom {
        let view = &self.view;
        let mut cues = self.cues();
        if cues.any(|(cue, words)| cue == AskingCue::Anybody && clause.words.contains(&words.start))
        {
            return Whom::Anybody;
        }
        match self.subject(clause).map(|at| view.classes(at)) {
            Some(it) if it.meets(ClassSet::of(&[Class::I, Class::We])) => Whom::Asker,
            Some(it) if it.has(Class::You) => Whom::Reader,
            Some(it) if it.has(Class::There) => Whom::There,
            _ => Whom::Other,
        }
    }

    /// The word with which the subject of the question begins.
    fn subject(&self, clause: &Clause) -> Option<usize> {
        let mut words = (clause.asks_at..clause.words.end).take(SUBJECT_WITHIN);
        words.find(|&at| self.view.is_any(at, SUBJECT.with(NOUN).with(INDEFINITE)))
    }

    fn kind(&self, clause: &Clause) -> Kind {
        let within = clause.asks_at..clause.asks_at + KIND_WITHIN + 1;
        self.cues()
            .filter_map(|(cue, words)| match cue {
                AskingCue::Kind(kind) if within.contains(&words.start) => Some((words, kind)),
                _ => None,
            })
            .min_by_key(|(words, kind)| (words.start, std::cmp::Reverse(words.end), *kind))
            .map_or(Kind::YesNo, |(_, kind)| kind)
    }
}
