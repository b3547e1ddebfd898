//! Where a path leads.

use std::path::{Component, Path, PathBuf};

/// `path` as an absolute path whose ancestors are the folders above it, so that paths can be compared
/// and matched. Links stay as they are named. A path that leads nowhere comes back as far as it can be
/// told.
#[must_use]
pub fn absolute(path: &Path) -> PathBuf {
    // `a/..` has `a` as an ancestor, and only the file system knows where it leads.
    if path.components().any(|part| part == Component::ParentDir) {
        let known = path.canonicalize().or_else(|_| match (path.parent(), path.file_name()) {
            (Some(folder), Some(name)) => Ok(folder.canonicalize()?.join(name)),
            _ => path.canonicalize(),
        });
        if let Ok(known) = known {
            return known;
        }
    }
    // The empty path is the folder one is in, as the parent of `reply.md`.
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_resolved() {
        let here = std::env::current_dir().unwrap();
        assert_eq!(absolute(Path::new("")), here);
        assert_eq!(absolute(Path::new("./a.md")), here.join("a.md"));
        assert_eq!(
            absolute(Path::new("src/../no-such.md")),
            here.canonicalize().unwrap().join("no-such.md")
        );
        assert_eq!(absolute(Path::new("no/such/a.md")), here.join("no/such/a.md"));
    }
}
