//! Settings as they are written, in a file or in an editor, before anything is known of them.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A written value with its place.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// Where it stands, in bytes of the file; empty for what stands in no file.
    pub span: Range<usize>,
    pub kind: NodeKind,
}

/// What kind of value is written.
#[derive(Clone, Debug)]
pub(crate) enum NodeKind {
    /// Nothing: what an editor sends for a setting that nobody touched.
    Null,
    Flag(bool),
    Number,
    Date,
    Text(String),
    List(Vec<Node>),
    Table(Vec<Member>),
}

/// A key with its value.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub key: String,
    /// Where the key stands.
    pub span: Range<usize>,
    pub value: Node,
}

/// Why a file is no TOML, and where.
#[derive(Clone, Debug)]
pub(crate) struct SyntaxError {
    pub span: Range<usize>,
    pub message: String,
}

impl Node {
    /// Reads TOML. What is wrong in it costs as little of the rest as can be; only the first mistake is
    /// told, since the others mostly follow from it.
    pub(crate) fn from_toml(text: &str) -> (Self, Option<SyntaxError>) {
        let (table, errors) = DeTable::parse_recoverable(text);
        let error = errors.into_iter().min_by_key(|error| error.span().map(|span| span.start));
        let error = error.map(|error| {
            let at = error.span().unwrap_or_default().start.min(text.len());
            if let Some(span) = missing_value(text, at) {
                return SyntaxError { span, message: "a value is missing behind `=`".to_owned() };
            }
            let lines = error.message().lines().map(str::trim).filter(|line| !line.is_empty());
            SyntaxError {
                span: error.span().unwrap_or_default(),
                message: lines.collect::<Vec<_>>().join(", "),
            }
        });
        let kind = NodeKind::Table(members(table.get_ref()));
        (Self { span: 0..text.len(), kind }, error)
    }

    /// Takes what an editor sent.
    pub(crate) fn from_json(value: &serde_json::Value) -> Self {
        use serde_json::Value;
        let kind = match value {
            Value::Null => NodeKind::Null,
            Value::Bool(flag) => NodeKind::Flag(*flag),
            Value::Number(_) => NodeKind::Number,
            Value::String(text) => NodeKind::Text(text.clone()),
            Value::Array(items) => NodeKind::List(items.iter().map(Self::from_json).collect()),
            Value::Object(members) => NodeKind::Table(
                members
                    .iter()
                    .map(|(key, value)| Member {
                        key: key.clone(),
                        span: 0..0,
                        value: Self::from_json(value),
                    })
                    .collect(),
            ),
        };
        Self { span: 0..0, kind }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn members(&self) -> Option<&[Member]> {
        match &self.kind {
            NodeKind::Table(members) => Some(members),
            _ => None,
        }
    }

    /// The value in the words of a reader.
    pub(crate) fn describe(&self) -> String {
        match &self.kind {
            NodeKind::Null => "nothing".to_owned(),
            NodeKind::Flag(value) => value.to_string(),
            NodeKind::Number => "a number".to_owned(),
            NodeKind::Date => "a date".to_owned(),
            NodeKind::Text(text) => format!("\"{}\"", clipped(text)),
            NodeKind::List(_) => "a list".to_owned(),
            NodeKind::Table(_) => "a table".to_owned(),
        }
    }
}

/// The text, or as much of it as a message can hold.
pub(crate) fn clipped(text: &str) -> String {
    const MOST: usize = 40;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The sign `=` on the line of the byte at `at`, if nothing stands behind it: TOML's own words for that
/// lead astray.
fn missing_value(text: &str, at: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let start = bytes[..at].iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    let line = text.get(start..)?.lines().next()?;
    let (name, rest) = line.split_once('=')?;
    let sign = start + name.len();
    let empty = rest.trim().is_empty() || rest.trim_start().starts_with('#');
    (empty && !name.contains(['#', '"', '\''])).then_some(sign..sign + 1)
}

fn members(table: &DeTable<'_>) -> Vec<Member> {
    let mut members: Vec<_> = table
        .iter()
        .map(|(key, value)| Member {
            key: key.get_ref().to_string(),
            span: key.span(),
            value: node(value),
        })
        .collect();
    members.sort_by_key(|member| member.span.start);
    members
}

fn node(value: &Spanned<DeValue<'_>>) -> Node {
    let kind = match value.get_ref() {
        DeValue::String(text) => NodeKind::Text(text.to_string()),
        DeValue::Integer(_) | DeValue::Float(_) => NodeKind::Number,
        DeValue::Boolean(flag) => NodeKind::Flag(*flag),
        DeValue::Datetime(_) => NodeKind::Date,
        DeValue::Array(items) => NodeKind::List(items.iter().map(node).collect()),
        DeValue::Table(table) => NodeKind::Table(members(table)),
    };
    Node { span: value.span(), kind }
}
