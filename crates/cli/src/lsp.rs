//! `aplomb lsp`.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use aplomb_lsp::{LogFile, Options, Recorder, Recording};
use aplomb_workspace::{Dirs, append, read_text};

use crate::args::Lsp;
use crate::exit::Exit;
use crate::terminal::{Terminal, clean};

/// Options of ours, which an editor's own before them would have us overlook.
const OPTIONS: [&str; 4] = ["--log", "--trace", "--record", "--replay"];

/// Runs the language server until its client ends it, or plays a recording.
pub(crate) fn run(args: &Lsp) -> ExitCode {
    if let Some(file) = &args.replay {
        return replay(file);
    }
    match prepare(args) {
        Ok((options, log)) => aplomb_lsp::run(options, log),
        Err(sentence) => fail(&sentence),
    }
}

fn fail(sentence: &str) -> ExitCode {
    Terminal::new().error(sentence);
    Exit::Failed.into()
}

/// What there is to do before the conversation, so that nobody believes that something is written which
/// is not.
fn prepare(args: &Lsp) -> Result<(Options, Option<LogFile>), String> {
    let overlooked = args.ignored.iter().filter_map(|it| it.to_str());
    let ours = overlooked.map(|it| it.split('=').next().unwrap_or(it));
    if let Some(option) = ours.into_iter().find(|it| OPTIONS.contains(it)) {
        return Err(format!(
            "{option} stands behind an option that Aplomb does not know; put it right behind aplomb lsp"
        ));
    }
    let place = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if args.log.is_some() && args.log.as_deref().map(place) == args.record.as_deref().map(place) {
        return Err("the log and the recording need a file each; name two".to_owned());
    }
    let log = args.log.as_deref().map(|path| open(path, "log", is_log).map(LogFile::new));
    let record = args
        .record
        .as_deref()
        .map(|path| open(path, "recording", Recording::is_begun_by).map(Recorder::new));
    let options = Options {
        dirs: Dirs::from_env(),
        trace: args.trace,
        record: record.transpose()?,
        ..Options::default()
    };
    Ok((options, log.transpose()?))
}

/// Whether a log begins with this line: with the day.
fn is_log(line: &str) -> bool {
    let day = line.get(..10).unwrap_or_default();
    day.char_indices().all(|(at, c)| if at == 4 || at == 7 { c == '-' } else { c.is_ascii_digit() })
        && !day.is_empty()
}

fn open(
    path: &Path,
    what: &str,
    is_own: impl Fn(&str) -> bool,
) -> Result<impl io::Write + Send + 'static, String> {
    append(path, is_own).map_err(|error| {
        let name = path.display();
        let way_out = match error.kind() {
            io::ErrorKind::NotFound => {
                "its folder does not exist; make that, or name another file".to_owned()
            }
            io::ErrorKind::PermissionDenied => {
                "you may not write there; name a file in a folder of your own".to_owned()
            }
            io::ErrorKind::IsADirectory => "it is a folder; name a file in it".to_owned(),
            io::ErrorKind::AlreadyExists => {
                format!("it holds something that is no {what}; name a new file")
            }
            _ => format!("{error}; name another file"),
        };
        format!("the {what} cannot be written to {name}: {way_out}")
    })
}

fn replay(file: &Path) -> ExitCode {
    let text = match read_text(file) {
        Ok(text) => text,
        Err(error) => return fail(&error.to_string()),
    };
    let report = match Recording::parse(&text) {
        Ok(recording) => recording.replay(),
        Err(error) => return fail(&format!("{} {error}", file.display())),
    };
    match report {
        Ok(report) => {
            let mut terminal = Terminal::new();
            let exit = if report.is_fine() { Exit::Clean } else { Exit::Findings };
            // Who reads no more has seen enough.
            let _ = terminal.print(&clean(&report.to_string())).and_then(|()| terminal.flush());
            exit.into()
        }
        Err(error) => fail(&format!("no server can be started for the replay: {error}; try again")),
    }
}
