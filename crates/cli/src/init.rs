//! `aplomb init`.

use std::io;
use std::path::{Path, PathBuf};

use aplomb_workspace::{Dirs, Layer, SETTINGS_FILE, is_folder, starter, write_new};

use crate::args::Init;
use crate::exit::Exit;
use crate::terminal::{Terminal, one_line};

/// Writes a settings file to start with, where there is none.
pub(crate) fn run(options: &Init, terminal: &mut Terminal) -> io::Result<Exit> {
    let (path, layer) = match place(options) {
        Ok(place) => place,
        Err(message) => {
            terminal.error(&message);
            return Ok(Exit::Failed);
        }
    };
    let name = path.display();
    match write_new(&path, &starter(layer)) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            terminal.error(&format!(
                "{name} is there already and stays as it is; `aplomb config show` tells what it says"
            ));
            return Ok(Exit::Failed);
        }
        Err(error) => {
            terminal.error(&format!("{name} could not be written: {error}"));
            return Ok(Exit::Failed);
        }
    }
    let holds = match layer {
        Layer::User => "It holds for all your drafts.",
        _ => "It holds for the drafts in its folder and below it.",
    };
    terminal.print(&format!(
        "Wrote {}. {holds}\nTake the # off what you want to set; `aplomb config show` tells what holds then.\n",
        one_line(&name.to_string())
    ))?;
    Ok(Exit::Clean)
}

/// Where the file goes, and for whom it is; or why it goes nowhere.
fn place(options: &Init) -> Result<(PathBuf, Layer), String> {
    if options.user {
        let dirs = Dirs::from_env().ok_or("you have no home folder for settings of your own")?;
        return Ok((dirs.settings_file(), Layer::User));
    }
    let Some(folder) = &options.folder else {
        return Ok((PathBuf::from(SETTINGS_FILE), Layer::Workspace));
    };
    // A name that was mistyped should not become a folder.
    if !is_folder(folder) {
        return Err(format!("{} is no folder; name the folder of your drafts", folder.display()));
    }
    let folder = if folder == Path::new(".") { Path::new("") } else { folder };
    Ok((folder.join(SETTINGS_FILE), Layer::Workspace))
}
