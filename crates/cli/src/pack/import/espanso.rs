//! Matches of espanso.

use super::body::{self, Fill, Key, Part};
use super::tree::Node;
use super::{Found, Note};

/// Where espanso puts the cursor.
const CURSOR: &str = "$|$";

/// The snippets of a file, in their order.
pub(super) fn read(file: &Node, notes: &mut Vec<Note>) -> Vec<Found> {
    let global = file.get("global_vars").map(Node::items).unwrap_or_default();
    if let Some(imports) = file.get("imports") {
        notes.push(Note {
            line: imports.line,
            what: "other files are imported here; bring them along one by one".to_owned(),
            lost: false,
        });
    }
    let mut found = Vec::new();
    for entry in file.get("matches").map(Node::items).unwrap_or_default() {
        let triggers = ["trigger", "triggers", "regex"].iter().find_map(|it| entry.get(it));
        let triggers = triggers.map(Node::texts).unwrap_or_default();
        let label = entry.get("label").and_then(Node::text);
        let name = triggers.first().copied().or(label).unwrap_or("snippet");
        let mut tell = |what: &str, lost: bool| {
            notes.push(Note { line: entry.line, what: format!("“{name}” {what}"), lost });
        };
        let text = ["replace", "markdown", "form"].iter().find_map(|it| entry.get(it)?.text());
        let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
            let what = if entry.get("image_path").is_some() {
                "is a picture"
            } else if entry.get("html").is_some() {
                "is in HTML, and replies here are text"
            } else {
                "has no text"
            };
            tell(what, true);
            continue;
        };
        if let [_, others @ ..] = &triggers[..]
            && !others.is_empty()
        {
            let others = others.join("”, “");
            tell(&format!("had “{others}” as trigger too; a snippet has one id"), false);
        }
        if entry.get("regex").is_some() {
            tell("was brought up by a pattern; choose an id for it", false);
        }
        let own = entry.get("vars").map(Node::items).unwrap_or_default();
        let fields = entry.get("form_fields");
        let scope = Scope { variables: [own, global], fields };
        let name = match (entry.get("regex"), label) {
            (Some(_), Some(label)) => label,
            (Some(_), None) => "snippet",
            (None, _) => name,
        };
        found.push(Found {
            line: entry.line,
            name: name.to_owned(),
            when: label.unwrap_or_default().to_owned(),
            // A block of YAML ends with a line break that nobody means.
            parts: scope.parse(text.trim_end_matches('\n'), entry.get("form").is_some()),
        });
    }
    if found.is_empty() && file.get("matches").is_none() {
        let what = "no `matches:` stand in this file".to_owned();
        notes.push(Note { line: 1, what, lost: true });
    }
    found
}

/// What the names in a text may stand for.
struct Scope<'n> {
    /// The match's own variables, then those of the file.
    variables: [&'n [Node]; 2],
    fields: Option<&'n Node>,
}

impl Scope<'_> {
    fn parse(&self, text: &str, is_form: bool) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let tokens = [CURSOR, "{{", if is_form { "[[" } else { "{{" }];
            let next = tokens.iter().filter_map(|token| Some((rest.find(token)?, *token))).min();
            let Some((at, token)) = next else { break };
            let after = &rest[at + token.len()..];
            let close = match token {
                "{{" => "}}",
                "[[" => "]]",
                _ => "",
            };
            let Some(end) = after.find(close) else { break };
            push(&rest[..at], &mut parts);
            let name = after[..end].trim();
            match token {
                "{{" => parts.push(self.variable(name)),
                "[[" => parts.push(field(name, self.fields)),
                _ => parts.push(Part::End),
            }
            rest = &after[end + close.len()..];
        }
        push(rest, &mut parts);
        parts
    }

    fn variable(&self, name: &str) -> Part {
        let key = Key::Name(name.to_owned());
        let (base, inner) = match name.split_once('.') {
            Some((base, inner)) => (base, Some(inner)),
            None => (name, None),
        };
        let is_it = |node: &&Node| node.get("name").and_then(Node::text) == Some(base);
        let Some(variable) = self.variables.into_iter().flatten().find(is_it) else {
            return Part::Stop(key, Fill::Blank(body::words_of(name)));
        };
        let params = variable.get("params");
        let list = |name: &str| params?.get(name).map(choices);
        let fill = match variable.get("type").and_then(Node::text).unwrap_or_default() {
            "form" => {
                if let Some(inner) = inner {
                    return field(inner, params.and_then(|it| it.get("fields")));
                }
                Fill::Blank(body::words_of(name))
            }
            "echo" => match params.and_then(|it| it.get("echo")?.text()) {
                Some(text) => return Part::Text(text.to_owned()),
                None => Fill::Blank(body::words_of(name)),
            },
            "choice" => list("values").map_or(Fill::Open, one_of),
            "random" => list("choices").map_or(Fill::Open, one_of),
            "clipboard" => Fill::Blank("what you copied".to_owned()),
            "date" => Fill::Blank(dated(&body::words_of(name))),
            _ => Fill::Blank(body::words_of(name)),
        };
        let fill = if fill == Fill::Open { Fill::Blank(body::words_of(name)) } else { fill };
        Part::Stop(key, fill)
    }
}

/// What a date is asked for by: its own name, where that says so.
fn dated(name: &str) -> String {
    let says = ["date", "day", "time", "month", "year", "tomorrow", "week"];
    let own = name.strip_prefix("my ").unwrap_or(name);
    match own {
        "date" | "mydate" => "date".to_owned(),
        "time" | "mytime" => "time".to_owned(),
        own if says.iter().any(|it| own.contains(it)) => own.to_owned(),
        own => format!("{own}, a date or time"),
    }
}

/// A field of a form.
fn field(name: &str, fields: Option<&Node>) -> Part {
    let key = Key::Name(format!("form.{name}"));
    let about = fields.and_then(|it| it.get(name));
    let values = about.and_then(|it| it.get("values")).map(choices);
    let default = about.and_then(|it| it.get("default")?.text());
    let fill = match (values, default) {
        (Some(values), _) if !values.is_empty() => one_of(values),
        (_, Some(default)) if !default.trim().is_empty() && !body::is_label(default) => {
            Fill::Wording(default.to_owned())
        }
        _ => Fill::Blank(body::words_of(name)),
    };
    Part::Stop(key, fill)
}

fn one_of(mut choices: Vec<String>) -> Fill {
    match choices.len() {
        0 => Fill::Open,
        1 => Fill::Wording(choices.remove(0)),
        _ => Fill::Choice(choices),
    }
}

/// The words to choose from: a list of them, of tables with a label, or lines.
fn choices(node: &Node) -> Vec<String> {
    if let Some(lines) = node.text() {
        return lines.lines().filter(|it| !it.trim().is_empty()).map(str::to_owned).collect();
    }
    let label = |it: &Node| it.text().or_else(|| it.get("label")?.text()).map(str::to_owned);
    node.items().iter().filter_map(label).filter(|it| !it.trim().is_empty()).collect()
}

fn push(text: &str, parts: &mut Vec<Part>) {
    if !text.is_empty() {
        parts.push(Part::Text(text.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(entry: &str) -> String {
        let file = Node::from_yaml(&format!("matches:\n  - trigger: \":a\"\n{entry}")).unwrap();
        let mut notes = Vec::new();
        let found = read(&file, &mut notes);
        body::write(&found.first().unwrap_or_else(|| panic!("{entry}: {notes:?}")).parts)
    }

    #[test]
    fn matches_come_along_with_their_places() {
        for (theirs, ours) in [
            ("    replace: \"Hi {{name}},\\n$|$\"", "Hi ${1:${CUSTOMER}},\n${0}"),
            ("    replace: \"It is $5 \\\\ {x}\"", "It is \\$5 \\\\ {x}"),
            (
                "    replace: \"By {{mydate}}.\"\n    vars:\n      - name: mydate\n        type: date\n        params: { format: \"%d\" }",
                "By ${1:?date}.",
            ),
            (
                "    form: \"Your [[orderNumber]] is [[state]], [[orderNumber]].\"\n    form_fields:\n      state:\n        type: choice\n        values: [sent, packed]",
                "Your ${1:?order number} is ${2|sent,packed|}, ${1}.",
            ),
            (
                "    replace: \"{{f.where}} {{e}} {{c}} {{r}}\"\n    vars:\n      - {name: f, type: form, params: {layout: \"x\"}}\n      - {name: e, type: echo, params: {echo: fine}}\n      - {name: c, type: clipboard}\n      - {name: r, type: random, params: {choices: [one, two]}}",
                "${1:?where} fine ${2:?what you copied} ${3|one,two|}",
            ),
            ("    replace: \"left {{open\"", "left {{open"),
            ("    replace: \"see [[this]]\"", "see [[this]]"),
        ] {
            assert_eq!(written(theirs), ours, "{theirs}");
        }
    }
}
