//! `workspace/symbol`: the promise ledger, what was promised by when in the drafts that are open.

use aplomb_core::{Gate, promises};
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{Location, SymbolInformation, SymbolKind, Url, WorkspaceSymbolParams};

use crate::client_facts::ClientFacts;
use crate::proto;
use crate::session::Shared;
use crate::snapshot::{Analysis, Snapshot};

pub(crate) async fn answer(
    shared: &Shared,
    params: WorkspaceSymbolParams,
) -> Result<Option<Vec<SymbolInformation>>> {
    let (open, client) = {
        let mut session = shared.session();
        (session.all(), session.client.clone())
    };
    let mut symbols = Vec::new();
    for snapshot in open {
        let (client, query) = (client.clone(), params.query.clone());
        let promised =
            snapshot.work(move |snapshot, analysis| promised(snapshot, analysis, &client, &query));
        symbols.extend(promised.await?);
    }
    Ok(Some(symbols))
}

#[expect(deprecated, reason = "the member must be named to make the value")]
fn promised(
    snapshot: &Snapshot,
    analysis: &Analysis,
    client: &ClientFacts,
    query: &str,
) -> Vec<SymbolInformation> {
    if analysis.gate != Gate::Reply {
        return Vec::new();
    }
    let draft = snapshot.draft(&analysis.text);
    let names = promises(&draft).into_iter().map(|promise| {
        let when = on_one_line(promise.when.of(&analysis.text));
        let name = format!("{when} – {}", on_one_line(promise.span.of(&analysis.text)));
        (name, promise.span)
    });
    let symbols = names.filter(|(name, _)| matches(name, query)).map(|(name, span)| {
        let range = proto::range(&snapshot.text, client.encoding, span);
        SymbolInformation {
            name,
            kind: SymbolKind::EVENT,
            tags: None,
            deprecated: None,
            location: Location::new(snapshot.uri.clone(), range),
            container_name: file_name(&snapshot.uri),
        }
    });
    symbols.collect()
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the letters of the query stand in the name in their order, as clients match.
fn matches(name: &str, query: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    let wanted = query.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase);
    wanted.into_iter().all(|wanted| letters.any(|c| c == wanted))
}

fn file_name(uri: &Url) -> Option<String> {
    uri.path_segments()?.next_back().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_match_in_their_order() {
        assert!(matches("by Thursday – I'll write", "thu wri"));
        assert!(matches("by Thursday", ""));
        assert!(!matches("by Thursday", "friday"));
    }
}
