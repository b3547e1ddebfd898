//! What a command takes: one description, from which its argument is checked, an error says what is expected, and
//! `docs/lsp.md` is made.

use std::fmt;

use serde_json::{Value, json};
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{Position, Url};

use crate::errors;

/// The argument of a command.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Takes {
    Nothing,
    /// One object with these members. Where only the document is asked for, its URI alone will do.
    Object(&'static [Member]),
}

/// A member of an argument.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    pub(crate) name: &'static str,
    pub(crate) kind: Type,
    pub(crate) optional: bool,
}

/// What a member is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Type {
    /// A document, as the client names it.
    Uri,
    Text,
    /// A whole number.
    Whole,
    Object,
    Position,
    OneOf(&'static [&'static str]),
}

impl Member {
    pub(crate) const fn new(name: &'static str, kind: Type) -> Self {
        Self { name, kind, optional: false }
    }
}

impl Takes {
    /// The members of the argument.
    pub(crate) const fn members(self) -> &'static [Member] {
        match self {
            Self::Nothing => &[],
            Self::Object(members) => members,
        }
    }
}

impl Type {
    fn is(self, value: &Value) -> bool {
        match self {
            Self::Uri => value.as_str().is_some_and(|uri| Url::parse(uri).is_ok()),
            Self::Text => value.is_string(),
            Self::Whole => value.is_i64(),
            Self::Object => value.is_object(),
            Self::Position => serde_json::from_value::<Position>(value.clone()).is_ok(),
            Self::OneOf(names) => value.as_str().is_some_and(|name| names.contains(&name)),
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Uri => f.write_str("URI"),
            Self::Text => f.write_str("string"),
            Self::Whole => f.write_str("integer"),
            Self::Object => f.write_str("object"),
            Self::Position => f.write_str("Position"),
            Self::OneOf(names) => {
                for (at, name) in names.iter().enumerate() {
                    write!(f, "{}\"{name}\"", if at > 0 { " or " } else { "" })?;
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for Takes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Object(members) = self else { return f.write_str("none") };
        f.write_str("{")?;
        for (at, member) in members.iter().enumerate() {
            let (comma, mark) =
                (if at > 0 { ", " } else { "" }, if member.optional { "?" } else { "" });
            write!(f, "{comma}\"{}\"{mark}: {}", member.name, member.kind)?;
        }
        f.write_str("}")
    }
}

impl Takes {
    /// The argument among what a client sent, as an object.
    ///
    /// # Errors
    ///
    /// What is expected, and which member is missing or is something else.
    pub(crate) fn read(self, command: &str, arguments: Vec<Value>) -> Result<Value> {
        let Self::Object(members) = self else { return Ok(Value::Null) };
        let mut argument = arguments.into_iter().next().unwrap_or_default();
        let mut needed = members.iter().filter(|member| !member.optional);
        if argument.is_string() && needed.next().is_some() && needed.next().is_none() {
            argument = json!({ members[0].name: argument });
        }
        let expected = self.expected(command);
        let Some(object) = argument.as_object_mut() else {
            return Err(errors::failed(expected));
        };
        // Clients that know no absent members send what is null.
        object.retain(|_, value| !value.is_null());
        for member in members {
            match object.get(member.name) {
                None if member.optional => {}
                None => {
                    let name = member.name;
                    return Err(errors::failed(format!("{expected} “{name}” is missing.")));
                }
                Some(value) if member.kind.is(value) => {}
                Some(_) => {
                    let name = member.name;
                    return Err(errors::failed(format!("{expected} “{name}” is something else.")));
                }
            }
        }
        Ok(argument)
    }

    /// What a command expects, as a sentence. No word of what was sent is in it: clients log errors.
    pub(crate) fn expected(self, command: &str) -> String {
        format!("{command} takes one argument: {self}.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const URI: Member = Member::new("uri", Type::Uri);
    const DOCUMENT: Takes = Takes::Object(&[URI]);
    const ALL: Takes = Takes::Object(&[
        URI,
        Member::new("position", Type::Position),
        Member::new("kind", Type::OneOf(&["greeting", "thanks"])),
        Member { name: "version", kind: Type::Whole, optional: true },
    ]);

    fn refusal(takes: Takes, argument: Value) -> String {
        takes.read("a.b", vec![argument]).unwrap_err().message.into_owned()
    }

    #[test]
    fn a_document_is_named_either_way() {
        let uri = json!({ "uri": "untitled:Untitled-1" });
        let read = |arguments| DOCUMENT.read("a.b", arguments);
        assert_eq!(read(vec![json!("untitled:Untitled-1")]).unwrap(), uri);
        assert_eq!(read(vec![uri.clone()]).unwrap(), uri);
        let expected = "a.b takes one argument: {\"uri\": URI}.";
        assert_eq!(read(vec![]).unwrap_err().message, expected);
        let named = refusal(DOCUMENT, json!("Dear Maria"));
        assert_eq!(named, format!("{expected} “uri” is something else."));
    }

    #[test]
    fn what_is_missing_or_else_is_named_without_a_word_of_it() {
        let position = json!({ "line": 0, "character": 2 });
        let whole =
            json!({ "uri": "file:///a", "position": position, "kind": "thanks", "version": null });
        assert!(ALL.read("a.b", vec![whole.clone()]).is_ok());
        for (member, value, amiss) in [
            ("uri", json!(7), "“uri” is something else."),
            ("position", json!({ "line": 0 }), "“position” is something else."),
            ("kind", json!("Dear Maria"), "“kind” is something else."),
            ("kind", Value::Null, "“kind” is missing."),
            ("version", json!("one"), "“version” is something else."),
        ] {
            let mut argument = whole.clone();
            argument[member] = value;
            let said = refusal(ALL, argument);
            assert!(said.ends_with(amiss) && !said.contains("Maria"), "{said}");
            assert!(
                said.contains("\"kind\": \"greeting\" or \"thanks\", \"version\"?: integer}"),
                "{said}"
            );
        }
        assert!(refusal(ALL, json!("file:///a")).ends_with("integer}."));
    }

    #[test]
    fn who_takes_nothing_takes_anything() {
        assert!(Takes::Nothing.read("a.b", vec![json!("x")]).is_ok());
        assert_eq!(Takes::Nothing.to_string(), "none");
    }
}
