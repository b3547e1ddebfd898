//! Settings as an editor meets them: on disk, in its own settings, and open before the writer.

use std::fs;

use serde_json::{Value, json};

use super::harness::{
    DOUBT, Editor, Place, REPLY, capabilities, changed, codes, in_memory_and_as_a_process, opened,
    pulling,
};

in_memory_and_as_a_process! {
    what_changes_on_disk_changes_open_drafts,
    a_broken_file_keeps_what_it_said_and_says_so_once,
    a_file_that_comes_and_goes_is_noticed,
    whatever_becomes_of_a_file_gets_one_mark_and_changes_nothing,
    a_settings_file_is_checked_as_it_is_typed,
    a_pack_is_checked_as_it_is_typed,
    an_editor_that_pulls_asks_for_what_is_wrong_in_settings,
    other_toml_files_are_left_alone,
    the_editor_is_asked_for_its_settings_and_asked_again,
    what_an_editor_pushes_holds,
    what_an_editor_gives_at_the_start_holds,
    a_mistake_in_the_editors_settings_is_told_once,
    each_folder_of_the_editor_has_its_own_settings,
    a_draft_that_is_no_file_goes_by_the_first_folder,
    front_matter_has_the_last_word,
}

const OFF: &str = "[rules]\ncertainty-should = \"off\"\n";
const HINT: &str = "[rules]\ncertainty-should = \"hint\"\n";

/// An editor that can be asked for its settings and be told of changes.
fn asking() -> Value {
    let mut capabilities = capabilities();
    capabilities["workspace"]["configuration"] = json!(true);
    capabilities["workspace"]["didChangeConfiguration"] = json!({ "dynamicRegistration": true });
    capabilities
}

/// Waits until something is published of a document.
async fn published(editor: &mut Editor, uri: &str) -> Vec<Value> {
    loop {
        let mut message = editor.hear("textDocument/publishDiagnostics").await;
        if message["params"]["uri"] == uri {
            return serde_json::from_value(message["params"]["diagnostics"].take()).unwrap();
        }
    }
}

async fn what_changes_on_disk_changes_open_drafts(place: Place) {
    let mut editor = Editor::open(place).await;
    let (uri, settings) = (editor.uri(REPLY), editor.path("aplomb.toml"));
    fs::write(&settings, HINT).unwrap();
    let marked = editor.open_document(&uri, "markdown", DOUBT).await;
    assert_eq!(marked[0]["severity"], 4);
    fs::write(&settings, OFF).unwrap();
    assert!(editor.diagnostics(&uri, 1).await.is_empty());
    fs::write(editor.path("names.toml"), HINT).unwrap();
    fs::write(&settings, "include = [\"names.toml\"]\n").unwrap();
    assert_eq!(editor.diagnostics(&uri, 1).await[0]["severity"], 4);
    fs::write(editor.path("names.toml"), "[rules]\n").unwrap();
    assert_eq!(editor.diagnostics(&uri, 1).await[0]["severity"], 2);
    editor.finish().await;
}

async fn a_broken_file_keeps_what_it_said_and_says_so_once(place: Place) {
    let mut editor = Editor::open(place).await;
    let (uri, settings) = (editor.uri(REPLY), editor.path("aplomb.toml"));
    let settings_uri = editor.uri("aplomb.toml");
    fs::write(&settings, HINT).unwrap();
    editor.open_document(&uri, "markdown", DOUBT).await;

    fs::write(&settings, "agent = \"Ana\"\ncompany = Acme\n[rules\n").unwrap();
    let wrong = published(&mut editor, &settings_uri).await;
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    assert_eq!(wrong[0]["range"]["start"]["line"], 1);
    let message = wrong[0]["message"].as_str().unwrap();
    assert!(message.contains("what it said before holds"), "{message}");
    let notice = editor.hear("window/logMessage").await;
    let told = notice["params"]["message"].as_str().unwrap();
    assert!(told.ends_with("aplomb.toml has a mistake in line 2."), "{told}");

    fs::write(&settings, OFF).unwrap();
    assert!(published(&mut editor, &settings_uri).await.is_empty());
    assert!(editor.diagnostics(&uri, 1).await.is_empty());
    // Had the draft been marked anew meanwhile, or the notice been said twice, it would be left unread.
    editor.finish().await;
}

async fn whatever_becomes_of_a_file_gets_one_mark_and_changes_nothing(place: Place) {
    let mut editor = Editor::open(place).await;
    let (uri, settings) = (editor.uri(REPLY), editor.path("aplomb.toml"));
    let settings_uri = editor.uri("aplomb.toml");
    fs::write(&settings, HINT).unwrap();
    let marked = editor.open_document(&uri, "markdown", DOUBT).await;
    assert_eq!(marked[0]["severity"], 4);
    fs::write(&settings, vec![b'#'; 10 * 1024 * 1024]).unwrap();
    let mut messages = Vec::new();
    for step in 0..4 {
        let wrong = published(&mut editor, &settings_uri).await;
        assert_eq!(wrong.len(), 1, "{wrong:?}");
        messages.push(wrong[0]["message"].as_str().unwrap().to_owned());
        match step {
            0 => {
                editor.hear("window/logMessage").await;
                fs::write(&settings, b"agent = \"\xff\"\n").unwrap();
            }
            1 => {
                fs::remove_file(&settings).unwrap();
                fs::create_dir(&settings).unwrap();
            }
            2 => {
                fs::remove_dir(&settings).unwrap();
                fs::write(
                    &settings,
                    "include = [\"aplomb.toml\"]\n[rules]\ncertainty-should = \"hint\"\n",
                )
                .unwrap();
            }
            _ => {}
        }
    }
    for (message, words) in
        messages.iter().zip(["larger than 1 MiB", "not UTF-8", "this is a folder", "leads back"])
    {
        assert!(message.contains(words), "{messages:?}");
    }
    // Had the draft's own marks changed, it would be left unread.
    editor.finish().await;
}

async fn a_file_that_comes_and_goes_is_noticed(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri(&format!("drafts/{REPLY}"));
    fs::create_dir(editor.path("drafts")).unwrap();
    editor.open_document(&uri, "markdown", DOUBT).await;
    fs::write(editor.path("aplomb.toml"), OFF).unwrap();
    assert!(editor.diagnostics(&uri, 1).await.is_empty());
    fs::remove_file(editor.path("aplomb.toml")).unwrap();
    assert_eq!(editor.diagnostics(&uri, 1).await.len(), 1);
    fs::create_dir_all(editor.path("config/aplomb")).unwrap();
    fs::write(editor.path("config/aplomb/aplomb.toml"), OFF).unwrap();
    assert!(editor.diagnostics(&uri, 1).await.is_empty());
    editor.finish().await;
}

async fn a_settings_file_is_checked_as_it_is_typed(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri("aplomb.toml");
    let wrong = editor.open_document(&uri, "toml", "# 👋\nonw = [\"👋\", 3]\n").await;
    let [first] = wrong.as_slice() else { panic!("{wrong:?}") };
    assert_eq!(first["message"], "`onw` is no setting; did you mean `own`?");
    assert_eq!(first["range"]["start"], json!({ "line": 1, "character": 0 }));
    assert_eq!(first["range"]["end"], json!({ "line": 1, "character": 3 }));
    let wrong = editor.rewrite(&uri, 2, "own = [\"👋\", 3]\n").await;
    assert_eq!(wrong[0]["range"]["start"], json!({ "line": 0, "character": 13 }));
    assert!(editor.rewrite(&uri, 3, "own = [\"👋\"]\n").await.is_empty());
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } })).await;
    assert!(published(&mut editor, &uri).await.is_empty());
    editor.finish().await;
}

async fn a_pack_is_checked_as_it_is_typed(place: Place) {
    let mut editor = Editor::open(place).await;
    fs::write(editor.path("aplomb.toml"), "packs = [\"words.toml\"]\n").unwrap();
    let pack = "[[phrase]]\ncode = \"team-synergy\"\nseverity = \"warning\"\npatterns = [\"synergy\"]\nmessage = \"“{match}” says little.\"\nhelp = \"Say what it does.\"\nsummary = \"Reports synergy.\"\nwhy = \"Nobody knows what it is.\"\nflagged = [\"We value <|synergy|>.\"]\nclean = [\"We value it.\"]\n";
    fs::write(editor.path("words.toml"), pack).unwrap();
    let (uri, draft) = (editor.uri("words.toml"), editor.uri(REPLY));
    assert!(editor.open_document(&uri, "toml", pack).await.is_empty());
    let marked = editor.open_document(&draft, "markdown", "We value synergy.\n").await;
    assert_eq!(codes(&marked), ["team-synergy"]);
    let wrong = editor.rewrite(&uri, 2, &pack.replace("We value it", "Synergy it is")).await;
    assert_eq!(wrong[0]["range"]["start"], json!({ "line": 9, "character": 9 }));
    fs::write(editor.path("words.toml"), pack.replace("[\"synergy\"]", "[\"value\"]")).unwrap();
    let marked = published(&mut editor, &draft).await;
    assert!(marked[0]["message"].as_str().unwrap().contains("value"), "{marked:?}");
    editor.finish().await;
}

async fn an_editor_that_pulls_asks_for_what_is_wrong_in_settings(place: Place) {
    let mut editor = Editor::with(place, pulling()).await;
    let uri = editor.uri("aplomb.toml");
    editor.tell("textDocument/didOpen", opened(&uri, "toml", "onw = []\n")).await;
    let report = editor.pull(&uri).await;
    assert_eq!(report["items"].as_array().unwrap().len(), 1, "{report}");
    editor
        .tell("textDocument/didChange", changed(&uri, 2, json!([{ "text": "own = []\n" }])))
        .await;
    assert_eq!(editor.pull(&uri).await["items"], json!([]));
    editor.finish().await;
}

async fn other_toml_files_are_left_alone(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri("Cargo.toml");
    let text = format!("# {DOUBT}\nonw = []\n");
    assert!(editor.open_document(&uri, "toml", &text).await.is_empty());
    editor.finish().await;
}

async fn the_editor_is_asked_for_its_settings_and_asked_again(place: Place) {
    let mut editor = Editor::with(place, asking()).await;
    let wish = editor.hear("client/registerCapability").await;
    let registration = &wish["params"]["registrations"][0];
    assert_eq!(registration["method"], "workspace/didChangeConfiguration");
    editor.reply(&wish, Value::Null).await;
    let question = editor.hear("workspace/configuration").await;
    assert_eq!(question["params"]["items"], json!([{ "section": "aplomb" }]));

    let uri = editor.uri(REPLY);
    fs::write(editor.path("aplomb.toml"), HINT).unwrap();
    let marked = editor.open_document(&uri, "markdown", DOUBT).await;
    assert_eq!(marked[0]["severity"], 4, "nothing waits for the answer");
    let settings = json!({ "path": "aplomb", "rules": { "certainty-should": "information" } });
    editor.reply(&question, json!([settings])).await;
    assert_eq!(editor.diagnostics(&uri, 1).await[0]["severity"], 3);

    editor.tell("workspace/didChangeConfiguration", json!({ "settings": null })).await;
    let question = editor.hear("workspace/configuration").await;
    editor.reply(&question, json!([{ "path": "aplomb", "rules": null, "agent": null }])).await;
    assert_eq!(editor.diagnostics(&uri, 1).await[0]["severity"], 4, "null is not set");
    editor.tell("workspace/didChangeConfiguration", json!({ "settings": null })).await;
    let question = editor.hear("workspace/configuration").await;
    editor.reply(&question, json!([null])).await;
    editor.finish().await;
}

async fn what_an_editor_pushes_holds(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri(REPLY);
    editor.open_document(&uri, "markdown", DOUBT).await;
    let settings = json!({ "settings": { "aplomb": { "rules": { "certainty_should": "off" } } } });
    editor.tell("workspace/didChangeConfiguration", settings).await;
    let notice = editor.hear("window/showMessage").await;
    assert!(notice["params"]["message"].as_str().unwrap().contains("`certainty-should`"));
    let settings = json!({ "settings": { "aplomb": { "rules": { "certainty-should": "off" } } } });
    editor.tell("workspace/didChangeConfiguration", settings).await;
    assert!(editor.diagnostics(&uri, 1).await.is_empty());
    let others = json!({ "settings": { "python": { "onw": true } } });
    editor.tell("workspace/didChangeConfiguration", others).await;
    assert_eq!(editor.diagnostics(&uri, 1).await.len(), 1, "what is not named is not set");
    editor.finish().await;
}

async fn what_an_editor_gives_at_the_start_holds(place: Place) {
    let params = json!({
        "processId": null, "rootUri": null, "capabilities": capabilities(),
        "initializationOptions": { "settings": { "aplomb": { "rules": { "certainty-should": "off" } } } },
    });
    let mut editor = Editor::start(place, &[]).greet(params).await;
    let uri = editor.uri(REPLY);
    assert!(editor.open_document(&uri, "markdown", DOUBT).await.is_empty());
    editor.finish().await;
}

async fn a_mistake_in_the_editors_settings_is_told_once(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri(REPLY);
    editor.open_document(&uri, "markdown", DOUBT).await;
    let settings = json!({ "settings": { "aplomb": { "rules": { "fill-in-left": "off" } } } });
    for _ in 0..2 {
        editor.tell("workspace/didChangeConfiguration", settings.clone()).await;
    }
    let notice = editor.hear("window/showMessage").await;
    let told = notice["params"]["message"].as_str().unwrap();
    assert!(
        told.starts_with("In your editor's settings: `fill-in-left` is about safety"),
        "{told}"
    );
    editor.finish().await;
}

async fn each_folder_of_the_editor_has_its_own_settings(place: Place) {
    let editor = Editor::start(place, &[]);
    for (folder, settings) in [("one", HINT), ("two", ""), ("elsewhere", OFF)] {
        fs::create_dir(editor.path(folder)).unwrap();
        fs::write(editor.path(&format!("{folder}/aplomb.toml")), settings).unwrap();
    }
    let folder = |name: &str| json!({ "uri": editor.uri(name), "name": name });
    let folders = [folder("one"), folder("two")];
    let params = json!({
        "processId": null, "rootUri": null, "capabilities": asking(),
        "workspaceFolders": [folders[0]],
    });
    let mut editor = editor.greet(params).await;
    let wish = editor.hear("client/registerCapability").await;
    editor.reply(&wish, Value::Null).await;
    let question = editor.hear("workspace/configuration").await;
    assert_eq!(question["params"]["items"].as_array().unwrap().len(), 2);
    editor.reply(&question, json!([null, null])).await;
    let uris = ["one", "two", "elsewhere"].map(|name| editor.uri(&format!("{name}/{REPLY}")));
    let mut severities = Vec::new();
    for uri in &uris {
        let marked = editor.open_document(uri, "markdown", DOUBT).await;
        severities.push(marked.first().map(|first| first["severity"].clone()));
    }
    assert_eq!(severities, [Some(json!(4)), Some(json!(2)), None]);

    let event = json!({ "event": { "added": [folders[1]], "removed": [] } });
    editor.tell("workspace/didChangeWorkspaceFolders", event).await;
    let question = editor.hear("workspace/configuration").await;
    let items = &question["params"]["items"];
    assert_eq!(items[2]["scopeUri"], folders[1]["uri"], "{items}");
    let of_two = json!({ "rules": { "certainty-should": "error" } });
    editor.reply(&question, json!([null, null, of_two])).await;
    assert_eq!(published(&mut editor, &uris[1]).await[0]["severity"], 1);
    editor.finish().await;
}

async fn a_draft_that_is_no_file_goes_by_the_first_folder(place: Place) {
    let editor = Editor::start(place, &[]);
    fs::write(editor.path("aplomb.toml"), HINT).unwrap();
    let params = json!({
        "processId": null, "rootUri": editor.uri(""), "capabilities": capabilities(),
    });
    let mut editor = editor.greet(params).await;
    let text = format!("---\nmode: chat\n---\n{DOUBT}");
    let marked = editor.open_document("untitled:Untitled-1", "markdown", &text).await;
    assert_eq!(marked[0]["severity"], 4);
    editor.finish().await;
}

async fn front_matter_has_the_last_word(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri(REPLY);
    fs::write(editor.path("aplomb.toml"), "profile = \"calm\"\n").unwrap();
    let doubt = "I'll try to send it today.";
    assert!(editor.open_document(&uri, "markdown", doubt).await.is_empty());
    let text = format!("---\nprofile: coach\n---\n{doubt}");
    assert_eq!(codes(&editor.rewrite(&uri, 2, &text).await), ["certainty-try"]);
    editor.finish().await;
}
