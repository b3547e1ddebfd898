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
        for phrase in &self.phrases {
            let alone = example::alone(&phrase.meta.code, catalog);
            for (heading, places) in [("Flagged", &phrase.flagged), ("Clean", &phrase.clean)] {
                for (at, example) in phrase.meta.examples(heading).iter().enumerate() {
                    if let Some(message) = example.failure(heading == "Flagged", &alone, catalog) {
                        errors.push(PackError { span: places.get(at).cloned(), message });
                    }
                }
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
