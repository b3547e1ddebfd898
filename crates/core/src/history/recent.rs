//! The lines with which the writer's latest replies began and ended, as keyed hashes.
//!
//! Of each reply there are its greeting, its first and its last sentence and its valediction, folded and
//! without the names in them: once whole, and by their first words alone, so that a snippet is known
//! again whatever its blanks were filled with. Nothing here tells a line from its hash.

use std::hash::Hasher;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use siphasher::sip::SipHasher24;

use super::words;
use crate::document::LineClass;
use crate::draft::{Draft, People, RegionKind};
use crate::input::Mode;
use crate::lang::data::PatternUse;

/// Fewer words are said again by anyone.
const SHORTEST: usize = 3;
/// A line is also known by so many of its first words, and by fewer down to two.
const LONGEST_HEAD: usize = 5;
const SHORTEST_HEAD: usize = 2;
/// What is said of late is said in so many of the latest replies.
const OF_LATE: usize = 10;

/// What is kept of one reply: hashes under the user's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedLines {
    /// The document, with the mail that it answers: a file may serve for one reply after the other.
    pub reply: u64,
    /// Its lines, each whole and by its first words, sorted.
    pub lines: Vec<u64>,
}

/// The words of a reply that are to be remembered, on their way to being hashed.
pub struct SentLines {
    thread: Vec<String>,
    lines: Vec<Vec<String>>,
}

/// Lines of the latest replies, as hashes in the order of their use.
#[derive(Clone, Debug, Default)]
pub struct RecentLines {
    memory: Arc<Memory>,
    /// The hash of the document's name.
    document: u64,
}

#[derive(Debug, Default)]
struct Memory {
    key: [u8; 16],
    /// The oldest first.
    replies: Vec<UsedLines>,
    /// The place of the latest reply that has a line, counted from the oldest.
    latest: FxHashMap<u64, usize>,
}

impl SentLines {
    /// What is to be remembered of a reply; `None` where nothing is, as of a note or a saved reply.
    #[must_use]
    pub fn of(draft: &Draft<'_>) -> Option<Self> {
        if matches!(draft.mode, Mode::Note | Mode::Macro) {
            return None;
        }
        let text = draft.text();
        let mut lines = vec![greeting(draft)];
        let ends = Ends::of(draft);
        let sentences = ends.first.into_iter().chain(ends.last).chain(valedictions(draft));
        let spans = sentences.map(|at| draft.document.sentences[at].span);
        lines.extend(spans.map(|span| masked(span.of(text), &draft.people)));
        lines.retain(|line| !line.is_empty());
        (!lines.is_empty()).then(|| Self { thread: thread(draft), lines })
    }
}

impl RecentLines {
    /// The lines of these replies, the oldest first, under the user's own random key.
    #[must_use]
    pub fn new(key: [u8; 16], replies: impl IntoIterator<Item = UsedLines>) -> Self {
        let replies: Vec<UsedLines> = replies.into_iter().collect();
        let mut latest = FxHashMap::default();
        for (at, reply) in replies.iter().enumerate() {
            latest.extend(reply.lines.iter().map(|&line| (line, at)));
        }
        Self { memory: Arc::new(Memory { key, replies, latest }), document: 0 }
    }

    /// Replies of which each has one of these lines, for examples.
    pub(crate) fn of_lines(lines: &[String]) -> Self {
        let none = Self::default();
        let reply = |(at, line): (u64, &String)| UsedLines {
            reply: at,
            lines: none.hashes(&masked(line, &People::default())),
        };
        Self::new([0; 16], (0..).zip(lines).map(reply))
    }

    /// The same, as the document of that name sees it: what it said itself does not count.
    #[must_use]
    pub fn seen_from(&self, document: &str) -> Self {
        let document = self.hash("document", [document]);
        Self { memory: self.memory.clone(), document }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.memory.replies.is_empty()
    }

    /// Of how many replies there are any.
    #[must_use]
    pub fn len(&self) -> usize {
        self.memory.replies.len()
    }

    /// The hashes that are kept of a reply, once it is sent from this document.
    #[must_use]
    pub fn hashed(&self, sent: &SentLines) -> UsedLines {
        let mut lines: Vec<u64> = sent.lines.iter().flat_map(|line| self.hashes(line)).collect();
        lines.sort_unstable();
        lines.dedup();
        UsedLines { reply: self.reply(&sent.thread), lines }
    }

    /// In how many of the latest replies this line stood, the draft itself left out.
    pub(crate) fn times(&self, line: &[String], draft: &Draft<'_>) -> usize {
        let replies = &self.memory.replies;
        let hash = self.whole(line);
        if !self.memory.latest.contains_key(&hash) {
            return 0;
        }
        let own = self.reply(&thread(draft));
        let others = replies.iter().rev().filter(|reply| reply.reply != own).take(OF_LATE);
        others.filter(|reply| reply.lines.binary_search(&hash).is_ok()).count()
    }

    /// How long ago these words were used: 0 in the latest reply, 1 in the one before it, and so on;
    /// `None` if they were in none. They are the words of a snippet up to its first blank or variable,
    /// and are found at the front of longer lines too.
    #[must_use]
    pub fn last_used(&self, words: &str) -> Option<usize> {
        let memory = &self.memory;
        if memory.replies.is_empty() {
            return None;
        }
        let words: Vec<String> = super::words(words).collect();
        let head = &words[..words.len().min(LONGEST_HEAD)];
        let hashes = [self.whole(&words), self.head(head)];
        let latest = hashes.iter().filter_map(|hash| memory.latest.get(hash)).max()?;
        Some(memory.replies.len() - 1 - latest)
    }

    fn hashes(&self, line: &[String]) -> Vec<u64> {
        let heads = SHORTEST_HEAD..=line.len().min(LONGEST_HEAD);
        let mut hashes = vec![self.whole(line)];
        hashes.extend(heads.map(|count| self.head(&line[..count])));
        hashes.sort_unstable();
        hashes
    }

    fn whole(&self, line: &[String]) -> u64 {
        self.hash("line", line)
    }

    fn head(&self, words: &[String]) -> u64 {
        self.hash("head", words)
    }

    fn reply(&self, thread: &[String]) -> u64 {
        self.hash(&format!("reply {:x}", self.document), thread)
    }

    fn hash<W: AsRef<str>>(&self, kind: &str, words: impl IntoIterator<Item = W>) -> u64 {
        let mut hasher = SipHasher24::new_with_key(&self.memory.key);
        hasher.write(kind.as_bytes());
        for word in words {
            hasher.write_u8(0);
            hasher.write(word.as_ref().as_bytes());
        }
        hasher.finish()
    }
}

/// The sentences with which a reply opens and closes, valedictions and mere words left out.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Ends {
    pub(crate) first: Option<usize>,
    /// Where it is not the first.
    pub(crate) last: Option<usize>,
}

impl Ends {
    pub(crate) fn of(draft: &Draft<'_>) -> Self {
        let speaks = |at: &usize| match draft.sentence_regions[*at] {
            RegionKind::Body => true,
            RegionKind::Farewell => !is_valediction(draft, *at),
            _ => false,
        };
        let mut sentences = (0..draft.document.sentences.len()).filter(speaks);
        let long = |at: &usize| {
            let span = draft.document.sentences[*at].span;
            masked(span.of(draft.text()), &draft.people).len() >= SHORTEST
        };
        let (first, last) = (sentences.next(), sentences.next_back());
        Self { first: first.filter(long), last: last.filter(long) }
    }
}

fn valedictions(draft: &Draft<'_>) -> impl Iterator<Item = usize> {
    (0..draft.document.sentences.len()).filter(|&at| {
        draft.sentence_regions[at] == RegionKind::Farewell && is_valediction(draft, at)
    })
}

/// Whether words of farewell are "Best wishes," and the like: everybody ends with them, and nobody minds.
fn is_valediction(draft: &Draft<'_>, sentence: usize) -> bool {
    let says = draft.hits_in(sentence).iter().any(|hit| {
        let what = draft.language.uses[hit.pattern.index()];
        matches!(what, PatternUse::Invitation | PatternUse::Wish)
    });
    !says
}

/// The words of the greeting, without whoever it names.
fn greeting(draft: &Draft<'_>) -> Vec<String> {
    let Some(salutation) = &draft.salutation else { return Vec::new() };
    let text = draft.text();
    let mut line = Vec::new();
    let mut at = salutation.span.start;
    for name in salutation.names.iter().chain(&salutation.stand_in) {
        line.extend(words(text.get(at..name.start).unwrap_or("")));
        at = at.max(name.end);
    }
    line.extend(words(text.get(at..salutation.span.end).unwrap_or("")));
    line
}

/// What tells a reply from the next that is written in the same document: the words of the mail that it
/// answers, or else whom it greets.
fn thread(draft: &Draft<'_>) -> Vec<String> {
    let text = draft.text();
    let quoted = draft.document.lines.iter().filter(|it| matches!(it.class, LineClass::Quote(_)));
    let thread: Vec<String> = quoted.flat_map(|line| words(line.text(text))).collect();
    if !thread.is_empty() {
        return thread;
    }
    let greeted = draft.salutation.iter().flat_map(|salutation| &salutation.names);
    greeted.flat_map(|name| words(name.of(text))).collect()
}

/// The words of a line, without the names in it: they are other ones in each reply.
pub(crate) fn masked(line: &str, people: &People) -> Vec<String> {
    let named: Vec<String> = people
        .customers
        .iter()
        .map(|candidate| candidate.name.given.to_lowercase())
        .chain(people.agent.iter().map(|agent| agent.to_lowercase()))
        .collect();
    // ", Kim." at its end calls out somebody else's name.
    let line = match line.trim_end_matches(['.', '!']).rsplit_once(", ") {
        Some((before, name)) if is_one_name(name) => before,
        _ => line,
    };
    words(line).filter(|word| !named.contains(word)).collect()
}

fn is_one_name(text: &str) -> bool {
    text.starts_with(char::is_uppercase) && text.chars().all(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::input::Input;

    const KEY: [u8; 16] = [7; 16];

    fn sent(text: &str) -> Option<SentLines> {
        SentLines::of(&Draft::read(text, &Input::default(), &Catalog::builtin()))
    }

    /// What is known after these replies were sent, each from a document of its own.
    fn after(texts: &[&str]) -> RecentLines {
        let none = RecentLines::new(KEY, []);
        let used = (0..).zip(texts).filter_map(|(at, text)| {
            Some(none.seen_from(&format!("{at}.md")).hashed(&sent(text)?))
        });
        RecentLines::new(KEY, used)
    }

    fn times(recent: &RecentLines, line: &str, text: &str) -> usize {
        let catalog = Catalog::builtin();
        let draft = Draft::read(text, &Input::default(), &catalog);
        recent.times(&masked(line, &draft.people), &draft)
    }

    const JO: &str = "Hi Jo,\n\nThanks for the detailed report, Jo. The tent is here.\n\nLet me know how the trip goes.\n\nBest wishes,\nAna\n\n> The zip broke.\n> Jo\n";
    const KIM: &str = "Hello Kim,\n\nThanks for the detailed report, Kim. It was the zip.\n\nTell me how it goes.\n\nKind regards,\nAna\n\n> It is torn.\n> Kim\n";

    #[test]
    fn a_line_is_known_again_whoever_is_named_in_it() {
        let recent = after(&[JO, KIM]);
        assert_eq!(times(&recent, "Thanks for the detailed report.", ""), 2);
        assert_eq!(times(&recent, "Let me know how the trip goes!", ""), 1);
        for no in ["Thanks for the", "The tent is here.", "Best wishes,", "Jo"] {
            let known = times(&recent, no, "");
            assert_eq!(known, usize::from(no == "Best wishes,"), "{no}");
        }
    }

    #[test]
    fn a_draft_does_not_count_against_itself() {
        let recent = after(&[JO, KIM]);
        let line = "Thanks for the detailed report.";
        assert_eq!(times(&recent.seen_from("0.md"), line, JO), 1);
        assert_eq!(times(&recent.seen_from("0.md"), line, KIM), 2, "the file serves again");
        assert_eq!(times(&recent.seen_from("other.md"), line, JO), 2);
        let unquoted = |text: &str| text.split("\n\n>").next().unwrap().to_owned();
        let recent = after(&[&unquoted(JO)]).seen_from("0.md");
        assert_eq!(times(&recent, line, &unquoted(JO)), 0);
        assert_eq!(times(&recent, line, &unquoted(KIM)), 1, "somebody else is greeted");
    }

    #[test]
    fn words_are_ranked_by_their_last_use() {
        let recent = after(&[JO, KIM, "Hi Lee,\n\nThank you for waiting so long.\n\nAna\n"]);
        for (words, rank) in [
            ("Hi", Some(0)),
            ("Hello", Some(1)),
            ("Thank you for", Some(0)),
            ("Thank you for waiting", Some(0)),
            ("Thank you for the", None),
            ("Thanks for", Some(1)),
            ("Thanks for the detailed report", Some(1)),
            ("Let me know how the", Some(2)),
            ("Let me know how the trip went", Some(2)),
            ("Kind regards,", Some(1)),
            ("Best wishes", Some(2)),
            ("Warmly", None),
            ("", None),
        ] {
            assert_eq!(recent.last_used(words), rank, "{words}");
        }
        assert_eq!(RecentLines::default().last_used("Hi"), None);
    }

    #[test]
    fn only_the_latest_replies_count_for_what_is_said_of_late() {
        let other = "Hi Lee,\n\nThank you for the photo of the zip.\n\nAna\n";
        let mut texts = vec![JO];
        texts.extend([other; OF_LATE]);
        let recent = after(&texts);
        assert_eq!(times(&recent, "Thanks for the detailed report.", ""), 0);
        assert_eq!(times(&recent, "Thank you for the photo of the zip.", ""), OF_LATE);
        assert_eq!(recent.last_used("Thanks for the detailed report"), Some(OF_LATE));
    }

    #[test]
    fn notes_saved_replies_and_empty_drafts_leave_nothing() {
        for text in ["", "---\nmode: note\n---\nAsk Jon about it.\n", "> The zip broke.\n"] {
            assert!(sent(text).is_none(), "{text}");
        }
        assert!(sent("---\nmode: macro\n---\nHi {{name}}, it is here.\n").is_none());
    }

    #[test]
    fn another_key_gives_other_hashes() {
        let of = |key| RecentLines::new(key, []).hashed(&sent(JO).unwrap());
        let (one, two) = (of(KEY), of([8; 16]));
        assert!(one.reply != two.reply && one.lines.iter().all(|it| !two.lines.contains(it)));
    }
}
