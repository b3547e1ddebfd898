//! `aplomb pack new`.

use std::io;
use std::path::{Path, PathBuf};

use aplomb_workspace::{pack_starter, write_new};

use super::tell_how_it_holds;
use crate::args::PackNew;
use crate::exit::Exit;
use crate::terminal::{Terminal, one_line};

/// Writes a pack to start with, where there is none.
pub(crate) fn run(options: &PackNew, terminal: &mut Terminal) -> io::Result<Exit> {
    let path = place(&options.name);
    let name = path.display();
    match write_new(&path, &pack_starter()) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            terminal.error(&format!(
                "{name} is there already and stays as it is; give the new one another name: `aplomb pack new NAME`"
            ));
            return Ok(Exit::Failed);
        }
        Err(error) => {
            terminal.error(&format!("{name} could not be written: {error}"));
            return Ok(Exit::Failed);
        }
    }
    let name = one_line(&name.to_string());
    terminal.print(&format!(
        "Wrote {name}. Take the # off what you want, then `aplomb pack check {name}` looks at it.\n"
    ))?;
    tell_how_it_holds(&path, terminal)?;
    Ok(Exit::Clean)
}

/// The file for a name: a plain word is a pack in the folder of packs.
fn place(name: &Path) -> PathBuf {
    if name.extension().is_some_and(|extension| extension == "toml") {
        return name.to_owned();
    }
    let is_word = name.components().count() == 1;
    let folder = if is_word { Path::new("packs") } else { Path::new("") };
    let mut file = name.as_os_str().to_owned();
    file.push(".toml");
    folder.join(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_a_pack_in_the_folder_of_packs_and_a_path_is_itself() {
        for (name, file) in [
            ("team", "packs/team.toml"),
            ("v1.2", "packs/v1.2.toml"),
            ("style/words", "style/words.toml"),
            ("words.toml", "words.toml"),
        ] {
            assert_eq!(place(Path::new(name)), Path::new(file), "{name}");
        }
    }
}
