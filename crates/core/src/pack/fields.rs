//! What stands in a `[[phrase]]`: the one list, for whoever helps to write one.

use crate::draft::RegionKind;
use crate::finding::{Family, Severity};

/// What stands in a `[[phrase]]`, for whoever helps to write one.
#[derive(Clone, Copy, Debug)]
pub struct PhraseField {
    /// Its name.
    pub name: &'static str,
    /// What it is for, as a sentence.
    pub about: &'static str,
    /// What holds where it is left out, as TOML or in a few words; `None` where it must be there.
    pub default: Option<&'static str>,
    /// What it takes.
    pub takes: PhraseTakes,
    /// A line to copy.
    pub example: &'static str,
}

impl PhraseField {
    /// Whether a phrase is refused without it.
    #[must_use]
    pub const fn required(&self) -> bool {
        self.default.is_none()
    }
}

/// What a field of a `[[phrase]]` takes.
#[derive(Clone, Copy, Debug)]
pub enum PhraseTakes {
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// A number from 0 to 255.
    Number,
    /// A table of texts.
    Pairs,
    /// One of a few words.
    One(fn() -> Vec<&'static str>),
    /// A list of some of a few words.
    Some(fn() -> Vec<&'static str>),
}

impl PhraseTakes {
    /// The words that it takes; none where any text will do.
    #[must_use]
    pub fn words(self) -> Vec<&'static str> {
        match self {
            Self::One(words) | Self::Some(words) => words(),
            Self::Text | Self::Texts | Self::Number | Self::Pairs => Vec::new(),
        }
    }

    /// Whether it takes a list.
    #[must_use]
    pub const fn is_list(self) -> bool {
        matches!(self, Self::Texts | Self::Some(_))
    }
}

/// All fields of a `[[phrase]]`, in the order in which they are best written.
pub static PHRASE_FIELDS: &[PhraseField] = &[
    PhraseField {
        name: "code",
        about: "Its name, in lower-case words joined by hyphens: what is wrong, not the cure.",
        default: None,
        takes: PhraseTakes::Text,
        example: "code = \"team-synergy\"",
    },
    PhraseField {
        name: "family",
        about: "The family to which it belongs.",
        default: Some("\"team\""),
        takes: PhraseTakes::One(|| Family::ALL.map(Family::as_str).to_vec()),
        example: "family = \"team\"",
    },
    PhraseField {
        name: "severity",
        about: "The most that it says.",
        default: None,
        takes: PhraseTakes::One(|| Severity::ALL.map(Severity::as_str).to_vec()),
        example: "severity = \"information\"",
    },
    PhraseField {
        name: "default",
        about: "Whether it speaks where the settings say nothing of it.",
        default: Some("\"on\""),
        takes: PhraseTakes::One(|| vec!["on", "off"]),
        example: "default = \"off\"",
    },
    PhraseField {
        name: "since",
        about: "The version that brought it.",
        default: Some("this version of Aplomb"),
        takes: PhraseTakes::Text,
        example: "since = \"0.1.0\"",
    },
    PhraseField {
        name: "language",
        about: "The language of its words.",
        default: Some("\"en\""),
        takes: PhraseTakes::One(|| vec!["en"]),
        example: "language = \"en\"",
    },
    PhraseField {
        name: "reads",
        about: "The parts of a draft in which it looks.",
        default: Some("[\"body\", \"farewell\"]"),
        takes: PhraseTakes::Some(|| RegionKind::ALL.map(|(_, name)| name).to_vec()),
        example: "reads = [\"body\", \"farewell\"]",
    },
    PhraseField {
        name: "sentence",
        about: "Whether it counts only where something is said, or in questions too.",
        default: Some("\"assertion\""),
        takes: PhraseTakes::One(|| vec!["assertion", "any"]),
        example: "sentence = \"any\"",
    },
    PhraseField {
        name: "patterns",
        about: "The words that it marks; `<…>` narrows the mark, `(a|b)` is a choice.",
        default: None,
        takes: PhraseTakes::Texts,
        example: "patterns = [\"synergy\", \"<circle back> with\"]",
    },
    PhraseField {
        name: "pairs",
        about: "Patterns with words to put in, each its own, beside `patterns` or in their place.",
        default: Some("none"),
        takes: PhraseTakes::Pairs,
        example: "pairs = { \"in order to\" = \"to\" }",
    },
    PhraseField {
        name: "except",
        about: "Longer phrases in which the words are fine.",
        default: Some("[]"),
        takes: PhraseTakes::Texts,
        example: "except = [\"synergy meeting\"]",
    },
    PhraseField {
        name: "unless",
        about: "Words beside which it is silent, anywhere in the sentence.",
        default: Some("[]"),
        takes: PhraseTakes::Texts,
        example: "unless = [\"(because|so that)\"]",
    },
    PhraseField {
        name: "near",
        about: "In how many sentences before and after its own `unless` is looked for as well.",
        default: Some("0"),
        takes: PhraseTakes::Number,
        example: "near = 1",
    },
    PhraseField {
        name: "message",
        about: "What is wrong, in one short sentence; `{match}` stands for the words.",
        default: None,
        takes: PhraseTakes::Text,
        example: "message = \"“{match}” says little.\"",
    },
    PhraseField {
        name: "help",
        about: "What to write instead.",
        default: None,
        takes: PhraseTakes::Text,
        example: "help = \"Say what it does.\"",
    },
    PhraseField {
        name: "fix",
        about: "Who puts the other words in: nobody, the writer, fix-all too, or the writer with blanks.",
        default: Some("\"none\""),
        takes: PhraseTakes::One(|| vec!["none", "confirm", "safe", "snippet"]),
        example: "fix = \"confirm\"",
    },
    PhraseField {
        name: "rewrite",
        about: "The words to put in, together with `fix`; an empty text leaves the words out.",
        default: Some("none"),
        takes: PhraseTakes::Text,
        example: "rewrite = \"teamwork\"",
    },
    PhraseField {
        name: "snippet",
        about: "A sentence to put in the place of this one, together with `title`; `${1:?what}` is a blank.",
        default: Some("none"),
        takes: PhraseTakes::Text,
        example: "snippet = \"We do it together: ${1:?how}.\"",
    },
    PhraseField {
        name: "title",
        about: "What the writer chooses to get `snippet`.",
        default: Some("none"),
        takes: PhraseTakes::Text,
        example: "title = \"Say how\"",
    },
    PhraseField {
        name: "rank",
        about: "Who speaks for a clause on which several rules have something to say: the higher.",
        default: Some("0"),
        takes: PhraseTakes::Number,
        example: "rank = 5",
    },
    PhraseField {
        name: "summary",
        about: "What it reports, as the first sentence of its page.",
        default: None,
        takes: PhraseTakes::Text,
        example: "summary = \"Reports synergy.\"",
    },
    PhraseField {
        name: "why",
        about: "Why it speaks, for its page and for hovers.",
        default: None,
        takes: PhraseTakes::Text,
        example: "why = \"Nobody knows what it is.\"",
    },
    PhraseField {
        name: "flagged",
        about: "Sentences in which it must speak, with the words that it marks in `<|…|>`.",
        default: None,
        takes: PhraseTakes::Texts,
        example: "flagged = [\"We value <|synergy|>.\"]",
    },
    PhraseField {
        name: "clean",
        about: "Sentences in which it must be silent, best the near misses.",
        default: None,
        takes: PhraseTakes::Texts,
        example: "clean = [\"We value the synergy meeting.\"]",
    },
];
