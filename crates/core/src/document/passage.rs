//! Passages: stretches of own text that read the same wherever they stand.
//!
//! A key press changes one paragraph, and the others need not be taken apart again. In Markdown a paragraph can be
//! part of what began above it: a list, a fence, a comment. So a passage begins only where nothing from above can
//! reach, and may hold several blocks.

use memchr::{memchr_iter, memmem};

use super::inline::Inline;
use super::lines::{Line, LineClass};
use super::tokens::Tokens;
use super::{Block, Kind, Link, Sentence, Word};
use crate::remembered::Remembered;
use crate::serial::Serial;
use crate::text::Span;

/// Which passage it is, for as long as it is known. No other has the number, in whatever texts they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PassageId(Serial);

/// Where a passage stands in a document.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    /// Which it is; `None` for a stretch that has to be read each time.
    pub id: Option<PassageId>,
    /// Its bytes, with the blank lines behind it.
    pub span: Span,
    /// Its first word, as an index into the document's words.
    pub first_word: usize,
    /// Its sentences, as indices into the document's sentences.
    pub sentences: std::ops::Range<usize>,
}

/// What a passage is made of. Bytes and indices count from its own first.
#[derive(Debug)]
struct Passage {
    id: PassageId,
    words: Box<[Word]>,
    sentences: Box<[Sentence]>,
    blocks: Box<[Block]>,
    links: Box<[Link]>,
}

/// The passages that have been taken apart, by their text.
#[derive(Debug, Default)]
pub(crate) struct Passages(Remembered<Box<str>, Passage>);

impl Passages {
    /// Begins to read a text.
    pub(crate) fn begin(&mut self) {
        self.0.begin();
    }

    /// Forgets passages that the text no longer has, now and then. Whether it did.
    pub(crate) fn tidy(&mut self) -> bool {
        self.0.tidy()
    }

    /// The passages that are known.
    pub(crate) fn ids(&self) -> impl Iterator<Item = PassageId> {
        self.0.values().map(|passage| passage.id)
    }

    /// Adds the passage that `text[span]` is to `tokens`, and reads it with `read` if it is new.
    pub(super) fn take(
        &mut self,
        text: &str,
        span: Span,
        tokens: &mut Tokens<'_>,
        read: impl FnOnce(&mut Tokens<'_>),
    ) -> PassageId {
        let source = span.of(text);
        if let Some(passage) = self.0.get(source) {
            passage.append(span.start, tokens);
            return passage.id;
        }
        let from = Ends::of(tokens);
        read(tokens);
        let id = PassageId(Serial::next());
        let passage = Passage::cut(id, &from, span.start, tokens);
        self.0.insert(source.into(), source.len(), passage);
        id
    }
}

/// How much there is of everything.
struct Ends {
    words: usize,
    sentences: usize,
    blocks: usize,
    links: usize,
}

impl Ends {
    fn of(tokens: &Tokens<'_>) -> Self {
        Self {
            words: tokens.words.len(),
            sentences: tokens.sentences.len(),
            blocks: tokens.blocks.len(),
            links: tokens.links.len(),
        }
    }
}

impl Passage {
    /// What has been read since `from`, of a passage that begins at the byte `start`.
    fn cut(id: PassageId, from: &Ends, start: usize, tokens: &Tokens<'_>) -> Self {
        let offset = byte(start);
        let word =
            |word: &Word| Word { start: word.start - offset, end: word.end - offset, ..*word };
        let back = |span: Span| Span::new(span.start - start, span.end - start);
        let sentence = |sentence: &Sentence| Sentence {
            span: back(sentence.span),
            words: sentence.words.start - from.words..sentence.words.end - from.words,
            block: sentence.block - from.blocks,
            end: sentence.end,
            end_at: sentence.end_at - start,
        };
        let block = |block: &Block| Block {
            span: back(block.span),
            kind: block.kind,
            sentences: block.sentences.start - from.sentences..block.sentences.end - from.sentences,
        };
        let link =
            |link: &Link| Link { span: back(link.span), text: link.text.map(back), ..link.clone() };
        Self {
            id,
            words: tokens.words[from.words..].iter().map(word).collect(),
            sentences: tokens.sentences[from.sentences..].iter().map(sentence).collect(),
            blocks: tokens.blocks[from.blocks..].iter().map(block).collect(),
            links: tokens.links[from.links..].iter().map(link).collect(),
        }
    }

    /// Adds it where it begins at the byte `start`.
    fn append(&self, start: usize, tokens: &mut Tokens<'_>) {
        let from = Ends::of(tokens);
        let offset = byte(start);
        let on = |span: Span| Span::new(span.start + start, span.end + start);
        tokens.words.extend(self.words.iter().map(|word| Word {
            start: word.start + offset,
            end: word.end + offset,
            ..*word
        }));
        tokens.sentences.extend(self.sentences.iter().map(|sentence| Sentence {
            span: on(sentence.span),
            words: sentence.words.start + from.words..sentence.words.end + from.words,
            block: sentence.block + from.blocks,
            end: sentence.end,
            end_at: sentence.end_at + start,
        }));
        tokens.blocks.extend(self.blocks.iter().map(|block| Block {
            span: on(block.span),
            kind: block.kind,
            sentences: block.sentences.start + from.sentences..block.sentences.end + from.sentences,
        }));
        tokens.links.extend(self.links.iter().map(|link| Link {
            span: on(link.span),
            text: link.text.map(on),
            ..link.clone()
        }));
    }
}

fn byte(at: usize) -> u32 {
    u32::try_from(at).expect("texts are cut below 4 GiB")
}

/// Where the passages of a run of own lines begin, as indices into `lines`; the first is 0.
pub(super) fn borders(kind: Kind, text: &str, lines: &[Line], inlines: &[Inline]) -> Vec<usize> {
    if kind == Kind::Markdown && is_one(super::span_of(lines).of(text)) {
        return vec![0];
    }
    let mut borders = Vec::new();
    let mut is_open = false;
    let mut is_free = true;
    for (at, line) in lines.iter().enumerate() {
        let source = line.text(text);
        if line.class == LineClass::Blank {
            // To Markdown a no-break space is a word like any other.
            is_free = kind != Kind::Markdown || source.bytes().all(|byte| b" \t".contains(&byte));
            continue;
        }
        let begins = is_free
            && match kind {
                Kind::Markdown => !is_open && stands_alone(source),
                Kind::Plain | Kind::Mail => true,
            };
        if at == 0 || begins && !is_inside(inlines, line.span.start) {
            borders.push(at);
        }
        is_free = false;
        is_open |= opens(source);
    }
    borders
}

/// Whether every part of a run can depend on every other. The target of a link may stand anywhere below, and a line
/// break of old, CR alone, is one to us and not to every part of a Markdown parser.
fn is_one(run: &str) -> bool {
    let bytes = run.as_bytes();
    memmem::find(bytes, b"]:").is_some()
        || memchr_iter(b'\r', bytes).any(|at| bytes.get(at + 1) != Some(&b'\n'))
}

/// Whether a placeholder or a mark begins before the byte at `offset` and ends behind it.
fn is_inside(inlines: &[Inline], offset: usize) -> bool {
    let next = inlines.partition_point(|inline| inline.span.end <= offset);
    inlines.get(next).is_some_and(|inline| inline.span.start < offset)
}

/// Whether a line after a blank one begins a block of its own in Markdown, whatever stands above: it is not indented,
/// and goes on with no list.
fn stands_alone(line: &str) -> bool {
    line.starts_with(|c: char| {
        c.is_alphabetic() || matches!(c, '"' | '\'' | '(' | '“' | '‘' | '¿' | '¡')
    })
}

/// Whether what begins in this line may go on over blank lines: a fence, or HTML of the kinds that do not end
/// with one (CommonMark 0.31, 4.5 and 4.6). Says so too often rather than too rarely.
fn opens(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| c.is_ascii_digit() || " \t>-*+.)".contains(c));
    let html = || {
        let tag = line.strip_prefix('<').and_then(|rest| rest.bytes().next());
        tag.is_some_and(|byte| b"!?sptSPT".contains(&byte))
    };
    line.starts_with("```") || line.starts_with("~~~") || html()
}
