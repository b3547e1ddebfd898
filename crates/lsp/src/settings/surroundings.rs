//! What the server knows from the disk: settings by folder, and what the user switched off or marked.

use std::sync::Arc;

use aplomb_core::{Catalog, IgnoreSet};
use aplomb_workspace::{Dirs, State, Watched, Workspace};

/// Settings and state, read when they are first needed.
#[derive(Debug, Default)]
pub(crate) struct Surroundings {
    dirs: Option<Dirs>,
    state: Option<State>,
    ignored: Arc<IgnoreSet>,
    /// Made once the rules are there.
    workspace: Option<Workspace>,
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

    /// The files of what is remembered.
    pub(crate) fn watched(&self) -> Watched {
        self.state.as_ref().map(State::watched).unwrap_or_default()
    }

    /// Reads again what is remembered, which another editor may have changed.
    pub(crate) fn refresh(&mut self) {
        if let Some(state) = &mut self.state
            && let Err(error) = state.refresh()
        {
            tracing::warn!("the state directory cannot be read: {}", error.kind());
        }
        self.share_ignored();
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
