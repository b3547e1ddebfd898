//! `aplomb config`.

use std::fmt::Write;
use std::io;
use std::path::Path;
use std::sync::Arc;

use anstyle::Style;
use aplomb_core::{Catalog, Draft};
use aplomb_workspace::{Layer, Origin, Project, SETTINGS_FILE, is_folder, read_text, schema};
use serde_json::Value;

use crate::args::{ConfigCommand, ConfigFormat, ConfigShow};
use crate::exit::Exit;
use crate::setup::Setup;
use crate::targets::Target;
use crate::terminal::{Terminal, one_line};

/// What nobody has set.
const UNSET: Style = Style::new().dimmed();

/// A value wider than this does not push the others' origins aside. In characters.
const WIDEST: usize = 40;

pub(crate) fn run(command: &ConfigCommand, terminal: &mut Terminal) -> io::Result<Exit> {
    match command {
        ConfigCommand::Show(options) => show(options, terminal),
        // The rules that come with Aplomb, whatever the folder: the schema is for all folders.
        ConfigCommand::Schema(_) => {
            terminal.print_raw(&json(&schema(&Catalog::builtin())))?;
            Ok(Exit::Clean)
        }
    }
}

/// Shows what holds for a draft, or for a folder.
fn show(options: &ConfigShow, terminal: &mut Terminal) -> io::Result<Exit> {
    let setup = Setup::new(None, terminal);
    let file = options.file.as_deref();
    let draft = file.filter(|path| !is_folder(path));
    let text = match draft.map(read_text).transpose() {
        Ok(text) => text,
        Err(error) => {
            terminal.error(&error.to_string());
            return Ok(Exit::Failed);
        }
    };
    let folder = match draft {
        Some(path) => path.parent(),
        None => file,
    };
    let project = setup.project(folder.unwrap_or(Path::new("")));
    // Of a settings file what holds beside it is asked; it is no draft.
    let draft = draft.filter(|path| path.file_name() != Some(SETTINGS_FILE.as_ref())).zip(text);
    let (path, text) = draft.as_ref().map(|(path, text)| (*path, text.as_str())).unzip();
    match options.format {
        ConfigFormat::Human => {
            let mut rows = Vec::new();
            if let Some((path, text)) = path.zip(text) {
                rows.extend(rows_of_draft(path, text, &project, &setup));
            }
            rows.extend(rows_of_settings(text, &project));
            terminal.print(&table(&rows))?;
            terminal.print(&sources(&project))?;
        }
        ConfigFormat::Json => terminal.print_raw(&json(&project.to_json(text, path)))?,
    }
    for problem in &project.problems {
        terminal.warning(&problem.to_string());
    }
    Ok(Exit::Clean)
}

/// A line of the table.
struct Row {
    name: String,
    value: String,
    origin: String,
    is_unset: bool,
}

impl Row {
    fn new(name: String, value: String, origin: &Origin) -> Self {
        let is_unset = origin.layer == Layer::Default;
        Self { name, value, origin: origin.to_string(), is_unset }
    }
}

/// What only a draft has: its mode, and whether it is found to be a reply.
fn rows_of_draft(path: &Path, text: &str, project: &Arc<Project>, setup: &Setup) -> [Row; 2] {
    let (mode, origin) = project.mode_of_draft(Some(path), text);
    let desk = setup.desk(Some(path));
    let terms = desk.terms(Some(path), text);
    let draft = Draft::read(text, &terms.input, terms.catalog);
    let (answer, why) = match Target::found(path).not_reply(&draft, &desk, setup) {
        None => ("yes", "found in a folder, it is checked"),
        Some(reason) => ("no", reason.describe()),
    };
    let is_reply = Row {
        name: "reply".to_owned(),
        value: answer.to_owned(),
        origin: why.to_owned(),
        is_unset: false,
    };
    [Row::new("mode".to_owned(), mode.as_str().to_owned(), &origin), is_reply]
}

fn rows_of_settings(text: Option<&str>, project: &Project) -> Vec<Row> {
    let mut rows = Vec::new();
    for (setting, held) in project.by_setting(text) {
        if held.is_empty() {
            let origin = Origin::of(Layer::Default);
            rows.push(Row::new(setting.path(), setting.default.to_owned(), &origin));
        }
        rows.extend(
            held.iter().map(|held| Row::new(held.path(), held.value.to_string(), &held.origin)),
        );
    }
    rows
}

fn table(rows: &[Row]) -> String {
    let widest = |of: fn(&Row) -> &str| {
        let widths = rows.iter().map(|row| of(row).chars().count());
        widths.filter(|width| *width <= WIDEST).max().unwrap_or(0)
    };
    let (names, values) = (widest(|row| &row.name), widest(|row| &row.value));
    let mut out = String::new();
    for row in rows {
        let style = if row.is_unset { UNSET } else { Style::new() };
        let (name, value, origin) =
            (one_line(&row.name), one_line(&row.value), one_line(&row.origin));
        let _ = writeln!(out, "{style}{name:names$}  {value:values$}  {origin}{style:#}");
    }
    out
}

/// Which files were read.
fn sources(project: &Project) -> String {
    let paths: Vec<_> =
        project.sources.iter().map(|path| one_line(&path.to_string_lossy())).collect();
    match paths.as_slice() {
        [] => "\nNo settings file was found; `aplomb init` writes one.\n".to_owned(),
        [one] => format!("\nRead from {one}.\n"),
        [..] => format!("\nRead, the later over the earlier:\n  {}\n", paths.join("\n  ")),
    }
}

fn json(value: &Value) -> String {
    // With its sign, a value is written in more lines than one.
    format!("{value:#}\n")
}
