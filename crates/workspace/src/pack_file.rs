//! What an editor offers in a pack that is being written, and what it says of what stands there.

use std::ops::Range;

use aplomb_core::snippet::Variable;
use aplomb_core::{PACK_FIELDS, PHRASE_FIELDS, PackField, PackTakes, SNIPPET_FIELDS};

use crate::settings::assist::{Cursor, Suggestion, SuggestionKind, code_if_toml};
use crate::settings::shape::one_of;
use crate::settings::sketch::{Role, Spot, clamp, sketch, spot_at};
use crate::settings::value::quoted;

/// A table of a pack.
struct Table {
    name: &'static str,
    /// What it is, in a few words.
    what: &'static str,
    about: &'static str,
    fields: &'static [PackField],
}

static TABLES: [Table; 2] = [
    Table {
        name: "phrase",
        what: "a rule of your own",
        about: "A rule that needs only words, with its own tests.",
        fields: PHRASE_FIELDS,
    },
    Table {
        name: "snippet",
        what: "words of your own to insert",
        about: "Words to insert where they fit, with blanks for what only the writer knows.",
        fields: SNIPPET_FIELDS,
    },
];

/// What can be written at a place of a pack, in the order in which it is best written.
#[must_use]
pub fn complete_pack(text: &str, offset: usize) -> Vec<Suggestion> {
    let offset = clamp(text, offset);
    let spots = sketch(text);
    let Some(spot) = spot_at(&spots, offset) else { return Vec::new() };
    let cursor = Cursor { text, offset, spots: &spots, spot };
    match &spot.role {
        Role::Header { whole, .. } if spot.path.is_empty() => headers(whole),
        Role::Header { .. } => Vec::new(),
        Role::Key { .. } => {
            let mut found = keys(&cursor, fields_at(&spot.path));
            if cursor.may_begin_table() {
                found.extend(headers(&cursor.key_range()));
            }
            found
        }
        Role::Value { .. } => match field(&spot.path) {
            Some(field) if matches!(field.takes, PackTakes::Body) => variables(&cursor),
            Some(field) => {
                let choices = field.takes.words().into_iter().map(|word| {
                    let is_default = field.default == Some(quoted(word).as_str());
                    (word, String::new(), is_default)
                });
                cursor.choices(field.takes.is_list(), choices)
            }
            None => Vec::new(),
        },
    }
}

/// What the word at a place of a pack is for, as Markdown, with its bytes.
#[must_use]
pub fn explain_pack(text: &str, offset: usize) -> Option<(Range<usize>, String)> {
    let spots = sketch(text);
    let offset = clamp(text, offset);
    let spot = spot_at(&spots, offset).filter(|spot| !spot.is_gap)?;
    if matches!(spot.role, Role::Value { .. }) {
        field(&spot.path).filter(|field| matches!(field.takes, PackTakes::Body))?;
        let (place, variable) = variable_at(text, spot, offset)?;
        return Some((place, about_variable(variable)));
    }
    let path: Vec<_> = spot.path.iter().chain([&spot.text]).cloned().collect();
    let table = TABLES.iter().find(|table| path == [table.name]);
    let page = match table {
        Some(table) => about_table(table),
        None => page(field(&path)?),
    };
    Some((spot.span.clone(), page))
}

/// The fields of the table to which a path leads.
fn fields_at(path: &[String]) -> &'static [PackField] {
    match path {
        [] => PACK_FIELDS,
        [name] => TABLES.iter().find(|it| it.name == name).map_or(&[], |table| table.fields),
        _ => &[],
    }
}

/// The field to which a path leads.
fn field(path: &[String]) -> Option<&'static PackField> {
    let (name, table) = path.split_last()?;
    fields_at(table).iter().find(|it| it.name == name)
}

fn headers(replace: &Range<usize>) -> Vec<Suggestion> {
    let header = |table: &Table| {
        let label = format!("[[{}]]", table.name);
        Suggestion {
            insert: label.clone(),
            label,
            kind: SuggestionKind::Table,
            detail: table.what.to_owned(),
            about: about_table(table),
            replace: replace.clone(),
        }
    };
    TABLES.iter().map(header).collect()
}

fn keys(cursor: &Cursor<'_>, fields: &'static [PackField]) -> Vec<Suggestion> {
    let (section, path) = (cursor.spot.section, &cursor.spot.path);
    let is_taken = |name: &str| {
        cursor.others().any(|it| it.section == section && it.path == *path && it.text == name)
    };
    let fields = fields.iter().filter(|field| !is_taken(field.name));
    let suggestions = fields.map(|field| Suggestion {
        label: field.name.to_owned(),
        insert: cursor.key(field.name),
        kind: SuggestionKind::Key,
        detail: match field.default {
            Some(default) => format!("default: {default}"),
            None => "required".to_owned(),
        },
        about: page(field),
        replace: cursor.key_range(),
    });
    suggestions.collect()
}

/// In a body, the variables, once a `$` was typed.
fn variables(cursor: &Cursor<'_>) -> Vec<Suggestion> {
    let Cursor { text, offset, spot, .. } = *cursor;
    let Some(typed) = text.get(spot.span.start..offset) else { return Vec::new() };
    let letters = typed.len() - typed.trim_end_matches(is_name).len();
    let before = &typed[..typed.len() - letters];
    let Some(dollar) = before.strip_suffix("${").or_else(|| before.strip_suffix('$')) else {
        return Vec::new();
    };
    if dollar.ends_with('\\') {
        return Vec::new();
    }
    let replace = spot.span.start + dollar.len()..offset;
    // What was typed on may have its closing brace already.
    let closed = text[offset..].starts_with('}');
    let suggestion = |(_, name, ask): (Variable, &str, &str)| Suggestion {
        label: format!("${{{name}}}"),
        insert: if closed { format!("${{{name}") } else { format!("${{{name}}}") },
        kind: SuggestionKind::Value,
        detail: ask.to_owned(),
        about: Variable::parse(name).map(about_variable).unwrap_or_default(),
        replace: replace.clone(),
    };
    Variable::ALL.into_iter().map(suggestion).collect()
}

fn is_name(c: char) -> bool {
    c.is_ascii_uppercase() || c == '_'
}

/// The variable at a place of a body.
fn variable_at(text: &str, spot: &Spot, offset: usize) -> Option<(Range<usize>, Variable)> {
    let before = text.get(spot.span.start..offset)?;
    let after = text.get(offset..spot.span.end)?;
    let start = offset - (before.len() - before.trim_end_matches(is_name).len());
    let end = offset + (after.len() - after.trim_start_matches(is_name).len());
    let is_variable = text[..start].ends_with('$') || text[..start].ends_with("${");
    let variable = Variable::parse(&text[start..end]).filter(|_| is_variable)?;
    Some((start..end, variable))
}

/// A pack in which nothing is set yet, and what a pack takes waits as comments with an example each.
#[must_use]
pub fn pack_starter() -> String {
    let mut text = "# A pack of Aplomb: snippets and rules of your team's own. All of it waits as comments; take the # off.\n\
         # `aplomb pack check` looks at it, and tries each snippet and each example.\n"
        .to_owned();
    for field in PACK_FIELDS {
        text += &format!("\n# {}\n# {}\n", field.about, field.example);
    }
    for table in TABLES.iter().rev() {
        text += &format!("\n# {}\n\n# [[{}]]\n", table.about, table.name);
        let (shown, others): (Vec<&PackField>, Vec<_>) =
            table.fields.iter().partition(|it| is_shown(it));
        for field in shown {
            text += &format!("# # {}\n# {}\n", field.about, field.example);
        }
        text += &others_of(&others);
    }
    let variables: Vec<_> =
        Variable::ALL.iter().map(|(_, name, ask)| format!("{name} ({ask})")).collect();
    text += &format!("\n# Variables in a body: {}.\n", variables.join(", "));
    text
}

/// Whether the starter has an example of a field: of those without which an entry, or its tests, would
/// not do.
fn is_shown(field: &PackField) -> bool {
    field.required() || ["except", "test"].contains(&field.name)
}

/// The fields that the starter shows no example of, in one line.
fn others_of(fields: &[&PackField]) -> String {
    let names: Vec<_> = fields.iter().map(|field| format!("`{}`", field.name)).collect();
    format!("# # Also known: {}.\n", names.join(", "))
}

fn about_variable(variable: Variable) -> String {
    format!(
        "**{}**\n\nStands for: {}.\n\nWhere neither the draft nor the settings tell it, it becomes a blank that asks for it; `${{{}:some words}}` says what stands there instead.",
        variable.as_str(),
        variable.ask(),
        variable.as_str()
    )
}

fn about_table(table: &Table) -> String {
    let needed = table.fields.iter().filter(|field| field.required());
    let lines = needed.map(|field| format!("- `{}`: {}", field.name, field.about));
    let lines = lines.collect::<Vec<_>>().join("\n");
    format!("**[[{}]]**\n\n{} It needs:\n\n{lines}", table.name, table.about)
}

fn page(field: &PackField) -> String {
    let takes = match field.takes {
        PackTakes::Text | PackTakes::Body => "a text".to_owned(),
        PackTakes::Texts => "a list of texts".to_owned(),
        PackTakes::Number => "a number from 0 to 255".to_owned(),
        PackTakes::Pairs => "a table of texts".to_owned(),
        PackTakes::One(words) => one_of(words().into_iter()),
        PackTakes::Some(words) => format!("a list of {}", one_of(words().into_iter())),
        PackTakes::Open(words) => {
            format!("a list of texts, such as {}", one_of(words().into_iter()))
        }
    };
    let default = match field.default {
        Some(default) => format!("Default: {}", code_if_toml(default)),
        None => "An entry needs it.".to_owned(),
    };
    let (name, about, example) = (field.name, field.about, field.example);
    format!("**{name}**\n\n{about}\n\nTakes {takes}.\n\n{default}\n\n```toml\n{example}\n```")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(marked: &str) -> Vec<String> {
        let at = marked.find('¦').expect("a cursor is marked");
        let found = complete_pack(&marked.replace('¦', ""), at);
        found.into_iter().map(|suggestion| suggestion.label).collect()
    }

    #[test]
    fn a_phrase_is_offered_and_in_it_what_is_not_there_yet() {
        let at_the_top = ["language", "off", "and", "[[phrase]]", "[[snippet]]"];
        assert_eq!(labels("¦"), at_the_top);
        assert_eq!(labels("off = []\n¦"), ["language", "and", "[[phrase]]", "[[snippet]]"]);
        assert_eq!(labels("[¦"), ["[[phrase]]", "[[snippet]]"]);
        let found = labels("[[phrase]]\ncode = \"a\"\n\n[[phrase]]\nfamily = \"team\"\n¦");
        assert!(found.contains(&"code".to_owned()), "the code above is of another phrase");
        assert!(!found.contains(&"family".to_owned()), "{found:?}");
        assert!(found.contains(&"[[phrase]]".to_owned()));
        let above = labels("[[phrase]]\n¦\ncode = \"a\"\n");
        assert!(!above.contains(&"code".to_owned()) && !above.contains(&"[[phrase]]".to_owned()));
    }

    #[test]
    fn the_words_that_a_field_takes_are_offered() {
        assert_eq!(labels("[[phrase]]\nsentence = \"¦\""), ["assertion", "any"]);
        assert_eq!(labels("[[phrase]]\nfix = ¦"), ["none", "confirm", "safe", "snippet"]);
        assert_eq!(labels("[[phrase]]\npatterns = [\"¦\"]"), [""; 0]);
        let parts = labels("[[phrase]]\nreads = [\n  \"body\",\n  \"¦\n]\nfix = \"none\"");
        assert!(parts.contains(&"farewell".to_owned()), "{parts:?}");
        assert!(!parts.contains(&"body".to_owned()), "{parts:?}");
        let text = "[[phrase]]\nreads = ";
        assert_eq!(complete_pack(text, text.len())[0].insert, "[\"front-matter\"]");
    }

    #[test]
    fn a_field_says_what_it_is_for() {
        let text = "[[phrase]]\nseverity = \"hint\"\n";
        let (span, about) = explain_pack(text, text.find("sev").unwrap()).unwrap();
        assert_eq!(&text[span], "severity");
        for part in ["The most that it says.", "\"information\"", "needs it", "severity = "] {
            assert!(about.contains(part), "{part}: {about}");
        }
        assert!(explain_pack(text, 3).unwrap().1.contains("`patterns`"));
        assert!(explain_pack("[[phrase]]\ncolour = 1", 13).is_none());
    }
    #[test]
    fn a_snippet_s_fields_and_tags_are_offered() {
        let found = labels("[[snippet]]\nid = \"a\"\n¦");
        assert!(found.contains(&"body".to_owned()) && !found.contains(&"id".to_owned()));
        assert!(!found.contains(&"patterns".to_owned()), "{found:?}");
        let tags = labels("[[snippet]]\ntags = [\"greeting\", \"¦\"]");
        for tag in ["farewell", "upset", "follow-up"] {
            assert!(tags.contains(&tag.to_owned()), "{tag}: {tags:?}");
        }
        assert!(!tags.contains(&"greeting".to_owned()), "{tags:?}");
        assert!(labels("[[snippet]]\nlanguage = \"¦\"").contains(&"nl".to_owned()));
    }

    #[test]
    fn in_a_body_a_dollar_brings_the_variables_with_what_they_hold() {
        let text = "[[snippet]]\nbody = \"Hi ${CU";
        let found = complete_pack(text, text.len());
        let customer = found.iter().find(|it| it.label == "${CUSTOMER}").unwrap();
        assert_eq!(&text[customer.replace.clone()], "${CU");
        assert_eq!(
            (customer.insert.as_str(), customer.detail.as_str()),
            ("${CUSTOMER}", "customer's name")
        );
        assert!(customer.about.contains("becomes a blank"), "{}", customer.about);
        assert!(labels("[[snippet]]\nbody = \"Hi $¦\"").contains(&"${AGENT}".to_owned()));
        let closed = "[[snippet]]\nbody = \"Hi ${}\"";
        assert_eq!(complete_pack(closed, closed.len() - 2)[0].insert, "${CUSTOMER");
        for nothing in ["\"Hi ¦\"", "\"It costs \\\\$¦\"", "\"Hi CU¦\""] {
            assert_eq!(labels(&format!("[[snippet]]\nbody = {nothing}")), [""; 0], "{nothing}");
        }
    }

    #[test]
    fn a_variable_in_a_body_says_what_it_holds() {
        let text = "[[snippet]]\nbody = \"Hi ${CUSTOMER:there}, AGENT\"";
        let (span, about) = explain_pack(text, text.find("STOMER").unwrap()).unwrap();
        assert_eq!(&text[span], "CUSTOMER");
        assert!(about.contains("customer's name"), "{about}");
        assert!(explain_pack(text, text.find("AGENT").unwrap()).is_none());
        assert!(explain_pack(text, text.find("there").unwrap()).is_none());
        assert!(explain_pack(text, 3).unwrap().1.contains("`body`"));
    }
    #[test]
    fn the_starter_is_right_as_it_is_and_with_every_example_taken() {
        use aplomb_core::{Catalog, Pack};
        let text = pack_starter();
        let as_it_is = Pack::parse(&text).unwrap();
        assert_eq!(as_it_is.counts(), (0, 0));
        // Of a comment in a comment, the second stays one; what is prose has no example's form.
        let is_code = |line: &str| {
            line.starts_with("[[")
                || line.starts_with("# ")
                || line
                    .split_once(" = ")
                    .is_some_and(|(key, _)| key.chars().all(|c| c.is_ascii_lowercase()))
        };
        let taken: Vec<_> = text
            .lines()
            .map(|line| line.strip_prefix("# ").filter(|rest| is_code(rest)).unwrap_or(line))
            .collect();
        let taken = taken.join("\n");
        let pack = Pack::parse(&taken).unwrap_or_else(|errors| panic!("{taken}: {errors:?}"));
        assert_eq!(pack.counts(), (1, 1));
        let catalog = Catalog::with_packs(vec![pack.clone()]).unwrap();
        assert_eq!(pack.check_examples(&catalog), []);
    }
}
