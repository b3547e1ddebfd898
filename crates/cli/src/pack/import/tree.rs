//! JSON with comments and YAML as the same tree, each value with its line.

use jsonc_parser::ast::Value as Json;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use saphyr::{LoadableYamlNode, MarkedYaml, Scalar, YamlData};

use aplomb_core::LineIndex;

/// A value, with the line in which it begins, counted from 1.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) line: usize,
    pub(super) value: Value,
}

#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    List(Vec<Node>),
    /// Names and values, in their order.
    Map(Vec<(String, Node)>),
    /// Anything else.
    Nothing,
}

impl Node {
    /// Reads JSON as VS Code writes it: with comments, and a comma after the last entry.
    ///
    /// # Errors
    ///
    /// The line and what is wrong there.
    pub(super) fn from_json(text: &str) -> Result<Self, (usize, String)> {
        let options =
            ParseOptions { allow_comments: true, allow_trailing_commas: true, ..strict() };
        let read = parse_to_ast(text, &CollectOptions::default(), &options);
        let read = read.map_err(|error| (error.line_display(), error.kind().to_string()))?;
        let index = LineIndex::new(text);
        let empty = || Self { line: 1, value: Value::Nothing };
        Ok(read.value.map_or_else(empty, |value| Self::of_json(value, &index)))
    }

    fn of_json(value: Json<'_>, index: &LineIndex) -> Self {
        use jsonc_parser::common::Ranged;
        let line = index.line_of(value.range().start) + 1;
        let value = match value {
            Json::StringLit(text) => Value::Text(text.value.into_owned()),
            Json::NumberLit(number) => Value::Text(number.value.to_owned()),
            Json::Array(array) => {
                Value::List(array.elements.into_iter().map(|it| Self::of_json(it, index)).collect())
            }
            Json::Object(object) => {
                let member = |member: jsonc_parser::ast::ObjectProp<'_>| {
                    let line = index.line_of(member.range.start) + 1;
                    let node = Self::of_json(member.value, index);
                    (member.name.into_string(), Self { line, ..node })
                };
                Value::Map(object.properties.into_iter().map(member).collect())
            }
            Json::BooleanLit(_) | Json::NullKeyword(_) => Value::Nothing,
        };
        Self { line, value }
    }

    /// Reads the first document of a YAML file.
    ///
    /// # Errors
    ///
    /// The line and what is wrong there.
    pub(super) fn from_yaml(text: &str) -> Result<Self, (usize, String)> {
        let read = MarkedYaml::load_from_str(text);
        let read = read.map_err(|error| (error.marker().line(), error.info().to_owned()))?;
        let first = read.into_iter().next();
        Ok(first.map_or(Self { line: 1, value: Value::Nothing }, |node| Self::of_yaml(&node)))
    }

    fn of_yaml(node: &MarkedYaml<'_>) -> Self {
        let line = node.span.start.line();
        let value = match &node.data {
            YamlData::Value(Scalar::String(text)) => Value::Text(text.to_string()),
            YamlData::Value(Scalar::Integer(number)) => Value::Text(number.to_string()),
            YamlData::Value(Scalar::FloatingPoint(number)) => Value::Text(number.to_string()),
            YamlData::Representation(text, ..) => Value::Text(text.to_string()),
            YamlData::Sequence(items) => Value::List(items.iter().map(Self::of_yaml).collect()),
            YamlData::Mapping(members) => {
                let member = |(name, node): (&MarkedYaml<'_>, &MarkedYaml<'_>)| {
                    let name_line = name.span.start.line();
                    let Value::Text(name) = Self::of_yaml(name).value else { return None };
                    Some((name, Self { line: name_line, ..Self::of_yaml(node) }))
                };
                Value::Map(members.iter().filter_map(member).collect())
            }
            YamlData::Tagged(_, node) => Self::of_yaml(node).value,
            YamlData::Value(Scalar::Null | Scalar::Boolean(_))
            | YamlData::Alias(_)
            | YamlData::BadValue => Value::Nothing,
        };
        Self { line, value }
    }

    pub(super) fn members(&self) -> &[(String, Self)] {
        match &self.value {
            Value::Map(members) => members,
            _ => &[],
        }
    }

    pub(super) fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        self.members().iter().find(|(known, _)| known == name).map(|(_, node)| node)
    }

    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A text alone as a list of one, else the texts of a list.
    pub(super) fn texts(&self) -> Vec<&str> {
        match &self.value {
            Value::Text(text) => vec![text],
            Value::List(items) => items.iter().filter_map(Self::text).collect(),
            _ => Vec::new(),
        }
    }
}

/// Nothing but JSON.
fn strict() -> ParseOptions {
    ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_to_break_a_reader_is_refused() {
        for deep in ["[".repeat(100_000), "{\"a\":".repeat(100_000)] {
            assert!(Node::from_json(&deep).is_err());
            assert!(Node::from_yaml(&deep).is_err());
        }
        let mut laughs = "a0: &a0 [ha]\n".to_owned();
        for at in 1..30 {
            let before = format!("*a{},", at - 1).repeat(10);
            laughs += &format!("a{at}: &a{at} [{before}]\n");
        }
        assert!(Node::from_yaml(&laughs).is_err());
        assert_eq!(Node::from_yaml("a: 1\nb: }\n").unwrap_err().0, 2);
        assert_eq!(Node::from_json("{\n  \"a\": x\n}").unwrap_err().0, 2);
    }
}
