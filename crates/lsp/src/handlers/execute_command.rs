//! `workspace/executeCommand`.

use std::sync::Arc;

use aplomb_core::snippet::{self, KINDS};
use aplomb_core::{Draft, Edit, Family, Gate, Severity, check_draft, safe_edits};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{ExecuteCommandParams, Position, Url};

use crate::diary::Fate;
use crate::errors;
use crate::finding_id::FindingId;
use crate::handlers::code_action::{insert_arguments, workspace_edit};
use crate::handlers::code_lens;
use crate::pages;
use crate::proto;
use crate::session::{Session, Shared};
use crate::snapshot::{Analysis, Snapshot};

mod takes;

pub(crate) use takes::{Member, Takes, Type};

pub(crate) const COPY_REPLY: &str = "aplomb.copyReply";
pub(crate) const IGNORE: &str = "aplomb.ignore";
pub(crate) const CHECK_AS_REPLY: &str = "aplomb.checkAsReply";
pub(crate) const SWITCH_OFF: &str = "aplomb.switchOff";
pub(crate) const SHOW_SETTINGS: &str = "aplomb.showSettings";
pub(crate) const REPLY_LINE: &str = "aplomb.replyLine";
pub(crate) const FORGET: &str = "aplomb.forget";
// The extension for VS Code has commands `aplomb.explain` and `aplomb.fixAll` of its own, and VS Code refuses a second
// one of a name.
pub(crate) const EXPLAIN_RULE: &str = "aplomb.explainRule";
pub(crate) const APPLY_FIXES: &str = "aplomb.applyFixes";
pub(crate) const INSERT: &str = "aplomb.insert";

/// A command that a client can have executed.
pub(crate) struct Command {
    pub(crate) name: &'static str,
    /// What its one argument is.
    pub(crate) takes: Takes,
    /// What it does and what it returns.
    pub(crate) about: &'static str,
}

const URI: Member = Member::new("uri", Type::Uri);
const CODE: Member = Member::new("code", Type::Text);
const VERSION: Member = Member { name: "version", kind: Type::Whole, optional: true };
const DOCUMENT: Takes = Takes::Object(&[URI]);

/// All commands.
pub(crate) const ALL: &[Command] = &[
    Command {
        name: COPY_REPLY,
        takes: DOCUMENT,
        about: "Returns the text to send, for the clipboard; an error names the lines that keep it from being sent.",
    },
    Command {
        name: APPLY_FIXES,
        takes: Takes::Object(&[URI, VERSION]),
        about: "Has the client apply all safe fixes of a document (`workspace/applyEdit`), and returns their number. With a version it is refused once the text is a newer one.",
    },
    Command {
        name: INSERT,
        takes: Takes::Object(&[
            URI,
            Member::new("position", Type::Position),
            Member::new("kind", Type::OneOf(&KINDS)),
            VERSION,
        ]),
        about: "Has the client insert the words of this kind that fit best there. A client that names `aplomb.insertSnippet` among its commands gets that command's argument back instead, and inserts them itself.",
    },
    Command {
        name: EXPLAIN_RULE,
        takes: Takes::Object(&[URI, CODE]),
        about: "Has a client that can show a rule's page (`window/showDocument`). Every other one, and one that names this command among its own, gets the page back as Markdown.",
    },
    Command {
        name: IGNORE,
        takes: Takes::Object(&[URI, Member::new("finding", Type::Object)]),
        about: "Switches a rule off for a sentence, for this user. The finding is the `data` of its diagnostic.",
    },
    Command {
        name: SWITCH_OFF,
        takes: Takes::Object(&[URI, CODE]),
        about: "Switches a rule off for the workspace of a document, in its `aplomb.toml`. Returns what was done, as a sentence.",
    },
    Command {
        name: CHECK_AS_REPLY,
        takes: DOCUMENT,
        about: "Checks a document as a reply from now on, though it looks like a page.",
    },
    Command {
        name: REPLY_LINE,
        takes: DOCUMENT,
        about: "Returns the reply in one line, as the code lens shows it; `null` for what is no reply.",
    },
    Command {
        name: SHOW_SETTINGS,
        takes: DOCUMENT,
        about: "Returns what holds for a document, each value with where it comes from.",
    },
    Command {
        name: FORGET,
        takes: Takes::Nothing,
        about: "Forgets how the user's replies begin and end.",
    },
];

/// The argument of [`SWITCH_OFF`] and of [`EXPLAIN_RULE`].
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct RuleArguments {
    pub(crate) uri: Url,
    pub(crate) code: String,
}

/// The argument of [`IGNORE`].
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct IgnoreArguments {
    pub(crate) uri: Url,
    pub(crate) finding: FindingId,
}

/// The argument of [`APPLY_FIXES`].
#[derive(Debug, Deserialize)]
struct FixArguments {
    uri: Url,
    version: Option<i32>,
}

/// The argument of [`INSERT`].
#[derive(Debug, Deserialize)]
struct InsertArguments {
    uri: Url,
    position: Position,
    kind: String,
    version: Option<i32>,
}

/// A document.
#[derive(Debug, Deserialize)]
struct DocumentArgument {
    uri: Url,
}

const NOT_REMEMBERED: &str = "This cannot be remembered: Aplomb may not write to its state directory. Make it writable, then try again.";

const SAFETY: &str = "This rule is about safety, so a workspace cannot switch it off.";

const NO_EDITS: &str = "This editor takes no edits that it has not asked for (workspace/applyEdit), so nothing was changed.";

const NO_REPLY: &str = "This file is not checked as a reply, so nothing was changed.";

const NOTHING_FITS: &str =
    "Nothing of that kind fits there. Greetings go to the top, farewells to the end.";

const NOT_FORGOTTEN: &str = "This cannot be forgotten: Aplomb may not write to its state directory. Make it writable, then try again.";

pub(crate) async fn answer(
    shared: &Arc<Shared>,
    params: ExecuteCommandParams,
) -> Result<Option<Value>> {
    let Some(command) = ALL.iter().find(|command| command.name == params.command) else {
        return Err(errors::failed("Aplomb has no such command; docs/lsp.md lists them."));
    };
    let argument = Argument { command, value: command.takes.read(command.name, params.arguments)? };
    match command.name {
        COPY_REPLY => {
            let DocumentArgument { uri } = argument.parse()?;
            let (snapshot, _) = shared.snapshot(&uri).ok_or_else(not_open)?;
            let text = snapshot.work(|snapshot, _| copy_reply(snapshot)).await??;
            shared.remember(snapshot, Fate::Sent);
            Ok(Some(Value::String(text)))
        }
        APPLY_FIXES => apply_fixes(shared, argument.parse()?).await,
        INSERT => insert(shared, argument.parse()?).await,
        EXPLAIN_RULE => {
            let RuleArguments { uri, code } = argument.parse()?;
            let (snapshot, client) = shared.snapshot(&uri).ok_or_else(not_open)?;
            let rule = snapshot.catalog().rule(&code).ok_or_else(no_rule)?;
            let shown = client.shows_documents && !client.explains_rules;
            if let Some(page) = shown.then(|| snapshot.engine.pages.of(rule)).flatten() {
                shared.change(|session| session.show(page));
                return Ok(None);
            }
            Ok(Some(Value::String(pages::page(rule))))
        }
        IGNORE => {
            let arguments: IgnoreArguments = argument.parse()?;
            let (snapshot, _) = shared.snapshot(&arguments.uri).ok_or_else(not_open)?;
            let analysis = snapshot.checked().await?;
            let finding = arguments.finding.find(&snapshot, analysis);
            let Some((finding, sentence)) =
                finding.and_then(|finding| Some((finding, finding.sentence?)))
            else {
                return Err(errors::content_modified());
            };
            let sentence = sentence.of(&analysis.text);
            remembered(shared.change(|session| session.ignore(&finding.code, sentence)))
        }
        SWITCH_OFF => {
            let RuleArguments { uri, code } = argument.parse()?;
            let (snapshot, _) = shared.snapshot(&uri).ok_or_else(not_open)?;
            // The code comes from outside, and is about to be written into a file.
            let rule = snapshot.catalog().rule(&code).ok_or_else(no_rule)?;
            if rule.family == Family::Safety {
                return Err(errors::failed(SAFETY.to_owned()));
            }
            let done = shared.change(|session| session.switch_off(&uri, &rule.code));
            done.map(|done| Some(Value::String(done))).map_err(errors::failed)
        }
        REPLY_LINE => {
            let DocumentArgument { uri } = argument.parse()?;
            let (snapshot, _) = shared.snapshot(&uri).ok_or_else(not_open)?;
            Ok(snapshot.work(code_lens::line).await?.map(Value::String))
        }
        SHOW_SETTINGS => {
            let DocumentArgument { uri } = argument.parse()?;
            let (snapshot, _) = shared.snapshot(&uri).ok_or_else(not_open)?;
            Ok(Some(snapshot.facts.show_settings(&snapshot.text.to_string())))
        }
        CHECK_AS_REPLY => {
            let DocumentArgument { uri } = argument.parse()?;
            remembered(shared.change(|session| session.mark_as_reply(&uri)))
        }
        FORGET => {
            // What is on its way is forgotten too.
            shared.written().await;
            let done = shared.change(Session::forget_lines);
            if done { Ok(None) } else { Err(errors::failed(NOT_FORGOTTEN.to_owned())) }
        }
        _ => Err(errors::internal()),
    }
}

/// The argument of a command, held against what that takes.
struct Argument {
    command: &'static Command,
    value: Value,
}

impl Argument {
    fn parse<T: DeserializeOwned>(self) -> Result<T> {
        let Self { command, value } = self;
        // Only what lies deeper than the description reaches can still be amiss.
        serde_json::from_value(value)
            .map_err(|_| errors::failed(command.takes.expected(command.name)))
    }
}

/// All safe fixes, as an edit of the client's.
async fn apply_fixes(shared: &Arc<Shared>, arguments: FixArguments) -> Result<Option<Value>> {
    let FixArguments { uri, version } = arguments;
    let (snapshot, client) = shared.snapshot(&uri).ok_or_else(not_open)?;
    is_of(&snapshot, version)?;
    if !client.applies_edits {
        return Err(errors::failed(NO_EDITS));
    }
    let analysis = snapshot.checked().await?;
    if analysis.gate != Gate::Reply {
        return Err(errors::failed(NO_REPLY));
    }
    let edits = safe_edits(&analysis.findings);
    let fixed = |span| edits.iter().any(|edit| span == edit.span);
    let fixes = analysis.findings.iter().filter(|finding| {
        let mut safe = finding.fixes.iter().filter(|fix| fix.is_safe());
        safe.next().is_some_and(|fix| fix.edits.iter().all(|edit| fixed(edit.span)))
    });
    let count = fixes.count();
    if !edits.is_empty() {
        let edit = workspace_edit(&snapshot, &client, &edits);
        shared.change(|session| session.have_edited(edit, &snapshot));
    }
    Ok(Some(json!(count)))
}

/// The words of a kind that fit best at a place, as an edit of the client's.
async fn insert(shared: &Arc<Shared>, arguments: InsertArguments) -> Result<Option<Value>> {
    let InsertArguments { uri, position, kind, version } = arguments;
    let (snapshot, client) = shared.snapshot(&uri).ok_or_else(not_open)?;
    is_of(&snapshot, version)?;
    if !client.applies_edits && !client.inserts_snippets {
        return Err(errors::failed(NO_EDITS));
    }
    let at = proto::offset(&snapshot.text, client.encoding, position);
    let found =
        snapshot.work(move |snapshot, analysis| best(snapshot, analysis, &kind, at)).await?;
    let edit = found.ok_or_else(|| errors::failed(NOTHING_FITS))?;
    if let Some(arguments) = insert_arguments(&snapshot, &client, &edit) {
        return Ok(Some(arguments));
    }
    let edit = workspace_edit(&snapshot, &client, &[edit]);
    shared.change(|session| session.have_edited(edit, &snapshot));
    Ok(None)
}

fn best(snapshot: &Snapshot, analysis: &Analysis, kind: &str, at: usize) -> Option<Edit> {
    if analysis.gate != Gate::Reply {
        return None;
    }
    let input = snapshot.facts.input(analysis.stage, &analysis.text);
    let draft = snapshot.draft(&analysis.text);
    snippet::insertion(kind, &draft, at, snapshot.catalog(), &input)
}

/// Refuses what was meant for an older text.
fn is_of(snapshot: &Snapshot, version: Option<i32>) -> Result<()> {
    match version {
        Some(version) if version != snapshot.version => Err(errors::content_modified()),
        _ => Ok(()),
    }
}

fn no_rule() -> tower_lsp::jsonrpc::Error {
    errors::failed("There is no rule of that code. “aplomb rules” lists them all.")
}

fn not_open() -> tower_lsp::jsonrpc::Error {
    errors::failed("That draft is not open in the editor. Open it, then try again.")
}

fn remembered(done: bool) -> Result<Option<Value>> {
    if done { Ok(None) } else { Err(errors::failed(NOT_REMEMBERED)) }
}

/// The text to send, unless something stands that must not be sent. Whether the file looks like a reply
/// makes no difference: its writer wants to send it.
fn copy_reply(snapshot: &Snapshot) -> Result<String> {
    let text = snapshot.text.to_string();
    let input = snapshot.facts.sent_input(&text);
    let draft = Draft::read(&text, &input, snapshot.catalog());
    let report = check_draft(&draft, &input, snapshot.catalog());
    let open: Vec<String> = report
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| {
            let at =
                proto::position(&snapshot.text, proto::Encoding::default(), finding.span.start);
            format!("line {} ({})", at.line + 1, finding.code)
        })
        .collect();
    match open.as_slice() {
        [] => Ok(draft.outgoing()),
        // Neither message nor words: clients write errors to their logs.
        open => Err(errors::failed(format!(
            "This reply is not ready to send: see {}. Mend that, then copy again.",
            and(open)
        ))),
    }
}

/// `a`, `a and b`, `a, b and c`.
fn and(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_listed_as_in_a_sentence() {
        let items: Vec<_> = ["a", "b", "c"].map(str::to_owned).to_vec();
        assert_eq!(
            [and(&items[..1]), and(&items[..2]), and(&items)],
            ["a", "a and b", "a, b and c"]
        );
    }
}
