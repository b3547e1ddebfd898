//! `textDocument/completion`: greetings and farewells.

use aplomb_core::Gate;
use aplomb_core::snippet::{Offer, offers};
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionParams, CompletionResponse,
    CompletionTextEdit, Documentation, InsertTextFormat,
};

use crate::client_facts::ClientFacts;
use crate::proto;
use crate::session::Shared;
use crate::snapshot::{Analysis, Snapshot};

/// The sign that asks for a completion as it is typed. A letter would open the menu in every word.
const TRIGGER: &str = ";";

/// All signs that ask, those in files of our own included: a value begins with a quotation mark there, and a
/// table with a bracket.
pub(crate) const TRIGGERS: [&str; 3] = [TRIGGER, "\"", "["];

pub(crate) async fn answer(
    shared: &Shared,
    params: CompletionParams,
) -> Result<Option<CompletionResponse>> {
    let at = params.text_document_position;
    if let Some(list) =
        shared.with_own_file(&at.text_document.uri, |page| page.completion(at.position))
    {
        return Ok(Some(CompletionResponse::List(list)));
    }
    // In a draft the other signs are what they are.
    let asked_by = params.context.and_then(|context| context.trigger_character);
    if asked_by.is_some_and(|sign| sign != TRIGGER) {
        return Ok(None);
    }
    let Some((snapshot, client)) = shared.snapshot(&at.text_document.uri) else { return Ok(None) };
    let analysis = snapshot.checked().await?;
    let offset = proto::offset(&snapshot.text, client.encoding, at.position);
    let items = if analysis.gate == Gate::Reply {
        snapshot.work(move |snapshot, analysis| items(snapshot, analysis, &client, offset)).await?
    } else {
        Vec::new()
    };
    // What fits changes with each letter typed and each line, so the client asks again.
    Ok(Some(CompletionResponse::List(CompletionList { is_incomplete: true, items })))
}

fn items(
    snapshot: &Snapshot,
    analysis: &Analysis,
    client: &ClientFacts,
    offset: usize,
) -> Vec<CompletionItem> {
    let input = snapshot.facts.input(analysis.stage, &analysis.text);
    let draft = snapshot.draft(&analysis.text);
    offers(&draft, offset, snapshot.catalog(), &input)
        .into_iter()
        .enumerate()
        .map(|(rank, offer)| item(snapshot, client, rank, offer))
        .collect()
}

fn item(snapshot: &Snapshot, client: &ClientFacts, rank: usize, offer: Offer) -> CompletionItem {
    let (format, text) = match client.dialect {
        Some(dialect) => (InsertTextFormat::SNIPPET, dialect.write(&offer.snippet)),
        None => (InsertTextFormat::PLAIN_TEXT, offer.snippet.plain_line()),
    };
    let edit = proto::text_edit(&snapshot.text, client.encoding, offer.replace, text);
    CompletionItem {
        label: offer.label,
        kind: Some(CompletionItemKind::SNIPPET),
        detail: Some(offer.detail),
        // As plain text, which all take, for in Markdown its lines would run together.
        documentation: Some(Documentation::String(offer.documentation)),
        sort_text: Some(format!("{rank:04}")),
        filter_text: Some(offer.filter).filter(|filter| !filter.is_empty()),
        insert_text_format: Some(format),
        text_edit: Some(CompletionTextEdit::Edit(edit)),
        ..CompletionItem::default()
    }
}
