//! Other forms for words with which nothing is wrong.

use serde_json::{Value, json};

use super::harness::{
    Editor, Place, REPLY, capabilities, changed, in_memory_and_as_a_process, range, titles,
};

in_memory_and_as_a_process! {
    their_mail_is_opened_under_each_of_its_questions,
    an_editor_with_tab_stops_gets_one_for_each_answer,
    no_light_bulb_tells_of_their_mail_in_every_line,
    two_sentences_are_offered_once_and_made_in_the_newest_text,
    steps_become_a_list_in_plain_text_too,
}

const THREAD: &str = "Hi 👋 Maria,\r\n\r\nBest wishes,\r\nAna\r\n\r\nOn 4 Mar 2025, Maria <m@x.org> wrote:\r\n> Does it ship to Malta? Can I change the colour?\r\n>\r\n> Maria\r\n";
const OPENED: &str = "Hi 👋 Maria,\r\n\r\nOn 4 Mar 2025, Maria <m@x.org> wrote:\r\n> Does it ship to Malta?\r\n\r\n\r\n\r\n> Can I change the colour?\r\n\r\n\r\n\r\n> Maria\r\n\r\nBest wishes,\r\nAna\r\n";
const UNDER: &str = "Put your answers under each of their 2 questions";

fn invoked(only: Option<&str>) -> Value {
    let mut context = json!({ "diagnostics": [], "triggerKind": 1 });
    if let Some(only) = only {
        context["only"] = json!([only]);
    }
    context
}

/// The text once the edits of an action are applied, the last of them first, so that each finds its place.
async fn applied(editor: &mut Editor, uri: &str, version: i64, action: &Value) -> String {
    let document = &action["edit"]["documentChanges"][0];
    assert_eq!(document["textDocument"]["version"], version - 1, "{action}");
    let edits = document["edits"].as_array().unwrap();
    let changes: Vec<Value> = edits
        .iter()
        .rev()
        .map(|edit| json!({ "range": edit["range"], "text": edit["newText"] }))
        .collect();
    editor.tell("textDocument/didChange", changed(uri, version, changes)).await;
    editor.diagnostics(uri, version).await;
    editor.text(uri).await
}

async fn their_mail_is_opened_under_each_of_its_questions(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri("reply.md");
    editor.open_document(&uri, "markdown", THREAD).await;
    let top = range((0, 0), (0, 0));
    let actions = editor.actions(&uri, &top, invoked(Some("refactor.rewrite"))).await;
    assert_eq!(titles(&actions), [UNDER]);
    assert_eq!(actions[0]["kind"], "refactor.rewrite.aplomb.interleave");
    assert_eq!(actions[0].get("isPreferred"), None);
    let action = editor.ask("codeAction/resolve", actions[0].clone()).await.unwrap();
    assert_eq!(applied(&mut editor, &uri, 2, &action).await, OPENED);
    // There is room now, so nothing is left to do.
    assert!(editor.actions(&uri, &top, invoked(Some("refactor"))).await.is_empty());
    let error = editor.ask("codeAction/resolve", actions[0].clone()).await.unwrap_err();
    assert_eq!(error["code"], -32801);
    editor.finish().await;
}

async fn an_editor_with_tab_stops_gets_one_for_each_answer(place: Place) {
    let params = json!({
        "processId": null, "rootUri": null, "capabilities": capabilities(),
        "initializationOptions": { "commands": ["aplomb.insertSnippet"] },
    });
    let mut editor = Editor::start(place, &[]).greet(params).await;
    let uri = editor.uri("reply.md");
    editor.open_document(&uri, "markdown", THREAD).await;
    let quote = range((6, 4), (6, 4));
    let actions = editor.actions(&uri, &quote, invoked(Some("refactor"))).await;
    let command = &actions[0]["command"];
    assert_eq!(command["command"], "aplomb.insertSnippet");
    let argument = &command["arguments"][0];
    assert_eq!(argument["version"], 1);
    let snippet = argument["snippet"].as_str().unwrap();
    let stops = "> Does it ship to Malta?\n\n$1\n\n> Can I change the colour?\n\n$2\n\n> Maria";
    assert!(snippet.contains(stops) && !snippet.contains('\r'), "{snippet}");
    assert_eq!(actions[0].get("edit"), None);
    editor.finish().await;
}

async fn no_light_bulb_tells_of_their_mail_in_every_line(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri("reply.md");
    editor.open_document(&uri, "markdown", THREAD).await;
    let mut context = invoked(Some("refactor"));
    context["triggerKind"] = json!(2);
    let own = editor.actions(&uri, &range((0, 3), (0, 3)), context.clone()).await;
    assert!(own.is_empty(), "{own:?}");
    let theirs = editor.actions(&uri, &range((6, 3), (6, 3)), context).await;
    assert_eq!(titles(&theirs), [UNDER]);
    editor.finish().await;
}

async fn two_sentences_are_offered_once_and_made_in_the_newest_text(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri(REPLY);
    let no = "Thank you for the log 🙂, but it doesn't show the error.";
    let yes = "Thanks for asking, but there's no charge.";
    editor.open_document(&uri, "markdown", &format!("{no}\n\n{yes}\n")).await;
    let first = range((0, 26), (0, 27));
    let all = editor.actions(&uri, &first, invoked(None)).await;
    let count = titles(&all).iter().filter(|it| it.starts_with("Make two sentences")).count();
    assert_eq!(count, 1, "{:?}", titles(&all));
    let forms = editor.actions(&uri, &range((0, 0), (9, 0)), invoked(Some("refactor"))).await;
    assert_eq!(
        titles(&forms),
        [
            "Make two sentences of it (“Thank you for the log 🙂, but it doesn't…”)",
            "Make two sentences of it (“Thanks for asking, but there's no…”)",
        ]
    );
    let second = editor.actions(&uri, &range((2, 0), (2, 0)), invoked(Some("refactor"))).await;
    assert_eq!(titles(&second), ["Make two sentences of it"]);
    editor.rewrite(&uri, 2, &format!("Hi 👋 Jo,\n\n{no}\n\n{yes}\n")).await;
    for action in [&second[0], &forms[1]] {
        let resolved = editor.ask("codeAction/resolve", action.clone()).await.unwrap();
        let edit = &resolved["edit"]["documentChanges"][0]["edits"][0];
        assert_eq!(edit["newText"], ". There", "{edit}");
        assert_eq!(edit["range"]["start"], json!({ "line": 4, "character": 17 }));
    }
    editor.rewrite(&uri, 3, no).await;
    let error = editor.ask("codeAction/resolve", second[0].clone()).await.unwrap_err();
    assert_eq!(error["code"], -32801);
    editor.finish().await;
}

async fn steps_become_a_list_in_plain_text_too(place: Place) {
    let mut editor = Editor::open(place).await;
    let text = "It takes a minute. Open Settings, click Billing, and choose Cancel.\n";
    for (name, language) in [(REPLY, "markdown"), ("reply.chat.txt", "plaintext")] {
        let uri = editor.uri(name);
        editor.open_document(&uri, language, text).await;
        let here = range((0, 22), (0, 22));
        let actions = editor.actions(&uri, &here, invoked(Some("refactor.rewrite.aplomb"))).await;
        assert_eq!(titles(&actions), ["Make it a numbered list"], "{name}");
        let action = editor.ask("codeAction/resolve", actions[0].clone()).await.unwrap();
        assert_eq!(
            applied(&mut editor, &uri, 2, &action).await,
            "It takes a minute.\n\n1. Open Settings.\n2. Click Billing.\n3. Choose Cancel.\n"
        );
    }
    editor.finish().await;
}
