//! What the customer wrote last: its words, how it reads, what it asks.
//!
//! Nothing of it is ever marked. Rules about cheer, emoji and acknowledgement ask it, and so do snippets.

mod latest;
mod mood;
mod questions;
mod thing;

use std::collections::BTreeMap;

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashSet;

pub(crate) use mood::Risk;
pub use mood::{Mood, Sign};
pub(crate) use questions::Question;

use crate::document::{Document, Kind, Line, Marks, Sentence, Word};
use crate::lang::LanguageData;
use crate::lang::class::FUNCTION_WORD;
use crate::lang::lexicon::folded;
use crate::lang::told::Fact;
use crate::lang::topics::{Topic, stem};
use crate::sensitive::{self, words::SensitiveWords};
use crate::text::Span;
use latest::Latest;
pub(super) use latest::Thread;

/// Shorter words say little of what a mail is about.
const SHORTEST_TOPIC: usize = 4;
/// What is written below one's name and yet meant begins so.
const POSTSCRIPTS: [&str; 2] = ["PS", "P.S"];

/// What the customer wrote last, and where it stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Message {
    mail: Arc<Mail>,
    /// For each line where it begins in the text and in the draft.
    origins: Vec<(usize, usize)>,
}

impl Deref for Message {
    type Target = Mail;

    fn deref(&self) -> &Mail {
        &self.mail
    }
}

/// What the customer wrote last, wherever it stands.
#[derive(Debug, Default)]
pub(crate) struct Mail {
    /// Their own words, without quote marks.
    pub text: String,
    /// How it reads.
    pub mood: Mood,
    /// The sentences of the text.
    pub sentences: Vec<Sentence>,
    /// The words of the sentences.
    pub words: Vec<Word>,
    /// What it asks.
    pub questions: Vec<Question>,
    /// What it tells of the customer, with its place in the text.
    pub facts: Vec<(Fact, Span)>,
    /// What it tells besides, by what its words are about.
    pub told: FxHashSet<Topic>,
    /// Where its footer begins.
    footer: usize,
    /// The stems of its words, as far as they say what it is about; looked for when a rule asks.
    topics: OnceLock<FxHashSet<String>>,
    /// What in it must not be repeated; looked for when a rule speaks.
    secrets: OnceLock<Vec<Span>>,
}

impl Message {
    /// Reads the latest of the customer's mails in a draft, unless it is the one that is known.
    pub(super) fn read(
        thread: &Thread<'_>,
        language: &LanguageData,
        known: Option<&Arc<Mail>>,
    ) -> Self {
        let Latest { text, lines, origins } = thread.latest();
        if text.trim().is_empty() {
            let mail = known.filter(|known| known.text.is_empty()).cloned().unwrap_or_default();
            return Self { mail, origins: Vec::new() };
        }
        let footer = footer(&text, &origins, thread);
        let known = known.filter(|known| known.text == text && known.footer == footer);
        let mail =
            known.cloned().unwrap_or_else(|| Arc::new(Mail::read(text, lines, footer, language)));
        Self { mail, origins }
    }

    /// The mail, which is the same one for as long as nothing in it changes and somebody remembers it.
    pub(crate) fn mail(&self) -> &Arc<Mail> {
        &self.mail
    }

    /// Where its lines that say something begin in the draft.
    pub(crate) fn line_starts(&self) -> impl Iterator<Item = usize> {
        let lines = self.origins.iter();
        let says =
            |at: usize| self.text[at..].lines().next().is_some_and(|it| !it.trim().is_empty());
        lines.filter(move |&&(at, _)| says(at)).map(|&(_, from)| from)
    }

    /// Where words of the message stand in the draft. Quote marks may stand between them.
    pub(crate) fn place(&self, span: Span) -> Span {
        let of = |offset: usize| {
            let line = self.origins.partition_point(|&(at, _)| at <= offset).saturating_sub(1);
            self.origins.get(line).map_or(0, |&(at, from)| from + (offset - at))
        };
        // The end belongs to the line in which the last word stands.
        let last = span.end.saturating_sub(1).max(span.start);
        let end = of(last) + (span.end - last);
        Span::new(of(span.start), end.max(of(span.start)))
    }
}

/// Where the footer begins: below the customer's name, unless a postscript stands there.
fn footer(text: &str, origins: &[(usize, usize)], thread: &Thread<'_>) -> usize {
    let signatures = thread.people.customers.iter().filter(|it| it.source.signs());
    let below = signatures.filter_map(|it| {
        let (line, start) = origins.iter().find_map(|&(at, from)| {
            let line = text[at..].lines().next().unwrap_or("");
            (from <= it.span.start && it.span.end <= from + line.len()).then_some((line, at))
        })?;
        Some(start + line.len())
    });
    let Some(end) = below.max() else { return text.len() };
    let goes_on = |line: &str| POSTSCRIPTS.iter().any(|mark| line.starts_with(mark));
    if text[end..].lines().any(goes_on) { text.len() } else { end }
}

impl Mail {
    /// Reads a mail whose lines have been classed.
    fn read(text: String, lines: Vec<Line>, footer: usize, language: &LanguageData) -> Self {
        let document =
            Document::new(&text, Kind::Plain, lines, &language.lexicon, &language.abbreviations);
        let mood = Mood::read(&document, language);
        let questions = questions::find(&document, language, footer);
        let told = language.told.as_ref();
        let facts = told.map(|told| told.facts(&document, &language.lexicon)).unwrap_or_default();
        let told = questions::told(&document, language, &questions);
        let Document { sentences, words, .. } = document;
        let (topics, secrets) = (OnceLock::new(), OnceLock::new());
        Self { text, mood, sentences, words, questions, facts, told, footer, topics, secrets }
    }

    /// Whether all of it was surely read: of a long mail only the beginning is, empty lines included, of which a
    /// text keeps one at a time.
    pub(crate) fn is_whole(&self) -> bool {
        self.text.len() < latest::MOST_READ / 2
    }

    /// Where keys, passwords and card numbers stand in the text, in order.
    pub(crate) fn secrets(&self, words: &SensitiveWords) -> &[Span] {
        self.secrets.get_or_init(|| sensitive::all(&self.text, words))
    }

    /// Whether something of a key, a password or a card number stands there.
    pub(crate) fn has_secret(&self, span: Span, words: &SensitiveWords) -> bool {
        let secrets = self.secrets(words);
        let next = secrets.partition_point(|secret| secret.end <= span.start);
        secrets.get(next).is_some_and(|secret| secret.overlaps(span))
    }

    /// Whether the customer wrote the word, in small letters or not.
    pub(crate) fn says(&self, word: &str) -> bool {
        let apart = |c: char| !c.is_alphanumeric() && c != '\'';
        self.text.split(apart).any(|theirs| theirs.eq_ignore_ascii_case(word))
    }

    /// What the customer says that they sent, with what to call it, by the words for it in a language.
    pub(crate) fn sent<'n>(&self, names: &'n BTreeMap<String, String>) -> Option<&'n str> {
        names.iter().find(|(word, _)| self.says(word)).map(|(_, name)| name.as_str())
    }

    /// Whether the customer's mail is about the word too, whatever its ending.
    pub(crate) fn is_about(&self, word: &str, language: &LanguageData) -> bool {
        let theirs = || {
            let words = self.words.iter();
            let words = words.filter(|word| !word.any(Marks::OPAQUE.with(Marks::ADDRESS)));
            // Most words of a mail stand in it several times.
            let written: FxHashSet<&str> = words.map(|word| word.span().of(&self.text)).collect();
            written.into_iter().filter_map(|word| topic(word, language)).collect()
        };
        !self.words.is_empty()
            && topic(word, language)
                .is_some_and(|stem| self.topics.get_or_init(theirs).contains(&stem))
    }
}

/// The stem of a word that says what a text is about; `None` for one that only holds sentences together.
fn topic(word: &str, language: &LanguageData) -> Option<String> {
    let digits = word.bytes().any(|b| b.is_ascii_digit());
    if word.len() < SHORTEST_TOPIC && !digits {
        return None;
    }
    let folded = folded(word);
    if folded.chars().count() < SHORTEST_TOPIC && !digits {
        return None;
    }
    let lexicon = &language.lexicon;
    let common = lexicon.classes(lexicon.lookup(&folded)).meets(FUNCTION_WORD);
    (!common).then(|| stem(&folded))
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;
    use crate::draft::Draft;
    use crate::input::Input;

    #[test]
    fn older_mails_and_the_writers_own_are_not_asked() {
        let catalog = Catalog::builtin();
        let text = "Hi Jo,\n\nThis is ridiculous!!\n\nOn 4 Mar 2025, Jo wrote:\n> Thanks, it works.\n>\n> On 3 Mar 2025, Ana wrote:\n>> FURIOUS!!\n";
        let draft = Draft::read(text, &Input::default(), &catalog);
        assert!(!draft.message.mood.is_upset(), "{:?}", draft.message);
        assert!(draft.message.mood.thanks());
    }

    #[test]
    fn a_word_is_what_a_mail_is_about_whatever_its_ending() {
        let catalog = Catalog::builtin();
        let text = "Hi Jo,\n\n> The export of my invoices stops with order 99.\n";
        let draft = Draft::read(text, &Input::default(), &catalog);
        for word in ["exports", "exported", "Invoice", "99", "stopping"] {
            assert!(draft.message.is_about(word, draft.language), "{word}");
        }
        for word in ["with", "refund", "the"] {
            assert!(!draft.message.is_about(word, draft.language), "{word}");
        }
    }
}
