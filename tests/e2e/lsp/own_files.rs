//! Settings files and packs as they are written in an editor.

use std::fs;

use serde_json::{Value, json};

use super::harness::{
    DOUBT, Editor, Place, REPLY, capabilities, in_memory_and_as_a_process, titles,
};

in_memory_and_as_a_process! {
    settings_are_completed_and_explained,
    packs_are_completed_and_explained,
    a_rule_is_switched_off_for_a_workspace_in_its_file,
    a_settings_file_that_is_open_is_changed_in_the_editor,
    a_rule_about_safety_cannot_be_switched_off_for_a_workspace,
    a_draft_in_no_folder_has_no_workspace,
    what_is_not_this_workspaces_is_not_written,
    an_open_file_is_known_however_its_name_is_encoded,
    no_folder_lets_a_placeholder_out,
}

fn at(uri: &str, line: u32, character: u32) -> Value {
    let position = json!({ "line": line, "character": character });
    json!({ "textDocument": { "uri": uri }, "position": position })
}

async fn completions(editor: &mut Editor, uri: &str, line: u32, character: u32) -> Vec<Value> {
    let list = editor.ask("textDocument/completion", at(uri, line, character)).await.unwrap();
    serde_json::from_value(list["items"].clone()).unwrap()
}

async fn hover(editor: &mut Editor, uri: &str, line: u32, character: u32) -> String {
    let hover = editor.ask("textDocument/hover", at(uri, line, character)).await.unwrap();
    hover["contents"]["value"].as_str().unwrap_or_default().to_owned()
}

fn labels(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["label"].as_str().unwrap()).collect()
}

async fn settings_are_completed_and_explained(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri("aplomb.toml");
    let text = "# 👋\nprofile = \"c\"\n\n[rules]\ncertainty-sh\ncertainty-try = \"off\"\n";
    editor.open_document(&uri, "toml", text).await;
    let keys = completions(&mut editor, &uri, 2, 0).await;
    assert!(labels(&keys).contains(&"third-party") && !labels(&keys).contains(&"profile"));
    let values = completions(&mut editor, &uri, 1, 12).await;
    let coach = values.iter().find(|item| item["label"] == "coach").expect("it is offered");
    assert_eq!(coach["textEdit"]["newText"], "\"coach\"");
    assert_eq!(coach["filterText"], "\"coach", "as what is typed, but for the closing sign");
    let codes = completions(&mut editor, &uri, 4, 12).await;
    assert!(labels(&codes).contains(&"certainty-should"), "{:?}", labels(&codes));
    assert!(!labels(&codes).contains(&"certainty-try"), "it is there already");
    let whole = completions(&mut editor, &uri, 5, 21).await;
    assert!(!labels(&whole).contains(&"off"), "what stands there is not offered: {whole:?}");
    let about = hover(&mut editor, &uri, 5, 3).await;
    assert!(about.contains("certainty-try") && about.contains("try to"), "{about}");
    assert!(hover(&mut editor, &uri, 1, 3).await.contains("How much is said."));
    assert_eq!(hover(&mut editor, &uri, 0, 1).await, "");
    editor.finish().await;
}

async fn packs_are_completed_and_explained(place: Place) {
    let mut editor = Editor::open(place).await;
    fs::write(editor.path("aplomb.toml"), "packs = [\"words.toml\"]\n").unwrap();
    fs::write(editor.path("words.toml"), "").unwrap();
    let uri = editor.uri("words.toml");
    editor.open_document(&uri, "toml", "[[phrase]]\nseverity = \"\"\n\n").await;
    let levels = completions(&mut editor, &uri, 1, 12).await;
    assert_eq!(labels(&levels), ["hint", "information", "warning", "error"]);
    let keys = completions(&mut editor, &uri, 2, 0).await;
    assert!(labels(&keys).contains(&"patterns"), "{:?}", labels(&keys));
    assert!(hover(&mut editor, &uri, 1, 2).await.contains("severity"));
    editor.finish().await;
}

/// Chooses the action whose title begins so, on the first finding of a draft.
async fn choose(editor: &mut Editor, uri: &str, marked: &[Value], title: &str) -> Value {
    let context = json!({ "diagnostics": [] });
    let actions = editor.actions(uri, &marked[0]["range"], context).await;
    let action = actions.iter().find(|it| it["title"].as_str().unwrap().starts_with(title));
    let command = &action.unwrap_or_else(|| panic!("{:?}", titles(&actions)))["command"];
    let call = json!({ "command": command["command"], "arguments": command["arguments"] });
    editor.ask("workspace/executeCommand", call).await.unwrap()
}

const HERE: &str = "Switch this rule off in this workspace (certainty-should)";

async fn a_rule_is_switched_off_for_a_workspace_in_its_file(place: Place) {
    let mut editor = Editor::open(place).await;
    let ours = "company = \"Acme\" # ours\n\n[rules]\ncertainty-try = \"hint\"\n\n[files]\n";
    fs::write(editor.path("aplomb.toml"), ours).unwrap();
    fs::create_dir(editor.path("drafts")).unwrap();
    let uri = editor.uri(&format!("drafts/{REPLY}"));
    let marked = editor.open_document(&uri, "markdown", DOUBT).await;
    let said = choose(&mut editor, &uri, &marked, HERE).await;
    let settings = editor.path("aplomb.toml");
    assert_eq!(said, format!("certainty-should is off in {}.", settings.display()));
    assert!(editor.diagnostics(&uri, 1).await.is_empty());
    let expected = ours.replace("\"hint\"\n", "\"hint\"\ncertainty-should = \"off\"\n");
    assert_eq!(fs::read_to_string(&settings).unwrap(), expected);

    fs::remove_file(&settings).unwrap();
    let marked = editor.diagnostics(&uri, 1).await;
    choose(&mut editor, &uri, &marked, HERE).await;
    assert!(editor.diagnostics(&uri, 1).await.is_empty());
    let made = fs::read_to_string(editor.path("drafts/aplomb.toml")).unwrap();
    assert_eq!(made, "[rules]\ncertainty-should = \"off\"\n");
    editor.finish().await;
}

async fn a_settings_file_that_is_open_is_changed_in_the_editor(place: Place) {
    let mut capabilities = capabilities();
    capabilities["workspace"]["applyEdit"] = json!(true);
    let mut editor = Editor::with(place, capabilities).await;
    fs::write(editor.path("aplomb.toml"), "# saved\n").unwrap();
    let (uri, settings) = (editor.uri(REPLY), editor.uri("aplomb.toml"));
    editor.open_document(&settings, "toml", "# not saved yet\n").await;
    let marked = editor.open_document(&uri, "markdown", DOUBT).await;
    let said = choose(&mut editor, &uri, &marked, HERE).await;
    assert!(said.as_str().unwrap().contains("once you save"), "{said}");
    let request = editor.hear("workspace/applyEdit").await;
    let edit = &request["params"]["edit"]["changes"][&settings][0];
    assert_eq!(edit["range"]["start"], json!({ "line": 1, "character": 0 }));
    assert!(edit["newText"].as_str().unwrap().contains("certainty-should = \"off\""), "{edit}");
    editor.reply(&request, json!({ "applied": true })).await;
    assert_eq!(fs::read_to_string(editor.path("aplomb.toml")).unwrap(), "# saved\n");
    editor.finish().await;
}

async fn a_rule_about_safety_cannot_be_switched_off_for_a_workspace(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri(REPLY);
    let marked = editor.open_document(&uri, "markdown", "Your plan is [[fill: plan]].").await;
    let context = json!({ "diagnostics": [] });
    let actions = editor.actions(&uri, &marked[0]["range"], context).await;
    let titles = titles(&actions);
    assert!(titles.iter().all(|title| !title.contains("workspace")), "{titles:?}");
    let arguments = json!([{ "uri": uri, "code": "fill-in-left" }]);
    let call = json!({ "command": "aplomb.switchOff", "arguments": arguments });
    let refused = editor.ask("workspace/executeCommand", call).await.unwrap_err();
    assert!(refused["message"].as_str().unwrap().contains("about safety"), "{refused}");
    editor.finish().await;
}

async fn a_draft_in_no_folder_has_no_workspace(place: Place) {
    let mut editor = Editor::open(place).await;
    let text = format!("---\nmode: chat\n---\n{DOUBT}");
    let marked = editor.open_document("untitled:Untitled-1", "markdown", &text).await;
    let context = json!({ "diagnostics": [] });
    let actions = editor.actions("untitled:Untitled-1", &marked[0]["range"], context).await;
    let titles = titles(&actions);
    assert!(titles.iter().all(|title| !title.contains("workspace")), "{titles:?}");
    editor.finish().await;
}

#[cfg(unix)]
async fn what_is_not_this_workspaces_is_not_written(place: Place) {
    let mut editor = Editor::open(place).await;
    fs::create_dir_all(editor.path("outer/project/.git")).unwrap();
    fs::write(editor.path("outer/aplomb.toml"), "# for all projects\n").unwrap();
    let uri = editor.uri(&format!("outer/project/{REPLY}"));
    let marked = editor.open_document(&uri, "markdown", DOUBT).await;
    let own = editor.path("outer/project/aplomb.toml");
    std::os::unix::fs::symlink("../aplomb.toml", &own).unwrap();
    let wrong = editor.hear("textDocument/publishDiagnostics").await;
    assert!(
        wrong["params"]["diagnostics"][0]["message"].as_str().unwrap().contains("not followed")
    );
    editor.hear("window/logMessage").await;
    let context = json!({ "diagnostics": [] });
    let actions = editor.actions(&uri, &marked[0]["range"], context).await;
    let action = actions.iter().find(|it| it["title"] == HERE).expect("it is offered");
    let command = &action["command"];
    let call = json!({ "command": command["command"], "arguments": command["arguments"] });
    let refused = editor.ask("workspace/executeCommand", call.clone()).await.unwrap_err();
    assert!(refused["message"].as_str().unwrap().contains("is a link"), "{refused}");
    fs::remove_file(&own).unwrap();
    let clear = editor.hear("textDocument/publishDiagnostics").await;
    assert_eq!(clear["params"]["diagnostics"], json!([]));
    editor.ask("workspace/executeCommand", call).await.unwrap();
    assert!(editor.diagnostics(&uri, 1).await.is_empty());
    assert!(fs::read_to_string(&own).unwrap().contains("certainty-should = \"off\""));
    let outer = fs::read_to_string(editor.path("outer/aplomb.toml")).unwrap();
    assert_eq!(outer, "# for all projects\n");
    editor.finish().await;
}

async fn an_open_file_is_known_however_its_name_is_encoded(place: Place) {
    let mut capabilities = capabilities();
    capabilities["workspace"]["applyEdit"] = json!(true);
    let mut editor = Editor::with(place, capabilities).await;
    fs::create_dir(editor.path("R&D (EU)+x@y")).unwrap();
    fs::write(editor.path("R&D (EU)+x@y/aplomb.toml"), "onw = []\n").unwrap();
    let uri = editor.uri("R%26D%20%28EU%29%2Bx%40y/aplomb.toml");
    assert_eq!(editor.open_document(&uri, "toml", "onw = []\n").await.len(), 1);
    let draft = editor.uri(&format!("R%26D%20%28EU%29%2Bx%40y/{REPLY}"));
    let marked = editor.open_document(&draft, "markdown", DOUBT).await;
    assert!(editor.rewrite(&uri, 2, "").await.is_empty());
    choose(&mut editor, &draft, &marked, HERE).await;
    let request = editor.hear("workspace/applyEdit").await;
    assert!(request["params"]["edit"]["changes"][&uri].is_array(), "{request}");
    editor.reply(&request, json!({ "applied": true })).await;
    // Had its mistake been shown under another name as well, that would be left unread.
    editor.finish().await;
}

async fn no_folder_lets_a_placeholder_out(place: Place) {
    let mut editor = Editor::open(place).await;
    fs::write(editor.path("aplomb.toml"), "[files]\nmacros = [\"*\"]\n").unwrap();
    let uri = editor.uri("reply.md");
    let text = "Hi {{customer.name | default: \"there\"}},\n\nYour blog is live. Thank you for waiting.\n\nBest wishes,\nAna\n";
    assert!(editor.open_document(&uri, "markdown", text).await.is_empty());
    let call = json!({ "command": "aplomb.copyReply", "arguments": [uri] });
    let refused = editor.ask("workspace/executeCommand", call).await.unwrap_err();
    assert!(refused["message"].as_str().unwrap().contains("placeholder-left"), "{refused}");
    editor.finish().await;
}
