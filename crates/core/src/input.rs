//! What a check needs to know besides the text.

use std::collections::BTreeMap;

use crate::document::Kind;
use crate::finding::Severity;
use crate::ignore::IgnoreSet;

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

/// How much is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Profile {
    /// What is on by default.
    #[default]
    Standard,
    /// Also what is off by default, and hints are shown as information.
    Coach,
}

impl Profile {
    /// All profiles with their names in settings.
    pub const ALL: [(Self, &'static str); 2] =
        [(Self::Standard, "standard"), (Self::Coach, "coach")];

    /// The profile of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, text)| *text == name).map(|(profile, _)| profile)
    }
}

/// What a setting makes of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// The rule does not speak.
    Off,
    /// The rule speaks at this severity at most. A rule that is off by default is switched on.
    Ceiling(Severity),
}

/// The settings of one document, resolved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// How much is said.
    pub profile: Profile,
    /// Rules switched off, on, or to another ceiling, by code.
    pub rules: BTreeMap<String, Level>,
    /// Names of the writer's own products and services.
    pub own: Vec<String>,
    /// Names of products and companies that are not the writer's.
    pub third_party: Vec<String>,
    /// The writer's name.
    pub agent: Option<String>,
    /// The writer's company.
    pub company: Option<String>,
    /// The language of the team's replies, as a tag such as `en`; used where a draft is too short
    /// to tell.
    pub language: Option<String>,
}

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
}
