//! Which settings files hold for a folder, and in which order.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aplomb_core::Catalog;

use super::confine::{is_inside, workspace_of};
use super::disk::{Broken, Disk, Found, Tree, packs_in};
use super::{Problem, SETTINGS_FILE};
use crate::absolute::absolute;
use crate::read::{MOST_PACK_BYTES, MOST_SETTINGS_BYTES};
use crate::settings::node::Node;
use crate::settings::origin::Layer;
use crate::settings::reader::{self, Entry};
use crate::settings::value::Value;

/// So many files can lead to a file, one including the next: nobody reads through more.
const DEEPEST: usize = 16;
/// So many files can be included for a folder in all, those that are missing among them.
const MOST_FILES: usize = 128;
/// So many packs can hold for a folder: each is looked at again and again while drafts are open.
const MOST_PACKS: usize = 256;

/// The settings files that hold, the later over the earlier.
pub(super) struct Chain<'c> {
    disk: &'c mut Disk,
    catalog: &'c Catalog,
    own: Option<PathBuf>,
    pub files: Vec<ChainFile>,
    pub problems: Vec<Problem>,
    /// How many files that are included were looked for.
    looked_for: usize,
}

/// A settings file that holds.
pub(super) struct ChainFile {
    pub path: PathBuf,
    pub layer: Layer,
    pub tree: Arc<Tree>,
    /// Whether the file is no TOML now: the tree is its last good state, or what could be made of it.
    pub is_broken: bool,
    /// Where what it names must lie; anywhere, if it is the user's own.
    workspace: Option<PathBuf>,
    /// What it includes, and the packs that it names.
    include: Vec<Reference>,
    pub packs: Vec<Reference>,
    /// Where it says that it is a root.
    root: Option<Range<usize>>,
}

/// A file that a settings file names.
#[derive(Clone)]
pub(super) struct Reference {
    pub path: PathBuf,
    /// The name as it is written.
    name: String,
    /// The settings file, its text, and where in it the name stands.
    from: (PathBuf, Arc<str>, Range<usize>),
    workspace: Option<PathBuf>,
}

impl Reference {
    pub(super) fn problem(&self, message: &str) -> Problem {
        let (path, text, span) = &self.from;
        Problem::at(path.clone(), text, span.clone(), format!("`{}` {message}", self.name))
    }

    /// The text of the file. What keeps it from being read is a problem of the place that names it.
    pub(super) fn read(&self, disk: &mut Disk, most: u64) -> Result<Arc<str>, Problem> {
        if let Some(workspace) = &self.workspace
            && !is_inside(&self.path, workspace)
        {
            disk.note(&self.path);
            return Err(self.problem(&format!(
                "is not read, for it lies outside of this workspace, {}; move it there, or put an aplomb.toml into a folder above both",
                workspace.display()
            )));
        }
        match disk.look(&self.path, most) {
            Found::Text(text) => Ok(text),
            Found::Nothing => Err(self
                .problem(&format!("is not there; it was looked for as {}", self.path.display()))),
            Found::Folder => Err(self.problem("is not used, for it is a folder")),
            Found::Unusable { why, .. } => Err(self.problem(&format!("is not used, for {why}"))),
        }
    }

    /// The packs that it names: itself, or those in the folder that it is, up to so many.
    fn packs(&self, room: usize, disk: &mut Disk, problems: &mut Vec<Problem>) -> Vec<Self> {
        let lies_outside = self.workspace.as_ref().is_some_and(|it| !is_inside(&self.path, it));
        if lies_outside || !matches!(disk.look(&self.path, MOST_PACK_BYTES), Found::Folder) {
            return vec![self.clone()];
        }
        let mut names = match packs_in(&self.path) {
            Ok(names) => names,
            Err(error) => {
                problems.push(self.problem(&format!("cannot be looked up: {error}")));
                return Vec::new();
            }
        };
        if names.is_empty() {
            problems.push(
                self.problem(
                    "is a folder without a pack; `aplomb pack new` writes one to start with",
                ),
            );
        }
        if names.len() > room {
            problems.push(self.problem(&format!(
                "has {} packs, of which the first {room} hold; bring some of them together",
                names.len()
            )));
            names.truncate(room);
        }
        let folder = self.name.trim_end_matches(['/', '\\']);
        let pack = |name: OsString| Self {
            path: self.path.join(&name),
            name: format!("{folder}/{}", name.to_string_lossy()),
            ..self.clone()
        };
        names.into_iter().map(pack).collect()
    }
}

/// The packs that all these name, as far as so many can hold.
pub(super) fn packs_of<'r>(
    named: impl IntoIterator<Item = &'r Reference>,
    disk: &mut Disk,
    problems: &mut Vec<Problem>,
) -> Vec<Reference> {
    let mut packs = Vec::new();
    for reference in named {
        let room = MOST_PACKS - packs.len();
        if room == 0 {
            problems.push(reference.problem(&format!(
                "is left out, for only {MOST_PACKS} packs can hold; bring some of them together"
            )));
            break;
        }
        packs.extend(reference.packs(room, disk, problems));
    }
    packs
}

impl ChainFile {
    fn new(
        path: PathBuf,
        layer: Layer,
        tree: Arc<Tree>,
        is_broken: bool,
        workspace: Option<PathBuf>,
        catalog: &Catalog,
    ) -> Self {
        let entries = reader::read(&tree.node, layer, None, catalog).entries;
        let entry = |name: &str| {
            entries.iter().find(|it| it.setting.table.is_none() && it.setting.name == name)
        };
        let base = path.parent().unwrap_or(Path::new(""));
        let references = |entry: Option<&Entry>| {
            let Some((Value::List(names), items)) = entry.map(|it| (&it.value, &it.items)) else {
                return Vec::new();
            };
            let reference = |(name, span): (&String, &Range<usize>)| Reference {
                path: absolute(&base.join(name)),
                name: name.clone(),
                from: (path.clone(), tree.text.clone(), span.clone()),
                workspace: workspace.clone(),
            };
            names.iter().zip(items).map(reference).collect()
        };
        let root = entry("root").filter(|it| it.value == Value::Flag(true));
        Self {
            include: references(entry("include")),
            packs: references(entry("packs")),
            root: root.map(|it| it.span.clone()),
            path,
            layer,
            tree,
            is_broken,
            workspace,
        }
    }
}

impl<'c> Chain<'c> {
    pub(super) fn new(disk: &'c mut Disk, own: Option<PathBuf>, catalog: &'c Catalog) -> Self {
        Self { disk, catalog, own, files: Vec::new(), problems: Vec::new(), looked_for: 0 }
    }

    /// Finds all that holds for the documents of a folder.
    pub(super) fn find(&mut self, folder: Option<&Path>) {
        if let Some(own) = self.own.clone()
            && let Some(file) = self.read(&own, Layer::User, None)
        {
            self.root_means_nothing(&file, "your own file, which holds anywhere");
            self.add(file, &mut Vec::new());
        }
        let Some(folder) = folder else { return };
        for file in self.upward(folder).into_iter().rev() {
            self.add(file, &mut Vec::new());
        }
    }

    /// The settings files at or above a folder, the nearest first, up to a root.
    fn upward(&mut self, folder: &Path) -> Vec<ChainFile> {
        let own = self.own.as_deref().map(real);
        let candidates = folder.ancestors().map(|folder| folder.join(SETTINGS_FILE));
        // A draft may lie beside the user's own settings, under whatever name. To find out the real name of what is
        // not there would take as long as all folders above it together.
        let is_own = |path: &PathBuf| {
            self.own.as_ref() == Some(path)
                || (fs::symlink_metadata(path).is_ok() && own.as_ref() == Some(&real(path)))
        };
        let candidates: Vec<_> = candidates.filter(|path| !is_own(path)).collect();
        // Where a workspace begins decides what may be read, so what is there is counted first, up to the
        // first root.
        let mut farthest = None;
        let mut there = Vec::new();
        for path in candidates {
            let is_link = fs::symlink_metadata(&path).is_ok_and(|it| it.is_symlink());
            let begins_here = path.parent().unwrap_or(&path).to_owned();
            if is_link {
                farthest = Some(begins_here);
                there.push((path, None));
            } else if let Some(file) = self.read(&path, Layer::Workspace, None) {
                farthest = Some(begins_here);
                let is_root = file.root.is_some();
                there.push((path, Some(file)));
                if is_root {
                    break;
                }
            }
        }
        let mut found = Vec::new();
        for (path, file) in there {
            let workspace = workspace(&path, farthest.as_deref());
            let file = match file {
                Some(file) => file,
                None if is_inside(&path, &workspace) => {
                    match self.read(&path, Layer::Workspace, None) {
                        Some(file) => file,
                        None => continue,
                    }
                }
                None => {
                    self.disk.note(&path);
                    let message = format!(
                        "this link is not followed, for it leads outside of its workspace, {}",
                        workspace.display()
                    );
                    self.problems.push(Problem::of(path, 1, message));
                    continue;
                }
            };
            let is_root = file.root.is_some();
            found.push(confined(file, &workspace));
            if is_root {
                break;
            }
        }
        found
    }

    /// What is wrong with `text` as the settings file at `path`.
    pub(super) fn check(mut self, path: &Path, text: &str) -> Vec<Problem> {
        let is_own = self.own.as_deref().is_some_and(|own| real(own) == real(path));
        let layer = if is_own { Layer::User } else { Layer::Workspace };
        let (node, error) = Node::from_toml(text);
        if let Some(error) = error {
            let message = format!("this is not TOML: {}", error.message);
            return vec![Problem::at(path.to_owned(), text, error.span, message)];
        }
        let own = self.own.clone();
        let reading = reader::read(&node, layer, own.as_deref(), self.catalog);
        let mut problems: Vec<_> = reading
            .problems
            .into_iter()
            .map(|(span, message)| Problem::at(path.to_owned(), text, span, message))
            .collect();
        let folder = path.parent().unwrap_or(path);
        let tree = Arc::new(Tree { text: text.into(), node });
        let file = ChainFile::new(path.to_owned(), layer, tree, false, None, self.catalog);
        let file = if is_own {
            self.root_means_nothing(&file, "your own file, which holds anywhere");
            file
        } else {
            let there: Vec<_> = self.upward(folder).into_iter().map(|file| file.path).collect();
            self.problems.clear();
            let farthest = there.last().and_then(|path| path.parent());
            let workspace = workspace(path, farthest);
            confined(file, &workspace)
        };
        for pack in packs_of(&file.packs, self.disk, &mut problems) {
            problems.extend(pack.read(self.disk, MOST_PACK_BYTES).err());
        }
        let mut known = HashMap::new();
        for reference in file.include.clone() {
            if self.leads_to(&reference, &real(path), &mut known) {
                problems.push(reference.problem(LEADS_BACK));
            }
        }
        self.add(file, &mut Vec::new());
        let own = self.problems.into_iter().filter(|it| it.path.as_deref() == Some(path));
        problems.extend(own);
        problems.sort_by_key(|problem| problem.span.start);
        problems.dedup();
        problems
    }

    /// Whether a file that is included leads to another in the end, as far as it is not `known`.
    fn leads_to(
        &mut self,
        from: &Reference,
        to: &Path,
        known: &mut HashMap<PathBuf, bool>,
    ) -> bool {
        let path = real(&from.path);
        if path == to {
            return true;
        }
        if let Some(leads) = known.get(&path) {
            return *leads;
        }
        if known.len() == MOST_FILES {
            return false;
        }
        // What comes by here again on its way leads nowhere new.
        known.insert(path.clone(), false);
        if from.read(self.disk, MOST_SETTINGS_BYTES).is_err() {
            return false;
        }
        let file = self.read(&from.path, Layer::Workspace, from.workspace.clone());
        let include = file.map(|file| file.include).unwrap_or_default();
        let leads = include.iter().any(|next| self.leads_to(next, to, known));
        known.insert(path, leads);
        leads
    }

    /// Adds a file, and before it what it includes. `above` are the files that led to it.
    fn add(&mut self, file: ChainFile, above: &mut Vec<PathBuf>) {
        above.push(real(&file.path));
        for reference in &file.include {
            if above.len() == DEEPEST || self.looked_for == MOST_FILES {
                self.problems.push(reference.problem(
                    "is left out, for too many files include one another; bring some of them together",
                ));
                // One such message says it all.
                break;
            }
            self.looked_for += 1;
            if above.contains(&real(&reference.path)) {
                self.problems.push(reference.problem(LEADS_BACK));
                continue;
            }
            let text = reference.read(self.disk, MOST_SETTINGS_BYTES);
            if let Err(problem) = text {
                self.problems.push(problem);
                // What it said before holds, as for any settings file.
                if let Some(tree) = self.disk.last_tree(&reference.path) {
                    let (path, workspace) = (reference.path.clone(), reference.workspace.clone());
                    let old = ChainFile::new(path, file.layer, tree, true, workspace, self.catalog);
                    self.add(old, above);
                }
                continue;
            }
            let workspace = reference.workspace.clone();
            if let Some(included) = self.read(&reference.path, file.layer, workspace) {
                self.root_means_nothing(&included, "a file that is included");
                self.add(included, above);
            }
        }
        above.pop();
        self.files.push(file);
    }

    fn root_means_nothing(&mut self, file: &ChainFile, here: &str) {
        if let Some(span) = &file.root {
            let message = format!("`root` means nothing in {here}");
            let (path, text) = (file.path.clone(), &file.tree.text);
            self.problems.push(Problem::at(path, text, span.clone(), message));
        }
    }

    fn read(&mut self, path: &Path, layer: Layer, workspace: Option<PathBuf>) -> Option<ChainFile> {
        let (tree, is_broken) = match self.disk.look(path, MOST_SETTINGS_BYTES) {
            Found::Nothing => {
                self.disk.forget(path);
                return None;
            }
            Found::Text(text) => {
                let (tree, broken) = self.disk.tree(path, &text);
                let is_broken = broken.is_some();
                if let Some(Broken { error, kept }) = broken {
                    let message = format!("this is not TOML: {}{}", error.message, meanwhile(kept));
                    self.tell(Problem::at(path.to_owned(), &text, error.span, message));
                }
                (tree, is_broken)
            }
            found @ (Found::Folder | Found::Unusable { .. }) => {
                let last = self.disk.last_tree(path);
                let (line, message) = match found {
                    Found::Unusable { line, why } => {
                        (line, format!("these settings are not used, for {why}"))
                    }
                    _ => {
                        (1, "settings go into a file of this name, and this is a folder".to_owned())
                    }
                };
                let message = message + meanwhile(last.is_some());
                self.tell(Problem::of(path.to_owned(), line, message));
                (last?, true)
            }
        };
        let path = path.to_owned();
        Some(ChainFile::new(path, layer, tree, is_broken, workspace, self.catalog))
    }

    /// Tells a problem, once.
    fn tell(&mut self, problem: Problem) {
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }
}

const LEADS_BACK: &str =
    "leads back to this file, so it is left out; take one of the two out of `include`";

/// The file with what it names held to its workspace.
fn confined(mut file: ChainFile, workspace: &Path) -> ChainFile {
    file.workspace = Some(workspace.to_owned());
    for reference in file.include.iter_mut().chain(&mut file.packs) {
        reference.workspace = Some(workspace.to_owned());
    }
    file
}

/// What holds until a broken file is mended.
pub(super) fn meanwhile(kept: bool) -> &'static str {
    if kept { "; until it is mended, what it said before holds" } else { "" }
}

fn workspace(path: &Path, farthest: Option<&Path>) -> PathBuf {
    let folder = path.parent().unwrap_or(path);
    workspace_of(folder, farthest.unwrap_or(folder))
}

/// The path by which a file is told from others, whatever leads to it.
pub(super) fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}
