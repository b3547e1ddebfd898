//! What the commands that read drafts share: rules, settings, and what the user has switched off.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aplomb_core::{Catalog, IgnoreSet, Input, Kind, Mode, Profile};
use aplomb_workspace::{
    Dirs, Layer, OwnFile, Problem, Project, State, Workspace, absolute, kind_of,
};

use crate::progress::Progress;
use crate::terminal::Terminal;

/// The rules and the world in which drafts are checked. Shared by all threads.
pub(crate) struct Setup {
    workspace: Mutex<Workspace>,
    state: Option<State>,
    profile: Option<Profile>,
    /// Whether drafts are about to be sent.
    sending: bool,
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
    profile: Option<Profile>,
}

/// What one draft is checked with.
pub(crate) struct Terms<'d> {
    pub(crate) input: Cow<'d, Input>,
    pub(crate) catalog: &'d Catalog,
}

impl Desk {
    /// What a draft with this text is checked with: its front matter may say something of the settings.
    pub(crate) fn terms(&self, text: &str) -> Terms<'_> {
        let input = match self.project.settings_of(text) {
            Some(mut settings) => {
                settings.profile = self.profile.unwrap_or(settings.profile);
                Cow::Owned(Input { settings, ..self.input.clone() })
            }
            None => Cow::Borrowed(&self.input),
        };
        Terms { input, catalog: &self.project.catalog }
    }
}

/// All settings that there are for this user, and the rules that come with Aplomb.
pub(crate) fn workspace(dirs: Option<Dirs>) -> Workspace {
    Workspace::new(dirs, Arc::new(Catalog::builtin()))
}

/// What holds in the folder that one is in.
pub(crate) fn here() -> Arc<Project> {
    workspace(Dirs::from_env()).project(Some(Path::new("")))
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
        let workspace = Mutex::new(workspace(dirs));
        Self { workspace, state, profile, sending: false, desks: Mutex::default() }
    }

    /// Has drafts judged as they are about to be sent, if they are: no folder makes a draft that is sent a
    /// template.
    pub(crate) fn sending(self, sending: bool) -> Self {
        Self { sending, ..self }
    }

    /// What holds for the draft at `path`, or for the one on standard input that goes by that name.
    pub(crate) fn desk(&self, path: Option<&Path>) -> Arc<Desk> {
        let folder = path.and_then(Path::parent).unwrap_or(Path::new("")).to_owned();
        let kind = path.map_or_else(Kind::default, kind_of);
        let project = self.project(&folder);
        let mode = path.and_then(|path| project.mode_of(path));
        let mode = mode.filter(|(mode, origin)| {
            !(self.sending && *mode == Mode::Macro && origin.layer < Layer::FileName)
        });
        let mode = mode.map(|(mode, _)| mode);
        let key = DeskKey { folder, kind, mode };
        // A thread that panicked while it held the lock has not left half an entry.
        let mut desks = self.desks.lock().unwrap_or_else(PoisonError::into_inner);
        let desk = desks.entry(key).or_insert_with(|| {
            let mut settings = project.settings.clone();
            settings.profile = self.profile.unwrap_or(settings.profile);
            let ignored = self
                .state
                .as_ref()
                .map_or_else(IgnoreSet::default, |state| state.ignores().clone());
            let input = Input { kind, mode, settings, ignored, ..Input::default() };
            Arc::new(Desk { input, project, profile: self.profile })
        });
        Arc::clone(desk)
    }

    /// What holds for the documents of a folder.
    pub(crate) fn project(&self, folder: &Path) -> Arc<Project> {
        self.workspace().project(Some(folder))
    }

    /// What a file is, if it is one of Aplomb's own.
    pub(crate) fn own_file_kind(&self, path: &Path) -> Option<OwnFile> {
        self.workspace().own_file_kind(path)
    }

    /// What is wrong with a settings file.
    pub(crate) fn check_settings(&self, path: &Path, text: &str) -> Vec<Problem> {
        self.workspace().check_settings(path, text)
    }

    /// What is wrong with a pack, its examples and its snippets at work included. Of a large one the
    /// terminal shows how far it is.
    pub(crate) fn check_pack(&self, path: &Path, text: &str) -> Vec<Problem> {
        let mut progress = None;
        let mut step = |_, total| {
            progress.get_or_insert_with(|| Progress::new(total, "entries")).step();
        };
        let problems = self.workspace().check_pack_in_steps(path, text, Some(&mut step));
        if let Some(progress) = progress {
            progress.end();
        }
        problems
    }

    fn workspace(&self) -> MutexGuard<'_, Workspace> {
        self.workspace.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the user has asked to check the file as a reply.
    pub(crate) fn is_remembered(&self, path: &Path) -> bool {
        self.state.as_ref().is_some_and(|state| state.is_reply(&absolute(path).to_string_lossy()))
    }
}
