//! What an editor can do about a finding.

use serde_json::{Value, json};

use super::harness::{
    DOUBT, Editor, Place, REPLY, capabilities, change, changed, codes, in_memory_and_as_a_process,
    range, titles,
};

in_memory_and_as_a_process! {
    a_doubt_is_stated_as_a_fact_or_marked_and_neither_by_itself,
    an_emoji_before_the_cue_does_not_hide_the_actions,
    a_fix_lands_on_the_very_words_in_every_encoding,
    an_action_is_made_for_the_newest_text,
    an_editor_that_cannot_ask_later_gets_the_edit_at_once,
    a_rule_is_switched_off_for_a_sentence_and_only_there,
    actions_are_filtered_by_kind,
    the_reply_is_copied_without_what_the_customer_must_not_get,
}

/// A sentence with a safe fix in profile `coach`.
const SOFT: &str = "It's basically a copy of your site.";

fn no_diagnostics() -> Value {
    json!({ "diagnostics": [] })
}

/// Opens `text` in a folder whose settings ask for the profile `coach`.
async fn coached(place: Place, capabilities: Value, text: &str) -> (Editor, String, Vec<Value>) {
    let mut editor = Editor::with(place, capabilities).await;
    std::fs::write(editor.path("aplomb.toml"), "profile = \"coach\"\n").unwrap();
    let uri = editor.uri(REPLY);
    let marked = editor.open_document(&uri, "markdown", text).await;
    (editor, uri, marked)
}

async fn a_doubt_is_stated_as_a_fact_or_marked_and_neither_by_itself(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri(REPLY);
    let marked = editor.open_document(&uri, "markdown", &format!("👋 {DOUBT}\n")).await;
    let actions = editor.actions(&uri, &marked[0]["range"], no_diagnostics()).await;
    assert!(titles(&actions)[0].starts_with("I checked"), "{:?}", titles(&actions));
    assert!(titles(&actions)[1].starts_with("Not checked yet"), "{:?}", titles(&actions));
    for action in &actions {
        assert_ne!(action["isPreferred"], true, "{action}");
        assert_ne!(action["kind"], "source.fixAll.aplomb", "{action}");
    }
    for (number, expected) in [
        (0, "👋 That blog is now under your other account.\n"),
        (1, "👋 [[verify: That blog is now under your other account]].\n"),
    ] {
        let fix = editor.ask("codeAction/resolve", actions[number].clone()).await.unwrap();
        assert_eq!(applied(&format!("👋 {DOUBT}\n"), &fix), expected);
    }
    editor.finish().await;
}

/// A text of one line after an action, as an editor that counts in UTF-16 applies it.
fn applied(text: &str, action: &Value) -> String {
    let mut units: Vec<u16> = text.encode_utf16().collect();
    let edits = action["edit"]["documentChanges"][0]["edits"].as_array().unwrap();
    for edit in edits.iter().rev() {
        let [from, to] = ["start", "end"].map(|end| {
            assert_eq!(edit["range"][end]["line"], 0);
            usize::try_from(edit["range"][end]["character"].as_u64().unwrap()).unwrap()
        });
        units.splice(from..to, edit["newText"].as_str().unwrap().encode_utf16());
    }
    String::from_utf16(&units).unwrap()
}

async fn an_emoji_before_the_cue_does_not_hide_the_actions(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri(REPLY);
    let text = format!("😀😀😀😀😀😀😀😀😀😀 {DOUBT}\n");
    let marked = editor.open_document(&uri, "markdown", &text).await;
    let context = json!({ "diagnostics": marked });
    let actions = editor.actions(&uri, &marked[0]["range"], context).await;
    assert!(!actions.is_empty());
    for action in &actions {
        assert_eq!(action["kind"], "quickfix", "{action}");
        assert_eq!(action["diagnostics"], json!(marked), "{action}");
    }
    assert!(titles(&actions).contains(&"Switch this rule off here (certainty-should)"));
    editor.finish().await;
}

async fn a_fix_lands_on_the_very_words_in_every_encoding(place: Place) {
    let before = "Hi 👋 Zoë, 😀😀\u{2028} — ";
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut capabilities = capabilities();
        capabilities["general"]["positionEncodings"] = json!([encoding]);
        let text = format!("{before}{SOFT}\r\n");
        let (mut editor, uri, marked) = coached(place, capabilities, &text).await;
        let mut actions = editor.actions(&uri, &marked[0]["range"], no_diagnostics()).await;
        let fix = editor.ask("codeAction/resolve", actions.remove(0)).await.unwrap();
        let edit = &fix["edit"]["documentChanges"][0]["edits"][0];
        let changes = json!([{ "range": edit["range"], "text": edit["newText"] }]);
        editor.tell("textDocument/didChange", changed(&uri, 2, changes)).await;
        assert!(editor.diagnostics(&uri, 2).await.is_empty());
        let fixed = SOFT.replace("basically ", "");
        assert_eq!(editor.text(&uri).await, format!("{before}{fixed}\r\n"), "{encoding}");
        editor.finish().await;
    }
}

async fn an_action_is_made_for_the_newest_text(place: Place) {
    let (mut editor, uri, marked) = coached(place, capabilities(), SOFT).await;
    assert_eq!(codes(&marked), ["certainty-softener"]);
    let actions = editor.actions(&uri, &marked[0]["range"], no_diagnostics()).await;
    let fix = actions.iter().find(|action| action["isPreferred"] == true).expect("a safe fix");
    assert_eq!(fix.get("edit"), None);

    let changes = json!([change((0, 0), (0, 0), "Hi 👋 Jo,\n\n")]);
    editor.tell("textDocument/didChange", changed(&uri, 2, changes)).await;
    editor.diagnostics(&uri, 2).await;
    let resolved = editor.ask("codeAction/resolve", fix.clone()).await.unwrap();
    let edit = &resolved["edit"]["documentChanges"][0];
    assert_eq!(edit["textDocument"], json!({ "uri": uri, "version": 2 }));
    assert_eq!(edit["edits"][0]["range"]["start"]["line"], 2);

    editor.rewrite(&uri, 3, "It's a copy of your site.").await;
    let error = editor.ask("codeAction/resolve", fix.clone()).await.unwrap_err();
    assert_eq!(error["code"], -32801);
    editor.finish().await;
}

async fn an_editor_that_cannot_ask_later_gets_the_edit_at_once(place: Place) {
    for versioned in [true, false] {
        let mut capabilities = capabilities();
        capabilities["textDocument"]["codeAction"]["resolveSupport"] = Value::Null;
        capabilities["workspace"]["workspaceEdit"]["documentChanges"] = json!(versioned);
        let (mut editor, uri, marked) = coached(place, capabilities, SOFT).await;
        let actions = editor.actions(&uri, &marked[0]["range"], no_diagnostics()).await;
        let edit = &actions[0]["edit"];
        if versioned {
            assert_eq!(edit["documentChanges"][0]["textDocument"]["version"], 1, "{edit}");
        } else {
            assert!(edit["changes"][&uri][0]["range"].is_object(), "{edit}");
        }
        editor.finish().await;
    }
}

async fn a_rule_is_switched_off_for_a_sentence_and_only_there(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri(REPLY);
    let text = format!("{DOUBT}\n\nThe sync should now work.\n");
    let marked = editor.open_document(&uri, "markdown", &text).await;
    assert_eq!(marked.len(), 2);
    let actions = editor.actions(&uri, &marked[0]["range"], no_diagnostics()).await;
    let off = actions.iter().find(|action| action["title"].as_str().unwrap().starts_with("Switch"));
    let off = off.expect("a way to switch the rule off");
    // An editor may ask for the edit of an action that has none.
    assert_eq!(&editor.ask("codeAction/resolve", off.clone()).await.unwrap(), off);
    let command = &off["command"];
    let params = json!({ "command": command["command"], "arguments": command["arguments"] });
    assert_eq!(editor.ask("workspace/executeCommand", params.clone()).await.unwrap(), Value::Null);
    let left = editor.diagnostics(&uri, 1).await;
    assert_eq!(left.len(), 1);
    assert_eq!(left[0]["range"], marked[1]["range"]);
    let error = editor.ask("workspace/executeCommand", params).await.unwrap_err();
    assert_eq!(error["code"], -32801);
    // It ends when the sentence changes, and nothing went into the draft.
    assert_eq!(editor.text(&uri).await, text);
    let marked = editor.rewrite(&uri, 2, &text.replace("other", "second")).await;
    assert_eq!(marked.len(), 2);
    assert_eq!(editor.rewrite(&uri, 3, &text).await.len(), 1);
    editor.finish().await;
}

async fn actions_are_filtered_by_kind(place: Place) {
    let (mut editor, uri, marked) =
        coached(place, capabilities(), &format!("{SOFT}\n\n{DOUBT}")).await;
    assert_eq!(codes(&marked), ["certainty-softener", "certainty-should"]);
    let everywhere = range((0, 0), (99, 0));
    for (only, expected) in [
        (json!(["source.fixAll"]), "source.fixAll.aplomb"),
        (json!(["source"]), "source.fixAll.aplomb"),
        (json!(["quickfix"]), "quickfix"),
    ] {
        let context = json!({ "diagnostics": [], "only": only });
        let actions = editor.actions(&uri, &everywhere, context).await;
        assert!(!actions.is_empty(), "{only}");
        assert!(actions.iter().all(|action| action["kind"] == expected), "{only}: {actions:?}");
    }
    let context = json!({ "diagnostics": [], "only": ["refactor"] });
    assert!(editor.actions(&uri, &everywhere, context).await.is_empty());

    let context = json!({ "diagnostics": [], "only": ["source.fixAll"] });
    let fix_all = editor.actions(&uri, &range((0, 0), (0, 1)), context.clone()).await;
    let fix_all =
        if fix_all.is_empty() { editor.actions(&uri, &everywhere, context).await } else { fix_all };
    let resolved = editor.ask("codeAction/resolve", fix_all[0].clone()).await.unwrap();
    let edits = resolved["edit"]["documentChanges"][0]["edits"].as_array().unwrap();
    assert!(!edits.is_empty());
    for edit in edits {
        assert_eq!(edit["range"]["start"]["line"], 0, "only the safe fix: {edit}");
    }
    editor.finish().await;
}

async fn the_reply_is_copied_without_what_the_customer_must_not_get(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri(REPLY);
    let text = format!(
        "---\ncustomer: Jo\n---\n\nHi Jo,\n\n{DOUBT}\n\nBest,\nAna\n\nOn 4 Mar 2025, Jo <j@x.org> wrote:\n> Help\n"
    );
    editor.open_document(&uri, "markdown", &text).await;
    for argument in [json!(uri), json!({ "uri": uri })] {
        let params = json!({ "command": "aplomb.copyReply", "arguments": [argument] });
        let copied = editor.ask("workspace/executeCommand", params).await.unwrap();
        assert_eq!(copied, format!("Hi Jo,\n\n{DOUBT}\n\nBest,\nAna\n"));
    }
    let open = text.replace(DOUBT, "[[verify: That blog is now under your other account]].");
    editor.rewrite(&uri, 2, &open).await;
    let params = json!({ "command": "aplomb.copyReply", "arguments": [uri] });
    let error = editor.ask("workspace/executeCommand", params).await.unwrap_err();
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("line 7 (verify-mark-left)"), "{message}");
    assert!(!message.contains("blog"), "{message}");
    editor.finish().await;
}
