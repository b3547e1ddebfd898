//! Nothing of a draft reaches a log or a file, whatever logging is asked for.

use serde_json::{Value, json};

use super::harness::{DOUBT, Editor, Place, capabilities, changed, files, opened};

/// Words that no log may hold.
const MARKS: [&str; 3] = ["Zebulon", "Quillfeather", "xylophone"];

#[tokio::test]
async fn a_reply_is_copied_where_nothing_can_be_remembered_and_the_log_has_no_word_of_it() {
    let editor = Editor::start(Place::Process, &[("RUST_LOG", "trace")]);
    std::fs::write(editor.path("state"), "a file where a folder belongs").unwrap();
    let mut editor = Editor::greet(editor, json!({ "capabilities": capabilities() })).await;
    let uri = editor.uri("Quillfeather.md");
    let text = "Hi Zebulon,\n\nYour xylophone is on its way to you.\n\nBest wishes,\nAna\n";
    editor.open_document(&uri, "markdown", text).await;
    let copy = json!({ "command": "aplomb.copyReply", "arguments": [uri] });
    assert_eq!(editor.ask("workspace/executeCommand", copy).await.unwrap(), text);
    editor.ask("shutdown", Value::Null).await.unwrap();
    editor.tell("exit", Value::Null).await;
    let (code, log) = editor.ended_with_log().await;
    assert_eq!(code, 0);
    assert!(log.contains("the state directory cannot be written to"), "{log}");
    assert!(MARKS.iter().all(|mark| !log.contains(mark)), "{log}");
}

#[tokio::test]
async fn no_word_of_a_draft_is_logged_or_kept() {
    let mut editor =
        Editor::start(Place::Process, &[("RUST_LOG", "trace"), ("RUST_BACKTRACE", "full")]);
    editor = Editor::greet(editor, json!({ "capabilities": capabilities() })).await;
    let uri = editor.uri("Quillfeather.chat.md");
    let text = format!("Dear Zebulon,\n\nYour xylophone should now work.\n\n{DOUBT}\n");
    let marked = editor.open_document(&uri, "markdown", &text).await;
    assert!(!marked.is_empty());
    let actions = editor.actions(&uri, &marked[0]["range"], json!({ "diagnostics": marked })).await;
    for action in actions.iter().filter(|action| action["command"].is_object()) {
        let command = &action["command"];
        let params = json!({ "command": command["command"], "arguments": command["arguments"] });
        editor.ask("workspace/executeCommand", params).await.unwrap();
        editor.diagnostics(&uri, 1).await;
    }
    let at = json!({ "textDocument": { "uri": uri }, "position": marked[0]["range"]["start"] });
    editor.ask("textDocument/hover", at.clone()).await.unwrap();
    editor.ask("textDocument/completion", at).await.unwrap();
    // Each of these goes wrong in another place.
    editor.ask("textDocument/hover", json!({ "textDocument": "Zebulon" })).await.unwrap_err();
    editor.tell("textDocument/didChange", json!({ "textDocument": "Zebulon" })).await;
    editor.tell("textDocument/didChange", changed(&uri, 2, json!("Zebulon"))).await;
    editor.tell("textDocument/didOpen", opened("no uri, Zebulon", "", &text)).await;
    editor.ask("Zebulon", json!({ "xylophone": true })).await.unwrap_err();
    editor.write(b"Content-Length: 10\r\n\r\n\"Zebulon\"x").await;
    editor.hear_refusal().await;
    assert!(editor.rewrite(&uri, 3, "Dear Zebulon. [[test: panic]]").await.is_empty());
    let failed = editor.hear("window/logMessage").await;
    assert!(MARKS.iter().all(|mark| !failed.to_string().contains(mark)), "{failed}");

    let home = editor.home.path().to_owned();
    let kept = files(&home);
    assert!(
        kept.iter().any(|file| file.ends_with("ignores")),
        "something was remembered: {kept:?}"
    );
    for file in kept {
        let inside = std::fs::read_to_string(&file).unwrap();
        assert!(MARKS.iter().all(|mark| !inside.contains(mark)), "{}", file.display());
    }
    editor.ask("shutdown", Value::Null).await.unwrap();
    editor.tell("exit", Value::Null).await;
    let (code, log) = editor.ended_with_log().await;
    assert_eq!(code, 0);
    assert!(log.contains("aplomb"), "the log is there: {log}");
    assert!(MARKS.iter().all(|mark| !log.contains(mark)), "{log}");
}
