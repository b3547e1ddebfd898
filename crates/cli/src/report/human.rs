//! A report for people: the words underlined in their line, and what can be done.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use aplomb_core::{Finding, Fix, LineIndex, Severity, Span, apply};

use crate::terminal::clean;

/// A fix that changes more than so many characters is shown by its title only.
const LONGEST_FIX: usize = 200;

/// The findings in `text`, with colours.
pub(crate) fn human<'f>(
    path: &str,
    text: &str,
    findings: impl IntoIterator<Item = &'f Finding>,
    verbose: bool,
) -> String {
    let findings: Vec<&Finding> = findings.into_iter().collect();
    let masked = masked(text, &findings);
    let text = masked.as_str();
    let renderer = Renderer::styled();
    let index = LineIndex::new(text);
    let path = clean(path);
    let mut out = String::new();
    for finding in findings {
        out.push_str(&renderer.render(&[group(&path, text, &index, finding, verbose)]));
        out.push_str("\n\n");
    }
    out
}

fn group<'g>(
    path: &'g str,
    text: &'g str,
    index: &LineIndex,
    finding: &'g Finding,
    verbose: bool,
) -> Group<'g> {
    // Only the lines that are shown are handed over: each finding costs its own length, not the
    // text's.
    let shown =
        finding.related.iter().fold(finding.span, |shown, related| shown.cover(related.span));
    let first = index.line_of(shown.start);
    let from = index.start_of(first).unwrap_or(0);
    let to = index.start_of(index.line_of(shown.end) + 1).unwrap_or(text.len());
    let place = |span: Span| span.start - from..span.end - from;
    let mut snippet = Snippet::source(one_kind_of_line_end(&text[from..to]))
        .line_start(first + 1)
        .path(path)
        .annotation(AnnotationKind::Primary.span(place(finding.span)));
    for related in &finding.related {
        snippet = snippet.annotation(
            AnnotationKind::Context.span(place(related.span)).label(clean(&related.message)),
        );
    }
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Information => Level::INFO.with_name("information"),
        Severity::Hint => Level::NOTE.with_name("hint"),
    };
    let mut group =
        Group::with_title(level.primary_title(clean(&finding.message)).id(finding.code.as_ref()))
            .element(snippet);
    if !finding.help.is_empty() {
        group = group.element(Level::HELP.message(clean(&finding.help)));
    }
    for fix in &finding.fixes {
        group = group.element(Level::HELP.with_name("fix").message(clean(&describe(fix, text))));
    }
    if verbose {
        for remark in finding.remarks() {
            group = group.element(Level::NOTE.message(clean(&remark)));
        }
        if !finding.also.is_empty() {
            let also = format!("also: {}", finding.also.join(", "));
            group = group.element(Level::NOTE.message(also));
        }
    }
    group
}

/// The text with stars over what must not be repeated, for a report ends up in the logs of a build. Each byte
/// keeps its place.
fn masked(text: &str, findings: &[&Finding]) -> String {
    let mut out = text.to_owned();
    for finding in findings.iter().filter(|finding| finding.is_secret()) {
        let related = finding.related.iter().map(|related| related.span);
        for span in related.chain([finding.span]) {
            let kept =
                |c: char| if c.is_whitespace() { c.to_string() } else { "*".repeat(c.len_utf8()) };
            let stars: String = span.of(text).chars().map(kept).collect();
            out.replace_range(span.start..span.end, &stars);
        }
    }
    out
}

/// The renderer knows LF and CRLF; a lone CR ends a line for us too.
fn one_kind_of_line_end(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let lone = c == '\r' && chars.peek() != Some(&'\n');
        out.push(if lone { '\n' } else { c });
    }
    out
}

/// A fix as its title and the words it gives.
fn describe(fix: &Fix, text: &str) -> String {
    let (Some(first), Some(last)) = (fix.edits.first(), fix.edits.last()) else {
        return fix.title.clone();
    };
    let span = Span::new(first.span.start, last.span.end);
    let edits: Vec<_> = fix
        .edits
        .iter()
        .cloned()
        .map(|mut edit| {
            edit.span = Span::new(edit.span.start - span.start, edit.span.end - span.start);
            edit
        })
        .collect();
    let words = apply(span.of(text), &edits);
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() || words.chars().count() > LONGEST_FIX || fix.title.contains(&words) {
        fix.title.clone()
    } else {
        format!("{}: {words}", fix.title)
    }
}
