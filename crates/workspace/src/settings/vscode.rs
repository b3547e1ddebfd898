//! The settings as VS Code lists them.

use aplomb_core::Catalog;
use serde_json::{Value, json};

use super::schema::{Whose, of_shape};
use super::shape::Shape;
use super::table::{Places, Setting, settings};

/// The settings for `contributes.configuration.properties` of an extension, in the order of the page.
/// Each is `null` by default: what VS Code sends goes over `aplomb.toml`, so it must say nothing of
/// what nobody touched.
#[must_use]
pub fn vscode_settings(catalog: &Catalog) -> Vec<(String, Value)> {
    let here = settings().iter().filter(|setting| setting.places != Places::Files);
    here.map(|setting| (format!("aplomb.{}", setting.editor_path()), property(setting, catalog)))
        .collect()
}

fn property(setting: &Setting, catalog: &Catalog) -> Value {
    let mut property = of_shape(setting.shape, Whose::Editor, catalog);
    property["type"] = json!(["null", property["type"]]);
    if let Shape::Choice(choices) = setting.shape {
        let names = choices.iter().map(|(name, _)| Value::from(*name));
        let means = choices.iter().map(|(_, means)| Value::from(*means));
        property["enum"] = [Value::Null].into_iter().chain(names).collect();
        let unset = Value::from("as aplomb.toml says, or else the default");
        property["enumDescriptions"] = [unset].into_iter().chain(means).collect();
    }
    property["default"] = Value::Null;
    property["scope"] = "resource".into();
    property["markdownDescription"] =
        format!("{} {}", setting.about, setting.default_sentence()).into();
    property
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_touched_is_right_and_says_nothing() {
        for (name, property) in vscode_settings(&Catalog::builtin()) {
            assert_eq!(property["default"], Value::Null, "{name}");
            assert!(property["type"].as_array().unwrap().contains(&"null".into()), "{name}");
            if let Some(names) = property.get("enum") {
                assert!(names.as_array().unwrap().contains(&Value::Null), "{name}");
            }
        }
    }

    #[test]
    fn an_editor_is_not_offered_what_it_may_not_do() {
        let settings = vscode_settings(&Catalog::builtin());
        let of = |name| &settings.iter().find(|(it, _)| it == name).unwrap().1["properties"];
        assert_eq!(of("aplomb.families")["safety"]["enum"], json!(["error"]));
        assert_eq!(of("aplomb.rules")["placeholder-left"]["enum"], json!(["error"]));
        assert_eq!(of("aplomb.rules")["certainty-should"]["enum"].as_array().unwrap().len(), 5);
        assert!(settings.iter().all(|(name, _)| name != "aplomb.packs"));
    }
}
