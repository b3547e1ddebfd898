//! Replies that come as JSON Lines: one object a line, read as they are needed.

use std::io;
use std::path::{Path, PathBuf};

use aplomb_workspace::{LineError, Lines, read_lines};
use serde::Deserialize;

use crate::targets::{Source, Target, Unknown, is_stdin};

/// A line. What else it holds is the reader's own.
#[derive(Deserialize)]
struct Row {
    text: String,
    path: Option<PathBuf>,
}

/// The replies in these files, in their order. What is wrong with a line, or with a file, stands in its place.
pub(crate) fn of(files: Vec<PathBuf>) -> impl Iterator<Item = Result<Target, Unknown>> + Send {
    files.into_iter().flat_map(|file| Rows::open(&file))
}

/// A file of rows, as far as it has been read.
struct Rows {
    /// What it is called in what is printed.
    name: String,
    lines: Option<Lines>,
    /// How many lines have been read.
    line: usize,
    /// What is to be told instead of rows.
    failure: Option<String>,
}

impl Rows {
    fn open(path: &Path) -> Self {
        let opened = if is_stdin(path) { Ok(Lines::of(io::stdin())) } else { read_lines(path) };
        let (lines, failure) = match opened {
            Ok(lines) => (Some(lines), None),
            Err(error) => (None, Some(error.to_string())),
        };
        Self { name: path.display().to_string(), lines, line: 0, failure }
    }

    /// The next line; `None` at the end.
    fn next_line(&mut self) -> Option<Result<Vec<u8>, String>> {
        let line = self.lines.as_mut()?.next()?;
        self.line += 1;
        Some(line.map_err(|error| match error {
            LineError::TooLong => {
                self.problem("is longer than 32 MiB, and no reply is; see how the file was made")
            }
            LineError::Io(error) => format!("{} cannot be read further: {error}", self.name),
        }))
    }

    fn problem(&self, what: &str) -> String {
        format!("{}:{} {what}", self.name, self.line)
    }

    fn target(&self, line: &[u8]) -> Result<Target, String> {
        let row: Row = serde_json::from_slice(line.trim_ascii_end()).map_err(|error| {
            let what = match error.classify() {
                serde_json::error::Category::Data => {
                    "is no reply; write an object such as {\"text\": \"Hi Jo, …\", \"path\": \"7.md\"}"
                        .to_owned()
                }
                serde_json::error::Category::Eof => {
                    "ends in the middle of an object; write a whole one on each line".to_owned()
                }
                _ => format!("is not JSON from column {} on; write one object a line", error.column()),
            };
            self.problem(&what)
        })?;
        let name =
            row.path.unwrap_or_else(|| PathBuf::from(format!("{}:{}", self.name, self.line)));
        Ok(Target::named(Source::Row { name, text: row.text }))
    }
}

impl Iterator for Rows {
    type Item = Result<Target, Unknown>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(failure) = self.failure.take() {
            return Some(Err(Unknown::anywhere(failure)));
        }
        loop {
            let line = match self.next_line()? {
                Ok(line) => line,
                Err(message) => return Some(Err(Unknown::anywhere(message))),
            };
            // Files from Windows may begin with a byte order mark.
            let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line);
            if !line.trim_ascii().is_empty() {
                return Some(self.target(line).map_err(Unknown::anywhere));
            }
        }
    }
}
