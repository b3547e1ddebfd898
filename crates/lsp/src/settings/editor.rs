//! What the editor itself says of our settings: asked for, pushed to us, or given at the start.

use std::path::PathBuf;

use aplomb_workspace::Workspace;
use serde_json::{Map, Value};
use tower_lsp::lsp_types::{ConfigurationItem, Registration, Url};

use crate::client_facts::ClientFacts;

/// The name under which editors keep our settings.
pub(crate) const SECTION: &str = "aplomb";

/// What belongs to the extension in the editor: where the program is, and what is traced.
const NOT_OURS: [&str; 2] = ["path", "trace"];

/// A question to the editor.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    /// Its number: an answer counts only if nothing was asked since.
    pub(crate) round: u64,
    /// What is asked about: each folder, and what belongs to none.
    pub(crate) scopes: Vec<Option<(Url, PathBuf)>>,
}

impl Question {
    pub(crate) fn new(round: u64, client: &ClientFacts) -> Self {
        let folders = client.folders.iter().map(|it| Some((it.uri.clone(), it.path.clone())));
        Self { round, scopes: std::iter::once(None).chain(folders).collect() }
    }

    pub(crate) fn items(&self) -> Vec<ConfigurationItem> {
        let section = Some(SECTION.to_owned());
        let uris = self.scopes.iter().map(|scope| scope.as_ref().map(|(uri, _)| uri.clone()));
        uris.map(|scope_uri| ConfigurationItem { scope_uri, section: section.clone() }).collect()
    }

    /// Hands the answer on.
    pub(crate) fn take(&self, values: Vec<Value>, workspace: &mut Workspace) {
        let scopes = self.scopes.iter().map(|scope| scope.as_ref().map(|(_, path)| path.clone()));
        let settings: Vec<_> =
            scopes.zip(values).map(|(scope, value)| (scope, ours(value))).collect();
        workspace.set_editor(&settings);
    }
}

/// Takes what an editor has pushed or given at the start, if it says anything of us.
pub(crate) fn take_pushed(settings: &Value, workspace: &mut Workspace) {
    // What is pushed is all that there is, so what is not named is not set.
    if settings.is_object() {
        workspace.set_editor(&[(None, ours(settings[SECTION].clone()))]);
    }
}

fn ours(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let ours: Map<_, _> = members
                .into_iter()
                .filter(|(name, _)| !NOT_OURS.contains(&name.as_str()))
                .collect();
            Value::Object(ours)
        }
        // Some editors say `false` or an empty list for nothing.
        other => {
            if other.is_string() {
                other
            } else {
                Value::Null
            }
        }
    }
}

/// The wish to be told when our settings change.
pub(crate) fn registration() -> Registration {
    Registration {
        id: "aplomb-settings".to_owned(),
        method: "workspace/didChangeConfiguration".to_owned(),
        register_options: Some(serde_json::json!({ "section": SECTION })),
    }
}
