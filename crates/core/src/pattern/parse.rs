//! Reading a pattern.

use std::borrow::Cow;
use std::fmt;

use crate::lang::class::{Class, ClassSet};
use crate::lang::lexicon::{Lexicon, WordId, class_named, fold};

/// How often an element may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Repeat {
    pub(crate) min: u8,
    pub(crate) max: u8,
}

impl Repeat {
    pub(crate) const ONCE: Self = Self { min: 1, max: 1 };
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
    fn new(elements: Vec<Element>) -> Self {
        let word = |element: Option<&Element>| match element {
            Some(Element { item: Item::Word(id), repeat }) if repeat.min > 0 => Some(*id),
            _ => None,
        };
        let (first, last) = (word(elements.first()), word(elements.last()));
        Self { elements: elements.into(), first, last }
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
fn one_of(sequences: Vec<Vec<Element>>) -> Item {
    let words: Option<Vec<WordId>> = sequences.iter().map(|it| only(it)).collect();
    match words {
        Some(mut words) => {
            words.sort_unstable();
            words.dedup();
            Item::Words(words.into())
        }
        None => Item::OneOf(sequences.into_iter().map(Sequence::new).collect()),
    }
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
pub(crate) fn parse(pattern: &str, lexicon: &mut Lexicon) -> Result<Vec<Element>, PatternError> {
    let mut parser = Parser { pattern, at: 0, depth: 0, lexicon };
    let sequences = parser.alternatives()?;
    if parser.at < pattern.len() {
        return Err(parser.error("this `)` closes nothing"));
    }
    let mut sequences = sequences.into_iter();
    let first = sequences.next().unwrap_or_default();
    let rest: Vec<_> = sequences.collect();
    let elements = if rest.is_empty() {
        first
    } else {
        let all = std::iter::once(first).chain(rest).collect();
        vec![Element { item: one_of(all), repeat: Repeat::ONCE }]
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
    lexicon: &'l mut Lexicon,
}

impl Parser<'_, '_> {
    fn error(&self, message: impl Into<String>) -> PatternError {
        PatternError { at: self.at, message: message.into() }
    }

    fn peek(&self) -> Option<char> {
        self.pattern[self.at..].chars().next()
    }

    fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    fn alternatives(&mut self) -> Result<Vec<Vec<Element>>, PatternError> {
        let mut sequences = vec![Vec::new()];
        loop {
            while self.eat(' ') {}
            match self.peek() {
                None | Some(')') => return Ok(sequences),
                Some('|') => {
                    self.at += 1;
                    sequences.push(Vec::new());
                }
                Some(_) => {
                    if let Some(sequence) = sequences.last_mut() {
                        self.element(sequence)?;
                    }
                }
            }
        }
    }

    /// Reads the next element into `out`; a contraction is two.
    fn element(&mut self, out: &mut Vec<Element>) -> Result<(), PatternError> {
        let mark = match self.peek() {
            Some('^') => Some(Item::SentenceStart),
            Some('~') => Some(Item::NoNegation),
            Some('<') => Some(Item::MarkStart),
            Some('>') => Some(Item::MarkEnd),
            _ => None,
        };
        if let Some(item) = mark {
            self.at += 1;
            out.push(Element { item, repeat: Repeat::ONCE });
            return Ok(());
        }
        let item = match self.peek() {
            Some(',') => {
                self.at += 1;
                Item::Comma
            }
            Some('(') => self.group()?,
            Some('{') => match self.braces()? {
                Braces::Gap(repeat) => {
                    out.push(Element { item: Item::Any, repeat });
                    return Ok(());
                }
                Braces::Class(all, first) => Item::Class(all, first),
            },
            _ => return self.words(out),
        };
        let repeat = self.repeat();
        out.push(Element { item, repeat });
        Ok(())
    }

    fn group(&mut self) -> Result<Item, PatternError> {
        let open = self.at;
        self.at += 1;
        self.depth += 1;
        if self.depth > 8 {
            return Err(self.error("groups are nested too deeply; eight levels are the most"));
        }
        let sequences = self.alternatives()?;
        self.depth -= 1;
        if !self.eat(')') {
            return Err(PatternError { at: open, message: "this `(` is never closed".into() });
        }
        if sequences.iter().any(Vec::is_empty) {
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
    fn words(&mut self, out: &mut Vec<Element>) -> Result<(), PatternError> {
        let rest = &self.pattern[self.at..];
        let length = rest
            .find(|c: char| c.is_whitespace() || "()|{}<>,?*+^~".contains(c))
            .unwrap_or(rest.len());
        if length == 0 {
            return Err(
                self.error(format!("`{}` has nothing to stand for", self.peek().unwrap_or(' ')))
            );
        }
        let word = &rest[..length];
        let is_folded = word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
        let word = if is_folded { Cow::Borrowed(word) } else { Cow::Owned(fold(word)) };
        self.at += length;
        let (stem, clitic) = halves_of(&word).unwrap_or((&word, ""));
        let before = out.len();
        for half in [stem, clitic].into_iter().filter(|half| !half.is_empty()) {
            let item = Item::Word(self.lexicon.intern(half));
            out.push(Element { item, repeat: Repeat::ONCE });
        }
        let repeat = self.repeat();
        if repeat != Repeat::ONCE {
            let halves = out.split_off(before);
            let item = match halves.as_slice() {
                [only] => only.item.clone(),
                _ => one_of(vec![halves]),
            };
            out.push(Element { item, repeat });
        }
        Ok(())
    }

    fn repeat(&mut self) -> Repeat {
        if self.eat('?') {
            Repeat { min: 0, max: 1 }
        } else if self.eat('*') {
            Repeat { min: 0, max: MOST }
        } else if self.eat('+') {
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
