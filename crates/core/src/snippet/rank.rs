//! What fits this draft best.
//!
//! A snippet names by its tags the drafts it is for; signals read from the draft are held against
//! them. Snippets of equal rank keep the order of their pack.

use super::library::Entry;
use super::place;
use super::variables::{Variable, Variables};
use crate::document::LineClass;
use crate::draft::Draft;
use crate::input::Mode;

/// Situations that only the writer knows of, and that most replies are not in: what is for one of
/// them comes after what suits any reply.
const RARE: [&str; 9] = [
    "company",
    "leaving",
    "no-answer",
    "personal",
    "purchase",
    "renewal",
    "security",
    "time-of-week",
    "upset",
];

/// What the draft tells of its situation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Signals {
    mode: Mode,
    /// Whether one knows what to call the customer, or the customers.
    named: bool,
    /// Whether nothing tells who the customer is.
    nameless: bool,
    /// Whether words of farewell stand in the draft already.
    parted: bool,
    /// Whether the customer writes from Japan or in Japanese.
    japanese: bool,
}

/// How well a snippet fits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Rank {
    /// The higher, the better.
    pub(super) score: i32,
    /// Whether the snippet is for drafts of another kind, as far as can be told: it is offered only
    /// where it is typed for.
    pub(super) unlikely: bool,
    /// Whether the snippet is for drafts of another kind, and offered only by its name.
    pub(super) misplaced: bool,
}

impl Signals {
    /// Reads the signals of a draft in which a run begins at `start`: what was only just typed tells
    /// nothing.
    pub(super) fn read(draft: &Draft<'_>, start: usize, variables: &Variables) -> Self {
        let parted = draft.farewell.is_some_and(|span| span.start < start);
        let named = variables.get(Variable::Customer).is_some();
        let theirs = |class| !matches!(class, LineClass::Own | LineClass::Signature);
        let mut lines = draft.document.lines.iter().filter(|line| theirs(line.class));
        Self {
            mode: draft.mode,
            named,
            nameless: !named && draft.mode != Mode::Group,
            parted: parted && place::has_said(draft, start),
            japanese: lines.any(|line| tells_of_japan(line.text(draft.text()))),
        }
    }

    /// How well the snippet fits a draft with these signals.
    pub(super) fn rank(self, entry: &Entry) -> Rank {
        let mut rank = Rank::default();
        for tag in &entry.tags {
            self.tag(tag, &mut rank);
        }
        rank
    }

    /// Holds one tag against the draft. Only the order of the scores matters: what the way of sending
    /// asks for comes before what the people ask for, and what nothing asks for comes last.
    fn tag(self, tag: &str, rank: &mut Rank) {
        match (tag, self.mode) {
            ("chat", Mode::Chat) | ("forum", Mode::Forum) => rank.score += 40,
            ("chat" | "forum", _) => rank.misplaced = true,
            ("follow-up", Mode::FollowUp) => rank.score += 30,
            ("follow-up", _) | ("first-contact", Mode::FollowUp) => rank.lower(),
            ("group", Mode::Group) if self.named => {}
            ("group", Mode::Group) => rank.score += 30,
            ("group" | "handover", _) => rank.lower(),
            ("unknown-name", _) if self.nameless => rank.score += 20,
            ("unknown-name", _) => rank.misplaced |= self.named,
            ("sign-off", _) if self.parted => rank.score += 20,
            ("culture:ja", _) => rank.misplaced |= !self.japanese,
            _ if RARE.contains(&tag) => rank.score -= 10,
            _ => {}
        }
    }
}

impl Rank {
    fn lower(&mut self) {
        self.score -= 20;
        self.unlikely = true;
    }
}

/// Whether a line of the customer's holds an address in Japan or letters that only Japanese has.
fn tells_of_japan(line: &str) -> bool {
    let kana = |c: char| ('\u{3041}'..='\u{30ff}').contains(&c);
    let address = |word: &str| {
        word.contains('@') && word.trim_end_matches(['>', ')', ',', ';', ':', '.']).ends_with(".jp")
    };
    line.contains(kana) || line.split_whitespace().any(address)
}
