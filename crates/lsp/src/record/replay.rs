//! Plays the editor's side of a recording to a fresh server.
//!
//! What the editor sent is sent again, in the order of the recording: what it sent after an answer is
//! sent after that answer. Nothing else is waited for, so a replay is as fast as the server. The words
//! of a recording are masked, so other findings come of it than did then; that each question is
//! answered, and nothing breaks, is what it shows.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::fmt;
use std::io;
use std::time::{Duration, Instant};

use aplomb_workspace::{Dirs, Scratch};
use serde_json::{Map, Value, json};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::sync::mpsc::{self, UnboundedReceiver};
use tokio::time::timeout;
use tower_lsp::lsp_types::{MessageType, Url};

use super::recording::{Content, Conversation, Recording};
use super::writer::Side;
use crate::transport::{Found, find};
use crate::{Options, serve};

/// So long an answer may take. A server that needs more hangs, as far as its user can tell.
const PATIENCE: Duration = Duration::from_secs(20);

/// So long the server is given to ask what it asked in the recording. The words are not the same, so it
/// may have no reason to ask.
const COURTESY: Duration = Duration::from_millis(500);

/// So many of the slowest requests are told.
const SLOWEST: usize = 5;

/// Noise longer than this is made no longer: a recording may come from anybody. In bytes.
const MOST_NOISE: usize = 64 * 1024;

/// The size of the pipes to and from the server, in bytes.
const PIPE: usize = 64 * 1024;

/// Stands for the line of what is in no recording.
const NOWHERE: usize = 0;

/// The protocol's `InternalError`.
const INTERNAL_ERROR: i64 = -32603;

/// What came of a replay. Displayed as lines for a person.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    played: Vec<Played>,
}

/// What came of one conversation.
#[derive(Clone, Debug, Default, PartialEq)]
struct Played {
    title: String,
    messages: usize,
    /// Requests that were answered.
    answers: Vec<Answer>,
    /// Those that were not, by method and line.
    unanswered: Vec<(String, usize)>,
    published: usize,
    documents: BTreeSet<String>,
    /// How often the server said itself that something of it has failed.
    failures: usize,
}

#[derive(Clone, Debug, PartialEq)]
struct Answer {
    method: String,
    line: usize,
    took: Duration,
    error: Option<i64>,
}

impl Recording {
    /// Plays all conversations, each to a server of its own, which keeps nothing and reads none of the
    /// user's settings.
    ///
    /// # Errors
    ///
    /// When no server can be started.
    pub fn replay(&self) -> io::Result<Report> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
        let mut report = Report::default();
        for conversation in &self.conversations {
            let scratch = Scratch::new("aplomb-replay-")?;
            report.played.push(runtime.block_on(play(conversation, &scratch, PATIENCE)));
            scratch.close();
        }
        // A thread may be at work on a check that does not end.
        runtime.shutdown_background();
        Ok(report)
    }
}

async fn play(conversation: &Conversation, scratch: &Scratch, patience: Duration) -> Played {
    let (to_server, input) = tokio::io::duplex(PIPE);
    let (output, from_server) = tokio::io::duplex(PIPE);
    let dirs = Dirs {
        config: scratch.path("config"),
        state: scratch.path("state"),
        cache: scratch.path("cache"),
    };
    let options = Options { dirs: Some(dirs), ..Options::default() };
    let server = tokio::spawn(serve(input, output, options));
    let (send, messages) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let mut reader = from_server;
        let mut pending = Vec::new();
        while let Some(message) = read(&mut reader, &mut pending).await {
            if send.send((Instant::now(), message)).is_err() {
                return;
            }
        }
    });
    let mut player = Player::new(conversation, scratch, to_server, messages, patience);
    player.play(conversation).await;
    let mut played = player.end().await;
    // A server that was asked to end and does not has been told of already.
    let ended = timeout(patience, server).await;
    if matches!(ended, Ok(Err(_))) {
        played.failures += 1;
    }
    played
}

/// The editor of a replay.
struct Player<'r> {
    scratch: &'r Scratch,
    /// `None` once the server has gone.
    to_server: Option<DuplexStream>,
    from_server: UnboundedReceiver<(Instant, Value)>,
    patience: Duration,
    played: Played,
    /// What is asked and not yet answered, by id.
    asked: HashMap<String, Question>,
    /// What the server asks and the recording has yet to answer, by method.
    asked_by_server: HashMap<String, VecDeque<Value>>,
    /// The methods of the server's requests in the recording, by id.
    recorded: HashMap<String, String>,
    /// How many answers to such requests are still to come, by method.
    to_come: HashMap<String, usize>,
    shut_down: bool,
    exited: bool,
}

struct Question {
    method: String,
    line: usize,
    at: Instant,
}

impl<'r> Player<'r> {
    fn new(
        conversation: &Conversation,
        scratch: &'r Scratch,
        to_server: DuplexStream,
        from_server: UnboundedReceiver<(Instant, Value)>,
        patience: Duration,
    ) -> Self {
        let mut recorded = HashMap::new();
        let mut to_come = HashMap::new();
        let mut editor = None;
        for entry in &conversation.entries {
            let Content::Message(message) = &entry.content else { continue };
            let (method, id) = (message["method"].as_str(), message.get("id"));
            match (entry.from, method, id) {
                (Side::Server, Some(method), Some(id)) => {
                    recorded.insert(id.to_string(), method.to_owned());
                }
                (Side::Client, None, Some(id)) => {
                    if let Some(method) = recorded.get(&id.to_string()) {
                        *to_come.entry(method.clone()).or_default() += 1;
                    }
                }
                (Side::Client, Some("initialize"), _) => {
                    let client = &message["params"]["clientInfo"];
                    let parts = ["name", "version"].map(|part| client[part].as_str());
                    editor = Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" "));
                }
                _ => {}
            }
        }
        let Conversation { version, os, .. } = conversation;
        let with = match editor.filter(|editor| !editor.is_empty()) {
            Some(editor) => format!(", with {editor}"),
            None => String::new(),
        };
        let title = format!("recorded by Aplomb {version} on {os}{with}");
        Self {
            scratch,
            to_server: Some(to_server),
            from_server,
            patience,
            played: Played { title, ..Played::default() },
            asked: HashMap::new(),
            asked_by_server: HashMap::new(),
            recorded,
            to_come,
            shut_down: false,
            exited: false,
        }
    }

    async fn play(&mut self, conversation: &Conversation) {
        for entry in &conversation.entries {
            if self.exited {
                return;
            }
            match (&entry.content, entry.from) {
                (Content::Noise(length), Side::Client) => {
                    self.played.messages += 1;
                    self.write(&vec![b'x'; (*length).min(MOST_NOISE)]).await;
                }
                (Content::Message(message), Side::Client) if message["method"].is_string() => {
                    self.say(message, entry.line).await;
                }
                (Content::Message(message), Side::Client) => self.reply(message).await,
                (Content::Message(message), Side::Server) => {
                    // What the editor said next it said knowing this answer.
                    if message.get("method").is_none()
                        && let Some(id) = message.get("id").filter(|id| !id.is_null())
                    {
                        self.wait_for(&id.to_string()).await;
                    }
                }
                (Content::Noise(_), Side::Server) => {}
            }
        }
    }

    /// Sends what the editor said of itself.
    async fn say(&mut self, message: &Value, line: usize) {
        let mut message = at_home(message, self.scratch);
        let method = message["method"].as_str().unwrap_or_default().to_owned();
        match method.as_str() {
            "initialize" => {
                // It is another process by now, with which we are not to end.
                if let Some(params) = message["params"].as_object_mut() {
                    params.insert("processId".to_owned(), Value::Null);
                }
            }
            "exit" => {
                self.wait_for_all().await;
                self.exited = true;
            }
            "shutdown" => self.shut_down = true,
            _ => {}
        }
        // The server passes over what is optional and unknown to it.
        let is_optional = method.starts_with("$/");
        if let Some(id) = message.get("id").filter(|_| !is_optional) {
            let question = Question { method, line, at: Instant::now() };
            self.asked.insert(id.to_string(), question);
        }
        self.played.messages += 1;
        self.write(message.to_string().as_bytes()).await;
    }

    /// Answers a question of the server's as the editor did.
    async fn reply(&mut self, recorded: &Value) {
        let id = recorded["id"].to_string();
        let Some(method) = self.recorded.get(&id).cloned() else { return };
        let until = Instant::now() + COURTESY;
        loop {
            let waiting = self.asked_by_server.get_mut(&method).and_then(VecDeque::pop_front);
            if let Some(id) = waiting {
                let mut answer = at_home(recorded, self.scratch);
                answer["id"] = id;
                self.played.messages += 1;
                self.write(answer.to_string().as_bytes()).await;
                break;
            }
            if !self.hear_until(until).await {
                break;
            }
        }
        if let Some(left) = self.to_come.get_mut(&method) {
            *left = left.saturating_sub(1);
        }
    }

    async fn wait_for(&mut self, id: &str) {
        let Some(question) = self.asked.get(id) else { return };
        let until = question.at + self.patience;
        while self.asked.contains_key(id) && self.hear_until(until).await {}
        self.give_up(|asked, _| asked == id);
    }

    async fn wait_for_all(&mut self) {
        let until = Instant::now() + self.patience;
        while !self.asked.is_empty() && self.hear_until(until).await {}
        self.give_up(|_, _| true);
    }

    /// Waits no longer for what has not been answered.
    fn give_up(&mut self, of: impl Fn(&str, &Question) -> bool) {
        let ids: Vec<_> =
            self.asked.iter().filter(|(id, it)| of(id, it)).map(|(id, _)| id.clone()).collect();
        for question in ids.iter().filter_map(|id| self.asked.remove(id)) {
            self.played.unanswered.push((question.method, question.line));
        }
    }

    /// Ends the conversation, where the recording does not, and tells what came of it.
    async fn end(mut self) -> Played {
        self.wait_for_all().await;
        if !self.exited {
            if !self.shut_down {
                let shutdown = json!({ "jsonrpc": "2.0", "id": "the end", "method": "shutdown" });
                self.say(&shutdown, NOWHERE).await;
                self.wait_for_all().await;
            }
            self.write(br#"{"jsonrpc":"2.0","method":"exit"}"#).await;
        }
        self.to_server = None;
        let until = Instant::now() + self.patience;
        while self.hear_until(until).await {}
        // What the recording does not ask is ours, and none of its reader's.
        self.played.messages -= self.played.answers.iter().filter(|it| it.line == NOWHERE).count();
        self.played.answers.retain(|answer| answer.line != NOWHERE);
        self.played.unanswered.sort_by_key(|(_, line)| *line);
        self.played
    }

    async fn write(&mut self, body: &[u8]) {
        let Some(pipe) = &mut self.to_server else { return };
        let head = format!("Content-Length: {}\r\n\r\n", body.len());
        let bytes = [head.as_bytes(), body].concat();
        // A server that reads no more is told of by what it leaves unanswered.
        if !matches!(timeout(self.patience, pipe.write_all(&bytes)).await, Ok(Ok(()))) {
            self.to_server = None;
        }
    }

    /// Hears the next message, and answers it if nobody else will; false if none comes any more.
    async fn hear_until(&mut self, until: Instant) -> bool {
        let left = until.saturating_duration_since(Instant::now());
        let Ok(Some((at, message))) = timeout(left, self.from_server.recv()).await else {
            return false;
        };
        if let Some(answer) = self.take(&message, at) {
            self.write(answer.to_string().as_bytes()).await;
        }
        true
    }

    /// Takes note of a message that came at that time. Comes back with the answer to a question that the
    /// recording does not answer.
    fn take(&mut self, message: &Value, came: Instant) -> Option<Value> {
        let id = message.get("id").filter(|id| !id.is_null());
        match (message["method"].as_str(), id) {
            (Some(method), Some(id)) => {
                let waiting = self.asked_by_server.entry(method.to_owned()).or_default();
                if waiting.len() < self.to_come.get(method).copied().unwrap_or_default() {
                    waiting.push_back(id.clone());
                    return None;
                }
                let result = plain_answer(method, &message["params"]);
                return Some(json!({ "jsonrpc": "2.0", "id": id, "result": result }));
            }
            (Some("textDocument/publishDiagnostics"), None) => {
                self.played.published += 1;
                let uri = message["params"]["uri"].as_str().unwrap_or_default();
                self.played.documents.insert(uri.to_owned());
            }
            (Some("window/logMessage"), None) => {
                let error = serde_json::to_value(MessageType::ERROR).unwrap_or_default();
                self.played.failures += usize::from(message["params"]["type"] == error);
            }
            (None, Some(id)) => {
                if let Some(Question { method, line, at }) = self.asked.remove(&id.to_string()) {
                    let error = message["error"]["code"].as_i64();
                    let answer = Answer { method, line, took: came - at, error };
                    self.played.answers.push(answer);
                }
            }
            _ => {}
        }
        None
    }
}

/// What an editor says that has nothing to say.
fn plain_answer(method: &str, params: &Value) -> Value {
    match method {
        "workspace/configuration" => {
            let items = params["items"].as_array().map_or(0, Vec::len);
            vec![Value::Null; items].into()
        }
        "workspace/applyEdit" => json!({ "applied": false }),
        _ => Value::Null,
    }
}

/// A message in which all files lie in the place that is there for it. A recording may come from
/// anybody, and what it names is not to be read or written.
fn at_home(value: &Value, scratch: &Scratch) -> Value {
    match value {
        Value::String(text) => Value::String(path_at_home(text, scratch)),
        Value::Array(items) => items.iter().map(|item| at_home(item, scratch)).collect(),
        Value::Object(members) => {
            let moved = members.iter().map(|(key, value)| {
                let value = match (key.as_str(), value) {
                    ("rootPath", _) => Value::Null,
                    // It is no name of a file, whatever it looks like.
                    ("text" | "newText", Value::String(_)) => value.clone(),
                    _ => at_home(value, scratch),
                };
                (path_at_home(key, scratch), value)
            });
            Value::Object(moved.collect::<Map<_, _>>())
        }
        _ => value.clone(),
    }
}

fn path_at_home(text: &str, scratch: &Scratch) -> String {
    // As it will be read: blanks before a URI and line breaks within one are passed over.
    let uri = Url::parse(text).ok();
    let names_a_file = match &uri {
        Some(uri) => uri.scheme() == "file",
        None => text.trim_start().get(..5).is_some_and(|it| it.eq_ignore_ascii_case("file:")),
    };
    if !names_a_file {
        return text.to_owned();
    }
    let parts: Option<Vec<String>> =
        uri.and_then(|uri| Some(uri.path_segments()?.map(str::to_owned).collect()));
    // Each part is one name, whatever is written in it: no part leads out of the place.
    let parts = parts.unwrap_or_default().into_iter().map(|it| it.replace([':', '\\'], "-"));
    let parts = parts.filter(|it| !matches!(it.as_str(), "" | "." | ".."));
    let path = parts.fold(scratch.path("files"), |path, part| path.join(part));
    Url::from_file_path(path).map_or_else(|()| "untitled:".to_owned(), String::from)
}

/// The next message; `None` when there is none, or none that can be read.
async fn read(reader: &mut (impl AsyncRead + Unpin), pending: &mut Vec<u8>) -> Option<Value> {
    loop {
        if let Found::Body { start, end } = find(pending) {
            let message = serde_json::from_slice(&pending[start..end]).ok();
            pending.drain(..end);
            return message;
        }
        if reader.read_buf(pending).await.unwrap_or(0) == 0 {
            return None;
        }
    }
}

impl Report {
    /// Whether every request was answered and nothing broke.
    #[must_use]
    pub fn is_fine(&self) -> bool {
        self.played.iter().all(|played| played.unanswered.is_empty() && played.broken() == 0)
    }
}

impl Played {
    fn broken(&self) -> usize {
        let internal = self.answers.iter().filter(|it| it.error == Some(INTERNAL_ERROR));
        self.failures + internal.count()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, played) in self.played.iter().enumerate() {
            writeln!(f, "Conversation {}, {}", at + 1, played.title)?;
            write!(f, "{played}")?;
        }
        let unanswered: usize = self.played.iter().map(|played| played.unanswered.len()).sum();
        let broken: usize = self.played.iter().map(Played::broken).sum();
        match (unanswered, broken) {
            (0, 0) => writeln!(f, "Every request was answered, and nothing broke."),
            (0, _) => {
                writeln!(f, "Every request was answered, and {} broke.", times(broken, "check"))
            }
            (_, 0) => writeln!(f, "{} got no answer.", times(unanswered, "request")),
            _ => writeln!(
                f,
                "{} got no answer, and {} broke.",
                times(unanswered, "request"),
                times(broken, "check")
            ),
        }
    }
}

impl fmt::Display for Played {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let requests = self.answers.len() + self.unanswered.len();
        writeln!(
            f,
            "  {} played, {} among them; {} answered",
            times(self.messages, "message"),
            times(requests, "request"),
            self.answers.len()
        )?;
        let documents = self.documents.len();
        writeln!(
            f,
            "  marks published {}, for {}",
            times(self.published, "time"),
            times(documents, "document")
        )?;
        if !self.unanswered.is_empty() {
            writeln!(f, "  without an answer:")?;
            for (method, line) in &self.unanswered {
                writeln!(f, "    {method}, line {line}")?;
            }
        }
        let mut errors = BTreeMap::<(&str, i64), Vec<usize>>::new();
        for answer in &self.answers {
            if let Some(code) = answer.error {
                errors.entry((&answer.method, code)).or_default().push(answer.line);
            }
        }
        if !errors.is_empty() {
            writeln!(f, "  answered with an error:")?;
        }
        for ((method, code), lines) in errors {
            let count = lines.len();
            writeln!(f, "    {method} {code}, {}, first line {}", times(count, "time"), lines[0])?;
        }
        if self.failures > 0 {
            writeln!(f, "  told by the server itself: {} failed", times(self.failures, "check"))?;
        }
        let mut slowest: Vec<_> = self.answers.iter().collect();
        slowest.sort_by_key(|answer| std::cmp::Reverse(answer.took));
        slowest.truncate(SLOWEST);
        if !slowest.is_empty() {
            writeln!(f, "  the slowest:")?;
        }
        for Answer { method, line, took, .. } in slowest {
            let millis = took.as_secs_f64() * 1000.0;
            writeln!(f, "    {millis:8.1} ms  {method}, line {line}")?;
        }
        Ok(())
    }
}

/// "1 request", "2 requests".
fn times(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(messages: &[(Side, Value)]) -> Recording {
        let head = r#"{"recording":1,"aplomb":"0.1.0","os":"linux","run":7}"#.to_owned();
        let lines = messages.iter().map(|(from, message)| {
            json!({ "run": 7, "ms": 0, "from": from.name(), "message": message }).to_string()
        });
        let lines: Vec<_> = std::iter::once(head).chain(lines).collect();
        Recording::parse(&lines.join("\n")).unwrap()
    }

    fn request(id: i64, method: &str, params: impl Into<Value>) -> (Side, Value) {
        let params = params.into();
        let message = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        (Side::Client, message)
    }

    fn notification(method: &str, params: impl Into<Value>) -> (Side, Value) {
        let params = params.into();
        (Side::Client, json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    }

    fn opened(text: &str) -> (Side, Value) {
        let item = json!({ "uri": "file:///xxx/x-1.md", "languageId": "markdown", "version": 1, "text": text });
        notification("textDocument/didOpen", json!({ "textDocument": item }))
    }

    #[test]
    fn however_a_file_is_written_it_lies_in_the_scratch_folder() {
        let scratch = Scratch::new("aplomb-replay-").unwrap();
        for written in [
            "file:///etc/x.md",
            " file:///etc/x.md",
            "fi\nle:///etc/x.md",
            "FILE:///etc/x.md",
            "\tfile:/etc/x.md",
        ] {
            let moved = path_at_home(written, &scratch);
            let path = Url::parse(&moved).unwrap().to_file_path().unwrap();
            assert!(path.starts_with(scratch.path("files")), "{written:?} {moved}");
        }
        assert_eq!(path_at_home("untitled:Untitled-1", &scratch), "untitled:Untitled-1");
    }

    #[test]
    fn a_conversation_that_was_cut_short_is_played_and_ended() {
        let report = of(&[
            request(0, "initialize", json!({ "capabilities": {}, "processId": 1 })),
            notification("initialized", json!({})),
            opened("Xxxx xxxxxx xxx xx."),
            request(
                1,
                "textDocument/hover",
                json!({ "textDocument": { "uri": "file:///xxx/x-1.md" },
                "position": { "line": 0, "character": 6 } }),
            ),
            request(2, "textDocument/hover", json!({})),
        ])
        .replay()
        .unwrap();
        assert!(report.is_fine(), "{report}");
        let text = report.to_string();
        assert!(text.contains("5 messages played, 3 requests among them; 3 answered"), "{text}");
        assert!(text.contains("textDocument/hover -32602, 1 time, first line 6"), "{text}");
    }

    #[test]
    fn a_check_that_breaks_is_told() {
        let report = of(&[
            request(0, "initialize", json!({ "capabilities": {} })),
            notification("initialized", json!({})),
            opened(crate::hooks::PANIC),
            request(
                1,
                "textDocument/hover",
                json!({ "textDocument": { "uri": "file:///xxx/x-1.md" },
                "position": { "line": 0, "character": 6 } }),
            ),
        ])
        .replay()
        .unwrap();
        assert!(!report.is_fine(), "{report}");
        assert!(report.to_string().contains("textDocument/hover -32603"), "{report}");
    }

    #[test]
    fn a_request_without_an_answer_is_told() {
        let recording = of(&[
            request(0, "initialize", json!({ "capabilities": {} })),
            notification("initialized", json!({})),
            opened(crate::hooks::HOLD),
            request(
                1,
                "textDocument/hover",
                json!({ "textDocument": { "uri": "file:///xxx/x-1.md" },
                "position": { "line": 0, "character": 0 } }),
            ),
        ]);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let scratch = Scratch::new("aplomb-replay-").unwrap();
        let patience = Duration::from_millis(300);
        let played = runtime.block_on(play(&recording.conversations[0], &scratch, patience));
        runtime.shutdown_background();
        assert_eq!(played.unanswered, [("textDocument/hover".to_owned(), 5)]);
        let report = Report { played: vec![played] };
        assert!(!report.is_fine() && report.to_string().ends_with("1 request got no answer.\n"));
    }

    #[test]
    fn questions_of_the_server_are_answered_as_they_were() {
        let asked = json!({ "jsonrpc": "2.0", "id": 40, "method": "workspace/configuration",
            "params": { "items": [{ "section": "aplomb" }] } });
        let answer = json!({ "jsonrpc": "2.0", "id": 40, "result": [{ "profile": "coach" }] });
        let report = of(&[
            request(
                0,
                "initialize",
                json!({ "capabilities": { "workspace": { "configuration": true } } }),
            ),
            notification("initialized", json!({})),
            (Side::Server, asked),
            (Side::Client, answer),
            opened("Xxxx xxxxxx xxx xx."),
            request(1, "shutdown", Value::Null),
            notification("exit", Value::Null),
        ])
        .replay()
        .unwrap();
        assert!(report.is_fine(), "{report}");
        assert!(report.to_string().contains("6 messages played"), "{report}");
    }

    #[test]
    fn no_recording_leads_out_of_its_place() {
        let scratch = Scratch::new("aplomb-replay-").unwrap();
        let home = Url::from_file_path(scratch.path("files")).unwrap();
        for uri in [
            "file:///etc/passwd",
            "FILE:/etc/passwd",
            "file:///a/../../../etc/passwd",
            "file:///..%2f..%2f..%2f..%2fetc/passwd",
            "file:///%2e%2e/%2e%2e/etc",
            "file://host/share",
            "file:///c:/Users",
            "file:",
            "file:::",
        ] {
            let message = json!({ "params": { "uri": uri, "changes": { uri: [] }, "text": uri } });
            let moved = at_home(&message, &scratch);
            let (uri, _) = moved["params"]["changes"].as_object().unwrap().iter().next().unwrap();
            assert_eq!(moved["params"]["uri"], **uri);
            assert_eq!(moved["params"]["text"], message["params"]["text"]);
            assert!(uri.starts_with(home.as_str()), "{uri}");
            let path = Url::parse(uri).unwrap().to_file_path().unwrap();
            assert!(path.starts_with(scratch.path("files")), "{}", path.display());
            assert!(path.components().all(|it| it.as_os_str() != ".."), "{}", path.display());
        }
        let moved = at_home(&json!({ "rootPath": "/etc" }), &scratch);
        assert_eq!(moved["rootPath"], Value::Null);
    }
}
