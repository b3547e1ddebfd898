//! From what is written to values that are right, with what is wrong told by its place.

use std::ops::Range;
use std::path::Path;

use aplomb_core::{Catalog, Family, Level};

use super::node::{Member, Node, NodeKind, clipped};
use super::origin::Layer;
use super::shape::{Field, Shape, is_language, nearest, one_of, time_zones};
use super::table::{Places, Setting, find, plain, settings, tables};
use super::value::Value;
use crate::project::Patterns;

/// A setting that was set, in one place.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub setting: &'static Setting,
    /// The key, where the setting is a table; empty otherwise.
    pub key: String,
    pub value: Value,
    /// Where it stands, in bytes of the file.
    pub span: Range<usize>,
    /// Where each item of a list stands.
    pub items: Vec<Range<usize>>,
}

/// What a place says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading {
    pub entries: Vec<Entry>,
    /// What is wrong, by its place in bytes, in the order of the places.
    pub problems: Vec<(Range<usize>, String)>,
    /// How much more is wrong.
    more: usize,
}

/// So many mistakes are told of a place.
pub(crate) const MOST_PROBLEMS: usize = 30;
/// So many files can be named in one setting: each is looked for, again and again while drafts are open.
const MOST_FILES: usize = 128;

/// Reads what is written in a layer. `own` is the user's own settings file, for those who look where to
/// do what they may not do here.
pub(crate) fn read(node: &Node, layer: Layer, own: Option<&Path>, catalog: &Catalog) -> Reading {
    let mut reader = Reader { layer, own, catalog, reading: Reading::default() };
    match &node.kind {
        NodeKind::Table(members) => reader.table(None, members),
        NodeKind::Null => {}
        _ => reader.fail(
            &node.span,
            format!("settings are a table of names and values, not {}", node.describe()),
        ),
    }
    let mut reading = reader.reading;
    reading.problems.sort_by_key(|(span, _)| span.start);
    if let (more @ 1.., Some((_, last))) = (reading.more, reading.problems.last_mut()) {
        *last += &format!("; and {more} more mistakes");
    }
    reading
}

struct Reader<'r> {
    layer: Layer,
    own: Option<&'r Path>,
    catalog: &'r Catalog,
    reading: Reading,
}

impl Reader<'_> {
    /// Tells what is wrong. Nobody reads hundreds, and looking for what was meant takes its time.
    fn fail(&mut self, span: &Range<usize>, message: String) {
        if self.has_said_enough() {
            self.reading.more += 1;
        } else {
            self.reading.problems.push((span.clone(), message));
        }
    }

    fn has_said_enough(&self) -> bool {
        self.reading.problems.len() >= MOST_PROBLEMS
    }

    fn keep(&mut self, setting: &'static Setting, key: &str, value: Value, span: &Range<usize>) {
        let (key, span) = (key.to_owned(), span.clone());
        self.reading.entries.push(Entry { setting, key, value, span, items: Vec::new() });
    }

    /// The members of the table `name`, or of the whole.
    fn table(&mut self, name: Option<&str>, members: &[Member]) {
        for member in members {
            if matches!(member.value.kind, NodeKind::Null) {
                continue;
            }
            let plain = plain(&member.key);
            if let Some(setting) = find(name, &plain) {
                if self.layer == Layer::Editor && setting.places == Places::Files {
                    let path = setting.path();
                    self.fail(
                        &member.span,
                        format!("`{path}` is read from aplomb.toml only; write it there"),
                    );
                } else {
                    self.setting(setting, &member.value);
                }
            } else if name.is_none() && tables().any(|table| table == plain) {
                match member.value.members() {
                    Some(members) => self.table(Some(&plain), members),
                    None => self.fail(
                        &member.value.span,
                        format!("`{plain}` is a table; write [{plain}] and its settings under it"),
                    ),
                }
            } else {
                self.unknown(name, member, &plain);
            }
        }
    }

    fn unknown(&mut self, table: Option<&str>, member: &Member, plain: &str) {
        if self.has_said_enough() {
            self.reading.more += 1;
            return;
        }
        let here = settings().iter().filter(|setting| setting.table == table);
        let mut names: Vec<_> = here.map(|setting| setting.name).collect();
        if table.is_none() {
            names.extend(tables());
        }
        let elsewhere = settings().iter().find(|setting| setting.name == plain);
        let is_rule = self.catalog.rule(&member.key).is_some();
        let way_out = match (nearest(plain, names.iter().copied()), elsewhere) {
            _ if is_rule => {
                self.fail(
                    &member.span,
                    format!("`{}` is a rule; write it under [rules]", member.key),
                );
                return;
            }
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, Some(setting)) => match setting.table {
                Some(table) => format!("`{plain}` stands under [{table}]"),
                None => format!("`{plain}` stands at the top, before the first [table]"),
            },
            (None, None) if table.is_none() => "`aplomb config show` lists all settings".to_owned(),
            (None, None) => format!("the settings here are {}", names.join(", ")),
        };
        self.fail(&member.span, format!("`{}` is no setting; {way_out}", clipped(&member.key)));
    }

    fn setting(&mut self, setting: &'static Setting, node: &Node) {
        // A box that was emptied in an editor is a setting that was taken back.
        if self.layer == Layer::Editor && node.text().is_some_and(|text| text.trim().is_empty()) {
            return;
        }
        match setting.shape {
            Shape::Rules | Shape::Families | Shape::Entries { .. } => {
                let Some(members) = node.members() else {
                    self.mistaken(setting, node);
                    return;
                };
                for member in members {
                    match setting.shape {
                        _ if matches!(member.value.kind, NodeKind::Null) => {}
                        Shape::Rules => self.rule(setting, member),
                        Shape::Families => self.family(setting, member),
                        Shape::Entries { fields, .. } => self.entry(setting, fields, member),
                        _ => unreachable!("the others are no tables"),
                    }
                }
            }
            Shape::Names | Shape::Globs | Shape::Paths => self.list(setting, node),
            _ => match self.scalar(setting.shape, node) {
                Ok(value) => self.keep(setting, "", value, &node.span),
                Err(Some(message)) => {
                    let message = format!("`{}`: {message}", setting.path());
                    self.fail(&node.span, message);
                }
                Err(None) => self.mistaken(setting, node),
            },
        }
    }

    /// A value that is no list and no table; the error says what is wrong if more than its type is.
    fn scalar(&self, shape: Shape, node: &Node) -> Result<Value, Option<String>> {
        if let (Shape::Flag | Shape::Consent, NodeKind::Flag(flag)) = (shape, &node.kind) {
            return Ok(Value::Flag(*flag));
        }
        let text = node.text().ok_or(None)?.trim();
        let right = match shape {
            Shape::Text => true,
            Shape::Language => is_language(text),
            Shape::TimeZone => {
                if let Some(near) = nearest(text, time_zones())
                    && near != text
                {
                    return Err(Some(format!(
                        "there is no time zone \"{}\"; did you mean \"{near}\"?",
                        clipped(text)
                    )));
                }
                time_zones().any(|zone| zone == text)
            }
            Shape::Choice(choices) => choices.iter().any(|(name, _)| *name == text),
            _ => false,
        };
        if right { Ok(Value::Text(text.to_owned())) } else { Err(None) }
    }

    /// A list of texts; what else is in it is told and passed over.
    fn list(&mut self, setting: &'static Setting, node: &Node) {
        let NodeKind::List(nodes) = &node.kind else {
            self.mistaken(setting, node);
            return;
        };
        let (mut texts, mut items) = (Vec::new(), Vec::new());
        for item in nodes {
            match item.text().map(str::trim) {
                Some("") => {}
                Some(_) if matches!(setting.shape, Shape::Paths) && texts.len() == MOST_FILES => {
                    let path = setting.path();
                    let message = format!(
                        "`{path}` takes {MOST_FILES} files, so those from here on are left out; name a folder, or bring some of them together"
                    );
                    self.fail(&item.span, message);
                    break;
                }
                Some(text) => {
                    texts.push(text.to_owned());
                    items.push(item.span.clone());
                }
                None => self.mistaken(setting, item),
            }
        }
        if matches!(setting.shape, Shape::Globs) {
            let mut wrong = Vec::new();
            Patterns::new(None, &texts, |at, message| wrong.push((at, message)));
            for (at, message) in wrong {
                let span = items[at].clone();
                self.fail(&span, format!("this file pattern is not used: {message}"));
            }
        }
        self.keep(setting, "", Value::List(texts), &node.span);
        if let Some(entry) = self.reading.entries.last_mut() {
            entry.items = items;
        }
    }

    fn mistaken(&mut self, setting: &Setting, node: &Node) {
        let (takes, is) = (setting.shape.takes(), node.describe());
        // An editor has its own spelling, and no TOML.
        let message = if self.layer == Layer::Editor {
            format!("`aplomb.{}` takes {takes}, not {is}", setting.editor_path())
        } else {
            let example = setting.example.lines().next().unwrap_or_default();
            format!("`{}` takes {takes}, not {is}; for example: {example}", setting.path())
        };
        self.fail(&node.span, message);
    }

    fn level(&mut self, written: &str, node: &Node) -> Option<Level> {
        let level = node.text().and_then(Level::parse);
        if level.is_none() {
            let (names, is) = (one_of(Level::NAMES.into_iter()), node.describe());
            self.fail(&node.span, format!("`{written}` takes {names}, not {is}"));
        }
        level
    }

    fn rule(&mut self, setting: &'static Setting, member: &Member) {
        let written = member.key.as_str();
        let Some(meta) = self.catalog.rule(written) else {
            if self.has_said_enough() {
                self.reading.more += 1;
                return;
            }
            let way_out = match self.catalog.nearest(written) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`aplomb rules` lists them all".to_owned(),
            };
            let written = clipped(written);
            self.fail(&member.span, format!("there is no rule `{written}`; {way_out}"));
            return;
        };
        let (code, severity, family) = (meta.code.to_string(), meta.severity, meta.family);
        let Some(level) = self.level(written, &member.value) else { return };
        if family == Family::Safety && level.is_below(severity) && !self.may_lower_safety() {
            self.refuse_safety(&format!("`{written}` is"), &member.value.span);
            return;
        }
        self.keep_member(setting, &code, member);
    }

    fn family(&mut self, setting: &'static Setting, member: &Member) {
        let written = member.key.as_str();
        let names = || Family::ALL.iter().map(|family| family.as_str());
        let Some(family) = Family::parse(written) else {
            let way_out = match nearest(written, names()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("they are {}", names().collect::<Vec<_>>().join(", ")),
            };
            self.fail(&member.span, format!("there is no family `{written}`; {way_out}"));
            return;
        };
        let Some(level) = self.level(written, &member.value) else { return };
        let lowers = level.is_below(aplomb_core::Severity::Error);
        if family == Family::Safety && lowers && !self.may_lower_safety() {
            self.refuse_safety("`families.safety` is", &member.value.span);
            return;
        }
        self.keep_member(setting, family.as_str(), member);
    }

    fn keep_member(&mut self, setting: &'static Setting, key: &str, member: &Member) {
        let value = Value::Text(member.value.text().unwrap_or_default().to_owned());
        self.keep(setting, key, value, &member.span);
    }

    /// Whether the layer is the user's own word. An editor's settings may come from a file that
    /// somebody else put into the workspace.
    fn may_lower_safety(&self) -> bool {
        self.layer == Layer::User
    }

    fn refuse_safety(&mut self, what: &str, span: &Range<usize>) {
        let own = self.own.map_or_else(String::new, |path| format!(", {}", path.display()));
        let here = if self.layer == Layer::Editor { "an editor" } else { "a workspace" };
        self.fail(
            span,
            format!(
                "{what} about safety, so {here} cannot lower it; to change it for yourself, use your own settings file{own}"
            ),
        );
    }

    /// An entry of the team's own: a text for its first field, or a table of fields.
    fn entry(&mut self, setting: &'static Setting, fields: &'static [Field], member: &Member) {
        let written = format!("{}.{}", setting.name, super::value::key(&member.key));
        let mut values = Vec::new();
        match (&member.value.kind, fields.first()) {
            (NodeKind::Text(text), Some(first)) => {
                values.push((first.name, Value::Text(text.trim().to_owned())));
            }
            (NodeKind::Table(members), _) => {
                for inner in members {
                    let name = plain(&inner.key);
                    let Some(field) = fields.iter().find(|field| field.name == name) else {
                        let names: Vec<_> = fields.iter().map(|field| field.name).collect();
                        let way_out = match nearest(&name, names.iter().copied()) {
                            Some(near) => format!("did you mean `{near}`?"),
                            None => format!("it has {}", names.join(", ")),
                        };
                        let message = format!("`{written}` has no `{}`; {way_out}", inner.key);
                        self.fail(&inner.span, message);
                        continue;
                    };
                    if let Some(value) = self.field(&written, field, &inner.value) {
                        values.push((field.name, value));
                    }
                }
            }
            (_, first) => {
                let first = first.map_or("", |field| field.name);
                let is = member.value.describe();
                self.fail(
                    &member.value.span,
                    format!("`{written}` takes a text, or a table with `{first}`, not {is}"),
                );
                return;
            }
        }
        for field in fields.iter().filter(|field| field.required) {
            let there = values.iter().any(|(name, value)| {
                *name == field.name && value.text().is_some_and(|text| !text.is_empty())
            });
            if !there {
                self.fail(
                    &member.span,
                    format!("`{written}` needs `{}`: {}", field.name, lower_first(field.about)),
                );
                return;
            }
        }
        self.keep(setting, &member.key, Value::Fields(values), &member.span);
    }

    fn field(&mut self, written: &str, field: &Field, node: &Node) -> Option<Value> {
        let value = match (field.shape, &node.kind) {
            (Shape::Names, NodeKind::List(items)) => {
                let texts = items.iter().map(|item| item.text().map(|text| text.trim().to_owned()));
                texts.collect::<Option<Vec<_>>>().map(Value::List)
            }
            (shape, _) => self.scalar(shape, node).ok(),
        };
        if value.is_none() {
            let (takes, is) = (field.shape.takes(), node.describe());
            self.fail(&node.span, format!("`{written}.{}` takes {takes}, not {is}", field.name));
        }
        value
    }
}

fn lower_first(sentence: &str) -> String {
    let sentence = sentence.trim_end_matches('.');
    let mut chars = sentence.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
