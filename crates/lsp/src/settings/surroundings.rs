//! What the server knows from the disk: settings by folder, what is remembered for the user, and what
//! teams have saved.

use std::path::Path;
use std::sync::Arc;

use aplomb_core::{Catalog, IgnoreSet, Mode, RecentLines, SavedReplies};
use aplomb_workspace::{Dirs, Memory, Project, Saved, SavedFiles, State, Watched, Workspace};

/// Settings and state, read when they are first needed.
#[derive(Debug, Default)]
pub(crate) struct Surroundings {
    dirs: Option<Dirs>,
    state: Option<State>,
    ignored: Arc<IgnoreSet>,
    /// How replies began and ended, read once a document's settings allow it.
    memory: Option<Memory>,
    /// The latest asked for last.
    saved: Vec<Shelf>,
    /// Made once the rules are there.
    workspace: Option<Workspace>,
}

/// A team's saved replies.
#[derive(Debug)]
struct Shelf {
    files: Arc<SavedFiles>,
    saved: Saved,
    /// Whether they are as on disk, or on their way.
    is_fresh: bool,
}

impl Surroundings {
    pub(crate) fn new(dirs: Option<Dirs>) -> Self {
        let state = dirs.as_ref().and_then(|dirs| match State::open(dirs) {
            Ok(state) => Some(state),
            Err(error) => {
                tracing::warn!("the state directory cannot be read: {}", error.kind());
                None
            }
        });
        let mut surroundings = Self { dirs, state, ..Self::default() };
        surroundings.share_ignored();
        surroundings
    }

    /// All settings, with the rules that come with Aplomb.
    pub(crate) fn workspace(&mut self, catalog: &Arc<Catalog>) -> &mut Workspace {
        let dirs = &self.dirs;
        self.workspace.get_or_insert_with(|| Workspace::new(dirs.clone(), catalog.clone()))
    }

    /// The files of what is remembered and saved.
    pub(crate) fn watched(&self) -> Watched {
        let mut watched = self.state.as_ref().map(State::watched).unwrap_or_default();
        watched.join(self.memory.as_ref().map(Memory::watched).unwrap_or_default());
        for shelf in self.saved.iter().filter(|shelf| shelf.is_fresh) {
            watched.join(shelf.saved.watched.clone());
        }
        watched
    }

    /// What is remembered for the user.
    pub(crate) fn state(&self) -> Option<&State> {
        self.state.as_ref()
    }

    /// Reads again what is remembered, which another editor may have changed; tells whether what was switched
    /// off or marked as a reply has.
    pub(crate) fn refresh(&mut self) -> bool {
        let changed = self.state.as_ref().is_some_and(|state| state.watched().has_changed());
        if let Some(state) = &mut self.state
            && let Err(error) = state.refresh()
        {
            tracing::warn!("the state directory cannot be read: {}", error.kind());
        }
        // It is read again where the settings still allow it.
        self.memory = None;
        for shelf in &mut self.saved {
            shelf.is_fresh &= !shelf.saved.watched.has_changed();
        }
        self.share_ignored();
        changed
    }

    /// The user's directories.
    pub(crate) fn dirs(&self) -> Option<&Dirs> {
        self.dirs.as_ref()
    }

    /// How the latest replies began and ended, as a document sees them. Where that may not be remembered, it is
    /// not read either.
    pub(crate) fn recent(&mut self, project: &Project, document: &str) -> RecentLines {
        if !project.remember_lines {
            return RecentLines::default();
        }
        if self.memory.is_none() {
            self.memory = self.dirs.as_ref().and_then(|dirs| Memory::open(dirs).ok());
        }
        let lines = self.memory.as_ref().map(Memory::lines).filter(|lines| !lines.is_empty());
        lines.map(|lines| lines.seen_from(document)).unwrap_or_default()
    }

    /// Takes over what is remembered by now.
    pub(crate) fn take_memory(&mut self, memory: Memory) {
        self.memory = Some(memory);
    }

    /// Forgets how replies began and ended; tells whether that could be done.
    pub(crate) fn forget_lines(&mut self) -> bool {
        let Some(dirs) = &self.dirs else { return true };
        let forgotten = Memory::open(dirs).and_then(|mut memory| {
            memory.forget()?;
            Ok(memory)
        });
        match forgotten {
            Ok(memory) => self.memory = Some(memory),
            Err(error) => {
                tracing::error!("the state directory cannot be written to: {}", error.kind());
                return false;
            }
        }
        true
    }

    /// The saved replies with which a document is compared, as far as they are known, and where to read
    /// them if they are not. A saved reply itself is compared with none.
    pub(crate) fn saved(
        &mut self,
        project: &Project,
        path: Option<&Path>,
    ) -> (Arc<SavedReplies>, Option<Arc<SavedFiles>>) {
        let is_saved = path.is_some_and(|path| project.files.mode(path) == Some(Mode::Macro));
        let files = project.saved_files.as_ref().filter(|_| !is_saved);
        let Some(files) = files.filter(|_| project.speaks_by("macro-unedited").is_some()) else {
            return Default::default();
        };
        let known = self.saved.iter().position(|shelf| shelf.files == *files);
        let mut shelf = match known {
            Some(at) => self.saved.remove(at),
            None => Shelf { files: files.clone(), saved: Saved::default(), is_fresh: false },
        };
        let wanted = (!shelf.is_fresh).then(|| files.clone());
        shelf.is_fresh = true;
        let replies = shelf.saved.replies.clone();
        self.saved.push(shelf);
        (replies, wanted)
    }

    /// Lets go of the saved replies that no open document is compared with, but for the latest.
    pub(crate) fn tidy_saved(&mut self, is_in_use: impl Fn(&SavedFiles) -> bool) {
        let latest = self.saved.pop();
        self.saved.retain(|shelf| is_in_use(&shelf.files));
        self.saved.extend(latest);
    }

    /// Takes over what was read; tells whether that can make a difference.
    pub(crate) fn take_saved(&mut self, files: &SavedFiles, saved: Saved) -> bool {
        let Some(shelf) = self.saved.iter_mut().find(|shelf| *shelf.files == *files) else {
            return false;
        };
        let differs = !(shelf.saved.replies.is_empty() && saved.replies.is_empty());
        shelf.saved = saved;
        differs
    }

    /// Whether anything can be remembered.
    pub(crate) fn remembers(&self) -> bool {
        self.state.is_some()
    }

    pub(crate) fn ignored(&self) -> &Arc<IgnoreSet> {
        &self.ignored
    }

    pub(crate) fn is_reply(&self, document: &str) -> bool {
        self.state.as_ref().is_some_and(|state| state.is_reply(document))
    }

    /// Switches a rule off for a sentence; tells whether that could be remembered.
    pub(crate) fn ignore(&mut self, code: &str, sentence: &str) -> bool {
        self.remember(|state| state.ignore(code, sentence))
    }

    /// Marks a document as a reply; tells whether that could be remembered.
    pub(crate) fn remember_reply(&mut self, document: &str) -> bool {
        self.remember(|state| state.remember_reply(document))
    }

    fn remember(&mut self, entry: impl FnOnce(&mut State) -> std::io::Result<()>) -> bool {
        let done = match self.state.as_mut().map(entry) {
            Some(Ok(())) => true,
            Some(Err(error)) => {
                tracing::error!("the state directory cannot be written to: {}", error.kind());
                false
            }
            None => false,
        };
        self.share_ignored();
        done
    }

    fn share_ignored(&mut self) {
        let ignored = self.state.as_ref().map(|state| state.ignores().clone());
        self.ignored = Arc::new(ignored.unwrap_or_default());
    }
}
