//! The JSON Schema of settings, by which editors complete and check `aplomb.toml`.

use aplomb_core::{Catalog, Family, Level, RuleMeta, Severity};
use serde_json::{Map, Value, json};

use super::shape::{Field, Shape};
use super::table::{LEVELS, Setting, settings, tables};

/// The schema of `aplomb.toml`, in draft 7, which editors know best.
#[must_use]
pub fn schema(catalog: &Catalog) -> Value {
    let mut properties = Map::new();
    for table in tables() {
        let inside = settings().iter().filter(|setting| setting.table == Some(table));
        let inside = inside.map(|setting| (setting.name.to_owned(), property(setting, catalog)));
        properties.insert(table.to_owned(), closed_table(inside));
    }
    for setting in settings().iter().filter(|setting| setting.table.is_none()) {
        properties.insert(setting.name.to_owned(), property(setting, catalog));
    }
    let mut schema = closed_table(properties);
    schema["$schema"] = "http://json-schema.org/draft-07/schema#".into();
    schema["title"] = "Settings of Aplomb".into();
    schema["description"] =
        "aplomb.toml: what Aplomb is to know of your team, and how much it says. All are optional."
            .into();
    schema
}

fn property(setting: &Setting, catalog: &Catalog) -> Value {
    let mut property = of_shape(setting.shape, Whose::Own, catalog);
    let mut description = format!("{} {}", setting.about, setting.default_sentence());
    if let Shape::Choice(choices) = setting.shape {
        for (name, means) in choices {
            description += &format!("\n\n\"{name}\": {means}.");
        }
    }
    property["description"] = description.into();
    if let Some(default) = setting.default_value() {
        property["default"] = default;
    }
    property
}

/// Whose settings they are. Only one's own lower a rule about safety; the file is the same in a
/// workspace, where the reader says so.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    Own,
    Editor,
}

/// What a shape takes.
pub(super) fn of_shape(shape: Shape, whose: Whose, catalog: &Catalog) -> Value {
    match shape {
        Shape::Flag | Shape::Consent => json!({ "type": "boolean" }),
        // Editors complete what a schema lists, and six hundred time zones hide all else.
        Shape::Text | Shape::TimeZone => json!({ "type": "string" }),
        Shape::Language => {
            json!({ "type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$" })
        }
        Shape::Choice(choices) => one_of(choices),
        Shape::Names | Shape::Globs | Shape::Paths => {
            json!({ "type": "array", "items": { "type": "string" } })
        }
        Shape::Rules => {
            let rules = catalog.rules().map(|rule| (rule.code.to_string(), of_rule(rule, whose)));
            // A team's packs bring codes that no schema knows. A code that nobody knows is found by
            // the reader, which has read the packs.
            json!({
                "type": "object",
                "properties": rules.collect::<Map<_, _>>(),
                "additionalProperties": one_of(LEVELS),
            })
        }
        Shape::Families => {
            let families = Family::ALL.into_iter().map(|family| {
                let mut levels = levels(family, Severity::Error, whose);
                levels["description"] = format!("Rules about {}.", family.about()).into();
                (family.as_str().to_owned(), levels)
            });
            closed_table(families)
        }
        Shape::Entries { fields, .. } => {
            json!({ "type": "object", "additionalProperties": entry(fields, whose, catalog) })
        }
    }
}

fn of_rule(rule: &RuleMeta, whose: Whose) -> Value {
    let mut levels = levels(rule.family, rule.severity, whose);
    levels["description"] = rule.summary().into();
    levels
}

/// The levels that a rule or a family can be set to.
fn levels(family: Family, severity: Severity, whose: Whose) -> Value {
    let is_free = family != Family::Safety || whose == Whose::Own;
    let may = |name| is_free || Level::parse(name).is_some_and(|level| !level.is_below(severity));
    let levels: Vec<_> = LEVELS.iter().filter(|(name, _)| may(name)).copied().collect();
    one_of(&levels)
}

/// An entry: a text for its first field, or a table of fields.
fn entry(fields: &[Field], whose: Whose, catalog: &Catalog) -> Value {
    let properties = fields.iter().map(|field| {
        let mut property = of_shape(field.shape, whose, catalog);
        property["description"] = field.about.into();
        (field.name.to_owned(), property)
    });
    let mut table = closed_table(properties);
    let required: Vec<_> =
        fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    if !required.is_empty() {
        table["required"] = required.into();
    }
    let text = fields.first().map(|first| {
        let mut text = json!({ "type": "string", "description": first.about });
        if first.required {
            text["minLength"] = 1.into();
        }
        text
    });
    json!({ "anyOf": text.into_iter().chain([table]).collect::<Vec<_>>() })
}

/// One of a few words. What each means is told by a name that editors know beside the standard's.
fn one_of(choices: &[(&str, &str)]) -> Value {
    let (names, means): (Vec<_>, Vec<_>) = choices.iter().copied().unzip();
    json!({ "type": "string", "enum": names, "enumDescriptions": means })
}

fn closed_table(properties: impl IntoIterator<Item = (String, Value)>) -> Value {
    let properties: Map<_, _> = properties.into_iter().collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::node::{Node, NodeKind};

    /// A node as JSON.
    fn json(node: &Node) -> Value {
        match &node.kind {
            NodeKind::Null => Value::Null,
            NodeKind::Flag(flag) => (*flag).into(),
            NodeKind::Number | NodeKind::Date => 0.into(),
            NodeKind::Text(text) => text.as_str().into(),
            NodeKind::List(items) => items.iter().map(json).collect(),
            NodeKind::Table(members) => Value::Object(
                members.iter().map(|member| (member.key.clone(), json(&member.value))).collect(),
            ),
        }
    }

    /// Whether a value is right by a schema, as far as this one's words go.
    fn is_right(value: &Value, schema: &Value) -> bool {
        if let Some(any) = schema.get("anyOf").and_then(Value::as_array) {
            return any.iter().any(|schema| is_right(value, schema));
        }
        if let Some(names) = schema.get("enum").and_then(Value::as_array) {
            return names.contains(value);
        }
        match (schema["type"].as_str().unwrap(), value) {
            ("boolean", Value::Bool(_)) => true,
            ("string", Value::String(text)) => {
                text.len() as u64 >= schema.get("minLength").and_then(Value::as_u64).unwrap_or(0)
            }
            ("array", Value::Array(items)) => {
                items.iter().all(|item| is_right(item, &schema["items"]))
            }
            ("object", Value::Object(members)) => {
                let required = schema.get("required").and_then(Value::as_array);
                required.into_iter().flatten().all(|it| members.contains_key(it.as_str().unwrap()))
                    && members.iter().all(|(key, value)| {
                        let known = schema.get("properties").and_then(|known| known.get(key));
                        match (known, &schema["additionalProperties"]) {
                            (Some(schema), _) => is_right(value, schema),
                            (None, Value::Object(_)) => {
                                is_right(value, &schema["additionalProperties"])
                            }
                            (None, _) => false,
                        }
                    })
            }
            _ => false,
        }
    }

    fn accepts(toml: &str) -> bool {
        let (node, error) = Node::from_toml(toml);
        assert!(error.is_none(), "{toml}");
        is_right(&json(&node), &schema(&Catalog::builtin()))
    }

    #[test]
    fn the_schema_accepts_every_example() {
        for setting in settings() {
            assert!(accepts(&setting.whole_example()), "{}", setting.whole_example());
        }
        for toml in [
            "[rules]\nour-own = \"hint\"\nplaceholder-left = \"off\"",
            "[terms]\nusers = { why = \"They are members.\", severity = \"hint\" }",
            "[links]\ndocs = \"https://example.com\"",
        ] {
            assert!(accepts(toml), "{toml}");
        }
    }

    #[test]
    fn the_schema_refuses_what_is_no_setting() {
        for toml in [
            "onw = []",
            "own = \"Acme\"",
            "profile = \"loud\"",
            "root = \"yes\"",
            "[rules]\ncertainty-should = \"loud\"",
            "[families]\nstructur = \"off\"",
            "[files]\nreply = []",
            "[links]\ndocs = { title = \"Docs\" }",
            "[people]\nJon = \"\"",
        ] {
            assert!(!accepts(toml), "{toml}");
        }
    }
}
