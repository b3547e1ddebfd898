//! Writing a text without ever leaving half of it.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// Puts `text` into the file at `path`, whole or not at all, and tells whether it wrote. A file that
/// holds `text` already is not touched. Permissions stay, and a link stays a link; a new file is for its
/// owner only.
///
/// # Errors
///
/// When the file is marked as read-only, or its folder cannot be written to.
pub fn write_atomically(path: &Path, text: &str) -> io::Result<bool> {
    // A rename would put a file in the place of a link, so write where the link leads.
    let target = match fs::canonicalize(path) {
        Ok(target) => target,
        Err(error) if error.kind() == io::ErrorKind::NotFound => std::path::absolute(path)?,
        Err(error) => return Err(error),
    };
    let permissions = match fs::metadata(&target) {
        Ok(metadata) => {
            if metadata.len() == text.len() as u64 && fs::read(&target)? == text.as_bytes() {
                return Ok(false);
            }
            let permissions = metadata.permissions();
            // A rename would pass over the mark.
            if permissions.readonly() {
                return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"));
            }
            Some(permissions)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    let folder = target.parent().ok_or(io::ErrorKind::IsADirectory)?;
    let mut temporary = tempfile::Builder::new().prefix(".aplomb-").tempfile_in(folder)?;
    temporary.write_all(text.as_bytes())?;
    if let Some(permissions) = permissions {
        temporary.as_file().set_permissions(permissions)?;
    }
    temporary.as_file().sync_all()?;
    temporary.persist(&target)?;
    Ok(true)
}

/// Makes a new file at `path` that holds `text`, whole or not at all, and the folders above it. Unlike
/// what [`write_atomically`] makes, it is for whoever may read the user's new files, since a team shares
/// it.
///
/// # Errors
///
/// When there is something at `path` already, of the kind [`io::ErrorKind::AlreadyExists`], or when its
/// folder cannot be made or written to.
pub fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let path = std::path::absolute(path)?;
    if fs::symlink_metadata(&path).is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let folder = path.parent().ok_or(io::ErrorKind::IsADirectory)?;
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".aplomb-");
    // The system takes from this what the user does not give to others.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut temporary = builder.tempfile_in(folder)?;
    temporary.write_all(text.as_bytes())?;
    temporary.as_file().sync_all()?;
    // Somebody may have made the file since it was looked for.
    temporary.persist_noclobber(&path)?;
    Ok(())
}

/// So much of a first line is read to tell what a file is. In bytes.
const FIRST_LINE: u64 = 4096;

/// Opens a file to be written on at its end, and makes it where there is none. What it holds already must
/// begin with a line that `is_own` knows; a line that was left half written is ended.
///
/// # Errors
///
/// When the file cannot be opened, or when it holds something else, of the kind
/// [`io::ErrorKind::AlreadyExists`].
pub fn append(
    path: &Path,
    is_own: impl Fn(&str) -> bool,
) -> io::Result<impl Write + Send + 'static> {
    // Nothing may be made by merely looking, and a pipe has no first line.
    if fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.len() > 0) {
        let mut first = Vec::new();
        BufReader::new(File::open(path)?.take(FIRST_LINE)).read_until(b'\n', &mut first)?;
        if !is_own(&String::from_utf8_lossy(&first)) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let mut last = [0];
        let mut file = File::open(path)?;
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut last)?;
        let mut file = File::options().append(true).open(path)?;
        if last != *b"\n" {
            file.write_all(b"\n")?;
        }
        return Ok(file);
    }
    File::options().append(true).create(true).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(folder: &Path) -> usize {
        fs::read_dir(folder).unwrap().count()
    }

    #[test]
    fn a_text_is_replaced_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        assert!(write_atomically(&path, "one\r\n").unwrap());
        assert!(write_atomically(&path, "two\r\n").unwrap());
        assert_eq!(fs::read_to_string(&path).unwrap(), "two\r\n");
        assert_eq!(entries(folder.path()), 1);
    }

    #[test]
    fn a_new_file_is_made_with_its_folders_and_never_over_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b/c.toml");
        write_new(&path, "one").unwrap();
        assert_eq!(write_new(&path, "two").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        assert_eq!(entries(path.parent().unwrap()), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_is_as_open_to_others_as_the_user_has_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (new, usual) = (folder.path().join("new"), folder.path().join("usual"));
        write_new(&new, "").unwrap();
        fs::write(&usual, "").unwrap();
        let mode = |path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&new), mode(&usual));
    }

    #[test]
    fn only_a_file_of_the_kind_is_written_on_and_from_a_new_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        let add = |text: &str| {
            append(&path, |line| line.starts_with("log")).unwrap().write_all(text.as_bytes())
        };
        add("log\nhalf a li").unwrap();
        add("more\n").unwrap();
        add("end\n").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "log\nhalf a li\nmore\nend\n");
        fs::write(&path, "Hi Maria,\n").unwrap();
        let error = append(&path, |line| line.starts_with("log")).err().unwrap();
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "Hi Maria,\n");
        assert!(append(&folder.path().join("none/log"), |_| true).is_err());
    }

    #[test]
    fn the_same_text_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        fs::write(&path, "Hi").unwrap();
        let old = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
        fs::File::options().write(true).open(&path).unwrap().set_modified(old).unwrap();
        assert!(!write_atomically(&path, "Hi").unwrap());
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), old);
    }

    #[test]
    fn a_read_only_file_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        fs::write(&path, "Hi").unwrap();
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        let error = write_atomically(&path, "Ho").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
        assert_eq!(fs::read_to_string(&path).unwrap(), "Hi");
        assert_eq!(entries(folder.path()), 1);
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        fs::write(&path, "Hi").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let link = folder.path().join("link.md");
        symlink("a.md", &link).unwrap();
        assert!(write_atomically(&link, "Ho").unwrap());
        assert_eq!(fs::read_to_string(&path).unwrap(), "Ho");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }
}
