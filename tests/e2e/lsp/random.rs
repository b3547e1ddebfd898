//! A long conversation of random messages, each of them one that an editor may send.
//!
//! What an editor and the server agree on at the end has to be what a new server says of the same texts, and
//! every request must have been answered once. The dice are the same each time; `APLOMB_SEED=7 cargo test`
//! throws others. A failure shows the seed.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use super::harness::{
    CUE, DOUBT, Editor, Place, another_program, capabilities, change, changed, notification,
    opened, pulling, range,
};
use super::ordering::{Dice, place_of};

/// What is told to nobody in particular, and asked of a client: no request of ours.
const NO_REQUESTS: [&str; 5] = [
    "textDocument/publishDiagnostics",
    "workspace/applyEdit",
    "workspace/configuration",
    "workspace/workspaceFolders",
    "client/registerCapability",
];

const PIECES: [&str; 26] = [
    "x",
    " ",
    "",
    "\n",
    "\r\n",
    "\n\n",
    "👋",
    "é\u{2028}ü",
    "👩‍👩‍👧",
    "> ",
    "```\n",
    "# ",
    "Hi Jo,\n\n",
    "Best wishes,\nAna\n",
    DOUBT,
    CUE,
    "We hope to fix it. ",
    "[[fill: day]]",
    "[[verify: it works]]",
    "{{name}}",
    "password: hunter2",
    "---\nprofile: coach\n---\n",
    "On 4 Mar 2025, Jo <j@x.org> wrote:\n> Where is it? Who took it?\n",
    "-- \nAna",
    "[rules]\n",
    ".",
];

const TEXTS: [&str; 5] = [
    "",
    "Hi Jo,\r\n\r\nThat blog should now be under your other account. 👋\r\n\r\nBest wishes,\r\nAna\r\n",
    "Hello,\n\nIt should work now, I think. Please see our docs.\n",
    "---\nmode: chat\n---\nThat should do.\n\nOn 4 Mar 2025, Jo Berg <j@x.org> wrote:\n> When is it back?\n",
    "# Export\n\nIt should work.\n",
];

/// Settings that cannot be read.
const BROKEN: &str = "[rules\n";

/// A text longer than this is begun anew, for a reply is not. In bytes.
const LONGEST: usize = 3_000;

const FOLDERS: [&str; 3] = ["", "drafts", "docs"];

fn settings(number: usize) -> Value {
    match number {
        0 => json!({}),
        1 => json!({ "rules": { "certainty-should": "off" } }),
        2 => json!({ "profile": "coach", "files": { "checkFolders": ["drafts/"] } }),
        3 => json!({ "rules": { "certainty-should": "hint" }, "own": ["Acme"] }),
        _ => json!({ "files": { "ignore": ["drafts/"], "replies": ["README.md"] } }),
    }
}

#[tokio::test]
async fn five_thousand_random_messages_in_memory() {
    converse(Place::Memory, 5_000).await;
}

#[tokio::test]
async fn a_thousand_random_messages_to_a_process() {
    converse(Place::Process, 1_000).await;
}

async fn converse(place: Place, count: usize) {
    let seed = std::env::var("APLOMB_SEED").map_or(1, |seed| seed.parse().expect("a number"));
    println!("to see this again: APLOMB_SEED={seed}");
    // Several kinds of clients, each for its part of the conversation.
    for kind in 0..4 {
        let mut client = Client::start(place, seed * 4 + kind).await;
        while client.sent < count / 4 {
            client.burst().await;
        }
        client.agree().await;
    }
}

/// A document as the editor has it.
#[derive(Clone)]
struct Document {
    language: &'static str,
    text: String,
    version: i64,
}

/// A request that waits for its answer.
struct Waiting {
    method: String,
    is_cancelled: bool,
    /// Whether the server may hold it open.
    is_held: bool,
}

pub(super) struct Client {
    pub(super) editor: Editor,
    place: Place,
    dice: Dice,
    encoding: &'static str,
    capabilities: Value,
    is_asked: bool,
    settings: Value,
    /// In the order in which they were opened: what is no file goes by the first.
    folders: Vec<&'static str>,
    /// All that may be opened.
    names: Vec<(String, &'static str)>,
    open: BTreeMap<String, Document>,
    versions: BTreeMap<String, i64>,
    requests: Vec<String>,
    /// The commands, each with what it takes.
    commands: Vec<(String, String)>,
    /// What came in answers: to be resolved, and sent back.
    items: BTreeMap<String, Vec<Value>>,
    waiting: BTreeMap<i64, Waiting>,
    published: BTreeMap<String, Value>,
    sent: usize,
    /// How many times a text was changed.
    pub(super) edits: usize,
    /// Whether most of what it does is to change texts.
    is_writing: bool,
}

impl Client {
    async fn start(place: Place, seed: u64) -> Self {
        let mut dice = Dice(seed);
        let encoding = ["utf-8", "utf-16", "utf-32"][dice.roll(3)];
        let mut capabilities = if dice.roll(2) == 0 { capabilities() } else { pulling() };
        capabilities["general"]["positionEncodings"] = json!([encoding]);
        let is_asked = dice.roll(2) == 0;
        capabilities["workspace"]["configuration"] = json!(is_asked);
        capabilities["workspace"]["didChangeWatchedFiles"] =
            json!({ "dynamicRegistration": dice.roll(2) == 0 });
        let editor = Editor::start(place, &[]);
        for name in ["drafts/on-disk.chat.md", "docs/page.md"] {
            fs::create_dir_all(editor.path(name).parent().unwrap()).unwrap();
            fs::write(editor.path(name), DOUBT).unwrap();
        }
        let file = |name: &str| editor.uri(name);
        let names = vec![
            (file("reply.chat.md"), "markdown"),
            (file("drafts/b.md"), "markdown"),
            (file("docs/c%20%C3%A9.txt"), "plaintext"),
            (file("README.md"), "markdown"),
            (file("mail.eml"), "mail"),
            (file("COMMIT_EDITMSG"), "gitcommit"),
            (file("aplomb.toml"), "toml"),
            ("untitled:Untitled-1".to_owned(), "markdown"),
        ];
        let folders = vec![""];
        let editor = greet(editor, &capabilities, &folders, &json!({})).await;
        Self {
            editor,
            place,
            dice,
            encoding,
            capabilities,
            is_asked,
            settings: json!({}),
            folders,
            names,
            open: BTreeMap::new(),
            versions: BTreeMap::new(),
            requests: requests(),
            commands: commands(),
            items: BTreeMap::new(),
            waiting: BTreeMap::new(),
            published: BTreeMap::new(),
            sent: 0,
            edits: 0,
            is_writing: false,
        }
    }

    /// Starts a client that has so many more replies open, and mostly writes.
    pub(super) async fn writing(place: Place, seed: u64, count: usize) -> Self {
        let mut client = Self::start(place, seed).await;
        client.is_writing = true;
        for at in 0..count {
            client.names.push((client.editor.uri(&format!("drafts/{at}.md")), "markdown"));
        }
        client
    }

    /// Sends some messages in one go, and waits for all answers but those that may be held back.
    pub(super) async fn burst(&mut self) {
        let mut messages = Vec::new();
        for _ in 0..=self.dice.roll(24) {
            self.step(&mut messages);
        }
        self.sent += messages.len();
        self.editor.burst(&messages).await;
        self.settle().await;
    }

    async fn settle(&mut self) {
        while self.waiting.values().any(|it| !it.is_held) {
            let message = self.editor.any().await;
            self.hear(message).await;
        }
    }

    fn step(&mut self, messages: &mut Vec<Value>) {
        if self.is_writing && self.dice.roll(4) > 0 {
            messages.extend(self.edit());
            return;
        }
        match self.dice.roll(100) {
            0..10 => messages.extend(self.open_or_close()),
            10..50 => messages.extend(self.edit()),
            50..85 => {
                let at = self.dice.roll(self.requests.len());
                let method = self.requests[at].clone();
                messages.extend(self.request(&method));
            }
            85..90 => {
                // What is asked last is cancelled most, and what is answered already is too.
                let ids: Vec<_> = self.waiting.keys().copied().collect();
                let id = ids.last().copied().unwrap_or(0) - i64::from(self.dice.roll(3) == 0);
                if let Some(waiting) = self.waiting.get_mut(&id) {
                    waiting.is_cancelled = true;
                }
                messages.push(notification("$/cancelRequest", json!({ "id": id })));
            }
            90..93 => {
                self.settings = settings(self.dice.roll(5));
                let pushed = json!({ "aplomb": self.settings });
                let settings = if self.is_asked { Value::Null } else { pushed };
                let method = "workspace/didChangeConfiguration";
                messages.push(notification(method, json!({ "settings": settings })));
            }
            93..95 => messages.push(self.change_folders()),
            95..97 => {
                let uri = self.names[self.dice.roll(self.names.len())].0.clone();
                if self.open.contains_key(&uri) {
                    messages.push(notification(
                        "textDocument/didSave",
                        json!({ "textDocument": { "uri": uri } }),
                    ));
                }
            }
            _ => messages.push(self.tell_of_files()),
        }
    }

    fn open_or_close(&mut self) -> Option<Value> {
        let (uri, language) = self.names[self.dice.roll(self.names.len())].clone();
        if self.open.remove(&uri).is_some() {
            let params = json!({ "textDocument": { "uri": uri } });
            return Some(notification("textDocument/didClose", params));
        }
        let text = TEXTS[self.dice.roll(TEXTS.len())].to_owned();
        let version = self.versions.get(&uri).map_or(1, |version| version + 1);
        self.versions.insert(uri.clone(), version);
        let mut params = opened(&uri, language, &text);
        params["textDocument"]["version"] = json!(version);
        self.open.insert(uri, Document { language, text, version });
        Some(notification("textDocument/didOpen", params))
    }

    fn edit(&mut self) -> Option<Value> {
        let uri = self.one_open()?;
        let document = self.open.get_mut(&uri)?;
        let mut changes = Vec::new();
        for _ in 0..self.dice.roll(4) {
            let piece = PIECES[self.dice.roll(PIECES.len())];
            let text = &mut document.text;
            if text.len() > LONGEST || self.dice.roll(12) == 0 {
                *text = TEXTS[self.dice.roll(TEXTS.len())].to_owned() + piece;
                changes.push(json!({ "text": text }));
                continue;
            }
            let (mut from, mut to) = self.dice.stretch(text);
            // Most of what is typed takes nothing away.
            if self.dice.roll(3) > 0 {
                (from, to) = (to, to);
            }
            let ends = [from, to].map(|at| place_of(text, at, self.encoding));
            changes.push(change(ends[0], ends[1], piece));
            text.replace_range(from..to, piece);
        }
        self.edits += 1;
        document.version += 1 + i64::from(self.dice.roll(5) == 0);
        self.versions.insert(uri.clone(), document.version);
        let params = changed(&uri, document.version, json!(changes));
        Some(notification("textDocument/didChange", params))
    }

    fn one_open(&mut self) -> Option<String> {
        let at = self.dice.roll(self.open.len().max(1));
        self.open.keys().nth(at).cloned()
    }

    fn request(&mut self, method: &str) -> Option<Value> {
        let uri = self.names[self.dice.roll(self.names.len())].0.clone();
        let mut is_held = false;
        let params = if let Some(kind) = method.strip_suffix("/resolve") {
            self.one_of(kind)?
        } else {
            match method {
                "workspace/executeCommand" => self.command(&uri)?,
                "workspace/diagnostic" => {
                    is_held = self.dice.roll(4) == 0;
                    let ids = self.items.get("workspace/diagnostic").cloned().unwrap_or_default();
                    let ids = ids.iter().filter(|it| it["resultId"].is_string());
                    let ids: Vec<_> = ids
                        .map(|it| json!({ "uri": it["uri"], "value": it["resultId"] }))
                        .collect();
                    let mut params = json!({ "previousResultIds": ids });
                    if is_held {
                        params["partialResultToken"] = json!("parts");
                    }
                    params
                }
                _ => self.everything(&uri),
            }
        };
        let (id, request) = self.editor.request(method, params);
        let method = method.to_owned();
        self.waiting.insert(id, Waiting { method, is_cancelled: false, is_held });
        Some(request)
    }

    /// Parameters in which each request finds what it needs.
    fn everything(&mut self, uri: &str) -> Value {
        let text = self.open.get(uri).map_or("", |it| &it.text).to_owned();
        let (from, to) = self.dice.stretch(&text);
        let ends = [from, to].map(|at| place_of(&text, at, self.encoding));
        let range = range(ends[0], ends[1]);
        let kinds = [Value::Null, json!(["quickfix"]), json!(["source.fixAll"])];
        let signs = [Value::Null, json!(";"), json!("\n"), json!("[")];
        let sign = signs[self.dice.roll(4)].clone();
        let context = json!({
            "diagnostics": [], "only": kinds[self.dice.roll(3)],
            "triggerKind": if sign.is_null() { 1 } else { 2 }, "triggerCharacter": sign,
        });
        json!({
            "textDocument": { "uri": uri }, "position": range["start"], "positions": [range["end"]],
            "range": range, "context": context, "query": "", "newName": "x", "ch": "\n",
            "options": { "tabSize": 4, "insertSpaces": true },
        })
    }

    /// One of the things that came in answers, to be resolved.
    fn one_of(&mut self, kind: &str) -> Option<Value> {
        let kind = kind.trim_end_matches("Item").to_ascii_lowercase();
        let from = self.items.iter().find(|(method, _)| {
            method.rsplit('/').next().is_some_and(|it| kind.contains(&it.to_ascii_lowercase()))
        });
        let items = from?.1.clone();
        if items.is_empty() { None } else { Some(items[self.dice.roll(items.len())].clone()) }
    }

    fn command(&mut self, uri: &str) -> Option<Value> {
        let (command, takes) = self.commands[self.dice.roll(self.commands.len())].clone();
        let arguments = match command.as_str() {
            "aplomb.ignore" => {
                let found = self.items.get("textDocument/diagnostic")?.iter();
                let found: Vec<_> = found.filter(|it| it["data"].is_object()).cloned().collect();
                let found = found.get(self.dice.roll(found.len().max(1)))?;
                json!([{ "uri": uri, "finding": found["data"] }])
            }
            "aplomb.switchOff" => {
                let code = ["certainty-should", "farewell-missing"][self.dice.roll(2)];
                json!([{ "uri": uri, "code": code }])
            }
            _ if takes == "none" => json!([]),
            _ if takes == r#"`{"uri": string}`"# => json!([uri]),
            _ => return None,
        };
        Some(json!({ "command": command, "arguments": arguments }))
    }

    fn change_folders(&mut self) -> Value {
        let name = FOLDERS[self.dice.roll(FOLDERS.len())];
        let folder = json!([{ "uri": self.editor.uri(name), "name": name }]);
        let event = if let Some(at) = self.folders.iter().position(|it| *it == name) {
            self.folders.remove(at);
            json!({ "added": [], "removed": folder })
        } else {
            self.folders.push(name);
            json!({ "added": folder, "removed": [] })
        };
        notification("workspace/didChangeWorkspaceFolders", json!({ "event": event }))
    }

    fn tell_of_files(&mut self) -> Value {
        let (one, other) = (self.dice.roll(self.names.len()), self.dice.roll(self.names.len()));
        let (one, other) = (&self.names[one].0, &self.names[other].0);
        match self.dice.roll(4) {
            0 => {
                let files = json!([{ "oldUri": one, "newUri": other }]);
                notification("workspace/didRenameFiles", json!({ "files": files }))
            }
            1 => notification("workspace/didCreateFiles", json!({ "files": [{ "uri": one }] })),
            2 => notification("workspace/didDeleteFiles", json!({ "files": [{ "uri": one }] })),
            _ => {
                // Settings do change on disk now and then.
                let text = ["", "profile = \"coach\"\n", BROKEN][self.dice.roll(3)];
                fs::write(self.editor.path("aplomb.toml"), text).unwrap();
                let changes = json!([{ "uri": self.editor.uri("aplomb.toml"), "type": 2 }]);
                notification("workspace/didChangeWatchedFiles", json!({ "changes": changes }))
            }
        }
    }

    async fn hear(&mut self, message: Value) {
        let method = message["method"].as_str().unwrap_or("").to_owned();
        if method.is_empty() {
            self.take_answer(&message);
        } else if message.get("id").is_some() {
            answer(&mut self.editor, &message, &self.settings).await;
        } else if method == "textDocument/publishDiagnostics" {
            let uri = message["params"]["uri"].as_str().unwrap().to_owned();
            self.published.insert(uri, message["params"].clone());
        }
    }

    fn take_answer(&mut self, message: &Value) {
        let id = message["id"].as_i64().unwrap_or_else(|| panic!("refused: {message}"));
        let waiting = self.waiting.remove(&id);
        let waiting =
            waiting.unwrap_or_else(|| panic!("answered twice, or never asked: {message}"));
        let method = &waiting.method;
        if let Some(code) = message["error"]["code"].as_i64() {
            let is_allowed = match code {
                -32800 => waiting.is_cancelled,
                // The text has changed since, or the finding is of another document.
                -32801 => method.ends_with("/resolve") || method == "workspace/executeCommand",
                // A reply that may not be sent, settings that are half written.
                -32803 => method == "workspace/executeCommand",
                _ => false,
            };
            assert!(is_allowed, "{method}: {message}");
            return;
        }
        let result = &message["result"];
        let items = result.as_array().or_else(|| result["items"].as_array());
        if let Some(items) = items.filter(|items| !items.is_empty()) {
            self.items.insert(method.clone(), items.clone());
        }
    }

    /// Ends the conversation, and holds what came of it against what a new server says.
    pub(super) async fn agree(mut self) {
        // A broken file holds as it last was, which a new server cannot know.
        let settings = self.editor.path("aplomb.toml");
        if fs::read_to_string(&settings).is_ok_and(|text| text == BROKEN) {
            fs::write(&settings, "").unwrap();
        }
        let changes = json!([{ "uri": self.editor.uri("aplomb.toml"), "type": 2 }]);
        self.editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": changes })).await;
        // Whoever saves has finished, so that nothing waits for a pause.
        let uris: Vec<_> = self.open.keys().cloned().collect();
        for uri in &uris {
            let params = json!({ "textDocument": { "uri": uri } });
            self.editor.tell("textDocument/didSave", params).await;
        }
        for (id, waiting) in &mut self.waiting {
            waiting.is_cancelled = true;
            waiting.is_held = false;
            self.editor.tell("$/cancelRequest", json!({ "id": id })).await;
        }
        self.settle().await;

        let other = Editor::start_in(self.editor.home.clone(), self.place, &[], &[]);
        let mut other = greet(other, &self.capabilities, &self.folders, &self.settings).await;
        for (uri, document) in &self.open {
            let mut params = opened(uri, document.language, &document.text);
            params["textDocument"]["version"] = json!(document.version);
            other.tell("textDocument/didOpen", params).await;
        }
        for (uri, document) in self.open.clone() {
            // A released program has no way in by which to ask for its text.
            if document.language != "toml" && another_program().is_none() {
                let text = self.ask("aplomb/test/text", json!({ "uri": uri })).await;
                assert_eq!(text, json!(document.text), "{uri}");
            }
        }
        // What is written to disk, by us or by them, is noticed within a moment.
        let start = Instant::now();
        for uri in &uris {
            loop {
                let params = json!({ "textDocument": { "uri": uri } });
                let own = self.ask("textDocument/diagnostic", params.clone()).await;
                let (id, request) = other.request("textDocument/diagnostic", params);
                other.burst(&[request]).await;
                let theirs = loop {
                    let message = other.any().await;
                    if message["id"] == id && message.get("method").is_none() {
                        break message["result"].clone();
                    } else if message.get("id").is_some() {
                        answer(&mut other, &message, &self.settings).await;
                    }
                };
                let published = self.published.get(uri).map(|it| &it["diagnostics"]);
                let pushes = self.capabilities["textDocument"].get("diagnostic").is_none();
                let is_shown = !pushes || published == Some(&own["items"]);
                if own == theirs && is_shown {
                    break;
                }
                if start.elapsed() > Duration::from_secs(15) {
                    panic!("{uri}\nhere: {own:#}\nthere: {theirs:#}\nshown: {published:#?}");
                }
                sleep(Duration::from_millis(100)).await;
            }
        }
        for (uri, params) in &self.published {
            let is_settled = self.open.contains_key(uri) || uri.ends_with(".toml");
            assert!(
                is_settled || params["diagnostics"] == json!([]),
                "closed, and still marked: {params}"
            );
        }
        other.leave().await;
        self.editor.leave().await;
    }

    async fn ask(&mut self, method: &str, params: Value) -> Value {
        let (id, request) = self.editor.request(method, params);
        self.editor.burst(&[request]).await;
        loop {
            let message = self.editor.any().await;
            if message["id"] == id && message.get("method").is_none() {
                assert!(message.get("error").is_none(), "{method}: {message}");
                return message["result"].clone();
            }
            self.hear(message).await;
        }
    }
}

/// Has a server greet an editor with these folders and settings.
async fn greet(editor: Editor, capabilities: &Value, folders: &[&str], settings: &Value) -> Editor {
    let folders: Vec<_> =
        folders.iter().map(|name| json!({ "uri": editor.uri(name), "name": name })).collect();
    let params = json!({
        "capabilities": capabilities, "workspaceFolders": folders,
        "initializationOptions": { "settings": { "aplomb": settings } },
    });
    editor.greet(params).await
}

/// Answers a request of the server.
async fn answer(editor: &mut Editor, message: &Value, settings: &Value) {
    let result = match message["method"].as_str() {
        Some("workspace/configuration") => {
            let items = message["params"]["items"].as_array().unwrap();
            json!(items.iter().map(|_| settings.clone()).collect::<Vec<_>>())
        }
        Some("workspace/applyEdit") => json!({ "applied": false }),
        _ => Value::Null,
    };
    editor.reply(message, result).await;
}

/// All requests that the server's page names.
pub(super) fn requests() -> Vec<String> {
    let page = aplomb_lsp::features_page();
    let rows = page.lines().filter(|line| line.starts_with("| `"));
    let cells = rows.filter_map(|row| row.split(" | ").next());
    let names = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2));
    let requests: Vec<_> = names
        .filter(|name| {
            let last = name.rsplit('/').next().unwrap_or("");
            let is_told =
                last.starts_with("did") || last == "refresh" || NO_REQUESTS.contains(name);
            let is_method = name.starts_with("textDocument/")
                || name.starts_with("workspace/")
                || last == "resolve";
            is_method && !is_told
        })
        .map(str::to_owned)
        .collect();
    assert!(requests.len() >= 7, "{requests:?}");
    requests
}

/// All commands that the server's page names, each with its argument.
fn commands() -> Vec<(String, String)> {
    let page = aplomb_lsp::features_page();
    let (_, page) = page.split_once("## Commands").expect("there are commands");
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
    let commands = rows.filter_map(|row| {
        let (name, rest) = row.split_once("` | ")?;
        Some((name.to_owned(), rest.split(" | ").next()?.to_owned()))
    });
    commands.collect()
}
