//! What the rules of tone have in common: whether words about the reader are said and meant.

use crate::document::Marks;
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
        view.is_any(n, OPENS) || matches!(view.known(n), "like" | "presume" | "afraid" | "which")
    };
    match view.known(at - 1) {
        // "the file that you forgot" only says which file.
        "that" => at < 2 + start || opens(at - 2) || view.is(at - 2, Class::Be),
        _ => opens(at - 1),
    }
}
