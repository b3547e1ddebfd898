//! The server ends in every way in which editors end one.

use serde_json::{Value, json};
use tokio::process::Command;

use super::harness::{Editor, Place, capabilities, in_memory_and_as_a_process};

in_memory_and_as_a_process! {
    exit_after_shutdown_ends_at_once_with_input_open,
    exit_without_shutdown_is_an_error,
    the_end_of_input_after_shutdown_is_a_clean_end,
    the_end_of_input_alone_ends_it,
    the_end_of_input_in_the_middle_of_a_message_ends_it,
    nothing_is_answered_after_exit,
    a_message_that_cannot_be_read_is_refused_and_the_next_is_answered,
    an_editor_that_dies_takes_the_server_with_it,
}

async fn exit_after_shutdown_ends_at_once_with_input_open(place: Place) {
    Editor::open(place).await.finish().await;
}

async fn exit_without_shutdown_is_an_error(place: Place) {
    let mut editor = Editor::open(place).await;
    editor.tell("exit", Value::Null).await;
    assert_eq!(editor.ended().await, 1);
}

async fn the_end_of_input_after_shutdown_is_a_clean_end(place: Place) {
    let mut editor = Editor::open(place).await;
    editor.ask_without_params("shutdown").await.unwrap();
    editor.hang_up();
    assert_eq!(editor.ended().await, 0);
}

async fn the_end_of_input_alone_ends_it(place: Place) {
    let mut editor = Editor::start(place, &[]);
    editor.hang_up();
    assert_eq!(editor.ended().await, 1);
    let mut editor = Editor::open(place).await;
    editor.hang_up();
    assert_eq!(editor.ended().await, 1);
}

async fn the_end_of_input_in_the_middle_of_a_message_ends_it(place: Place) {
    let mut editor = Editor::open(place).await;
    editor.write(b"Content-Length: 100\r\n\r\n{\"jsonrpc\"").await;
    editor.hang_up();
    assert_eq!(editor.ended().await, 1);
}

async fn nothing_is_answered_after_exit(place: Place) {
    let mut editor = Editor::open(place).await;
    let (_, shutdown) = editor.request("shutdown", Value::Null);
    let (_, hover) = editor.request("textDocument/hover", json!({}));
    let exit = json!({ "jsonrpc": "2.0", "method": "exit" });
    editor.burst(&[shutdown.clone(), exit, hover]).await;
    let id = shutdown["id"].as_i64().unwrap();
    assert_eq!(editor.answer(id).await.unwrap(), Value::Null);
    assert_eq!(editor.ended().await, 0);
}

async fn a_message_that_cannot_be_read_is_refused_and_the_next_is_answered(place: Place) {
    let mut editor = Editor::open(place).await;
    let (open, close) = ("[".repeat(500), "]".repeat(500));
    let deep =
        format!("{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":{open}{close}}}");
    let cut = "{\"jsonrpc\":\"2.0\",\"id\":1,\"meth";
    for bad in [cut, "[]", "\"Dear Zebulon\"", "{\"id\":1}", &deep] {
        editor.write(format!("Content-Length: {}\r\n\r\n{bad}", bad.len()).as_bytes()).await;
        let refusal = editor.hear_refusal().await;
        assert_eq!(refusal["code"], -32700, "{bad}");
        assert!(!refusal.to_string().contains("Zebulon"), "{refusal}");
    }
    let error = editor.ask("textDocument/hover", json!({ "x": "Dear Zebulon" })).await.unwrap_err();
    assert_eq!(error["code"], -32602);
    assert!(!error.to_string().contains("Zebulon"), "{error}");
    let error = editor.ask("textDocument/unheardOf", json!({})).await.unwrap_err();
    assert_eq!(error["code"], -32601);
    editor.tell("$/unheardOf", json!({})).await;
    editor.tell("unheardOf", json!({})).await;
    editor.finish().await;
}

async fn an_editor_that_dies_takes_the_server_with_it(place: Place) {
    let mut parent = Command::new("sleep").arg("600").kill_on_drop(true).spawn().unwrap();
    let params = json!({ "processId": parent.id(), "capabilities": capabilities() });
    let editor = Editor::greet(Editor::start(place, &[]), params).await;
    parent.kill().await.unwrap();
    assert_eq!(editor.ended().await, 1);
}

/// ALE ends the server with a signal.
#[cfg(unix)]
#[tokio::test]
async fn a_signal_ends_it() {
    let editor = Editor::open(Place::Process).await;
    let id = editor.process().expect("a process has an id").to_string();
    assert!(Command::new("kill").arg(id).status().await.unwrap().success());
    assert_eq!(editor.ended().await, -1);
}
