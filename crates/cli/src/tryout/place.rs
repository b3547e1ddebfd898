//! A place for the occasion: gone when it is over, with all that was written there.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use std::{env, fs, thread};

use tempfile::TempDir;

/// The sample draft. Its words are ours, and so is the customer.
pub(crate) const REPLY: &str = include_str!("sample/reply.md");

/// The settings beside it.
pub(crate) const SETTINGS: &str = include_str!("sample/aplomb.toml");

/// The variables that name a user's directories. Windows has its own.
const DIRECTORIES: [(&str, &str); 6] = [
    ("XDG_CONFIG_HOME", "config"),
    ("XDG_STATE_HOME", "state"),
    ("XDG_DATA_HOME", "data"),
    ("XDG_CACHE_HOME", "cache"),
    ("APPDATA", "data"),
    ("LOCALAPPDATA", "cache"),
];

/// A folder for a trial, with directories of its own, so that everybody sees the same, and nobody's
/// settings are read or written.
pub(crate) struct Place {
    root: TempDir,
}

impl Place {
    /// Makes a place with the sample draft and its settings in it.
    pub(crate) fn new() -> io::Result<Self> {
        let root = tempfile::Builder::new().prefix("aplomb-try-").tempdir()?;
        let place = Self { root };
        place.write("drafts/reply.md", REPLY)?;
        place.write("drafts/aplomb.toml", SETTINGS)?;
        Ok(place)
    }

    /// A path in it.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// The folder that the sample draft is in.
    pub(crate) fn drafts(&self) -> PathBuf {
        self.path("drafts")
    }

    /// Writes a file, and the folders above it.
    pub(crate) fn write(&self, name: &str, content: &str) -> io::Result<PathBuf> {
        let path = self.path(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, content)?;
        Ok(path)
    }

    /// The variables that make a program take this place for the user's directories.
    pub(crate) fn variables(&self) -> impl Iterator<Item = (&'static str, PathBuf)> {
        DIRECTORIES.map(|(name, folder)| (name, self.path(folder))).into_iter()
    }

    /// Takes the place away. An editor may still be putting its things away for a moment after it has
    /// ended, so this is tried for a while; what cannot be removed then is left to the system.
    pub(crate) fn close(self) {
        for _ in 0..20 {
            if fs::remove_dir_all(self.root.path()).is_ok() {
                break;
            }
            thread::sleep(Duration::from_millis(100));
        }
    }

    /// The command that starts this program's language server, at home in this place.
    pub(crate) fn server(&self) -> io::Result<Command> {
        let mut command = Command::new(env::current_exe()?);
        command.arg("lsp").envs(self.variables()).current_dir(self.drafts());
        Ok(command)
    }
}

/// A file's URI.
pub(crate) fn uri(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "file:///" });
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uri_holds_any_path() {
        assert_eq!(uri(Path::new("/tmp/a b/é.md")), "file:///tmp/a%20b/%C3%A9.md");
        assert_eq!(uri(Path::new("C:\\a\\b.md")), "file:///C%3A/a/b.md");
    }

    #[test]
    fn nothing_is_left_when_it_is_over() {
        let place = Place::new().unwrap();
        let root = place.path("");
        place.write("a/b/c.txt", "x").unwrap();
        assert!(root.join("drafts/reply.md").is_file());
        drop(place);
        assert!(!root.exists());
    }
}
