//! A folder for a while.

use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io, thread};

use tempfile::TempDir;

/// A folder that goes when it is dropped, with all that is in it.
#[derive(Debug)]
pub struct Scratch {
    root: TempDir,
}

impl Scratch {
    /// Makes a folder where the system keeps what is temporary, with a name that begins like this.
    ///
    /// # Errors
    ///
    /// When it cannot be made.
    pub fn new(prefix: &str) -> io::Result<Self> {
        Ok(Self { root: tempfile::Builder::new().prefix(prefix).tempdir()? })
    }

    /// A path in it, which need not exist.
    #[must_use]
    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.root.path().join(name)
    }

    /// Writes a file, and makes the folders above it. Returns its path.
    ///
    /// # Errors
    ///
    /// When a folder or the file cannot be written.
    pub fn write(&self, name: impl AsRef<Path>, content: &str) -> io::Result<PathBuf> {
        let path = self.path(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, content)?;
        Ok(path)
    }

    /// Takes the folder away. A program may still be putting its things away for a moment after it has
    /// ended, so this is tried for a while; what cannot be removed then is left to the system.
    pub fn close(self) {
        for _ in 0..20 {
            if fs::remove_dir_all(self.root.path()).is_ok() {
                break;
            }
            thread::sleep(Duration::from_millis(100));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_when_it_is_over() {
        let close: [fn(Scratch); 2] = [drop, Scratch::close];
        for close in close {
            let scratch = Scratch::new("aplomb-").unwrap();
            let file = scratch.write("a/b/c.txt", "x").unwrap();
            assert_eq!(fs::read_to_string(&file).unwrap(), "x");
            let root = scratch.path("");
            close(scratch);
            assert!(!root.exists());
        }
    }
}
