//! One file per kind of request: a first part that takes what it needs from the session, in the order of
//! messages, and a pure function on that snapshot.

pub(crate) mod code_action;
pub(crate) mod code_lens;
pub(crate) mod completion;
pub(crate) mod diagnostic;
pub(crate) mod document_link;
pub(crate) mod document_symbol;
pub(crate) mod execute_command;
pub(crate) mod folding_range;
pub(crate) mod hover;
pub(crate) mod initialize;
pub(crate) mod inlay_hint;
pub(crate) mod own_file;
pub(crate) mod selection_range;
pub(crate) mod workspace_diagnostic;
pub(crate) mod workspace_symbol;
