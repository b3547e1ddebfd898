//! How replies answer: patterns, and what each of them stands for.

use serde::Deserialize;

use super::cue_set::CueSet;
use super::lexicon::Lexicon;

/// What a pattern says of a part of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AnsweringCue {
    /// All questions are answered in one go.
    All,
    /// An answer is put off to a day or to somebody.
    Defer,
    /// The answer comes in a moment, or the question is not understood.
    Hold,
    /// The customer is asked for something.
    Ask,
    /// Courtesy, which answers nothing.
    Filler,
    /// Yes or no, at the head of a clause.
    Yes,
    /// What is granted in the words of courtesy.
    Welcome,
    /// A word for something named before, as an object.
    Them,
    /// A unit, whose number counts nothing.
    Measure,
    /// A point or a stretch of time.
    Time,
    /// A sum.
    Amount,
    /// A number of things.
    Count,
    /// A place.
    Place,
    /// A person.
    Person,
    /// A cause.
    Reason,
    /// How something is done.
    Way,
    /// The writer has done something.
    Did,
    /// Something is done, or will be.
    Done,
    /// What is said besides: "too".
    Adds,
    /// What is fine or possible: "it's fine".
    Expletive,
}

/// The patterns of a language.
pub(crate) type Answering = CueSet<AnsweringCue>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    all: Vec<String>,
    defer: Vec<String>,
    hold: Vec<String>,
    ask: Vec<String>,
    filler: Vec<String>,
    yes: Vec<String>,
    welcome: Vec<String>,
    them: Vec<String>,
    measure: Vec<String>,
    time: Vec<String>,
    amount: Vec<String>,
    count: Vec<String>,
    place: Vec<String>,
    person: Vec<String>,
    reason: Vec<String>,
    way: Vec<String>,
    did: Vec<String>,
    done: Vec<String>,
    adds: Vec<String>,
    expletive: Vec<String>,
}

impl Answering {
    /// Reads `answering.toml`; the words of its patterns go into the lexicon.
    pub(crate) fn parse(source: &str, lexicon: &mut Lexicon) -> Result<Self, String> {
        let file: File = toml::from_str(source).map_err(|error| error.to_string())?;
        let patterns = [
            (file.all, AnsweringCue::All),
            (file.defer, AnsweringCue::Defer),
            (file.hold, AnsweringCue::Hold),
            (file.ask, AnsweringCue::Ask),
            (file.filler, AnsweringCue::Filler),
            (file.yes, AnsweringCue::Yes),
            (file.welcome, AnsweringCue::Welcome),
            (file.them, AnsweringCue::Them),
            (file.measure, AnsweringCue::Measure),
            (file.time, AnsweringCue::Time),
            (file.amount, AnsweringCue::Amount),
            (file.count, AnsweringCue::Count),
            (file.place, AnsweringCue::Place),
            (file.person, AnsweringCue::Person),
            (file.reason, AnsweringCue::Reason),
            (file.way, AnsweringCue::Way),
            (file.did, AnsweringCue::Did),
            (file.done, AnsweringCue::Done),
            (file.adds, AnsweringCue::Adds),
            (file.expletive, AnsweringCue::Expletive),
        ];
        Self::new(patterns, lexicon)
    }
}
