//! Which parts of a reply stand under which of the customer's lines.

use std::ops::Range;

use super::parts::Part;
use crate::document::LineClass;
use crate::draft::Question;
use crate::rule::ReplyCx;

/// Parts of the reply under a quote, and whether the question is the last in that quote.
pub(super) type Under = (Range<usize>, bool);

/// Between the customer's lines: for each question the parts of the reply right under it, and whether it
/// is the last of those they stand under. `None` where all of the reply stands above or below the quote.
pub(super) fn pairs(
    cx: &ReplyCx<'_>,
    questions: &[&Question],
    parts: &[Part],
) -> Option<Vec<Option<Under>>> {
    let draft = cx.draft;
    let lines = &draft.document.lines;
    let quotes = draft.quotes();
    let offset = |part: &Part| draft.document.sentences[part.sentence].span.start;
    let is_quote =
        |at: &usize| matches!(lines[*at].class, LineClass::Quote(_) | LineClass::Attribution);
    let ends: Vec<usize> = quotes
        .iter()
        .filter_map(|run| run.clone().rfind(is_quote).map(|at| lines[at].span.end))
        .collect();
    let (first, last) = (ends.first()?, lines.get(quotes.last()?.start)?.span.start);
    let between = parts.iter().any(|part| offset(part) > *first && offset(part) < last);
    if !between {
        return None;
    }
    let run_of = |question: &Question| {
        let place = draft.message.place(question.span).start;
        quotes.iter().position(|run| {
            let start = lines.get(run.start).map_or(0, |line| line.span.start);
            let end = lines.get(run.end.wrapping_sub(1)).map_or(0, |line| line.span.end);
            (start..=end).contains(&place)
        })
    };
    let runs: Vec<Option<usize>> = questions.iter().map(|question| run_of(question)).collect();
    let under = |run: usize| {
        let from = ends.get(run).copied().unwrap_or(0);
        let until = quotes
            .get(run + 1)
            .and_then(|next| lines.get(next.start))
            .map_or(usize::MAX, |line| line.span.start);
        let start = parts.partition_point(|part| offset(part) < from);
        start..parts.partition_point(|part| offset(part) < until)
    };
    let pairs = runs.iter().enumerate().map(|(number, run)| {
        let run = (*run)?;
        Some((under(run), !runs[number + 1..].contains(&Some(run))))
    });
    Some(pairs.collect())
}

/// The other questions that stand under the same quote as the one with that number.
pub(super) fn beside(pairs: &[Option<Under>], number: usize) -> impl Iterator<Item = usize> {
    let own = pairs[number].as_ref().map(|(under, _)| under);
    let same = move |other: &usize| pairs[*other].as_ref().map(|(under, _)| under) == own;
    (0..pairs.len()).filter(move |&other| other != number).filter(same)
}
