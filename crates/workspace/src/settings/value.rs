//! A setting's value, once it has been found right.

use std::fmt;

/// What a setting was set to. Displayed as TOML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `true` or `false`.
    Flag(bool),
    /// A text.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
    /// An entry of several fields.
    Fields(Vec<(&'static str, Value)>),
}

impl Value {
    /// The text, if it is one and says anything.
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    /// The list, if it is one.
    pub(crate) fn list(&self) -> Vec<String> {
        match self {
            Self::List(items) => items.clone(),
            _ => Vec::new(),
        }
    }

    /// A field of an entry.
    pub(crate) fn field(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Fields(fields) => {
                fields.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// The value as JSON.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Flag(flag) => (*flag).into(),
            Self::Text(text) => text.as_str().into(),
            Self::List(items) => items.as_slice().into(),
            Self::Fields(fields) => serde_json::Value::Object(
                fields.iter().map(|(name, value)| ((*name).to_owned(), value.to_json())).collect(),
            ),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Text(text) => f.write_str(&quoted(text)),
            Self::List(items) => {
                let items: Vec<_> = items.iter().map(|item| quoted(item)).collect();
                write!(f, "[{}]", items.join(", "))
            }
            Self::Fields(fields) => {
                let fields: Vec<_> =
                    fields.iter().map(|(name, value)| format!("{name} = {value}")).collect();
                write!(f, "{{ {} }}", fields.join(", "))
            }
        }
    }
}

/// A text as TOML writes it. JSON's strings are TOML's basic strings.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A key as TOML writes it: bare where that will do.
pub(crate) fn key(name: &str) -> String {
    let bare = !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    if bare { name.to_owned() } else { quoted(name) }
}
