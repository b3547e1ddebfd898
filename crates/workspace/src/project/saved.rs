//! The replies that a team has saved: the files that the settings call macros.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aplomb_core::{Catalog, Mode, SavedReplies};

use super::confine::{is_inside, repository_of};
use super::patterns::FilePatterns;
use crate::absolute::absolute;
use crate::file_kind::kind_of;
use crate::read::read_text_up_to;
use crate::settings::origin::Layer;
use crate::settings::resolve::Held;
use crate::settings::value::Value;
use crate::walk::walk_up_to;
use crate::watched::{Stamp, Watched};

/// So many entries of a folder are looked at: a workspace may be a whole disk.
const MOST_ENTRIES: usize = 50_000;
/// So many saved replies are read. They are watched too, each with a call to the system.
const MOST_FILES: usize = 500;
/// Nobody saves a longer reply. In bytes.
const MOST_FILE_BYTES: u64 = 64 * 1024;
/// And so many bytes of all of them.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// Where a team's saved replies are.
#[derive(Clone, Debug)]
pub struct SavedFiles {
    /// The folder from which they are named, and looked for.
    folder: PathBuf,
    globs: Vec<String>,
    files: FilePatterns,
}

/// What was found there.
#[derive(Clone, Debug, Default)]
pub struct Saved {
    /// The replies.
    pub replies: Arc<SavedReplies>,
    /// The files as they were read, and where others may come to be.
    pub watched: Watched,
}

/// By where they are; the patterns follow from it.
impl PartialEq for SavedFiles {
    fn eq(&self, other: &Self) -> bool {
        self.folder == other.folder && self.globs == other.globs
    }
}

impl SavedFiles {
    /// What the settings of a folder say of it, if they say anything. `sources` are the settings files of
    /// its workspace, the farthest first.
    pub(super) fn of(
        held: &[Held],
        files: &FilePatterns,
        folder: Option<&Path>,
        sources: &[PathBuf],
    ) -> Option<Self> {
        let held = held.iter().rfind(|held| held.setting.path() == "files.macros")?;
        let Value::List(globs) = &held.value else { return None };
        // One's own patterns hold at any depth: they are looked for in the repository, or from the
        // farthest settings file on.
        let begins = || {
            let farthest = sources.first().and_then(|path| path.parent()).map(Path::to_owned);
            folder.and_then(repository_of).or(farthest)
        };
        let base = held.base().filter(|_| held.origin.layer != Layer::User).map(Path::to_owned);
        let folder = base.or_else(begins)?;
        (!globs.is_empty()).then(|| Self { folder, globs: globs.clone(), files: files.clone() })
    }

    /// Reads them. It goes through a folder, so it is not for the moment in which somebody waits.
    #[must_use]
    pub fn read(&self, catalog: &Catalog) -> Saved {
        let (mut replies, mut watched) = (SavedReplies::default(), Vec::new());
        // Where a pattern is a plain name, its folder comes first, however large the rest is, and is
        // watched before it is there.
        let named: Vec<PathBuf> = self
            .globs
            .iter()
            .filter(|glob| !glob.contains(['*', '?', '[', '{', '\\']))
            .map(|glob| absolute(&self.folder.join(glob.trim_matches('/'))))
            // By no `..` and no link anywhere in it.
            .filter(|path| path.starts_with(&self.folder) && !path.is_symlink())
            .filter(|path| !path.exists() || is_inside(path, &self.folder))
            .collect();
        let mut folders: BTreeSet<PathBuf> = named.iter().cloned().collect();
        watched.extend(folders.iter().map(|path| (path.clone(), Stamp::of(path))));
        let mut seen = BTreeSet::new();
        let mut left = MOST_BYTES;
        let roots = named.iter().filter(|path| path.exists()).chain([&self.folder]);
        for path in roots.flat_map(|root| walk_up_to(root, MOST_ENTRIES)) {
            let is_macro = self.files.mode(&path) == Some(Mode::Macro);
            if !is_macro || seen.contains(&path) {
                continue;
            }
            if seen.len() == MOST_FILES {
                break;
            }
            // Each draft that is saved changes the folder above all, so that one is not watched.
            if let Some(folder) = path.parent().filter(|it| *it != self.folder)
                && folders.insert(folder.to_owned())
            {
                watched.push((folder.to_owned(), Stamp::of(folder)));
            }
            // The stamp first: what changes in between is then noticed.
            watched.push((path.clone(), Stamp::of(&path)));
            if is_inside(&path, &self.folder)
                && let Ok(text) = read_text_up_to(&path, MOST_FILE_BYTES)
                && text.len() <= left
            {
                left -= text.len();
                replies.add_file(&name(&path), &text, kind_of(&path), catalog);
            }
            seen.insert(path);
        }
        Saved { replies: Arc::new(replies), watched: watched.into_iter().collect() }
    }
}

/// What a team calls a saved reply: its file, without what says how it is written.
fn name(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    stem.strip_suffix(".macro").unwrap_or(&stem).to_owned()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use aplomb_core::{Input, check};

    use super::super::Workspace;
    use super::*;

    const REFUND: &str = "Hi {{name}},\n\nThank you for sending the tent back. Your refund left us today and reaches your card within five days.\n\nBest wishes,\n{{agent}}\n";
    const SENT: &str = "Hi Jo,\n\nThank you for sending the tent back. Your refund left us today and reaches your card within five days.\n\nBest wishes,\nAna\n";

    struct Team {
        folder: tempfile::TempDir,
        catalog: Arc<Catalog>,
    }

    impl Team {
        fn new(files: &[(&str, &str)]) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let team = Self { folder, catalog: Arc::new(Catalog::builtin()) };
            files.iter().for_each(|(name, text)| team.write(name, text));
            team
        }

        fn path(&self, name: &str) -> PathBuf {
            self.folder.path().canonicalize().unwrap().join(name)
        }

        fn write(&self, name: &str, text: &str) {
            let path = self.path(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }

        fn saved(&self, folder: &str) -> Option<Saved> {
            let mut workspace = Workspace::new(None, self.catalog.clone());
            let project = workspace.project(Some(&self.path(folder)));
            Some(project.saved_files.as_ref()?.read(&self.catalog))
        }

        /// What the rule says of a reply that is the saved one.
        fn told(&self, saved: &Saved) -> Option<String> {
            let input = Input { saved: saved.replies.clone(), ..Input::default() };
            let findings = check(SENT, &input, &self.catalog).findings;
            let finding = findings.into_iter().find(|it| it.code == "macro-unedited");
            finding.map(|finding| finding.message.to_string())
        }
    }

    #[test]
    fn a_saved_reply_is_known_by_its_files_name() {
        for name in ["macros/refund.md", "macros/deep/refund.txt", "team/macros/refund.macro.md"] {
            let settings = "[files]\nmacros = [\"macros/\"]\n";
            let team = Team::new(&[("aplomb.toml", settings), (name, REFUND)]);
            let told = team.told(&team.saved("drafts").unwrap()).unwrap();
            assert!(told.contains("“refund”"), "{name}: {told}");
        }
    }

    #[test]
    fn without_a_pattern_there_are_none_and_other_files_are_not_read() {
        assert!(Team::new(&[("macros/refund.md", REFUND)]).saved("").is_none());
        let settings = "[files]\nmacros = [\"macros/\"]\n";
        let team = Team::new(&[("aplomb.toml", settings), ("sent/refund.md", REFUND)]);
        assert_eq!(team.told(&team.saved("").unwrap()), None);
    }

    #[test]
    fn a_reply_that_a_team_wants_sent_as_it_is_is_no_finding() {
        let text = format!("<!-- aplomb: allow macro-unedited -- legal wording -->\n\n{REFUND}");
        let settings = "[files]\nmacros = [\"macros/\"]\n";
        let team = Team::new(&[("aplomb.toml", settings), ("macros/refund.md", &text)]);
        assert_eq!(team.told(&team.saved("").unwrap()), None);
    }

    #[test]
    fn what_changes_among_them_is_noticed() {
        let team = Team::new(&[("aplomb.toml", "[files]\nmacros = [\"macros/\"]\n")]);
        let before = team.saved("").unwrap();
        team.write("draft.md", "Hi Jo,\n");
        assert!(!before.watched.has_changed());
        team.write("macros/refund.md", REFUND);
        assert!(before.watched.has_changed() && team.told(&before).is_none());
        let after = team.saved("").unwrap();
        assert!(team.told(&after).is_some() && !after.watched.has_changed());
        team.write("macros/refund.md", "Hi {{name}},\n\nIt is done.\n");
        assert!(after.watched.has_changed());
    }

    #[test]
    fn a_file_too_large_to_be_a_reply_is_passed_over() {
        let settings = "[files]\nmacros = [\"macros/\"]\n";
        let large = REFUND.repeat(600);
        let team = Team::new(&[("aplomb.toml", settings), ("macros/a.md", &large)]);
        assert!(team.saved("").unwrap().replies.is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn nothing_outside_of_the_workspace_is_read() {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("refund.md"), REFUND).unwrap();
        let settings = "[files]\nmacros = [\"macros/\", \"../macros/\", \"far\"]\n";
        let team = Team::new(&[("w/aplomb.toml", settings), ("macros/refund.md", REFUND)]);
        fs::create_dir(team.path("w/macros")).unwrap();
        let link = |to: &Path, name: &str| std::os::unix::fs::symlink(to, team.path(name)).unwrap();
        link(&outside.path().join("refund.md"), "w/macros/refund.md");
        link(outside.path(), "w/far");
        assert!(team.saved("w").unwrap().replies.is_empty());
    }
}
