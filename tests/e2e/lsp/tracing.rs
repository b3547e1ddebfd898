//! What the server tells of itself: in the editor's log, in a trace, and in a file that was named.

use serde_json::{Value, json};
use std::sync::Arc;
use tempfile::TempDir;

use super::harness::{
    DOUBT, Editor, Place, REPLY, capabilities, in_memory_and_as_a_process, notification,
};

in_memory_and_as_a_process! {
    the_editors_log_says_what_holds,
    messages_are_traced_for_as_long_as_the_editor_wants,
}

async fn the_editors_log_says_what_holds(place: Place) {
    let mut editor = Editor::start(place, &[]);
    let home = editor.home.path().to_owned();
    std::fs::create_dir_all(home.join("config/aplomb")).unwrap();
    std::fs::write(home.join("config/aplomb/aplomb.toml"), "agent = \"Ana\"\n").unwrap();
    std::fs::write(home.join("aplomb.toml"), "company = \"Acme\"\n").unwrap();
    editor = editor.greet(json!({ "capabilities": capabilities() })).await;
    let uris = [editor.uri(REPLY), editor.uri("other.chat.md")];
    for uri in &uris {
        editor.open_document(uri, "markdown", DOUBT).await;
    }
    let version = env!("CARGO_PKG_VERSION");
    let ready = format!("Aplomb {version} is ready, and counts in utf-16.");
    let (own, team) = (home.join("config/aplomb/aplomb.toml"), home.join("aplomb.toml"));
    let settings = format!("Settings come from {}, and over it {}.", own.display(), team.display());
    assert_eq!(editor.remarks, [ready, settings]);
    editor.finish().await;
}

async fn messages_are_traced_for_as_long_as_the_editor_wants(place: Place) {
    let params = json!({ "capabilities": capabilities(), "trace": "messages" });
    let mut editor = Editor::start(place, &[]).greet(params).await;
    let mut lines = Vec::new();
    while lines.last().is_none_or(|it: &String| it != "received notification initialized") {
        let told = editor.hear("$/logTrace").await;
        assert!(told["params"].get("verbose").is_none(), "{told}");
        lines.push(told["params"]["message"].as_str().unwrap().to_owned());
    }
    assert!(lines[0].starts_with("sent answer to initialize after "), "{lines:?}");
    editor.tell("$/setTrace", json!({ "value": "verbose" })).await;
    let uri = editor.uri(REPLY);
    let at = json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 0 } });
    editor.ask("textDocument/hover", at.clone()).await.unwrap();
    loop {
        let told = editor.hear("$/logTrace").await["params"].take();
        let message = told["message"].as_str().unwrap();
        if message.starts_with("sent answer to textDocument/hover after ") {
            assert!(told["verbose"].as_str().unwrap().starts_with("id 2, "), "{told}");
            break;
        }
    }
    editor.tell("$/setTrace", json!({ "value": "off" })).await;
    editor.ask("textDocument/hover", at).await.unwrap();
    // Were anything told of these, it would be left unread.
    editor.burst(&[notification("$/setTrace", json!({ "value": "loudly" }))]).await;
    editor.burst(&[notification("$/setTrace", Value::Null)]).await;
    editor.finish().await;
}

#[tokio::test]
async fn a_log_is_written_on_and_has_every_message_by_its_method() {
    let home = TempDir::new().unwrap();
    let log = home.path().join("aplomb.log");
    std::fs::write(&log, "2026-03-04T09:00:00Z what was there\n").unwrap();
    let args = ["--log", log.to_str().unwrap(), "--trace"];
    let mut editor = Editor::start_in(Arc::new(home), Place::Process, &[], &args)
        .greet(json!({ "capabilities": capabilities() }))
        .await;
    let uri = editor.uri(REPLY);
    editor.open_document(&uri, "markdown", DOUBT).await;
    editor.rewrite(&uri, 2, "It should work. [[test: panic]]").await;
    editor.hear("window/logMessage").await;
    editor.ask("shutdown", Value::Null).await.unwrap();
    let written = std::fs::read_to_string(&log).unwrap();
    editor.tell("exit", Value::Null).await;
    let (code, stderr) = editor.ended_with_log().await;
    assert_eq!(code, 0);
    for expected in [
        "2026-03-04T09:00:00Z what was there\n",
        &format!("Aplomb {} begins a conversation\n", env!("CARGO_PKG_VERSION")),
        "received request initialize (id 1, ",
        "sent answer to initialize after ",
        "received notification textDocument/didChange (",
        "sent notification textDocument/publishDiagnostics (",
        "aplomb: internal error at ",
        "a check has failed",
        "received request shutdown",
    ] {
        assert!(written.contains(expected), "{expected} is in {written}");
    }
    // Standard error has what it always has, and the trace is not there.
    assert!(stderr.contains("a check has failed") && !stderr.contains("received"), "{stderr}");
}
