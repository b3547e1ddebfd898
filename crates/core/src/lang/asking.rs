//! How customers ask: patterns, and what each of them stands for.

use serde::Deserialize;

use super::cue_set::CueSet;
use super::lexicon::Lexicon;

/// What a question is after, and so what an answer to it looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A day or an hour.
    When,
    /// A stretch of time.
    Duration,
    /// What something costs.
    Price,
    /// How many of something.
    Count,
    /// A measure.
    Number,
    /// A place or an address.
    Place,
    /// A person.
    Person,
    /// A cause.
    Reason,
    /// Steps.
    Way,
    /// That something is done.
    Request,
    /// A thing of any kind.
    Thing,
    /// Yes or no.
    YesNo,
}

/// Of whom a question asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Whom {
    /// Of themselves: "can I", so the answer says "you can".
    Asker,
    /// Of the one who answers: "do you ship", so the answer says "we do".
    Reader,
    /// Of somebody or something else.
    Other,
    /// Whether there is something.
    There,
    /// Of nobody.
    Anybody,
}

/// What a pattern says of a sentence of a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AskingCue {
    /// A question goes on behind it.
    Indirect,
    /// A question begins with it.
    Opener,
    /// A question begins with it at the head of a sentence or behind a coordinator.
    Head,
    /// It is no question.
    Idle,
    /// It is no question where nothing else is said.
    Alone,
    /// It asks for help and names nothing.
    Open,
    /// It is asked only if the answer to the question before it is yes.
    Depends,
    /// It is asked besides what the mail is about.
    Aside,
    /// It asks of nobody: "would it be possible to".
    Anybody,
    /// What a question is after.
    Kind(Kind),
}

/// The patterns of a language.
pub(crate) type Asking = CueSet<AskingCue>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    indirect: Vec<String>,
    openers: Vec<String>,
    heads: Vec<String>,
    idle: Vec<String>,
    alone: Vec<String>,
    open: Vec<String>,
    depends: Vec<String>,
    asides: Vec<String>,
    anybody: Vec<String>,
    kinds: Kinds,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kinds {
    when: Vec<String>,
    duration: Vec<String>,
    price: Vec<String>,
    count: Vec<String>,
    number: Vec<String>,
    place: Vec<String>,
    person: Vec<String>,
    reason: Vec<String>,
    way: Vec<String>,
    request: Vec<String>,
    thing: Vec<String>,
}

impl Asking {
    /// Reads `asking.toml`; the words of its patterns go into the lexicon.
    pub(crate) fn parse(source: &str, lexicon: &mut Lexicon) -> Result<Self, String> {
        let file: File = toml::from_str(source).map_err(|error| error.to_string())?;
        let kinds = file.kinds;
        let patterns = [
            (file.indirect, AskingCue::Indirect),
            (file.openers, AskingCue::Opener),
            (file.heads, AskingCue::Head),
            (file.idle, AskingCue::Idle),
            (file.alone, AskingCue::Alone),
            (file.open, AskingCue::Open),
            (file.depends, AskingCue::Depends),
            (file.asides, AskingCue::Aside),
            (file.anybody, AskingCue::Anybody),
            (kinds.when, AskingCue::Kind(Kind::When)),
            (kinds.duration, AskingCue::Kind(Kind::Duration)),
            (kinds.price, AskingCue::Kind(Kind::Price)),
            (kinds.count, AskingCue::Kind(Kind::Count)),
            (kinds.number, AskingCue::Kind(Kind::Number)),
            (kinds.place, AskingCue::Kind(Kind::Place)),
            (kinds.person, AskingCue::Kind(Kind::Person)),
            (kinds.reason, AskingCue::Kind(Kind::Reason)),
            (kinds.way, AskingCue::Kind(Kind::Way)),
            (kinds.request, AskingCue::Kind(Kind::Request)),
            (kinds.thing, AskingCue::Kind(Kind::Thing)),
        ];
        Self::new(patterns, lexicon)
    }
}
