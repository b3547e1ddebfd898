//! The words that a recording may hold: the protocol's and our own.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use aplomb_core::Family;
use aplomb_workspace::{Shape, settings};

use crate::client_facts::INSERT_SNIPPET;
use crate::features;
use crate::handlers::execute_command::{self, Type};

/// The methods of the protocol.
const METHODS: &[&str] = &[
    "$/cancelRequest",
    "$/logTrace",
    "$/progress",
    "$/setTrace",
    "client/registerCapability",
    "client/unregisterCapability",
    "codeAction/resolve",
    "codeLens/resolve",
    "completionItem/resolve",
    "documentLink/resolve",
    "exit",
    "initialize",
    "initialized",
    "inlayHint/resolve",
    "shutdown",
    "telemetry/event",
    "textDocument/codeAction",
    "textDocument/codeLens",
    "textDocument/colorPresentation",
    "textDocument/completion",
    "textDocument/declaration",
    "textDocument/definition",
    "textDocument/diagnostic",
    "textDocument/didChange",
    "textDocument/didClose",
    "textDocument/didOpen",
    "textDocument/didSave",
    "textDocument/documentColor",
    "textDocument/documentHighlight",
    "textDocument/documentLink",
    "textDocument/documentSymbol",
    "textDocument/foldingRange",
    "textDocument/formatting",
    "textDocument/hover",
    "textDocument/implementation",
    "textDocument/inlayHint",
    "textDocument/inlineCompletion",
    "textDocument/inlineValue",
    "textDocument/linkedEditingRange",
    "textDocument/onTypeFormatting",
    "textDocument/prepareRename",
    "textDocument/publishDiagnostics",
    "textDocument/rangeFormatting",
    "textDocument/references",
    "textDocument/rename",
    "textDocument/selectionRange",
    "textDocument/semanticTokens/full",
    "textDocument/semanticTokens/full/delta",
    "textDocument/semanticTokens/range",
    "textDocument/signatureHelp",
    "textDocument/typeDefinition",
    "textDocument/willSave",
    "textDocument/willSaveWaitUntil",
    "window/logMessage",
    "window/showDocument",
    "window/showMessage",
    "window/showMessageRequest",
    "window/workDoneProgress/cancel",
    "window/workDoneProgress/create",
    "workspace/applyEdit",
    "workspace/codeLens/refresh",
    "workspace/configuration",
    "workspace/diagnostic",
    "workspace/diagnostic/refresh",
    "workspace/didChangeConfiguration",
    "workspace/didChangeWatchedFiles",
    "workspace/didChangeWorkspaceFolders",
    "workspace/didCreateFiles",
    "workspace/didDeleteFiles",
    "workspace/didRenameFiles",
    "workspace/executeCommand",
    "workspace/inlayHint/refresh",
    "workspace/inlineValue/refresh",
    "workspace/semanticTokens/refresh",
    "workspace/symbol",
    "workspace/willCreateFiles",
    "workspace/willDeleteFiles",
    "workspace/willRenameFiles",
    "workspace/workspaceFolders",
    "workspaceSymbol/resolve",
];

/// Values by their keys. A value is kept only where it stands under one of its keys.
const VALUES: &[(&[&str], &[&str])] = &[
    (&["jsonrpc"], &["2.0"]),
    (&["positionEncoding", "positionEncodings"], &["utf-8", "utf-16", "utf-32"]),
    (&["trace"], &["off", "messages", "verbose"]),
    (
        &["kind", "contentFormat", "documentationFormat", "format"],
        &["markdown", "plaintext", "full", "unchanged", "begin", "report", "end"],
    ),
    (
        &["kind", "only", "valueSet", "codeActionKinds"],
        &[
            "quickfix",
            "refactor",
            "refactor.extract",
            "refactor.inline",
            "refactor.move",
            "refactor.rewrite",
            "source",
            "source.fixAll",
            "source.fixAll.aplomb",
            "source.organizeImports",
            "notebook",
        ],
    ),
    (&["resourceOperations", "kind"], &["create", "rename", "delete"]),
    (&["failureHandling"], &["abort", "transactional", "textOnlyTransactional", "undo"]),
    (
        &["properties", "itemDefaults"],
        &[
            "edit",
            "command",
            "documentation",
            "detail",
            "additionalTextEdits",
            "commitCharacters",
            "editRange",
            "insertText",
            "insertTextFormat",
            "insertTextMode",
            "textEdit",
            "data",
        ],
    ),
    (
        &["languageId"],
        &[
            "markdown",
            "plaintext",
            "text",
            "mail",
            "eml",
            "email",
            "toml",
            "gitcommit",
            "git-commit",
            "git-rebase",
            "gitrebase",
            "hgcommit",
            "html",
            "json",
            "yaml",
            "org",
            "asciidoc",
        ],
    ),
    (&["source", "section"], &["aplomb"]),
    (&["identifier"], &["aplomb"]),
    (&["id"], &["aplomb-settings"]),
    (&["retryOnContentModified"], METHODS),
];

/// Editors by the names that they give. The name decides in which dialect snippets are written.
pub(crate) const EDITORS: &[&str] = &[
    "Visual Studio Code",
    "Visual Studio Code - Insiders",
    "Code - OSS",
    "VSCodium",
    "Cursor",
    "Windsurf",
    "Neovim",
    "Vim",
    "Vim-LSP",
    "vim-lsp",
    "coc.nvim",
    "ale",
    "emacs",
    "Emacs",
    "Eglot",
    "helix",
    "Zed",
    "Sublime Text LSP",
    "Kate",
    "kakoune-lsp",
    "kak-lsp",
    "aplomb",
];

/// The levels of rules, as settings have them.
const LEVELS: &[&str] = &["off", "hint", "information", "warning", "error"];

/// Keys under which somebody's own words are keys: nothing right under them is one of ours, however it
/// is spelt.
const OWN_KEYS: &[&str] = &["changes", "changeAnnotations", "relatedDocuments"];

/// Keys whose strings are written into a document or shown, so that they keep their length whatever
/// they look like.
const TEXTS: &[&str] =
    &["text", "newText", "insertText", "snippet", "label", "filterText", "sortText", "message"];

/// What is known of keys and values.
struct Words {
    keys: HashSet<String>,
    own_keys: HashSet<String>,
    values: HashMap<String, Vec<&'static str>>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut keys: HashSet<String> = include_str!("keys.txt").lines().map(str::to_owned).collect();
    let mut own_keys: HashSet<String> = OWN_KEYS.iter().map(|&key| key.to_owned()).collect();
    let mut values = HashMap::<String, Vec<&'static str>>::new();
    for (under, words) in VALUES {
        for key in *under {
            values.entry((*key).to_owned()).or_default().extend(*words);
        }
    }
    for member in execute_command::ALL.iter().flat_map(|command| command.takes.members()) {
        keys.insert(member.name.to_owned());
        if let Type::OneOf(words) = member.kind {
            values.entry(member.name.to_owned()).or_default().extend(words);
        }
    }
    for setting in settings() {
        let camel = setting.editor_path();
        let last = camel.rsplit('.').next().unwrap_or_default();
        let spellings = [setting.path(), setting.name.to_owned(), last.to_owned(), camel.clone()];
        for name in spellings {
            match setting.shape {
                Shape::Entries { fields, .. } => {
                    own_keys.insert(name.clone());
                    keys.extend(fields.iter().map(|field| field.name.to_owned()));
                    for field in fields {
                        let known = values.entry(field.name.to_owned()).or_default();
                        known.extend(choices(field.shape));
                    }
                }
                shape => values.entry(name.clone()).or_default().extend(choices(shape)),
            }
            keys.insert(format!("aplomb.{name}"));
            keys.insert(name);
        }
        keys.extend(setting.table.map(str::to_owned));
    }
    Words { keys, own_keys, values }
});

fn choices(shape: Shape) -> impl Iterator<Item = &'static str> {
    let choices = match shape {
        Shape::Choice(choices) => choices,
        _ => &[],
    };
    choices.iter().map(|(name, _)| *name)
}

/// The method of that name, if it is one of the protocol's.
pub(crate) fn method(name: &str) -> Option<&'static str> {
    let ours = features::ALL.iter().flat_map(|feature| feature.methods);
    METHODS.iter().chain(ours).find(|known| **known == name).copied()
}

/// The last part of a key: editors write `aplomb.links` where others nest.
fn last(key: &str) -> &str {
    key.rsplit('.').next().unwrap_or(key)
}

/// Whether what stands right under this key has somebody's own words as keys.
pub(crate) fn has_own_keys(key: &str) -> bool {
    WORDS.own_keys.contains(last(key))
}

/// Whether the keys under this one are codes of rules.
pub(crate) fn holds_rules(key: &str) -> bool {
    last(key) == "rules"
}

/// Whether a key is the protocol's or that of a setting.
pub(crate) fn is_key(key: &str) -> bool {
    WORDS.keys.contains(key) || Family::ALL.iter().any(|family| family.as_str() == key)
}

/// Whether a value may stay under a key. `is_code` knows the codes of the rules that come with Aplomb; it
/// is asked only where a code may stand, for it may have to wait until the rules are there.
pub(crate) fn is_value(key: &str, value: &str, is_code: &dyn Fn(&str) -> bool) -> bool {
    let key = last(key);
    match key {
        "method" => method(value).is_some(),
        "code" => is_code(value),
        "command" | "commands" => {
            value == INSERT_SNIPPET || execute_command::ALL.iter().any(|it| it.name == value)
        }
        _ if WORDS.values.get(key).is_some_and(|known| known.contains(&value)) => true,
        _ if LEVELS.contains(&value) => {
            is_code(key) || Family::ALL.iter().any(|family| family.as_str() == key)
        }
        _ => false,
    }
}

/// Whether the strings under a key have to keep their length.
pub(crate) fn is_text(key: &str) -> bool {
    TEXTS.contains(&key)
}
