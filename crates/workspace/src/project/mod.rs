//! The settings that hold for a folder: the user's own file, and over it the nearest `aplomb.toml` at
//! or above the folder.

mod keys;
mod layer;
mod patterns;

use std::fmt;
use std::path::{Path, PathBuf};

use aplomb_core::{Catalog, Settings};

pub use keys::{Key, Value, keys};
pub use patterns::FilePatterns;

use crate::absolute::absolute;
use crate::dirs::Dirs;
use crate::read::{ReadErrorKind, read_text};
use layer::Layer;

/// The name of a settings file, the user's own and a project's.
pub const SETTINGS_FILE: &str = "aplomb.toml";

/// What holds for the documents of one folder.
#[derive(Clone, Debug, Default)]
pub struct Project {
    /// What a check is given.
    pub settings: Settings,
    /// Which files are replies and which are left out.
    pub files: FilePatterns,
    /// The settings files that were read, the later over the earlier.
    pub sources: Vec<PathBuf>,
    /// What is wrong in them, by file and place.
    pub problems: Vec<Problem>,
}

/// Something wrong in a settings file. Displayed as `path:line:column: message`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The settings file.
    pub path: PathBuf,
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted from 1 in code points.
    pub column: usize,
    /// What is wrong and what to do, without a full stop at its end.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.path.display(), self.line, self.column, self.message)
    }
}

/// Loads what holds for the documents in `folder`: the defaults, over them the user's own settings,
/// over them the nearest `aplomb.toml` at or above `folder`. A key of a later file takes the place of
/// the same key of an earlier one; rules do so one by one.
///
/// A document that has no folder gets the user's settings only. Nothing is fatal: what cannot be used
/// becomes a [`Problem`], and the rest holds.
#[must_use]
pub fn load(folder: Option<&Path>, dirs: Option<&Dirs>, catalog: &Catalog) -> Project {
    let mut project = Project::default();
    let own = dirs.map(Dirs::settings_file);
    if let Some(path) = &own
        && path.exists()
    {
        project.add(path, Layer::User, catalog);
    }
    let Some(folder) = folder.map(absolute) else { return project };
    for folder in folder.ancestors() {
        let path = folder.join(SETTINGS_FILE);
        if path.exists() {
            // A draft may lie beside the user's own settings.
            if own.as_ref() == Some(&path) {
                break;
            }
            if project.add(&path, Layer::Project { own: own.as_deref() }, catalog) {
                break;
            }
        }
    }
    project
}

impl Project {
    /// Reads a settings file over what holds so far. Tells whether it is a settings file, be it a bad
    /// one.
    fn add(&mut self, path: &Path, layer: Layer<'_>, catalog: &Catalog) -> bool {
        match read_text(path) {
            Ok(text) => {
                self.sources.push(path.to_owned());
                layer::read(self, path, &text, layer, catalog);
                true
            }
            Err(error) => {
                let is_folder = matches!(error.kind, ReadErrorKind::Folder);
                let message = if is_folder {
                    "settings go into a file of this name, and this is a folder".to_owned()
                } else {
                    format!("these settings are not used, for {error}")
                };
                self.problems.push(Problem { path: path.to_owned(), line: 1, column: 1, message });
                !is_folder
            }
        }
    }
}

#[cfg(test)]
mod tests;
