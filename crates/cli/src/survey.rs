//! Goes through all that the command line names, and tells what could not be read or is no reply.

use std::collections::HashSet;
use std::io;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use aplomb_core::{Draft, NotReply};

use crate::args::{Input, ReplyForm};
use crate::ordered;
use crate::progress::Progress;
use crate::rows;
use crate::setup::{Desk, Setup, Terms};
use crate::targets::{Target, Targets, Unknown};
use crate::terminal::{Terminal, count};

/// What was gone through.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    /// How many replies were read.
    pub(crate) replies: usize,
    /// The files in folders that are no replies, with the reason.
    pub(crate) left_out: Vec<(PathBuf, NotReply)>,
    /// How many files could not be read, or lines where replies come as rows.
    pub(crate) unread: usize,
    form: ReplyForm,
    /// Whether something could not be done: a file that cannot be read, a folder without replies.
    pub(crate) failed: bool,
}

/// What became of a target.
struct Outcome<R> {
    result: Result<R, Omitted>,
    /// What held for it, if it could be read.
    desk: Option<Arc<Desk>>,
}

/// Why nothing was done with a target.
enum Omitted {
    NotReply(PathBuf, NotReply),
    Failed(String),
}

impl<R> Outcome<R> {
    fn failed(message: String) -> Self {
        Self { result: Err(Omitted::Failed(message)), desk: None }
    }
}

/// Does `work` on each reply that `input` names, on all cores, and gives the results to `take` in their
/// order. Of replies that come as rows only a few are in memory at any time. Errors are told on standard error at the place where they belong, and do not stop the rest.
///
/// # Errors
///
/// When the output cannot be written.
pub(crate) fn run<R: Send>(
    input: &Input,
    setup: &Setup,
    terminal: &mut Terminal,
    work: impl Fn(&Target, &Draft<'_>, &Terms<'_>) -> R + Sync,
    mut take: impl FnMut(R, &mut Terminal) -> io::Result<()>,
) -> io::Result<Survey> {
    let mut survey = Survey { form: input.form, ..Survey::default() };
    let targets = match Targets::find(input) {
        Ok(targets) => targets,
        Err(message) => {
            terminal.error(&message);
            survey.failed = true;
            return Ok(survey);
        }
    };
    let mut found = vec![Found::default(); targets.folders.len()];
    let mut told = HashSet::new();
    type Targeted = Result<Target, Unknown>;
    let (list, mut progress): (Box<dyn Iterator<Item = Targeted> + Send>, _) = match input.form {
        ReplyForm::Text => {
            let progress = Progress::new(targets.list.len(), "files");
            (Box::new(targets.list.into_iter()), progress)
        }
        ReplyForm::Jsonl => (Box::new(rows::of(input.files.clone())), Progress::open("replies")),
    };
    let end = ordered::run(
        list,
        |target| match target {
            Ok(target) => look(target, setup, &work),
            Err(Unknown { message, .. }) => Outcome::failed(message.clone()),
        },
        |target, outcome| {
            progress.step();
            let folders = match &target {
                Ok(target) => target.folders.as_slice(),
                Err(unknown) => unknown.folder.as_slice(),
            };
            let mut count = |one: fn(&mut Found) -> &mut usize| {
                folders.iter().for_each(|&folder| *one(&mut found[folder]) += 1);
            };
            progress.suspend(|| {
                for problem in outcome.desk.iter().flat_map(|desk| &desk.project.problems) {
                    let problem = problem.to_string();
                    if !told.contains(&problem) {
                        terminal.warning(&problem);
                        told.insert(problem);
                    }
                }
                match outcome.result {
                    Ok(result) => {
                        survey.replies += 1;
                        count(|found| &mut found.replies);
                        if let Err(error) = take(result, terminal) {
                            return ControlFlow::Break(error);
                        }
                    }
                    Err(Omitted::NotReply(path, reason)) => {
                        survey.left_out.push((path, reason));
                        count(|found| &mut found.others);
                    }
                    Err(Omitted::Failed(message)) => {
                        survey.unread += 1;
                        survey.failed = true;
                        terminal.error(&message);
                        count(|found| &mut found.unread);
                    }
                }
                ControlFlow::Continue(())
            })
        },
    );
    progress.end();
    if let ControlFlow::Break(error) = end {
        return Err(error);
    }
    for (folder, found) in targets.folders.iter().zip(found) {
        if let Some(why) = found.why_nothing() {
            survey.failed = true;
            terminal.error(&format!("{} holds no reply: {why}", folder.display()));
        }
    }
    Ok(survey)
}

/// What a folder that was named holds.
#[derive(Clone, Copy, Debug, Default)]
struct Found {
    replies: usize,
    others: usize,
    unread: usize,
}

impl Found {
    /// Why the folder gave nothing to check, if it did not. What could not be read has been told.
    fn why_nothing(self) -> Option<String> {
        match self {
            Self { replies: 0, others: 0, unread: 0 } => {
                Some("no Markdown, text or mail file was found in it".to_owned())
            }
            Self { replies: 0, others: 1, unread: 0 } => {
                Some("its one file does not look like one; name it to check it anyway".to_owned())
            }
            Self { replies: 0, others, unread: 0 } => Some(format!(
                "none of its {others} files looks like one; name one to check it anyway"
            )),
            _ => None,
        }
    }
}

fn look<R>(
    target: &Target,
    setup: &Setup,
    work: &impl Fn(&Target, &Draft<'_>, &Terms<'_>) -> R,
) -> Outcome<R> {
    let text = match target.read() {
        Ok(text) => text,
        Err(error) => {
            return Outcome { result: Err(Omitted::Failed(error.to_string())), desk: None };
        }
    };
    let desk = setup.desk(target.path());
    let terms = desk.terms(target.path(), &text);
    let draft = Draft::read(&text, &terms.input, terms.catalog);
    let result = match target.not_reply(&draft, &desk, setup) {
        Some(reason) => Err(Omitted::NotReply(target.name().to_owned(), reason)),
        None => Ok(work(target, &draft, &terms)),
    };
    drop(draft);
    drop(terms);
    Outcome { result, desk: Some(desk) }
}

impl Survey {
    /// "3 files were left out because they are not replies", if any were.
    pub(crate) fn omission(&self) -> Option<String> {
        match self.left_out.len() {
            0 => None,
            1 => Some("1 file was left out because it is not a reply".to_owned()),
            n => Some(format!("{n} files were left out because they are not replies")),
        }
    }

    /// "2 files could not be read", if any could not.
    pub(crate) fn unread(&self) -> Option<String> {
        let unread = match self.form {
            ReplyForm::Text => count(self.unread, "file", "files"),
            ReplyForm::Jsonl => count(self.unread, "line", "lines"),
        };
        (self.unread > 0).then(|| unread + " could not be read")
    }
}
