//! `aplomb explain`.

use std::fmt::Write;
use std::io;

use anstyle::{AnsiColor, Style};
use aplomb_core::{Example, RuleMeta};

use crate::args::Explain;
use crate::exit::Exit;
use crate::setup;
use crate::terminal::Terminal;

const HEADING: Style = Style::new().bold();
const MARKED: Style = AnsiColor::Yellow.on_default();
const NOTE: Style = Style::new().dimmed();

/// Lines of prose are broken before this many characters.
const WIDTH: usize = 80;
/// Lines of an example, which is read as it stands, only before this many.
const LONGEST: usize = 118;

/// Prints a rule's page.
pub(crate) fn run(options: &Explain, terminal: &mut Terminal) -> io::Result<Exit> {
    let project = setup::here();
    let catalog = &project.catalog;
    let code = options.code.trim();
    let Some(meta) = catalog.rule(code) else {
        let way_out = match catalog.nearest(code) {
            Some(near) => format!("did you mean {near}?"),
            None => "aplomb rules lists them all".to_owned(),
        };
        terminal.error(&format!("there is no rule {code}; {way_out}"));
        return Ok(Exit::Failed);
    };
    terminal.print(&page(meta))?;
    Ok(Exit::Clean)
}

fn page(meta: &RuleMeta) -> String {
    let mut out = format!("{HEADING}{}{HEADING:#}\n\n", meta.code);
    prose(&meta.summary(), &mut out);
    let state = if meta.on { "on" } else { "off; profile \"coach\" switches it on" };
    let facts = [
        ("Family", meta.family.as_str()),
        ("Severity", meta.severity.as_str()),
        ("Default", state),
        ("Fix", meta.fix.describe()),
        ("Since", &meta.since),
    ];
    out.push('\n');
    for (name, value) in facts {
        let _ = writeln!(out, "{name:9} {value}");
    }
    let why = meta.why();
    if !why.is_empty() {
        let _ = writeln!(out, "\n{HEADING}Why{HEADING:#}");
        for paragraph in why.split("\n\n") {
            prose(paragraph, &mut out);
        }
    }
    for (section, title) in [("Flagged", "What it reports"), ("Clean", "What it leaves alone")] {
        let examples = meta.examples(section);
        if !examples.is_empty() {
            let _ = writeln!(out, "\n{HEADING}{title}{HEADING:#}");
            for example in examples {
                show(&example, &mut out);
            }
        }
    }
    let _ = writeln!(
        out,
        "\n{HEADING}Settings{HEADING:#}\nIn aplomb.toml, \"off\" or a severity:\n\n  [rules]\n  {} = \"hint\"",
        meta.code
    );
    out
}

/// What is said of an example stands so far in.
const REMARK_INDENT: usize = 4;

/// An example with its flagged words underlined, and beside it what one has to know to read it.
fn show(example: &Example, out: &mut String) {
    let pieces = example.pieces();
    let letters: Vec<(char, bool)> = pieces
        .iter()
        .flat_map(|(flagged, words)| words.chars().map(|letter| (letter, *flagged)))
        .collect();
    let remarks: Vec<_> = example.given().into_iter().chain(example.note.clone()).collect();
    let remark = shortened(&format!("({})", remarks.join("; ")), LONGEST - REMARK_INDENT);
    let mut rows = rows(&letters).into_iter().peekable();
    while let Some(row) = rows.next() {
        let mut line = String::new();
        for run in row.chunk_by(|a, b| a.1 == b.1) {
            let words: String = run.iter().map(|(letter, _)| letter).collect();
            let _ = match run[0].1 {
                true => write!(line, "{MARKED}{words}{MARKED:#}"),
                false => write!(line, "{words}"),
            };
        }
        let under: String =
            row.iter().map(|(_, flagged)| if *flagged { '~' } else { ' ' }).collect();
        let is_last = rows.peek().is_none() && !remarks.is_empty();
        let fits = row.len() + remark.chars().count() + 4 <= LONGEST;
        if is_last && fits {
            let _ = write!(line, "  {NOTE}{remark}{NOTE:#}");
        }
        let _ = writeln!(out, "  {line}");
        if under.contains('~') {
            let _ = writeln!(out, "  {MARKED}{}{MARKED:#}", under.trim_end());
        }
        if is_last && !fits {
            let _ = writeln!(out, "    {NOTE}{remark}{NOTE:#}");
        }
    }
}

/// The text, or its beginning and its end where it has more than so many letters.
fn shortened(text: &str, most: usize) -> String {
    const END: usize = 12;
    let count = text.chars().count();
    if count <= most {
        return text.to_owned();
    }
    let head: String = text.chars().take(most - END - 3).collect();
    let tail: String = text.chars().skip(count - END).collect();
    format!("{} … {}", head.trim_end(), tail.trim_start())
}

/// The letters in rows that fit a terminal, broken between words.
fn rows(letters: &[(char, bool)]) -> Vec<&[(char, bool)]> {
    let mut rows = Vec::new();
    let mut rest = letters;
    while rest.len() + 2 > LONGEST {
        let head = &rest[..LONGEST - 2];
        // Where no blank is, as in an address or in Japanese, a row ends with its last letter.
        let blank = head.iter().rposition(|(letter, _)| *letter == ' ').filter(|at| *at > 0);
        let at = blank.unwrap_or(head.len());
        rows.push(&rest[..at]);
        rest = &rest[at + usize::from(blank.is_some())..];
    }
    rows.push(rest);
    rows
}

/// A paragraph, broken into lines.
fn prose(paragraph: &str, out: &mut String) {
    let mut width = 0;
    for word in paragraph.split_whitespace() {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > WIDTH {
            out.push('\n');
            width = 0;
        } else if width > 0 {
            out.push(' ');
            width += 1;
        }
        out.push_str(word);
        width += length;
    }
    out.push('\n');
}
