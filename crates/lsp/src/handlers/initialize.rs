//! `initialize`: what we can do, given what the client can.

use serde_json::Value;
use tower_lsp::lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions,
    DiagnosticOptions, DiagnosticServerCapabilities, ExecuteCommandOptions,
    HoverProviderCapability, InitializeParams, InitializeResult, OneOf, SaveOptions,
    ServerCapabilities, ServerInfo, TextDocumentSyncCapability, TextDocumentSyncKind,
    TextDocumentSyncOptions, TextDocumentSyncSaveOptions, WorkspaceFoldersServerCapabilities,
    WorkspaceServerCapabilities,
};

use crate::client_facts::ClientFacts;
use crate::handlers::{code_action, completion, diagnostic, execute_command};
use crate::session::Shared;

pub(crate) fn answer(shared: &Shared, params: &InitializeParams) -> InitializeResult {
    let client = ClientFacts::read(params.initialization_options.as_ref().unwrap_or(&Value::Null));
    let capabilities = capabilities(&client);
    shared.session().meet(client);
    let version = Some(env!("CARGO_PKG_VERSION").to_owned());
    let server_info = Some(ServerInfo { name: diagnostic::SOURCE.to_owned(), version });
    InitializeResult { capabilities, server_info }
}

fn capabilities(client: &ClientFacts) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: client.encoding_offered.then(|| client.encoding.kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions {
                include_text: Some(false),
            })),
            ..TextDocumentSyncOptions::default()
        })),
        code_action_provider: client.code_action_literals.then(|| {
            CodeActionProviderCapability::Options(CodeActionOptions {
                code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, code_action::FIX_ALL]),
                resolve_provider: Some(client.resolves_edits),
                ..CodeActionOptions::default()
            })
        }),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(completion::TRIGGERS.map(str::to_owned).to_vec()),
            // Who asks and looks at nothing only waits: Neovim 0.11 would drop what was chosen, were anything
            // typed meanwhile.
            resolve_provider: Some(client.resolves_previews),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: execute_command::ALL.map(str::to_owned).to_vec(),
            ..ExecuteCommandOptions::default()
        }),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: None,
        }),
        diagnostic_provider: client.pulls_diagnostics.then(|| {
            DiagnosticServerCapabilities::Options(DiagnosticOptions {
                identifier: Some(diagnostic::SOURCE.to_owned()),
                inter_file_dependencies: false,
                workspace_diagnostics: false,
                ..DiagnosticOptions::default()
            })
        }),
        ..ServerCapabilities::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_offered_that_the_client_cannot_take() {
        let bare = capabilities(&ClientFacts::default());
        assert!(bare.position_encoding.is_none());
        assert!(bare.code_action_provider.is_none() && bare.diagnostic_provider.is_none());
        assert!(bare.hover_provider.is_some());
        assert_eq!(bare.completion_provider.unwrap().resolve_provider, Some(false));
    }
}
