//! `aplomb forget`.

use std::io;

use aplomb_workspace::{Dirs, Memory};

use crate::exit::Exit;
use crate::terminal::{Terminal, count};

/// Forgets how the user's replies begin and end.
pub(crate) fn run(terminal: &mut Terminal) -> io::Result<Exit> {
    let Some(dirs) = Dirs::from_env() else {
        terminal.print("Nothing was remembered.\n")?;
        return Ok(Exit::Clean);
    };
    let forgotten = Memory::open(&dirs).and_then(|mut memory| {
        let replies = memory.lines().len();
        memory.forget().map(|()| replies)
    });
    match forgotten {
        Ok(0) => terminal.print("Nothing was remembered.\n")?,
        Ok(replies) => {
            let replies = count(replies, "reply", "replies");
            terminal.print(&format!("Forgot how {replies} began and ended.\n"))?;
        }
        Err(error) => {
            let folder = dirs.state.display();
            terminal.error(&format!(
                "what is remembered could not be removed from {folder}: {error}; make it writable, then try again"
            ));
            return Ok(Exit::Failed);
        }
    }
    Ok(Exit::Clean)
}
