//! Packs: rules that need only words, and snippets, as data with their own tests.
//!
//! A built-in pack and a team's own have the same format, the same reader, the same matcher and the
//! same tests. What needs grammar or the whole draft is a rule in Rust.

mod fields;
mod phrase;
mod snippet;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

pub use fields::{PACK_FIELDS, PHRASE_FIELDS, PackField, PackTakes, SNIPPET_FIELDS};
pub(crate) use phrase::PhraseRule;
pub(crate) use snippet::{Off, PackSnippet, PackSnippets};

use crate::catalog::Catalog;
use crate::draft::RegionKind;
use crate::example;
use crate::finding::{Family, Severity};
use crate::lang::decide;
use crate::pattern::PatternError;
use crate::rule::{FixKind, RuleMeta};
use crate::snippet::Snippet;
use phrase::{MOST_PAIRS, SentenceKind};

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
        Self { span: Some(phrase.place()), message }
    }

    /// A phrase is one more than hold.
    pub(crate) fn beyond(phrase: &PhraseRule, most: usize) -> Self {
        let message = format!(
            "`{}` is one more than the {most} phrases that hold in all packs together; take some out",
            phrase.code()
        );
        Self { span: Some(phrase.place()), message }
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

/// A pack: phrase rules and snippets, with their tests.
#[derive(Clone, Debug, Default)]
pub struct Pack {
    pub(crate) phrases: Vec<PhraseRule>,
    pub(crate) snippets: PackSnippets,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    language: Option<Spanned<String>>,
    #[serde(default)]
    and: Option<String>,
    #[serde(default)]
    off: Vec<Spanned<String>>,
    #[serde(default)]
    phrase: Vec<Phrase>,
    #[serde(default)]
    snippet: Vec<snippet::Source>,
}

/// The language of a pack that names none.
const LANGUAGE: &str = "en";

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
    #[serde(default)]
    patterns: Vec<Spanned<String>>,
    #[serde(default)]
    pairs: BTreeMap<Spanned<String>, String>,
    #[serde(default)]
    except: Vec<Spanned<String>>,
    #[serde(default)]
    unless: Vec<Spanned<String>>,
    #[serde(default)]
    near: u8,
    message: String,
    help: String,
    #[serde(default)]
    fix: Option<Spanned<String>>,
    #[serde(default)]
    rewrite: Option<String>,
    #[serde(default)]
    snippet: Option<Spanned<String>>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    rank: u8,
    summary: String,
    why: String,
    flagged: Vec<Spanned<String>>,
    clean: Vec<Spanned<String>>,
}

/// The phrases that come with Aplomb, by family.
static BUILTIN: &[&str] = &[
    include_str!("../../lang/en/phrases/certainty.toml"),
    include_str!("../../lang/en/phrases/commitment.toml"),
    include_str!("../../lang/en/phrases/tone.toml"),
    include_str!("../../lang/en/phrases/ownership.toml"),
    include_str!("../../lang/en/phrases/apology.toml"),
    include_str!("../../lang/en/phrases/empathy.toml"),
    include_str!("../../lang/en/phrases/clarity.toml"),
    include_str!("../../lang/en/phrases/brand.toml"),
    include_str!("../../lang/en/phrases/structure.toml"),
];

impl Pack {
    /// The packs that come with Aplomb.
    ///
    /// # Panics
    ///
    /// Never in a build that passed its tests: the data is part of the program.
    #[must_use]
    pub fn builtin() -> Vec<Self> {
        let read = |source: &str| {
            Self::parse(source)
                .unwrap_or_else(|errors| panic!("built-in phrases are well formed: {errors:?}"))
        };
        BUILTIN.iter().map(|source| read(source)).collect()
    }

    /// Reads a pack.
    ///
    /// # Errors
    ///
    /// All that is wrong in it, each with its place.
    pub fn parse(source: &str) -> Result<Self, Vec<PackError>> {
        Self::parse_in(LANGUAGE, source)
    }

    /// Reads a pack that is in `language` where it says nothing else.
    pub(crate) fn parse_in(language: &'static str, source: &str) -> Result<Self, Vec<PackError>> {
        let file: File = toml::from_str(source).map_err(|error| {
            vec![PackError { span: error.span(), message: error.message().to_owned() }]
        })?;
        let mut errors = Vec::new();
        let language = language_of(file.language.as_ref(), language, &mut errors);
        let phrases = file.phrase.into_iter();
        let phrases = phrases.filter_map(|phrase| read(phrase, language, &mut errors)).collect();
        let snippets = snippet::read(file.snippet, &file.off, file.and, language, &mut errors);
        if errors.is_empty() { Ok(Self { phrases, snippets }) } else { Err(errors) }
    }

    /// How many phrases and how many snippets it has.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        (self.phrases.len(), self.snippets.entries.len())
    }

    /// Runs the pack's own examples with `catalog`, which holds it, and tries each snippet in a reply.
    /// What does not come out as it is meant is told with its place.
    #[must_use]
    pub fn check_examples(&self, catalog: &Catalog) -> Vec<PackError> {
        self.check_examples_in_steps(catalog, &mut || {})
    }

    /// [`Self::check_examples`], with a call of `step` for each phrase and each snippet, so that who
    /// waits can be shown how far it is.
    pub fn check_examples_in_steps(
        &self,
        catalog: &Catalog,
        step: &mut dyn FnMut(),
    ) -> Vec<PackError> {
        let mut errors = Vec::new();
        let mut silent = example::silent(catalog);
        for phrase in &self.phrases {
            step();
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
        for snippet in &self.snippets.entries {
            step();
            let wrong = snippet.entry.try_out(snippet.language, catalog);
            let place = snippet.body_at.clone();
            errors.extend(wrong.into_iter().map(|message| PackError {
                span: Some(place.clone()),
                message: format!("{}: {message}", snippet.entry.id),
            }));
        }
        errors
    }
}

/// The language that is named, or `default` where none is.
fn language_of(
    named: Option<&Spanned<String>>,
    default: &'static str,
    errors: &mut Vec<PackError>,
) -> &'static str {
    let Some(named) = named else { return default };
    decide::known(named.get_ref()).unwrap_or_else(|| {
        let message =
            format!("a language is one of {}, not {:?}", decide::TAGS.join(", "), named.get_ref());
        errors.push(PackError { span: Some(named.span()), message });
        default
    })
}

/// Whether a name is lower-case words joined by hyphens, with digits.
fn is_well_formed(name: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    name.split('-').all(part)
}

fn read(phrase: Phrase, file: &str, errors: &mut Vec<PackError>) -> Option<PhraseRule> {
    let before = errors.len();
    let mut fail = |span: Range<usize>, message: String| {
        errors.push(PackError { span: Some(span), message });
    };
    let code = phrase.code.get_ref();
    if !is_well_formed(code) {
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
        Some(("snippet", _)) => FixKind::Snippet,
        Some((other, span)) => {
            let known = "\"none\", \"confirm\", \"safe\" or \"snippet\"";
            fail(span, format!("`fix` is {known}, not {other:?}"));
            FixKind::None
        }
    };
    let rewrites = phrase.rewrite.is_some() || !phrase.pairs.is_empty();
    if matches!(fix, FixKind::Confirm | FixKind::Safe) != rewrites {
        fail(
            phrase.code.span(),
            "`fix` and `rewrite` go together, or `fix` and `pairs`: a rewrite of \"\" deletes the words".into(),
        );
    }
    let (snippet, title) = (phrase.snippet.is_some(), phrase.title.is_some());
    let asked = matches!(fix, FixKind::Snippet | FixKind::Confirm);
    if snippet != title || fix == FixKind::Snippet && !snippet || snippet && !asked {
        fail(
            phrase.code.span(),
            "`snippet` and `title` go together, with `fix` as \"snippet\" or \"confirm\"".into(),
        );
    }
    if let Some(snippet) = &phrase.snippet
        && let Err(error) = Snippet::parse(snippet.get_ref())
    {
        fail(snippet.span(), format!("this snippet cannot be read: {error}"));
    }
    if phrase.pairs.len() > MOST_PAIRS {
        fail(
            phrase.code.span(),
            format!("a phrase has {MOST_PAIRS} pairs at most; make two of it"),
        );
    }
    let language = match phrase
        .language
        .as_ref()
        .map(|value| (value.get_ref().as_str(), value.span()))
    {
        Some((LANGUAGE, _)) => LANGUAGE,
        None if file == LANGUAGE => LANGUAGE,
        None => {
            let message = format!(
                "phrases are read in \"en\" so far, and this pack is in {file:?}; say language = \"en\" here if these words are English"
            );
            fail(phrase.code.span(), message);
            LANGUAGE
        }
        Some((other, span)) => {
            fail(span, format!("phrases are read in \"en\" so far, not in {other:?}"));
            LANGUAGE
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
    if phrase.patterns.is_empty() && phrase.pairs.is_empty() {
        fail(phrase.code.span(), format!("{code} has no `patterns`, and no `pairs`"));
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
        unless: spanned(phrase.unless),
        near: phrase.near,
        pairs: phrase
            .pairs
            .into_iter()
            .map(|(pattern, rewrite)| ((pattern.get_ref().clone(), pattern.span()), rewrite))
            .collect(),
        sentence: phrase.sentence,
        message: phrase.message,
        help: phrase.help,
        rewrite: phrase.rewrite,
        snippet: phrase.title.zip(phrase.snippet.map(Spanned::into_inner)),
    })
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
    fn every_field_of_a_pack_is_on_a_list_and_no_other() {
        // Serde names the fields it knows when it meets one that it does not.
        let expected = |message: String| {
            let (_, expected) = message.split_once("expected one of ").unwrap();
            let mut known: Vec<_> =
                expected.split('`').skip(1).step_by(2).map(str::to_owned).collect();
            known.sort_unstable();
            known
        };
        let phrase = toml::from_str::<Phrase>("colour = 1").err().unwrap().to_string();
        let snippet = toml::from_str::<snippet::Source>("colour = 1").err().unwrap().to_string();
        let file = toml::from_str::<File>("colour = 1").err().unwrap().to_string();
        for (fields, tables, message) in [
            (PHRASE_FIELDS, &[][..], phrase),
            (SNIPPET_FIELDS, &[][..], snippet),
            (PACK_FIELDS, &["phrase", "snippet"][..], file),
        ] {
            let mut listed: Vec<_> = fields.iter().map(|field| field.name).collect();
            listed.extend(tables);
            listed.sort_unstable();
            assert_eq!(listed, expected(message));
            assert!(fields.iter().all(|field| field.about.ends_with('.')));
        }
    }

    #[test]
    fn the_examples_of_a_snippet_s_fields_make_one_that_passes_its_tests() {
        let lines = |fields: &[PackField]| {
            fields.iter().map(|field| format!("{}\n", field.example)).collect::<String>()
        };
        let own = lines(SNIPPET_FIELDS);
        let pack = Pack::parse(&format!("{}[[snippet]]\n{own}", lines(PACK_FIELDS))).unwrap();
        let catalog = Catalog::with_packs(vec![pack.clone()]).unwrap();
        assert_eq!(pack.check_examples(&catalog), []);
        for field in SNIPPET_FIELDS {
            let without = own.replace(field.example, "");
            let is_fine = Pack::parse(&format!("[[snippet]]\n{without}")).is_ok();
            assert_eq!(is_fine, !field.required(), "{}", field.name);
        }
    }

    /// A phrase made of the examples of the fields that `has`, and of `more`.
    fn made_of_examples(has: impl Fn(&PackField) -> bool, more: &str) -> String {
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
        assert!(Pack::parse(&made_of_examples(PackField::required, "")).is_ok());
        for missing in PHRASE_FIELDS.iter().filter(|field| field.required()) {
            // Pairs can stand in the place of patterns.
            let left_out = [missing.name, "pairs"];
            let pack = made_of_examples(|field| !left_out.contains(&field.name), "");
            assert!(errors(&pack)[0].contains(missing.name), "{}", missing.name);
        }
    }

    #[test]
    fn a_field_takes_the_words_on_its_list_and_no_other() {
        for field in PHRASE_FIELDS {
            let with = |word: &str| {
                let value =
                    if field.takes.is_list() { format!("[{word:?}]") } else { format!("{word:?}") };
                let rewrite = match (field.name, word) {
                    ("fix", "confirm" | "safe") => "rewrite = \"\"",
                    ("fix", "snippet") => "snippet = \"So.\"\ntitle = \"Say so\"",
                    _ => "",
                };
                let more = format!("{} = {value}\n{rewrite}", field.name);
                let others = |other: &PackField| other.required() && other.name != field.name;
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
    fn pairs_unless_and_snippets_do_what_they_say() {
        let entry = r#"
[[phrase]]
code = "team-plain"
severity = "information"
patterns = ["as per policy"]
pairs = { "in order to" = "to", "prior to" = "before" }
unless = ["because"]
near = 1
message = "“{match}” is stiff."
help = "Say it as you would across a table."
fix = "confirm"
snippet = "We do that so that ${1:?why}."
title = "Say why"
summary = "Reports stiff words."
why = "Nobody talks like that."
flagged = ["<|In order to|> send it, press Enter.", "Do it <|prior to|> Monday.", "No refunds <|as per policy|>."]
clean = ["No refunds as per policy, because the bank keeps the fee.", "No refunds as per policy. That is because of the fee."]
"#;
        let pack = Pack::parse(entry).unwrap();
        let catalog = Catalog::with_packs(vec![pack.clone()]).unwrap();
        assert_eq!(pack.check_examples(&catalog), []);
        let text = "In order to send it, press Enter.";
        let report = crate::check::check(text, &crate::input::Input::default(), &catalog);
        let fix = &report.findings.iter().find(|it| it.code == "team-plain").unwrap().fixes;
        assert_eq!(crate::fix::apply(text, &fix[0].edits), "To send it, press Enter.");
        assert_eq!(fix[1].title, "Say why");
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
    fn more_phrases_than_hold_are_refused_with_the_place_of_the_first() {
        let of = |range: Range<usize>| {
            let text: String =
                range.map(|at| ENTRY.replace("team-synergy", &format!("team-{at}"))).collect();
            (Pack::parse(&text).unwrap(), text)
        };
        let (most, _) = of(0..9_000);
        let (rest, text) = of(9_000..12_000);
        let errors = Catalog::with_packs(vec![most, rest]).unwrap_err();
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert_eq!(&text[errors[0].span.clone().unwrap()], "\"team-10000\"");
    }

    #[test]
    fn a_bad_pattern_is_found_when_the_catalog_is_made() {
        let pack = Pack::parse(&ENTRY.replace("[\"synergy\"]", "[\"(synergy\"]")).unwrap();
        let errors = crate::catalog::Catalog::with_packs(vec![pack]).unwrap_err();
        assert!(errors[0].message.contains("never closed"), "{errors:?}");
        assert!(errors[0].span.is_some());
    }
}
