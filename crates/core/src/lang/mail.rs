//! How mail is put together, in all languages at once: header names, attribution lines, dividers,
//! valedictions, and how people say who they are.
//!
//! A quote may be in another language than the reply, so these cues are not chosen by language.

use rustc_hash::FxHashSet;
use serde::Deserialize;

use super::lexicon::{fold, strip_folded};
use crate::pattern::starts;

/// A date names its day of the week in so many first words: "Il giorno mar 4 mar 2025".
const WEEKDAY_WITHIN: usize = 3;

/// The cues for the parts of a mail, gathered from every `lang/<tag>/mail.toml`.
#[derive(Clone, Debug, Default)]
pub(crate) struct MailCues {
    headers: Vec<String>,
    subjects: Vec<String>,
    attribution_opens: Vec<String>,
    /// Verbs that stand before the name and not behind it.
    attribution_verbs: Vec<String>,
    attribution_ends: Vec<String>,
    dividers: Vec<String>,
    notes: Phrases<String>,
    note_fences: Vec<String>,
    senders: Vec<String>,
    sent: Vec<String>,
    recipients: Vec<String>,
    valedictions: Phrases<String>,
    introductions: Phrases<Introduction>,
    presents: Vec<String>,
    from_where: FxHashSet<String>,
    salutations: Phrases<String>,
    weekdays: FxHashSet<String>,
    date_words: FxHashSet<String>,
}

/// How somebody says who they are: "my name is …", "this is … from …".
#[derive(Clone, Debug, Default)]
pub(crate) struct Introduction {
    /// The words before the name, folded.
    pub(crate) opening: String,
    /// Whether it introduces only with what comes after the name: "this is Maria from Acme".
    pub(crate) needs_from: bool,
}

impl AsRef<str> for Introduction {
    fn as_ref(&self) -> &str {
        &self.opening
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct MailData {
    headers: String,
    subject: String,
    attribution_opens: Vec<String>,
    #[serde(default)]
    attribution_verbs: Vec<String>,
    attribution_ends: Vec<String>,
    dividers: Vec<String>,
    #[serde(default)]
    notes: Vec<String>,
    #[serde(default)]
    note_fences: Vec<String>,
    sender: String,
    sent: String,
    recipient: String,
    valedictions: Vec<String>,
    introductions: Vec<String>,
    introductions_from: Vec<String>,
    #[serde(default)]
    introductions_after: Vec<String>,
    from_where: Vec<String>,
    salutations: Vec<String>,
    weekdays: String,
    date_words: String,
}

const SOURCES: [&str; 8] = [
    include_str!("../../lang/en/mail.toml"),
    include_str!("../../lang/de/mail.toml"),
    include_str!("../../lang/fr/mail.toml"),
    include_str!("../../lang/es/mail.toml"),
    include_str!("../../lang/pt/mail.toml"),
    include_str!("../../lang/it/mail.toml"),
    include_str!("../../lang/nl/mail.toml"),
    include_str!("../../lang/ja/mail.toml"),
];

impl MailCues {
    /// The cues that come with Aplomb.
    ///
    /// # Panics
    ///
    /// Never in a build that passed its tests: the data is part of the program.
    #[must_use]
    pub(crate) fn builtin() -> Self {
        let mut cues = Self::default();
        let (mut notes, mut valedictions, mut salutations) = (Vec::new(), Vec::new(), Vec::new());
        let mut introductions = Vec::new();
        for source in SOURCES {
            let data: MailData = toml::from_str(source).expect("built-in mail data is well formed");
            cues.headers.extend(data.headers.split_whitespace().map(str::to_lowercase));
            cues.subjects.push(data.subject.to_lowercase());
            cues.attribution_opens.extend(data.attribution_opens);
            cues.attribution_verbs
                .extend(data.attribution_verbs.iter().map(|verb| format!(" {verb} ")));
            cues.attribution_ends.extend(data.attribution_ends);
            cues.dividers.extend(data.dividers);
            notes.extend(data.notes);
            cues.note_fences.extend(data.note_fences);
            cues.senders.push(data.sender.to_lowercase());
            cues.sent.push(data.sent.to_lowercase());
            cues.recipients.push(data.recipient.to_lowercase());
            valedictions.extend(data.valedictions);
            for (openings, needs_from) in
                [(data.introductions, false), (data.introductions_from, true)]
            {
                let openings = openings.into_iter();
                introductions.extend(openings.map(|opening| Introduction { opening, needs_from }));
            }
            cues.presents.extend(data.introductions_after);
            cues.from_where.extend(data.from_where);
            salutations.extend(data.salutations);
            cues.weekdays.extend(data.weekdays.split_whitespace().map(str::to_owned));
            cues.date_words.extend(data.date_words.split_whitespace().map(str::to_owned));
        }
        cues.notes = Phrases::new(notes);
        cues.valedictions = Phrases::new(valedictions);
        cues.salutations = Phrases::new(salutations);
        cues.introductions = Phrases::new(introductions);
        cues
    }

    /// What follows the header name of the sender on a line such as `From: Maria <m@x.org>`.
    pub(crate) fn sender<'l>(&self, line: &'l str) -> Option<&'l str> {
        let at = line.find([':', '：'])?;
        let rest = line[at..].trim_start_matches([':', '：']);
        self.is_sender(&line[..at].trim_end_matches([' ', '*', '\u{a0}']).to_lowercase())
            .then_some(rest)
    }

    /// Whether a header of that name, in lower case, tells who wrote.
    pub(crate) fn is_sender(&self, name: &str) -> bool {
        self.senders.iter().any(|sender| sender == name)
    }

    /// Whether the line is the header of the hour at which a mail was sent, as Outlook writes it.
    pub(crate) fn is_sent(&self, line: &str) -> bool {
        line.split_once([':', '：']).is_some_and(|(name, _)| {
            let name = name.trim_matches(['*', ' ', '\u{a0}']).to_lowercase();
            self.sent.contains(&name)
        })
    }

    /// Whether a header of that name, in lower case, tells to whom it goes.
    pub(crate) fn is_recipient(&self, name: &str) -> bool {
        self.recipients.iter().any(|recipient| recipient == name)
    }

    /// The part of an attribution line in which the name stands: "On 4 March, Maria" of
    /// "On 4 March, Maria wrote:", "Maria:" of "Am 4. März schrieb Maria:".
    pub(crate) fn attributed<'l>(&self, line: &'l str) -> Option<&'l str> {
        let behind = self.attribution_verbs.iter().find_map(|verb| line.split_once(verb.as_str()));
        if let Some((_, behind)) = behind {
            return Some(behind.trim_end_matches([':', ' ']));
        }
        self.attribution_ends
            .iter()
            .filter_map(|end| line.rfind(end.trim_end_matches([' ', ':', '：', '\u{a0}'])))
            .min()
            .map(|at| &line[..at])
    }

    /// What follows the valediction at the head of a line: `, Maria` of `Best wishes, Maria`.
    ///
    /// `None` also where the words go on: "Thanks for the log" takes no leave.
    pub(crate) fn valediction<'l>(&self, line: &'l str) -> Option<&'l str> {
        self.valedictions
            .like(line)
            .iter()
            .filter_map(|phrase| strip_folded(line, phrase))
            .filter(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '\''))
            .min_by_key(|rest| rest.len())
    }

    /// How somebody may say who they are with the words at the head of the text.
    pub(crate) fn introductions(&self, text: &str) -> &[Introduction] {
        self.introductions.like(text)
    }

    /// The word at the head of a line with which somebody presents themselves: "Kenji here, from Acme".
    pub(crate) fn presents<'l>(&self, line: &'l str) -> Option<&'l str> {
        let (name, rest) = line.split_once(' ')?;
        let after = rest.split(|c: char| !c.is_alphabetic()).next()?;
        self.presents.iter().any(|word| word == after).then_some(name)
    }

    /// Whether the folded word tells where somebody is from: "Maria from Acme".
    pub(crate) fn tells_where(&self, word: &str) -> bool {
        self.from_where.contains(word)
    }

    /// What follows the greeting at the head of a line: ` Maria,` of `Hi Maria,`.
    pub(crate) fn greeting<'l>(&self, line: &'l str) -> Option<&'l str> {
        self.salutations
            .like(line)
            .iter()
            .filter_map(|phrase| strip_folded(line, phrase))
            .filter(|rest| rest.starts_with(' '))
            .min_by_key(|rest| rest.len())
    }

    /// Whether the word belongs to a date or an hour.
    pub(crate) fn is_date_word(&self, word: &str) -> bool {
        let word = fold(word);
        self.date_words.contains(&word) || self.weekdays.contains(&word)
    }

    /// Whether the line begins with a date that names its day of the week: "On Tue, 4 Mar 2025".
    pub(crate) fn names_a_weekday(&self, line: &str) -> bool {
        let words = line.split(|c: char| !(c.is_alphanumeric() || c == '-'));
        let mut words = words.filter(|word| !word.is_empty()).take(WEEKDAY_WITHIN);
        words.any(|word| self.weekdays.contains(&fold(word)))
    }

    pub(crate) fn is_header(&self, name: &str) -> bool {
        name.len() <= 32 && {
            let name = name.trim_matches('*').to_lowercase();
            name.starts_with("x-") || self.headers.contains(&name)
        }
    }

    /// Whether the header of that name says what a mail is about.
    pub(crate) fn is_subject(&self, name: &str) -> bool {
        self.subjects.contains(&name.trim_matches('*').to_lowercase())
    }

    pub(crate) fn opens_attribution(&self, line: &str) -> bool {
        self.attribution_opens.iter().any(|open| line.starts_with(open.as_str()))
    }

    pub(crate) fn ends_attribution(&self, line: &str) -> bool {
        let verb = || self.attribution_verbs.iter().any(|verb| line.contains(verb.as_str()));
        self.attribution_ends.iter().any(|end| line.ends_with(end.as_str()))
            || line.ends_with(':') && verb()
    }

    /// Whether the line is a divider such as `-----Original Message-----`.
    pub(crate) fn is_divider(&self, line: &str) -> bool {
        let framed =
            matches!(line.as_bytes(), [b'-', b'-', ..] | [b'#', b'#', ..] | [b'=', b'=', ..]);
        let named = |text: &str| {
            self.dividers.iter().any(|divider| {
                text.get(..divider.len()).is_some_and(|head| head.eq_ignore_ascii_case(divider))
            })
        };
        if framed {
            named(line.trim_matches(['-', '#', '=', ' ', '\u{a0}']))
        } else {
            line.ends_with(':') && named(line)
        }
    }

    pub(crate) fn starts_note(&self, line: &str) -> bool {
        self.notes
            .like(line)
            .iter()
            .any(|note| line.get(..note.len()).is_some_and(|head| head.eq_ignore_ascii_case(note)))
    }

    pub(crate) fn is_note_mark(&self, word: &str) -> bool {
        self.note_fences.iter().any(|mark| mark.eq_ignore_ascii_case(word))
    }
}

/// Phrases in the order of their first bytes, so that few need be compared with a text.
#[derive(Clone, Debug, Default)]
struct Phrases<T> {
    phrases: Vec<T>,
    /// Where those begin that begin with each byte, and where the last ones end.
    starts: Box<[usize]>,
}

impl<T: AsRef<str>> Phrases<T> {
    fn new(mut phrases: Vec<T>) -> Self {
        let first = |phrase: &T| {
            let byte = phrase.as_ref().as_bytes().first();
            byte.map_or(0, |byte| usize::from(byte.to_ascii_lowercase()))
        };
        phrases.sort_by_key(first);
        let starts = starts(phrases.iter().map(first), 1 << u8::BITS);
        Self { phrases, starts }
    }

    /// Those with which the text may begin, whatever the case of its letters.
    fn like(&self, text: &str) -> &[T] {
        let byte = text.bytes().next().map_or(0, |byte| usize::from(byte.to_ascii_lowercase()));
        match self.starts.get(byte..byte + 2) {
            Some(&[start, end]) if byte < 128 => &self.phrases[start..end],
            // A letter outside ASCII may fold to any other.
            _ => &self.phrases,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first pass over the lines looks for attributions only where a colon ends one.
    #[test]
    fn the_end_of_an_attribution_is_a_colon() {
        for end in MailCues::builtin().attribution_ends {
            assert!(end.ends_with([':', '：']), "{end}");
        }
    }

    #[test]
    fn phrases_are_known_by_their_first_letter_in_either_case() {
        let phrases = Phrases::new(vec!["merci", "best", "à bientôt", "best wishes"]);
        assert_eq!(phrases.like("Best wishes,"), ["best", "best wishes"]);
        assert_eq!(phrases.like("me"), ["merci"]);
        assert!(phrases.like("Thanks").is_empty() && phrases.like("").is_empty());
        assert!(phrases.like("À bientôt").contains(&"à bientôt"));
    }
}
