//! `textDocument/foldingRange`: quotes, signatures, code and heads.

use aplomb_core::{Fold, FoldKind, folds};
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{FoldingRange, FoldingRangeKind, FoldingRangeParams};

use crate::proto;
use crate::session::Shared;

pub(crate) async fn answer(
    shared: &Shared,
    params: FoldingRangeParams,
) -> Result<Option<Vec<FoldingRange>>> {
    let Some((snapshot, _)) = shared.snapshot(&params.text_document.uri) else { return Ok(None) };
    let ranges = snapshot.work(|snapshot, analysis| {
        let draft = snapshot.draft(&analysis.text);
        folds(&draft).iter().map(range).collect()
    });
    ranges.await.map(Some)
}

fn range(fold: &Fold) -> FoldingRange {
    FoldingRange {
        start_line: proto::saturate(fold.first),
        end_line: proto::saturate(fold.last),
        kind: Some(match fold.kind {
            FoldKind::Quote | FoldKind::Note => FoldingRangeKind::Comment,
            FoldKind::Head | FoldKind::Signature | FoldKind::Code => FoldingRangeKind::Region,
        }),
        ..FoldingRange::default()
    }
}
