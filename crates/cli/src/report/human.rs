//! A report for people: the words underlined in their line, and what can be done.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use aplomb_core::{Finding, Fix, LineIndex, Report, Severity, Span, apply};

use crate::terminal::{clean, one_line};

/// A fix that changes more than so many characters is shown by its title only.
const LONGEST_FIX: usize = 200;
/// So many other places are shown with a finding: the renderer goes through all lines for each, and nobody
/// reads more.
const MOST_RELATED: usize = 100;

/// So much of a line is handed over on either side of what is shown, in bytes: more than any terminal has room for.
const LONGEST_SIDE: usize = 2_000;

/// These findings of a report on `text`, with colours.
pub(crate) fn human(
    path: &str,
    text: &str,
    report: &Report,
    shown: &[&Finding],
    verbose: bool,
) -> String {
    let masked = masked(text, report);
    let text = masked.as_str();
    let renderer = Renderer::styled();
    let index = LineIndex::new(text);
    let path = one_line(path);
    let mut out = String::new();
    for finding in shown {
        let group = group(&path, text, &index, finding, &report.secrets, verbose);
        out.push_str(&renderer.render(&[group]));
        out.push_str("\n\n");
    }
    out
}

fn group<'g>(
    path: &'g str,
    text: &'g str,
    index: &LineIndex,
    finding: &'g Finding,
    secrets: &[Span],
    verbose: bool,
) -> Group<'g> {
    // Only the lines that are shown are handed over, and of a very long one the words around: each finding costs
    // its own length, not the text's.
    let related = &finding.related[..finding.related.len().min(MOST_RELATED)];
    let shown = related.iter().fold(finding.span, |shown, related| shown.cover(related.span));
    let first = index.line_of(shown.start);
    let start = index.start_of(first).unwrap_or(0);
    let end = index.start_of(index.line_of(shown.end) + 1).unwrap_or(text.len());
    let mut from = shown.start.saturating_sub(LONGEST_SIDE).max(start);
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    let mut to = (shown.end + LONGEST_SIDE).min(end);
    while !text.is_char_boundary(to) {
        to += 1;
    }
    let place = |span: Span| span.start - from..span.end - from;
    let mut snippet = Snippet::source(one_kind_of_line_end(&text[from..to]))
        .line_start(first + 1)
        .path((from == start).then_some(path))
        .annotation(AnnotationKind::Primary.span(place(finding.span)));
    // The renderer counts columns in what it is handed.
    let origin = (from > start).then(|| {
        let (line, column) = index.line_column(text, finding.span.start);
        Origin::path(path).line(line).char_column(column)
    });
    for related in related {
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
            .elements(origin)
            .element(snippet);
    let more = finding.related.len() - related.len();
    if more > 0 {
        group =
            group.element(Level::NOTE.message(format!("{more} more such places are not shown")));
    }
    if !finding.help.is_empty() {
        group = group.element(Level::HELP.message(clean(&finding.help)));
    }
    for fix in &finding.fixes {
        // What such a fix puts in has the secret again, but for the one that takes it out.
        let title_only = !finding.is_secret() && replaces_any(fix, secrets);
        let told = if title_only { fix.title.clone() } else { describe(fix, text) };
        group = group.element(Level::HELP.with_name("fix").message(clean(&told)));
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

/// The text with stars over what must not be repeated, for a report ends up in the logs of a build: all of it,
/// for what is shown may stand in the line of what is not. Each byte keeps its place.
fn masked(text: &str, report: &Report) -> String {
    let leads = report.findings.iter().filter(|finding| finding.is_secret());
    let leads = leads.flat_map(|finding| finding.related.iter().map(|related| related.span));
    let mut spans: Vec<Span> = leads.chain(report.secrets.iter().copied()).collect();
    spans.sort_unstable();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for span in spans.into_iter().filter(|span| !span.is_empty()) {
        let from = span.start.max(at);
        let to = span.end.max(from);
        out.push_str(&text[at..from]);
        for c in text[from..to].chars() {
            match c.is_whitespace() {
                true => out.push(c),
                false => out.extend(std::iter::repeat_n('*', c.len_utf8())),
            }
        }
        at = to;
    }
    out.push_str(&text[at..]);
    out
}

/// Whether the fix puts something in the place of a secret.
fn replaces_any(fix: &Fix, secrets: &[Span]) -> bool {
    fix.edits.iter().any(|edit| {
        let until = secrets.partition_point(|secret| secret.start < edit.span.end);
        secrets[..until].last().is_some_and(|secret| secret.overlaps(edit.span))
    })
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

#[cfg(test)]
mod tests {
    use super::*;
    use aplomb_core::{Catalog, Input, Profile, check};

    #[test]
    fn a_finding_far_in_a_line_is_shown_with_its_own_place_and_the_words_around_only() {
        let ahead = "The naïve plan is fine. ".repeat(1_000);
        let text = format!("Hi Jo,\n\n{ahead}It should work now.{}\n", " Fine.".repeat(1_000));
        let report = check(&text, &Input::default(), &Catalog::builtin());
        let found = |it: &&Finding| it.code == "certainty-should";
        let shown: Vec<&Finding> = report.findings.iter().filter(found).collect();
        let told = human("a.md", &text, &report, &shown, false);
        let told = anstream::adapter::strip_str(&told).to_string();
        let column = ahead.chars().count() + "It ".len() + 1;
        assert!(told.contains(&format!("--> a.md:3:{column}\n")), "{told}");
        assert!(told.contains("It should work now. Fine."), "{told}");
        assert!(told.len() < 2_000, "{told}");
    }

    #[test]
    fn of_many_places_the_first_are_shown_and_the_others_counted() {
        const OFTEN: usize = 1_000;
        let text = format!("Hi Maria,\n\n{}", "It is done, Maria.\n".repeat(OFTEN));
        let mut input = Input::default();
        input.settings.profile = Profile::Coach;
        let report = check(&text, &input, &Catalog::builtin());
        let many = report.findings.iter().find(|finding| finding.related.len() > MOST_RELATED);
        let many = many.expect("a name that is said again and again");
        let shown = human("a.md", &text, &report, &[many], false);
        assert!(shown.lines().count() < OFTEN, "{shown}");
        let more = many.related.len() - MOST_RELATED;
        assert!(shown.contains(&format!("{more} more such places")), "{shown}");
    }
}
