//! What the customer wrote last: how it reads, and its words.
//!
//! Nothing of it is ever marked. Rules about cheer, emoji and acknowledgement ask it, and so do snippets.

use rustc_hash::FxHashSet;

use crate::document::{Document, Kind, Line, LineClass, Marks, Word, is_emoji, lines};
use crate::lang::LanguageData;
use crate::lang::class::FUNCTION_WORD;
use crate::lang::lexicon::fold;
use crate::lang::mail::MailCues;
use crate::lang::mood::MoodCue;

/// So much of a mail is read: what matters is said at its start. In bytes.
const MOST_READ: usize = 8 * 1024;
/// From this score on a mail reads as upset.
const UPSET: i8 = 2;
/// So many words in capitals in a row are shouted.
const SHOUTED: usize = 3;
/// Shorter words say little of what a mail is about.
const SHORTEST_TOPIC: usize = 4;

/// What a mail is about, as far as rules and snippets ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sign {
    /// They want to leave.
    Leaving,
    /// They praise.
    Praise,
    /// Something does not work.
    Bug,
    /// They bought something or are about to.
    Purchase,
    /// They wait for something.
    Waiting,
    /// They lost something or somebody.
    Loss,
    /// They say that the writer's side did it.
    Slip,
    /// They say that the conversation can be closed.
    Closing,
}

impl Sign {
    /// What it is called.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Leaving => "leaving",
            Self::Praise => "praise",
            Self::Bug => "bug",
            Self::Purchase => "purchase",
            Self::Waiting => "waiting",
            Self::Loss => "loss",
            Self::Slip => "slip",
            Self::Closing => "closing",
        }
    }
}

/// How a mail reads, with the words that show it. It says nothing of the person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Mood {
    score: i8,
    upset_by: Vec<String>,
    signs: Vec<(Sign, String)>,
    emoji: bool,
    thanks: bool,
}

impl Mood {
    /// Whether the mail reads as upset.
    #[must_use]
    pub fn is_upset(&self) -> bool {
        self.score >= UPSET
    }

    /// Whether the mail shows the sign.
    #[must_use]
    pub fn has(&self, sign: Sign) -> bool {
        self.signs.iter().any(|(known, _)| *known == sign)
    }

    /// Whether the mail shows the sign of that name.
    pub(crate) fn shows(&self, sign: &str) -> bool {
        self.signs.iter().any(|(known, _)| known.as_str() == sign)
    }

    /// Whether its writer used emoji.
    #[must_use]
    pub fn has_emoji(&self) -> bool {
        self.emoji
    }

    /// Whether its writer thanked.
    #[must_use]
    pub fn thanks(&self) -> bool {
        self.thanks
    }

    /// How it reads, in a line: "upset (“FURIOUS”, “again”), bug (“fails”)"; `None` where nothing shows.
    #[must_use]
    pub fn describe(&self) -> Option<String> {
        let mut parts = Vec::new();
        if self.is_upset() {
            let words: Vec<_> = self.upset_by.iter().map(|word| format!("“{word}”")).collect();
            parts.push(format!("upset ({})", words.join(", ")));
        }
        parts.extend(self.signs.iter().map(|(sign, word)| format!("{} (“{word}”)", sign.as_str())));
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    fn upset(&mut self, score: i8, words: &str) {
        self.score = self.score.saturating_add(score);
        if score > 0 && !self.upset_by.iter().any(|known| known == words) {
            self.upset_by.push(words.to_owned());
        }
    }
}

/// What the customer wrote last.
#[derive(Clone, Debug, Default)]
pub(crate) struct Message {
    /// Their own words, without quote marks.
    pub text: String,
    /// How it reads.
    pub mood: Mood,
    /// The stems of its words, as far as they say what it is about.
    topics: FxHashSet<String>,
}

impl Message {
    /// Reads the latest of the customer's mails in a draft.
    pub(super) fn read(
        text: &str,
        draft: &[Line],
        mail: &MailCues,
        language: &LanguageData,
    ) -> Self {
        let latest = latest(text, draft);
        if latest.trim().is_empty() {
            return Self::default();
        }
        let mut message = Self { text: latest, ..Self::default() };
        message.understand(mail, language);
        message
    }

    fn understand(&mut self, mail: &MailCues, language: &LanguageData) {
        let text = self.text.as_str();
        let classed = lines::classify(text, mail);
        let document =
            Document::new(text, Kind::Plain, classed, &language.lexicon, &language.abbreviations);
        let mood = &mut self.mood;
        mood.emoji = text.chars().any(is_emoji)
            || [":)", ":-)", ":D", ";)"].iter().any(|smiley| text.contains(smiley));
        for pile in ["!!", "???"] {
            if text.contains(pile) {
                mood.upset(2, pile);
                break;
            }
        }
        if let Some(shouted) = shouted(&document) {
            mood.upset(2, &shouted);
        }
        if let Some(cues) = &language.mood {
            for hit in cues.matcher().find(&document, &language.lexicon) {
                let words = &document.words[hit.marked.clone()];
                let (Some(first), Some(last)) = (words.first(), words.last()) else { continue };
                let words = first.span().cover(last.span()).of(text);
                match cues.cue(&hit) {
                    MoodCue::Upset(score) => {
                        let folded = fold(words);
                        let thanks = ["thank", "cheers", "appreciate", "grateful"];
                        mood.thanks |=
                            score < 0 && thanks.iter().any(|head| folded.starts_with(head));
                        mood.upset(score, words);
                    }
                    MoodCue::Sign(sign) if !mood.has(sign) => {
                        mood.signs.push((sign, words.to_owned()));
                    }
                    MoodCue::Sign(_) => {}
                }
            }
        }
        self.topics = document
            .words
            .iter()
            .filter(|word| !word.any(Marks::OPAQUE.with(Marks::ADDRESS)))
            .filter_map(|word| topic(word.span().of(text), language))
            .collect();
    }

    /// Whether the customer wrote the word, in small letters or not.
    pub(crate) fn says(&self, word: &str) -> bool {
        let apart = |c: char| !c.is_alphanumeric() && c != '\'';
        self.text.split(apart).any(|theirs| theirs.eq_ignore_ascii_case(word))
    }

    /// Whether the customer's mail is about the word too, whatever its ending.
    pub(crate) fn is_about(&self, word: &str, language: &LanguageData) -> bool {
        topic(word, language).is_some_and(|stem| self.topics.contains(&stem))
    }
}

/// The stem of a word that says what a text is about; `None` for one that only holds sentences together.
fn topic(word: &str, language: &LanguageData) -> Option<String> {
    let folded = fold(word);
    let digits = folded.chars().any(|c| c.is_ascii_digit());
    if folded.chars().count() < SHORTEST_TOPIC && !digits {
        return None;
    }
    let lexicon = &language.lexicon;
    let common = lexicon.classes(lexicon.lookup(&folded)).meets(FUNCTION_WORD);
    (!common).then(|| stem(&folded))
}

/// A word without its commonest endings: enough to see that "exports" and "exporting" are one.
fn stem(word: &str) -> String {
    let word = word.strip_suffix("'s").unwrap_or(word);
    for ending in ["ings", "ing", "edly", "ies", "ed", "es", "s", "ly"] {
        if let Some(rest) = word.strip_suffix(ending)
            && rest.chars().count() >= SHORTEST_TOPIC - 1
        {
            let mut rest = rest.trim_end_matches('e').to_owned();
            // "stopping" doubles what "stops" does not.
            let mut end = rest.chars().rev();
            if end.next().is_some_and(|last| end.next() == Some(last)) {
                rest.pop();
            }
            return rest;
        }
    }
    word.trim_end_matches('e').to_owned()
}

/// The words of the latest mail: the quoted lines with the fewest marks, up to the line that says whose
/// words an older mail holds.
fn latest(text: &str, draft: &[Line]) -> String {
    let depths = draft.iter().filter_map(|line| match line.class {
        LineClass::Quote(depth) => Some(depth),
        _ => None,
    });
    let Some(depth) = depths.min() else { return String::new() };
    let mut out = String::new();
    for line in draft {
        match line.class {
            LineClass::Attribution if !out.is_empty() => break,
            LineClass::Quote(own) if own == depth => {
                let content = line.text(text).trim_start_matches([' ', '>', '\u{a0}', '\t']);
                out.push_str(content);
                out.push('\n');
            }
            _ => {}
        }
        if out.len() > MOST_READ {
            break;
        }
    }
    out
}

/// Words in a row that are written in capitals and are no names of things.
fn shouted(document: &Document<'_>) -> Option<String> {
    let loud =
        |word: &Word| word.is(Marks::ALL_CAPS) && !word.any(Marks::DIGIT.with(Marks::OPAQUE));
    let run = document
        .words
        .chunk_by(|a, b| loud(a) == loud(b))
        .find(|run| run.len() >= SHOUTED && loud(&run[0]))?;
    let span = run.first()?.span().cover(run.last()?.span());
    Some(span.of(document.text).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::draft::Draft;
    use crate::input::Input;

    fn mood(quote: &str) -> Mood {
        let catalog = Catalog::builtin();
        let quoted = quote.replace('\n', "\n> ");
        let text = format!("Hi Jo,\n\nOn it.\n\n> {quoted}\n");
        let draft = Draft::read(&text, &Input::default(), &catalog);
        draft.message.mood.clone()
    }

    #[test]
    fn an_upset_mail_is_known_by_its_words() {
        for quote in [
            "I am FURIOUS. You charged me three times.",
            "This is unacceptable, my shop is down!",
            "Worst service ever, still no refund.",
            "I've asked FOUR times!!",
            "THIS IS UNACCEPTABLE, I want my money back",
            "You charged me three times! This is ridiculous.",
            "I'm furious. Third time this week.",
            "I'm disappointed. This is the third time I write.",
        ] {
            assert!(mood(quote).is_upset(), "{quote}: {:?}", mood(quote));
        }
        for quote in [
            "How do I add a card?",
            "Could you please try again? Thanks!",
            "My HTML and CSS files are attached.",
            "The export stops at row 400.",
            "Thank you, that was quick!",
            "I'd like to cancel my plan, please.",
        ] {
            assert!(!mood(quote).is_upset(), "{quote}: {:?}", mood(quote));
        }
    }

    #[test]
    fn what_a_mail_is_about_is_told_with_its_words() {
        for (quote, sign) in [
            ("I'd like to cancel my account.", Sign::Leaving),
            ("Great work, I love the new editor.", Sign::Praise),
            ("The export doesn't work.", Sign::Bug),
            ("I bought the Pro plan yesterday.", Sign::Purchase),
            ("I'm still waiting for my parcel.", Sign::Waiting),
            ("My father died and I need to close his account.", Sign::Loss),
            ("All my photos are gone.", Sign::Loss),
            ("You charged me twice.", Sign::Slip),
            ("That is the wrong lamp; you sent me the wrong colour.", Sign::Slip),
            ("It works now, you can close this.", Sign::Closing),
        ] {
            assert!(mood(quote).has(sign), "{quote}: {:?}", mood(quote));
        }
        assert!(!mood("Please do not close this ticket.").has(Sign::Closing));
        assert_eq!(
            mood("This is RIDICULOUS, the export fails again!!").describe().unwrap(),
            "upset (“!!”, “RIDICULOUS”, “again”), bug (“fails”)"
        );
        assert_eq!(mood("Where do I find the key?").describe(), None);
    }

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
