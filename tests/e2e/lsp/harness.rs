//! An editor without a screen: talks to the server in memory or as a process, and lets no message go
//! unread.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use aplomb_lsp::{Options, Outcome, Recorder};
use aplomb_workspace::Dirs;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::mpsc::{self, UnboundedReceiver};
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// A sentence that is marked, at `should now be`.
pub(crate) const DOUBT: &str = "That blog should now be under your other account.";
/// The words of it that are marked.
pub(crate) const CUE: &str = "should now be";

/// A reply in a chat, which wants neither greeting nor farewell, so that tests can look at one sentence.
pub(crate) const REPLY: &str = "reply.chat.md";

/// So long the server may take for anything; only a test that fails waits for it.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where the server runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Memory,
    Process,
}

/// Writes each test once for a server in memory and once for a real process.
macro_rules! in_memory_and_as_a_process {
    ($($name:ident),* $(,)?) => {
        mod memory {
            $(#[tokio::test]
            async fn $name() {
                super::$name(crate::e2e::lsp::harness::Place::Memory).await;
            })*
        }
        mod process {
            $(#[tokio::test]
            async fn $name() {
                super::$name(crate::e2e::lsp::harness::Place::Process).await;
            })*
        }
    };
}
pub(crate) use in_memory_and_as_a_process;

/// An editor in a conversation with the server.
pub(crate) struct Editor {
    to_server: Option<Box<dyn AsyncWrite + Send + Unpin>>,
    from_server: UnboundedReceiver<Value>,
    unread: VecDeque<Value>,
    server: Server,
    last_id: i64,
    finished: bool,
    /// What the server said for whoever looks for it, besides warnings and errors.
    pub(crate) remarks: Vec<String>,
    /// What the server said in `initialize`.
    pub(crate) capabilities: Value,
    /// The user's home, with the server's directories in it.
    pub(crate) home: Arc<TempDir>,
}

enum Server {
    Memory(JoinHandle<Outcome>),
    Process { child: Child, log: JoinHandle<String> },
}

/// What an editor of today can do.
pub(crate) fn capabilities() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "workspace": { "workspaceEdit": { "documentChanges": true } },
        "textDocument": {
            "publishDiagnostics": {
                "relatedInformation": true, "versionSupport": true,
                "codeDescriptionSupport": true, "dataSupport": true,
            },
            "codeAction": {
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["", "quickfix"] } },
                "isPreferredSupport": true, "dataSupport": true,
                "resolveSupport": { "properties": ["edit"] },
            },
            "completion": { "completionItem": {
                "snippetSupport": true, "documentationFormat": ["markdown", "plaintext"],
            } },
            "hover": { "contentFormat": ["markdown", "plaintext"] },
        },
    })
}

/// The same as [`capabilities`], of an editor that asks for diagnostics and can be told to ask again.
pub(crate) fn pulling() -> Value {
    let mut capabilities = capabilities();
    capabilities["textDocument"]["diagnostic"] = json!({ "dynamicRegistration": true });
    capabilities["workspace"]["diagnostics"] = json!({ "refreshSupport": true });
    capabilities
}

impl Editor {
    /// Starts the server and has it greet an editor of today.
    pub(crate) async fn open(place: Place) -> Self {
        Self::with(place, capabilities()).await
    }

    /// Starts the server and has it greet an editor with these capabilities.
    pub(crate) async fn with(place: Place, capabilities: Value) -> Self {
        let params = json!({ "processId": null, "rootUri": null, "capabilities": capabilities });
        Self::greet(Self::start(place, &[]), params).await
    }

    /// Has a server that was started greet an editor.
    pub(crate) async fn greet(mut self, params: Value) -> Self {
        let result = self.ask("initialize", params).await.expect("initialize succeeds");
        self.capabilities = result["capabilities"].clone();
        self.tell("initialized", json!({})).await;
        self
    }

    /// Starts the server and says nothing to it.
    pub(crate) fn start(place: Place, env: &[(&str, &str)]) -> Self {
        Self::start_in(Arc::new(TempDir::new().unwrap()), place, env, &[])
    }

    /// Starts the server in a home that is there already. A process gets these arguments; in memory, what
    /// they ask for besides a log is done as well.
    pub(crate) fn start_in(
        home: Arc<TempDir>,
        place: Place,
        env: &[(&str, &str)],
        args: &[&str],
    ) -> Self {
        let folder = |name: &str| home.path().join(name);
        match place {
            Place::Memory => {
                // Two pipes, so that one can be closed without the other.
                let (to_server, reader) = tokio::io::duplex(64 * 1024);
                let (writer, from_server) = tokio::io::duplex(64 * 1024);
                let dirs = Some(Dirs {
                    config: folder("config/aplomb"),
                    state: folder("state/aplomb"),
                    cache: folder("cache/aplomb"),
                });
                let record = args.iter().position(|it| *it == "--record").map(|at| {
                    let mut file = std::fs::File::options();
                    Recorder::new(file.append(true).create(true).open(args[at + 1]).unwrap())
                });
                let options = Options { dirs, record, ..Options::default() };
                let server = tokio::spawn(aplomb_lsp::serve(reader, writer, options));
                Self::new(from_server, to_server, Server::Memory(server), home)
            }
            Place::Process => {
                let own = || env!("CARGO_BIN_EXE_aplomb").into();
                let mut child = Command::new(another_program().unwrap_or_else(own))
                    .args(["lsp", "--stdio"])
                    .args(args)
                    .env("HOME", home.path())
                    .env("XDG_CONFIG_HOME", folder("config"))
                    .env("XDG_STATE_HOME", folder("state"))
                    .env("XDG_CACHE_HOME", folder("cache"))
                    .env_remove("RUST_LOG")
                    .envs(env.iter().copied())
                    .stdin(Stdio::piped())
                    .stdout(Stdio::piped())
                    .stderr(Stdio::piped())
                    .kill_on_drop(true)
                    .spawn()
                    .expect("the server starts");
                let (stdin, stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
                let mut stderr = child.stderr.take().unwrap();
                let log = tokio::spawn(async move {
                    let mut log = String::new();
                    stderr.read_to_string(&mut log).await.unwrap();
                    log
                });
                Self::new(stdout, stdin, Server::Process { child, log }, home)
            }
        }
    }

    fn new(
        reader: impl AsyncRead + Send + Unpin + 'static,
        writer: impl AsyncWrite + Send + Unpin + 'static,
        server: Server,
        home: Arc<TempDir>,
    ) -> Self {
        let (sender, from_server) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            let mut reader = BufReader::new(reader);
            while let Some(message) = read_message(&mut reader).await {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Self {
            to_server: Some(Box::new(writer)),
            from_server,
            unread: VecDeque::new(),
            server,
            last_id: 0,
            finished: false,
            remarks: Vec::new(),
            capabilities: Value::Null,
            home,
        }
    }

    /// A file's URI in the user's home. The file itself need not be there.
    pub(crate) fn uri(&self, name: &str) -> String {
        format!("file://{}", self.path(name).display())
    }

    /// A path in the user's home.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Writes bytes as they are.
    pub(crate) async fn write(&mut self, bytes: &[u8]) {
        let writer = self.to_server.as_mut().expect("input is still open");
        writer.write_all(bytes).await.expect("the server reads");
        writer.flush().await.expect("the server reads");
    }

    /// Sends messages in one go.
    pub(crate) async fn burst(&mut self, messages: &[Value]) {
        let bytes: String = messages.iter().map(frame).collect();
        self.write(bytes.as_bytes()).await;
    }

    /// Sends a notification.
    pub(crate) async fn tell(&mut self, method: &str, params: impl Into<Value>) {
        self.burst(&[notification(method, params)]).await;
    }

    /// A request with a fresh id, to be sent.
    pub(crate) fn request(&mut self, method: &str, params: impl Into<Value>) -> (i64, Value) {
        let params = params.into();
        self.last_id += 1;
        let id = self.last_id;
        (id, json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))
    }

    /// Sends a request and waits for its answer.
    pub(crate) async fn ask(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        let (id, request) = self.request(method, params);
        self.burst(&[request]).await;
        self.answer(id).await
    }

    /// Sends a request that has no parameters and waits for its answer.
    pub(crate) async fn ask_without_params(&mut self, method: &str) -> Result<Value, Value> {
        self.last_id += 1;
        let id = self.last_id;
        self.burst(&[json!({ "jsonrpc": "2.0", "id": id, "method": method })]).await;
        self.answer(id).await
    }

    /// Waits for the diagnostics of this version, passing over older ones, and returns how many came.
    pub(crate) async fn until(&mut self, version: i64) -> usize {
        let mut count = 0;
        loop {
            let message = self.hear("textDocument/publishDiagnostics").await;
            count += 1;
            if message["params"]["version"] == version {
                return count;
            }
        }
    }

    /// Waits for the answer to a request.
    pub(crate) async fn answer(&mut self, id: i64) -> Result<Value, Value> {
        let of = |message: &Value| message["id"] == id && message.get("method").is_none();
        let mut answer = self.take(of, "an answer").await;
        match answer.get_mut("error") {
            Some(error) => Err(error.take()),
            None => Ok(answer["result"].take()),
        }
    }

    /// Waits for the next notification or request of the server with this method.
    pub(crate) async fn hear(&mut self, method: &str) -> Value {
        self.take(|message| message["method"] == method, method).await
    }

    /// Waits for the next message, whatever it is.
    pub(crate) async fn any(&mut self) -> Value {
        self.take(|_| true, "anything").await
    }

    /// All notifications and requests of the server with this method that have come so far.
    pub(crate) fn heard(&mut self, method: &str) -> Vec<Value> {
        self.gather();
        let (heard, rest) = self.unread.drain(..).partition(|message| message["method"] == method);
        self.unread = rest;
        Vec::from(heard)
    }

    /// Whether a request has been answered so far. The answer can still be waited for.
    pub(crate) fn has_answered(&mut self, id: i64) -> bool {
        self.gather();
        self.unread.iter().any(|message| message["id"] == id && message.get("method").is_none())
    }

    fn gather(&mut self) {
        while let Ok(message) = self.from_server.try_recv() {
            self.unread.push_back(message);
        }
    }

    /// Waits for the error with which the server refuses a message whose id it could not read.
    pub(crate) async fn hear_refusal(&mut self) -> Value {
        let refused = |message: &Value| message.get("id") == Some(&Value::Null);
        self.take(refused, "a refusal").await["error"].take()
    }

    /// Asks for the diagnostics of a document.
    pub(crate) async fn pull(&mut self, uri: &str) -> Value {
        let params = json!({ "textDocument": { "uri": uri } });
        self.ask("textDocument/diagnostic", params).await.unwrap()
    }

    /// The id of the server's process.
    pub(crate) fn process(&self) -> Option<u32> {
        match &self.server {
            Server::Memory(_) => None,
            Server::Process { child, .. } => child.id(),
        }
    }

    /// Answers a request of the server.
    pub(crate) async fn reply(&mut self, request: &Value, result: Value) {
        let answer = json!({ "jsonrpc": "2.0", "id": request["id"], "result": result });
        self.burst(&[answer]).await;
    }

    /// Waits for the next diagnostics, of this version.
    pub(crate) async fn diagnostics(&mut self, uri: &str, version: i64) -> Vec<Value> {
        let mut message = self.hear("textDocument/publishDiagnostics").await;
        assert_eq!(message["params"]["uri"], uri);
        assert_eq!(message["params"]["version"], version, "{message}");
        serde_json::from_value(message["params"]["diagnostics"].take()).unwrap()
    }

    /// Opens a document and waits for its diagnostics.
    pub(crate) async fn open_document(
        &mut self,
        uri: &str,
        language: &str,
        text: &str,
    ) -> Vec<Value> {
        self.tell("textDocument/didOpen", opened(uri, language, text)).await;
        self.diagnostics(uri, 1).await
    }

    /// Replaces the whole text and waits for its diagnostics.
    pub(crate) async fn rewrite(&mut self, uri: &str, version: i64, text: &str) -> Vec<Value> {
        self.tell("textDocument/didChange", changed(uri, version, json!([{ "text": text }]))).await;
        self.diagnostics(uri, version).await
    }

    /// The server's text of a document.
    pub(crate) async fn text(&mut self, uri: &str) -> String {
        let text = self.ask("aplomb/test/text", json!({ "uri": uri })).await.unwrap();
        text.as_str().expect("the document is open").to_owned()
    }

    /// The actions for a range.
    pub(crate) async fn actions(&mut self, uri: &str, range: &Value, context: Value) -> Vec<Value> {
        let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": context });
        let actions = self.ask("textDocument/codeAction", params).await.unwrap();
        serde_json::from_value(actions).unwrap()
    }

    /// Ends the conversation as it should be ended, with nothing left unread.
    pub(crate) async fn finish(mut self) {
        self.ask("shutdown", Value::Null).await.unwrap();
        self.tell("exit", Value::Null).await;
        assert_eq!(self.ended().await, 0);
    }

    /// Waits for the answer to a request whose id is a text.
    pub(crate) async fn hear_answer_to(&mut self, id: &str) -> Value {
        self.take(|message| message["id"] == id, "an answer").await
    }

    /// Waits until a process has ended, gives what it still had to say to `heard`, and returns what it wrote on
    /// standard error.
    pub(crate) async fn log_after_all(mut self, heard: &mut Vec<String>) -> String {
        while let Some(message) = self.wait("the end").await {
            self.unread.push_back(message);
        }
        heard.extend(self.unread.drain(..).map(|message| message.to_string()));
        heard.append(&mut self.remarks);
        self.ended_with_log().await.1
    }

    /// Keeps the home for longer than the conversation.
    pub(crate) fn keep_home(&self) -> Arc<TempDir> {
        self.home.clone()
    }

    /// Ends the conversation, and returns the trace of it, whatever else is left unread.
    pub(crate) async fn drain(mut self) -> String {
        self.tell("exit", Value::Null).await;
        while let Some(message) = self.wait("the end").await {
            self.unread.push_back(message);
        }
        self.finished = true;
        match &mut self.server {
            Server::Memory(server) => drop(timeout(PATIENCE, server).await),
            Server::Process { child, .. } => drop(timeout(PATIENCE, child.wait()).await),
        }
        let traced = self.unread.iter().filter(|message| message["method"] == "$/logTrace");
        traced.map(Value::to_string).collect()
    }

    /// Ends the conversation whatever else the server had to say.
    pub(crate) async fn leave(mut self) {
        self.ask("shutdown", Value::Null).await.unwrap();
        self.unread.clear();
        self.finished = true;
    }

    /// Ends the server's process as a system does that has no memory left: at once, whatever it is at.
    pub(crate) async fn kill(mut self) {
        self.finished = true;
        if let Server::Process { child, .. } = &mut self.server {
            child.kill().await.expect("it runs");
        }
    }

    /// Closes the server's input.
    pub(crate) fn hang_up(&mut self) {
        self.to_server = None;
    }

    /// Waits until the server has ended, and returns its exit code; nothing may be left unread.
    pub(crate) async fn ended(self) -> i32 {
        self.ended_with_log().await.0
    }

    /// As [`Editor::ended`], with what a process wrote on standard error.
    pub(crate) async fn ended_with_log(mut self) -> (i32, String) {
        while let Some(message) = self.wait("the end").await {
            self.unread.push_back(message);
        }
        assert!(self.unread.is_empty(), "left unread: {:#?}", self.unread);
        self.finished = true;
        match &mut self.server {
            Server::Memory(server) => {
                let outcome = timeout(PATIENCE, server).await.expect("the server ends").unwrap();
                ((outcome != Outcome::Clean).into(), String::new())
            }
            Server::Process { child, log } => {
                let status =
                    timeout(PATIENCE, child.wait()).await.expect("the server ends").unwrap();
                let log = timeout(PATIENCE, log).await.expect("its log ends").unwrap();
                (status.code().unwrap_or(-1), log)
            }
        }
    }

    async fn take(&mut self, wanted: impl Fn(&Value) -> bool, what: &str) -> Value {
        if let Some(at) = self.unread.iter().position(&wanted) {
            return self.unread.remove(at).unwrap();
        }
        loop {
            let message = self.wait(what).await.unwrap_or_else(|| panic!("ended before {what}"));
            if wanted(&message) {
                return message;
            }
            self.unread.push_back(message);
        }
    }

    /// The next message; `None` when the server has closed its output.
    async fn wait(&mut self, what: &str) -> Option<Value> {
        match timeout(PATIENCE, self.from_server.recv()).await {
            Ok(Some(message)) if is_remark(&message) => {
                let remark = message["params"]["message"].as_str().unwrap().to_owned();
                self.remarks.push(remark);
                Box::pin(self.wait(what)).await
            }
            Ok(message) => message,
            Err(_) => panic!("waited in vain for {what}; unread: {:#?}", self.unread),
        }
    }
}

/// A finished program to which the tests of processes talk instead of the one that was built for them.
pub(crate) fn another_program() -> Option<std::ffi::OsString> {
    std::env::var_os("APLOMB_PROGRAM")
}

impl Drop for Editor {
    fn drop(&mut self) {
        assert!(
            self.finished || std::thread::panicking(),
            "the conversation was not ended, so messages may be left unread"
        );
    }
}

/// Whether the server says it for whoever looks, and nothing is wrong.
fn is_remark(message: &Value) -> bool {
    message["method"] == "window/logMessage" && message["params"]["type"].as_i64() >= Some(3)
}

async fn read_message(reader: &mut (impl AsyncBufReadExt + Unpin)) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).await.unwrap_or(0) == 0 {
            return None;
        }
        match line.trim().strip_prefix("Content-Length: ") {
            Some(count) => length = count.parse().unwrap(),
            None if line.trim().is_empty() => break,
            None => panic!("an unknown header: {line}"),
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).await.ok()?;
    Some(serde_json::from_slice(&body).unwrap())
}

fn frame(message: &Value) -> String {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len())
}

/// A notification, to be sent.
pub(crate) fn notification(method: &str, params: impl Into<Value>) -> Value {
    let params = params.into();
    json!({ "jsonrpc": "2.0", "method": method, "params": params })
}

/// The parameters of `textDocument/didOpen`, at version 1.
pub(crate) fn opened(uri: &str, language: &str, text: &str) -> Value {
    let item = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
    json!({ "textDocument": item })
}

/// The parameters of `textDocument/didChange`.
pub(crate) fn changed(uri: &str, version: i64, changes: impl Into<Value>) -> Value {
    let changes = changes.into();
    json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": changes })
}

/// A change of a range.
pub(crate) fn change(from: (usize, usize), to: (usize, usize), text: &str) -> Value {
    json!({ "range": range(from, to), "text": text })
}

/// A range, by line and character.
pub(crate) fn range(from: (usize, usize), to: (usize, usize)) -> Value {
    json!({
        "start": { "line": from.0, "character": from.1 },
        "end": { "line": to.0, "character": to.1 },
    })
}

/// The codes of some diagnostics.
pub(crate) fn codes(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic["code"].as_str().unwrap()).collect()
}

/// The titles of some actions.
pub(crate) fn titles(actions: &[Value]) -> Vec<&str> {
    actions.iter().map(|action| action["title"].as_str().unwrap()).collect()
}

/// All files under a folder.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}
