//! Which settings files hold for a folder, and in which order.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aplomb_core::Catalog;

use super::confine::{is_inside, workspace_of};
use super::disk::{Broken, Disk, Found, MOST_SETTINGS_BYTES, Tree};
use super::{Problem, SETTINGS_FILE};
use crate::absolute::absolute;
use crate::settings::node::{Node, NodeKind};
use crate::settings::origin::Layer;
use crate::settings::reader;
use crate::settings::value::Value;

/// The settings files that hold, the later over the earlier.
pub(super) struct Chain<'c> {
    disk: &'c mut Disk,
    own: Option<PathBuf>,
    pub files: Vec<ChainFile>,
    pub problems: Vec<Problem>,
}

/// A settings file that holds.
pub(super) struct ChainFile {
    pub path: PathBuf,
    pub layer: Layer,
    pub tree: Arc<Tree>,
    /// Whether it is the last good state of a file that is broken now.
    pub is_old: bool,
    /// Where what it names must lie; anywhere, if it is the user's own.
    workspace: Option<PathBuf>,
}

/// A file that a settings file names.
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
            return Err(self.problem(&format!(
                "is not read, for it lies outside of this workspace, {}; move it there",
                workspace.display()
            )));
        }
        match disk.look(&self.path, most) {
            Found::Text(text) => Ok(text),
            Found::Nothing => Err(self
                .problem(&format!("is not there; it was looked for as {}", self.path.display()))),
            Found::Unusable { why, .. } => Err(self.problem(&format!("is not used: {why}"))),
        }
    }
}

impl ChainFile {
    /// The packs that the file names.
    pub(super) fn packs(&self, catalog: &Catalog, own: Option<&Path>) -> Vec<Reference> {
        self.references("packs", catalog, own)
    }

    fn references(&self, name: &str, catalog: &Catalog, own: Option<&Path>) -> Vec<Reference> {
        let entries = reader::read(&self.tree.node, self.layer, own, catalog).entries;
        let base = self.path.parent().unwrap_or(Path::new(""));
        let mut references = Vec::new();
        for entry in entries.iter().filter(|it| it.setting.table.is_none()) {
            let Value::List(names) = &entry.value else { continue };
            if entry.setting.name != name {
                continue;
            }
            references.extend(names.iter().zip(&entry.items).map(|(name, span)| Reference {
                path: absolute(&base.join(name)),
                name: name.clone(),
                from: (self.path.clone(), self.tree.text.clone(), span.clone()),
                workspace: self.workspace.clone(),
            }));
        }
        references
    }
}

impl<'c> Chain<'c> {
    pub(super) fn new(disk: &'c mut Disk, own: Option<PathBuf>) -> Self {
        Self { disk, own, files: Vec::new(), problems: Vec::new() }
    }

    /// Finds all that holds for the documents of a folder.
    pub(super) fn find(&mut self, folder: Option<&Path>, catalog: &Catalog) {
        if let Some(own) = self.own.clone() {
            self.add(&own, Layer::User, None, catalog, &mut Vec::new());
        }
        let Some(folder) = folder else { return };
        let candidates = self.candidates(folder);
        let mut near = Vec::new();
        let farthest = farthest(&candidates);
        for path in &candidates {
            if let Some(file) = self.workspace_file(path, farthest.as_deref()) {
                let is_root = is_root(&file.tree.node);
                near.push(file);
                if is_root {
                    break;
                }
            }
        }
        for file in near.into_iter().rev() {
            self.add_file(file, catalog, &mut Vec::new());
        }
    }

    /// What is wrong with `text` as the settings file at `path`.
    pub(super) fn check(
        mut self,
        path: &Path,
        text: &str,
        layer: Layer,
        catalog: &Catalog,
    ) -> Vec<Problem> {
        let (node, error) = Node::from_toml(text);
        if let Some(error) = error {
            let message = format!("this is not TOML: {}", error.message);
            return vec![Problem::at(path.to_owned(), text, error.span, message)];
        }
        let own = self.own.clone();
        let reading = reader::read(&node, layer, own.as_deref(), catalog);
        let mut problems: Vec<_> = reading
            .problems
            .into_iter()
            .map(|(span, message)| Problem::at(path.to_owned(), text, span, message))
            .collect();
        let farthest = farthest(&self.candidates(path.parent().unwrap_or(path)));
        let workspace = (layer != Layer::User).then(|| workspace(path, farthest.as_deref()));
        let tree = Arc::new(Tree { text: text.into(), node });
        let path = path.to_owned();
        let file = ChainFile { path: path.clone(), layer, tree, is_old: false, workspace };
        for pack in file.packs(catalog, own.as_deref()) {
            problems.extend(pack.read(self.disk, super::disk::MOST_PACK_BYTES).err());
        }
        self.add_file(file, catalog, &mut Vec::new());
        problems.extend(self.problems.into_iter().filter(|it| it.path.as_ref() == Some(&path)));
        problems.sort_by_key(|problem| problem.span.start);
        problems
    }

    /// Where settings of a workspace may stand, from the folder upward. A draft may lie beside the user's
    /// own settings, which are read as such.
    fn candidates(&self, folder: &Path) -> Vec<PathBuf> {
        let candidates = folder.ancestors().map(|folder| folder.join(SETTINGS_FILE));
        candidates.filter(|path| self.own.as_ref() != Some(path)).collect()
    }

    /// The settings file of that name, if there is one; what is wrong with it is told.
    fn workspace_file(&mut self, path: &Path, farthest: Option<&Path>) -> Option<ChainFile> {
        let workspace = workspace(path, farthest);
        if fs::symlink_metadata(path).is_ok_and(|it| it.is_symlink())
            && !is_inside(path, &workspace)
        {
            let message = format!(
                "this link is not followed, for it leads outside of its workspace, {}",
                workspace.display()
            );
            self.problems.push(Problem::of(path.to_owned(), 1, message));
            return None;
        }
        self.read(path, Layer::Workspace, Some(workspace))
    }

    fn add(
        &mut self,
        path: &Path,
        layer: Layer,
        workspace: Option<PathBuf>,
        catalog: &Catalog,
        above: &mut Vec<PathBuf>,
    ) {
        if let Some(file) = self.read(path, layer, workspace) {
            self.add_file(file, catalog, above);
        }
    }

    /// Adds a file, and before it what it includes. `above` are the files that led to it.
    fn add_file(&mut self, file: ChainFile, catalog: &Catalog, above: &mut Vec<PathBuf>) {
        let own = self.own.clone();
        above.push(real(&file.path));
        for reference in file.references("include", catalog, own.as_deref()) {
            let path = real(&reference.path);
            if above.contains(&path) {
                self.problems.push(reference.problem(
                    "leads back to this file, so it is left out; take one of the two out of `include`",
                ));
                continue;
            }
            if self.files.iter().any(|file| real(&file.path) == path) {
                continue;
            }
            match reference.read(self.disk, MOST_SETTINGS_BYTES) {
                Ok(_) => {
                    let workspace = file.workspace.clone();
                    self.add(&reference.path, file.layer, workspace, catalog, above);
                }
                Err(problem) => self.problems.push(problem),
            }
        }
        above.pop();
        self.files.push(file);
    }

    fn read(&mut self, path: &Path, layer: Layer, workspace: Option<PathBuf>) -> Option<ChainFile> {
        let (tree, is_old) = match self.disk.look(path, MOST_SETTINGS_BYTES) {
            Found::Nothing => {
                self.disk.forget(path);
                return None;
            }
            Found::Text(text) => {
                let (tree, broken) = self.disk.tree(path, &text);
                let kept = broken.as_ref().is_some_and(|broken| broken.kept);
                if let Some(Broken { error, kept }) = broken {
                    let message = format!("this is not TOML: {}{}", error.message, meanwhile(kept));
                    let problem = Problem::at(path.to_owned(), &text, error.span, message);
                    self.problems.push(problem);
                }
                (tree, kept)
            }
            Found::Unusable { line, why, is_folder } => {
                let last = self.disk.last_tree(path);
                let message = if is_folder {
                    "settings go into a file of this name, and this is a folder".to_owned()
                } else {
                    format!("these settings are not used, for {why}")
                };
                let message = message + meanwhile(last.is_some());
                self.problems.push(Problem::of(path.to_owned(), line, message));
                (last?, true)
            }
        };
        Some(ChainFile { path: path.to_owned(), layer, tree, is_old, workspace })
    }
}

/// What holds until a broken file is mended.
pub(super) fn meanwhile(kept: bool) -> &'static str {
    if kept { "; until it is mended, what it said before holds" } else { "" }
}

/// The folder farthest up in which there are settings of a workspace.
fn farthest(candidates: &[PathBuf]) -> Option<PathBuf> {
    let there = candidates.iter().rev().find(|path| fs::symlink_metadata(path).is_ok());
    there.and_then(|path| path.parent()).map(Path::to_owned)
}

fn workspace(path: &Path, farthest: Option<&Path>) -> PathBuf {
    let folder = path.parent().unwrap_or(path);
    workspace_of(folder, farthest.unwrap_or(folder))
}

/// The path by which a file is told from others, whatever leads to it.
fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

fn is_root(node: &Node) -> bool {
    node.members().is_some_and(|members| {
        members.iter().any(|it| it.key == "root" && matches!(it.value.kind, NodeKind::Flag(true)))
    })
}
