//! What the commands that read drafts share: rules, settings, and what the user has switched off.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use aplomb_core::{Catalog, IgnoreSet, Input, Kind, Mode, Profile};
use aplomb_workspace::{Dirs, Project, State, absolute, kind_of, mode_of};

use crate::terminal::Terminal;

/// The rules and the world in which drafts are checked. Shared by all threads.
pub(crate) struct Setup {
    pub(crate) catalog: Catalog,
    dirs: Option<Dirs>,
    state: Option<State>,
    profile: Option<Profile>,
    projects: Mutex<HashMap<PathBuf, Arc<Project>>>,
    desks: Mutex<HashMap<DeskKey, Arc<Desk>>>,
}

#[derive(PartialEq, Eq, Hash)]
struct DeskKey {
    folder: PathBuf,
    kind: Kind,
    mode: Option<Mode>,
}

/// What holds for the drafts of one folder that are written in the same way.
pub(crate) struct Desk {
    pub(crate) project: Arc<Project>,
    pub(crate) input: Input,
}

impl Setup {
    /// Prepares a command. `profile` goes over the settings.
    pub(crate) fn new(profile: Option<Profile>, terminal: &mut Terminal) -> Self {
        let dirs = Dirs::from_env();
        let state = dirs.as_ref().and_then(|dirs| match State::open(dirs) {
            Ok(state) => Some(state),
            Err(error) => {
                let folder = dirs.state.display();
                terminal.warning(&format!(
                    "what you have switched off is not known, for {folder} cannot be read: {error}"
                ));
                None
            }
        });
        Self {
            catalog: Catalog::builtin(),
            dirs,
            state,
            profile,
            projects: Mutex::default(),
            desks: Mutex::default(),
        }
    }

    /// What holds for the draft at `path`, or for the one on standard input that goes by that name.
    pub(crate) fn desk(&self, path: Option<&Path>) -> Arc<Desk> {
        let folder = path.and_then(Path::parent).unwrap_or(Path::new("")).to_owned();
        let kind = path.map_or_else(Kind::default, kind_of);
        let mode = path.and_then(mode_of);
        let key = DeskKey { folder, kind, mode };
        // A thread that panicked while it held the lock has not left half an entry.
        let mut desks = self.desks.lock().unwrap_or_else(PoisonError::into_inner);
        let desk = desks.entry(key).or_insert_with_key(|key| {
            let project = self.project(&key.folder);
            let mut settings = project.settings.clone();
            settings.profile = self.profile.unwrap_or(settings.profile);
            let ignored = self
                .state
                .as_ref()
                .map_or_else(IgnoreSet::default, |state| state.ignores().clone());
            Arc::new(Desk {
                input: Input { kind, mode, settings, ignored, ..Input::default() },
                project,
            })
        });
        Arc::clone(desk)
    }

    fn project(&self, folder: &Path) -> Arc<Project> {
        let mut projects = self.projects.lock().unwrap_or_else(PoisonError::into_inner);
        let project = projects.entry(folder.to_owned()).or_insert_with(|| {
            Arc::new(aplomb_workspace::load(Some(folder), self.dirs.as_ref(), &self.catalog))
        });
        Arc::clone(project)
    }

    /// Whether the user has asked to check the file as a reply.
    pub(crate) fn is_remembered(&self, path: &Path) -> bool {
        self.state.as_ref().is_some_and(|state| state.is_reply(&absolute(path).to_string_lossy()))
    }
}
