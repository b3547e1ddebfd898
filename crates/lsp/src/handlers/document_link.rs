//! `textDocument/documentLink`: the team's pages under bare mentions, and front doors.

use aplomb_core::{Gate, pages};
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{DocumentLink, DocumentLinkParams, Url};

use crate::proto;
use crate::session::Shared;

pub(crate) async fn answer(
    shared: &Shared,
    params: DocumentLinkParams,
) -> Result<Option<Vec<DocumentLink>>> {
    let Some((snapshot, client)) = shared.snapshot(&params.text_document.uri) else {
        return Ok(None);
    };
    let links = snapshot.work(move |snapshot, analysis| {
        if analysis.gate != Gate::Reply {
            return Vec::new();
        }
        let draft = snapshot.draft(&analysis.text);
        let input = snapshot.facts.input(analysis.stage, &analysis.text);
        let pages = pages(&draft, &input.settings, &analysis.findings);
        let links = pages.into_iter().filter_map(|page| {
            Some(DocumentLink {
                range: proto::range(&snapshot.text, client.encoding, page.span),
                // What is no address leads nowhere.
                target: Some(Url::parse(&page.url).ok()?),
                tooltip: Some(page.about),
                data: None,
            })
        });
        links.collect()
    });
    links.await.map(Some)
}
