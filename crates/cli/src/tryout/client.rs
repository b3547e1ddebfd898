//! A client of the language server, as small as a conversation needs.

use std::collections::VecDeque;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// Why a conversation came to nothing.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// There is no place for the sample.
    Place(io::Error),
    /// The server could not be started.
    Start(io::Error),
    /// The server did not answer in time.
    Silent(Duration),
    /// The server went away.
    Gone,
    /// The server answered, but not with this.
    Lacking(&'static str),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let report = "please report this, with what aplomb --version says";
        match self {
            Self::Place(error) => {
                write!(f, "no temporary folder could be made for the sample: {error}")
            }
            Self::Start(error) => write!(f, "the language server could not be started: {error}"),
            Self::Silent(patience) => {
                let seconds = patience.as_secs_f32();
                write!(f, "the language server did not answer within {seconds} seconds; {report}")
            }
            Self::Gone => write!(f, "the language server ended in mid-conversation; {report}"),
            Self::Lacking(what) => write!(f, "the language server gave no {what}; {report}"),
        }
    }
}

/// A language server in a process of its own, and the conversation with it.
///
/// A process, though the server could run in memory: only so does what is shown come the very way that
/// an editor gets it, through the command that the editor would start.
pub(crate) struct Client {
    server: Child,
    /// `None` once nothing more is to be said.
    to_server: Option<ChildStdin>,
    from_server: Receiver<Value>,
    unread: VecDeque<Value>,
    last_id: u64,
    patience: Duration,
}

impl Client {
    /// Starts a server that may take `patience` for each answer.
    pub(crate) fn start(command: &mut Command, patience: Duration) -> Result<Self, Trouble> {
        let mut server = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // The log is for who looks for a fault, and would stand between the lines of what is shown.
            .stderr(Stdio::null())
            .spawn()
            .map_err(Trouble::Start)?;
        let to_server = server.stdin.take();
        let output = server.stdout.take().ok_or(Trouble::Gone)?;
        let (send, from_server) = mpsc::channel();
        // Reading has no time limit of its own, so a thread does it, and ends with the server.
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read(&mut output) {
                if send.send(message).is_err() {
                    break;
                }
            }
        });
        Ok(Self { server, to_server, from_server, unread: VecDeque::new(), last_id: 0, patience })
    }

    /// Sends a notification.
    pub(crate) fn tell(&mut self, method: &str, params: &Value) -> Result<(), Trouble> {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    }

    /// Sends a request and waits for its result.
    pub(crate) fn ask(&mut self, method: &'static str, params: &Value) -> Result<Value, Trouble> {
        self.last_id += 1;
        let id = self.last_id;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))?;
        let mut answer =
            self.hear(|message| message["id"] == id && message.get("method").is_none())?;
        match answer.get_mut("result") {
            Some(result) => Ok(result.take()),
            None => Err(Trouble::Lacking(method)),
        }
    }

    /// Waits for a notification and returns its parameters.
    pub(crate) fn hear_of(&mut self, method: &str) -> Result<Value, Trouble> {
        Ok(self.hear(|message| message["method"] == method)?["params"].take())
    }

    /// Ends the conversation as the protocol has it.
    pub(crate) fn end(mut self) -> Result<(), Trouble> {
        self.last_id += 1;
        let id = self.last_id;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": "shutdown" }))?;
        self.hear(|message| message["id"] == id)?;
        self.send(&json!({ "jsonrpc": "2.0", "method": "exit" }))?;
        self.to_server = None;
        match self.hear(|_| false) {
            Err(Trouble::Gone) => Ok(()),
            Err(trouble) => Err(trouble),
            Ok(_) => Ok(()),
        }
    }

    fn send(&mut self, message: &Value) -> Result<(), Trouble> {
        let body = message.to_string();
        let pipe = self.to_server.as_mut().ok_or(Trouble::Gone)?;
        let header = format!("Content-Length: {}\r\n\r\n", body.len());
        pipe.write_all((header + &body).as_bytes())
            .and_then(|()| pipe.flush())
            .map_err(|_| Trouble::Gone)
    }

    /// The first message that is wanted; others wait for those who want them.
    fn hear(&mut self, wanted: impl Fn(&Value) -> bool) -> Result<Value, Trouble> {
        if let Some(at) = self.unread.iter().position(&wanted)
            && let Some(message) = self.unread.remove(at)
        {
            return Ok(message);
        }
        loop {
            match self.from_server.recv_timeout(self.patience) {
                Ok(message) if wanted(&message) => return Ok(message),
                Ok(message) => self.unread.push_back(message),
                Err(RecvTimeoutError::Timeout) => return Err(Trouble::Silent(self.patience)),
                Err(RecvTimeoutError::Disconnected) => return Err(Trouble::Gone),
            }
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // A server that has ended cannot be ended again, and one that cannot be ended sees the end
        // of its input.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// The next message; `None` when there is none, or none that can be read.
fn read(input: &mut BufReader<ChildStdout>) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("Content-Length") => {
                length = value.trim().parse().ok();
            }
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length?];
    input.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn server(script: &str) -> Result<Value, Trouble> {
        let mut command = Command::new("sh");
        Client::start(command.args(["-c", script]), Duration::from_millis(300))?
            .ask("initialize", &json!({}))
    }

    #[test]
    fn a_server_that_does_not_answer_is_waited_for_only_so_long() {
        let trouble = server("exec sleep 20").unwrap_err();
        assert!(matches!(trouble, Trouble::Silent(_)), "{trouble}");
        assert!(trouble.to_string().contains("did not answer within 0.3 seconds"), "{trouble}");
    }

    #[test]
    fn a_server_that_ends_is_not_waited_for() {
        let trouble = server("exit 1").unwrap_err();
        assert!(matches!(trouble, Trouble::Gone), "{trouble}");
    }

    #[test]
    fn an_answer_without_a_result_is_told() {
        let answer = r#"{"jsonrpc":"2.0","id":1,"error":{"code":-1,"message":"no"}}"#;
        let script = format!(
            "printf 'content-length: {}\\r\\nX: y\\r\\n\\r\\n{answer}'; exec sleep 20",
            answer.len()
        );
        let trouble = server(&script).unwrap_err();
        assert!(trouble.to_string().starts_with("the language server gave no initialize"));
    }

    #[test]
    fn a_program_that_is_not_there_cannot_be_started() {
        let start = Client::start(&mut Command::new("aplomb-is-not-here"), Duration::from_secs(1));
        assert!(matches!(start.err(), Some(Trouble::Start(_))));
    }
}
