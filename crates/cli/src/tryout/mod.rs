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

#[cfg(test)]
mod tests {
    use super::*;
    use aplomb_core::{Severity, Span};
    use story::{Fix, Mark};

    fn story() -> Story {
        let fix = Fix { title: "Drop it".to_owned(), edits: Vec::new() };
        let mark = Mark {
            code: "certainty-should".to_owned(),
            severity: Severity::Warning,
            message: "Sure?".to_owned(),
            span: Span::new(0, 2),
            fixes: vec![fix],
        };
        Story {
            marks: vec![mark],
            mended: place::REPLY.to_owned(),
            new: Vec::new(),
            left: 0,
            greetings: vec!["Hi Maria,".to_owned()],
            farewells: vec!["Best wishes,".to_owned()],
        }
    }

    #[test]
    fn a_server_that_offers_nothing_is_a_fault_and_no_story() {
        assert!(worth_telling(story()).is_ok());
        let lacking = |spoil: fn(&mut Story)| {
            let mut story = story();
            spoil(&mut story);
            worth_telling(story).err().expect("it is a fault").to_string()
        };
        assert!(lacking(|story| story.marks.clear()).contains("no diagnostics"));
        assert!(lacking(|story| story.marks[0].fixes.clear()).contains("no way out"));
        assert!(lacking(|story| story.greetings.clear()).contains("no completions"));
        assert!(lacking(|story| story.farewells.clear()).contains("no completions"));
    }

    #[test]
    fn what_does_not_go_away_is_told() {
        let told = show::show(&Story { left: 2, ..story() });
        assert!(told.contains("Checked again: 2 marks are left."), "{told}");
    }
}
