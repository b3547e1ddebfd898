//! The settings that hold for a folder: where they are looked for, and what they come to.
//!
//! Nothing here is fatal: what cannot be used becomes a [`Problem`], and the rest holds.

mod chain;
mod confine;
mod disk;
mod json;
mod packs;
mod patterns;
mod problem;
mod saved;
mod switch;

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aplomb_core::{Catalog, Draft, Input, Kind, Mode, Pack, Settings};

pub use patterns::FilePatterns;
pub(crate) use patterns::Patterns;
pub use problem::Problem;
pub use saved::{Saved, SavedFiles};
pub use switch::switch_off;

use crate::absolute::absolute;
use crate::dirs::Dirs;
use crate::file_kind;
use crate::settings::node::Node;
use crate::settings::origin::{Layer, Origin};
use crate::settings::reader;
use crate::settings::resolve::{self, Held};
use crate::settings::table::{Effect, Setting};
use crate::watched::Watched;
use disk::Disk;
pub use disk::packs_in;
use packs::Catalogs;

/// The name of a settings file, the user's own and a project's.
pub const SETTINGS_FILE: &str = "aplomb.toml";

/// What is known of so many folders is kept, whether documents of them are open or not.
const MOST_FOLDERS: usize = 256;

/// A file of Aplomb's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnFile {
    /// It holds settings.
    Settings,
    /// It holds rules and snippets of a team.
    Pack,
}

/// All settings that are known, read when they are first needed. A copy goes its own way: it shares what was
/// read, and neither sees what the other reads later.
#[derive(Clone, Debug)]
pub struct Workspace {
    dirs: Option<Dirs>,
    catalogs: Catalogs,
    disk: Disk,
    /// What editors say, by the folder for which they say it.
    editor: Vec<(Option<PathBuf>, Node)>,
    projects: HashMap<Option<PathBuf>, Arc<Project>>,
}

/// What holds for the documents of one folder.
#[derive(Clone, Debug)]
pub struct Project {
    /// What a check is given.
    pub settings: Settings,
    /// Which files are replies, which are left out, and which have a mode.
    pub files: FilePatterns,
    /// Whether lines of the documents may be remembered.
    pub remember_lines: bool,
    /// Whether an editor shows names beside variables.
    pub inlay_hints: bool,
    /// Where the team's saved replies are, if it has any.
    pub saved_files: Option<Arc<SavedFiles>>,
    /// The rules: those that come with Aplomb, and those of the packs.
    pub catalog: Arc<Catalog>,
    /// What is wrong, by file and place.
    pub problems: Vec<Problem>,
    /// The settings files that were read, the later over the earlier.
    pub sources: Vec<PathBuf>,
    /// The packs that were named.
    pub packs: Vec<PathBuf>,
    held: Vec<Held>,
}

impl Workspace {
    /// Knows nothing yet. Without directories only what a project and an editor say holds.
    #[must_use]
    pub fn new(dirs: Option<Dirs>, builtin: Arc<Catalog>) -> Self {
        Self {
            dirs,
            catalogs: Catalogs::new(builtin),
            disk: Disk::default(),
            editor: Vec::new(),
            projects: HashMap::new(),
        }
    }

    /// What holds for the documents in `folder`: the defaults, over them the user's own settings, over
    /// them each `aplomb.toml` at or above the folder, the nearest last, over them the editor's. A key
    /// of a later place takes the place of the same key of an earlier one; rules, families and the
    /// entries of the team's own tables do so one by one.
    ///
    /// A document that has no folder gets the user's and the editor's only.
    pub fn project(&mut self, folder: Option<&Path>) -> Arc<Project> {
        let folder = folder.map(absolute);
        if let Some(project) = self.projects.get(&folder) {
            return project.clone();
        }
        let project = Arc::new(self.load(folder.as_deref()));
        self.projects.insert(folder, project.clone());
        project
    }

    /// Sets what the editor says, each for the folder that it is about, or for all.
    pub fn set_editor(&mut self, settings: &[(Option<PathBuf>, serde_json::Value)]) {
        let read = |(scope, value): &(Option<PathBuf>, serde_json::Value)| {
            (scope.as_deref().map(absolute), Node::from_json(value))
        };
        self.editor = settings.iter().map(read).collect();
        self.projects.clear();
    }

    /// Lets go of what has changed on disk; tells whether anything has. A file that is broken now keeps
    /// its last good state.
    pub fn refresh(&mut self) -> bool {
        let changed = self.disk.refresh();
        if changed {
            self.projects.clear();
        }
        changed
    }

    /// The files on which all that was asked for depends.
    #[must_use]
    pub fn watched(&self) -> Watched {
        self.disk.watched()
    }

    /// A number that is another one once a file on which a project depends has changed.
    #[must_use]
    pub fn state_of(&self, project: &Project) -> u64 {
        let mut state = DefaultHasher::new();
        for path in project.sources.iter().chain(&project.packs) {
            (path, self.disk.stamp_of(path)).hash(&mut state);
        }
        state.finish()
    }

    /// What a file is to Aplomb, if it is one of its own: settings by its name or because they are
    /// included, a pack because settings name it.
    pub fn own_file_kind(&mut self, path: &Path) -> Option<OwnFile> {
        let path = absolute(path);
        // Settings beside the file or above it may name it.
        let nearest = self.project(path.parent());
        let is_settings = path.file_name().is_some_and(|name| name == SETTINGS_FILE)
            || self.all_with(&nearest).any(|project| project.sources.contains(&path));
        if is_settings {
            return Some(OwnFile::Settings);
        }
        self.all_with(&nearest)
            .any(|project| project.packs.contains(&path))
            .then_some(OwnFile::Pack)
    }

    fn all_with<'w>(&'w self, one: &'w Arc<Project>) -> impl Iterator<Item = &'w Arc<Project>> {
        self.projects.values().chain([one])
    }

    /// The text of a settings file or a pack, as it was read.
    #[must_use]
    pub fn text_of(&self, path: &Path) -> Option<Arc<str>> {
        self.disk.text_of(path)
    }

    /// The settings file in which something is changed for a folder's documents: the nearest that is in
    /// their workspace, or else a new one, in `root`, the folder that an editor has open, if they are in
    /// it.
    pub fn file_to_change(&mut self, folder: &Path, root: Option<&Path>) -> PathBuf {
        let folder = absolute(folder);
        let root = root.map(absolute).filter(|root| folder.starts_with(root));
        let project = self.project(Some(&folder));
        let own = self.own_file();
        let near = folder.ancestors().map(|folder| folder.join(SETTINGS_FILE));
        let near = near.filter(|path| own.as_ref() != Some(path) && project.sources.contains(path));
        // A file above the repository, or above the folder that is open, is for more than this workspace.
        let border = confine::repository_of(&folder).or(root.clone());
        let mut near = near.filter(|path| border.as_ref().is_none_or(|it| path.starts_with(it)));
        near.next().unwrap_or_else(|| root.unwrap_or(folder).join(SETTINGS_FILE))
    }

    /// What is wrong with `text` as a settings file at `path`, as it would be if it were saved.
    pub fn check_settings(&mut self, path: &Path, text: &str) -> Vec<Problem> {
        let path = absolute(path);
        // The rules of packs can be named too.
        let catalog = self.project(path.parent()).catalog.clone();
        let own = self.own_file();
        chain::Chain::new(&mut self.disk, own, &catalog).check(&path, text)
    }

    /// What is wrong with `text` as a pack at `path`, its own examples and its snippets at work included
    /// if they are asked for: those of a large pack take their time.
    pub fn check_pack(&self, path: &Path, text: &str, examples: bool) -> Vec<Problem> {
        self.check_pack_in_steps(path, text, examples.then_some(&mut |_, _| {}))
    }

    /// [`Self::check_pack`], with a call of `step` for each of its entries that is tried, with how many
    /// are done, of how many; without it none is.
    pub fn check_pack_in_steps(
        &self,
        path: &Path,
        text: &str,
        step: Option<&mut dyn FnMut(usize, usize)>,
    ) -> Vec<Problem> {
        let path = absolute(path);
        packs::check(&path, text, self.packs_before(&path), step)
    }

    /// The packs over which the one at `path` is laid, as they were last good: what it switches off may
    /// be theirs.
    fn packs_before(&self, path: &Path) -> Vec<Arc<Pack>> {
        let near = self.projects.get(&path.parent().map(Path::to_owned));
        let holding = near.into_iter().chain(self.projects.values());
        let before = holding.filter_map(|project| {
            let at = project.packs.iter().position(|it| it == path)?;
            Some(&project.packs[..at])
        });
        let before = before.into_iter().next().unwrap_or_default();
        before.iter().filter_map(|path| self.disk.last_pack(path)).collect()
    }

    /// Lets go of what was read for folders that nobody asks about any more, once that is much.
    pub fn tidy(&mut self) {
        if self.projects.len() > MOST_FOLDERS {
            self.projects.clear();
            self.disk.look_anew();
        }
    }

    /// The user's own settings file, which need not exist.
    #[must_use]
    pub fn own_file(&self) -> Option<PathBuf> {
        self.dirs.as_ref().map(Dirs::settings_file)
    }

    fn load(&mut self, folder: Option<&Path>) -> Project {
        let builtin = self.catalogs.builtin.clone();
        let own = self.own_file();
        let mut chain = chain::Chain::new(&mut self.disk, own.clone(), &builtin);
        chain.find(folder);
        let (files, mut problems) = (chain.files, chain.problems);
        let named = files.iter().flat_map(|file| &file.packs);
        let packs = chain::packs_of(named, &mut self.disk, &mut problems);
        let catalog = self.catalogs.with(&packs, &mut self.disk, &mut problems);

        let mut held = Vec::new();
        for file in &files {
            let reading = reader::read(&file.tree.node, file.layer, own.as_deref(), &catalog);
            // Of a broken file only that is told.
            if !file.is_broken {
                for (span, message) in reading.problems {
                    let path = file.path.clone();
                    problems.push(Problem::at(path, &file.tree.text, span, message));
                }
            }
            let base = file.path.parent();
            let place = resolve::Place {
                layer: file.layer,
                file: Some((&file.path, &file.tree.text)),
                // The user's own file belongs to no folder of drafts.
                base: base.filter(|_| file.layer != Layer::User),
            };
            resolve::lay(&mut held, &place, &reading.entries, &catalog);
        }
        if let Some((scope, node)) = self.editor_for(folder) {
            let reading = reader::read(node, Layer::Editor, own.as_deref(), &catalog);
            problems.extend(
                reading.problems.into_iter().map(|(_, message)| Problem::in_editor(message)),
            );
            let place = resolve::Place { layer: Layer::Editor, file: None, base: scope };
            resolve::lay(&mut held, &place, &reading.entries, &catalog);
        }
        let Effect { settings, files: patterns, remember_lines, inlay_hints } =
            resolve::effect(&held);
        let in_workspace = files.iter().filter(|file| file.layer == Layer::Workspace);
        let in_workspace: Vec<_> = in_workspace.map(|file| file.path.clone()).collect();
        let saved = SavedFiles::of(&held, &patterns, folder, &in_workspace);
        let sources = files.into_iter().map(|file| file.path).collect();
        let packs = packs.into_iter().map(|pack| pack.path).collect();
        let mut told = HashSet::new();
        problems.retain(|problem| told.insert(problem.to_string()));
        Project {
            settings,
            files: patterns,
            remember_lines,
            inlay_hints,
            saved_files: saved.map(Arc::new),
            catalog,
            problems,
            sources,
            packs,
            held,
        }
    }

    /// What the editor says of a folder: what it says of the nearest folder at or above it, or of all.
    fn editor_for(&self, folder: Option<&Path>) -> Option<(Option<&Path>, &Node)> {
        let holds = |scope: &Option<PathBuf>| match (scope, folder) {
            (None, _) => Some(0),
            (Some(scope), Some(folder)) if folder.starts_with(scope) => {
                Some(1 + scope.components().count())
            }
            _ => None,
        };
        let near = self.editor.iter().filter_map(|it| Some((holds(&it.0)?, it)));
        near.max_by_key(|(depth, _)| *depth).map(|(_, (scope, node))| (scope.as_deref(), node))
    }
}

impl Project {
    /// The rules that come with Aplomb, and no setting.
    #[must_use]
    pub fn bare(catalog: Arc<Catalog>) -> Self {
        Self {
            settings: Settings::default(),
            files: FilePatterns::default(),
            remember_lines: true,
            inlay_hints: false,
            saved_files: None,
            catalog,
            problems: Vec::new(),
            sources: Vec::new(),
            packs: Vec::new(),
            held: Vec::new(),
        }
    }

    /// The settings of one draft, where its front matter says something of them.
    #[must_use]
    pub fn settings_of(&self, text: &str) -> Option<Settings> {
        let front_matter = resolve::of_front_matter(text);
        if front_matter.is_empty() {
            return None;
        }
        let mut effect = Effect { settings: self.settings.clone(), ..Effect::default() };
        resolve::take_front_matter(&mut effect, &front_matter);
        Some(effect.settings)
    }

    /// Where it comes from that a rule speaks; `None` if it does not.
    #[must_use]
    pub fn speaks_by(&self, code: &str) -> Option<Origin> {
        self.settings.ceiling(self.catalog.rule(code)?)?;
        let held = self.held.iter().find(|held| held.path() == format!("rules.{code}"));
        Some(held.map_or(Origin::of(Layer::Default), |held| held.origin.clone()))
    }

    /// The mode of a file, by its name or else by the settings, with where that comes from.
    #[must_use]
    pub fn mode_of(&self, path: &Path) -> Option<(Mode, Origin)> {
        if let Some(mode) = file_kind::mode_of(path) {
            return Some((mode, Origin::of(Layer::FileName)));
        }
        let mode = self.files.mode(path)?;
        let name = match mode {
            Mode::Macro => "files.macros".to_owned(),
            mode => format!("modes.{}", mode.as_str()),
        };
        let held = self.held.iter().find(|held| held.setting.path() == name)?;
        Some((mode, held.origin.clone()))
    }

    /// The mode of a draft, with where it comes from: what its front matter says goes over its file's
    /// name, that over the settings, and without all of them its text decides.
    #[must_use]
    pub fn mode_of_draft(&self, path: Option<&Path>, text: &str) -> (Mode, Origin) {
        let given = resolve::mode_of_front_matter(text)
            .or_else(|| path.and_then(|path| self.mode_of(path)))
            .unwrap_or((Mode::default(), Origin::of(Layer::Default)));
        let input = Input {
            kind: path.map_or_else(Kind::default, file_kind::kind_of),
            mode: (given.1.layer != Layer::Default).then_some(given.0),
            settings: self.settings_of(text).unwrap_or_else(|| self.settings.clone()),
            ..Input::default()
        };
        let mode = Draft::read(text, &input, &self.catalog).mode;
        // A mail that goes to several is one to a group, and so on.
        if mode == given.0 { given } else { (mode, Origin::of(Layer::Draft)) }
    }

    /// All settings in the order of the table, each with the values that hold for a draft; none where
    /// nobody has set it.
    #[must_use]
    pub fn by_setting(&self, draft: Option<&str>) -> Vec<(&'static Setting, Vec<Held>)> {
        let mut held = self.held(draft).into_iter().peekable();
        let settings = crate::settings().iter().map(|setting| {
            let is_its = |held: &Held| held.setting.path() == setting.path();
            let own = std::iter::from_fn(|| held.next_if(is_its)).collect();
            (setting, own)
        });
        settings.collect()
    }

    /// The values that hold for a draft, each with where it comes from, in the order of the table.
    #[must_use]
    pub fn held(&self, draft: Option<&str>) -> Vec<Held> {
        let mut held = self.held.clone();
        if let Some(text) = draft {
            resolve::lay_front_matter(&mut held, resolve::of_front_matter(text));
        }
        held.sort_by_cached_key(|held| {
            let at = crate::settings().iter().position(|it| it.path() == held.setting.path());
            (at, held.key.clone())
        });
        held
    }
}

#[cfg(test)]
mod tests;
