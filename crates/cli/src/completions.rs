//! `aplomb completions`.

use std::io;

use clap::CommandFactory;

use crate::args::{Args, Completions};
use crate::exit::Exit;
use crate::terminal::Terminal;

/// Prints what a shell needs to complete our commands.
pub(crate) fn run(options: &Completions, terminal: &mut Terminal) -> io::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Args::command(), "aplomb", &mut script);
    terminal.print_raw(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Clean)
}
