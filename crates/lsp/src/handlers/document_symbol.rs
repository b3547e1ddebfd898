//! `textDocument/documentSymbol`: the outline of a reply.

use aplomb_core::{Gate, Part, PartKind, outline};
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, Location, SymbolInformation,
    SymbolKind,
};

use crate::client_facts::ClientFacts;
use crate::proto;
use crate::session::Shared;
use crate::snapshot::Snapshot;

pub(crate) async fn answer(
    shared: &Shared,
    params: DocumentSymbolParams,
) -> Result<Option<DocumentSymbolResponse>> {
    let Some((snapshot, client)) = shared.snapshot(&params.text_document.uri) else {
        return Ok(None);
    };
    let symbols = snapshot.work(move |snapshot, analysis| {
        if analysis.gate != Gate::Reply {
            return DocumentSymbolResponse::Nested(Vec::new());
        }
        let draft = snapshot.draft(&analysis.text);
        let parts = outline(&draft, &analysis.findings, &analysis.secrets);
        if client.nested_symbols {
            let nested = parts.iter().map(|part| nested(part, snapshot, &client));
            DocumentSymbolResponse::Nested(nested.collect())
        } else {
            let mut symbols = Vec::new();
            flat(&parts, None, snapshot, &client, &mut symbols);
            DocumentSymbolResponse::Flat(symbols)
        }
    });
    symbols.await.map(Some)
}

#[expect(deprecated, reason = "the member must be named to make the value")]
fn nested(part: &Part, snapshot: &Snapshot, client: &ClientFacts) -> DocumentSymbol {
    let range = proto::range(&snapshot.text, client.encoding, part.span);
    let inner: Vec<_> = part.parts.iter().map(|part| nested(part, snapshot, client)).collect();
    DocumentSymbol {
        name: part.name.to_owned(),
        detail: Some(part.begins.clone()).filter(|begins| !begins.is_empty()),
        kind: kind(part.kind),
        tags: None,
        deprecated: None,
        range,
        selection_range: range,
        children: (!inner.is_empty()).then_some(inner),
    }
}

#[expect(deprecated, reason = "the member must be named to make the value")]
fn flat(
    parts: &[Part],
    container: Option<&str>,
    snapshot: &Snapshot,
    client: &ClientFacts,
    symbols: &mut Vec<SymbolInformation>,
) {
    for part in parts {
        let range = proto::range(&snapshot.text, client.encoding, part.span);
        let colon = if part.begins.is_empty() { "" } else { ": " };
        symbols.push(SymbolInformation {
            name: format!("{}{colon}{}", part.name, part.begins),
            kind: kind(part.kind),
            tags: None,
            deprecated: None,
            location: Location::new(snapshot.uri.clone(), range),
            container_name: container.map(str::to_owned),
        });
        flat(&part.parts, Some(part.name), snapshot, client, symbols);
    }
}

/// The protocol knows the parts of programs. These have icons that tell the parts of a reply apart.
fn kind(kind: PartKind) -> SymbolKind {
    match kind {
        PartKind::Head => SymbolKind::PROPERTY,
        PartKind::Quote | PartKind::Note => SymbolKind::NAMESPACE,
        PartKind::Question | PartKind::Request => SymbolKind::FIELD,
        PartKind::Steps => SymbolKind::ENUM,
        PartKind::Link => SymbolKind::FILE,
        PartKind::NextStep => SymbolKind::EVENT,
        PartKind::Code => SymbolKind::FUNCTION,
        PartKind::Missing => SymbolKind::NULL,
        PartKind::Greeting
        | PartKind::Thanks
        | PartKind::Apology
        | PartKind::Answer
        | PartKind::Farewell
        | PartKind::Signature => SymbolKind::STRING,
    }
}
