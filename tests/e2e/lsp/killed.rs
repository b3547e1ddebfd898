//! The server is killed while it writes: each file is the old one or the new one, whole, and the next server
//! reads it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use aplomb_core::{Catalog, Family};
use serde_json::json;
use tempfile::TempDir;

use super::harness::{DOUBT, Editor, Place, REPLY, capabilities, codes, files, opened};
use super::ordering::Dice;

/// So many servers are killed.
const TIMES: usize = 24;

/// What stands in the settings before and behind what is written: more than a page of a disk.
fn ours() -> String {
    let remark = "# Agreed with the whole team, one line a decision.\n".repeat(200);
    format!("{remark}agent = \"Ana\"\n\n[rules]\n\n[files]\n{remark}")
}

/// Whether all of a file of the state is as it is written: hexadecimal numbers, behind a word or not.
fn is_whole(file: &Path) -> bool {
    let text = fs::read_to_string(file).unwrap();
    let is_number = |word: &str| word.len() >= 16 && word.bytes().all(|it| it.is_ascii_hexdigit());
    let is_entry = |line: &str| line.split(' ').next_back().is_some_and(is_number);
    (text.is_empty() || text.ends_with('\n')) && text.lines().all(is_entry)
}

#[tokio::test]
async fn whenever_the_server_is_killed_its_files_are_whole_and_the_next_reads_them() {
    let catalog = Catalog::builtin();
    let off: Vec<_> = catalog.rules().filter(|it| it.family != Family::Safety).collect();
    let off: Vec<_> = off.iter().map(|rule| rule.code.to_string()).take(40).collect();
    let is_off = |line: &str| off.iter().any(|code| line == format!("{code} = \"off\""));
    let count = |text: &str| text.lines().filter(|line| is_off(line)).count();
    let home = Arc::new(TempDir::new().unwrap());
    let settings = home.path().join("aplomb.toml");
    let mail = "Hi Jo,\n\nThe tent is here.\n\nThanks for the log.\n\nBest wishes,\nAna\n";
    // Each in other words, so that each is switched off for itself.
    let doubts: String =
        (0..off.len()).map(|at| format!("Tent {at} should be here.\n\n")).collect();
    let (mut dice, mut written) = (Dice(1), BTreeSet::new());
    for _ in 0..TIMES {
        fs::write(&settings, ours()).unwrap();
        let editor = Editor::start_in(home.clone(), Place::Process, &[], &[]);
        let mut editor = editor.greet(json!({ "capabilities": capabilities() })).await;
        let (uri, letter) = (editor.uri(REPLY), editor.uri("letter.md"));
        editor.tell("textDocument/didOpen", opened(&letter, "markdown", mail)).await;
        let marked = editor.diagnostics(&letter, 1).await;
        assert!(marked.iter().all(|it| it["severity"] != 1), "{marked:?}");
        let marked = editor.open_document(&uri, "markdown", &doubts).await;
        let mut calls = Vec::new();
        for (at, code) in off.iter().enumerate() {
            let mut call = |command: &str, arguments| {
                let params = json!({ "command": command, "arguments": arguments });
                calls.push(editor.request("workspace/executeCommand", params).1);
            };
            call("aplomb.switchOff", json!([{ "uri": uri, "code": code }]));
            if let Some(finding) = marked.get(at) {
                call("aplomb.ignore", json!([{ "uri": uri, "finding": finding["data"] }]));
            }
            call("aplomb.copyReply", json!([letter]));
        }
        editor.burst(&calls).await;
        // Killed once so much is written, while the next is.
        let enough = dice.roll(off.len());
        while count(&fs::read_to_string(&settings).unwrap()) < enough {
            tokio::task::yield_now().await;
        }
        editor.kill().await;

        let text = fs::read_to_string(&settings).unwrap();
        let kept: String =
            text.lines().filter(|line| !is_off(line)).map(|it| it.to_owned() + "\n").collect();
        assert_eq!(kept, ours(), "what the team wrote is all there");
        written.insert(count(&text));
        for file in files(&home.path().join("state/aplomb")) {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            // What was not finished lies beside them, and is nobody's.
            if !name.starts_with(".aplomb-") && name != "lock" {
                assert!(is_whole(&file), "{name}: {}", fs::read_to_string(&file).unwrap());
            }
        }
        let editor = Editor::start_in(home.clone(), Place::Process, &[], &[]);
        let mut editor = editor.greet(json!({ "capabilities": capabilities() })).await;
        let marked = editor.open_document(&uri, "markdown", DOUBT).await;
        let speaks = !text.contains("certainty-should = ");
        assert_eq!(codes(&marked).contains(&"certainty-should"), speaks, "{marked:?}");
        // It can remember as well.
        let copy = json!({ "command": "aplomb.copyReply", "arguments": [uri] });
        editor.ask("workspace/executeCommand", copy).await.unwrap();
        editor.finish().await;
    }
    assert!(written.len() > 3, "killed at the same moment each time: {written:?}");
}
