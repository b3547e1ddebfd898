//! `aplomb pack check`.

use std::io;
use std::path::{Path, PathBuf};

use aplomb_workspace::{is_folder, packs_in, read_own_file};

use crate::args::PackCheck;
use crate::exit::Exit;
use crate::setup::{self, Setup};
use crate::terminal::{Terminal, count, one_line};

/// Checks packs, each with those before it that hold.
pub(crate) fn run(options: &PackCheck, terminal: &mut Terminal) -> io::Result<Exit> {
    let setup = Setup::new(None, terminal);
    let mut exit = Exit::Clean;
    let mut packs = Vec::new();
    if options.files.is_empty() {
        packs.clone_from(&setup::here().packs);
        if packs.is_empty() {
            terminal.error(
                "no settings here name a pack; name a file or a folder, or begin with `aplomb pack new`",
            );
            return Ok(Exit::Failed);
        }
    }
    for path in &options.files {
        match found(path) {
            Ok(found) => packs.extend(found),
            Err(message) => {
                terminal.error(&message);
                exit = Exit::Failed;
            }
        }
    }
    for path in &packs {
        exit = exit.max(check(path, &setup, terminal)?);
        terminal.flush()?;
    }
    Ok(exit)
}

/// The packs that a name stands for.
fn found(path: &Path) -> Result<Vec<PathBuf>, String> {
    if !is_folder(path) {
        return Ok(vec![path.to_owned()]);
    }
    let name = path.display();
    let names = packs_in(path).map_err(|error| format!("{name} cannot be looked up: {error}"))?;
    if names.is_empty() {
        return Err(format!(
            "{name} holds no pack: no .toml file stands in it; `aplomb pack new` writes one"
        ));
    }
    Ok(names.into_iter().map(|name| path.join(name)).collect())
}

fn check(path: &Path, setup: &Setup, terminal: &mut Terminal) -> io::Result<Exit> {
    let name = one_line(&path.to_string_lossy());
    let text = match read_own_file(path) {
        Ok(text) => text,
        Err(why) => {
            terminal.error(&format!("{name} could not be checked, for {why}"));
            return Ok(Exit::Failed);
        }
    };
    // What it switches off may be of a pack before it, which the settings around it name.
    let _ = setup.own_file_kind(path);
    let problems = setup.check_pack(path, &text);
    for problem in &problems {
        terminal.warning(&problem.to_string());
    }
    if !problems.is_empty() {
        return Ok(Exit::Findings);
    }
    let (phrases, snippets) = aplomb_core::Pack::parse(&text).map_or((0, 0), |pack| pack.counts());
    let holds = match (phrases, snippets) {
        (0, 0) => "nothing is in it yet".to_owned(),
        (0, n) => count(n, "snippet", "snippets"),
        (n, 0) => count(n, "phrase", "phrases"),
        (p, s) => format!("{}, {}", count(p, "phrase", "phrases"), count(s, "snippet", "snippets")),
    };
    terminal.print(&format!("The pack is fine: {name} ({holds})\n"))?;
    Ok(Exit::Clean)
}
