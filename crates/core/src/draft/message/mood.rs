//! How a customer's mail reads, with the words that show it.

use crate::document::{Document, Marks, Word, is_emoji};
use crate::lang::LanguageData;
use crate::lang::class::FUNCTION_WORD;
use crate::lang::lexicon::fold;
use crate::lang::mood::MoodCue;
use crate::text::Span;

/// From this score on a mail reads as upset.
const UPSET: i8 = 2;
/// From this score on it reads as angry: one strong word alone may be about a thing.
const ANGRY: i8 = 3;
/// So many words in capitals in a row are shouted.
const SHOUTED: usize = 3;

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
    /// All signs.
    pub const ALL: [Self; 8] = [
        Self::Leaving,
        Self::Praise,
        Self::Bug,
        Self::Purchase,
        Self::Waiting,
        Self::Loss,
        Self::Slip,
        Self::Closing,
    ];

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

/// What wants a colleague's eyes before an answer leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Risk {
    /// They may be a danger to themselves.
    SelfHarm,
    /// They threaten somebody.
    Threat,
    /// Somebody was hurt or may be.
    Safety,
    /// Lawyers, courts, authorities.
    Legal,
    /// Money is fetched back through a bank.
    Chargeback,
    /// Journalists, the public.
    Press,
    /// Words that are meant to hurt.
    Abuse,
}

/// How a mail reads, with the words that show it. It says nothing of the person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Mood {
    score: i8,
    upset_by: Vec<String>,
    signs: Vec<(Sign, String)>,
    risks: Vec<(Risk, Span)>,
    emoji: bool,
    thanks: bool,
}

impl Mood {
    /// Whether the mail reads as upset.
    #[must_use]
    pub fn is_upset(&self) -> bool {
        self.score >= UPSET
    }

    /// Whether more than one word or mark shows that its writer is upset.
    #[must_use]
    pub(crate) fn is_angry(&self) -> bool {
        self.score >= ANGRY
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

    /// What wants a colleague's eyes, the gravest first, with its place in the message.
    pub(crate) fn risks(&self) -> &[(Risk, Span)] {
        &self.risks
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

impl Mood {
    /// Reads the mood of a mail.
    pub(super) fn read(document: &Document<'_>, language: &LanguageData) -> Self {
        let text = document.text;
        let mut mood = Self {
            emoji: text.chars().any(is_emoji)
                || [":)", ":-)", ":D", ";)"].iter().any(|smiley| text.contains(smiley)),
            ..Self::default()
        };
        for pile in ["!!", "???"] {
            if text.contains(pile) {
                mood.upset(2, pile);
                break;
            }
        }
        if let Some(shouted) = shouted(document, language) {
            mood.upset(2, &shouted);
        }
        let Some(cues) = &language.mood else { return mood };
        for hit in cues.find(document, &language.lexicon) {
            let words = &document.words[hit.marked.clone()];
            let (Some(first), Some(last)) = (words.first(), words.last()) else { continue };
            let span = first.span().cover(last.span());
            let words = span.of(text);
            match cues.cue(&hit) {
                MoodCue::Upset(score) => {
                    let folded = fold(words);
                    let thanks = ["thank", "cheers", "appreciate", "grateful"];
                    mood.thanks |= score < 0 && thanks.iter().any(|head| folded.starts_with(head));
                    mood.upset(score, words);
                }
                MoodCue::Sign(sign) if !mood.has(sign) => {
                    mood.signs.push((sign, words.to_owned()));
                }
                MoodCue::Sign(_) => {}
                MoodCue::Risk(risk) => mood.risks.push((risk, span)),
            }
        }
        mood.risks.sort_unstable();
        mood.risks.dedup_by_key(|(risk, _)| *risk);
        mood
    }
}

/// Words in a row that are written in capitals and say something: "STILL NO REFUND", and not "BEGIN PGP
/// SIGNATURE".
fn shouted(document: &Document<'_>, language: &LanguageData) -> Option<String> {
    let said = |word: &Word| language.lexicon.classes(word.id).meets(FUNCTION_WORD);
    let loud =
        |word: &Word| word.is(Marks::ALL_CAPS) && !word.any(Marks::DIGIT.with(Marks::OPAQUE));
    let run = document
        .words
        .chunk_by(|a, b| loud(a) == loud(b))
        .find(|run| run.len() >= SHOUTED && loud(&run[0]) && run.iter().any(said))?;
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
}
