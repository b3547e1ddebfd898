//! Where a value comes from.

use std::fmt;
use std::path::PathBuf;

/// The places where settings stand, the later over the earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Nobody has set it.
    Default,
    /// What the draft's text shows, such as a long thread.
    Draft,
    /// The user's own settings file.
    User,
    /// A settings file at or above the draft.
    Workspace,
    /// The editor.
    Editor,
    /// The draft's file name.
    FileName,
    /// The draft's front matter.
    FrontMatter,
    /// The command line.
    CommandLine,
}

impl Layer {
    /// Its name in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Draft => "draft",
            Self::User => "user",
            Self::Workspace => "workspace",
            Self::Editor => "editor",
            Self::FileName => "file-name",
            Self::FrontMatter => "front-matter",
            Self::CommandLine => "command-line",
        }
    }
}

/// Where a value comes from. Displayed as a reader would look for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Which layer.
    pub layer: Layer,
    /// The settings file, where it is one.
    pub path: Option<PathBuf>,
    /// The line in the file or in the draft, counted from 1.
    pub line: Option<usize>,
}

impl Origin {
    /// A place that has no file.
    #[must_use]
    pub const fn of(layer: Layer) -> Self {
        Self { layer, path: None, line: None }
    }

    /// A line of a draft's front matter.
    #[must_use]
    pub const fn front_matter(line: usize) -> Self {
        Self { layer: Layer::FrontMatter, path: None, line: Some(line) }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.layer, &self.path, self.line) {
            (_, Some(path), Some(line)) => write!(f, "{}:{line}", path.display()),
            (_, Some(path), None) => write!(f, "{}", path.display()),
            (Layer::Default, ..) => f.write_str("default"),
            (Layer::Draft, ..) => f.write_str("the draft itself"),
            (Layer::Editor, ..) => f.write_str("your editor's settings"),
            (Layer::FileName, ..) => f.write_str("the file's name"),
            (Layer::FrontMatter, _, Some(line)) => write!(f, "front matter, line {line}"),
            (Layer::FrontMatter, ..) => f.write_str("front matter"),
            (Layer::CommandLine, ..) => f.write_str("the command line"),
            (Layer::User | Layer::Workspace, ..) => f.write_str("a settings file"),
        }
    }
}
