//! What a pack says of snippets: its own, and which of those before it are switched off.

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::FxHashSet;
use serde::Deserialize;
use toml::Spanned;

use super::{PackError, is_well_formed, language_of};
use crate::draft::Sign;
use crate::snippet::{Entry, SnippetError, Template, Variable};

/// What a pack says of snippets.
#[derive(Clone, Debug, Default)]
pub(crate) struct PackSnippets {
    /// The names of snippets that are switched off before its own are added.
    pub(crate) off: Vec<Off>,
    /// What joins two names, by the tag of the language.
    pub(crate) and: Option<(&'static str, String)>,
    pub(crate) entries: Vec<PackSnippet>,
}

/// A snippet in its pack.
#[derive(Clone, Debug)]
pub(crate) struct PackSnippet {
    pub(crate) language: &'static str,
    pub(crate) entry: Entry,
    /// Where its body stands.
    pub(crate) body_at: Range<usize>,
}

/// A name, or the beginning of names, of snippets that are switched off.
#[derive(Clone, Debug)]
pub(crate) struct Off {
    /// The language of its pack.
    pub(crate) language: &'static str,
    name: String,
    /// Whether all names count that begin so.
    pub(crate) is_prefix: bool,
    place: Range<usize>,
}

/// A `[[snippet]]` of a pack.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    id: Spanned<String>,
    #[serde(default)]
    language: Option<Spanned<String>>,
    tags: Vec<Spanned<String>>,
    when: Spanned<String>,
    body: Spanned<String>,
    #[serde(default)]
    test: BTreeMap<Spanned<String>, String>,
}

impl PackSnippets {
    pub(crate) fn is_empty(&self) -> bool {
        self.off.is_empty() && self.and.is_none() && self.entries.is_empty()
    }

    /// The tags of the languages of its snippets, each once.
    pub(crate) fn languages(&self) -> Vec<&'static str> {
        let mut tags: Vec<_> = self.entries.iter().map(|entry| entry.language).collect();
        tags.sort_unstable();
        tags.dedup();
        tags
    }
}

impl Off {
    fn read(
        written: &Spanned<String>,
        language: &'static str,
        errors: &mut Vec<PackError>,
    ) -> Option<Self> {
        let (text, place) = (written.get_ref(), written.span());
        let name = text.strip_suffix('*').unwrap_or(text);
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let is_prefix = name.len() < text.len();
        if !name.chars().all(fits) || text.is_empty() {
            let message = format!(
                "`off` takes names of snippets, such as \"bye-weekend\", or how they begin, such as \"bye-*\", not {text:?}"
            );
            errors.push(PackError { span: Some(place), message });
            return None;
        }
        Some(Self { language, name: name.to_owned(), is_prefix, place })
    }

    pub(crate) fn names(&self, id: &str) -> bool {
        if self.is_prefix { id.starts_with(&self.name) } else { id == self.name }
    }

    /// That there is no such snippet, among these.
    pub(crate) fn names_nothing<'i>(&self, ids: impl Iterator<Item = &'i str>) -> PackError {
        let name = &self.name;
        let near = ids
            .map(|id| {
                let begins = if self.is_prefix { clipped(id, name.len()) } else { id };
                (strsim::damerau_levenshtein(begins, name), begins)
            })
            .filter(|(distance, near)| *distance <= near.len() / 3)
            .min();
        let what = if self.is_prefix { "no snippet whose id begins with" } else { "no snippet" };
        let star = if self.is_prefix { "*" } else { "" };
        let way_out = match near {
            Some((_, near)) => format!("did you mean \"{near}{star}\"?"),
            None => "`aplomb snippets` lists them all".to_owned(),
        };
        let message = format!("there is {what} \"{name}\" to switch off; {way_out}");
        PackError { span: Some(self.place.clone()), message }
    }
}

/// The first `len` bytes of a name, which is ASCII.
fn clipped(id: &str, len: usize) -> &str {
    id.get(..len).unwrap_or(id)
}

/// Reads what a file says of snippets.
pub(super) fn read(
    sources: Vec<Source>,
    off: &[Spanned<String>],
    and: Option<String>,
    language: &'static str,
    errors: &mut Vec<PackError>,
) -> PackSnippets {
    let off = off.iter().filter_map(|written| Off::read(written, language, errors)).collect();
    let mut ids = FxHashSet::default();
    let mut entries = Vec::with_capacity(sources.len());
    for source in sources {
        let language = language_of(source.language.as_ref(), language, errors);
        if !ids.insert((language, source.id.get_ref().clone())) {
            let message =
                format!("there is a snippet {:?} already in this pack", source.id.get_ref());
            errors.push(PackError { span: Some(source.id.span()), message });
        }
        let body_at = source.body.span();
        let entry = entry(source, errors);
        entries.extend(entry.map(|entry| PackSnippet { language, entry, body_at }));
    }
    PackSnippets { off, and: and.map(|and| (language, and)), entries }
}

fn entry(source: Source, errors: &mut Vec<PackError>) -> Option<Entry> {
    let before = errors.len();
    let (id_at, body_at) = (source.id.span(), source.body.span());
    let id = source.id.into_inner();
    let mut fail = |span: Range<usize>, message: String| {
        errors.push(PackError { span: Some(span), message });
    };
    if !is_well_formed(&id) {
        fail(id_at.clone(), format!("an id is lower-case words joined by hyphens, not {id:?}"));
    }
    if source.tags.is_empty() {
        fail(
            id_at,
            format!("{id} needs a tag that says which part of a reply it is, such as \"greeting\""),
        );
    }
    // A tag may have a value: `culture:ja`.
    let is_tag = |tag: &str| tag.splitn(2, ':').all(is_well_formed);
    for tag in source.tags.iter().filter(|tag| !is_tag(tag.get_ref())) {
        fail(
            tag.span(),
            format!("a tag is lower-case words joined by hyphens, not {:?}", tag.get_ref()),
        );
    }
    let when = source.when.get_ref();
    if when.trim().is_empty() || when.contains('\n') {
        fail(source.when.span(), format!("`when` of {id} is one line that says when to use it"));
    }
    let is_unknown = |name: &str| name.parse::<u32>().is_err() && Variable::parse(name).is_none();
    for name in source.test.keys().filter(|name| is_unknown(name.get_ref())) {
        fail(
            name.span(),
            format!(
                "`test` of {id} names {:?}, which is neither a variable nor the number of a tab stop",
                name.get_ref()
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
    let test = source.test.into_iter().map(|(name, value)| (name.into_inner(), value)).collect();
    let tags: Vec<String> = source.tags.into_iter().map(Spanned::into_inner).collect();
    Some(Entry {
        id,
        signs: tags.iter().filter_map(|tag| Sign::parse(tag)).collect(),
        tags,
        when: source.when.into_inner(),
        template: template?,
        is_team: false,
        test,
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
    use crate::pack::Pack;

    const GOOD: &str =
        "[[snippet]]\nid = \"x\"\ntags = [\"answer\"]\nwhen = \"Now.\"\nbody = \"a\\nb ${1:?c}\"\n";

    #[test]
    fn a_snippet_is_read_in_the_language_of_its_pack_or_its_own() {
        let source = format!("language = \"pt-BR\"\n{GOOD}{GOOD}language = \"en\"\n");
        let snippets = Pack::parse(&source).unwrap().snippets;
        let languages: Vec<_> = snippets.entries.iter().map(|entry| entry.language).collect();
        assert_eq!(languages, ["pt", "en"]);
    }

    #[test]
    fn mistakes_are_named_with_their_place() {
        Pack::parse(GOOD).unwrap();
        for (from, to, place, words) in [
            ("\"x\"", "\"X!\"", "\"X!\"", "lower-case words"),
            ("[\"answer\"]", "[]", "\"x\"", "needs a tag"),
            ("\"answer\"", "\"answer\", \"Big Day\"", "\"Big Day\"", "a tag is"),
            ("Now.", "", "\"\"", "one line"),
            ("${1:?c}", "${1:?c", "\"a\\nb ${1:?c\"", "never closed"),
            (
                "${1:?c}",
                "${CUSTMER}",
                "\"a\\nb ${CUSTMER}\"",
                "at “CUSTMER}”, there is no variable",
            ),
            ("tags", "tegs", "tegs", "tegs"),
            ("when", "test = { COLOUR = \"red\" }\nwhen", "COLOUR", "COLOUR"),
            ("when", "language = \"Dutch\"\nwhen", "\"Dutch\"", "a language is one of ar, de"),
            ("[[", "off = [\"Bye\"]\n[[", "\"Bye\"", "how they begin"),
            ("[[", "off = [\"b*e\"]\n[[", "\"b*e\"", "how they begin"),
            ("body", "colour = 1\nbody", "colour", "colour"),
        ] {
            let source = GOOD.replacen(from, to, 1);
            let errors = Pack::parse(&source).unwrap_err();
            let found = errors.iter().find(|error| error.message.contains(words));
            let found = found.unwrap_or_else(|| panic!("{words}: {errors:?}"));
            assert_eq!(&source[found.span.clone().unwrap()], place, "{found}");
        }
        let twice = Pack::parse(&format!("{GOOD}{GOOD}")).unwrap_err();
        assert!(twice[0].message.contains("already in this pack"), "{twice:?}");
        assert_eq!(twice[0].span.clone().unwrap().start, GOOD.len() + GOOD.find("\"x\"").unwrap());
    }

    #[test]
    fn a_phrase_in_a_pack_of_another_language_says_its_own() {
        let phrase = "[[phrase]]\ncode = \"a\"\nseverity = \"hint\"\npatterns = [\"b\"]\nmessage = \"m\"\nhelp = \"h\"\nsummary = \"s\"\nwhy = \"w\"\nflagged = []\nclean = []\n";
        let errors = Pack::parse(&format!("language = \"de\"\n{phrase}")).unwrap_err();
        assert!(errors[0].message.contains("say language = \"en\" here"), "{errors:?}");
        Pack::parse(&format!("language = \"de\"\n{phrase}language = \"en\"\n")).unwrap();
    }
}
