//! Which value wins and where it comes from, as the command line and the language server tell it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::cli::Sandbox;
use super::generated;
use super::lsp::harness::{Editor, Place, opened};

/// Settings in one place or more, and what comes of them.
#[derive(Deserialize)]
struct Case {
    about: String,
    user: Option<String>,
    #[serde(default)]
    files: BTreeMap<String, String>,
    editor: Option<String>,
    #[serde(default = "draft")]
    draft: String,
    #[serde(default = "text")]
    text: String,
    setting: String,
    #[serde(default)]
    value: Value,
    from: String,
}

fn draft() -> String {
    "team/reply.md".to_owned()
}

fn text() -> String {
    "Hi Jo,\n\nYour blog is now under your other account.\n\nBest wishes,\nAna\n".to_owned()
}

fn cases() -> Vec<Case> {
    #[derive(Deserialize)]
    struct File {
        case: Vec<Case>,
    }
    let file: File = toml::from_str(&generated::read("tests/e2e/cases.toml")).expect("it is TOML");
    file.case
}

/// What holds, in the words of a case. `root` is the workspace, `user` the user's own file.
fn outcome(shown: &Value, case: &Case, root: &str, user: &str) -> (Value, String) {
    let entries = shown["settings"].as_array().expect("settings are a list");
    let found = match case.setting.as_str() {
        "mode" => Some(&shown["mode"]),
        setting => entries.iter().find(|entry| entry["setting"] == setting),
    };
    // A rule that nobody has set is not listed.
    let Some(found) = found else { return (Value::Null, "default".to_owned()) };
    let value = if case.setting == "mode" { &found["mode"] } else { &found["value"] };
    let layer = found["layer"].as_str().expect("a layer is named");
    let path = found["path"].as_str().map(|path| {
        if path == user { "user" } else { path.strip_prefix(root).expect("it is in the workspace") }
    });
    let place = path.unwrap_or(layer);
    let from = match found["line"].as_u64() {
        Some(line) => format!("{place}:{line}"),
        None => place.to_owned(),
    };
    (value.clone(), from)
}

#[test]
fn the_command_line_tells_what_holds_and_from_where() {
    let cases = cases();
    assert!(cases.len() >= 40, "only {} cases", cases.len());
    for case in cases.iter().filter(|case| case.editor.is_none()) {
        let sandbox = Sandbox::new();
        for (path, text) in &case.files {
            sandbox.write(path, text);
        }
        sandbox.write(&case.draft, &case.text);
        let user = sandbox.dirs().settings_file();
        if let Some(text) = &case.user {
            super::cli::write(&user, text);
        }
        let run = sandbox.run(&["config", "show", "--format", "json", &case.draft]);
        assert_eq!(run.code, 0, "{}: {}", case.about, run.stderr);
        let shown: Value = serde_json::from_str(&run.stdout).expect("it is JSON");
        let root = format!("{}/", sandbox.path("").display()).replace("//", "/");
        let found = outcome(&shown, case, &root, &user.display().to_string());
        assert_eq!(found, (case.value.clone(), case.from.clone()), "{}: {shown:#}", case.about);
    }
}

#[tokio::test]
async fn the_server_tells_what_holds_and_from_where() {
    for case in cases() {
        let mut editor = Editor::open(Place::Memory).await;
        let at = |path: &str| editor.path(&format!("work/{path}"));
        for (path, text) in &case.files {
            super::cli::write(&at(path), text);
        }
        let user = editor.path("config/aplomb/aplomb.toml");
        if let Some(text) = &case.user {
            super::cli::write(&user, text);
        }
        let root = format!("{}/", editor.path("work").display());
        let uri = editor.uri(&format!("work/{}", case.draft));
        if let Some(settings) = &case.editor {
            let settings: Value = serde_json::from_str(settings).expect("it is JSON");
            let pushed = json!({ "settings": { "aplomb": settings } });
            editor.tell("workspace/didChangeConfiguration", pushed).await;
        }
        editor.tell("textDocument/didOpen", opened(&uri, "markdown", &case.text)).await;
        let call = json!({ "command": "aplomb.showSettings", "arguments": [uri] });
        let shown = editor.ask("workspace/executeCommand", call).await.unwrap();
        let found = outcome(&shown, &case, &root, &user.display().to_string());
        assert_eq!(found, (case.value.clone(), case.from.clone()), "{}: {shown:#}", case.about);
        editor.leave().await;
    }
}
