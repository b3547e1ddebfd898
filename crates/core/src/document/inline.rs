//! Spans inside sentences that are opaque to word rules: placeholders, marks, blanks.
//!
//! They are found on the raw text, before Markdown, which would read `*|FNAME|*` as emphasis.

use std::ops::Range;

use super::{blank, slot, spoilt};
use crate::text::Span;

/// What an inline span is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InlineKind {
    /// A template variable that a program should have filled.
    Placeholder,
    /// `[[verify: …]]`: the writer has not checked this yet.
    Verify,
    /// `[[fill: …]]`: a fact that only the writer has.
    Fill,
    /// A blank left by hand: `____`, `[link]`.
    Blank,
}

impl InlineKind {
    /// Whether it wraps words of the writer's: `[[verify: …]]`, `[[fill: …]]`.
    pub(crate) fn is_mark(self) -> bool {
        matches!(self, Self::Verify | Self::Fill)
    }
}

/// An inline span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inline {
    /// All of it, brackets included.
    pub span: Span,
    /// What it is.
    pub kind: InlineKind,
    /// What stands inside: a variable's name, a mark's words.
    pub inner: Span,
}

impl Inline {
    /// The same, so many bytes further on.
    pub(super) fn moved(&self, by: usize) -> Self {
        let on = |span: Span| Span::new(span.start + by, span.end + by);
        Self { span: on(self.span), kind: self.kind, inner: on(self.inner) }
    }
}

/// Finds placeholders and marks, in order, not overlapping.
pub(crate) fn find(text: &str) -> Vec<Inline> {
    let bytes = text.as_bytes();
    let mut out: Vec<Inline> = Vec::new();
    let mut at = 0;
    while let Some(next) = (at..bytes.len()).find(|&at| may_begin(bytes, at)) {
        debug_assert!(begins_none(text, at..next));
        at = match begins_at(text, next) {
            Some(inline) => {
                out.push(inline);
                inline.span.end
            }
            None => next + 1,
        };
    }
    debug_assert!(begins_none(text, at..bytes.len()));
    out
}

/// Whether nothing begins there: what is passed over is held to the finders.
fn begins_none(text: &str, mut passed: Range<usize>) -> bool {
    passed.all(|at| begins_at(text, at).is_none())
}

/// The inline span that begins at `at`.
fn begins_at(text: &str, at: usize) -> Option<Inline> {
    let end = text.len();
    let found = match text.as_bytes()[at] {
        b'[' => mark(text, at, end).or_else(|| square(text, at, end)),
        b'{' => braces(text, at, end),
        b'%' => percent(text, at, end),
        b'*' => star_pipe(text, at, end),
        b':' => colons(text, at, end),
        b'$' | b'#' => shell(text, at, end),
        b'<' => angle(text, at, end),
        b'(' => parens(text, at, end),
        _ => None,
    };
    found
        .or_else(|| blank::find(text, at, end))
        .or_else(|| spoilt::find(text, at, end))
        .or_else(|| slot::find(text, at, end))
}

/// The bytes with which something may begin: most are letters with which nothing does.
const OPENERS: [bool; 256] = {
    let bytes = b"[{<(%$#*:_?.-@ABCDEFGHIJKLMNOPQRSTUVWXYZhlnu\xc2\xe2";
    let mut openers = [false; 256];
    let mut at = 0;
    while at < bytes.len() {
        openers[bytes[at] as usize] = true;
        at += 1;
    }
    openers
};

/// Whether anything can begin at `at`, by the bytes there.
fn may_begin(bytes: &[u8], at: usize) -> bool {
    if !OPENERS[usize::from(bytes[at])] {
        return false;
    }
    let Some(&next) = bytes.get(at + 1) else { return bytes[at] == b'-' };
    match bytes[at] {
        // `*|FNAME|*`, `::name::`, `____`, `???`, `...`, `@@name@@`
        b'*' => next == b'|',
        byte @ (b':' | b'_' | b'?' | b'.' | b'@') => next == byte,
        // `((name))`, `(null)`
        b'(' => matches!(next, b'(' | b'n'),
        // `lorem ipsum`, `https://`, `undefined`, `null`, `n/a`
        b'l' => matches!(next, b'o' | b'O'),
        b'h' => next == b't' && bytes[at..].starts_with(b"http"),
        b'u' => next == b'n' && bytes[at..].starts_with(b"undefined"),
        b'n' => next == b'/' || next == b'u' && bytes[at..].starts_with(b"null"),
        // `Lorem ipsum`, `Invalid Date`, `NaN`, `None`, `XXX`, `TODO`, `FIRST_NAME`, `N/A`
        b'L' if next == b'o' => true,
        b'I' if next == b'n' => true,
        b'N' if matches!(next, b'a' | b'o' | b'/') => true,
        b'A'..=b'Z' => matches!(next, b'A'..=b'Z' | b'_'),
        // `£NaN`, `«name»`
        0xc2 => matches!(next, 0xa3 | 0xab),
        // `…`, `€NaN`
        0xe2 => matches!(bytes.get(at + 1..at + 3), Some([0x80, 0xa6] | [0x82, 0xac])),
        _ => true,
    }
}

/// Longest placeholder, in bytes: longer runs between braces are code or prose.
const LONGEST: usize = 120;

pub(super) fn window(text: &str, at: usize, end: usize) -> &str {
    let mut stop = end.min(at + LONGEST);
    while !text.is_char_boundary(stop) {
        stop -= 1;
    }
    &text[at..stop]
}

/// What stands between `open` at `at` and the next `close`, on one line.
pub(super) fn between(
    text: &str,
    at: usize,
    end: usize,
    open: &str,
    close: &str,
) -> Option<Inline> {
    let rest = window(text, at, end).strip_prefix(open)?;
    let length = rest.find(close)?;
    let inner = Span::new(at + open.len(), at + open.len() + length);
    (!inner.of(text).contains(['\n', '\r'])).then(|| Inline {
        span: Span::new(at, inner.end + close.len()),
        kind: InlineKind::Placeholder,
        inner,
    })
}

fn mark(text: &str, at: usize, end: usize) -> Option<Inline> {
    let rest = text[at..end].strip_prefix("[[")?;
    let (kind, head) = mark_head(rest)?;
    // A mark that was never closed ends with its line, so that it cannot be sent either. Marks do not
    // nest: the next one shows that this one is open. So no search runs past the next mark.
    let mut line = None;
    let mut stop = rest.len();
    let mut closed = None;
    for (n, _) in rest.match_indices(['[', ']', '\n', '\r']) {
        let here = &rest[n..];
        if here.starts_with("]]") {
            closed = Some(n);
            break;
        }
        if ["[[", "\n\n", "\r\n\r\n", "\r\r"].iter().any(|it| here.starts_with(it)) {
            stop = n;
            break;
        }
        if !here.starts_with(['[', ']']) {
            line.get_or_insert(n);
        }
    }
    let (close, stop) = match closed {
        Some(close) => (close, close + 2),
        None => {
            let line = line.unwrap_or(stop);
            (line, line)
        }
    };
    let body = rest[head.min(close)..close].trim_start_matches(':');
    let inner_start = at + 2 + close - body.len();
    let lead = body.len() - body.trim_start().len();
    let trail = body.len() - body.trim_end().len();
    let inner = if body.trim().is_empty() {
        Span::at(inner_start)
    } else {
        Span::new(inner_start + lead, at + 2 + close - trail)
    };
    Some(Inline { span: Span::new(at, at + 2 + stop), kind, inner })
}

/// What a mark's name says, and how long it is. Written by hand it may have a capital or a blank too
/// many; without its colon only the exact name is one, for `[[Verify]]` links to a page of a wiki.
fn mark_head(rest: &str) -> Option<(InlineKind, usize)> {
    let blanks = |text: &str| text.len() - text.trim_start_matches([' ', '\t', '\u{a0}']).len();
    let lead = blanks(rest);
    let (kind, name) = [(InlineKind::Verify, "verify"), (InlineKind::Fill, "fill")]
        .into_iter()
        .find(|(_, name)| {
            rest[lead..].get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name))
        })?;
    let end = lead + name.len();
    let colon = end + blanks(&rest[end..]);
    let bare = rest.starts_with(name) && rest[name.len()..].starts_with("]]");
    (bare || rest[colon..].starts_with(':')).then_some((kind, colon))
}

/// `[FIRST_NAME]` and `[Customer Name]`; not a link, a footnote or an aside.
fn square(text: &str, at: usize, end: usize) -> Option<Inline> {
    let inline = between(text, at, end, "[", "]")?;
    let inner = inline.inner.of(text);
    let follows = text[inline.span.end..end].chars().next();
    let preceded_by_link = text[..at].ends_with(']');
    if matches!(follows, Some('(' | '[' | ':')) || preceded_by_link {
        return None;
    }
    is_field_name(inner).then_some(inline)
}

/// Whether bracketed words name a field: `FIRST_NAME`, `Customer Name`, `order number`.
fn is_field_name(inner: &str) -> bool {
    const OWNERS: [&str; 10] = [
        "customer", "client", "user", "first", "last", "full", "agent", "your", "company", "order",
    ];
    const FIELDS: [&str; 12] = [
        "name",
        "firstname",
        "lastname",
        "number",
        "email",
        "id",
        "date",
        "company",
        "product",
        "surname",
        "title",
        "address",
    ];
    let constant = inner.len() >= 4
        && inner.contains('_')
        && inner.bytes().all(|b| b.is_ascii_uppercase() || b == b'_' || b.is_ascii_digit());
    if constant {
        return true;
    }
    let lower = inner.to_lowercase();
    let words: Vec<_> = lower.split([' ', '_', '-']).filter(|word| !word.is_empty()).collect();
    // "[your name here]"
    let words = words.strip_suffix(&["here"]).unwrap_or(&words);
    match words {
        ["name" | "firstname" | "lastname" | "fname" | "lname"] => true,
        ["object", "object"] => true,
        [owner, .., field] => OWNERS.contains(owner) && FIELDS.contains(field),
        _ => false,
    }
}

fn braces(text: &str, at: usize, end: usize) -> Option<Inline> {
    for (open, close) in [("{{{", "}}}"), ("{{", "}}"), ("{%", "%}")] {
        if let Some(inline) = between(text, at, end, open, close) {
            return Some(inline);
        }
    }
    // `${name}` is for the shell to read, below.
    let inline = between(text, at, end, "{", "}").filter(|_| !text[..at].ends_with(['$', '#']))?;
    let inner = inline.inner.of(text);
    let smarty = inner.strip_prefix(['$', '!']).is_some_and(is_dotted_name);
    // A lone brace is a variable only when it looks like a name of several parts: `{customer_name}`,
    // `{first name}`.
    let label = inner.contains(' ') && is_field_name(inner);
    let name = is_dotted_name(inner)
        && (inner.contains(['_', '.'])
            || matches!(
                inner,
                "name" | "customer" | "firstname" | "agent" | "timeframe" | "company" | "product"
            ));
    // `{amount}` is one between words, and none in `/orders/{order}` or `log-{date}.txt`.
    let apart = |c: char| c.is_whitespace() || matches!(c, '(' | '#' | '$' | '€' | '£' | '"' | '“');
    let ends = |c: char| {
        c.is_whitespace() || matches!(c, '.' | ',' | '!' | '?' | ')' | ':' | ';' | '%' | '"' | '”')
    };
    let plain = PLAIN_FIELDS.contains(&inner)
        && text[..at].chars().next_back().is_none_or(apart)
        && text[inline.span.end..end].chars().next().is_none_or(ends);
    (smarty || name || label || plain).then_some(inline)
}

/// Names of one word that saved replies have between lone braces.
const PLAIN_FIELDS: [&str; 22] = [
    "amount", "date", "time", "day", "link", "url", "order", "ticket", "invoice", "email", "phone",
    "address", "price", "total", "plan", "username", "subject", "tracking", "NAME", "Name", "DATE",
    "AMOUNT",
];

fn is_dotted_name(text: &str) -> bool {
    !text.is_empty()
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'))
}

fn percent(text: &str, at: usize, end: usize) -> Option<Inline> {
    if let Some(inline) = between(text, at, end, "%%", "%%") {
        return is_dotted_name(inline.inner.of(text)).then_some(inline);
    }
    let inline = between(text, at, end, "%", "%")?;
    // `%20` in an address and `50% of 100%` are no variables.
    let after_digit = text[..at].ends_with(|c: char| c.is_ascii_digit());
    (is_mail_field(inline.inner.of(text)) && !after_digit).then_some(inline)
}

/// Whether a dotted name is one that a mail is filled from, and none of a shell's: `first_name`,
/// `order_id`, but not `PATH`, `project.basedir` and `USERNAME`.
fn is_mail_field(name: &str) -> bool {
    const FIELDS: [&str; 24] = [
        "name",
        "fname",
        "lname",
        "firstname",
        "lastname",
        "fullname",
        "first",
        "last",
        "customer",
        "client",
        "subscriber",
        "contact",
        "requester",
        "recipient",
        "agent",
        "ticket",
        "order",
        "invoice",
        "company",
        "product",
        "email",
        "signature",
        "amount",
        "date",
    ];
    let lower = name.to_ascii_lowercase();
    is_dotted_name(name)
        && lower.split(['.', '_', '-']).any(|part| FIELDS.contains(&part))
        && (!name.bytes().all(|b| b.is_ascii_uppercase()) || FIELDS[..6].contains(&lower.as_str()))
}

fn star_pipe(text: &str, at: usize, end: usize) -> Option<Inline> {
    between(text, at, end, "*|", "|*")
}

fn colons(text: &str, at: usize, end: usize) -> Option<Inline> {
    let inline = between(text, at, end, "::", "::")?;
    let inner = inline.inner.of(text);
    let joined = text[..at].ends_with(|c: char| c.is_alphanumeric());
    (is_dotted_name(inner) && inner.contains(['.', '_']) && !joined).then_some(inline)
}

fn shell(text: &str, at: usize, end: usize) -> Option<Inline> {
    let open = if text[at..].starts_with("${") { "${" } else { "#{" };
    let inline = between(text, at, end, open, "}")?;
    let inner = inline.inner.of(text);
    // `${batch_id}` between words; `${user_id}/log` is a shell's.
    let kinds = ["_id", "_number", "_no", "_code", "_link", "_status", "_reference"];
    let blank = |c: char| c.is_whitespace() || matches!(c, '(' | '#');
    let ends = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | '!' | '?' | ')' | ';');
    let in_prose = open == "${"
        && is_dotted_name(inner)
        && inner.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        && kinds.iter().any(|kind| inner.ends_with(kind))
        && text[..at].chars().next_back().is_none_or(blank)
        && text[inline.span.end..end].chars().next().is_none_or(ends);
    (is_mail_field(inner) || in_prose).then_some(inline)
}

/// `<%= name %>`, `<<NAME>>` and `<customer name>`.
fn angle(text: &str, at: usize, end: usize) -> Option<Inline> {
    if let Some(inline) = between(text, at, end, "<%", "%>") {
        return Some(inline);
    }
    if let Some(inline) = between(text, at, end, "<<", ">>") {
        let inner = inline.inner.of(text);
        // `<<email>>` is a masked address in an archive; a variable is written in capitals.
        let name = !inner.is_empty()
            && inner.bytes().all(|b| b.is_ascii_uppercase() || matches!(b, b'_' | b' '));
        return name.then_some(inline);
    }
    let inline = between(text, at, end, "<", ">")?;
    is_field_name(inline.inner.of(text)).then_some(inline)
}

fn parens(text: &str, at: usize, end: usize) -> Option<Inline> {
    let inline = between(text, at, end, "((", "))")?;
    let inner = inline.inner.of(text);
    (is_dotted_name(inner) && inner.to_lowercase().contains("name")).then_some(inline)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(InlineKind, &str)> {
        find(text).into_iter().map(|inline| (inline.kind, inline.inner.of(text))).collect()
    }

    fn placeholders(text: &str) -> Vec<&str> {
        found(text).into_iter().map(|(_, inner)| inner).collect()
    }

    #[test]
    fn template_variables_in_their_many_styles() {
        for (text, inner) in [
            ("Hi {{ticket.requester.first_name}},", "ticket.requester.first_name"),
            ("Hi {{{name}}},", "name"),
            ("Hi {%customer.firstName,fallback=there%},", "customer.firstName,fallback=there"),
            ("Re {$ticket.title}", "$ticket.title"),
            ("Hi {customer_name},", "customer_name"),
            ("Hi %first_name%,", "first_name"),
            ("Hi %%NAME%%,", "NAME"),
            ("Dear *|FNAME|*,", "FNAME"),
            ("Hi {!Contact.FirstName}", "!Contact.FirstName"),
            ("Hi ::subscriber.first_name::", "subscriber.first_name"),
            ("Hi ${name}", "name"),
            ("Hi <%= name %>", "= name "),
            ("Hi [FIRST_NAME],", "FIRST_NAME"),
            ("Hi [Customer Name],", "Customer Name"),
            ("Hi <customer name>,", "customer name"),
            ("Hi <<NAME>>,", "NAME"),
            ("Hi ((fullname)),", "fullname"),
            ("Hi [object Object],", "object Object"),
            ("Ask for {first name} there", "first name"),
            ("It is from [your name here] there", "your name here"),
        ] {
            assert_eq!(placeholders(text), [inner], "{text}");
        }
    }

    #[test]
    fn ordinary_brackets_are_left_alone() {
        for text in [
            "The set {1, 2, 3} has three members.",
            "See [the guide](https://example.com) and [1].",
            "It rose from 50% to 60% of all.",
            "https://example.com/a%20b%20c",
            "Ana <ana@example.com> and <<email>>",
            "std::vec::Vec is a type",
            "[quote] (as in [Smith]) [sic]",
            "a::b::c",
            "Add it to %PATH% or %APPDATA% and set ${project.basedir}.",
        ] {
            assert_eq!(placeholders(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn marks_hold_their_words() {
        assert_eq!(
            found("[[verify: It is on]]. [[fill: what you checked]] [[verify]]"),
            [
                (InlineKind::Verify, "It is on"),
                (InlineKind::Fill, "what you checked"),
                (InlineKind::Verify, ""),
            ]
        );
        for text in [
            "[[Verify: It is on]]",
            "[[VERIFY: It is on]]",
            "[[ verify: It is on ]]",
            "[[verify : It is on]]",
            "[[verify:It is on]]",
        ] {
            assert_eq!(found(text), [(InlineKind::Verify, "It is on")], "{text}");
        }
        assert_eq!(found("[[Fill: the day]]"), [(InlineKind::Fill, "the day")]);
        for text in ["[[Verify]]", "[[verify your card]]", "[[Filling]]", "[[verified: yes]]"] {
            assert_eq!(found(text), [], "{text}");
        }
        assert_eq!(found("[[verify: never closed\n\n]]"), [(InlineKind::Verify, "never closed")]);
    }
}
