//! The value that stands beside a label, and how it is written.

use super::words::SensitiveWords;
use crate::text::Span;

/// A value has at most so many bytes.
const LONGEST: usize = 200;

/// What stands between a label and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Glue {
    /// `:` or `=`.
    Sign,
    /// "is".
    Link,
    /// Nothing but a blank.
    Blank,
}

/// A value and how it is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Value {
    pub(super) span: Span,
    pub(super) glue: Glue,
    pub(super) quoted: bool,
    /// Whether nothing follows it in its sentence.
    pub(super) ends: bool,
    /// Whether nothing follows it on its line.
    pub(super) ends_line: bool,
    /// Whether it stands on the line below its label.
    pub(super) below: bool,
}

/// What stands where the value of a label goes.
pub(super) fn value(
    text: &str,
    label_end: usize,
    span: Span,
    words: &SensitiveWords,
) -> Option<Value> {
    let mut stop = span.end.min(label_end + LONGEST);
    while !text.is_char_boundary(stop) {
        stop -= 1;
    }
    let closers: &[char] = &['"', '\'', '`', '*', '_', ')', ']', '”', '’'];
    let blanks: &[char] = &[' ', '\t', '\u{a0}'];
    let rest = &text[label_end..stop];
    let mut rest = rest.trim_start_matches(closers);
    let spaced = rest.starts_with(blanks);
    rest = rest.trim_start_matches(blanks);
    // "Password (case-sensitive): …"
    if let Some(aside) = rest.strip_prefix('(').and_then(|it| it.find(')').map(|n| &it[n + 1..])) {
        let after = aside.trim_start_matches(blanks);
        if after.starts_with([':', '=']) {
            rest = after;
        }
    }
    let signed = rest.trim_start_matches([':', '=', '>', '：']);
    let mut glue = if signed.len() < rest.len() { Glue::Sign } else { Glue::Blank };
    if glue == Glue::Blank && rest.starts_with(['\n', '\r']) {
        return None;
    }
    rest = signed.trim_start_matches(closers).trim_start_matches(blanks);
    if glue == Glue::Sign && rest.starts_with(['\n', '\r']) {
        rest = rest
            .trim_start_matches("\r\n")
            .trim_start_matches(['\n', '\r'])
            .trim_start_matches(blanks);
    }
    if glue == Glue::Blank
        && let Some(length) = words.link(rest)
    {
        glue = Glue::Link;
        rest = rest[length..].trim_start_matches([':', ' ', '\t', '\u{a0}']);
        rest = rest.trim_start_matches("\r\n").trim_start_matches('\n');
    }
    if glue == Glue::Blank && !spaced {
        return None;
    }
    let open = |pair: &&(&str, &str)| rest.starts_with(pair.0);
    let pairs = [
        ("**", "**"),
        ("`", "`"),
        ("\"", "\""),
        ("“", "”"),
        ("„", "“"),
        ("‘", "’"),
        ("'", "'"),
        ("«", "»"),
        ("<b>", "</b>"),
        ("*", "*"),
    ];
    let start = stop - rest.len();
    let (value, after) = match pairs.iter().find(open) {
        Some((open, close)) => {
            let inner = &rest[open.len()..];
            let length = inner.find(close).filter(|&n| !inner[..n].contains(['\n', '\r']))?;
            let start = start + open.len();
            (Span::new(start, start + length), &inner[length + close.len()..])
        }
        None => {
            let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
            // A list goes on after a comma or a semicolon, code after a quotation mark.
            let token = &rest[..length];
            let token = token.trim_end_matches([
                ',', ';', '.', ':', '?', ')', '"', '\'', '”', '’', '»', '`', '*', ']', '}',
            ]);
            (Span::new(start, start + token.len()), &rest[token.len()..])
        }
    };
    let quoted = value.start != start;
    let below = text[label_end..value.start].contains(['\n', '\r']);
    let after = after.trim_start_matches([' ', '\t', '*', '”', '"', '\'', '`', ')']);
    let ends_line = after.trim_start_matches(['.', '!', ',', ';']).is_empty()
        || after.trim_start_matches(['.', '!', ',', ';']).starts_with(['\n', '\r']);
    let ends = ends_line
        || after.starts_with(['.', ',', ';', '!', '(', '–', '—'])
        || after.starts_with("- ")
        || after.starts_with("and ");
    (!value.is_empty()).then_some(Value { span: value, glue, quoted, ends, ends_line, below })
}
