//! What an editor offers in a pack that is being written, and what it says of what stands there.

use std::ops::Range;

use aplomb_core::{PHRASE_FIELDS, PhraseField, PhraseTakes};

use crate::settings::assist::{Cursor, Suggestion, SuggestionKind, code_if_toml};
use crate::settings::shape::one_of;
use crate::settings::sketch::{Role, clamp, sketch, spot_at};
use crate::settings::value::quoted;

/// The only table of a pack.
const PHRASE: &str = "phrase";

/// What can be written at a place of a pack, in the order in which it is best written.
#[must_use]
pub fn complete_pack(text: &str, offset: usize) -> Vec<Suggestion> {
    let offset = clamp(text, offset);
    let spots = sketch(text);
    let Some(spot) = spot_at(&spots, offset) else { return Vec::new() };
    let cursor = Cursor { text, offset, spots: &spots, spot };
    match &spot.role {
        Role::Header { whole, .. } if spot.path.is_empty() => vec![header(whole.clone())],
        Role::Header { .. } => Vec::new(),
        Role::Key { .. } => {
            let mut found = if spot.path == [PHRASE] { keys(&cursor) } else { Vec::new() };
            if cursor.may_begin_table() {
                found.push(header(cursor.key_range()));
            }
            found
        }
        Role::Value { .. } => match field(&spot.path) {
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
    let spot = spot_at(&spots, clamp(text, offset)).filter(|spot| !spot.is_gap)?;
    if matches!(spot.role, Role::Value { .. }) {
        return None;
    }
    let path: Vec<_> = spot.path.iter().chain([&spot.text]).cloned().collect();
    let page = if path == [PHRASE] { about_phrase() } else { page(field(&path)?) };
    Some((spot.span.clone(), page))
}

/// The field to which a path leads.
fn field(path: &[String]) -> Option<&'static PhraseField> {
    match path {
        [table, name] if table == PHRASE => PHRASE_FIELDS.iter().find(|it| it.name == name),
        _ => None,
    }
}

fn header(replace: Range<usize>) -> Suggestion {
    let label = format!("[[{PHRASE}]]");
    Suggestion {
        insert: label.clone(),
        label,
        kind: SuggestionKind::Table,
        detail: "a rule of your own".to_owned(),
        about: about_phrase(),
        replace,
    }
}

fn keys(cursor: &Cursor<'_>) -> Vec<Suggestion> {
    let (section, path) = (cursor.spot.section, &cursor.spot.path);
    let is_taken = |name: &str| {
        cursor.others().any(|it| it.section == section && it.path == *path && it.text == name)
    };
    let fields = PHRASE_FIELDS.iter().filter(|field| !is_taken(field.name));
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

fn about_phrase() -> String {
    let needed = PHRASE_FIELDS.iter().filter(|field| field.required());
    let lines = needed.map(|field| format!("- `{}`: {}", field.name, field.about));
    let lines = lines.collect::<Vec<_>>().join("\n");
    format!(
        "**[[{PHRASE}]]**\n\nA rule that needs only words, with its own tests. It needs:\n\n{lines}"
    )
}

fn page(field: &PhraseField) -> String {
    let takes = match field.takes {
        PhraseTakes::Text => "a text".to_owned(),
        PhraseTakes::Texts => "a list of texts".to_owned(),
        PhraseTakes::Number => "a number from 0 to 255".to_owned(),
        PhraseTakes::Pairs => "a table of texts".to_owned(),
        PhraseTakes::One(words) => one_of(words().into_iter()),
        PhraseTakes::Some(words) => format!("a list of {}", one_of(words().into_iter())),
    };
    let default = match field.default {
        Some(default) => format!("Default: {}", code_if_toml(default)),
        None => "A phrase needs it.".to_owned(),
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
        assert_eq!(labels("¦"), ["[[phrase]]"]);
        assert_eq!(labels("[¦"), ["[[phrase]]"]);
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
}
