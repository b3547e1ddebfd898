//! What a check needs to know besides the text.

use std::sync::Arc;

use crate::document::Kind;
use crate::history::{RecentLines, SavedReplies};
use crate::ignore::IgnoreSet;
use crate::settings::Settings;

/// How a reply is sent, which decides what it needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// A mail, the default.
    #[default]
    Email,
    /// A further mail in a thread: its greeting may be short.
    FollowUp,
    /// A line in a live chat: no greeting, no farewell.
    Chat,
    /// A public answer, where a handle may be all one knows.
    Forum,
    /// A saved reply: template variables are at home here.
    Macro,
    /// A note for colleagues, which is not sent: nothing in it is checked.
    Note,
    /// A mail to several people.
    Group,
}

impl Mode {
    /// All modes with their names in front matter and settings.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::Email, "email"),
        (Self::FollowUp, "follow-up"),
        (Self::Chat, "chat"),
        (Self::Forum, "forum"),
        (Self::Macro, "macro"),
        (Self::Note, "note"),
        (Self::Group, "group"),
    ];

    /// The mode of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, text)| *text == name).map(|(mode, _)| mode)
    }

    /// The name used in front matter and settings.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::ALL.into_iter().find(|(mode, _)| *mode == self).map_or("email", |(_, text)| text)
    }

    /// Whether the reply is a letter, with a greeting at its top and a farewell at its end.
    #[must_use]
    pub const fn is_letter(self) -> bool {
        matches!(self, Self::Email | Self::FollowUp | Self::Forum | Self::Group)
    }
}

/// How far the writer has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Still writing: what the end lacks is not missed yet.
    Drafting,
    /// Done: everything is judged.
    #[default]
    Finished,
}

/// The writer's clock, as far as words need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Now {
    /// The day of the week, from 0 for Monday on.
    pub weekday: u8,
    /// The hour of the day, from 0 to 23.
    pub hour: u8,
    /// What the time zone is called today, tomorrow and on the days after it: clocks change.
    pub zones: Vec<String>,
}

/// Tells the time in a zone, or in that of the computer; `None` where it cannot.
pub type Clock = fn(zone: Option<&str>) -> Option<Now>;

/// All that a check is given besides the text and the catalog.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// How the text is written.
    pub kind: Kind,
    /// The mode, where the file's name or the settings say it; front matter overrules it.
    pub mode: Option<Mode>,
    /// How far the writer has come.
    pub stage: Stage,
    /// The settings of this document.
    pub settings: Settings,
    /// Findings that the writer has switched off.
    pub ignored: IgnoreSet,
    /// First and last lines of the writer's latest replies, as the draft's document sees them.
    pub recent: RecentLines,
    /// Tells the time in a zone, given by its IANA name, or in the writer's own. Only words that are offered
    /// depend on it, no finding does.
    pub clock: Option<Clock>,
    /// The replies that the team has saved.
    pub saved: Arc<SavedReplies>,
}
