//! The files of a folder that may be replies.

use std::fmt;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};

/// The extensions, in lower case, of the files that a walk gives: Markdown, text and mail.
pub const REPLY_EXTENSIONS: [&str; 7] = ["md", "markdown", "mdown", "txt", "text", "eml", "mail"];

/// A part of a folder that could not be walked. Displayed as one sentence.
#[derive(Debug)]
pub struct WalkError {
    /// The place, where it is known.
    pub path: Option<PathBuf>,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for WalkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.path {
            Some(path) => write!(f, "{} was left out: {}", path.display(), self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for WalkError {}

/// Whether the path leads to a folder, links followed. What is not there is none.
#[must_use]
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// The Markdown, text and mail files under `folder`, each joined to `folder`, a folder's entries in
/// the order of their names.
///
/// What `.gitignore` leaves out is left out, in a repository or not, and so are hidden files. Links
/// are not followed.
pub fn walk(folder: &Path) -> impl Iterator<Item = Result<PathBuf, WalkError>> + use<> {
    entries(folder).filter_map(|entry| match entry {
        Ok(entry) => candidate(entry).map(Ok),
        Err(error) => Some(Err(WalkError::new(&error))),
    })
}

/// As [`walk`], with so many entries of the folder looked at, and what cannot be walked left out.
pub(crate) fn walk_up_to(folder: &Path, most: usize) -> impl Iterator<Item = PathBuf> + use<> {
    entries(folder).take(most).filter_map(|entry| candidate(entry.ok()?))
}

fn entries(folder: &Path) -> ignore::Walk {
    WalkBuilder::new(folder)
        .require_git(false)
        .follow_links(false)
        .sort_by_file_name(Ord::cmp)
        .build()
}

fn candidate(entry: DirEntry) -> Option<PathBuf> {
    let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
    (is_file && may_be_reply(entry.path())).then(|| entry.into_path())
}

/// Whether a file is one that a walk gives, by its name.
#[must_use]
pub fn may_be_reply(path: &Path) -> bool {
    path.extension().and_then(|extension| extension.to_str()).is_some_and(|extension| {
        REPLY_EXTENSIONS.iter().any(|known| known.eq_ignore_ascii_case(extension))
    })
}

impl WalkError {
    fn new(error: &ignore::Error) -> Self {
        let mut at = error;
        let mut path = None;
        loop {
            match at {
                ignore::Error::WithPath { path: here, err } => {
                    path = Some(here.clone());
                    at = err;
                }
                ignore::Error::WithDepth { err, .. }
                | ignore::Error::WithLineNumber { err, .. } => {
                    at = err;
                }
                _ => break,
            }
        }
        let denied = at.io_error().is_some_and(|io| io.kind() == ErrorKind::PermissionDenied);
        let message = if denied {
            "you may not read it; change its permissions, or name another folder".to_owned()
        } else {
            at.to_string()
        };
        Self { path, message }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        walk(folder)
            .map(|path| {
                let path = path.unwrap();
                let inside = path.strip_prefix(folder).unwrap();
                inside.to_string_lossy().replace('\\', "/")
            })
            .collect()
    }

    #[test]
    fn text_files_are_found_in_order_and_others_left_out() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("b")).unwrap();
        fs::create_dir(folder.path().join(".hidden")).unwrap();
        for name in [
            "z.md",
            "a.TXT",
            "b/c.eml",
            "b/a.markdown",
            "photo.png",
            "noext",
            ".d.md",
            ".hidden/e.md",
        ] {
            fs::write(folder.path().join(name), "Hi").unwrap();
        }
        assert_eq!(names(folder.path()), ["a.TXT", "b/a.markdown", "b/c.eml", "z.md"]);
    }

    #[test]
    fn gitignore_is_respected_outside_a_repository_too() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("old")).unwrap();
        fs::write(folder.path().join(".gitignore"), "old/\n*.txt\n!keep.txt\n").unwrap();
        for name in ["a.md", "b.txt", "keep.txt", "old/c.md"] {
            fs::write(folder.path().join(name), "Hi").unwrap();
        }
        assert_eq!(names(folder.path()), ["a.md", "keep.txt"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.md"), "Hi").unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("round")).unwrap();
        std::os::unix::fs::symlink(folder.path().join("a.md"), folder.path().join("b.md")).unwrap();
        assert_eq!(names(folder.path()), ["a.md"]);
    }

    #[test]
    fn a_folder_is_told_from_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.md");
        fs::write(&file, "Hi").unwrap();
        assert!(is_folder(folder.path()));
        assert!(!is_folder(&file) && !is_folder(&folder.path().join("b")));
    }

    #[test]
    fn a_folder_that_is_not_there_is_reported() {
        let found: Vec<_> = walk(Path::new("no/such/folder")).collect();
        assert_eq!(found.len(), 1);
        let error = found[0].as_ref().unwrap_err();
        assert_eq!(error.path.as_deref(), Some(Path::new("no/such/folder")), "{error}");
    }
}
