//! `aplomb try`: Aplomb at work on a sample draft, in the terminal or in an editor.

mod client;
mod editor;
mod place;
mod show;
mod story;

use std::io;

use crate::args::Try;
use crate::exit::Exit;
use crate::terminal::Terminal;
use client::Trouble;
use story::Story;

/// Shows the sample draft with what the language server says about it.
pub(crate) fn run(options: &Try, terminal: &mut Terminal) -> io::Result<Exit> {
    if let Some(name) = options.editor {
        return editor::run(name, terminal);
    }
    match Story::tell().and_then(worth_telling) {
        Ok(story) => terminal.print(&show::show(&story)).map(|()| Exit::Clean),
        Err(trouble) => {
            terminal.error(&trouble.to_string());
            Ok(Exit::Failed)
        }
    }
}

/// A server that has nothing to say about the sample has a fault, and a newcomer must not take that for
/// what Aplomb is.
fn worth_telling(story: Story) -> Result<Story, Trouble> {
    if story.marks.is_empty() {
        Err(Trouble::Lacking("diagnostics for the sample draft"))
    } else if story.marks.iter().any(|mark| mark.fixes.is_empty()) {
        Err(Trouble::Lacking("way out of a mark in the sample draft"))
    } else if story.greetings.is_empty() || story.farewells.is_empty() {
        Err(Trouble::Lacking("completions for the sample draft"))
    } else {
        Ok(story)
    }
}
