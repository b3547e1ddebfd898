//! Rules, languages and packs, frozen and shared: the one place where codes meet.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::lang::LanguageData;
use crate::lang::common::CommonWords;
use crate::lang::data::{LanguageBuilder, PatternUse};
use crate::lang::mail::MailCues;
use crate::lang::people::PeopleData;
use crate::lang::spelling::Spellings;
use crate::pack::{Pack, PackError, PhraseRule};
use crate::rule::{REACH, Rule, RuleMeta};
use crate::rules;
use crate::sensitive::words::SensitiveWords;
use crate::serial::Serial;
use crate::snippet::Library;

/// Tags of languages that can be decided on and of which nothing more is known.
const OTHER_LANGUAGES: &str = "und";

/// All that a check works with, besides the text and its input.
pub struct Catalog {
    /// By which it is told from every other.
    pub(crate) serial: Serial,
    rules: Vec<Entry>,
    /// How many sentences before and after its own a rule may look at.
    pub(crate) reach: usize,
    /// Where each rule stands among them, by its code.
    places: FxHashMap<String, usize>,
    languages: Vec<LanguageData>,
    /// Read on first use, unless a team has some of its own: a check needs none.
    snippets: OnceLock<Library>,
    /// As the snippets: not every check asks.
    spellings: OnceLock<Spellings>,
    pub(crate) mail: MailCues,
    pub(crate) sensitive: SensitiveWords,
    pub(crate) people: PeopleData,
    pub(crate) common: CommonWords,
}

enum Entry {
    BuiltIn(&'static dyn Rule),
    Phrase(Box<PhraseRule>),
}

impl std::fmt::Debug for Catalog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Catalog")
            .field("rules", &self.rules.len())
            .field("languages", &self.languages)
            .finish_non_exhaustive()
    }
}

/// So many phrases hold beside the built-in rules. A sentence may have the cues of all of them, and each looks for its
/// own among them.
const MOST_PHRASES: usize = 10_000;

impl Catalog {
    /// The rules that come with Aplomb.
    ///
    /// # Panics
    ///
    /// Never in a build that passed its tests: rules and data are part of the program.
    #[must_use]
    pub fn builtin() -> Self {
        match Self::with_packs(Vec::new()) {
            Ok(catalog) => catalog,
            Err(errors) => panic!("built-in data is well formed: {errors:?}"),
        }
    }

    /// The built-in rules and snippets and those of `packs`, the later over the earlier.
    ///
    /// # Errors
    ///
    /// What is wrong in a pack's patterns, or in what it switches off, with the place in the pack.
    pub fn with_packs(packs: Vec<Pack>) -> Result<Self, Vec<PackError>> {
        let mut entries: Vec<Entry> = rules::ALL.iter().map(|&rule| Entry::BuiltIn(rule)).collect();
        let codes = entries.iter().map(|entry| entry.rule().meta().code.to_string());
        let mut places: FxHashMap<String, usize> = codes.zip(0..).collect();
        let mut errors = Vec::new();
        let mut tags: Vec<_> = Library::builtin_languages().collect();
        tags.extend(packs.iter().flat_map(|pack| pack.snippets.languages()));
        let snippets = OnceLock::new();
        if packs.iter().any(|pack| !pack.snippets.is_empty()) {
            let mut library = Library::builtin();
            for pack in &packs {
                errors.extend(library.add_team(&pack.snippets).err().into_iter().flatten());
            }
            // The lock is new, so nothing is in it.
            let _ = snippets.set(library);
        }
        let own = Pack::builtin();
        let most = entries.len() + own.iter().flat_map(|it| &it.phrases).count() + MOST_PHRASES;
        for pack in own.into_iter().chain(packs) {
            for phrase in pack.phrases {
                if entries.len() == most {
                    errors.push(PackError::beyond(&phrase, MOST_PHRASES));
                    break;
                }
                if places.contains_key(phrase.code()) {
                    errors.push(PackError::taken(&phrase));
                } else {
                    places.insert(phrase.code().to_owned(), entries.len());
                    entries.push(Entry::Phrase(Box::new(phrase)));
                }
            }
        }
        let english =
            LanguageBuilder::english().map_err(|message| vec![PackError::internal(message)])?;
        let mut builders = vec![english];
        for tag in tags.into_iter().chain([OTHER_LANGUAGES]) {
            if builders.iter().all(|builder| builder.tag() != tag) {
                let other = LanguageBuilder::unknown(tag);
                builders.push(other.map_err(|message| vec![PackError::internal(message)])?);
            }
        }
        for (rule, entry) in entries.iter().enumerate() {
            for cue in entry.rule().cues().iter() {
                let Some(builder) =
                    builders.iter_mut().find(|builder| builder.tag() == cue.language)
                else {
                    continue;
                };
                let what = PatternUse::Cue { rule, concept: cue.concept };
                if let Err(error) = builder.pattern(cue.pattern, what) {
                    errors.push(PackError::in_pattern(
                        &entry.rule().meta().code,
                        cue.pattern,
                        &error,
                    ));
                }
            }
            if let Entry::Phrase(phrase) = entry
                && let Some(builder) =
                    builders.iter_mut().find(|builder| builder.tag() == phrase.language)
            {
                for (pattern, concept) in phrase.patterns() {
                    let what = PatternUse::Cue { rule, concept };
                    if let Err(error) = builder.pattern(pattern, what) {
                        errors.push(phrase.pattern_error(pattern, &error));
                    }
                }
            }
        }
        let mut languages = Vec::new();
        for builder in builders {
            match builder.build() {
                Ok(language) => languages.push(language),
                Err((_, error)) => errors.push(PackError::internal(error.to_string())),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Self {
            serial: Serial::next(),
            reach: entries.iter().map(|entry| entry.rule().reach()).max().unwrap_or(REACH),
            rules: entries,
            places,
            languages,
            snippets,
            spellings: OnceLock::new(),
            mail: MailCues::builtin(),
            sensitive: SensitiveWords::builtin(),
            people: PeopleData::builtin(),
            common: CommonWords::builtin(),
        })
    }

    /// All rules, in the order of their list.
    pub fn rules(&self) -> impl Iterator<Item = &RuleMeta> {
        self.rules.iter().map(|entry| entry.rule().meta())
    }

    /// The rule with that code; a retired code leads to the rule that took its place.
    #[must_use]
    pub fn rule(&self, code: &str) -> Option<&RuleMeta> {
        let place = self.place(rules::redirect(code))?;
        Some(self.rules[place].rule().meta())
    }

    /// The known code nearest to `code`, for "did you mean".
    #[must_use]
    pub fn nearest(&self, code: &str) -> Option<&str> {
        self.rules()
            .map(|meta| meta.code.as_ref())
            .filter(|known| known.len().abs_diff(code.len()) <= known.len() / 3)
            .map(|known| (strsim::damerau_levenshtein(known, code), known))
            .filter(|(distance, known)| *distance <= known.len() / 3)
            .min()
            .map(|(_, known)| known)
    }

    /// The snippets there are.
    #[must_use]
    pub fn snippets(&self) -> &Library {
        self.snippets.get_or_init(Library::builtin)
    }

    /// Words and names that are written in more ways than one.
    pub(crate) fn spellings(&self) -> &Spellings {
        self.spellings.get_or_init(Spellings::builtin)
    }

    /// The place of the rule with that code among [`Self::entries`].
    pub(crate) fn place(&self, code: &str) -> Option<usize> {
        self.places.get(code).copied()
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = &dyn Rule> {
        self.rules.iter().map(Entry::rule)
    }

    pub(crate) fn language(&self, tag: &str) -> &LanguageData {
        self.languages
            .iter()
            .find(|language| language.tag == tag)
            .or(self.languages.last())
            .expect("a catalog has the language of which nothing is known")
    }
}

impl Entry {
    fn rule(&self) -> &dyn Rule {
        match self {
            Self::BuiltIn(rule) => *rule,
            Self::Phrase(rule) => rule.as_ref(),
        }
    }
}
