//! What a text is made of: lines, blocks, sentences and words, each with its bytes.
//!
//! Total: any text gives a [`Document`]. Lines come first ([`lines`]), Markdown second.

mod blank;
pub(crate) mod inline;
mod known;
pub(crate) mod lines;
mod link;
mod markdown;
mod passage;
mod plain;
mod slot;
mod spoilt;
mod tokens;
mod word;

use std::ops::Range;

pub(crate) use inline::{Inline, InlineKind};
pub(crate) use known::KnownParts;
pub use lines::{Line, LineClass};
pub(crate) use link::{Link, LinkKind, Url};
pub(crate) use passage::{PassageId, Placed};
pub(crate) use tokens::is_emoji;
pub(crate) use word::{Block, BlockKind, EndMark, Marks, Sentence, Word};

use crate::lang::lexicon::Lexicon;
use crate::lang::sentence::Abbreviations;
use crate::text::Span;
use tokens::Tokens;

/// How a text is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Markdown, as in a tracker or a helpdesk.
    #[default]
    Markdown,
    /// Text as a browser's text area holds it.
    Plain,
    /// Mail as a mail program hands it to an editor, `.eml` included.
    Mail,
}

/// A text taken apart.
#[derive(Clone, Debug)]
pub struct Document<'t> {
    /// The whole text.
    pub text: &'t str,
    /// Its lines.
    pub lines: Vec<Line>,
    /// Placeholders and marks in own text and code.
    pub inlines: Vec<Inline>,
    /// Blocks of own text.
    pub blocks: Vec<Block>,
    /// Sentences of own text.
    pub sentences: Vec<Sentence>,
    /// Words of own text.
    pub words: Vec<Word>,
    /// Links in own text, in their order.
    pub(crate) links: Vec<Link>,
    /// Whether the text has curly apostrophes, anywhere.
    pub(crate) is_curly: bool,
    /// Whether `[[verify: …]]` or its like stands anywhere.
    pub(crate) has_marks: bool,
    /// The passages in their order; every sentence stands in one.
    pub(crate) passages: Vec<Placed>,
}

impl<'t> Document<'t> {
    /// Takes `text` apart, whose lines have been classed.
    pub(crate) fn new(
        text: &'t str,
        kind: Kind,
        lines: Vec<Line>,
        lexicon: &Lexicon,
        abbreviations: &Abbreviations,
    ) -> Self {
        Self::read(text, kind, lines, lexicon, abbreviations, None)
    }

    /// The same, where parts that are known are not read again.
    pub(crate) fn read(
        text: &'t str,
        kind: Kind,
        lines: Vec<Line>,
        lexicon: &Lexicon,
        abbreviations: &Abbreviations,
        mut known: Option<&mut KnownParts>,
    ) -> Self {
        let mut inlines = Vec::new();
        for run in runs(&lines, |class| {
            matches!(class, LineClass::Own | LineClass::Code | LineClass::Signature)
        }) {
            let span = span_of(&lines[run]);
            match &mut known {
                Some(known) => known.find_inlines(text, span, &mut inlines),
                None => inlines
                    .extend(inline::find(span.of(text)).iter().map(|it| it.moved(span.start))),
            }
        }
        // The target of a link may stand in another run, below a quote.
        inlines.retain(|inline| {
            inline.kind != InlineKind::Blank || !blank::is_defined(text, inline.span)
        });
        let mut tokens = Tokens::new(text, lexicon, abbreviations, &inlines);
        let mut passages = Vec::new();
        for run in runs(&lines, |class| class == LineClass::Own) {
            let lines = &lines[run];
            let borders = match known {
                Some(_) => passage::borders(kind, text, lines, &inlines),
                None => vec![0],
            };
            for (n, &from) in borders.iter().enumerate() {
                // The blank lines behind a passage belong to it, as its parser reads on over them.
                let to = borders.get(n + 1).copied();
                let end = to.map_or(span_of(lines).end, |to| lines[to].span.start);
                let span = Span::new(lines[from].span.start, end);
                let lines = &lines[from..to.unwrap_or(lines.len())];
                let (first_word, first) = (tokens.words.len(), tokens.sentences.len());
                let read =
                    |tokens: &mut Tokens<'_>| read(text, kind, lines, span, &inlines, tokens);
                let id = match &mut known {
                    Some(known) if !meets(&inlines, span) => {
                        Some(known.passages.take(text, span, &mut tokens, read))
                    }
                    _ => {
                        read(&mut tokens);
                        None
                    }
                };
                let sentences = first..tokens.sentences.len();
                passages.push(Placed { id, span, first_word, sentences });
            }
        }
        let Tokens { words, sentences, blocks, links, .. } = tokens;
        let is_curly = text.contains('’');
        let has_marks = inlines.iter().any(|inline| inline.kind.is_mark());
        Self {
            text,
            lines,
            inlines,
            blocks,
            sentences,
            words,
            links,
            is_curly,
            has_marks,
            passages,
        }
    }

    /// The words of a sentence.
    #[must_use]
    pub fn words_of(&self, sentence: &Sentence) -> &[Word] {
        &self.words[sentence.words.clone()]
    }

    /// Whether any of the words stands in `[[verify: …]]`.
    pub(crate) fn is_marked(&self, words: Range<usize>) -> bool {
        self.has_marks && self.words[words].iter().any(|word| word.is(Marks::MARKED))
    }

    /// Whether the bytes stand in code: a block of it, or words between backquotes.
    #[must_use]
    pub fn is_code(&self, span: Span) -> bool {
        let line = self.lines.get(self.lines.partition_point(|line| line.next <= span.start));
        let word = self.words.get(self.words.partition_point(|word| word.span().end <= span.start));
        line.is_some_and(|line| line.class == LineClass::Code)
            || word.is_some_and(|word| word.any(Marks::CODE) && word.span().overlaps(span))
            || self.block_at(span.start).is_some_and(|block| block.kind == BlockKind::Code)
    }

    /// The block in which the byte at `offset` stands.
    #[must_use]
    pub fn block_at(&self, offset: usize) -> Option<&Block> {
        let at = self.blocks.partition_point(|block| block.span.end <= offset);
        self.blocks.get(at).filter(|block| block.span.start <= offset)
    }

    /// The blocks of a passage that hold sentences.
    pub(crate) fn blocks_of(&self, passage: &Placed) -> &[Block] {
        let sentences = &self.sentences[passage.sentences.clone()];
        match sentences {
            [first, .., last] => &self.blocks[first.block..=last.block],
            [only] => &self.blocks[only.block..=only.block],
            [] => &[],
        }
    }

    /// Cuts sentences at the borders, in ascending order, that run through them. Of each cut it gives the
    /// sentence before it; the one after it is the next.
    pub(crate) fn split_sentences(
        &mut self,
        borders: impl IntoIterator<Item = usize>,
    ) -> Vec<usize> {
        let mut cuts = Vec::new();
        for border in borders {
            let at = self.sentences.partition_point(|sentence| sentence.span.end <= border);
            let Some(sentence) = self.sentences.get(at) else { break };
            if sentence.span.start >= border {
                continue;
            }
            let count = self.sentences.len();
            let inside = &self.words[sentence.words.clone()];
            let word = inside.partition_point(|word| word.span().start < border);
            self.split_sentence(at, sentence.words.start + word);
            if self.sentences.len() > count {
                cuts.push(at);
            }
        }
        cuts
    }

    /// Cuts the sentence `at` in two before its word `word`, an index into the document's words.
    pub(crate) fn split_sentence(&mut self, at: usize, word: usize) {
        let sentence = &self.sentences[at];
        if word <= sentence.words.start || word >= sentence.words.end {
            return;
        }
        let mut tail = sentence.clone();
        tail.words.start = word;
        tail.span.start = self.words[word].span().start;
        let head_end = self.words[word - 1].span().end;
        let head = &mut self.sentences[at];
        head.words.end = word;
        head.span.end = head_end;
        head.end_at = head_end;
        head.end = EndMark::None;
        let block = head.block;
        self.sentences.insert(at + 1, tail);
        self.blocks[block].sentences.end += 1;
        for later in &mut self.blocks[block + 1..] {
            later.sentences.start += 1;
            later.sentences.end += 1;
        }
        let passage = self.passages.partition_point(|passage| passage.sentences.end <= at);
        if let [cut, later @ ..] = &mut self.passages[passage..] {
            // It no longer has the sentences by which it is known.
            cut.id = None;
            cut.sentences.end += 1;
            for later in later {
                later.sentences.start += 1;
                later.sentences.end += 1;
            }
        }
    }
}

/// Reads own lines, which are all of `text[span]`.
fn read(
    text: &str,
    kind: Kind,
    lines: &[Line],
    span: Span,
    inlines: &[Inline],
    tokens: &mut Tokens<'_>,
) {
    // Placeholders would be read as markup or code, so letters are seen in their place.
    let masked = mask(text, span, inlines);
    let source = masked.as_deref().unwrap_or(span.of(text));
    match kind {
        Kind::Markdown => markdown::read(source, span.start, tokens),
        Kind::Plain | Kind::Mail => plain::read(source, span.start, text, lines, tokens),
    }
}

/// Whether a placeholder or a mark stands in `span`, or a part of one.
fn meets(inlines: &[Inline], span: Span) -> bool {
    let next = inlines.partition_point(|inline| inline.span.end <= span.start);
    inlines.get(next).is_some_and(|inline| inline.span.start < span.end)
}

/// The runs of lines whose class is wanted; blank lines between two of them belong to the run.
fn runs(lines: &[Line], wanted: impl Fn(LineClass) -> bool) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut open: Option<Range<usize>> = None;
    for (at, line) in lines.iter().enumerate() {
        if wanted(line.class) {
            match &mut open {
                Some(run) => run.end = at + 1,
                None => open = Some(at..at + 1),
            }
        } else if line.class != LineClass::Blank {
            out.extend(open.take());
        }
    }
    out.extend(open);
    out
}

fn span_of(lines: &[Line]) -> Span {
    match lines {
        [] => Span::at(0),
        [first, .., last] => Span::new(first.span.start, last.span.end),
        [only] => only.span,
    }
}

/// `text[span]` with letters where inline spans stand, same length; `None` where there are none.
fn mask(text: &str, span: Span, inlines: &[Inline]) -> Option<String> {
    let from = inlines.partition_point(|inline| inline.span.start < span.start);
    let inside: Vec<_> =
        inlines[from..].iter().take_while(|inline| inline.span.end <= span.end).collect();
    if inside.is_empty() {
        return None;
    }
    let mut masked = String::with_capacity(span.len());
    let mut at = span.start;
    for inline in inside {
        masked.push_str(&text[at..inline.span.start]);
        for byte in inline.span.of(text).bytes() {
            masked.push(if byte == b'\n' { '\n' } else { 'x' });
        }
        at = inline.span.end;
    }
    masked.push_str(&text[at..span.end]);
    Some(masked)
}
