//! The page about settings, `docs/settings.md`.

use aplomb_core::Family;

use super::shape::{Field, Shape};
use super::table::{LEVELS, Places, Setting, settings};

/// What is said of settings as a whole.
const HEAD: &str = include_str!("page.md");

/// The page: where settings stand and which wins, then each of them.
#[must_use]
pub fn page() -> String {
    let mut page = HEAD.to_owned();
    for setting in settings() {
        page += &section(setting);
    }
    page
}

fn section(setting: &Setting) -> String {
    let mut section = format!("\n### `{}`\n\n{}\n\n", setting.path(), setting.about);
    section += &format!("- Takes {}.", takes(setting.shape));
    section += &details(setting.shape);
    section += &format!("- {}\n", setting.default_sentence());
    section += &format!("- {}\n", places(setting));
    section += &format!("\n```toml\n{}\n```\n", setting.whole_example());
    section
}

fn takes(shape: Shape) -> String {
    match shape {
        Shape::Choice(_) => "one of these words".to_owned(),
        Shape::Language => format!("{}, such as `en` or `pt-BR`", shape.takes()),
        Shape::TimeZone => format!("{}, such as `Europe/Berlin`", shape.takes()),
        Shape::Rules => format!(
            "{} by their codes (`aplomb rules` lists them), each with one of these words",
            shape.takes()
        ),
        Shape::Families => {
            format!("{}, each with a word as in [`rules`](#rules)", shape.takes())
        }
        Shape::Entries { fields, .. } => {
            let first = fields.first().map_or("", |field| field.name);
            format!("{}, with a table; a text alone is its `{first}`", shape.takes())
        }
        _ => shape.takes(),
    }
}

/// What stands under a list item, and the end of its line.
fn details(shape: Shape) -> String {
    let list = |items: Vec<(String, String)>| {
        let items = items.into_iter().map(|(name, means)| format!("  - `{name}`: {means}\n"));
        format!("\n{}", items.collect::<String>())
    };
    let words = |choices: &[(&str, &str)]| {
        list(choices.iter().map(|(name, means)| (format!("\"{name}\""), (*means).into())).collect())
    };
    match shape {
        Shape::Choice(choices) => words(choices),
        Shape::Rules => words(LEVELS),
        Shape::Families => list(
            Family::ALL
                .into_iter()
                .map(|family| (family.as_str().to_owned(), family.about().to_owned()))
                .collect(),
        ),
        Shape::Entries { fields, .. } => {
            list(fields.iter().map(|field| (field.name.to_owned(), of_field(field))).collect())
        }
        _ => "\n".to_owned(),
    }
}

fn of_field(field: &Field) -> String {
    let needed = if field.required { ", and is needed" } else { "" };
    let about = field.about;
    match field.shape {
        Shape::Choice(choices) => {
            let choices: Vec<_> =
                choices.iter().map(|(name, means)| format!("`\"{name}\"` ({means})")).collect();
            format!("{about} It takes {}{needed}.", choices.join(", "))
        }
        shape => format!("{about} It takes {}{needed}.", shape.takes()),
    }
}

fn places(setting: &Setting) -> String {
    let editor = setting.editor_path();
    match setting.places {
        Places::Everywhere => format!(
            "In files, in an editor as `aplomb.{editor}`, and in front matter as `{}`.",
            setting.name
        ),
        Places::FilesAndEditors => format!("In files, and in an editor as `aplomb.{editor}`."),
        Places::Files => "In files only.".to_owned(),
    }
}
