//! `aplomb lsp`.

use std::process::ExitCode;

use crate::args::Lsp;
use crate::exit::Exit;
use crate::terminal::Terminal;

/// Runs the language server until its client ends it.
pub(crate) fn run(_options: &Lsp) -> ExitCode {
    Terminal::new().error("this build has no language server; build Aplomb with it");
    Exit::Failed.into()
}
