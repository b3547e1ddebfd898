//! What is made from the one table of settings: each setting stands in all of it.

use std::sync::Arc;

use aplomb_core::Catalog;
use aplomb_workspace::{Places, Workspace, page, schema, settings, vscode_settings};
use serde_json::Value;

use super::cli::Sandbox;
use super::docs::fenced;
use super::generated;

const PAGE: &str = "docs/settings.md";
const SCHEMA: &str = "aplomb.schema.json";
const VSCODE: &str = "editors/vscode/package.json";

#[test]
fn the_page_of_settings_is_todays() {
    generated::is(PAGE, &page());
}

#[test]
fn the_schema_of_settings_is_todays() {
    generated::is(SCHEMA, &format!("{:#}\n", schema(&Catalog::builtin())));
}

#[test]
fn the_settings_of_vs_code_are_todays() {
    /// The end of the one setting that is the extension's own, and that of all of them.
    const OWN: &str = "\n        \"aplomb.path\": {";
    const OWN_END: &str = "\n        }";
    const END: &str = "\n      }\n";

    let text = generated::read(VSCODE);
    let own = text.find(OWN).expect("the extension is told where the program is");
    let start = own + text[own..].find(OWN_END).expect("that setting ends") + OWN_END.len();
    let end = start + text[start..].find(END).expect("the settings end");
    let mut wanted = text[..start].to_owned();
    for (name, property) in vscode_settings(&Catalog::builtin()) {
        let property = format!("{property:#}").replace('\n', "\n        ");
        wanted += &format!(",\n        \"{name}\": {property}");
    }
    wanted += &text[end..];
    assert!(serde_json::from_str::<Value>(&wanted).is_ok(), "{VSCODE} would be no JSON");
    generated::is(VSCODE, &wanted);
}

/// A new setting is one entry in one table; what a reader, an editor and the program know of it comes
/// from there.
#[test]
fn each_setting_is_known_everywhere() {
    let (schema, page) = (schema(&Catalog::builtin()), page());
    let vscode = vscode_settings(&Catalog::builtin());
    for setting in settings() {
        let path = setting.path();
        let pointer = format!("/properties/{}", path.replace('.', "/properties/"));
        assert!(schema.pointer(&pointer).is_some(), "{path} is not in the schema");
        assert!(page.contains(&format!("\n### `{path}`\n")), "{path} is not on the page");
        let name = format!("aplomb.{}", setting.editor_path());
        let is_there = vscode.iter().any(|(known, _)| *known == name);
        assert_eq!(is_there, setting.places != Places::Files, "{path} in VS Code");
        assert_eq!(problems(&setting.whole_example()), [""; 0], "{path}");
    }
}

#[test]
fn what_the_page_of_settings_shows_can_be_copied() {
    let page = page();
    let blocks: Vec<_> = fenced(&page, "toml").filter(|block| !is_pack(block)).collect();
    assert!(blocks.len() > settings().len(), "the page shows only {} settings", blocks.len());
    for block in blocks {
        assert_eq!(problems(block), [""; 0], "{block}");
    }
}

/// What is wrong with a settings file that may name a pack, which is the page's, and a file to include.
fn problems(text: &str) -> Vec<String> {
    let sandbox = Sandbox::new();
    let page = page();
    let pack = fenced(&page, "toml").find(|block| is_pack(block)).expect("the page shows a pack");
    let pack_path = "style/packs/words.toml";
    sandbox.write(pack_path, pack).write("style/names.toml", "own = [\"Acme Mail\"]\n");
    sandbox.write("aplomb.toml", text);
    let mut workspace = Workspace::new(None, Arc::new(Catalog::builtin()));
    let mut problems = workspace.project(Some(&sandbox.path(""))).problems.clone();
    problems.extend(workspace.check_pack(&sandbox.path(pack_path), pack, true));
    problems.iter().map(ToString::to_string).collect()
}

fn is_pack(block: &str) -> bool {
    block.starts_with("[[phrase]]")
}
