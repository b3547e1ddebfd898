//! Reads one settings file over what holds so far.

use std::ops::Range;
use std::path::Path;

use aplomb_core::{Catalog, Family, Level, LineIndex, Severity};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::{Key, Value, keys};
use super::patterns::Patterns;
use super::{Problem, Project};

/// Whose settings file it is.
#[derive(Clone, Copy)]
pub(super) enum Layer<'l> {
    /// The user's own.
    User,
    /// A project's: it may not lower a rule about safety.
    Project {
        /// The user's own settings file, which may.
        own: Option<&'l Path>,
    },
}

/// Reads `text`, the settings file at `path`, into `project`.
pub(super) fn read(
    project: &mut Project,
    path: &Path,
    text: &str,
    layer: Layer<'_>,
    catalog: &Catalog,
) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { project, path, layer, catalog, found: Vec::new() };
    for error in errors {
        let span = error.span().unwrap_or_default();
        reader.fail(span, sentence(error.message()));
    }
    reader.table(None, table.get_ref());
    let Reader { project, mut found, .. } = reader;
    found.sort_by_key(|(span, _)| span.start);
    let index = LineIndex::new(text);
    for (span, message) in found {
        let (line, column) = index.line_column(text, span.start.min(text.len()));
        project.problems.push(Problem { path: path.to_owned(), line, column, message });
    }
}

struct Reader<'r> {
    project: &'r mut Project,
    path: &'r Path,
    layer: Layer<'r>,
    catalog: &'r Catalog,
    found: Vec<(Range<usize>, String)>,
}

impl Reader<'_> {
    fn fail(&mut self, span: Range<usize>, message: String) {
        self.found.push((span, message));
    }

    /// The entries of the table `name`, or of the file itself.
    fn table(&mut self, name: Option<&str>, entries: &DeTable<'_>) {
        for (written, value) in entries {
            // Both spellings are common in TOML, and nobody should have to look up which is meant.
            let plain = written.get_ref().replace('_', "-");
            let known = keys().iter().find(|key| key.table == name && key.name == plain);
            if let Some(key) = known {
                self.value(key, value);
            } else if name.is_none() && keys().iter().any(|key| key.table == Some(&plain)) {
                match value.get_ref().as_table() {
                    Some(entries) => self.table(Some(&plain), entries),
                    None => self.fail(
                        value.span(),
                        format!("`{plain}` is a table; write [{plain}] and its settings under it"),
                    ),
                }
            } else {
                self.unknown(name, written, &plain);
            }
        }
    }

    fn unknown(&mut self, table: Option<&str>, written: &Spanned<impl AsRef<str>>, plain: &str) {
        let names = keys().iter().filter_map(|key| match key.table {
            _ if key.table == table => Some(key.name),
            other => other.filter(|_| table.is_none()),
        });
        let mut names: Vec<_> = names.collect();
        names.dedup();
        let way_out = match nearest(plain, &names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the settings here are {}", names.join(", ")),
        };
        let written_as = written.get_ref().as_ref();
        self.fail(written.span(), format!("`{written_as}` is no setting; {way_out}"));
    }

    fn value(&mut self, key: &Key, value: &Spanned<DeValue<'_>>) {
        let inner = value.get_ref();
        let project = &mut *self.project;
        match key.value {
            Value::Text(set) => match inner.as_str() {
                Some(text) => set(&mut project.settings, text.trim().to_owned()),
                None => self.mistaken(key, "a text", value),
            },
            Value::Choice(choices, set) => match inner.as_str() {
                Some(text) if choices.contains(&text) => set(&mut project.settings, text),
                _ => {
                    let choices: Vec<_> =
                        choices.iter().map(|name| format!("\"{name}\"")).collect();
                    self.mistaken(key, &choices.join(" or "), value);
                }
            },
            Value::Names(set) => {
                if let Some(names) = self.strings(key, "a list of names", value) {
                    let names = names.iter().map(|name| name.get_ref().trim().to_owned());
                    set(
                        &mut self.project.settings,
                        names.filter(|name| !name.is_empty()).collect(),
                    );
                }
            }
            Value::Globs(place) => {
                if let Some(globs) = self.strings(key, "a list of file patterns", value) {
                    let base = match self.layer {
                        Layer::User => None,
                        Layer::Project { .. } => self.path.parent(),
                    };
                    let texts: Vec<_> = globs.iter().map(|glob| *glob.get_ref()).collect();
                    let mut wrong = Vec::new();
                    let patterns =
                        Patterns::new(base, &texts, |at, message| wrong.push((at, message)));
                    for (at, message) in wrong {
                        self.fail(
                            globs[at].span(),
                            format!("this file pattern is not used: {message}"),
                        );
                    }
                    *place(&mut self.project.files) = patterns;
                }
            }
            Value::Levels => match inner.as_table() {
                Some(levels) => {
                    for (code, level) in levels {
                        self.level(code, level);
                    }
                }
                None => self.mistaken(key, "a table of rules", value),
            },
        }
    }

    fn mistaken(&mut self, key: &Key, takes: &str, value: &Spanned<DeValue<'_>>) {
        let is = describe(value.get_ref());
        let example = key.example.lines().last().unwrap_or_default();
        let message = format!("`{}` takes {takes}, not {is}; for example: {example}", key.path());
        self.fail(value.span(), message);
    }

    /// A list of strings; what else is in it is reported and passed over.
    fn strings<'v>(
        &mut self,
        key: &Key,
        takes: &str,
        value: &'v Spanned<DeValue<'_>>,
    ) -> Option<Vec<Spanned<&'v str>>> {
        let Some(items) = value.get_ref().as_array() else {
            self.mistaken(key, takes, value);
            return None;
        };
        let mut strings = Vec::new();
        for item in items.iter() {
            match item.get_ref().as_str() {
                Some(text) => strings.push(Spanned::new(item.span(), text)),
                None => self.mistaken(key, takes, item),
            }
        }
        Some(strings)
    }

    fn level(&mut self, code: &Spanned<impl AsRef<str>>, value: &Spanned<DeValue<'_>>) {
        let written = code.get_ref().as_ref();
        let Some(meta) = self.catalog.rule(written) else {
            let way_out = match self.catalog.nearest(written) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`aplomb rules` lists them all".to_owned(),
            };
            self.fail(code.span(), format!("there is no rule `{written}`; {way_out}"));
            return;
        };
        let level = value.get_ref().as_str().and_then(|text| match text {
            "off" => Some(Level::Off),
            _ => Severity::parse(text).map(Level::Ceiling),
        });
        let Some(level) = level else {
            let names: Vec<_> = std::iter::once("off")
                .chain(Severity::ALL.map(Severity::as_str))
                .map(|name| format!("\"{name}\""))
                .collect();
            let is = describe(value.get_ref());
            let message = format!("`{written}` takes one of {}, not {is}", names.join(", "));
            self.fail(value.span(), message);
            return;
        };
        let lowers = match level {
            Level::Off => true,
            Level::Ceiling(severity) => severity < meta.severity,
        };
        if let Layer::Project { own } = self.layer
            && meta.family == Family::Safety
            && lowers
        {
            let place = own.map_or_else(String::new, |path| format!(", {}", path.display()));
            let message = format!(
                "`{written}` is about safety, so a project cannot lower it; to change it for yourself, use your own settings file{place}"
            );
            self.fail(value.span(), message);
            return;
        }
        self.project.settings.rules.insert(meta.code.to_string(), level);
    }
}

/// A value in the words of a reader.
fn describe(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("\"{text}\""),
        DeValue::Integer(_) | DeValue::Float(_) => "a number".to_owned(),
        DeValue::Boolean(value) => value.to_string(),
        DeValue::Datetime(_) => "a date".to_owned(),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

/// A parser's message on one line.
fn sentence(message: &str) -> String {
    let lines: Vec<_> = message.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    format!("this is not TOML: {}", lines.join(", "))
}

fn nearest<'n>(written: &str, names: &[&'n str]) -> Option<&'n str> {
    names
        .iter()
        .map(|name| (strsim::damerau_levenshtein(name, written), *name))
        .filter(|(distance, name)| *distance <= name.len().div_ceil(3))
        .min()
        .map(|(_, name)| name)
}
