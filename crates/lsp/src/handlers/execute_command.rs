//! `workspace/executeCommand`.

use std::sync::Arc;

use aplomb_core::{Draft, Family, Severity, check_draft};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{ExecuteCommandParams, Url};

use crate::diary::Fate;
use crate::errors;
use crate::finding_id::FindingId;
use crate::handlers::code_lens;
use crate::proto;
use crate::session::{Session, Shared};
use crate::snapshot::Snapshot;

pub(crate) const COPY_REPLY: &str = "aplomb.copyReply";
pub(crate) const IGNORE: &str = "aplomb.ignore";
pub(crate) const CHECK_AS_REPLY: &str = "aplomb.checkAsReply";
pub(crate) const SWITCH_OFF: &str = "aplomb.switchOff";
pub(crate) const SHOW_SETTINGS: &str = "aplomb.showSettings";
pub(crate) const REPLY_LINE: &str = "aplomb.replyLine";
pub(crate) const FORGET: &str = "aplomb.forget";

/// A command that a client can have executed.
pub(crate) struct Command {
    pub(crate) name: &'static str,
    /// What its one argument is, as a JSON object with the types of its members; a document may also be
    /// given by its URI alone. `""` where it takes none.
    pub(crate) takes: &'static str,
    /// What it does and what it returns.
    pub(crate) about: &'static str,
}

const DOCUMENT: &str = r#"{"uri": string}"#;

/// All commands.
pub(crate) const ALL: &[Command] = &[
    Command {
        name: COPY_REPLY,
        takes: DOCUMENT,
        about: "Returns the text to send, for the clipboard; an error names the lines that keep it from being sent.",
    },
    Command {
        name: IGNORE,
        takes: r#"{"uri": string, "finding": object}"#,
        about: "Switches a rule off for a sentence, for this user. The finding is the `data` of its diagnostic.",
    },
    Command {
        name: SWITCH_OFF,
        takes: r#"{"uri": string, "code": string}"#,
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
    Command { name: FORGET, takes: "", about: "Forgets how the user's replies begin and end." },
];

/// The argument of [`SWITCH_OFF`].
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SwitchOffArguments {
    pub(crate) uri: Url,
    pub(crate) code: String,
}

/// The argument of [`IGNORE`].
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct IgnoreArguments {
    pub(crate) uri: Url,
    pub(crate) finding: FindingId,
}

/// A document, named by its URI alone or in an object.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum DocumentArgument {
    Uri(Url),
    Object { uri: Url },
}

const NOT_REMEMBERED: &str = "This cannot be remembered: Aplomb may not write to its state directory. Make it writable, then try again.";

const SAFETY: &str = "This rule is about safety, so a workspace cannot switch it off.";

const NOT_FORGOTTEN: &str = "This cannot be forgotten: Aplomb may not write to its state directory. Make it writable, then try again.";

pub(crate) async fn answer(
    shared: &Arc<Shared>,
    params: ExecuteCommandParams,
) -> Result<Option<Value>> {
    match params.command.as_str() {
        COPY_REPLY => {
            let uri = document(params.arguments)?;
            let Some((snapshot, _)) = shared.snapshot(&uri) else { return Err(not_open()) };
            let text = snapshot.work(|snapshot, _| copy_reply(snapshot)).await??;
            shared.remember(snapshot, Fate::Sent);
            Ok(Some(Value::String(text)))
        }
        IGNORE => {
            let arguments: IgnoreArguments = argument(params.arguments)?;
            let Some((snapshot, _)) = shared.snapshot(&arguments.uri) else {
                return Err(not_open());
            };
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
            let SwitchOffArguments { uri, code } = argument(params.arguments)?;
            let Some((snapshot, _)) = shared.snapshot(&uri) else { return Err(not_open()) };
            // The code comes from outside, and is about to be written into a file.
            let rule = snapshot.catalog().rule(&code).ok_or_else(errors::invalid_params)?;
            if rule.family == Family::Safety {
                return Err(errors::failed(SAFETY.to_owned()));
            }
            let done = shared.change(|session| session.switch_off(&uri, &rule.code));
            done.map(|done| Some(Value::String(done))).map_err(errors::failed)
        }
        REPLY_LINE => {
            let uri = document(params.arguments)?;
            let Some((snapshot, _)) = shared.snapshot(&uri) else { return Err(not_open()) };
            Ok(snapshot.work(code_lens::line).await?.map(Value::String))
        }
        SHOW_SETTINGS => {
            let uri = document(params.arguments)?;
            let Some((snapshot, _)) = shared.snapshot(&uri) else { return Err(not_open()) };
            Ok(Some(snapshot.facts.show_settings(&snapshot.text.to_string())))
        }
        CHECK_AS_REPLY => {
            let uri = document(params.arguments)?;
            remembered(shared.change(|session| session.mark_as_reply(&uri)))
        }
        FORGET => {
            // What is on its way is forgotten too.
            shared.written().await;
            let done = shared.change(Session::forget_lines);
            if done { Ok(None) } else { Err(errors::failed(NOT_FORGOTTEN.to_owned())) }
        }
        other => Err(errors::failed(format!("There is no command “{other}”."))),
    }
}

fn document(arguments: Vec<Value>) -> Result<Url> {
    match argument(arguments)? {
        DocumentArgument::Uri(uri) | DocumentArgument::Object { uri } => Ok(uri),
    }
}

fn argument<T: DeserializeOwned>(arguments: Vec<Value>) -> Result<T> {
    let first = arguments.into_iter().next().ok_or_else(errors::invalid_params)?;
    serde_json::from_value(first).map_err(|_| errors::invalid_params())
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
    use serde_json::json;

    #[test]
    fn a_document_is_named_either_way() {
        let uri: Url = "untitled:Untitled-1".parse().unwrap();
        assert_eq!(document(vec![json!("untitled:Untitled-1")]).unwrap(), uri);
        assert_eq!(document(vec![json!({ "uri": "untitled:Untitled-1" })]).unwrap(), uri);
        assert_eq!(document(vec![]), Err(errors::invalid_params()));
        assert_eq!(document(vec![json!("Dear Maria")]), Err(errors::invalid_params()));
    }

    #[test]
    fn places_are_listed_as_in_a_sentence() {
        let items: Vec<_> = ["a", "b", "c"].map(str::to_owned).to_vec();
        assert_eq!(
            [and(&items[..1]), and(&items[..2]), and(&items)],
            ["a", "a and b", "a, b and c"]
        );
    }
}
