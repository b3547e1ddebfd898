//! `aplomb fix`.

use std::io;
use std::path::Path;

use anstyle::{AnsiColor, Style};
use aplomb_core::{check, fix_all};
use aplomb_workspace::replace;
use similar::TextDiff;

use crate::args::Fix;
use crate::exit::Exit;
use crate::report::Tally;
use crate::setup::{Setup, Terms};
use crate::survey;
use crate::targets::{Source, Target};
use crate::terminal::{Terminal, count, one_line};
use crate::written;

const ADDED: Style = AnsiColor::Green.on_default();
const REMOVED: Style = AnsiColor::Red.on_default();
const PLACE: Style = AnsiColor::Cyan.on_default();

/// What became of a reply.
struct Mended {
    count: usize,
    left: Tally,
    out: Out,
}

enum Out {
    /// Nothing to show: the file is written, or is as it should be.
    Nothing,
    /// Text for standard output, as it is.
    Text(String),
    /// A difference to show.
    Diff(String),
    /// The file could not be written.
    Failed(String),
}

/// Applies the safe fixes to all that is named.
pub(crate) fn run(options: &Fix, terminal: &mut Terminal) -> io::Result<Exit> {
    let setup = Setup::new(options.input.profile.map(Into::into), terminal);
    let (input, written) = written::take_out(&options.input, &setup);
    let failed = written::refuse(&written, terminal);
    if failed && input.files.is_empty() {
        return Ok(Exit::Failed);
    }
    let mut fixed = 0;
    let mut files = 0;
    let mut left = Tally::default();
    let mut to_stdout = false;
    let mut left_alone = false;
    let survey = survey::run(
        &input,
        &setup,
        terminal,
        |target, draft, terms| mend(options, target, draft.text(), terms),
        |mended, terminal| {
            match &mended.out {
                Out::Nothing => {}
                Out::Text(text) => {
                    to_stdout = true;
                    terminal.print_raw(text)?;
                }
                Out::Diff(diff) => terminal.print(diff)?,
                Out::Failed(message) => {
                    left_alone = true;
                    terminal.error(message);
                    return Ok(());
                }
            }
            left.add(mended.left);
            fixed += mended.count;
            files += usize::from(mended.count > 0);
            terminal.flush()
        },
    )?;
    let verb = if options.diff { "Would fix" } else { "Fixed" };
    let mut parts = vec![if fixed == 0 {
        "Nothing to fix".to_owned()
    } else {
        let findings = count(fixed, "finding", "findings");
        format!("{verb} {findings} in {}", count(files, "file", "files"))
    }];
    if let Some(left) = left.describe() {
        parts.push(format!("left for you to decide: {left}"));
    }
    parts.extend(survey.omission());
    let line = format!("{}\n", parts.join("; "));
    // Of a file that was left as it is, nobody is told that there was nothing to fix.
    if survey.replies > 0 && !(left_alone && fixed == 0) {
        // What goes to standard output is the text or the difference alone, for other programs.
        if to_stdout || options.diff { terminal.aside(&line) } else { terminal.print(&line)? }
    }
    Ok(if failed || left_alone || survey.failed {
        Exit::Failed
    } else if options.diff {
        if fixed > 0 { Exit::Findings } else { Exit::Clean }
    } else {
        left.exit()
    })
}

fn mend(options: &Fix, target: &Target, text: &str, terms: &Terms<'_>) -> Mended {
    let fixed = fix_all(text, &terms.input, terms.catalog);
    let left = Tally::of(&check(&fixed.text, &terms.input, terms.catalog).findings);
    let out = match &target.source {
        _ if options.diff && fixed.text == text => Out::Nothing,
        _ if options.diff => Out::Diff(diff(&target.name().to_string_lossy(), text, &fixed.text)),
        Source::Stdin(_) | Source::Row { .. } => Out::Text(fixed.text),
        Source::File(path) => write(path, text, &fixed.text),
    };
    Mended { count: fixed.count, left, out }
}

fn write(path: &Path, old: &str, text: &str) -> Out {
    match replace(path, old, text) {
        Ok(_) => Out::Nothing,
        Err(error) => Out::Failed(format!("{} was left as it is: {error}", path.display())),
    }
}

/// The difference in the unified format, with colours.
fn diff(name: &str, old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let mut unified = diff.unified_diff();
    let name = one_line(name);
    let text = unified.context_radius(3).header(&name, &name).to_string();
    text.split_inclusive('\n')
        .map(|line| {
            let style = match line.as_bytes().first() {
                Some(b'+') => ADDED,
                Some(b'-') => REMOVED,
                Some(b'@') => PLACE,
                _ => return line.to_owned(),
            };
            let body = line.trim_end_matches(['\r', '\n']);
            format!("{style}{body}{style:#}{}", &line[body.len()..])
        })
        .collect()
}
