//! `aplomb check`.

use std::io;

use aplomb_core::{Finding, Severity, check_draft};

use crate::args::{Check, CheckFormat, Input, ReplyForm};
use crate::exit::Exit;
use crate::report::{Tally, human, jsonl};
use crate::setup::Setup;
use crate::survey::{self, Survey};
use crate::terminal::{Terminal, count, one_line};
use crate::written;

/// Checks all that is named and tells what was found.
pub(crate) fn run(options: &Check, terminal: &mut Terminal) -> io::Result<Exit> {
    let setup =
        Setup::new(options.input.profile.map(Into::into), terminal).sending(options.before_send);
    let (input, written) = match options.from {
        ReplyForm::Text => written::take_out(&options.input, &setup),
        ReplyForm::Jsonl => (Input { form: options.from, ..options.input.clone() }, Vec::new()),
    };
    let told = written::tell(&written, options.format == CheckFormat::Human, &setup, terminal)?;
    if input.files.is_empty() && !written.is_empty() {
        return Ok(told);
    }
    let least = if options.before_send { Severity::Error } else { Severity::Hint };
    let mut tally = Tally::default();
    let survey = survey::run(
        &input,
        &setup,
        terminal,
        |target, draft, terms| {
            let report = check_draft(draft, &terms.input, terms.catalog);
            let shown: Vec<&Finding> =
                report.findings.iter().filter(|finding| finding.severity >= least).collect();
            let name = target.name().to_string_lossy();
            let text = match options.format {
                CheckFormat::Human => {
                    let listed = human(&name, draft.text(), &report, &shown, options.verbose);
                    let mood = draft.mood().describe().filter(|_| options.verbose);
                    let mood = mood
                        .map(|mood| format!("{}: their mail reads as {mood}\n", one_line(&name)));
                    listed + &mood.unwrap_or_default()
                }
                CheckFormat::Jsonl => jsonl(&name, draft.text(), shown.iter().copied()),
            };
            (text, Tally::of(shown))
        },
        |(text, found), terminal| {
            tally.add(found);
            if text.is_empty() {
                return Ok(());
            }
            match options.format {
                CheckFormat::Human => terminal.print(&text)?,
                CheckFormat::Jsonl => terminal.print_raw(&text)?,
            }
            terminal.flush()
        },
    )?;
    match options.format {
        CheckFormat::Human if survey.replies > 0 => {
            terminal.print(&summary(options, tally, &survey))?;
        }
        CheckFormat::Human => {}
        CheckFormat::Jsonl => {
            if let Some(omission) = survey.omission() {
                terminal.aside(&format!("{omission}\n"));
            }
        }
    }
    if options.verbose {
        for (path, reason) in &survey.left_out {
            let path = one_line(&path.to_string_lossy());
            terminal.aside(&format!("{path} was not checked: {}\n", reason.describe()));
        }
    }
    Ok(told.max(if survey.failed { Exit::Failed } else { tally.exit() }))
}

/// The last line: what was found, in how many replies, and what was left out.
fn summary(options: &Check, tally: Tally, survey: &Survey) -> String {
    let replies = count(survey.replies, "reply", "replies");
    let found = match tally.describe() {
        Some(found) => format!("{found} in {replies}"),
        None if options.before_send => format!("Nothing stands in the way of sending {replies}"),
        None => format!("Nothing to change in {replies}"),
    };
    let rest = [survey.omission(), survey.unread()].into_iter().flatten();
    let parts: Vec<_> = std::iter::once(found).chain(rest).collect();
    format!("{}\n", parts.join("; "))
}
