//! What stands in a pack, at its top, in a `[[phrase]]` and in a `[[snippet]]`: the one list, for
//! whoever helps to write one.

use std::sync::LazyLock;

use crate::draft::RegionKind;
use crate::finding::{Family, Severity};
use crate::lang::decide;
use crate::snippet::Library;

/// Something that stands in a pack, for whoever helps to write one.
#[derive(Clone, Copy, Debug)]
pub struct PackField {
    /// Its name.
    pub name: &'static str,
    /// What it is for, as a sentence.
    pub about: &'static str,
    /// What holds where it is left out, as TOML or in a few words; `None` where it must be there.
    pub default: Option<&'static str>,
    /// What it takes.
    pub takes: PackTakes,
    /// A line to copy.
    pub example: &'static str,
}

impl PackField {
    /// Whether an entry is refused without it.
    #[must_use]
    pub const fn required(&self) -> bool {
        self.default.is_none()
    }
}

/// What a field of a pack takes.
#[derive(Clone, Copy, Debug)]
pub enum PackTakes {
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// A number from 0 to 255.
    Number,
    /// A table of texts.
    Pairs,
    /// A text in the grammar of snippets.
    Body,
    /// A list of texts, of which a few are known.
    Open(fn() -> Vec<&'static str>),
    /// One of a few words.
    One(fn() -> Vec<&'static str>),
    /// A list of some of a few words.
    Some(fn() -> Vec<&'static str>),
}

impl PackTakes {
    /// The words that it takes; none where any text will do.
    #[must_use]
    pub fn words(self) -> Vec<&'static str> {
        match self {
            Self::One(words) | Self::Some(words) | Self::Open(words) => words(),
            Self::Text | Self::Texts | Self::Number | Self::Pairs | Self::Body => Vec::new(),
        }
    }

    /// Whether it takes a list.
    #[must_use]
    pub const fn is_list(self) -> bool {
        matches!(self, Self::Texts | Self::Some(_) | Self::Open(_))
    }
}

/// The parts of a reply, which a snippet's first tag names.
const PARTS: [&str; 5] = ["greeting", "thanks", "answer", "apology", "farewell"];

/// The tags that built-in snippets have, the parts of a reply first: those that say what a snippet is
/// for, so that it comes first where it fits.
fn tags() -> Vec<&'static str> {
    static TAGS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let library = Library::builtin();
        let entries = library.languages().flat_map(|language| library.entries(language));
        let mut tags: Vec<_> = entries.flat_map(|entry| entry.tags.clone()).collect();
        tags.sort_unstable();
        tags.dedup();
        let others = tags.into_iter().filter(|tag| !PARTS.contains(&tag.as_str()));
        PARTS.iter().map(|part| (*part).to_owned()).chain(others).collect()
    });
    TAGS.iter().map(String::as_str).collect()
}

/// All that stands at the top of a pack, before its first `[[phrase]]` or `[[snippet]]`.
pub static PACK_FIELDS: &[PackField] = &[
    PackField {
        name: "language",
        about: "The language of this pack's words, where an entry says nothing else.",
        default: Some("\"en\""),
        takes: PackTakes::One(|| decide::TAGS.to_vec()),
        example: "language = \"en\"",
    },
    PackField {
        name: "off",
        about: "Snippets to switch off, built-in ones or those of packs before this one: each by its id, or those of this pack's language by how their ids begin.",
        default: Some("[]"),
        takes: PackTakes::Texts,
        example: "off = [\"bye-weekend\", \"thanks-*\"]",
    },
    PackField {
        name: "and",
        about: "What joins the names of two customers in this pack's language, with its blanks.",
        default: Some("that of the built-in snippets"),
        takes: PackTakes::Text,
        example: "and = \" and \"",
    },
];

/// All fields of a `[[snippet]]`, in the order in which they are best written.
pub static SNIPPET_FIELDS: &[PackField] = &[
    PackField {
        name: "id",
        about: "Its name, in lower-case words joined by hyphens, to type after `;`. The id of a built-in snippet puts this one in its place.",
        default: None,
        takes: PackTakes::Text,
        example: "id = \"bye-team\"",
    },
    PackField {
        name: "language",
        about: "The language of its words.",
        default: Some("that of the pack"),
        takes: PackTakes::One(|| decide::TAGS.to_vec()),
        example: "language = \"en\"",
    },
    PackField {
        name: "tags",
        about: "First the part of a reply that it is, which decides where it is offered, then the situations that it fits. Words of your own are welcome.",
        default: None,
        takes: PackTakes::Open(tags),
        example: "tags = [\"farewell\", \"sign-off\"]",
    },
    PackField {
        name: "when",
        about: "When to use it, in one line.",
        default: None,
        takes: PackTakes::Text,
        example: "when = \"Our everyday goodbye.\"",
    },
    PackField {
        name: "body",
        about: "Its text. `${1:wording}` is wording that is safe to send, `${1:?what is missing}` a blank for what only the writer knows, `${1|one,two|}` a choice, `$0` where the cursor ends, and `${CUSTOMER}` and its like are variables.",
        default: None,
        takes: PackTakes::Body,
        example: "body = \"You can reply here ${1:any time}.\\n\\nAll the best,\\n${AGENT}\"",
    },
    PackField {
        name: "test",
        about: "What a writer would fill in, by the number of the blank or by the variable, for the test that checks the snippet in a whole reply.",
        default: Some("plain words"),
        takes: PackTakes::Pairs,
        example: "test = { 1 = \"until Friday\" }",
    },
];

/// All fields of a `[[phrase]]`, in the order in which they are best written.
pub static PHRASE_FIELDS: &[PackField] = &[
    PackField {
        name: "code",
        about: "Its name, in lower-case words joined by hyphens: what is wrong, not the cure.",
        default: None,
        takes: PackTakes::Text,
        example: "code = \"team-synergy\"",
    },
    PackField {
        name: "family",
        about: "The family to which it belongs.",
        default: Some("\"team\""),
        takes: PackTakes::One(|| Family::ALL.map(Family::as_str).to_vec()),
        example: "family = \"team\"",
    },
    PackField {
        name: "severity",
        about: "The most that it says.",
        default: None,
        takes: PackTakes::One(|| Severity::ALL.map(Severity::as_str).to_vec()),
        example: "severity = \"information\"",
    },
    PackField {
        name: "default",
        about: "Whether it speaks where the settings say nothing of it.",
        default: Some("\"on\""),
        takes: PackTakes::One(|| vec!["on", "off"]),
        example: "default = \"off\"",
    },
    PackField {
        name: "since",
        about: "The version that brought it.",
        default: Some("this version of Aplomb"),
        takes: PackTakes::Text,
        example: "since = \"0.1.0\"",
    },
    PackField {
        name: "language",
        about: "The language of its words.",
        default: Some("\"en\""),
        takes: PackTakes::One(|| vec!["en"]),
        example: "language = \"en\"",
    },
    PackField {
        name: "reads",
        about: "The parts of a draft in which it looks.",
        default: Some("[\"body\", \"farewell\"]"),
        takes: PackTakes::Some(|| RegionKind::ALL.map(|(_, name)| name).to_vec()),
        example: "reads = [\"body\", \"farewell\"]",
    },
    PackField {
        name: "sentence",
        about: "Whether it counts only where something is said, or in questions too.",
        default: Some("\"assertion\""),
        takes: PackTakes::One(|| vec!["assertion", "any"]),
        example: "sentence = \"any\"",
    },
    PackField {
        name: "patterns",
        about: "The words that it marks; `<…>` narrows the mark, `(a|b)` is a choice.",
        default: None,
        takes: PackTakes::Texts,
        example: "patterns = [\"synergy\", \"<circle back> with\"]",
    },
    PackField {
        name: "pairs",
        about: "Patterns with words to put in, each its own, beside `patterns` or in their place.",
        default: Some("none"),
        takes: PackTakes::Pairs,
        example: "pairs = { \"in order to\" = \"to\" }",
    },
    PackField {
        name: "except",
        about: "Longer phrases in which the words are fine.",
        default: Some("[]"),
        takes: PackTakes::Texts,
        example: "except = [\"synergy meeting\"]",
    },
    PackField {
        name: "unless",
        about: "Words beside which it is silent, anywhere in the sentence.",
        default: Some("[]"),
        takes: PackTakes::Texts,
        example: "unless = [\"(because|so that)\"]",
    },
    PackField {
        name: "near",
        about: "In how many sentences before and after its own `unless` is looked for as well.",
        default: Some("0"),
        takes: PackTakes::Number,
        example: "near = 1",
    },
    PackField {
        name: "message",
        about: "What is wrong, in one short sentence; `{match}` stands for the words.",
        default: None,
        takes: PackTakes::Text,
        example: "message = \"“{match}” says little.\"",
    },
    PackField {
        name: "help",
        about: "What to write instead.",
        default: None,
        takes: PackTakes::Text,
        example: "help = \"Say what it does.\"",
    },
    PackField {
        name: "fix",
        about: "Who puts the other words in: nobody, the writer, fix-all too, or the writer with blanks.",
        default: Some("\"none\""),
        takes: PackTakes::One(|| vec!["none", "confirm", "safe", "snippet"]),
        example: "fix = \"confirm\"",
    },
    PackField {
        name: "rewrite",
        about: "The words to put in, together with `fix`; an empty text leaves the words out.",
        default: Some("none"),
        takes: PackTakes::Text,
        example: "rewrite = \"teamwork\"",
    },
    PackField {
        name: "snippet",
        about: "A sentence to put in the place of this one, together with `title`; `${1:?what}` is a blank.",
        default: Some("none"),
        takes: PackTakes::Text,
        example: "snippet = \"We do it together: ${1:?how}.\"",
    },
    PackField {
        name: "title",
        about: "What the writer chooses to get `snippet`.",
        default: Some("none"),
        takes: PackTakes::Text,
        example: "title = \"Say how\"",
    },
    PackField {
        name: "rank",
        about: "Who speaks for a clause on which several rules have something to say: the higher.",
        default: Some("0"),
        takes: PackTakes::Number,
        example: "rank = 5",
    },
    PackField {
        name: "summary",
        about: "What it reports, as the first sentence of its page.",
        default: None,
        takes: PackTakes::Text,
        example: "summary = \"Reports synergy.\"",
    },
    PackField {
        name: "why",
        about: "Why it speaks, for its page and for hovers.",
        default: None,
        takes: PackTakes::Text,
        example: "why = \"Nobody knows what it is.\"",
    },
    PackField {
        name: "flagged",
        about: "Sentences in which it must speak, with the words that it marks in `<|…|>`.",
        default: None,
        takes: PackTakes::Texts,
        example: "flagged = [\"We value <|synergy|>.\"]",
    },
    PackField {
        name: "clean",
        about: "Sentences in which it must be silent, best the near misses.",
        default: None,
        takes: PackTakes::Texts,
        example: "clean = [\"We value the synergy meeting.\"]",
    },
];
