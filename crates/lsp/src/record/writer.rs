//! Writes a recording: one line of JSON for each message, with its words taken out.

use std::fmt;
use std::io::Write;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::mask::Mask;
use crate::engine::Engine;

/// The number of the form in which recordings are written.
pub(crate) const FORM: u64 = 1;

/// So long the server's end waits for the last lines.
const PATIENCE: Duration = Duration::from_secs(1);

/// Where a recording goes.
pub struct Recorder(Box<dyn Write + Send>);

impl Recorder {
    /// Writes to `out`, a line with each call.
    #[must_use]
    pub fn new(out: impl Write + Send + 'static) -> Self {
        Self(Box::new(out))
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recorder")
    }
}

/// Who sent a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Client,
    Server,
}

impl Side {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Server => "server",
        }
    }
}

enum Entry {
    /// A message, as it came by.
    Message(Side, Duration, Vec<u8>),
    /// So many bytes of the client's that are no message.
    Noise(Duration, usize),
    End,
}

/// A recording that is being written, on a thread, so that the conversation never waits for the disk.
#[derive(Debug)]
pub(crate) struct Writing {
    start: Instant,
    entries: Sender<Entry>,
    done: Mutex<Receiver<()>>,
}

impl Writing {
    /// Begins a recording; `None` if there can be no thread for it.
    pub(crate) fn start(recorder: Recorder, engine: Arc<Engine>) -> Option<Self> {
        let (entries, waiting) = mpsc::channel();
        let (tell, done) = mpsc::channel();
        let thread = thread::Builder::new().name("recording".to_owned()).spawn(move || {
            write(recorder.0, &waiting, engine);
            // Whoever waited may have gone.
            let _ = tell.send(());
        });
        if thread.is_err() {
            tracing::error!("the recording cannot be started");
        }
        thread.ok()?;
        Some(Self { start: Instant::now(), entries, done: Mutex::new(done) })
    }

    pub(crate) fn message(&self, side: Side, body: &[u8]) {
        self.send(Entry::Message(side, self.start.elapsed(), body.to_owned()));
    }

    pub(crate) fn noise(&self, length: usize) {
        self.send(Entry::Noise(self.start.elapsed(), length));
    }

    /// Waits until all is written, if that does not take long.
    pub(crate) fn finish(&self) {
        self.send(Entry::End);
        let done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        // A disk that does not answer must not keep the process.
        let _ = done.recv_timeout(PATIENCE);
    }

    fn send(&self, entry: Entry) {
        // A thread that could not write has said so in the log, and listens no more.
        let _ = self.entries.send(entry);
    }
}

/// Writes each entry at once and whole, so that a crash loses none of those before it.
fn write(mut out: Box<dyn Write + Send>, entries: &Receiver<Entry>, engine: Arc<Engine>) {
    let run = std::process::id();
    let mut line = |value: &Value| {
        let line = format!("{value}\n");
        let written = out.write_all(line.as_bytes()).and_then(|()| out.flush());
        if let Err(error) = &written {
            tracing::error!("the recording cannot be written to: {}", error.kind());
        }
        written.is_ok()
    };
    let head = json!({
        "recording": FORM,
        "aplomb": env!("CARGO_PKG_VERSION"),
        "os": std::env::consts::OS,
        "run": run,
    });
    if !line(&head) {
        return;
    }
    let mut mask =
        Mask::new(move |code| engine.catalog().rule(code).is_some_and(|it| it.code == code));
    for entry in entries {
        let (side, at, content) = match entry {
            Entry::Message(side, at, body) => match serde_json::from_slice::<Value>(&body) {
                Ok(message) => (side, at, json!({ "message": mask.message(&message) })),
                // What is nested too deeply is a message to others, and not to be gone through here.
                Err(_) => (side, at, json!({ "bytes": body.len() })),
            },
            Entry::Noise(at, length) => (Side::Client, at, json!({ "bytes": length })),
            Entry::End => return,
        };
        let mut entry = json!({ "run": run, "ms": millis(at), "from": side.name() });
        if let (Value::Object(entry), Value::Object(content)) = (&mut entry, content) {
            entry.extend(content);
        }
        if !line(&entry) {
            return;
        }
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl Write for Page {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn each_message_is_a_line_without_its_words() {
        let page = Page::default();
        let writing = Writing::start(Recorder::new(page.clone()), Engine::start(None)).unwrap();
        let code =
            r#"{"jsonrpc":"2.0","id":1,"result":{"code":"certainty-should","title":"Zebulon"}}"#;
        writing.message(Side::Server, code.as_bytes());
        writing.noise(17);
        writing.message(Side::Client, "[".repeat(1000).as_bytes());
        writing.finish();
        let text = String::from_utf8(page.0.lock().unwrap().clone()).unwrap();
        let lines: Vec<Value> = text.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
        assert_eq!(lines[0]["recording"], FORM);
        assert_eq!(lines[1]["from"], "server");
        let result = &lines[1]["message"]["result"];
        assert_eq!(*result, json!({ "code": "certainty-should", "title": "Xxxxxxx" }));
        assert_eq!((&lines[2]["bytes"], &lines[3]["bytes"]), (&json!(17), &json!(1000)));
        assert_eq!(lines.len(), 4);
    }

    #[test]
    fn a_disk_that_is_full_costs_the_recording_only() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let writing = Writing::start(Recorder::new(Full), Engine::start(None)).unwrap();
        writing.message(Side::Client, b"{}");
        writing.finish();
        writing.message(Side::Client, b"{}");
    }
}
