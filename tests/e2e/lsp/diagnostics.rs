//! What an editor is told of a reply.

use serde_json::{Value, json};

use super::harness::{
    CUE, DOUBT, Editor, Place, REPLY, codes, in_memory_and_as_a_process, opened, pulling, range,
};

in_memory_and_as_a_process! {
    a_diagnostic_says_where_what_and_why,
    an_editor_that_pulls_is_not_pushed_to,
    an_editor_that_cannot_be_told_to_pull_again_is_pushed_to,
    a_hover_explains_a_finding,
    a_reply_has_at_most_eight_marks_besides_errors,
}

async fn a_diagnostic_says_where_what_and_why(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri(REPLY);
    let marked =
        editor.open_document(&uri, "markdown", &format!("Hi 👋 Jo,\n\n👋 {DOUBT}\n")).await;
    let [diagnostic] = marked.as_slice() else { panic!("{marked:?}") };
    let at = 3 + DOUBT.find(CUE).unwrap();
    assert_eq!(diagnostic["range"], range((2, at), (2, at + CUE.len())));
    assert_eq!(diagnostic["severity"], 2);
    assert_eq!(diagnostic["code"], "certainty-should");
    assert_eq!(diagnostic["source"], "aplomb");
    assert!(diagnostic["message"].as_str().unwrap().contains(CUE));
    assert!(diagnostic["data"].is_object());
    let page = diagnostic["codeDescription"]["href"].as_str().unwrap();
    let page = std::fs::read_to_string(page.strip_prefix("file://").unwrap()).unwrap();
    assert!(page.starts_with("# certainty-should") && page.contains("## Why"), "{page}");
    editor.finish().await;
}

async fn an_editor_that_pulls_is_not_pushed_to(place: Place) {
    let mut editor = Editor::with(place, pulling()).await;
    assert!(editor.capabilities["diagnosticProvider"].is_object());
    let uri = editor.uri(REPLY);
    editor.tell("textDocument/didOpen", opened(&uri, "markdown", DOUBT)).await;
    let report = editor.pull(&uri).await;
    assert_eq!(report["kind"], "full");
    assert_eq!(report["items"][0]["code"], "certainty-should");
    editor.tell("textDocument/didSave", json!({ "textDocument": { "uri": uri } })).await;
    let again = editor.hear("workspace/diagnostic/refresh").await;
    editor.reply(&again, Value::Null).await;
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } })).await;
    assert_eq!(editor.pull(&uri).await["items"], json!([]));
    // Had anything been pushed, it would be left unread.
    editor.finish().await;
}

async fn an_editor_that_cannot_be_told_to_pull_again_is_pushed_to(place: Place) {
    let mut capabilities = pulling();
    capabilities["workspace"]["diagnostics"] = Value::Null;
    let mut editor = Editor::with(place, capabilities).await;
    assert_eq!(editor.capabilities.get("diagnosticProvider"), None);
    let uri = editor.uri(REPLY);
    assert_eq!(codes(&editor.open_document(&uri, "markdown", DOUBT).await), ["certainty-should"]);
    assert_eq!(editor.pull(&uri).await["items"][0]["code"], "certainty-should");
    editor.finish().await;
}

async fn a_hover_explains_a_finding(place: Place) {
    for (format, kind) in [("markdown", "markdown"), ("plaintext", "plaintext")] {
        let mut capabilities = super::harness::capabilities();
        capabilities["textDocument"]["hover"] = json!({ "contentFormat": [format] });
        let mut editor = Editor::with(place, capabilities).await;
        let uri = editor.uri(REPLY);
        let marked = editor.open_document(&uri, "markdown", &format!("😀😀😀 {DOUBT}")).await;
        let at = |position: &Value| json!({ "textDocument": { "uri": uri }, "position": position });
        let hover =
            editor.ask("textDocument/hover", at(&marked[0]["range"]["start"])).await.unwrap();
        assert_eq!(hover["range"], marked[0]["range"]);
        assert_eq!(hover["contents"]["kind"], kind);
        let text = hover["contents"]["value"].as_str().unwrap();
        assert!(text.starts_with("Look first") && text.contains("certainty-should"), "{text}");
        assert!(text.contains("This states a fact about"), "{text}");
        let beside = json!({ "line": 0, "character": 0 });
        assert_eq!(editor.ask("textDocument/hover", at(&beside)).await.unwrap(), Value::Null);
        editor.finish().await;
    }
}

async fn a_reply_has_at_most_eight_marks_besides_errors(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri(REPLY);
    let marked = editor.open_document(&uri, "markdown", &format!("{DOUBT}\n\n").repeat(12)).await;
    assert_eq!(marked.len(), 8);
    editor.finish().await;
}
