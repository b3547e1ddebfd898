//! Mail addresses and telephone numbers, as far as they show whose they are.

use crate::text::Span;

/// An address has at most so many bytes on either side of its `@`.
const LONGEST: usize = 128;
/// Domains that nobody has, for examples.
const NOBODYS: [&str; 7] = [
    "example.com",
    "example.org",
    "example.net",
    "example.edu",
    "domain.com",
    "yourdomain.com",
    "email.com",
];
/// Endings that nobody has.
const NOBODYS_ENDS: [&str; 5] = [".example", ".test", ".invalid", ".localhost", ".local"];

/// A mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    /// All of it.
    pub span: Span,
    /// Where its domain begins.
    pub domain: usize,
}

impl Address {
    /// What stands before the `@`.
    pub(crate) fn local<'t>(&self, text: &'t str) -> &'t str {
        &text[self.span.start..self.domain - 1]
    }

    /// What stands behind the `@`.
    pub(crate) fn domain<'t>(&self, text: &'t str) -> &'t str {
        &text[self.domain..self.span.end]
    }

    /// Whether it is an example's.
    pub(crate) fn is_example(&self, text: &str) -> bool {
        let domain = self.domain(text).to_ascii_lowercase();
        let local = self.local(text).to_ascii_lowercase();
        NOBODYS.iter().any(|it| {
            domain == *it
                || domain.ends_with(it) && domain[..domain.len() - it.len()].ends_with('.')
        }) || NOBODYS_ENDS.iter().any(|it| domain.ends_with(it))
            || ["example", "yourname", "your.name", "your_name", "username", "user", "name", "you"]
                .contains(&local.as_str())
    }
}

/// Finds the mail addresses of the text.
pub(crate) fn addresses(text: &str, span: Span) -> Vec<Address> {
    let bytes = text.as_bytes();
    let local =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'+');
    let domain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let mut out = Vec::new();
    let mut from = span.start;
    while let Some(at) = text[from..span.end].find('@') {
        let at = from + at;
        from = at + 1;
        let floor = span.start.max(at.saturating_sub(LONGEST));
        let before = bytes[floor..at].iter().rev().take_while(|byte| local(byte)).count();
        let behind =
            bytes[at + 1..span.end].iter().take(LONGEST).take_while(|byte| domain(byte)).count();
        let host = text[at + 1..at + 1 + behind].trim_end_matches(['.', '-']);
        let named = host.rsplit_once('.').is_some_and(|(name, end)| {
            !name.is_empty() && end.len() >= 2 && end.bytes().all(|b| b.is_ascii_alphabetic())
        });
        let name = text[at - before..at].trim_start_matches(['.', '-', '_', '+']);
        // `https://ana@example.com`, `git@host.com:team/repo.git`
        let start = at - name.len();
        let scheme = text[..start].ends_with([':', '/']) && !text[..start].ends_with("mailto:");
        let end = at + 1 + host.len();
        if named && !name.is_empty() && !scheme && bytes.get(end) != Some(&b':') {
            out.push(Address { span: Span::new(start, end), domain: at + 1 });
            from = end;
        }
    }
    out
}

/// Finds telephone numbers that are written with their country: `+49 170 1234567`.
pub(super) fn phones(text: &str, span: Span) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut from = span.start;
    while let Some(at) = text[from..span.end].find('+') {
        let start = from + at;
        from = start + 1;
        if start > span.start && bytes[start - 1].is_ascii_alphanumeric()
            || !bytes.get(from).is_some_and(u8::is_ascii_digit)
        {
            continue;
        }
        let sign =
            |byte: &u8| byte.is_ascii_digit() || matches!(byte, b' ' | b'-' | b'(' | b')' | b'/');
        let length = bytes[from..span.end].iter().take(24).take_while(|byte| sign(byte)).count();
        let number = text[from..from + length].trim_end_matches([' ', '-', '(', '/']);
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        if (9..=15).contains(&digits) {
            out.push(Span::new(start, from + number.len()));
            from += number.len();
        }
    }
    out
}

/// Finds telephone numbers that are written without their country: `0170 1234567`.
pub(crate) fn national(text: &str, span: Span) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = span.start;
    while at < span.end {
        let begins =
            bytes[at] == b'0' && (at == span.start || matches!(bytes[at - 1], b' ' | b'\n' | b'('));
        if !begins {
            at += 1;
            continue;
        }
        let sign = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b' ' | b'-' | b')' | b'/');
        let length = bytes[at..span.end].iter().take(24).take_while(|byte| sign(byte)).count();
        let number = text[at..at + length].trim_end_matches([' ', '-', ')', '/']);
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        if (9..=13).contains(&digits) {
            out.push(Span::new(at, at + number.len()));
        }
        at += length;
    }
    out
}

/// The digits of a telephone number, without what joins them.
pub(crate) fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_and_examples_known() {
        let text = "Write to lee@y.org, <mailto:Ana.B@shop.example>; not git@host.com:team, a @ b, ü@y.org or me@localhost.";
        let found = addresses(text, Span::new(0, text.len()));
        let words: Vec<_> = found.iter().map(|it| it.span.of(text)).collect();
        assert_eq!(words, ["lee@y.org", "Ana.B@shop.example"]);
        assert_eq!(found.iter().map(|it| it.is_example(text)).collect::<Vec<_>>(), [false, true]);
    }

    #[test]
    fn a_phone_at_home_begins_with_nought() {
        let text = "Call 0170 1234567 or (030) 123456-78, not 0.5, 00:30 or 100200300400.";
        let found: Vec<_> =
            national(text, Span::new(0, text.len())).into_iter().map(|it| it.of(text)).collect();
        assert_eq!(found, ["0170 1234567", "030) 123456-78"]);
    }

    #[test]
    fn a_phone_has_its_country() {
        let text = "Call +49 170 1234567 or +1 (415) 555-0100, not 1+12 or C++11.";
        let found: Vec<_> =
            phones(text, Span::new(0, text.len())).into_iter().map(|it| it.of(text)).collect();
        assert_eq!(found, ["+49 170 1234567", "+1 (415) 555-0100"]);
    }
}
