//! How a command ends.

use std::process::ExitCode;

/// The result of a command, the worst last, so that the greatest of several is that of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Nothing at warning or above.
    #[default]
    Clean,
    /// Something at warning or above.
    Findings,
    /// Something could not be done.
    Failed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Failed => 2,
        })
    }
}
