//! A conversation as a file: without its words, and played again.

use std::path::Path;
use std::sync::Arc;

use aplomb_lsp::Recording;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::harness::{
    DOUBT, Editor, Place, capabilities, change, changed, in_memory_and_as_a_process, notification,
    opened,
};
use crate::e2e::cli::Sandbox;

in_memory_and_as_a_process! {
    no_word_of_a_conversation_is_in_its_recording_its_trace_or_its_log,
    what_was_recorded_is_played_again,
}

/// Words that may be nowhere, in the spellings in which they might come. The number is longer than the fraction of a
/// second in a log, in which a short one stands now and then.
const MARKS: [&str; 6] =
    ["zebulon", "quillfeather", "xylophone", "marzipan", "ölmühle", "471108157"];

/// An editor that can all that a recording is to hold.
fn able() -> Value {
    let mut able = capabilities();
    able["workspace"]["configuration"] = json!(true);
    able["textDocument"]["completion"]["completionItem"]["resolveSupport"] =
        json!({ "properties": ["documentation"] });
    json!({ "capabilities": able, "clientInfo": { "name": "Neovim", "version": "0.11.4" } })
}

/// An editor whose conversation is recorded, in a file of its home.
async fn recorded(place: Place, home: TempDir, mut params: Value, settings: Value) -> Editor {
    let (record, log) = (home.path().join("record.json"), home.path().join("aplomb.log"));
    let args = ["--record", record.to_str().unwrap(), "--log", log.to_str().unwrap(), "--trace"];
    let folder = json!({ "uri": format!("file://{}", home.path().display()), "name": "Zebulon" });
    params["workspaceFolders"] = json!([folder]);
    let env = [("RUST_LOG", "trace"), ("RUST_BACKTRACE", "full")];
    let mut editor = Editor::start_in(Arc::new(home), place, &env, &args).greet(params).await;
    let question = editor.hear("workspace/configuration").await;
    let count = question["params"]["items"].as_array().unwrap().len();
    editor.reply(&question, vec![settings; count].into()).await;
    editor
}

/// Has the kinds of request that there are, and reads all that comes of them.
async fn talk(editor: &mut Editor, uri: &str, text: &str) {
    editor.tell("textDocument/didOpen", opened(uri, "markdown", text)).await;
    let marked = editor.hear_marks_of(uri).await;
    let marked = marked.as_array().unwrap();
    assert!(!marked.is_empty());
    let range = &marked[0]["range"];
    let at = json!({ "textDocument": { "uri": uri }, "position": range["start"] });
    editor.ask("textDocument/hover", at.clone()).await.unwrap();
    let menu = editor.ask("textDocument/completion", at).await.unwrap();
    let items = if menu["items"].is_array() { &menu["items"] } else { &menu };
    if let Some(item) = items.as_array().and_then(|items| items.first()) {
        editor.ask("completionItem/resolve", item.clone()).await.unwrap();
    }
    let actions = editor.actions(uri, range, json!({ "diagnostics": marked })).await;
    for action in actions {
        if action.get("data").is_some() {
            editor.ask("codeAction/resolve", action.clone()).await.unwrap();
        }
    }
    let copy = json!({ "command": "aplomb.copyReply", "arguments": [uri] });
    let _ = editor.ask("workspace/executeCommand", copy).await;
    let show = json!({ "command": "aplomb.showSettings", "arguments": [{ "uri": uri }] });
    editor.ask("workspace/executeCommand", show).await.unwrap();
}

impl Editor {
    /// The next marks of a document.
    async fn hear_marks_of(&mut self, uri: &str) -> Value {
        loop {
            let mut message = self.hear("textDocument/publishDiagnostics").await;
            if message["params"]["uri"] == uri {
                return message["params"]["diagnostics"].take();
            }
        }
    }
}

async fn no_word_of_a_conversation_is_in_its_recording_its_trace_or_its_log(place: Place) {
    let home = TempDir::with_prefix("Quillfeather-").unwrap();
    std::fs::write(
        home.path().join("aplomb.toml"),
        "agent = \"Marzipan\"\ncompany = \"Zebulon Xylophone\"\n[links]\n\"ölmühle guide\" = \"https://xylophone.example/471108157\"\n",
    )
    .unwrap();
    let mut params = able();
    params["trace"] = json!("verbose");
    params["locale"] = json!("zebulon");
    params["clientInfo"]["name"] = json!("Zebulon's editor");
    params["initializationOptions"] = json!({ "marzipan": { "Xylophone": ["Zebulon"] } });
    params["capabilities"]["experimental"] = json!({ "quillfeather": "Zebulon" });
    let settings = json!({
        "agent": "Zebulon", "terms": { "Marzipan": "Ölmühle", "title": "xylophone" },
        "links": { "Quillfeather": { "url": "https://zebulon.example", "marzipan": 4 } },
        "rules": { "certainty-should": "warning", "marzipan-rule": "off" },
        "own": ["Xylophone 471108157"],
    });
    let mut editor = recorded(place, home, params, settings).await;
    let uri = editor.uri("Zebulon%20Quillfeather-471108157.chat.md");
    let text = format!(
        "Hi Zebulon 👋,\r\n\r\nYour Xylophone, no. 471108157, should now work at the Ölmühle.\r\n\r\n{DOUBT}\r\n"
    );
    talk(&mut editor, &uri, &text).await;
    // Each of these goes wrong in another place.
    for (method, params) in [
        ("Zebulon/xylophone", json!({ "Marzipan": "Quillfeather" })),
        ("textDocument/hover", json!({ "textDocument": "Zebulon" })),
        ("workspace/executeCommand", json!({ "command": "Zebulon", "arguments": ["Marzipan"] })),
        ("codeAction/resolve", json!({ "title": "Zebulon", "data": { "Xylophone": "Marzipan" } })),
    ] {
        editor.ask(method, params).await.unwrap_err();
    }
    let id = json!({ "jsonrpc": "2.0", "id": "Zebulon", "method": "textDocument/hover", "params": {
        "textDocument": { "uri": uri }, "position": { "line": 0, "character": 0 },
        "workDoneToken": "Xylophone",
    } });
    editor.burst(&[id]).await;
    editor.hear_answer_to("Zebulon").await;
    for (method, params) in [
        ("$/cancelRequest", json!({ "id": "Marzipan" })),
        ("$/marzipan", json!({ "Zebulon": "xylophone" })),
        ("Quillfeather", json!(["Zebulon"])),
        ("textDocument/didChange", changed(&uri, 2, json!("Zebulon"))),
        ("textDocument/didOpen", opened("no uri, Zebulon", "marzipan", &text)),
        ("textDocument/didOpen", opened("quillfeather:Zebulon", "xylophone", "Zebulon")),
    ] {
        editor.burst(&[notification(method, params)]).await;
    }
    editor.write("Content-Length: 11\r\n\r\n\"Zebulon!!\"".as_bytes()).await;
    editor.hear_refusal().await;
    let panics = changed(&uri, 3, json!([{ "text": "Dear Zebulon. [[test: panic]]" }]));
    editor.tell("textDocument/didChange", panics).await;
    editor.hear("window/logMessage").await;

    let home = editor.home.path().to_owned();
    // What is kept of the home is kept until it has been read.
    let kept = editor.keep_home();
    editor.ask("shutdown", Value::Null).await.unwrap();
    let traced = editor.drain().await;
    let record = read(&home.join("record.json"));
    assert!(record.lines().count() > 40 && record.contains("textDocument/codeAction"), "{record}");
    let mut all = vec![("the recording", record), ("the trace", traced)];
    if place == Place::Process {
        let log = read(&home.join("aplomb.log"));
        assert!(log.contains("received request textDocument/codeAction"), "{log}");
        all.push(("the log", log));
    }
    for (name, text) in all {
        let text = text.to_lowercase();
        for mark in MARKS {
            assert!(!text.contains(mark), "{mark} is in {name}");
        }
    }
    drop(kept);
}

async fn what_was_recorded_is_played_again(place: Place) {
    let mut editor =
        recorded(place, TempDir::new().unwrap(), able(), json!({ "profile": "coach" })).await;
    let home = editor.home.path().to_owned();
    let kept = editor.keep_home();
    let uri = editor.uri("reply.chat.md");
    let text = format!("Hi Zoë 👋,\r\n\r\n{DOUBT}\r\n\r\nBest,\r\n");
    talk(&mut editor, &uri, &text).await;
    // Edits behind emoji and CRLF, in one burst with a question, as they are typed.
    let mut burst = Vec::new();
    for (version, letter) in (2..).zip("Ana 👋 ok\r\n".chars()) {
        let end = json!([change((4, 5), (4, 5), &letter.to_string())]);
        burst.push(notification("textDocument/didChange", changed(&uri, version, end)));
    }
    let emoji = json!([change((0, 7), (0, 9), "🙂"), change((2, 0), (3, 0), "")]);
    burst.push(notification("textDocument/didChange", changed(&uri, 50, emoji)));
    let at = json!({ "textDocument": { "uri": uri }, "position": { "line": 2, "character": 7 } });
    let (hover, request) = editor.request("textDocument/hover", at);
    burst.push(request);
    editor.burst(&burst).await;
    editor.answer(hover).await.unwrap();
    editor.write(b"Content-Length: 3\r\n\r\n[1]").await;
    editor.hear_refusal().await;
    editor.ask("shutdown", Value::Null).await.unwrap();
    editor.drain().await;

    let text = read(&home.join("record.json"));
    let (is_fine, told) = replayed(&text);
    assert!(is_fine, "{told}");
    // What was a right question then is one now, though the words are others.
    assert!(told.contains("codeAction/resolve") && !told.contains("-32602"), "{told}");
    assert!(told.contains("with Neovim 0.11.4"), "{told}");
    assert!(!told.contains("without an answer"), "{told}");
    // The same from the command line.
    let sandbox = Sandbox::new();
    sandbox.write("record.json", &text);
    let run = sandbox.run(&["lsp", "--replay", "record.json"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(
        run.stdout.ends_with("Every request was answered, and nothing broke.\n"),
        "{}",
        run.stdout
    );
    drop(kept);
}

/// Whether a recording can be played, and what is told of it.
fn replayed(text: &str) -> (bool, String) {
    let recording = Recording::parse(text).unwrap();
    // A replay has a runtime of its own.
    let report = std::thread::spawn(move || recording.replay()).join().unwrap().unwrap();
    (report.is_fine(), report.to_string())
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

#[tokio::test]
async fn each_start_adds_a_conversation() {
    let home = TempDir::new().unwrap();
    let (folder, file) = (home.path().to_owned(), home.path().join("record.json"));
    let mut homes = vec![home];
    for _ in 0..2 {
        let args = ["--record", file.to_str().unwrap()];
        let own = TempDir::new().unwrap();
        let editor = Editor::start_in(Arc::new(own), Place::Process, &[], &args);
        editor.greet(json!({ "capabilities": capabilities() })).await.finish().await;
        // A process that is killed in the midst of a line leaves half of it.
        let text = read(&file);
        std::fs::write(&file, &text[..text.len() - 20]).unwrap();
    }
    let (is_fine, told) = replayed(&read(&file));
    assert!(is_fine && told.contains("Conversation 2,"), "{told}");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 1, "nothing else is written");
    homes.clear();
}

#[test]
fn what_cannot_be_written_or_played_is_told_before_anything_is_said() {
    let sandbox = Sandbox::new();
    sandbox
        .write("reply.md", "Hi Zebulon,\n")
        .write("broken.json", "{\"recording\":1,\"run\":1}\nHi Zebulon,\n\n{}\n");
    for (args, expected) in [
        (&["--record", "reply.md"][..], "it holds something that is no recording; name a new file"),
        (&["--record", "none/r.json"], "its folder does not exist; make that"),
        (
            &["--log", "none/a.log"],
            "the log cannot be written to none/a.log: its folder does not exist",
        ),
        (&["--log", "."], "it is a folder; name a file in it"),
        (&["--log", "a", "--record", "a"], "need a file each; name two"),
        (&["--stdin", "--log", "a.log"], "--log stands behind an option that Aplomb does not know"),
        (&["--replay", "none.json"], "none.json does not exist; check the name"),
        (&["--replay", "reply.md"], "reply.md is no recording: line 1 is not JSON"),
        (&["--replay", "broken.json"], "broken.json is no recording: line 2 is not JSON"),
        (&["--replay", "broken.json", "--trace"], "cannot be used with"),
    ] {
        let run = sandbox.run(&[&["lsp"], args].concat());
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains(expected), "{args:?}: {}", run.stderr);
        assert!(!run.stderr.contains("Zebulon"), "{args:?}: {}", run.stderr);
    }
    // What editors append is no reason to be silent.
    let run = sandbox.run(&["lsp", "--stdio", "--log", "a.log", "--stdio", "--clientProcessId=1"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(sandbox.path("a.log").exists());
}
