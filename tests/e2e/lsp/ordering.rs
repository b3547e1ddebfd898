//! Every message takes effect in the order in which it was sent, whatever else is at work.

use serde_json::{Value, json};

use super::harness::{
    CUE, DOUBT, Editor, Place, REPLY, change, changed, codes, in_memory_and_as_a_process,
    notification, opened, pulling, range,
};

in_memory_and_as_a_process! {
    slow_requests_hold_up_neither_edits_nor_cancellation_nor_the_end,
    a_burst_of_edits_leaves_the_text_that_the_editor_has,
    each_question_sees_the_text_sent_just_before_it,
    unanswered_requests_of_the_server_hold_up_nothing,
    a_check_that_panics_costs_its_own_request_only,
    a_check_that_ends_late_never_overwrites_newer_diagnostics,
    a_long_text_that_is_past_before_its_turn_is_not_checked_any_more,
    a_burst_of_edits_costs_few_diagnostics_and_the_last_is_the_newest,
    an_editor_that_does_not_wait_for_initialize_is_served,
}

/// A text whose check waits until it is let go.
const HELD: &str = "Hi Jo,\n\nIt is back. [[test: hold]]\n";

/// Waits until the checks of so many such texts have begun.
async fn until_held(editor: &mut Editor, count: u64) {
    while editor.ask_without_params("aplomb/test/held").await.unwrap() != count {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

/// Guard, reader and concurrency level at once.
async fn slow_requests_hold_up_neither_edits_nor_cancellation_nor_the_end(place: Place) {
    let mut editor = Editor::open(place).await;
    let (slow, quick) = (editor.uri("slow.chat.md"), editor.uri("quick.chat.md"));
    editor.tell("textDocument/didOpen", opened(&slow, "markdown", HELD)).await;
    assert_eq!(codes(&editor.open_document(&quick, "markdown", DOUBT).await), ["certainty-should"]);

    let mut stuck = Vec::new();
    for _ in 0..12 {
        let (id, request) = editor.request("aplomb/test/version", json!({ "uri": slow }));
        editor.burst(&[request]).await;
        stuck.push(id);
    }
    let edits: Vec<Value> = (2..=400)
        .map(|version| {
            let changes = json!([change((0, 0), (0, 0), "x")]);
            notification("textDocument/didChange", changed(&quick, version, changes))
        })
        .collect();
    editor.burst(&edits).await;
    assert_eq!(editor.text(&quick).await, "x".repeat(399) + DOUBT);
    editor.until(400).await;

    let cancelled = stuck.remove(5);
    editor.tell("$/cancelRequest", json!({ "id": cancelled })).await;
    assert_eq!(editor.answer(cancelled).await.unwrap_err()["code"], -32800);

    let left = stuck.split_off(6);
    editor.ask_without_params("aplomb/test/release").await.unwrap();
    for id in stuck.into_iter().chain(left) {
        assert_eq!(editor.answer(id).await.unwrap(), 1);
    }
    assert!(editor.diagnostics(&slow, 1).await.is_empty());
    editor.finish().await;
}

async fn a_burst_of_edits_leaves_the_text_that_the_editor_has(place: Place) {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut capabilities = super::harness::capabilities();
        capabilities["general"]["positionEncodings"] = json!([encoding]);
        let mut editor = Editor::with(place, capabilities).await;
        assert_eq!(editor.capabilities["positionEncoding"], encoding);
        let uri = editor.uri(REPLY);
        let mut text = "Hi 👋 Jo,\n\nÉ é\u{2028}.\n".to_owned();
        editor.tell("textDocument/didOpen", opened(&uri, "markdown", &text)).await;
        let mut dice = Dice(7);
        let mut messages = Vec::new();
        for version in 2..=300 {
            let mut changes = Vec::new();
            for _ in 0..dice.roll(3) {
                let inserted = ["x", "👋é", "\n", "", "ab\r\ncd", "ü"][dice.roll(6)];
                if dice.roll(12) == 0 {
                    text.push_str(inserted);
                    changes.push(json!({ "text": text }));
                    continue;
                }
                let (from, to) = dice.stretch(&text);
                let ends = [from, to].map(|at| place_of(&text, at, encoding));
                changes.push(change(ends[0], ends[1], inserted));
                text.replace_range(from..to, inserted);
            }
            messages.push(notification(
                "textDocument/didChange",
                changed(&uri, version, json!(changes)),
            ));
        }
        editor.burst(&messages).await;
        assert_eq!(editor.text(&uri).await, text, "{encoding}");
        editor.until(300).await;
        editor.finish().await;
    }
}

async fn each_question_sees_the_text_sent_just_before_it(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri(REPLY);
    editor.open_document(&uri, "markdown", DOUBT).await;
    let start = DOUBT.find(CUE).unwrap();
    let mut messages = Vec::new();
    let mut questions = Vec::new();
    for k in 1..=500 {
        let changes = json!([change((0, 0), (0, 0), "\n")]);
        messages.push(notification("textDocument/didChange", changed(&uri, k + 1, changes)));
        let position = json!({ "line": k, "character": start + 1 });
        let params = json!({ "textDocument": { "uri": uri }, "position": position });
        let (id, hover) = editor.request("textDocument/hover", params);
        messages.push(hover);
        let line = usize::try_from(k).unwrap();
        questions.push((id, range((line, start), (line, start + CUE.len()))));
    }
    editor.burst(&messages).await;
    for (id, expected) in questions {
        assert_eq!(editor.answer(id).await.unwrap()["range"], expected);
    }
    editor.until(501).await;
    editor.finish().await;
}

async fn unanswered_requests_of_the_server_hold_up_nothing(place: Place) {
    let mut editor = Editor::with(place, pulling()).await;
    let uri = editor.uri(REPLY);
    editor.tell("textDocument/didOpen", opened(&uri, "markdown", "")).await;
    let mut unanswered = Vec::new();
    for _ in 0..4 {
        editor.tell("workspace/didChangeConfiguration", json!({ "settings": null })).await;
        unanswered.push(editor.hear("workspace/diagnostic/refresh").await);
    }
    let edits: Vec<Value> = (2..=401)
        .map(|version| {
            let changes = json!([change((0, 0), (0, 0), "x")]);
            notification("textDocument/didChange", changed(&uri, version, changes))
        })
        .collect();
    editor.burst(&edits).await;
    assert_eq!(editor.text(&uri).await, "x".repeat(400));
    for request in unanswered {
        editor.reply(&request, Value::Null).await;
    }
    assert_eq!(editor.text(&uri).await.len(), 400);
    editor.finish().await;
}

async fn a_check_that_panics_costs_its_own_request_only(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri(REPLY);
    editor.open_document(&uri, "markdown", DOUBT).await;
    assert!(editor.rewrite(&uri, 2, "Dear Zebulon. [[test: panic]]").await.is_empty());
    // It is told once, however many edits fail after it.
    let failed = editor.hear("window/logMessage").await;
    assert_eq!(failed["params"]["type"], 1);
    assert!(editor.rewrite(&uri, 3, "Dear Zebulon! [[test: panic]]").await.is_empty());
    let hover =
        json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 12 } });
    let error = editor.ask("textDocument/hover", hover.clone()).await.unwrap_err();
    assert_eq!(error["code"], -32603);
    assert!(!error.to_string().contains("Zebulon"), "{error}");
    assert_eq!(codes(&editor.rewrite(&uri, 4, DOUBT).await), ["certainty-should"]);
    assert!(editor.ask("textDocument/hover", hover).await.unwrap()["contents"].is_object());

    editor.ask("shutdown", Value::Null).await.unwrap();
    editor.tell("exit", Value::Null).await;
    let (code, log) = editor.ended_with_log().await;
    assert_eq!(code, 0);
    assert!(!log.contains("Zebulon"), "{log}");
    assert_eq!(log.contains("internal error at "), place == Place::Process, "{log}");
}

async fn a_check_that_ends_late_never_overwrites_newer_diagnostics(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri(REPLY);
    editor.open_document(&uri, "markdown", "Hi Jo,\n\nIt is back.\n").await;
    editor.tell("textDocument/didChange", changed(&uri, 2, json!([{ "text": HELD }]))).await;
    let (id, waits) = editor.request("aplomb/test/version", json!({ "uri": uri }));
    editor.burst(&[waits]).await;
    until_held(&mut editor, 1).await;
    assert_eq!(codes(&editor.rewrite(&uri, 3, DOUBT).await), ["certainty-should"]);
    editor.ask_without_params("aplomb/test/release").await.unwrap();
    assert_eq!(editor.answer(id).await.unwrap(), 2);
    // Had the late result been published, it would be left unread.
    assert!(editor.rewrite(&uri, 4, "It is back.").await.is_empty());
    editor.finish().await;
}

async fn a_long_text_that_is_past_before_its_turn_is_not_checked_any_more(place: Place) {
    let mut editor = Editor::open(place).await;
    let (slow, uri) = (editor.uri("slow.chat.md"), editor.uri(REPLY));
    // As many texts are held as there are threads.
    let mut asked = Vec::new();
    for held in [slow.as_str(), &uri] {
        editor.tell("textDocument/didOpen", opened(held, "markdown", HELD)).await;
        let (id, question) = editor.request("aplomb/test/version", json!({ "uri": held }));
        editor.burst(&[question]).await;
        asked.push(id);
    }
    until_held(&mut editor, 2).await;
    for version in 2..=4 {
        let edit = json!([change((0, 0), (0, 0), "x")]);
        editor.tell("textDocument/didChange", changed(&uri, version, edit)).await;
        let (id, question) = editor.request("aplomb/test/version", json!({ "uri": uri }));
        editor.burst(&[question]).await;
        asked.push(id);
    }
    let pull = json!({ "textDocument": { "uri": uri } });
    let (pulled, question) = editor.request("textDocument/diagnostic", pull);
    let edit = changed(&uri, 5, json!([{ "text": DOUBT }]));
    editor.burst(&[question, notification("textDocument/didChange", edit)]).await;
    assert_eq!(codes(&editor.diagnostics(&uri, 5).await), ["certainty-should"]);
    editor.ask_without_params("aplomb/test/release").await.unwrap();
    let mut answers = Vec::new();
    for id in asked {
        answers.push(editor.answer(id).await.map_err(|error| error["code"].clone()));
    }
    let past = || Err(json!(-32801));
    assert_eq!(answers, [Ok(json!(1)), Ok(json!(1)), past(), past(), past()]);
    // Marks are of the text as it is by now: an error would take them away.
    let marks = editor.answer(pulled).await.unwrap();
    assert_eq!(codes(marks["items"].as_array().unwrap()), ["certainty-should"]);
    assert!(editor.diagnostics(&slow, 1).await.is_empty());
    editor.finish().await;
}

async fn a_burst_of_edits_costs_few_diagnostics_and_the_last_is_the_newest(place: Place) {
    let mut editor = Editor::open(place).await;
    let uri = editor.uri("long.chat.md");
    let long = format!("{DOUBT}\n\n").repeat(4_000);
    editor.open_document(&uri, "markdown", &long).await;
    let edits: Vec<Value> = (2..=61)
        .map(|version| {
            let changes = json!([change((0, 0), (0, 0), "x")]);
            notification("textDocument/didChange", changed(&uri, version, changes))
        })
        .collect();
    editor.burst(&edits).await;
    let count = editor.until(61).await;
    assert!(count < 30, "{count} of 60 were published");
    editor.finish().await;
}

async fn an_editor_that_does_not_wait_for_initialize_is_served(place: Place) {
    let mut editor = Editor::start(place, &[]);
    let uri = editor.uri(REPLY);
    let params = json!({ "capabilities": super::harness::capabilities() });
    let (id, initialize) = editor.request("initialize", params);
    let opening = notification("textDocument/didOpen", opened(&uri, "markdown", DOUBT));
    editor.burst(&[initialize, notification("initialized", json!({})), opening]).await;
    assert_eq!(editor.answer(id).await.unwrap()["serverInfo"]["name"], "aplomb");
    assert_eq!(codes(&editor.diagnostics(&uri, 1).await), ["certainty-should"]);
    editor.finish().await;
}

/// The line and character of a byte, as an editor counts.
pub(super) fn place_of(text: &str, byte: usize, encoding: &str) -> (usize, usize) {
    let broken = |(at, c): (usize, char)| match c {
        '\n' => true,
        '\r' => !text[at + 1..].starts_with('\n'),
        _ => false,
    };
    let breaks: Vec<usize> =
        text[..byte].char_indices().filter(|&place| broken(place)).map(|(at, _)| at + 1).collect();
    let (line, start) = (breaks.len(), breaks.last().copied().unwrap_or(0));
    let column = &text[start..byte];
    let character = match encoding {
        "utf-8" => column.len(),
        "utf-16" => column.encode_utf16().count(),
        _ => column.chars().count(),
    };
    (line, character)
}

/// Throws the same numbers each time.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    /// A stretch of the text between places where a cursor can stand.
    pub(super) fn stretch(&mut self, text: &str) -> (usize, usize) {
        let mut place = || {
            let mut at = self.roll(text.len() + 1);
            while !text.is_char_boundary(at) || text[..at].ends_with('\r') {
                at -= 1;
            }
            at
        };
        let (a, b) = (place(), place());
        (a.min(b), a.max(b))
    }
}
