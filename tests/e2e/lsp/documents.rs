//! What an editor may open, and how it may say what changed.

use serde_json::{Value, json};

use super::harness::{
    CUE, DOUBT, Editor, Place, REPLY, change, changed, codes, in_memory_and_as_a_process, opened,
    range,
};

in_memory_and_as_a_process! {
    any_language_and_any_scheme_is_checked,
    full_and_partial_changes_come_in_one_notification,
    a_notification_without_changes_moves_the_version_only,
    a_document_opened_at_once_is_checked,
    an_editor_that_declares_nothing_is_served_in_utf_16,
    an_encoding_is_named_only_if_encodings_were_offered,
    positions_out_of_range_are_brought_back,
    messages_about_documents_that_are_not_open_do_no_harm,
    what_is_closed_is_cleared_and_may_be_opened_again,
    null_settings_do_no_harm,
    readmes_and_changelogs_get_no_diagnostics,
    a_page_is_left_alone_until_it_is_marked_as_a_reply,
    a_commit_message_is_left_alone,
    long_documents_are_checked_too,
}

async fn any_language_and_any_scheme_is_checked(place: Place) {
    let mut editor = Editor::open(place).await;
    let file = editor.uri(REPLY);
    for (uri, language) in [
        (file.as_str(), "markdown"),
        ("untitled:Untitled-1", "plaintext"),
        ("untitled:Antwort an José", "plain"),
        ("vscode-notebook-cell://host/a%20b#c", "mail"),
        ("file:///no/such/folder/reply", ""),
    ] {
        let text = format!("Hi Jo,\r\n\r\n{DOUBT}\r\n");
        editor.tell("textDocument/didOpen", opened(uri, language, &text)).await;
        let message = editor.hear("textDocument/publishDiagnostics").await;
        let marked = message["params"]["diagnostics"].as_array().unwrap();
        let marked =
            marked.iter().find(|it| it["code"] == "certainty-should").expect("it is marked");
        let at = DOUBT.find(CUE).unwrap();
        assert_eq!(marked["range"], range((2, at), (2, at + CUE.len())), "{uri}");
    }
    editor.finish().await;
}

async fn a_commit_message_is_left_alone(place: Place) {
    let mut editor = Editor::open(place).await;
    for (name, language) in [
        (".git/COMMIT_EDITMSG", "gitcommit"),
        ("COMMIT_EDITMSG", "git-commit"),
        ("message.txt", "gitcommit"),
        ("todo", "git-rebase"),
        ("MERGE_MSG", "text"),
    ] {
        let uri = editor.uri(name);
        let marked = editor.open_document(&uri, language, DOUBT).await;
        assert!(marked.is_empty(), "{name}: {marked:?}");
        let top = range((0, 0), (0, 0));
        let asked = json!({ "diagnostics": [], "triggerKind": 1 });
        assert!(editor.actions(&uri, &top, asked).await.is_empty(), "{name}");
    }
    editor.finish().await;
}

async fn full_and_partial_changes_come_in_one_notification(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri(REPLY);
    editor.open_document(&uri, "markdown", "Hi").await;
    let changes = json!([
        { "text": "Hi 👋 Jo" },
        change((0, 6), (0, 8), "Ana"),
        change((0, 9), (0, 9), ",\n\n"),
        change((2, 0), (2, 0), DOUBT),
    ]);
    editor.tell("textDocument/didChange", changed(&uri, 2, changes)).await;
    assert_eq!(codes(&editor.diagnostics(&uri, 2).await), ["certainty-should"]);
    assert_eq!(editor.text(&uri).await, format!("Hi 👋 Ana,\n\n{DOUBT}"));
    editor.finish().await;
}

async fn a_notification_without_changes_moves_the_version_only(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri(REPLY);
    editor.open_document(&uri, "markdown", DOUBT).await;
    editor.tell("textDocument/didChange", changed(&uri, 2, json!([]))).await;
    assert_eq!(codes(&editor.diagnostics(&uri, 2).await), ["certainty-should"]);
    editor.finish().await;
}

async fn a_document_opened_at_once_is_checked(place: Place) {
    let mut editor = Editor::start(place, &[]);
    let uri = editor.uri(REPLY);
    editor.ask("initialize", json!({ "capabilities": {} })).await.unwrap();
    let messages = [
        super::harness::notification("initialized", json!({})),
        super::harness::notification("textDocument/didOpen", opened(&uri, "markdown", DOUBT)),
    ];
    editor.burst(&messages).await;
    assert_eq!(codes(&editor.diagnostics(&uri, 1).await), ["certainty-should"]);
    editor.finish().await;
}

async fn an_editor_that_declares_nothing_is_served_in_utf_16(place: Place) {
    let mut editor = Editor::with(place, json!({})).await;
    let uri = editor.uri(REPLY);
    let marked = editor.open_document(&uri, "", &format!("👋 {DOUBT}")).await;
    assert_eq!(marked[0]["range"]["start"]["character"], 3 + DOUBT.find(CUE).unwrap());
    for optional in ["codeDescription", "relatedInformation"] {
        assert_eq!(marked[0].get(optional), None);
    }
    let params = json!({
        "textDocument": { "uri": uri }, "range": marked[0]["range"], "context": { "diagnostics": [] },
    });
    assert_eq!(editor.ask("textDocument/codeAction", params).await.unwrap(), Value::Null);
    editor.finish().await;
}

async fn an_encoding_is_named_only_if_encodings_were_offered(place: Place) {
    for (offered, expected) in [
        (None, None),
        (Some(json!([])), None),
        (Some(json!(["utf-16"])), Some("utf-16")),
        (Some(json!(["utf-16", "utf-8"])), Some("utf-8")),
        (Some(json!(["utf-32"])), Some("utf-32")),
    ] {
        let capabilities = offered
            .map_or(json!({}), |offered| json!({ "general": { "positionEncodings": offered } }));
        let editor = Editor::with(place, capabilities).await;
        assert_eq!(editor.capabilities.get("positionEncoding").and_then(Value::as_str), expected);
        editor.finish().await;
    }
}

async fn positions_out_of_range_are_brought_back(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri(REPLY);
    editor.open_document(&uri, "markdown", DOUBT).await;
    let far = json!({ "line": 99_999, "character": 99_999 });
    let at = json!({ "textDocument": { "uri": uri }, "position": far });
    assert_eq!(editor.ask("textDocument/hover", at.clone()).await.unwrap(), Value::Null);
    editor.ask("textDocument/completion", at).await.unwrap();
    let everywhere = json!({ "start": { "line": 0, "character": 0 }, "end": far });
    assert!(!editor.actions(&uri, &everywhere, json!({ "diagnostics": [] })).await.is_empty());
    let nowhere = json!({ "start": far, "end": far });
    assert!(editor.actions(&uri, &nowhere, json!({ "diagnostics": [] })).await.is_empty());
    let changes = json!([change((7, 7), (99_999, 0), " Yes."), change((0, 99), (0, 12), "")]);
    editor.tell("textDocument/didChange", changed(&uri, 2, changes)).await;
    editor.diagnostics(&uri, 2).await;
    assert_eq!(editor.text(&uri).await, &DOUBT[..12]);
    editor.finish().await;
}

async fn messages_about_documents_that_are_not_open_do_no_harm(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri("never-opened.md");
    let document = json!({ "textDocument": { "uri": uri } });
    editor.tell("textDocument/didChange", changed(&uri, 2, json!([{ "text": "x" }]))).await;
    editor.tell("textDocument/didSave", document.clone()).await;
    editor.tell("textDocument/didClose", document.clone()).await;
    let mut at = document.clone();
    at["position"] = json!({ "line": 0, "character": 0 });
    assert_eq!(editor.ask("textDocument/hover", at.clone()).await.unwrap(), Value::Null);
    assert_eq!(editor.ask("textDocument/completion", at).await.unwrap(), Value::Null);
    let pulled = editor.ask("textDocument/diagnostic", document).await.unwrap();
    assert_eq!(pulled["items"], json!([]));
    let copy = json!({ "command": "aplomb.copyReply", "arguments": [uri] });
    editor.ask("workspace/executeCommand", copy).await.unwrap_err();
    editor.finish().await;
}

async fn what_is_closed_is_cleared_and_may_be_opened_again(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri(REPLY);
    editor.open_document(&uri, "markdown", DOUBT).await;
    let close = json!({ "textDocument": { "uri": uri } });
    editor.tell("textDocument/didClose", close).await;
    let cleared = editor.hear("textDocument/publishDiagnostics").await;
    assert_eq!(cleared["params"]["diagnostics"], json!([]));
    assert_eq!(codes(&editor.open_document(&uri, "markdown", DOUBT).await), ["certainty-should"]);
    editor.finish().await;
}

async fn null_settings_do_no_harm(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri(REPLY);
    editor.tell("workspace/didChangeConfiguration", json!({ "settings": null })).await;
    assert_eq!(codes(&editor.open_document(&uri, "markdown", DOUBT).await), ["certainty-should"]);
    editor.finish().await;
}

async fn readmes_and_changelogs_get_no_diagnostics(place: Place) {
    let mut editor = Editor::open(place).await;
    std::fs::write(editor.path("aplomb.toml"), "profile = \"coach\"\n").unwrap();
    let pages = crate::e2e::cli::folders::pages();
    assert_eq!(pages.len(), 10);
    for (name, text) in pages {
        let uri = editor.uri(&name.replace('\\', "/"));
        let marked = editor.open_document(&uri, "markdown", &text).await;
        assert!(marked.is_empty(), "{name}: {marked:?}");
    }
    editor.finish().await;
}

async fn a_page_is_left_alone_until_it_is_marked_as_a_reply(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri("README.chat.md");
    assert!(editor.open_document(&uri, "markdown", DOUBT).await.is_empty());
    let here = range((0, 0), (0, 0));
    let automatic = json!({ "diagnostics": [], "triggerKind": 2 });
    assert!(editor.actions(&uri, &here, automatic).await.is_empty());
    let mut actions =
        editor.actions(&uri, &here, json!({ "diagnostics": [], "triggerKind": 1 })).await;
    assert_eq!(super::harness::titles(&actions), ["Check this file as a reply"]);
    let command = actions.remove(0)["command"].take();
    let params = json!({ "command": command["command"], "arguments": command["arguments"] });
    editor.ask("workspace/executeCommand", params).await.unwrap();
    assert_eq!(codes(&editor.diagnostics(&uri, 1).await), ["certainty-should"]);
    // It is remembered, without the file's name.
    for file in super::harness::files(&editor.path("state")) {
        assert!(!std::fs::read_to_string(file).unwrap().contains("README"));
    }
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } })).await;
    editor.hear("textDocument/publishDiagnostics").await;
    assert_eq!(codes(&editor.open_document(&uri, "markdown", DOUBT).await), ["certainty-should"]);
    editor.finish().await;
}

async fn long_documents_are_checked_too(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri(REPLY);
    let long = "All is well.\n\n".repeat(20_000) + DOUBT;
    assert!(long.len() > 250_000);
    let marked = editor.open_document(&uri, "markdown", &long).await;
    assert_eq!(codes(&marked), ["certainty-should"]);
    let fixes = editor.actions(&uri, &marked[0]["range"], json!({ "diagnostics": [] })).await;
    assert!(!fixes.is_empty());
    editor.finish().await;
}
