//! `textDocument/codeAction` and `codeAction/resolve`.
//!
//! An action must never put words where they do not belong. A client that can ask for an action's
//! edit once it is chosen is given the finding's name only, and the edit is made for the text of that
//! moment, or refused. Others get an edit that names its version where they declare that, and else one
//! for the text of the request.

use aplomb_core::{
    Applicability, Edit, Family, Finding, Fix, Gate, Insert, NotReply, Span, safe_edits,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse,
    CodeActionTriggerKind, Command, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, Url, WorkspaceEdit,
};

use crate::client_facts::{ClientFacts, INSERT_SNIPPET, SnippetDialect};
use crate::errors;
use crate::finding_id::FindingId;
use crate::handlers::diagnostic::diagnostic;
use crate::handlers::execute_command::{self, IgnoreArguments, SwitchOffArguments};
use crate::handlers::hover::findings_at;
use crate::proto;
use crate::session::Shared;
use crate::snapshot::{Analysis, Snapshot};

/// The kind of the action that applies all safe fixes.
pub(crate) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.aplomb");

const FIX_ALL_TITLE: &str = "Apply all safe fixes";
const CHECK_AS_REPLY_TITLE: &str = "Check this file as a reply";

/// What an action carries through the client until it is chosen.
#[derive(Debug, Serialize, Deserialize)]
struct Data {
    uri: Url,
    #[serde(flatten)]
    what: What,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum What {
    /// One fix of a finding, by its number.
    Fix { finding: FindingId, fix: usize },
    /// All safe fixes. It is always `true`: a client may lose what is null, as Neovim does.
    FixAll(bool),
}

pub(crate) async fn answer(
    shared: &Shared,
    params: CodeActionParams,
) -> Result<Option<CodeActionResponse>> {
    let uri = &params.text_document.uri;
    let found = shared.snapshot(uri);
    let (remembers, has_workspace) = {
        let session = shared.session();
        (session.surroundings.remembers(), session.has_workspace(uri))
    };
    let Some((snapshot, client)) = found.filter(|(_, client)| client.code_action_literals) else {
        return Ok(None);
    };
    let analysis = snapshot.checked().await?;
    let menu = Menu { snapshot: &snapshot, analysis, client: &client, remembers, has_workspace };
    let place = proto::span(&snapshot.text, client.encoding, params.range);
    let mut actions = menu.at(place, params.context.trigger_kind);
    if let Some(only) = &params.context.only {
        actions.retain(|action| only.iter().any(|wanted| is_kind(action, wanted)));
    }
    Ok(Some(actions.into_iter().map(CodeActionOrCommand::CodeAction).collect()))
}

/// `codeAction/resolve`: the edit, for the newest text.
pub(crate) async fn resolve(shared: &Shared, mut action: CodeAction) -> Result<CodeAction> {
    // Some clients ask for the edit of an action that is only a command.
    let Some(data) = action.data.clone() else { return Ok(action) };
    let data: Data = serde_json::from_value(data).map_err(|_| errors::invalid_params())?;
    let Some((snapshot, client)) = shared.snapshot(&data.uri) else {
        return Err(errors::content_modified());
    };
    let analysis = snapshot.checked().await?;
    let menu = Menu {
        snapshot: &snapshot,
        analysis,
        client: &client,
        remembers: false,
        has_workspace: false,
    };
    let edits = match data.what {
        What::FixAll(_) => safe_edits(&analysis.findings),
        What::Fix { finding, fix } => {
            let finding = finding.find(&snapshot, analysis);
            let fix = finding.and_then(|finding| finding.fixes.get(fix));
            // The title holds the words to come, so it tells whether they are still the same.
            let fix = fix.filter(|fix| fix.title == action.title);
            fix.ok_or_else(errors::content_modified)?.edits.clone()
        }
    };
    action.edit = Some(menu.workspace_edit(&edits));
    Ok(action)
}

/// Whether an action is of a kind or of one under it: `source` holds `source.fixAll.aplomb`.
fn is_kind(action: &CodeAction, wanted: &CodeActionKind) -> bool {
    let kind = action.kind.as_ref().map_or("", CodeActionKind::as_str);
    let rest = kind.strip_prefix(wanted.as_str());
    wanted.as_str().is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Whether a fix is in the menu. An idea without words of its own is for the hover.
pub(crate) fn is_action(fix: &Fix) -> bool {
    fix.applicability != Applicability::Display && !fix.edits.is_empty()
}

/// What can be done at a place.
struct Menu<'m> {
    snapshot: &'m Snapshot,
    analysis: &'m Analysis,
    client: &'m ClientFacts,
    remembers: bool,
    has_workspace: bool,
}

impl Menu<'_> {
    fn at(&self, place: Span, trigger: Option<CodeActionTriggerKind>) -> Vec<CodeAction> {
        if let Gate::Closed(reason) = self.analysis.gate {
            // A light bulb on every line of every page would be a nuisance: only who asks is told. A
            // commit message is written to one file again and again, and the next is no reply either.
            let asked =
                reason != NotReply::Commit && trigger != Some(CodeActionTriggerKind::AUTOMATIC);
            return if asked && self.remembers { vec![self.check_as_reply()] } else { Vec::new() };
        }
        let here = findings_at(self.analysis, place);
        let mut actions = Vec::new();
        for finding in &here {
            self.fixes(finding, &mut actions);
        }
        let can_ignore = |finding: &&Finding| self.remembers && finding.sentence.is_some();
        actions.extend(here.iter().copied().filter(can_ignore).map(|finding| self.ignore(finding)));
        let is_free = |finding: &&Finding| self.has_workspace && finding.family != Family::Safety;
        actions
            .extend(here.iter().copied().filter(is_free).map(|finding| self.switch_off(finding)));
        actions.extend(self.fix_all());
        actions
    }

    fn fixes(&self, finding: &Finding, actions: &mut Vec<CodeAction>) {
        let first_safe =
            finding.fixes.iter().position(|fix| fix.applicability == Applicability::Safe);
        for (number, fix) in finding.fixes.iter().enumerate() {
            if !is_action(fix) {
                continue;
            }
            let mut action = self.action(&fix.title, CodeActionKind::QUICKFIX, finding);
            action.is_preferred = (first_safe == Some(number)).then_some(true);
            if let Some(command) = self.insert_snippet(fix) {
                action.command = Some(command);
            } else {
                let finding = FindingId::of(self.snapshot, self.analysis, finding);
                self.give_edit(&mut action, What::Fix { finding, fix: number }, &fix.edits);
            }
            actions.push(action);
        }
    }

    fn action(&self, title: &str, kind: CodeActionKind, finding: &Finding) -> CodeAction {
        let diagnostic = diagnostic(self.snapshot, self.analysis, finding, self.client);
        CodeAction {
            title: title.to_owned(),
            kind: Some(kind),
            diagnostics: Some(vec![diagnostic]),
            ..CodeAction::default()
        }
    }

    /// The command that inserts words with tab stops, for a client that has it.
    fn insert_snippet(&self, fix: &Fix) -> Option<Command> {
        let [Edit { span, insert: Insert::Snippet(snippet) }] = fix.edits.as_slice() else {
            return None;
        };
        self.client.inserts_snippets.then(|| {
            let dialect = self.client.dialect.unwrap_or(SnippetDialect::Common);
            let arguments = json!({
                "uri": self.snapshot.uri,
                "version": self.snapshot.version,
                "range": proto::range(&self.snapshot.text, self.client.encoding, *span),
                "snippet": dialect.write(snippet),
            });
            Command::new(fix.title.clone(), INSERT_SNIPPET.to_owned(), Some(vec![arguments]))
        })
    }

    fn ignore(&self, finding: &Finding) -> CodeAction {
        let title = format!("Switch this rule off here ({})", finding.code);
        let arguments = json!(IgnoreArguments {
            uri: self.snapshot.uri.clone(),
            finding: FindingId::of(self.snapshot, self.analysis, finding),
        });
        let command = execute_command::IGNORE.to_owned();
        let mut action = self.action(&title, CodeActionKind::QUICKFIX, finding);
        action.command = Some(Command::new(title, command, Some(vec![arguments])));
        action
    }

    fn switch_off(&self, finding: &Finding) -> CodeAction {
        let title = format!("Switch this rule off in this workspace ({})", finding.code);
        let arguments = json!(SwitchOffArguments {
            uri: self.snapshot.uri.clone(),
            code: finding.code.to_string(),
        });
        let command = execute_command::SWITCH_OFF.to_owned();
        let mut action = self.action(&title, CodeActionKind::QUICKFIX, finding);
        action.command = Some(Command::new(title, command, Some(vec![arguments])));
        action
    }

    fn check_as_reply(&self) -> CodeAction {
        let title = CHECK_AS_REPLY_TITLE.to_owned();
        let command = execute_command::CHECK_AS_REPLY.to_owned();
        let arguments = Some(vec![json!({ "uri": self.snapshot.uri })]);
        CodeAction {
            title: title.clone(),
            kind: Some(CodeActionKind::QUICKFIX),
            command: Some(Command::new(title, command, arguments)),
            ..CodeAction::default()
        }
    }

    fn fix_all(&self) -> Option<CodeAction> {
        let edits = safe_edits(&self.analysis.findings);
        if edits.is_empty() {
            return None;
        }
        let mut action = CodeAction {
            title: FIX_ALL_TITLE.to_owned(),
            kind: Some(FIX_ALL),
            ..CodeAction::default()
        };
        self.give_edit(&mut action, What::FixAll(true), &edits);
        Some(action)
    }

    /// Gives an action its edit, or what it takes to make it later.
    fn give_edit(&self, action: &mut CodeAction, what: What, edits: &[Edit]) {
        if self.client.resolves_edits {
            action.data = Some(json!(Data { uri: self.snapshot.uri.clone(), what }));
        } else {
            action.edit = Some(self.workspace_edit(edits));
        }
    }

    fn workspace_edit(&self, edits: &[Edit]) -> WorkspaceEdit {
        let (uri, text) = (self.snapshot.uri.clone(), &self.snapshot.text);
        let edits = edits.iter().map(|edit| {
            proto::text_edit(
                text,
                self.client.encoding,
                edit.span,
                edit.insert.plain().into_owned(),
            )
        });
        if !self.client.document_changes {
            let changes = Some([(uri, edits.collect())].into());
            return WorkspaceEdit { changes, ..WorkspaceEdit::default() };
        }
        let version = Some(self.snapshot.version);
        let document = TextDocumentEdit {
            text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
            edits: edits.map(OneOf::Left).collect(),
        };
        let document_changes = Some(DocumentChanges::Edits(vec![document]));
        WorkspaceEdit { document_changes, ..WorkspaceEdit::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aplomb_core::snippet::{Part, Snippet};

    /// The actions for a finding with these fixes of its words, as JSON.
    fn actions(fixes: Vec<Fix>, client: &ClientFacts) -> Vec<serde_json::Value> {
        let (snapshot, mut analysis) = Snapshot::example("The sync should now work again.");
        analysis.findings[0].fixes = fixes;
        let (remembers, has_workspace) = (false, false);
        let menu =
            Menu { snapshot: &snapshot, analysis: &analysis, client, remembers, has_workspace };
        let place = analysis.findings[0].span;
        menu.at(place, None).iter().map(|action| json!(action)).collect()
    }

    /// A fix that leaves a fact to the writer.
    fn blank() -> Fix {
        let parts =
            vec![Part::Text("works: ".to_owned()), Part::Blank(1, "what you saw".to_owned())];
        let edit = Edit::snippet(Span::new(9, 24), Snippet::new(parts));
        Fix::confirm("Say what you saw", vec![edit])
    }

    #[test]
    fn the_most_useful_fix_comes_first_and_only_a_safe_one_is_preferred() {
        let edit = |text: &str| vec![Edit::replace(Span::new(9, 24), text)];
        let idea =
            Fix { applicability: Applicability::Display, ..Fix::confirm("An idea", edit("x")) };
        let fixes = vec![
            idea,
            Fix::confirm("Confirm", edit("works")),
            Fix::safe("Safe", edit("works now")),
            Fix::safe("Safe, too", edit("does work")),
        ];
        let actions = actions(fixes, &ClientFacts::default());
        let seen: Vec<_> = actions
            .iter()
            .map(|it| (it["title"].as_str().unwrap(), it["isPreferred"] == true))
            .collect();
        let expected = [("Confirm", false), ("Safe", true), ("Safe, too", false)];
        assert_eq!(seen[..3], expected);
        assert_eq!(seen[3..], [(FIX_ALL_TITLE, false)]);
    }

    #[test]
    fn tab_stops_go_to_a_client_that_has_the_command_for_them() {
        let able = ClientFacts { inserts_snippets: true, ..ClientFacts::default() };
        let actions = actions(vec![blank()], &able);
        assert_eq!(actions[0]["command"]["command"], INSERT_SNIPPET);
        let arguments = &actions[0]["command"]["arguments"][0];
        assert_eq!(arguments["snippet"], "works: ${1:[[fill: what you saw]]}");
        assert_eq!(
            (&arguments["version"], &arguments["uri"]),
            (&json!(1), &json!("untitled:example"))
        );
        assert_eq!(arguments["range"]["end"]["character"], 24);
        assert!(actions[0].get("edit").is_none() && actions[0].get("data").is_none());
    }

    #[test]
    fn every_other_client_gets_the_blank_as_words() {
        let actions = actions(vec![blank()], &ClientFacts::default());
        let edit = &actions[0]["edit"]["changes"]["untitled:example"][0];
        assert_eq!(edit["newText"], "works: [[fill: what you saw]]");
    }

    #[test]
    fn nothing_that_an_action_carries_is_null() {
        let able = ClientFacts { resolves_edits: true, ..ClientFacts::default() };
        let fix = Fix::safe("Safe", vec![Edit::replace(Span::new(9, 24), "works now")]);
        let actions = actions(vec![fix], &able);
        let carried: Vec<_> = actions.iter().filter_map(|action| action.get("data")).collect();
        assert_eq!(carried.len(), 2, "{actions:?}");
        for data in carried {
            assert!(!data.to_string().contains("null"), "{data}");
            assert!(serde_json::from_value::<Data>(data.clone()).is_ok(), "{data}");
        }
    }

    #[test]
    fn a_kind_holds_those_under_it() {
        let of = |kind: &'static str, wanted: &'static str| {
            let kind = Some(CodeActionKind::new(kind));
            let action = CodeAction { kind, ..CodeAction::default() };
            is_kind(&action, &CodeActionKind::new(wanted))
        };
        for wanted in ["", "source", "source.fixAll", "source.fixAll.aplomb"] {
            assert!(of("source.fixAll.aplomb", wanted), "{wanted}");
        }
        assert!(!of("source.fixAll.aplomb", "source.fixAll.other"));
        assert!(!of("source.fixAll.aplomb", "sour"));
        assert!(!of("quickfix", "quickfix.import"));
    }
}
