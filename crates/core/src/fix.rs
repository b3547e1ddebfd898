//! Applying fixes.

use std::collections::BTreeMap;

use crate::catalog::Catalog;
use crate::check::check;
use crate::finding::{Applicability, Edit, Finding, Fix};
use crate::input::Input;

/// So many rounds of safe fixes at most. Each round removes its findings and adds none, so a text that
/// needs more than a few has not been seen.
const MOST_ROUNDS: usize = 16;

/// Applies edits to a text. Edits that overlap an earlier one are left out.
#[must_use]
pub fn apply<'e>(text: &str, edits: impl IntoIterator<Item = &'e Edit>) -> String {
    let mut sorted: Vec<&Edit> = edits.into_iter().collect();
    sorted.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in sorted {
        if edit.span.start < at {
            continue;
        }
        out.push_str(&text[at..edit.span.start]);
        out.push_str(&edit.insert.plain());
        at = edit.span.end;
    }
    out.push_str(&text[at..]);
    out
}

/// The safe edits of `findings`, sorted and not overlapping: what "fix all" applies in one go.
///
/// Edits that touch an earlier one wait for the next round: what it leaves may read differently.
#[must_use]
pub fn safe_edits(findings: &[Finding]) -> Vec<Edit> {
    let mut taken: BTreeMap<usize, Edit> = BTreeMap::new();
    for fix in findings.iter().filter_map(safe_fix) {
        if fix.edits.iter().all(|edit| is_free(&taken, edit)) {
            taken.extend(fix.edits.iter().map(|edit| (edit.span.start, edit.clone())));
        }
    }
    taken.into_values().collect()
}

fn safe_fix(finding: &Finding) -> Option<&Fix> {
    finding.fixes.iter().find(|fix| fix.applicability == Applicability::Safe)
}

/// Whether no edit that was taken before touches this one.
fn is_free(taken: &BTreeMap<usize, Edit>, edit: &Edit) -> bool {
    let before = taken.range(..=edit.span.start).next_back();
    let after = taken.range(edit.span.start..).next();
    before.is_none_or(|(_, before)| before.span.end < edit.span.start)
        && after.is_none_or(|(&start, _)| edit.span.end < start)
}

/// A text with all its safe fixes applied, again and again until nothing is left to fix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// The text afterwards.
    pub text: String,
    /// How many findings were mended.
    pub count: usize,
}

/// Applies all safe fixes to a text until none is left.
#[must_use]
pub fn fix_all(text: &str, input: &Input, catalog: &Catalog) -> Fixed {
    let mut fixed = Fixed { text: text.to_owned(), count: 0 };
    for _ in 0..MOST_ROUNDS {
        let report = check(&fixed.text, input, catalog);
        let edits = safe_edits(&report.findings);
        if edits.is_empty() {
            break;
        }
        let taken = |edit: &Edit| edits.binary_search_by_key(&edit.span, |edit| edit.span).is_ok();
        fixed.count += report
            .findings
            .iter()
            .filter_map(safe_fix)
            .filter(|fix| fix.edits.iter().all(taken))
            .count();
        fixed.text = apply(&fixed.text, &edits);
    }
    fixed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    #[test]
    fn edits_are_applied_in_order_and_never_twice() {
        let edits = [
            Edit::replace(Span::new(6, 11), "there"),
            Edit::replace(Span::new(0, 5), "Hi"),
            Edit::delete(Span::new(3, 8)),
        ];
        assert_eq!(apply("Hello world", &edits), "Hi there");
    }
}
