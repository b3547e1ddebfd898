//! Reading a pattern.

use std::fmt;

use crate::lang::class::{Class, ClassSet};
use crate::lang::lexicon::{Lexicon, WordId, class_named, folded};

/// How often an element may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Repeat {
    pub(crate) min: u8,
    pub(crate) max: u8,
}

impl Repeat {
    pub(crate) const ONCE: Self = Self { min: 1, max: 1 };

    /// How often it may stand behind where it has stood once.
    pub(super) fn less_one(self) -> Self {
        Self { min: self.min.saturating_sub(1), max: self.max.saturating_sub(1) }
    }
}

/// An unbounded repetition stops here: longer runs of one class do not occur in prose.
const MOST: u8 = 6;

/// What an element matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    Word(WordId),
    /// A word of all the classes.
    Class(ClassSet, Class),
    Any,
    /// One of the words, in the order of their ids.
    Words(Box<[WordId]>),
    OneOf(Box<[Sequence]>),
    SentenceStart,
    Comma,
    NoNegation,
    MarkStart,
    MarkEnd,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) item: Item,
    pub(crate) repeat: Repeat,
}

/// A choice in a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sequence {
    pub(crate) elements: Box<[Element]>,
    /// The word with which it must begin or end, where that is one word: most choices are ruled out by it.
    pub(crate) first: Option<WordId>,
    pub(crate) last: Option<WordId>,
}

impl Sequence {
    fn new(elements: Box<[Element]>) -> Self {
        let word = |element: Option<&Element>| match element {
            Some(Element { item: Item::Word(id), repeat }) if repeat.min > 0 => Some(*id),
            _ => None,
        };
        let (first, last) = (word(elements.first()), word(elements.last()));
        Self { elements, first, last }
    }
}

/// The word that the elements are, where they are no more.
fn only(elements: &[Element]) -> Option<WordId> {
    match elements {
        [Element { item: Item::Word(id), repeat: Repeat::ONCE }] => Some(*id),
        _ => None,
    }
}

/// A choice between sequences; a list where all of them are words, for most groups are long lists of words.
fn one_of(sequences: Vec<Box<[Element]>>) -> Item {
    if sequences.iter().all(|it| only(it).is_some()) {
        return one_of_words(sequences.iter().filter_map(|it| only(it)).collect());
    }
    Item::OneOf(sequences.into_iter().map(Sequence::new).collect())
}

fn one_of_words(mut words: Vec<WordId>) -> Item {
    words.sort_unstable();
    words.dedup();
    Item::Words(words.into())
}

impl Element {
    /// Whether it says what stands between two words.
    pub(super) fn is_zero_width(&self) -> bool {
        matches!(
            self.item,
            Item::SentenceStart | Item::Comma | Item::NoNegation | Item::MarkStart | Item::MarkEnd
        )
    }
}

/// Why a pattern cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// Byte offset in the pattern.
    pub at: usize,
    /// What is wrong and what to write instead, as a sentence.
    pub message: String,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (at character {})", self.message, self.at + 1)
    }
}

impl std::error::Error for PatternError {}

/// Reads `pattern` and gives its words ids.
pub(crate) fn parse(pattern: &str, lexicon: &mut Lexicon) -> Result<Box<[Element]>, PatternError> {
    let mut parser = Parser { pattern, at: 0, depth: 0, read: Vec::new(), lexicon };
    let mut sequences = parser.alternatives()?;
    if parser.at < pattern.len() {
        return Err(parser.error("this `)` closes nothing"));
    }
    let elements = match sequences.as_mut_slice() {
        [only] => std::mem::take(only),
        _ => Box::new([Element { item: one_of(sequences), repeat: Repeat::ONCE }]),
    };
    if elements.is_empty() {
        return Err(PatternError { at: 0, message: "a pattern needs at least one word".into() });
    }
    Ok(elements)
}

struct Parser<'p, 'l> {
    pattern: &'p str,
    at: usize,
    depth: u32,
    /// The elements of the sequences that have begun, the innermost last.
    read: Vec<Element>,
    lexicon: &'l mut Lexicon,
}

impl Parser<'_, '_> {
    fn error(&self, message: impl Into<String>) -> PatternError {
        PatternError { at: self.at, message: message.into() }
    }

    /// The next byte: all that is not a word is ASCII.
    fn peek(&self) -> Option<u8> {
        self.pattern.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, wanted: u8) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.at += 1;
        }
        found
    }

    fn alternatives(&mut self) -> Result<Vec<Box<[Element]>>, PatternError> {
        let from = self.read.len();
        let mut sequences = Vec::new();
        loop {
            while self.eat(b' ') {}
            match self.peek() {
                None | Some(b')') => {
                    sequences.push(self.read_from(from));
                    return Ok(sequences);
                }
                Some(b'|') => {
                    self.at += 1;
                    sequences.push(self.read_from(from));
                }
                Some(_) => self.element()?,
            }
        }
    }

    /// Takes what has been read since there were `from` elements.
    fn read_from(&mut self, from: usize) -> Box<[Element]> {
        self.read.drain(from..).collect()
    }

    /// Reads the next element; a contraction is two.
    fn element(&mut self) -> Result<(), PatternError> {
        let mark = match self.peek() {
            Some(b'^') => Some(Item::SentenceStart),
            Some(b'~') => Some(Item::NoNegation),
            Some(b'<') => Some(Item::MarkStart),
            Some(b'>') => Some(Item::MarkEnd),
            _ => None,
        };
        if let Some(item) = mark {
            self.at += 1;
            self.read.push(Element { item, repeat: Repeat::ONCE });
            return Ok(());
        }
        let item = match self.peek() {
            Some(b',') => {
                self.at += 1;
                Item::Comma
            }
            Some(b'(') => self.group()?,
            Some(b'{') => match self.braces()? {
                Braces::Gap(repeat) => {
                    self.read.push(Element { item: Item::Any, repeat });
                    return Ok(());
                }
                Braces::Class(all, first) => Item::Class(all, first),
            },
            _ => return self.words(),
        };
        let repeat = self.repeat();
        self.read.push(Element { item, repeat });
        Ok(())
    }

    fn group(&mut self) -> Result<Item, PatternError> {
        let open = self.at;
        self.at += 1;
        self.depth += 1;
        if self.depth > 8 {
            return Err(self.error("groups are nested too deeply; eight levels are the most"));
        }
        if let Some(words) = self.plain_words() {
            self.depth -= 1;
            return Ok(words);
        }
        let sequences = self.alternatives()?;
        self.depth -= 1;
        if !self.eat(b')') {
            return Err(PatternError { at: open, message: "this `(` is never closed".into() });
        }
        if sequences.iter().any(|sequence| sequence.is_empty()) {
            return Err(PatternError {
                at: open,
                message: "a choice in this group is empty; write `?` after the group instead"
                    .into(),
            });
        }
        if sequences.iter().any(|sequence| sequence.iter().all(Element::is_zero_width)) {
            return Err(PatternError {
                at: open,
                message: "a choice in this group takes no word, so it never stands; write a pattern of its own \
                          for it"
                    .into(),
            });
        }
        Ok(one_of(sequences))
    }

    /// The rest of a group in which there are only words with a bar between them, as in most: this way none takes
    /// a sequence of its own.
    fn plain_words(&mut self) -> Option<Item> {
        let rest = &self.pattern[self.at..];
        let mut words = Vec::new();
        let mut start = 0;
        for (at, byte) in rest.bytes().enumerate() {
            if byte.is_ascii_lowercase() {
                continue;
            }
            if at == start || !matches!(byte, b'|' | b')') {
                // Those that have got an id by now get no other when they are read again.
                return None;
            }
            words.push(self.lexicon.intern(&rest[start..at]));
            start = at + 1;
            if byte == b')' {
                self.at += start;
                return Some(one_of_words(words));
            }
        }
        None
    }

    fn braces(&mut self) -> Result<Braces, PatternError> {
        let open = self.at;
        let Some(length) = self.pattern[open..].find('}') else {
            return Err(self.error("this `{` is never closed"));
        };
        let inner = &self.pattern[open + 1..open + length];
        self.at = open + length + 1;
        if let Some((min, max)) = inner.split_once("..") {
            let number = |text: &str| text.trim().parse::<u8>().ok().filter(|&n| n <= 12);
            return match (number(min), number(max)) {
                (Some(min), Some(max)) if min <= max => Ok(Braces::Gap(Repeat { min, max })),
                _ => Err(PatternError {
                    at: open,
                    message: "a gap is written {0..3}, with numbers up to 12".into(),
                }),
            };
        }
        let mut all = ClassSet::EMPTY;
        let mut last = None;
        for name in inner.split('&') {
            let class =
                class_named(name.trim()).map_err(|message| PatternError { at: open, message })?;
            all.insert(class);
            last = Some(class);
        }
        match last {
            Some(class) => Ok(Braces::Class(all, class)),
            None => Err(self.error("an empty `{}` has nothing to stand for")),
        }
    }

    /// A literal word; a contraction becomes its two halves, as in a text.
    fn words(&mut self) -> Result<(), PatternError> {
        let rest = &self.pattern[self.at..];
        let ends = |c: char| c.is_whitespace() || "()|{}<>,?*+^~".contains(c);
        let plain = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let length = rest[plain..].find(ends).map_or(rest.len(), |more| plain + more);
        if length == 0 {
            let found = rest.chars().next().unwrap_or(' ');
            return Err(self.error(format!("`{found}` has nothing to stand for")));
        }
        let word = folded(&rest[..length]);
        self.at += length;
        let (stem, clitic) = halves_of(&word).unwrap_or((&word, ""));
        let before = self.read.len();
        for half in [stem, clitic].into_iter().filter(|half| !half.is_empty()) {
            let item = Item::Word(self.lexicon.intern(half));
            self.read.push(Element { item, repeat: Repeat::ONCE });
        }
        let repeat = self.repeat();
        if repeat != Repeat::ONCE {
            let halves = self.read_from(before);
            let item = match &*halves {
                [only] => only.item.clone(),
                _ => one_of(vec![halves]),
            };
            self.read.push(Element { item, repeat });
        }
        Ok(())
    }

    fn repeat(&mut self) -> Repeat {
        if self.eat(b'?') {
            Repeat { min: 0, max: 1 }
        } else if self.eat(b'*') {
            Repeat { min: 0, max: MOST }
        } else if self.eat(b'+') {
            Repeat { min: 1, max: MOST }
        } else {
            Repeat::ONCE
        }
    }
}

enum Braces {
    Gap(Repeat),
    Class(ClassSet, Class),
}

/// The halves of a contraction, as the tokens of a text have them.
fn halves_of(word: &str) -> Option<(&str, &str)> {
    if !word.contains('\'') {
        return None;
    }
    if let Some(stem) = word.strip_suffix("n't") {
        return (!stem.is_empty()).then(|| (stem, &word[stem.len()..]));
    }
    ["'s", "'re", "'m", "'ve", "'ll", "'d"]
        .into_iter()
        .find_map(|clitic| word.strip_suffix(clitic).map(|stem| (stem, &word[stem.len()..])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(pattern: &str) -> String {
        parse(pattern, &mut Lexicon::default()).unwrap_err().to_string()
    }

    #[test]
    fn errors_say_what_and_where() {
        assert_eq!(error("(I|we think"), "this `(` is never closed (at character 1)");
        assert_eq!(error("I think)"), "this `)` closes nothing (at character 8)");
        assert_eq!(error("{colour} car"), "unknown word class \"colour\" (at character 1)");
        assert_eq!(
            error("a {3..1} b"),
            "a gap is written {0..3}, with numbers up to 12 (at character 3)"
        );
        assert_eq!(
            error("(a|) b"),
            "a choice in this group is empty; write `?` after the group instead (at character 1)"
        );
        for pattern in ["(,|so) closing", "(please|^) send", "a (b|(c|<))"] {
            let message = error(pattern);
            assert!(message.starts_with("a choice in this group takes no word"), "{message}");
        }
        assert_eq!(error("  "), "a pattern needs at least one word (at character 1)");
        assert_eq!(error("*"), "`*` has nothing to stand for (at character 1)");
    }

    #[test]
    fn contractions_are_two_words() {
        assert_eq!(parse("I'll don't", &mut Lexicon::default()).unwrap().len(), 4);
    }
}
