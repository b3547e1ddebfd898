//! `aplomb rules`.

use std::fmt::Write;
use std::io;

use anstyle::Style;
use aplomb_core::{Catalog, Family, RuleMeta};
use serde::Serialize;

use crate::args::{Rules, RulesFormat};
use crate::exit::Exit;
use crate::setup;
use crate::terminal::Terminal;

const HEADING: Style = Style::new().bold();

/// A rule in the JSON list.
#[derive(Serialize)]
struct Row<'r> {
    code: &'r str,
    family: &'r str,
    severity: &'r str,
    /// Whether it speaks unless the settings say otherwise.
    on: bool,
    fix: &'r str,
    since: &'r str,
    summary: String,
}

/// Lists all rules.
pub(crate) fn run(options: &Rules, terminal: &mut Terminal) -> io::Result<Exit> {
    let project = setup::here();
    let catalog = &project.catalog;
    let text = match options.format {
        RulesFormat::Human => table(catalog),
        RulesFormat::Json => json(catalog),
    };
    terminal.print(&text)?;
    Ok(Exit::Clean)
}

fn by_family(catalog: &Catalog) -> impl Iterator<Item = (Family, Vec<&RuleMeta>)> {
    Family::ALL.into_iter().filter_map(|family| {
        let rules: Vec<_> = catalog.rules().filter(|meta| meta.family == family).collect();
        (!rules.is_empty()).then_some((family, rules))
    })
}

fn table(catalog: &Catalog) -> String {
    let widest = catalog.rules().map(|meta| meta.code.len()).max().unwrap_or(0);
    let mut out = String::new();
    for (family, rules) in by_family(catalog) {
        let _ = writeln!(out, "{HEADING}{family}{HEADING:#}");
        for meta in rules {
            let severity = if meta.on { meta.severity.as_str() } else { "off" };
            let _ = writeln!(
                out,
                "  {:widest$}  {severity:11}  {:7}  {}",
                meta.code,
                meta.fix.as_str(),
                meta.summary()
            );
        }
        out.push('\n');
    }
    out.push_str(
        "Columns: code, severity, fix, what it reports. See aplomb explain CODE for one rule.\n",
    );
    out
}

fn json(catalog: &Catalog) -> String {
    let rows: Vec<_> = by_family(catalog)
        .flat_map(|(_, rules)| rules)
        .map(|meta| Row {
            code: &meta.code,
            family: meta.family.as_str(),
            severity: meta.severity.as_str(),
            on: meta.on,
            fix: meta.fix.as_str(),
            since: &meta.since,
            summary: meta.summary(),
        })
        .collect();
    let mut text =
        serde_json::to_string_pretty(&rows).expect("strings and flags can be written to memory");
    text.push('\n');
    text
}
