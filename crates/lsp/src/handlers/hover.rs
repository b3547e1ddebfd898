//! `textDocument/hover`: what to write instead of what is marked, and why.

use aplomb_core::{Finding, Gate, RuleMeta, Span, Stage, Subject, subject};
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{Hover, HoverContents, HoverParams};

use crate::client_facts::ClientFacts;
use crate::handlers::code_action::is_action;
use crate::markdown::escape;
use crate::proto;
use crate::session::Shared;
use crate::snapshot::{Analysis, Snapshot};

pub(crate) async fn answer(shared: &Shared, params: HoverParams) -> Result<Option<Hover>> {
    let at = params.text_document_position_params;
    if let Some(hover) = shared.with_own_file(&at.text_document.uri, |page| page.hover(at.position))
    {
        return Ok(hover);
    }
    let Some((snapshot, client)) = shared.snapshot(&at.text_document.uri) else { return Ok(None) };
    let hover = snapshot.work(move |snapshot, analysis| {
        let offset = proto::offset(&snapshot.text, client.encoding, at.position);
        let on_finding = hover(snapshot, analysis, &client, offset);
        on_finding.or_else(|| on_subject(snapshot, analysis, &client, offset))
    });
    hover.await
}

/// What can be told of a name or of a question of the customer's.
fn on_subject(
    snapshot: &Snapshot,
    analysis: &Analysis,
    client: &ClientFacts,
    offset: usize,
) -> Option<Hover> {
    if analysis.gate != Gate::Reply {
        return None;
    }
    let input = snapshot.facts.input(Stage::Finished, &analysis.text);
    let draft = snapshot.draft(&analysis.text);
    let shown = |words: &str| if client.hover_markdown { escape(words) } else { words.to_owned() };
    let line = |at| proto::position(&snapshot.text, client.encoding, at).line + 1;
    let (span, told) =
        match subject(&draft, &input, snapshot.catalog(), &analysis.findings, offset)? {
            Subject::Customer { span, found: Some(found) } => {
                let (name, place) = (shown(&found.name.full), found.source.describe());
                (span, format!("**{name}**: known from {place}, line {}.", line(found.span.start)))
            }
            Subject::Customer { span, found: None } => {
                let told = "This name stands nowhere in the thread, as far as Aplomb sees.";
                (span, told.to_owned())
            }
            Subject::Question { span, open: true, .. } => {
                let told = "They ask this, and your reply passes it over, as far as Aplomb sees.";
                (span, told.to_owned())
            }
            Subject::Question { span, answer: Some(answer), .. } => {
                let line = line(answer.start);
                (span, format!("They ask this. Your reply speaks to it in line {line}."))
            }
            Subject::Question { span, .. } => {
                (span, "They ask this. Nothing shows that your reply passes it over.".to_owned())
            }
        };
    let told = if client.hover_markdown { told } else { told.replace("**", "") };
    Some(Hover {
        contents: HoverContents::Markup(proto::markup(client.hover_markdown, told)),
        range: Some(proto::range(&snapshot.text, client.encoding, span)),
    })
}

fn hover(
    snapshot: &Snapshot,
    analysis: &Analysis,
    client: &ClientFacts,
    offset: usize,
) -> Option<Hover> {
    let here = findings_at(analysis, Span::at(offset));
    let first = here.first()?;
    let catalog = snapshot.catalog();
    let texts: Vec<String> =
        here.iter().map(|finding| text(finding, catalog.rule(&finding.code), client)).collect();
    let separator = if client.hover_markdown { "\n\n---\n\n" } else { "\n\n" };
    let contents = proto::markup(client.hover_markdown, texts.join(separator));
    Some(Hover {
        contents: HoverContents::Markup(contents),
        range: Some(proto::range(&snapshot.text, client.encoding, first.span)),
    })
}

/// The shown findings at a place: what is about exactly these words first, then by severity.
pub(crate) fn findings_at(analysis: &Analysis, place: Span) -> Vec<&Finding> {
    let mut here: Vec<&Finding> =
        analysis.shown().filter(|finding| touches(finding.span, place)).collect();
    here.sort_by_key(|finding| (finding.span != place, std::cmp::Reverse(finding.severity)));
    here
}

/// Whether a place is in a stretch of text or right at its end, where a cursor may stand.
fn touches(span: Span, place: Span) -> bool {
    span.start <= place.end && place.start <= span.end
}

/// The way out, then the reason. The message stands above it or beside the line already, and the fixes
/// in the editor's own menu, so neither is said again.
fn text(finding: &Finding, rule: Option<&RuleMeta>, client: &ClientFacts) -> String {
    let markdown = client.hover_markdown;
    let shown = |text: &str| if markdown { escape(text) } else { text.to_owned() };
    let why = rule.map(RuleMeta::why).unwrap_or_default();
    let mut parts = vec![shown(&finding.help), why];
    parts.retain(|part| !part.is_empty());
    if parts.is_empty() {
        parts.push(shown(&finding.message));
    }
    // An idea without words of its own is in no menu.
    let ideas = finding.fixes.iter().filter(|fix| !is_action(fix));
    let ideas: Vec<_> = ideas.map(|fix| format!("- {}", shown(&fix.title))).collect();
    if !ideas.is_empty() {
        parts.push(ideas.join("\n"));
    }
    let remarks: Vec<_> = finding.remarks().collect();
    let remarks = shown(&remarks.join(" "));
    parts.push(match (remarks.is_empty(), markdown) {
        (true, true) => format!("`{}`", finding.code),
        (true, false) => format!("({})", finding.code),
        (false, true) => format!("*{remarks}* `{}`", finding.code),
        (false, false) => format!("{remarks} ({})", finding.code),
    });
    parts.join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use aplomb_core::{Catalog, Edit, Fix};

    fn finding(catalog: &Catalog) -> Finding {
        let rule = catalog.rule("certainty-should").unwrap();
        let mut finding = rule.finding(Span::new(0, 6), "“should be” leaves them wondering.");
        finding.help = "Look first, then say “is *now*”.".into();
        finding.notes = vec!["states a fact about your product (“a_b”)".to_owned()];
        finding.fixes = vec![
            Fix::confirm("I checked", vec![Edit::delete(Span::new(0, 6))]),
            Fix::confirm("Ask a colleague", Vec::new()),
        ];
        finding
    }

    #[test]
    fn a_hover_says_the_way_out_and_why_and_not_the_message_again() {
        let catalog = Catalog::builtin();
        let finding = finding(&catalog);
        let client = ClientFacts { hover_markdown: true, ..ClientFacts::default() };
        let markdown = text(&finding, catalog.rule(&finding.code), &client);
        let parts: Vec<_> = markdown.split("\n\n").collect();
        let [way_out, why, ideas, end] = parts[..] else { panic!("{markdown}") };
        assert_eq!(way_out, r"Look first, then say “is \*now\*”.");
        assert!(why.contains("Certainty is earned") && !why.contains('\n'), "{why}");
        assert_eq!(ideas, "- Ask a colleague");
        assert_eq!(end, r"*This states a fact about your product (“a\_b”).* `certainty-should`");
        assert!(!markdown.contains("leaves them wondering"), "{markdown}");

        let plain = text(&finding, None, &ClientFacts::default());
        assert!(plain.starts_with("Look first, then say “is *now*”.\n\n- Ask"), "{plain}");
        assert!(plain.ends_with("(“a_b”). (certainty-should)"), "{plain}");
        assert!(!plain.contains('\\') && !plain.contains('`'), "{plain}");
    }

    #[test]
    fn a_finding_without_help_still_says_something() {
        let finding = Finding { help: "".into(), ..finding(&Catalog::builtin()) };
        let said = text(&finding, None, &ClientFacts::default());
        assert!(said.starts_with(&finding.message), "{said}");
    }

    #[test]
    fn a_cursor_at_either_end_is_on_the_words() {
        let span = Span::new(3, 6);
        assert!([3, 4, 6].into_iter().all(|at| touches(span, Span::at(at))));
        assert!(![2, 7].into_iter().any(|at| touches(span, Span::at(at))));
        assert!(touches(Span::at(3), Span::at(3)));
    }
}
