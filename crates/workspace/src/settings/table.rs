//! The one table of settings. A new setting is one entry here.

use std::path::Path;

use aplomb_core::{Family, Level, Link, Mode, Profile, Settings, Severity, Term};

use super::shape::{Field, Shape};
use super::value::Value;
use crate::project::FilePatterns;
use crate::project::Patterns;

/// A setting.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// The table in which it stands, if it stands in one.
    pub table: Option<&'static str>,
    /// Its name.
    pub name: &'static str,
    /// What it is for, as a sentence.
    pub about: &'static str,
    /// What holds where nobody has set it, as TOML or in a few words.
    pub default: &'static str,
    /// A line to copy, in its table.
    pub example: &'static str,
    /// Where it can be set.
    pub places: Places,
    /// Whether the starter file names it.
    pub starts: bool,
    /// What it takes.
    pub shape: Shape,
    /// Puts a value where it takes effect.
    pub(crate) take: fn(&mut Effect, &Taken<'_>),
}

/// Where a setting can be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Places {
    /// In files, in editors, and in the front matter of a draft.
    Everywhere,
    /// In files and in editors.
    FilesAndEditors,
    /// In files only.
    Files,
}

/// What the settings make of a check.
#[derive(Clone, Debug)]
pub(crate) struct Effect {
    pub settings: Settings,
    pub files: FilePatterns,
    /// Whether lines of replies may be remembered.
    pub remember_lines: bool,
    /// Whether an editor shows names beside variables.
    pub inlay_hints: bool,
}

impl Default for Effect {
    fn default() -> Self {
        let (settings, files) = (Settings::default(), FilePatterns::default());
        Self { settings, files, remember_lines: true, inlay_hints: false }
    }
}

/// A value on its way.
pub(crate) struct Taken<'t> {
    /// The key, where the setting is a table.
    pub key: &'t str,
    pub value: &'t Value,
    /// The folder from which files are named; `None` where they are named from anywhere.
    pub base: Option<&'t Path>,
}

impl Taken<'_> {
    fn level(&self) -> Option<Level> {
        Level::parse(&self.value.text()?)
    }

    fn patterns(&self) -> Patterns {
        // What is wrong in a pattern has been told when it was read.
        Patterns::new(self.base, &self.value.list(), |_, _| {})
    }

    fn field(&self, name: &str) -> Option<String> {
        self.value.field(name)?.text()
    }
}

impl Setting {
    /// The name with its table, such as `files.replies`.
    #[must_use]
    pub fn path(&self) -> String {
        self.table.map_or_else(|| self.name.to_owned(), |table| format!("{table}.{}", self.name))
    }

    /// The name in an editor's settings, such as `files.replies` or `thirdParty`.
    #[must_use]
    pub fn editor_path(&self) -> String {
        let mut camel = String::new();
        for part in self.path().split('-') {
            let (first, rest) = part.split_at(part.len().min(1));
            camel += &if camel.is_empty() { first.to_owned() } else { first.to_uppercase() };
            camel += rest;
        }
        camel
    }

    /// The default as a value, where it is one and no description.
    #[must_use]
    pub fn default_value(&self) -> Option<serde_json::Value> {
        // What is written here of TOML is JSON too.
        serde_json::from_str(self.default).ok()
    }

    /// What holds where nobody has set it, as a sentence in Markdown.
    pub(crate) fn default_sentence(&self) -> String {
        match self.default_value() {
            Some(_) => format!("Default: `{}`.", self.default),
            None => format!("Default: {}.", self.default),
        }
    }

    /// The example with the header of its table.
    #[must_use]
    pub fn whole_example(&self) -> String {
        match self.header() {
            Some(table) => format!("[{table}]\n{}", self.example),
            None => self.example.to_owned(),
        }
    }

    /// The table under whose header its example stands, which may be the setting itself.
    pub(crate) fn header(&self) -> Option<&'static str> {
        self.table.or_else(|| self.shape.is_table().then_some(self.name))
    }
}

/// All settings, in the order of the page.
#[must_use]
pub fn settings() -> &'static [Setting] {
    SETTINGS
}

/// The setting of that name in that table.
#[must_use]
pub(crate) fn find(table: Option<&str>, name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.table == table && setting.name == name)
}

/// The tables that hold settings, each once.
pub(crate) fn tables() -> impl Iterator<Item = &'static str> {
    let mut last = None;
    SETTINGS.iter().filter_map(|setting| setting.table).filter(move |table| {
        let new = last != Some(*table);
        last = Some(*table);
        new
    })
}

/// A name as it stands in the table: `third_party` and `thirdParty` are `third-party`. TOML's users and
/// editors spell differently, and nobody should have to look up which is meant.
#[must_use]
pub(crate) fn plain(written: &str) -> String {
    let mut plain = String::with_capacity(written.len() + 2);
    for c in written.chars() {
        match c {
            '_' => plain.push('-'),
            c if c.is_ascii_uppercase() => {
                plain.push('-');
                plain.push(c.to_ascii_lowercase());
            }
            c => plain.push(c),
        }
    }
    plain
}

const PROFILES: &[(&str, &str)] = &{
    let mut names = [("", ""); Profile::ALL.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = (Profile::ALL[at].1, Profile::ALL[at].2);
        at += 1;
    }
    names
};

const SEVERITIES: &[(&str, &str)] = &[
    ("hint", "worth a thought"),
    ("information", "worth changing when there is a moment"),
    ("warning", "the customer will feel it"),
    ("error", "not fit to be sent"),
];

/// What a rule and a family can be set to.
pub(crate) const LEVELS: &[(&str, &str)] = &{
    let mut levels = [("off", "nothing is said"); 1 + SEVERITIES.len()];
    let mut at = 0;
    while at < SEVERITIES.len() {
        levels[at + 1] = SEVERITIES[at];
        at += 1;
    }
    levels
};

const LINK: &[Field] = &[
    Field { name: "url", about: "Where it is.", shape: Shape::Text, required: true },
    Field { name: "title", about: "What it is called.", shape: Shape::Text, required: false },
    Field {
        name: "task",
        about: "What to do there, in a few words.",
        shape: Shape::Text,
        required: false,
    },
];

const TERM: &[Field] = &[
    Field { name: "prefer", about: "What to say instead.", shape: Shape::Text, required: false },
    Field { name: "why", about: "Why, as a sentence.", shape: Shape::Text, required: false },
    Field {
        name: "severity",
        about: "How much it matters.",
        shape: Shape::Choice(SEVERITIES),
        required: false,
    },
    Field {
        name: "fix",
        about: "Whether the other words may be put in without asking.",
        shape: Shape::Choice(&[
            ("safe", "they mean the same whatever the facts are"),
            ("confirm", "the writer decides"),
        ]),
        required: false,
    },
    Field {
        name: "unless",
        about: "Longer phrases in which the words are fine.",
        shape: Shape::Names,
        required: false,
    },
];

const PERSON: &[Field] =
    &[Field { name: "does", about: "What they look after.", shape: Shape::Text, required: true }];

static SETTINGS: &[Setting] = &[
    Setting {
        table: None,
        name: "profile",
        about: "How much is said.",
        default: "\"standard\"",
        example: "profile = \"coach\"",
        places: Places::Everywhere,
        starts: true,
        shape: Shape::Choice(PROFILES),
        take: |it, at| {
            it.settings.profile =
                at.value.text().and_then(|name| Profile::parse(&name)).unwrap_or_default();
        },
    },
    Setting {
        table: None,
        name: "agent",
        about: "Your name, as you sign with it.",
        default: "none",
        example: "agent = \"Ana\"",
        places: Places::Everywhere,
        starts: false,
        shape: Shape::Text,
        take: |it, at| it.settings.agent = at.value.text(),
    },
    Setting {
        table: None,
        name: "company",
        about: "The name of your company.",
        default: "none",
        example: "company = \"Acme\"",
        places: Places::Everywhere,
        starts: true,
        shape: Shape::Text,
        take: |it, at| it.settings.company = at.value.text(),
    },
    Setting {
        table: None,
        name: "product",
        about: "The product that your replies are about.",
        default: "the name in `own`, if there is only one",
        example: "product = \"Acme Mail\"",
        places: Places::Everywhere,
        starts: false,
        shape: Shape::Text,
        take: |it, at| it.settings.product = at.value.text(),
    },
    Setting {
        table: None,
        name: "language",
        about: "The language of your replies, for drafts too short to tell.",
        default: "\"en\"",
        example: "language = \"en\"",
        places: Places::Everywhere,
        starts: false,
        shape: Shape::Language,
        take: |it, at| it.settings.language = at.value.text(),
    },
    Setting {
        table: None,
        name: "time-zone",
        about: "The time zone of the times that you promise.",
        default: "that of the computer",
        example: "time-zone = \"Europe/Berlin\"",
        places: Places::Everywhere,
        starts: false,
        shape: Shape::TimeZone,
        take: |it, at| it.settings.time_zone = at.value.text(),
    },
    Setting {
        table: None,
        name: "own",
        about: "Names of your own products and services: what is said of them is yours to know.",
        default: "[]",
        example: "own = [\"Acme Mail\", \"Acme Sync\"]",
        places: Places::FilesAndEditors,
        starts: true,
        shape: Shape::Names,
        take: |it, at| it.settings.own = at.value.list(),
    },
    Setting {
        table: None,
        name: "third-party",
        about: "Names of products and companies that are not yours: doubt about them is honest.",
        default: "[]",
        example: "third-party = [\"Initech Pay\"]",
        places: Places::FilesAndEditors,
        starts: true,
        shape: Shape::Names,
        take: |it, at| it.settings.third_party = at.value.list(),
    },
    Setting {
        table: None,
        name: "spellings",
        about: "Names that are written in a way of their own.",
        default: "[]",
        example: "spellings = [\"WordPress\", \"GitHub\"]",
        places: Places::FilesAndEditors,
        starts: false,
        shape: Shape::Names,
        take: |it, at| it.settings.spellings = at.value.list(),
    },
    Setting {
        table: None,
        name: "variables",
        about: "The template variables that your saved replies may use.",
        default: "[]",
        example: "variables = [\"ticket.id\", \"ticket.requester.first_name\"]",
        places: Places::FilesAndEditors,
        starts: false,
        shape: Shape::Names,
        take: |it, at| it.settings.variables = at.value.list(),
    },
    Setting {
        table: None,
        name: "domains",
        about: "Hosts of your own web sites: a link to their front door or to their inside is told.",
        default: "[]",
        example: "domains = [\"example.com\"]",
        places: Places::FilesAndEditors,
        starts: false,
        shape: Shape::Names,
        take: |it, at| it.settings.domains = at.value.list(),
    },
    Setting {
        table: None,
        name: "internal-hosts",
        about: "Hosts that customers cannot open, with all that lies in them.",
        default: "[]",
        example: "internal-hosts = [\"intranet.example.com\", \"corp.example.com\"]",
        places: Places::FilesAndEditors,
        starts: false,
        shape: Shape::Names,
        take: |it, at| it.settings.internal_hosts = at.value.list(),
    },
    Setting {
        table: None,
        name: "remember-lines",
        about: "Whether it is remembered how the replies that you send begin and end, as hashes on this computer only, so that you hear of a line that you use all the time. One `false`, in whatever place, is enough.",
        default: "true",
        example: "remember-lines = false",
        places: Places::FilesAndEditors,
        starts: false,
        shape: Shape::Consent,
        take: |it, at| it.remember_lines = *at.value != Value::Flag(false),
    },
    Setting {
        table: None,
        name: "inlay-hints",
        about: "Whether the name that a variable in the greeting will show stands beside it in your editor.",
        default: "false",
        example: "inlay-hints = true",
        places: Places::FilesAndEditors,
        starts: false,
        shape: Shape::Flag,
        take: |it, at| it.inlay_hints = *at.value == Value::Flag(true),
    },
    Setting {
        table: None,
        name: "packs",
        about: "Files with rules and snippets of your own, or folders of such files, named from the settings file.",
        default: "[]",
        example: "packs = [\"style/packs/\"]",
        places: Places::Files,
        starts: false,
        shape: Shape::Paths,
        // Loaded when the file is found, before anything takes effect.
        take: |_, _| {},
    },
    Setting {
        table: None,
        name: "include",
        about: "Other settings files whose settings hold here too; what this file says goes over them.",
        default: "[]",
        example: "include = [\"style/names.toml\"]",
        places: Places::Files,
        starts: false,
        shape: Shape::Paths,
        // As for `packs`.
        take: |_, _| {},
    },
    Setting {
        table: None,
        name: "root",
        about: "Whether the search for settings ends here, so that files further up do not hold.",
        default: "false",
        example: "root = true",
        places: Places::Files,
        starts: false,
        shape: Shape::Flag,
        // As for `packs`.
        take: |_, _| {},
    },
    Setting {
        table: None,
        name: "rules",
        about: "The most that a rule may say. A rule that is off by default is switched on.",
        default: "as each rule has it",
        example: "certainty-try = \"off\"\ncertainty-softener = \"hint\"",
        places: Places::FilesAndEditors,
        starts: true,
        shape: Shape::Rules,
        take: |it, at| {
            if let Some(level) = at.level() {
                it.settings.rules.insert(at.key.to_owned(), level);
            }
        },
    },
    Setting {
        table: None,
        name: "families",
        about: "The most that the rules of a family may say; what is set for a rule goes over it.",
        default: "as each rule has it",
        example: "structure = \"hint\"",
        places: Places::FilesAndEditors,
        starts: false,
        shape: Shape::Families,
        take: |it, at| {
            if let Some((family, level)) = Family::parse(at.key).zip(at.level()) {
                it.settings.families.insert(family, level);
            }
        },
    },
    Setting {
        table: Some("files"),
        name: "replies",
        about: "Files that are replies, whatever they look like.",
        default: "[]",
        example: "replies = [\"support/**/*.md\"]",
        places: Places::FilesAndEditors,
        starts: true,
        shape: Shape::Globs,
        take: |it, at| it.files.replies = at.patterns(),
    },
    Setting {
        table: Some("files"),
        name: "ignore",
        about: "Files that are left out, in folders and in editors.",
        default: "[]",
        example: "ignore = [\"archive/\"]",
        places: Places::FilesAndEditors,
        starts: true,
        shape: Shape::Globs,
        take: |it, at| it.files.ignore = at.patterns(),
    },
    Setting {
        table: Some("files"),
        name: "macros",
        about: "Files that are saved replies: template variables are at home in them.",
        default: "[]",
        example: "macros = [\"macros/\"]",
        places: Places::FilesAndEditors,
        starts: false,
        shape: Shape::Globs,
        take: |it, at| it.files.modes.set(Mode::Macro, at.patterns()),
    },
    Setting {
        table: Some("files"),
        name: "check-folders",
        about: "Folders whose replies your editor checks before they are opened, and lists with what is found in them. It goes by the settings of the folder that you have open, and needs an editor that asks for it.",
        default: "[]",
        example: "check-folders = [\"drafts/\", \"macros/\"]",
        places: Places::FilesAndEditors,
        starts: false,
        shape: Shape::Globs,
        take: |it, at| it.files.unopened = at.patterns(),
    },
    Setting {
        table: Some("modes"),
        name: "chat",
        about: "Files whose drafts are lines in a live chat, without greeting and farewell.",
        default: "[]",
        example: "chat = [\"chats/\"]",
        places: Places::FilesAndEditors,
        starts: false,
        shape: Shape::Globs,
        take: |it, at| it.files.modes.set(Mode::Chat, at.patterns()),
    },
    Setting {
        table: Some("modes"),
        name: "forum",
        about: "Files whose drafts are public answers, where a handle may be all one knows.",
        default: "[]",
        example: "forum = [\"community/\"]",
        places: Places::FilesAndEditors,
        starts: false,
        shape: Shape::Globs,
        take: |it, at| it.files.modes.set(Mode::Forum, at.patterns()),
    },
    Setting {
        table: None,
        name: "people",
        about: "Your colleagues, and what they look after.",
        default: "none",
        example: "Jon = \"billing\"",
        places: Places::FilesAndEditors,
        starts: false,
        shape: Shape::Entries { key: "a name", fields: PERSON },
        take: |it, at| {
            it.settings.people.insert(at.key.to_owned(), at.field("does").unwrap_or_default());
        },
    },
    Setting {
        table: None,
        name: "links",
        about: "Pages to lead customers to, by the words that mention them.",
        default: "none",
        example: "\"billing docs\" = { url = \"https://example.com/billing\", task = \"download an invoice\" }",
        places: Places::FilesAndEditors,
        starts: false,
        shape: Shape::Entries { key: "the words", fields: LINK },
        take: |it, at| {
            let link = Link {
                url: at.field("url").unwrap_or_default(),
                title: at.field("title"),
                task: at.field("task"),
            };
            it.settings.links.insert(at.key.to_owned(), link);
        },
    },
    Setting {
        table: None,
        name: "terms",
        about: "Words that your team does not use, and what it says instead.",
        default: "none",
        example: "users = \"members\"\n\"Hi folks\" = { prefer = \"Hi everyone\", why = \"We greet as a host would.\" }",
        places: Places::FilesAndEditors,
        starts: false,
        shape: Shape::Entries { key: "the words", fields: TERM },
        take: |it, at| {
            let term = Term {
                prefer: at.field("prefer").unwrap_or_default(),
                why: at.field("why"),
                severity: at.field("severity").and_then(|name| Severity::parse(&name)),
                safe: at.field("fix").as_deref() == Some("safe"),
                unless: at.value.field("unless").map(Value::list).unwrap_or_default(),
            };
            it.settings.terms.insert(at.key.to_owned(), term);
        },
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_spelling_leads_to_the_same_name() {
        for written in ["third-party", "third_party", "thirdParty"] {
            assert_eq!(plain(written), "third-party");
        }
    }

    #[test]
    fn an_editor_spells_in_its_own_way() {
        for setting in SETTINGS {
            let path = setting.editor_path();
            assert!(path.bytes().all(|b| b.is_ascii_alphabetic() || b == b'.'), "{path}");
            assert_eq!(plain(&path), setting.path());
        }
    }

    #[test]
    fn every_level_is_told() {
        assert!(LEVELS.iter().map(|(name, _)| *name).eq(Level::NAMES));
    }

    #[test]
    fn a_name_stands_once_and_each_about_is_a_sentence() {
        for (at, setting) in SETTINGS.iter().enumerate() {
            let path = setting.path();
            assert!(setting.about.ends_with('.'), "{path}: {}", setting.about);
            assert_eq!(plain(setting.name), setting.name);
            assert!(SETTINGS[..at].iter().all(|other| other.path() != path), "{path}");
            assert!(tables().all(|table| table != setting.name), "{path} is a table too");
        }
    }
}
