//! Blocks with a private key: `-----BEGIN … PRIVATE KEY-----`.

use super::{Secret, SecretKind, line_at};
use crate::text::Span;

const OPEN: &str = "-----BEGIN ";
const CLOSE: &str = "-----END ";
const DASHES: &str = "-----";
/// What the name of a block with a private key ends with.
const PRIVATE: [&str; 2] = ["PRIVATE KEY", "PRIVATE KEY BLOCK"];
/// A line of a key has at least so many characters, but for its last one.
const SHORTEST_LINE: usize = 24;

pub(super) fn find(text: &str, span: Span, out: &mut Vec<Secret>) {
    let mut from = span.start;
    while let Some(at) = text[from..span.end].find(OPEN) {
        let start = from + at;
        from = start + OPEN.len();
        let line = line_at(text, span, start);
        let Some(name) = text[from..line.end].find(DASHES).map(|n| &text[from..from + n]) else {
            continue;
        };
        if !PRIVATE.iter().any(|it| name.ends_with(it)) {
            continue;
        }
        let head_end = from + name.len() + DASHES.len();
        let Some(end) = end(text, span, line, start, head_end) else { continue };
        from = end;
        out.push(Secret { span: Span::new(start, end), kind: SecretKind::Block, doubt: None });
    }
}

/// Where the block ends; `None` where only its first line is spoken of.
fn end(text: &str, span: Span, line: Span, start: usize, head_end: usize) -> Option<usize> {
    // In JSON the line breaks are written out.
    let behind = text[head_end..line.end].trim_start_matches(['\\', 'n', 'r', ' ']);
    let behind_start = line.end - behind.len();
    if !behind.trim().is_empty() {
        let body = behind.bytes().take_while(|&byte| is_body(byte) || byte == b'\\').count();
        let close =
            behind[body..].starts_with(CLOSE).then(|| behind[body..].rfind(DASHES)).flatten();
        let close = close.map_or(0, |n| n + DASHES.len());
        return (body >= SHORTEST_LINE).then_some(behind_start + body + close);
    }
    let quoted = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '>' | '|');
    let opens_line = text[line.start..start].trim_matches(quoted).is_empty();
    let mut end = head_end;
    let mut held = false;
    let mut blank = false;
    let mut at = line.end;
    while at < span.end {
        let next = at
            + text[at..span.end]
                .bytes()
                .take_while(|byte| matches!(byte, b'\n' | b'\r'))
                .count()
                .min(2);
        let here = line_at(text, span, next.min(span.end));
        let content = here.of(text).trim();
        if content.starts_with(CLOSE) {
            end = here.end;
            break;
        }
        let header = content.split_once(": ").is_some_and(|(key, _)| {
            !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-')
        }) && !held;
        let body = !content.is_empty()
            && content.bytes().all(is_body)
            && (held || content.len() >= SHORTEST_LINE);
        if !(header || body || content.is_empty() && !blank && !held) {
            break;
        }
        blank |= content.is_empty();
        held |= body;
        if !content.is_empty() {
            end = here.end;
        }
        if here.end <= at {
            break;
        }
        at = here.end;
    }
    // The first line alone, with nothing behind it, is the head of a key that was cut.
    let alone = opens_line && text[head_end..span.end].trim_matches(quoted).is_empty();
    (held || alone).then_some(end)
}

fn is_body(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}
