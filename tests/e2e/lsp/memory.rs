//! How replies begin and end is remembered once they are sent, and told where it comes back.

use std::path::PathBuf;

use aplomb_core::{Catalog, Draft, Input, SentLines};
use aplomb_workspace::{Dirs, Memory};
use serde_json::{Value, json};

use super::harness::{Editor, Place, changed, codes, files, in_memory_and_as_a_process};

in_memory_and_as_a_process!(
    a_line_that_opened_two_replies_is_told_in_the_third,
    what_another_editor_sends_counts_at_once,
    a_reply_that_is_open_at_the_end_is_remembered,
    only_what_was_written_and_is_whole_is_remembered,
    where_lines_are_not_to_be_remembered_nothing_is_written,
    what_is_remembered_can_be_forgotten,
    a_saved_reply_is_known_while_its_file_says_so,
);

/// A reply that opens as others do, and asks to be told.
fn reply(name: &str, body: &str) -> String {
    format!(
        "---\nprofile: coach\n---\nHi {name},\n\nThanks for the detailed report, {name}. {body}\n\nTell me how the trip goes.\n\nBest wishes,\nAna\n"
    )
}

fn state(editor: &Editor) -> PathBuf {
    editor.path("state/aplomb/recent")
}

async fn send(editor: &mut Editor, uri: &str) {
    let copy = json!({ "command": "aplomb.copyReply", "arguments": [uri] });
    editor.ask("workspace/executeCommand", copy).await.unwrap();
}

async fn close(editor: &mut Editor, uri: &str) {
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } })).await;
    editor.hear("textDocument/publishDiagnostics").await;
}

/// Waits until this rule speaks of a document, or no longer does.
async fn until(editor: &mut Editor, uri: &str, code: &str, speaks: bool) -> Vec<String> {
    loop {
        let message = editor.hear("textDocument/publishDiagnostics").await;
        let list = message["params"]["diagnostics"].as_array().unwrap();
        if message["params"]["uri"] == uri && codes(list).contains(&code) == speaks {
            let own = list.iter().filter(|it| it["code"] == code);
            return own.map(|it| it["message"].as_str().unwrap().to_owned()).collect();
        }
    }
}

async fn a_line_that_opened_two_replies_is_told_in_the_third(place: Place) {
    let mut editor = Editor::open(place).await;
    let (one, two, three) = (editor.uri("1.md"), editor.uri("2.md"), editor.uri("3.md"));
    let said = editor.open_document(&one, "markdown", &reply("Jo", "The tent is here.")).await;
    assert!(!codes(&said).contains(&"repeat-opener"));
    send(&mut editor, &one).await;
    send(&mut editor, &one).await;
    close(&mut editor, &one).await;
    editor.open_document(&two, "markdown", "Hi Kim,").await;
    editor.rewrite(&two, 2, &reply("Kim", "It is new.")).await;
    close(&mut editor, &two).await;
    let opened = super::harness::opened(&three, "markdown", &reply("Lee", "It was the zip."));
    editor.tell("textDocument/didOpen", opened).await;
    let told = until(&mut editor, &three, "repeat-opener", true).await;
    assert!(told[0].starts_with("You opened with this line twice of late."), "{told:?}");
    assert!(told[1].starts_with("You closed with this line twice of late."), "{told:?}");
    let kept = std::fs::read_to_string(state(&editor)).unwrap();
    assert_eq!(kept.lines().count(), 3, "the key and two replies");
    assert!(
        kept.trim_start_matches("key ").chars().all(|c| c.is_ascii_hexdigit() || c.is_whitespace()),
        "{kept}"
    );
    editor.finish().await;
}

async fn what_another_editor_sends_counts_at_once(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri("3.md");
    editor.open_document(&uri, "markdown", &reply("Lee", "It was the zip.")).await;
    let dirs = Dirs {
        config: editor.path("config/aplomb"),
        state: editor.path("state/aplomb"),
        cache: editor.path("cache/aplomb"),
    };
    let mut memory = Memory::open(&dirs).unwrap();
    for document in ["/1.md", "/2.md"] {
        let text = reply("Jo", "The tent is here.");
        let draft_lines =
            SentLines::of(&Draft::read(&text, &Input::default(), &Catalog::builtin()));
        memory.remember(document, &draft_lines.unwrap()).unwrap();
    }
    until(&mut editor, &uri, "repeat-opener", true).await;
    editor.finish().await;
}

async fn a_reply_that_is_open_at_the_end_is_remembered(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = "untitled:Untitled-1";
    editor.open_document(uri, "markdown", "Hi Jo,").await;
    editor.rewrite(uri, 2, &reply("Jo", "The tent is here.")).await;
    editor.ask("shutdown", Value::Null).await.unwrap();
    let kept = std::fs::read_to_string(state(&editor)).unwrap();
    assert_eq!(kept.lines().count(), 2, "the key and one reply");
    editor.tell("exit", Value::Null).await;
    assert_eq!(editor.ended().await, 0);
}

async fn only_what_was_written_and_is_whole_is_remembered(place: Place) {
    let mut editor = Editor::open(place).await;
    // Somebody else's, only looked at.
    let looked_at = editor.uri("old.md");
    editor.open_document(&looked_at, "markdown", &reply("Jo", "The tent is here.")).await;
    close(&mut editor, &looked_at).await;
    let whole = reply("Jo", "The tent is here.");
    for (name, text) in [
        ("unfinished.md", "Hi Jo,\n\nThanks for the detailed report. The tent".to_owned()),
        ("unsure.md", whole.replace("is here", "[[fill: where it is]]")),
        ("a.note.md", whole.clone()),
        ("a.macro.md", whole.clone()),
        (
            "README.md",
            "# Tents\n\nThanks for the detailed report.\n\nBest wishes,\nAna\n".to_owned(),
        ),
    ] {
        let uri = editor.uri(name);
        editor.open_document(&uri, "markdown", "Hi Jo,").await;
        editor.rewrite(&uri, 2, &text).await;
        close(&mut editor, &uri).await;
    }
    editor.ask("shutdown", Value::Null).await.unwrap();
    assert_eq!(files(&editor.path("state")), [] as [PathBuf; 0]);
    editor.tell("exit", Value::Null).await;
    assert_eq!(editor.ended().await, 0);
}

async fn where_lines_are_not_to_be_remembered_nothing_is_written(place: Place) {
    let mut editor = Editor::open(place).await;
    std::fs::write(editor.path("aplomb.toml"), "remember-lines = false\n").unwrap();
    for n in 1..4 {
        let uri = editor.uri(&format!("{n}.md"));
        editor.open_document(&uri, "markdown", "Hi Jo,").await;
        let said = editor.rewrite(&uri, 2, &reply("Jo", &format!("It is tent {n}."))).await;
        assert!(!codes(&said).contains(&"repeat-opener"));
        send(&mut editor, &uri).await;
        close(&mut editor, &uri).await;
    }
    editor.ask("shutdown", Value::Null).await.unwrap();
    assert_eq!(files(&editor.path("state")), [] as [PathBuf; 0]);
    editor.tell("exit", Value::Null).await;
    assert_eq!(editor.ended().await, 0);
}

async fn what_is_remembered_can_be_forgotten(place: Place) {
    let mut editor = Editor::open(place).await;
    for n in 1..3 {
        let uri = editor.uri(&format!("{n}.md"));
        editor.open_document(&uri, "markdown", &reply("Jo", &format!("It is tent {n}."))).await;
        send(&mut editor, &uri).await;
        close(&mut editor, &uri).await;
    }
    let uri = editor.uri("3.md");
    let opened = super::harness::opened(&uri, "markdown", &reply("Lee", "It was the zip."));
    editor.tell("textDocument/didOpen", opened).await;
    until(&mut editor, &uri, "repeat-opener", true).await;
    let forget = json!({ "command": "aplomb.forget" });
    editor.ask("workspace/executeCommand", forget).await.unwrap();
    until(&mut editor, &uri, "repeat-opener", false).await;
    assert!(!state(&editor).exists());
    editor.finish().await;
}

async fn a_saved_reply_is_known_while_its_file_says_so(place: Place) {
    let mut editor = Editor::open(place).await;
    let saved = "Hi {{name}},\n\nThank you for sending the tent back. Your refund left us today and reaches your card within five days.\n\nBest wishes,\nAna\n";
    std::fs::write(editor.path("aplomb.toml"), "[files]\nmacros = [\"macros/\"]\n").unwrap();
    std::fs::create_dir(editor.path("macros")).unwrap();
    let uri = editor.uri("drafts/a.md");
    let opened = super::harness::opened(&uri, "markdown", &saved.replace("{{name}}", "Jo"));
    editor.tell("textDocument/didOpen", opened).await;
    std::fs::write(editor.path("macros/refund.md"), saved).unwrap();
    let told = until(&mut editor, &uri, "macro-unedited", true).await;
    assert!(told[0].starts_with("This is “refund” word for word."), "{told:?}");
    // What is typed is compared with what is known already.
    let change = changed(&uri, 2, json!([{ "text": saved.replace("{{name}}", "Kim") }]));
    editor.tell("textDocument/didChange", change).await;
    until(&mut editor, &uri, "macro-unedited", true).await;
    std::fs::remove_file(editor.path("macros/refund.md")).unwrap();
    until(&mut editor, &uri, "macro-unedited", false).await;
    editor.finish().await;
}
