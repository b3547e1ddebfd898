//! Passwords in addresses: `https://ana:…@example.com`, `postgres://app:…@db/shop`.

use super::words::SensitiveWords;
use super::{Secret, SecretKind};
use crate::text::Span;

/// A name with its password has at most so many bytes.
const LONGEST: usize = 300;
/// A password has at least so many characters.
const SHORTEST: usize = 4;

pub(super) fn find(text: &str, token: Span, words: &SensitiveWords, out: &mut Vec<Secret>) {
    // Most tokens are words or plain addresses.
    if !token.of(text).contains('@') {
        return;
    }
    let mut from = token.start;
    while let Some(at) = text[from..token.end].find("://") {
        let scheme = text[..from + at].ends_with(|c: char| c.is_ascii_alphanumeric());
        let start = from + at + 3;
        from = start;
        let stops =
            |byte: &u8| matches!(byte, b'/' | b'?' | b'#' | b'"' | b'<' | b'>' | b')' | b'`');
        let bytes = &text.as_bytes()[start..token.end.min(start + LONGEST)];
        let authority = &bytes[..bytes.iter().position(stops).unwrap_or(bytes.len())];
        let Some(end) = authority.iter().rposition(|&byte| byte == b'@') else { continue };
        let Some(colon) = authority[..end].iter().position(|&byte| byte == b':') else { continue };
        let span = Span::new(start + colon + 1, start + end);
        let (name, password) = (&text[start..start + colon], span.of(text));
        let open = password.starts_with(['<', '$', '{', '[', '*', '%', '•', '…', '.']);
        let known = words.is_dummy(password) || password == name;
        if scheme
            && !open
            && !known
            && password.len() >= SHORTEST
            && !super::measure::is_made_up(password)
        {
            out.push(Secret { span, kind: SecretKind::Password, doubt: None });
        }
    }
}
