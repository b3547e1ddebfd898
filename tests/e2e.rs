//! End to end: what users and editors see.

#[path = "e2e/lsp/mod.rs"]
mod lsp;
