//! Checks the replies in the client's folders that nobody has open, on threads of their own.
//!
//! A look goes through the folders that the settings name, and checks what is not as it was at the last one.
//! What is kept of a file is a few numbers, never its text: ten thousand drafts are a megabyte or two.
//! The threads make way for everything else that runs, so that typing stays as fast as without them.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use aplomb_core::{IgnoreSet, Mode, RecentLines, SavedReplies};
use aplomb_workspace::{
    Project, Saved, SavedFiles, Stamp, State, Workspace, may_be_reply, read_text_up_to, walk,
};
use ropey::Rope;
use tokio::sync::{mpsc, watch};
use tower_lsp::lsp_types::{Diagnostic, Url};

use crate::client_facts::{ClientFacts, Folder};
use crate::engine::Engine;
use crate::handlers::diagnostic::diagnostics;
use crate::progress::Writing;
use crate::session::{Shared, name};
use crate::settings::own_files::path_of;
use crate::snapshot::{DocumentFacts, Kept, Snapshot};

/// So much news may wait to be sent before the checks wait.
const WAITING: usize = 64;

/// A file that nobody has opened is read up to so many bytes: a reply is never as long.
pub(crate) const LARGEST: u64 = 1 << 20;

/// What holds in so many folders is kept at hand.
const MOST_DESKS: usize = 256;

/// How much the threads give way to others.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

/// What is known of the folders, and the bell that says that it may have changed.
#[derive(Debug, Default)]
pub(crate) struct Folders {
    known: Arc<tokio::sync::Mutex<Known>>,
    bell: watch::Sender<Bell>,
}

/// What a request that is held open hears.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Bell {
    rung: u64,
    /// Whether the conversation comes to its end.
    pub(crate) over: bool,
}

impl Folders {
    /// Something may be different in the folders.
    pub(crate) fn ring(&self) {
        self.bell.send_modify(|bell| bell.rung += 1);
    }

    /// Nothing is waited for any more.
    pub(crate) fn end(&self) {
        self.bell.send_modify(|bell| bell.over = true);
    }

    pub(crate) fn listen(&self) -> watch::Receiver<Bell> {
        self.bell.subscribe()
    }
}

/// What files that are not open are checked with, as it was at one moment.
#[derive(Clone, Debug)]
pub(crate) struct World {
    /// Another number is another world.
    pub(crate) number: u64,
    pub(crate) workspace: Workspace,
    /// What is remembered for the user.
    pub(crate) state: Option<State>,
    pub(crate) ignored: Arc<IgnoreSet>,
}

/// What the client has of a file.
#[derive(Clone, Debug)]
pub(crate) struct Previous {
    /// As the client names it.
    pub(crate) uri: Url,
    pub(crate) id: String,
}

/// What is looked for.
pub(crate) struct Order {
    pub(crate) client: Arc<ClientFacts>,
    pub(crate) engine: Arc<Engine>,
    pub(crate) previous: Arc<HashMap<PathBuf, Previous>>,
    /// The files that are open.
    pub(crate) open: HashSet<PathBuf>,
}

/// What a look finds.
#[derive(Debug)]
pub(crate) enum News {
    /// So many files are to be checked.
    Total(usize),
    /// One of them has been.
    Checked,
    /// What there is to say of a file that the client does not have, with a number for it; nothing, if that is
    /// what is new.
    Report { uri: Url, id: Option<String>, items: Vec<Diagnostic> },
    /// The client has what there is to say.
    Same(Previous),
    /// A file that is open.
    Open(PathBuf),
}

/// A number for what is said of a file: the same for the same words.
pub(crate) fn id_of(items: &[Diagnostic]) -> Option<String> {
    if items.is_empty() {
        return None;
    }
    let mut id = DefaultHasher::new();
    serde_json::to_string(items).unwrap_or_default().hash(&mut id);
    Some(format!("{:016x}", id.finish()))
}

/// Goes through the folders. Who lets go of the news ends it.
pub(crate) async fn look(shared: &Shared, order: Order) -> mpsc::Receiver<News> {
    let (send, news) = mpsc::channel(WAITING);
    let mut known = shared.folders.known.clone().lock_owned().await;
    let number = known.world.as_ref().map(|world| world.number);
    if let Some(world) = shared.session().world(number) {
        known.world = Some(world);
    }
    let look = move || {
        give_way();
        known.look(&order, &send);
    };
    if let Err(error) = thread::Builder::new().name("folders".to_owned()).spawn(look) {
        tracing::warn!("the folders cannot be looked at: {}", error.kind());
    }
    news
}

/// Has this thread run when no other wants to.
fn give_way() {
    #[cfg(target_os = "linux")]
    {
        // On Linux it is a thread's own. Where it is refused, the look is none the worse.
        let _ = rustix::process::nice(NICENESS);
    }
}

/// What is known of the files, from one look to the next.
#[derive(Debug, Default)]
struct Known {
    world: Option<World>,
    saved: Vec<Shelf>,
    shelves: u64,
    files: HashMap<PathBuf, Entry>,
}

/// A team's saved replies.
#[derive(Debug)]
struct Shelf {
    number: u64,
    files: Arc<SavedFiles>,
    saved: Saved,
}

/// What is known of a file.
#[derive(Clone, Debug)]
struct Entry {
    stamp: Stamp,
    /// A number for all that it was checked with.
    terms: u64,
    id: Option<String>,
}

/// What the files of one folder are checked with.
struct Desk {
    project: Arc<Project>,
    saved: Arc<SavedReplies>,
    terms: u64,
}

/// A file to check.
struct Job {
    path: PathBuf,
    /// Its path from the client's folder, as the gate sees it.
    inside: String,
    stamp: Stamp,
    desk: Arc<Desk>,
}

impl Known {
    fn look(&mut self, order: &Order, send: &mpsc::Sender<News>) {
        let Some(world) = &mut self.world else { return };
        world.workspace.refresh();
        self.saved.retain(|shelf| !shelf.saved.watched.has_changed());
        let mut found = HashSet::new();
        let jobs = self.go_through(order, send, &mut found);
        self.files.retain(|path, _| found.contains(path));
        for (path, previous) in order.previous.iter().filter(|(path, _)| !found.contains(*path)) {
            self.files.remove(path);
            let gone = News::Report { uri: previous.uri.clone(), id: None, items: Vec::new() };
            if send.blocking_send(gone).is_err() {
                return;
            }
        }
        if !jobs.is_empty() && send.blocking_send(News::Total(jobs.len())).is_ok() {
            self.check(&jobs, order, send);
        }
    }

    /// Finds the files, and those among them that are to be checked.
    fn go_through(
        &mut self,
        order: &Order,
        send: &mpsc::Sender<News>,
        found: &mut HashSet<PathBuf>,
    ) -> Vec<Job> {
        let Some(world) = &mut self.world else { return Vec::new() };
        let mut jobs = Vec::new();
        for root in &order.client.folders {
            let project = world.workspace.project(Some(&root.path));
            if !project.files.check_unopened() {
                continue;
            }
            let is_wanted = |path: &Path| {
                Folder::nearest(&order.client.folders, path).is_some_and(|it| it == root)
                    && project.files.is_checked_unopened(path)
            };
            let mut desks = HashMap::<PathBuf, Arc<Desk>>::new();
            for path in walk(&root.path).filter_map(Result::ok) {
                if send.is_closed() {
                    return Vec::new();
                }
                if !is_wanted(&path) {
                    continue;
                }
                // Twice in the list, as a folder that is named twice.
                if !found.insert(path.clone()) {
                    continue;
                }
                if order.open.contains(&path) {
                    let _ = send.blocking_send(News::Open(path));
                    continue;
                }
                let folder = path.parent().unwrap_or(&root.path);
                let desk = match desks.get(folder) {
                    Some(desk) => desk.clone(),
                    None => {
                        let shelves = (&mut self.saved, &mut self.shelves);
                        let desk = Arc::new(Desk::new(folder, root, world, shelves));
                        if desks.len() == MOST_DESKS {
                            desks.clear();
                        }
                        desks.insert(folder.to_owned(), desk.clone());
                        world.workspace.tidy();
                        desk
                    }
                };
                let stamp = Stamp::of(&path);
                let known = self.files.get(&path);
                let known = known.filter(|it| it.stamp == stamp && it.terms == desk.terms);
                let previous = order.previous.get(&path);
                match (known.map(|it| &it.id), previous) {
                    (Some(None), None) => {}
                    (Some(Some(id)), Some(previous)) if *id == previous.id => {
                        let _ = send.blocking_send(News::Same(previous.clone()));
                    }
                    _ => {
                        let inside = root.path_of(&path);
                        jobs.push(Job { path, inside, stamp, desk });
                    }
                }
            }
            // A draft that is open and not saved yet is in no folder's list.
            for path in &order.open {
                if may_be_reply(path) && is_wanted(path) && found.insert(path.clone()) {
                    let _ = send.blocking_send(News::Open(path.clone()));
                }
            }
        }
        jobs
    }

    /// Checks files on all cores but one, which is left to whoever types.
    fn check(&mut self, jobs: &[Job], order: &Order, send: &mpsc::Sender<News>) {
        let Some(world) = &self.world else { return };
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let workers = cores.saturating_sub(1).clamp(1, jobs.len());
        let (next, files) = (AtomicUsize::new(0), Mutex::new(&mut self.files));
        let work = || {
            while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                let previous = order.previous.get(&job.path);
                let uri = previous.map(|it| it.uri.clone());
                let Some(uri) = uri.or_else(|| Url::from_file_path(&job.path).ok()) else {
                    continue;
                };
                let items = job.check(&uri, world, order);
                let id = id_of(&items);
                let entry = Entry { stamp: job.stamp, terms: job.desk.terms, id: id.clone() };
                files
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .insert(job.path.clone(), entry);
                let news = match (previous, id) {
                    (None, None) => None,
                    (Some(previous), Some(id)) if previous.id == id => {
                        Some(News::Same(previous.clone()))
                    }
                    (_, id) => Some(News::Report { uri, id, items }),
                };
                let mut news = news.into_iter().chain([News::Checked]);
                if news.any(|news| send.blocking_send(news).is_err()) {
                    break;
                }
            }
        };
        thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(work);
            }
        });
    }
}

impl Desk {
    fn new(
        folder: &Path,
        root: &Folder,
        world: &mut World,
        (saved, shelves): (&mut Vec<Shelf>, &mut u64),
    ) -> Self {
        let project = world.workspace.project(Some(folder));
        let files = project.saved_files.as_ref();
        let files = files.filter(|_| project.speaks_by("macro-unedited").is_some());
        let shelf = files.map(|files| {
            let at = saved.iter().position(|shelf| shelf.files == *files).unwrap_or_else(|| {
                *shelves += 1;
                let (files, read) = (files.clone(), files.read(&project.catalog));
                saved.push(Shelf { number: *shelves, files, saved: read });
                saved.len() - 1
            });
            &saved[at]
        });
        let mut terms = DefaultHasher::new();
        let state = world.workspace.state_of(&project);
        (world.number, state, &root.path, shelf.map(|it| it.number)).hash(&mut terms);
        let saved = shelf.map(|shelf| shelf.saved.replies.clone()).unwrap_or_default();
        Self { project, saved, terms: terms.finish() }
    }
}

impl Job {
    /// What an editor would be told if it opened the file, and nothing if that cannot be read.
    fn check(&self, uri: &Url, world: &World, order: &Order) -> Vec<Diagnostic> {
        let project = &self.desk.project;
        // A saved reply itself is compared with none.
        let is_saved = project.files.mode(&self.path) == Some(Mode::Macro);
        let kept = Kept {
            named: world.state.as_ref().is_some_and(|state| state.is_reply(&name(uri))),
            ignored: &world.ignored,
            // How the latest replies began says something to who writes the next, not of those that lie here.
            recent: RecentLines::default(),
            saved: if is_saved { Arc::default() } else { self.desk.saved.clone() },
        };
        let (path, inside) = (Some(self.path.clone()), Some(self.inside.clone()));
        let facts = DocumentFacts::new(path, inside, "", kept, project.clone());
        check_file(&self.path, uri, Arc::new(facts), &order.engine, &order.client)
    }
}

/// What an editor would be told of a file if it opened it.
pub(crate) fn check_file(
    path: &Path,
    uri: &Url,
    facts: Arc<DocumentFacts>,
    engine: &Arc<Engine>,
    client: &ClientFacts,
) -> Vec<Diagnostic> {
    let Ok(text) = read_text_up_to(path, LARGEST) else { return Vec::new() };
    let (text, writing) = (Rope::from_str(&text), Writing::default());
    let snapshot = Snapshot::new(uri.clone(), 0, 0, text, facts, writing, engine.clone());
    // A check that fails has said so in the log.
    let analysis = snapshot.analysis();
    analysis.map(|analysis| diagnostics(&snapshot, analysis, client)).unwrap_or_default()
}

/// The files among some URIs.
pub(crate) fn paths<'u>(uris: impl IntoIterator<Item = &'u Url>) -> Vec<PathBuf> {
    uris.into_iter().filter_map(path_of).collect()
}
