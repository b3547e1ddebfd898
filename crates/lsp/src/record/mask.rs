//! Takes the words out of a message, and leaves what it is made of.
//!
//! A list says what may stay, and whatever is not on it is masked, so that what nobody thought of is
//! masked too. What stays is what makes a fault happen again: methods, keys of the protocol, codes,
//! numbers, and with them all ranges. A masked text has the length of the text in every encoding, and
//! its line breaks, so that ranges mean the same places in it.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::words;

/// Extensions of files that say how a text is read.
const EXTENSIONS: &[&str] = &["md", "markdown", "txt", "eml", "mail", "toml"];
/// What stands before such an extension and says where the text goes.
const MODES: &[&str] = &["chat", "macro", "note"];
/// Schemes that stay in sight.
const SCHEMES: &[&str] = &[
    "file",
    "untitled",
    "http",
    "https",
    "mailto",
    "vscode-notebook-cell",
    "vscode-remote",
    "git",
];

/// Takes the words out of the messages of one conversation. What is named more than once is named the
/// same each time.
pub(crate) struct Mask {
    is_code: Box<dyn Fn(&str) -> bool + Send>,
    /// Parts of URIs, each with its number.
    parts: HashMap<String, usize>,
    /// Ids and tokens that are texts, each with its number.
    ids: HashMap<String, usize>,
}

/// Where a value stands.
#[derive(Clone, Copy)]
struct At<'k> {
    key: &'k str,
    parent: &'k str,
    method: &'k str,
}

impl Mask {
    /// `is_code` knows the codes of the rules that come with Aplomb.
    pub(crate) fn new(is_code: impl Fn(&str) -> bool + Send + 'static) -> Self {
        Self { is_code: Box::new(is_code), parts: HashMap::new(), ids: HashMap::new() }
    }

    /// A message without its words.
    pub(crate) fn message(&mut self, message: &Value) -> Value {
        let method = message["method"].as_str().unwrap_or_default();
        self.value(message, At { key: "", parent: "", method })
    }

    fn value(&mut self, value: &Value, at: At<'_>) -> Value {
        match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
            Value::String(text) => Value::String(self.string(text, at)),
            Value::Array(items) => items.iter().map(|item| self.value(item, at)).collect(),
            Value::Object(members) => self.object(members, at),
        }
    }

    fn object(&mut self, members: &Map<String, Value>, at: At<'_>) -> Value {
        let own_keys = words::has_own_keys(at.key);
        let mut masked = Map::new();
        for (key, value) in members {
            let is_rule = || words::holds_rules(at.key) && (self.is_code)(key);
            let stays = !own_keys && (words::is_key(key) || is_rule());
            let mut name = if stays { key.clone() } else { self.key(key) };
            // Two keys of one shape are still two.
            while masked.contains_key(&name) {
                name.push('x');
            }
            let inside = At { key: if stays { key } else { "" }, parent: at.key, ..at };
            let value = self.value(value, inside);
            masked.insert(name, value);
        }
        Value::Object(masked)
    }

    fn key(&mut self, key: &str) -> String {
        if is_uri(key) { self.uri(key) } else { shape(key) }
    }

    fn string(&mut self, text: &str, at: At<'_>) -> String {
        let is_traced = at.method == "$/setTrace" && at.key == "value";
        let key = if is_traced { "trace" } else { at.key };
        let is_program = matches!(at.parent, "clientInfo" | "serverInfo");
        match key {
            "name" if is_program && words::EDITORS.contains(&text) => text.to_owned(),
            "version" if is_program => version(text),
            _ if words::is_value(key, text, &*self.is_code) => text.to_owned(),
            // Clients pair questions and answers by these.
            "id" | "token" | "workDoneToken" | "partialResultToken" => {
                format!("id-{}", number(&mut self.ids, text))
            }
            "rootPath" => self.path(text),
            _ if !words::is_text(key) && is_uri(text) => self.uri(text),
            _ => shape(text),
        }
    }

    /// Each part of the path in its shape, with a number of its own: documents stay distinct, and in
    /// the folders that they are in.
    fn uri(&mut self, uri: &str) -> String {
        let Some((scheme, rest)) = uri.split_once(':') else { return shape(uri) };
        format!("{scheme}:{}", self.path(rest))
    }

    fn path(&mut self, path: &str) -> String {
        let ends = path.split_inclusive(['/', '\\']);
        ends.map(|part| {
            let name = part.trim_end_matches(['/', '\\']);
            format!("{}{}", self.part(name), &part[name.len()..])
        })
        .collect()
    }

    fn part(&mut self, part: &str) -> String {
        // The letter of a drive says nothing, and without it a path is none.
        let is_drive = matches!(part.as_bytes(), [_, b':'] | [_, b'%', b'3', b'A' | b'a']);
        if part.is_empty() || part == aplomb_workspace::SETTINGS_FILE || is_drive {
            return part.to_owned();
        }
        let number = number(&mut self.parts, part);
        let (stem, extension) = known_end(part, EXTENSIONS);
        let (stem, mode) = if extension.is_empty() { (stem, "") } else { known_end(stem, MODES) };
        // What is written with a percent sign is one letter here.
        let mut letters = String::new();
        let mut rest = stem.chars();
        while let Some(c) = rest.next() {
            if c == '%' {
                rest.nth(1);
            }
            letters.push(match c {
                'A'..='Z' => 'X',
                '0'..='9' => '0',
                '-' | '_' | '.' | '~' => c,
                _ => 'x',
            });
        }
        format!("{letters}-{number}{mode}{extension}")
    }
}

/// The number of a name: the next one where it is new.
fn number(known: &mut HashMap<String, usize>, name: &str) -> usize {
    let next = known.len() + 1;
    *known.entry(name.to_owned()).or_insert(next)
}

/// A name without its last part, and that part with its dot, if it is one of these.
fn known_end<'n>(name: &'n str, known: &[&str]) -> (&'n str, &'n str) {
    match name.rfind('.') {
        Some(dot) if known.contains(&&name[dot + 1..]) => name.split_at(dot),
        _ => (name, ""),
    }
}

fn is_uri(text: &str) -> bool {
    let scheme = text.split_once(':').map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| SCHEMES.contains(&scheme)) && !text.contains(char::is_whitespace)
}

/// The number of a version, such as `0.11.4`, without what follows it.
fn version(text: &str) -> String {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    // Versions are short, and a telephone number is none.
    let is_version = text[..end].split('.').all(|part| part.len() <= 4);
    if is_version { text[..end].to_owned() } else { shape(text) }
}

/// A text of the same shape: as long in bytes, in UTF-16 and in characters, with the same blanks, line
/// breaks and marks.
pub(crate) fn shape(text: &str) -> String {
    text.chars().map(letter).collect()
}

/// What stands for a character.
fn letter(c: char) -> char {
    match c {
        'A'..='Z' => 'X',
        'a'..='z' => 'x',
        '0'..='9' => '0',
        _ if c.is_ascii() || c.is_whitespace() || is_mark(c) => c,
        // An emoji stays one, for it is read as one; flags are spelt with letters, so none stays itself.
        '\u{1f000}'..='\u{1faff}' => '🙂',
        '\u{2190}'..='\u{2bff}' if !c.is_alphanumeric() => '✓',
        _ => match (c.len_utf8(), c.is_uppercase()) {
            (2, true) => 'É',
            (2, false) => 'é',
            (3, _) => '語',
            _ => '𠀋',
        },
    }
}

/// Marks outside of ASCII that stay: dashes, quotes, dots, currencies, joiners.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{a0}'..='\u{a9}'
            | '\u{ab}'..='\u{b1}'
            | '\u{b4}'
            | '\u{b6}'..='\u{b8}'
            | '\u{bb}'
            | '\u{bf}'
            | '\u{d7}'
            | '\u{f7}'
            | '\u{200b}'..='\u{2027}'
            | '\u{202a}'..='\u{205e}'
            | '\u{2060}'
            | '\u{2066}'..='\u{2069}'
            | '\u{20a0}'..='\u{20c0}'
            | '\u{3001}'
            | '\u{3002}'
            | '\u{3008}'..='\u{3011}'
            | '\u{fe0f}'
            | '\u{feff}'
            | '\u{ff01}'
            | '\u{ff0c}'
            | '\u{ff0e}'
            | '\u{ff1a}'
            | '\u{ff1b}'
            | '\u{ff1f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proto::Encoding;
    use crate::text_document::TextDocument;
    use proptest::prelude::*;
    use serde_json::json;
    use tower_lsp::lsp_types::{Position, Range, TextDocumentContentChangeEvent};

    fn mask(message: impl Into<Value>) -> Value {
        Mask::new(|code| code == "certainty-should").message(&message.into())
    }

    #[test]
    fn a_masked_text_has_its_shape_and_its_length_in_every_encoding() {
        let text = "Hi Maria,\r\n\r\nyour “Pro” plan: 42 € — é È 語 👋🇩🇪\u{2028}ok\u{200d}?";
        let masked = shape(text);
        assert_eq!(
            masked,
            "Xx Xxxxx,\r\n\r\nxxxx “Xxx” xxxx: 00 € — é É 語 🙂🙂🙂\u{2028}xx\u{200d}?"
        );
        assert_eq!(masked.len(), text.len());
        assert_eq!(masked.encode_utf16().count(), text.encode_utf16().count());
    }

    #[test]
    fn what_is_on_the_list_stays() {
        let message = json!({
            "jsonrpc": "2.0", "id": 7, "method": "textDocument/codeAction",
            "params": {
                "range": { "start": { "line": 3, "character": 14 }, "end": { "line": 3, "character": 20 } },
                "context": { "only": ["quickfix"], "triggerKind": 1, "diagnostics": [
                    { "code": "certainty-should", "source": "aplomb", "severity": 2 }
                ] },
            },
        });
        assert_eq!(mask(message.clone()), message);
        let told = json!({ "method": "$/setTrace", "params": { "value": "verbose" } });
        assert_eq!(mask(told.clone()), told);
        let settings = json!({ "method": "workspace/didChangeConfiguration", "params": {
            "settings": { "aplomb": {
                "profile": "coach", "rememberLines": false, "rules": { "certainty-should": "off" },
                "families": { "tone": "hint" },
            } },
        } });
        assert_eq!(mask(settings.clone()), settings);
        let client = json!({ "method": "initialize", "params": {
            "clientInfo": { "name": "Neovim", "version": "0.11.4" },
            "capabilities": { "general": { "positionEncodings": ["utf-8", "utf-16"] } },
            "trace": "off",
        } });
        assert_eq!(mask(client.clone()), client);
    }

    #[test]
    fn whatever_is_not_on_the_list_is_masked() {
        let message = json!({
            "jsonrpc": "2.0", "method": "Zebulon/xylophone",
            "params": {
                "Zebulon": { "Quill feather": "Dear Zebulon" },
                "title": "quickfix", "code": "zebulon-rule", "value": "verbose",
                "clientInfo": { "name": "Zebulon's editor", "version": "1.2-zebulon" },
                "settings": { "aplomb": {
                    "links": { "title": { "url": "https://quill.example/feather" } },
                    "aplomb.terms": { "trace": "off" }, "people": { "Zeb": { "does": "xylo" } },
                } },
            },
        });
        assert_eq!(
            mask(message),
            json!({
                "jsonrpc": "2.0", "method": "Xxxxxxx/xxxxxxxxx",
                "params": {
                    "Xxxxxxx": { "Xxxxx xxxxxxx": "Xxxx Xxxxxxx" },
                    "title": "xxxxxxxx", "code": "xxxxxxx-xxxx", "value": "xxxxxxx",
                    "clientInfo": { "name": "Xxxxxxx'x xxxxxx", "version": "1.2" },
                    "settings": { "aplomb": {
                        "links": { "xxxxx": { "url": "https://xxxxx.xxxxxxx-1/xxxxxxx-2" } },
                        "aplomb.terms": { "xxxxx": "xxx" }, "people": { "Xxx": { "does": "xxxx" } },
                    } },
                },
            })
        );
    }

    #[test]
    fn documents_stay_distinct_and_in_their_folders() {
        let mut mask = Mask::new(|_| false);
        let mut uri = |uri: &str| {
            let masked = mask.message(&json!({ "params": { "uri": uri } }));
            masked["params"]["uri"].as_str().unwrap().to_owned()
        };
        assert_eq!(uri("file:///home/maria"), "file:///xxxx-1/xxxxx-2");
        assert_eq!(uri("file:///home/maria/Jo%C3%A9.md"), "file:///xxxx-1/xxxxx-2/Xxxx-3.md");
        assert_eq!(uri("file:///home/maria/Jane.md"), "file:///xxxx-1/xxxxx-2/Xxxx-4.md");
        assert_eq!(uri("file:///home/maria/Jane.md"), "file:///xxxx-1/xxxxx-2/Xxxx-4.md");
        assert_eq!(uri("file:///home/a.chat.md"), "file:///xxxx-1/x-5.chat.md");
        assert_eq!(uri("file:///home/aplomb.toml"), "file:///xxxx-1/aplomb.toml");
        assert_eq!(uri("file:///home/a.zebulon"), "file:///xxxx-1/x.xxxxxxx-6");
        assert_eq!(uri("file:///c%3A/Users/x.md"), "file:///c%3A/Xxxxx-7/x-8.md");
        assert_eq!(uri("untitled:Untitled-1"), "untitled:Xxxxxxxx-0-9");
        assert_eq!(uri("zebulon://maria"), "xxxxxxx://xxxxx");
        let edit = json!({ "result": { "changes": { "file:///home/maria/Jane.md": [] } } });
        let masked = mask.message(&edit);
        assert_eq!(masked["result"]["changes"], json!({ "file:///xxxx-1/xxxxx-2/Xxxx-4.md": [] }));
    }

    #[test]
    fn a_text_that_looks_like_something_else_keeps_its_length() {
        for text in ["file:///home/maria.md", "2.0", "quickfix", "https://a.example"] {
            let masked = mask(json!({ "params": { "text": text, "newText": text } }));
            assert_eq!(masked["params"]["text"], shape(text));
            assert_eq!(masked["params"]["newText"], shape(text));
        }
    }

    #[test]
    fn ids_and_keys_stay_distinct() {
        let mut mask = Mask::new(|_| false);
        let mut id = |id: &str| mask.message(&json!({ "id": id }))["id"].clone();
        assert_eq!(
            (id("zeb"), id("xyl"), id("zeb")),
            (json!("id-1"), json!("id-2"), json!("id-1"))
        );
        let masked = super::Mask::new(|_| false).message(&json!({ "zeb": 1, "xyl": 2 }));
        assert_eq!(masked.as_object().unwrap().len(), 2);
    }

    /// Words that nobody chose, so none of ours.
    fn word() -> impl Strategy<Value = String> {
        "[a-wyzA-WYZäöüßñКирил]{6,12}[0-9]{0,3}[ .,!\r\n👋]{0,2}"
    }

    /// Any message, with words at all places.
    fn any_json() -> impl Strategy<Value = Value> {
        let key = prop_oneof![
            word(),
            prop::sample::select(vec![
                "uri",
                "text",
                "params",
                "title",
                "code",
                "kind",
                "settings",
                "links",
                "rules",
                "name",
                "changes",
                "id",
                "method",
                "data",
                "value",
                "version",
                "clientInfo",
                "aplomb",
                "rootPath",
            ])
            .prop_map(str::to_owned),
        ];
        let leaf = prop_oneof![
            word().prop_map(Value::String),
            word().prop_map(|it| Value::String(format!("file:///{it}/{it}.md"))),
            any::<i32>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 5, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
                prop::collection::hash_map(key.clone(), inner, 0..5)
                    .prop_map(|it| Value::Object(it.into_iter().collect())),
            ]
        })
    }

    /// Stretches of four letters and more in what is free: strings, and keys that are none of ours.
    fn runs(value: &Value, found: &mut Vec<String>) {
        let long = |text: &str| -> Vec<String> {
            let runs = text.split(|c: char| !c.is_alphabetic());
            runs.filter(|run| run.chars().count() >= 4 && *run != "file")
                .map(str::to_owned)
                .collect()
        };
        match value {
            Value::String(text) => found.extend(long(text)),
            Value::Array(items) => items.iter().for_each(|item| runs(item, found)),
            Value::Object(members) => {
                for (key, value) in members {
                    if !words::is_key(key) {
                        found.extend(long(key));
                    }
                    runs(value, found);
                }
            }
            _ => {}
        }
    }

    proptest! {
        #[test]
        fn edits_mean_the_same_places_in_masked_words(
            start in "[a-cÜж語👋🇩 .\u{2028}\r\n]{0,40}",
            edits in prop::collection::vec(
                (0u32..6, 0u32..12, 0u32..6, 0u32..12, "[kÉ漢🙃9\r\n]{0,6}"), 0..12,
            ),
            encoding in prop::sample::select(vec![Encoding::Utf8, Encoding::Utf16, Encoding::Utf32]),
        ) {
            let mut plain = TextDocument::new(&start, 0);
            let mut masked = TextDocument::new(&shape(&start), 0);
            for (line, character, to_line, to_character, new) in edits {
                let start = Position::new(line, character);
                let range = Some(Range::new(start, Position::new(to_line, to_character)));
                let change = |text: String| TextDocumentContentChangeEvent {
                    range, range_length: None, text,
                };
                masked.apply(&[change(shape(&new))], 1, encoding);
                plain.apply(&[change(new)], 1, encoding);
                prop_assert_eq!(shape(&plain.text.to_string()), masked.text.to_string());
            }
        }

        #[test]
        fn no_word_survives_wherever_it_stands(message in any_json()) {
            let mut found = Vec::new();
            runs(&message, &mut found);
            let masked = mask(message).to_string();
            for run in found {
                prop_assert!(!masked.contains(&run), "{run} is in {masked}");
            }
        }

        #[test]
        fn any_text_keeps_its_length_and_its_line_breaks(text in any::<String>()) {
            let masked = shape(&text);
            prop_assert_eq!(masked.len(), text.len());
            for (new, old) in masked.chars().zip(text.chars()) {
                prop_assert_eq!(new.len_utf8(), old.len_utf8());
                prop_assert_eq!(matches!(new, '\n' | '\r'), matches!(old, '\n' | '\r'));
                let is_word = old.is_alphanumeric() && !"xX0éÉ語𠀋".contains(old);
                prop_assert!(!is_word || new != old, "{} stays", old);
            }
        }
    }
}
