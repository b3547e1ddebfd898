//! Greetings and farewells, offered where the cursor is.

use serde_json::{Value, json};

use super::harness::{
    DOUBT, Editor, Place, capabilities, change, changed, in_memory_and_as_a_process,
};

in_memory_and_as_a_process! {
    greetings_at_the_top_hold_the_customers_name,
    farewells_come_at_the_end,
    without_tab_stops_the_words_are_plain_and_on_one_line,
    nothing_is_offered_on_a_page,
    the_second_line_break_in_a_row_asks_and_no_other,
    a_blank_asks_for_nothing,
    a_list_is_short_and_in_order,
    a_preview_is_there_when_it_is_looked_at,
    an_editor_that_looks_at_no_preview_is_not_kept_waiting,
    labels_are_such_that_emacs_keeps_them_and_their_order,
    kakoune_gets_whole_words_the_best_first,
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

/// How many offers there are when a sign was typed at the end of a line; `None` where it asks for nothing.
async fn asked_by(editor: &mut Editor, uri: &str, line: usize, sign: &str) -> Option<usize> {
    let params = json!({
        "textDocument": { "uri": uri },
        "position": { "line": line, "character": 99 },
        "context": { "triggerKind": 2, "triggerCharacter": sign },
    });
    let list = editor.ask("textDocument/completion", params).await.unwrap();
    list["items"].as_array().map(Vec::len)
}

/// Types on a line, which is empty or is ended.
async fn typed(editor: &mut Editor, uri: &str, version: i64, at: (usize, usize), text: &str) {
    let changes = json!([change(at, at, text)]);
    editor.tell("textDocument/didChange", changed(uri, version, changes)).await;
    editor.diagnostics(uri, version).await;
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
    // A menu that is still open when the comma is typed would take the Enter that ends the line.
    assert_eq!(first["filterText"], "Hi Maria");
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

async fn the_second_line_break_in_a_row_asks_and_no_other(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri("reply.md");
    let said = "Hi Maria,\n\nI moved the blog.\n\nIt is on a new machine.";
    editor.open_document(&uri, "markdown", &format!("{said}{QUOTE}")).await;
    let end = "It is on a new machine.".len();
    // From a paragraph's end to the next one: whoever only goes on has pressed Enter before the menu opens.
    typed(&mut editor, &uri, 2, (4, end), "\n").await;
    assert_eq!(asked_by(&mut editor, &uri, 5, "\n").await, None);
    typed(&mut editor, &uri, 3, (5, 0), "\n").await;
    assert!(asked_by(&mut editor, &uri, 6, "\n").await > Some(0));
    typed(&mut editor, &uri, 4, (6, 0), "\n").await;
    assert_eq!(asked_by(&mut editor, &uri, 7, "\n").await, None);
    // The same from a line that was empty before.
    typed(&mut editor, &uri, 5, (3, 0), "\n").await;
    assert_eq!(asked_by(&mut editor, &uri, 4, "\n").await, None);
    typed(&mut editor, &uri, 6, (4, 0), "\r\n").await;
    assert!(asked_by(&mut editor, &uri, 5, "\n").await > Some(0));
    // A sentence that is split begins no paragraph, and letters end a row.
    typed(&mut editor, &uri, 7, (2, 8), "\n").await;
    typed(&mut editor, &uri, 8, (3, 0), "\n").await;
    assert_eq!(asked_by(&mut editor, &uri, 4, "\n").await, None);
    typed(&mut editor, &uri, 9, (6, 0), "\n").await;
    typed(&mut editor, &uri, 10, (7, 0), "a").await;
    typed(&mut editor, &uri, 11, (7, 1), "\n").await;
    assert_eq!(asked_by(&mut editor, &uri, 8, "\n").await, None);
    editor.finish().await;
}

async fn a_blank_asks_for_nothing(place: Place) {
    let mut editor = Editor::open(place).await;
    let triggers = &editor.capabilities["completionProvider"]["triggerCharacters"];
    assert!(!triggers.as_array().unwrap().contains(&json!(" ")));
    let uri = editor.uri("reply.md");
    editor.open_document(&uri, "markdown", &format!("Hi Maria,\n\nThank {QUOTE}")).await;
    assert_eq!(asked_by(&mut editor, &uri, 2, " ").await, None);
    editor.finish().await;
}

async fn a_list_is_short_and_in_order(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri("reply.md");
    editor.open_document(&uri, "markdown", &format!("Hi Maria,\n\n{DOUBT}\n\n{QUOTE}")).await;
    let offers = offers(&mut editor, &uri, 4, 0).await;
    assert_eq!(offers.len(), 20);
    for (rank, offer) in offers.iter().enumerate() {
        assert_eq!(offer["sortText"], format!("{rank:04}"));
        // The lines of a snippet stand as they were written, however far the cursor's line is set in.
        assert_eq!(offer["insertTextMode"], 1);
    }
    editor.finish().await;
}

async fn a_preview_is_there_when_it_is_looked_at(place: Place) {
    let mut capabilities = capabilities();
    let item = &mut capabilities["textDocument"]["completion"]["completionItem"];
    item["resolveSupport"] = json!({ "properties": ["documentation"] });
    let mut editor = Editor::with(place, capabilities).await;
    assert_eq!(editor.capabilities["completionProvider"]["resolveProvider"], true);
    let uri = editor.uri("reply.md");
    editor.open_document(&uri, "markdown", QUOTE).await;
    let first = offers(&mut editor, &uri, 0, 0).await.remove(0);
    assert!(first.get("documentation").is_none(), "{first}");
    let looked_at = editor.ask("completionItem/resolve", first.clone()).await.unwrap();
    let preview = "Hi Maria,\n\nThe name is from the line above their mail.";
    assert_eq!(looked_at["documentation"], preview);
    assert_eq!(looked_at["textEdit"], first["textEdit"]);
    // The list may still be open when the draft no longer is.
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } })).await;
    editor.hear("textDocument/publishDiagnostics").await;
    assert_eq!(editor.ask("completionItem/resolve", first.clone()).await.unwrap(), first);
    editor.finish().await;
}

async fn an_editor_that_looks_at_no_preview_is_not_kept_waiting(place: Place) {
    let editor = Editor::open(place).await;
    assert_eq!(editor.capabilities["completionProvider"]["resolveProvider"], false);
    editor.finish().await;
}

async fn labels_are_such_that_emacs_keeps_them_and_their_order(place: Place) {
    let params = json!({
        "processId": null, "rootUri": null, "capabilities": capabilities(),
        "clientInfo": { "name": "Eglot" },
    });
    let mut editor = Editor::start(place, &[]).greet(params).await;
    let uri = editor.uri("reply.md");
    editor.open_document(&uri, "markdown", &format!("Hi Maria,\n\n{DOUBT}\n\n{QUOTE}")).await;
    let asked = [("", ""), (";bye", "bye-"), (";refund", "refund1: "), ("Thank", "Thank you for ")];
    for (version, (typed, first)) in (2..).zip(asked) {
        let text = format!("Hi Maria,\n\n{DOUBT}\n\n{typed}{QUOTE}");
        editor.rewrite(&uri, version, &text).await;
        let offers = offers(&mut editor, &uri, 4, typed.len()).await;
        let labels: Vec<&str> = offers.iter().map(|it| it["label"].as_str().unwrap()).collect();
        assert!(labels.len() > 1 && labels[0].starts_with(first), "{labels:?}");
        let width = labels[0].chars().count();
        assert!(labels.iter().all(|label| label.chars().count() == width), "{labels:?}");
    }
    editor.finish().await;
}

async fn kakoune_gets_whole_words_the_best_first(place: Place) {
    let params = json!({
        "processId": null, "rootUri": null, "capabilities": capabilities(),
        "clientInfo": { "name": "kakoune-lsp" },
    });
    let mut editor = Editor::start(place, &[]).greet(params).await;
    let uri = editor.uri("reply.md");
    editor.open_document(&uri, "markdown", &format!("Hi Maria,\n\n{DOUBT}\n\n{QUOTE}")).await;
    for (version, typed) in (2..).zip(["", ";", ";refund", "Thank"]) {
        let text = format!("Hi Maria,\n\n{DOUBT}\n\n{typed}{QUOTE}");
        editor.rewrite(&uri, version, &text).await;
        let offers = offers(&mut editor, &uri, 4, typed.len()).await;
        assert!(!offers.is_empty(), "{typed}");
        // It finds and sorts by this alone, and would take out the words in a place to fill in.
        let filters: Vec<_> = offers.iter().map(|it| it["filterText"].as_str()).collect();
        assert!(!typed.starts_with(';') || filters.is_sorted(), "{filters:?}");
        for offer in offers {
            assert!(offer["filterText"].as_str().unwrap_or(typed).starts_with(typed), "{offer}");
            assert_eq!(offer["insertTextFormat"], 1);
            let text = offer["textEdit"]["newText"].as_str().unwrap();
            assert!(!text.contains("${"), "{text}");
        }
    }
    editor.finish().await;
}
