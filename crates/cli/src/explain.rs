//! `aplomb explain`.

use std::fmt::Write;
use std::io;

use anstyle::{AnsiColor, Style};
use aplomb_core::{Example, FixKind, RuleMeta};

use crate::args::Explain;
use crate::exit::Exit;
use crate::setup;
use crate::terminal::Terminal;

const HEADING: Style = Style::new().bold();
const MARKED: Style = AnsiColor::Yellow.on_default();
const NOTE: Style = Style::new().dimmed();

/// Lines of prose are broken before this many characters.
const WIDTH: usize = 80;

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
    let fix = match meta.fix {
        FixKind::None => "none",
        FixKind::Confirm => "offered; only you know whether it is true",
        FixKind::Safe => "safe; aplomb fix applies it",
        FixKind::Snippet => "inserts words for you to complete",
    };
    let facts = [
        ("Family", meta.family.as_str()),
        ("Severity", meta.severity.as_str()),
        ("Default", state),
        ("Fix", fix),
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

/// An example with its flagged words underlined, and beside it what one has to know to read it.
fn show(example: &Example, out: &mut String) {
    let mut line = String::new();
    let mut under = String::new();
    for (flagged, words) in example.pieces() {
        let sign = if flagged { '~' } else { ' ' };
        under.extend(words.chars().map(|_| sign));
        if flagged {
            let _ = write!(line, "{MARKED}{words}{MARKED:#}");
        } else {
            line.push_str(&words);
        }
    }
    let remarks: Vec<_> = example.given().into_iter().chain(example.note.clone()).collect();
    if !remarks.is_empty() {
        let _ = write!(line, "  {NOTE}({}){NOTE:#}", remarks.join("; "));
    }
    let _ = writeln!(out, "  {line}");
    if !example.marks.is_empty() {
        let _ = writeln!(out, "  {MARKED}{}{MARKED:#}", under.trim_end());
    }
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
