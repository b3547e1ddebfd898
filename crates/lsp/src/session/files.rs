//! What becomes of files, as the client tells it or the disk shows it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use aplomb_workspace::{Project, SETTINGS_FILE, Watched};
use tower_lsp::lsp_types::{FileRename, Url};

use super::{Session, Shared, name};
use crate::client_facts::{ClientFacts, Folder};
use crate::engine::Engine;
use crate::folders::{World, paths};
use crate::settings::own_files::path_of;
use crate::snapshot::{DocumentFacts, Snapshot};

/// A file that is not open and is checked all the same.
pub(crate) struct Unopened {
    pub(crate) path: PathBuf,
    /// The client's folder in which it lies.
    pub(crate) root: PathBuf,
    pub(crate) facts: Arc<DocumentFacts>,
    pub(crate) engine: Arc<Engine>,
    pub(crate) client: Arc<ClientFacts>,
}

impl Shared {
    /// Something has become of files: they have changed, come, gone, or have another name.
    pub(crate) fn hear_of_files<'u>(&self, uris: impl IntoIterator<Item = &'u Url>) {
        let paths = paths(uris);
        self.change(|session| {
            if session.are_settings(&paths) {
                session.read_settings_again();
            }
        });
        // Packs may be named by settings that nobody has asked for yet, and folders may hold anything.
        self.disk.notify_one();
        self.folders.ring();
    }
}

impl Session {
    /// The files on which what is said of open documents depends; `None` while nothing is open. What the
    /// client tells us of needs a look only now and then, `all` the same.
    pub(crate) fn watched(&mut self, all: bool) -> Option<Watched> {
        if self.documents.is_empty() && self.own.is_empty() {
            return None;
        }
        let watched = self.all_watched();
        if all || !self.client_watches {
            return Some(watched);
        }
        let folders = &self.client.folders;
        Some(watched.only(|path| Folder::nearest(folders, path).is_none()))
    }

    fn all_watched(&mut self) -> Watched {
        let mut watched = self.surroundings.workspace(self.engine.catalog()).watched();
        watched.join(self.surroundings.watched());
        watched
    }

    /// The client has agreed to tell what becomes of files.
    pub(crate) fn trust_client(&mut self) {
        self.client_watches = true;
    }

    /// Whether the client tells what becomes of files.
    pub(crate) fn client_watches(&self) -> bool {
        self.client_watches
    }

    /// Whether settings, packs or what is remembered may be among these files.
    fn are_settings(&mut self, paths: &[PathBuf]) -> bool {
        let is_settings = |path: &PathBuf| path.file_name().is_some_and(|it| it == SETTINGS_FILE);
        paths.iter().any(is_settings) || self.all_watched().are_concerned(paths)
    }

    /// What the user has said of a file goes with it when it gets another name.
    pub(crate) fn rename(&mut self, files: &[FileRename]) {
        for file in files {
            let names = [&file.old_uri, &file.new_uri].map(|uri| Url::parse(uri));
            let [Ok(old), Ok(new)] = names else { continue };
            if self.surroundings.is_reply(&name(&old)) {
                self.mark_as_reply(&new);
            }
        }
    }

    /// What files that are not open are checked with, if that is something else than in the world of this
    /// number.
    pub(crate) fn world(&mut self, known: Option<u64>) -> Option<World> {
        if known == Some(self.world) {
            return None;
        }
        let workspace = self.surroundings.workspace(self.engine.catalog()).clone();
        let state = self.surroundings.state().cloned();
        let ignored = self.surroundings.ignored().clone();
        Some(World { number: self.world, workspace, state, ignored })
    }

    /// The files that are open, as they are now.
    pub(crate) fn open_files(&mut self) -> Vec<(PathBuf, Arc<Snapshot>)> {
        let engine = &self.engine;
        let open = self.documents.iter_mut();
        open.filter_map(|(uri, open)| Some((path_of(uri)?, open.snapshot(uri, engine)))).collect()
    }

    /// The client's folders in which files are checked that are not open, each with what says which.
    pub(crate) fn checked_folders(&mut self) -> Vec<(PathBuf, Arc<Project>)> {
        let workspace = self.surroundings.workspace(self.engine.catalog());
        let folders = self.client.folders.iter();
        let folders = folders.map(|root| (root.path.clone(), workspace.project(Some(&root.path))));
        folders.filter(|(_, project)| project.files.check_unopened()).collect()
    }

    /// A file that is not open, if the settings want it checked all the same.
    pub(crate) fn unopened(&mut self, uri: &Url) -> Option<Unopened> {
        let path = path_of(uri).filter(|path| aplomb_workspace::may_be_reply(path))?;
        let root = Folder::nearest(&self.client.folders, &path)?.path.clone();
        let project = self.surroundings.workspace(self.engine.catalog()).project(Some(&root));
        if !project.files.is_checked_unopened(&path) {
            return None;
        }
        let facts = self.facts(uri, "");
        let (engine, client) = (self.engine.clone(), self.client.clone());
        Some(Unopened { path, root, facts, engine, client })
    }
}

/// Whether settings are read from the file.
pub(crate) fn is_settings_file(uri: &Url) -> bool {
    Path::new(uri.path()).file_name().is_some_and(|it| it == SETTINGS_FILE)
}
