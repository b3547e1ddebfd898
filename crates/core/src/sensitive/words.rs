//! The words round what is sensitive, of all languages at once: data in `lang/<tag>/sensitive.toml`.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

const SOURCES: [&str; 7] = [
    include_str!("../../lang/en/sensitive.toml"),
    include_str!("../../lang/de/sensitive.toml"),
    include_str!("../../lang/es/sensitive.toml"),
    include_str!("../../lang/fr/sensitive.toml"),
    include_str!("../../lang/it/sensitive.toml"),
    include_str!("../../lang/nl/sensitive.toml"),
    include_str!("../../lang/pt/sensitive.toml"),
];

/// What a label says of the value beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    /// "password", "pwd".
    Password,
    /// "PIN".
    Pin,
    /// "API key", "client secret".
    Key,
    /// "CVV", "security code".
    CardCode,
    /// "passport number": what says who somebody is.
    Identity,
}

/// The words, read once.
#[derive(Clone, Debug, Default)]
pub(crate) struct SensitiveWords {
    /// Labels by their last two bytes, the longest first, in lower case; a blank in one stands for a blank, `-`,
    /// `_` or nothing.
    labels: FxHashMap<u16, Vec<(Box<str>, Label)>>,
    /// How they end.
    ends: Ends,
    /// Words before a label that make it another thing: "public", "license".
    others: FxHashSet<Box<str>>,
    /// What leads from a label to its value, longest first.
    links: Vec<Box<str>>,
    /// Words that say something of a password and are none: "required".
    not_values: FxHashSet<Box<str>>,
    /// What begins so is a method and no password: "sha256".
    methods: Vec<Box<str>>,
    /// Passwords of examples.
    dummies: FxHashSet<Box<str>>,
    /// What stands on the line above a password: "username".
    companions: Vec<Box<str>>,
    /// What tells that a card is meant.
    cards: FxHashSet<Box<str>>,
    /// What tells that a number is another one: "order", "parcel".
    other_numbers: FxHashSet<Box<str>>,
    /// What tells that a card is for tests.
    tests: FxHashSet<Box<str>>,
    /// What tells that an account is the writer's own, for payments to it.
    payments: FxHashSet<Box<str>>,
    /// Local parts of addresses that belong to a team.
    mailboxes: FxHashSet<Box<str>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Data {
    passwords: Vec<String>,
    pins: Vec<String>,
    #[serde(default)]
    keys: Vec<String>,
    #[serde(default)]
    other_keys: String,
    card_codes: Vec<String>,
    identities: Vec<String>,
    links: Vec<String>,
    not_values: String,
    #[serde(default)]
    methods: Vec<String>,
    #[serde(default)]
    dummies: String,
    companions: Vec<String>,
    cards: String,
    other_numbers: String,
    tests: String,
    payments: String,
    #[serde(default)]
    mailboxes: String,
}

impl SensitiveWords {
    /// The words that come with Aplomb.
    ///
    /// # Panics
    ///
    /// Never in a build that passed its tests: the data is part of the program.
    #[must_use]
    pub(crate) fn builtin() -> Self {
        let mut all = Self::default();
        for source in SOURCES {
            let data: Data =
                toml::from_str(source).expect("built-in sensitive words are well formed");
            for (labels, label) in [
                (data.passwords, Label::Password),
                (data.pins, Label::Pin),
                (data.keys, Label::Key),
                (data.card_codes, Label::CardCode),
                (data.identities, Label::Identity),
            ] {
                for name in labels {
                    let last = last_bytes(&name).expect("a label has two bytes");
                    all.ends.add(&name);
                    all.labels.entry(last).or_default().push((name.into_boxed_str(), label));
                }
            }
            all.links.extend(data.links.into_iter().map(String::into_boxed_str));
            all.methods.extend(data.methods.into_iter().map(String::into_boxed_str));
            all.companions.extend(data.companions.into_iter().map(String::into_boxed_str));
            for (set, words) in [
                (&mut all.others, data.other_keys),
                (&mut all.not_values, data.not_values),
                (&mut all.dummies, data.dummies),
                (&mut all.cards, data.cards),
                (&mut all.other_numbers, data.other_numbers),
                (&mut all.tests, data.tests),
                (&mut all.payments, data.payments),
                (&mut all.mailboxes, data.mailboxes),
            ] {
                set.extend(words.split_whitespace().map(Box::from));
            }
        }
        for labels in all.labels.values_mut() {
            labels.sort_by_key(|(label, _)| std::cmp::Reverse(label.len()));
        }
        all.links.sort_by_key(|link| std::cmp::Reverse(link.len()));
        all
    }

    /// The label that ends the text, and where it begins: `api_key` of `OPENAI_API_KEY`.
    pub(crate) fn label<'t>(&self, text: &'t str) -> Option<(Label, &'t str)> {
        if !self.ends.holds(text.as_bytes()) {
            return None;
        }
        self.labels.get(&last_bytes(text)?)?.iter().find_map(|(label, kind)| {
            let length = ends_with(text, label)?;
            let (before, found) = text.split_at(text.len() - length);
            begins_word(before, found).then_some((*kind, found))
        })
    }

    /// What leads from a label to its value, at the head of the text: its length.
    pub(super) fn link(&self, text: &str) -> Option<usize> {
        self.links.iter().find_map(|link| {
            let head = text.get(..link.len())?;
            let ends = text[link.len()..].starts_with([' ', ':', '\u{a0}', '\n']);
            (head.eq_ignore_ascii_case(link) && ends).then_some(link.len())
        })
    }

    /// Whether the word makes another thing of the label behind it.
    pub(super) fn is_other(&self, word: &str) -> bool {
        self.others.contains(word.to_lowercase().as_str())
    }

    /// Whether the word says something of a password, and is none.
    pub(super) fn is_no_value(&self, word: &str) -> bool {
        let lower = word.to_lowercase();
        self.not_values.contains(lower.as_str())
            || self.methods.iter().any(|method| lower.starts_with(method.as_ref()))
    }

    /// Whether the password is one of examples.
    pub(super) fn is_dummy(&self, word: &str) -> bool {
        self.dummies.contains(word.to_lowercase().as_str())
    }

    /// Whether the line names a user or a place to log in.
    pub(super) fn is_companion(&self, line: &str) -> bool {
        let line = line.trim_start_matches(['-', '*', '•', ' ', '\t', '_', '"']);
        self.companions.iter().any(|word| {
            line.get(..word.len()).is_some_and(|head| {
                head.eq_ignore_ascii_case(word)
                    && line[word.len()..]
                        .trim_start_matches(['*', ' ', '_', '"'])
                        .starts_with([':', '='])
            })
        })
    }

    /// Whether the word tells that a card is meant.
    pub(super) fn is_card(&self, word: &str) -> bool {
        self.cards.contains(word)
    }

    /// Whether the word tells that a number is no card's.
    pub(super) fn is_other_number(&self, word: &str) -> bool {
        self.other_numbers.contains(word)
    }

    /// Whether the word tells that something is for tests.
    pub(super) fn is_test(&self, word: &str) -> bool {
        self.tests.contains(word)
    }

    /// Whether the word tells that something is paid into an account.
    pub(super) fn is_payment(&self, word: &str) -> bool {
        self.payments.contains(word)
    }

    /// Whether the local part of an address is a team's.
    pub(crate) fn is_mailbox(&self, local: &str) -> bool {
        local.to_lowercase().split(['.', '-', '_', '+']).any(|part| self.mailboxes.contains(part))
    }
}

/// The last three bytes of the labels, in a set that may hold more than it was given: each word of a text is asked
/// for, and few end as a label does.
#[derive(Clone, Debug)]
struct Ends(Box<[bool]>);

impl Default for Ends {
    fn default() -> Self {
        Self([false; 1 << 15].into())
    }
}

impl Ends {
    fn add(&mut self, label: &str) {
        let bytes = label.as_bytes();
        match *bytes {
            [.., third, second, last] if third != b' ' => {
                self.0[Self::place([third, second, last])] = true;
            }
            // What joins the words of a label may be any sign, or none.
            [.., second, last] => {
                for third in 0..32 {
                    self.0[Self::place([third, second, last])] = true;
                }
            }
            _ => {}
        }
    }

    fn holds(&self, text: &[u8]) -> bool {
        text.last_chunk().is_none_or(|bytes| self.0[Self::place(*bytes)])
    }

    /// Five bits of each byte: those in which a letter is the same, small or not.
    fn place([third, second, last]: [u8; 3]) -> usize {
        let bits = |byte: u8| usize::from(byte & 31);
        bits(third) << 10 | bits(second) << 5 | bits(last)
    }
}

/// The last two bytes, in lower case.
fn last_bytes(text: &str) -> Option<u16> {
    let [before, last] = *text.as_bytes().last_chunk()?;
    Some(u16::from_le_bytes([before.to_ascii_lowercase(), last.to_ascii_lowercase()]))
}

/// The length of the end of `text` that reads as the label, whose [`last_bytes`] it has; a blank in the label
/// stands for what joins words in code, too.
fn ends_with(text: &str, label: &str) -> Option<usize> {
    let mut rest = &text.as_bytes()[..text.len() - 2];
    for &byte in label.as_bytes()[..label.len() - 2].iter().rev() {
        if byte == b' ' {
            if let Some((b' ' | b'_' | b'-', before)) = rest.split_last() {
                rest = before;
            }
            continue;
        }
        let (last, before) = rest.split_last()?;
        if !last.eq_ignore_ascii_case(&byte) {
            return None;
        }
        rest = before;
    }
    text.is_char_boundary(rest.len()).then_some(text.len() - rest.len())
}

/// Whether a word begins between the two: after a sign, or at a capital in `dbPassword`.
fn begins_word(before: &str, found: &str) -> bool {
    before.chars().next_back().is_none_or(|last| {
        !last.is_alphanumeric() || last.is_lowercase() && found.starts_with(char::is_uppercase)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_found_however_its_words_are_joined() {
        let words = SensitiveWords::builtin();
        for (text, label, found) in [
            ("Your API key", Label::Key, "API key"),
            ("OPENAI_API_KEY", Label::Key, "API_KEY"),
            ("dbPassword", Label::Password, "Password"),
            ("contraseña", Label::Password, "contraseña"),
            ("Votre mot de passe", Label::Password, "mot de passe"),
            ("the CVV", Label::CardCode, "CVV"),
        ] {
            assert_eq!(words.label(text), Some((label, found)), "{text}");
        }
        for text in ["1Password", "compass", "monkey", "é", ""] {
            assert_eq!(words.label(text), None, "{text}");
        }
    }
}
