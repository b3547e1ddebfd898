//! What the rules of tone have in common: whether words about the reader are said and meant.

use crate::clause::Context;
use crate::document::{EndMark, Marks};
use crate::lang::class::{Class, ClassSet};
use crate::lang::grammar::View;
use crate::rule::SentenceCx;

/// What may stand right before the subject of a clause that is said.
const OPENS: ClassSet = ClassSet::of(&[
    Class::Coordinator,
    Class::Subordinator,
    Class::Adverb,
    Class::Think,
    Class::Say,
    Class::Seem,
]);
/// After one of these nothing is said yet.
const SUPPOSES: ClassSet = ClassSet::of(&[Class::Condition, Class::Wh]);

/// Where the stretch without a comma begins in which the word `at` stands.
pub(super) fn stretch_start(view: &View<'_>, at: usize) -> usize {
    const ENDS: Marks = Marks::COMMA.with(Marks::BREAK);
    (1..=at.min(view.len().saturating_sub(1))).rev().find(|&n| view.marked(n, ENDS)).unwrap_or(0)
}

/// Whether the clause whose subject is the word `at` is said by the writer: it is neither asked, nor
/// supposed, nor told as the reader's own words, and does not only say more about a noun.
pub(super) fn is_said(cx: &SentenceCx<'_>, at: usize) -> bool {
    let view = &cx.view;
    if cx.asks(at) {
        return false;
    }
    let start = stretch_start(view, at);
    let before = start..at;
    let supposed = before.clone().any(|n| {
        view.is_any(n, SUPPOSES) && !(view.known(n) == "which" && n == start && n > 0)
            || view.known(n) == "case"
    });
    let reported = before.clone().any(|n| {
        let theirs = view.is(n, Class::You) || view.is(n, Class::ReaderPossessive);
        theirs && (n + 1..(n + 4).min(at)).any(|n| view.is(n, Class::Say))
    });
    if supposed || reported {
        return false;
    }
    if at == start {
        return true;
    }
    let opens = |n: usize| {
        view.is_any(n, OPENS)
            || matches!(view.known(n), "like" | "presume" | "afraid" | "which" | "assume")
    };
    match view.known(at - 1) {
        // "the file that you forgot" only says which file.
        "that" => at < 2 + start || opens(at - 2) || view.is(at - 2, Class::Be),
        // "I'm sure you're on the wrong floor", not "make sure you're".
        "sure" | "certain" => at >= start + 2 && view.is(at - 2, Class::Be),
        _ => opens(at - 1),
    }
}

/// Whether a way out or a reason is given after the word `from` of the sentence, or a way out in so many
/// sentences before and after.
pub(super) fn leads_on(cx: &SentenceCx<'_>, from: usize, before: isize, after: isize) -> bool {
    // "so I am closing this": that leads nowhere.
    if closes_talk(&cx.view, from) {
        return false;
    }
    if says_way(&cx.view, from, true) || cx.context().says(Context::LINK) {
        return true;
    }
    let around = (-before..=after).filter(|&by| by != 0);
    around.filter_map(|by| cx.neighbour(by)).any(|view| offers(cx, &view))
}

/// Whether one of the two next sentences gives a way out, and not only an address.
pub(super) fn offers_next(cx: &SentenceCx<'_>) -> bool {
    (1..=2).filter_map(|by| cx.neighbour(by)).any(|view| {
        let bare = (0..view.len()).all(|at| view.marked(at, Marks::ADDRESS));
        !bare && offers(cx, &view)
    })
}

/// Whether the sentence gives a way out.
fn offers(cx: &SentenceCx<'_>, view: &View<'_>) -> bool {
    const WAY: Context = Context::LINK.with(Context::INSTRUCTION).with(Context::OWN_ACTION);
    !is_stock(view)
        && (view.sentence.end == EndMark::Question
            || cx.context_of(view).says_any(WAY)
            || says_way(view, 0, false))
}

/// Whether the sentence only closes a mail: "Let me know if you have any questions."
fn is_stock(view: &View<'_>) -> bool {
    const STOCK: [&str; 12] = [
        "questions",
        "hesitate",
        "anything",
        "patience",
        "understanding",
        "sorry",
        "apologise",
        "apologize",
        "apologies",
        "inconvenience",
        "regards",
        "wishes",
    ];
    (0..view.len()).any(|n| STOCK.contains(&view.known(n).to_lowercase().as_str()))
}

/// Whether the words from `from` on name a way out; with `reasons`, also whether they give a reason.
fn says_way(view: &View<'_>, from: usize, reasons: bool) -> bool {
    const WAYS: [&str; 26] = [
        "here",
        "another",
        "alternative",
        "alternatively",
        "alternatives",
        "meanwhile",
        "workaround",
        "otherwise",
        "however",
        "try",
        "recommend",
        "suggest",
        "option",
        "options",
        "instead",
        "refund",
        "replacement",
        "credit",
        "offer",
        "unless",
        "until",
        "but",
        "please",
        "may",
        "might",
        "let",
    ];
    const REASONS: [&str; 12] = [
        "because", "since", "due", "as", "so", "if", "once", "when", "while", "reason", "though",
        "although",
    ];
    const ABLE: ClassSet = ClassSet::of(&[Class::Can, Class::Could, Class::Weekday]);
    const WILL: ClassSet = ClassSet::of(&[Class::Will]);
    (from..view.len()).any(|n| {
        let negated = view.is(n + 1, Class::Negation) || view.is(n, Class::Negation);
        let ours = n > 0 && view.is_any(n - 1, ClassSet::of(&[Class::I, Class::We, Class::You]));
        let word = view.known(n).to_lowercase();
        (view.is_any(n, ABLE) || ours && view.is_any(n, WILL)) && !negated
            || WAYS.contains(&word.as_str())
            || reasons && REASONS.contains(&word.as_str())
    })
}

/// "so I'm closing this", "and I am going to close it".
fn closes_talk(view: &View<'_>, from: usize) -> bool {
    (from..view.len()).any(|n| {
        let closes = matches!(view.known(n), "close" | "closing");
        closes
            && (n.saturating_sub(4)..n)
                .any(|before| view.is_any(before, ClassSet::of(&[Class::I, Class::We])))
    })
}
