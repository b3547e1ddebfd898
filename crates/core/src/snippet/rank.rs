//! What fits this draft best.
//!
//! A snippet names by its tags the drafts it is for; signals read from the draft are held against
//! them. Snippets of equal rank keep the order of their pack.

use super::library::Entry;
use super::place;
use super::variables::{Variable, Variables};
use crate::draft::Draft;
use crate::input::Mode;

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
}

/// How well a snippet fits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Rank {
    /// The higher, the better.
    pub(super) score: i32,
    /// What speaks for it.
    pub(super) why: Option<&'static str>,
    /// Whether the snippet is for drafts of another kind.
    pub(super) misplaced: bool,
}

impl Signals {
    /// Reads the signals of a draft in which a run begins at `start`: what was only just typed tells
    /// nothing.
    pub(super) fn read(draft: &Draft<'_>, start: usize, variables: &Variables) -> Self {
        let parted = draft.farewell.is_some_and(|span| span.start < start);
        let named = variables.get(Variable::Customer).is_some();
        Self {
            mode: draft.mode,
            named,
            nameless: !named && draft.mode != Mode::Group,
            parted: parted && place::has_said(draft, start),
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
        let mut count = |score: i32, why: Option<&'static str>| {
            rank.score += score;
            rank.why = rank.why.or(why);
        };
        match (tag, self.mode) {
            ("chat", Mode::Chat) => count(40, Some("this is a chat")),
            ("forum", Mode::Forum) => count(40, Some("others read it too")),
            ("chat" | "forum", _) => rank.misplaced = true,
            ("follow-up", Mode::FollowUp) => count(30, Some("they wrote before")),
            ("follow-up", _) => count(-20, None),
            ("first-contact", Mode::FollowUp) => count(-20, None),
            ("group", Mode::Group) if self.named => {}
            ("group", Mode::Group) => count(30, Some("it goes to several people")),
            ("group", _) => count(-20, None),
            ("unknown-name", _) if self.nameless => count(20, Some("nothing tells their name")),
            ("unknown-name", _) => rank.misplaced |= self.named,
            ("sign-off", _) if self.parted => {
                count(20, Some("the farewell is written, this signs it"));
            }
            _ => {}
        }
    }
}
