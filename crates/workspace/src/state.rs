//! What is remembered for the user: findings switched off for a sentence, files to be checked as
//! replies, and how replies began and ended.
//!
//! Neither sentences nor paths are kept, only hashes under a random key of the user's own. Each file
//! is small, is replaced as a whole under a lock, and is read again before it is replaced, so that
//! two processes do not undo each other's entries.

mod recent;

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::hash::Hasher;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use aplomb_core::{IgnoreSet, SentenceHash};
use siphasher::sip128::{Hasher128, SipHasher24};

pub use recent::Memory;

use crate::dirs::Dirs;
use crate::watched::{Stamp, Watched};
use crate::write::write_atomically;

/// So many entries are kept of each kind; the oldest go first.
const MOST_ENTRIES: usize = 10_000;

/// Nobody fills a file of so many entries by hand, so a larger one is not ours. In bytes.
const MOST_FILE_BYTES: u64 = 4 * 1024 * 1024;

/// So long is waited while another process writes, which takes a few milliseconds.
const PATIENCE: Duration = Duration::from_secs(1);
/// So often it is looked whether it has.
const POLL: Duration = Duration::from_millis(5);

type Key = [u8; 16];

/// The user's state directory, read.
#[derive(Clone, Debug)]
pub struct State {
    folder: Folder,
    /// `None` until the first entry: a check alone writes nothing.
    key: Option<Key>,
    ignores: IgnoreSet,
    replies: BTreeSet<u128>,
    /// The files as they were read.
    watched: Watched,
}

impl State {
    /// Reads what is remembered. Nothing is created, and lines that make no sense are passed over.
    ///
    /// # Errors
    ///
    /// When the directory is there and cannot be read.
    pub fn open(dirs: &Dirs) -> io::Result<Self> {
        let mut state = Self {
            folder: Folder::of(dirs),
            key: None,
            ignores: IgnoreSet::default(),
            replies: BTreeSet::new(),
            watched: Watched::default(),
        };
        state.refresh()?;
        Ok(state)
    }

    /// Reads again what is remembered, with what other processes have added.
    ///
    /// # Errors
    ///
    /// As for [`State::open`]; what was known before is kept.
    pub fn refresh(&mut self) -> io::Result<()> {
        // Before they are read: what changes in between is then noticed.
        let files = [self.folder.key(), self.folder.ignores(), self.folder.replies()];
        self.watched = files.into_iter().map(|file| (file.clone(), Stamp::of(&file))).collect();
        let key = self.folder.read_key()?;
        // Entries under another key mean nothing, so without a key there are none.
        let (ignores, replies) = match key {
            Some(key) => {
                let ignores = read_lines(&self.folder.ignores(), MOST_FILE_BYTES, parse_ignore)?;
                let replies = read_lines(&self.folder.replies(), MOST_FILE_BYTES, parse_hash)?;
                (IgnoreSet::new(key, ignores), replies)
            }
            None => (IgnoreSet::default(), Vec::new()),
        };
        self.key = key;
        self.ignores = ignores;
        self.replies = replies.into_iter().collect();
        Ok(())
    }

    /// The files on which this depends, as they were read. Another editor may add to them.
    #[must_use]
    pub fn watched(&self) -> Watched {
        self.watched.clone()
    }

    /// The findings that are switched off.
    #[must_use]
    pub fn ignores(&self) -> &IgnoreSet {
        &self.ignores
    }

    /// Switches the rule `code` off for `sentence`, from now on and for good.
    ///
    /// # Errors
    ///
    /// When the state directory cannot be made or written to. The entry is not kept then.
    pub fn ignore(&mut self, code: &str, sentence: &str) -> io::Result<()> {
        let _lock = self.folder.lock()?;
        let key = self.folder.make_key()?;
        let hash = IgnoreSet::new(key, []).hash(sentence);
        add(&self.folder.ignores(), parse_ignore, (code.to_owned(), hash), |(code, hash)| {
            format!("{code} {:032x}", hash.0)
        })?;
        self.refresh()
    }

    /// Remembers that a document is to be checked as a reply. Give the path of a file as
    /// [`absolute`](crate::absolute) tells it, and the URI of what is no file.
    ///
    /// # Errors
    ///
    /// As for [`State::ignore`].
    pub fn remember_reply(&mut self, document: &str) -> io::Result<()> {
        let _lock = self.folder.lock()?;
        let hash = hash_document(self.folder.make_key()?, document);
        add(&self.folder.replies(), parse_hash, hash, |hash| format!("{hash:032x}"))?;
        self.refresh()
    }

    /// Whether the document was to be checked as a reply, named as for [`State::remember_reply`].
    #[must_use]
    pub fn is_reply(&self, document: &str) -> bool {
        !self.replies.is_empty()
            && self.key.is_some_and(|key| self.replies.contains(&hash_document(key, document)))
    }
}

/// The folder of the state, and the names in it.
#[derive(Clone, Debug)]
struct Folder(PathBuf);

impl Folder {
    fn of(dirs: &Dirs) -> Self {
        Self(dirs.state.clone())
    }

    fn key(&self) -> PathBuf {
        self.0.join("key")
    }

    fn ignores(&self) -> PathBuf {
        self.0.join("ignores")
    }

    fn replies(&self) -> PathBuf {
        self.0.join("replies")
    }

    fn recent(&self) -> PathBuf {
        self.0.join("recent")
    }

    fn read_key(&self) -> io::Result<Option<Key>> {
        let lines = read_lines(&self.key(), MOST_FILE_BYTES, parse_hash)?;
        Ok(lines.first().map(|key| key.to_be_bytes()))
    }

    /// Waits until no other process writes, though not for one that hangs. The lock ends with the file that
    /// is handed back.
    fn lock(&self) -> io::Result<File> {
        create_private_folder(&self.0)?;
        let path = self.0.join("lock");
        refuse_pipe(&path)?;
        let file = File::options().create(true).truncate(false).write(true).open(&path)?;
        let start = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::Error(error)) => return Err(error),
                Err(TryLockError::WouldBlock) if start.elapsed() > PATIENCE => {
                    let why = format!("another program holds {}", path.display());
                    return Err(io::Error::new(io::ErrorKind::TimedOut, why));
                }
                Err(TryLockError::WouldBlock) => thread::sleep(POLL),
            }
        }
    }

    /// The user's key. A new one makes older entries meaningless, so they are dropped with it. Called
    /// under the lock.
    fn make_key(&self) -> io::Result<Key> {
        if let Some(key) = self.read_key()? {
            return Ok(key);
        }
        let key = new_key()?;
        for stale in [self.ignores(), self.replies()] {
            remove(&stale)?;
        }
        // A new file is readable by its owner only.
        write_atomically(&self.key(), &format!("{:032x}\n", u128::from_be_bytes(key)))?;
        Ok(key)
    }
}

fn new_key() -> io::Result<Key> {
    let mut key = Key::default();
    getrandom::fill(&mut key).map_err(io::Error::other)?;
    Ok(key)
}

/// Removes a file, if it is there.
fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn create_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn hash_document(key: Key, document: &str) -> u128 {
    let mut hasher = SipHasher24::new_with_key(&key);
    hasher.write(b"document\0");
    hasher.write(document.as_bytes());
    hasher.finish128().as_u128()
}

/// Adds `entry` as the newest and drops the oldest beyond the limit.
fn add<T: PartialEq>(
    file: &Path,
    parse: fn(&str) -> Option<T>,
    entry: T,
    print: fn(&T) -> String,
) -> io::Result<()> {
    let mut entries = read_lines(file, MOST_FILE_BYTES, parse)?;
    entries.retain(|old| *old != entry);
    entries.push(entry);
    let oldest = entries.len().saturating_sub(MOST_ENTRIES);
    let lines: String = entries[oldest..].iter().map(|entry| print(entry) + "\n").collect();
    write_atomically(file, &lines)?;
    Ok(())
}

/// Reads a file of so many bytes at most; what makes no sense is passed over.
fn read_lines<T>(file: &Path, most: u64, parse: fn(&str) -> Option<T>) -> io::Result<Vec<T>> {
    refuse_pipe(file)?;
    let mut bytes = Vec::new();
    match File::open(file) {
        Ok(file) => file.take(most).read_to_end(&mut bytes)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    Ok(String::from_utf8_lossy(&bytes).lines().filter_map(|line| parse(line.trim())).collect())
}

/// Fails where to open the file would be to wait for ever. What is not there is none of that kind.
fn refuse_pipe(file: &Path) -> io::Result<()> {
    match fs::metadata(file) {
        Ok(metadata) if !metadata.is_file() => {
            Err(io::Error::other(format!("{} is no regular file", file.display())))
        }
        _ => Ok(()),
    }
}

fn parse_ignore(line: &str) -> Option<(String, SentenceHash)> {
    let (code, hash) = line.split_once(' ')?;
    Some((code.to_owned(), SentenceHash(parse_hash(hash)?)))
}

fn parse_hash(text: &str) -> Option<u128> {
    let whole = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    whole.then(|| u128::from_str_radix(text, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENTENCE: &str = "It should now work.";
    const CODE: &str = "certainty-should";

    fn dirs(folder: &Path) -> Dirs {
        Dirs {
            config: folder.join("config"),
            state: folder.join("state"),
            cache: folder.join("cache"),
        }
    }

    #[test]
    fn reading_alone_writes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let state = State::open(&dirs(folder.path())).unwrap();
        assert!(!state.ignores().holds(CODE, SENTENCE));
        assert!(!state.is_reply("/a/README.md"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn an_ignore_and_a_reply_are_remembered_without_their_words() {
        let folder = tempfile::tempdir().unwrap();
        let dirs = dirs(folder.path());
        let mut state = State::open(&dirs).unwrap();
        state.ignore(CODE, SENTENCE).unwrap();
        state.remember_reply("/home/ana/README.md").unwrap();
        for state in [&state, &State::open(&dirs).unwrap()] {
            assert!(state.ignores().holds(CODE, "It should  now\nwork."));
            assert!(!state.ignores().holds("certainty-try", SENTENCE));
            assert!(state.is_reply("/home/ana/README.md"));
            assert!(!state.is_reply("/home/ana/README"));
        }
        for file in ["ignores", "replies"] {
            let kept = fs::read_to_string(dirs.state.join(file)).unwrap();
            assert!(!kept.contains("work") && !kept.contains("ana"), "{kept}");
        }
    }

    #[test]
    fn two_states_keep_each_others_entries() {
        let folder = tempfile::tempdir().unwrap();
        let dirs = dirs(folder.path());
        let mut one = State::open(&dirs).unwrap();
        let mut two = State::open(&dirs).unwrap();
        one.ignore(CODE, "One should work.").unwrap();
        two.ignore(CODE, "Two should work.").unwrap();
        assert!(one.watched().has_changed() && !two.watched().has_changed());
        one.refresh().unwrap();
        for state in [&one, &two] {
            assert!(state.ignores().holds(CODE, "One should work."));
            assert!(state.ignores().holds(CODE, "Two should work."));
        }
    }

    #[test]
    fn writers_at_the_same_time_lose_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let dirs = dirs(folder.path());
        std::thread::scope(|scope| {
            for writer in 0..4 {
                let dirs = &dirs;
                scope.spawn(move || {
                    let mut state = State::open(dirs).unwrap();
                    for n in 0..10 {
                        state.ignore(CODE, &format!("Sentence {writer} {n}.")).unwrap();
                    }
                });
            }
        });
        let state = State::open(&dirs).unwrap();
        assert_eq!(state.ignores().entries().count(), 40);
    }

    #[test]
    fn who_holds_the_lock_for_ever_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let dirs = dirs(folder.path());
        let mut state = State::open(&dirs).unwrap();
        let held = state.folder.lock().unwrap();
        let error = state.ignore(CODE, SENTENCE).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut, "{error}");
        drop(held);
        state.ignore(CODE, SENTENCE).unwrap();
    }

    #[test]
    fn a_damaged_file_costs_only_what_is_damaged() {
        let folder = tempfile::tempdir().unwrap();
        let dirs = dirs(folder.path());
        let mut state = State::open(&dirs).unwrap();
        state.ignore(CODE, SENTENCE).unwrap();
        let file = dirs.state.join("ignores");
        let mut bytes = b"\xff\xfe\0 nonsense\ncertainty-should 12\n\n".to_vec();
        bytes.extend(fs::read(&file).unwrap());
        bytes.extend(b"certainty-should 0123");
        fs::write(&file, bytes).unwrap();
        let mut state = State::open(&dirs).unwrap();
        assert!(state.ignores().holds(CODE, SENTENCE));
        state.ignore(CODE, "Another one.").unwrap();
        assert_eq!(state.ignores().entries().count(), 2);
        assert_eq!(fs::read_to_string(&file).unwrap().lines().count(), 2);
    }

    #[test]
    fn a_damaged_key_begins_anew() {
        let folder = tempfile::tempdir().unwrap();
        let dirs = dirs(folder.path());
        State::open(&dirs).unwrap().ignore(CODE, SENTENCE).unwrap();
        fs::write(dirs.state.join("key"), "short").unwrap();
        let mut state = State::open(&dirs).unwrap();
        assert!(!state.ignores().holds(CODE, SENTENCE));
        state.ignore(CODE, SENTENCE).unwrap();
        let state = State::open(&dirs).unwrap();
        assert!(state.ignores().holds(CODE, SENTENCE));
        assert_eq!(state.ignores().entries().count(), 1);
    }

    #[test]
    fn the_newest_entries_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let dirs = dirs(folder.path());
        let mut state = State::open(&dirs).unwrap();
        state.remember_reply("newest but one").unwrap();
        let file = dirs.state.join("replies");
        let newest = fs::read_to_string(&file).unwrap();
        let older: String = (0..MOST_ENTRIES).map(|n| format!("{n:032x}\n")).collect();
        fs::write(&file, older + &newest).unwrap();
        state.remember_reply("newest").unwrap();
        assert!(state.is_reply("newest but one") && state.is_reply("newest"));
        assert_eq!(fs::read_to_string(&file).unwrap().lines().count(), MOST_ENTRIES);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_user_may_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let dirs = dirs(folder.path());
        State::open(&dirs).unwrap().ignore(CODE, SENTENCE).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&dirs.state), 0o700);
        assert_eq!(mode(&dirs.state.join("key")), 0o600);
        assert_eq!(mode(&dirs.state.join("ignores")), 0o600);
    }
}
