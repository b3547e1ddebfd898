//! The snippets there are, by language.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::model::Snippet;
use super::rank::Act;
use super::template::Template;
use super::variables::Variables;
use crate::draft::{RegionKind, Sign};
use crate::pack::{Off, Pack, PackError, PackSnippet, PackSnippets};

/// The built-in snippets, by the tag of their language.
const BUILTIN: [(&str, &str); 6] = [
    ("en", include_str!("../../lang/en/snippets.toml")),
    ("de", include_str!("../../lang/de/snippets.toml")),
    ("es", include_str!("../../lang/es/snippets.toml")),
    ("fr", include_str!("../../lang/fr/snippets.toml")),
    ("ja", include_str!("../../lang/ja/snippets.toml")),
    ("pt", include_str!("../../lang/pt/snippets.toml")),
];

/// What joins two names in a language that says nothing of it.
const AND: &str = ", ";

/// All snippets, by language.
#[derive(Clone, Debug, Default)]
pub struct Library {
    sets: Vec<Set>,
    /// The names of those that were switched off: who does so again does no harm.
    off: FxHashSet<String>,
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
    /// Those of its tags that are signs of a customer's mail.
    pub(crate) signs: Vec<Sign>,
    /// When to use it, in one line.
    pub when: String,
    /// Its text.
    pub template: Template,
    /// Whether it is a team's own.
    pub is_team: bool,
    /// Texts that a test puts in the place of variables, by name, and of tab stops, by number.
    pub(crate) test: BTreeMap<String, String>,
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
            let pack = Pack::parse_in(language, source);
            match pack {
                Ok(pack) => library.add(pack.snippets.entries, pack.snippets.and),
                Err(errors) => {
                    panic!("built-in snippets in {language} are well formed: {errors:?}")
                }
            }
        }
        library
    }

    /// The tags of the languages that have built-in snippets.
    pub(crate) fn builtin_languages() -> impl Iterator<Item = &'static str> {
        BUILTIN.into_iter().map(|(language, _)| language)
    }

    /// Adds a team's snippets: one takes the place of the one of its name that is there, the others come
    /// before all that are there, for who has words of their own wants them first.
    ///
    /// # Errors
    ///
    /// The names to be switched off that are none, each with its place.
    pub(crate) fn add_team(&mut self, pack: &PackSnippets) -> Result<(), Vec<PackError>> {
        let errors: Vec<_> = pack.off.iter().filter_map(|off| self.switch_off(off)).collect();
        if !errors.is_empty() {
            return Err(errors);
        }
        for language in pack.languages() {
            let set = self.set_mut(language);
            let places: FxHashMap<_, _> =
                set.entries.iter().enumerate().map(|(at, entry)| (entry.id.clone(), at)).collect();
            let mut new = Vec::new();
            for PackSnippet { entry, .. } in
                pack.entries.iter().filter(|it| it.language == language)
            {
                let entry = Entry { is_team: true, ..entry.clone() };
                match places.get(&entry.id) {
                    Some(at) => set.entries[*at] = entry,
                    None => new.push(entry),
                }
            }
            set.entries.splice(0..0, new);
        }
        if let Some((language, and)) = &pack.and {
            self.set_mut(language).and.clone_from(and);
        }
        Ok(())
    }

    /// Takes out what `off` names; tells if it names nothing. How names begin is a matter of the pack's
    /// own language: who wants no English farewell still has German ones. A whole name means the one
    /// there is, in whichever language.
    fn switch_off(&mut self, off: &Off) -> Option<PackError> {
        let names = |entry: &Entry| off.names(&entry.id);
        let is_own = |set: &Set| set.language == off.language;
        let is_there = self.sets.iter().any(|set| is_own(set) && set.entries.iter().any(names));
        let anywhere = !is_there && !off.is_prefix;
        let mut found = false;
        for set in self.sets.iter_mut().filter(|set| anywhere || is_own(set)) {
            for gone in set.entries.extract_if(.., |entry| names(entry)) {
                self.off.insert(gone.id);
                found = true;
            }
        }
        if found || self.off.iter().any(|id| off.names(id)) {
            return None;
        }
        let sets = self.sets.iter().filter(|set| !off.is_prefix || is_own(set));
        let ids = sets.flat_map(|set| &set.entries).map(|entry| entry.id.as_str());
        Some(off.names_nothing(ids))
    }

    /// Adds snippets after those that are there.
    fn add(&mut self, entries: Vec<PackSnippet>, and: Option<(&'static str, String)>) {
        for PackSnippet { language, entry, .. } in entries {
            self.set_mut(language).entries.push(entry);
        }
        if let Some((language, and)) = and {
            self.set_mut(language).and = and;
        }
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

    fn set_mut(&mut self, language: &str) -> &mut Set {
        let at = self.sets.iter().position(|set| set.language == language).unwrap_or_else(|| {
            let (language, and) = (language.to_owned(), AND.to_owned());
            self.sets.push(Set { language, and, entries: Vec::new() });
            self.sets.len() - 1
        });
        &mut self.sets[at]
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

    /// The snippet with these values.
    #[must_use]
    pub fn resolve(&self, variables: &Variables) -> Snippet {
        self.template.resolve(variables)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    #[test]
    fn names_of_snippets_are_unique_in_all_languages() {
        let library = Library::builtin();
        let sets = library.sets.iter().flat_map(|set| &set.entries);
        let mut ids: Vec<_> = sets.map(|entry| entry.id.clone()).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
        assert!(count > 60, "{count}");
    }

    /// A snippet of a pack.
    fn snippet(id: &str, body: &str) -> String {
        format!(
            "[[snippet]]\nid = {id:?}\ntags = [\"farewell\"]\nwhen = \"Now.\"\nbody = {body:?}\n"
        )
    }

    fn with(packs: &[String]) -> Result<Library, Vec<PackError>> {
        let packs = packs.iter().map(|source| Pack::parse(source).unwrap()).collect();
        Catalog::with_packs(packs).map(|catalog| catalog.snippets().clone())
    }

    fn ids(library: &Library, language: &str) -> Vec<String> {
        library.entries(language).map(|entry| entry.id.clone()).collect()
    }

    #[test]
    fn a_team_s_snippet_takes_the_place_of_the_one_of_its_name() {
        let builtin = ids(&Library::builtin(), "en");
        let library = with(&[snippet("hello", "Welcome.")]).unwrap();
        assert_eq!(ids(&library, "en"), builtin);
        let hello = library.entries("en").find(|entry| entry.id == "hello").unwrap();
        assert_eq!(hello.resolve(&Variables::default()).plain(), "Welcome.");
        assert!(hello.is_team && library.entries("en").filter(|entry| entry.is_team).count() == 1);
    }

    #[test]
    fn a_name_is_one_of_its_language() {
        let library = with(&[format!("language = \"de\"\n{}", snippet("hello", "Moin."))]).unwrap();
        assert_eq!(ids(&library, "de")[0], "hello");
        let english = library.entries("en").find(|entry| entry.id == "hello").unwrap();
        assert!(!english.is_team);
    }

    #[test]
    fn new_snippets_come_first_and_the_nearest_pack_s_before_the_others() {
        let company = [snippet("bye-all", "All."), snippet("bye-two", "Two.")].concat();
        let brand = [snippet("bye-brand", "Brand."), snippet("bye-two", "2.")].concat();
        let library = with(&[company, brand]).unwrap();
        assert_eq!(ids(&library, "en")[..4], ["bye-brand", "bye-all", "bye-two", "hi"]);
        let two = library.entries("en").find(|entry| entry.id == "bye-two").unwrap();
        assert_eq!(two.resolve(&Variables::default()).plain(), "2.");
    }

    #[test]
    fn snippets_are_switched_off_by_name_and_by_how_their_names_begin() {
        let builtin = ids(&Library::builtin(), "en");
        let off = |what: &str| format!("off = [{what}]\n");
        let library = with(&[off("\"hello\", \"bye-*\"") + &snippet("bye-team", "Bye.")]).unwrap();
        let left = ids(&library, "en");
        assert!(builtin.iter().any(|id| id.starts_with("bye-")));
        let byes: Vec<_> = left.iter().filter(|id| id.starts_with("bye-")).collect();
        assert_eq!(byes, ["bye-team"], "a pack's own snippets are never meant");
        assert!(!left.contains(&"hello".to_owned()) && left.contains(&"hi".to_owned()));
        let german = ids(&Library::builtin(), "de");
        assert_eq!(ids(&library, "de"), german, "how names begin is a matter of one language");
        let one = with(&[off("\"bye-de\"")]).unwrap();
        assert_eq!(ids(&one, "de").len(), german.len() - 1);
        let twice = with(&[off("\"hello\""), off("\"hello\"")]);
        assert!(twice.is_ok(), "what is off already is known all the same");
        assert_eq!(ids(&with(&[off("\"*\"")]).unwrap(), "en"), [""; 0]);
    }

    #[test]
    fn a_name_to_switch_off_that_is_none_is_met_with_the_nearest() {
        for (off, words) in [
            (
                "bye-weekned",
                "there is no snippet \"bye-weekned\" to switch off; did you mean \"bye-weekend\"?",
            ),
            ("thankx-*", "begins with \"thankx-\" to switch off; did you mean \"thanks-*\"?"),
            ("frobnicate", "`aplomb snippets` lists them all"),
        ] {
            let source = format!("off = [\"hi\", {off:?}]\n");
            let errors = with(std::slice::from_ref(&source)).unwrap_err();
            assert_eq!(errors.len(), 1, "{errors:?}");
            assert_eq!(&source[errors[0].span.clone().unwrap()], format!("{off:?}"));
            assert!(errors[0].message.contains(words), "{}", errors[0]);
        }
    }

    #[test]
    fn a_draft_in_a_language_that_only_a_team_has_words_for_gets_them() {
        use crate::snippet::offers;
        use crate::{Draft, Input};
        let pack =
            format!("language = \"nl\"\nand = \" en \"\n{}", snippet("dag", "Groetjes,\nAna"));
        let catalog = Catalog::with_packs(vec![Pack::parse(&pack).unwrap()]).unwrap();
        let text = "Dag Maria,\n\nDe factuur staat nu in uw account. U kunt hem daar downloaden en daarna printen.\n\n";
        let draft = Draft::read(text, &Input::default(), &catalog);
        let found = offers(&draft, text.len(), &catalog, &Input::default());
        assert_eq!(found.first().map(|offer| offer.id.as_str()), Some("dag"));
        assert_eq!(catalog.snippets().set("nl").unwrap().and, " en ");
    }
}
