//! What a program writes that had no value to put there: `#undefined`, `$NaN`, "your order null has shipped".
//!
//! Developers write `null` and `undefined` about code, so only what stands in the place of a number, a sum or
//! a day is taken for one.

use super::inline::{Inline, InlineKind};
use crate::text::Span;

/// What stands for no value.
const NOTHING: [&str; 4] = ["undefined", "null", "NaN", "None"];
/// After these, a number stands.
const NUMBERED: [&str; 10] = [
    "order",
    "invoice",
    "ticket",
    "booking",
    "reservation",
    "case",
    "reference",
    "parcel",
    "shipment",
    "account",
];
/// After these, the number is told.
const TOLD: [&str; 10] =
    ["has", "is", "was", "will", "have", "ships", "shipped", "arrives", "for", "from"];
/// After these, a day stands.
const DATED: [&str; 8] = ["on", "by", "from", "until", "before", "since", "after", "dated"];
/// So many bytes before a word are looked at.
const NEAR: usize = 48;

/// The spoilt value that begins at `at`.
pub(super) fn find(text: &str, at: usize, end: usize) -> Option<Inline> {
    let span = match text.as_bytes()[at] {
        b'#' | b'$' => joined(text, at, 1, end),
        0xe2 if text[at..end].starts_with('€') => joined(text, at, '€'.len_utf8(), end),
        0xc2 if text[at..end].starts_with('£') => joined(text, at, '£'.len_utf8(), end),
        b'I' => day(text, at, end),
        b'u' | b'n' | b'N' => number(text, at, end),
        _ => None,
    }?;
    Some(Inline { span, kind: InlineKind::Placeholder, inner: span })
}

/// Whether a word ends here.
fn ends(text: &str, at: usize, end: usize) -> bool {
    let mut rest = text[at..end].chars();
    match rest.next() {
        None => true,
        Some('.') => rest.next().is_none_or(|next| !next.is_alphanumeric()),
        Some(c) => c.is_whitespace() || matches!(c, ',' | '!' | '?' | ')' | ';'),
    }
}

/// The words before `at` on its line, the nearest first, in lower case.
fn before(text: &str, at: usize) -> impl Iterator<Item = String> {
    let mut from = at.saturating_sub(NEAR);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let line = &text[from..at];
    let line = &line[line.rfind(['\n', '\r']).map_or(0, |n| n + 1)..];
    let words = line.split_whitespace().rev();
    words.map(str::to_lowercase)
}

/// `#undefined`, `€NaN`: a sign of a number or a sum with nothing behind it.
fn joined(text: &str, at: usize, sign: usize, end: usize) -> Option<Span> {
    let rest = &text[at + sign..end];
    let word = NOTHING.into_iter().find(|word| rest.starts_with(word))?;
    let apart = at == 0 || text[..at].ends_with(|c: char| c.is_whitespace() || c == '(');
    let stop = at + sign + word.len();
    // `$undefined` is a variable of a shell where it begins a line of code.
    let told = before(text, at).next().is_some();
    (apart && told && ends(text, stop, end)).then(|| Span::new(at, stop))
}

/// "on Invalid Date".
fn day(text: &str, at: usize, end: usize) -> Option<Span> {
    let stop = at + "Invalid Date".len();
    let is = text.get(at..stop.min(end)).is_some_and(|it| it == "Invalid Date");
    let due = || before(text, at).next().is_some_and(|word| DATED.contains(&word.as_str()));
    (is && due() && ends(text, stop, end)).then(|| Span::new(at, stop))
}

/// "Your order null has shipped."
fn number(text: &str, at: usize, end: usize) -> Option<Span> {
    let rest = &text[at..end];
    let word = NOTHING.into_iter().find(|word| rest.starts_with(word))?;
    let stop = at + word.len();
    if !text[..at].ends_with(' ') || !ends(text, stop, end) {
        return None;
    }
    let mut words =
        before(text, at).filter(|word| !matches!(word.as_str(), "number" | "no." | "no" | "id"));
    let numbered = words.next().is_some_and(|word| NUMBERED.contains(&word.as_str()));
    let yours = words.next().is_some_and(|word| word == "your" || word == "our");
    let next = text[stop..end].split_whitespace().next().unwrap_or("");
    (numbered && yours && TOLD.contains(&next)).then(|| Span::new(at, stop))
}

#[cfg(test)]
mod tests {
    use crate::document::inline;

    fn found(text: &str) -> Vec<&str> {
        inline::find(text).iter().map(|inline| inline.span.of(text)).collect()
    }

    #[test]
    fn a_value_that_went_missing_is_found() {
        for (text, value) in [
            ("Your order #undefined has shipped.", "#undefined"),
            ("Your order null has shipped.", "null"),
            ("Your invoice number undefined is ready.", "undefined"),
            ("Your total is $NaN.", "$NaN"),
            ("Your refund of €undefined is on its way.", "€undefined"),
            ("We booked £null today.", "£null"),
            ("It will arrive on Invalid Date.", "Invalid Date"),
        ] {
            assert_eq!(found(text), [value], "{text}");
        }
    }

    #[test]
    fn values_of_code_are_left_alone() {
        for text in [
            "The function returns null or undefined.",
            "If the order is null, the page is empty.",
            "Your order is undefined in the log.",
            "NaN means that it is no number.",
            "You saw an Invalid Date error in the calendar.",
            "$undefined = 1;",
            "It shows #undefined_behaviour and foo#null.",
            "Your order null-checks fail.",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
