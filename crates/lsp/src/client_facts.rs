//! What the client said of itself in `initialize`.
//!
//! Read member by member from the raw parameters: lsp-types 0.94 looks for `workspace.diagnostic`
//! where the protocol says `workspace.diagnostics`, and one value that it does not know would cost the
//! whole message. What cannot be read counts as not said.

use std::path::{Path, PathBuf};

use aplomb_core::snippet::Snippet;
use serde_json::Value;
use tower_lsp::lsp_types::Url;

use crate::handlers::execute_command::{COPY_REPLY, EXPLAIN_RULE};
use crate::proto::Encoding;

/// The command with which a client that knows it inserts words with tab stops.
pub(crate) const INSERT_SNIPPET: &str = "aplomb.insertSnippet";

/// What the client can do, and where it works.
#[derive(Clone, Debug, Default)]
pub(crate) struct ClientFacts {
    /// How it counts characters.
    pub(crate) encoding: Encoding,
    /// Whether it offered encodings, so that ours is worth an answer.
    pub(crate) encoding_offered: bool,
    /// Whether it asks for diagnostics itself.
    pub(crate) pulls_diagnostics: bool,
    /// Whether a diagnostic may name related places.
    pub(crate) related_information: bool,
    /// Whether a diagnostic may lead to its rule's page.
    pub(crate) code_description: bool,
    /// Whether it understands code actions that are more than commands.
    pub(crate) code_action_literals: bool,
    /// Whether an action's edit may be asked for once it is chosen.
    pub(crate) resolves_edits: bool,
    /// Whether an edit may name the version that it is for.
    pub(crate) document_changes: bool,
    /// How tab stops in completions are written for it; `None` if it has none.
    pub(crate) dialect: Option<SnippetDialect>,
    /// Whether a completion's preview may be asked for when it is looked at.
    pub(crate) resolves_previews: bool,
    /// Whether it registered [`INSERT_SNIPPET`].
    pub(crate) inserts_snippets: bool,
    /// Whether an outline may have parts in parts.
    pub(crate) nested_symbols: bool,
    /// Whether it can be told to ask for lenses again.
    pub(crate) refreshes_lenses: bool,
    /// Whether it can be told to ask for hints again.
    pub(crate) refreshes_hints: bool,
    /// Whether it puts the reply on its clipboard where [`COPY_REPLY`] is chosen.
    pub(crate) copies_replies: bool,
    /// Whether it shows a rule's page itself where [`EXPLAIN_RULE`] is chosen.
    pub(crate) explains_rules: bool,
    /// Whether it shows a document that it is asked to show.
    pub(crate) shows_documents: bool,
    /// Whether a hover may be Markdown.
    pub(crate) hover_markdown: bool,
    /// The client's process.
    pub(crate) process: Option<u32>,
    /// Whether it can be asked for our settings.
    pub(crate) configuration: bool,
    /// Whether it can be asked to tell when they change.
    pub(crate) registers_configuration: bool,
    /// Whether it can be asked to tell what becomes of files.
    pub(crate) watches_files: bool,
    /// Whether it tells which files its user creates, renames and deletes.
    pub(crate) tells_operations: bool,
    /// Whether it takes edits of files that were not asked for.
    pub(crate) applies_edits: bool,
    /// The settings that it gave at once.
    pub(crate) settings: Value,
    /// The folders that it works in.
    pub(crate) folders: Vec<Folder>,
}

/// A folder that the client works in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Folder {
    /// As the client names it.
    pub(crate) uri: Url,
    pub(crate) path: PathBuf,
}

impl Folder {
    /// The folder of that URI, if it is one on disk.
    pub(crate) fn new(uri: Url) -> Option<Self> {
        let path = if uri.scheme() == "file" { uri.to_file_path().ok()? } else { return None };
        Some(Self { uri, path })
    }

    /// The nearest of these folders that a file is in: one may lie in another.
    pub(crate) fn nearest<'f>(folders: &'f [Self], file: &Path) -> Option<&'f Self> {
        let holding = folders.iter().filter(|folder| file.starts_with(&folder.path));
        holding.max_by_key(|folder| folder.path.components().count())
    }

    /// A file's path from this folder, as the gate sees it: a folder `docs` above says nothing of it.
    pub(crate) fn path_of(&self, file: &Path) -> String {
        file.strip_prefix(&self.path).unwrap_or(file).to_string_lossy().replace('\\', "/")
    }
}

impl ClientFacts {
    /// Reads the parameters of `initialize`.
    pub(crate) fn read(params: &Value) -> Self {
        let capabilities = &params["capabilities"];
        let workspace = &capabilities["workspace"];
        let document = &capabilities["textDocument"];
        let options = &params["initializationOptions"];
        let yes = |value: &Value| value.as_bool().unwrap_or(false);
        let registered = |command: &str| strings(&options["commands"]).any(|it| it == command);
        let offered: Vec<_> = strings(&capabilities["general"]["positionEncodings"]).collect();
        // An editor that miscounts can be told here how to be served, such as ALE, which takes
        // columns for bytes.
        let forced = options["positionEncoding"].as_str().and_then(Encoding::parse);
        let item = &document["completion"]["completionItem"];
        let action = &document["codeAction"];
        Self {
            encoding: forced.unwrap_or_else(|| Encoding::negotiate(&offered)),
            encoding_offered: forced.is_some() || !offered.is_empty(),
            // What we say changes while nothing is typed. A client that pulls and cannot be told to
            // pull again, such as Neovim 0.11, would miss that, so it is served by pushing.
            pulls_diagnostics: document["diagnostic"].is_object()
                && yes(&workspace["diagnostics"]["refreshSupport"]),
            related_information: yes(&document["publishDiagnostics"]["relatedInformation"]),
            code_description: yes(&document["publishDiagnostics"]["codeDescriptionSupport"]),
            code_action_literals: action["codeActionLiteralSupport"].is_object(),
            resolves_edits: strings(&action["resolveSupport"]["properties"]).any(|it| it == "edit"),
            document_changes: yes(&workspace["workspaceEdit"]["documentChanges"]),
            dialect: yes(&item["snippetSupport"])
                .then(|| SnippetDialect::of(params["clientInfo"]["name"].as_str().unwrap_or(""))),
            resolves_previews: strings(&item["resolveSupport"]["properties"])
                .any(|it| it == "documentation"),
            nested_symbols: yes(&document["documentSymbol"]["hierarchicalDocumentSymbolSupport"]),
            refreshes_hints: yes(&workspace["inlayHint"]["refreshSupport"]),
            refreshes_lenses: yes(&workspace["codeLens"]["refreshSupport"]),
            inserts_snippets: registered(INSERT_SNIPPET),
            copies_replies: registered(COPY_REPLY),
            explains_rules: registered(EXPLAIN_RULE),
            shows_documents: yes(&capabilities["window"]["showDocument"]["support"]),
            hover_markdown: strings(&document["hover"]["contentFormat"]).any(|it| it == "markdown"),
            process: params["processId"].as_u64().and_then(|id| u32::try_from(id).ok()),
            configuration: yes(&workspace["configuration"]),
            registers_configuration: yes(
                &workspace["didChangeConfiguration"]["dynamicRegistration"],
            ),
            watches_files: yes(&workspace["didChangeWatchedFiles"]["dynamicRegistration"]),
            tells_operations: yes(&workspace["fileOperations"]["didRename"]),
            applies_edits: yes(&workspace["applyEdit"]),
            settings: options["settings"].clone(),
            folders: folders(params),
        }
    }
}

/// What the engine behind a client understands of the protocol's snippets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SnippetDialect {
    /// As much as all do.
    Common,
    /// Choices as well: VS Code and what is built on it.
    Choices,
    /// YASnippet's own signs need escaping: Emacs.
    Yasnippet,
    /// Nothing: kakoune-lsp takes out the words that stand in a place to fill in, so that a greeting would lose its
    /// name.
    Kakoune,
}

impl SnippetDialect {
    fn of(client: &str) -> Self {
        match client.to_ascii_lowercase().as_str() {
            name if name.contains("code") || name.contains("codium") || name == "cursor" => {
                Self::Choices
            }
            // Eglot before 1.10 gives no name, and YASnippet runs what stands between backquotes, so whoever gives
            // none is taken for it.
            "emacs" | "eglot" | "" => Self::Yasnippet,
            "kakoune-lsp" | "kak-lsp" => Self::Kakoune,
            _ => Self::Common,
        }
    }

    pub(crate) fn write(self, snippet: &Snippet) -> String {
        match self {
            Self::Common => snippet.lsp(),
            Self::Choices => snippet.lsp_with_choices(),
            Self::Yasnippet => snippet.yasnippet(),
            Self::Kakoune => snippet.plain(),
        }
    }
}

fn strings(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str)
}

fn folders(params: &Value) -> Vec<Folder> {
    let many = params["workspaceFolders"].as_array().into_iter().flatten();
    let uris = many.filter_map(|folder| folder["uri"].as_str());
    let folders: Vec<_> = uris.filter_map(folder).collect();
    if folders.is_empty() {
        params["rootUri"].as_str().and_then(folder).into_iter().collect()
    } else {
        folders
    }
}

fn folder(uri: &str) -> Option<Folder> {
    Folder::new(Url::parse(uri).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn nothing_said_is_nothing_supposed() {
        for params in [Value::Null, json!({}), json!({ "capabilities": { "general": 7 } })] {
            let facts = ClientFacts::read(&params);
            assert_eq!(facts.encoding, Encoding::Utf16);
            assert!(!facts.encoding_offered && facts.dialect.is_none() && !facts.pulls_diagnostics);
            assert!(facts.folders.is_empty() && facts.process.is_none());
        }
    }

    #[test]
    fn only_a_client_that_can_be_asked_to_pull_again_pulls() {
        let pulls = |refresh: bool| {
            ClientFacts::read(&json!({ "capabilities": {
                "workspace": { "diagnostics": { "refreshSupport": refresh } },
                "textDocument": { "diagnostic": { "dynamicRegistration": true } },
            } }))
            .pulls_diagnostics
        };
        assert!(pulls(true));
        assert!(!pulls(false));
    }

    #[test]
    fn an_editor_that_miscounts_can_be_helped() {
        let facts = ClientFacts::read(&json!({
            "capabilities": {},
            "initializationOptions": { "positionEncoding": "utf-8", "commands": [INSERT_SNIPPET] },
        }));
        assert_eq!(facts.encoding, Encoding::Utf8);
        assert!(facts.encoding_offered && facts.inserts_snippets);
    }

    #[test]
    fn each_editor_gets_the_tab_stops_that_it_understands() {
        let dialect = |name: &str| {
            ClientFacts::read(&json!({
                "clientInfo": { "name": name },
                "capabilities": { "textDocument": { "completion": {
                    "completionItem": { "snippetSupport": true },
                } } },
            }))
            .dialect
        };
        assert_eq!(dialect("Visual Studio Code"), Some(SnippetDialect::Choices));
        assert_eq!(dialect("VSCodium"), Some(SnippetDialect::Choices));
        assert_eq!(dialect("Eglot"), Some(SnippetDialect::Yasnippet));
        assert_eq!(dialect(""), Some(SnippetDialect::Yasnippet));
        assert_eq!(dialect("Neovim"), Some(SnippetDialect::Common));
    }

    #[cfg(unix)]
    #[test]
    fn a_file_is_in_the_nearest_folder() {
        let folders = ["file:///w", "file:///w/docs/drafts", "file:///x"]
            .map(|uri| folder(uri).expect("a folder"));
        let path = |file: &str| {
            Folder::nearest(&folders, Path::new(file)).map(|it| it.path_of(Path::new(file)))
        };
        assert_eq!(path("/w/docs/drafts/a.md").as_deref(), Some("a.md"));
        assert_eq!(path("/w/docs/a.md").as_deref(), Some("docs/a.md"));
        assert_eq!(path("/w2/a.md"), None);
    }

    #[cfg(unix)]
    #[test]
    fn folders_come_from_whichever_member_has_them() {
        let facts = |params| -> Vec<PathBuf> {
            ClientFacts::read(&params).folders.into_iter().map(|folder| folder.path).collect()
        };
        assert_eq!(facts(json!({ "rootUri": "file:///a%20b" })), [PathBuf::from("/a b")]);
        let many = json!([{ "uri": "file:///x", "name": "x" }, { "uri": "ssh://y" }]);
        assert_eq!(
            facts(json!({ "rootUri": null, "workspaceFolders": many })),
            [PathBuf::from("/x")]
        );
    }
}
