//! Front matter and mail headers, read leniently: a bad value never stops a check.

use crate::document::{Line, LineClass, lines};
use crate::text::Span;

/// A `key: value` line of front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The key in lower case.
    pub key: String,
    /// The value, without its quotation marks.
    pub value: String,
    /// Where the value stands.
    pub span: Span,
}

/// Front matter or mail headers, in the order of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fields(pub Vec<Field>);

impl Fields {
    /// The lines of `class`, read as fields. A folded header line continues the one before.
    pub(crate) fn read(text: &str, lines: &[Line], class: LineClass) -> Self {
        let mut fields: Vec<Field> = Vec::new();
        for line in lines.iter().filter(|line| line.class == class) {
            let content = line.text(text);
            if content.starts_with([' ', '\t'])
                && let Some(last) = fields.last_mut()
            {
                last.value.push(' ');
                last.value.push_str(content.trim());
                last.span.end = line.span.end;
                continue;
            }
            let Some(at) = content.find([':', '=', '：']) else { continue };
            let key = content[..at].trim().to_lowercase();
            let sign = content[at..].chars().next().map_or(1, char::len_utf8);
            let raw = &content[at + sign..];
            let value = raw.trim();
            let start = line.span.start + at + sign + (raw.len() - raw.trim_start().len());
            let value = unquote(value);
            let span = Span::new(start, start + raw.trim().len());
            fields.push(Field { key, value: value.to_owned(), span });
        }
        Self(fields)
    }

    /// The first field with one of the keys, given in lower case, that has a value.
    #[must_use]
    pub(crate) fn get(&self, keys: &[&str]) -> Option<&Field> {
        keys.iter().find_map(|key| {
            self.0.iter().find(|field| field.key == *key && !field.value.is_empty())
        })
    }

    /// Whether there is no field.
    #[must_use]
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The fields of a text's front matter, in their order; none where it has none. It costs nothing
/// then, so that it can be asked for at each keystroke.
#[must_use]
pub fn front_matter(text: &str) -> Vec<Field> {
    let lines = lines::front_matter_of(text);
    Fields::read(text, &lines, LineClass::FrontMatter).0
}

fn unquote(value: &str) -> &str {
    for quote in ['"', '\''] {
        if value.len() >= 2 && value.starts_with(quote) && value.ends_with(quote) {
            return &value[1..value.len() - 1];
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::lines::classify;
    use crate::lang::mail::MailCues;

    #[test]
    fn fields_are_read_leniently() {
        let text = "---\ncustomer: \"Maria Ruiz\"\nmood = calm\n: nothing\n[[[\nmode:\n---\nHi";
        let lines = classify(text, &MailCues::builtin());
        let fields = Fields::read(text, &lines, LineClass::FrontMatter);
        let customer = fields.get(&["name", "customer"]).unwrap();
        assert_eq!(customer.value, "Maria Ruiz");
        assert_eq!(customer.span.of(text), "\"Maria Ruiz\"");
        assert_eq!(fields.get(&["mood"]).unwrap().value, "calm");
        assert_eq!(fields.get(&["mode"]), None);
    }

    #[test]
    fn folded_headers_are_joined() {
        let text = "To: Maria Ruiz\n <m@x.org>\nSubject: Help\n\nHi";
        let lines = classify(text, &MailCues::builtin());
        let fields = Fields::read(text, &lines, LineClass::Header);
        assert_eq!(fields.get(&["to"]).unwrap().value, "Maria Ruiz <m@x.org>");
    }
}
