//! Where each message goes.

use std::sync::Arc;

use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Result};
#[cfg(any(test, feature = "test-util"))]
use tower_lsp::lsp_types::TextDocumentIdentifier;
use tower_lsp::lsp_types::{
    CodeAction, CodeActionParams, CodeActionResponse, CodeLens, CodeLensParams, CompletionItem,
    CompletionParams, CompletionResponse, CreateFilesParams, DeleteFilesParams,
    DidChangeConfigurationParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DidSaveTextDocumentParams, DocumentDiagnosticParams, DocumentDiagnosticReportResult,
    DocumentLink, DocumentLinkParams, DocumentSymbolParams, DocumentSymbolResponse,
    ExecuteCommandParams, FoldingRange, FoldingRangeParams, Hover, HoverParams, InitializeParams,
    InitializeResult, InitializedParams, InlayHint, InlayHintParams, RenameFilesParams,
    SelectionRange, SelectionRangeParams, SymbolInformation, Url, WorkspaceDiagnosticParams,
    WorkspaceDiagnosticReportResult, WorkspaceSymbolParams,
};
use tower_lsp::{Client, LanguageServer};

use crate::diary::Fate;
use crate::handlers::{
    code_action, code_lens, completion, diagnostic, document_link, document_symbol,
    execute_command, folding_range, hover, initialize, inlay_hint, selection_range,
    workspace_diagnostic, workspace_symbol,
};
use crate::lifecycle::Lifecycle;
use crate::session::{Session, Shared};

/// The server's methods. None of them waits before it has changed the session or taken a snapshot.
pub(crate) struct Backend {
    pub(crate) shared: Arc<Shared>,
    pub(crate) lifecycle: Arc<Lifecycle>,
    /// For answers that come in parts.
    pub(crate) client: Client,
}

#[tower_lsp::async_trait]
impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let result = initialize::answer(&self.shared, &params);
        self.lifecycle.belong_to(self.shared.session().client.process);
        Ok(result)
    }

    async fn initialized(&self, _: InitializedParams) {
        self.shared.change(Session::start);
    }

    async fn shutdown(&self) -> Result<()> {
        self.lifecycle.shut_down();
        self.shared.folders.end();
        let edited = self.shared.session().edited();
        for snapshot in edited {
            self.shared.remember(snapshot, Fate::PutAway);
        }
        // Many a client ends the process once it has this answer.
        self.shared.written().await;
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        self.shared.change(|session| session.open(params));
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        self.shared.change(|session| session.edit(&params));
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        self.shared.change(|session| session.save(&params.text_document.uri));
        self.shared.folders.ring();
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        let closed = self.shared.change(|session| session.close(&params.text_document.uri));
        if let Some(snapshot) = closed {
            self.shared.remember(snapshot, Fate::PutAway);
        }
        self.shared.folders.ring();
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        self.shared.change(|session| session.change_settings(&params.settings));
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.shared.change(|session| session.change_folders(params.event));
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        self.shared.hear_of_files(params.changes.iter().map(|change| &change.uri));
    }

    async fn did_create_files(&self, params: CreateFilesParams) {
        let uris: Vec<_> = params.files.iter().filter_map(|it| Url::parse(&it.uri).ok()).collect();
        self.shared.hear_of_files(&uris);
    }

    async fn did_rename_files(&self, params: RenameFilesParams) {
        self.shared.change(|session| session.rename(&params.files));
        let uris = params.files.iter().flat_map(|it| [&it.old_uri, &it.new_uri]);
        let uris: Vec<_> = uris.filter_map(|uri| Url::parse(uri).ok()).collect();
        self.shared.hear_of_files(&uris);
    }

    async fn did_delete_files(&self, params: DeleteFilesParams) {
        let uris: Vec<_> = params.files.iter().filter_map(|it| Url::parse(&it.uri).ok()).collect();
        self.shared.hear_of_files(&uris);
    }

    async fn diagnostic(
        &self,
        params: DocumentDiagnosticParams,
    ) -> Result<DocumentDiagnosticReportResult> {
        diagnostic::pull(&self.shared, params).await
    }

    async fn workspace_diagnostic(
        &self,
        params: WorkspaceDiagnosticParams,
    ) -> Result<WorkspaceDiagnosticReportResult> {
        workspace_diagnostic::pull(&self.shared, &self.client, params).await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        code_action::answer(&self.shared, params).await
    }

    async fn code_action_resolve(&self, action: CodeAction) -> Result<CodeAction> {
        code_action::resolve(&self.shared, action).await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        completion::answer(&self.shared, params).await
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        completion::resolve(&self.shared, item).await
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        hover::answer(&self.shared, params).await
    }

    async fn document_symbol(
        &self,
        params: DocumentSymbolParams,
    ) -> Result<Option<DocumentSymbolResponse>> {
        document_symbol::answer(&self.shared, params).await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        folding_range::answer(&self.shared, params).await
    }

    async fn selection_range(
        &self,
        params: SelectionRangeParams,
    ) -> Result<Option<Vec<SelectionRange>>> {
        selection_range::answer(&self.shared, params).await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        document_link::answer(&self.shared, params).await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        inlay_hint::answer(&self.shared, params).await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        code_lens::answer(&self.shared, params).await
    }

    async fn symbol(
        &self,
        params: WorkspaceSymbolParams,
    ) -> Result<Option<Vec<SymbolInformation>>> {
        workspace_symbol::answer(&self.shared, params).await
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<Value>> {
        execute_command::answer(&self.shared, params).await
    }
}

impl Backend {
    /// Stands for a message that could not be read.
    pub(crate) async fn malformed(&self) -> Result<()> {
        Err(Error::parse_error())
    }

    /// The server's text of a document.
    #[cfg(any(test, feature = "test-util"))]
    pub(crate) async fn test_text(
        &self,
        document: TextDocumentIdentifier,
    ) -> Result<Option<String>> {
        Ok(self.shared.snapshot(&document.uri).map(|(snapshot, _)| snapshot.text.to_string()))
    }

    /// The version of a document that a request sees that waits for its check.
    #[cfg(any(test, feature = "test-util"))]
    pub(crate) async fn test_version(
        &self,
        document: TextDocumentIdentifier,
    ) -> Result<Option<i32>> {
        let Some((snapshot, _)) = self.shared.snapshot(&document.uri) else { return Ok(None) };
        tokio::task::yield_now().await;
        snapshot.checked().await?;
        Ok(Some(snapshot.version))
    }

    /// How many checks have waited to be let go on.
    #[cfg(any(test, feature = "test-util"))]
    pub(crate) async fn test_held(&self) -> Result<u32> {
        Ok(self.shared.session().engine.hooks.held())
    }

    /// Lets checks go on that wait for it.
    #[cfg(any(test, feature = "test-util"))]
    pub(crate) async fn test_release(&self) -> Result<()> {
        self.shared.session().engine.hooks.release();
        Ok(())
    }
}
