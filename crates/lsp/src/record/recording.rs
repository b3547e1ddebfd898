//! Reads a recording.

use std::fmt;

use serde_json::Value;

use super::writer::{FORM, Side};

/// Conversations as they were recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Recording {
    pub(super) conversations: Vec<Conversation>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Conversation {
    /// The version of Aplomb that had it.
    pub(super) version: String,
    /// The system on which it was had.
    pub(super) os: String,
    run: u64,
    pub(super) entries: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    /// The line in the file, counted from 1.
    pub(super) line: usize,
    pub(super) from: Side,
    pub(super) content: Content,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content {
    Message(Value),
    /// So many bytes that were no message.
    Noise(usize),
}

/// Why a file is no recording. Displayed as what is wrong with it and the way out, to be put behind the
/// file's name; nothing of the file is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordingError {
    /// There is nothing in it.
    Empty,
    /// Its form is newer than this program.
    Newer {
        /// The line, counted from 1.
        line: usize,
    },
    /// The line is not JSON.
    NoJson {
        /// The line, counted from 1.
        line: usize,
    },
    /// The line is JSON, and none of a recording.
    NoEntry {
        /// The line, counted from 1.
        line: usize,
    },
    /// The line belongs to a conversation whose beginning is missing.
    NoBeginning {
        /// The line, counted from 1.
        line: usize,
    },
}

impl fmt::Display for RecordingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let again = "record again with aplomb lsp --record FILE";
        match self {
            Self::Empty => write!(f, "holds no conversation; {again}"),
            Self::Newer { line } => {
                write!(f, "is of a newer Aplomb in line {line}; play it with that one")
            }
            Self::NoJson { line } => {
                write!(
                    f,
                    "is no recording: line {line} is not JSON; take that line out, or {again}"
                )
            }
            Self::NoEntry { line } => write!(
                f,
                "is no recording: line {line} holds no message; take that line out, or {again}"
            ),
            Self::NoBeginning { line } => write!(
                f,
                "lacks the beginning of the conversation in line {line}; take the whole file, or {again}"
            ),
        }
    }
}

impl std::error::Error for RecordingError {}

impl Recording {
    /// Reads what [`Recorder`](super::Recorder) has written. The last line of a conversation may be half
    /// a line, for the process may have ended in the midst of it.
    ///
    /// # Errors
    ///
    /// When it is something else, with the line.
    pub fn parse(text: &str) -> Result<Self, RecordingError> {
        let mut conversations: Vec<Conversation> = Vec::new();
        let mut lines = text.split_inclusive('\n').enumerate().peekable();
        while let Some((at, written)) = lines.next() {
            let line = at + 1;
            if written.trim().is_empty() {
                continue;
            }
            let Ok(value) = serde_json::from_str::<Value>(written) else {
                let is_last = lines.peek().is_none_or(|(_, next)| Self::is_begun_by(next));
                if is_last && line > 1 {
                    continue;
                }
                return Err(RecordingError::NoJson { line });
            };
            let run = value["run"].as_u64().ok_or(RecordingError::NoEntry { line })?;
            if let Some(form) = value["recording"].as_u64() {
                if form > FORM {
                    return Err(RecordingError::Newer { line });
                }
                let text = |key: &str| value[key].as_str().unwrap_or("?").to_owned();
                let (version, os) = (text("aplomb"), text("os"));
                conversations.push(Conversation { version, os, run, entries: Vec::new() });
                continue;
            }
            let entry = Entry::read(line, value).ok_or(RecordingError::NoEntry { line })?;
            // A process may get the number of one that is gone.
            let own = conversations.iter_mut().rfind(|it| it.run == run);
            own.ok_or(RecordingError::NoBeginning { line })?.entries.push(entry);
        }
        conversations.retain(|conversation| !conversation.entries.is_empty());
        if conversations.is_empty() {
            return Err(RecordingError::Empty);
        }
        Ok(Self { conversations })
    }

    /// Whether a file with such a first line can be written on.
    #[must_use]
    pub fn is_begun_by(line: &str) -> bool {
        let value = serde_json::from_str::<Value>(line).unwrap_or_default();
        value["recording"].is_u64() && value["run"].is_u64()
    }
}

impl Entry {
    fn read(line: usize, mut value: Value) -> Option<Self> {
        let from =
            [Side::Client, Side::Server].into_iter().find(|it| value["from"] == it.name())?;
        let content = match value["bytes"].as_u64() {
            Some(bytes) => Content::Noise(usize::try_from(bytes).ok()?),
            None => Content::Message(Some(value["message"].take()).filter(Value::is_object)?),
        };
        Some(Self { line, from, content })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = r#"{"recording":1,"aplomb":"0.1.0","os":"linux","run":7}"#;
    const HELLO: &str =
        r#"{"run":7,"ms":0,"from":"client","message":{"id":1,"method":"initialize"}}"#;

    fn error(text: &str) -> String {
        Recording::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn a_recording_is_read_conversation_by_conversation() {
        let other = HEAD.replace("\"run\":7", "\"run\":8");
        let answer = r#"{"run":8,"ms":0,"from":"server","bytes":5}"#;
        let text = [HEAD, HELLO, &other, answer, HELLO, HEAD, HELLO].join("\n");
        let recording = Recording::parse(&text).unwrap();
        let lines: Vec<Vec<usize>> = recording
            .conversations
            .iter()
            .map(|it| it.entries.iter().map(|entry| entry.line).collect())
            .collect();
        assert_eq!(lines, [vec![2, 5], vec![4], vec![7]]);
    }

    #[test]
    fn half_a_line_at_the_end_is_left_out() {
        let text = format!("{HEAD}\n{HELLO}\n{}", &HELLO[..30]);
        assert_eq!(Recording::parse(&text).unwrap().conversations[0].entries.len(), 1);
        let text = format!("{text}\n{HEAD}\n{HELLO}\n");
        assert_eq!(Recording::parse(&text).unwrap().conversations.len(), 2);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line_and_none_of_its_words() {
        let zebulon = "Dear Zebulon,";
        for (text, expected) in [
            (String::new(), "holds no conversation"),
            (HEAD.to_owned(), "holds no conversation"),
            (zebulon.to_owned(), "line 1 is not JSON"),
            (format!("{HEAD}\n{HELLO}\n{zebulon}\n{HELLO}\n"), "line 3 is not JSON"),
            (format!("{HEAD}\n{{\"text\": \"{zebulon}\"}}\n"), "line 2 holds no message"),
            (
                format!("{HEAD}\n{{\"run\":7,\"from\":\"client\",\"message\":5}}\n"),
                "line 2 holds no",
            ),
            (HELLO.to_owned(), "beginning of the conversation in line 1"),
            (HEAD.replace(":1,", ":2,"), "newer Aplomb in line 1"),
        ] {
            let error = error(&text);
            assert!(error.contains(expected) && !error.contains("Zebulon"), "{error}");
        }
    }

    #[test]
    fn only_a_recording_is_written_on() {
        assert!(Recording::is_begun_by(HEAD));
        assert!(!Recording::is_begun_by("Hi Maria,") && !Recording::is_begun_by(HELLO));
    }
}
