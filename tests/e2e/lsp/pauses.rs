//! What waits until the writer pauses. Time stands still here, and jumps to when something happens next.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::harness::{DOUBT, Editor, Place, REPLY, change, changed, codes, opened, pulling};

/// The sentence without its end mark.
fn unfinished() -> &'static str {
    DOUBT.trim_end_matches('.')
}

#[tokio::test(start_paused = true)]
async fn a_sentence_being_typed_is_judged_after_a_second() {
    let mut editor = Editor::open(Place::Memory).await;
    let uri = editor.uri(REPLY);
    editor.open_document(&uri, "markdown", "").await;
    let typed = Instant::now();
    assert!(editor.rewrite(&uri, 2, unfinished()).await.is_empty());
    assert!(typed.elapsed() < Duration::from_secs(1));
    assert_eq!(codes(&editor.diagnostics(&uri, 2).await), ["certainty-should"]);
    assert!((1..5).contains(&typed.elapsed().as_secs()));
    editor.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_end_mark_or_a_save_is_not_waited_for() {
    let mut editor = Editor::open(Place::Memory).await;
    let uri = editor.uri(REPLY);
    editor.open_document(&uri, "markdown", "").await;
    let start = Instant::now();
    assert!(editor.rewrite(&uri, 2, unfinished()).await.is_empty());
    let end = json!([change((0, 48), (0, 48), ".")]);
    editor.tell("textDocument/didChange", changed(&uri, 3, end)).await;
    assert_eq!(codes(&editor.diagnostics(&uri, 3).await), ["certainty-should"]);
    assert!(editor.rewrite(&uri, 4, unfinished()).await.is_empty());
    editor.tell("textDocument/didSave", json!({ "textDocument": { "uri": uri } })).await;
    assert_eq!(codes(&editor.diagnostics(&uri, 4).await), ["certainty-should"]);
    assert!(start.elapsed() < Duration::from_secs(1));
    editor.finish().await;
}

#[tokio::test(start_paused = true)]
async fn typing_on_puts_the_pause_off() {
    let mut editor = Editor::open(Place::Memory).await;
    let uri = editor.uri(REPLY);
    editor.open_document(&uri, "markdown", "").await;
    let words = unfinished();
    assert!(editor.rewrite(&uri, 2, &words[..40]).await.is_empty());
    tokio::time::sleep(Duration::from_millis(900)).await;
    assert!(editor.rewrite(&uri, 3, words).await.is_empty());
    tokio::time::sleep(Duration::from_millis(900)).await;
    let typed = Instant::now();
    assert_eq!(codes(&editor.diagnostics(&uri, 3).await), ["certainty-should"]);
    assert!(typed.elapsed() <= Duration::from_millis(200));
    editor.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_editor_that_pulls_is_told_when_a_pause_changes_what_is_said() {
    let mut editor = Editor::with(Place::Memory, pulling()).await;
    let uri = editor.uri(REPLY);
    editor.tell("textDocument/didOpen", opened(&uri, "markdown", "Hi Jo,\n\n")).await;
    let changes = json!([change((2, 0), (2, 0), unfinished())]);
    editor.tell("textDocument/didChange", changed(&uri, 2, changes)).await;
    let typed = Instant::now();
    assert_eq!(editor.pull(&uri).await["items"], json!([]));
    for (seconds, judged) in [(1, "the sentence"), (5, "the reply as a finished one")] {
        let again = editor.hear("workspace/diagnostic/refresh").await;
        editor.reply(&again, Value::Null).await;
        assert_eq!(typed.elapsed().as_secs(), seconds, "{judged}");
        let report = editor.pull(&uri).await;
        assert_eq!(report["items"][0]["code"], "certainty-should", "{judged}");
    }
    editor.finish().await;
}

#[tokio::test(start_paused = true)]
async fn what_the_end_lacks_is_missed_when_the_writer_has_come_to_it() {
    let mut editor = Editor::open(Place::Memory).await;
    let uri = editor.uri("reply.md");
    editor.open_document(&uri, "markdown", "").await;
    let typed = Instant::now();
    let drafting = editor.rewrite(&uri, 2, "Hi Jo,\n\nYour blog is back. Thanks for it.").await;
    assert!(drafting.is_empty(), "{drafting:?}");
    assert_eq!(codes(&editor.diagnostics(&uri, 2).await), ["farewell-missing"]);
    assert_eq!(typed.elapsed().as_secs(), 5);

    let typed = Instant::now();
    let changes = json!([change((2, 33), (2, 33), " Your posts are there.")]);
    editor.tell("textDocument/didChange", changed(&uri, 3, changes)).await;
    assert!(editor.diagnostics(&uri, 3).await.is_empty(), "typing on is drafting again");
    editor.tell("textDocument/didSave", json!({ "textDocument": { "uri": uri } })).await;
    assert_eq!(codes(&editor.diagnostics(&uri, 3).await), ["farewell-missing"]);
    assert_eq!(typed.elapsed().as_secs(), 0);
    editor.finish().await;
}
