//! Whether files have changed since they were read.

use std::collections::HashSet;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What tells one state of a file from another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// What the name leads to.
    file: Option<State>,
    /// The name itself, where it is a link.
    link: Option<State>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct State {
    modified: Option<SystemTime>,
    len: u64,
    is_folder: bool,
    /// Where the system has them: the number of the file, and when its permissions changed.
    identity: Option<(u64, i64, i64)>,
}

impl State {
    fn of(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        let identity = {
            use std::os::unix::fs::MetadataExt;
            Some((metadata.ino(), metadata.ctime(), metadata.ctime_nsec()))
        };
        #[cfg(not(unix))]
        let identity = None;
        Self {
            modified: metadata.modified().ok(),
            len: metadata.len(),
            is_folder: metadata.is_dir(),
            identity,
        }
    }
}

impl Stamp {
    /// The state that the file at `path` is in.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        let Ok(own) = fs::symlink_metadata(path) else { return Self::default() };
        if !own.is_symlink() {
            return Self { file: Some(State::of(&own)), link: None };
        }
        let file = fs::metadata(path).ok().map(|metadata| State::of(&metadata));
        Self { file, link: Some(State::of(&own)) }
    }

    /// Whether there is anything of that name.
    pub(crate) fn is_there(&self) -> bool {
        self.file.is_some() || self.link.is_some()
    }
}

/// Files as they were found. It can be looked at on another thread.
#[derive(Clone, Debug, Default)]
pub struct Watched(Vec<(PathBuf, Stamp)>);

impl Watched {
    /// Whether one of them is different now.
    #[must_use]
    pub fn has_changed(&self) -> bool {
        self.0.iter().any(|(path, seen)| *seen != Stamp::of(path))
    }

    /// Only those of these files of which `is_wanted` says so.
    #[must_use]
    pub fn only(mut self, is_wanted: impl Fn(&Path) -> bool) -> Self {
        self.0.retain(|(path, _)| is_wanted(path));
        self
    }

    /// Whether what becomes of files or folders concerns one of them: it is named, or above one that is
    /// named, or a folder in which something is named.
    #[must_use]
    pub fn are_concerned(&self, paths: &[PathBuf]) -> bool {
        let named: HashSet<&Path> = paths.iter().map(PathBuf::as_path).collect();
        let above: HashSet<&Path> = paths.iter().filter_map(|path| path.parent()).collect();
        let mut own = self.0.iter().map(|(path, _)| path.as_path());
        own.any(|path| above.contains(path) || path.ancestors().any(|it| named.contains(it)))
    }

    /// These files and those.
    pub fn join(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

impl FromIterator<(PathBuf, Stamp)> for Watched {
    fn from_iter<T: IntoIterator<Item = (PathBuf, Stamp)>>(files: T) -> Self {
        Self(files.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_a_folder_above_and_what_comes_into_a_folder_are_told_from_the_rest() {
        let files = ["/w/aplomb.toml", "/w/packs", "/w/packs/a.toml"];
        let watched: Watched =
            files.iter().map(|path| (PathBuf::from(path), Stamp::default())).collect();
        let concerns = |path: &str| watched.are_concerned(&[PathBuf::from(path)]);
        for path in ["/w/aplomb.toml", "/w/packs/new.toml", "/w/packs", "/w", "/"] {
            assert!(concerns(path), "{path}");
        }
        for path in ["/w/Cargo.toml", "/w/drafts/a.md", "/w/packs/deep/a.toml", "/w2"] {
            assert!(!concerns(path), "{path}");
        }
        let only = watched.only(|path| path.starts_with("/w/packs"));
        assert!(!only.are_concerned(&[PathBuf::from("/w/aplomb.toml")]));
    }
}
