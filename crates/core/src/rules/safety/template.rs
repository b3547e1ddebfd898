//! Template variables in saved replies: their dialects, and what is missing in them.

use crate::text::Span;

/// How a variable is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// `{{ name | default: "there" }}`
    Liquid,
    /// `{%name,fallback=there%}`
    PercentBrace,
    /// All others: none of them knows what to say instead.
    Plain,
}

/// A variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Variable {
    /// All of it.
    pub span: Span,
    /// Its name: `ticket.requester.first_name`.
    pub name: Span,
    pub dialect: Dialect,
    /// Whether it says what to write where it is empty.
    pub fallback: bool,
}

/// The end of a variable or a tag is looked for in so many bytes.
const LONGEST: usize = 1 << 10;
/// Words after `{%` that order something.
const TAGS: [&str; 22] = [
    "if",
    "unless",
    "else",
    "elsif",
    "elseif",
    "elif",
    "endif",
    "endunless",
    "case",
    "when",
    "endcase",
    "for",
    "endfor",
    "assign",
    "capture",
    "endcapture",
    "comment",
    "endcomment",
    "raw",
    "endraw",
    "set",
    "include",
];
/// Tags that are closed by another one.
const OPENING: [&str; 7] = ["if", "unless", "case", "for", "capture", "comment", "raw"];

/// What stands between the marks of a variable, read.
pub(super) fn variable(text: &str, span: Span) -> Option<Variable> {
    let whole = span.of(text);
    let (dialect, open, close) = [
        (Dialect::Liquid, "{{{", "}}}"),
        (Dialect::Liquid, "{{", "}}"),
        (Dialect::PercentBrace, "{%", "%}"),
        (Dialect::Plain, "*|", "|*"),
        (Dialect::Plain, "%%", "%%"),
        (Dialect::Plain, "::", "::"),
        (Dialect::Plain, "<<", ">>"),
        (Dialect::Plain, "((", "))"),
        (Dialect::Plain, "${", "}"),
        (Dialect::Plain, "#{", "}"),
        (Dialect::Plain, "{$", "}"),
        (Dialect::Plain, "{!", "}"),
        (Dialect::Plain, "<%=", "%>"),
        (Dialect::Plain, "{", "}"),
        (Dialect::Plain, "%", "%"),
        (Dialect::Plain, "[", "]"),
        (Dialect::Plain, "<", ">"),
    ]
    .into_iter()
    .find(|(_, open, close)| {
        whole.len() > open.len() + close.len() && whole.starts_with(open) && whole.ends_with(close)
    })?;
    let inner = &whole[open.len()..whole.len() - close.len()];
    let lead = inner.len() - inner.trim_start().len();
    let body = inner.trim();
    // `{{#if vip}}`, `{{/if}}`, `{{^vip}}`, `{{! a comment }}`, `{{> footer}}` and `{{else}}`
    if dialect == Dialect::Liquid
        && (body.starts_with(['#', '/', '^', '!', '>', '&', '~']) || body == "else")
    {
        return None;
    }
    let length = body
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '$')))
        .unwrap_or(body.len());
    let name = &body[..length];
    if dialect == Dialect::PercentBrace && TAGS.contains(&name) || name.is_empty() {
        return None;
    }
    let start = span.start + open.len() + lead;
    let rest = &body[length..];
    let fallback =
        ["||", "default", "fallback", "??", "?:", " or "].iter().any(|it| rest.contains(it));
    Some(Variable { span, name: Span::new(start, start + length), dialect, fallback })
}

/// What is open or closed without its fellow in the writer's own text, with what is missing.
pub(super) fn unbalanced(
    text: &str,
    spans: impl Iterator<Item = Span>,
) -> Vec<(Span, &'static str)> {
    let mut out = Vec::new();
    let mut open: Vec<(Span, String)> = Vec::new();
    for span in spans {
        let bytes = text.as_bytes();
        let mut at = span.start;
        while at + 1 < span.end {
            let rest = &bytes[at..span.end];
            let (close, missing): (&str, &'static str) = match rest {
                [b'{', b'{', ..] => ("}}", "}}"),
                [b'{', b'%', ..] => ("%}", "%}"),
                [b'*', b'|', ..] => ("|*", "|*"),
                [b'}', b'}', ..] | [b'%', b'}', ..] => {
                    out.push((Span::new(at, at + 2), "{{"));
                    at += 2;
                    continue;
                }
                _ => {
                    at += 1;
                    continue;
                }
            };
            let mut stop = span.end.min(at + LONGEST);
            while !text.is_char_boundary(stop) {
                stop -= 1;
            }
            let line = &text[at..stop];
            let line = &line[..line.find(['\n', '\r']).unwrap_or(line.len())];
            // The next variable shows that this one is open.
            let next = line[2..].find(&line[..2]).map_or(line.len(), |n| n + 2);
            let Some(length) = line[..next].find(close).filter(|&n| n >= 2) else {
                let lead = line.len() - 2 - line[2..].trim_start_matches(' ').len();
                let name = line[2 + lead..].bytes();
                let name =
                    name.take_while(|&b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.'));
                let word = lead + name.count();
                let shown = line[..2 + word].trim_end().len();
                out.push((Span::new(at, at + shown), missing));
                at += shown.max(2);
                continue;
            };
            let mut end = at + length + close.len();
            // `{{{name}}}`
            while close == "}}" && bytes.get(end) == Some(&b'}') && end < span.end {
                end += 1;
            }
            tag(text, Span::new(at, end), &mut open, &mut out);
            at = end;
        }
    }
    out.extend(open.into_iter().map(|(span, _)| (span, "its end")));
    out.sort_by_key(|(span, _)| *span);
    out
}

/// Opens or closes what the tag orders.
fn tag(
    text: &str,
    span: Span,
    open: &mut Vec<(Span, String)>,
    out: &mut Vec<(Span, &'static str)>,
) {
    let whole = span.of(text);
    let inner = whole.trim_matches(['{', '}', '%', '-', ' ', '~']);
    let word = |text: &str| -> String {
        text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let (opens, closes) = if whole.starts_with("{%") {
        let name = word(inner);
        (
            OPENING.contains(&name.as_str()).then(|| name.clone()),
            name.strip_prefix("end").map(str::to_owned),
        )
    } else if let Some(section) = inner.strip_prefix(['#', '^']) {
        (Some(word(section)), None)
    } else {
        (None, inner.strip_prefix('/').map(word))
    };
    if let Some(name) = opens {
        open.push((span, name));
    } else if let Some(name) = closes {
        match open.iter().rposition(|(_, known)| *known == name) {
            Some(at) => drop(open.remove(at)),
            None if name.is_empty() => {}
            None => out.push((span, "its beginning")),
        }
    }
}
