//! `textDocument/inlayHint`: the name that a variable will show.

use aplomb_core::{Gate, shown_names};
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{InlayHint, InlayHintLabel, InlayHintParams};

use crate::proto;
use crate::session::Shared;

pub(crate) async fn answer(
    shared: &Shared,
    params: InlayHintParams,
) -> Result<Option<Vec<InlayHint>>> {
    let found = shared.snapshot(&params.text_document.uri);
    let Some((snapshot, client)) =
        found.filter(|(snapshot, _)| snapshot.facts.project().inlay_hints)
    else {
        return Ok(None);
    };
    let hints = snapshot.work(move |snapshot, analysis| {
        if analysis.gate != Gate::Reply {
            return Vec::new();
        }
        let draft = snapshot.draft(&analysis.text);
        let place = proto::span(&snapshot.text, client.encoding, params.range);
        let shown = shown_names(&draft).into_iter();
        let hints =
            shown.filter(|it| place.start <= it.at && it.at <= place.end).map(|shown| InlayHint {
                position: proto::position(&snapshot.text, client.encoding, shown.at),
                label: InlayHintLabel::String(shown.name),
                kind: None,
                text_edits: None,
                tooltip: None,
                padding_left: Some(true),
                padding_right: None,
                data: None,
            });
        hints.collect()
    });
    hints.await.map(Some)
}
