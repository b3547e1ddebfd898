//! `aplomb pack`.

mod check;
mod import;
mod new;

use std::io;
use std::path::Path;

use aplomb_workspace::{OwnFile, SETTINGS_FILE};

use crate::args::PackCommand;
use crate::exit::Exit;
use crate::setup::Setup;
use crate::terminal::{Terminal, one_line};

pub(crate) fn run(command: &PackCommand, terminal: &mut Terminal) -> io::Result<Exit> {
    match command {
        PackCommand::Check(options) => check::run(options, terminal),
        PackCommand::New(options) => new::run(options, terminal),
        PackCommand::Import(options) => import::run(options, terminal),
    }
}

/// Says of a pack that was just written whether it holds, and else which line makes it hold.
fn tell_how_it_holds(path: &Path, terminal: &mut Terminal) -> io::Result<()> {
    let setup = Setup::new(None, terminal);
    if setup.own_file_kind(path) == Some(OwnFile::Pack) {
        return terminal.print("Your settings name it already, so it holds.\n");
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let named = match folder {
        Some(folder) => format!("{}/", folder.display()),
        None => path.display().to_string(),
    };
    let named = one_line(&named.replace('\\', "/"));
    terminal.print(&format!(
        "It holds once {SETTINGS_FILE}, here or further up, has this line above its first [table]:\n\n    packs = [\"{named}\"]\n"
    ))
}
