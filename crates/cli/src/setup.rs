//! What the commands that read drafts share: rules, settings, and what is remembered for the user.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use aplomb_core::{
    Catalog, IgnoreSet, Input, Kind, Mode, Profile, RecentLines, SavedReplies, SentLines,
};
use aplomb_workspace::{
    Dirs, Layer, Memory, OwnFile, Problem, Project, SavedFiles, State, Workspace, absolute, kind_of,
};

use crate::progress::Progress;
use crate::terminal::Terminal;

/// The rules and the world in which drafts are checked. Shared by all threads.
pub(crate) struct Setup {
    workspace: Mutex<Workspace>,
    state: Option<State>,
    dirs: Option<Dirs>,
    /// How replies began and ended, once it is asked for.
    memory: OnceLock<Option<Memory>>,
    /// The saved replies of teams, read once.
    saved: Mutex<Vec<(Arc<SavedFiles>, Arc<SavedReplies>)>>,
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
    /// The name under which its lines are remembered, if they may be.
    pub(crate) document: Option<String>,
    pub(crate) catalog: &'d Catalog,
}

impl Desk {
    /// What a draft with this text is checked with: its front matter may say something of the settings, and
    /// what it says itself is no repetition.
    pub(crate) fn terms(&self, path: Option<&Path>, text: &str) -> Terms<'_> {
        let mut input = match self.project.settings_of(text) {
            Some(mut settings) => {
                settings.profile = self.profile.unwrap_or(settings.profile);
                Cow::Owned(Input { settings, ..self.input.clone() })
            }
            None => Cow::Borrowed(&self.input),
        };
        // What has no name goes by its words.
        let named = || path.map(|path| absolute(path).to_string_lossy().into_owned());
        let document =
            self.project.remember_lines.then(|| named().unwrap_or_else(|| text.to_owned()));
        if let Some(document) = document.as_deref().filter(|_| !input.recent.is_empty()) {
            let recent = input.recent.seen_from(document);
            input.to_mut().recent = recent;
        }
        let is_saved = |path| self.project.files.mode(path) == Some(Mode::Macro);
        if !input.saved.is_empty() && path.is_some_and(is_saved) {
            input.to_mut().saved = Arc::default();
        }
        Terms { input, document, catalog: &self.project.catalog }
    }
}

/// All settings that there are for this user, and the rules that come with Aplomb.
pub(crate) fn workspace(dirs: Option<Dirs>) -> Workspace {
    let catalog = Arc::new(Catalog::builtin());
    // It is needed until the process ends, and to take it apart word by word before that would keep whoever runs a
    // short command waiting.
    std::mem::forget(Arc::clone(&catalog));
    Workspace::new(dirs, catalog)
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
        Self {
            workspace: Mutex::new(workspace(dirs.clone())),
            state,
            dirs,
            memory: OnceLock::new(),
            saved: Mutex::default(),
            profile,
            sending: false,
            desks: Mutex::default(),
        }
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
            let (recent, saved) = (self.recent(&project), self.saved(&project));
            let clock: Option<aplomb_core::Clock> = Some(aplomb_workspace::now);
            let input =
                Input { kind, mode, settings, ignored, recent, clock, saved, ..Input::default() };
            Arc::new(Desk { input, project, profile: self.profile })
        });
        Arc::clone(desk)
    }

    /// How the latest replies began and ended. Where that may not be remembered, it is not read either.
    fn recent(&self, project: &Project) -> RecentLines {
        if !project.remember_lines {
            return RecentLines::default();
        }
        let memory = self.memory.get_or_init(|| Memory::open(self.dirs.as_ref()?).ok());
        memory.as_ref().map(|memory| memory.lines().clone()).unwrap_or_default()
    }

    /// The team's saved replies, where a rule asks for them.
    fn saved(&self, project: &Project) -> Arc<SavedReplies> {
        let Some(files) = &project.saved_files else { return Arc::default() };
        if project.speaks_by("macro-unedited").is_none() && self.profile.is_none() {
            return Arc::default();
        }
        let mut known = self.saved.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, replies)) = known.iter().find(|(known, _)| known == files) {
            return replies.clone();
        }
        let replies = files.read(&project.catalog).replies;
        known.push((files.clone(), replies.clone()));
        replies
    }

    /// Remembers how a reply that is sent begins and ends. Where that cannot be done, the reply is sent
    /// all the same.
    pub(crate) fn remember(&self, document: &str, sent: &SentLines, terminal: &mut Terminal) {
        let Some(dirs) = &self.dirs else { return };
        let remembered = Memory::open(dirs).and_then(|mut memory| memory.remember(document, sent));
        if let Err(error) = remembered {
            let folder = dirs.state.display();
            terminal.warning(&format!(
                "how this reply begins and ends was not remembered in {folder}: {error}; `remember-lines = false` in your settings leaves it at that"
            ));
        }
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
