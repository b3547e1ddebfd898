//! Numbers of payment cards, and the codes on their backs.

use super::words::{Label, SensitiveWords};
use super::{Labels, line_at, value};
use crate::text::Span;

/// Fewest and most digits of a card.
const DIGITS: std::ops::RangeInclusive<usize> = 13..=19;
/// What stands so many bytes before a number says what number it is.
const NEAR: usize = 48;
/// Numbers that card companies give out for tests.
const TEST_NUMBERS: [&str; 12] = [
    "4242424242424242",
    "4111111111111111",
    "4000056655665556",
    "5555555555554444",
    "5105105105105100",
    "2223003122003222",
    "378282246310005",
    "371449635398431",
    "6011111111111117",
    "3056930009020004",
    "3566002020360505",
    "4012888888881881",
];

/// A card in clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Card {
    /// The whole number, or the code.
    pub span: Span,
    /// The last four digits of the number; `None` for a code.
    pub last: Option<[u8; 4]>,
    /// Whether its form or the words near it leave no other reading.
    pub sure: bool,
}

/// Finds card numbers and card codes.
pub(super) fn find(text: &str, labels: &Labels, words: &SensitiveWords, out: &mut Vec<Card>) {
    numbers(text, Span::new(0, text.len()), words, out);
    codes(text, labels, words, out);
}

/// Finds card numbers in `text[span]`.
pub(crate) fn numbers(text: &str, span: Span, words: &SensitiveWords, out: &mut Vec<Card>) {
    let bytes = &text.as_bytes()[..span.end];
    let mut at = span.start;
    let mut row = Vec::new();
    while let Some(next) = bytes[at..].iter().position(u8::is_ascii_digit) {
        at += next;
        groups(text, at, span.end, &mut row);
        let end = row.last().map_or(at + 1, |group| group.end);
        let first = row.first().map_or(0, |group| group.len());
        if (first == 4 || DIGITS.contains(&first))
            && !is_part(text, span, at)
            && let Some(card) = card(text, span, &row, words)
        {
            at = card.span.end;
            out.push(card);
        } else {
            at = end;
        }
    }
}

/// Puts the groups of digits from `at` on, joined by single blanks or dashes of one kind, into `out` alone.
fn groups(text: &str, at: usize, end: usize, out: &mut Vec<Span>) {
    /// Longer rows of numbers are a table.
    const MOST: usize = 24;
    out.clear();
    let mut from = at;
    let mut joiner: Option<&str> = None;
    while out.len() < MOST {
        let length =
            text.as_bytes()[from..end].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if length == 0 {
            break;
        }
        out.push(Span::new(from, from + length));
        let rest = &text[from + length..end];
        let sign = [" ", "-", "\u{a0}", "\u{2011}", "\u{2013}", "\u{202f}", "\u{2009}"]
            .into_iter()
            .find(|sign| rest.starts_with(sign));
        let Some(sign) = sign.filter(|&sign| joiner.is_none_or(|known| known == sign)) else {
            break;
        };
        joiner = Some(sign);
        from += length + sign.len();
    }
}

/// Whether the digits at `at` are the middle of something longer: `DE89 3704…`, `0.4242`, `/4242`.
fn is_part(text: &str, span: Span, at: usize) -> bool {
    let before = &text[span.start..at];
    let Some(last) = before.chars().next_back() else { return false };
    if last.is_alphanumeric()
        || matches!(
            last,
            '_' | '.' | '-' | '/' | '#' | '+' | '@' | '&' | '%' | '$' | '€' | '£' | '–'
        )
    {
        return true;
    }
    if !matches!(last, ' ' | '\u{a0}') {
        return false;
    }
    let word = before.trim_end_matches([' ', '\u{a0}']);
    let start =
        word.len() - word.bytes().rev().take(32).take_while(u8::is_ascii_alphanumeric).count();
    let word = &word[start..];
    word.contains(|c: char| c.is_ascii_digit())
        && before.len() - before.trim_end().len() == last.len_utf8()
}

fn card(text: &str, span: Span, groups: &[Span], words: &SensitiveWords) -> Option<Card> {
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let (count, grouped) = match lengths[..] {
        // "4242 4242 4242 4242 123" has its code behind it; a fifth group of four is another number.
        [4, 4, 4, 4, 3, ..]
            if lengths.get(5).is_none_or(|&it| it < 4) && is_card(&digits(text, &groups[..5])) =>
        {
            (5, true)
        }
        [4, 4, 4, 4, ..] if lengths.get(4).is_none_or(|&it| it < 4) => (4, true),
        [4, 6, 5 | 4, ..] if lengths.get(3).is_none_or(|&it| it < 5) => (3, true),
        [length, ..] if DIGITS.contains(&length) && lengths.get(1).is_none_or(|&it| it < 5) => {
            (1, false)
        }
        _ => return None,
    };
    let span_of = Span::new(groups[0].start, groups[count - 1].end);
    let after = text[span_of.end..span.end].chars().next();
    let joined = after.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '@' | '%'))
        || after == Some('.')
            && text[span_of.end + 1..span.end].starts_with(|c: char| c.is_ascii_digit());
    let digits = digits(text, &groups[..count]);
    if joined || !is_card(&digits) {
        return None;
    }
    let line = line_at(text, span, span_of.start);
    let test = TEST_NUMBERS.contains(&digits.as_str());
    if test && has_word(line.of(text), |word| words.is_test(word))
        || in_address(text, span_of.start)
    {
        return None;
    }
    let mut from = span_of.start.saturating_sub(NEAR).max(line.start);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let near = &text[from..span_of.start];
    let said = has_word(line.of(text), |word| words.is_card(word));
    let other = last_word(near, |word| words.is_other_number(word));
    let called = last_word(near, |word| words.is_card(word));
    if other.is_some_and(|other| called.is_none_or(|called| called < other)) {
        return None;
    }
    let last = digits.as_bytes().last_chunk::<4>().copied();
    Some(Card { span: span_of, last, sure: grouped || said })
}

/// "CVV 123" beside words about a card.
fn codes(text: &str, labels: &Labels, words: &SensitiveWords, out: &mut Vec<Card>) {
    let span = Span::new(0, text.len());
    for (_, name) in labels.all().filter(|(label, _)| *label == Label::CardCode) {
        let Some(value) = value::value(text, name.end, span, words) else { continue };
        let code = value.span.of(text);
        let digits = (3..=4).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit());
        let line = line_at(text, span, name.start).of(text);
        let test = has_word(line, |word| words.is_test(word));
        // Doors and log-ins have security codes, too.
        let said = has_word(line, |word| words.is_card(word));
        if digits && said && !test {
            out.push(Card { span: value.span, last: None, sure: true });
        }
    }
}

fn digits(text: &str, groups: &[Span]) -> String {
    groups.iter().map(|group| group.of(text)).collect()
}

/// Whether the digits are a card's: its issuer's first digits, that issuer's length, and the check digit.
fn is_card(digits: &str) -> bool {
    let head =
        |length: usize| digits.get(..length).and_then(|it| it.parse::<u32>().ok()).unwrap_or(0);
    let one_of = |lengths: &[usize]| lengths.contains(&digits.len());
    let issued = match head(1) {
        4 => one_of(&[13, 16, 19]),
        2 => (2221..=2720).contains(&head(4)) && one_of(&[16]),
        3 => match head(2) {
            34 | 37 => one_of(&[15]),
            35 => (3528..=3589).contains(&head(4)) && one_of(&[16, 17, 18, 19]),
            36 | 38 | 39 => one_of(&[14, 16]),
            30 => {
                (300..=305).contains(&head(3)) && one_of(&[14, 16])
                    || head(3) == 309 && one_of(&[14])
            }
            _ => false,
        },
        5 => {
            (51..=55).contains(&head(2)) && one_of(&[16])
                || matches!(head(4), 5018 | 5020 | 5038 | 5893) && one_of(&[16, 18, 19])
        }
        6 => {
            let discover = head(4) == 6011 || head(2) == 65 || (644..=649).contains(&head(3));
            let maestro = matches!(head(4), 6304 | 6759 | 6761 | 6762 | 6763);
            (discover || head(2) == 62 || maestro) && one_of(&[16, 17, 18, 19])
        }
        _ => false,
    };
    let one = digits.bytes().all(|b| b == digits.as_bytes()[0]);
    issued && !one && has_check_digit(digits)
}

/// Luhn's check.
fn has_check_digit(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(n, byte)| {
            let digit = u32::from(byte - b'0');
            match n % 2 {
                0 => digit,
                _ if digit > 4 => 2 * digit - 9,
                _ => 2 * digit,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Whether the byte at `at` stands in an address of the web.
fn in_address(text: &str, at: usize) -> bool {
    let before = &text.as_bytes()[at.saturating_sub(300)..at];
    let start = before.iter().rposition(u8::is_ascii_whitespace).map_or(0, |n| n + 1);
    before[start..].windows(3).any(|it| it == b"://")
}

fn words_of(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '-').map(str::to_lowercase)
}

fn has_word(text: &str, wanted: impl Fn(&str) -> bool) -> bool {
    words_of(text).any(|word| wanted(&word))
}

/// Which of the words is the last one of those that are wanted.
fn last_word(text: &str, wanted: impl Fn(&str) -> bool) -> Option<usize> {
    words_of(text).enumerate().filter(|(_, word)| wanted(word)).map(|(n, _)| n).last()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        let words = SensitiveWords::builtin();
        find(text, &Labels::read(text, &words), &words, &mut out);
        out.into_iter().map(|it| it.span.of(text)).collect()
    }

    #[test]
    fn a_card_in_clear_is_found() {
        for (text, card) in [
            ("Your card 4242 4242 4242 4242 was charged.", "4242 4242 4242 4242"),
            ("5555-5555-5555-4444 has expired", "5555-5555-5555-4444"),
            ("The number 378282246310005 was declined", "378282246310005"),
            ("Amex 3782 822463 10005", "3782 822463 10005"),
            ("The number 6011 1111 1111 1117 12/27 is on file", "6011 1111 1111 1117"),
            (
                "On 4012\u{a0}8888\u{a0}8888\u{a0}1881 we booked it.",
                "4012\u{a0}8888\u{a0}8888\u{a0}1881",
            ),
            ("Order 12 was paid by card 4012888888881881.", "4012888888881881"),
            ("The CVV is 123.", "123"),
            ("The card's security code is 9921.", "9921"),
        ] {
            assert_eq!(found(text), [card], "{text}");
        }
        assert_eq!(found("Card 4111111111111111, CVV 123"), ["4111111111111111", "123"]);
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for text in [
            "Your card ending in 4242 was charged.",
            "Card •••• •••• •••• 4242, XXXX XXXX XXXX 4242, **** 4242",
            "Order 4242424242424241 is on its way.",
            "Order number 4012888888881881 is on its way.",
            "Tracking number 9400110200881234567890",
            "Parcel 4012888888881881 left today.",
            "Call 0800 1234 5678 or +49 30 901820",
            "The IBAN is DE89 3704 0044 0532 0130 00.",
            "Use the test card 4242 4242 4242 4242 with any CVV, say 123.",
            "https://example.com/4012888888881881",
            "It is 0.4012888888881881 of it, #4012888888881881",
            "Your security code: 4829.",
            "The security code 482913 was sent. The CVV is a 3-digit code.",
            "4012 8888 8888 1881 4012 8888",
            "id_4012888888881881 and 4012888888881881x",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
