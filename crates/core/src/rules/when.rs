//! Whether a sentence says when.

use std::ops::Range;

use crate::document::Marks;
use crate::lang::class::Class;
use crate::lang::grammar::View;

/// Whether a month is named: "may" and "march" are other words, unless their capital says what they are.
pub(crate) fn is_month(view: &View<'_>, at: usize) -> bool {
    let plain = !matches!(view.known(at), "may" | "march");
    view.is(at, Class::Month) && (plain || at > 0 && view.marked(at, Marks::CAPITAL))
}

/// Whether a day, an hour or a count of hours is named outside of the words `but`.
pub(crate) fn is_named(view: &View<'_>, but: &Range<usize>) -> bool {
    (0..view.len()).filter(|at| !but.contains(at)).any(|at| {
        let word = view.known(at).to_lowercase();
        let day = view.is(at, Class::Weekday)
            || is_month(view, at)
            || matches!(word.as_str(), "today" | "tomorrow" | "tonight" | "noon" | "midnight");
        let counted = is_number(view, at)
            && (view.is(at + 1, Class::TimeNoun)
                || matches!(view.known(at + 1), "business" | "working" | "pm" | "am")
                || matches!(view.written(at + 1), "p.m" | "a.m" | "UTC" | "GMT" | "CET" | "CEST"));
        let clock = view.marked(at, Marks::DIGIT) && {
            let written = view.written(at).to_lowercase();
            let rest = &view.text[view.words[at].span().end..];
            let minutes = rest
                .strip_prefix(':')
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
            minutes || written.contains(':') || written.ends_with("am") || written.ends_with("pm")
        };
        let within = matches!(word.as_str(), "within" | "in")
            && matches!(view.known(at + 1), "an" | "a" | "the")
            && matches!(view.known(at + 2), "hour" | "day" | "week" | "month" | "minute");
        let ended = word == "end" && view.known(at + 1) == "of";
        let span = word == "this"
            && matches!(view.known(at + 1), "week" | "afternoon" | "evening" | "morning" | "month");
        let next = word == "next" && view.is(at + 1, Class::TimeNoun);
        day || next || counted || clock || within || ended || span
    })
}

fn is_number(view: &View<'_>, at: usize) -> bool {
    view.marked(at, Marks::DIGIT)
        || matches!(
            view.known(at),
            "one" | "two" | "three" | "four" | "five" | "six" | "seven" | "ten" | "fourteen"
        )
}

/// Whether a trigger is named outside of the words `but`: once, when, after, if.
pub(crate) fn is_triggered(view: &View<'_>, but: &Range<usize>) -> bool {
    (0..view.len()).filter(|at| !but.contains(at)).any(|at| {
        let soon_as = view.known(at) == "as"
            && matches!(view.known(at + 1), "soon" | "quickly")
            && view.known(at + 2) == "as";
        soon_as || view.is(at, Class::Condition) || matches!(view.known(at), "after" | "upon")
    })
}

/// Whether a new clause begins between the words.
pub(crate) fn is_broken(view: &View<'_>, mut words: Range<usize>) -> bool {
    words.any(|at| {
        view.marked(at, Marks::COLON.with(Marks::DASH))
            || matches!(view.known(at), "but" | "because" | "although" | "though" | "while")
    })
}
