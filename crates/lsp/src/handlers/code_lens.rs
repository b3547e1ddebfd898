//! `textDocument/codeLens`: the reply in one line, above its first.

use aplomb_core::{Gate, check_draft, reply_line};
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{CodeLens, CodeLensParams, Command, Range};

use crate::session::Shared;
use crate::snapshot::{Analysis, Snapshot};

pub(crate) async fn answer(
    shared: &Shared,
    params: CodeLensParams,
) -> Result<Option<Vec<CodeLens>>> {
    let Some((snapshot, _)) = shared.snapshot(&params.text_document.uri) else { return Ok(None) };
    let line = snapshot.work(line).await?;
    Ok(Some(line.map(lens).into_iter().collect()))
}

/// A lens that only tells: it leads to no command.
fn lens(line: String) -> CodeLens {
    let command = Command::new(line, String::new(), None);
    CodeLens { range: Range::default(), command: Some(command), data: None }
}

/// The reply in one line, as if it were finished; `None` for what is no reply.
pub(crate) fn line(snapshot: &Snapshot, analysis: &Analysis) -> Option<String> {
    if analysis.gate != Gate::Reply {
        return None;
    }
    let draft = snapshot.draft(&analysis.text);
    let input = snapshot.facts.sent_input(&analysis.text);
    let report = check_draft(&draft, &input, snapshot.catalog());
    let shown = crate::snapshot::most_shown(&report.findings);
    reply_line(&draft, snapshot.catalog(), &report.findings, shown)
}
