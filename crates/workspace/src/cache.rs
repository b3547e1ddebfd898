//! Files that can be made again.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Puts `text` into a file of the cache directory, making its folder. A file that holds `text` already
/// is not touched.
///
/// Unlike [`crate::write_atomically`] it does not wait for the disk: what a crash takes is written
/// again when it is next wanted.
///
/// # Errors
///
/// When the folder cannot be made or written to.
pub fn write_cache(path: &Path, text: &str) -> io::Result<()> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    let folder = path.parent().ok_or(io::ErrorKind::IsADirectory)?;
    fs::create_dir_all(folder)?;
    let mut temporary = tempfile::Builder::new().prefix(".aplomb-").tempfile_in(folder)?;
    temporary.write_all(text.as_bytes())?;
    temporary.persist(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_made_with_its_folders_and_replaced_when_it_differs() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rules").join("1").join("a.md");
        for text in ["one", "two"] {
            write_cache(&path, text).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        assert!(write_cache(&file.join("a.md"), "one").is_err());
    }
}
