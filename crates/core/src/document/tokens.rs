//! Words and sentences: one pass over the bytes, with a slow path for non-ASCII.

use super::inline::{Inline, InlineKind};
use super::link::{self, Link, LinkKind};
use super::word::{Block, BlockKind, EndMark, Marks, Sentence, Word};
use crate::lang::lexicon::{LONGEST_WORD, Lexicon, WordId};
use crate::lang::sentence::{Abbreviations, BEGINNING, HANGING};
use crate::text::Span;

/// Lines shorter than this, in bytes, say nothing about the width at which a program wraps.
const NARROWEST_WRAP: usize = 60;
/// A tag or an address between `<` and `>` has at most so many characters.
const LONGEST_TAG: usize = 300;
/// A URL's scheme has at most so many letters.
const LONGEST_SCHEME: usize = 8;
/// A sentence of so many words is cut: nobody wrote it to be read, and each rule reads it whole.
const LONGEST_SENTENCE: usize = 250;
/// A line that had room for the next word and this many bytes more was broken on purpose.
const ROOM: usize = 6;

/// Collects blocks, sentences and words.
pub(crate) struct Tokens<'t> {
    text: &'t str,
    lexicon: &'t Lexicon,
    abbreviations: &'t Abbreviations,
    inlines: &'t [Inline],
    pub(crate) words: Vec<Word>,
    pub(crate) sentences: Vec<Sentence>,
    pub(crate) blocks: Vec<Block>,
    pub(crate) links: Vec<Link>,
    open: Option<Open>,
}

/// The block that is being read.
struct Open {
    span: Span,
    kind: BlockKind,
    first_sentence: usize,
    /// First word of the sentence that is being read.
    first_word: usize,
    /// Where that sentence begins, once a word of it was seen.
    start: Option<usize>,
    /// What stands between the last word and the next.
    gap: Marks,
    parens: u32,
    /// The first word after an opening quotation mark that has not been closed.
    quote: Option<usize>,
    /// Where the next sign stands that closes a quotation which `«` opens, and one which other signs do.
    /// They are kept, for many quotations may be opened and none closed.
    closers: [usize; 2],
    /// The width at which its lines break, once one does: items in items span the same lines.
    wrap: Option<usize>,
}

impl<'t> Tokens<'t> {
    pub(crate) fn new(
        text: &'t str,
        lexicon: &'t Lexicon,
        abbreviations: &'t Abbreviations,
        inlines: &'t [Inline],
    ) -> Self {
        Self {
            text,
            lexicon,
            abbreviations,
            inlines,
            words: Vec::with_capacity(text.len() / 6),
            sentences: Vec::with_capacity(text.len() / 60 + 1),
            blocks: Vec::new(),
            links: Vec::new(),
            open: None,
        }
    }

    /// Begins a block; `span` is refined to the words it turns out to hold.
    pub(crate) fn begin(&mut self, kind: BlockKind, span: Span) {
        self.end();
        self.open = Some(Open {
            span,
            kind,
            first_sentence: self.sentences.len(),
            first_word: self.words.len(),
            start: None,
            gap: Marks::LINE_START,
            parens: 0,
            quote: None,
            closers: [0; 2],
            wrap: None,
        });
    }

    /// Ends the block that is open.
    pub(crate) fn end(&mut self) {
        let Some(mut open) = self.open.take() else { return };
        if let Some(first) = open.quote.take() {
            // A quotation mark without its fellow quotes nothing.
            for word in &mut self.words[first..] {
                word.marks.clear(Marks::QUOTED);
            }
        }
        let block = &mut open;
        self.close_sentence(block, EndMark::None, None);
        let sentences = open.first_sentence..self.sentences.len();
        if sentences.is_empty() && open.kind != BlockKind::Code {
            return;
        }
        self.blocks.push(Block { span: open.span, kind: open.kind, sentences });
    }

    /// Adds a block that holds no words.
    pub(crate) fn code(&mut self, span: Span) {
        self.end();
        let at = self.sentences.len();
        self.blocks.push(Block { span, kind: BlockKind::Code, sentences: at..at });
    }

    /// Adds something that stands in a word's place.
    pub(crate) fn opaque(&mut self, span: Span, marks: Marks) {
        let Some(mut open) = self.open.take() else { return };
        self.push(&mut open, span, WordId::UNKNOWN, marks.with(Marks::OPAQUE));
        self.open = Some(open);
    }

    /// Notes a link down that the markup shows; gives its place among the links.
    pub(crate) fn link(&mut self, span: Span, target: &str, kind: LinkKind) -> usize {
        self.links.push(Link::new(span, target, kind, self.inlines));
        self.links.len() - 1
    }

    /// Reads the text of a block, or a stretch of it between markup.
    pub(crate) fn text(&mut self, span: Span, marks: Marks) {
        let Some(mut open) = self.open.take() else { return };
        let mut at = span.start;
        while at < span.end {
            if let Some(inline) = self.inline_at(at) {
                at = self.inline(&mut open, inline, at, span.end, marks);
                continue;
            }
            at = self.step(&mut open, at, span.end, marks);
        }
        self.open = Some(open);
    }

    /// A line break inside a block.
    pub(crate) fn line_break(&mut self, at: usize) {
        let Some(mut open) = self.open.take() else { return };
        self.soft_break(&mut open, at);
        self.open = Some(open);
    }

    fn inline_at(&self, at: usize) -> Option<Inline> {
        if self.inlines.is_empty() {
            return None;
        }
        let next = self.inlines.partition_point(|inline| inline.span.end <= at);
        self.inlines.get(next).filter(|inline| inline.span.start <= at).copied()
    }

    /// Reads a placeholder or a mark that begins at or before `from`; returns where it ends.
    fn inline(
        &mut self,
        open: &mut Open,
        inline: Inline,
        from: usize,
        end: usize,
        marks: Marks,
    ) -> usize {
        match inline.kind {
            // It goes on from the line above, with which it was read.
            InlineKind::Placeholder | InlineKind::Blank if from > inline.span.start => {}
            InlineKind::Placeholder => {
                let marks = marks.with(Marks::PLACEHOLDER).with(Marks::OPAQUE);
                self.push(open, inline.span, WordId::UNKNOWN, marks);
            }
            InlineKind::Blank => {
                self.push(open, inline.span, WordId::UNKNOWN, marks.with(Marks::OPAQUE));
            }
            InlineKind::Verify | InlineKind::Fill => {
                let first = self.sentences.len();
                let mut at = inline.inner.start.max(from);
                while at < inline.inner.end.min(end) {
                    at = self.step(open, at, inline.inner.end.min(end), marks.with(Marks::MARKED));
                }
                if inline.inner.is_empty() || inline.kind == InlineKind::Fill {
                    open.gap.set(Marks::SIGN);
                }
                // The first sentence in a mark begins with it, and no other.
                let begins = from <= inline.inner.start;
                match self.sentences.get_mut(first) {
                    _ if !begins => {}
                    Some(sentence) => {
                        sentence.span.start = sentence.span.start.min(inline.span.start);
                    }
                    None => open.start = open.start.map(|start| start.min(inline.span.start)),
                }
            }
        }
        inline.span.end.min(end).max(inline.span.start + 1)
    }

    /// Reads one token or sign at `at`; returns where the next begins.
    fn step(&mut self, open: &mut Open, at: usize, end: usize, marks: Marks) -> usize {
        let bytes = self.text.as_bytes();
        let byte = bytes[at];
        match byte {
            b' ' | b'\t' => at + 1,
            b'\n' => {
                self.soft_break(open, at);
                at + 1
            }
            b'\r' => {
                if bytes.get(at + 1) != Some(&b'\n') {
                    self.soft_break(open, at);
                }
                at + 1
            }
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'_' => self.word(open, at, end, marks),
            b'@' => self.handle(open, at, end, marks),
            b'/' => self.path(open, at, end, marks),
            b'.' | b'!' | b'?' => self.terminator(open, at, end),
            b',' => sign(open, Marks::COMMA, at + 1),
            b':' | b';' => self.colon(open, at, end),
            b'(' | b'[' => {
                open.parens += 1;
                sign(open, Marks::PAREN, at + 1)
            }
            b')' | b']' => {
                open.parens = open.parens.saturating_sub(1);
                sign(open, Marks::PAREN, at + 1)
            }
            b'"' => self.quotation(open, at, 1),
            b'-' => self.hyphen(open, at, end),
            b'<' => self.angle(open, at, end),
            b'`' => self.backtick(open, at, end),
            b'\\' => self.backslash(open, at, end, marks),
            0x80.. => self.non_ascii(open, at, end, marks),
            _ => at + 1,
        }
    }

    fn word(&mut self, open: &mut Open, from: usize, end: usize, marks: Marks) -> usize {
        let bytes = self.text.as_bytes();
        if let Some(url_end) = url_end(self.text, from, end) {
            let span = Span::new(from, url_end);
            self.push(open, span, WordId::UNKNOWN, marks.with(Marks::ADDRESS).with(Marks::OPAQUE));
            self.address(span, LinkKind::Bare, marks);
            return url_end;
        }
        let mut marks = marks;
        let mut at = from;
        let mut letters = 0usize;
        let mut capitals = 0usize;
        let mut inner_capital = false;
        let mut apostrophe = None;
        let mut dotted = false;
        while at < end {
            match bytes[at] {
                b'a'..=b'z' => letters += 1,
                b'A'..=b'Z' => {
                    inner_capital |= letters > capitals;
                    letters += 1;
                    capitals += 1;
                }
                b'0'..=b'9' => marks.set(Marks::DIGIT),
                b'_' => marks.set(Marks::IDENTIFIER),
                b'\'' if joins(bytes, at, end) => apostrophe = Some(at),
                b'-' if joins(bytes, at, end) => {}
                b'.' if self.dot_joins(from, at, end) => {
                    marks.set(Marks::IDENTIFIER);
                    dotted = true;
                }
                b',' if between_digits(bytes, at, end) => {}
                0xe2 if self.text[at..end].starts_with('’') && joins_wide(self.text, at, end) => {
                    apostrophe = Some(at);
                    at += 2;
                }
                0x80.. => {
                    let Some(c) = self.text[at..end].chars().next() else { break };
                    if !(c.is_alphanumeric() || is_mark(c)) {
                        break;
                    }
                    letters += 1;
                    capitals += usize::from(c.is_uppercase());
                    at += c.len_utf8() - 1;
                }
                _ => break,
            }
            at += 1;
        }
        if at < end && bytes[at] == b'@' && bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric)
        {
            let stop = address_end(self.text, at + 1, end);
            self.push(
                open,
                Span::new(from, stop),
                WordId::UNKNOWN,
                marks.with(Marks::ADDRESS).with(Marks::OPAQUE),
            );
            return stop;
        }
        self.host(Span::new(from, at), end, dotted, marks);
        if at < end && bytes[at] == b'(' && bytes.get(at + 1) == Some(&b')') {
            marks.set(Marks::IDENTIFIER);
            at += 2;
        }
        let first = self.text[from..].chars().next().is_some_and(char::is_uppercase);
        if first {
            marks.set(Marks::CAPITAL);
        }
        if capitals > 1 && capitals == letters {
            marks.set(Marks::ALL_CAPS);
        } else if inner_capital && capitals < letters {
            marks.set(Marks::IDENTIFIER);
        }
        let split = apostrophe.filter(|_| !marks_has(marks, Marks::DIGIT)).and_then(|apostrophe| {
            clitic_start(&self.text[from..at], apostrophe - from).map(|offset| from + offset)
        });
        match split {
            Some(split) if split > from => {
                self.push_word(open, Span::new(from, split), marks);
                self.push_word(open, Span::new(split, at), marks.with(Marks::CLITIC));
            }
            _ => self.push_word(open, Span::new(from, at), marks),
        }
        at
    }

    /// Notes an address down that stands for itself, and not in the text of a link.
    fn address(&mut self, span: Span, kind: LinkKind, marks: Marks) {
        if !marks_has(marks, Marks::LINK) {
            let target = span.of(self.text);
            self.links.push(Link::new(span, target, kind, self.inlines));
        }
    }

    /// Notes an address without a scheme down, of which `word` is the host. Its words are read as they were.
    fn host(&mut self, word: Span, end: usize, dotted: bool, marks: Marks) {
        let rest = &self.text[word.end..end];
        let stop = if dotted {
            link::host_end(self.text, word, end)
        } else {
            let port =
                rest.len() > 1 && rest.starts_with(':') && rest.as_bytes()[1].is_ascii_digit();
            (port && word.of(self.text).eq_ignore_ascii_case("localhost"))
                .then(|| word.end + link::tail(rest, true))
        };
        if let Some(stop) = stop {
            self.address(Span::new(word.start, stop), LinkKind::Host, marks);
        }
    }

    /// Whether the dot at `at` belongs to a word: `3.8.1`, `example.com`, `e.g.`.
    fn dot_joins(&self, from: usize, at: usize, end: usize) -> bool {
        let bytes = self.text.as_bytes();
        let Some(&next) = bytes.get(at + 1).filter(|_| at + 1 < end) else { return false };
        if !next.is_ascii_alphanumeric() {
            return false;
        }
        // "It is fixed.The next build has it": a full stop with its space forgotten.
        if next.is_ascii_uppercase() {
            let before = &self.text[from..at];
            let plain = before.len() > 1 && before.bytes().all(|b| b.is_ascii_lowercase());
            let rest = &self.text[at + 1..end];
            let after =
                &rest[..rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len())];
            let known = |word: &str| self.lookup(word) != WordId::UNKNOWN;
            return !(plain && known(before) && known(after));
        }
        true
    }

    fn push_word(&mut self, open: &mut Open, span: Span, marks: Marks) {
        let id = self.lookup(span.of(self.text));
        self.push(open, span, id, marks);
    }

    fn lookup(&self, word: &str) -> WordId {
        if word.len() > LONGEST_WORD {
            return WordId::UNKNOWN;
        }
        if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return self.lexicon.lookup(word);
        }
        let mut buffer = [0u8; LONGEST_WORD];
        let mut length = 0;
        let bytes = word.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let byte = bytes[at];
            if byte.is_ascii() {
                buffer[length] = byte.to_ascii_lowercase();
                at += 1;
            } else if bytes[at..].starts_with("’".as_bytes()) {
                buffer[length] = b'\'';
                at += "’".len();
            } else {
                return self.lexicon.lookup(&crate::lang::lexicon::fold(word));
            }
            length += 1;
        }
        std::str::from_utf8(&buffer[..length])
            .map_or(WordId::UNKNOWN, |word| self.lexicon.lookup(word))
    }

    fn push(&mut self, open: &mut Open, span: Span, id: WordId, marks: Marks) {
        if self.words.len() - open.first_word >= LONGEST_SENTENCE {
            let gap = open.gap;
            self.close_sentence(open, EndMark::None, None);
            open.gap = gap;
        }
        open.start.get_or_insert(span.start);
        let mut marks = marks.with(open.gap);
        if open.quote.is_some() {
            marks.set(Marks::QUOTED);
        }
        if open.parens > 0 {
            marks.set(Marks::PARENTHESIS);
        }
        open.gap = Marks::NONE;
        let offset = |at: usize| u32::try_from(at).expect("texts are cut below 4 GiB");
        self.words.push(Word { start: offset(span.start), end: offset(span.end), id, marks });
    }

    fn handle(&mut self, open: &mut Open, at: usize, end: usize, marks: Marks) -> usize {
        let rest = &self.text[at + 1..end];
        let length = rest
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-')))
            .unwrap_or(rest.len());
        if length == 0 {
            return at + 1;
        }
        let stop = at + 1 + rest[..length].trim_end_matches('-').len();
        self.push(
            open,
            Span::new(at, stop),
            WordId::UNKNOWN,
            marks.with(Marks::HANDLE).with(Marks::OPAQUE),
        );
        stop
    }

    /// `/etc/hosts` is opaque; the slash in `and/or` joins two words.
    fn path(&mut self, open: &mut Open, at: usize, end: usize, marks: Marks) -> usize {
        let bytes = self.text.as_bytes();
        let begins = at == 0 || matches!(bytes[at - 1], b' ' | b'\t' | b'\n' | b'(' | b'"' | b'\'');
        if !begins {
            return sign(open, Marks::SLASH, at + 1);
        }
        let rest = &self.text[at..end];
        let length = rest
            .find(|c: char| c.is_whitespace() || matches!(c, ')' | '"' | ',' | ';'))
            .unwrap_or(rest.len());
        let path = rest[..length].trim_end_matches(['.', ':', '?', '!']);
        if path.len() > 2 {
            self.push(
                open,
                Span::new(at, at + path.len()),
                WordId::UNKNOWN,
                marks.with(Marks::CODE).with(Marks::OPAQUE),
            );
            return at + path.len();
        }
        sign(open, Marks::SIGN, at + 1)
    }

    fn terminator(&mut self, open: &mut Open, at: usize, end: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut stop = at;
        while stop < end && matches!(bytes[stop], b'.' | b'!' | b'?') {
            stop += 1;
        }
        let run = &self.text[at..stop];
        let mut close = stop;
        while let Some(c) = self.text[close..end].chars().next() {
            if !matches!(c, '"' | '”' | '\'' | '’' | ')' | ']' | '*' | '_' | '»') {
                break;
            }
            if c == '"' {
                open.quote = None;
            } else if c == ')' || c == ']' {
                open.parens = open.parens.saturating_sub(1);
            } else if c == '”' || c == '»' {
                open.quote = None;
            }
            close += c.len_utf8();
        }
        let spaced = close >= end
            || self
                .ahead(open, close)
                .chars()
                .next()
                .is_none_or(|c| c.is_whitespace() || is_emoji(c));
        if !spaced {
            open.gap.set(Marks::DASH);
            return close;
        }
        let next = self.next_letter(open, close);
        let mark = if run.contains('?') {
            EndMark::Question
        } else if run.contains('!') {
            EndMark::Exclamation
        } else {
            EndMark::Stop
        };
        let lower = next.is_some_and(char::is_lowercase)
            && (run.starts_with("..") || !self.begins_small(open, close));
        let ends = match mark {
            EndMark::Question => true,
            EndMark::Exclamation => !lower,
            _ if run.len() > 1 => !lower,
            _ => !lower && !self.stop_abbreviates(open, at, close, next),
        };
        if ends {
            self.close_sentence(open, mark, Some((at, close)));
        } else {
            open.gap.set(if run.len() > 1 { Marks::DASH } else { Marks::NONE });
        }
        close
    }

    /// The mark that begins at `at`.
    fn mark_at(&self, at: usize) -> Option<Inline> {
        self.inline_at(at).filter(|inline| inline.kind.is_mark() && inline.span.start == at)
    }

    /// The first letter or digit behind `at`; of a mark the first of its words.
    fn next_letter(&self, open: &Open, at: usize) -> Option<char> {
        let rest = self.ahead(open, at);
        let start = at + (rest.len() - rest.trim_start().len());
        let at = self.mark_at(start).map_or(at, |mark| mark.inner.start);
        next_letter(self.ahead(open, at))
    }

    /// What stands behind `at` in the block: what comes after that says nothing of how a sentence in it ends.
    fn ahead(&self, open: &Open, at: usize) -> &'t str {
        &self.text[at..open.span.end.max(at)]
    }

    /// Whether what stands behind `at` begins a sentence with a small letter: a mark, code, an address,
    /// a name such as iOS, or a dash.
    fn begins_small(&self, open: &Open, at: usize) -> bool {
        let ahead = self.ahead(open, at);
        let rest = ahead.trim_start();
        let start = at + (ahead.len() - rest.len());
        if self.mark_at(start).is_some()
            || ["`", "- ", "– ", "— "].iter().any(|sign| rest.starts_with(sign))
        {
            return true;
        }
        let word = rest.split_whitespace().next().unwrap_or("");
        let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let cased = word.bytes().all(|b| b.is_ascii_alphabetic())
            && word.bytes().any(|b| b.is_ascii_uppercase());
        // "example.com" and "config.yml", but not "e.g." or "a.m.".
        let dotted = word.rsplit_once('.').is_some_and(|(head, tail)| {
            head.len() > 1 && tail.len() > 1 && word.bytes().all(|b| b.is_ascii_graphic())
        });
        cased || dotted || url_end(self.text, start, start + word.len()).is_some()
    }

    /// Whether the full stop at `at` belongs to an abbreviation, an initial or a list number; `next`
    /// is the first letter after `close`.
    fn stop_abbreviates(&self, open: &Open, at: usize, close: usize, next: Option<char>) -> bool {
        let Some(word) =
            self.words[open.first_word..].last().filter(|word| word.end as usize == at)
        else {
            return false;
        };
        let text = word.span().of(self.text);
        if self.words.len() == open.first_word + 1 && text.bytes().all(|b| b.is_ascii_digit()) {
            return true;
        }
        let initial =
            text.len() == 1 && text != "I" && text.starts_with(|c: char| c.is_ascii_uppercase());
        let next_word = next_word(self.ahead(open, close));
        if initial {
            // "J. A. Hill", but "I've asked Maria R. She knows."
            let behind = self.ahead(open, close).trim_start().strip_prefix(next_word);
            let is_initial = next_word.len() == 1 && behind.is_some_and(|it| it.starts_with('.'));
            return is_initial || !self.lexicon.classes(self.lookup(next_word)).meets(BEGINNING);
        }
        self.abbreviations.holds(text, next, next_word)
    }

    fn colon(&mut self, open: &mut Open, at: usize, end: usize) -> usize {
        if let Some(stop) = emoticon_end(self.text, at, end) {
            return self.smile(open, stop);
        }
        let rest = &self.text[at + 1..end];
        let breaks = self.text.as_bytes()[at] == b':'
            && (rest.trim_start_matches([' ', '\t', '*', '_']).is_empty()
                || rest.trim_start_matches([' ', '\t']).starts_with(['\n', '\r']));
        if breaks {
            self.close_sentence(open, EndMark::Colon, Some((at, at + 1)));
            return at + 1;
        }
        sign(open, Marks::COLON, at + 1)
    }

    /// An emoticon or emoji; before a capital it ends the sentence, as writers use it.
    fn smile(&mut self, open: &mut Open, stop: usize) -> usize {
        let words = self.words.len() > open.first_word;
        let rest = self.ahead(open, stop);
        let capital = next_letter(rest).is_some_and(char::is_uppercase);
        let spaced = rest.starts_with(char::is_whitespace);
        if words && capital && spaced {
            self.close_sentence(open, EndMark::None, None);
        }
        open.gap.set(Marks::SIGN);
        stop
    }

    fn quotation(&mut self, open: &mut Open, at: usize, width: usize) -> usize {
        match open.quote.take() {
            Some(_) => {}
            None => {
                let closes_later = self.ahead(open, at + width).contains('"');
                if closes_later {
                    open.quote = Some(self.words.len());
                }
            }
        }
        sign(open, Marks::QUOTE, at + width)
    }

    /// Whether a quotation that `sign` opens before `at` is closed in the block.
    fn closes_later(&self, open: &mut Open, sign: char, at: usize) -> bool {
        let (which, close) = if sign == '«' { (0, '»') } else { (1, '”') };
        if open.closers[which] < at {
            let ahead = self.ahead(open, at);
            open.closers[which] = at + ahead.find([close, '“']).unwrap_or(ahead.len());
        }
        open.closers[which] < open.span.end
    }

    fn hyphen(&mut self, open: &mut Open, at: usize, end: usize) -> usize {
        let bytes = self.text.as_bytes();
        if bytes.get(at + 1) == Some(&b'-') && at + 1 < end {
            let mut stop = at;
            while stop < end && bytes[stop] == b'-' {
                stop += 1;
            }
            return sign(open, Marks::DASH, stop);
        }
        let spaced_before = at == 0 || bytes[at - 1].is_ascii_whitespace();
        let spaced_after = bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace);
        if spaced_before && spaced_after {
            open.gap.set(Marks::DASH);
        }
        at + 1
    }

    /// `<https://…>` and `<mail@…>` are addresses; other tags are skipped whole.
    fn angle(&mut self, open: &mut Open, at: usize, end: usize) -> usize {
        let rest = &self.text[at..end];
        let mut window = rest.char_indices().take(LONGEST_TAG).take_while(|&(_, c)| c != '\n');
        let Some(close) = window.find(|&(_, c)| c == '>').map(|(n, _)| n) else {
            return at + 1;
        };
        let inner = &rest[1..close];
        if inner.contains('@') || inner.contains("://") {
            let span = Span::new(at, at + close + 1);
            self.push(open, span, WordId::UNKNOWN, Marks::ADDRESS.with(Marks::OPAQUE));
            if inner.contains("://") {
                self.links.push(Link::new(span, inner, LinkKind::Angle, self.inlines));
            }
            return at + close + 1;
        }
        let tag = inner.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
        if tag { at + close + 1 } else { at + 1 }
    }

    /// A share of a network is an address. Markdown takes the first of two backslashes away.
    fn backslash(&mut self, open: &mut Open, at: usize, end: usize, marks: Marks) -> usize {
        let start = if self.text[..at].ends_with('\\') { at - 1 } else { at };
        match link::share_end(self.text, start, end) {
            Some(stop) => {
                let span = Span::new(start, stop);
                let marks = marks.with(Marks::ADDRESS).with(Marks::OPAQUE);
                self.push(open, span, WordId::UNKNOWN, marks);
                self.address(span, LinkKind::Share, marks);
                stop
            }
            None => at + 1,
        }
    }

    /// Inline code in plain text.
    fn backtick(&mut self, open: &mut Open, at: usize, end: usize) -> usize {
        let rest = &self.text[at + 1..end];
        match rest.find('`').filter(|&n| n > 0 && !rest[..n].contains("\n\n")) {
            Some(close) => {
                let span = Span::new(at, at + close + 2);
                self.push(open, span, WordId::UNKNOWN, Marks::CODE.with(Marks::OPAQUE));
                span.end
            }
            None => at + 1,
        }
    }

    fn non_ascii(&mut self, open: &mut Open, at: usize, end: usize, marks: Marks) -> usize {
        let Some(c) = self.text[at..end].chars().next() else { return end };
        let next = at + c.len_utf8();
        match c {
            '“' | '„' | '«' => {
                if self.closes_later(open, c, next) {
                    open.quote = Some(self.words.len());
                }
                sign(open, Marks::QUOTE, next)
            }
            '”' | '»' => {
                open.quote = None;
                sign(open, Marks::QUOTE, next)
            }
            '—' | '–' | '…' | '―' => self.dash(open, c, at, next),
            '、' | '，' => sign(open, Marks::COMMA, next),
            '。' | '！' | '？' => {
                let mark = match c {
                    '。' => EndMark::Stop,
                    '！' => EndMark::Exclamation,
                    _ => EndMark::Question,
                };
                self.close_sentence(open, mark, Some((at, next)));
                next
            }
            _ if c.is_alphanumeric() => self.word(open, at, end, marks),
            _ if is_emoji(c) => self.smile(open, emoji_end(self.text, at, end)),
            _ => next,
        }
    }

    fn dash(&mut self, open: &mut Open, c: char, at: usize, next: usize) -> usize {
        let rest = self.ahead(open, next);
        let capital = next_letter(rest).is_some_and(char::is_uppercase);
        if c == '…' && capital && rest.starts_with(char::is_whitespace) {
            self.close_sentence(open, EndMark::Stop, Some((at, next)));
        } else {
            open.gap.set(Marks::DASH);
        }
        next
    }

    /// Where a line was broken on purpose and a capital follows, a sentence without a full stop ends.
    fn soft_break(&mut self, open: &mut Open, at: usize) {
        open.gap.set(Marks::LINE_START);
        let Some(last) = self.words[open.first_word..].last() else { return };
        let line_start = self.text[..at].rfind(['\n', '\r']).map_or(0, |n| n + 1);
        let line = self.text[line_start..at].trim_end();
        // The lines of a callout begin with a sign.
        let next = self.ahead(open, at).trim_start().trim_start_matches(['>', ' ']);
        let next_word = next.split(char::is_whitespace).next().unwrap_or("");
        let wrap = *open.wrap.get_or_insert_with(|| {
            let longest = open.span.of(self.text).lines().map(str::len).max();
            longest.unwrap_or(0).max(NARROWEST_WRAP)
        });
        let room = line.len() + 1 + next_word.len() + ROOM < wrap;
        let mark = self.mark_at(open.span.end.max(at) - next.len());
        let first = mark.map_or(next, |mark| self.ahead(open, mark.inner.start)).chars().next();
        let capital = first.is_some_and(|c| c.is_uppercase() || is_emoji(c))
            && !matches!(next_word, "I" | "I'm" | "I've" | "I'll" | "I’m" | "I’ve" | "I’ll");
        let hangs = line.ends_with([',', '-', '(', '/', '&', '–', '—']);
        let dangling = self.lexicon.classes(last.id).meets(HANGING);
        if room && capital && !hangs && !dangling {
            self.close_sentence(open, EndMark::None, None);
        }
    }

    /// Ends the sentence; `mark` gives where its end mark begins and ends.
    fn close_sentence(&mut self, open: &mut Open, end: EndMark, mark: Option<(usize, usize)>) {
        let words = open.first_word..self.words.len();
        if words.is_empty() {
            return;
        }
        let last = self.words[words.end - 1].span().end;
        let (end_at, stop) = mark.unwrap_or((last, last));
        let start = open.start.take().unwrap_or(last);
        // A mark that wraps the sentence's last words ends with it.
        let (end_at, stop) = match self.inline_at(last) {
            Some(inline)
                if mark.is_none()
                    && inline.kind.is_mark()
                    && !self.text[last..inline.inner.end.max(last)]
                        .contains(char::is_alphanumeric) =>
            {
                (inline.span.end, inline.span.end)
            }
            _ => (end_at.max(last), stop.max(last)),
        };
        self.sentences.push(Sentence {
            span: Span::new(start, stop),
            words: words.clone(),
            block: self.blocks.len(),
            end,
            end_at,
        });
        open.first_word = words.end;
        open.gap = Marks::NONE;
    }
}

fn sign(open: &mut Open, mark: Marks, next: usize) -> usize {
    open.gap.set(mark);
    next
}

const fn marks_has(marks: Marks, mark: Marks) -> bool {
    marks.0 & mark.0 != 0
}

fn joins(bytes: &[u8], at: usize, end: usize) -> bool {
    at + 1 < end && (bytes[at + 1].is_ascii_alphanumeric() || bytes[at + 1] >= 0xc3)
}

fn joins_wide(text: &str, at: usize, end: usize) -> bool {
    text[at..end].chars().nth(1).is_some_and(char::is_alphanumeric)
}

fn between_digits(bytes: &[u8], at: usize, end: usize) -> bool {
    at > 0 && bytes[at - 1].is_ascii_digit() && at + 1 < end && bytes[at + 1].is_ascii_digit()
}

/// Combining marks and joiners belong to the word they follow.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{ad}')
}

pub(crate) fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}'
        | '\u{fe0f}' | '\u{200d}' | '\u{20e3}' | '\u{e0020}'..='\u{e007f}')
}

fn emoji_end(text: &str, at: usize, end: usize) -> usize {
    text[at..end].find(|c: char| !is_emoji(c)).map_or(end, |n| at + n)
}

/// Where an emoticon such as `:-)` ends.
fn emoticon_end(text: &str, at: usize, end: usize) -> Option<usize> {
    let rest = &text.as_bytes()[at..end];
    let nose = usize::from(matches!(rest.get(1), Some(b'-' | b'\'' | b'o')));
    let mouth = *rest.get(1 + nose)?;
    let after = rest.get(2 + nose);
    let ends = after.is_none_or(|b| !b.is_ascii_alphanumeric());
    (matches!(mouth, b')' | b'(' | b'D' | b'P' | b'p' | b'/' | b'|' | b'*')
        && ends
        && at > 0
        && (text.as_bytes()[at - 1].is_ascii_whitespace() || matches!(mouth, b')' | b'(')))
    .then_some(at + 2 + nose)
}

/// The first letter or digit of `text`, past white space and markup; none past a blank line.
fn next_letter(text: &str) -> Option<char> {
    let mut breaks = 0;
    for c in text.chars().take(80) {
        match c {
            '\n' => {
                breaks += 1;
                if breaks > 1 {
                    return None;
                }
            }
            c if c.is_alphanumeric() => return Some(c),
            _ => {}
        }
    }
    None
}

/// The first word of `text`, past white space and an opening parenthesis.
fn next_word(text: &str) -> &str {
    let rest = text.trim_start().trim_start_matches('(');
    &rest[..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())]
}

/// Where a URL that begins at `at` ends, without the punctuation of the sentence round it.
fn url_end(text: &str, at: usize, end: usize) -> Option<usize> {
    let rest = &text[at..end];
    let head = rest.as_bytes();
    let scheme = match head.first()? {
        b'h' | b'H' | b'f' | b'F' | b's' | b'S' | b'm' | b'M' => {
            let letters =
                rest.bytes().take(LONGEST_SCHEME).take_while(u8::is_ascii_alphabetic).count();
            let scheme = rest[letters..].starts_with("://").then_some(letters + 3);
            scheme.or_else(|| rest.starts_with("mailto:").then_some(7))
        }
        b'w' | b'W' => rest.get(..4).filter(|www| www.eq_ignore_ascii_case("www.")).map(|_| 4),
        _ => None,
    }?;
    let length = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '”' | '“' | '`'))
        .unwrap_or(rest.len());
    if length <= scheme {
        return None;
    }
    let mut url = &rest[..length];
    // A closing parenthesis belongs to the URL only if it was opened in it.
    let mut closing = url.matches(')').count().saturating_sub(url.matches('(').count());
    loop {
        let trimmed =
            url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', ']', '}', '’']);
        let trimmed = match trimmed.strip_suffix(')').filter(|_| closing > 0) {
            Some(inner) => {
                closing -= 1;
                inner
            }
            None => trimmed,
        };
        if trimmed.len() == url.len() {
            break;
        }
        url = trimmed;
    }
    Some(at + url.len())
}

fn address_end(text: &str, at: usize, end: usize) -> usize {
    let rest = &text[at..end];
    let length = rest
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '_')))
        .unwrap_or(rest.len());
    at + rest[..length].trim_end_matches(['.', '-', '_']).len()
}

/// Where the second half of a contraction begins: `do|n't`, `it|'s`.
fn clitic_start(word: &str, apostrophe: usize) -> Option<usize> {
    let width = word[apostrophe..].chars().next()?.len_utf8();
    let tail = &word[apostrophe + width..];
    let is = |suffix: &str| tail.eq_ignore_ascii_case(suffix);
    if is("t") {
        let stem = &word[..apostrophe];
        return stem.ends_with(['n', 'N']).then(|| apostrophe - 1);
    }
    ["s", "re", "m", "ve", "ll", "d"].into_iter().any(is).then_some(apostrophe)
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;
    use crate::document::Kind;
    use crate::draft::Draft;
    use crate::input::Input;

    /// The sentences of a text, in each of the kinds in which they are the same.
    fn sentences<'t>(text: &'t str, kinds: &[Kind]) -> Vec<&'t str> {
        let catalog = Catalog::builtin();
        let of = |kind| {
            let input = Input { kind, ..Input::default() };
            let document = Draft::read(text, &input, &catalog).document;
            document.sentences.iter().map(|it| it.span.of(text)).collect::<Vec<_>>()
        };
        let found = of(kinds[0]);
        for &kind in &kinds[1..] {
            assert_eq!(of(kind), found, "{kind:?}: {text}");
        }
        found
    }

    const ALL: [Kind; 3] = [Kind::Markdown, Kind::Plain, Kind::Mail];

    /// Each text holds its sentences with a `|` between two.
    fn holds(texts: &[&str]) {
        for marked in texts {
            let text = marked.replace(" | ", " ");
            let wanted: Vec<_> = marked.split('|').map(str::trim).collect();
            assert_eq!(sentences(&text, &ALL), wanted);
        }
    }

    #[test]
    fn an_abbreviation_ends_no_sentence() {
        holds(&[
            "Take a plan, e.g. Pro. | It has two seats.",
            "Take the other (i.e. Pro) for it. | Then save.",
            "See No. 5 for that. | It is short.",
            "We sent nos. 5 and 6. | Both came.",
            "Fig. 3 shows it. | It is big.",
            "It has approx. 5 GB vs. 6 GB before. | It is big.",
            "Ask Dr. Hill about it. | She knows.",
            "Mr. and Mrs. Ruiz wrote. | I answered.",
            "Ask Prof. Dr. Lee. | He knows.",
            "Jan. 5 is a Monday. | It is cold.",
            "It is in the U.S. and the E.U. already. | It is big.",
            "Open it, save it, etc. and so on. | It is quick.",
            "Acme Inc. has it. | It is theirs.",
            "It is free for Ph.D. students. | Others pay.",
        ]);
    }

    #[test]
    fn an_abbreviation_at_the_end_ends_it() {
        holds(&[
            "Open it, save it, etc. | It is quick.",
            "It is in the U.S. | It is big.",
            "It belongs to Acme Inc. | It is theirs.",
        ]);
    }

    #[test]
    fn an_hour_goes_on_with_its_zone_or_day() {
        holds(&[
            "The call is at 9 a.m. on Monday. | Dial in.",
            "The call is at 5 p.m. CET, as agreed. | Dial in.",
            "The call is at 5 p.m. (CET). | Dial in.",
            "The call is at 5 p.m. Monday. | Dial in.",
            "The call is at 5 p.m. | The link is below.",
            "It closes at 5 p.m. | I am there.",
        ]);
    }

    #[test]
    fn a_dot_inside_a_number_a_name_or_an_address_ends_nothing() {
        holds(&[
            "It is 3.8.1 now. | It was 3.8.0.",
            "It is fixed in 3.8. | The next one is v4.0.1.",
            "It took 2.5 seconds. | That is slow.",
            "It costs $1,234.56 or 99.9%. | That is much.",
            "At 10.30 it is done. | At 11 too.",
            "See https://example.com/a.b?c=d.e. | It is short.",
            "Is it https://example.com/a? | It is.",
            "See <https://example.com/a.b>. | It is short.",
            "Write to ana.ruiz@example.com. | It is short.",
            "Open settings.php or config.yml. | It is short.",
            "Add .htaccess to it. | Then save.",
            "It runs on Node.js. | It is fast.",
            "Call foo() or `foo.bar`. | It is there.",
        ]);
    }

    #[test]
    fn a_sentence_may_begin_with_a_small_letter_that_is_no_words() {
        holds(&[
            "I've fixed the export. | [[verify: Your refund is now on your card]].",
            "I've fixed the export. | [[verify: your refund is now on your card]]. | It is quick.",
            "I've fixed the export! | [[verify: your refund is there]].",
            "I've fixed the export. | `sync` is fixed too.",
            "I've fixed the export. | https://example.com/a is up.",
            "I've fixed the export. | example.com is up again.",
            "I've fixed the export. | config.yml is there.",
            "I've fixed the export. | iOS is next.",
            // What goes on after an abbreviation goes on.
            "Take a tool, e.g. `sync` or vs. iOS. | It is there.",
            "Ask Dr. [[fill: name]] about it. | It is there.",
            "It opens at 9 a.m. - 5 p.m. on Monday. | Dial in.",
            "Open it, etc. [[verify: and save it]]. | It is quick.",
            "It works... `sync` as well.",
        ]);
        let text = "I've fixed the export. - it is quick now.";
        assert_eq!(sentences(text, &ALL), ["I've fixed the export.", "it is quick now."]);
        let text = "I fixed the export\n[[verify: Your refund is there]]";
        let wanted = ["I fixed the export", "[[verify: Your refund is there]]"];
        assert_eq!(sentences(text, &ALL), wanted);
    }

    #[test]
    fn an_initial_ends_a_sentence_only_before_a_word_that_begins_one() {
        holds(&[
            "J. R. R. Hill wrote it. | I read it.",
            "Ask John F. Hill about it. | He knows.",
            "I've asked Maria R. | She knows.",
            "It is on plan B. | I moved it.",
            "Press Ctrl+S. | Then close it.",
        ]);
    }

    #[test]
    fn marks_may_come_in_rows() {
        holds(&[
            "Is it so?! | It is.",
            "Is it so!? | It is.",
            "It is so!!! | Really.",
            "Is it so??? | It is.",
            "It works... and goes on.",
            "It works ... and goes on.",
            "It works… and goes on.",
            "It works... | It goes on.",
            "It works… | It goes on.",
            "Yahoo! is down. | It is.",
            "Is it so? | yes.",
        ]);
    }

    #[test]
    fn quotation_marks_and_brackets_close_with_the_sentence() {
        holds(&[
            "They said \"It is fixed.\" | Then they left.",
            "They said “It is fixed.” | Then they left.",
            "They said 'It is fixed.' | Then they left.",
            "It is fixed (I looked.) | Then I left.",
            "It is \"fixed\". | Then I left.",
            "It is fixed [1]. | Then I left.",
            "Press \"Save.\" | Then close it.",
        ]);
        assert_eq!(
            sentences("**It is fixed.** It was not.", &[Kind::Markdown]),
            ["It is fixed.", "It was not."]
        );
        assert_eq!(
            sentences("See [the guide](https://example.com/a.b). It is short.", &[Kind::Markdown]),
            ["See [the guide](https://example.com/a.b).", "It is short."]
        );
    }

    #[test]
    fn an_emoji_before_a_capital_ends_a_sentence() {
        for (text, wanted) in [
            ("It is fixed 🎉 Thanks for waiting.", ["It is fixed", "Thanks for waiting."]),
            ("It is fixed! 👋🏽 Thanks for waiting.", ["It is fixed!", "Thanks for waiting."]),
            ("It is fixed :-) Thanks for waiting.", ["It is fixed", "Thanks for waiting."]),
        ] {
            assert_eq!(sentences(text, &ALL), wanted);
        }
        holds(&["It is fixed :) thanks for waiting."]);
    }

    #[test]
    fn what_stands_below_a_block_says_nothing_of_how_it_ends() {
        let text = "It is done.\n[internal] the shop knows\n";
        assert_eq!(sentences(text, &ALL), ["It is done."]);
    }

    #[test]
    fn items_and_short_lines_need_no_full_stop() {
        for (text, wanted) in [
            ("1. Open it\n2. Save it\n3. Close it", &["Open it", "Save it", "Close it"][..]),
            ("- Open it\n- Save it\n\nThen go.", &["Open it", "Save it", "Then go."]),
            ("* Open it. It is there.\n* Save it", &["Open it.", "It is there.", "Save it"]),
            ("Do this:\n\n- open it\n- save it", &["Do this:", "open it", "save it"]),
            ("I looked\nIt is fixed", &["I looked", "It is fixed"]),
            ("I looked.\r\nIt is fixed.\r\n", &["I looked.", "It is fixed."]),
        ] {
            assert_eq!(sentences(text, &ALL), wanted, "{text}");
        }
        for (text, wanted) in [
            (
                "> [!NOTE]\n> The sync is done\n> and on.",
                &["NOTE", "The sync is done\n> and on."][..],
            ),
            ("> [!TIP]\n> Save it\n> Close it", &["TIP", "Save it", "Close it"]),
        ] {
            assert_eq!(sentences(text, &ALL), wanted, "{text}");
        }
        // A line that ends on such a word was broken by a program.
        holds(&["You can do that in\nSettings. | It is there."]);
    }

    #[test]
    fn a_mark_over_a_line_break_is_read_once() {
        let text = "[[verify: That blog\nis there]]. It is on.";
        assert_eq!(sentences(text, &ALL), ["[[verify: That blog\nis there]].", "It is on."]);
        let text = "[[verify: It works. It is\non]]. So is that.";
        assert_eq!(sentences(text, &ALL), ["[[verify: It works.", "It is\non]].", "So is that."]);
        let catalog = Catalog::builtin();
        for kind in ALL {
            let input = Input { kind, ..Input::default() };
            let words = Draft::read(text, &input, &catalog).document.words;
            assert_eq!(words.len(), 8, "{kind:?}");
        }
    }

    #[test]
    fn other_scripts_end_their_sentences_too() {
        assert_eq!(
            sentences("直りました。ありがとうございます。", &ALL),
            ["直りました。", "ありがとうございます。"]
        );
        holds(&["C'est bien ! | Merci."]);
    }
}
