//! `aplomb reply`.

use std::io;

use aplomb_core::{Finding, SentLines, Severity, check_draft};

use crate::args::{self, Reply};
use crate::exit::Exit;
use crate::report::{Tally, human};
use crate::setup::Setup;
use crate::survey;
use crate::terminal::{Terminal, count};
use crate::written;

/// Prints the text to send, unless an error stands in its way, and remembers how it begins and ends.
pub(crate) fn run(options: &Reply, terminal: &mut Terminal) -> io::Result<Exit> {
    if aplomb_workspace::is_folder(&options.file) {
        let folder = options.file.display();
        terminal.error(&format!("{folder} is a folder; name the reply to send"));
        return Ok(Exit::Failed);
    }
    let setup = Setup::new(None, terminal).sending(true);
    let input = args::Input {
        files: vec![options.file.clone()],
        stdin_filename: options.stdin_filename.clone(),
        profile: None,
        form: args::ReplyForm::Text,
    };
    let (input, written) = written::take_out(&input, &setup);
    if written::refuse(&written, terminal) {
        return Ok(Exit::Failed);
    }
    let mut exit = Exit::Clean;
    let survey = survey::run(
        &input,
        &setup,
        terminal,
        |target, draft, terms| {
            let report = check_draft(draft, &terms.input, terms.catalog);
            let name = target.name().to_string_lossy().into_owned();
            let errors: Vec<&Finding> =
                report.findings.iter().filter(|f| f.severity == Severity::Error).collect();
            let listed = human(&name, draft.text(), &report, &errors, false);
            let sent = terms.document.clone().zip(SentLines::of(draft));
            (name, draft.outgoing(), sent, listed, Tally::of(errors).at(Severity::Error))
        },
        |(name, text, sent, listed, errors), terminal| {
            if errors > 0 && !options.anyway {
                exit = Exit::Findings;
                let errors = count(errors, "error stands", "errors stand");
                terminal.aside(&format!(
                    "{listed}{errors} in the way of sending; mend them, or add --anyway\n"
                ));
            } else if text.is_empty() {
                exit = Exit::Failed;
                terminal.error(&format!("{name} holds no words of yours; write your reply first"));
            } else {
                terminal.print_raw(&text)?;
                if let Some((document, sent)) = sent {
                    setup.remember(&document, &sent, terminal);
                }
            }
            Ok(())
        },
    )?;
    Ok(if survey.failed { Exit::Failed } else { exit })
}
