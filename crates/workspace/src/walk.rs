//! The files of a folder that may be replies.

use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::iter;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use ignore::{DirEntry, WalkBuilder};

use crate::absolute::absolute;

/// The extensions, in lower case, of the files that a walk gives: Markdown, text and mail.
pub const REPLY_EXTENSIONS: [&str; 7] = ["md", "markdown", "mdown", "txt", "text", "eml", "mail"];

/// Nobody writes more rules of what to leave out. In bytes.
const MOST_RULES_BYTES: u64 = 256 * 1024;
/// Nor a longer one. In bytes.
const LONGEST_RULE: usize = 1024;

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
        Err(error) => Some(Err(error)),
    })
}

/// As [`walk`], with so many entries of the folder looked at, and what cannot be walked left out.
pub(crate) fn walk_up_to(folder: &Path, most: usize) -> impl Iterator<Item = PathBuf> + use<> {
    entries(folder).take(most).filter_map(|entry| candidate(entry.ok()?))
}

fn entries(folder: &Path) -> impl Iterator<Item = Result<DirEntry, WalkError>> + use<> {
    // The rules of the folders above hold here too, and nobody filters those.
    let strange = absolute(folder).ancestors().find_map(strange_rules);
    let (left_out, told) = mpsc::channel();
    let walk = strange.is_none().then(|| {
        WalkBuilder::new(folder)
            .require_git(false)
            .follow_links(false)
            .sort_by_file_name(Ord::cmp)
            .filter_entry(move |entry| {
                let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
                let Some(error) = is_folder.then(|| strange_rules(entry.path())).flatten() else {
                    return true;
                };
                // Whoever has stopped to walk does not wait for it.
                let _ = left_out.send(error);
                false
            })
            .build()
    });
    walk.into_iter()
        .flatten()
        .map(|entry| entry.map_err(|error| WalkError::new(&error)))
        .chain(strange.map(Err))
        .chain(iter::from_fn(move || told.try_recv().ok().map(Err)))
}

/// Why a folder's rules of what to leave out are not even to be opened, if so: whoever reads a pipe or a
/// device waits for ever, thousands of patterns take their time, and braces in braces take the stack.
fn strange_rules(folder: &Path) -> Option<WalkError> {
    let usual = [".gitignore", ".ignore", ".git/info/exclude"].map(|name| folder.join(name));
    let mut rules = usual.into_iter().chain(linked_rules(&folder.join(".git")));
    let (file, why) = rules.find_map(|file| Some((file.clone(), why_strange(&file)?)))?;
    let message = format!("{} cannot be used, for it is {why}", file.display());
    Some(WalkError { path: Some(folder.to_owned()), message })
}

/// What a repository that is checked out at several places says in one of them: where the whole is, and
/// the rules there.
fn linked_rules(link: &Path) -> Vec<PathBuf> {
    let first_line = |path: &Path| {
        let is_short = why_strange(path).is_none() && path.is_file();
        let text = is_short.then(|| fs::read_to_string(path).ok()).flatten()?;
        text.lines().next().map(str::to_owned)
    };
    let line = first_line(link).unwrap_or_default();
    let Some(linked) = line.strip_prefix("gitdir: ").map(Path::new) else { return Vec::new() };
    let common = linked.join("commondir");
    let rules = first_line(&common).map(|whole| linked.join(whole).join("info/exclude"));
    [common].into_iter().chain(rules).collect()
}

fn why_strange(file: &Path) -> Option<String> {
    let metadata = file.metadata().ok().filter(|it| !it.is_dir())?;
    if !metadata.is_file() {
        return Some("no file".to_owned());
    }
    if metadata.len() > MOST_RULES_BYTES {
        return Some(format!("larger than {} KiB", MOST_RULES_BYTES / 1024));
    }
    // What may not be read is passed over by whoever tries.
    let bytes = fs::read(file).ok()?;
    let is_long = bytes.split(|byte| *byte == b'\n').any(|line| line.len() > LONGEST_RULE);
    is_long.then(|| format!("written in lines of more than {LONGEST_RULE} bytes"))
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

    #[test]
    fn rules_that_nobody_wrote_leave_their_folder_out_and_are_told() {
        let braces = format!("{}a{}\n", "{".repeat(100_000), "}".repeat(100_000));
        for (name, rules) in [
            (".gitignore", braces.clone()),
            (".ignore", format!("\u{fffd}{braces}")),
            (".gitignore", "*a\n".repeat(100_000)),
        ] {
            let folder = tempfile::tempdir().unwrap();
            fs::create_dir_all(folder.path().join("b/c")).unwrap();
            for file in ["a.md", "b/a.md", "b/c/a.md", "z.md"] {
                fs::write(folder.path().join(file), "Hi").unwrap();
            }
            fs::write(folder.path().join("b").join(name), rules).unwrap();
            let (found, told): (Vec<_>, Vec<_>) = walk(folder.path()).partition(Result::is_ok);
            assert_eq!((found.len(), told.len()), (2, 1), "{name}");
            assert!(told[0].as_ref().unwrap_err().to_string().contains(name));
            // From within as well.
            let told: Vec<_> = walk(&folder.path().join("b/c")).collect();
            assert!(matches!(&told[..], [Err(_)]), "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn rules_in_a_device_are_not_read_and_those_of_a_linked_repository_are() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for name in ["whole/info/exclude", "one/commondir"] {
            fs::create_dir_all(path(name).parent().unwrap()).unwrap();
        }
        let device = path("zero");
        std::os::unix::fs::symlink("/dev/zero", &device).unwrap();
        fs::write(path("a.md"), "Hi").unwrap();
        fs::write(path("b.md"), "Hi").unwrap();
        fs::write(path("whole/info/exclude"), "b.md\n").unwrap();
        fs::write(path("one/commondir"), "../whole\n").unwrap();
        fs::write(path(".git"), format!("gitdir: {}\n", path("one").display())).unwrap();
        assert_eq!(names(folder.path()), ["a.md"]);
        for (name, linked) in [("one/commondir", "x"), ("whole/info/exclude", "../whole\n")] {
            fs::write(path("one/commondir"), linked).unwrap();
            fs::remove_file(path(name)).unwrap();
            fs::rename(&device, path(name)).unwrap();
            let told: Vec<_> = walk(folder.path()).collect();
            assert!(matches!(&told[..], [Err(_)]), "{name}: {told:?}");
            fs::rename(path(name), &device).unwrap();
            fs::write(path(name), "").unwrap();
        }
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
