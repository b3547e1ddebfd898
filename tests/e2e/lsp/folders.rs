//! Replies that nobody has open: what is said of them, when, and what that costs whoever types.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::time::sleep;

use super::harness::{
    CUE, DOUBT, Editor, Place, change, changed, codes, in_memory_and_as_a_process, opened, pulling,
};

in_memory_and_as_a_process! {
    replies_of_the_named_folders_are_reported_and_then_unchanged,
    what_is_gone_mended_or_no_longer_named_is_taken_back,
    an_open_draft_is_reported_as_it_is_in_the_editor,
    a_closed_draft_is_still_answered_for,
    a_client_that_takes_parts_is_held_until_there_is_something_new,
    nothing_is_held_beyond_the_end,
    a_cancelled_look_ends_and_the_next_one_goes_on,
    two_thousand_drafts_come_in_parts_while_somebody_types,
    settings_below_hold_for_what_is_below,
}

/// The token under which parts come.
const PARTS: &str = "parts";
const WORK: &str = "work";

/// An editor that asks, with its folder set up: these files, and settings that name `drafts/`.
async fn asking(place: Place, files: &[(&str, &str)]) -> Editor {
    asking_as(place, files, pulling()).await
}

async fn asking_as(place: Place, files: &[(&str, &str)], capabilities: Value) -> Editor {
    let editor = Editor::start(place, &[]);
    for (name, text) in files {
        write(&editor, name, text);
    }
    let folder = json!({ "uri": editor.uri(""), "name": "home" });
    let params = json!({
        "processId": null, "rootUri": null, "capabilities": capabilities, "workspaceFolders": [folder],
    });
    editor.greet(params).await
}

const SETTINGS: (&str, &str) = ("aplomb.toml", "[files]\ncheck-folders = [\"drafts/\"]\n");

fn write(editor: &Editor, name: &str, text: &str) -> PathBuf {
    let path = editor.path(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
    path
}

/// Asks for all there is to say, given what came before, and waits for the whole answer.
async fn reports(editor: &mut Editor, before: &[Value]) -> Vec<Value> {
    let params = json!({ "identifier": "aplomb", "previousResultIds": ids(before) });
    let mut answer = editor.ask("workspace/diagnostic", params).await.unwrap();
    let mut items: Vec<Value> = serde_json::from_value(answer["items"].take()).unwrap();
    items.sort_by_key(|item| item["uri"].as_str().unwrap().to_owned());
    items
}

/// What a client says that it has.
fn ids(reports: &[Value]) -> Vec<Value> {
    let with_id = reports.iter().filter(|it| it["resultId"].is_string());
    with_id.map(|it| json!({ "uri": it["uri"], "value": it["resultId"] })).collect()
}

fn items(report: &Value) -> Vec<Value> {
    assert_eq!(report["kind"], "full", "{report}");
    report["items"].as_array().unwrap().clone()
}

/// Tells that something has become of a file, as an editor that watches does.
async fn tell_of(editor: &mut Editor, name: &str) {
    let changes = json!([{ "uri": editor.uri(name), "type": 2 }]);
    editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": changes })).await;
}

async fn replies_of_the_named_folders_are_reported_and_then_unchanged(place: Place) {
    let page = format!("# Export\n\n{DOUBT}\n");
    let mut editor = asking(
        place,
        &[
            SETTINGS,
            ("drafts/a.chat.md", DOUBT),
            ("drafts/deep/ü b.chat.md", DOUBT),
            ("drafts/clean.chat.md", "It is back.\n"),
            ("drafts/README.md", &page),
            ("drafts/.gitignore", "left-out.chat.md\n"),
            ("drafts/left-out.chat.md", DOUBT),
            ("drafts/picture.png", DOUBT),
            ("elsewhere/c.chat.md", DOUBT),
        ],
    )
    .await;
    assert_eq!(editor.capabilities["diagnosticProvider"]["workspaceDiagnostics"], true);
    let first = reports(&mut editor, &[]).await;
    let uris: Vec<_> = first.iter().map(|it| it["uri"].as_str().unwrap().to_owned()).collect();
    let deep = format!("{}/%C3%BC%20b.chat.md", editor.uri("drafts/deep"));
    assert_eq!(uris, [editor.uri("drafts/a.chat.md"), deep]);
    for report in &first {
        let marked = items(report);
        assert_eq!(codes(&marked), ["certainty-should"]);
        assert_eq!(marked[0]["range"]["start"]["character"], DOUBT.find(CUE).unwrap());
        assert_eq!(report["version"], Value::Null);
    }
    let again = reports(&mut editor, &first).await;
    assert_eq!(again.len(), 2);
    assert!(again.iter().all(|it| it["kind"] == "unchanged"), "{again:?}");
    // Who has lost what was said gets it again.
    assert_eq!(reports(&mut editor, &[]).await, first);
    editor.finish().await;
}

async fn what_is_gone_mended_or_no_longer_named_is_taken_back(place: Place) {
    let mut editor = asking(
        place,
        &[
            SETTINGS,
            ("drafts/a.chat.md", DOUBT),
            ("drafts/b.chat.md", DOUBT),
            ("drafts/c.chat.md", DOUBT),
        ],
    )
    .await;
    let first = reports(&mut editor, &[]).await;
    assert_eq!(first.len(), 3);
    fs::remove_file(editor.path("drafts/a.chat.md")).unwrap();
    write(&editor, "drafts/b.chat.md", "It is back.\n");
    let second = reports(&mut editor, &first).await;
    let said: Vec<_> =
        second.iter().map(|it| (it["kind"].clone(), it["resultId"].clone())).collect();
    assert_eq!(said[0], (json!("full"), Value::Null), "{second:?}");
    assert_eq!(said[1], (json!("full"), Value::Null), "{second:?}");
    assert_eq!(said[2].0, "unchanged");
    assert!(items(&second[0]).is_empty() && items(&second[1]).is_empty());
    // Other settings are another check, also of files that are as they were.
    write(&editor, "aplomb.toml", &format!("{}[rules]\ncertainty-should = \"hint\"\n", SETTINGS.1));
    tell_of(&mut editor, "aplomb.toml").await;
    let third = reports(&mut editor, &second).await;
    assert_eq!(items(&third[0])[0]["severity"], 4, "{third:?}");
    write(&editor, "aplomb.toml", "");
    tell_of(&mut editor, "aplomb.toml").await;
    let last = reports(&mut editor, &third).await;
    assert_eq!(last.len(), 1);
    assert!(items(&last[0]).is_empty());
    assert!(reports(&mut editor, &last).await.is_empty());
    editor.leave().await;
}

async fn an_open_draft_is_reported_as_it_is_in_the_editor(place: Place) {
    let files = [SETTINGS, ("drafts/a.chat.md", "It is back.\n"), ("drafts/b.chat.md", DOUBT)];
    let mut editor = asking(place, &files).await;
    let [a, b] = ["a", "b"].map(|name| editor.uri(&format!("drafts/{name}.chat.md")));
    let unsaved = editor.uri("drafts/new.chat.md");
    editor.tell("textDocument/didOpen", opened(&a, "markdown", "It is back.\n")).await;
    let text = json!([{ "text": format!("👋 {DOUBT}") }]);
    editor.tell("textDocument/didChange", changed(&a, 7, text)).await;
    editor.tell("textDocument/didOpen", opened(&b, "markdown", "It is back.\n")).await;
    editor.tell("textDocument/didOpen", opened(&unsaved, "markdown", DOUBT)).await;
    let said = reports(&mut editor, &[]).await;
    let of: Vec<_> = said.iter().map(|it| (it["uri"].as_str().unwrap(), &it["version"])).collect();
    assert_eq!(of, [(a.as_str(), &json!(7)), (unsaved.as_str(), &json!(1))]);
    assert_eq!(items(&said[0])[0]["range"]["start"]["character"], 3 + DOUBT.find(CUE).unwrap());
    assert_eq!(said[0]["items"], editor.pull(&a).await["items"]);
    let again = reports(&mut editor, &said).await;
    assert!(again.iter().all(|it| it["kind"] == "unchanged"), "{again:?}");
    assert_eq!(again[0]["version"], 7);
    // Closed, it is what it is on disk.
    for uri in [&a, &b, &unsaved] {
        editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } })).await;
    }
    let closed = reports(&mut editor, &said).await;
    let count: Vec<_> = closed.iter().map(|it| items(it).len()).collect();
    assert_eq!(count, [0, 1, 0], "{closed:?}");
    editor.finish().await;
}

async fn a_closed_draft_is_still_answered_for(place: Place) {
    let files = [SETTINGS, ("drafts/a.chat.md", DOUBT), ("elsewhere/a.chat.md", DOUBT)];
    let mut editor = asking(place, &files).await;
    let uri = editor.uri("drafts/a.chat.md");
    // VS Code asks once more when a draft is closed, and shows what it is told then.
    editor.tell("textDocument/didOpen", opened(&uri, "markdown", DOUBT)).await;
    let open = editor.pull(&uri).await;
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } })).await;
    assert_eq!(editor.pull(&uri).await["items"], open["items"]);
    assert_eq!(codes(open["items"].as_array().unwrap()), ["certainty-should"]);
    let elsewhere = editor.uri("elsewhere/a.chat.md");
    assert_eq!(editor.pull(&elsewhere).await["items"], json!([]));
    let gone = editor.uri("drafts/gone.chat.md");
    assert_eq!(editor.pull(&gone).await["items"], json!([]));
    editor.finish().await;
}

/// Asks as VS Code does, for an answer in parts; comes back with the id of the request.
async fn hold(editor: &mut Editor, before: &[Value]) -> i64 {
    let params = json!({
        "previousResultIds": ids(before), "partialResultToken": PARTS, "workDoneToken": WORK,
    });
    let (id, request) = editor.request("workspace/diagnostic", params);
    editor.burst(&[request]).await;
    id
}

/// All parts of an answer that has come, and how often progress was told.
async fn parts(editor: &mut Editor, id: i64) -> (Vec<Value>, usize) {
    let answer = editor.answer(id).await.unwrap();
    assert_eq!(answer["items"], json!([]), "what came in parts is not said twice");
    let mut items: Vec<Value> = Vec::new();
    let mut steps = Vec::new();
    for message in editor.heard("$/progress") {
        let mut params = message["params"].clone();
        if params["token"] == PARTS {
            let part: Vec<Value> = serde_json::from_value(params["value"]["items"].take()).unwrap();
            items.extend(part);
        } else {
            assert_eq!(params["token"], WORK);
            steps.push(params["value"].take());
        }
    }
    if let (Some(first), Some(last)) = (steps.first(), steps.last()) {
        assert_eq!((&first["kind"], &last["kind"]), (&json!("begin"), &json!("end")));
    }
    items.sort_by_key(|item| item["uri"].as_str().unwrap().to_owned());
    (items, steps.len())
}

async fn a_client_that_takes_parts_is_held_until_there_is_something_new(place: Place) {
    let mut editor = asking(place, &[("drafts/a.chat.md", DOUBT)]).await;
    let id = hold(&mut editor, &[]).await;
    sleep(Duration::from_millis(500)).await;
    assert!(!editor.has_answered(id), "without the setting there is nothing to say");
    write(&editor, SETTINGS.0, SETTINGS.1);
    tell_of(&mut editor, SETTINGS.0).await;
    let (first, steps) = parts(&mut editor, id).await;
    assert_eq!(codes(&items(&first[0])), ["certainty-should"]);
    assert!(steps >= 2, "{steps}");

    let id = hold(&mut editor, &first).await;
    sleep(Duration::from_millis(500)).await;
    assert!(!editor.has_answered(id), "nothing has changed");
    write(&editor, "drafts/b.chat.md", DOUBT);
    tell_of(&mut editor, "drafts/b.chat.md").await;
    let (second, _) = parts(&mut editor, id).await;
    let uris: Vec<_> = second.iter().map(|it| it["uri"].clone()).collect();
    assert_eq!(uris, [editor.uri("drafts/b.chat.md")], "only what is new is sent");
    editor.leave().await;
}

async fn nothing_is_held_beyond_the_end(place: Place) {
    let mut editor = asking(place, &[]).await;
    let id = hold(&mut editor, &[]).await;
    editor.ask("shutdown", Value::Null).await.unwrap();
    assert_eq!(editor.answer(id).await.unwrap(), json!({ "items": [] }));
    editor.tell("exit", Value::Null).await;
    assert_eq!(editor.ended().await, 0);
}

/// A draft whose check waits until it is let go.
const HELD: &str = "It is back. [[test: hold]]\n";

async fn a_cancelled_look_ends_and_the_next_one_goes_on(place: Place) {
    let files = [SETTINGS, ("drafts/a.chat.md", DOUBT), ("drafts/held.chat.md", HELD)];
    let mut editor = asking(place, &files).await;
    let id = hold(&mut editor, &[]).await;
    loop {
        // What was found first is there while the rest is still at work.
        let message = editor.hear("$/progress").await;
        if message["params"]["token"] == PARTS {
            assert_eq!(
                message["params"]["value"]["items"][0]["uri"],
                editor.uri("drafts/a.chat.md")
            );
            break;
        }
        assert_eq!(message["params"]["value"]["kind"], "begin");
    }
    editor.tell("$/cancelRequest", json!({ "id": id })).await;
    assert_eq!(editor.answer(id).await.unwrap_err()["code"], -32800);
    let end = editor.hear("$/progress").await;
    assert_eq!(end["params"]["value"]["kind"], "end", "{end}");
    let id = hold(&mut editor, &[]).await;
    editor.ask_without_params("aplomb/test/release").await.unwrap();
    let (said, _) = parts(&mut editor, id).await;
    let uris: Vec<_> = said.iter().map(|it| it["uri"].clone()).collect();
    assert!(uris.contains(&editor.uri("drafts/a.chat.md").into()), "{uris:?}");
    editor.finish().await;
}

async fn two_thousand_drafts_come_in_parts_while_somebody_types(place: Place) {
    let editor = Editor::start(place, &[]);
    write(&editor, SETTINGS.0, SETTINGS.1);
    fs::create_dir(editor.path("drafts")).unwrap();
    // One of ten has something in it, and one waits, so that what is typed is surely typed meanwhile.
    for n in 0..2_000 {
        let text = if n % 10 == 0 { DOUBT } else { "It is back.\n" };
        fs::write(editor.path(&format!("drafts/{n:05}.chat.md")), text).unwrap();
    }
    write(&editor, "drafts/zz.chat.md", HELD);
    let params = json!({ "rootUri": editor.uri(""), "capabilities": pulling() });
    let mut editor = editor.greet(params).await;
    let uri = editor.uri("open.chat.md");
    editor.tell("textDocument/didOpen", opened(&uri, "markdown", DOUBT)).await;
    let start = Instant::now();
    let id = hold(&mut editor, &[]).await;
    for version in 2..=60 {
        let changes = json!([change((0, 0), (0, 0), "x")]);
        editor.tell("textDocument/didChange", changed(&uri, version, changes)).await;
        let typed = usize::try_from(version - 1).unwrap();
        assert_eq!(editor.text(&uri).await, "x".repeat(typed) + DOUBT);
        assert!(!editor.pull(&uri).await["items"].as_array().unwrap().is_empty());
    }
    assert!(!editor.has_answered(id), "what was typed was answered while the drafts were checked");
    editor.ask_without_params("aplomb/test/release").await.unwrap();
    let (first, steps) = parts(&mut editor, id).await;
    assert_eq!(first.iter().filter(|it| !items(it).is_empty()).count(), 200);
    let marks: Vec<_> = first.iter().flat_map(items).collect();
    assert!(marks.iter().all(|it| it["code"] == "certainty-should"), "{marks:?}");
    assert!(
        steps > 1 && start.elapsed() < Duration::from_secs(60),
        "{steps} {:?}",
        start.elapsed()
    );
    let again = reports(&mut editor, &first).await;
    assert_eq!(again.len(), first.len());
    assert!(again.iter().all(|it| it["kind"] == "unchanged"));
    editor.leave().await;
}

async fn settings_below_hold_for_what_is_below(place: Place) {
    let hint = "[rules]\ncertainty-should = \"hint\"\n";
    let mut editor = asking(
        place,
        &[
            SETTINGS,
            ("drafts/a.chat.md", DOUBT),
            ("drafts/brand/aplomb.toml", hint),
            ("drafts/brand/a.chat.md", DOUBT),
        ],
    )
    .await;
    let first = reports(&mut editor, &[]).await;
    let severities: Vec<_> = first.iter().map(|it| items(it)[0]["severity"].clone()).collect();
    assert_eq!(severities, [2, 4]);
    write(&editor, "drafts/brand/aplomb.toml", "");
    let second = reports(&mut editor, &first).await;
    assert_eq!(second[0]["kind"], "unchanged");
    assert_eq!(items(&second[1])[0]["severity"], 2);
    editor.finish().await;
}
