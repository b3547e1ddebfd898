//! What the server can do: the one list, from which `initialize` answers and `docs/lsp.md` is made.

use std::fmt::Write;

use tower_lsp::lsp_types::{
    CodeActionOptions, CodeActionProviderCapability, CodeLensOptions, CompletionOptions,
    DiagnosticOptions, DiagnosticServerCapabilities, DocumentLinkOptions, ExecuteCommandOptions,
    FileOperationFilter, FileOperationPattern, FileOperationRegistrationOptions,
    FoldingRangeProviderCapability, HoverProviderCapability, OneOf, SaveOptions,
    SelectionRangeProviderCapability, ServerCapabilities, TextDocumentSyncCapability,
    TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
    WorkDoneProgressOptions, WorkspaceFileOperationsServerCapabilities,
    WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};

use crate::client_facts::ClientFacts;
use crate::handlers::execute_command::Takes;
use crate::handlers::{code_action, completion, diagnostic, execute_command};

/// One thing that the server can do.
pub(crate) struct Feature {
    /// The requests and notifications by which a client asks for it.
    pub(crate) methods: &'static [&'static str],
    /// What it does here, in a sentence or two.
    about: &'static str,
    /// What a client needs for it, `""` where it needs nothing.
    needs: &'static str,
    /// Offers it, if it can be used by a client like this.
    offer: fn(&ClientFacts, &mut ServerCapabilities),
}

/// Everything, in the order in which the page shows it.
pub(crate) const ALL: &[Feature] = &[
    Feature {
        methods: &["general/positionEncodings"],
        about: "Characters are counted in bytes where the client can, else in UTF-16 units. \
                `initializationOptions.positionEncoding` sets it for a client that counts otherwise than it says.",
        needs: "",
        offer: |client, it| {
            it.position_encoding = client.encoding_offered.then(|| client.encoding.kind());
        },
    },
    Feature {
        methods: &[
            "textDocument/didOpen",
            "textDocument/didChange",
            "textDocument/didSave",
            "textDocument/didClose",
        ],
        about: "Changes may be pieces of the text or the whole of it. A draft needs no file and no folder.",
        needs: "",
        offer: |_, it| {
            let options = TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::INCREMENTAL),
                save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions {
                    include_text: Some(false),
                })),
                ..TextDocumentSyncOptions::default()
            };
            it.text_document_sync = Some(TextDocumentSyncCapability::Options(options));
        },
    },
    Feature {
        methods: &["textDocument/publishDiagnostics"],
        about: "What would leave the customer in doubt, land badly or must not be sent: at most eight findings, besides \
                errors. Each leads to its rule's page and, where it is about their mail, to the line.",
        needs: "",
        offer: |_, _| {},
    },
    Feature {
        methods: &["textDocument/diagnostic"],
        about: "The same, for a client that asks for it.",
        needs: "`workspace.diagnostics.refreshSupport`: a pause changes what is said, so the client must be told to ask again",
        offer: |client, it| {
            it.diagnostic_provider = client.pulls_diagnostics.then(|| {
                DiagnosticServerCapabilities::Options(DiagnosticOptions {
                    identifier: Some(diagnostic::SOURCE.to_owned()),
                    workspace_diagnostics: true,
                    ..DiagnosticOptions::default()
                })
            });
        },
    },
    Feature {
        methods: &["workspace/diagnostic"],
        about: "The same for replies that are not open, in the folders that the setting `files.check-folders` names; without it \
                nothing is looked at. A request with a `partialResultToken` is answered part by part and held open while \
                there is nothing new; any other is answered at once, with the files in which nothing has changed as \
                `unchanged`. Nothing is pushed of files that are not open.",
        needs: "as for `textDocument/diagnostic`",
        // Offered with the diagnostics of open documents.
        offer: |_, _| {},
    },
    Feature {
        methods: &["textDocument/codeAction", "codeAction/resolve"],
        about: "Better words for a finding, “Switch this rule off here”, and all safe fixes at once as \
                `source.fixAll.aplomb`. Only a fix that is true whatever the facts are is preferred. Another form of what is \
                fine as it stands is a `refactor.rewrite.aplomb`: room for an answer under each of their questions, two \
                sentences of one with “but”, a numbered list of steps. “Explain this rule” is for who can be shown a page \
                (`window.showDocument`), and “Copy the reply to send” (`source.copyReply.aplomb`) for who names \
                `aplomb.copyReply` in `initializationOptions.commands`. An edit is made when its action is chosen, for the \
                text of that moment, where the client can ask for it.",
        needs: "`codeActionLiteralSupport`",
        offer: |client, it| {
            it.code_action_provider = client.code_action_literals.then(|| {
                CodeActionProviderCapability::Options(CodeActionOptions {
                    code_action_kinds: Some(code_action::kinds(client)),
                    resolve_provider: Some(client.resolves_edits),
                    ..CodeActionOptions::default()
                })
            });
        },
    },
    Feature {
        methods: &["textDocument/completion", "completionItem/resolve"],
        about: "Greetings, thanks, answers and farewells that fit this customer and this place in the reply, with blanks for what \
                only the writer knows. In settings files: names and values.",
        needs: "",
        offer: |client, it| {
            it.completion_provider = Some(CompletionOptions {
                trigger_characters: Some(completion::TRIGGERS.map(str::to_owned).to_vec()),
                // Who asks and looks at nothing only waits: Neovim 0.11 would drop what was chosen, were
                // anything typed meanwhile.
                resolve_provider: Some(client.resolves_previews),
                ..CompletionOptions::default()
            });
        },
    },
    Feature {
        methods: &["textDocument/hover"],
        about: "On a finding: what to write instead, and why. On a name: where it was found. On a question of theirs: where it \
                is answered, or that it is open. In settings files: what a setting is for.",
        needs: "",
        offer: |_, it| it.hover_provider = Some(HoverProviderCapability::Simple(true)),
    },
    Feature {
        methods: &["textDocument/documentSymbol"],
        about: "The outline: their mail with its questions, greeting, thanks, apology, answer, steps, links, requests, next \
                step, farewell and signature; a part that is not there yet is named.",
        needs: "",
        offer: |_, it| it.document_symbol_provider = Some(OneOf::Left(true)),
    },
    Feature {
        methods: &["textDocument/codeLens"],
        about: "The reply in one line, above its first: questions, hedges, apologies, the next update, who signs. No score.",
        needs: "",
        offer: |_, it| {
            it.code_lens_provider = Some(CodeLensOptions { resolve_provider: Some(false) });
        },
    },
    Feature {
        methods: &["textDocument/foldingRange"],
        about: "What is not the reply folds: quotes, headers, notes, code, the signature.",
        needs: "",
        offer: |_, it| {
            it.folding_range_provider = Some(FoldingRangeProviderCapability::Simple(true));
        },
    },
    Feature {
        methods: &["textDocument/selectionRange"],
        about: "From the word outwards: clause, sentence, paragraph, part of the reply.",
        needs: "",
        offer: |_, it| {
            it.selection_range_provider = Some(SelectionRangeProviderCapability::Simple(true));
        },
    },
    Feature {
        methods: &["textDocument/documentLink"],
        about: "Words of your link book lead to their pages, and a link that stops at a front door says so.",
        needs: "",
        offer: |_, it| {
            it.document_link_provider = Some(DocumentLinkOptions {
                resolve_provider: Some(false),
                work_done_progress_options: WorkDoneProgressOptions::default(),
            });
        },
    },
    Feature {
        methods: &["textDocument/inlayHint"],
        about: "Beside a variable in the greeting: the name that it will show. Off until `inlay-hints` is set.",
        needs: "",
        offer: |_, it| it.inlay_hint_provider = Some(OneOf::Left(true)),
    },
    Feature {
        methods: &["workspace/symbol"],
        about: "What was promised by when: in all drafts that are open, and in those of the last month in the folders that \
                `check-folders` names.",
        needs: "",
        offer: |_, it| it.workspace_symbol_provider = Some(OneOf::Left(true)),
    },
    Feature {
        methods: &["workspace/executeCommand"],
        about: "The commands below.",
        needs: "",
        offer: |_, it| {
            let commands = execute_command::ALL.iter();
            it.execute_command_provider = Some(ExecuteCommandOptions {
                commands: commands.map(|it| it.name.to_owned()).collect(),
                ..ExecuteCommandOptions::default()
            });
        },
    },
    Feature {
        methods: &["workspace/didChangeWorkspaceFolders"],
        about: "Each folder has its own settings, and a draft those of its folder.",
        needs: "",
        offer: |_, it| {
            workspace(it).workspace_folders = Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            });
        },
    },
    Feature {
        methods: &["workspace/didChangeConfiguration", "workspace/didChangeWatchedFiles"],
        about: "Settings hold at once, whether they come from the client or from a file. A client that can register is \
                asked to watch settings, packs and replies in its folders; what no client watches is looked at twice a \
                second.",
        needs: "",
        offer: |_, _| {},
    },
    Feature {
        methods: &["$/setTrace", "$/logTrace"],
        about: "Each message that comes or goes is told by its method and time, and with `verbose` by its size: never what is in \
                it. `trace` in `initialize` asks for it from the start.",
        needs: "",
        offer: |_, _| {},
    },
    Feature {
        methods: &["window/logMessage"],
        about: "That the server is ready, which files settings come from, what is wrong in them, and that a check has failed: \
                never a word of a draft.",
        needs: "",
        offer: |_, _| {},
    },
    Feature {
        methods: &[
            "workspace/didCreateFiles",
            "workspace/didRenameFiles",
            "workspace/didDeleteFiles",
        ],
        about: "What is said of files goes with them: marks of what is gone are taken back, and a page that was marked \
                as a reply stays one when it gets another name.",
        needs: "`workspace.fileOperations.didRename`",
        offer: |client, it| {
            workspace(it).file_operations = client.tells_operations.then(|| {
                let all = FileOperationRegistrationOptions {
                    filters: vec![FileOperationFilter {
                        scheme: Some("file".to_owned()),
                        // A folder that is renamed is told, and not what is in it.
                        pattern: FileOperationPattern {
                            glob: "**/*".to_owned(),
                            matches: None,
                            options: None,
                        },
                    }],
                };
                WorkspaceFileOperationsServerCapabilities {
                    did_create: Some(all.clone()),
                    did_rename: Some(all.clone()),
                    did_delete: Some(all),
                    ..WorkspaceFileOperationsServerCapabilities::default()
                }
            });
        },
    },
];

/// What `initialize` says to this client.
pub(crate) fn capabilities(client: &ClientFacts) -> ServerCapabilities {
    let mut capabilities = ServerCapabilities::default();
    for feature in ALL {
        (feature.offer)(client, &mut capabilities);
    }
    capabilities
}

fn workspace(capabilities: &mut ServerCapabilities) -> &mut WorkspaceServerCapabilities {
    capabilities.workspace.get_or_insert_default()
}

/// The page about the server, `docs/lsp.md`.
#[must_use]
pub fn page() -> String {
    let mut page = include_str!("features.md").to_owned();
    page += "\n## Requests and notifications\n\n| Method | What it does here | What the client needs for it |\n|---|---|---|\n";
    for feature in ALL {
        let methods: Vec<_> = feature.methods.iter().map(|it| format!("`{it}`")).collect();
        let needs = if feature.needs.is_empty() { "nothing" } else { feature.needs };
        let _ = writeln!(page, "| {} | {} | {needs} |", methods.join("<br>"), feature.about);
    }
    page += "\n## Commands\n\n| Command | Its argument | What it does |\n|---|---|---|\n";
    for command in execute_command::ALL {
        let takes = match command.takes {
            Takes::Nothing => "none".to_owned(),
            object => format!("`{object}`"),
        };
        let _ = writeln!(page, "| `{}` | {takes} | {} |", command.name, command.about);
    }
    page
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

    #[test]
    fn no_method_stands_twice_in_the_list() {
        let mut methods: Vec<_> = ALL.iter().flat_map(|it| it.methods).collect();
        let count = methods.len();
        methods.sort_unstable();
        methods.dedup();
        assert_eq!(methods.len(), count);
    }
}
