//! Reading a file line by line, however long it is.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use crate::read::{ReadError, ReadErrorKind};

/// The longest line that is read, in bytes: a reply is a few thousand. Past this it would only fill the memory.
pub const LONGEST_LINE: u64 = 32 * 1024 * 1024;

/// The lines of a file or a stream, with their line breaks, read as they are asked for.
pub struct Lines {
    /// `None` once nothing more can be read.
    source: Option<Box<dyn BufRead + Send>>,
}

/// Why there is no line to give.
#[derive(Debug)]
pub enum LineError {
    /// It is longer than [`LONGEST_LINE`], and was left out.
    TooLong,
    /// The system cannot read on, and no line comes any more.
    Io(io::Error),
}

impl std::fmt::Debug for Lines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lines").finish_non_exhaustive()
    }
}

/// Opens a file that was named.
///
/// # Errors
///
/// Why it cannot be read.
pub fn read_lines(path: &Path) -> Result<Lines, ReadError> {
    let fail = |kind| ReadError { path: path.to_owned(), kind };
    if path.is_dir() {
        return Err(fail(ReadErrorKind::Folder));
    }
    let file = File::open(path).map_err(|error| fail(ReadErrorKind::of(error)))?;
    Ok(Lines::of(file))
}

impl Lines {
    /// The lines of a stream.
    pub fn of(source: impl Read + Send + 'static) -> Self {
        Self { source: Some(Box::new(BufReader::new(source))) }
    }
}

impl Iterator for Lines {
    type Item = Result<Vec<u8>, LineError>;

    fn next(&mut self) -> Option<Self::Item> {
        let source = self.source.as_mut()?;
        let mut line = Vec::new();
        let read = source.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line);
        let rest = match read {
            Ok(0) => return None,
            Ok(_) if line.len() as u64 == LONGEST_LINE && !line.ends_with(b"\n") => {
                skip_line(source).map(|()| LineError::TooLong)
            }
            Ok(_) => return Some(Ok(line)),
            Err(error) => Err(error),
        };
        Some(Err(rest.unwrap_or_else(|error| {
            self.source = None;
            LineError::Io(error)
        })))
    }
}

/// Leaves out the rest of a line, whatever its length.
fn skip_line(source: &mut Box<dyn BufRead + Send>) -> io::Result<()> {
    loop {
        let buffer = source.fill_buf()?;
        let end = buffer.iter().position(|&byte| byte == b'\n');
        let length = end.map_or(buffer.len(), |at| at + 1);
        source.consume(length);
        if end.is_some() || length == 0 {
            return Ok(());
        }
    }
}
