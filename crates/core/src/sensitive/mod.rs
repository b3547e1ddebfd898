//! What must not be read by everybody who reads a mail: keys, passwords, payment cards, numbers of accounts.
//!
//! It is found on the raw text, code included, in one pass and without regular expressions: the check runs on
//! each key press, and a set of expressions for all shapes would outweigh the rest of the program. What the
//! words round a value are (“password”, “order number”) is data of the languages ([`words`]), all of them at
//! once, for a label in a configuration is in no language.

mod account;
pub(crate) mod card;
pub(crate) mod contact;
mod finds;
mod key;
mod labelled;
mod login;
mod measure;
mod pem;
mod value;
pub(crate) mod words;

pub(crate) use finds::{Finds, KnownFinds};
#[cfg(test)]
pub(crate) use key::samples;
use labelled::Labels;

use std::collections::BTreeMap;

use crate::text::{Span, join_overlapping};
use words::SensitiveWords;

/// The shortest key of the table, with its prefix, has so many bytes.
const SHORTEST_KEY: usize = 14;

/// Something that opens a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Secret {
    /// What has to be masked.
    pub span: Span,
    /// What it is.
    pub kind: SecretKind,
    /// Why it may be harmless, as a sentence; then it is no error.
    pub doubt: Option<&'static str>,
}

/// What a secret is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SecretKind {
    /// A key in its issuer's own shape, with what to call it: "Stripe secret key".
    Key(&'static str),
    /// A value beside a word such as "API key".
    Labelled,
    /// A password.
    Password,
    /// A PIN.
    Pin,
    /// A block with a private key.
    Block,
}

/// Finds secrets, in order, not overlapping.
fn secrets(text: &str, labels: &Labels, words: &SensitiveWords, out: &mut Vec<Secret>) {
    let first = out.len();
    let span = Span::new(0, text.len());
    for token in long_tokens(text, span) {
        key::find(text, token, out);
        login::find(text, token, words, out);
    }
    pem::find(text, span, out);
    labelled::find(text, labels, words, out);
    // A key's own shape says more than the label beside it, and was found before.
    let mut kept: BTreeMap<usize, Secret> = BTreeMap::new();
    for secret in out.drain(first..) {
        // They do not overlap, so the one that begins last before its end reaches furthest.
        let nearest = kept.range(..secret.span.end).next_back();
        if nearest.is_none_or(|(_, known)| known.span.end <= secret.span.start) {
            kept.insert(secret.span.start, secret);
        }
    }
    out.extend(kept.into_values());
}

/// All that must not be repeated of a text, in order, not overlapping: keys, passwords, numbers of cards and
/// the codes on their backs.
pub(crate) fn all(text: &str, words: &SensitiveWords) -> Vec<Span> {
    let labels = Labels::read(text, words);
    let (mut found, mut cards) = (Vec::new(), Vec::new());
    secrets(text, &labels, words, &mut found);
    card::find(text, &labels, words, &mut cards);
    let found = found.into_iter().map(|secret| secret.span);
    let mut spans: Vec<_> = found.chain(cards.into_iter().map(|card| card.span)).collect();
    spans.sort_unstable();
    join_overlapping(&mut spans);
    spans
}

/// The stretches between blanks in which a key has room.
fn long_tokens(text: &str, span: Span) -> impl Iterator<Item = Span> {
    let bytes = &text.as_bytes()[..span.end];
    let mut start = span.start;
    std::iter::from_fn(move || {
        loop {
            let head = bytes.get(start..start + SHORTEST_KEY)?;
            match head.iter().rposition(u8::is_ascii_whitespace) {
                // Between here and the last blank nothing is long enough.
                Some(blank) => start += blank + 1,
                None => {
                    let tail = bytes[start + SHORTEST_KEY..].iter();
                    let tail = tail.take_while(|byte| !byte.is_ascii_whitespace()).count();
                    let token = Span::new(start, start + SHORTEST_KEY + tail);
                    start = token.end;
                    return Some(token);
                }
            }
        }
    })
}

/// The line in which the byte at `at` stands, without its line break, inside of `span`; of a line that
/// nobody wrote by hand, what stands near.
fn line_at(text: &str, span: Span, at: usize) -> Span {
    const BEFORE: usize = 256;
    const BEHIND: usize = 8 << 10;
    let breaks = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let bytes = text.as_bytes();
    let mut from = span.start.max(at.saturating_sub(BEFORE));
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut to = span.end.min(at + BEHIND);
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let start = bytes[from..at].iter().rposition(breaks).map_or(from, |n| from + n + 1);
    let end = bytes[at..to].iter().position(breaks).map_or(to, |n| at + n);
    Span::new(start, end)
}
