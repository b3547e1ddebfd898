//! Own lines read as plain text: paragraphs, items and what looks like code.

use super::lines::{Line, LineClass};
use super::span_of;
use super::tokens::Tokens;
use super::word::{BlockKind, Marks};
use crate::text::Span;

/// Reads a run of own lines that begins at byte `base` of the document.
///
/// `source` is what code is told by: the run itself, or the run with letters where placeholders and
/// marks stand, which would look like code.
pub(crate) fn read(source: &str, base: usize, text: &str, lines: &[Line], tokens: &mut Tokens<'_>) {
    let mut at = 0;
    while at < lines.len() {
        if lines[at].class == LineClass::Blank {
            at += 1;
            continue;
        }
        let length = lines[at..].iter().take_while(|line| line.class != LineClass::Blank).count();
        let lines_of = &lines[at..at + length];
        let looks =
            lines_of.iter().map(|line| &source[line.span.start - base..line.span.end - base]);
        if is_code(looks) {
            tokens.code(span_of(lines_of));
        } else {
            paragraph(text, lines_of, tokens);
        }
        at += length;
    }
}

fn paragraph(text: &str, lines: &[Line], tokens: &mut Tokens<'_>) {
    let mut at = 0;
    while at < lines.len() {
        let item = item_mark(lines[at].text(text));
        let length = 1 + lines[at + 1..]
            .iter()
            .take_while(|line| item_mark(line.text(text)).is_none())
            .count();
        let part = Span::new(lines[at].span.start, lines[at + length - 1].span.end);
        let (kind, skip) = item.map_or((BlockKind::Paragraph, 0), |(ordered, width)| {
            (BlockKind::Item { ordered }, width)
        });
        tokens.begin(kind, part);
        tokens.text(Span::new(part.start + skip, part.end), Marks::NONE);
        tokens.end();
        at += length;
    }
}

/// Whether the line begins a list item: numbered or not, and the width of its mark in bytes.
fn item_mark(line: &str) -> Option<(bool, usize)> {
    let trimmed = line.trim_start();
    let indent = line.len() - trimmed.len();
    let bullet = trimmed.chars().next()?;
    if matches!(bullet, '-' | '*' | '+' | '•' | '–' | '·' | 'o') {
        let width = bullet.len_utf8();
        let spaced = trimmed[width..].starts_with([' ', '\t', '\u{a0}']);
        // An `o` is a bullet only where a mail program has indented it as one.
        let real = bullet != 'o' || (indent > 0 && trimmed[width..].starts_with("  "));
        return (spaced && real).then_some((false, indent + width));
    }
    let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
    let letter = usize::from(
        digits == 0 && trimmed.as_bytes().get(1) == Some(&b')') && bullet.is_ascii_lowercase(),
    );
    let width = digits.max(letter);
    let after = trimmed.get(width..)?;
    let marked = (1..=3).contains(&width)
        && after.starts_with(['.', ')'])
        && after[1..].starts_with([' ', '\t', '\u{a0}']);
    marked.then_some((true, indent + width + 1))
}

/// Whether most lines are commands at a prompt, log lines or a stack trace.
pub(crate) fn is_output<'a>(lines: impl Iterator<Item = &'a str>) -> bool {
    let (mut output, mut all) = (0usize, 0usize);
    for line in lines.map(str::trim) {
        all += 1;
        output += usize::from(line_is_output(line));
    }
    output * 2 > all
}

fn line_is_output(line: &str) -> bool {
    let prompt = line.starts_with("$ ") || line.starts_with("# sudo") || line.starts_with(">>> ");
    let frame = line.starts_with("at ") && line.ends_with(')') && line.contains('(');
    prompt || frame || log_line(line)
}

/// Whether lines look like code, a log or a table of figures rather than prose.
pub(crate) fn is_code<'a>(lines: impl Iterator<Item = &'a str>) -> bool {
    let (mut code, mut all) = (0usize, 0usize);
    for line in lines {
        all += 1;
        code += usize::from(line_is_code(line));
    }
    all > 0 && code * 2 > all
}

fn line_is_code(line: &str) -> bool {
    let line = line.trim();
    if line.is_empty() {
        return false;
    }
    if line_is_output(line) {
        return true;
    }
    // The lines of a callout begin with a sign.
    let line = line.trim_start_matches("> ");
    let (mut letters, mut signs, mut spaces) = (0usize, 0usize, 0usize);
    let mut address = false;
    for word in line.split(' ') {
        spaces += 1;
        address |= word.contains("://");
    }
    for byte in line.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | 0x80.. => letters += 1,
            b'{' | b'}' | b'(' | b')' | b'[' | b']' | b';' | b'=' | b'<' | b'>' | b'|' | b'\\'
            | b'$' | b'#' | b'&' | b'_' | b'+' | b'^' | b'~' | b'%' => signs += 1,
            _ => {}
        }
    }
    if address || letters == 0 {
        return letters == 0 && signs > 0 && line.len() > 3;
    }
    let ends_as_code = line.ends_with([';', '{', '}']) || line.ends_with("))");
    let wordy = spaces >= 6 && signs * 8 < letters;
    !wordy && (signs * 6 > letters || (ends_as_code && signs * 12 > letters))
}

/// A line that begins with a time stamp and goes on with a level or an address.
fn log_line(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let first = words.next().unwrap_or("");
    let digits = first.bytes().filter(u8::is_ascii_digit).count();
    let stamp = digits >= 6 && first.contains(['-', ':', '/']);
    stamp
        && line.split_whitespace().take(4).any(|word| {
            let word = word.trim_matches(['[', ']', ':']);
            matches!(
                word,
                "INFO" | "WARN" | "WARNING" | "ERROR" | "DEBUG" | "FATAL" | "TRACE" | "Error"
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_logs_are_told_from_prose() {
        assert!(is_code(["(setq lst (list 1 2 3))", "(dcl_Form_Show form1)"].into_iter()));
        assert!(is_code(["$ sudo apt-get update"].into_iter()));
        assert!(is_code(["2014-05-07 14:11:23 ERROR disk full"].into_iter()));
        assert!(is_code(["for (int i = 0; i < n; i++) {", "  x += i;", "}"].into_iter()));
        assert!(!is_code(["That blog should now be under your account."].into_iter()));
        assert!(!is_code(["See https://example.com/a?b=c&d=e#f for more"].into_iter()));
        assert!(!is_code(["It works (I tried it) on version 3.8.1, and on 3.9."].into_iter()));
    }

    #[test]
    fn items_have_marks() {
        assert_eq!(item_mark("- one"), Some((false, 1)));
        assert_eq!(item_mark("  12. two"), Some((true, 5)));
        assert_eq!(item_mark("a) three"), Some((true, 2)));
        assert_eq!(item_mark("-- "), None);
        assert_eq!(item_mark("2014 was"), None);
        assert_eq!(item_mark("or not"), None);
    }
}
