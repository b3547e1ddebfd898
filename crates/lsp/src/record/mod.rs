//! A conversation as a file without its words, and such a file played again.
//!
//! `mask` takes the words out, by the list in `words`; `writer` writes lines of what is left on a
//! thread of its own; `recording` reads them again, and `replay` says to a fresh server what the editor
//! said then.

mod mask;
mod recording;
mod replay;
pub(crate) mod words;
mod writer;

pub use recording::{Recording, RecordingError};
pub use replay::Report;
pub use writer::Recorder;
pub(crate) use writer::{Side, Writing};
