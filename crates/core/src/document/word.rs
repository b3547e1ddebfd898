//! Words: the unit in which patterns and grammar work.

use crate::lang::lexicon::WordId;
use crate::text::Span;

/// A word of the writer's own text, or something that stands in a word's place.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Its place in the vocabulary.
    pub id: WordId,
    /// What it looks like and what surrounds it.
    pub marks: Marks,
}

impl Word {
    /// The word's bytes.
    #[must_use]
    pub const fn span(&self) -> Span {
        Span { start: self.start as usize, end: self.end as usize }
    }

    /// Whether the word has all of these marks.
    #[must_use]
    pub const fn is(&self, marks: Marks) -> bool {
        self.marks.0 & marks.0 == marks.0
    }

    /// Whether the word has any of these marks.
    #[must_use]
    pub const fn any(&self, marks: Marks) -> bool {
        self.marks.0 & marks.0 != 0
    }
}

/// Marks of a word, as a bit set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks(pub(crate) u32);

impl Marks {
    /// No mark.
    pub const NONE: Self = Self(0);
    /// Begins with a capital letter.
    pub const CAPITAL: Self = Self(1);
    /// Is written in capitals only, with two letters or more.
    pub const ALL_CAPS: Self = Self(1 << 1);
    /// Holds a digit.
    pub const DIGIT: Self = Self(1 << 2);
    /// Looks like a name of code: `dcl_Form`, `camelCase`, `a.b.c`, `foo()`.
    pub const IDENTIFIER: Self = Self(1 << 3);
    /// Stands for something opaque: code, an address, a placeholder.
    pub const OPAQUE: Self = Self(1 << 4);
    /// Inline code.
    pub const CODE: Self = Self(1 << 5);
    /// A URL or a mail address.
    pub const ADDRESS: Self = Self(1 << 6);
    /// A template variable.
    pub const PLACEHOLDER: Self = Self(1 << 7);
    /// A handle such as `@maria_r`.
    pub const HANDLE: Self = Self(1 << 8);
    /// Stands between quotation marks.
    pub const QUOTED: Self = Self(1 << 9);
    /// Stands between parentheses.
    pub const PARENTHESIS: Self = Self(1 << 10);
    /// Stands in a link's text.
    pub const LINK: Self = Self(1 << 11);
    /// Stands inside `[[verify: …]]` or `[[fill: …]]`.
    pub const MARKED: Self = Self(1 << 12);
    /// Is the second half of a contraction, joined to the word before.
    pub const CLITIC: Self = Self(1 << 13);
    /// Begins a line.
    pub const LINE_START: Self = Self(1 << 14);

    /// A comma stands before it.
    pub const COMMA: Self = Self(1 << 16);
    /// A semicolon or a colon stands before it.
    pub const COLON: Self = Self(1 << 17);
    /// A dash or an ellipsis stands before it.
    pub const DASH: Self = Self(1 << 18);
    /// An opening or closing parenthesis stands before it.
    pub const PAREN: Self = Self(1 << 19);
    /// A quotation mark stands before it.
    pub const QUOTE: Self = Self(1 << 20);
    /// A slash joins it to the word before.
    pub const SLASH: Self = Self(1 << 21);
    /// Another sign stands before it, such as an emoji.
    pub const SIGN: Self = Self(1 << 22);

    /// What ends a clause when it stands before a word.
    pub const BREAK: Self = Self(Self::COLON.0 | Self::DASH.0 | Self::PAREN.0);
    /// Any punctuation before the word.
    pub const PUNCTUATION: Self =
        Self(Self::COMMA.0 | Self::BREAK.0 | Self::QUOTE.0 | Self::SLASH.0 | Self::SIGN.0);

    /// Both together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) fn set(&mut self, other: Self) {
        self.0 |= other.0;
    }

    pub(crate) fn clear(&mut self, other: Self) {
        self.0 &= !other.0;
    }
}

/// How a sentence ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EndMark {
    /// A full stop.
    Stop,
    /// A question mark, also beside an exclamation mark.
    Question,
    /// An exclamation mark.
    Exclamation,
    /// A colon before a list or a line break.
    Colon,
    /// Nothing: the block ended.
    None,
}

/// A sentence of the writer's own text.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// From its first word, with an opening sign before it, to its end mark.
    pub span: Span,
    /// Its words, as indices into the document's words.
    pub words: std::ops::Range<usize>,
    /// The block it stands in, as an index into the document's blocks.
    pub block: usize,
    /// How it ends.
    pub end: EndMark,
    /// Where the end mark begins; the span's end without one.
    pub end_at: usize,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A heading.
    Heading,
    /// An item of a list, numbered or not.
    Item {
        /// Whether the list is numbered.
        ordered: bool,
    },
    /// Code, a log or a table of figures: read by safety rules only.
    Code,
}

/// A stretch of own text that is read as one: a paragraph, a heading, an item.
#[derive(Clone, Debug)]
pub struct Block {
    /// Its bytes.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
    /// Its sentences, as indices into the document's sentences.
    pub sentences: std::ops::Range<usize>,
}
