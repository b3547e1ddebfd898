//! The words that a language's data and patterns know, each with an id and its classes.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::class::{Class, ClassSet};

/// A word of the vocabulary; [`WordId::UNKNOWN`] for one that stands in no list and no pattern.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WordId(u32);

impl WordId {
    /// The id of every word that is in no list.
    pub const UNKNOWN: Self = Self(0);

    /// Index into tables that are dense over the vocabulary.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Words longer than this, in bytes, are in no list.
pub(crate) const LONGEST_WORD: usize = 40;

/// The vocabulary of one language.
#[derive(Clone, Debug)]
pub(crate) struct Lexicon {
    ids: FxHashMap<Arc<str>, WordId>,
    classes: Vec<ClassSet>,
    texts: Vec<Arc<str>>,
    irregular: FxHashMap<Box<str>, VerbForms>,
}

/// The forms of a verb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VerbForms {
    pub(crate) third: String,
    pub(crate) ing: String,
    pub(crate) past: String,
    pub(crate) participle: String,
}

/// `words.toml`.
#[derive(Deserialize)]
struct WordData {
    #[serde(flatten)]
    classes: BTreeMap<String, ClassData>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum ClassData {
    Words(String),
    Table(BTreeMap<String, String>),
}

impl Default for Lexicon {
    fn default() -> Self {
        Self {
            ids: FxHashMap::default(),
            classes: vec![ClassSet::EMPTY],
            texts: vec![Arc::from("")],
            irregular: FxHashMap::default(),
        }
    }
}

impl Lexicon {
    /// Reads word lists: top-level keys are classes, `[verbs]` gives base forms by class,
    /// `[irregular]` the forms that cannot be derived, `[number]` and `[form]` exceptions.
    ///
    /// # Errors
    ///
    /// A sentence that names what is wrong in the data.
    pub(crate) fn read(&mut self, source: &str) -> Result<(), String> {
        let data: WordData = toml::from_str(source).map_err(|error| error.to_string())?;
        let mut tables = BTreeMap::new();
        for (name, data) in data.classes {
            match data {
                ClassData::Words(words) => self.add(&name, &words)?,
                ClassData::Table(table) => {
                    tables.insert(name, table);
                }
            }
        }
        if let Some(table) = tables.remove("irregular") {
            for (base, forms) in table {
                let base = base.trim_end_matches(|c: char| c.is_ascii_digit());
                let mut parts = forms.split_whitespace();
                let (Some(past), Some(participle)) = (parts.next(), parts.next()) else {
                    return Err(format!("irregular verb {base:?} needs a past and a participle"));
                };
                let regular = regular_forms(base);
                let doubled = doubled_ing(base, past);
                let forms = VerbForms {
                    ing: parts.next().map_or_else(|| doubled.unwrap_or(regular.ing), str::to_owned),
                    third: parts.next().map_or(regular.third, str::to_owned),
                    past: past.to_owned(),
                    participle: participle.to_owned(),
                };
                self.irregular.insert(base.into(), forms);
            }
        }
        for (class, verbs) in tables.remove("verbs").unwrap_or_default() {
            let class = if class == "other" { None } else { Some(class_named(&class)?) };
            for base in verbs.split_whitespace() {
                self.add_verb(base, class);
            }
        }
        for (form, what) in tables.remove("form").unwrap_or_default() {
            let mut parts = what.split_whitespace();
            let base = parts.next().unwrap_or_default();
            let mut classes = self.semantic_classes(base);
            for part in parts {
                classes.insert(match part {
                    "past" => Class::VerbPast,
                    "participle" => Class::VerbParticiple,
                    "ing" => Class::VerbIng,
                    other => return Err(format!("unknown verb form {other:?}")),
                });
            }
            let id = self.intern(&form);
            self.classes[id.index()] = self.classes[id.index()].with(classes);
        }
        for (class, words) in tables.remove("number").unwrap_or_default() {
            self.add(&class, &words)?;
        }
        match tables.keys().next() {
            Some(unknown) => Err(format!("unknown table {unknown:?}")),
            None => Ok(()),
        }
    }

    /// Puts `words` into the class called `name`.
    pub(crate) fn add(&mut self, name: &str, words: &str) -> Result<(), String> {
        let class = class_named(name)?;
        for word in words.split_whitespace() {
            self.insert(word, class);
        }
        Ok(())
    }

    pub(crate) fn insert(&mut self, word: &str, class: Class) {
        let id = self.intern(&folded(word));
        self.classes[id.index()].insert(class);
    }

    fn add_verb(&mut self, base: &str, class: Option<Class>) {
        let forms = self.verb_forms(base);
        let list = [
            (base, Class::VerbBase),
            (&forms.third, Class::VerbS),
            (&forms.ing, Class::VerbIng),
            (&forms.past, Class::VerbPast),
            (&forms.participle, Class::VerbParticiple),
        ];
        for (form, kind) in list {
            let id = self.intern(&folded(form));
            let classes = &mut self.classes[id.index()];
            classes.insert(kind);
            if let Some(class) = class {
                classes.insert(class);
            }
        }
    }

    fn semantic_classes(&self, base: &str) -> ClassSet {
        const FORMS: ClassSet = ClassSet::of(&[
            Class::VerbBase,
            Class::VerbS,
            Class::VerbIng,
            Class::VerbPast,
            Class::VerbParticiple,
        ]);
        let mut found = ClassSet::EMPTY;
        let known = self.classes(self.lookup(base));
        for &(class, _) in Class::ALL {
            if known.has(class) && !FORMS.has(class) {
                found.insert(class);
            }
        }
        found
    }

    /// The forms of the verb whose base form is `base`.
    pub(crate) fn verb_forms(&self, base: &str) -> VerbForms {
        self.irregular.get(base).cloned().unwrap_or_else(|| regular_forms(base))
    }

    /// The past tense of the verb whose past participle is `participle`: "gone" gives "went".
    pub(crate) fn past_of(&self, participle: &str) -> String {
        let irregular = self.irregular.values().find(|forms| forms.participle == participle);
        irregular.map_or_else(|| participle.to_owned(), |forms| forms.past.clone())
    }

    /// The base form of the verb of which `word` is the given form, where only one has it: "sent" gives
    /// "send", and "lay" nothing.
    pub(crate) fn base_of(
        &self,
        word: &str,
        form: impl Fn(&VerbForms) -> &String,
    ) -> Option<String> {
        let mut found = self
            .members(Class::VerbBase)
            .map(|id| self.text(id))
            .filter(|base| *form(&self.verb_forms(base)) == word);
        let base = found.next()?;
        found.next().is_none().then(|| base.to_owned())
    }

    /// Gives `word`, which must be folded, an id.
    pub(crate) fn intern(&mut self, word: &str) -> WordId {
        if let Some(&id) = self.ids.get(word) {
            return id;
        }
        let id = WordId(u32::try_from(self.classes.len()).expect("fewer than 2^32 words"));
        let word: Arc<str> = word.into();
        self.ids.insert(word.clone(), id);
        self.classes.push(ClassSet::EMPTY);
        self.texts.push(word);
        id
    }

    /// The id of `word`, which must be folded.
    #[must_use]
    pub(crate) fn lookup(&self, word: &str) -> WordId {
        self.ids.get(word).copied().unwrap_or_default()
    }

    /// The classes of a word.
    #[must_use]
    pub(crate) fn classes(&self, id: WordId) -> ClassSet {
        self.classes[id.index()]
    }

    /// The folded text of a word of the vocabulary.
    #[must_use]
    pub(crate) fn text(&self, id: WordId) -> &str {
        &self.texts[id.index()]
    }

    /// Number of ids, [`WordId::UNKNOWN`] included.
    #[must_use]
    pub(crate) fn len(&self) -> usize {
        self.classes.len()
    }

    /// The ids of all words in the class.
    pub(crate) fn members(&self, class: Class) -> impl Iterator<Item = WordId> {
        self.classes
            .iter()
            .enumerate()
            .filter(move |(_, classes)| classes.has(class))
            .map(|(at, _)| WordId(u32::try_from(at).expect("ids are u32")))
    }
}

pub(crate) fn class_named(name: &str) -> Result<Class, String> {
    Class::ALL
        .iter()
        .find(|(_, text)| *text == name)
        .map(|(class, _)| *class)
        .ok_or_else(|| format!("unknown word class {name:?}"))
}

/// The folded form of a word: lower case, straight apostrophes.
#[must_use]
pub(crate) fn fold(word: &str) -> String {
    // Nearly every word, and many times faster.
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.chars()
        .map(|c| if matches!(c, '’' | '‘' | 'ʼ' | '＇') { '\'' } else { c })
        .flat_map(char::to_lowercase)
        .collect()
}

/// The same, of a word that is only looked up: most are written as they fold.
pub(crate) fn folded(word: &str) -> Cow<'_, str> {
    match word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        true => Cow::Borrowed(word),
        false => Cow::Owned(fold(word)),
    }
}

/// What follows `head` in `text`, where `text` begins with it after folding. `head` is folded.
#[inline]
#[must_use]
pub(crate) fn strip_folded<'t>(text: &'t str, head: &str) -> Option<&'t str> {
    // Most differ in the first two letters.
    let bytes = text.as_bytes().iter().zip(head.as_bytes()).take(2);
    for (byte, wanted) in bytes {
        if !byte.is_ascii() {
            break;
        }
        if byte.to_ascii_lowercase() != *wanted {
            return None;
        }
    }
    strip_folded_whole(text, head)
}

fn strip_folded_whole<'t>(text: &'t str, head: &str) -> Option<&'t str> {
    if let Some(start) = text.as_bytes().get(..head.len())
        && start.is_ascii()
    {
        return start.eq_ignore_ascii_case(head.as_bytes()).then(|| &text[head.len()..]);
    }
    let mut wanted = head.chars();
    for (at, c) in text.char_indices() {
        let folded = if matches!(c, '’' | '‘' | 'ʼ' | '＇') { '\'' } else { c };
        for lower in folded.to_lowercase() {
            match wanted.next() {
                Some(next) if next == lower => {}
                Some(_) => return None,
                None => return Some(&text[at..]),
            }
        }
    }
    wanted.next().is_none().then_some("")
}

fn regular_forms(base: &str) -> VerbForms {
    let (stem, past, ing) = if let Some(stem) = base.strip_suffix("ee") {
        (base, format!("{base}d"), format!("{stem}eeing"))
    } else if let Some(stem) = base.strip_suffix("ie") {
        (base, format!("{base}d"), format!("{stem}ying"))
    } else if let Some(stem) = base.strip_suffix('e') {
        (base, format!("{base}d"), format!("{stem}ing"))
    } else if let Some(stem) = consonant_y(base) {
        (base, format!("{stem}ied"), format!("{base}ing"))
    } else {
        (base, format!("{base}ed"), format!("{base}ing"))
    };
    VerbForms { third: third_person(stem), ing, participle: past.clone(), past }
}

/// The -ing form of a verb whose past doubles the last consonant ("planned" gives "planning").
fn doubled_ing(base: &str, past: &str) -> Option<String> {
    let last = base.chars().last()?;
    let doubled = format!("{base}{last}");
    if past == format!("{doubled}ed") {
        return Some(format!("{doubled}ing"));
    }
    // A short irregular verb doubles as well: run, get, set, put, cut, begin, win, sit, hit.
    let mut tail = base.chars().rev();
    let (c, v, before) = (tail.next()?, tail.next()?, tail.next());
    let short = base.chars().filter(|c| "aeiou".contains(*c)).count() == 1 || base == "begin";
    let closed = !"aeiouwxyhkln".contains(c)
        || base == "begin"
        || base == "run"
        || base == "win"
        || base == "spin";
    let single = "aeiou".contains(v) && before.is_none_or(|b| !"aeiou".contains(b));
    (short && closed && single).then(|| format!("{doubled}ing"))
}

fn consonant_y(base: &str) -> Option<&str> {
    let stem = base.strip_suffix('y')?;
    stem.chars().last().filter(|c| !"aeiou".contains(*c))?;
    Some(stem)
}

/// The third person singular of a regular verb.
pub(crate) fn third_person(base: &str) -> String {
    if let Some(stem) = consonant_y(base) {
        return format!("{stem}ies");
    }
    let hisses = ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| base.ends_with(end));
    if hisses { format!("{base}es") } else { format!("{base}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_inflected() {
        let mut lexicon = Lexicon::default();
        lexicon
            .read("[verbs]\nstate-result = 'fix move try go sync plan set'\n[irregular]\ngo = 'went gone'\nplan = 'planned planned'\nset = 'set set'\nsync = 'synced synced syncing syncs'")
            .unwrap();
        let has = |word, class| lexicon.classes(lexicon.lookup(word)).has(class);
        assert!(has("fixes", Class::VerbS) && has("moving", Class::VerbIng));
        assert!(has("tries", Class::VerbS) && has("tried", Class::VerbParticiple));
        assert!(has("goes", Class::VerbS) && has("gone", Class::VerbParticiple));
        assert!(has("planning", Class::VerbIng) && has("setting", Class::VerbIng));
        assert!(has("synced", Class::StateResult) && has("syncing", Class::VerbIng));
    }

    #[test]
    fn unknown_classes_are_named() {
        let error = Lexicon::default().read("colour = 'red'").unwrap_err();
        assert!(error.contains("\"colour\""), "{error}");
    }

    #[test]
    fn folding_straightens_apostrophes() {
        assert_eq!(fold("Don’t"), "don't");
        assert_eq!(fold("STRASSE"), "strasse");
        assert_eq!(strip_folded("My name’s Ana", "my name's"), Some(" Ana"));
        assert_eq!(strip_folded("My", "my name's"), None);
        assert_eq!(strip_folded("Grüße", "grüße"), Some(""));
    }
}
