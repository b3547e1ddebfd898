//! Whole numbers of bank accounts, and of papers that say who somebody is.

use super::line_at;
use super::words::{Label, SensitiveWords};
use super::{Labels, value};
use crate::text::Span;

/// Countries with the length of their account numbers.
const LENGTHS: [(&str, usize); 40] = [
    ("AD", 24),
    ("AE", 23),
    ("AT", 20),
    ("BE", 16),
    ("BG", 22),
    ("BR", 29),
    ("CH", 21),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("EE", 20),
    ("ES", 24),
    ("FI", 18),
    ("FR", 27),
    ("GB", 22),
    ("GI", 23),
    ("GR", 27),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IS", 26),
    ("IT", 27),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MC", 27),
    ("MT", 31),
    ("NL", 18),
    ("NO", 15),
    ("PL", 28),
    ("PT", 25),
    ("RO", 24),
    ("SA", 24),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("TR", 26),
];

/// Finds international account numbers: in one piece or in groups of four.
pub(super) fn ibans(text: &str, span: Span) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = span.start;
    while at + 15 <= span.end {
        // Digits are rare, so they are asked for first.
        let digit = bytes[at + 2..span.end].iter().position(u8::is_ascii_digit);
        let Some(letters) = digit else { break };
        at += letters;
        let begins = at + 15 <= span.end
            && bytes[at + 3].is_ascii_digit()
            && bytes[at].is_ascii_alphabetic()
            && bytes[at + 1].is_ascii_alphabetic()
            && (at == span.start || !bytes[at - 1].is_ascii_alphanumeric() && bytes[at - 1] < 0x80);
        if !begins {
            at += 1;
            continue;
        }
        let country = &bytes[at..at + 2];
        let known = LENGTHS.iter().find(|(name, _)| name.as_bytes().eq_ignore_ascii_case(country));
        let length = known.map(|(_, length)| *length);
        match length.and_then(|length| iban_end(bytes, at, span.end, length)) {
            Some(end) => {
                out.push(Span::new(at, end));
                at = end;
            }
            None => at += 1,
        }
    }
    out
}

/// Where the number that begins at `at` ends, if its check digits hold.
fn iban_end(bytes: &[u8], at: usize, stop: usize, length: usize) -> Option<usize> {
    let mut digits = Vec::with_capacity(length);
    let mut end = at;
    while end < stop && digits.len() < length {
        match bytes[end] {
            byte if byte.is_ascii_alphanumeric() => digits.push(byte.to_ascii_uppercase()),
            b' ' | b'-' if digits.len() % 4 == 0 => {}
            _ => return None,
        }
        end += 1;
    }
    let is_whole = digits.len() == length && !bytes.get(end).is_some_and(u8::is_ascii_alphanumeric);
    if !is_whole {
        return None;
    }
    digits.rotate_left(4);
    let rest = digits.iter().fold(0u32, |rest, &byte| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        _ => (rest * 100 + u32::from(byte - b'A') + 10) % 97,
    });
    (rest == 1).then_some(end)
}

/// Whether the line asks for a payment or speaks of the writer's own account.
pub(super) fn is_for_payment(text: &str, at: usize, words: &SensitiveWords) -> bool {
    let line = line_at(text, Span::new(0, text.len()), at).of(text);
    line.split(|c: char| !c.is_alphanumeric()).any(|word| words.is_payment(&word.to_lowercase()))
}

/// Finds the numbers of papers that say who somebody is, beside the word that says so.
pub(super) fn identities(text: &str, labels: &Labels, words: &SensitiveWords) -> Vec<Span> {
    const FEWEST_DIGITS: usize = 5;
    let whole = Span::new(0, text.len());
    let mut out = Vec::new();
    for (_, name) in labels.all().filter(|(label, _)| *label == Label::Identity) {
        let Some(value) = value::value(text, name.end, whole, words) else { continue };
        let number = value.span.of(text);
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        let is_whole = number
            .bytes()
            .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase() || matches!(b, b'-' | b'.'));
        let known = out.last() == Some(&value.span);
        if is_whole && !known && (FEWEST_DIGITS..=14).contains(&digits) && number.len() <= 18 {
            out.push(value.span);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_found_by_its_check_digits() {
        let found = |text: &'static str| -> Vec<&str> {
            ibans(text, Span::new(0, text.len())).into_iter().map(|it| it.of(text)).collect()
        };
        assert_eq!(
            found("The IBAN is DE89 3704 0044 0532 0130 00."),
            ["DE89 3704 0044 0532 0130 00"]
        );
        assert_eq!(found("GB82WEST12345698765432"), ["GB82WEST12345698765432"]);
        for text in [
            "DE88 3704 0044 0532 0130 00",
            "DE89 3704 0044 0532 0130 001",
            "DE12 is a room",
            "ÄDE89",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_number_of_a_passport_is_found_beside_its_name() {
        let words = SensitiveWords::builtin();
        let found = |text: &'static str| -> Vec<&str> {
            identities(text, &Labels::read(text, &words), &words)
                .into_iter()
                .map(|it| it.of(text))
                .collect()
        };
        assert_eq!(found("Your passport number is C01X00T47."), ["C01X00T47"]);
        assert_eq!(found("SSN: 078-05-1120"), ["078-05-1120"]);
        assert_eq!(found("Your passport number ends in 47. Send no SSN."), [""; 0]);
    }
}
