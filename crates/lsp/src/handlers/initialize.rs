//! `initialize`: what we can do, given what the client can.

use serde_json::Value;
use tower_lsp::lsp_types::{InitializeParams, InitializeResult, ServerInfo};

use crate::client_facts::ClientFacts;
use crate::features;
use crate::handlers::diagnostic;
use crate::session::Shared;

pub(crate) fn answer(shared: &Shared, params: &InitializeParams) -> InitializeResult {
    let client = ClientFacts::read(params.initialization_options.as_ref().unwrap_or(&Value::Null));
    let capabilities = features::capabilities(&client);
    shared.session().meet(client);
    let version = Some(env!("CARGO_PKG_VERSION").to_owned());
    let server_info = Some(ServerInfo { name: diagnostic::SOURCE.to_owned(), version });
    InitializeResult { capabilities, server_info }
}
