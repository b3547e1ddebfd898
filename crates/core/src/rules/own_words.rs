//! Words of the writer's own, compared with what a team has set down.

use std::ops::Range;

use crate::document::{BlockKind, Marks, Placed, Word};
use crate::draft::RegionKind;
use crate::lang::grammar::View;
use crate::lang::lexicon::fold;
use crate::rule::ReplyCx;
use crate::text::Span;

/// The regions in which a team's words are looked for.
pub(crate) const REGIONS: [RegionKind; 3] =
    [RegionKind::Salutation, RegionKind::Body, RegionKind::Farewell];

/// What is not the writer's wording: code, addresses, handles, placeholders, quotations.
const NOT_WORDING: Marks = Marks::OPAQUE
    .with(Marks::CODE)
    .with(Marks::ADDRESS)
    .with(Marks::PLACEHOLDER)
    .with(Marks::HANDLE)
    .with(Marks::QUOTED)
    .with(Marks::MARKED);

/// A phrase to look for, its words in lower case.
pub(crate) struct Needle(Vec<String>);

impl Needle {
    /// The words of a phrase; `None` for one without.
    pub(crate) fn new(phrase: &str) -> Option<Self> {
        let words: Vec<_> = phrase.split_whitespace().map(fold).collect();
        (!words.is_empty()).then_some(Self(words))
    }

    /// Where the phrase stands from the word `at` on, and whether its last word is in the plural.
    pub(crate) fn at(&self, view: &View<'_>, at: usize) -> Option<(Range<usize>, bool)> {
        let end = at + self.0.len();
        let words = view.words.get(at..end)?;
        let mut plural = false;
        for (n, (word, wanted)) in words.iter().zip(&self.0).enumerate() {
            let inner = n > 0 && word.any(Marks::PUNCTUATION);
            if !is_wording(view, word) || inner {
                return None;
            }
            let written = fold(word.span().of(view.text));
            if written != *wanted {
                let last = n + 1 == self.0.len();
                if !last || !is_plural(&written, wanted) {
                    return None;
                }
                plural = true;
            }
        }
        Some((at..end, plural))
    }
}

/// Whether the word is the writer's wording, and not part of a file name or an address.
pub(crate) fn is_wording(view: &View<'_>, word: &Word) -> bool {
    let span = word.span();
    let joined = |c: char| matches!(c, '/' | '@' | '\\' | '_' | '#' | '-' | '=');
    let before = view.text[..span.start].chars().next_back();
    let mut after = view.text[span.end..].chars();
    let next = after.next();
    // "users.csv", "wordpress/plugins".
    let file = next == Some('.') && after.next().is_some_and(char::is_alphanumeric);
    !word.any(NOT_WORDING)
        && !before.is_some_and(|c| joined(c) || c == '.')
        && !next.is_some_and(joined)
        && !file
}

fn is_plural(written: &str, singular: &str) -> bool {
    written.strip_suffix('s') == Some(singular)
        || written.strip_suffix("es") == Some(singular) && singular.ends_with(['s', 'x', 'z', 'h'])
        || written.strip_suffix("ies").is_some_and(|stem| singular.strip_suffix('y') == Some(stem))
}

/// The plural of the last word of a phrase.
pub(crate) fn plural(phrase: &str) -> String {
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
    if let Some(stem) = phrase.strip_suffix('y')
        && !stem.ends_with(vowel)
    {
        return format!("{stem}ies");
    }
    if phrase.ends_with(['s', 'x', 'z']) || phrase.ends_with("ch") || phrase.ends_with("sh") {
        return format!("{phrase}es");
    }
    format!("{phrase}s")
}

/// The sentences of the writer's own wording.
pub(crate) fn sentences<'c>(cx: &'c ReplyCx<'_>) -> impl Iterator<Item = View<'c>> {
    views(cx, cx.sentences(&REGIONS))
}

/// The same in some passages.
pub(crate) fn sentences_of<'c>(
    passages: &'c [&Placed],
    cx: &'c ReplyCx<'_>,
) -> impl Iterator<Item = View<'c>> {
    views(cx, cx.sentences_of(passages, &REGIONS))
}

fn views<'c>(
    cx: &'c ReplyCx<'_>,
    sentences: impl Iterator<Item = usize>,
) -> impl Iterator<Item = View<'c>> {
    sentences
        .map(|at| cx.view(at))
        .filter(|view| cx.draft.document.blocks[view.sentence.block].kind != BlockKind::Code)
}

/// The bytes of the words.
pub(crate) fn span(view: &View<'_>, words: Range<usize>) -> Span {
    crate::rules::wording::span_of(view, words)
}
