//! Which value wins.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use aplomb_core::{Catalog, Family, LineIndex, Mode, front_matter};

use super::origin::{Layer, Origin};
use super::reader::Entry;
use super::shape::Shape;
use super::table::{Effect, Places, Setting, Taken, find, plain};
use super::value::{Value, key};

/// A value that holds, and where it comes from.
#[derive(Clone, Debug)]
pub struct Held {
    /// Which setting.
    pub setting: &'static Setting,
    /// The key, where the setting is a table; empty otherwise.
    pub key: String,
    /// Its value.
    pub value: Value,
    /// Where it comes from.
    pub origin: Origin,
    /// The folder from which it names files.
    base: Option<PathBuf>,
}

impl Held {
    /// The name with its tables, such as `rules.certainty-should`.
    #[must_use]
    pub fn path(&self) -> String {
        if self.setting.shape.is_table() {
            format!("{}.{}", self.setting.path(), key(&self.key))
        } else {
            self.setting.path()
        }
    }

    /// The folder from which it names files; `None` where they are named from anywhere.
    pub(crate) fn base(&self) -> Option<&Path> {
        self.base.as_deref()
    }

    fn is_of(&self, setting: &Setting) -> bool {
        id(self.setting) == id(setting)
    }
}

/// What tells a setting from others.
fn id(setting: &Setting) -> (Option<&'static str>, &'static str) {
    (setting.table, setting.name)
}

/// One place where settings stand.
pub(crate) struct Place<'p> {
    pub layer: Layer,
    /// The file and its text, where it is one.
    pub file: Option<(&'p Path, &'p str)>,
    /// The folder from which its patterns are read.
    pub base: Option<&'p Path>,
}

/// Lays what a place says over what has held so far.
pub(crate) fn lay(held: &mut Vec<Held>, place: &Place<'_>, entries: &[Entry], catalog: &Catalog) {
    let index = place.file.map(|(path, text)| (path, text, LineIndex::new(text)));
    // What is said here of a family goes over what was said elsewhere of its rules; what is said here
    // of a rule goes over that.
    for entry in entries.iter().filter(|entry| matches!(entry.setting.shape, Shape::Families)) {
        let Some(family) = Family::parse(&entry.key) else { continue };
        held.retain(|old| {
            !(matches!(old.setting.shape, Shape::Rules)
                && catalog.rule(&old.key).is_some_and(|rule| rule.family == family))
        });
    }
    // A table may have thousands of entries, so those that are set anew go all at once. Two spellings of one
    // key are one entry, and the last holds.
    let is_table = |setting: &Setting| setting.shape.is_table();
    let last: HashMap<_, _> = entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| is_table(entry.setting))
        .map(|(at, entry)| ((id(entry.setting), entry.key.as_str()), at))
        .collect();
    held.retain(|old| !last.contains_key(&(id(old.setting), old.key.as_str())));
    for (at, entry) in entries.iter().enumerate() {
        let in_table = last.get(&(id(entry.setting), entry.key.as_str()));
        if in_table.is_some_and(|last| *last != at) {
            continue;
        }
        let origin = match &index {
            Some((path, text, index)) => Origin {
                layer: place.layer,
                path: Some(path.to_path_buf()),
                line: Some(index.line_column(text, entry.span.start.min(text.len())).0),
            },
            None => Origin::of(place.layer),
        };
        let new = Held {
            setting: entry.setting,
            key: entry.key.clone(),
            value: entry.value.clone(),
            origin,
            base: place.base.map(Path::to_owned),
        };
        if in_table.is_some() { held.push(new) } else { put(held, new) }
    }
}

fn put(held: &mut Vec<Held>, new: Held) {
    let refused = |old: &Held| old.is_of(new.setting) && old.value == Value::Flag(false);
    if matches!(new.setting.shape, Shape::Consent) && held.iter().any(refused) {
        return;
    }
    // Packs and included files of all places hold together.
    if !matches!(new.setting.shape, Shape::Paths) {
        held.retain(|old| !(old.is_of(new.setting) && old.key == new.key));
    }
    held.push(new);
}

/// What the values make of a check.
pub(crate) fn effect(held: &[Held]) -> Effect {
    let mut effect = Effect::default();
    for one in held {
        take(&mut effect, one);
    }
    effect
}

fn take(effect: &mut Effect, held: &Held) {
    let taken = Taken { key: &held.key, value: &held.value, base: held.base.as_deref() };
    (held.setting.take)(effect, &taken);
}

/// What a draft's front matter sets. A bad value never stops a check, so it is passed over.
pub(crate) fn of_front_matter(text: &str) -> Vec<Held> {
    let fields = front_matter(text);
    if fields.is_empty() {
        return Vec::new();
    }
    let index = LineIndex::new(text);
    let held = fields.iter().filter_map(|field| {
        let setting = find(None, &plain(&field.key))
            .filter(|setting| setting.places == Places::Everywhere)?;
        let value = setting.shape.read_plain(&field.value)?;
        let origin = Origin::front_matter(index.line_column(text, field.span.start).0);
        Some(Held { setting, key: String::new(), value, origin, base: None })
    });
    held.collect()
}

/// The mode that a draft's front matter gives it.
pub(crate) fn mode_of_front_matter(text: &str) -> Option<(Mode, Origin)> {
    let fields = front_matter(text);
    let field = fields.iter().find(|field| field.key == "mode" && !field.value.is_empty())?;
    let mode = Mode::parse(&field.value)?;
    let line = LineIndex::new(text).line_column(text, field.span.start).0;
    Some((mode, Origin::front_matter(line)))
}

/// Lays what a draft says over what has held so far.
pub(crate) fn lay_front_matter(held: &mut Vec<Held>, front_matter: Vec<Held>) {
    for one in front_matter {
        put(held, one);
    }
}

/// Adds what a draft says to what a check is given.
pub(crate) fn take_front_matter(effect: &mut Effect, front_matter: &[Held]) {
    for one in front_matter {
        take(effect, one);
    }
}
