//! A variable in the place of a name: "Hi %s,", "Best,\n$AGENT".
//!
//! Developers write `%s`, `{0}`, `$HOME` and `__init__` about code. Behind a word of greeting, or alone
//! under a farewell, nothing but a name can stand, so there they have no other reading.

use super::inline::{Inline, InlineKind, between};
use crate::text::Span;

/// Words after which a name stands.
const GREETINGS: [&str; 12] = [
    "hi",
    "hello",
    "hey",
    "hi there",
    "dear",
    "good morning",
    "good afternoon",
    "good evening",
    "dear mr",
    "dear ms",
    "hello again",
    "hi again",
];
/// What programs call a name in capitals, without an underscore.
const NAMES: [&str; 7] =
    ["NAME", "FNAME", "LNAME", "FIRSTNAME", "LASTNAME", "FULLNAME", "CUSTOMERNAME"];
/// What stands there where there was no name.
const NOTHING: [&str; 8] = ["(null)", "<null>", "NULL", "N/A", "n/a", "#N/A", "-", "–"];
/// So many bytes round a variable are looked at.
const NEAR: usize = 80;
/// A farewell over a signature has at most so many words.
const LONGEST_FAREWELL: usize = 4;
/// Words in brackets that stand for a name are at most so many.
const LONGEST_LABEL: usize = 4;

/// The variable that begins at `at`, if it stands in a name's place.
pub(super) fn find(text: &str, at: usize, end: usize) -> Option<Inline> {
    let byte = text.as_bytes()[at];
    let begins = matches!(
        byte,
        b'$' | b'@' | b'_' | b'%' | b'{' | b'[' | b'(' | b'<' | b'-' | b'#' | b'n' | 0xc2 | b'A'
            ..=b'Z'
    );
    if !begins || !(at == 0 || text[..at].ends_with(|c: char| c.is_whitespace())) {
        return None;
    }
    let mut from = at.saturating_sub(NEAR);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = &text[from..at];
    let (above, line) =
        before.rfind(['\n', '\r']).map_or(("", before), |cut| before.split_at(cut + 1));
    let greets = || {
        let line = line.trim().trim_end_matches([',', '.']);
        GREETINGS.iter().any(|greeting| line.eq_ignore_ascii_case(greeting))
    };
    let signs = || {
        if !line.trim().is_empty() {
            return false;
        }
        let farewell = above.trim_end().lines().next_back().unwrap_or("").trim();
        farewell == "--"
            || farewell.strip_suffix(',').is_some_and(|words| {
                words.split_whitespace().count() <= LONGEST_FAREWELL
                    && words.starts_with(char::is_uppercase)
                    && words.chars().all(|c| c.is_alphabetic() || c == ' ')
                    // "Hi Maria," stands over the reply.
                    && !GREETINGS.iter().any(|it| words.to_lowercase().starts_with(it))
            })
    };
    let greets = greets();
    if !greets && !signs() {
        return None;
    }
    let inline = variable(text, at, end)?;
    // Under a farewell, a dash is drawn.
    if !greets && NOTHING.contains(&inline.span.of(text)) {
        return None;
    }
    let rest = &text[inline.span.end..end];
    let rest = rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())].trim_start();
    let stops: &[char] =
        if greets { &[',', '!', '.', ':', '-', '–', '—', ';'] } else { &['.', ','] };
    (rest.is_empty() || rest.starts_with(stops)).then_some(inline)
}

/// What can be nothing but a variable or a label in the place of a name.
fn variable(text: &str, at: usize, end: usize) -> Option<Inline> {
    let label = |inner: &str| {
        inner.split([' ', '_', '-', '.']).count() <= LONGEST_LABEL
            && inner.starts_with(|c: char| c.is_alphabetic())
            && inner.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.'))
    };
    for (open, close) in [("{", "}"), ("[", "]"), ("«", "»"), ("@@", "@@"), ("__", "__")] {
        let Some(inline) = between(text, at, end, open, close) else { continue };
        let inner = inline.inner.of(text);
        let numbered = open == "{" && inner.bytes().all(|byte| byte.is_ascii_digit());
        if label(inner) || numbered {
            return Some(inline);
        }
    }
    let stop =
        text[at..end].find(|c: char| c.is_whitespace() || matches!(c, ',' | '!' | ';' | ':'));
    let token = text[at..stop.map_or(end, |stop| at + stop)].trim_end_matches('.');
    let open = token.strip_prefix("{{").is_some_and(label);
    let shell = token.strip_prefix('$').is_some_and(label);
    let format = token.strip_prefix('%').is_some_and(|rest| {
        rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '$') == "s"
    });
    let capitals = token.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
    let constant = capitals && token.contains('_') && label(token) || NAMES.contains(&token);
    let span = Span::new(at, at + token.len());
    let nothing = NOTHING.contains(&token);
    (open || shell || format || constant || nothing).then_some(Inline {
        span,
        kind: InlineKind::Placeholder,
        inner: span,
    })
}

#[cfg(test)]
mod tests {
    use crate::document::inline;

    fn placeholders(text: &str) -> Vec<&str> {
        inline::find(text).iter().map(|inline| inline.span.of(text)).collect()
    }

    #[test]
    fn a_variable_in_the_place_of_a_name_is_one() {
        for token in [
            "{Name}",
            "{first name}",
            "{0}",
            "{{name",
            "[CUSTOMER]",
            "[NAME HERE]",
            "[Agent]",
            "[your name here]",
            "$FIRST_NAME",
            "%s",
            "%1$s",
            "@@name@@",
            "__NAME__",
            "«Name»",
            "CUSTOMER_NAME",
            "FNAME",
        ] {
            for text in [
                format!("Hi {token},\n\nIt is done."),
                format!("Dear {token}"),
                format!("Hello, {token}!\nIt is done."),
                format!("It is done.\n\nKind regards,\n{token}\n"),
                format!("It is done.\n\nBest,\n\n{token}, Support\n"),
                format!("It is done.\n-- \n{token}\n"),
            ] {
                assert_eq!(placeholders(&text), [token], "{text}");
            }
        }
    }

    #[test]
    fn a_name_that_was_missing_leaves_its_mark() {
        for token in ["(null)", "NULL", "N/A", "-"] {
            assert_eq!(placeholders(&format!("Hi {token},\n\nIt is done.")), [token]);
        }
    }

    #[test]
    fn code_in_the_middle_of_a_reply_is_left_alone() {
        for text in [
            "Print %s, then {0}.",
            "Set $HOME and call __init__.",
            "Set these:\nCUSTOMER_NAME\nORDER_ID",
            "The line \"Hi %s,\" is in mail.py.",
            "Hi Maria,\n\n$HOME is empty.",
            "Hi Maria,\n{0} is the first value.",
            "Hi Maria,\n[Agent]\n",
            "In short,\n$HOME is empty.",
            "Hi [Maria](https://example.com/maria), it is done.",
            "Hi NASA, it is done.",
            "Hi - it is done.",
            "It is done.\n\nBest,\n-\n",
            "Hi @maria_r, it is done.",
            "Hi all,\n\nUse `%s`.",
            "First, second,\n%s is next.",
            "It costs $5, or 5 % less.",
        ] {
            assert_eq!(placeholders(text), [""; 0], "{text}");
        }
    }
}
