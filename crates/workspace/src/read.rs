//! Reading a text, with errors that say what to do.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The largest text that is read, in bytes. A reply is a few thousand; past this a file was named by
/// mistake, and reading it would only fill the memory.
pub const MOST_BYTES: u64 = 512 * 1024 * 1024;

/// Nobody writes so many settings, so a larger file was named by mistake. In bytes.
pub(crate) const MOST_SETTINGS_BYTES: u64 = 1024 * 1024;
/// The same for a pack, which may hold thousands of phrases, and for all packs of a folder together.
pub(crate) const MOST_PACK_BYTES: u64 = 16 * 1024 * 1024;

/// So far into a file, in bytes, a NUL tells that it is no text.
const SNIFFED: usize = 8 * 1024;

/// Why a text could not be read. Displayed as one sentence with the way out.
#[derive(Debug)]
pub struct ReadError {
    /// The file, as it was named.
    pub path: PathBuf,
    /// What is wrong with it.
    pub kind: ReadErrorKind,
}

/// What keeps a text from being read.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReadErrorKind {
    /// There is no file of that name.
    Missing,
    /// It is a folder.
    Folder,
    /// The user may not read it.
    Permission,
    /// It holds a NUL byte near its start.
    Binary,
    /// It begins with the byte order mark of UTF-16.
    Utf16,
    /// It is not UTF-8.
    Utf8 {
        /// The first byte that is not UTF-8, counted from 0.
        offset: usize,
        /// The line in which it stands, counted from 1.
        line: usize,
    },
    /// It is larger than so many bytes.
    TooLarge(u64),
    /// It is neither a file nor a folder, such as a pipe.
    NoFile,
    /// Anything else that the system reports.
    Io(io::Error),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.kind {
            ReadErrorKind::Missing => {
                write!(f, "{path} does not exist; check the name and the folder you are in")
            }
            ReadErrorKind::Folder => write!(f, "{path} is a folder; name a file in it"),
            ReadErrorKind::Permission => {
                write!(
                    f,
                    "{path} may not be read by you; change its permissions or copy it elsewhere"
                )
            }
            ReadErrorKind::Binary => {
                write!(f, "{path} is not a text file; save the reply as text or Markdown")
            }
            ReadErrorKind::Utf16 => write!(f, "{path} is written in UTF-16; save it as UTF-8"),
            ReadErrorKind::Utf8 { offset, line } => {
                write!(f, "{path} is not UTF-8 at byte {offset}, in line {line}; save it as UTF-8")
            }
            ReadErrorKind::TooLarge(most) => write!(
                f,
                "{path} is larger than {} MiB; copy what you need into a file of its own",
                most / (1024 * 1024)
            ),
            ReadErrorKind::NoFile => write!(f, "{path} is no file; name one"),
            ReadErrorKind::Io(error) => {
                write!(f, "{path} cannot be read: {error}; try a copy of it")
            }
        }
    }
}

impl ReadErrorKind {
    /// Why a file that settings name or that holds them is not used, after "for".
    pub(crate) fn reason(&self) -> String {
        match self {
            Self::Missing => "it leads to nothing".to_owned(),
            Self::Folder => "it is a folder".to_owned(),
            Self::Permission => "you may not read it; change its permissions".to_owned(),
            Self::Binary => "it is not a text file".to_owned(),
            Self::Utf16 => "it is written in UTF-16; save it as UTF-8".to_owned(),
            Self::Utf8 { offset, line } => {
                format!("it is not UTF-8 at byte {offset}, in line {line}; save it as UTF-8")
            }
            Self::TooLarge(most) => format!("it is larger than {} MiB", most / (1024 * 1024)),
            Self::NoFile => "it is no file".to_owned(),
            Self::Io(error) => format!("it cannot be read: {error}"),
        }
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            ReadErrorKind::Io(error) => Some(error),
            _ => None,
        }
    }
}

/// Reads a file as UTF-8. A byte order mark stays in the text.
///
/// # Errors
///
/// When the file is missing, a folder, not readable, not text, not UTF-8 or larger than
/// [`MOST_BYTES`].
pub fn read_text(path: &Path) -> Result<String, ReadError> {
    // Opening a folder works on Unix and fails with a wrong reason on Windows, so ask first.
    if path.is_dir() {
        return Err(ReadError { path: path.to_owned(), kind: ReadErrorKind::Folder });
    }
    read_file(path, MOST_BYTES)
}

/// As [`read_text`], of a file that nobody has named: up to `most` bytes, and of nothing but a file,
/// since opening a pipe would wait for whoever writes to it.
///
/// # Errors
///
/// Why it cannot be read.
pub fn read_text_up_to(path: &Path, most: u64) -> Result<String, ReadError> {
    let fail = |kind| ReadError { path: path.to_owned(), kind };
    let metadata = path.metadata().map_err(|error| fail(ReadErrorKind::of(error)))?;
    if metadata.is_dir() {
        return Err(fail(ReadErrorKind::Folder));
    }
    if !metadata.is_file() {
        return Err(fail(ReadErrorKind::NoFile));
    }
    read_file(path, most)
}

/// Reads a settings file or a pack that was named.
///
/// # Errors
///
/// Why it is not used, after "for".
pub fn read_own_file(path: &Path) -> Result<String, String> {
    let is_settings = path.file_name() == Some(crate::SETTINGS_FILE.as_ref());
    let most = if is_settings { MOST_SETTINGS_BYTES } else { MOST_PACK_BYTES };
    read_text_up_to(path, most).map_err(|error| error.kind.reason())
}

fn read_file(path: &Path, most: u64) -> Result<String, ReadError> {
    let fail = |kind| ReadError { path: path.to_owned(), kind };
    let file = File::open(path).map_err(|error| fail(ReadErrorKind::of(error)))?;
    if file.metadata().is_ok_and(|metadata| metadata.len() > most) {
        return Err(fail(ReadErrorKind::TooLarge(most)));
    }
    read_up_to(file, most).and_then(decode).map_err(fail)
}

/// Reads all that `source` gives as UTF-8, such as standard input; `name` stands for it in errors.
///
/// # Errors
///
/// As for [`read_text`].
pub fn read_from(source: impl Read, name: &Path) -> Result<String, ReadError> {
    let fail = |kind| ReadError { path: name.to_owned(), kind };
    read_up_to(source, MOST_BYTES).and_then(decode).map_err(fail)
}

fn read_up_to(source: impl Read, most: u64) -> Result<Vec<u8>, ReadErrorKind> {
    let mut bytes = Vec::new();
    source.take(most + 1).read_to_end(&mut bytes).map_err(ReadErrorKind::of)?;
    if bytes.len() as u64 > most { Err(ReadErrorKind::TooLarge(most)) } else { Ok(bytes) }
}

fn decode(bytes: Vec<u8>) -> Result<String, ReadErrorKind> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(ReadErrorKind::Utf16);
    }
    if bytes[..bytes.len().min(SNIFFED)].contains(&0) {
        return Err(ReadErrorKind::Binary);
    }
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let before = &error.as_bytes()[..offset];
        ReadErrorKind::Utf8 { offset, line: before.iter().filter(|&&b| b == b'\n').count() + 1 }
    })
}

impl ReadErrorKind {
    pub(crate) fn of(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::IsADirectory => Self::Folder,
            io::ErrorKind::PermissionDenied => Self::Permission,
            _ => Self::Io(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8]) -> Result<String, String> {
        read_from(bytes, Path::new("a.md")).map_err(|error| error.to_string())
    }

    #[test]
    fn text_is_read_as_it_is() {
        for text in ["", "Hi\r\nJo\r\n", "\u{feff}Hi", "👋 é"] {
            assert_eq!(of(text.as_bytes()).as_deref(), Ok(text));
        }
    }

    #[test]
    fn what_is_no_utf8_text_is_named_with_its_place() {
        let bytes = of(b"Hi Jo,\n\ncaf\xe9 au lait\n").unwrap_err();
        assert_eq!(bytes, "a.md is not UTF-8 at byte 11, in line 3; save it as UTF-8");
        assert!(of(b"PK\x03\x04\0\0").unwrap_err().contains("not a text file"));
        assert!(of(b"\xff\xfeH\0i\0").unwrap_err().contains("UTF-16"));
    }

    #[test]
    fn a_nul_far_into_a_text_does_not_make_it_binary() {
        let mut text = "a".repeat(SNIFFED);
        text.push('\0');
        assert_eq!(of(text.as_bytes()), Ok(text));
    }

    #[test]
    fn a_file_that_cannot_be_opened_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let missing = read_text(&folder.path().join("none.md")).unwrap_err();
        assert!(matches!(missing.kind, ReadErrorKind::Missing), "{missing}");
        let dir = read_text(folder.path()).unwrap_err();
        assert!(matches!(dir.kind, ReadErrorKind::Folder), "{dir}");
    }

    #[test]
    fn what_is_too_large_is_left_unread() {
        assert!(matches!(read_up_to(io::repeat(b'a'), 1000), Err(ReadErrorKind::TooLarge(_))));
        assert_eq!(read_up_to(&b"abc"[..], 3).unwrap(), b"abc");
        let file = tempfile::NamedTempFile::new().unwrap();
        file.as_file().set_len(MOST_BYTES + 1).unwrap();
        let error = read_text(file.path()).unwrap_err();
        assert!(matches!(error.kind, ReadErrorKind::TooLarge(_)), "{error}");
    }
}
