//! Which files the settings name.

use std::path::{Path, PathBuf};

use aplomb_core::Mode;
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::absolute::absolute;

/// The files that the settings count as replies or leave out, those of a mode, and those that are
/// checked before they are opened.
#[derive(Clone, Debug, Default)]
pub struct FilePatterns {
    pub(crate) replies: Patterns,
    pub(crate) ignore: Patterns,
    pub(crate) unopened: Patterns,
    pub(crate) modes: Modes,
}

/// Which files are of which mode. The mode `note`, in which nothing is checked, is none of them: a draft
/// is a note by its own word only.
#[derive(Clone, Debug, Default)]
pub(crate) struct Modes(Vec<(Mode, Patterns)>);

impl Modes {
    pub(crate) fn set(&mut self, mode: Mode, patterns: Patterns) {
        self.0.retain(|(old, _)| *old != mode);
        self.0.push((mode, patterns));
    }
}

impl FilePatterns {
    /// Whether the settings count the file as a reply: it is named as one, or has a mode.
    #[must_use]
    pub fn is_reply(&self, path: &Path) -> bool {
        self.replies.holds(path) || self.mode(path).is_some()
    }

    /// The mode that the settings give the file. Where several do, the one that was set last.
    #[must_use]
    pub fn mode(&self, path: &Path) -> Option<Mode> {
        self.modes.0.iter().rev().find(|(_, patterns)| patterns.holds(path)).map(|(mode, _)| *mode)
    }

    /// Whether the settings want any file checked before it is opened.
    #[must_use]
    pub fn check_unopened(&self) -> bool {
        !self.unopened.set.is_empty()
    }

    /// Whether the settings want this file checked, open or not.
    #[must_use]
    pub fn is_checked_unopened(&self, path: &Path) -> bool {
        self.unopened.holds(path)
    }

    /// Whether the settings leave the file out.
    #[must_use]
    pub fn is_ignored(&self, path: &Path) -> bool {
        self.ignore.holds(path)
    }
}

/// So many globs of one setting are used: each is looked for in each path, and making thousands of them
/// takes its time.
const MOST_GLOBS: usize = 256;
/// Nobody writes a longer glob, and one with braces in braces without end is read without end. In bytes.
const LONGEST_GLOB: usize = 512;
/// Each of these signs stands for any number of names, and many of them in one glob take much memory.
const WILD: [char; 5] = ['*', '?', '[', '{', ','];
const MOST_WILD: usize = 32;

/// Globs of one settings file.
///
/// A glob without `/` names files at any depth; one with `/` is read from the settings file's folder,
/// and in the user's own file, which belongs to no folder, at any depth. A glob that names a folder
/// stands for all that is in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Patterns {
    base: Option<PathBuf>,
    set: GlobSet,
}

impl Patterns {
    /// Compiles `globs`, which are read from `base`. What is wrong in a glob is handed to `fail` with
    /// its index.
    pub(crate) fn new(
        base: Option<&Path>,
        globs: &[impl AsRef<str>],
        mut fail: impl FnMut(usize, String),
    ) -> Self {
        let mut set = GlobSetBuilder::new();
        for (at, glob) in globs.iter().enumerate() {
            let glob = glob.as_ref();
            if at == MOST_GLOBS {
                fail(at, format!("only {MOST_GLOBS} of a setting are; name a folder instead"));
                break;
            }
            if glob.len() > LONGEST_GLOB {
                fail(at, format!("it is longer than {LONGEST_GLOB} bytes"));
                continue;
            }
            if glob.matches(WILD).count() > MOST_WILD {
                fail(at, format!("it has more than {MOST_WILD} wildcards"));
                continue;
            }
            let anchored = glob.trim_end_matches('/').contains('/') && base.is_some();
            let glob = glob.trim_start_matches("./").trim_matches('/');
            let from = if anchored { "" } else { "**/" };
            for pattern in [format!("{from}{glob}"), format!("{from}{glob}/**")] {
                match GlobBuilder::new(&pattern).literal_separator(true).build() {
                    Ok(pattern) => {
                        set.add(pattern);
                    }
                    Err(error) => {
                        fail(at, error.kind().to_string());
                        break;
                    }
                }
            }
        }
        let set = set.build().unwrap_or_else(|error| {
            fail(0, error.kind().to_string());
            GlobSet::empty()
        });
        Self { base: base.map(Path::to_owned), set }
    }

    fn holds(&self, path: &Path) -> bool {
        if self.set.is_empty() {
            return false;
        }
        let path = absolute(path);
        match &self.base {
            Some(base) => path.strip_prefix(base).is_ok_and(|inside| self.set.is_match(inside)),
            None => self.set.is_match(&path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(base: Option<&str>, glob: &str, path: &str) -> bool {
        let patterns =
            Patterns::new(base.map(Path::new), &[glob], |_, message| panic!("{message}"));
        patterns.holds(Path::new(path))
    }

    #[test]
    fn a_project_reads_its_globs_from_its_folder() {
        let base = Some("/w/team");
        for (glob, path, expected) in [
            ("*.reply.md", "/w/team/a/b.reply.md", true),
            ("support/*.md", "/w/team/support/a.md", true),
            ("support/*.md", "/w/team/support/deep/a.md", false),
            ("support/*.md", "/w/team/x/support/a.md", false),
            ("./support/**/*.md", "/w/team/support/deep/a.md", true),
            ("archive", "/w/team/x/archive/a.md", true),
            ("archive/", "/w/team/archive/deep/a.md", true),
            ("/archive", "/w/team/x/archive/a.md", false),
            ("/archive", "/w/team/archive/a.md", true),
            ("*.md", "/elsewhere/a.md", false),
        ] {
            assert_eq!(holds(base, glob, path), expected, "{glob} on {path}");
        }
    }

    #[test]
    fn the_users_globs_hold_anywhere() {
        assert!(holds(None, "support/*.md", "/w/support/a.md"));
        assert!(holds(None, "*.reply", "/w/a.reply"));
        assert!(!holds(None, "support/*.md", "/w/other/a.md"));
    }

    #[test]
    fn a_bad_glob_is_named_and_the_others_hold() {
        let mut wrong = Vec::new();
        let wild = "*a".repeat(MOST_WILD + 1);
        let patterns =
            Patterns::new(None, &["a[", &wild, "*.md"], |at, message| wrong.push((at, message)));
        assert_eq!(wrong.iter().map(|it| it.0).collect::<Vec<_>>(), [0, 1], "{wrong:?}");
        assert!(patterns.holds(Path::new("/w/a.md")));
    }
}
