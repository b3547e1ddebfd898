//! `textDocument/completion` and `completionItem/resolve`: the words that fit where the cursor is.

use aplomb_core::Gate;
use aplomb_core::snippet::{Offer, offers, preview};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionParams, CompletionResponse,
    CompletionTextEdit, Documentation, InsertTextFormat, InsertTextMode, Position, Url,
};

use crate::client_facts::{ClientFacts, SnippetDialect};
use crate::errors;
use crate::proto;
use crate::session::Shared;
use crate::snapshot::{Analysis, Snapshot};

/// The sign that asks for a completion as it is typed. A letter would open the menu in every word.
const TRIGGER: &str = ";";

/// A line break asks too, where it begins a paragraph.
const NEW_LINE: &str = "\n";

/// So many line breaks begin one. Where Enter takes an offer, one that came sooner would be taken by whoever
/// only goes on to the next paragraph.
const BREAKS: usize = 2;

/// All signs that ask, those in files of our own included: a value begins with a quotation mark there, and a
/// table with a bracket.
pub(crate) const TRIGGERS: [&str; 4] = [TRIGGER, NEW_LINE, "\"", "["];

/// What an item carries through the client until somebody looks at it.
#[derive(Debug, Serialize, Deserialize)]
struct Data {
    uri: Url,
    snippet: String,
}

pub(crate) async fn answer(
    shared: &Shared,
    params: CompletionParams,
) -> Result<Option<CompletionResponse>> {
    let at = params.text_document_position;
    let asked_by = params.context.and_then(|context| context.trigger_character);
    let asked_by = asked_by.as_deref();
    let uri = &at.text_document.uri;
    let own = shared.with_own_file(uri, |page| {
        (asked_by != Some(NEW_LINE)).then(|| page.completion(at.position))
    });
    if let Some(list) = own {
        return Ok(list.map(CompletionResponse::List));
    }
    // In a draft the other signs are what they are.
    if asked_by.is_some_and(|sign| !matches!(sign, TRIGGER | NEW_LINE)) {
        return Ok(None);
    }
    let Some((snapshot, client)) = shared.snapshot(uri) else { return Ok(None) };
    let offset = proto::offset(&snapshot.text, client.encoding, at.position);
    if asked_by == Some(NEW_LINE) && !begins_paragraph(&snapshot, offset) {
        return Ok(None);
    }
    let analysis = snapshot.checked().await?;
    let items = if analysis.gate == Gate::Reply {
        snapshot.work(move |snapshot, analysis| items(snapshot, analysis, &client, offset)).await?
    } else {
        Vec::new()
    };
    // What fits changes with each letter typed and each line, so the client asks again.
    Ok(Some(CompletionResponse::List(CompletionList { is_incomplete: true, items })))
}

/// `completionItem/resolve`: how the words would read in the draft.
pub(crate) async fn resolve(shared: &Shared, mut item: CompletionItem) -> Result<CompletionItem> {
    // Those of our own files say all at once.
    let Some(data) = item.data.clone() else { return Ok(item) };
    let data: Data = serde_json::from_value(data).map_err(|_| errors::invalid_params())?;
    let Some((snapshot, client)) = shared.snapshot(&data.uri) else { return Ok(item) };
    snapshot.checked().await?;
    let typed = match &item.text_edit {
        Some(CompletionTextEdit::Edit(edit)) => edit.range.end,
        _ => Position::default(),
    };
    let offset = proto::offset(&snapshot.text, client.encoding, typed);
    let text = snapshot
        .work(move |snapshot, analysis| previewed(snapshot, analysis, &data.snippet, offset))
        .await?;
    item.documentation = text.map(Documentation::String);
    Ok(item)
}

/// Whether the line of the cursor is empty and was made by the second line break in a row. That the line above
/// is empty would not do: on such a line the first Enter would open the menu.
fn begins_paragraph(snapshot: &Snapshot, offset: usize) -> bool {
    let text = &snapshot.text;
    let line = text.byte_to_line(offset.min(text.len_bytes()));
    snapshot.writing.breaks == BREAKS && text.line(line).chars().all(char::is_whitespace)
}

fn items(
    snapshot: &Snapshot,
    analysis: &Analysis,
    client: &ClientFacts,
    offset: usize,
) -> Vec<CompletionItem> {
    let input = snapshot.facts.input(analysis.stage, &analysis.text);
    let draft = snapshot.draft(&analysis.text);
    let mut offers = offers(&draft, offset, snapshot.catalog(), &input);
    if client.dialect == Some(SnippetDialect::Yasnippet) {
        label_for_emacs(&mut offers);
    }
    offers
        .into_iter()
        .enumerate()
        .map(|(rank, offer)| {
            // As plain text, which all take, for in Markdown its lines would run together.
            let preview = (!client.resolves_previews)
                .then(|| preview(&offer.id, offset, &draft, snapshot.catalog(), &input))
                .flatten();
            CompletionItem {
                documentation: preview.map(Documentation::String),
                ..item(snapshot, client, rank, offer)
            }
        })
        .collect()
}

/// Emacs goes by labels: it drops those that do not hold what was typed, and puts the shorter ones first, up to
/// eglot 1.9 at least. So a label says the name that was asked for, and all are of one length.
fn label_for_emacs(offers: &mut [Offer]) {
    for (rank, offer) in (1..).zip(&mut *offers) {
        let Some(typed) = offer.filter.strip_prefix(';').map(str::to_lowercase) else { continue };
        if typed.is_empty() {
            continue;
        }
        // Emacs puts in what all labels begin with, and that must still ask for them: of a situation no more
        // than its name.
        let name = if offer.id.starts_with(&typed) { &offer.id } else { &format!("{typed}{rank}") };
        offer.label = format!("{name}: {}", offer.label);
    }
    let width = |offer: &Offer| offer.label.chars().count();
    let widest = offers.iter().map(width).max().unwrap_or(0);
    for offer in offers {
        offer.label = format!("{:widest$}", offer.label);
    }
}

fn previewed(snapshot: &Snapshot, analysis: &Analysis, id: &str, offset: usize) -> Option<String> {
    let input = snapshot.facts.input(analysis.stage, &analysis.text);
    let draft = snapshot.draft(&analysis.text);
    preview(id, offset, &draft, snapshot.catalog(), &input)
}

fn item(snapshot: &Snapshot, client: &ClientFacts, rank: usize, offer: Offer) -> CompletionItem {
    let (format, text) = match client.dialect {
        Some(SnippetDialect::Kakoune) => (InsertTextFormat::PLAIN_TEXT, offer.snippet.plain()),
        Some(dialect) => (InsertTextFormat::SNIPPET, dialect.write(&offer.snippet)),
        None => (InsertTextFormat::PLAIN_TEXT, offer.snippet.plain_line()),
    };
    let edit = proto::text_edit(&snapshot.text, client.encoding, offer.replace, text);
    let data = json!(Data { uri: snapshot.uri.clone(), snippet: offer.id.clone() });
    CompletionItem {
        filter_text: filter(client, rank, &offer),
        label: offer.label,
        kind: Some(CompletionItemKind::SNIPPET),
        detail: Some(offer.detail),
        sort_text: Some(format!("{rank:04}")),
        insert_text_format: Some(format),
        // The lines are indented as they are meant to be.
        insert_text_mode: Some(InsertTextMode::AS_IS),
        text_edit: Some(CompletionTextEdit::Edit(edit)),
        data: Some(data),
        ..CompletionItem::default()
    }
}

/// What the client filters by: what was typed, then name and tags. Neovim puts the filter into the draft while
/// one chooses, and others may, so the latter are for VS Code and its kin alone.
fn filter(client: &ClientFacts, rank: usize, offer: &Offer) -> Option<String> {
    if offer.filter.is_empty() {
        return None;
    }
    Some(match client.dialect {
        Some(SnippetDialect::Choices) => {
            format!("{} {} {}", offer.filter, offer.id, offer.tags.join(" "))
        }
        // Kakoune sorts by it too.
        Some(SnippetDialect::Kakoune) if offer.filter.starts_with(TRIGGER) => {
            format!("{}{rank:02}", offer.filter)
        }
        _ => offer.filter.clone(),
    })
}
