//! `textDocument/completion`: greetings and farewells.

use aplomb_core::Gate;
use aplomb_core::snippet::Snippet;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionParams, CompletionResponse,
    CompletionTextEdit, Documentation, InsertTextFormat,
};

use crate::client_facts::ClientFacts;
use crate::offers::{self, Offer};
use crate::proto;
use crate::session::Shared;
use crate::snapshot::Snapshot;

/// The sign that asks for a completion as it is typed. A letter would open the menu in every word.
pub(crate) const TRIGGER: &str = ";";

pub(crate) async fn answer(
    shared: &Shared,
    params: CompletionParams,
) -> Result<Option<CompletionResponse>> {
    let at = params.text_document_position;
    let Some((snapshot, client)) = shared.snapshot(&at.text_document.uri) else { return Ok(None) };
    let analysis = snapshot.checked().await?;
    let offset = proto::offset(&snapshot.text, client.encoding, at.position);
    let offers = match analysis.gate {
        Gate::Reply => offers::at(&snapshot, &analysis.text, offset),
        Gate::Closed(_) => Vec::new(),
    };
    let items =
        offers.into_iter().enumerate().map(|(rank, offer)| item(&snapshot, &client, rank, offer));
    // What fits changes with each letter typed and each line, so the client asks again.
    Ok(Some(CompletionResponse::List(CompletionList { is_incomplete: true, items: items.collect() })))
}

fn item(snapshot: &Snapshot, client: &ClientFacts, rank: usize, offer: Offer) -> CompletionItem {
    let (format, text) = if client.snippets {
        (InsertTextFormat::SNIPPET, offer.snippet.lsp())
    } else {
        (InsertTextFormat::PLAIN_TEXT, one_line(&offer.snippet))
    };
    let edit = proto::text_edit(&snapshot.text, client.encoding, offer.replace, text);
    CompletionItem {
        label: offer.label,
        kind: Some(CompletionItemKind::SNIPPET),
        detail: Some(offer.detail),
        documentation: Some(Documentation::MarkupContent(proto::markup(
            client.completion_markdown,
            offer.documentation,
        ))),
        preselect: offer.preselect.then_some(true),
        sort_text: Some(format!("{rank:04}")),
        filter_text: Some(offer.filter),
        insert_text_format: Some(format),
        text_edit: Some(CompletionTextEdit::Edit(edit)),
        ..CompletionItem::default()
    }
}

/// The words on one line: some clients without tab stops cannot insert a line break.
fn one_line(snippet: &Snippet) -> String {
    let plain = snippet.plain();
    plain.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use aplomb_core::snippet::Part;

    #[test]
    fn without_tab_stops_the_words_stand_on_one_line() {
        let snippet = Snippet::new(vec![
            Part::Text("Best wishes,\n".to_owned()),
            Part::Blank(1, "your name".to_owned()),
            Part::Text("\n".to_owned()),
            Part::End,
        ]);
        assert_eq!(one_line(&snippet), "Best wishes, [[fill: your name]]");
    }
}
