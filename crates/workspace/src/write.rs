//! Writing a text without ever leaving half of it.

use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, DirEntry, File, Metadata};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tempfile::{Builder, TempPath};

/// So begins the name of a file until it is in its place,
const PREFIX: &str = ".aplomb-";
/// and so many letters and digits follow.
const RANDOM: usize = 6;
/// No file is written for so long, so what has such a name then was left behind.
const LEFT: Duration = Duration::from_secs(60 * 60);

/// Why a file was left as it is. Displayed as a sentence about it, with the way out.
#[derive(Debug)]
#[non_exhaustive]
pub enum WriteError {
    /// It holds something else than was read from it.
    Changed,
    /// It is no regular file, such as a pipe, or a link that leads to nothing.
    NoFile,
    /// It is marked as read-only, or the user may not write to it.
    ReadOnly,
    /// It has another name, which would go on to hold the old text.
    Linked,
    /// It belongs to somebody else, and would not any more.
    Owner,
    /// Anything else that the system reports.
    Io(io::Error),
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed => f.write_str("it was changed in the meantime; try again"),
            Self::NoFile => {
                f.write_str("it is no regular file; copy what it holds into a file first")
            }
            Self::ReadOnly => f.write_str("it is read-only; change its permissions"),
            Self::Linked => f.write_str(
                "it has a second name, a hard link, that would keep the old text; work on a copy of it",
            ),
            Self::Owner => f.write_str(
                "its owner and group would not stay the same; work on a copy of your own",
            ),
            Self::Io(error) => match error.kind() {
                io::ErrorKind::PermissionDenied => {
                    f.write_str("its folder is read-only; change the permissions of the folder")
                }
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                    f.write_str("no space is left on its disk; make room, then try again")
                }
                io::ErrorKind::ReadOnlyFilesystem => {
                    f.write_str("its disk is read-only; work on a copy elsewhere")
                }
                _ => write!(f, "{error}; work on a copy elsewhere"),
            },
        }
    }
}

impl std::error::Error for WriteError {}

impl From<io::Error> for WriteError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<WriteError> for io::Error {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Io(error) => error,
            WriteError::ReadOnly => Self::new(io::ErrorKind::PermissionDenied, error),
            _ => Self::other(error),
        }
    }
}

/// Puts `text` into the file at `path`, whole or not at all, and tells whether it wrote. A file that
/// holds `text` already is not touched. Permissions, owner and group stay, and a link stays a link; a new
/// file is for its owner only.
///
/// # Errors
///
/// When the file may not be written to or would not stay what it is, or when its folder cannot be written
/// to.
pub fn write_atomically(path: &Path, text: &str) -> Result<bool, WriteError> {
    put(path, None, text)
}

/// As [`write_atomically`], for a file from which `old` was read: where it holds anything else by now, it is
/// left to whoever wrote that. What is written within the microseconds between the last look and the rename
/// is lost all the same, since no system has a rename that looks.
///
/// # Errors
///
/// As for [`write_atomically`], and when the file has changed or has a second name.
pub fn replace(path: &Path, old: &str, text: &str) -> Result<bool, WriteError> {
    put(path, Some(old), text)
}

fn put(path: &Path, old: Option<&str>, text: &str) -> Result<bool, WriteError> {
    let metadata = match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => Some(metadata),
        Ok(_) => return Err(WriteError::NoFile),
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        Err(_) if old.is_some() => return Err(WriteError::Changed),
        Err(_) if fs::symlink_metadata(path).is_ok() => return Err(WriteError::NoFile),
        Err(_) => None,
    };
    // A rename would put a file in the place of a link, so write where the link leads.
    let target =
        if metadata.is_some() { fs::canonicalize(path)? } else { std::path::absolute(path)? };
    if let Some(metadata) = &metadata {
        let is_same = match old {
            Some(old) => old == text,
            None => holds(&target, text)?,
        };
        if is_same {
            return Ok(false);
        }
        // A rename asks for neither the mark nor who may write to the file.
        if metadata.permissions().readonly() {
            return Err(WriteError::ReadOnly);
        }
        File::options().write(true).open(&target).map_err(|error| match error.kind() {
            io::ErrorKind::PermissionDenied => WriteError::ReadOnly,
            _ => error.into(),
        })?;
        #[cfg(unix)]
        if old.is_some() && std::os::unix::fs::MetadataExt::nlink(metadata) > 1 {
            return Err(WriteError::Linked);
        }
    }
    let folder = target.parent().ok_or(WriteError::NoFile)?;
    let ready = prepare(folder, false, |file| {
        file.write_all(text.as_bytes())?;
        if let Some(metadata) = &metadata {
            #[cfg(unix)]
            keep_owner(file, metadata)?;
            // After the owner, since a change of that takes some away.
            file.set_permissions(metadata.permissions())?;
        }
        file.sync_all()?;
        match old {
            Some(old) if !holds(&target, old)? => Err(WriteError::Changed),
            _ => Ok(()),
        }
    })?;
    let own = ready.metadata()?;
    ready.persist(&target).map_err(|error| error.error)?;
    tidy(folder, &own);
    Ok(true)
}

/// Removes what an earlier run of the same user left in `folder` because it was ended while it wrote. Once for
/// each folder, since a run may write to many files there.
fn tidy(folder: &Path, own: &Metadata) {
    static TIDIED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    if !TIDIED.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned()) {
        return;
    }
    let is_left = |entry: &DirEntry| {
        let name = entry.file_name();
        let random = name.to_str().and_then(|name| name.strip_prefix(PREFIX));
        let is_ours = random.is_some_and(|it| {
            it.len() == RANDOM && it.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        is_ours
            && entry.metadata().is_ok_and(|it| {
                let age = it.modified().ok().and_then(|at| at.elapsed().ok());
                it.is_file() && same_owner(&it, own) && age.is_some_and(|age| age > LEFT)
            })
    };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten().filter(is_left) {
        // What cannot be removed is in nobody's way.
        let _ = fs::remove_file(entry.path());
    }
}

#[cfg(unix)]
fn same_owner(one: &Metadata, other: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::uid(one) == std::os::unix::fs::MetadataExt::uid(other)
}

/// Elsewhere nobody may remove what is another's.
#[cfg(not(unix))]
fn same_owner(_: &Metadata, _: &Metadata) -> bool {
    true
}

/// Makes a file in `folder`, has it filled and gives it a name that nobody else takes. On Linux it has none
/// before it is whole and on the disk, which is what takes long: whoever ends the program leaves a hidden copy
/// of a draft there only in the moment in which it is named and renamed.
#[cfg_attr(not(unix), expect(unused_variables))]
fn prepare(
    folder: &Path,
    is_shared: bool,
    fill: impl Fn(&mut File) -> Result<(), WriteError>,
) -> Result<TempPath, WriteError> {
    let mut builder = Builder::new();
    builder.prefix(PREFIX).rand_bytes(RANDOM);
    // The system takes from this what the user does not give to others.
    #[cfg(unix)]
    let mode = if is_shared { 0o666 } else { 0o600 };
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(mode));
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{AtFlags, CWD, Mode, OFlags, linkat, open};
        use std::os::fd::AsRawFd;
        let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
        if let Ok(file) = open(folder, flags, Mode::from_raw_mode(mode)) {
            let mut file = File::from(file);
            fill(&mut file)?;
            let own = format!("/proc/self/fd/{}", file.as_raw_fd());
            let named = builder
                .make_in(folder, |name| Ok(linkat(CWD, &own, CWD, name, AtFlags::SYMLINK_FOLLOW)?));
            // Some disks know no such files, and some containers have no /proc.
            if let Ok(named) = named {
                return Ok(named.into_temp_path());
            }
        }
    }
    // Its error names the file, of which nobody has heard.
    let mut file = builder.tempfile_in(folder).map_err(|error| io::Error::from(error.kind()))?;
    fill(file.as_file_mut())?;
    Ok(file.into_temp_path())
}

/// Whether the file holds this text, and is a file.
fn holds(path: &Path, text: &str) -> io::Result<bool> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() && metadata.len() == text.len() as u64 => {
            Ok(fs::read(path)? == text.as_bytes())
        }
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(false),
    }
}

/// Gives `file` to the owner and the group of another.
#[cfg(unix)]
fn keep_owner(file: &File, other: &Metadata) -> Result<(), WriteError> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let own = file.metadata()?;
    let owner = (own.uid() != other.uid()).then(|| other.uid());
    let group = (own.gid() != other.gid()).then(|| other.gid());
    if owner.is_some() || group.is_some() {
        fchown(file, owner, group).map_err(|_| WriteError::Owner)?;
    }
    Ok(())
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
    let ready = prepare(folder, true, |file| {
        file.write_all(text.as_bytes())?;
        Ok(file.sync_all()?)
    })?;
    // Somebody may have made the file since it was looked for.
    ready.persist_noclobber(&path)?;
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

    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_has_no_name_before_it_is_whole() {
        use rustix::fs::{Mode, OFlags, open};
        let folder = tempfile::tempdir().unwrap();
        if open(folder.path(), OFlags::TMPFILE | OFlags::WRONLY, Mode::RUSR).is_err() {
            return;
        }
        let look = |_: &mut File| {
            assert_eq!(entries(folder.path()), 0);
            Ok(())
        };
        drop(prepare(folder.path(), false, look).unwrap());
        assert_eq!(entries(folder.path()), 0);
    }

    #[test]
    fn what_a_run_that_was_ended_has_left_goes_with_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let stay = [".aplomb-n3wOne", ".aplomb-settings", ".aplomb-a.b.md", "a.md"];
        for name in stay.into_iter().chain([".aplomb-aB3dE6"]) {
            let file = File::create(folder.path().join(name)).unwrap();
            if name != ".aplomb-n3wOne" {
                file.set_modified(std::time::SystemTime::now() - 2 * LEFT).unwrap();
            }
        }
        write_atomically(&folder.path().join("a.md"), "Hi").unwrap();
        assert!(stay.iter().all(|name| folder.path().join(name).exists()));
        assert_eq!(entries(folder.path()), stay.len());
    }

    #[test]
    fn what_has_changed_since_it_was_read_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        fs::write(&path, "Hi Jo").unwrap();
        for old in ["Hi", "Hi Al"] {
            let error = replace(&path, old, "Ho").unwrap_err();
            assert!(matches!(error, WriteError::Changed), "{error}");
            assert_eq!(fs::read_to_string(&path).unwrap(), "Hi Jo");
            assert_eq!(entries(folder.path()), 1);
        }
        assert!(replace(&path, "Hi Jo", "Ho").unwrap());
        assert_eq!(fs::read_to_string(&path).unwrap(), "Ho");
        fs::remove_file(&path).unwrap();
        assert!(matches!(replace(&path, "Ho", "Hi"), Err(WriteError::Changed)));
        assert_eq!(entries(folder.path()), 0);
    }

    #[test]
    fn a_file_with_two_names_stays_as_it_is_where_it_was_read() {
        let folder = tempfile::tempdir().unwrap();
        let (path, second) = (folder.path().join("a.md"), folder.path().join("b.md"));
        fs::write(&path, "Hi").unwrap();
        fs::hard_link(&path, &second).unwrap();
        if cfg!(unix) {
            assert!(matches!(replace(&path, "Hi", "Ho"), Err(WriteError::Linked)));
            assert_eq!(fs::read_to_string(&path).unwrap(), "Hi");
        }
        // What a copy of a folder holds by hard links is to stay, and what is written, to be written.
        assert!(write_atomically(&path, "Ho").unwrap());
        assert_eq!(fs::read_to_string(&second).unwrap(), "Hi");
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_regular_file_stays_what_it_is() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let [null, lost] = ["null", "lost"].map(|name| folder.path().join(name));
        symlink("/dev/null", &null).unwrap();
        symlink("nowhere", &lost).unwrap();
        for path in [&null, &lost, &folder.path().to_owned()] {
            assert!(matches!(write_atomically(path, "Ho"), Err(WriteError::NoFile)), "{path:?}");
        }
        assert!(matches!(replace(&null, "", ""), Err(WriteError::NoFile)));
        assert_eq!(fs::read_link(null).unwrap(), Path::new("/dev/null"));
        assert_eq!(fs::read_link(lost).unwrap(), Path::new("nowhere"));
        assert_eq!(entries(folder.path()), 2);
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
        assert!(matches!(error, WriteError::ReadOnly), "{error}");
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
