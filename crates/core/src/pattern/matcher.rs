//! Finding patterns in a text.

use std::ops::Range;

use super::anchor::{Vocabulary, anchors, cost};
use super::beside::{Behind, Beside, Besides, Neighbour};
use super::parse::{Element, PatternError, parse};
use super::walk::{Direction, Walk};
use crate::document::{Document, Marks};
use crate::lang::lexicon::{Lexicon, WordId};

/// A compiled pattern, as an index in the order of [`MatcherBuilder::add`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct PatternId(pub(crate) u32);

impl PatternId {
    /// Index into tables that are dense over the patterns.
    #[must_use]
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A place where a pattern matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    /// The pattern.
    pub pattern: PatternId,
    /// The sentence, as an index into the document's sentences.
    pub sentence: usize,
    /// All words of the match, as indices into the document's words.
    pub words: Range<usize>,
    /// The words between `<` and `>`, or all of them.
    pub marked: Range<usize>,
}

/// Collects patterns.
#[derive(Debug, Default)]
pub(crate) struct MatcherBuilder {
    patterns: Vec<Box<[Element]>>,
}

impl MatcherBuilder {
    /// Adds a pattern; its words get ids in `lexicon`.
    pub(crate) fn add(
        &mut self,
        pattern: &str,
        lexicon: &mut Lexicon,
    ) -> Result<PatternId, PatternError> {
        let elements = parse(pattern, lexicon)?;
        let id = PatternId(u32::try_from(self.patterns.len()).expect("fewer than 2^32 patterns"));
        self.patterns.push(elements);
        Ok(id)
    }

    /// Files every pattern under its rarest word. `lexicon` must hold all words by now.
    pub(crate) fn build(self, lexicon: &Lexicon) -> Result<Matcher, (PatternId, PatternError)> {
        let mut filed: Vec<(WordId, Filing)> = Vec::new();
        let vocabulary = Vocabulary::new(lexicon);
        let mut besides = Besides::default();
        for (at, elements) in self.patterns.iter().enumerate() {
            let id = PatternId(u32::try_from(at).expect("fewer than 2^32 patterns"));
            let anchor = elements
                .iter()
                .enumerate()
                .filter_map(|(at, element)| anchors(element, &vocabulary).map(|words| (at, words)))
                .min_by_key(|(_, words)| cost(words, lexicon));
            let Some((element, words)) = anchor else {
                let message = "a pattern needs at least one word that must stand".into();
                return Err((id, PatternError { at: 0, message }));
            };
            let before = Beside::of(Direction::Backward, elements[..element].iter().rev());
            let before = besides.id(before);
            let behind = Behind::of(&elements[element], &elements[element + 1..], &vocabulary);
            for &word in words.iter() {
                let (choice, after) = behind.word(word);
                let after = besides.id(after);
                let filing = Filing {
                    pattern: id,
                    element: u32::try_from(element).expect("short patterns"),
                    choice: u32::try_from(choice).expect("short patterns"),
                    before,
                    after,
                };
                filed.push((word, filing));
            }
        }
        let (filed, starts) = by_word(&filed, lexicon.len());
        Ok(Matcher { patterns: self.patterns.into(), filed, starts, besides: besides.all.into() })
    }
}

/// The patterns in the order of the words under which they are filed, under one word in their own, and where
/// those of each word begin, with their number behind it.
fn by_word(filed: &[(WordId, Filing)], words: usize) -> (Box<[Filing]>, Box<[usize]>) {
    let starts = starts(filed.iter().map(|(word, _)| word.index()), words);
    let mut next = starts.clone();
    let mut order: Vec<_> = filed.iter().map(|(_, filing)| *filing).collect();
    for (word, filing) in filed {
        order[next[word.index()]] = *filing;
        next[word.index()] += 1;
    }
    (order.into(), starts)
}

/// Where those with each number below `count` begin among things that stand in the order of their numbers, and
/// behind that how many there are.
pub(crate) fn starts(numbers: impl Iterator<Item = usize>, count: usize) -> Box<[usize]> {
    let mut starts = vec![0; count + 1];
    for number in numbers {
        starts[number + 1] += 1;
    }
    for at in 0..count {
        starts[at + 1] += starts[at];
    }
    starts.into()
}

/// A pattern under a word, with what must stand beside the word for the walk to be worth its while: most often
/// something else does.
#[derive(Clone, Copy, Debug)]
struct Filing {
    pattern: PatternId,
    /// The element that stands for the word.
    element: u32,
    /// The first choice of the element that may begin with the word, where it is a group: those before need
    /// not be tried.
    choice: u32,
    /// What must stand before and after it, as places in [`Matcher::besides`].
    before: u32,
    after: u32,
}

/// The compiled patterns of one language.
#[derive(Clone, Debug, Default)]
pub(crate) struct Matcher {
    patterns: Box<[Box<[Element]>]>,
    /// The patterns that are filed, by the words.
    filed: Box<[Filing]>,
    /// Where the patterns of each word begin among them, and their number.
    starts: Box<[usize]>,
    /// What may stand beside the word under which a pattern is filed.
    besides: Box<[Beside]>,
}

impl Matcher {
    /// Finds every pattern in every sentence of `document`, in the order of the text.
    ///
    /// Words in quotation marks are the interface's or the customer's: no pattern is filed under one.
    #[must_use]
    pub(crate) fn find(&self, document: &Document<'_>, lexicon: &Lexicon) -> Vec<Hit> {
        let mut hits = Vec::new();
        self.find_in(document, 0..document.sentences.len(), lexicon, &mut hits);
        hits
    }

    /// The same in some of its sentences.
    pub(super) fn find_in(
        &self,
        document: &Document<'_>,
        sentences: Range<usize>,
        lexicon: &Lexicon,
        hits: &mut Vec<Hit>,
    ) {
        for at in sentences {
            self.find_in_sentence(document, at, lexicon, hits);
        }
    }

    /// Looks again in sentences of the document that have been cut since: `cuts` are those before each cut, in order.
    pub(crate) fn find_again(
        &self,
        document: &Document<'_>,
        lexicon: &Lexicon,
        hits: &mut Vec<Hit>,
        cuts: &[usize],
    ) {
        let Some(&first) = cuts.first() else { return };
        let later = hits.split_off(hits.partition_point(|hit| hit.sentence < first));
        let mut cuts = cuts.iter().copied().enumerate().peekable();
        let halves = |(at, cut): (usize, usize), next: Option<&(usize, usize)>, hits: &mut _| {
            // Where the second half is cut again, the next cut has it.
            let end = if next == Some(&(at + 1, cut + 1)) { cut + 1 } else { cut + 2 };
            self.find_in(document, cut..end, lexicon, hits);
        };
        let mut done = 0;
        for hit in later {
            while let Some(cut) = cuts.next_if(|&(at, cut)| cut < hit.sentence + at) {
                halves(cut, cuts.peek(), hits);
                done += 1;
            }
            let sentence = hit.sentence + done;
            if cuts.peek().is_none_or(|&(_, cut)| cut != sentence) {
                hits.push(Hit { sentence, ..hit });
            }
        }
        while let Some(cut) = cuts.next() {
            halves(cut, cuts.peek(), hits);
        }
    }

    fn find_in_sentence(
        &self,
        document: &Document<'_>,
        at: usize,
        lexicon: &Lexicon,
        hits: &mut Vec<Hit>,
    ) {
        let sentence = &document.sentences[at];
        let words = &document.words[sentence.words.clone()];
        let first_hit = hits.len();
        for (anchor, word) in words.iter().enumerate() {
            if word.id == WordId::UNKNOWN || word.is(Marks::QUOTED) {
                continue;
            }
            let filed = self.filed_under(word.id);
            let before = anchor.checked_sub(1).and_then(|at| words.get(at));
            let before = Neighbour::of(before, lexicon);
            let after = Neighbour::of(words.get(anchor + 1), lexicon);
            let worth = |it: &&Filing| {
                self.besides[it.after as usize].allows(after)
                    && self.besides[it.before as usize].allows(before)
            };
            for &Filing { pattern, element, choice, .. } in filed.iter().filter(worth) {
                let walk = Walk { words, lexicon, anchor };
                let elements = &self.patterns[pattern.index()];
                let Some((range, marked)) =
                    walk.verify(elements, element as usize, choice as usize)
                else {
                    continue;
                };
                let base = sentence.words.start;
                let hit = Hit {
                    pattern,
                    sentence: at,
                    words: range.start + base..range.end + base,
                    marked: marked.start + base..marked.end + base,
                };
                if !hits[first_hit..].contains(&hit) {
                    hits.push(hit);
                }
            }
        }
    }

    fn filed_under(&self, word: WordId) -> &[Filing] {
        match self.starts.get(word.index()..word.index() + 2) {
            Some(&[start, end]) => &self.filed[start..end],
            _ => &[],
        }
    }

    /// Number of patterns.
    #[must_use]
    pub(crate) fn len(&self) -> usize {
        self.patterns.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Kind, lines};
    use crate::lang::mail::MailCues;
    use crate::lang::sentence::Abbreviations;

    fn matches(pattern: &str, text: &str) -> Vec<String> {
        let mut lexicon = Lexicon::default();
        lexicon
            .read("adverb = 'now really'\nnegation = \"not n't\"\ni = 'I'\ncoordinator = 'and but'")
            .unwrap();
        let mut builder = MatcherBuilder::default();
        builder.add(pattern, &mut lexicon).unwrap();
        let matcher = builder.build(&lexicon).unwrap();
        let lines = lines::classify(text, &MailCues::builtin());
        let document =
            Document::new(text, Kind::Markdown, lines, &lexicon, &Abbreviations::default());
        matcher
            .find(&document, &lexicon)
            .into_iter()
            .map(|hit| {
                let start = document.words[hit.marked.start].span().start;
                let end = document.words[hit.marked.end - 1].span().end;
                text[start..end].to_owned()
            })
            .collect()
    }

    #[test]
    fn words_match_in_any_case_over_line_breaks_and_markup() {
        assert_eq!(matches("should now be", "It SHOULD\n**now** be on."), ["SHOULD\n**now** be"]);
        assert_eq!(matches("don't hesitate", "Don’t hesitate."), ["Don’t hesitate"]);
    }

    #[test]
    fn groups_repeats_and_gaps() {
        let frame = "(I|we) {adverb}* (think|believe) that?";
        assert_eq!(
            matches(frame, "Well I really now think that it is."),
            ["I really now think that"]
        );
        assert_eq!(matches(frame, "You think so."), [""; 0]);
        assert_eq!(matches("pass {0..2} on", "I will pass your note on."), ["pass your note on"]);
        assert_eq!(matches("pass {0..2} on", "I will pass the long note on."), [""; 0]);
        assert_eq!(
            matches("really+ good", "It is really really good."),
            ["really really good", "really good"]
        );
    }

    #[test]
    fn punctuation_ends_a_match_unless_the_pattern_names_it() {
        assert_eq!(matches("should work", "It should, work."), [""; 0]);
        assert_eq!(matches("hopefully ,? it", "Hopefully, it is."), ["Hopefully, it"]);
        assert_eq!(matches("hopefully , it", "Hopefully it is."), [""; 0]);
        assert_eq!(matches("kind of {0..1} plan", "kind of (old) plan"), [""; 0]);
    }

    #[test]
    fn starts_negations_and_marks() {
        assert_eq!(matches("^ actually", "But actually it is."), ["actually"]);
        assert_eq!(matches("^ actually", "It is actually on."), [""; 0]);
        assert_eq!(matches("~ certain", "I am not certain."), [""; 0]);
        assert_eq!(matches("it <seems to> be", "So it seems to be on."), ["seems to"]);
    }

    #[test]
    fn quoted_words_are_somebody_elses() {
        assert_eq!(matches("maybe later", "Press \"Maybe later\" now."), [""; 0]);
    }

    #[test]
    fn a_pattern_of_optional_words_cannot_be_filed() {
        let mut lexicon = Lexicon::default();
        let mut builder = MatcherBuilder::default();
        builder.add("maybe? {0..2}", &mut lexicon).unwrap();
        assert!(builder.build(&lexicon).is_err());
    }
}
