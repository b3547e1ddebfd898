//! The session's settings: what the editor says, what changes on disk, what is wrong.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use aplomb_core::{Catalog, Span};
use aplomb_workspace::{OwnFile, Project};
use ropey::Rope;
use serde_json::Value;
use tower_lsp::lsp_types::{
    Diagnostic, MessageType, Url, WorkspaceEdit, WorkspaceFoldersChangeEvent,
};

use super::{Session, Shared};
use crate::client_facts::Folder;
use crate::handlers::own_file::Page;
use crate::proto;
use crate::settings::editor::{self, Question};
use crate::settings::{own_files, watch};

impl Shared {
    /// Does some work on a file of our own; `None` if that is not one, or not open.
    pub(crate) fn with_own_file<T>(
        &self,
        uri: &Url,
        work: impl FnOnce(&Page<'_>) -> T,
    ) -> Option<T> {
        let mut session = self.session();
        let (text, kind, catalog) = session.own_file(uri)?;
        let client = session.client.clone();
        drop(session);
        Some(work(&Page { text, kind, catalog: &catalog, client: &client }))
    }
}

impl Session {
    /// The client is ready to be asked.
    pub(crate) fn start(&mut self) {
        let (version, encoding) = (env!("CARGO_PKG_VERSION"), self.client.encoding.name());
        let ready = format!("Aplomb {version} is ready, and counts in {encoding}.");
        self.errands.log.push((MessageType::INFO, ready));
        if self.client.registers_configuration {
            self.errands.register.push(editor::registration());
        }
        if self.client.watches_files {
            self.errands.register.push(watch::registration());
        }
        self.ask_for_settings();
    }

    fn ask_for_settings(&mut self) {
        if self.client.configuration {
            self.asked += 1;
            self.errands.question = Some(Question::new(self.asked, &self.client));
        }
    }

    /// The editor has said what its settings are.
    pub(crate) fn hear_settings(&mut self, question: &Question, values: Vec<Value>) {
        if question.round == self.asked {
            question.take(values, self.surroundings.workspace(self.engine.catalog()));
            self.world += 1;
            self.refresh_facts();
        }
    }

    /// The editor's settings have changed.
    pub(crate) fn change_settings(&mut self, settings: &Value) {
        if self.client.configuration {
            self.ask_for_settings();
        } else {
            let workspace = self.surroundings.workspace(self.engine.catalog());
            editor::take_pushed(settings, workspace);
            self.world += 1;
        }
        self.read_settings_again();
    }

    /// The folders that the client works in have changed.
    pub(crate) fn change_folders(&mut self, event: WorkspaceFoldersChangeEvent) {
        let folders = &mut Arc::make_mut(&mut self.client).folders;
        let removed: Vec<_> =
            event.removed.into_iter().filter_map(|gone| Folder::new(gone.uri)).collect();
        folders.retain(|folder| removed.iter().all(|gone| gone.path != folder.path));
        for new in event.added.into_iter().filter_map(|new| Folder::new(new.uri)) {
            // Some clients tell again what they told in `initialize`.
            if folders.iter().all(|folder| folder.path != new.path) {
                folders.push(new);
            }
        }
        self.world += 1;
        self.ask_for_settings();
        self.refresh_facts();
    }

    /// Reads again what has changed on disk.
    pub(crate) fn read_settings_again(&mut self) {
        let changed = self.surroundings.workspace(self.engine.catalog()).refresh();
        if self.surroundings.refresh() || changed {
            self.world += 1;
        }
        self.own.look_anew();
        self.refresh_facts();
    }

    /// Whether a document is none that a customer will read.
    pub(super) fn is_own(&mut self, uri: &Url, language_id: &str) -> bool {
        let workspace = self.surroundings.workspace(self.engine.catalog());
        own_files::is_toml(uri, language_id)
            || own_files::path_of(uri).is_some_and(|path| workspace.own_file_kind(&path).is_some())
    }

    /// What is wrong in a file of our own, if it is open.
    pub(crate) fn own_diagnostics(&mut self, uri: &Url) -> Option<Vec<Diagnostic>> {
        let workspace = self.surroundings.workspace(self.engine.catalog());
        self.own.diagnostics(uri, workspace, self.client.encoding)
    }

    /// A file of our own that is open: its text, what it is, and the rules that it can name.
    fn own_file(&mut self, uri: &Url) -> Option<(Rope, OwnFile, Arc<Catalog>)> {
        let text = self.own.get(uri)?.text.clone();
        let path = own_files::path_of(uri)?;
        let workspace = self.surroundings.workspace(self.engine.catalog());
        let kind = workspace.own_file_kind(&path)?;
        Some((text, kind, workspace.project(path.parent()).catalog.clone()))
    }

    /// Whether a rule can be switched off for the workspace of a document: there is a folder for it.
    pub(crate) fn has_workspace(&self, uri: &Url) -> bool {
        own_files::path_of(uri).is_some() || !self.client.folders.is_empty()
    }

    /// Switches a rule off for the workspace of a document, in its nearest settings file, or in a new one
    /// in the client's folder. A file that is open is edited there, and holds once it is saved. Comes back
    /// with what was done, or what is in the way, as a sentence.
    pub(crate) fn switch_off(&mut self, uri: &Url, code: &str) -> Result<String, String> {
        let draft = own_files::path_of(uri);
        let root = match &draft {
            Some(draft) => Folder::nearest(&self.client.folders, draft),
            None => self.client.folders.first(),
        };
        let root = root.map(|root| root.path.clone());
        let workspace = self.surroundings.workspace(self.engine.catalog());
        let folder = draft.as_deref().and_then(Path::parent).or(root.as_deref());
        let Some(folder) = folder.map(Path::to_owned) else {
            return Err("This draft is in no folder, so there are no settings for it. Save it, then try again.".to_owned());
        };
        let file = workspace.file_to_change(&folder, root.as_deref());
        let name = file.display().to_string();
        if let Some((uri, document)) = self.own.at(&file) {
            let text = document.text.to_string();
            let Some((span, new)) = aplomb_workspace::set_rule_level(&text, code, "off") else {
                return Err(format!("{name} has a mistake. Mend it, then try again."));
            };
            if !self.client.applies_edits {
                return Err(format!("{name} is open. Write {code} = \"off\" under [rules] in it."));
            }
            let span = Span::new(span.start, span.end);
            let edit = proto::text_edit(&document.text, self.client.encoding, span, new);
            let edit = WorkspaceEdit::new(HashMap::from([(uri.clone(), vec![edit])]));
            self.errands.edits.push((edit, None));
            return Ok(format!("{code} is off once you save {name}."));
        }
        aplomb_workspace::switch_off(&file, code)
            .map_err(|why| format!("{why}. Write {code} = \"off\" under [rules] in {name}."))?;
        self.read_settings_again();
        let workspace = self.surroundings.workspace(self.engine.catalog());
        let over = workspace.project(Some(&folder)).speaks_by(code);
        Ok(match over {
            None => format!("{code} is off in {name}."),
            Some(origin) => format!("{code} is off in {name}, but {origin} goes over that."),
        })
    }

    /// Has the client show what is wrong in files of our own.
    pub(super) fn look_at_own_files(&mut self) {
        let mut projects: Vec<Arc<Project>> = Vec::new();
        for open in self.documents.values() {
            let project = open.facts.project();
            if projects.iter().all(|known| !Arc::ptr_eq(known, project)) {
                projects.push(project.clone());
            }
        }
        self.name_settings(&projects);
        let problems = projects.iter().flat_map(|project| &project.problems);
        let mut wrong: Vec<String> =
            problems.filter(|it| it.path.is_none()).map(ToString::to_string).collect();
        wrong.dedup();
        let mut new = wrong.iter().filter(|it| !self.told.contains(it));
        if let Some(first) = new.next() {
            let mut notice = own_files::sentence(first);
            let more = new.count();
            if more > 0 {
                notice += &format!(" There are {more} more like it.");
            }
            self.errands.notices.push(notice);
        }
        // What is mended and made again is told again.
        self.told = wrong;
        let workspace = self.surroundings.workspace(self.engine.catalog());
        let pulls = self.client.pulls_diagnostics;
        let news = self.own.look(&projects, workspace, self.client.encoding, pulls);
        self.errands.own.extend(news.publish);
        let wrong = news.log.into_iter().map(|line| (MessageType::WARNING, line));
        self.errands.log.extend(wrong);
    }

    /// Says where the settings of open drafts come from, once for each set of files.
    fn name_settings(&mut self, projects: &[Arc<Project>]) {
        for files in projects.iter().map(|project| &project.sources) {
            if files.is_empty() || self.named.contains(files) {
                continue;
            }
            let names: Vec<_> = files.iter().map(|file| file.display().to_string()).collect();
            let line = format!("Settings come from {}.", names.join(", and over it "));
            self.errands.log.push((MessageType::INFO, line));
            self.named.push(files.clone());
        }
    }
}
