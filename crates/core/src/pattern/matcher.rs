//! Finding patterns in a text.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::parse::{Element, Item, PatternError, Repeat, Sequence, parse};
use crate::document::{Document, Marks, Word};
use crate::lang::class::{Class, ClassSet};
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

/// The words of a lexicon by their classes: patterns ask for the same few again and again.
struct Vocabulary<'l> {
    lexicon: &'l Lexicon,
    members: RefCell<FxHashMap<ClassSet, Rc<[WordId]>>>,
}

impl<'l> Vocabulary<'l> {
    fn new(lexicon: &'l Lexicon) -> Self {
        Self { lexicon, members: RefCell::default() }
    }

    /// The words of all the classes, in the order of their ids; `class` is one of them.
    fn members(&self, all: ClassSet, class: Class) -> Rc<[WordId]> {
        let mut members = self.members.borrow_mut();
        let found = members.entry(all).or_insert_with(|| {
            let members = self.lexicon.members(class);
            members.filter(|&id| self.lexicon.classes(id).has_all(all)).collect()
        });
        Rc::clone(found)
    }
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

/// What may stand beside a word: other words, or words of other classes. It may hold more than it was given: the
/// words are a Bloom filter of one hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Beside {
    words: u128,
    classes: ClassSet,
}

/// A word beside another, as [`Beside`] sees it.
#[derive(Clone, Copy)]
struct Neighbour {
    bit: u128,
    classes: ClassSet,
}

impl Neighbour {
    /// What stands beside a word where it is the first or the last.
    const NONE: Self = Self { bit: 0, classes: ClassSet::EMPTY };

    fn of(word: Option<&Word>, lexicon: &Lexicon) -> Self {
        word.map_or(Self::NONE, |word| Self {
            bit: Beside::bit(word.id),
            classes: lexicon.classes(word.id),
        })
    }
}

impl Beside {
    const NONE: Self = Self { words: 0, classes: ClassSet::EMPTY };
    /// Any word, or none at all.
    const ALL: Self = Self { words: u128::MAX, classes: ClassSet::EMPTY };

    fn words(ids: &[WordId]) -> Self {
        Self { words: ids.iter().fold(0, |set, &id| set | Self::bit(id)), ..Self::NONE }
    }

    fn or(self, other: Self) -> Self {
        Self { words: self.words | other.words, classes: self.classes.with(other.classes) }
    }

    /// What must stand there, where these elements come next, the nearest first.
    fn of<'e>(direction: Direction, elements: impl Iterator<Item = &'e Element>) -> Self {
        let mut all = Self::NONE;
        for element in elements.filter(|element| !element.is_zero_width()) {
            all = all.or(match &element.item {
                Item::Word(id) => Self::words(&[*id]),
                Item::Words(ids) => Self::words(ids),
                Item::Class(_, class) => Self { classes: ClassSet::of(&[*class]), ..Self::NONE },
                Item::OneOf(sequences) => sequences.iter().fold(Self::NONE, |all, sequence| {
                    let elements = sequence.elements.iter();
                    all.or(match direction {
                        Direction::Forward => Self::of(direction, elements),
                        Direction::Backward => Self::of(direction, elements.rev()),
                    })
                }),
                _ => return Self::ALL,
            });
            if element.repeat.min > 0 {
                return all;
            }
        }
        // The pattern may end there, and then anything may follow.
        Self::ALL
    }

    /// Neighbours in the lexicon are often in one list, so their ids are spread over all bits.
    fn bit(word: WordId) -> u128 {
        1 << (word.index() % 128)
    }

    /// Whether the word, or the end of the sentence, may stand there.
    fn allows(&self, it: Neighbour) -> bool {
        self.words & it.bit != 0 || self.classes.meets(it.classes) || self.words == u128::MAX
    }
}

/// All [`Beside`]s, each once: many patterns want the same few.
#[derive(Default)]
struct Besides {
    all: Vec<Beside>,
    ids: FxHashMap<Beside, u32>,
}

impl Besides {
    fn id(&mut self, beside: Beside) -> u32 {
        *self.ids.entry(beside).or_insert_with(|| {
            self.all.push(beside);
            u32::try_from(self.all.len() - 1).expect("fewer than there are words in patterns")
        })
    }
}

/// What may follow the words under which an element is filed.
enum Behind<'e> {
    /// The same behind each.
    Each(Beside),
    /// Behind the words with which a choice may begin; `None` stands for any word.
    Choices(Vec<(Option<Anchors<'e>>, Beside)>),
}

impl<'e> Behind<'e> {
    /// What may follow the words of `element`, with `rest` behind it.
    fn of(element: &'e Element, rest: &[Element], vocabulary: &Vocabulary<'_>) -> Self {
        let forward =
            |sequence: &[Element]| Beside::of(Direction::Forward, sequence.iter().chain(rest));
        match &element.item {
            _ if element.repeat.max > 1 => Self::Each(Beside::ALL),
            Item::Word(_) | Item::Words(_) | Item::Class(..) => Self::Each(forward(&[])),
            Item::OneOf(sequences) => {
                let choice = |sequence: &'e Sequence| {
                    let elements = &sequence.elements;
                    let Some(at) = elements.iter().position(|it| !it.is_zero_width()) else {
                        return (None, Beside::ALL);
                    };
                    let first = &elements[at];
                    let inner = match &first.item {
                        Item::OneOf(_) => Beside::ALL,
                        _ if first.repeat != Repeat::ONCE => Beside::ALL,
                        _ => forward(&elements[at + 1..]),
                    };
                    (anchors(first, vocabulary), inner)
                };
                Self::Choices(sequences.iter().map(choice).collect())
            }
            _ => Self::Each(Beside::ALL),
        }
    }

    /// The first choice that may begin with this one of them, and what may follow it.
    fn word(&self, word: WordId) -> (usize, Beside) {
        match self {
            Self::Each(beside) => (0, *beside),
            Self::Choices(choices) => {
                let mut begin = choices.iter().enumerate().filter(|(_, (words, _))| {
                    words.as_ref().is_none_or(|words| words.binary_search(&word).is_ok())
                });
                let Some((first, (_, inner))) = begin.next() else { return (0, Beside::NONE) };
                (first, begin.fold(*inner, |all, (_, (_, inner))| all.or(*inner)))
            }
        }
    }
}

/// Words one of which must stand where an element stands, in the order of their ids.
enum Anchors<'e> {
    One(WordId),
    Listed(&'e [WordId]),
    Members(Rc<[WordId]>),
    Gathered(Vec<WordId>),
}

impl std::ops::Deref for Anchors<'_> {
    type Target = [WordId];

    fn deref(&self) -> &[WordId] {
        match self {
            Self::One(id) => std::slice::from_ref(id),
            Self::Listed(ids) => ids,
            Self::Members(ids) => ids,
            Self::Gathered(ids) => ids,
        }
    }
}

/// The words one of which must stand where `element` stands; `None` where that cannot be listed.
fn anchors<'e>(element: &'e Element, vocabulary: &Vocabulary<'_>) -> Option<Anchors<'e>> {
    if element.repeat.min == 0 {
        return None;
    }
    match &element.item {
        Item::Word(id) => Some(Anchors::One(*id)),
        Item::Words(ids) => Some(Anchors::Listed(ids)),
        Item::Class(all, class) => Some(Anchors::Members(vocabulary.members(*all, *class))),
        Item::OneOf(sequences) => {
            // The group is filed under the first word of each of its sequences.
            let mut words = Vec::new();
            for sequence in sequences {
                let mut elements = sequence.elements.iter();
                let first = elements.find(|element| !element.is_zero_width())?;
                words.extend_from_slice(&anchors(first, vocabulary)?);
            }
            words.sort_unstable();
            words.dedup();
            Some(Anchors::Gathered(words))
        }
        _ => None,
    }
}

/// How often the words are to be expected, roughly: function words stand in every sentence.
fn cost(words: &[WordId], lexicon: &Lexicon) -> usize {
    const COMMON: ClassSet = ClassSet::of(&[
        Class::I,
        Class::We,
        Class::You,
        Class::ThirdSingular,
        Class::Deictic,
        Class::Determiner,
        Class::Possessive,
        Class::Preposition,
        Class::Coordinator,
        Class::Be,
        Class::Have,
        Class::Do,
        Class::To,
        Class::Clitic,
    ]);
    words.iter().map(|&word| if lexicon.classes(word).meets(COMMON) { 100 } else { 1 }).sum()
}

/// The compiled patterns of one language.
#[derive(Clone, Debug, Default)]
pub(crate) struct Matcher {
    patterns: Box<[Box<[Element]>]>,
    /// The patterns that are filed, by the words.
    filed: Box<[Filing]>,
    /// Where the patterns of each word begin among them, and their number.
    starts: Box<[usize]>,
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

/// A walk over the words of one sentence, from the word under which a pattern is filed.
struct Walk<'w> {
    words: &'w [Word],
    lexicon: &'w Lexicon,
    anchor: usize,
}

/// What the walk has met.
#[derive(Clone, Copy, Default)]
struct Found {
    mark_start: Option<usize>,
    mark_end: Option<usize>,
    /// A comma may stand before this word.
    comma_before: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Forward,
    Backward,
}

impl Walk<'_> {
    /// Tries `elements` with the element `at` on the anchor, if that is a group with its choices from `choice`
    /// on; gives the match and its marked part.
    fn verify(
        &self,
        elements: &[Element],
        at: usize,
        choice: usize,
    ) -> Option<(Range<usize>, Range<usize>)> {
        let anchor = self.anchor;
        // What is one word, or one of a list, is filed under these words alone.
        if let [Element { item: Item::Word(_) | Item::Words(_), repeat: Repeat::ONCE }] = elements {
            return Some((anchor..anchor + 1, anchor..anchor + 1));
        }
        let mut found = Found::default();
        let start = self.go(Direction::Backward, &elements[..at], anchor, &mut found)?;
        let end = match elements[at..].split_first() {
            Some((element @ Element { item: Item::OneOf(choices), repeat }, rest)) => {
                let (choices, left) = (&choices[choice..], repeat.less_one());
                self.choose(Direction::Forward, element, choices, left, rest, anchor, &mut found)
            }
            _ => self.go(Direction::Forward, &elements[at..], anchor, &mut found),
        }?;
        let marked = found.mark_start.unwrap_or(start)..found.mark_end.unwrap_or(end);
        (marked.start < marked.end).then_some((start..end, marked))
    }

    /// Matches all `elements` from the boundary before word `at` on, in one direction; returns the
    /// boundary at which the match ends.
    fn go(
        &self,
        direction: Direction,
        mut elements: &[Element],
        mut at: usize,
        found: &mut Found,
    ) -> Option<usize> {
        loop {
            let next = match direction {
                Direction::Forward => elements.split_first(),
                Direction::Backward => elements.split_last(),
            };
            let Some((element, rest)) = next else { return Some(at) };
            if element.is_zero_width() {
                if !self.holds(&element.item, at, found) && element.repeat.min > 0 {
                    return None;
                }
            } else if element.repeat != Repeat::ONCE || matches!(element.item, Item::OneOf(_)) {
                return self.take(direction, element, element.repeat, rest, at, found);
            } else {
                at = self.word(direction, &element.item, at, found)?;
            }
            elements = rest;
        }
    }

    /// Takes as many of `element` as it can, then the rest, giving back one at a time.
    fn take(
        &self,
        direction: Direction,
        element: &Element,
        repeat: Repeat,
        rest: &[Element],
        at: usize,
        found: &mut Found,
    ) -> Option<usize> {
        if repeat.max > 0 {
            let left = repeat.less_one();
            if let Item::OneOf(sequences) = &element.item {
                let end = self.choose(direction, element, sequences, left, rest, at, found);
                if end.is_some() {
                    return end;
                }
            } else if let Some(next) = self.word(direction, &element.item, at, found) {
                let mut inner = *found;
                if let Some(end) = self.take(direction, element, left, rest, next, &mut inner) {
                    *found = inner;
                    return Some(end);
                }
            }
        }
        if repeat.min > 0 { None } else { self.go(direction, rest, at, found) }
    }

    /// Takes one of the choices of a group, then `left` more of `element`, then the rest.
    #[expect(
        clippy::too_many_arguments,
        reason = "the state of one walk, which is the hottest loop"
    )]
    fn choose(
        &self,
        direction: Direction,
        element: &Element,
        choices: &[Sequence],
        left: Repeat,
        rest: &[Element],
        at: usize,
        found: &mut Found,
    ) -> Option<usize> {
        for sequence in choices {
            if self.misses(direction, sequence, at) {
                continue;
            }
            let mut inner = *found;
            let next = self.go(direction, &sequence.elements, at, &mut inner);
            let next = next.filter(|&next| next != at);
            let end =
                next.and_then(|next| self.take(direction, element, left, rest, next, &mut inner));
            if end.is_some() {
                *found = inner;
                return end;
            }
        }
        None
    }

    /// Whether the sequence begins with a word that does not stand here: of a hundred alternatives all but
    /// one or two do, and need no walk.
    fn misses(&self, direction: Direction, sequence: &Sequence, at: usize) -> bool {
        let (must, taken) = match direction {
            Direction::Forward => (sequence.first, Some(at)),
            Direction::Backward => (sequence.last, at.checked_sub(1)),
        };
        let Some(must) = must else { return false };
        let word = taken.and_then(|taken| self.words.get(taken));
        word.is_none_or(|word| word.id != must)
    }

    /// Takes one word; returns the boundary behind it.
    fn word(&self, direction: Direction, item: &Item, at: usize, found: &Found) -> Option<usize> {
        let (taken, next) = match direction {
            Direction::Forward => (at, at + 1),
            Direction::Backward => (at.checked_sub(1)?, at - 1),
        };
        let word = self.words.get(taken)?;
        // Punctuation at the boundary that was just crossed ends the match, except a comma that the
        // pattern names. What stands before the anchor is for the backward walk to judge.
        let crossed = direction == Direction::Backward || at != self.anchor;
        if crossed && let Some(word) = self.words.get(at) {
            let comma = found.comma_before == Some(at);
            let stops = if comma { Marks::BREAK.with(Marks::QUOTE) } else { Marks::PUNCTUATION };
            if word.any(stops) {
                return None;
            }
        }
        self.fits(item, word).then_some(next)
    }

    fn fits(&self, item: &Item, word: &Word) -> bool {
        match item {
            Item::Word(id) => word.id == *id,
            Item::Words(ids) => ids.binary_search(&word.id).is_ok(),
            Item::Class(all, _) => self.lexicon.classes(word.id).has_all(*all),
            Item::Any => true,
            _ => false,
        }
    }

    /// Whether a zero-width element holds at the boundary before word `at`.
    fn holds(&self, item: &Item, at: usize, found: &mut Found) -> bool {
        match item {
            Item::SentenceStart => self.words[..at].iter().all(|word| {
                self.lexicon.classes(word.id).meets(LEADING) && !word.any(Marks::BREAK)
            }),
            Item::Comma => {
                found.comma_before = Some(at);
                self.words.get(at).is_some_and(|word| word.is(Marks::COMMA))
            }
            Item::NoNegation => !self.words[..at]
                .iter()
                .rev()
                .take(2)
                .any(|word| self.lexicon.classes(word.id).has(Class::Negation)),
            Item::MarkStart => {
                found.mark_start = Some(at);
                true
            }
            Item::MarkEnd => {
                found.mark_end = Some(at);
                true
            }
            Item::Word(_) | Item::Words(_) | Item::Class(..) | Item::Any | Item::OneOf(_) => true,
        }
    }
}

/// What may stand before the first word of a sentence that counts.
const LEADING: ClassSet = ClassSet::of(&[Class::Coordinator, Class::Adverb]);

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
