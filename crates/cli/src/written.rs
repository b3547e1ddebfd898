//! What the command line names of files that are no drafts: settings and packs.

use std::io;
use std::path::{Path, PathBuf};

use aplomb_workspace::{OwnFile, SETTINGS_FILE, is_folder, read_own_file};

use crate::args::Input;
use crate::exit::Exit;
use crate::setup::Setup;
use crate::terminal::{Terminal, one_line};

/// A file that is no draft, with its text.
pub(crate) struct Written {
    path: PathBuf,
    /// Its text, or why it is not used.
    text: Result<String, String>,
    kind: OwnFile,
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
    let text = match read_own_file(path) {
        Ok(text) => text,
        Err(why) if path.file_name() == Some(SETTINGS_FILE.as_ref()) => {
            let (path, text) = (path.to_owned(), Err(why));
            return Some(Written { path, text, kind: OwnFile::Settings });
        }
        Err(_) => return None,
    };
    // A pack may not be named in any settings yet.
    let begins = |line: &str| ["[[phrase]]", "[[snippet]]"].iter().any(|it| line.starts_with(it));
    let is_pack = || text.lines().any(|line| begins(line.trim_start()));
    let kind = setup.own_file_kind(path).or_else(|| is_pack().then_some(OwnFile::Pack))?;
    Some(Written { path: path.to_owned(), text: Ok(text), kind })
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
        let text = match text {
            Ok(text) => text,
            Err(why) => {
                let path = one_line(&path.to_string_lossy());
                terminal.warning(&format!("{path}: these settings are not used, for {why}"));
                exit = Exit::Findings;
                continue;
            }
        };
        let problems = match kind {
            OwnFile::Settings => setup.check_settings(path, text),
            OwnFile::Pack => setup.check_pack(path, text),
        };
        for problem in &problems {
            terminal.warning(&problem.to_string());
        }
        if !problems.is_empty() {
            exit = Exit::Findings;
        } else if praise {
            let path = one_line(&path.to_string_lossy());
            let fine = match kind {
                OwnFile::Settings => "The settings are fine",
                OwnFile::Pack => "The pack is fine",
            };
            terminal.print(&format!("{fine}: {path}\n"))?;
        }
    }
    Ok(exit)
}

/// Says of settings files and packs that they are no replies. Tells whether there were any.
pub(crate) fn refuse(written: &[Written], terminal: &mut Terminal) -> bool {
    for Written { path, kind, .. } in written {
        let holds = match kind {
            OwnFile::Settings => "settings",
            OwnFile::Pack => "rules and snippets",
        };
        let path = one_line(&path.to_string_lossy());
        terminal.error(&format!("{path} holds {holds}, not a reply; aplomb check looks at it"));
    }
    !written.is_empty()
}
