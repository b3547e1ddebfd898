//! What no editor should send, sent to the real process: it goes on serving, or ends with the right code.

use serde_json::{Value, json};

use super::harness::{
    CUE, DOUBT, Editor, Place, REPLY, change, changed, codes, notification, opened, range,
};

/// A message of this length is longer than the server reads. In bytes.
const TOO_LONG: usize = 100 * 1024 * 1024;

/// Asks something that is answered in any state of the conversation, and looks at the answer.
async fn still_serves(editor: &mut Editor) {
    let uri = editor.uri("still.chat.md");
    let marked = editor.open_document(&uri, "markdown", DOUBT).await;
    assert_eq!(codes(&marked), ["certainty-should"]);
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } })).await;
    let cleared = editor.hear("textDocument/publishDiagnostics").await;
    assert_eq!(cleared["params"]["diagnostics"], json!([]));
}

/// So much memory the server has taken at most, in megabytes.
#[cfg(target_os = "linux")]
fn most_memory(editor: &Editor) -> usize {
    let process = editor.process().expect("it runs");
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("Linux tells it");
    peak.trim().trim_end_matches(" kB").parse::<usize>().unwrap() / 1024
}

#[tokio::test]
async fn headers_that_make_no_sense_cost_themselves_only() {
    let hover = r#"{"jsonrpc":"2.0","id":1,"method":"nobody/knows"}"#;
    let follows = format!("Content-Length: {}\r\n\r\n{hover}", hover.len());
    let giant = format!("X-Long: {}\r\n\r\n", "a".repeat(1_000_000));
    let cases: [&[u8]; 10] = [
        b"Content-Length: -1\r\n\r\n{}",
        b"Content-Length: two\r\n\r\n{}",
        b"Content-Length: 99999999999999999999999\r\n\r\n{}",
        b"Content-Length:\r\n\r\n{}",
        b"Content-Type: text\r\n\r\n{}",
        b"Content-Length: 0\r\n\r\n",
        // One less than it is, and one more: the message that follows may be lost as well, and no other.
        b"Content-Length: 1\r\n\r\n{}",
        b"Content-Length: 3\r\n\r\n{}",
        b"\xff\xfe: \x00\r\n\r\n",
        giant.as_bytes(),
    ];
    for bad in cases {
        let mut editor = Editor::open(Place::Process).await;
        editor.write(&[bad, follows.as_bytes()].concat()).await;
        assert_eq!(editor.hear_refusal().await["code"], -32700);
        still_serves(&mut editor).await;
        // How often it was refused depends on the pieces in which it came.
        editor.leave().await;
    }
}

#[tokio::test]
async fn a_message_of_a_hundred_megabytes_is_passed_over_and_takes_no_memory() {
    let mut editor = Editor::open(Place::Process).await;
    let text = DOUBT.repeat(TOO_LONG / DOUBT.len() + 1);
    let long = notification("textDocument/didOpen", opened("file:///long.md", "markdown", &text));
    editor.burst(&[long]).await;
    assert_eq!(editor.hear_refusal().await["code"], -32700);
    still_serves(&mut editor).await;
    #[cfg(target_os = "linux")]
    assert!(most_memory(&editor) < 200, "{} MB", most_memory(&editor));
    editor.finish().await;
}

#[tokio::test]
async fn a_length_beyond_reason_ends_it() {
    let mut editor = Editor::open(Place::Process).await;
    editor.write(format!("Content-Length: {}\r\n\r\n{{", u64::MAX).as_bytes()).await;
    assert_eq!(editor.ended().await, 1);
}

#[tokio::test]
async fn bytes_that_are_no_text_are_refused() {
    let mut editor = Editor::open(Place::Process).await;
    let cases: [&[u8]; 4] = [
        b"{\"jsonrpc\":\"2.0\",\"method\":\"\xff\"}",
        b"\xc3\x28",
        b"{\"jsonrpc\":\"2.0\"\x00}",
        // Numbers and keys that JSON has and nobody can take.
        br#"{"jsonrpc":"2.0","id":1,"method":"x","params":{"a":1e999},"params":[]}"#,
    ];
    for body in cases {
        let header = format!("Content-Length: {}\r\n\r\n", body.len());
        editor.write(&[header.as_bytes(), body].concat()).await;
        assert_eq!(editor.hear_refusal().await["code"], -32700, "{}", body.escape_ascii());
    }
    still_serves(&mut editor).await;
    editor.finish().await;
}

#[tokio::test]
async fn a_request_whose_method_nobody_knows_is_answered() {
    let mut editor = Editor::open(Place::Process).await;
    for method in ["nobody/knows", "$/nobodyKnows", "", "textDocument/"] {
        let error = editor.ask(method, json!({})).await.unwrap_err();
        assert_eq!(error["code"], -32601, "{method}");
    }
    editor.finish().await;
}

#[tokio::test]
async fn what_comes_before_initialize_and_after_shutdown_is_refused() {
    let mut editor = Editor::start(Place::Process, &[]);
    let uri = editor.uri(REPLY);
    let at = json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 0 } });
    assert_eq!(editor.ask("textDocument/hover", at.clone()).await.unwrap_err()["code"], -32002);
    editor.tell("textDocument/didOpen", opened(&uri, "markdown", DOUBT)).await;
    let params = json!({ "capabilities": super::harness::capabilities() });
    let mut editor = Editor::greet(editor, params.clone()).await;
    // What was opened too early is not open.
    assert_eq!(editor.ask("textDocument/hover", at.clone()).await.unwrap(), Value::Null);
    assert_eq!(editor.ask("initialize", params).await.unwrap_err()["code"], -32600);
    still_serves(&mut editor).await;
    editor.ask("shutdown", Value::Null).await.unwrap();
    for method in ["textDocument/hover", "shutdown"] {
        assert_eq!(editor.ask(method, at.clone()).await.unwrap_err()["code"], -32600, "{method}");
    }
    editor.tell("exit", Value::Null).await;
    assert_eq!(editor.ended().await, 0);
}

#[tokio::test]
async fn ids_that_come_twice_are_answered_twice() {
    let mut editor = Editor::open(Place::Process).await;
    let one = json!({ "jsonrpc": "2.0", "id": 7_000, "method": "nobody/knows" });
    editor.burst(&[one.clone(), one]).await;
    for _ in 0..2 {
        assert_eq!(editor.answer(7_000).await.unwrap_err()["code"], -32601);
    }
    // An answer to something that was never asked.
    editor.burst(&[json!({ "jsonrpc": "2.0", "id": 7_001, "result": {} })]).await;
    still_serves(&mut editor).await;
    editor.finish().await;
}

#[tokio::test]
async fn versions_that_go_backwards_leave_the_text_that_was_sent_last() {
    let mut editor = Editor::open(Place::Process).await;
    let uri = editor.uri(REPLY);
    editor.open_document(&uri, "markdown", "Hi").await;
    for (version, text) in [(9, "Fine."), (3, DOUBT), (-4, "Fine."), (i64::from(i32::MAX), DOUBT)] {
        editor.rewrite(&uri, version, text).await;
        assert_eq!(editor.text(&uri).await, text);
    }
    // Opened again without having been closed.
    let marked = editor.open_document(&uri, "markdown", DOUBT).await;
    assert_eq!(codes(&marked), ["certainty-should"]);
    editor.finish().await;
}

/// Such an edit that is refused leaves the server with another text than the editor's.
#[tokio::test]
async fn versions_that_are_none_leave_the_text_that_was_sent_last() {
    let mut editor = Editor::open(Place::Process).await;
    let uri = editor.uri(REPLY);
    editor.open_document(&uri, "markdown", "Hi").await;
    let versions = [Value::Null, json!(1u64 << 31), json!(i64::MIN), json!("3"), json!(1.5)];
    for (at, version) in versions.into_iter().enumerate() {
        let text = format!("Hi {at}");
        let document = json!({ "uri": uri, "version": version });
        let edit = json!({ "textDocument": document, "contentChanges": [{ "text": text }] });
        editor.tell("textDocument/didChange", edit).await;
        assert_eq!(editor.text(&uri).await, text);
    }
    editor.leave().await;
}

#[tokio::test]
async fn places_that_no_text_has_are_taken_or_refused() {
    let mut editor = Editor::open(Place::Process).await;
    let uri = editor.uri(REPLY);
    editor.open_document(&uri, "markdown", "👋 Jo").await;
    // Within the surrogate pair, and the wrong way round.
    let changes = json!([change((0, 1), (0, 1), "x"), change((0, 6), (0, 3), "")]);
    editor.tell("textDocument/didChange", changed(&uri, 2, changes)).await;
    editor.diagnostics(&uri, 2).await;
    assert_eq!(editor.text(&uri).await, "x👋");
    for place in [json!(-1), json!(u64::MAX), json!(1.5), json!("1"), Value::Null] {
        let at = json!({ "textDocument": { "uri": uri }, "position": { "line": place, "character": 0 } });
        assert_eq!(
            editor.ask("textDocument/hover", at).await.unwrap_err()["code"],
            -32602,
            "{place}"
        );
        let mut bad = range((0, 0), (0, 0));
        bad["end"]["character"] = place;
        let changes = json!([{ "range": bad, "text": CUE }]);
        editor.tell("textDocument/didChange", changed(&uri, 3, changes)).await;
        assert_eq!(editor.text(&uri).await, "x👋");
    }
    editor.ask("shutdown", Value::Null).await.unwrap();
    editor.tell("exit", Value::Null).await;
    let log = editor.log_after_all(&mut Vec::new()).await;
    assert!(log.contains("textDocument/didChange could not be read"), "{log}");
}

#[tokio::test]
async fn two_thousand_open_documents_are_served() {
    const COUNT: usize = 2_000;

    let mut editor = Editor::open(Place::Process).await;
    let uris: Vec<_> = (0..COUNT).map(|it| editor.uri(&format!("{it}.chat.md"))).collect();
    for some in uris.chunks(100) {
        let open =
            |uri: &String| notification("textDocument/didOpen", opened(uri, "markdown", DOUBT));
        editor.burst(&some.iter().map(open).collect::<Vec<_>>()).await;
    }
    for _ in 0..COUNT {
        let message = editor.hear("textDocument/publishDiagnostics").await;
        assert_eq!(
            codes(message["params"]["diagnostics"].as_array().unwrap()),
            ["certainty-should"]
        );
    }
    still_serves(&mut editor).await;
    #[cfg(target_os = "linux")]
    assert!(most_memory(&editor) < 400, "{} MB", most_memory(&editor));
    editor.finish().await;
}

/// Editors whose texts are UTF-16 send it when half an emoji is typed or deleted.
#[tokio::test]
async fn half_an_emoji_leaves_the_text_as_long_as_the_editors() {
    let mut editor = Editor::open(Place::Process).await;
    let uri = editor.uri(REPLY);
    editor.open_document(&uri, "markdown", "Hi ").await;
    let half = notification(
        "textDocument/didChange",
        changed(&uri, 2, json!([change((0, 3), (0, 3), "HALF")])),
    );
    let body = half.to_string().replace("HALF", r"\ud83d Jo");
    editor.write(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes()).await;
    editor.diagnostics(&uri, 2).await;
    let end = json!([change((0, 7), (0, 7), ",")]);
    editor.tell("textDocument/didChange", changed(&uri, 3, end)).await;
    editor.diagnostics(&uri, 3).await;
    assert_eq!(editor.text(&uri).await, "Hi \u{fffd} Jo,");
    editor.finish().await;
}

/// A program that is started, spoken to and never listened to.
#[tokio::test]
async fn a_client_that_never_reads_can_still_end_it() {
    use std::process::Stdio;
    use std::time::Duration;

    use tokio::io::AsyncWriteExt;

    let home = tempfile::tempdir().unwrap();
    let mut server = tokio::process::Command::new(env!("CARGO_BIN_EXE_aplomb"))
        .arg("lsp")
        .env("HOME", home.path())
        .env("XDG_STATE_HOME", home.path().join("state"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut input = server.stdin.take().unwrap();
    let unread = server.stdout.take().unwrap();
    let mut messages = vec![
        json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": { "capabilities": {} } }),
    ];
    // Far more answers than a pipe holds.
    messages.extend(
        (1..4_000).map(|id| json!({ "jsonrpc": "2.0", "id": id, "method": "nobody/knows" })),
    );
    let bytes: String = messages
        .iter()
        .map(Value::to_string)
        .map(|body| format!("Content-Length: {}\r\n\r\n{body}", body.len()))
        .collect();
    let told =
        tokio::time::timeout(Duration::from_secs(3), input.write_all(bytes.as_bytes())).await;
    // It may stop to read, which holds the client back, but it neither ends nor grows.
    drop(told);
    assert!(server.try_wait().unwrap().is_none(), "it waits for its client");
    drop((input, unread));
    let ended = tokio::time::timeout(Duration::from_secs(20), server.wait()).await;
    assert_eq!(ended.expect("it ends with its client").unwrap().code(), Some(1));
}
