//! `aplomb snippets`.

use std::fmt::Write;
use std::io;
use std::path::Path;

use anstyle::Style;
use aplomb_core::snippet::{Entry, Offer, Variables, offers};
use aplomb_core::{Draft, LineClass, LineIndex};
use serde::Serialize;

use crate::args::{Input, Place, ReplyForm, Snippets, SnippetsFormat};
use crate::exit::Exit;
use crate::setup::{self, Setup};
use crate::targets::Targets;
use crate::terminal::{Terminal, clean};

const HEADING: Style = Style::new().bold();

/// Lists the snippets there are, or those that fit a draft.
pub(crate) fn run(options: &Snippets, terminal: &mut Terminal) -> io::Result<Exit> {
    match &options.draft {
        Some(draft) => fitting(draft, options, terminal),
        None => all(options, terminal),
    }
}

/// A snippet in the JSON list.
#[derive(Serialize)]
struct Row<'s> {
    id: &'s str,
    language: &'s str,
    tags: &'s [String],
    when: &'s str,
    /// Whether it is from a pack, and not built in.
    team: bool,
    /// How it reads where nothing is known, with its blanks.
    text: String,
}

fn all(options: &Snippets, terminal: &mut Terminal) -> io::Result<Exit> {
    let project = setup::here();
    for problem in &project.problems {
        terminal.warning(&problem.to_string());
    }
    let library = project.catalog.snippets();
    let wanted = options.language.as_deref();
    let languages: Vec<_> =
        library.languages().filter(|tag| wanted.is_none_or(|it| it == *tag)).collect();
    if let Some(wanted) = wanted.filter(|_| languages.is_empty()) {
        let known: Vec<_> = library.languages().collect();
        terminal.error(&format!(
            "there are no snippets in {wanted:?}; there are some in {}",
            known.join(", ")
        ));
        return Ok(Exit::Failed);
    }
    let sets = languages.iter().map(|tag| (*tag, library.entries(tag).collect::<Vec<_>>()));
    match options.format {
        SnippetsFormat::Human => terminal.print(&table(&sets.collect::<Vec<_>>()))?,
        SnippetsFormat::Json => {
            let rows = sets.flat_map(|(language, entries)| {
                entries.into_iter().map(move |entry| row(language, entry))
            });
            terminal.print_raw(&json(&rows.collect::<Vec<_>>()))?;
        }
    }
    Ok(Exit::Clean)
}

fn row<'s>(language: &'s str, entry: &'s Entry) -> Row<'s> {
    Row {
        id: &entry.id,
        language,
        tags: &entry.tags,
        when: &entry.when,
        team: entry.is_team,
        text: entry.resolve(&Variables::default()).plain(),
    }
}

fn table(sets: &[(&str, Vec<&Entry>)]) -> String {
    let entries = || sets.iter().flat_map(|(_, entries)| entries);
    let ids = entries().map(|entry| entry.id.len()).max().unwrap_or(0);
    let tags = entries().map(|entry| first_tag(entry).len()).max().unwrap_or(0);
    let has_team = entries().any(|entry| entry.is_team);
    let mut out = String::new();
    for (language, entries) in sets {
        let _ = writeln!(out, "{HEADING}{language}{HEADING:#}");
        for entry in entries {
            let origin = match (has_team, entry.is_team) {
                (false, _) => "",
                (true, true) => "team  ",
                (true, false) => "      ",
            };
            let _ = writeln!(
                out,
                "  {:ids$}  {:tags$}  {origin}{}",
                entry.id,
                first_tag(entry),
                clean(&entry.when)
            );
        }
        out.push('\n');
    }
    out.push_str(
        "Columns: id, the part of a reply, when to use it. Type ; and the id in a draft. `aplomb snippets --for DRAFT` shows what fits.\n",
    );
    out
}

fn first_tag(entry: &Entry) -> &str {
    entry.tags.first().map_or("", String::as_str)
}

/// What is offered at a place.
#[derive(Serialize)]
struct Spot {
    #[serde(skip)]
    heading: String,
    line: usize,
    column: usize,
    offers: Vec<Offered>,
}

#[derive(Serialize)]
struct Offered {
    id: String,
    label: String,
    /// Why it is offered, or when to use it.
    detail: String,
    /// What is inserted, with its blanks.
    text: String,
}

impl From<Offer> for Offered {
    fn from(offer: Offer) -> Self {
        let text = offer.snippet.plain();
        Self { id: offer.id, label: offer.label, detail: offer.detail, text }
    }
}

/// Shows what would be offered in a draft.
fn fitting(path: &Path, options: &Snippets, terminal: &mut Terminal) -> io::Result<Exit> {
    let setup = Setup::new(None, terminal);
    let input = Input {
        files: vec![path.to_owned()],
        stdin_filename: None,
        profile: None,
        form: ReplyForm::Text,
    };
    let target = Targets::find(&input).map(|targets| targets.list.into_iter().next());
    let Ok(Some(Ok(target))) = target else {
        terminal.error(&format!("{} is a folder; name a draft", path.display()));
        return Ok(Exit::Failed);
    };
    let text = match target.read() {
        Ok(text) => text,
        Err(error) => {
            terminal.error(&error.to_string());
            return Ok(Exit::Failed);
        }
    };
    let desk = setup.desk(target.path());
    for problem in &desk.project.problems {
        terminal.warning(&problem.to_string());
    }
    let terms = desk.terms(target.path(), &text);
    let mut input = terms.input.into_owned();
    if let Some(language) = &options.language {
        input.settings.language = Some(language.clone());
    }
    let draft = Draft::read(&text, &input, terms.catalog);
    let places = match options.at {
        Some(place) => match offset(&text, place) {
            Ok(at) => vec![("Here", at)],
            Err(message) => {
                terminal.error(&format!("{}: {message}", target.name().display()));
                return Ok(Exit::Failed);
            }
        },
        None => places(&draft),
    };
    let index = LineIndex::new(&text);
    let spots: Vec<_> = places
        .into_iter()
        .map(|(heading, at)| {
            let (line, column) = index.line_column(&text, at);
            let found = offers(&draft, at, terms.catalog, &input);
            Spot {
                heading: format!("{heading}, line {line}"),
                line,
                column,
                offers: found.into_iter().map(Offered::from).collect(),
            }
        })
        .collect();
    match options.format {
        SnippetsFormat::Human => terminal.print(&list(&spots))?,
        SnippetsFormat::Json => terminal.print_raw(&json(&spots))?,
    }
    Ok(Exit::Clean)
}

/// Where a writer would look for words: at the top, unless they have greeted, and after what they have
/// written.
fn places(draft: &Draft<'_>) -> Vec<(&'static str, usize)> {
    let text = draft.document.text;
    let lines = &draft.document.lines;
    let is_own = |class| matches!(class, LineClass::Own | LineClass::Code);
    let mut places = Vec::new();
    if draft.salutation.is_none() {
        let is_head = |class| matches!(class, LineClass::FrontMatter | LineClass::Header);
        let own = lines.iter().find(|line| is_own(line.class));
        let free = || {
            let after_head =
                lines.iter().rposition(|line| is_head(line.class)).map_or(0, |at| at + 1);
            lines[after_head..].iter().find(|line| line.class == LineClass::Blank)
        };
        let top = own.or_else(free).map_or(text.len(), |line| line.span.start);
        places.push(("At the top", top));
    }
    let last = lines.iter().rfind(|line| is_own(line.class));
    if let Some(last) = last {
        let said = last.text(text).trim_end().len();
        places.push(("At the end", last.span.start + said));
    }
    places
}

/// The byte of a place; a column past the end of its line counts as the end.
fn offset(text: &str, place: Place) -> Result<usize, String> {
    let index = LineIndex::new(text);
    let Some(start) = index.start_of(place.line - 1) else {
        return Err(format!("there is no line {}; the last is line {}", place.line, index.len()));
    };
    let line = text[start..].split(['\n', '\r']).next().unwrap_or_default();
    let within = place.column.and_then(|column| line.char_indices().nth(column - 1));
    Ok(start + within.map_or(line.len(), |(at, _)| at))
}

fn list(spots: &[Spot]) -> String {
    let mut out = String::new();
    for (at, spot) in spots.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let _ = writeln!(out, "{HEADING}{}{HEADING:#}", spot.heading);
        if spot.offers.is_empty() {
            out.push_str("  Nothing is offered here.\n");
        }
        let widest = spot.offers.iter().map(|offer| offer.id.len()).max().unwrap_or(0);
        for offer in &spot.offers {
            let (label, detail) = (clean(&offer.label), clean(&offer.detail));
            let _ = writeln!(out, "  {:widest$}  {label}", offer.id);
            let _ = writeln!(out, "  {:widest$}  {detail}", "");
        }
    }
    if spots.is_empty() {
        out.push_str("Nothing is offered: there are no words of yours, and no line for them.\n");
    }
    out
}

fn json(rows: &impl Serialize) -> String {
    let mut text =
        serde_json::to_string_pretty(rows).expect("texts and numbers can be written to memory");
    text.push('\n');
    text
}
