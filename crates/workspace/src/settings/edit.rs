//! Edits of a settings file that leave everything else as it is.

use std::ops::Range;

use aplomb_core::Level;
use toml::de::{DeTable, DeValue};

use super::node::{Node, NodeKind};
use super::sketch::{Role, Spot, sketch};
use super::value::{key, quoted};

/// The table of rules.
const RULES: &str = "rules";

/// The one edit, as bytes and what stands there afterwards, that makes a settings file say
/// `code = "level"` of a rule. `None` where the text is no TOML, the level is none, or the edit would
/// change something else.
#[must_use]
pub fn set_rule_level(text: &str, code: &str, level: &str) -> Option<(Range<usize>, String)> {
    Level::parse(level)?;
    let (span, insert) = edit(text, code, level)?;
    let mut edited = text.to_owned();
    edited.replace_range(span.clone(), &insert);
    says_only_that(text, &edited, code, level).then_some((span, insert))
}

fn edit(text: &str, code: &str, level: &str) -> Option<(Range<usize>, String)> {
    let (node, error) = Node::from_toml(text);
    if error.is_some() {
        return None;
    }
    let rules = node.members()?.iter().find(|member| member.key == RULES);
    let members = match rules.map(|member| &member.value.kind) {
        None => &[],
        Some(NodeKind::Table(members)) => members.as_slice(),
        Some(_) => return None,
    };
    if let Some(member) = members.iter().find(|member| member.key == code) {
        return Some((member.value.span.clone(), quoted(level)));
    }
    let (entry, line_break) = (format!("{} = {}", key(code), quoted(level)), line_break(text));
    let spots = sketch(text);
    if let Some((header, whole)) = header(&spots) {
        // Behind the last entry, and not behind the comments of what comes next.
        let last = spots.iter().rfind(|spot| spot.section == header.section && !spot.is_gap);
        let last = last.map_or(whole.end, |spot| spot.span.end.max(whole.end));
        let first = spots.iter().find(|spot| spot.section == header.section && starts(spot));
        let indent = indent(text, first.map_or(whole.start, |spot| spot.span.start));
        let at = line_end(text, last);
        return Some((at..at, format!("{line_break}{indent}{entry}")));
    }
    let at_top = |spot: &&Spot| spot.section == 0 && !spot.is_gap;
    let is_inside = |spot: &Spot| spot.path.first().is_some_and(|first| first == RULES);
    if let Some(last) = spots.iter().filter(at_top).rfind(|spot| is_inside(spot)) {
        let is_name = |spot: &&Spot| starts(spot) && spot.text == RULES;
        let name = spots.iter().filter(at_top).rfind(is_name)?;
        if is_dotted(text, name) {
            let indent = indent(text, name.span.start);
            let at = line_end(text, last.span.end);
            return Some((at..at, format!("{line_break}{indent}{RULES}.{entry}")));
        }
        return Some((last.span.end..last.span.end, format!(", {entry}")));
    }
    if let Some(rules) = rules
        && text.get(rules.value.span.clone()).is_some_and(|written| written.starts_with('{'))
    {
        // In braces, and nothing is in it.
        return Some((rules.value.span.clone(), format!("{{ {entry} }}")));
    }
    let end = text.len();
    let before = match text.trim_start_matches('\u{feff}') {
        "" => String::new(),
        _ if text.ends_with("\n\n") || text.ends_with("\n\r\n") => String::new(),
        _ if text.ends_with('\n') => line_break.to_owned(),
        _ => line_break.repeat(2),
    };
    Some((end..end, format!("{before}[{RULES}]{line_break}{entry}{line_break}")))
}

/// The header of the table of rules, with its bytes. That of `[rules.x]` is another one's.
fn header(spots: &[Spot]) -> Option<(&Spot, Range<usize>)> {
    spots.iter().find_map(|spot| match &spot.role {
        Role::Header { whole, is_array: false } if spot.path.is_empty() && spot.text == RULES => {
            let is_part = |other: &&Spot| {
                other.section == spot.section && matches!(other.role, Role::Header { .. })
            };
            (spots.iter().filter(is_part).count() == 1).then(|| (spot, whole.clone()))
        }
        _ => None,
    })
}

/// Whether the word begins an entry.
fn starts(spot: &Spot) -> bool {
    !spot.is_gap && matches!(spot.role, Role::Key { starts: true, .. })
}

fn is_dotted(text: &str, spot: &Spot) -> bool {
    text[spot.span.end..].trim_start().starts_with('.')
}

/// The line break that the file uses.
fn line_break(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// Where the line ends on which the byte at `at` stands.
fn line_end(text: &str, at: usize) -> usize {
    let line = text[at..].split('\n').next().unwrap_or_default();
    at + line.strip_suffix('\r').unwrap_or(line).len()
}

/// The blanks with which the line begins.
fn indent(text: &str, at: usize) -> &str {
    let line = &text[text[..at].rfind('\n').map_or(0, |at| at + 1)..at];
    if line.chars().all(|c| matches!(c, ' ' | '\t')) { line } else { "" }
}

/// Whether the edited text says `level` of the rule, and of all else what it said before.
fn says_only_that(text: &str, edited: &str, code: &str, level: &str) -> bool {
    let (Ok(before), Ok(after)) = (DeTable::parse(text), DeTable::parse(edited)) else {
        return false;
    };
    let (before, after) = (before.get_ref(), after.get_ref());
    let empty = DeTable::new();
    let (old, new) = (rules_of(before).unwrap_or(&empty), rules_of(after).unwrap_or(&empty));
    new.get(code).and_then(|value| value.get_ref().as_str()) == Some(level)
        && same(before, after, Some(RULES))
        && same(old, new, Some(code))
}

fn rules_of<'t, 'i>(table: &'t DeTable<'i>) -> Option<&'t DeTable<'i>> {
    table.get(RULES)?.get_ref().as_table()
}

/// Whether two tables say the same, but for one key.
fn same(a: &DeTable<'_>, b: &DeTable<'_>, but: Option<&str>) -> bool {
    let others = |table: &DeTable<'_>| {
        table.keys().filter(|key| Some(key.get_ref().as_ref()) != but).count()
    };
    others(a) == others(b)
        && a.iter().filter(|(key, _)| Some(key.get_ref().as_ref()) != but).all(|(key, value)| {
            let other = b.get(key.get_ref().as_ref());
            other.is_some_and(|other| same_value(value.get_ref(), other.get_ref()))
        })
}

fn same_value(a: &DeValue<'_>, b: &DeValue<'_>) -> bool {
    match (a, b) {
        (DeValue::String(a), DeValue::String(b)) => a == b,
        (DeValue::Integer(a), DeValue::Integer(b)) => {
            (a.as_str(), a.radix()) == (b.as_str(), b.radix())
        }
        (DeValue::Float(a), DeValue::Float(b)) => a.as_str() == b.as_str(),
        (DeValue::Boolean(a), DeValue::Boolean(b)) => a == b,
        (DeValue::Datetime(a), DeValue::Datetime(b)) => a == b,
        (DeValue::Array(a), DeValue::Array(b)) => {
            a.len() == b.len()
                && a.iter().zip(b.iter()).all(|(a, b)| same_value(a.get_ref(), b.get_ref()))
        }
        (DeValue::Table(a), DeValue::Table(b)) => same(a, b, None),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "certainty-try";

    fn edited(text: &str) -> Option<String> {
        let (span, insert) = set_rule_level(text, CODE, "off")?;
        let mut edited = text.to_owned();
        edited.replace_range(span, &insert);
        Some(edited)
    }

    #[track_caller]
    fn becomes(text: &str, expected: &str) {
        assert_eq!(edited(text).as_deref(), Some(expected));
        // What it says by then it says for good.
        assert_eq!(edited(expected).as_deref(), Some(expected));
    }

    #[test]
    fn a_level_that_is_there_is_replaced_in_each_way_of_writing_it() {
        for (before, after) in [
            ("[rules]\n", ""),
            ("[rules]\n\"", "\""),
            ("rules.", ""),
            ("rules . '", "'"),
            ("rules = { a = \"hint\", ", ""),
        ] {
            let end =
                if before.contains('{') { " } # why" } else { " # why\n\n[files]\nignore = []" };
            let with = |level| format!("own = []\n{before}{CODE}{after}  = {level}{end}\n");
            becomes(&with("'hint'"), &with("\"off\""));
            // What is no level is put right too.
            becomes(&with("[1, 2]"), &with("\"off\""));
        }
    }

    #[test]
    fn a_line_is_added_behind_the_last_entry() {
        becomes(
            "own = []\n\n[rules]\na = \"hint\"\nb = \"off\" # why\n\n# Files.\n[files]\nignore = []\n",
            "own = []\n\n[rules]\na = \"hint\"\nb = \"off\" # why\ncertainty-try = \"off\"\n\n# Files.\n[files]\nignore = []\n",
        );
        becomes("[rules]\n  a = \"hint\"", "[rules]\n  a = \"hint\"\n  certainty-try = \"off\"");
        becomes(
            "[rules]\r\na = \"hint\"\r\n\r\n[files]\r\n",
            "[rules]\r\na = \"hint\"\r\ncertainty-try = \"off\"\r\n\r\n[files]\r\n",
        );
    }

    #[test]
    fn an_empty_table_gets_its_first_line() {
        becomes("[rules]", "[rules]\ncertainty-try = \"off\"");
        becomes(
            "[rules] # ours\n# a = \"off\"\n\n[files]\n",
            "[rules] # ours\ncertainty-try = \"off\"\n# a = \"off\"\n\n[files]\n",
        );
        becomes("rules = {}\n", "rules = { certainty-try = \"off\" }\n");
    }

    #[test]
    fn a_table_that_is_written_on_one_line_or_with_dots_stays_so() {
        becomes(
            "rules = { a = \"hint\" } # ours\n[files]\n",
            "rules = { a = \"hint\", certainty-try = \"off\" } # ours\n[files]\n",
        );
        becomes(
            "rules.a = \"hint\"\nown = [\"rules\"]\n[files]\n",
            "rules.a = \"hint\"\nrules.certainty-try = \"off\"\nown = [\"rules\"]\n[files]\n",
        );
    }

    #[test]
    fn a_file_without_the_table_gets_it_at_the_end() {
        let table = "[rules]\ncertainty-try = \"off\"\n";
        becomes("", table);
        becomes("\u{feff}", &format!("\u{feff}{table}"));
        becomes("profile = \"calm\"\n", &format!("profile = \"calm\"\n\n{table}"));
        becomes("profile = \"calm\"\n\n", &format!("profile = \"calm\"\n\n{table}"));
        becomes("# Ours.", &format!("# Ours.\n\n{table}"));
        becomes("\n", &format!("\n\n{table}"));
        becomes("own = [\r\n]\r\n", "own = [\r\n]\r\n\r\n[rules]\r\ncertainty-try = \"off\"\r\n");
        becomes(
            "[terms.rules]\nprefer = \"x\"\n",
            &format!("[terms.rules]\nprefer = \"x\"\n\n{table}"),
        );
    }

    #[test]
    fn a_header_in_a_text_is_none() {
        let text = "company = \"\"\"\n[rules]\n\"\"\"\n";
        becomes(text, &format!("{text}\n[rules]\ncertainty-try = \"off\"\n"));
    }

    #[test]
    fn what_cannot_be_read_or_is_no_level_is_left_alone() {
        for text in
            ["[rules", "rules = 3", "[[rules]]\n", "profile = \n", "[rules]\na = 1\na = 2\n"]
        {
            assert_eq!(set_rule_level(text, CODE, "off"), None, "{text}");
        }
        assert_eq!(set_rule_level("", CODE, "loud"), None);
    }

    #[test]
    fn each_way_of_writing_the_table_gets_its_edit_beside_each_neighbour() {
        let heads =
            ["", "# ü\n", "own = [\n  \"[rules]\", # [rules]\n]\n", "links.rules = \"x\"\n"];
        let tables = [
            "",
            "[rules]\n",
            "[ rules ]\n\n",
            "[\"rules\"]\n\tb = \"hint\"\n",
            "rules = { b = \"off\" }\n",
            "rules = { }\n",
            "rules = {\n  b = 'off',\n}\n",
            "rules.b = \"off\"\n",
            "rules.\"b\".c = { d = 1 }\n",
            "[rules.b]\nc = 1\n",
        ];
        let tails = ["", "\n\n# Last.", "\n[files]\nrules = []\n", "[terms.rules]\nrules = 'x'"];
        for head in heads {
            for table in tables {
                for tail in tails {
                    let text = format!("{head}{table}{tail}");
                    let edit = set_rule_level(&text, CODE, "off");
                    let (span, _) = edit.unwrap_or_else(|| panic!("no edit of {text}"));
                    assert!(span.is_empty() || text[span] == *"{ }", "{text}");
                }
            }
        }
    }
}
