//! How the user's latest replies began and ended, so that a line that comes back all the time is known.
//!
//! It is kept apart from the rest of the state, for the settings can switch it off: then nothing of it
//! is read or written. Its key stands in its first line, so that to forget it is to forget the key as well.

use std::fs;
use std::io;

use aplomb_core::{RecentLines, SentLines, UsedLines};

use super::{Folder, Key, new_key, parse_hash, read_lines, remove};
use crate::dirs::Dirs;
use crate::watched::{Stamp, Watched};
use crate::write::write_atomically;

/// So many replies are remembered, about a month of them. The oldest go first.
const MOST_REPLIES: usize = 300;
/// So many hashes are kept of a reply; a greeting, two sentences and valedictions have fewer.
const MOST_HASHES: usize = 40;
/// A larger file is not ours. In bytes.
const MOST_FILE_BYTES: u64 = ((MOST_REPLIES + 1) * (MOST_HASHES + 1) * 17) as u64;

/// A line of the file.
enum Line {
    Key(Key),
    Reply(UsedLines),
}

/// What is remembered of the user's latest replies, read.
#[derive(Debug)]
pub struct Memory {
    folder: Folder,
    lines: RecentLines,
    watched: Watched,
}

impl Memory {
    /// Reads what is remembered. Nothing is created, and lines that make no sense are passed over.
    ///
    /// # Errors
    ///
    /// When the state directory is there and cannot be read.
    pub fn open(dirs: &Dirs) -> io::Result<Self> {
        let (lines, watched) = (RecentLines::default(), Watched::default());
        let mut memory = Self { folder: Folder::of(dirs), lines, watched };
        memory.refresh()?;
        Ok(memory)
    }

    /// Reads again what is remembered, with what other processes have added.
    ///
    /// # Errors
    ///
    /// As for [`Memory::open`]; what was known before is kept.
    pub fn refresh(&mut self) -> io::Result<()> {
        // Before it is read: what changes in between is then noticed.
        let file = self.folder.recent();
        self.watched = [(file.clone(), Stamp::of(&file))].into_iter().collect();
        let read = self.read()?;
        self.lines = read.map(|(key, replies)| RecentLines::new(key, replies)).unwrap_or_default();
        Ok(())
    }

    /// The files on which this depends, as they were read. Another editor may add to them.
    #[must_use]
    pub fn watched(&self) -> Watched {
        self.watched.clone()
    }

    /// What is remembered.
    #[must_use]
    pub fn lines(&self) -> &RecentLines {
        &self.lines
    }

    /// Remembers how a reply begins and ends, in the place of what was remembered of it before. The
    /// document is named as for [`State::remember_reply`](super::State::remember_reply).
    ///
    /// # Errors
    ///
    /// When the state directory cannot be made or written to. Nothing is remembered then.
    pub fn remember(&mut self, document: &str, sent: &SentLines) -> io::Result<()> {
        let lock = self.folder.lock()?;
        let (key, mut replies) = match self.read()? {
            Some(read) => read,
            None => (new_key()?, Vec::new()),
        };
        let mut used = RecentLines::new(key, []).seen_from(document).hashed(sent);
        used.lines.truncate(MOST_HASHES);
        if !replies.contains(&used) {
            replies.retain(|old| old.reply != used.reply);
            replies.push(used);
            let oldest = replies.len().saturating_sub(MOST_REPLIES);
            let key = format!("key {:032x}\n", u128::from_be_bytes(key));
            let lines: String =
                [key].into_iter().chain(replies[oldest..].iter().map(print)).collect();
            // A new file is readable by its owner only.
            write_atomically(&self.folder.recent(), &lines)?;
        }
        drop(lock);
        self.refresh()
    }

    /// Forgets all of it.
    ///
    /// # Errors
    ///
    /// When the state directory cannot be written to.
    pub fn forget(&mut self) -> io::Result<()> {
        if fs::symlink_metadata(self.folder.recent()).is_ok() {
            let _lock = self.folder.lock()?;
            remove(&self.folder.recent())?;
        }
        self.refresh()
    }

    /// The key and the latest replies. Hashes whose key is lost mean nothing, so then there are none.
    fn read(&self) -> io::Result<Option<(Key, Vec<UsedLines>)>> {
        let (mut key, mut replies) = (None, Vec::new());
        for line in read_lines(&self.folder.recent(), MOST_FILE_BYTES, parse_line)? {
            match line {
                Line::Key(found) => key = key.or(Some(found)),
                Line::Reply(used) => replies.push(used),
            }
        }
        let oldest = replies.len().saturating_sub(MOST_REPLIES);
        Ok(key.map(|key| (key, replies.split_off(oldest))))
    }
}

fn parse_line(line: &str) -> Option<Line> {
    match line.strip_prefix("key ") {
        Some(key) => parse_hash(key).map(|key| Line::Key(key.to_be_bytes())),
        None => parse(line).map(Line::Reply),
    }
}

fn print(used: &UsedLines) -> String {
    let hashes = std::iter::once(&used.reply).chain(&used.lines);
    let hashes: Vec<String> = hashes.map(|hash| format!("{hash:016x}")).collect();
    hashes.join(" ") + "\n"
}

fn parse(line: &str) -> Option<UsedLines> {
    let mut hashes = line.split(' ').map(|hash| {
        let whole = hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        whole.then(|| u64::from_str_radix(hash, 16).ok()).flatten()
    });
    let reply = hashes.next()??;
    let mut lines: Vec<u64> = hashes.collect::<Option<_>>()?;
    if lines.is_empty() || lines.len() > MOST_HASHES {
        return None;
    }
    lines.sort_unstable();
    Some(UsedLines { reply, lines })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use aplomb_core::{Catalog, Draft, Input};

    use super::*;

    fn dirs(folder: &Path) -> Dirs {
        Dirs {
            config: folder.join("config"),
            state: folder.join("state"),
            cache: folder.join("cache"),
        }
    }

    fn sent(opening: &str) -> SentLines {
        let text = format!("Hi Jo,\n\n{opening} The tent is here.\n\nBest wishes,\nAna\n");
        SentLines::of(&Draft::read(&text, &Input::default(), &Catalog::builtin())).unwrap()
    }

    const OPENING: &str = "Thanks for the detailed report.";

    #[test]
    fn reading_and_forgetting_alone_write_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut memory = Memory::open(&dirs(folder.path())).unwrap();
        assert!(memory.lines().is_empty());
        memory.forget().unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_line_is_remembered_without_its_words_and_once_a_reply() {
        let folder = tempfile::tempdir().unwrap();
        let dirs = dirs(folder.path());
        let mut memory = Memory::open(&dirs).unwrap();
        for document in ["/home/ana/1.md", "/home/ana/2.md", "/home/ana/1.md"] {
            memory.remember(document, &sent(OPENING)).unwrap();
        }
        memory.remember("/home/ana/2.md", &sent("Thank you for the photo.")).unwrap();
        for memory in [&memory, &Memory::open(&dirs).unwrap()] {
            assert_eq!(memory.lines().last_used("Thank you for the photo"), Some(0));
            assert_eq!(memory.lines().last_used(OPENING), Some(1));
        }
        let kept = fs::read_to_string(dirs.state.join("recent")).unwrap();
        let hashes = kept.strip_prefix("key ").unwrap();
        assert_eq!(hashes.lines().skip(1).count(), 2);
        let hashes_only = |c: char| c.is_ascii_hexdigit() || c.is_ascii_whitespace();
        assert!(hashes.chars().all(hashes_only), "{kept}");
        memory.forget().unwrap();
        assert!(memory.lines().is_empty() && !dirs.state.join("recent").exists());
    }

    #[test]
    fn writers_at_the_same_time_lose_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let dirs = dirs(folder.path());
        let sent = sent(OPENING);
        std::thread::scope(|scope| {
            for writer in 0..4 {
                let (dirs, sent) = (&dirs, &sent);
                scope.spawn(move || {
                    let mut memory = Memory::open(dirs).unwrap();
                    for n in 0..10 {
                        memory.remember(&format!("{writer} {n}"), sent).unwrap();
                    }
                });
            }
        });
        assert_eq!(Memory::open(&dirs).unwrap().lines().len(), 40);
    }

    #[test]
    fn a_damaged_file_costs_only_what_is_damaged() {
        let folder = tempfile::tempdir().unwrap();
        let dirs = dirs(folder.path());
        let mut memory = Memory::open(&dirs).unwrap();
        memory.remember("1", &sent(OPENING)).unwrap();
        let file = dirs.state.join("recent");
        let good = fs::read_to_string(&file).unwrap();
        let endless = "0123456789abcdef ".repeat(MOST_HASHES + 2);
        let mut bytes = format!("\nnonsense\n0123456789abcdef\n{endless}\n{good}").into_bytes();
        bytes.extend(b"\xff\xfe\0\n0123456789abcdef 0123");
        fs::write(&file, bytes).unwrap();
        let mut memory = Memory::open(&dirs).unwrap();
        assert_eq!(memory.lines().last_used(OPENING), Some(0));
        memory.remember("2", &sent("Thank you for the photo.")).unwrap();
        assert_eq!(memory.lines().len(), 2);
        assert_eq!(fs::read_to_string(&file).unwrap().lines().count(), 3);
        // Without its key nothing that is left means anything.
        fs::write(&file, good.split_once('\n').unwrap().1).unwrap();
        memory.refresh().unwrap();
        assert!(memory.lines().is_empty());
        memory.remember("2", &sent("Thank you for the photo.")).unwrap();
        assert_eq!(memory.lines().len(), 1);
    }

    #[test]
    fn it_does_not_grow_whatever_is_put_there() {
        let folder = tempfile::tempdir().unwrap();
        let dirs = dirs(folder.path());
        let mut memory = Memory::open(&dirs).unwrap();
        memory.remember("1", &sent(OPENING)).unwrap();
        let good = fs::read_to_string(dirs.state.join("recent")).unwrap();
        let many: String = (0..200_000).map(|n| format!("{n:016x} {n:016x}\n")).collect();
        assert!(many.len() as u64 > 2 * MOST_FILE_BYTES);
        let file = dirs.state.join("recent");
        fs::write(&file, good + &many).unwrap();
        memory.remember("2", &sent(OPENING)).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap().lines().count(), 1 + MOST_REPLIES);
        assert_eq!(memory.lines().last_used(OPENING), Some(0));
    }
}
