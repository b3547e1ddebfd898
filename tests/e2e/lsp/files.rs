//! What becomes of files: told by an editor that watches, looked for where none does, and the folders that an
//! editor has open.

use std::fs;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::sleep;

use super::harness::{
    DOUBT, Editor, Place, REPLY, capabilities, codes, in_memory_and_as_a_process, opened,
};

in_memory_and_as_a_process! {
    an_editor_that_watches_is_told_what_to_watch_and_then_relied_on,
    what_no_editor_watches_is_still_looked_at,
    an_editor_that_refuses_to_watch_is_not_relied_on,
    marks_of_settings_that_are_gone_are_taken_back,
    a_new_name_is_a_new_gate,
    a_page_that_is_a_reply_stays_one_under_its_new_name,
    an_editor_is_asked_for_files_only_if_it_tells_of_them,
    of_folders_in_folders_the_nearest_counts,
    a_folder_that_is_gone_says_nothing_any_more,
}

const OFF: &str = "[rules]\ncertainty-should = \"off\"\n";
const PACK: &str = "language = \"en\"\n[[phrase]]\ncode = \"team-synergy\"\nseverity = \"warning\"\npatterns = [\"synergy\"]\nmessage = \"“{match}” says little.\"\nhelp = \"Say what it does.\"\nsummary = \"Reports synergy.\"\nwhy = \"Nobody knows what it is.\"\nflagged = [\"We value <|synergy|>.\"]\nclean = [\"We value it.\"]\n";

fn watching() -> Value {
    let mut capabilities = capabilities();
    capabilities["workspace"]["didChangeWatchedFiles"] = json!({ "dynamicRegistration": true });
    capabilities["workspace"]["fileOperations"] =
        json!({ "didCreate": true, "didRename": true, "didDelete": true });
    capabilities
}

/// An editor with these capabilities that has its home open as a folder.
async fn at_home(place: Place, capabilities: Value) -> Editor {
    let editor = Editor::start(place, &[]);
    let folder = json!({ "uri": editor.uri(""), "name": "home" });
    let params = json!({
        "rootUri": null, "capabilities": capabilities, "workspaceFolders": [folder],
    });
    editor.greet(params).await
}

/// The same, watching since the server has asked it to.
async fn on_watch(place: Place) -> Editor {
    let mut editor = at_home(place, watching()).await;
    let wish = editor.hear("client/registerCapability").await;
    editor.reply(&wish, Value::Null).await;
    editor
}

async fn tell_of(editor: &mut Editor, names: &[&str], kind: u8) {
    let changes: Vec<_> =
        names.iter().map(|name| json!({ "uri": editor.uri(name), "type": kind })).collect();
    editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": changes })).await;
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

async fn an_editor_that_watches_is_told_what_to_watch_and_then_relied_on(place: Place) {
    let mut editor = at_home(place, watching()).await;
    let wish = editor.hear("client/registerCapability").await;
    let registration = &wish["params"]["registrations"][0];
    assert_eq!(registration["method"], "workspace/didChangeWatchedFiles");
    let watchers = registration["registerOptions"]["watchers"].as_array().unwrap();
    let globs: Vec<_> = watchers.iter().map(|it| it["globPattern"].as_str().unwrap()).collect();
    assert_eq!(globs, ["**/*.toml", "**/*.{md,markdown,mdown,txt,text,eml,mail}"]);
    editor.reply(&wish, Value::Null).await;

    let uri = editor.uri(REPLY);
    let text = format!("{DOUBT} We value synergy.\n");
    editor.open_document(&uri, "markdown", &text).await;
    // What the editor would tell is not looked for.
    fs::write(editor.path("aplomb.toml"), format!("packs = [\"packs\"]\n{OFF}")).unwrap();
    sleep(Duration::from_millis(1_500)).await;
    assert!(editor.heard("textDocument/publishDiagnostics").is_empty());
    tell_of(&mut editor, &["aplomb.toml"], 1).await;
    assert!(published(&mut editor, &uri).await.is_empty());
    // A pack, and a folder of packs that comes to be.
    fs::create_dir(editor.path("packs")).unwrap();
    fs::write(editor.path("packs/words.toml"), PACK).unwrap();
    tell_of(&mut editor, &["packs/words.toml"], 1).await;
    assert_eq!(codes(&published(&mut editor, &uri).await), ["team-synergy"]);
    fs::write(editor.path("packs/words.toml"), PACK.replace("\"warning\"", "\"hint\"")).unwrap();
    tell_of(&mut editor, &["packs/words.toml"], 2).await;
    assert_eq!(published(&mut editor, &uri).await[0]["severity"], 4);
    // Other people's TOML is no reason to check anything.
    fs::write(editor.path("Cargo.toml"), "[package]\n").unwrap();
    tell_of(&mut editor, &["Cargo.toml", "notes.md"], 1).await;
    assert_eq!(editor.text(&uri).await, text);
    assert!(editor.heard("textDocument/publishDiagnostics").is_empty());
    editor.leave().await;
}

async fn what_no_editor_watches_is_still_looked_at(place: Place) {
    // The user's own file lies outside of the editor's folders, and so does another team's.
    let editor = Editor::start(place, &[]);
    for folder in ["team", "other"] {
        fs::create_dir(editor.path(folder)).unwrap();
    }
    let folder = json!({ "uri": editor.uri("team"), "name": "team" });
    let params = json!({ "capabilities": watching(), "workspaceFolders": [folder] });
    let mut editor = editor.greet(params).await;
    let wish = editor.hear("client/registerCapability").await;
    editor.reply(&wish, Value::Null).await;
    let [inside, outside] = ["team", "other"].map(|name| editor.uri(&format!("{name}/{REPLY}")));
    editor.open_document(&inside, "markdown", DOUBT).await;
    editor.open_document(&outside, "markdown", DOUBT).await;
    fs::write(editor.path("other/aplomb.toml"), OFF).unwrap();
    assert!(published(&mut editor, &outside).await.is_empty());
    fs::create_dir_all(editor.path("config/aplomb")).unwrap();
    fs::write(editor.path("config/aplomb/aplomb.toml"), OFF).unwrap();
    assert!(published(&mut editor, &inside).await.is_empty());
    editor.finish().await;
}

async fn an_editor_that_refuses_to_watch_is_not_relied_on(place: Place) {
    let mut editor = at_home(place, watching()).await;
    let wish = editor.hear("client/registerCapability").await;
    let error = json!({ "code": -32603, "message": "no" });
    editor.burst(&[json!({ "jsonrpc": "2.0", "id": wish["id"], "error": error })]).await;
    let uri = editor.uri(REPLY);
    editor.open_document(&uri, "markdown", DOUBT).await;
    fs::write(editor.path("aplomb.toml"), OFF).unwrap();
    assert!(published(&mut editor, &uri).await.is_empty());
    editor.finish().await;
}

async fn marks_of_settings_that_are_gone_are_taken_back(place: Place) {
    for by_operation in [true, false] {
        let mut editor = on_watch(place).await;
        let (uri, settings) = (editor.uri(REPLY), editor.uri("team/aplomb.toml"));
        let uri = uri.replace(REPLY, &format!("team/{REPLY}"));
        fs::create_dir(editor.path("team")).unwrap();
        fs::write(editor.path("team/aplomb.toml"), "[rules\n").unwrap();
        editor.tell("textDocument/didOpen", opened(&uri, "markdown", DOUBT)).await;
        assert_eq!(published(&mut editor, &settings).await.len(), 1);
        editor.hear("window/logMessage").await;
        // The folder gets another name, and all that is in it.
        fs::rename(editor.path("team"), editor.path("brand")).unwrap();
        if by_operation {
            let files = json!([{ "oldUri": editor.uri("team"), "newUri": editor.uri("brand") }]);
            editor.tell("workspace/didRenameFiles", json!({ "files": files })).await;
        } else {
            tell_of(&mut editor, &["team"], 3).await;
        }
        assert!(published(&mut editor, &settings).await.is_empty());
        editor.leave().await;
    }
    let mut editor = on_watch(place).await;
    let (uri, settings) = (editor.uri(REPLY), editor.uri("aplomb.toml"));
    fs::write(editor.path("aplomb.toml"), "[rules\n").unwrap();
    editor.tell("textDocument/didOpen", opened(&uri, "markdown", DOUBT)).await;
    assert_eq!(published(&mut editor, &settings).await.len(), 1);
    fs::remove_file(editor.path("aplomb.toml")).unwrap();
    let files = json!({ "files": [{ "uri": settings }] });
    editor.tell("workspace/didDeleteFiles", files.clone()).await;
    assert!(published(&mut editor, &settings).await.is_empty());
    fs::write(editor.path("aplomb.toml"), "[rules\n").unwrap();
    editor.tell("workspace/didCreateFiles", files).await;
    assert_eq!(published(&mut editor, &settings).await.len(), 1);
    editor.leave().await;
}

async fn a_new_name_is_a_new_gate(place: Place) {
    let mut editor = at_home(place, watching()).await;
    let (reply, page) = (editor.uri("reply.chat.md"), editor.uri("README.md"));
    let text = format!("# Export\n\n{DOUBT}\n");
    assert_eq!(codes(&editor.open_document(&reply, "markdown", DOUBT).await), ["certainty-should"]);
    let files = json!([{ "oldUri": reply, "newUri": page }]);
    editor.tell("workspace/didRenameFiles", json!({ "files": files })).await;
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": reply } })).await;
    assert!(published(&mut editor, &reply).await.is_empty());
    assert!(editor.open_document(&page, "markdown", &text).await.is_empty());
    editor.leave().await;
}

async fn a_page_that_is_a_reply_stays_one_under_its_new_name(place: Place) {
    let mut editor = at_home(place, watching()).await;
    let (old, new) = (editor.uri("README.md"), editor.uri("CHANGELOG.md"));
    assert!(editor.open_document(&old, "markdown", DOUBT).await.is_empty());
    let mark = json!({ "command": "aplomb.checkAsReply", "arguments": [old] });
    editor.ask("workspace/executeCommand", mark).await.unwrap();
    assert!(!published(&mut editor, &old).await.is_empty());
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": old } })).await;
    assert!(published(&mut editor, &old).await.is_empty());
    let files = json!([{ "oldUri": old, "newUri": new }]);
    editor.tell("workspace/didRenameFiles", json!({ "files": files })).await;
    assert!(!editor.open_document(&new, "markdown", DOUBT).await.is_empty());
    editor.leave().await;
}

async fn an_editor_is_asked_for_files_only_if_it_tells_of_them(place: Place) {
    let editor = at_home(place, watching()).await;
    let operations = &editor.capabilities["workspace"]["fileOperations"];
    for operation in ["didCreate", "didRename", "didDelete"] {
        let filter = &operations[operation]["filters"][0];
        assert_eq!(filter["scheme"], "file");
        assert_eq!(filter["pattern"]["glob"], "**/*");
    }
    editor.leave().await;
    // Had it been asked to watch, that would be left unread.
    let editor = at_home(place, capabilities()).await;
    assert_eq!(editor.capabilities["workspace"].get("fileOperations"), None);
    editor.finish().await;
}

/// Tells that folders were opened and closed.
async fn change_folders(editor: &mut Editor, added: &[&str], removed: &[&str]) {
    let folders = |names: &[&str]| -> Vec<Value> {
        names.iter().map(|name| json!({ "uri": editor.uri(name), "name": name })).collect()
    };
    let event = json!({ "added": folders(added), "removed": folders(removed) });
    editor.tell("workspace/didChangeWorkspaceFolders", json!({ "event": event })).await;
}

async fn of_folders_in_folders_the_nearest_counts(place: Place) {
    for (order, again) in [(["docs/drafts", ""], false), (["", "docs/drafts"], true)] {
        let editor = Editor::start(place, &[]);
        fs::create_dir_all(editor.path("docs/drafts")).unwrap();
        let folders = order.map(|name| json!({ "uri": editor.uri(name), "name": name }));
        let params = json!({ "capabilities": capabilities(), "workspaceFolders": folders });
        let mut editor = editor.greet(params).await;
        if again {
            change_folders(&mut editor, &["docs/drafts"], &[]).await;
        }
        // In a folder `docs` there are pages, and a folder that somebody opens is none by what is above it.
        let text = "Hi Jo,\n\nThat blog should now be under your other account.\n";
        let (draft, page) = (editor.uri("docs/drafts/a.md"), editor.uri("docs/a.md"));
        assert!(!editor.open_document(&draft, "markdown", text).await.is_empty(), "{order:?}");
        assert!(editor.open_document(&page, "markdown", text).await.is_empty(), "{order:?}");
        change_folders(&mut editor, &[], &["docs/drafts"]).await;
        assert!(published(&mut editor, &draft).await.is_empty(), "now it is under `docs`");
        change_folders(&mut editor, &["docs/drafts"], &[]).await;
        assert!(!published(&mut editor, &draft).await.is_empty());
        editor.leave().await;
    }
}

async fn a_folder_that_is_gone_says_nothing_any_more(place: Place) {
    let mut capabilities = super::harness::pulling();
    capabilities["workspace"]["configuration"] = json!(true);
    let editor = Editor::start(place, &[]);
    for folder in ["one", "two"] {
        fs::create_dir_all(editor.path(&format!("{folder}/drafts"))).unwrap();
        fs::write(editor.path(&format!("{folder}/drafts/a.chat.md")), DOUBT).unwrap();
    }
    fs::write(editor.path("outside.chat.md"), DOUBT).unwrap();
    let folder = |name: &str| json!({ "uri": editor.uri(name), "name": name });
    let folders = json!([folder("one"), folder("two")]);
    let params = json!({ "capabilities": capabilities, "workspaceFolders": folders });
    let mut editor = editor.greet(params).await;
    let uris = ["one", "two"].map(|name| editor.uri(&format!("{name}/drafts/a.chat.md")));
    // Each folder has its own settings, from the editor too.
    let question = editor.hear("workspace/configuration").await;
    let named = json!({ "files": { "checkFolders": ["drafts/"] } });
    editor.reply(&question, json!([null, null, named])).await;
    let again = editor.hear("workspace/diagnostic/refresh").await;
    editor.reply(&again, Value::Null).await;
    let pulled = |before: Value| json!({ "previousResultIds": before });
    let said = editor.ask("workspace/diagnostic", pulled(json!([]))).await.unwrap();
    let items = said["items"].as_array().unwrap();
    assert_eq!(items.len(), 1, "{said}");
    assert_eq!(items[0]["uri"], uris[1]);
    let id = json!([{ "uri": uris[1], "value": items[0]["resultId"] }]);
    change_folders(&mut editor, &[], &["two"]).await;
    let said = editor.ask("workspace/diagnostic", pulled(id)).await.unwrap();
    assert_eq!(said["items"][0]["items"], json!([]), "{said}");
    let said = editor.ask("workspace/diagnostic", pulled(json!([]))).await.unwrap();
    assert_eq!(said["items"], json!([]));
    // What is open stays so, in a folder or not.
    editor.tell("textDocument/didOpen", opened(&uris[1], "markdown", DOUBT)).await;
    assert_eq!(
        codes(editor.pull(&uris[1]).await["items"].as_array().unwrap()),
        ["certainty-should"]
    );
    editor.leave().await;
}
