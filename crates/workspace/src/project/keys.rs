//! The one list of settings: name, what it is for, how it is read.

use aplomb_core::{Profile, Settings};

use super::patterns::{FilePatterns, Patterns};

/// A key of a settings file.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The table in which it stands, if it stands in one.
    pub table: Option<&'static str>,
    /// Its name.
    pub name: &'static str,
    /// What it is for, as a sentence.
    pub about: &'static str,
    /// A line to copy.
    pub example: &'static str,
    /// What it takes.
    pub value: Value,
}

/// What a key takes, and where it goes.
#[derive(Clone, Copy, Debug)]
pub enum Value {
    /// A string.
    Text(fn(&mut Settings, String)),
    /// A list of strings.
    Names(fn(&mut Settings, Vec<String>)),
    /// One of a few words. The function takes no word that is not listed.
    Choice(&'static [&'static str], fn(&mut Settings, &str)),
    /// A list of globs for files.
    Globs(fn(&mut FilePatterns) -> &mut Patterns),
    /// A table of rule codes, each with `off` or a severity.
    Levels,
}

impl Key {
    /// The name with its table, such as `files.replies`.
    #[must_use]
    pub fn path(&self) -> String {
        self.table.map_or_else(|| self.name.to_owned(), |table| format!("{table}.{}", self.name))
    }
}

const PROFILES: &[&str] = &{
    let mut names = [""; Profile::ALL.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = Profile::ALL[at].1;
        at += 1;
    }
    names
};

static KEYS: &[Key] = &[
    Key {
        table: None,
        name: "own",
        about: "Names of your own products and services: what is said of them is yours to know.",
        example: "own = [\"Acme Mail\", \"Acme Sync\"]",
        value: Value::Names(|settings, names| settings.own = names),
    },
    Key {
        table: None,
        name: "third-party",
        about: "Names of products and companies that are not yours: doubt about them is honest.",
        example: "third-party = [\"Initech Pay\"]",
        value: Value::Names(|settings, names| settings.third_party = names),
    },
    Key {
        table: None,
        name: "agent",
        about: "Your name, as you sign with it.",
        example: "agent = \"Ana\"",
        value: Value::Text(|settings, name| settings.agent = Some(name)),
    },
    Key {
        table: None,
        name: "company",
        about: "The name of your company.",
        example: "company = \"Acme\"",
        value: Value::Text(|settings, name| settings.company = Some(name)),
    },
    Key {
        table: None,
        name: "language",
        about: "The language of your replies, for drafts too short to tell.",
        example: "language = \"en\"",
        value: Value::Text(|settings, tag| settings.language = Some(tag)),
    },
    Key {
        table: None,
        name: "profile",
        about: "How much is said: \"standard\", or \"coach\" for all there is.",
        example: "profile = \"coach\"",
        value: Value::Choice(PROFILES, |settings, name| {
            settings.profile = Profile::parse(name).unwrap_or_default();
        }),
    },
    Key {
        table: None,
        name: "rules",
        about: "The most a rule may say: \"off\", \"hint\", \"information\", \"warning\" or \"error\".",
        example: "[rules]\ncertainty-softener = \"hint\"",
        value: Value::Levels,
    },
    Key {
        table: Some("files"),
        name: "replies",
        about: "Files that are replies, whatever they look like.",
        example: "[files]\nreplies = [\"support/**/*.md\"]",
        value: Value::Globs(|files| &mut files.replies),
    },
    Key {
        table: Some("files"),
        name: "ignore",
        about: "Files that are left out of folders.",
        example: "[files]\nignore = [\"archive/\"]",
        value: Value::Globs(|files| &mut files.ignore),
    },
];

/// All settings, in the order of the documentation.
#[must_use]
pub fn keys() -> &'static [Key] {
    KEYS
}
