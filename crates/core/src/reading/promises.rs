//! What a reply promises and by when, for whoever wants to know what is due.

use std::ops::Range;

use super::moves;
use crate::document::Marks;
use crate::draft::{Draft, RegionKind};
use crate::lang::class::Class;
use crate::lang::grammar::View;
use crate::rules::when;
use crate::text::Span;

/// Something that the writer says they will do, with a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    /// The sentence.
    pub span: Span,
    /// The words that say when: "by Thursday, noon CET".
    pub when: Span,
}

/// The promises of the reply, in their order. A promise without a time is none: nobody can wait for it.
#[must_use]
pub fn promises(draft: &Draft<'_>) -> Vec<Promise> {
    let sentences = draft.document.sentences.iter().zip(&draft.sentence_regions);
    sentences
        .filter(|(_, region)| matches!(region, RegionKind::Body | RegionKind::Farewell))
        .filter_map(|(sentence, _)| {
            let view = View::new(&draft.document, sentence, &draft.language.lexicon);
            let told = moves::promises(&view) || awaited(&view);
            let words = told.then(|| time(&view)).flatten()?;
            let when = Span::new(
                view.words[words.start].span().start,
                view.words[words.end - 1].span().end,
            );
            Some(Promise { span: sentence.span, when })
        })
        .collect()
}

/// Whether the reader is told what will come: "you'll hear from me", "your refund will arrive".
fn awaited(view: &View<'_>) -> bool {
    (1..view.len()).any(|at| {
        let will = view.is(at, Class::Will) && !view.known(at).eq_ignore_ascii_case("would");
        let reader = (0..at).any(|it| {
            view.is(it, Class::You) && it + 1 == at || view.is(it, Class::ReaderPossessive)
        });
        will && reader
    })
}

/// The longest run of words that say when.
fn time(view: &View<'_>) -> Option<Range<usize>> {
    if !when::is_named(view, &(0..0)) {
        return None;
    }
    let mut best: Option<Range<usize>> = None;
    let mut at = 0;
    while at < view.len() {
        let start = at;
        while at < view.len() && (at == start || joins(view, at)) && belongs(view, at) {
            at += 1;
        }
        let end = trimmed(view, start..at);
        // A run of "the" and "at" alone says no time.
        let core = (start..end).any(|it| is_core(view, it));
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
    is_core(view, at) || is_zone(view, at) || BETWEEN.contains(&word.as_str())
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
        || view.marked(at, Marks::DIGIT) && !view.marked(at, Marks::ADDRESS.with(Marks::IDENTIFIER))
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
    use crate::catalog::Catalog;
    use crate::input::Input;

    fn times(body: &str) -> Vec<String> {
        let catalog = Catalog::builtin();
        let text = format!("Hi Jo,\n\n{body}\n\nBest wishes,\nAna\n");
        let draft = Draft::read(&text, &Input::default(), &catalog);
        promises(&draft).iter().map(|it| it.when.of(&text).to_owned()).collect()
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
        ] {
            assert_eq!(times(body), [""; 0], "{body}");
        }
    }
}
