//! The server with the editors that people use: what each says of itself in `initialize` was recorded from it.

use std::fs;

use serde_json::{Value, json};

use super::features::answers_all_that_it_offers;
use super::harness::{Editor, Place, in_memory_and_as_a_process};
use crate::e2e::generated;

in_memory_and_as_a_process!(every_editor_is_answered, each_editor_is_served_as_it_can_be);

const FOLDER: &str = "tests/e2e/lsp/clients";

/// What the editor says in `initialize`, apart from where it works.
fn client(name: &str) -> Value {
    let mut params: Value =
        serde_json::from_str(&generated::read(&format!("{FOLDER}/{name}.json"))).unwrap();
    params["processId"] = Value::Null;
    params["rootUri"] = Value::Null;
    params
}

async fn every_editor_is_answered(place: Place) {
    let mut names: Vec<String> = fs::read_dir(generated::file(FOLDER))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .map(|file| file.trim_end_matches(".json").to_owned())
        .collect();
    names.sort();
    assert!(names.len() >= 6, "{names:?}");
    for name in names {
        let mut editor = Editor::start(place, &[]).greet(client(&name)).await;
        answers_all_that_it_offers(&mut editor).await;
        editor.leave().await;
    }
}

async fn each_editor_is_served_as_it_can_be(place: Place) {
    // How it counts characters; whether it gets actions without their edits; whether it asks for diagnostics.
    for (name, encoding, resolves, pulls) in [
        ("vscode", json!("utf-16"), true, true),
        ("neovim", json!("utf-8"), true, false),
        ("emacs-eglot", Value::Null, false, false),
        ("emacs-lsp-mode", json!("utf-32"), true, false),
        ("vim-ale", json!("utf-8"), false, false),
        ("kakoune", json!("utf-8"), true, false),
    ] {
        let editor = Editor::start(place, &[]).greet(client(name)).await;
        let can = &editor.capabilities;
        assert_eq!(can["positionEncoding"], encoding, "{name}");
        assert_eq!(can["codeActionProvider"]["resolveProvider"] == true, resolves, "{name}");
        assert_eq!(can["diagnosticProvider"].is_object(), pulls, "{name}");
        editor.leave().await;
    }
}
