//! What a reply promises and by when, for whoever wants to know what is due.

use std::ops::Range;

use super::{moves, shown};
use crate::catalog::Catalog;
use crate::document::Marks;
use crate::draft::{Draft, RegionKind};
use crate::lang::class::Class;
use crate::lang::grammar::View;
use crate::rules::when;
use crate::sensitive;
use crate::text::Span;

/// Something that the writer says they will do, with a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// The sentence.
    pub span: Span,
    /// The words that say when: "by Thursday, noon CET".
    pub when: Span,
    /// How the sentence begins, on one line.
    pub words: String,
}

/// The promises of the reply, in their order. A promise without a time is none: nobody can wait for it. One that
/// has a key, a password or a card number in it is left out, for others would show it.
#[must_use]
pub fn promises(draft: &Draft<'_>, catalog: &Catalog) -> Vec<Promise> {
    let sentences = draft.document.sentences.iter().zip(&draft.sentence_regions);
    sentences
        .filter(|(_, region)| matches!(region, RegionKind::Body | RegionKind::Farewell))
        .filter_map(|(sentence, _)| {
            let view = View::new(&draft.document, sentence, &draft.language.lexicon);
            let will = moves::promised_at(&view).or_else(|| awaited_at(&view))?;
            let words = time(&view, will)?;
            let when = Span::new(
                view.words[words.start].span().start,
                view.words[words.end - 1].span().end,
            );
            let said = sentence.span.of(draft.text());
            let open = sensitive::all(said, &catalog.sensitive).is_empty();
            let words = shown::shortened(said);
            open.then_some(Promise { span: sentence.span, when, words })
        })
        .collect()
}

/// Where the reader is told what will come: "you'll hear from me", "your refund will arrive".
fn awaited_at(view: &View<'_>) -> Option<usize> {
    (1..view.len()).find(|&at| {
        let reader = (0..at).any(|it| {
            view.is(it, Class::You) && it + 1 == at || view.is(it, Class::ReaderPossessive)
        });
        moves::is_will(view, at) && reader
    })
}

/// The longest run of words that say when, behind the "will"; or else at the head of the sentence: "On Monday I'll
/// call". What stands in a condition before it is the reader's time.
fn time(view: &View<'_>, will: usize) -> Option<Range<usize>> {
    let mut best: Option<Range<usize>> = None;
    let mut at = 0;
    while at < view.len() {
        let start = at;
        while at < view.len() && (at == start || joins(view, at)) && belongs(view, at) {
            at += 1;
        }
        let end = trimmed(view, start..at);
        let placed = start > will || start == 0;
        // A run of "the" and "at" alone says no time.
        let core = placed && (start..end).any(|it| is_core(view, it));
        if core && best.as_ref().is_none_or(|best| end - start > best.len()) {
            best = Some(start..end);
        }
        at = at.max(start + 1);
    }
    best
}

/// Whether the word goes on with the words before it: a comma may stand between, nothing stronger.
fn joins(view: &View<'_>, at: usize) -> bool {
    !view.marked(at, Marks::BREAK.with(Marks::QUOTE))
        || view.marked(at, Marks::COLON) && view.marked(at, Marks::DIGIT)
        || view.marked(at, Marks::PAREN) && is_zone(view, at)
}

/// Whether the word can be part of a time.
fn belongs(view: &View<'_>, at: usize) -> bool {
    const BETWEEN: &[&str] = &[
        "by", "before", "until", "till", "on", "at", "in", "within", "of", "the", "this", "next",
        "end", "later", "than", "no", "latest", "and", "or", "a", "an", "about", "around", "from",
        "to", "between", "o'clock", "one", "two", "three", "four", "five", "six", "seven", "ten",
        "few",
    ];
    let word = view.written(at).to_ascii_lowercase();
    is_core(view, at) || is_zone(view, at) || is_count(&word) || BETWEEN.contains(&word.as_str())
}

/// Whether the word says when by itself.
fn is_core(view: &View<'_>, at: usize) -> bool {
    const NAMED: &[&str] = &[
        "today",
        "tomorrow",
        "tonight",
        "noon",
        "midnight",
        "morning",
        "afternoon",
        "evening",
        "week",
        "weekend",
        "month",
        "am",
        "pm",
        "a.m",
        "p.m",
        "business",
        "working",
        "hours",
        "hour",
        "minutes",
    ];
    let word = view.written(at).to_ascii_lowercase();
    view.is(at, Class::Weekday)
        || when::is_month(view, at)
        || NAMED.contains(&word.as_str())
        || view.is(at, Class::TimeNoun)
        || is_clock(&word)
}

/// Whether it is a time of day: "14:30", "5pm".
fn is_clock(word: &str) -> bool {
    let digits = word.trim_end_matches("am").trim_end_matches("pm");
    let clock = digits.len() < word.len() || digits.contains(':');
    clock && !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == ':')
}

/// Whether it is the number of a day, a year or an hour, rather than any number.
fn is_count(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    number && (digits.len() <= 2 || digits.len() == 4 && matches!(&digits[..2], "19" | "20"))
}

/// Whether the word is a time zone: "CET", "UTC".
fn is_zone(view: &View<'_>, at: usize) -> bool {
    let word = view.written(at);
    (2..=4).contains(&word.len()) && view.marked(at, Marks::ALL_CAPS) && word.ends_with(['T', 'C'])
}

/// The end of the run without the small words at its end.
fn trimmed(view: &View<'_>, words: Range<usize>) -> usize {
    let kept = |at: usize| is_core(view, at) || is_zone(view, at) || view.known(at) == "latest";
    words.clone().rev().find(|&at| kept(at)).map_or(words.start, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Input;

    fn times(body: &str) -> Vec<String> {
        let catalog = Catalog::builtin();
        let text = format!("Hi Jo,\n\n{body}\n\nBest wishes,\nAna\n");
        let draft = Draft::read(&text, &Input::default(), &catalog);
        promises(&draft, &catalog).iter().map(|it| it.when.of(&text).to_owned()).collect()
    }

    #[test]
    fn a_promise_with_a_time_is_found_with_the_words_that_say_when() {
        for (body, when) in [
            (
                "I'll write to you by Thursday, noon CET, even if it's only an update.",
                "by Thursday, noon CET",
            ),
            ("We will send the new lamp on 4 May.", "on 4 May"),
            ("You'll hear from me tomorrow by 5 pm.", "tomorrow by 5 pm"),
            ("Your refund will arrive within three working days.", "within three working days"),
            ("I will call you at 14:30 on Monday.", "at 14:30 on Monday"),
            ("On Monday I'll call you.", "On Monday"),
        ] {
            let found = times(body);
            assert_eq!(found, [when], "{body}");
        }
    }

    #[test]
    fn what_has_no_time_or_no_promise_is_none() {
        for body in [
            "I'll look into it.",
            "I fixed it on Monday.",
            "If it breaks on Monday, write to me.",
            "I would send it on Monday if I could.",
            "I won't write to you on Monday.",
            "I'll be honest: on Monday it failed.",
            "If you cancel today, we'll refund it.",
            "Your new password: hunter22Hunter will arrive on Friday.",
            "I'll charge 4111 1111 1111 1111 for it.",
        ] {
            assert_eq!(times(body), [""; 0], "{body}");
        }
    }
}
