//! What holds for a draft, as JSON for other programs.

use std::path::Path;

use serde_json::{Value, json};

use super::{Problem, Project};
use crate::settings::origin::Origin;

impl Project {
    /// What holds for a draft or, without one, for the folder: each setting with its value and where it
    /// comes from, the draft's mode, the settings files that were read and what is wrong with them.
    #[must_use]
    pub fn to_json(&self, draft: Option<&str>, path: Option<&Path>) -> Value {
        let mut settings = Vec::new();
        for (setting, held) in self.by_setting(draft) {
            if held.is_empty() {
                let unset = json!({
                    "setting": setting.path(), "value": null, "default": setting.default,
                    "layer": "default", "path": null, "line": null,
                });
                settings.push(unset);
            }
            for held in held {
                let value = json!({ "setting": held.path(), "value": held.value.to_json() });
                settings.push(with_origin(value, &held.origin));
            }
        }
        let mode = draft.map(|text| {
            let (mode, origin) = self.mode_of_draft(path, text);
            with_origin(json!({ "mode": mode.as_str() }), &origin)
        });
        let sources: Vec<_> = self.sources.iter().map(|path| path.to_string_lossy()).collect();
        let problems: Vec<_> = self.problems.iter().map(problem).collect();
        json!({ "settings": settings, "mode": mode, "sources": sources, "problems": problems })
    }
}

fn with_origin(mut value: Value, origin: &Origin) -> Value {
    value["layer"] = origin.layer.as_str().into();
    value["path"] = json!(origin.path.as_deref().map(Path::to_string_lossy));
    value["line"] = json!(origin.line);
    value
}

fn problem(problem: &Problem) -> Value {
    json!({
        "path": problem.path.as_deref().map(Path::to_string_lossy),
        "line": problem.line,
        "column": problem.column,
        "message": problem.message,
    })
}
