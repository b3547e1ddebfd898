//! Everything of Aplomb that touches files: the user's directories, settings, state, folder walks,
//! reading and writing drafts. It knows neither the command line nor the Language Server Protocol.
//!
//! Nothing here is fatal: a settings file that cannot be read gives a [`Problem`], a file that cannot
//! be read a sentence that says what to do.

mod absolute;
mod cache;
mod clock;
mod dirs;
mod file_kind;
mod lines;
mod pack_file;
mod project;
mod read;
mod scratch;
mod settings;
mod state;
mod walk;
mod watched;
mod write;

pub use absolute::absolute;
pub use cache::write_cache;
pub use clock::{age_of, now};
pub use dirs::Dirs;
pub use file_kind::{kind_of, mode_of};
pub use lines::{LONGEST_LINE, LineError, Lines, read_lines};
pub use pack_file::{complete_pack, explain_pack, pack_starter};
pub use project::{
    FilePatterns, OwnFile, Problem, Project, SETTINGS_FILE, Saved, SavedFiles, Workspace, packs_in,
    switch_off,
};
pub use read::{
    MOST_BYTES, ReadError, ReadErrorKind, read_from, read_own_file, read_text, read_text_up_to,
};
pub use scratch::Scratch;
pub use settings::assist::{Suggestion, SuggestionKind, complete_settings, explain_settings};
pub use settings::edit::set_rule_level;
pub use settings::origin::{Layer, Origin};
pub use settings::page::page;
pub use settings::resolve::Held;
pub use settings::schema::schema;
pub use settings::shape::{Field, Shape};
pub use settings::starter::starter;
pub use settings::table::{Places, Setting, settings};
pub use settings::value::Value;
pub use settings::vscode::vscode_settings;
pub use state::{Memory, State};
pub use walk::{REPLY_EXTENSIONS, WalkError, is_folder, may_be_reply, walk};
pub use watched::{Stamp, Watched};
pub use write::{WriteError, append, replace, write_atomically, write_new};
