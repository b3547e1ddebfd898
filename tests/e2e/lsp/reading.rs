//! What helps to read a reply: outline, folds, selection, links, hints, hovers, and the reply line.

use serde_json::{Value, json};

use super::harness::{Editor, Place, capabilities, in_memory_and_as_a_process, pulling};

in_memory_and_as_a_process!(
    the_outline_names_the_parts_and_what_is_missing,
    an_editor_without_trees_gets_a_list,
    the_quote_folds,
    a_selection_grows_from_the_word_outwards,
    a_mention_leads_to_the_teams_page,
    a_variable_shows_the_name_only_where_that_is_wanted,
    a_name_and_a_question_explain_themselves,
    the_reply_stands_in_one_line_above_its_first,
    other_settings_have_the_line_asked_for_again,
    what_was_promised_is_found_by_its_day,
    what_was_promised_in_the_folders_that_are_checked_is_found_too,
    a_page_has_neither_outline_nor_line,
);

const REPLY: &str = "Hi Maria 👋,\n\nI'm sorry about the wait. Yes, you can export your list as a file. I've fixed the button, so it should work now.\n\nI'll send you the list by Thursday, noon CET.\n\nBest wishes,\nAna\n\nOn 4 Mar 2025, Maria Silva <m@x.org> wrote:\n> Can I export my list?\n> How much does the yearly plan cost?\n>\n> Maria\n";

async fn reply(place: Place) -> (Editor, String) {
    let mut capabilities = capabilities();
    capabilities["textDocument"]["documentSymbol"] =
        json!({ "hierarchicalDocumentSymbolSupport": true });
    let mut editor = Editor::with(place, capabilities).await;
    let uri = editor.uri("reply.md");
    editor.open_document(&uri, "markdown", REPLY).await;
    (editor, uri)
}

fn document(uri: &str) -> Value {
    json!({ "textDocument": { "uri": uri } })
}

fn at(uri: &str, line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } })
}

fn names(symbols: &Value) -> Vec<String> {
    let symbols = symbols.as_array().unwrap().iter();
    symbols.map(|symbol| symbol["name"].as_str().unwrap().to_owned()).collect()
}

async fn the_outline_names_the_parts_and_what_is_missing(place: Place) {
    let (mut editor, uri) = reply(place).await;
    let outline = editor.ask("textDocument/documentSymbol", document(&uri)).await.unwrap();
    let expected =
        ["Greeting", "No thanks yet", "Answer", "Next step", "Farewell", "Signature", "Their mail"];
    assert_eq!(names(&outline), expected);
    assert_eq!(names(&outline[6]["children"]), ["Question", "Question"]);
    assert_eq!(outline[6]["children"][0]["detail"], "Can I export my list?");
    assert_eq!(outline[0]["range"]["end"], json!({ "line": 0, "character": 8 }));

    editor.tell("textDocument/didSave", document(&uri)).await;
    editor
        .rewrite(&uri, 2, "The export works again, and the list is complete. Look at it.\n")
        .await;
    editor.tell("textDocument/didSave", document(&uri)).await;
    let outline = editor.ask("textDocument/documentSymbol", document(&uri)).await.unwrap();
    assert!(names(&outline).contains(&"No greeting yet".to_owned()), "{outline}");
    editor.leave().await;
}

async fn an_editor_without_trees_gets_a_list(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri("reply.md");
    editor.open_document(&uri, "markdown", REPLY).await;
    let outline = editor.ask("textDocument/documentSymbol", document(&uri)).await.unwrap();
    let question = outline.as_array().unwrap().last().unwrap();
    assert_eq!(question["name"], "Question: How much does the yearly plan cost?");
    assert_eq!(question["containerName"], "Their mail");
    assert_eq!(question["location"]["range"]["start"]["line"], 11);
    editor.finish().await;
}

async fn the_quote_folds(place: Place) {
    let (mut editor, uri) = reply(place).await;
    let folds = editor.ask("textDocument/foldingRange", document(&uri)).await.unwrap();
    assert_eq!(folds, json!([{ "startLine": 9, "endLine": 13, "kind": "comment" }]));
    editor.finish().await;
}

async fn a_selection_grows_from_the_word_outwards(place: Place) {
    let (mut editor, uri) = reply(place).await;
    let params = json!({
        "textDocument": { "uri": uri },
        "positions": [{ "line": 2, "character": 42 }, { "line": 99, "character": 0 }],
    });
    let ranges = editor.ask("textDocument/selectionRange", params).await.unwrap();
    assert_eq!(ranges.as_array().unwrap().len(), 2);
    let mut range = &ranges[0];
    let mut widths = Vec::new();
    while !range.is_null() {
        widths.push(range["range"].clone());
        range = &range["parent"];
    }
    assert!(widths.len() >= 4, "{widths:?}");
    assert_eq!(widths.last().unwrap()["start"], json!({ "line": 0, "character": 0 }));
    editor.finish().await;
}

async fn a_mention_leads_to_the_teams_page(place: Place) {
    let mut editor = Editor::open(place).await;
    let settings = "[links]\n\"backup guide\" = { url = \"https://example.com/docs/backup\", title = \"Restore a backup\" }\n";
    std::fs::write(editor.path("aplomb.toml"), settings).unwrap();
    let uri = editor.uri("reply.md");
    editor.open_document(&uri, "markdown", "Hi Jo,\n\nSee the backup guide.\n").await;
    let links = editor.ask("textDocument/documentLink", document(&uri)).await.unwrap();
    assert_eq!(links[0]["target"], "https://example.com/docs/backup");
    assert_eq!(links[0]["tooltip"], "Restore a backup");
    assert_eq!(links[0]["range"]["start"], json!({ "line": 2, "character": 8 }));
    editor.finish().await;
}

async fn a_variable_shows_the_name_only_where_that_is_wanted(place: Place) {
    let mut editor = Editor::open(place).await;
    let text = REPLY.replace("Maria 👋", "{{name}}");
    let uri = editor.uri("reply.md");
    editor.open_document(&uri, "markdown", &text).await;
    let range =
        json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 0 } });
    let params = json!({ "textDocument": { "uri": uri }, "range": range });
    assert!(editor.ask("textDocument/inlayHint", params.clone()).await.unwrap().is_null());

    let wanted = json!({ "settings": { "aplomb": { "inlayHints": true } } });
    editor.tell("workspace/didChangeConfiguration", wanted).await;
    let hints = editor.ask("textDocument/inlayHint", params).await.unwrap();
    assert_eq!(hints[0]["label"], "Maria", "{hints}");
    assert_eq!(hints[0]["position"], json!({ "line": 0, "character": 11 }));
    editor.finish().await;
}

async fn a_name_and_a_question_explain_themselves(place: Place) {
    let (mut editor, uri) = reply(place).await;
    let name = editor.ask("textDocument/hover", at(&uri, 0, 4)).await.unwrap();
    assert_eq!(name["contents"]["value"], "**Maria Silva**: known from their signature, line 14.");
    let question = editor.ask("textDocument/hover", at(&uri, 10, 6)).await.unwrap();
    let told = question["contents"]["value"].as_str().unwrap();
    assert_eq!(told, "They ask this. Your reply speaks to it in line 3.");
    editor.finish().await;
}

async fn the_reply_stands_in_one_line_above_its_first(place: Place) {
    let (mut editor, uri) = reply(place).await;
    let lenses = editor.ask("textDocument/codeLens", document(&uri)).await.unwrap();
    let line = "1 of 2 questions answered · 1 hedge · 1 sorry · next update by Thursday, noon CET · signs as Ana";
    assert_eq!(lenses[0]["command"]["title"], line);
    assert_eq!(lenses[0]["range"]["start"]["line"], 0);
    let params = json!({ "command": "aplomb.replyLine", "arguments": [uri] });
    assert_eq!(editor.ask("workspace/executeCommand", params).await.unwrap(), line);
    editor.finish().await;
}

async fn other_settings_have_the_line_asked_for_again(place: Place) {
    let mut capabilities = pulling();
    capabilities["workspace"]["codeLens"] = json!({ "refreshSupport": true });
    let mut editor = Editor::with(place, capabilities).await;
    let settings = json!({ "settings": { "aplomb": { "profile": "calm" } } });
    editor.tell("workspace/didChangeConfiguration", settings).await;
    let request = editor.hear("workspace/codeLens/refresh").await;
    editor.reply(&request, Value::Null).await;
    editor.leave().await;
}

async fn what_was_promised_is_found_by_its_day(place: Place) {
    let (mut editor, _) = reply(place).await;
    let other = editor.uri("other.md");
    editor
        .open_document(&other, "markdown", "Hi Jo,\n\nI'll call you on Monday at 9 am CET.\n")
        .await;
    let all = editor.ask("workspace/symbol", json!({ "query": "" })).await.unwrap();
    let expected = [
        "on Monday at 9 am CET – I'll call you on Monday at 9 am CET.",
        "by Thursday, noon CET – I'll send you the list by Thursday, noon CET.",
    ];
    assert_eq!(names(&all), expected);
    assert_eq!(all[0]["containerName"], "other.md");
    let some = editor.ask("workspace/symbol", json!({ "query": "thursday" })).await.unwrap();
    assert_eq!(names(&some), expected[1..]);
    editor.finish().await;
}

async fn what_was_promised_in_the_folders_that_are_checked_is_found_too(place: Place) {
    let editor = Editor::start(place, &[]);
    std::fs::create_dir_all(editor.path("drafts")).unwrap();
    std::fs::write(editor.path("aplomb.toml"), "[files]\ncheck-folders = [\"drafts/\"]\n").unwrap();
    let promise = "Hi Jo,\n\nI'll call you on Monday at 9 am CET.\n";
    for name in ["drafts/jo.md", "drafts/README.md", "elsewhere.md"] {
        std::fs::write(editor.path(name), promise).unwrap();
    }
    let root = editor.uri("");
    let params = json!({ "processId": null, "rootUri": root, "capabilities": capabilities() });
    let mut editor = editor.greet(params).await;
    let all = editor.ask("workspace/symbol", json!({ "query": "monday" })).await.unwrap();
    assert_eq!(names(&all), ["on Monday at 9 am CET – I'll call you on Monday at 9 am CET."]);
    assert_eq!(all[0]["containerName"], "jo.md");

    let uri = editor.uri("drafts/jo.md");
    editor.open_document(&uri, "markdown", "Hi Jo,\n\nI'll call you on Friday.\n").await;
    let all = editor.ask("workspace/symbol", json!({ "query": "" })).await.unwrap();
    assert_eq!(names(&all), ["on Friday – I'll call you on Friday."]);
    editor.finish().await;
}

async fn a_page_has_neither_outline_nor_line(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri("README.md");
    editor.open_document(&uri, "markdown", "# Lamps\n\nI'll ship by Monday.\n").await;
    for method in ["textDocument/documentSymbol", "textDocument/codeLens"] {
        assert_eq!(editor.ask(method, document(&uri)).await.unwrap(), json!([]), "{method}");
    }
    let all = editor.ask("workspace/symbol", json!({ "query": "" })).await.unwrap();
    assert_eq!(all, json!([]));
    editor.finish().await;
}
