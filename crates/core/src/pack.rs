//! Packs: rules that need only words, as data with their own tests.
//!
//! A built-in pack and a team's own have the same format, the same matcher and the same tests. What
//! needs grammar or the whole draft is a rule in Rust.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::catalog::Catalog;
use crate::document::EndMark;
use crate::draft::RegionKind;
use crate::example;
use crate::finding::{Family, Fix, Severity};
use crate::pattern::PatternError;
use crate::rewrite;
use crate::rule::{CueHit, FixKind, Rule, RuleMeta, SentenceCx, Sink};
use crate::rules::unchecked_mark;

/// What is wrong in a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackError {
    /// The place in the pack, in bytes; `None` where the pack as a whole is meant.
    pub span: Option<Range<usize>>,
    /// What is wrong and what to write instead, as a sentence.
    pub message: String,
}

impl PackError {
    pub(crate) fn internal(message: String) -> Self {
        Self { span: None, message }
    }

    /// A phrase's code is another rule's already.
    pub(crate) fn taken(phrase: &PhraseRule) -> Self {
        let message =
            format!("there is a rule `{}` already; give this one a code of its own", phrase.code());
        Self { span: Some(phrase.place.clone()), message }
    }

    pub(crate) fn in_pattern(code: &str, pattern: &str, error: &PatternError) -> Self {
        Self { span: None, message: format!("{code}: in the pattern {pattern:?}, {error}") }
    }
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for PackError {}

/// A pack: phrase rules with their tests.
#[derive(Clone, Debug, Default)]
pub struct Pack {
    pub(crate) phrases: Vec<PhraseRule>,
}

/// A rule that needs only words.
#[derive(Clone, Debug)]
pub(crate) struct PhraseRule {
    meta: RuleMeta,
    pub(crate) language: &'static str,
    patterns: Vec<(String, Range<usize>)>,
    except: Vec<(String, Range<usize>)>,
    sentence: SentenceKind,
    message: String,
    help: String,
    rewrite: Option<String>,
    /// Where its code and its examples stand in the pack.
    pub(crate) place: Range<usize>,
    flagged: Vec<Range<usize>>,
    clean: Vec<Range<usize>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    phrase: Vec<Phrase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Phrase {
    code: Spanned<String>,
    #[serde(default)]
    family: Option<Spanned<String>>,
    severity: Spanned<String>,
    #[serde(default)]
    default: Option<Spanned<String>>,
    #[serde(default)]
    since: Option<String>,
    #[serde(default)]
    language: Option<Spanned<String>>,
    #[serde(default)]
    reads: Option<Vec<Spanned<String>>>,
    #[serde(default)]
    sentence: SentenceKind,
    patterns: Vec<Spanned<String>>,
    #[serde(default)]
    except: Vec<Spanned<String>>,
    message: String,
    help: String,
    #[serde(default)]
    fix: Option<Spanned<String>>,
    #[serde(default)]
    rewrite: Option<String>,
    #[serde(default)]
    rank: u8,
    summary: String,
    why: String,
    flagged: Vec<Spanned<String>>,
    clean: Vec<Spanned<String>>,
}

/// The sentences in which a phrase counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum SentenceKind {
    /// Only where something is said, not asked.
    #[default]
    Assertion,
    /// Anywhere.
    Any,
}

const PATTERN: u8 = 0;
const EXCEPTION: u8 = 1;

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
            Self::Text | Self::Texts | Self::Number => Vec::new(),
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
        name: "except",
        about: "Longer phrases in which the words are fine.",
        default: Some("[]"),
        takes: PhraseTakes::Texts,
        example: "except = [\"synergy meeting\"]",
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
        about: "Who puts `rewrite` in: nobody, the writer, or fix-all too.",
        default: Some("\"none\""),
        takes: PhraseTakes::One(|| vec!["none", "confirm", "safe"]),
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

impl Pack {
    /// The packs that come with Aplomb.
    ///
    /// # Panics
    ///
    /// Never in a build that passed its tests: the data is part of the program.
    #[must_use]
    pub fn builtin() -> Vec<Self> {
        let english = Self::parse(include_str!("../lang/en/phrases.toml"));
        vec![
            english.unwrap_or_else(|errors| panic!("built-in phrases are well formed: {errors:?}")),
        ]
    }

    /// Reads a pack.
    ///
    /// # Errors
    ///
    /// All that is wrong in it, each with its place.
    pub fn parse(source: &str) -> Result<Self, Vec<PackError>> {
        let file: File = toml::from_str(source).map_err(|error| {
            vec![PackError { span: error.span(), message: error.message().to_owned() }]
        })?;
        let mut errors = Vec::new();
        let phrases =
            file.phrase.into_iter().filter_map(|phrase| read(phrase, &mut errors)).collect();
        if errors.is_empty() { Ok(Self { phrases }) } else { Err(errors) }
    }

    /// Runs the pack's own examples with `catalog`, which holds it. What does not come out as it is
    /// written is told with its place.
    #[must_use]
    pub fn check_examples(&self, catalog: &Catalog) -> Vec<PackError> {
        let mut errors = Vec::new();
        let mut silent = example::silent(catalog);
        for phrase in &self.phrases {
            let alone = &mut silent;
            let off = alone.settings.rules.remove(phrase.meta.code.as_ref());
            for (heading, places) in [("Flagged", &phrase.flagged), ("Clean", &phrase.clean)] {
                for (at, example) in phrase.meta.examples(heading).iter().enumerate() {
                    if let Some(message) = example.failure(heading == "Flagged", alone, catalog) {
                        errors.push(PackError { span: places.get(at).cloned(), message });
                    }
                }
            }
            if let Some(off) = off {
                silent.settings.rules.insert(phrase.meta.code.to_string(), off);
            }
        }
        errors
    }
}

fn read(phrase: Phrase, errors: &mut Vec<PackError>) -> Option<PhraseRule> {
    let before = errors.len();
    let mut fail = |span: Range<usize>, message: String| {
        errors.push(PackError { span: Some(span), message });
    };
    let code = phrase.code.get_ref();
    let well_formed = !code.is_empty()
        && code.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        });
    if !well_formed {
        fail(
            phrase.code.span(),
            format!("a code is lower-case words joined by hyphens, not {code:?}"),
        );
    }
    let family = match &phrase.family {
        None => Family::Team,
        Some(name) => Family::parse(name.get_ref()).unwrap_or_else(|| {
            let known: Vec<_> = Family::ALL.iter().map(|family| family.as_str()).collect();
            fail(
                name.span(),
                format!("a family is one of {}, not {:?}", known.join(", "), name.get_ref()),
            );
            Family::Team
        }),
    };
    let severity = Severity::parse(phrase.severity.get_ref()).unwrap_or_else(|| {
        fail(
            phrase.severity.span(),
            format!(
                "a severity is hint, information, warning or error, not {:?}",
                phrase.severity.get_ref()
            ),
        );
        Severity::Hint
    });
    let on = match phrase.default.as_ref().map(|value| (value.get_ref().as_str(), value.span())) {
        None | Some(("on", _)) => true,
        Some(("off", _)) => false,
        Some((other, span)) => {
            fail(span, format!("`default` is \"on\" or \"off\", not {other:?}"));
            true
        }
    };
    let fix = match phrase.fix.as_ref().map(|value| (value.get_ref().as_str(), value.span())) {
        None | Some(("none", _)) => FixKind::None,
        Some(("confirm", _)) => FixKind::Confirm,
        Some(("safe", _)) => FixKind::Safe,
        Some((other, span)) => {
            fail(span, format!("`fix` is \"none\", \"confirm\" or \"safe\", not {other:?}"));
            FixKind::None
        }
    };
    if (fix == FixKind::None) == phrase.rewrite.is_some() {
        fail(
            phrase.code.span(),
            "`fix` and `rewrite` go together: a rewrite of \"\" deletes the words".into(),
        );
    }
    let language =
        match phrase.language.as_ref().map(|value| (value.get_ref().as_str(), value.span())) {
            None | Some(("en", _)) => "en",
            Some((other, span)) => {
                fail(span, format!("phrases are read in \"en\" so far, not in {other:?}"));
                "en"
            }
        };
    let mut reads = Vec::new();
    for region in phrase.reads.as_deref().unwrap_or_default() {
        match RegionKind::parse(region.get_ref()) {
            Some(kind) => reads.push(kind),
            None => {
                let known: Vec<_> = RegionKind::ALL.iter().map(|(_, name)| *name).collect();
                fail(
                    region.span(),
                    format!("a region is one of {}, not {:?}", known.join(", "), region.get_ref()),
                );
            }
        }
    }
    if reads.is_empty() {
        reads = vec![RegionKind::Body, RegionKind::Farewell];
    }
    if phrase.patterns.is_empty() {
        fail(phrase.code.span(), format!("{code} has no pattern"));
    }
    if errors.len() > before {
        return None;
    }
    let lines = |examples: &[Spanned<String>]| {
        let lines: Vec<_> = examples.iter().map(|example| example.get_ref().as_str()).collect();
        lines.join("\n")
    };
    let places = |examples: &[Spanned<String>]| examples.iter().map(Spanned::span).collect();
    let docs = format!(
        "{}\n\n## Why\n{}\n\n## Flagged\n{}\n\n## Clean\n{}\n",
        phrase.summary,
        phrase.why,
        lines(&phrase.flagged),
        lines(&phrase.clean)
    );
    let spanned = |list: Vec<Spanned<String>>| {
        list.into_iter().map(|pattern| (pattern.get_ref().clone(), pattern.span())).collect()
    };
    Some(PhraseRule {
        place: phrase.code.span(),
        flagged: places(&phrase.flagged),
        clean: places(&phrase.clean),
        meta: RuleMeta {
            code: Cow::Owned(phrase.code.into_inner()),
            family,
            since: Cow::Owned(phrase.since.unwrap_or_else(|| env!("CARGO_PKG_VERSION").to_owned())),
            severity,
            on,
            reads: Cow::Owned(reads),
            fix,
            rank: phrase.rank,
            docs: Cow::Owned(docs),
        },
        language,
        patterns: spanned(phrase.patterns),
        except: spanned(phrase.except),
        sentence: phrase.sentence,
        message: phrase.message,
        help: phrase.help,
        rewrite: phrase.rewrite,
    })
}

impl PhraseRule {
    pub(crate) fn code(&self) -> &str {
        &self.meta.code
    }

    /// Its patterns and exceptions with the concept each stands for.
    pub(crate) fn patterns(&self) -> impl Iterator<Item = (&str, u8)> {
        let patterns = self.patterns.iter().map(|(text, _)| (text.as_str(), PATTERN));
        patterns.chain(self.except.iter().map(|(text, _)| (text.as_str(), EXCEPTION)))
    }

    /// The error of one of its patterns, with its place in the pack.
    pub(crate) fn pattern_error(&self, pattern: &str, error: &PatternError) -> PackError {
        let place = self.patterns.iter().chain(&self.except).find(|(text, _)| text == pattern);
        PackError {
            span: place.map(|(_, span)| span.clone()),
            message: format!("{}: {error}", self.meta.code),
        }
    }
}

impl Rule for PhraseRule {
    fn meta(&self) -> &RuleMeta {
        &self.meta
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        if hit.concept != PATTERN {
            return;
        }
        if self.sentence == SentenceKind::Assertion && cx.view.sentence.end == EndMark::Question {
            return;
        }
        let excepted = cx.cues().any(|other| {
            let (a, b) = (other.words(), hit.words());
            other.concept == EXCEPTION && a.start < b.end && b.start < a.end
        });
        // A sentence of these words alone would be left empty.
        let alone = self.rewrite.as_deref() == Some("") && hit.marked() == (0..cx.view.len());
        if excepted || alone {
            return;
        }
        let span = cx.span(hit.marked());
        let matched = span.of(cx.text()).split_whitespace().collect::<Vec<_>>().join(" ");
        let mut finding = self.meta.finding(span, self.message.replace("{match}", &matched));
        finding.help.clone_from(&self.help);
        if let Some(rewrite) = &self.rewrite {
            let edits = rewrite::replace(&cx.view, hit.marked(), rewrite);
            let title = if rewrite.is_empty() {
                format!("Leave out “{matched}”")
            } else {
                format!("Say “{rewrite}”")
            };
            finding.fixes.push(match self.meta.fix {
                FixKind::Safe => Fix::safe(title, edits),
                _ => Fix::confirm(title, edits),
            });
        }
        // What is true whatever the facts are needs no check.
        if self.meta.family == Family::Certainty && self.meta.fix != FixKind::Safe {
            finding.fixes.extend(unchecked_mark(cx, &[]));
        }
        out.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRY: &str = r#"
[[phrase]]
code = "team-synergy"
severity = "hint"
patterns = ["synergy"]
message = "“{match}” says little."
help = "Say what it does."
summary = "Reports synergy."
why = "Nobody knows what it is."
flagged = ["We value <|synergy|>."]
clean = ["We value it."]
"#;

    fn errors(pack: &str) -> Vec<String> {
        Pack::parse(pack).unwrap_err().into_iter().map(|error| error.message).collect()
    }

    #[test]
    fn a_pack_is_read() {
        let pack = Pack::parse(ENTRY).unwrap();
        assert_eq!(pack.phrases.len(), 1);
        assert_eq!(pack.phrases[0].meta.summary(), "Reports synergy.");
        let example = &pack.phrases[0].meta.examples("Flagged")[0];
        assert_eq!(example.marks[0].of(&example.body), "synergy");
    }

    #[test]
    fn mistakes_are_named_with_their_place() {
        let wrong = ENTRY.replace("\"hint\"", "\"loud\"").replace("team-synergy", "Synergy!");
        let found = Pack::parse(&wrong).unwrap_err();
        assert_eq!(found.len(), 2, "{found:?}");
        let place = found[0].span.clone().unwrap();
        assert_eq!(&wrong[place], "\"Synergy!\"");
        assert!(found[1].message.contains("not \"loud\""), "{}", found[1]);
        assert!(errors("[[phrase]]\ncolour = 1")[0].contains("colour"));
        assert!(errors(&format!("{ENTRY}rewrite = \"x\""))[0].contains("go together"));
    }

    #[test]
    fn every_field_of_a_phrase_is_on_the_list_and_no_other() {
        // Serde names the fields it knows when it meets one that it does not.
        let message = toml::from_str::<Phrase>("colour = 1").err().unwrap().to_string();
        let (_, expected) = message.split_once("expected one of ").unwrap();
        let mut known: Vec<_> = expected.split('`').skip(1).step_by(2).collect();
        let mut listed: Vec<_> = PHRASE_FIELDS.iter().map(|field| field.name).collect();
        known.sort_unstable();
        listed.sort_unstable();
        assert_eq!(listed, known);
        assert!(PHRASE_FIELDS.iter().all(|field| field.about.ends_with('.')));
    }

    /// A phrase made of the examples of the fields that `has`, and of `more`.
    fn made_of_examples(has: impl Fn(&PhraseField) -> bool, more: &str) -> String {
        let examples = PHRASE_FIELDS.iter().filter(|field| has(field)).map(|field| field.example);
        format!("[[phrase]]\n{}\n{more}\n", examples.collect::<Vec<_>>().join("\n"))
    }

    #[test]
    fn the_examples_of_the_fields_make_a_phrase_that_passes_its_tests() {
        let pack = Pack::parse(&made_of_examples(|_| true, "")).unwrap();
        let catalog = Catalog::with_packs(vec![pack.clone()]).unwrap();
        assert_eq!(pack.check_examples(&catalog), []);
    }

    #[test]
    fn a_phrase_needs_the_fields_that_are_required_and_no_other() {
        assert!(Pack::parse(&made_of_examples(PhraseField::required, "")).is_ok());
        for missing in PHRASE_FIELDS.iter().filter(|field| field.required()) {
            let pack = made_of_examples(|field| field.name != missing.name, "");
            assert!(errors(&pack)[0].contains(missing.name), "{}", missing.name);
        }
    }

    #[test]
    fn a_field_takes_the_words_on_its_list_and_no_other() {
        for field in PHRASE_FIELDS {
            let with = |word: &str| {
                let value =
                    if field.takes.is_list() { format!("[{word:?}]") } else { format!("{word:?}") };
                let rewrite =
                    if field.name == "fix" && word != "none" { "rewrite = \"\"" } else { "" };
                let more = format!("{} = {value}\n{rewrite}", field.name);
                let others = |other: &PhraseField| other.required() && other.name != field.name;
                Pack::parse(&made_of_examples(others, &more))
            };
            let words = field.takes.words();
            for word in &words {
                assert!(with(word).is_ok(), "{} = {word}: {:?}", field.name, with(word));
            }
            assert!(words.is_empty() || with("other").is_err(), "{}", field.name);
        }
    }

    #[test]
    fn an_example_that_does_not_come_out_is_named_with_its_place() {
        let wrong = ENTRY
            .replace("We value <|synergy|>.", "We <|value|> synergy.")
            .replace("\"We value it.\"", "\"We value it.\", \"We value synergy.\"");
        let pack = Pack::parse(&wrong).unwrap();
        let catalog = Catalog::with_packs(vec![pack.clone()]).unwrap();
        let found = pack.check_examples(&catalog);
        let of = |at: usize| (&wrong[found[at].span.clone().unwrap()], found[at].message.as_str());
        assert_eq!(
            of(0),
            (
                "\"We <|value|> synergy.\"",
                "this example is to mark “value”, and what is marked is “synergy”"
            )
        );
        assert_eq!(
            of(1),
            ("\"We value synergy.\"", "this example is clean, and “synergy” is marked in it")
        );
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn a_code_that_is_taken_is_refused_with_its_place() {
        let taken = ENTRY.replace("team-synergy", "certainty-should");
        for (pack, count) in [(taken, 1), (format!("{ENTRY}{ENTRY}"), 1)] {
            let errors = Catalog::with_packs(vec![Pack::parse(&pack).unwrap()]).unwrap_err();
            assert_eq!(errors.len(), count, "{errors:?}");
            assert!(errors[0].message.contains("already"), "{errors:?}");
            assert!(errors[0].span.is_some());
        }
    }

    #[test]
    fn a_bad_pattern_is_found_when_the_catalog_is_made() {
        let pack = Pack::parse(&ENTRY.replace("[\"synergy\"]", "[\"(synergy\"]")).unwrap();
        let errors = crate::catalog::Catalog::with_packs(vec![pack]).unwrap_err();
        assert!(errors[0].message.contains("never closed"), "{errors:?}");
        assert!(errors[0].span.is_some());
    }
}
