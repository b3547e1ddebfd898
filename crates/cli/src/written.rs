//! What the command line names of files that are no drafts: settings and packs.

use std::io;
use std::path::{Path, PathBuf};

use aplomb_workspace::{SETTINGS_FILE, absolute, is_folder, read_text};

use crate::args::Input;
use crate::exit::Exit;
use crate::setup::Setup;
use crate::terminal::{Terminal, clean};

/// What a file is that is no draft.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Settings,
    Pack,
}

/// A file that is no draft, with its text.
pub(crate) struct Written {
    path: PathBuf,
    text: String,
    kind: Kind,
}

/// Takes the settings files and packs out of what is named. A file that cannot be read stays in, for
/// whoever reads drafts says what is wrong with it.
pub(crate) fn take_out(input: &Input, setup: &Setup) -> (Input, Vec<Written>) {
    let mut rest = input.clone();
    let mut written = Vec::new();
    rest.files.retain(|path| match look(path, setup) {
        Some(found) => {
            written.push(found);
            false
        }
        None => true,
    });
    (rest, written)
}

fn look(path: &Path, setup: &Setup) -> Option<Written> {
    if path.extension().is_none_or(|extension| extension != "toml") || is_folder(path) {
        return None;
    }
    let text = read_text(path).ok()?;
    let kind = if path.file_name() == Some(SETTINGS_FILE.as_ref()) {
        Kind::Settings
    } else if text.lines().any(|line| line.trim_start().starts_with("[[phrase]]")) {
        Kind::Pack
    } else {
        // Settings that are included go by any name.
        let project = setup.project(path.parent().unwrap_or(Path::new("")));
        project.sources.contains(&absolute(path)).then_some(Kind::Settings)?
    };
    Some(Written { path: path.to_owned(), text, kind })
}

/// Says what is wrong with settings files and packs, and that nothing is where `praise` is wanted.
pub(crate) fn tell(
    written: &[Written],
    praise: bool,
    setup: &Setup,
    terminal: &mut Terminal,
) -> io::Result<Exit> {
    let mut exit = Exit::Clean;
    for Written { path, text, kind } in written {
        let problems = match kind {
            Kind::Settings => setup.check_settings(path, text),
            Kind::Pack => setup.check_pack(path, text),
        };
        for problem in &problems {
            terminal.warning(&problem.to_string());
        }
        if !problems.is_empty() {
            exit = Exit::Findings;
        } else if praise {
            let path = clean(&path.to_string_lossy());
            let fine = match kind {
                Kind::Settings => "The settings are fine",
                Kind::Pack => "The pack is fine",
            };
            terminal.print(&format!("{fine}: {path}\n"))?;
        }
    }
    Ok(exit)
}
