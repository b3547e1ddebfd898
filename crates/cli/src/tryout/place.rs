//! A place for the occasion: gone when it is over, with all that was written there.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, io};

use aplomb_workspace::{SETTINGS_FILE, Scratch};

/// The sample draft. Its words are ours, and so is the customer.
pub(crate) const REPLY: &str = include_str!("sample/reply.md");

/// The name of its file.
pub(crate) const DRAFT: &str = "reply.md";

/// The settings beside it.
const SETTINGS: &str = include_str!("sample/aplomb.toml");

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
    folder: Scratch,
}

impl Place {
    /// Makes a place with the sample draft and its settings in it.
    pub(crate) fn new() -> io::Result<Self> {
        let place = Self { folder: Scratch::new("aplomb-try-")? };
        place.write(&format!("drafts/{DRAFT}"), REPLY)?;
        place.write(&format!("drafts/{SETTINGS_FILE}"), SETTINGS)?;
        Ok(place)
    }

    /// A path in it.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path(name)
    }

    /// The folder that the sample draft is in.
    pub(crate) fn drafts(&self) -> PathBuf {
        self.path("drafts")
    }

    /// Writes a file, and the folders above it.
    pub(crate) fn write(&self, name: &str, content: &str) -> io::Result<PathBuf> {
        self.folder.write(name, content)
    }

    /// The variables that make a program take this place for the user's directories.
    pub(crate) fn variables(&self) -> impl Iterator<Item = (&'static str, PathBuf)> {
        DIRECTORIES.map(|(name, folder)| (name, self.path(folder))).into_iter()
    }

    /// Takes the place away, even if an editor is still about to leave it.
    pub(crate) fn close(self) {
        self.folder.close();
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
        assert_eq!(uri(Path::new("/a b/é.md")), "file:///a%20b/%C3%A9.md");
        assert_eq!(uri(Path::new("C:\\a\\b.md")), "file:///C%3A/a/b.md");
    }
}
