//! Settings files and packs as they are on disk, each read once until it changes.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aplomb_core::Pack;

use super::SETTINGS_FILE;
use crate::read::{ReadError, ReadErrorKind, read_text_up_to};
use crate::settings::node::{Node, SyntaxError};
use crate::watched::{Stamp, Watched};

/// What is found under a name.
#[derive(Clone, Debug)]
pub(crate) enum Found {
    Nothing,
    Text(Arc<str>),
    Folder,
    /// Something that cannot be used, with the line that is to blame and why.
    Unusable {
        line: usize,
        why: String,
    },
}

/// A settings file that was read.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    pub text: Arc<str>,
    pub node: Node,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Disk {
    /// What was looked for; nothing was found where a file is only watched.
    seen: HashMap<PathBuf, (Stamp, Option<Found>)>,
    /// The last good state of each settings file and of each pack.
    trees: HashMap<PathBuf, Arc<Tree>>,
    packs: HashMap<PathBuf, Arc<Pack>>,
}

impl Disk {
    /// What is found under `path`, read when it is first asked for.
    pub(super) fn look(&mut self, path: &Path, most: u64) -> Found {
        if let Some((_, Some(found))) = self.seen.get(path) {
            return found.clone();
        }
        // The stamp first: what changes in between is then noticed.
        let stamp = Stamp::of(path);
        let found = if !stamp.is_there() {
            Found::Nothing
        } else {
            match read_text_up_to(path, most) {
                Ok(text) => Found::Text(text.into()),
                Err(ReadError { kind: ReadErrorKind::Folder, .. }) => Found::Folder,
                Err(error) => Found::Unusable {
                    line: match error.kind {
                        ReadErrorKind::Utf8 { line, .. } => line,
                        _ => 1,
                    },
                    why: error.kind.reason(),
                },
            }
        };
        self.seen.insert(path.to_owned(), (stamp, Some(found.clone())));
        found
    }

    /// Watches a file that is not to be read.
    pub(super) fn note(&mut self, path: &Path) {
        self.seen.entry(path.to_owned()).or_insert_with(|| (Stamp::of(path), None));
    }

    /// The text of a file, if it was read as one.
    pub(super) fn text_of(&self, path: &Path) -> Option<Arc<str>> {
        match self.seen.get(path) {
            Some((_, Some(Found::Text(text)))) => Some(text.clone()),
            _ => None,
        }
    }

    /// Which state of a file was read.
    pub(super) fn stamp_of(&self, path: &Path) -> Stamp {
        self.seen.get(path).map(|(stamp, _)| *stamp).unwrap_or_default()
    }

    /// Reads a settings file's text. Where it is no TOML, its last good state comes back instead, or
    /// else what can be made of it, and what is wrong.
    pub(super) fn tree(&mut self, path: &Path, text: &Arc<str>) -> (Arc<Tree>, Option<Broken>) {
        let (node, error) = Node::from_toml(text);
        let tree = Arc::new(Tree { text: text.clone(), node });
        match error {
            None => {
                self.trees.insert(path.to_owned(), tree.clone());
                (tree, None)
            }
            Some(error) => {
                let last = self.trees.get(path).cloned();
                let broken = Broken { error, kept: last.is_some() };
                (last.unwrap_or(tree), Some(broken))
            }
        }
    }

    /// The last good state of a settings file that cannot be read any more.
    pub(super) fn last_tree(&self, path: &Path) -> Option<Arc<Tree>> {
        self.trees.get(path).cloned()
    }

    /// Forgets a settings file that is gone.
    pub(super) fn forget(&mut self, path: &Path) {
        self.trees.remove(path);
        self.packs.remove(path);
    }

    pub(super) fn keep_pack(&mut self, path: &Path, pack: Arc<Pack>) {
        self.packs.insert(path.to_owned(), pack);
    }

    pub(super) fn last_pack(&self, path: &Path) -> Option<Arc<Pack>> {
        self.packs.get(path).cloned()
    }

    /// Lets go of what has changed; tells whether anything has.
    pub(super) fn refresh(&mut self) -> bool {
        let before = self.seen.len();
        self.seen.retain(|path, (seen, _)| *seen == Stamp::of(path));
        self.seen.len() != before
    }

    /// Lets go of all that was seen; what was good stays known.
    pub(super) fn look_anew(&mut self) {
        self.seen.clear();
    }

    /// All that was looked for, as it was found.
    pub(super) fn watched(&self) -> Watched {
        self.seen.iter().map(|(path, (stamp, _))| (path.clone(), *stamp)).collect()
    }
}

/// The names of the packs in a folder, in their order; those below it are no part of it. That one comes
/// or goes changes the folder itself, which can be watched.
///
/// # Errors
///
/// Why the folder cannot be looked up.
pub fn packs_in(folder: &Path) -> io::Result<Vec<OsString>> {
    let is_pack = |name: &Path| {
        let hidden = name.to_string_lossy().starts_with('.');
        let is_settings = name.as_os_str() == SETTINGS_FILE;
        !hidden && !is_settings && name.extension().is_some_and(|it| it == "toml")
    };
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        if is_pack(Path::new(&name)) {
            names.push(name);
        }
    }
    names.sort_unstable();
    Ok(names)
}

/// Why a settings file is not used as it stands.
#[derive(Debug)]
pub(crate) struct Broken {
    pub error: SyntaxError,
    /// Whether its last good state holds instead.
    pub kept: bool,
}
