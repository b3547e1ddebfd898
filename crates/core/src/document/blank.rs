//! Blanks that people leave by hand: `____`, `XXX`, `TODO:`, `[link]`, `[the guide]()`.
//!
//! A mark of this kind means many things: a masked number, a divider, a word that the reply is about.
//! It is taken for a blank only where its surroundings leave no other reading.

use super::inline::{Inline, InlineKind, between, window};
use crate::text::Span;

/// A link's address is looked for in so many bytes below it.
const FARTHEST_DEFINITION: usize = 8 << 10;
/// Words in brackets that ask for something, in lower case.
const ASKED: [&str; 18] = [
    "link",
    "link here",
    "url",
    "date",
    "time",
    "day",
    "number",
    "amount",
    "price",
    "address",
    "phone number",
    "ticket number",
    "tbd",
    "todo",
    "reason",
    "solution",
    "tracking link",
    "tracking number",
];
/// First words in brackets that tell the writer to add something.
const ORDERS: [&str; 8] =
    ["insert ", "add ", "enter ", "fill in ", "explain ", "describe ", "name of ", "specify "];
/// Words after which a task is somebody's, and no blank: "on our TODO list".
const OWNERS: [&str; 9] = ["my", "our", "your", "their", "the", "a", "his", "her", "this"];
/// Round a gap, so many bytes are looked at for the lines beside it.
const LONGEST_LINE: usize = 200;
/// Words after which `TBD` stands in the place of a time or a sum.
const BEFORE_VALUES: [&str; 7] = ["by", "on", "at", "for", "until", "from", "costs"];

/// The blank that begins at `at`.
pub(super) fn find(text: &str, at: usize, end: usize) -> Option<Inline> {
    let byte = text.as_bytes()[at];
    // A run of signs is one blank or none, so a long one is counted once, where it begins.
    if matches!(byte, b'_' | b'X' | b'?') && text[..at].ends_with(char::from(byte)) {
        return None;
    }
    let span = match byte {
        b'_' => underscores(text, at, end),
        b'X' => crosses(text, at, end),
        b'T' | b'F' => task(text, at, end),
        b'?' => marks(text, at, end),
        b'I' => shouted(text, at, end),
        b'l' | b'L' => filler(text, at, end),
        b'[' => bracketed(text, at, end),
        b'<' => angled(text, at, end),
        b'h' => address(text, at, end),
        b'D' | b'M' => date(text, at, end),
        b'.' | 0xe2 => gap(text, at, end),
        _ => None,
    }?;
    Some(Inline { span, kind: InlineKind::Blank, inner: span })
}

/// The part of the line before `at`, and the part from `to` on.
fn around(text: &str, at: usize, to: usize, end: usize) -> (&str, &str) {
    const NEAR: usize = 64;
    let mut from = at.saturating_sub(NEAR);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut stop = end.min(to + NEAR);
    while !text.is_char_boundary(stop) {
        stop -= 1;
    }
    let before = &text[from..at];
    let before = &before[before.rfind(['\n', '\r']).map_or(0, |line| line + 1)..];
    let after = &text[to..stop];
    (before, &after[..after.find(['\n', '\r']).unwrap_or(after.len())])
}

fn run(text: &str, at: usize, end: usize, byte: u8) -> usize {
    text.as_bytes()[at..end].iter().take_while(|&&b| b == byte).count()
}

/// The last word before `at`, in lower case.
fn word_before(before: &str) -> String {
    before.split_whitespace().next_back().unwrap_or("").to_lowercase()
}

/// `____`, but no divider and no part of a name.
fn underscores(text: &str, at: usize, end: usize) -> Option<Span> {
    let count = run(text, at, end, b'_');
    let span = Span::new(at, at + count);
    let (before, after) = around(text, at, span.end, end);
    let joined = before.ends_with(|c: char| c.is_alphanumeric() || c == '_')
        && after.starts_with(|c: char| c.is_alphanumeric());
    let divider = !before.chars().chain(after.chars()).any(char::is_alphanumeric);
    // Drawings are made of them.
    let drawn = before.ends_with(['_', '|', '/', '\\']) || after.starts_with(['|', '/', '\\', '^']);
    (count >= 4 && !joined && !divider && !drawn).then_some(span)
}

/// "…" alone between two paragraphs.
fn gap(text: &str, at: usize, end: usize) -> Option<Span> {
    let sign = ["…", "..."].into_iter().find(|sign| text[at..end].starts_with(sign))?;
    let span = Span::new(at, at + sign.len());
    let (before, after) = around(text, at, span.end, end);
    if !before.trim().is_empty() || !after.trim().is_empty() {
        return None;
    }
    let mut from = at.saturating_sub(LONGEST_LINE);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut to = end.min(span.end + LONGEST_LINE);
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let edge = |line: Option<&str>| line.is_some_and(|line| line.trim().is_empty());
    let mut above = text[from..at].rsplit('\n');
    let mut below = text[span.end..to].split('\n');
    // Words stand on both sides; between pieces of code, code is left out.
    let alone =
        edge(above.next()) && edge(above.next()) && edge(below.next()) && edge(below.next());
    let ends = |c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '!' | '?' | ':');
    let begins = |c: char| c.is_uppercase();
    let prose = above.next().is_some_and(|line| line.trim_end().ends_with(ends))
        && below.next().is_none_or(|line| line.starts_with(begins));
    (alone && prose).then_some(span)
}

/// `XXX`, but no size, no masked number and no code.
fn crosses(text: &str, at: usize, end: usize) -> Option<Span> {
    let count = run(text, at, end, b'X');
    let span = Span::new(at, at + count);
    let (before, after) = around(text, at, span.end, end);
    if let Some(span) = sum_or_day(text, span, before, after) {
        return Some(span);
    }
    let joins = |c: char| c.is_alphanumeric() || "-_*./:#'\"“”‘’=+@&".contains(c);
    // "It costs XXX." ends with a full stop; "XXX.XXX" is a mask.
    let stop =
        after.starts_with(['.', ':']) && !after[1..].starts_with(|c: char| !c.is_whitespace());
    let apart = !before.ends_with(joins) && (stop || !after.starts_with(joins));
    let masked = after.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == 'X')
        || before.trim_end().ends_with(|c: char| c.is_ascii_digit() || c == 'X')
        || word_before(before) == "in";
    (count >= 3 && apart && !masked).then_some(span)
}

/// `$XX.XX` and "on XX/XX/XXXX".
fn sum_or_day(text: &str, span: Span, before: &str, after: &str) -> Option<Span> {
    let due = matches!(word_before(before).as_str(), "by" | "on" | "until");
    let day = ["/XX/XXXX", ".XX.XXXX", "/XX/XX"].into_iter().find(|rest| after.starts_with(rest));
    if let Some(rest) = day.filter(|_| span.len() == 2 && due && before.ends_with(' ')) {
        return Some(Span::new(span.start, span.end + rest.len()));
    }
    let sign = before.chars().next_back().filter(|c| matches!(c, '$' | '€' | '£'))?;
    let cents = [".XX", ",XX"].into_iter().find(|rest| after.starts_with(rest)).map_or(0, str::len);
    let ends = after[cents..].chars().next().is_none_or(|c| !c.is_alphanumeric());
    let start = span.start - sign.len_utf8();
    (span.len() >= 2 && ends && text[..start].ends_with(' '))
        .then(|| Span::new(start, span.end + cents))
}

/// `TODO:`, `(TODO check)` and `by TBD`.
fn task(text: &str, at: usize, end: usize) -> Option<Span> {
    let word =
        ["TODO", "TBD", "TBC", "FIXME"].into_iter().find(|word| text[at..end].starts_with(word))?;
    let span = Span::new(at, at + word.len());
    let (before, after) = around(text, at, span.end, end);
    let joins = |c: char| c.is_alphanumeric() || "-_/.'’\"“”‘".contains(c);
    if before.ends_with(joins) || after.starts_with(|c: char| joins(c) && c != '.') {
        return None;
    }
    let previous = word_before(before);
    if OWNERS.contains(&previous.as_str()) {
        return None;
    }
    let bracket = before.ends_with(['(', '[']);
    let heads = before.trim_matches([' ', '\t', '-', '*', '>']).is_empty();
    let told = after.starts_with(':');
    // "It is booked. TODO check the lights.": an order to oneself.
    let order = (word == "TODO" || word == "FIXME")
        && before.trim_end().ends_with(['.', '!', '?'])
        && before.ends_with(' ')
        && after.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_lowercase));
    let value = word != "TODO" && word != "FIXME" && BEFORE_VALUES.contains(&previous.as_str());
    (bracket || told || order || heads && !after.trim().is_empty() || value).then_some(span)
}

/// `???` in the place of a word.
fn marks(text: &str, at: usize, end: usize) -> Option<Span> {
    let count = run(text, at, end, b'?');
    let span = Span::new(at, at + count);
    let (before, after) = around(text, at, span.end, end);
    let inside = before.ends_with(' ')
        && after.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_lowercase));
    (count >= 3 && inside && !before.trim_end().ends_with(['?', '!', '.'])).then_some(span)
}

/// `INSERT LINK HERE`.
fn shouted(text: &str, at: usize, end: usize) -> Option<Span> {
    let rest =
        window(text, at, end).strip_prefix("INSERT").filter(|it| it.starts_with([' ', '_']))?;
    let rest = &rest[1..];
    let capitals =
        rest.bytes().take_while(|b| b.is_ascii_uppercase() || matches!(b, b' ' | b'_')).count();
    let length = "INSERT ".len() + rest[..capitals].rfind("HERE")? + "HERE".len();
    Some(Span::new(at, at + length))
}

/// `lorem ipsum`.
fn filler(text: &str, at: usize, end: usize) -> Option<Span> {
    let length = "lorem ipsum".len();
    let head = text.get(at..at + length).filter(|_| at + length <= end)?;
    head.eq_ignore_ascii_case("lorem ipsum").then(|| Span::new(at, at + length))
}

/// `[link]`, `[insert the date]` and the empty link `[the guide]()`.
fn bracketed(text: &str, at: usize, end: usize) -> Option<Span> {
    let Inline { span, inner, .. } = between(text, at, end, "[", "]")?;
    let rest = &text[span.end..end];
    if let Some(target) = rest.strip_prefix('(') {
        let blanks = target.len() - target.trim_start_matches(' ').len();
        let empty = blanks < 3 && target[blanks..].starts_with(')');
        return empty.then(|| Span::new(at, span.end + blanks + 2));
    }
    let words = inner.of(text).trim().to_lowercase();
    let asks =
        ASKED.contains(&words.as_str()) || ORDERS.iter().any(|order| words.starts_with(order));
    // `[link][1]` and `[link]: https://…` are links written in two places.
    let is_link = rest.starts_with(['[', ':']) || text[..at].ends_with(']');
    (asks && !is_link && !is_defined(text, span)).then_some(span)
}

/// Whether the words in brackets are a link whose target stands below: `[link]: https://…`.
pub(super) fn is_defined(text: &str, span: Span) -> bool {
    let mut stop = text.len().min(span.end + FARTHEST_DEFINITION);
    while !text.is_char_boundary(stop) {
        stop -= 1;
    }
    let words = span.of(text);
    words.starts_with('[') && text[span.end..stop].contains(&format!("{words}: "))
}

/// `<date>` and `<insert name>`, but no option of a command.
fn angled(text: &str, at: usize, end: usize) -> Option<Span> {
    let Inline { span, inner, .. } = between(text, at, end, "<", ">")?;
    let words = inner.of(text).to_lowercase();
    let asks = matches!(words.as_str(), "date" | "time" | "link")
        || ORDERS.iter().any(|order| words.starts_with(order));
    let (before, _) = around(text, at, span.end, end);
    let option = before.ends_with(['=', '-', '/']) || word_before(before).starts_with('-');
    (asks && !option).then_some(span)
}

/// `by DD/MM/YYYY`; "as DD/MM/YYYY" and "the DD/MM/YYYY format" speak of how dates are written.
fn date(text: &str, at: usize, end: usize) -> Option<Span> {
    let form = ["DD/MM/YYYY", "MM/DD/YYYY", "DD.MM.YYYY"];
    let form = form.into_iter().find(|form| text[at..end].starts_with(form))?;
    let span = Span::new(at, at + form.len());
    let (before, after) = around(text, at, span.end, end);
    let due =
        before.ends_with(' ') && matches!(word_before(before).as_str(), "by" | "on" | "until");
    let ends = after.is_empty() || after.starts_with(['.', ',', '!', '?', ';', ')']);
    (due && ends).then_some(span)
}

/// `https://` with nothing behind it, at the end of a line that leads to it.
fn address(text: &str, at: usize, end: usize) -> Option<Span> {
    let scheme =
        ["https://", "http://"].into_iter().find(|scheme| text[at..end].starts_with(scheme))?;
    let span = Span::new(at, at + scheme.len());
    let (before, after) = around(text, at, span.end, end);
    let leads = before.trim().is_empty() || before.trim_end().ends_with(':');
    let sees = matches!(word_before(before).as_str(), "see" | "visit")
        && (after.is_empty() || after.starts_with([' ', '.', ',']));
    (sees || after.trim_matches(['.', ' ']).is_empty() && leads).then_some(span)
}

#[cfg(test)]
mod tests {
    use crate::document::InlineKind;
    use crate::document::inline;

    fn blanks(text: &str) -> Vec<&str> {
        inline::find(text)
            .iter()
            .filter(|inline| inline.kind == InlineKind::Blank)
            .map(|inline| inline.span.of(text))
            .collect()
    }

    #[test]
    fn the_target_of_a_link_may_stand_below_a_quote() {
        let catalog = crate::Catalog::builtin();
        let codes = |text: &str| -> Vec<_> {
            let findings = crate::check(text, &crate::Input::default(), &catalog).findings;
            findings.into_iter().map(|it| it.code).collect()
        };
        let quoted = "Hi Jo,\n\nIt is in this guide: [link]\n\n> Where is it?\n\nBest,\nAna\n";
        assert!(codes(quoted).iter().any(|code| code == "fill-in-left"));
        let defined = format!("{quoted}\n[link]: https://example.com/guide\n");
        assert!(codes(&defined).iter().all(|code| code != "fill-in-left"));
    }

    #[test]
    fn what_was_left_open_is_found() {
        for (text, blank) in [
            ("Here is the guide: [link]", "[link]"),
            ("It costs XXX euros.", "XXX"),
            ("It costs XXX.", "XXX"),
            ("I'll write by TBD.", "TBD"),
            ("TODO: ask Ana", "TODO"),
            ("It is done (TODO check the date).", "TODO"),
            ("- TODO add the link", "TODO"),
            ("The hall is yours. TODO ask whether the piano is tuned.", "TODO"),
            ("See [the guide]().", "[the guide]()"),
            ("Your number is ____.", "____"),
            ("It costs ??? euros.", "???"),
            ("See INSERT LINK HERE for more.", "INSERT LINK HERE"),
            ("Lorem ipsum dolor", "Lorem ipsum"),
            ("We ship on <date>.", "<date>"),
            ("See [insert the page] for it.", "[insert the page]"),
            ("The guide is here: https://", "https://"),
            ("See https:// for the guide.", "https://"),
            ("You have it by DD/MM/YYYY.", "DD/MM/YYYY"),
            ("We refunded $XX.XX today.", "$XX.XX"),
            ("It costs €XX.", "€XX"),
            ("It ships on XX/XX/XXXX.", "XX/XX/XXXX"),
            ("See INSERT_LINK_HERE.", "INSERT_LINK_HERE"),
            ("We closed it because of [reason].", "[reason]"),
            ("It is [describe the next step] now.", "[describe the next step]"),
            ("Hi Jo,\n\n…\n\nBest,\nAna", "…"),
        ] {
            assert_eq!(blanks(text), [blank], "{text}");
        }
    }

    /// Where a run was counted from each of its signs, these took minutes.
    #[test]
    fn a_run_without_end_is_one_blank_or_none() {
        let run = |sign: &str| sign.repeat(200_000);
        for sign in ["_", "?", "X"] {
            let text = format!("It costs {} euros.", run(sign));
            assert_eq!(blanks(&text), [run(sign)]);
        }
        assert_eq!(blanks(&run("INSERT ")), [""; 0]);
    }

    #[test]
    fn what_only_looks_like_a_blank_is_left_alone() {
        for text in [
            "Your to-do list is empty.",
            "I'll write by Thursday noon CET.",
            "Size XXL is in stock, and XXXL too.",
            "The card ending in XXXX 1234 and the key XXX-XXXX-XXX.",
            "The address 192.168.XXX.XXX is private.",
            "It is on our TODO list.",
            "The TODO plugin marks it.",
            "What??? Really???",
            "It is XX% faster, the AIX and the US$XXL.",
            "One\n...\nTwo",
            "foo(1);\n\n...\n\nbar(2);",
            "…\n\nAnd then it works.",
            "Wait …\n\nand see...",
            "Use https:// and not http:// at the front.",
            "See [link][1] and [the guide](https://example.com).",
            "See [link].\n\n[link]: https://example.com",
            "Pass --since=<date> or -d <date>.",
            "Done.\n\n____________\nAna",
            "  total = a - b;\n  ____________^^",
            "Call __init__ and foo____bar.",
            "The date is still TBD, we publish it here.",
            "Write the date as DD/MM/YYYY, or in the DD/MM/YYYY format.",
            "You see https://example.com there.",
            "[x] done, [ ] open, as in [1]",
        ] {
            assert_eq!(blanks(text), [""; 0], "{text}");
        }
    }
}
