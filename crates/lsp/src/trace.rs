//! Tells of messages by their method, size and time: never of what is in them.
//!
//! The editor has it told with `trace` in `initialize` and with `$/setTrace`, and hears it as
//! `$/logTrace`; whoever started the server with `--trace` finds it in the log. The messages are seen
//! where they come and go, so a request that is never answered is told of as well.

use std::borrow::Cow;
use std::collections::HashMap;
use std::time::Instant;

use serde::Deserialize;
use serde_json::Value;
use tokio::sync::mpsc::{self, Receiver, Sender};
use tower_lsp::Client;
use tower_lsp::lsp_types::notification::LogTrace;
use tower_lsp::lsp_types::{LogTraceParams, TraceValue};

use crate::record::words;

/// The target of the lines in the log.
pub(crate) const TARGET: &str = "aplomb_lsp::trace";

/// So many lines may wait for an editor that does not read. What is more is not told.
const MOST_WAITING: usize = 1000;

/// The messages in which a client says how much it wants to be told.
const ASKING: [&str; 2] = ["initialize", "$/setTrace"];

/// What is told of messages, and to whom.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    /// Whether the log is told.
    in_log: bool,
    /// How much the client wants to be told.
    wanted: TraceValue,
    to_client: Option<Sender<LogTraceParams>>,
    /// Whether `initialize` has been answered; before that the client may be told nothing.
    greeted: bool,
    /// Requests on their way, by their id: those of the client, and ours.
    theirs: HashMap<String, Asked>,
    ours: HashMap<String, Asked>,
}

#[derive(Debug)]
struct Asked {
    method: &'static str,
    at: Instant,
}

/// As much of a message as is told.
#[derive(Debug, Deserialize)]
struct Head<'m> {
    #[serde(borrow, default)]
    method: Option<Cow<'m, str>>,
    #[serde(default)]
    id: Option<Value>,
    #[serde(default)]
    error: Option<Failure>,
}

#[derive(Debug, Deserialize)]
struct Failure {
    code: i64,
}

impl Trace {
    /// What the client is to be told comes out of the receiver.
    pub(crate) fn new(in_log: bool) -> (Self, Receiver<LogTraceParams>) {
        let (to_client, lines) = mpsc::channel(MOST_WAITING);
        (Self { in_log, to_client: Some(to_client), ..Self::default() }, lines)
    }

    fn is_on(&self) -> bool {
        self.in_log || self.wanted != TraceValue::Off
    }

    /// A message of the client's.
    pub(crate) fn hear(&mut self, method: &str, body: &[u8]) {
        if !self.is_on() && !ASKING.contains(&method) {
            return;
        }
        let Some(head) = read(body) else { return };
        if let Some(wanted) = wanted(&head, body) {
            self.wanted = wanted;
        }
        if self.is_on() {
            match (&head.method, &head.id) {
                (Some(method), id) => {
                    self.tell_question("received", method, id.as_ref(), body, false);
                }
                (None, Some(id)) => {
                    let asked = self.ours.remove(&id.to_string());
                    self.tell_answer("received", asked, &head, body);
                }
                (None, None) => {}
            }
        } else if head.method.as_deref() == Some("initialize") {
            // Its answer tells when the client may be told of others.
            self.remember(&head, false);
        }
    }

    /// So many bytes of the client's that are no message.
    pub(crate) fn hear_noise(&mut self, length: usize) {
        if self.is_on() {
            self.tell("received what is no message".to_owned(), format!("{length} bytes"));
        }
    }

    /// A message of ours.
    pub(crate) fn say(&mut self, body: &[u8]) {
        if self.greeted && !self.is_on() {
            return;
        }
        let Some(head) = read(body) else { return };
        match (&head.method, &head.id) {
            // Else each line would bring the next.
            (Some(method), _) if method == "$/logTrace" => {}
            (Some(method), id) => {
                if self.is_on() {
                    self.tell_question("sent", method, id.as_ref(), body, true);
                }
            }
            (None, Some(id)) => {
                let asked = self.theirs.remove(&id.to_string());
                let greets = asked.as_ref().is_some_and(|it| it.method == "initialize");
                self.greeted |= greets && head.error.is_none();
                if self.is_on() {
                    self.tell_answer("sent", asked, &head, body);
                }
            }
            (None, None) => {}
        }
    }

    fn remember(&mut self, head: &Head<'_>, is_ours: bool) -> &'static str {
        let method = head.method.as_deref().map_or(UNKNOWN, name);
        if let Some(id) = &head.id {
            let asked = if is_ours { &mut self.ours } else { &mut self.theirs };
            asked.insert(id.to_string(), Asked { method, at: Instant::now() });
        }
        method
    }

    fn tell_question(
        &mut self,
        done: &str,
        method: &str,
        id: Option<&Value>,
        body: &[u8],
        is_ours: bool,
    ) {
        let head = Head { method: Some(Cow::Borrowed(method)), id: id.cloned(), error: None };
        let method = self.remember(&head, is_ours);
        let kind = if id.is_some() { "request" } else { "notification" };
        self.tell(format!("{done} {kind} {method}"), details(id, body));
    }

    fn tell_answer(&self, done: &str, asked: Option<Asked>, head: &Head<'_>, body: &[u8]) {
        let method = asked.as_ref().map_or("a request from before", |it| it.method);
        let took = asked.map_or_else(String::new, |it| {
            format!(" after {:.1} ms", it.at.elapsed().as_secs_f64() * 1000.0)
        });
        let failed =
            head.error.as_ref().map_or_else(String::new, |it| format!(", error {}", it.code));
        self.tell(
            format!("{done} answer to {method}{took}{failed}"),
            details(head.id.as_ref(), body),
        );
    }

    fn tell(&self, message: String, details: String) {
        if self.in_log {
            tracing::trace!(target: TARGET, "{message} ({details})");
        }
        if self.wanted != TraceValue::Off
            && self.greeted
            && let Some(to_client) = &self.to_client
        {
            let verbose = (self.wanted == TraceValue::Verbose).then_some(details);
            // Where too many wait already, this one is left out.
            let _ = to_client.try_send(LogTraceParams { message, verbose });
        }
    }
}

/// Tells the client, for as long as the conversation lasts.
pub(crate) async fn run(mut lines: Receiver<LogTraceParams>, client: Client) {
    while let Some(line) = lines.recv().await {
        client.send_notification::<LogTrace>(line).await;
    }
    std::future::pending::<()>().await;
}

/// Stands for a method that the protocol does not have: its name may be anybody's words.
const UNKNOWN: &str = "of an unknown method";

fn name(method: &str) -> &'static str {
    words::method(method).unwrap_or(UNKNOWN)
}

/// An id that is a number says which it is; one that is a text may be anything.
fn details(id: Option<&Value>, body: &[u8]) -> String {
    let bytes = body.len();
    match id {
        Some(Value::Number(id)) => format!("id {id}, {bytes} bytes"),
        Some(Value::String(_)) => format!("a text as its id, {bytes} bytes"),
        _ => format!("{bytes} bytes"),
    }
}

fn read(body: &[u8]) -> Option<Head<'_>> {
    serde_json::from_slice(body).ok()
}

/// How much the client wants to be told from now on, if the message says so.
fn wanted(head: &Head<'_>, body: &[u8]) -> Option<TraceValue> {
    #[derive(Deserialize)]
    struct Asking {
        params: Wish,
    }
    #[derive(Deserialize)]
    struct Wish {
        #[serde(alias = "value")]
        trace: TraceValue,
    }
    let asks = head.method.as_deref().is_some_and(|method| ASKING.contains(&method));
    // What cannot be read is no wish.
    asks.then(|| serde_json::from_slice::<Asking>(body).ok()).flatten().map(|it| it.params.trace)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a client is told of these messages; those of ours begin with `>`.
    fn told(messages: &[&str]) -> Vec<LogTraceParams> {
        let (mut trace, mut lines) = Trace::new(false);
        for message in messages {
            match message.strip_prefix('>') {
                Some(ours) => trace.say(ours.as_bytes()),
                None => {
                    let head = read(message.as_bytes()).unwrap();
                    trace.hear(&head.method.unwrap_or_default(), message.as_bytes());
                }
            }
        }
        std::iter::from_fn(|| lines.try_recv().ok()).collect()
    }

    const HELLO: &str =
        r#"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"trace":"messages"}}"#;
    const GREETING: &str = r#">{"jsonrpc":"2.0","id":0,"result":{}}"#;
    const HOVER: &str = r#"{"jsonrpc":"2.0","id":"Zebulon","method":"textDocument/hover","params":{"a":"Zebulon"}}"#;
    const ANSWER: &str =
        r#">{"jsonrpc":"2.0","id":"Zebulon","error":{"code":-32602,"message":"Zebulon"}}"#;

    #[test]
    fn nothing_is_told_unasked_or_before_the_greeting() {
        let silent = HELLO.replace("messages", "off");
        assert_eq!(told(&[&silent, GREETING, HOVER, ANSWER]), []);
        let odd = HELLO.replace("\"messages\"", "7");
        assert_eq!(told(&[&odd, GREETING, HOVER, ANSWER]), []);
        assert_eq!(told(&[HELLO, HOVER, ANSWER]), []);
    }

    #[test]
    fn a_request_and_its_answer_are_told_by_method_and_time() {
        let told = told(&[HELLO, GREETING, HOVER, ANSWER]);
        let messages: Vec<_> = told.iter().map(|line| line.message.as_str()).collect();
        assert!(messages[0].starts_with("sent answer to initialize after "), "{messages:?}");
        assert_eq!(messages[1], "received request textDocument/hover");
        assert!(messages[2].ends_with(" ms, error -32602"), "{messages:?}");
        assert!(told.iter().all(|line| line.verbose.is_none()));
        assert!(!format!("{told:?}").contains("Zebulon"));
    }

    #[test]
    fn more_and_less_can_be_asked_for() {
        let set = |value: &str| {
            format!(r#"{{"jsonrpc":"2.0","method":"$/setTrace","params":{{"value":"{value}"}}}}"#)
        };
        let silent = HELLO.replace("messages", "off");
        let strange = HOVER.replace("textDocument/hover", "Zebulon");
        let lines = told(&[&silent, GREETING, &set("verbose"), &strange, &set("off"), HOVER]);
        let lines: Vec<_> =
            lines.iter().map(|it| (it.message.as_str(), it.verbose.as_deref().unwrap())).collect();
        let size = strange.len();
        let expected = format!("a text as its id, {size} bytes");
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert_eq!(lines[0].0, "received notification $/setTrace");
        assert_eq!(lines[1], ("received request of an unknown method", expected.as_str()));
    }

    #[test]
    fn the_trace_is_not_traced() {
        let own = r#">{"jsonrpc":"2.0","method":"$/logTrace","params":{"message":"x"}}"#;
        assert_eq!(told(&[HELLO, GREETING, own]).len(), 1);
    }
}
