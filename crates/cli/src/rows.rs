//! Replies that come as JSON Lines: one object a line, read as they are needed.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::targets::{Source, Target, Unknown, is_stdin};

/// The longest line that is read, in bytes. A reply is a few thousand; a longer line is no row, and would only
/// fill the memory.
const LONGEST_LINE: u64 = 32 * 1024 * 1024;

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
    source: Option<Box<dyn BufRead + Send>>,
    line: usize,
    /// What is to be told instead of rows.
    failure: Option<String>,
}

impl Rows {
    fn open(path: &Path) -> Self {
        let name = path.display().to_string();
        let opened: io::Result<Box<dyn BufRead + Send>> = if is_stdin(path) {
            Ok(Box::new(BufReader::new(io::stdin())))
        } else {
            File::open(path).map(|file| Box::new(BufReader::new(file)) as Box<_>)
        };
        match opened {
            Ok(source) => Self { name, source: Some(source), line: 0, failure: None },
            Err(error) => {
                let failure = Some(format!("{name} cannot be read: {error}"));
                Self { name, source: None, line: 0, failure }
            }
        }
    }

    /// The next line, without those that are too long; `None` at the end.
    fn next_line(&mut self) -> Option<Result<Vec<u8>, String>> {
        let source = self.source.as_mut()?;
        let mut line = Vec::new();
        self.line += 1;
        match source.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line) {
            Ok(0) => None,
            Ok(_) if line.len() as u64 == LONGEST_LINE && !line.ends_with(b"\n") => {
                let why = "is longer than 32 MiB, and no reply is; see how the file was made";
                let why = self.problem(why);
                let skipped = self.source.as_mut().map(skip_line);
                if skipped.is_some_and(|skipped| skipped.is_err()) {
                    self.source = None;
                }
                Some(Err(why))
            }
            Ok(_) => Some(Ok(line)),
            Err(error) => {
                self.source = None;
                Some(Err(format!("{} cannot be read further: {error}", self.name)))
            }
        }
    }

    fn problem(&self, what: &str) -> String {
        format!("{}:{} {what}", self.name, self.line)
    }

    fn target(&self, line: &[u8]) -> Result<Target, String> {
        let row: Row = serde_json::from_slice(line).map_err(|error| {
            let what = match error.classify() {
                serde_json::error::Category::Data => {
                    "is no reply; write an object such as {\"text\": \"Hi Jo, …\", \"path\": \"7.md\"}"
                        .to_owned()
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

/// Leaves out the rest of a line, whatever its length.
fn skip_line(source: &mut Box<dyn BufRead + Send>) -> io::Result<()> {
    loop {
        let buffer = source.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let (length, ends) = match buffer.iter().position(|&byte| byte == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), false),
        };
        source.consume(length);
        if ends {
            return Ok(());
        }
    }
}
