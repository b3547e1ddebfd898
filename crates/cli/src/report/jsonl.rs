//! JSON lines: one object a finding, a contract that only grows.

use std::borrow::Cow;

use aplomb_core::{Applicability, Finding, LineIndex};
use serde::Serialize;

/// A finding. Offsets are in bytes of UTF-8, `line` and `column` count from 1, columns in code points.
#[derive(Serialize)]
struct Row<'f> {
    path: &'f str,
    code: &'f str,
    family: &'f str,
    severity: &'f str,
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    message: &'f str,
    help: &'f str,
    related: Vec<RelatedRow<'f>>,
    also: Vec<&'f str>,
    fixes: Vec<FixRow<'f>>,
}

#[derive(Serialize)]
struct RelatedRow<'f> {
    start: usize,
    end: usize,
    message: &'f str,
}

#[derive(Serialize)]
struct FixRow<'f> {
    title: &'f str,
    applicability: &'static str,
    edits: Vec<EditRow<'f>>,
}

#[derive(Serialize)]
struct EditRow<'f> {
    start: usize,
    end: usize,
    text: Cow<'f, str>,
}

/// The findings in `text` as JSON lines.
pub(crate) fn jsonl<'f>(
    path: &str,
    text: &str,
    findings: impl IntoIterator<Item = &'f Finding>,
) -> String {
    let index = LineIndex::new(text);
    let mut out = Vec::new();
    for finding in findings {
        let (line, column) = index.line_column(text, finding.span.start);
        serde_json::to_writer(&mut out, &Row::new(path, line, column, finding))
            .expect("strings and numbers can be written to memory");
        out.push(b'\n');
    }
    String::from_utf8(out).expect("JSON is UTF-8")
}

impl<'f> Row<'f> {
    fn new(path: &'f str, line: usize, column: usize, finding: &'f Finding) -> Self {
        let related = finding.related.iter().map(|related| RelatedRow {
            start: related.span.start,
            end: related.span.end,
            message: &related.message,
        });
        let fixes = finding.fixes.iter().map(|fix| FixRow {
            title: &fix.title,
            applicability: Applicability::as_str(fix.applicability),
            edits: fix
                .edits
                .iter()
                .map(|edit| EditRow {
                    start: edit.span.start,
                    end: edit.span.end,
                    text: edit.insert.plain(),
                })
                .collect(),
        });
        Self {
            path,
            code: &finding.code,
            family: finding.family.as_str(),
            severity: finding.severity.as_str(),
            start: finding.span.start,
            end: finding.span.end,
            line,
            column,
            message: &finding.message,
            help: &finding.help,
            related: related.collect(),
            also: finding.also.iter().map(AsRef::as_ref).collect(),
            fixes: fixes.collect(),
        }
    }
}
