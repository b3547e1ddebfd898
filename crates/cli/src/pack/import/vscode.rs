//! Snippets of VS Code.

use super::body::{self, Fill, Key, Part};
use super::tree::Node;
use super::{Found, Note};

/// Scopes in which replies are written.
const TEXT_SCOPES: [&str; 9] = [
    "markdown",
    "plaintext",
    "text",
    "mail",
    "email",
    "html",
    "restructuredtext",
    "asciidoc",
    "mdx",
];

/// What stands for what an editor knows, and what to ask a writer for instead.
const VARIABLES: [(&str, &str); 30] = [
    ("CLIPBOARD", "what you copied"),
    ("SELECTION", "the selected words"),
    ("TM_SELECTED_TEXT", "the selected words"),
    ("TM_CURRENT_LINE", "the line"),
    ("TM_CURRENT_WORD", "the word"),
    ("TM_LINE_INDEX", "the number of the line"),
    ("TM_LINE_NUMBER", "the number of the line"),
    ("TM_FILENAME", "name of the file"),
    ("TM_FILENAME_BASE", "name of the file"),
    ("TM_DIRECTORY", "the folder"),
    ("TM_DIRECTORY_BASE", "the folder"),
    ("TM_FILEPATH", "place of the file"),
    ("RELATIVE_FILEPATH", "place of the file"),
    ("WORKSPACE_NAME", "name of the workspace"),
    ("WORKSPACE_FOLDER", "the folder"),
    ("CURRENT_YEAR", "year"),
    ("CURRENT_YEAR_SHORT", "year"),
    ("CURRENT_MONTH", "month"),
    ("CURRENT_MONTH_NAME", "month"),
    ("CURRENT_MONTH_NAME_SHORT", "month"),
    ("CURRENT_DATE", "day of the month"),
    ("CURRENT_DAY_NAME", "day of the week"),
    ("CURRENT_DAY_NAME_SHORT", "day of the week"),
    ("CURRENT_HOUR", "hour"),
    ("CURRENT_MINUTE", "minute"),
    ("CURRENT_SECOND", "second"),
    ("CURRENT_TIMEZONE_OFFSET", "time zone"),
    ("RANDOM", "a number"),
    ("RANDOM_HEX", "a number"),
    ("UUID", "a number"),
];

/// The snippets of a file, in their order.
pub(super) fn read(file: &Node, notes: &mut Vec<Note>) -> Vec<Found> {
    let mut found = Vec::new();
    for (name, entry) in file.members() {
        let mut tell = |what: String, lost: bool| {
            notes.push(Note { line: entry.line, what: format!("“{name}” {what}"), lost });
        };
        let Some(lines) = entry.get("body").map(Node::texts).filter(|it| !it.is_empty()) else {
            tell("has no body".to_owned(), true);
            continue;
        };
        let scope = entry.get("scope").and_then(Node::text).unwrap_or_default();
        let scopes: Vec<_> = scope.split(',').map(str::trim).filter(|it| !it.is_empty()).collect();
        if !scopes.is_empty() && !scopes.iter().any(|it| TEXT_SCOPES.contains(it)) {
            tell(format!("is for {}, not for replies", scopes.join(", ")), true);
            continue;
        }
        let prefixes = entry.get("prefix").map(Node::texts).unwrap_or_default();
        if let [_, others @ ..] = &prefixes[..]
            && !others.is_empty()
        {
            let others = others.join("”, “");
            tell(format!("had “{others}” as prefix too; a snippet has one id"), false);
        }
        let (parts, transforms) = parse(&lines.join("\n"));
        if transforms {
            tell(
                "changed words by a pattern, which a pack does not do; they stand as they are"
                    .to_owned(),
                false,
            );
        }
        let description = entry.get("description").map(|it| it.texts().join(" "));
        found.push(Found {
            line: entry.line,
            name: prefixes.first().map_or(name.as_str(), |it| it).to_owned(),
            when: description.filter(|it| !it.trim().is_empty()).unwrap_or_else(|| name.clone()),
            parts,
        });
    }
    found
}

/// The body, and whether it changes words by a pattern.
fn parse(body: &str) -> (Vec<Part>, bool) {
    let mut parser = Parser { body, at: 0, transforms: false };
    let nodes = parser.nodes(0);
    let mut parts = Vec::new();
    flatten(nodes, &mut parts);
    (parts, parser.transforms)
}

/// How deep defaults may stand in defaults; deeper ones are text.
const DEEPEST: usize = 16;

enum Token {
    Text(String),
    Stop(u32, Option<Vec<Token>>),
    Choice(u32, Vec<String>),
    Variable(String),
}

struct Parser<'b> {
    body: &'b str,
    at: usize,
    transforms: bool,
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        &self.body[self.at..]
    }

    fn take(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        self.at += if found { token.len() } else { 0 };
        found
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> String {
        let rest = self.rest();
        let word = rest[..rest.find(|c| !wanted(c)).unwrap_or(rest.len())].to_owned();
        self.at += word.len();
        word
    }

    /// What stands here, in a default up to its closing brace.
    fn nodes(&mut self, depth: usize) -> Vec<Token> {
        let mut nodes = Vec::new();
        let mut text = String::new();
        while let Some(c) = self.rest().chars().next() {
            if depth > 0 && c == '}' {
                break;
            }
            let start = self.at;
            if c == '$' && depth <= DEEPEST {
                if let Some(node) = self.dollar(depth) {
                    if !text.is_empty() {
                        nodes.push(Token::Text(std::mem::take(&mut text)));
                    }
                    nodes.push(node);
                    continue;
                }
                // No grammar after all.
                self.at = start;
            }
            self.at += c.len_utf8();
            match (c, self.rest().chars().next()) {
                ('\\', Some(next @ ('$' | '}' | '\\'))) => {
                    self.at += 1;
                    text.push(next);
                }
                _ => text.push(c),
            }
        }
        if !text.is_empty() {
            nodes.push(Token::Text(text));
        }
        nodes
    }

    fn dollar(&mut self, depth: usize) -> Option<Token> {
        self.at += 1;
        let braced = self.take("{");
        let digits = self.take_while(|c| c.is_ascii_digit());
        if let Ok(number) = digits.parse::<u32>() {
            if !braced || self.take("}") {
                return Some(Token::Stop(number, None));
            }
            if self.take(":") {
                let inner = self.nodes(depth + 1);
                return self.take("}").then_some(Token::Stop(number, Some(inner)));
            }
            if self.take("|") {
                return self.choices().map(|choices| Token::Choice(number, choices));
            }
            return self.transform().then_some(Token::Stop(number, None));
        }
        let name = self.take_while(|c| c.is_ascii_alphanumeric() || c == '_');
        if name.is_empty() {
            return None;
        }
        if !braced || self.take("}") {
            return Some(Token::Variable(name));
        }
        if self.take(":") {
            // A writer fills it in, so what stood there in its place is of no use.
            self.nodes(depth + 1);
            return self.take("}").then_some(Token::Variable(name));
        }
        self.transform().then_some(Token::Variable(name))
    }

    fn choices(&mut self) -> Option<Vec<String>> {
        let mut choices = vec![String::new()];
        loop {
            if self.take("|}") {
                choices.retain(|choice| !choice.trim().is_empty());
                return Some(choices);
            }
            let c = self.rest().chars().next()?;
            self.at += c.len_utf8();
            let next = self.rest().chars().next();
            match (c, next, choices.last_mut()) {
                ('\\', Some(next @ (',' | '|' | '\\')), Some(last)) => {
                    self.at += 1;
                    last.push(next);
                }
                (',', ..) => choices.push(String::new()),
                (c, _, Some(last)) => last.push(c),
                (_, _, None) => {}
            }
        }
    }

    /// Passes over `/pattern/format/options}`.
    fn transform(&mut self) -> bool {
        if !self.take("/") {
            return false;
        }
        let mut depth = 0;
        let mut slashes = 1;
        while let Some(c) = self.rest().chars().next() {
            self.at += c.len_utf8();
            match c {
                '\\' => self.at += self.rest().chars().next().map_or(0, char::len_utf8),
                '{' => depth += 1,
                '}' if depth > 0 => depth -= 1,
                '/' if depth == 0 => slashes += 1,
                '}' if slashes >= 3 => {
                    self.transforms = true;
                    return true;
                }
                _ => {}
            }
        }
        false
    }
}

/// Brings all places to one level, for a pack has none inside another.
fn flatten(nodes: Vec<Token>, parts: &mut Vec<Part>) {
    for node in nodes {
        match node {
            Token::Text(text) => parts.push(Part::Text(text)),
            Token::Stop(0, None) => parts.push(Part::End),
            Token::Stop(number, None) => parts.push(Part::Stop(Key::Number(number), Fill::Open)),
            Token::Stop(number, Some(inner)) => {
                let key = match number {
                    0 => Key::Name("0".to_owned()),
                    number => Key::Number(number),
                };
                match default_of(&inner) {
                    Some(fill) => parts.push(Part::Stop(key, fill)),
                    None => flatten(inner, parts),
                }
            }
            Token::Choice(number, choices) => {
                let fill = match &choices[..] {
                    [] => Fill::Open,
                    [only] => Fill::Wording(only.clone()),
                    _ => Fill::Choice(choices),
                };
                parts.push(Part::Stop(Key::Number(number), fill));
            }
            Token::Variable(name) => {
                let ask = asked_for(&name);
                parts.push(Part::Stop(Key::Name(name), Fill::Blank(ask)));
            }
        }
    }
}

/// What a default without places in it is.
fn default_of(inner: &[Token]) -> Option<Fill> {
    let mut words = String::new();
    let mut knows = true;
    for node in inner {
        match node {
            Token::Text(text) => words.push_str(text),
            Token::Variable(name) => {
                words.push_str(&asked_for(name));
                knows = false;
            }
            Token::Stop(..) | Token::Choice(..) => return None,
        }
    }
    Some(match words.trim() {
        "" => Fill::Open,
        label if !knows => Fill::Blank(label.to_owned()),
        label if body::is_label(label) => Fill::Blank(body::words_of(label)),
        _ => Fill::Wording(words),
    })
}

/// What to ask a writer for in the place of a variable.
fn asked_for(name: &str) -> String {
    let known = VARIABLES.iter().find(|(known, _)| *known == name);
    known.map_or_else(|| body::words_of(name), |(_, ask)| (*ask).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(body: &str) -> String {
        body::write(&parse(body).0)
    }

    #[test]
    fn bodies_come_along_with_their_places() {
        for (theirs, ours) in [
            ("Hi $1,\n\n$0", "Hi ${1:${CUSTOMER}},\n\n${0}"),
            (
                "See ${1:https://a.example/b} for $2 and $2",
                "See ${1:https://a.example/b} for ${2:?what belongs here} and ${2}",
            ),
            (
                "${2:ticket number} ${1|soon\\, then,now|}",
                "${2:?ticket number} ${1|soon\\, then,now|}",
            ),
            ("It is \\$5 \\} \\n", "It is \\$5 } \\\\n"),
            ("On $CURRENT_DATE ${CURRENT_MONTH_NAME}", "On ${1:?day of the month} ${2:?month}"),
            ("${1:$CLIPBOARD}", "${1:?what you copied}"),
            ("${1:one ${2:two} three}", "one ${1:two} three"),
            ("${0:fine}", "${1:fine}"),
            ("$whoKnows", "${1:?who knows}"),
            ("costs $ 5 and ${", "costs \\$ 5 and \\${"),
        ] {
            assert_eq!(written(theirs), ours, "{theirs}");
        }
        let (parts, transforms) = parse("${1:Ana} ${1/(.*)/${1:/upcase}/} ${TM_FILENAME/a/b/}");
        assert!(transforms);
        assert_eq!(body::write(&parts), "${1:Ana} ${1} ${2:?name of the file}");
    }

    #[test]
    fn deep_defaults_are_read() {
        let deep = format!("{}x{}", "${1:".repeat(5_000), "}".repeat(5_000));
        assert!(written(&deep).contains('x'));
    }
}
