//! What the rules of all families say and offer in the same way.

use crate::document::{Document, Marks};
use crate::finding::{Edit, Finding, Fix};
use crate::lang::grammar::View;
use crate::rule::SentenceCx;
use crate::snippet::{Part, Snippet};
use crate::text::Span;

/// The words as the writer wrote them, in quotation marks, on one line.
pub(crate) fn quote(cx: &SentenceCx<'_>, span: Span) -> String {
    format!("“{}”", on_one_line(whole_words(cx.text(), span).of(cx.text())))
}

/// The bytes with the word before them where they begin inside of it: "'ll try" is "I'll try".
pub(crate) fn whole_words(text: &str, span: Span) -> Span {
    let cut = span.of(text).starts_with(['\'', '’']);
    let word = text[..span.start].trim_end_matches(char::is_alphanumeric);
    if cut { Span::new(word.len(), span.end) } else { span }
}

/// The words with single blanks between them.
pub(crate) fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Adds a sentence after the one at hand, with blanks for what only the writer knows.
pub(crate) fn follow_up(finding: &mut Finding, cx: &SentenceCx<'_>, title: &str, body: &str) {
    let end = cx.view.sentence.span.end;
    let body = format!(" {}", spelled(cx, body));
    finding.fixes.push(Fix::confirm(title, vec![Edit::snippet(Span::at(end), snippet(&body))]));
}

/// Puts another sentence in the place of the one at hand.
pub(crate) fn replace_sentence(
    finding: &mut Finding,
    cx: &SentenceCx<'_>,
    title: &str,
    body: &str,
) {
    let span = cx.view.sentence.span;
    let edit = Edit::snippet(span, snippet(&spelled(cx, body)));
    finding.fixes.push(Fix::confirm(title, vec![edit]));
}

/// The number as one writes it in a sentence.
pub(crate) fn number(count: usize) -> String {
    let small = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let word = count.checked_sub(2).and_then(|at| small.get(at));
    word.map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

/// How often something is: "twice", "three times".
pub(crate) fn times(count: usize) -> String {
    match count {
        2 => "twice".to_owned(),
        _ => format!("{} times", number(count)),
    }
}

/// A snippet of this program's own wording.
pub(crate) fn snippet(body: &str) -> Snippet {
    Snippet::parse(body).unwrap_or_else(|_| Snippet::new(vec![Part::Text(body.to_owned())]))
}

/// The wording with the writer's own apostrophes.
fn spelled(cx: &SentenceCx<'_>, body: &str) -> String {
    body.replace('\'', &cx.facts.style.apostrophe().to_string())
}

/// The bytes of the words `words` of a sentence; where it begins for none.
pub(crate) fn span_of(view: &View<'_>, words: std::ops::Range<usize>) -> Span {
    match (view.words.get(words.start), view.words.get(words.end.wrapping_sub(1))) {
        (Some(first), Some(last)) if words.start < words.end => {
            Span::new(first.span().start, last.span().end)
        }
        _ => Span::at(view.sentence.span.start),
    }
}

/// The stretch between two commas, dashes or colons in which the words stand.
pub(crate) fn stretch(cx: &SentenceCx<'_>, words: std::ops::Range<usize>) -> Span {
    const ENDS: Marks = Marks::COMMA.with(Marks::BREAK);
    let view = &cx.view;
    let start = (1..=words.start).rev().find(|&at| view.marked(at, ENDS)).unwrap_or(0);
    let end = (words.end..view.len()).find(|&at| view.marked(at, ENDS)).unwrap_or(view.len());
    cx.span(start..end)
}

/// This program's own wording with the apostrophes of the draft.
pub(crate) fn spelled_as(document: &Document<'_>, body: &str) -> String {
    if document.is_curly { body.replace('\'', "’") } else { body.to_owned() }
}

/// The span with the blanks behind it on its line: what is taken out with a remark, so that no gap stays.
pub(crate) fn with_blanks(text: &str, span: Span) -> Span {
    let rest = &text[span.end..];
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    Span::new(span.start, span.end + blanks)
}
