//! Diagnostics: what a finding is to a client, and the answer to one that asks.

use aplomb_core::Finding;
use aplomb_workspace::walk;
use serde_json::json;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DocumentDiagnosticParams,
    DocumentDiagnosticReport, DocumentDiagnosticReportResult, FullDocumentDiagnosticReport,
    Location, NumberOrString, RelatedFullDocumentDiagnosticReport, Url,
};

use crate::client_facts::ClientFacts;
use crate::finding_id::FindingId;
use crate::folders;
use crate::proto;
use crate::session::Shared;
use crate::snapshot::{Analysis, Snapshot};

/// Who speaks, as the client shows it.
pub(crate) const SOURCE: &str = "aplomb";

/// `textDocument/diagnostic`: also answered for a client to which we push.
pub(crate) async fn pull(
    shared: &Shared,
    params: DocumentDiagnosticParams,
) -> Result<DocumentDiagnosticReportResult> {
    let uri = &params.text_document.uri;
    let items = loop {
        let Some((snapshot, client)) = shared.snapshot(uri) else {
            break of_closed(shared, uri).await;
        };
        match snapshot.checked().await {
            Ok(analysis) => break diagnostics(&snapshot, analysis, &client),
            // VS Code would take all marks away for an error, so it is told of the text as it is by now.
            Err(_) if snapshot.is_past() => {}
            Err(error) => return Err(error),
        }
    };
    // A pause may change what is said, and the checks know when it is over.
    shared.bell.notify_one();
    Ok(DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id: None, items },
    })
    .into())
}

/// What there is to say of a file that is not open as a draft: one of our own, or one that the settings want
/// checked all the same, of which VS Code asks when it is closed.
async fn of_closed(shared: &Shared, uri: &Url) -> Vec<Diagnostic> {
    let (own, unopened) = {
        let mut session = shared.session();
        (session.own_diagnostics(uri), session.unopened(uri))
    };
    let (None, Some(file)) = (&own, unopened) else { return own.unwrap_or_default() };
    let (uri, engine) = (uri.clone(), file.engine.clone());
    let check = engine.long_work.run(move || {
        // What is hidden, ignored or only a link is not looked at in folders either.
        let mut walked = walk(&file.root).filter_map(std::result::Result::ok);
        if walked.any(|path| path == file.path) {
            folders::check_file(&file.path, &uri, file.facts, &file.engine, &file.client)
        } else {
            Vec::new()
        }
    });
    check.await.unwrap_or_default()
}

/// What is shown of a document.
pub(crate) fn diagnostics(
    snapshot: &Snapshot,
    analysis: &Analysis,
    client: &ClientFacts,
) -> Vec<Diagnostic> {
    analysis.shown().map(|finding| diagnostic(snapshot, analysis, finding, client)).collect()
}

/// What a finding is to a client.
pub(crate) fn diagnostic(
    snapshot: &Snapshot,
    analysis: &Analysis,
    finding: &Finding,
    client: &ClientFacts,
) -> Diagnostic {
    let range = |span| proto::range(&snapshot.text, client.encoding, span);
    let related = client.related_information && !finding.related.is_empty();
    let page = || {
        let rule = snapshot.catalog().rule(&finding.code)?;
        snapshot.engine.pages.of(rule)
    };
    Diagnostic {
        range: range(finding.span),
        severity: Some(proto::severity(finding.severity)),
        code: Some(NumberOrString::String(finding.code.to_string())),
        code_description: client
            .code_description
            .then(page)
            .flatten()
            .map(|href| CodeDescription { href }),
        source: Some(SOURCE.to_owned()),
        message: finding.message.clone(),
        related_information: related.then(|| {
            finding
                .related
                .iter()
                .map(|related| DiagnosticRelatedInformation {
                    location: Location::new(snapshot.uri.clone(), range(related.span)),
                    message: related.message.clone(),
                })
                .collect()
        }),
        tags: None,
        data: Some(json!(FindingId::of(snapshot, analysis, finding))),
    }
}
