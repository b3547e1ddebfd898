//! Nothing of a draft reaches a log or a file, whatever logging is asked for.

use std::sync::Arc;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::harness::{DOUBT, Editor, Place, capabilities, changed, files, opened, pulling, range};
use super::random::requests;

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

/// A check panics while a draft is asked about in each way, while it lies in a folder that nobody has open, and
/// while the settings go away.
#[tokio::test]
async fn a_check_that_panics_tells_no_word_to_anybody() {
    let home = Arc::new(TempDir::new().unwrap());
    let [record, log] = ["record.json", "aplomb.log"].map(|name| home.path().join(name));
    let args = ["--record", record.to_str().unwrap(), "--log", log.to_str().unwrap(), "--trace"];
    let env = [("RUST_LOG", "trace"), ("RUST_BACKTRACE", "full")];
    let text = "Hi Zebulon,\n\nYour xylophone should now work. [[test: panic]]\n\nQuillfeather\n";
    let settings = home.path().join("aplomb.toml");
    std::fs::write(
        &settings,
        "company = \"Quillfeather\"\n[files]\ncheck-folders = [\"drafts/\"]\n",
    )
    .unwrap();
    std::fs::create_dir(home.path().join("drafts")).unwrap();
    std::fs::write(home.path().join("drafts/xylophone.md"), text).unwrap();
    let editor = Editor::start_in(home.clone(), Place::Process, &env, &args);
    let folder = json!([{ "uri": editor.uri(""), "name": "Zebulon" }]);
    let params = json!({
        "capabilities": pulling(), "workspaceFolders": folder, "trace": "verbose",
    });
    let mut editor = editor.greet(params).await;
    let uri = editor.uri("drafts/Quillfeather.md");
    editor.tell("textDocument/didOpen", opened(&uri, "markdown", text)).await;
    let (mut heard, mut failed) = (Vec::new(), 0);
    for round in 0..2 {
        for method in requests() {
            let here = range((2, 5), (2, 9));
            let params = json!({
                "textDocument": { "uri": uri }, "position": here["start"], "positions": [here["end"]],
                "range": here, "context": { "diagnostics": [] }, "query": "", "previousResultIds": [],
                "command": "aplomb.copyReply", "arguments": [uri],
            });
            let (id, request) = editor.request(&method, params);
            editor.burst(&[request]).await;
            loop {
                let message = editor.any().await;
                heard.push(message.to_string());
                if message["id"] == id && message.get("method").is_none() {
                    failed += usize::from(message["error"]["code"] == -32603);
                    break;
                } else if message.get("id").is_some() {
                    editor.reply(&message, Value::Null).await;
                }
            }
        }
        if round == 0 {
            std::fs::remove_file(&settings).unwrap();
            let changes = json!([{ "uri": editor.uri("aplomb.toml"), "type": 3 }]);
            editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": changes })).await;
        }
    }
    assert!(failed > 5, "the check panics: {heard:#?}");
    editor.ask("shutdown", Value::Null).await.unwrap();
    editor.tell("exit", Value::Null).await;
    let stderr = editor.log_after_all(&mut heard).await;
    let kept = [&record, &log].map(|file| std::fs::read_to_string(file).unwrap());
    assert!(kept[1].contains("internal error") && stderr.contains("internal error"), "{kept:?}");
    // The client names its own files by their URIs, and hears of them by these.
    let heard = heard.join("\n").replace(&uri, "").replace("drafts/xylophone.md", "");
    for (what, said) in [
        ("a message", &heard),
        ("standard error", &stderr),
        ("the recording", &kept[0]),
        ("the log", &kept[1]),
    ] {
        for mark in MARKS {
            assert!(!said.contains(mark), "{mark} is in {what}: {said}");
        }
    }
}
