//! What can be set. One table says it all; the reader of files and of editors' settings, the schema,
//! the settings of VS Code, the page, the starter file, and what an editor offers in a settings file
//! are made from it.

pub(crate) mod assist;
pub(crate) mod edit;
pub(crate) mod node;
pub(crate) mod origin;
pub(crate) mod page;
pub(crate) mod reader;
pub(crate) mod resolve;
pub(crate) mod schema;
pub(crate) mod shape;
pub(crate) mod sketch;
pub(crate) mod starter;
pub(crate) mod table;
pub(crate) mod value;
pub(crate) mod vscode;
