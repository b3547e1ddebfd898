//! `aplomb man`.

use std::io;
use std::path::Path;

use aplomb_workspace::{write_atomically, write_new};
use clap::CommandFactory;
use clap_mangen::Man as Page;
use clap_mangen::roff::{Roff, roman};

use crate::args::{Args, Man};
use crate::exit::Exit;
use crate::terminal::Terminal;

/// Writes the manual pages into a folder.
pub(crate) fn run(options: &Man, terminal: &mut Terminal) -> io::Result<Exit> {
    // `aplomb help check` shows what `man aplomb-check` does, so it needs no page of its own.
    let mut command = Args::command().disable_help_subcommand(true);
    command.build();
    write(&command, &options.folder, terminal)
}

fn write(command: &clap::Command, folder: &Path, terminal: &mut Terminal) -> io::Result<Exit> {
    let page = Page::new(command.clone()).manual("Aplomb");
    let path = folder.join(page.get_filename());
    let text = text(command, &page)?;
    let written = match write_new(&path, &text) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            write_atomically(&path, &text).map(|_| ()).map_err(io::Error::from)
        }
        written => written,
    };
    if let Err(error) = written {
        terminal.error(&format!("{} could not be written: {error}", path.display()));
        return Ok(Exit::Failed);
    }
    for part in command.get_subcommands().filter(|part| !part.is_hide_set()) {
        if write(part, folder, terminal)? == Exit::Failed {
            return Ok(Exit::Failed);
        }
    }
    Ok(Exit::Clean)
}

fn text(command: &clap::Command, page: &Page) -> io::Result<String> {
    let mut text = Vec::new();
    page.render_title(&mut text)?;
    page.render_name_section(&mut text)?;
    page.render_synopsis_section(&mut text)?;
    page.render_description_section(&mut text)?;
    page.render_options_section(&mut text)?;
    if command.has_subcommands() {
        page.render_subcommands_section(&mut text)?;
    }
    if let Some(examples) = command.get_after_help() {
        examples_section(&examples.to_string()).to_writer(&mut text)?;
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// The examples, line by line, where clap_mangen would fill them into one paragraph.
fn examples_section(text: &str) -> Roff {
    let mut section = Roff::new();
    section.control("SH", ["EXAMPLES"]).control("nf", []);
    for line in text.strip_prefix("Examples:\n").unwrap_or(text).lines() {
        section.text([roman(line)]);
    }
    section.control("fi", []);
    section
}
