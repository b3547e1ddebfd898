//! `textDocument/hover`: what a finding means, why it matters and what to write instead.

use aplomb_core::{Finding, RuleMeta, Span};
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{Hover, HoverContents, HoverParams};

use crate::client_facts::ClientFacts;
use crate::markdown::escape;
use crate::proto;
use crate::session::Shared;
use crate::snapshot::{Analysis, Snapshot};

pub(crate) async fn answer(shared: &Shared, params: HoverParams) -> Result<Option<Hover>> {
    let at = params.text_document_position_params;
    let Some((snapshot, client)) = shared.snapshot(&at.text_document.uri) else { return Ok(None) };
    let analysis = snapshot.checked().await?;
    let offset = proto::offset(&snapshot.text, client.encoding, at.position);
    Ok(hover(&snapshot, analysis, &client, offset))
}

fn hover(
    snapshot: &Snapshot,
    analysis: &Analysis,
    client: &ClientFacts,
    offset: usize,
) -> Option<Hover> {
    let here = findings_at(analysis, Span::at(offset));
    let first = here.first()?;
    let catalog = snapshot.engine.catalog();
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

fn text(finding: &Finding, rule: Option<&RuleMeta>, client: &ClientFacts) -> String {
    let markdown = client.hover_markdown;
    let message = if markdown { escape(&finding.message) } else { finding.message.clone() };
    let code = if markdown { format!("`{}`", finding.code) } else { format!("({})", finding.code) };
    let mut parts = vec![format!("{message} {code}")];
    let why = rule.map(|rule| rule.section("Why")).unwrap_or_default();
    for part in [finding.help.as_str(), why.as_str()] {
        if !part.is_empty() {
            parts.push(if markdown { escape(part) } else { part.to_owned() });
        }
    }
    if !finding.fixes.is_empty() {
        let titles = finding.fixes.iter().map(|fix| match markdown {
            true => format!("- {}", escape(&fix.title)),
            false => format!("- {}", fix.title),
        });
        parts.push(titles.collect::<Vec<_>>().join("\n"));
    }
    if !finding.notes.is_empty() {
        let notes = finding.notes.join("; ");
        parts.push(if markdown { format!("*{}*", escape(&notes)) } else { notes });
    }
    parts.join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use aplomb_core::{Catalog, Fix};

    fn finding(catalog: &Catalog) -> Finding {
        let rule = catalog.rule("certainty-should").unwrap();
        let mut finding = rule.finding(Span::new(0, 6), "“should_be” leaves them wondering.");
        finding.help = "Look first, then say “is”.".to_owned();
        finding.notes = vec!["the fact is the product's".to_owned()];
        finding.fixes = vec![Fix::confirm("I checked: “is *now*”", Vec::new())];
        finding
    }

    #[test]
    fn a_hover_says_what_why_and_what_to_do() {
        let catalog = Catalog::builtin();
        let finding = finding(&catalog);
        let client = ClientFacts { hover_markdown: true, ..ClientFacts::default() };
        let markdown = text(&finding, catalog.rule(&finding.code), &client);
        assert!(markdown.starts_with(r"“should\_be” leaves them wondering. `certainty-should`"));
        for part in ["Look first", "Certainty is earned", r"- I checked: “is \*now\*”", "*the fact"]
        {
            assert!(markdown.contains(part), "{part}: {markdown}");
        }
        let plain = text(&finding, None, &ClientFacts::default());
        assert!(plain.starts_with("“should_be” leaves them wondering. (certainty-should)\n\nLook"));
        assert!(!plain.contains('\\') && !plain.contains('`'), "{plain}");
    }

    #[test]
    fn a_cursor_at_either_end_is_on_the_words() {
        let span = Span::new(3, 6);
        assert!([3, 4, 6].into_iter().all(|at| touches(span, Span::at(at))));
        assert!(![2, 7].into_iter().any(|at| touches(span, Span::at(at))));
        assert!(touches(Span::at(3), Span::at(3)));
    }
}
