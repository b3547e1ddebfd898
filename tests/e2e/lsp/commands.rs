//! What an editor can have done without a menu of actions.

use serde_json::{Value, json};

use super::harness::{
    DOUBT, Editor, Place, REPLY, capabilities, changed, in_memory_and_as_a_process, range, titles,
};

in_memory_and_as_a_process! {
    safe_fixes_are_applied_by_the_editor,
    a_fix_for_an_older_text_is_not_applied,
    words_of_a_kind_are_inserted_where_they_fit,
    an_editor_that_inserts_snippets_gets_one_back,
    a_rule_is_explained_to_who_can_show_it,
    the_reply_can_be_copied_from_the_menu_of_sources,
    a_wrong_argument_is_told_what_is_expected,
    actions_of_one_title_say_what_they_are_for,
}

const SOFT: &str = "It's basically a copy of your site.";
const QUOTE: &str = "\n\nOn 4 Mar 2025, Maria Ruiz <m@x.org> wrote:\n> The invoice is missing.\n>\n> Best,\n> Maria\n";

/// An editor that takes edits and shows documents, and has these commands of its own.
async fn able(place: Place, commands: &[&str]) -> Editor {
    let mut capabilities = capabilities();
    capabilities["workspace"]["applyEdit"] = json!(true);
    capabilities["window"] = json!({ "showDocument": { "support": true } });
    let params = json!({
        "processId": null, "rootUri": null, "capabilities": capabilities,
        "initializationOptions": { "commands": commands },
    });
    Editor::start(place, &[]).greet(params).await
}

async fn call(editor: &mut Editor, command: &str, argument: Value) -> Result<Value, Value> {
    let params = json!({ "command": command, "arguments": [argument] });
    editor.ask("workspace/executeCommand", params).await
}

/// Opens a reply in a folder whose settings ask for the profile `coach`.
async fn coached(editor: &mut Editor, text: &str) -> String {
    std::fs::write(editor.path("aplomb.toml"), "profile = \"coach\"\n").unwrap();
    let uri = editor.uri(REPLY);
    editor.open_document(&uri, "markdown", text).await;
    uri
}

async fn safe_fixes_are_applied_by_the_editor(place: Place) {
    let mut editor = able(place, &[]).await;
    let uri = coached(&mut editor, SOFT).await;
    let done = call(&mut editor, "aplomb.applyFixes", json!({ "uri": uri, "version": 1 })).await;
    assert_eq!(done, Ok(json!(1)));
    let wish = editor.hear("workspace/applyEdit").await;
    let document = &wish["params"]["edit"]["documentChanges"][0];
    assert_eq!(document["textDocument"], json!({ "uri": uri, "version": 1 }));
    let edit = &document["edits"][0];
    let changes = json!([{ "range": edit["range"], "text": edit["newText"] }]);
    editor.tell("textDocument/didChange", changed(&uri, 2, changes)).await;
    editor.reply(&wish, json!({ "applied": true })).await;
    assert!(editor.diagnostics(&uri, 2).await.is_empty());
    assert_eq!(editor.text(&uri).await, SOFT.replace("basically ", ""));
    // Nothing is left to fix, so the editor is asked for nothing.
    assert_eq!(call(&mut editor, "aplomb.applyFixes", json!(uri)).await, Ok(json!(0)));

    editor.rewrite(&uri, 3, SOFT).await;
    call(&mut editor, "aplomb.applyFixes", json!(uri)).await.unwrap();
    let wish = editor.hear("workspace/applyEdit").await;
    editor.reply(&wish, json!({ "applied": false })).await;
    let said = editor.hear("window/showMessage").await;
    assert!(said["params"]["message"].as_str().unwrap().contains("has not taken"), "{said}");
    editor.finish().await;

    let mut editor = Editor::open(place).await;
    let uri = coached(&mut editor, SOFT).await;
    let refused = call(&mut editor, "aplomb.applyFixes", json!({ "uri": uri })).await.unwrap_err();
    assert!(refused["message"].as_str().unwrap().contains("workspace/applyEdit"), "{refused}");
    editor.finish().await;
}

async fn a_fix_for_an_older_text_is_not_applied(place: Place) {
    let mut capabilities = capabilities();
    capabilities["workspace"] = json!({ "applyEdit": true });
    let mut editor = Editor::with(place, capabilities).await;
    let uri = coached(&mut editor, SOFT).await;
    for command in ["aplomb.applyFixes", "aplomb.insert"] {
        let start = json!({ "line": 0, "character": 0 });
        let old = json!({ "uri": uri, "version": 7, "position": start, "kind": "thanks" });
        assert_eq!(call(&mut editor, command, old).await.unwrap_err()["code"], -32801);
    }
    // The edit names no version, and what was typed with the wish came before it.
    let params = json!({ "command": "aplomb.applyFixes", "arguments": [uri] });
    let (id, wish) = editor.request("workspace/executeCommand", params);
    let typed = changed(&uri, 2, json!([{ "text": format!("👋 {SOFT}") }]));
    let typed = super::harness::notification("textDocument/didChange", typed);
    editor.burst(&[wish, typed]).await;
    assert_eq!(editor.answer(id).await, Ok(json!(1)));
    let said = editor.hear("window/showMessage").await;
    assert!(said["params"]["message"].as_str().unwrap().contains("has changed"), "{said}");
    editor.diagnostics(&uri, 2).await;
    editor.finish().await;
}

async fn words_of_a_kind_are_inserted_where_they_fit(place: Place) {
    let mut editor = able(place, &[]).await;
    let uri = editor.uri("reply.md");
    let body = "The invoice 🧾 is there.";
    editor.open_document(&uri, "markdown", &format!("{body}{QUOTE}")).await;
    let at = |character: usize| json!({ "line": 0, "character": character });
    let ask =
        |kind: &str, position: Value| json!({ "uri": uri, "position": position, "kind": kind });
    let end = body.encode_utf16().count();
    for (kind, position, begins) in
        [("greeting", at(0), "Hi Maria,\n\n"), ("farewell", at(end), "\n\n")]
    {
        let done = call(&mut editor, "aplomb.insert", ask(kind, position.clone())).await;
        assert_eq!(done, Ok(Value::Null), "{kind}");
        let wish = editor.hear("workspace/applyEdit").await;
        let edit = &wish["params"]["edit"]["documentChanges"][0]["edits"][0];
        assert_eq!(edit["range"], json!({ "start": position, "end": position }));
        assert!(edit["newText"].as_str().unwrap().starts_with(begins), "{edit}");
        editor.reply(&wish, json!({ "applied": true })).await;
    }
    let theirs = json!({ "line": 3, "character": 4 });
    let refused = call(&mut editor, "aplomb.insert", ask("thanks", theirs)).await.unwrap_err();
    assert!(refused["message"].as_str().unwrap().starts_with("Nothing of that kind"), "{refused}");
    editor.finish().await;
}

async fn an_editor_that_inserts_snippets_gets_one_back(place: Place) {
    let mut editor = able(place, &["aplomb.insertSnippet"]).await;
    let uri = editor.uri("reply.md");
    editor.open_document(&uri, "markdown", QUOTE.trim_start()).await;
    let start = json!({ "line": 0, "character": 0 });
    let ask = json!({ "uri": uri, "position": start, "kind": "greeting", "version": 1 });
    let given = call(&mut editor, "aplomb.insert", ask).await.unwrap();
    assert_eq!((&given["uri"], &given["version"]), (&json!(uri), &json!(1)));
    assert_eq!(given["range"], json!({ "start": start, "end": start }));
    assert!(given["snippet"].as_str().unwrap().starts_with("Hi ${1:Maria},"), "{given}");
    editor.finish().await;
}

async fn a_rule_is_explained_to_who_can_show_it(place: Place) {
    const TITLE: &str = "Explain this rule (certainty-should)";
    let mut editor = able(place, &[]).await;
    let uri = editor.uri(REPLY);
    let marked = editor.open_document(&uri, "markdown", DOUBT).await;
    let context = json!({ "diagnostics": [] });
    let actions = editor.actions(&uri, &marked[0]["range"], context.clone()).await;
    let action = actions.iter().find(|it| it["title"] == TITLE).expect("it is offered");
    let command = &action["command"];
    let params = json!({ "command": command["command"], "arguments": command["arguments"] });
    assert_eq!(editor.ask("workspace/executeCommand", params).await, Ok(Value::Null));
    let wish = editor.hear("window/showDocument").await;
    assert_eq!(wish["params"]["uri"], marked[0]["codeDescription"]["href"]);
    editor.reply(&wish, json!({ "success": true })).await;
    let none = json!({ "uri": uri, "code": "dear-maria" });
    let refused = call(&mut editor, "aplomb.explainRule", none).await.unwrap_err();
    assert!(!refused["message"].as_str().unwrap().contains("maria"), "{refused}");
    editor.finish().await;

    // Who shows it in a way of their own is shown nothing, and who can show nothing is not offered it.
    let own = able(place, &["aplomb.explainRule"]).await;
    let bare = Editor::open(place).await;
    for (mut editor, offered) in [(own, true), (bare, false)] {
        let uri = editor.uri(REPLY);
        editor.open_document(&uri, "markdown", DOUBT).await;
        let rule = json!({ "uri": uri, "code": "certainty-should" });
        let page = call(&mut editor, "aplomb.explainRule", rule).await.unwrap();
        assert!(page.as_str().unwrap().starts_with("# certainty-should\n"), "{page}");
        let actions = editor.actions(&uri, &marked[0]["range"], context.clone()).await;
        assert_eq!(titles(&actions).contains(&TITLE), offered, "{:?}", titles(&actions));
        editor.finish().await;
    }
}

async fn the_reply_can_be_copied_from_the_menu_of_sources(place: Place) {
    const TITLE: &str = "Copy the reply to send";
    for (commands, offered) in [(&["aplomb.copyReply"][..], true), (&[], false)] {
        let mut editor = able(place, commands).await;
        let kinds = editor.capabilities["codeActionProvider"]["codeActionKinds"].clone();
        let declared = kinds.as_array().unwrap().contains(&json!("source.copyReply.aplomb"));
        assert_eq!(declared, offered, "{kinds}");
        let uri = editor.uri(REPLY);
        editor.open_document(&uri, "markdown", "It is done.").await;
        let here = range((0, 0), (0, 0));
        for (only, expected) in [(json!(["source"]), offered), (json!(["quickfix"]), false)] {
            let context = json!({ "diagnostics": [], "only": only, "triggerKind": 1 });
            let actions = editor.actions(&uri, &here, context).await;
            assert_eq!(titles(&actions).contains(&TITLE), expected, "{only}");
        }
        let context = json!({ "diagnostics": [], "triggerKind": 1 });
        let actions = editor.actions(&uri, &here, context).await;
        assert!(!titles(&actions).contains(&TITLE), "{:?}", titles(&actions));
        editor.finish().await;
    }
}

async fn a_wrong_argument_is_told_what_is_expected(place: Place) {
    let mut editor = able(place, &[]).await;
    let commands = editor.capabilities["executeCommandProvider"]["commands"].clone();
    for command in commands.as_array().unwrap().iter().filter_map(Value::as_str) {
        if command == "aplomb.forget" {
            continue;
        }
        for argument in [json!("Dear Maria"), json!({ "uri": "Dear Maria" }), json!({ "uri": 7 })] {
            let error = call(&mut editor, command, argument).await.unwrap_err();
            let message = error["message"].as_str().unwrap();
            let expected = format!("{command} takes one argument: {{\"uri\": URI");
            assert!(message.starts_with(&expected), "{message}");
            assert!(!message.contains("Maria"), "{message}");
            assert_eq!(error["code"], -32803);
        }
    }
    let uri = editor.uri(REPLY);
    let finding = json!({ "uri": uri, "finding": { "code": 7 } });
    editor.open_document(&uri, "markdown", "It is done.").await;
    let error = call(&mut editor, "aplomb.ignore", finding).await.unwrap_err();
    assert_eq!(error["code"], -32803);
    editor.finish().await;
}

async fn actions_of_one_title_say_what_they_are_for(place: Place) {
    let mut editor = able(place, &[]).await;
    let uri = editor.uri(REPLY);
    let text = format!("{DOUBT}\n\nIt may be there tomorrow. {DOUBT}\n");
    let marked = editor.open_document(&uri, "markdown", &text).await;
    assert!(marked.len() > 1, "{marked:?}");
    let context = json!({ "diagnostics": [] });
    let actions = editor.actions(&uri, &range((0, 0), (9, 0)), context).await;
    let mut all = titles(&actions);
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), count, "{:?}", titles(&actions));
    let off = "Switch this rule off here (certainty-should) (";
    assert_eq!(all.iter().filter(|it| it.starts_with(off)).count(), 2, "{all:?}");
    let explained = all.iter().filter(|it| it.starts_with("Explain this rule (certainty-should"));
    assert_eq!(explained.count(), 1, "{all:?}");
    editor.finish().await;
}
