//! What a setting takes: how it is checked, and how it is named to a reader.

use super::value::Value;

/// What a setting takes.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// `true` or `false`.
    Flag,
    /// `true` or `false`, where one `false` is enough: no place consents for another.
    Consent,
    /// A text.
    Text,
    /// A language tag, such as `en` or `pt-BR`.
    Language,
    /// A time zone by its IANA name.
    TimeZone,
    /// One of a few words, each with what it means.
    Choice(&'static [(&'static str, &'static str)]),
    /// A list of names.
    Names,
    /// A list of patterns for files.
    Globs,
    /// A list of files.
    Paths,
    /// A table of rules' codes, each with a level.
    Rules,
    /// A table of families, each with a level.
    Families,
    /// A table whose keys are the team's own; a text alone stands for the first field.
    Entries {
        /// What its keys are, such as "a name".
        key: &'static str,
        /// The fields of an entry.
        fields: &'static [Field],
    },
}

/// A field of an entry.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it is for, as a sentence.
    pub about: &'static str,
    /// What it takes: never a table.
    pub shape: Shape,
    /// Whether an entry is useless without it.
    pub required: bool,
}

/// All time zones, by their names in the IANA database.
static TIME_ZONES: &str = include_str!("../../data/time_zones.txt");

/// The names of all time zones.
pub(crate) fn time_zones() -> impl Iterator<Item = &'static str> {
    TIME_ZONES.lines()
}

impl Shape {
    /// What it takes, after "takes".
    #[must_use]
    pub fn takes(self) -> String {
        match self {
            Self::Flag | Self::Consent => "true or false".to_owned(),
            Self::Text => "a text".to_owned(),
            Self::Language => "a language tag".to_owned(),
            Self::TimeZone => "a time zone by its IANA name".to_owned(),
            Self::Choice(choices) => one_of(choices.iter().map(|(name, _)| *name)),
            Self::Names => "a list of names".to_owned(),
            Self::Globs => "a list of file patterns".to_owned(),
            Self::Paths => "a list of files".to_owned(),
            Self::Rules => "a table of rules".to_owned(),
            Self::Families => "a table of families".to_owned(),
            Self::Entries { key, .. } => format!("a table in which each key is {key}"),
        }
    }

    /// Whether its keys are settled one by one, so that two files can each set some of them.
    #[must_use]
    pub const fn is_table(self) -> bool {
        matches!(self, Self::Rules | Self::Families | Self::Entries { .. })
    }

    /// Reads a text that stands where no TOML does, such as front matter.
    pub(crate) fn read_plain(self, text: &str) -> Option<Value> {
        let text = text.trim();
        let right = match self {
            Self::Text => true,
            Self::Language => is_language(text),
            Self::TimeZone => time_zones().any(|zone| zone == text),
            Self::Choice(choices) => choices.iter().any(|(name, _)| *name == text),
            _ => false,
        };
        right.then(|| Value::Text(text.to_owned()))
    }
}

/// `"a", "b" or "c"`.
pub(crate) fn one_of<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<_> = names.map(|name| format!("\"{name}\"")).collect();
    match names.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => names.concat(),
    }
}

/// Whether it has the form of a language tag: letters, then more parts behind hyphens.
pub(crate) fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    matches!(first.len(), 2..=3)
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|part| {
            matches!(part.len(), 1..=8) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}

/// The name nearest to what was written, if one is near enough to be meant.
pub(crate) fn nearest<'n>(
    written: &str,
    names: impl IntoIterator<Item = &'n str>,
) -> Option<&'n str> {
    let written = written.to_lowercase();
    let length = written.chars().count();
    // As many letters may differ as a word of this length is misspelt by.
    let slips = |name: &str| (name.chars().count() / 3).max(1);
    names
        .into_iter()
        .filter(|name| name.chars().count().abs_diff(length) <= slips(name))
        .map(|name| (strsim::damerau_levenshtein(&name.to_lowercase(), &written), name))
        .filter(|(distance, name)| *distance <= slips(name))
        .min()
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_known_by_its_form() {
        for tag in ["en", "pt-BR", "zh-Hant-TW", "gsw"] {
            assert!(is_language(tag), "{tag}");
        }
        for tag in ["", "english", "e", "en_GB", "en-", "de DE"] {
            assert!(!is_language(tag), "{tag}");
        }
    }

    #[test]
    fn the_nearest_name_is_near() {
        assert_eq!(nearest("onw", ["own", "rules"]), Some("own"));
        assert_eq!(nearest("europe/berln", time_zones()), Some("Europe/Berlin"));
        assert_eq!(nearest("temperature", ["own", "rules"]), None);
    }
}
