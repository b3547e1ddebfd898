//! What the server says that it can do, and whether it does.

use serde_json::{Value, json};

use super::harness::{Editor, Place, REPLY, in_memory_and_as_a_process, opened, pulling};
use crate::e2e::generated;

in_memory_and_as_a_process!(all_that_is_offered_is_answered);

#[test]
fn the_page_of_the_server_is_todays() {
    generated::is("docs/lsp.md", &aplomb_lsp::features_page());
}

/// The request by which a client asks for what stands in `initialize` under this name.
fn request(provider: &str) -> &'static str {
    match provider {
        "codeActionProvider" => "textDocument/codeAction",
        "codeLensProvider" => "textDocument/codeLens",
        "completionProvider" => "textDocument/completion",
        "diagnosticProvider" => "textDocument/diagnostic",
        "documentLinkProvider" => "textDocument/documentLink",
        "documentSymbolProvider" => "textDocument/documentSymbol",
        "executeCommandProvider" => "workspace/executeCommand",
        "foldingRangeProvider" => "textDocument/foldingRange",
        "hoverProvider" => "textDocument/hover",
        "inlayHintProvider" => "textDocument/inlayHint",
        "selectionRangeProvider" => "textDocument/selectionRange",
        "workspaceSymbolProvider" => "workspace/symbol",
        other => panic!("which request is {other} for?"),
    }
}

async fn all_that_is_offered_is_answered(place: Place) {
    let mut editor = Editor::with(place, pulling()).await;
    answers_all_that_it_offers(&mut editor).await;
    editor.finish().await;
}

/// Asks for everything that the server has said it can do.
pub(super) async fn answers_all_that_it_offers(editor: &mut Editor) {
    let uri = editor.uri(REPLY);
    let document = opened(&uri, "markdown", "It should work now.");
    editor.tell("textDocument/didOpen", document).await;
    let offered = editor.capabilities.clone();
    let page = aplomb_lsp::features_page();
    let providers = offered.as_object().unwrap().keys().filter(|it| it.ends_with("Provider"));
    for provider in providers {
        let method = request(provider);
        assert!(page.contains(&format!("`{method}`")), "{method} is on the page");
        let start = json!({ "line": 0, "character": 4 });
        let params = json!({
            "textDocument": { "uri": uri },
            "position": start,
            "positions": [start],
            "range": { "start": start, "end": start },
            "context": { "diagnostics": [], "triggerKind": 1 },
            "query": "",
            "command": "aplomb.showSettings",
            "arguments": [uri],
        });
        let answer = editor.ask(method, params).await;
        assert!(answer.is_ok(), "{method}: {answer:?}");
    }
    let commands = offered["executeCommandProvider"]["commands"].as_array().unwrap();
    for command in commands.iter().filter_map(Value::as_str) {
        assert!(page.contains(&format!("`{command}`")), "{command} is on the page");
    }
}
