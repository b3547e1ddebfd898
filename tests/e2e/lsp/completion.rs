//! Greetings and farewells, offered where the cursor is.

use serde_json::{Value, json};

use super::harness::{DOUBT, Editor, Place, capabilities, in_memory_and_as_a_process};

in_memory_and_as_a_process! {
    greetings_at_the_top_hold_the_customers_name,
    farewells_come_at_the_end,
    without_tab_stops_the_words_are_plain_and_on_one_line,
    nothing_is_offered_on_a_page,
}

const QUOTE: &str =
    "\n\nOn Tue, 3 Mar 2026 at 10:12, Maria Ruiz <maria@example.org> wrote:\n> Where is my blog?\n";

/// What is offered at a place.
async fn offers(editor: &mut Editor, uri: &str, line: usize, character: usize) -> Vec<Value> {
    let params = json!({
        "textDocument": { "uri": uri },
        "position": { "line": line, "character": character },
    });
    let mut list = editor.ask("textDocument/completion", params).await.unwrap();
    assert_eq!(list["isIncomplete"], true);
    serde_json::from_value(list["items"].take()).unwrap()
}

async fn greetings_at_the_top_hold_the_customers_name(place: Place) {
    let mut editor = Editor::open(place).await;
    let triggers = &editor.capabilities["completionProvider"]["triggerCharacters"];
    assert_eq!(
        *triggers,
        json!([";", "\n", "\"", "["]),
        "the latter two are for settings and packs"
    );
    let uri = editor.uri("reply.md");
    editor.open_document(&uri, "markdown", &format!("👋 H{QUOTE}")).await;
    editor.rewrite(&uri, 2, &format!("H{QUOTE}")).await;
    let mut params =
        json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 1 } });
    params["context"] = json!({ "triggerKind": 2, "triggerCharacter": "[" });
    assert_eq!(editor.ask("textDocument/completion", params).await.unwrap(), json!(null));
    let offers = offers(&mut editor, &uri, 0, 1).await;
    let first = &offers[0];
    assert!(first["textEdit"]["newText"].as_str().unwrap().contains("Maria"), "{first}");
    assert_eq!(first["insertTextFormat"], 2);
    assert_eq!(first["filterText"], "Hi Maria,");
    assert_eq!(first["detail"], "The everyday opening.");
    let documentation = "Hi Maria,\n\nThe name is from the line above their mail.";
    assert_eq!(first["documentation"], documentation);
    let range =
        json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 1 } });
    assert_eq!(first["textEdit"]["range"], range);
    let order: Vec<&str> = offers.iter().map(|offer| offer["sortText"].as_str().unwrap()).collect();
    assert!(order.is_sorted(), "{order:?}");
    // Some editors put it into the draft while one chooses, so it holds no name that is not typed.
    for (version, typed, filter) in [(3, ";", json!(";")), (4, "", Value::Null)] {
        editor.rewrite(&uri, version, &format!("{typed}{QUOTE}")).await;
        let offers = self::offers(&mut editor, &uri, 0, typed.len()).await;
        assert_eq!(offers[0]["filterText"], filter);
        assert!(offers.len() <= 20, "{offers:?}");
    }
    editor.finish().await;
}

async fn farewells_come_at_the_end(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri("reply.md");
    let text = format!("Hi Maria,\n\n{DOUBT}\n\nBest{QUOTE}");
    editor.open_document(&uri, "markdown", &text).await;
    let offers = offers(&mut editor, &uri, 4, 4).await;
    let label = offers[0]["label"].as_str().unwrap();
    assert!(label.starts_with("Best"), "{label}");
    editor.finish().await;
}

async fn without_tab_stops_the_words_are_plain_and_on_one_line(place: Place) {
    let mut capabilities = capabilities();
    capabilities["textDocument"]["completion"] = json!({});
    let mut editor = Editor::with(place, capabilities).await;
    let uri = editor.uri("reply.md");
    let text = format!("Hi Maria,\n\n{DOUBT}\n\nBest{QUOTE}");
    editor.open_document(&uri, "markdown", &text).await;
    let offers = offers(&mut editor, &uri, 4, 4).await;
    assert!(!offers.is_empty());
    for offer in offers {
        let text = offer["textEdit"]["newText"].as_str().unwrap();
        assert_eq!(offer["insertTextFormat"], 1);
        assert!(!text.contains(['\n', '\r', '$']), "{text}");
        assert!(offer["filterText"].as_str().unwrap().starts_with("Best"), "{offer}");
    }
    editor.finish().await;
}

async fn nothing_is_offered_on_a_page(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri("README.md");
    editor.open_document(&uri, "markdown", "H").await;
    assert!(offers(&mut editor, &uri, 0, 1).await.is_empty());
    editor.finish().await;
}
