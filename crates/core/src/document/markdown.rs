//! Own lines read as Markdown.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::link::LinkKind;
use super::plain;
use super::tokens::Tokens;
use super::word::{BlockKind, Marks};
use crate::text::Span;

/// A marker opens a list or a quote up to this byte of its line. The parser goes through all that are open on
/// each line, so how deep they lie in one another is bounded.
const FARTHEST_MARKER: usize = 200;

/// Reads a run of own lines that begins at byte `base` of the document.
///
/// `source` is what the parser sees: the run itself, or the run with letters where placeholders and
/// marks stand. Both have the same length, so offsets hold for either.
pub(crate) fn read(source: &str, base: usize, tokens: &mut Tokens<'_>) {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let source = &shallow(source);
    let mut reader = Reader {
        tokens,
        source,
        base,
        pending: None,
        links: Vec::new(),
        skip: 0,
        lists: Vec::new(),
        indented: None,
        output_end: 0,
    };
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        reader.event(&event, range);
    }
    reader.flush();
    reader.tokens.end();
}

/// `source` with a letter in the place of the first marker on each line that stands too far to the right, same
/// length: the rest of the line is words then.
fn shallow(source: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let (mut start, mut done) = (0, 0);
    for line in source.split_inclusive(['\n', '\r']) {
        if let Some(at) = far_marker(line.as_bytes()) {
            out.push_str(&source[done..start + at]);
            out.push('x');
            done = start + at + 1;
        }
        start += line.len();
    }
    if out.is_empty() {
        return source.into();
    }
    out.push_str(&source[done..]);
    out.into()
}

/// The first marker beyond [`FARTHEST_MARKER`], where all before it are markers. A rule is none.
fn far_marker(line: &[u8]) -> Option<usize> {
    let mut at = 0;
    while line.len() > FARTHEST_MARKER {
        at += line[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let rest = &line[at..];
        let length = marker(rest)?;
        if at >= FARTHEST_MARKER {
            let sign = rest[0];
            let is_rule = matches!(sign, b'-' | b'*')
                && rest.iter().all(|&byte| byte == sign || byte.is_ascii_whitespace());
            return (!is_rule).then_some(at);
        }
        at += length;
    }
    None
}

/// How long the marker is with which `rest` begins.
fn marker(rest: &[u8]) -> Option<usize> {
    let length = match rest.first()? {
        b'>' => return Some(1),
        b'-' | b'+' | b'*' => 1,
        b'0'..=b'9' => {
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            matches!(rest.get(digits), Some(b'.' | b')')).then_some(digits + 1)?
        }
        _ => return None,
    };
    rest.get(length).is_none_or(u8::is_ascii_whitespace).then_some(length)
}

struct Reader<'r, 't, 's> {
    tokens: &'r mut Tokens<'t>,
    source: &'s str,
    base: usize,
    /// Text that may go on: one word can come as several events.
    pending: Option<Span>,
    /// The links that are open, as places among the links of the text.
    links: Vec<usize>,
    /// How many open elements hide their text: images, autolinks, code.
    skip: u32,
    /// The open lists, and whether each is numbered.
    lists: Vec<bool>,
    /// The lines of an indented block.
    indented: Option<Vec<Span>>,
    /// Where the last paragraph ends that is a log or a command and no prose.
    output_end: usize,
}

impl Reader<'_, '_, '_> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        let span = Span::new(range.start + self.base, range.end + self.base);
        if span.start < self.output_end {
            return;
        }
        if let Event::Text(content) = event {
            let escaped = **content != self.source[range];
            self.text(escaped, span);
            return;
        }
        self.flush();
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(*tag, span),
            Event::Code(_) if self.skip == 0 => {
                if let Some(&link) = self.links.last() {
                    self.shown(link, span);
                }
                self.tokens.opaque(span, Marks::CODE);
            }
            Event::SoftBreak | Event::HardBreak => self.tokens.line_break(span.start),
            Event::Rule => self.tokens.end(),
            _ => {}
        }
    }

    fn text(&mut self, escaped: bool, span: Span) {
        if self.skip > 0 {
            return;
        }
        if let Some(lines) = &mut self.indented {
            lines.push(span);
            return;
        }
        // An entity stands for a character that the source does not hold.
        if escaped {
            self.flush();
            return;
        }
        match &mut self.pending {
            Some(pending) if pending.end == span.start => pending.end = span.end,
            _ => {
                self.flush();
                self.pending = Some(span);
            }
        }
    }

    fn flush(&mut self) {
        if let Some(span) = self.pending.take() {
            let marks = match self.links.last() {
                Some(&link) => {
                    self.shown(link, span);
                    Marks::LINK
                }
                None => Marks::NONE,
            };
            self.tokens.text(span, marks);
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::Paragraph if self.is_output(span) => {
                self.tokens.code(span);
                self.output_end = span.end;
            }
            Tag::Paragraph | Tag::TableCell => self.tokens.begin(self.paragraph(), span),
            Tag::Heading { .. } => self.tokens.begin(BlockKind::Heading, span),
            Tag::List(first) => self.lists.push(first.is_some()),
            Tag::Item => self.tokens.begin(self.paragraph(), span),
            Tag::CodeBlock(CodeBlockKind::Indented) => self.indented = Some(Vec::new()),
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => {
                self.tokens.code(span);
                self.skip += 1;
            }
            Tag::Link { link_type: LinkType::Autolink, dest_url, .. } => {
                self.tokens.opaque(span, Marks::ADDRESS);
                self.tokens.link(span, dest_url, LinkKind::Angle);
                self.skip += 1;
            }
            Tag::Link { link_type: LinkType::Email, .. } => {
                self.tokens.opaque(span, Marks::ADDRESS);
                self.skip += 1;
            }
            Tag::Link { dest_url, .. } => {
                let link = self.tokens.link(span, dest_url, LinkKind::Titled);
                self.links.push(link);
            }
            Tag::Image { dest_url, .. } => {
                self.tokens.opaque(span, Marks::NONE);
                self.tokens.link(span, dest_url, LinkKind::Image);
                self.skip += 1;
            }
            Tag::HtmlBlock => self.tokens.end(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell => {
                self.tokens.end();
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.tokens.end();
            }
            TagEnd::CodeBlock => match self.indented.take() {
                Some(lines) => self.indented_block(span, &lines),
                None => self.skip = self.skip.saturating_sub(1),
            },
            TagEnd::Link if self.skip > 0 => self.skip -= 1,
            TagEnd::Link => {
                self.links.pop();
            }
            TagEnd::Image => self.skip = self.skip.saturating_sub(1),
            _ => {}
        }
    }

    /// Notes that the words stand in the text of the link.
    fn shown(&mut self, link: usize, words: Span) {
        if let Some(link) = self.tokens.links.get_mut(link) {
            link.text = Some(link.text.map_or(words, |text| text.cover(words)));
        }
    }

    fn is_output(&self, span: Span) -> bool {
        plain::is_output(self.source[span.start - self.base..span.end - self.base].lines())
    }

    /// People indent their words for other reasons than to show code.
    fn indented_block(&mut self, span: Span, lines: &[Span]) {
        let base = self.base;
        if plain::is_code(lines.iter().map(|line| &self.source[line.start - base..line.end - base]))
        {
            self.tokens.code(span);
            return;
        }
        self.tokens.begin(BlockKind::Paragraph, span);
        for line in lines {
            self.tokens.text(*line, Marks::NONE);
        }
        self.tokens.end();
    }

    fn paragraph(&self) -> BlockKind {
        match self.lists.last() {
            Some(&ordered) => BlockKind::Item { ordered },
            None => BlockKind::Paragraph,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many lists and quotes lie in one another.
    fn depth(source: &str) -> usize {
        let (mut depth, mut deepest) = (0, 0);
        for event in Parser::new(&shallow(source)) {
            match event {
                Event::Start(Tag::Item | Tag::BlockQuote(_)) => depth += 1,
                Event::End(TagEnd::Item | TagEnd::BlockQuote(_)) => depth -= 1,
                _ => {}
            }
            deepest = deepest.max(depth);
        }
        deepest
    }

    #[test]
    fn lists_lie_in_one_another_so_deep_and_no_deeper() {
        for sign in ["- ", "+ ", "* ", "> ", ">", "- > ", "- + ", "1. ", "12) "] {
            for often in [500, 5_000] {
                let source = sign.repeat(often) + "a\nb\n\n- c\n";
                assert_eq!(shallow(&source).len(), source.len());
                assert!((1..=FARTHEST_MARKER).contains(&depth(&source)), "{sign}");
            }
        }
        let steps: String = (0..500).map(|step| format!("{}- a\n", "  ".repeat(step))).collect();
        assert!((1..=FARTHEST_MARKER).contains(&depth(&steps)));
    }

    #[test]
    fn what_is_no_deep_list_is_read_as_it_stands() {
        let far = " ".repeat(FARTHEST_MARKER + 1);
        for source in [
            "- ".repeat(500),
            format!("{}\n", "* ".repeat(500)),
            format!("{far}a - b"),
            format!("- {}", "a - ".repeat(500)),
            "1".repeat(500),
            "- a\n".repeat(500),
        ] {
            assert_eq!(shallow(&source), source);
        }
    }
}
