//! What an editor offers in a settings file that is being written, and what it says of what stands there.

use std::ops::Range;

use aplomb_core::{Catalog, Family, Level, RuleMeta, languages};

use super::shape::{Field, Shape, time_zones};
use super::sketch::{Role, Spot, clamp, sketch, spot_at};
use super::table::{LEVELS, Places, Setting, find, plain, settings, tables};
use super::value::quoted;

/// How many time zones are offered at once; what is typed makes them fewer.
const MOST_TIME_ZONES: usize = 50;

/// Something that can be written at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What is shown in the list.
    pub label: String,
    /// What is written.
    pub insert: String,
    /// What it is.
    pub kind: SuggestionKind,
    /// A few words beside the label, such as a default; may be empty.
    pub detail: String,
    /// What it is for, as Markdown; may be empty.
    pub about: String,
    /// The bytes in whose place it is written: the word under the cursor, or nothing.
    pub replace: Range<usize>,
}

/// What a suggestion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuggestionKind {
    /// The name of a setting or of a field.
    Key,
    /// The header of a table.
    Table,
    /// A rule's code or a family.
    Code,
    /// A value.
    Value,
}

/// What can be written at a place of a settings file, in the order of the page. Time zones are filtered by what
/// is typed and not all there are; whoever shows them asks again with the next letter.
#[must_use]
pub fn complete_settings(text: &str, offset: usize, catalog: &Catalog) -> Vec<Suggestion> {
    let offset = clamp(text, offset);
    let spots = sketch(text);
    let Some(spot) = spot_at(&spots, offset) else { return Vec::new() };
    let cursor = Cursor { text, offset, spots: &spots, spot };
    match &spot.role {
        Role::Header { whole, .. } if spot.path.is_empty() => headers(&cursor, whole.clone()),
        Role::Header { .. } => Vec::new(),
        Role::Key { .. } => {
            let mut found = keys(&cursor, catalog);
            if cursor.may_begin_table() {
                found.extend(headers(&cursor, cursor.key_range()));
            }
            found
        }
        Role::Value { .. } => match thing(&spot.path, catalog) {
            Some(thing) => values(&cursor, &thing),
            None => Vec::new(),
        },
    }
}

/// What the word at a place of a settings file is for, as Markdown, with its bytes.
#[must_use]
pub fn explain_settings(
    text: &str,
    offset: usize,
    catalog: &Catalog,
) -> Option<(Range<usize>, String)> {
    let spots = sketch(text);
    let spot = spot_at(&spots, clamp(text, offset)).filter(|spot| !spot.is_gap)?;
    let about = match spot.role {
        Role::Header { .. } | Role::Key { .. } => {
            let path: Vec<_> = spot.path.iter().chain([&spot.text]).cloned().collect();
            thing(&path, catalog)?.page()
        }
        Role::Value { .. } => {
            let meaning = thing(&spot.path, catalog)?.meaning(&spot.text)?;
            format!("**{}**: {meaning}.", spot.text)
        }
    };
    Some((spot.span.clone(), about))
}

/// The place at which something is offered.
pub(crate) struct Cursor<'c> {
    pub text: &'c str,
    pub offset: usize,
    pub spots: &'c [Spot],
    pub spot: &'c Spot,
}

impl Cursor<'_> {
    /// The bytes for which a key is written.
    pub(crate) fn key_range(&self) -> Range<usize> {
        if self.spot.is_gap { self.offset..self.offset } else { self.spot.span.clone() }
    }

    /// The bytes for which a value is written. A quote that was just opened may have met that of a later
    /// text, so what lies between them stays.
    fn value_range(&self) -> Range<usize> {
        let Range { start, end } = self.key_range();
        let in_word = |c: char| c.is_alphanumeric() || "_-+/".contains(c);
        if self.spot.is_gap || self.spot.text.chars().all(in_word) {
            return start..end;
        }
        let quote = self.text[start..].chars().next().map_or(0, char::len_utf8);
        let from = self.offset.max(start + quote).min(end);
        let rest = &self.text[from..end];
        start..from + rest.find(|c| !in_word(c)).unwrap_or(rest.len())
    }

    /// What stands before the cursor, of the word there.
    fn typed(&self) -> &str {
        let start = self.spot.span.start.min(self.offset);
        if self.spot.is_gap { "" } else { self.text[start..self.offset].trim_matches(['"', '\'']) }
    }

    /// A key, with what has to follow it if nothing does.
    pub(crate) fn key(&self, name: &str) -> String {
        match self.spot.role {
            Role::Key { goes_on: true, .. } => name.to_owned(),
            _ => format!("{name} = "),
        }
    }

    /// Whether a header can stand here: on a line of its own, and not over entries of the table above.
    pub(crate) fn may_begin_table(&self) -> bool {
        let is_later = |other: &Spot| {
            other.section == self.spot.section
                && !other.is_gap
                && other.span.start > self.spot.span.end
                && matches!(other.role, Role::Key { starts: true, .. })
        };
        let alone = matches!(self.spot.role, Role::Key { starts: true, goes_on: false });
        alone && !self.spots.iter().any(is_later)
    }

    /// The other words in this place that make a key of it: those of keys and of headers.
    pub(crate) fn others(&self) -> impl Iterator<Item = &Spot> {
        let is_key = |spot: &Spot| matches!(spot.role, Role::Key { .. } | Role::Header { .. });
        self.spots.iter().filter(move |other| !other.is_gap && *other != self.spot && is_key(other))
    }

    /// Closed values as suggestions: each with what it means and whether it is the default.
    pub(crate) fn choices<'v>(
        &self,
        takes_list: bool,
        choices: impl IntoIterator<Item = (&'v str, String, bool)>,
    ) -> Vec<Suggestion> {
        let in_list = self.spot.role == Role::Value { in_list: true };
        if in_list && !takes_list {
            return Vec::new();
        }
        let is_taken = |name: &str| {
            in_list
                && self.spots.iter().any(|other| {
                    other.text == name
                        && other.role == self.spot.role
                        && (other.section, &other.path) == (self.spot.section, &self.spot.path)
                        && other != self.spot
                })
        };
        let choices = choices.into_iter().filter(|(name, ..)| !is_taken(name));
        let suggestions = choices.map(|(name, about, is_default)| Suggestion {
            label: name.to_owned(),
            insert: match takes_list && !in_list {
                true => format!("[{}]", quoted(name)),
                false => quoted(name),
            },
            kind: SuggestionKind::Value,
            detail: if is_default { "default".to_owned() } else { String::new() },
            about,
            replace: self.value_range(),
        });
        suggestions.collect()
    }
}

/// Where keys stand: what a path leads to, as a table.
enum Room {
    Top,
    Table(&'static str),
    Members(&'static Setting),
    Fields(&'static [Field]),
}

fn room(path: &[String]) -> Option<Room> {
    let Some((first, rest)) = path.split_first() else { return Some(Room::Top) };
    let first = plain(first);
    if let Some(setting) = find(None, &first) {
        return match (setting.shape, rest) {
            (shape, []) if shape.is_table() => Some(Room::Members(setting)),
            (Shape::Entries { fields, .. }, [_]) => Some(Room::Fields(fields)),
            _ => None,
        };
    }
    let table = tables().find(|table| *table == first)?;
    rest.is_empty().then_some(Room::Table(table))
}

/// What a key is, with its tables.
enum Thing<'c> {
    Table(&'static str),
    Setting(&'static Setting),
    Rule(&'c RuleMeta),
    Family(Family),
    Entry(&'static Setting),
    Field(&'static Field),
}

fn thing<'c>(path: &[String], catalog: &'c Catalog) -> Option<Thing<'c>> {
    let (last, parents) = path.split_last()?;
    let name = plain(last);
    match room(parents)? {
        Room::Top => match find(None, &name) {
            Some(setting) => Some(Thing::Setting(setting)),
            None => tables().find(|table| *table == name).map(Thing::Table),
        },
        Room::Table(table) => find(Some(table), &name).map(Thing::Setting),
        Room::Fields(fields) => fields.iter().find(|field| field.name == name).map(Thing::Field),
        Room::Members(setting) => match setting.shape {
            Shape::Rules => catalog.rule(last).map(Thing::Rule),
            Shape::Families => Family::parse(last).map(Thing::Family),
            _ => Some(Thing::Entry(setting)),
        },
    }
}

fn headers(cursor: &Cursor<'_>, replace: Range<usize>) -> Vec<Suggestion> {
    let taken = |name: &str| {
        cursor.others().any(|other| other.path.is_empty() && plain(&other.text) == name)
    };
    let mut found: Vec<Suggestion> = Vec::new();
    for setting in settings() {
        let (name, page, detail) = match setting.table {
            Some(table) => (table, Thing::Table(table).page(), String::new()),
            None if setting.shape.is_table() => {
                (setting.name, Thing::Setting(setting).page(), default(setting))
            }
            None => continue,
        };
        let label = format!("[{name}]");
        if taken(name) || found.iter().any(|other| other.label == label) {
            continue;
        }
        found.push(Suggestion {
            insert: label.clone(),
            label,
            kind: SuggestionKind::Table,
            detail,
            about: page,
            replace: replace.clone(),
        });
    }
    found
}

fn keys(cursor: &Cursor<'_>, catalog: &Catalog) -> Vec<Suggestion> {
    let spot = cursor.spot;
    let Some(room) = room(&spot.path) else { return Vec::new() };
    let is_here = |path: &[String]| match (path, spot.path.as_slice()) {
        ([], []) => true,
        ([first, rest @ ..], [own, others @ ..]) => plain(first) == plain(own) && rest == others,
        _ => false,
    };
    let taken: Vec<_> =
        cursor.others().filter(|other| is_here(&other.path)).map(|it| plain(&it.text)).collect();
    let suggest = |name: &str, kind, detail: String, about: String| Suggestion {
        label: name.to_owned(),
        insert: cursor.key(name),
        kind,
        detail,
        about,
        replace: cursor.key_range(),
    };
    let setting = |setting: &'static Setting| {
        let page = Thing::Setting(setting).page();
        suggest(setting.name, SuggestionKind::Key, default(setting), page)
    };
    let mut found: Vec<_> = match room {
        Room::Top => {
            let plain = settings().iter().filter(|it| it.table.is_none() && !it.shape.is_table());
            plain.map(setting).collect()
        }
        Room::Table(table) => {
            settings().iter().filter(|it| it.table == Some(table)).map(setting).collect()
        }
        Room::Fields(fields) => {
            let field = |field: &'static Field| {
                let detail = if field.required { "required" } else { "" };
                let page = Thing::Field(field).page();
                suggest(field.name, SuggestionKind::Key, detail.to_owned(), page)
            };
            fields.iter().map(field).collect()
        }
        Room::Members(setting) => match setting.shape {
            Shape::Rules => {
                let rule = |rule: &RuleMeta| {
                    let page = Thing::Rule(rule).page();
                    suggest(&rule.code, SuggestionKind::Code, severity(rule), page)
                };
                catalog.rules().map(rule).collect()
            }
            Shape::Families => {
                let family = |family: Family| {
                    let page = Thing::Family(family).page();
                    suggest(family.as_str(), SuggestionKind::Code, String::new(), page)
                };
                Family::ALL.into_iter().map(family).collect()
            }
            // Their keys are the team's own.
            _ => Vec::new(),
        },
    };
    found.retain(|suggestion| !taken.contains(&suggestion.label));
    found
}

fn values(cursor: &Cursor<'_>, thing: &Thing<'_>) -> Vec<Suggestion> {
    let levels = |default: &dyn Fn(&str) -> bool| {
        let level = |name| (name, meaning_of_level(name), default(name));
        cursor.choices(false, Level::NAMES.map(level))
    };
    let (shape, default, about) = match thing {
        Thing::Rule(rule) => {
            return levels(&|name| match rule.on {
                true => name == rule.severity.as_str(),
                false => name == "off",
            });
        }
        Thing::Family(_) => return levels(&|_| false),
        Thing::Setting(setting) => (setting.shape, setting.default, setting.about),
        Thing::Field(field) => (field.shape, "", field.about),
        Thing::Table(_) | Thing::Entry(_) => return Vec::new(),
    };
    let choice = |name, about: &str| (name, about.to_owned(), quoted(name) == default);
    match shape {
        Shape::Choice(choices) => {
            cursor.choices(false, choices.iter().map(|(name, about)| choice(name, about)))
        }
        Shape::Language => cursor.choices(false, languages().map(|tag| choice(tag, about))),
        Shape::TimeZone => {
            let zones = zones_like(cursor.typed());
            cursor.choices(false, zones.into_iter().map(|zone| choice(zone, about)))
        }
        Shape::Flag | Shape::Consent => {
            let flags = ["true", "false"].map(|flag| (flag, about.to_owned(), flag == default));
            let mut found = cursor.choices(false, flags);
            for suggestion in &mut found {
                suggestion.insert.clone_from(&suggestion.label);
            }
            found
        }
        _ => Vec::new(),
    }
}

/// The time zones that have what was typed in their name, those first whose name or place begins so.
fn zones_like(typed: &str) -> Vec<&'static str> {
    let typed = typed.to_lowercase();
    let rank = |zone: &str| {
        let zone = zone.to_lowercase();
        let begins = zone.split('/').any(|part| part.starts_with(&typed));
        let fits = zone.contains(&typed);
        fits.then_some(!(begins || zone.starts_with(&typed)))
    };
    let mut found: Vec<_> =
        time_zones().filter_map(|zone| rank(zone).map(|rank| (rank, zone))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, zone)| zone).take(MOST_TIME_ZONES).collect()
}

fn default(setting: &Setting) -> String {
    format!("default: {}", setting.default.replace('`', ""))
}

fn severity(rule: &RuleMeta) -> String {
    let off = if rule.on { "" } else { ", off by default" };
    format!("{}{off}", rule.severity)
}

/// What a level makes of a rule; empty for what is none.
fn meaning_of_level(name: &str) -> String {
    let known = LEVELS.iter().find(|(level, _)| *level == name);
    match (name, known) {
        (_, None) => String::new(),
        ("off", Some((_, meaning))) => (*meaning).to_owned(),
        (_, Some((_, meaning))) => format!("{meaning}, at most"),
    }
}

impl Thing<'_> {
    /// What it is for, as Markdown.
    fn page(&self) -> String {
        match self {
            Self::Table(table) => {
                let here = settings().iter().filter(|setting| setting.table == Some(table));
                let lines = here.map(|setting| format!("- `{}`: {}", setting.name, setting.about));
                format!("**{table}**\n\n{}", lines.collect::<Vec<_>>().join("\n"))
            }
            Self::Setting(setting) => page_of_setting(setting),
            Self::Rule(rule) => page_of_rule(rule),
            Self::Family(family) => {
                let about = format!("Rules about {}.", family.about());
                let levels = list_of_levels();
                let mut page = format!("**{family}**\n\n{about}\n\nTakes one of:\n\n{levels}");
                if *family == Family::Safety {
                    page.push_str(&format!("\n\n{ONLY_YOURS}"));
                }
                page
            }
            Self::Entry(setting) => page_of_setting(setting),
            Self::Field(field) => {
                let needed = if field.required { "\n\nAn entry needs it." } else { "" };
                let takes = takes(field.shape);
                format!("**{}**\n\n{}\n\n{takes}{needed}", field.name, field.about)
            }
        }
    }

    /// What one of its values means, if it takes only a few.
    fn meaning(&self, value: &str) -> Option<String> {
        let shape = match self {
            Self::Rule(_) | Self::Family(_) => {
                return Some(meaning_of_level(value)).filter(|meaning| !meaning.is_empty());
            }
            Self::Setting(setting) => setting.shape,
            Self::Field(field) => field.shape,
            Self::Table(_) | Self::Entry(_) => return None,
        };
        let Shape::Choice(choices) = shape else { return None };
        let choice = choices.iter().find(|(name, _)| *name == value);
        choice.map(|(_, meaning)| (*meaning).to_owned())
    }
}

const ONLY_YOURS: &str = "It is about safety: only your own settings file can lower it.";

fn page_of_setting(setting: &Setting) -> String {
    let mut parts = vec![format!("**{}**", setting.path()), setting.about.to_owned()];
    parts.push(takes(setting.shape));
    if let Shape::Entries { fields: [first, _, ..], .. } = setting.shape {
        parts.push(format!("A text alone stands for `{}`.", first.name));
    }
    match setting.places {
        Places::Everywhere => parts.push("A draft's front matter can say it too.".to_owned()),
        Places::FilesAndEditors => {}
        Places::Files => parts.push("It is read from settings files only.".to_owned()),
    }
    parts.push(format!("Default: {}", code_if_toml(setting.default)));
    parts.push(format!("```toml\n{}\n```", setting.whole_example()));
    parts.join("\n\n")
}

fn page_of_rule(rule: &RuleMeta) -> String {
    let default = match rule.on {
        true => "on by default",
        false => "off by default; a level switches it on",
    };
    let facts = format!("Family {}, at most {}, {default}.", rule.family, rule.severity);
    let mut parts = vec![format!("**{}**", rule.code), rule.summary(), facts];
    if rule.family == Family::Safety {
        parts.push(ONLY_YOURS.to_owned());
    }
    parts.join("\n\n")
}

fn list_of_levels() -> String {
    let levels = Level::NAMES.map(|name| format!("- `\"{name}\"`: {}", meaning_of_level(name)));
    levels.join("\n")
}

fn takes(shape: Shape) -> String {
    match shape {
        Shape::Choice(choices) => {
            let lines = choices.iter().map(|(name, about)| format!("- `\"{name}\"`: {about}"));
            format!("Takes one of:\n\n{}", lines.collect::<Vec<_>>().join("\n"))
        }
        Shape::Rules | Shape::Families => {
            format!("Takes {}, each with one of these:\n\n{}", shape.takes(), list_of_levels())
        }
        Shape::Entries { fields: fields @ [_, _, ..], .. } => {
            let lines = fields.iter().map(|field| format!("- `{}`: {}", field.name, field.about));
            let lines = lines.collect::<Vec<_>>().join("\n");
            format!("Takes {}, with these fields:\n\n{lines}", shape.takes())
        }
        _ => format!("Takes {}.", shape.takes()),
    }
}

/// TOML as code, words as they are.
pub(crate) fn code_if_toml(default: &str) -> String {
    let is_toml = default.starts_with(['"', '[', '{'])
        || ["true", "false"].contains(&default)
        || default.bytes().all(|b| b.is_ascii_digit());
    if is_toml { format!("`{default}`") } else { default.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text without the mark `¦` for the cursor, and where that was.
    fn cursor(marked: &str) -> (String, usize) {
        let at = marked.find('¦').expect("a cursor is marked");
        (marked.replace('¦', ""), at)
    }

    fn complete(marked: &str) -> (String, Vec<Suggestion>) {
        let (text, at) = cursor(marked);
        let found = complete_settings(&text, at, &Catalog::builtin());
        (text, found)
    }

    fn labels(marked: &str) -> Vec<String> {
        complete(marked).1.into_iter().map(|suggestion| suggestion.label).collect()
    }

    /// The text once the suggestion of that label is taken.
    fn taken(marked: &str, label: &str) -> String {
        let (mut text, found) = complete(marked);
        let one = found.iter().find(|suggestion| suggestion.label == label);
        let one = one.unwrap_or_else(|| panic!("{label} is not offered in {marked}: {found:?}"));
        text.replace_range(one.replace.clone(), &one.insert);
        text
    }

    fn hover(marked: &str) -> Option<(String, String)> {
        let (text, at) = cursor(marked);
        let (span, about) = explain_settings(&text, at, &Catalog::builtin())?;
        Some((text[span].to_owned(), about))
    }

    #[test]
    fn an_empty_file_is_offered_every_key_and_table_there_is() {
        let found = labels("¦");
        for setting in settings() {
            let label = match setting.table {
                Some(table) => format!("[{table}]"),
                None if setting.shape.is_table() => format!("[{}]", setting.name),
                None => setting.name.to_owned(),
            };
            assert_eq!(found.iter().filter(|it| **it == label).count(), 1, "{label}: {found:?}");
        }
        assert_eq!(taken("¦", "profile"), "profile = ");
        assert_eq!(taken("¦", "[rules]"), "[rules]");
    }

    #[test]
    fn what_is_set_is_not_offered_again() {
        let found = labels("profile = \"calm\"\nthird_party = []\n¦\n\n[rules]\n");
        assert!(found.contains(&"own".to_owned()), "{found:?}");
        for set in ["profile", "third-party", "[rules]"] {
            assert!(!found.contains(&set.to_owned()), "{set}");
        }
        // The word that is being typed is not in its own way.
        assert!(labels("profile¦").contains(&"profile".to_owned()));
    }

    #[test]
    fn a_table_is_not_offered_over_settings_that_would_fall_into_it() {
        assert!(!labels("¦\nprofile = \"calm\"\n").contains(&"[rules]".to_owned()));
        assert!(labels("profile = \"calm\"\n¦\n[files]\n").contains(&"[rules]".to_owned()));
    }

    #[test]
    fn a_bracket_offers_tables_in_its_place() {
        assert_eq!(taken("[¦", "[rules]"), "[rules]");
        assert_eq!(taken("[ru¦]\n", "[rules]"), "[rules]\n");
        assert_eq!(
            taken("[files]\nreplies = []\n[mo¦\n", "[modes]"),
            "[files]\nreplies = []\n[modes]\n"
        );
        assert!(labels("[files.¦]").is_empty());
    }

    #[test]
    fn under_rules_stand_the_codes_that_are_not_there_yet() {
        let marked = "[rules]\ncertainty-try = \"off\"\ncert¦\n";
        let found = labels(marked);
        assert!(found.contains(&"certainty-should".to_owned()));
        assert!(!found.contains(&"certainty-try".to_owned()), "{found:?}");
        assert!(!found.contains(&"profile".to_owned()));
        assert!(taken(marked, "certainty-should").contains("\ncertainty-should = \n"));
        let (_, all) = complete(marked);
        let softener = all.iter().find(|it| it.label == "certainty-softener").unwrap();
        assert_eq!(softener.detail, "hint, off by default");
        assert!(softener.about.contains("Reports words that soften"), "{}", softener.about);
    }

    #[test]
    fn a_key_that_has_its_value_keeps_it() {
        assert_eq!(
            taken("[rules]\ncert¦ = \"off\"\n", "certainty-should"),
            "[rules]\ncertainty-should = \"off\"\n"
        );
    }

    #[test]
    fn a_level_is_offered_however_much_of_it_is_typed() {
        for marked in ["¦", "\"¦\"", "\"¦", "\"hi¦nt\"", "o¦", "\"o¦", "\"¦ # why"] {
            let marked = format!("[rules]\ncertainty-should = {marked}\nown = 1\n");
            assert_eq!(labels(&marked), Level::NAMES, "{marked}");
            let rest = if marked.contains('#') { " # why" } else { "" };
            assert_eq!(
                taken(&marked, "off"),
                format!("[rules]\ncertainty-should = \"off\"{rest}\nown = 1\n")
            );
        }
        assert_eq!(labels("[families]\nsafety = ¦"), Level::NAMES);
        let (_, found) = complete("[rules]\ncertainty-should = ¦");
        let default: Vec<_> = found.iter().filter(|it| it.detail == "default").collect();
        assert_eq!(default[0].label, "warning");
        assert_eq!(default.len(), 1);
    }

    #[test]
    fn a_quote_that_was_just_opened_swallows_nothing_behind_it() {
        assert_eq!(
            taken("[terms]\na = { severity = \"wa¦, why = \"It is.\" }\n", "warning"),
            "[terms]\na = { severity = \"warning\", why = \"It is.\" }\n"
        );
        assert_eq!(
            taken("[terms]\na = { severity = \"¦ }\n", "hint"),
            "[terms]\na = { severity = \"hint\" }\n"
        );
    }

    #[test]
    fn dotted_names_and_inline_tables_are_the_same_tables() {
        assert_eq!(taken("rules.certainty-sh¦", "certainty-should"), "rules.certainty-should = ");
        assert!(labels("rules.¦").contains(&"certainty-should".to_owned()));
        assert_eq!(labels("rules.certainty-should = ¦"), Level::NAMES);
        assert!(labels("rules = { ¦ }").contains(&"certainty-should".to_owned()));
        assert_eq!(labels("rules = { certainty-should = \"¦\" }"), Level::NAMES);
        assert_eq!(labels("files.¦"), ["replies", "ignore", "macros", "check-folders"]);
        assert!(
            !labels("rules.certainty-try = \"off\"\n[rules]\n¦")
                .contains(&"certainty-try".to_owned())
        );
    }

    #[test]
    fn entries_have_their_fields() {
        assert_eq!(labels("[links]\n\"billing\" = { ¦ }"), ["url", "title", "task"]);
        assert_eq!(labels("[links]\nbilling = { url = \"x\", ¦"), ["title", "task"]);
        assert_eq!(labels("[links.billing]\nurl = \"x\"\n¦")[..2], ["title", "task"]);
        assert_eq!(labels("[terms]\n\"Hi folks\" = { fix = ¦ }"), ["safe", "confirm"]);
        assert_eq!(labels("[links]\n\"billing\" = { url = \"x\" ¦ }"), [""; 0]);
        // The words themselves are the team's.
        assert_eq!(labels("[links]\nbill¦ = \"x\""), [""; 0]);
    }

    #[test]
    fn closed_values_are_offered() {
        assert_eq!(labels("profile = ¦"), ["calm", "standard", "coach", "macro"]);
        assert_eq!(taken("root = ¦", "true"), "root = true");
        assert_eq!(taken("root = fa¦", "false"), "root = false");
        assert_eq!(taken("language = \"¦\"", "de"), "language = \"de\"");
        assert_eq!(labels("company = \"¦\""), [""; 0]);
        assert_eq!(labels("profile = [\"¦\"]"), [""; 0]);
        assert_eq!(labels("profile = \"calm\" ¦"), [""; 0]);
    }

    #[test]
    fn time_zones_are_found_by_their_place() {
        assert_eq!(labels("time-zone = \"berl¦\"")[0], "Europe/Berlin");
        assert_eq!(
            taken("time-zone = Europe/Be¦", "Europe/Berlin"),
            "time-zone = \"Europe/Berlin\""
        );
        assert_eq!(labels("time-zone = ¦").len(), MOST_TIME_ZONES);
        let york = labels("time-zone = \"york¦\"");
        assert_eq!(york, ["America/New_York"], "the middle of a name is found too");
    }

    #[test]
    fn nothing_is_offered_in_comments_and_in_words_of_the_teams_own() {
        for marked in [
            "# pro¦",
            "profile = \"calm\" # ¦",
            "own = [ # ¦\n]",
            "[rules] # ¦",
            "company = \"the [¦\"",
            "own = [\"Acme ¦\"]",
            "colour = ¦",
            "[colours]\n¦a = 1\n",
        ] {
            assert_eq!(labels(marked), [""; 0], "{marked}");
        }
    }

    #[test]
    fn what_was_left_open_above_does_not_reach_down() {
        for open in ["own = [", "own = [\"Acme\",\n", "company = \"Ac", "[files", "links = { a = {"]
        {
            let marked = format!("{open}\n[rules]\ncertainty-should = ¦\n");
            assert_eq!(labels(&marked), Level::NAMES, "{marked}");
        }
        assert_eq!(labels("own = [\n  \"Acme\",\nroot = ¦"), ["true", "false"]);
        // A list that goes on over lines is one.
        assert_eq!(labels("own = [\n  \"Acme\",\n  ¦\n]\nroot = true"), [""; 0]);
    }

    #[test]
    fn a_setting_says_what_it_is_for_and_what_it_takes() {
        let (word, about) = hover("pro¦file = \"calm\"").unwrap();
        assert_eq!(word, "profile");
        for part in
            ["How much is said.", "`\"calm\"`: errors", "`\"standard\"`", "profile = \"coach\""]
        {
            assert!(about.contains(part), "{part}: {about}");
        }
        assert!(hover("[fi¦les]").unwrap().1.contains("`replies`"));
        assert!(hover("[files]\nignore¦ = []").unwrap().1.contains("[files]\nignore = ["));
        assert!(hover("[ru¦les]").unwrap().1.contains("`\"off\"`: nothing is said"));
        assert!(hover("[te¦rms]").unwrap().1.contains("`prefer`"));
        assert!(hover("[terms]\na = { sev¦erity = 1 }").unwrap().1.contains("How much it matters"));
    }

    #[test]
    fn a_rule_a_family_and_a_value_say_what_they_are() {
        let (word, about) = hover("[rules]\n\"certainty-¦softener\" = \"hint\"").unwrap();
        assert_eq!(word, "\"certainty-softener\"");
        for part in
            ["Reports words that soften", "Family certainty", "at most hint", "off by default"]
        {
            assert!(about.contains(part), "{part}: {about}");
        }
        assert!(hover("[rules]\nplace¦holder-left = 1").unwrap().1.contains("only your own"));
        assert!(hover("families.struc¦ture = \"off\"").unwrap().1.contains("about greeting"));
        assert_eq!(
            hover("[rules]\na = 1\ncertainty-should = \"h¦int\"").unwrap().1,
            "**hint**: worth a thought, at most."
        );
        assert!(hover("profile = \"ca¦lm\"").unwrap().1.contains("errors, and"));
        for nothing in ["# pro¦file", "company = \"Ac¦me\"", "colour¦ = 1", "  ¦  ", "profile ¦= 1"]
        {
            assert!(hover(nothing).is_none(), "{nothing}");
        }
    }

    #[test]
    fn any_text_and_any_offset_get_an_answer() {
        let catalog = Catalog::builtin();
        let deep = "[{".repeat(3000);
        let texts = [
            "profile = \"calm\"\nown = [\"Acme\", \"Müller\"] # ü\n\n[rules]\ncertainty-should = \"off\"\n",
            "\u{feff}[terms]\r\n\"Hi 👋\" = { prefer = \"Hé\", unless = [\"a\",\r\n'b'], fix = \"sa",
            "[[phrase]]\ncode = 'ü\nreads = [\n  \"body\", # é\n  \"\n]\nwhy = \"\"\"\nlong ü\n\"\"\"\nfix = ",
            "= = =\n]]}}\n[[[\n\"\"\"\n🦀 = { [ } ] = \"\\",
            "rules.. = \"\nrules.\"x\u{a0}\u{3000}y\" = '\n[a.\"b\n[ x . y ]\n{\n\r\r\n\t\"",
            "a = {b = {c = [{d = \"ü\", }, [1, 2\n[rules\n[rules]x\nc = 1979-05-27T07:32:00Z\n",
            "rules = { a = \"b\",\n  c = 'd', # 🦀\n\n}\nterms.x.sev",
            &deep,
        ];
        for text in texts {
            // Cut anywhere, as it is while it is typed.
            let cuts = text.char_indices().map(|(at, _)| at).take(150).chain([text.len()]);
            for cut in cuts {
                let (text, is_whole) = (&text[..cut], cut == text.len());
                let first =
                    if is_whole && text.len() < 400 { 0 } else { text.len() - 2.min(text.len()) };
                for offset in (first..text.len() + 3).chain([usize::MAX]) {
                    let at = clamp(text, offset);
                    let found = complete_settings(text, offset, &catalog);
                    let found = found.into_iter().chain(crate::complete_pack(text, offset));
                    let spans = found.map(|suggestion| suggestion.replace);
                    let hovers = [
                        explain_settings(text, offset, &catalog),
                        crate::explain_pack(text, offset),
                    ];
                    for span in spans.chain(hovers.into_iter().flatten().map(|(span, _)| span)) {
                        assert!(text.get(span.clone()).is_some(), "{span:?} of {text:?}");
                        assert!(span.start <= at && at <= span.end, "{span:?}, {at}: {text:?}");
                    }
                }
            }
        }
    }
}
