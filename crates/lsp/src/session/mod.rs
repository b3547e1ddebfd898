//! The state of a conversation: open documents, settings, what the client can do.
//!
//! It is changed only in the synchronous first part of handlers, so in the order of messages; all
//! other work is done on snapshots of it. Nothing in it is lost with the process: it is made again from
//! the disk and from what the client opens.

mod files;
mod settings;

use files::is_settings_file;

use std::collections::HashMap;
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aplomb_core::{Catalog, Memo};
use aplomb_workspace::{Dirs, Memory, Saved, SavedFiles};
use tokio::sync::Notify;
use tokio::time::Instant;
use tower_lsp::lsp_types::{
    Diagnostic, DidChangeTextDocumentParams, DidOpenTextDocumentParams, MessageType, Registration,
    Url, WorkspaceEdit,
};

use crate::client_facts::{ClientFacts, Folder};
use crate::diary::Diary;
use crate::engine::Engine;
use crate::folders::Folders;
use crate::progress::{Pause, Writing};
use crate::settings::editor::{self, Question};
use crate::settings::own_files::{OwnFiles, Shown};
use crate::settings::surroundings::Surroundings;
use crate::snapshot::{DocumentFacts, Kept, Snapshot};
use crate::text_document::{TextDocument, line_break};

/// How long a writer pauses before more is judged.
#[derive(Clone, Copy, Debug)]
pub struct Pauses {
    /// Before a last sentence without an end mark is judged.
    pub short: Duration,
    /// Before the reply is judged as a finished one.
    pub long: Duration,
}

impl Default for Pauses {
    fn default() -> Self {
        Self { short: Duration::from_secs(1), long: Duration::from_secs(5) }
    }
}

/// The session, and the bell that wakes the checks.
#[derive(Debug)]
pub(crate) struct Shared {
    session: Mutex<Session>,
    pub(crate) bell: Notify,
    pub(crate) diary: Diary,
    pub(crate) folders: Folders,
    /// Wakes whoever looks at settings and the like on disk.
    pub(crate) disk: Notify,
}

impl Shared {
    pub(crate) fn new(dirs: Option<Dirs>, pauses: Pauses) -> Self {
        let engine = Engine::start(dirs.as_ref());
        let session = Session {
            client: Arc::default(),
            engine,
            surroundings: Surroundings::new(dirs),
            pauses,
            documents: HashMap::new(),
            revision: 0,
            errands: Errands::default(),
            own: OwnFiles::default(),
            asked: 0,
            told: Vec::new(),
            named: Vec::new(),
            world: 0,
            client_watches: false,
        };
        Self {
            session: Mutex::new(session),
            bell: Notify::new(),
            diary: Diary::default(),
            folders: Folders::default(),
            disk: Notify::new(),
        }
    }

    /// The session. A handler that panicked has left it whole: each change of it is one step.
    pub(crate) fn session(&self) -> MutexGuard<'_, Session> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the session and lets the checks look at what there is to do.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut Session) -> T) -> T {
        let mut session = self.session();
        let world = session.world;
        let result = change(&mut session);
        let differs = session.world != world;
        drop(session);
        self.bell.notify_one();
        if differs {
            self.folders.ring();
        }
        result
    }

    /// A document as it is now, with what the client can do; `None` if it is not open.
    pub(crate) fn snapshot(&self, uri: &Url) -> Option<(Arc<Snapshot>, Arc<ClientFacts>)> {
        let mut session = self.session();
        Some((session.snapshot(uri)?, session.client.clone()))
    }
}

/// What is to be sent to the client besides diagnostics.
#[derive(Debug, Default)]
pub(crate) struct Errands {
    /// Documents of which nothing is to be shown any more.
    pub(crate) clear: Vec<Url>,
    /// Sentences for the user, who is to see them now.
    pub(crate) notices: Vec<String>,
    /// Sentences for whoever looks for them.
    pub(crate) log: Vec<(MessageType, String)>,
    /// Whether a client that pulls diagnostics is to pull again.
    pub(crate) refresh: bool,
    /// Whether a client that shows lenses is to ask for them again: other settings change what they say.
    pub(crate) refresh_lenses: bool,
    /// The same for one that shows hints.
    pub(crate) refresh_hints: bool,
    /// What is wrong in files of our own.
    pub(crate) own: Vec<(Url, Shown)>,
    /// What to ask to be told: when the editor's settings change, and what becomes of files.
    pub(crate) register: Vec<Registration>,
    /// Changes of open files that the user has asked for, with the moment that they are for, where they are for
    /// one only.
    pub(crate) edits: Vec<(WorkspaceEdit, Option<Arc<Snapshot>>)>,
    /// Pages to show.
    pub(crate) pages: Vec<Url>,
    /// What to ask of the editor's settings.
    pub(crate) question: Option<Question>,
    /// Saved replies to read, with the rules of those who have them.
    pub(crate) saved: Vec<(Arc<SavedFiles>, Arc<Catalog>)>,
}

#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) client: Arc<ClientFacts>,
    pub(crate) engine: Arc<Engine>,
    pub(crate) surroundings: Surroundings,
    pauses: Pauses,
    documents: HashMap<Url, OpenDocument>,
    revision: u64,
    errands: Errands,
    own: OwnFiles,
    /// The number of the last question about the editor's settings.
    asked: u64,
    /// What was said of the editor's settings.
    told: Vec<String>,
    /// The settings files that were named, as they hold together.
    named: Vec<Vec<PathBuf>>,
    /// A number that is another one once files that are not open are checked with something else.
    world: u64,
    /// Whether the client tells what becomes of files in its folders.
    client_watches: bool,
}

#[derive(Debug)]
struct OpenDocument {
    document: TextDocument,
    language_id: String,
    facts: Arc<DocumentFacts>,
    writing: Writing,
    /// When the writer typed last, as long as a pause is waited for.
    typed: Option<Instant>,
    /// Ours for the document's present moment.
    revision: u64,
    snapshot: Option<Arc<Snapshot>>,
    /// Set once the document has another text than now, for the snapshots of this one.
    past: Arc<AtomicBool>,
    /// What is known of the text as it was at other moments.
    memo: Arc<Mutex<Memo>>,
    /// Whether the present moment has yet to be checked.
    due: bool,
    /// Whether a long check of it is under way.
    busy: bool,
    /// What the client shows.
    published: Option<(i32, Vec<Diagnostic>)>,
    /// Whether its last check has failed.
    failed: bool,
}

impl Session {
    pub(crate) fn meet(&mut self, client: ClientFacts) {
        // The rules are still on their way, and few clients give settings at once.
        if !client.settings.is_null() {
            let workspace = self.surroundings.workspace(self.engine.catalog());
            editor::take_pushed(&client.settings, workspace);
        }
        let encoding = client.encoding.name();
        let pulls = client.pulls_diagnostics;
        tracing::info!("the editor counts in {encoding}; it asks for marks itself: {pulls}");
        self.client = Arc::new(client);
    }

    pub(crate) fn open(&mut self, params: DidOpenTextDocumentParams) {
        let item = params.text_document;
        if self.is_own(&item.uri, &item.language_id) {
            self.own.open(item.uri, TextDocument::new(&item.text, item.version));
            self.look_at_own_files();
            return;
        }
        let facts = self.facts(&item.uri, &item.language_id);
        let revision = self.next_revision();
        let document = OpenDocument {
            document: TextDocument::new(&item.text, item.version),
            language_id: item.language_id,
            facts,
            writing: Writing::default(),
            typed: None,
            revision,
            snapshot: None,
            past: Arc::default(),
            memo: Arc::default(),
            due: true,
            busy: false,
            published: None,
            failed: false,
        };
        // Some clients open a document again that they have not closed.
        if let Some(before) = self.documents.insert(item.uri, document) {
            before.past.store(true, Ordering::Relaxed);
        }
        self.look_at_own_files();
    }

    pub(crate) fn edit(&mut self, params: &DidChangeTextDocumentParams) {
        let revision = self.next_revision();
        let (uri, version) = (&params.text_document.uri, params.text_document.version);
        if let Some(own) = self.own.edit(uri) {
            own.apply(&params.content_changes, version, self.client.encoding);
            self.look_at_own_files();
            return;
        }
        let Some(open) = self.documents.get_mut(uri) else {
            tracing::warn!("a document was changed that is not open");
            return;
        };
        let changes = &params.content_changes;
        if let Some(edited) = open.document.apply(changes, version, self.client.encoding) {
            match line_break(changes) {
                Some(length) => open.writing.break_line(edited, length),
                None => open.writing.edit(edited),
            }
            open.typed = Some(Instant::now());
            mem::take(&mut open.past).store(true, Ordering::Relaxed);
        }
        open.move_on(revision);
    }

    pub(crate) fn save(&mut self, uri: &Url) {
        let revision = self.next_revision();
        if let Some(open) = self.documents.get_mut(uri) {
            open.writing.rest(Pause::Long);
            open.typed = None;
            open.move_on(revision);
            self.errands.refresh = true;
        }
        if self.own.get(uri).is_some() || is_settings_file(uri) {
            self.read_settings_again();
        }
    }

    /// Closes a document, and hands it out as it was then, if it was edited: what somebody only looked at
    /// is no reply of theirs.
    pub(crate) fn close(&mut self, uri: &Url) -> Option<Arc<Snapshot>> {
        let mut closed = None;
        if let Some(mut open) = self.documents.remove(uri) {
            closed = open.writing.edited.map(|_| open.snapshot(uri, &self.engine));
            self.errands.clear.push(uri.clone());
        }
        self.own.close(uri);
        self.surroundings.workspace(self.engine.catalog()).tidy();
        let documents = &self.documents;
        self.surroundings.tidy_saved(|saved| {
            let mut projects = documents.values().map(|open| open.facts.project());
            projects.any(|project| project.saved_files.as_deref() == Some(saved))
        });
        self.look_at_own_files();
        closed
    }

    /// The documents that were edited, as they are now.
    pub(crate) fn edited(&mut self) -> Vec<Arc<Snapshot>> {
        let engine = &self.engine;
        let edited = self.documents.iter_mut().filter(|(_, open)| open.writing.edited.is_some());
        edited.map(|(uri, open)| open.snapshot(uri, engine)).collect()
    }

    /// All open documents, in the order of their names.
    pub(crate) fn all(&mut self) -> Vec<Arc<Snapshot>> {
        let engine = &self.engine;
        let documents = self.documents.iter_mut();
        let mut all: Vec<_> = documents.map(|(uri, open)| open.snapshot(uri, engine)).collect();
        all.sort_by(|a, b| a.uri.cmp(&b.uri));
        all
    }

    /// What is remembered of replies has changed.
    pub(crate) fn take_memory(&mut self, memory: Memory) {
        self.surroundings.take_memory(memory);
        self.refresh_facts();
    }

    /// Forgets how replies begin and end. Tells whether that could be done.
    pub(crate) fn forget_lines(&mut self) -> bool {
        let done = self.surroundings.forget_lines();
        self.refresh_facts();
        done
    }

    /// Saved replies were read.
    pub(crate) fn take_saved(&mut self, files: &SavedFiles, saved: Saved) {
        if self.surroundings.take_saved(files, saved) {
            self.refresh_facts();
        }
    }

    /// Switches a rule off for a sentence. Tells whether that could be remembered.
    pub(crate) fn ignore(&mut self, code: &str, sentence: &str) -> bool {
        let done = self.surroundings.ignore(code, sentence);
        self.world += 1;
        self.refresh_facts();
        done
    }

    /// Checks a document as a reply from now on. Tells whether that could be remembered.
    pub(crate) fn mark_as_reply(&mut self, uri: &Url) -> bool {
        let done = self.surroundings.remember_reply(&name(uri));
        self.world += 1;
        self.refresh_facts();
        done
    }

    /// Has the client edit a document, unless that is another by then.
    pub(crate) fn have_edited(&mut self, edit: WorkspaceEdit, snapshot: &Arc<Snapshot>) {
        self.errands.edits.push((edit, Some(snapshot.clone())));
    }

    /// Has the client show a page.
    pub(crate) fn show(&mut self, page: Url) {
        self.errands.pages.push(page);
    }

    /// A document as it is now; `None` if it is not open.
    pub(crate) fn snapshot(&mut self, uri: &Url) -> Option<Arc<Snapshot>> {
        let open = self.documents.get_mut(uri)?;
        Some(open.snapshot(uri, &self.engine))
    }

    /// What there is to do now: errands, documents to check, and when to look again.
    pub(crate) fn work(&mut self, now: Instant) -> (Errands, Vec<Arc<Snapshot>>, Option<Instant>) {
        let next = self.let_time_pass(now);
        let mut errands = mem::take(&mut self.errands);
        errands.refresh &= self.client.pulls_diagnostics;
        errands.refresh_lenses &= self.client.refreshes_lenses;
        errands.refresh_hints &= self.client.refreshes_hints;
        let mut checks = Vec::new();
        if self.client.pulls_diagnostics {
            errands.clear.clear();
        } else {
            for (uri, open) in self.documents.iter_mut().filter(|(_, open)| open.due) {
                let snapshot = open.snapshot(uri, &self.engine);
                let wait = snapshot.is_long() && snapshot.known().is_none();
                if wait && open.busy {
                    continue;
                }
                open.busy |= wait;
                open.due = false;
                checks.push(snapshot);
            }
        }
        (errands, checks, next)
    }

    /// A long check has ended; what is newest by now is looked at again.
    pub(crate) fn land(&mut self, uri: &Url) {
        if let Some(open) = self.documents.get_mut(uri) {
            open.busy = false;
            open.due = true;
        }
    }

    /// Whether a snapshot shows its document's present moment.
    pub(crate) fn is_newest(&self, snapshot: &Snapshot) -> bool {
        self.documents.get(&snapshot.uri).is_some_and(|open| open.revision == snapshot.revision)
    }

    /// Whether a snapshot shows its document's present text.
    pub(crate) fn has_text_of(&self, snapshot: &Snapshot) -> bool {
        self.documents.get(&snapshot.uri).is_some_and(|open| {
            // Some clients give all their texts the same number.
            open.document.version == snapshot.version && !snapshot.is_past()
        })
    }

    /// Stamps diagnostics for publishing: false if their moment has passed, or the client shows the
    /// very same already.
    pub(crate) fn stamp(&mut self, snapshot: &Snapshot, diagnostics: &[Diagnostic]) -> bool {
        let Some(open) = self.documents.get_mut(&snapshot.uri) else { return false };
        let same = open.published.as_ref().is_some_and(|(version, shown)| {
            *version == snapshot.version && shown.as_slice() == diagnostics
        });
        if open.revision != snapshot.revision || same {
            return false;
        }
        open.published = Some((snapshot.version, diagnostics.to_vec()));
        true
    }

    /// Whether a check has failed after one that has not: what fails at each key is told of once.
    pub(crate) fn fails_anew(&mut self, uri: &Url, failed: bool) -> bool {
        let Some(open) = self.documents.get_mut(uri) else { return false };
        !mem::replace(&mut open.failed, failed) && failed
    }

    /// Marks pauses that are long enough by now, and returns when the next one will be.
    fn let_time_pass(&mut self, now: Instant) -> Option<Instant> {
        let mut next = None::<Instant>;
        for open in self.documents.values_mut() {
            let Some(typed) = open.typed else { continue };
            let pause = if now >= typed + self.pauses.long {
                open.typed = None;
                Pause::Long
            } else if now >= typed + self.pauses.short {
                Pause::Short
            } else {
                Pause::None
            };
            if pause > open.writing.pause {
                open.writing.rest(pause);
                if open.waits_for(pause) {
                    self.revision += 1;
                    open.move_on(self.revision);
                    self.errands.refresh = true;
                }
            }
            let wait = match pause {
                Pause::None => self.pauses.short,
                Pause::Short => self.pauses.long,
                Pause::Long => continue,
            };
            next = Some(next.map_or(typed + wait, |next| next.min(typed + wait)));
        }
        next
    }

    /// Gathers again what is known of each document besides its text.
    fn refresh_facts(&mut self) {
        let names: Vec<_> = self
            .documents
            .iter()
            .map(|(uri, open)| (uri.clone(), open.language_id.clone()))
            .collect();
        for (uri, language_id) in names {
            let facts = self.facts(&uri, &language_id);
            let revision = self.next_revision();
            if let Some(open) = self.documents.get_mut(&uri) {
                open.facts = facts;
                open.move_on(revision);
            }
        }
        self.errands.refresh = true;
        self.errands.refresh_lenses = true;
        self.errands.refresh_hints = true;
        self.look_at_own_files();
    }

    fn facts(&mut self, uri: &Url, language_id: &str) -> Arc<DocumentFacts> {
        let is_file = uri.scheme() == "file";
        let path = is_file.then(|| uri.to_file_path().ok()).flatten();
        // What is no file yet goes by the settings of the folder that the client works in.
        let folder = path
            .as_deref()
            .and_then(Path::parent)
            .or(self.client.folders.first().map(|folder| folder.path.as_path()))
            .map(Path::to_owned);
        let workspace = self.surroundings.workspace(self.engine.catalog());
        let project = workspace.project(folder.as_deref());
        let gate_path = match &path {
            Some(path) => Some(match Folder::nearest(&self.client.folders, path) {
                Some(folder) => folder.path_of(path),
                None => path.to_string_lossy().replace('\\', "/"),
            }),
            None => is_file.then(|| uri.path().to_owned()),
        };
        let name = name(uri);
        let (saved, wanted) = self.surroundings.saved(&project, path.as_deref());
        self.errands.saved.extend(wanted.map(|files| (files, project.catalog.clone())));
        let kept = Kept {
            named: self.surroundings.is_reply(&name),
            recent: self.surroundings.recent(&project, &name),
            saved,
            ignored: self.surroundings.ignored(),
        };
        Arc::new(DocumentFacts::new(path, gate_path, language_id, kept, project))
    }

    fn next_revision(&mut self) -> u64 {
        self.revision += 1;
        self.revision
    }
}

/// The name under which a document is remembered: its path, or its URI if it is no file.
pub(crate) fn name(uri: &Url) -> String {
    let path = if uri.scheme() == "file" { uri.to_file_path().ok() } else { None };
    path.map_or_else(|| uri.to_string(), |path| path.to_string_lossy().into_owned())
}

impl OpenDocument {
    /// The present moment is over.
    fn move_on(&mut self, revision: u64) {
        self.revision = revision;
        self.snapshot = None;
        self.due = true;
    }

    fn snapshot(&mut self, uri: &Url, engine: &Arc<Engine>) -> Arc<Snapshot> {
        self.snapshot
            .get_or_insert_with(|| {
                let snapshot = Snapshot::new(
                    uri.clone(),
                    self.document.version,
                    self.revision,
                    self.document.text.clone(),
                    self.facts.clone(),
                    self.writing,
                    engine.clone(),
                );
                Arc::new(snapshot.after(&self.memo).until(&self.past))
            })
            .clone()
    }

    /// Whether a pause changes what is said.
    fn waits_for(&self, pause: Pause) -> bool {
        let known = self.snapshot.as_ref().and_then(|snapshot| snapshot.known().flatten());
        known.is_none_or(|analysis| {
            analysis.unfinished.is_some()
                || (pause == Pause::Long && analysis.stage == aplomb_core::Stage::Drafting)
        })
    }
}
