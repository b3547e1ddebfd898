//! An editor opens a folder that somebody prepared: it is served as any other, and nothing in it hides what
//! is unsafe.

use std::fs;
use std::time::Duration;

use serde_json::{Value, json};

use super::harness::{DOUBT, Editor, Place, REPLY, capabilities, opened};
use crate::e2e::cli::strange::folders;

/// The next diagnostics of a document, whatever else is told.
async fn marks_of(editor: &mut Editor, uri: &str) -> Vec<Value> {
    /// It has less to do than a machine that is busy with other tests can delay.
    const PATIENCE: Duration = Duration::from_secs(100);

    let marks = async {
        loop {
            for message in editor.heard("textDocument/publishDiagnostics") {
                if message["params"]["uri"] == uri {
                    return message["params"]["diagnostics"].as_array().unwrap().clone();
                }
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, marks).await.expect("it answers")
}

#[tokio::test]
async fn a_strange_folder_neither_holds_up_the_server_nor_ends_it() {
    for (what, files) in folders() {
        println!("{what}");
        let editor = Editor::start(Place::Process, &[]);
        for (name, text) in &files {
            fs::write(editor.path(name), text).unwrap();
        }
        let folder = json!([{ "uri": editor.uri(""), "name": "strange" }]);
        let params = json!({ "capabilities": capabilities(), "workspaceFolders": folder });
        let mut editor = editor.greet(params).await;
        let uri = editor.uri(REPLY);
        editor.tell("textDocument/didOpen", opened(&uri, "markdown", DOUBT)).await;
        let marked = marks_of(&mut editor, &uri).await;
        assert!(marked.iter().any(|it| it["code"] == "certainty-should"), "{what}: {marked:?}");
        // Whoever looks at the file itself gets a few marks and not thousands.
        for (name, text) in
            files.iter().filter(|(name, text)| name.ends_with(".toml") && text.len() < 2_000_000)
        {
            let uri = editor.uri(name);
            editor.tell("textDocument/didOpen", opened(&uri, "toml", text)).await;
            let marked = marks_of(&mut editor, &uri).await;
            assert!(marked.len() <= 200, "{what}: {} marks", marked.len());
        }
        editor.leave().await;
    }
}
