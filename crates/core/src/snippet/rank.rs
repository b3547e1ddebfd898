//! What fits this draft best.
//!
//! A snippet names by its tags what it says and the drafts it is for; both are held against the
//! situation. Snippets of equal rank keep the order of their pack, or begin with the one that was used
//! the longest ago.

use super::library::Entry;
use super::situation::Situation;
use crate::draft::{Risk, Sign};
use crate::history::RecentLines;
use crate::input::Mode;
use crate::lang::wording::Register;

/// Situations that only the writer knows of, and that most replies are not in: what is for one of
/// them comes after what suits any reply.
const RARE: [&str; 14] = [
    "ask-for-help",
    "call",
    "company",
    "forecast",
    "handover",
    "my-mistake",
    "no-answer",
    "outside-scope",
    "policy",
    "short-notice",
    "task",
    "time-of-day",
    "time-of-week",
    "wrong-steps",
];

/// What a snippet says, by its first tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// It greets.
    Greeting,
    /// It thanks.
    Thanks,
    /// It shows that the customer was heard.
    Acknowledgement,
    /// It says sorry.
    Apology,
    /// It answers, explains or leads.
    Answer,
    /// It says no.
    Refusal,
    /// It asks.
    Question,
    /// It says what happens next.
    NextStep,
    /// It brings in somebody else.
    Handover,
    /// It takes leave.
    Farewell,
}

impl Act {
    /// What a snippet with this first tag says; a team's own tag answers.
    pub(super) fn of(tag: &str) -> Self {
        match tag {
            "greeting" => Self::Greeting,
            "thanks" => Self::Thanks,
            "acknowledge" => Self::Acknowledgement,
            "apology" => Self::Apology,
            "no" => Self::Refusal,
            "details" => Self::Question,
            "next-step" | "ownership" => Self::NextStep,
            "handover" => Self::Handover,
            "farewell" => Self::Farewell,
            _ => Self::Answer,
        }
    }
}

/// How well a snippet fits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Rank<'s> {
    /// The higher, the better.
    pub(super) score: i32,
    /// How many replies ago it was used; the most there can be for one that was not.
    pub(super) age: usize,
    /// Whether the snippet is for drafts of another kind, as far as can be told: it is offered only
    /// where it is typed for.
    pub(super) unlikely: bool,
    /// Whether the snippet is for drafts of another kind, and offered only by its name.
    pub(super) misplaced: bool,
    /// The customer's words for which it comes first.
    pub(super) because: Option<&'s str>,
    /// Whether the customer's mail asks for it.
    pub(super) asked: bool,
    /// Whether it is for a mail that shows what this one does not.
    pub(super) elsewhere: bool,
}

impl<'s> Rank<'s> {
    /// How well the snippet fits a draft in this situation. Only the order of the scores matters: what the
    /// way of sending asks for comes before what the customer's mail asks for, that before the place, and
    /// what nothing asks for comes last.
    pub(super) fn of(entry: &Entry, situation: &'s Situation<'_>, recent: &RecentLines) -> Self {
        let opening = entry.template.opening().trim_end();
        let used = if opening.is_empty() { None } else { recent.last_used(opening) };
        let age = used.unwrap_or(usize::MAX);
        let mut rank = Self { score: place(entry.act(), situation), age, ..Self::default() };
        for &sign in &entry.signs {
            match situation.shown_by(sign) {
                Some(words) => rank.because(words),
                // Who says that it works need not say that it can be closed.
                None if sign == Sign::Closing && situation.mood.has(Sign::Solved) => {
                    rank.score += 10;
                }
                None => rank.is_elsewhere(),
            }
        }
        for tag in &entry.tags {
            rank.tag(tag, situation);
        }
        let out_of_place = match entry.act() {
            // A second thank-you or apology is one too many.
            Act::Thanks => situation.said.thanks && !entry.has("besides"),
            Act::Apology => situation.said.sorry,
            // There must be something to acknowledge.
            Act::Acknowledgement => rank.because.is_none(),
            _ => false,
        };
        if out_of_place {
            rank.lower();
        }
        rank.elsewhere &= !rank.asked;
        rank
    }

    /// By what snippets are put in order: of two that fit alike, the one that was not used for longer comes
    /// first.
    pub(super) fn order(&self) -> (i32, usize) {
        (self.score, self.age)
    }

    /// When to use the snippet, and why it comes where it does.
    pub(super) fn detail(&self, entry: &Entry) -> String {
        match self.because {
            Some(words) => format!("{} They wrote “{words}”.", entry.when),
            None => entry.when.clone(),
        }
    }

    /// Holds one tag against the draft.
    fn tag(&mut self, tag: &str, situation: &'s Situation<'_>) {
        let said = &situation.said;
        match (tag, situation.mode) {
            ("chat", Mode::Chat) | ("forum", Mode::Forum) => self.score += 30,
            ("chat" | "forum", _) => self.misplaced = true,
            ("follow-up", Mode::FollowUp) => self.score += 20,
            ("follow-up", _) | ("first-contact", Mode::FollowUp) => self.lower(),
            ("pair", _) if situation.pair => self.score += 20,
            ("group", Mode::Group) if situation.named => {}
            ("group", Mode::Group) => self.score += 30,
            ("group", _) => self.lower(),
            ("unknown-name", _) if situation.nameless => self.score += 20,
            ("unknown-name", _) => self.misplaced |= situation.named,
            ("culture:ja", _) if situation.is_japanese() => self.score += 30,
            ("culture:ja", _) => self.misplaced = true,
            ("sign-off", _) if situation.parted => self.score += 20,
            ("upset", _) => match situation.mood.upset_by() {
                Some(words) => self.because(words),
                None => self.lower(),
            },
            ("abuse", _) if !is_abusive(situation) => self.lower(),
            ("sent", _) if situation.sent => self.ask(25),
            ("sent", _) => self.is_elsewhere(),
            ("how", _) if situation.asks_way => self.ask(20),
            ("too-little", _) if situation.says_little => self.ask(30),
            ("many-questions", _) if situation.asks_much => self.score += 15,
            ("many-questions", _) => self.lower(),
            ("waiting-on-us", _) if said.promises || said.pending => self.score += 20,
            ("waiting-on-customer", _) if said.asks => self.score += 20,
            ("waiting-on-us" | "waiting-on-customer", _) => self.score -= 10,
            ("resolved", _) if said.solved && !said.asks && !said.promises && !said.pending => {
                self.score += 5;
            }
            ("formal", _) => self.register(situation.register, Register::Formal),
            ("informal", _) => self.register(situation.register, Register::Familiar),
            _ if RARE.contains(&tag) => self.score -= 10,
            _ => {}
        }
    }

    fn register(&mut self, shown: Option<Register>, own: Register) {
        self.score += match shown {
            Some(shown) if shown == own => 15,
            Some(_) => -15,
            // Nobody is addressed by title who has not asked for it.
            None if own == Register::Formal => -5,
            None => 0,
        };
    }

    /// The customer's words ask for it.
    fn because(&mut self, words: &'s str) {
        let first = self.because.is_none();
        self.ask(if first { 25 } else { 8 });
        self.because.get_or_insert(words);
    }

    fn is_elsewhere(&mut self) {
        self.score -= 10;
        self.elsewhere = true;
    }

    fn ask(&mut self, score: i32) {
        self.score += score;
        self.asked = true;
    }

    fn lower(&mut self) {
        self.score -= 20;
        self.unlikely = true;
    }
}

/// What the place in the reply asks for: who has said nothing yet thanks or shows that they have read;
/// then come answers, and what happens next.
fn place(act: Act, situation: &Situation<'_>) -> i32 {
    let said = &situation.said;
    match (act, said.anything) {
        // Greetings compete with greetings alone.
        (Act::Greeting, _) => 0,
        // Who has not answered yet is looking for the answer.
        (Act::Farewell, _) if !said.substance => 0,
        (Act::Farewell, _) => 40,
        (Act::NextStep, true) if said.pending && !said.promises => 34,
        (Act::Acknowledgement, false) => 22,
        (Act::Thanks, false) => 20,
        (Act::Apology, false) => 16,
        (Act::Answer, _) => 10,
        (Act::Refusal, _) => 8,
        (Act::NextStep, true) if !said.promises => 9,
        (Act::NextStep | Act::Question, _) => 6,
        (Act::Apology | Act::Acknowledgement, true) => 4,
        (Act::Thanks, true) | (Act::Handover, _) => 0,
    }
}

fn is_abusive(situation: &Situation<'_>) -> bool {
    situation.mood.risks().iter().any(|(risk, _)| *risk == Risk::Abuse)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    /// What the arms of [`Rank::tag`] hold against a draft, and the first tags.
    const HELD: [&str; 33] = [
        "acknowledge",
        "abuse",
        "answer",
        "apology",
        "change",
        "chat",
        "closing",
        "culture:ja",
        "details",
        "farewell",
        "first-contact",
        "follow-up",
        "formal",
        "forum",
        "greeting",
        "group",
        "handover",
        "how",
        "informal",
        "link",
        "many-questions",
        "next-step",
        "no",
        "ownership",
        "pair",
        "resolved",
        "sent",
        "sign-off",
        "steps",
        "thanks",
        "too-little",
        "unknown-name",
        "upset",
    ];
    /// What only says what a snippet is, for whoever types it after `;`.
    const NAMES: [&str; 14] = [
        "besides",
        "certainty",
        "deadline",
        "complaint",
        "honest",
        "leading",
        "listening",
        "named",
        "promised-update",
        "questions",
        "verified",
        "waiting-on-customer",
        "waiting-on-us",
        "workaround",
    ];

    #[test]
    fn no_tag_is_misspelt() {
        let catalog = Catalog::builtin();
        let library = catalog.snippets();
        for language in library.languages() {
            for entry in library.entries(language) {
                for tag in &entry.tags {
                    let tag = tag.as_str();
                    let known = Sign::parse(tag).is_some()
                        || [&HELD[..], &NAMES, &RARE].iter().any(|tags| tags.contains(&tag));
                    assert!(known, "{}: {tag}", entry.id);
                }
            }
        }
    }
}
