//! Where the cursor is in a draft, as far as it decides what can be offered.

use crate::document::{BlockKind, Line, LineClass};
use crate::draft::{Draft, RegionKind};
use crate::text::Span;

/// A first line of at most so many words is a greeting if it ends as one.
const LONGEST_GREETING: usize = 6;

/// The place of the cursor in the writer's own text.
#[derive(Debug)]
pub(super) struct Cursor<'d> {
    /// Its offset in bytes.
    pub(super) at: usize,
    /// The text of its line before it.
    pub(super) before: &'d str,
    /// The text of its line after it.
    pub(super) after: &'d str,
    /// Whether no words of the reply stand above its line.
    pub(super) top: bool,
    /// Whether no words of the reply stand below its line.
    pub(super) end: bool,
    /// Whether the line right above holds something.
    pub(super) close_above: bool,
    /// The number of line breaks from its line to the next words, where they are the writer's.
    pub(super) breaks_below: Option<usize>,
}

impl<'d> Cursor<'d> {
    /// The place of the byte `at`; `None` where nothing is offered: in somebody else's words, in code,
    /// in front matter, headers, notes and signatures.
    pub(super) fn read(draft: &Draft<'d>, at: usize) -> Option<Self> {
        let text = draft.text();
        let lines = &draft.document.lines;
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        // After the last line break stands a line of its own, in which there is nothing yet.
        let index = lines.partition_point(|line| line.next <= at);
        let index = match lines.last() {
            Some(last) if index == lines.len() && last.next == last.span.end => index - 1,
            _ => index,
        };
        let (span, class) = lines
            .get(index)
            .map_or((Span::at(text.len()), LineClass::Blank), |line| (line.span, line.class));
        let at = at.min(span.end);
        match class {
            LineClass::Own if !in_code(draft, at) => {}
            LineClass::Blank if !is_enclosed(text, &lines[..index]) => {}
            _ => return None,
        }
        let below = lines.get(index + 1..).unwrap_or_default();
        let gap = below.iter().take_while(|line| line.class == LineClass::Blank).count();
        let own_below = below.get(gap).is_some_and(is_reply);
        Some(Self {
            at,
            before: &text[span.start..at],
            after: &text[at..span.end],
            top: !lines[..index].iter().any(is_reply),
            end: !below.iter().any(is_reply),
            close_above: index
                .checked_sub(1)
                .is_some_and(|above| lines[above].class != LineClass::Blank),
            breaks_below: own_below.then_some(gap + 1),
        })
    }
}

fn is_reply(line: &Line) -> bool {
    matches!(line.class, LineClass::Own | LineClass::Code)
}

/// Whether the cursor stands in code that is set in by blanks.
fn in_code(draft: &Draft<'_>, at: usize) -> bool {
    draft.document.blocks.iter().any(|block| {
        block.kind == BlockKind::Code && block.span.start <= at && at <= block.span.end
    })
}

/// Whether a blank line under these lines still belongs to what they began.
fn is_enclosed(text: &str, above: &[Line]) -> bool {
    let Some(index) = above.iter().rposition(|line| line.class != LineClass::Blank) else {
        return false;
    };
    let last = &above[index];
    let content = last.text(text).trim();
    let run = above[..=index]
        .iter()
        .rposition(|line| line.class != last.class && line.class != LineClass::Blank);
    let run = &above[run.map_or(0, |at| at + 1)..=index];
    match last.class {
        LineClass::Attribution | LineClass::Signature => true,
        // Marked by `>` a quote ends with its last line; else it goes on to its own end mark.
        LineClass::Quote(_) => !content.starts_with('>') && !content.contains("[/quote]"),
        LineClass::Note => {
            let opens = run.iter().find(|line| line.class == LineClass::Note);
            opens.is_some_and(|line| line.text(text).trim().starts_with(":::")) && content != ":::"
        }
        LineClass::Code => has_open_fence(text, run),
        LineClass::Blank | LineClass::FrontMatter | LineClass::Header | LineClass::Own => false,
    }
}

/// Whether the last fence among these lines of code was never closed.
fn has_open_fence(text: &str, run: &[Line]) -> bool {
    let mut open: Option<(char, usize)> = None;
    for line in run {
        let content = line.text(text).trim();
        let Some(mark) = content.chars().next().filter(|c| matches!(c, '`' | '~')) else {
            continue;
        };
        let width = content.chars().take_while(|&c| c == mark).count();
        match open {
            None if width >= 3 => open = Some((mark, width)),
            Some((opened, least)) if opened == mark && width >= least && width == content.len() => {
                open = None;
            }
            _ => {}
        }
    }
    open.is_some()
}

/// Where the draft greets already.
pub(super) fn greeting(draft: &Draft<'_>) -> Option<Span> {
    if draft.language.edges.is_some() {
        return draft.salutation.as_ref().map(|salutation| salutation.span);
    }
    // Of this language no greeting words are known; a greeting still has its form.
    let text = draft.text();
    let first = draft.document.lines.iter().find(|line| line.class == LineClass::Own)?;
    let content = first.text(text).trim_end();
    let ends = content.ends_with([',', ':', '!', '，', '、', '：', '様']);
    let short = content.split_whitespace().count() <= LONGEST_GREETING;
    let start = first.span.start;
    (ends && short).then(|| Span::new(start, start + content.len()))
}

/// Whether the reply has said something before the byte `at`, its greeting apart.
pub(super) fn has_said(draft: &Draft<'_>, at: usize) -> bool {
    let greeted = greeting(draft).map_or(0, |span| span.end);
    draft.document.sentences.iter().zip(&draft.sentence_regions).any(|(sentence, region)| {
        let said = matches!(region, RegionKind::Body | RegionKind::Farewell);
        said && (greeted..at).contains(&sentence.span.start)
    })
}

/// Where the writer has signed, in the draft's own lines.
pub(super) fn signed(draft: &Draft<'_>) -> Option<Span> {
    let span = draft.signed?;
    let lines = &draft.document.lines;
    let line = lines.get(lines.partition_point(|line| line.next <= span.start))?;
    // A mail program adds `-- ` and a name by itself.
    if line.class != LineClass::Own {
        return None;
    }
    // "Done" on a line of its own looks like a name.
    let named =
        draft.people.agent.as_ref().is_none_or(|agent| {
            span.of(draft.text()).to_lowercase().contains(&agent.to_lowercase())
        });
    (named || draft.farewell.is_some()).then_some(span)
}
