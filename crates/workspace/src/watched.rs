//! Whether files have changed since they were read.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What tells one state of a file from another; `None` where there is no file.
pub(crate) type Stamp = Option<(Option<SystemTime>, u64, bool)>;

/// The state that the file at `path` is in.
pub(crate) fn stamp(path: &Path) -> Stamp {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.modified().ok(), metadata.len(), metadata.is_dir()))
}

/// Files as they were found. It can be looked at on another thread.
#[derive(Clone, Debug, Default)]
pub struct Watched(Vec<(PathBuf, Stamp)>);

impl Watched {
    /// Whether one of them is different now.
    #[must_use]
    pub fn has_changed(&self) -> bool {
        self.0.iter().any(|(path, seen)| *seen != stamp(path))
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
