//! What all certainty rules do with a reading: lower, note, push.

use crate::clause::Clause;
use crate::finding::{Finding, Severity};
use crate::input::Profile;
use crate::rule::{SentenceCx, Sink};
use crate::sense::{Reading, Strength};
use crate::text::Span;

/// The words as the writer wrote them, in quotation marks, on one line.
pub(super) fn quote(cx: &SentenceCx<'_>, span: Span) -> String {
    let words: Vec<_> = span.of(cx.text()).split_whitespace().collect();
    format!("“{}”", words.join(" "))
}

/// Lowers the finding as far as the reading asks, says why, and hands it on.
pub(super) fn push(
    mut finding: Finding,
    reading: &Reading,
    clause: &Clause,
    cx: &SentenceCx<'_>,
    out: &mut Sink<'_>,
) {
    if reading.strength == Strength::Coach && cx.facts.profile != Profile::Coach {
        return;
    }
    finding.severity = match reading.strength {
        Strength::Full => finding.severity,
        Strength::Fair => finding.severity.min(Severity::Information),
        Strength::Faint | Strength::Coach => Severity::Hint,
    };
    finding.notes.push(reading.ownership.note());
    if !reading.because.is_empty() {
        finding.notes.push(format!("said more softly because {}", reading.because));
    }
    finding.clause = cx.span(clause.words.clone()).cover(finding.span);
    out.push(finding);
}
