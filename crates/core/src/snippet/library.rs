//! The snippets there are, by language.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::model::Snippet;
use super::parse::SnippetError;
use super::rank::Act;
use super::template::Template;
use super::variables::{Variable, Variables};
use crate::draft::RegionKind;
use crate::pack::PackError;

/// The built-in snippets, by the tag of their language.
const BUILTIN: [(&str, &str); 6] = [
    ("en", include_str!("../../lang/en/snippets.toml")),
    ("de", include_str!("../../lang/de/snippets.toml")),
    ("es", include_str!("../../lang/es/snippets.toml")),
    ("fr", include_str!("../../lang/fr/snippets.toml")),
    ("ja", include_str!("../../lang/ja/snippets.toml")),
    ("pt", include_str!("../../lang/pt/snippets.toml")),
];

/// All snippets, by language.
#[derive(Clone, Debug, Default)]
pub struct Library {
    sets: Vec<Set>,
}

/// The snippets of one language.
#[derive(Clone, Debug)]
pub(super) struct Set {
    pub(super) language: String,
    /// What joins two names, with its blanks.
    pub(super) and: String,
    pub(super) entries: Vec<Entry>,
}

/// A snippet with what is known of it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its name, which can be typed.
    pub id: String,
    /// What it is for: first the part of a reply (`greeting`, `thanks`, `farewell`, …), then the
    /// situations it fits.
    pub tags: Vec<String>,
    /// When to use it, in one line.
    pub when: String,
    /// Its text.
    pub template: Template,
    /// Texts that a test puts in the place of variables, by name, and of tab stops, by number.
    test: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    and: Option<String>,
    #[serde(default)]
    snippet: Vec<Source>,
}

/// A `[[snippet]]` of a pack.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    id: Spanned<String>,
    tags: Vec<String>,
    when: String,
    body: Spanned<String>,
    #[serde(default)]
    test: BTreeMap<String, String>,
}

impl Library {
    /// The snippets that come with Aplomb.
    ///
    /// # Panics
    ///
    /// Never in a build that passed its tests: the data is part of the program.
    #[must_use]
    pub fn builtin() -> Self {
        let mut library = Self::default();
        for (language, source) in BUILTIN {
            if let Err(errors) = library.read(language, source) {
                panic!("built-in snippets in {language} are well formed: {errors:?}");
            }
        }
        library
    }

    /// The tags of the languages that have built-in snippets.
    pub(crate) fn builtin_languages() -> impl Iterator<Item = &'static str> {
        BUILTIN.into_iter().map(|(language, _)| language)
    }

    /// Adds the snippets of `source`, which are in `language`.
    ///
    /// # Errors
    ///
    /// All that is wrong in it, each with its place; then nothing is added.
    pub fn read(&mut self, language: &str, source: &str) -> Result<(), Vec<PackError>> {
        let file: File = toml::from_str(source).map_err(|error| {
            vec![PackError { span: error.span(), message: error.message().to_owned() }]
        })?;
        let known = self.set(language).map_or(&[][..], |set| &set.entries);
        let mut ids: Vec<String> = known.iter().map(|entry| entry.id.clone()).collect();
        let mut errors = Vec::new();
        let mut entries = Vec::with_capacity(file.snippet.len());
        for snippet in file.snippet {
            if ids.contains(snippet.id.get_ref()) {
                let message = format!("there is a snippet {:?} already", snippet.id.get_ref());
                errors.push(PackError { span: Some(snippet.id.span()), message });
            }
            ids.push(snippet.id.get_ref().clone());
            entries.extend(entry(snippet, &mut errors));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        match self.sets.iter_mut().find(|set| set.language == language) {
            Some(set) => {
                set.entries.append(&mut entries);
                set.and = file.and.unwrap_or_else(|| std::mem::take(&mut set.and));
            }
            None => self.sets.push(Set {
                language: language.to_owned(),
                and: file.and.unwrap_or_else(|| ", ".to_owned()),
                entries,
            }),
        }
        Ok(())
    }

    /// The snippets in a language, given by its tag.
    pub fn entries(&self, language: &str) -> impl Iterator<Item = &Entry> {
        self.set(language).into_iter().flat_map(|set| &set.entries)
    }

    /// The tags of the languages that have snippets.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.sets.iter().map(|set| set.language.as_str())
    }

    pub(super) fn set(&self, language: &str) -> Option<&Set> {
        self.sets.iter().find(|set| set.language == language)
    }
}

impl Entry {
    /// The part of a reply where it belongs.
    #[must_use]
    pub fn region(&self) -> RegionKind {
        match self.act() {
            Act::Greeting => RegionKind::Salutation,
            Act::Farewell => RegionKind::Farewell,
            _ => RegionKind::Body,
        }
    }

    /// What it says, by its first tag.
    pub(crate) fn act(&self) -> Act {
        Act::of(self.tags.first().map_or("", String::as_str))
    }

    /// Whether it has the tag.
    #[must_use]
    pub fn has(&self, tag: &str) -> bool {
        self.tags.iter().any(|own| own == tag)
    }

    /// How it reads with its test values, and with those of `variables` that it has none for.
    #[must_use]
    pub fn sample(&self, variables: &Variables) -> String {
        let mut variables = variables.clone();
        let mut stops = BTreeMap::new();
        for (name, value) in &self.test {
            match (name.parse(), Variable::parse(name)) {
                (Ok(number), _) => {
                    stops.insert(number, value.clone());
                }
                (_, Some(variable)) => variables.set(variable, value),
                _ => {}
            }
        }
        self.resolve(&variables).filled(&stops)
    }

    /// The snippet with these values.
    #[must_use]
    pub fn resolve(&self, variables: &Variables) -> Snippet {
        self.template.resolve(variables)
    }
}

fn entry(source: Source, errors: &mut Vec<PackError>) -> Option<Entry> {
    let before = errors.len();
    let (id_at, body_at) = (source.id.span(), source.body.span());
    let id = source.id.into_inner();
    let mut fail = |span: Range<usize>, message: String| {
        errors.push(PackError { span: Some(span), message });
    };
    let well_formed = id.split('-').all(|part| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    });
    if !well_formed {
        fail(id_at.clone(), format!("an id is lower-case words joined by hyphens, not {id:?}"));
    }
    if source.tags.is_empty() {
        fail(
            id_at.clone(),
            format!("{id} needs a tag that says which part of a reply it is, such as \"greeting\""),
        );
    }
    if source.when.trim().is_empty() || source.when.contains('\n') {
        fail(id_at.clone(), format!("`when` of {id} is one line that says when to use it"));
    }
    let unknown = source
        .test
        .keys()
        .find(|name| name.parse::<u32>().is_err() && Variable::parse(name).is_none());
    if let Some(name) = unknown {
        fail(
            id_at,
            format!(
                "`test` of {id} names {name:?}, which is neither a variable nor the number of a tab stop"
            ),
        );
    }
    let template = match Template::parse(source.body.get_ref()) {
        Ok(template) => Some(template),
        Err(error) => {
            fail(body_at, in_body(&id, source.body.get_ref(), &error));
            None
        }
    };
    if errors.len() > before {
        return None;
    }
    template.map(|template| Entry {
        id,
        tags: source.tags,
        when: source.when,
        template,
        test: source.test,
    })
}

/// The error with the words at its place: escapes in the pack move the place itself.
fn in_body(id: &str, body: &str, error: &SnippetError) -> String {
    const EXCERPT: usize = 20;
    let excerpt: String = body[error.at..].chars().take(EXCERPT).collect();
    if excerpt.is_empty() {
        return format!("{id}: at the end of the body, {error}");
    }
    format!("{id}: at “{}”, {error}", excerpt.replace('\n', "\\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::check::check;
    use crate::document::InlineKind;
    use crate::draft::Draft;
    use crate::finding::Severity;
    use crate::input::Input;
    use crate::settings::{Profile, Settings};

    fn each(mut see: impl FnMut(&str, &Entry)) {
        let library = Library::builtin();
        for language in library.languages() {
            for entry in library.entries(language) {
                see(language, entry);
            }
        }
    }

    /// What a draft to Maria Ruiz by Ana gives.
    fn known() -> Variables {
        let mut variables = Variables::default();
        for (variable, value) in [
            (Variable::Customer, "Maria"),
            (Variable::CustomerFull, "Maria Ruiz"),
            (Variable::CustomerFamily, "Ruiz"),
            (Variable::Agent, "Ana"),
        ] {
            variables.set(variable, value);
        }
        variables
    }

    /// A reply as the snippet is meant for, with the snippet as `text`.
    fn reply(language: &str, entry: &Entry, text: &str) -> String {
        let mode = ["chat", "forum", "follow-up", "group"].into_iter().find(|tag| entry.has(tag));
        let to = if entry.has("group") { "Maria Ruiz <m@x.org>, Jo Hill <j@x.org>" } else { "" };
        let front = format!("---\nmode: {}\nto: {to}\n---\n\n", mode.unwrap_or("email"));
        let (greeting, body, farewell, quote) = match language {
            "en" => (
                "Hi Maria,",
                "Your invoice is under Billing now.",
                "You can reply here any time.\n\nBest wishes,\nAna",
                "I cannot find my invoice, please help.",
            ),
            "de" => (
                "Guten Tag Maria Ruiz,",
                "Ihre Rechnung liegt jetzt unter „Abrechnung“.",
                "Viele Grüße\nAna",
                "Ich finde meine Rechnung nicht, bitte helfen Sie mir.",
            ),
            "fr" => (
                "Bonjour Maria,",
                "Votre facture est maintenant sous « Facturation ».",
                "Cordialement,\nAna",
                "Je ne trouve pas ma facture, pouvez-vous m'aider ?",
            ),
            "es" => (
                "Hola, Maria:",
                "Tu factura está ahora en «Facturación».",
                "Un saludo,\nAna",
                "No encuentro mi factura, por favor ayúdame.",
            ),
            "pt" => (
                "Olá, Maria!",
                "A sua fatura está agora em “Faturação”.",
                "Um abraço,\nAna",
                "Não encontro a minha fatura, pode ajudar-me?",
            ),
            _ => (
                "Maria様",
                "請求書は「お支払い」にございます。",
                "よろしくお願いいたします。\n\nAna",
                "請求書が見つかりません。",
            ),
        };
        let own = match entry.region() {
            RegionKind::Salutation => format!("{}\n\n{body}\n\n{farewell}", text.trim_end()),
            RegionKind::Farewell => format!("{greeting}\n\n{body}\n\n{text}"),
            _ => format!("{greeting}\n\n{} {body}\n\n{farewell}", text.trim_end()),
        };
        let name = if entry.has("unknown-name") { "" } else { "\n>\n> Maria Ruiz" };
        format!("{front}{own}\n\n> {quote}{name}\n")
    }

    #[test]
    fn nothing_of_the_grammar_is_left_in_a_snippet() {
        each(|language, entry| {
            for variables in [Variables::default(), known()] {
                let snippet = entry.resolve(&variables);
                for text in [snippet.plain(), snippet.plain_line()] {
                    let named = Variable::ALL.iter().find(|(_, name, _)| text.contains(name));
                    assert_eq!(named, None, "{language} {}: {text}", entry.id);
                    assert!(
                        !text.contains(['$', '{', '}', '`']),
                        "{language} {}: {text}",
                        entry.id
                    );
                }
                for sent in [snippet.lsp(), snippet.lsp_with_choices()] {
                    let again = Snippet::parse(&sent).map(|again| again.plain());
                    assert_eq!(again, Ok(snippet.plain()), "{}", entry.id);
                }
            }
        });
    }

    #[test]
    fn every_blank_is_in_sight() {
        let catalog = Catalog::builtin();
        each(|language, entry| {
            let snippet = entry.resolve(&Variables::default());
            let plain = snippet.plain();
            let marks = plain.matches("[[fill: ").count();
            assert!(snippet.lsp().matches("[[fill: ").count() <= marks, "{}", entry.id);
            let text = reply(language, entry, &plain);
            let draft = Draft::read(&text, &Input::default(), &catalog);
            let seen =
                draft.document.inlines.iter().filter(|inline| inline.kind == InlineKind::Fill);
            assert_eq!(seen.count(), marks, "{language} {}: {text}", entry.id);
        });
    }

    #[test]
    fn a_filled_snippet_passes_the_checks() {
        let catalog = Catalog::builtin();
        let input = Input {
            settings: Settings {
                profile: Profile::Coach,
                agent: Some("Ana".into()),
                ..Settings::default()
            },
            ..Input::default()
        };
        each(|language, entry| {
            let sample = entry.sample(&known());
            assert!(!sample.contains("[["), "{language} {} has no test for: {sample}", entry.id);
            let text = reply(language, entry, &sample);
            let report = check(&text, &input, &catalog);
            let grave: Vec<_> = report
                .findings
                .iter()
                .filter(|finding| finding.severity >= Severity::Warning)
                .collect();
            assert!(grave.is_empty(), "{language} {}: {text}\n{grave:#?}", entry.id);
        });
    }

    #[test]
    fn stock_lines_stay_out() {
        each(|_, entry| {
            let text = entry.resolve(&known()).plain().to_lowercase();
            for stock in [
                "inconvenience",
                "valued",
                "hesitate",
                "hope this helps",
                "patience",
                "kindly",
                "!",
            ] {
                let welcome = stock == "!" && entry.id == "greet-pt";
                assert!(welcome || !text.contains(stock), "{}: {stock}", entry.id);
            }
        });
    }

    #[test]
    fn names_of_snippets_are_unique_in_all_languages() {
        let mut ids = Vec::new();
        each(|_, entry| ids.push(entry.id.clone()));
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
        assert!(count > 60, "{count}");
    }

    #[test]
    fn mistakes_are_named_with_their_place() {
        let good = "[[snippet]]\nid = \"x\"\ntags = [\"answer\"]\nwhen = \"Now.\"\nbody = \"a\\nb ${1:?c}\"\n";
        let mut library = Library::default();
        library.read("en", good).unwrap();
        assert_eq!(library.entries("en").count(), 1);
        for (from, to, place, words) in [
            ("\"x\"", "\"X!\"", "\"X!\"", "lower-case words"),
            ("[\"answer\"]", "[]", "\"x\"", "needs a tag"),
            ("Now.", "", "\"x\"", "one line"),
            ("${1:?c}", "${1:?c", "\"a\\nb ${1:?c\"", "never closed"),
            (
                "${1:?c}",
                "${CUSTMER}",
                "\"a\\nb ${CUSTMER}\"",
                "at “CUSTMER}”, there is no variable",
            ),
            ("tags", "tegs", "tegs", "tegs"),
            ("when", "test = { COLOUR = \"red\" }\nwhen", "\"x\"", "COLOUR"),
            ("x", "x", "\"x\"", "already"),
        ] {
            let source = good.replacen(from, to, 1);
            let errors = library.clone().read("en", &source).unwrap_err();
            let found = errors.iter().find(|error| error.message.contains(words));
            let found = found.unwrap_or_else(|| panic!("{words}: {errors:?}"));
            assert_eq!(&source[found.span.clone().unwrap()], place, "{found}");
        }
        assert_eq!(library.entries("en").count(), 1);
    }
}
