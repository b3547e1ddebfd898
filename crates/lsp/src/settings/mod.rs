//! Settings in a conversation: from the disk, from the editor, and open before the writer.

pub(crate) mod editor;
pub(crate) mod own_files;
pub(crate) mod surroundings;
pub(crate) mod watch;
