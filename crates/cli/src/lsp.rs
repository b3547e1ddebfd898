//! `aplomb lsp`.

use std::process::ExitCode;

use aplomb_lsp::Options;
use aplomb_workspace::Dirs;

use crate::args::Lsp;

/// Runs the language server until its client ends it.
pub(crate) fn run(_options: &Lsp) -> ExitCode {
    aplomb_lsp::run(Options { dirs: Dirs::from_env(), ..Options::default() })
}
