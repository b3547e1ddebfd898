//! `textDocument/selectionRange`: from the word outwards.

use aplomb_core::selection;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{SelectionRange, SelectionRangeParams};

use crate::proto;
use crate::session::Shared;

pub(crate) async fn answer(
    shared: &Shared,
    params: SelectionRangeParams,
) -> Result<Option<Vec<SelectionRange>>> {
    let Some((snapshot, client)) = shared.snapshot(&params.text_document.uri) else {
        return Ok(None);
    };
    let ranges = snapshot.work(move |snapshot, analysis| {
        let draft = snapshot.draft(&analysis.text);
        let (text, encoding) = (&snapshot.text, client.encoding);
        let positions = params.positions.iter();
        positions
            .map(|&position| {
                let offset = proto::offset(text, encoding, position);
                let outwards = selection(&draft, offset).into_iter().rev();
                let found = outwards.fold(None, |parent, span| {
                    let range = proto::range(text, encoding, span);
                    Some(SelectionRange { range, parent: parent.map(Box::new) })
                });
                // Each position wants one answer.
                let here = || proto::range(text, encoding, aplomb_core::Span::at(offset));
                found.unwrap_or_else(|| SelectionRange { range: here(), parent: None })
            })
            .collect()
    });
    ranges.await.map(Some)
}
