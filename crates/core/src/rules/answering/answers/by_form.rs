//! What answers a question by what it looks like, whatever it is about.

use super::Cue;
use super::order::going_on;
use super::parts::Part;
use crate::draft::Question;
use crate::lang::asking::{Kind, Whom};

/// A part that has the form of an answer.
const FITS: usize = 10;
/// One that has what alone answers the question: a day, a sum.
const TELLS: usize = 12;
/// One that may be an answer by what stands round it.
const MAY: usize = 9;
/// A sentence that says something of its own.
const SAYS: usize = 1;
/// One that is about what was asked.
const SPEAKS: usize = 24;

/// The parts of a reply, and which of them may still answer something.
pub(super) struct Forms<'p> {
    parts: &'p [Part],
    /// Parts that are about a question.
    taken: &'p [bool],
    /// Parts that are about a question which others answer as well.
    spare: &'p [bool],
    going_on: Vec<bool>,
}

impl<'p> Forms<'p> {
    pub(super) fn new(parts: &'p [Part], taken: &'p [bool], spare: &'p [bool]) -> Self {
        Self { parts, taken, spare, going_on: going_on(parts) }
    }

    /// The one of the parts `among` that answers the question best.
    pub(super) fn answer(
        &self,
        question: &Question,
        among: impl Iterator<Item = usize>,
    ) -> Option<usize> {
        let fitting = among.map(|at| (self.strength(question, at), at));
        let best = fitting.filter(|&(it, _)| it >= MAY);
        best.min_by_key(|&(it, at)| (std::cmp::Reverse(it), at)).map(|(_, at)| at)
    }

    /// Which part answers which question, where replies follow the order of the questions: the pairs that
    /// together are the best. No part answers two.
    pub(super) fn aligned(
        &self,
        questions: &[&Question],
        speaking: &[Vec<usize>],
    ) -> Vec<Option<usize>> {
        let (rows, columns) = (questions.len(), self.parts.len());
        let worth = |number: usize, at: usize| match speaking[number].binary_search(&at) {
            Ok(_) => SPEAKS,
            Err(_) => match self.strength(questions[number], at) {
                0 if self.says_its_own(questions[number], at) => SAYS,
                strength => strength,
            },
        };
        let mut best = vec![vec![0; columns + 1]; rows + 1];
        for number in (0..rows).rev() {
            for at in (0..columns).rev() {
                let without = best[number + 1][at].max(best[number][at + 1]);
                let with = match worth(number, at) {
                    0 => 0,
                    worth => worth + best[number + 1][at + 1],
                };
                best[number][at] = without.max(with);
            }
        }
        let mut out = vec![None; rows];
        let (mut number, mut at) = (0, 0);
        while number < rows && at < columns {
            let worth = worth(number, at);
            if worth > 0 && best[number][at] == worth + best[number + 1][at + 1] {
                out[number] = Some(at);
                (number, at) = (number + 1, at + 1);
            } else if best[number][at] == best[number][at + 1] {
                at += 1;
            } else {
                number += 1;
            }
        }
        out
    }

    /// Whether the part is about nothing that was asked, and goes on about nothing before it.
    pub(super) fn is_free(&self, at: usize) -> bool {
        !self.taken[at] && !self.going_on[at]
    }

    /// Whether the part has the form of an answer to the question.
    pub(super) fn has_form(&self, question: &Question, at: usize) -> bool {
        self.strength(question, at) >= MAY
    }

    /// Whether the part is a sentence of its own that goes on about nothing before it.
    fn says_its_own(&self, question: &Question, at: usize) -> bool {
        let part = &self.parts[at];
        let open = !question.is_exact() && question.kind != Kind::Reason && !self.taken[at];
        let own = part.words.start == 0 && !self.going_on[at] && !part.refers;
        // What goes on about the sentence before it answers nothing else.
        let elaborates = self.parts[..at]
            .iter()
            .any(|other| !other.idle && other.topics.iter().any(|it| part.topics.contains(it)));
        // "Could you send a new one? – Let the soil dry out" is for the customer to do.
        let theirs = question.whom == Whom::Reader && (part.form.commands || part.form.you);
        let personal =
            question.kind == Kind::YesNo && matches!(question.whom, Whom::Asker | Whom::There);
        open && own
            && !elaborates
            && !theirs
            && !personal
            && part.says
            && !part.idle
            && !part.has(Cue::Defer)
            && !part.has(Cue::Adds)
    }

    /// How well the part answers the question by its form.
    fn strength(&self, question: &Question, at: usize) -> usize {
        let (parts, going_on) = (self.parts, &self.going_on);
        let exact = question.is_exact();
        let asks_leave = question.whom == Whom::Asker;
        let part = &parts[at];
        // "I've sent it; it comes on Friday" goes on about the same.
        let goes_on = going_on[at];
        let continues = match question.kind {
            _ if part.has(Cue::Adds) && goes_on && !exact => true,
            _ if question.points => goes_on && part.explains && question.kind == Kind::YesNo,
            Kind::Way if (part.form.digits || part.form.address) && !part.explains => false,
            Kind::Thing | Kind::Way => {
                goes_on && (part.refers || part.explains || !question.refers)
            }
            // Whoever asks whether they may change it hears that it is done.
            Kind::YesNo if asks_leave && part.form.own && part.has(Cue::Did) => part.explains,
            Kind::YesNo => {
                let same = goes_on && part.words.start > 0;
                (part.refers || same) && at > 0 && !parts[at - 1].has(Cue::Yes)
            }
            Kind::Request => goes_on,
            // "On which days do you bake it? – It comes out of the oven on Mondays."
            _ => goes_on && part.refers && (part.explains || !question.refers),
        };
        let open = !self.taken[at] || exact && self.spare[at];
        // "How do I claim it? – Please send us the invoice."
        let told_to = part.directs
            && (matches!(question.kind, Kind::Way | Kind::Thing | Kind::Place)
                || question.whom == Whom::There);
        let free = open && (!part.idle || told_to) && !part.has(Cue::Defer) && !continues;
        // "I merged your patch" is about the patch.
        // What "is that covered?" points to is what they told.
        let told =
            part.told && !question.points && question.kind != Kind::Reason && part.has(Cue::Did);
        let did = asks_leave && question.kind == Kind::YesNo && (part.form.own || part.yours);
        // "As for privacy, …" answers something.
        let turns = !exact
            && (part.has(Cue::Turn) || at > 0 && parts[at - 1].has(Cue::Turn) && part.explains);
        // "Do you have a locker for our phones? – Each boat has a box for four phones."
        let alike = !exact
            && question.whom == Whom::Reader
            && part.says
            && question.weak.iter().any(|topic| part.topics.contains(topic));
        // "How do we get back? – A van waits at the bridge."
        let told_how = question.kind == Kind::Way && part.says && part.words.start == 0;
        if !free || told && !part.has(Cue::Yes) {
            return 0;
        }
        if part.fits(question) || told_to {
            // "An hour, plus ten minutes at the start. Eight can play" has eight players.
            let timed = question.kind == Kind::Count && part.form.time;
            return if exact && !timed { TELLS } else { FITS + usize::from(part.has(Cue::Yes)) };
        }
        // What is done answers "may I" where nothing that is said does.
        if did || alike || turns || told_how && !goes_on { MAY } else { 0 }
    }
}
