//! `textDocument/codeAction` and `codeAction/resolve`.
//!
//! An action must never put words where they do not belong. A client that can ask for an action's
//! edit once it is chosen is given the finding's name only, and the edit is made for the text of that
//! moment, or refused. Others get an edit that names its version where they declare that, and else one
//! for the text of the request.

use aplomb_core::{
    Applicability, Edit, Family, Finding, Fix, Form, Gate, Insert, NotReply, Recast, RuleMeta,
    Span, recasts, safe_edits,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
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
use crate::handlers::execute_command::{self, IgnoreArguments, RuleArguments};
use crate::handlers::hover::findings_at;
use crate::proto;
use crate::session::Shared;
use crate::snapshot::{Analysis, Snapshot};

mod titles;

use titles::Offered;

/// The kind of the action that applies all safe fixes.
const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.aplomb");
/// The kind that holds all forms into which words can be put.
const REWRITE: CodeActionKind = CodeActionKind::new("refactor.rewrite.aplomb");
/// The kind of the action that puts the reply on the clipboard.
const COPY_REPLY: CodeActionKind = CodeActionKind::new("source.copyReply.aplomb");

const FIX_ALL_TITLE: &str = "Apply all safe fixes";
const CHECK_AS_REPLY_TITLE: &str = "Check this file as a reply";
const COPY_REPLY_TITLE: &str = "Copy the reply to send";

/// The kinds of actions that a client may get.
pub(crate) fn kinds(client: &ClientFacts) -> Vec<CodeActionKind> {
    let mut kinds = vec![CodeActionKind::QUICKFIX, REWRITE, FIX_ALL];
    kinds.extend(client.copies_replies.then_some(COPY_REPLY));
    kinds
}

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
    /// Another form, by a hash of the words that it is about and by their number among the same words.
    Recast { form: String, about: String, nth: usize },
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
    let only = params.context.only;
    let rewrites = only.as_ref().is_none_or(|only| {
        only.iter().any(|wanted| includes(wanted, &REWRITE) || includes(&REWRITE, wanted))
    });
    let forms = if rewrites && analysis.gate == Gate::Reply {
        snapshot.work(forms_of).await?
    } else {
        Vec::new()
    };
    let actions = snapshot.work(move |snapshot, analysis| {
        let client = &client;
        let menu = Menu { snapshot, analysis, client, remembers, has_workspace, forms };
        let place = proto::span(&snapshot.text, client.encoding, params.range);
        menu.at(place, params.context.trigger_kind, only.as_deref())
    });
    let actions = actions.await?.into_iter();
    Ok(Some(actions.map(CodeActionOrCommand::CodeAction).collect()))
}

/// The forms into which words of the draft can be put.
fn forms_of(snapshot: &Snapshot, analysis: &Analysis) -> Vec<Recast> {
    let input = snapshot.facts.input(analysis.stage, &analysis.text);
    let draft = snapshot.draft(&analysis.text);
    recasts(&draft, Span::new(0, analysis.text.len()), snapshot.catalog(), &input)
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
    // The title holds the words to come, so it tells whether they are still the same.
    let edits = match data.what {
        What::FixAll(_) => Some(safe_edits(&analysis.findings)),
        What::Fix { finding, fix } => {
            let finding = finding.find(&snapshot, analysis);
            let fix = finding.and_then(|finding| finding.fixes.get(fix));
            let fix = fix.filter(|fix| titles::is_of(&action.title, &fix.title));
            fix.map(|fix| fix.edits.clone())
        }
        What::Recast { form, about, nth } if analysis.gate == Gate::Reply => {
            let forms = snapshot.work(forms_of).await?;
            let mut same = forms.into_iter().filter(|recast| {
                recast.form.as_str() == form
                    && snapshot.facts.hashed(recast.about.of(&analysis.text)) == about
            });
            let recast = same.nth(nth);
            let recast = recast.filter(|it| titles::is_of(&action.title, &it.title));
            recast.map(|recast| recast.edits)
        }
        What::Recast { .. } => None,
    };
    let edits = edits.ok_or_else(errors::content_modified)?;
    action.edit = Some(workspace_edit(&snapshot, &client, &edits));
    Ok(action)
}

/// Whether `kind` is `wanted` or one under it: `source` holds `source.fixAll.aplomb`.
fn includes(wanted: &CodeActionKind, kind: &CodeActionKind) -> bool {
    let rest = kind.as_str().strip_prefix(wanted.as_str());
    wanted.as_str().is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Whether a fix is in the menu. An idea without words of its own is for the hover.
pub(crate) fn is_action(fix: &Fix) -> bool {
    fix.applicability != Applicability::Display && !fix.edits.is_empty()
}

/// An edit of a document, which names its version where the client can be told.
pub(crate) fn workspace_edit(
    snapshot: &Snapshot,
    client: &ClientFacts,
    edits: &[Edit],
) -> WorkspaceEdit {
    let (uri, text) = (snapshot.uri.clone(), &snapshot.text);
    let crlf = text.lines().next().is_some_and(|line| line.to_string().ends_with("\r\n"));
    let edits = edits.iter().map(|edit| {
        let plain = edit.insert.plain();
        // Not every client breaks the lines of an edit as those of its text.
        let new = match crlf && plain.contains('\n') {
            true => plain.replace("\r\n", "\n").replace('\n', "\r\n"),
            false => plain.into_owned(),
        };
        proto::text_edit(text, client.encoding, edit.span, new)
    });
    if !client.document_changes {
        let changes = Some([(uri, edits.collect())].into());
        return WorkspaceEdit { changes, ..WorkspaceEdit::default() };
    }
    let version = Some(snapshot.version);
    let document = TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
        edits: edits.map(OneOf::Left).collect(),
    };
    let document_changes = Some(DocumentChanges::Edits(vec![document]));
    WorkspaceEdit { document_changes, ..WorkspaceEdit::default() }
}

/// The argument of [`INSERT_SNIPPET`], where the edit inserts words with tab stops and the client has that command.
pub(crate) fn insert_arguments(
    snapshot: &Snapshot,
    client: &ClientFacts,
    edit: &Edit,
) -> Option<Value> {
    let Insert::Snippet(snippet) = &edit.insert else { return None };
    let dialect = client.dialect.unwrap_or(SnippetDialect::Common);
    client.inserts_snippets.then(|| {
        json!({
            "uri": snapshot.uri,
            "version": snapshot.version,
            "range": proto::range(&snapshot.text, client.encoding, edit.span),
            "snippet": dialect.write(snippet),
        })
    })
}

/// What can be done at a place.
struct Menu<'m> {
    snapshot: &'m Snapshot,
    analysis: &'m Analysis,
    client: &'m ClientFacts,
    remembers: bool,
    has_workspace: bool,
    /// The forms into which words of the draft can be put.
    forms: Vec<Recast>,
}

impl Menu<'_> {
    /// The actions at a place, of the kinds that are wanted, if only some are.
    fn at(
        &self,
        place: Span,
        trigger: Option<CodeActionTriggerKind>,
        only: Option<&[CodeActionKind]>,
    ) -> Vec<CodeAction> {
        let is_wanted = |kind: &CodeActionKind| {
            only.is_none_or(|only| only.iter().any(|wanted| includes(wanted, kind)))
        };
        let mut offered = match self.analysis.gate {
            Gate::Reply => self.of_reply(place, trigger),
            Gate::Closed(reason) => self.of_page(reason, trigger),
        };
        // It would stand among the fixes of whoever has asked for nothing in particular.
        if only.is_some() && self.client.copies_replies {
            offered.push(self.copy_reply());
        }
        offered.retain(|it| it.action.kind.as_ref().is_none_or(is_wanted));
        // A form that is also a finding's fix is offered once.
        let fixes: Vec<Vec<Edit>> =
            offered.iter().filter(|it| !it.is_form).map(|it| it.edits.clone()).collect();
        offered.retain(|it| !it.is_form || !fixes.contains(&it.edits));
        titles::tell_apart(offered, self.snapshot, self.analysis)
    }

    fn of_page(&self, reason: NotReply, trigger: Option<CodeActionTriggerKind>) -> Vec<Offered> {
        // A light bulb on every line of every page would be a nuisance: only who asks is told. A
        // commit message is written to one file again and again, and the next is no reply either.
        let asked = reason != NotReply::Commit && trigger != Some(CodeActionTriggerKind::AUTOMATIC);
        if asked && self.remembers { vec![self.check_as_reply()] } else { Vec::new() }
    }

    fn of_reply(&self, place: Span, trigger: Option<CodeActionTriggerKind>) -> Vec<Offered> {
        let here = findings_at(self.analysis, place);
        let mut offered = Vec::new();
        for finding in &here {
            self.fixes(finding, &mut offered);
        }
        let can_ignore = |finding: &&Finding| self.remembers && finding.sentence.is_some();
        offered.extend(here.iter().copied().filter(can_ignore).map(|finding| self.ignore(finding)));
        // What is done about a rule is done once, however many of its findings are here.
        let mut rules: Vec<&Finding> = Vec::new();
        for finding in &here {
            if rules.iter().all(|known| known.code != finding.code) {
                rules.push(finding);
            }
        }
        let is_free = |finding: &&Finding| self.has_workspace && finding.family != Family::Safety;
        offered
            .extend(rules.iter().copied().filter(is_free).map(|finding| self.switch_off(finding)));
        offered.extend(rules.iter().filter_map(|finding| self.explain(finding)));
        offered.extend(self.rewrites(place, trigger));
        offered.extend(self.fix_all());
        offered
    }

    fn fixes(&self, finding: &Finding, offered: &mut Vec<Offered>) {
        let first_safe =
            finding.fixes.iter().position(|fix| fix.applicability == Applicability::Safe);
        for (number, fix) in finding.fixes.iter().enumerate() {
            if !is_action(fix) {
                continue;
            }
            let mut action = self.action(&fix.title, CodeActionKind::QUICKFIX, finding);
            action.is_preferred = (first_safe == Some(number)).then_some(true);
            let snippet = match fix.edits.as_slice() {
                [only] => insert_arguments(self.snapshot, self.client, only),
                _ => None,
            };
            if let Some(arguments) = snippet {
                action.command = Some(insert_snippet(&fix.title, arguments));
            } else {
                let finding = FindingId::of(self.snapshot, self.analysis, finding);
                self.give_edit(&mut action, What::Fix { finding, fix: number }, &fix.edits);
            }
            let edits = fix.edits.clone();
            offered.push(Offered { edits, ..Offered::about(action, finding.span) });
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

    /// An action about a finding that is a command of ours.
    fn command(&self, title: String, command: &str, argument: Value, finding: &Finding) -> Offered {
        let mut action = self.action(&title, CodeActionKind::QUICKFIX, finding);
        action.command = Some(Command::new(title, command.to_owned(), Some(vec![argument])));
        Offered::about(action, finding.span)
    }

    fn ignore(&self, finding: &Finding) -> Offered {
        let title = format!("Switch this rule off here ({})", finding.code);
        let argument = json!(IgnoreArguments {
            uri: self.snapshot.uri.clone(),
            finding: FindingId::of(self.snapshot, self.analysis, finding),
        });
        self.command(title, execute_command::IGNORE, argument, finding)
    }

    fn switch_off(&self, finding: &Finding) -> Offered {
        let title = format!("Switch this rule off in this workspace ({})", finding.code);
        self.command(title, execute_command::SWITCH_OFF, self.rule(finding), finding)
    }

    /// The page of the finding's rule, for a client that shows it.
    fn explain(&self, finding: &Finding) -> Option<Offered> {
        let page = |rule: &RuleMeta| self.snapshot.engine.pages.of(rule).is_some();
        let shown = self.client.explains_rules
            || self.client.shows_documents
                && self.snapshot.catalog().rule(&finding.code).is_some_and(page);
        let title = format!("Explain this rule ({})", finding.code);
        shown.then(|| {
            self.command(title, execute_command::EXPLAIN_RULE, self.rule(finding), finding)
        })
    }

    fn rule(&self, finding: &Finding) -> Value {
        json!(RuleArguments { uri: self.snapshot.uri.clone(), code: finding.code.to_string() })
    }

    /// Other forms for the words at a place. Their mail can be answered from anywhere, but no light bulb says so in
    /// every line, so outside of it somebody has to ask.
    fn rewrites(&self, place: Span, trigger: Option<CodeActionTriggerKind>) -> Vec<Offered> {
        let asked = trigger == Some(CodeActionTriggerKind::INVOKED);
        let text = &self.analysis.text;
        let is_here = |recast: &Recast| {
            recast.about.touches(place) || asked && recast.form == Form::Interleaved
        };
        let same =
            |a: &Recast, b: &Recast| a.form == b.form && a.about.of(text) == b.about.of(text);
        let here = self.forms.iter().enumerate().filter(|(_, recast)| is_here(recast));
        let actions = here.map(|(at, recast)| {
            let kind = format!("{}.{}", REWRITE.as_str(), recast.form.as_str());
            let mut action = CodeAction {
                title: recast.title.clone(),
                kind: Some(CodeActionKind::from(kind)),
                ..CodeAction::default()
            };
            let snippet = recast.as_snippet(text);
            let arguments =
                snippet.and_then(|edit| insert_arguments(self.snapshot, self.client, &edit));
            if let Some(arguments) = arguments {
                action.command = Some(insert_snippet(&recast.title, arguments));
            } else {
                let what = What::Recast {
                    form: recast.form.as_str().to_owned(),
                    about: self.snapshot.facts.hashed(recast.about.of(text)),
                    nth: self.forms[..at].iter().filter(|earlier| same(earlier, recast)).count(),
                };
                self.give_edit(&mut action, what, &recast.edits);
            }
            let edits = recast.edits.clone();
            Offered { edits, is_form: true, ..Offered::about(action, recast.about) }
        });
        actions.collect()
    }

    fn check_as_reply(&self) -> Offered {
        self.whole(CHECK_AS_REPLY_TITLE, CodeActionKind::QUICKFIX, execute_command::CHECK_AS_REPLY)
    }

    fn copy_reply(&self) -> Offered {
        self.whole(COPY_REPLY_TITLE, COPY_REPLY, execute_command::COPY_REPLY)
    }

    /// An action about the whole document that is a command of ours.
    fn whole(&self, title: &str, kind: CodeActionKind, command: &str) -> Offered {
        let arguments = Some(vec![json!({ "uri": self.snapshot.uri })]);
        Offered::new(CodeAction {
            title: title.to_owned(),
            kind: Some(kind),
            command: Some(Command::new(title.to_owned(), command.to_owned(), arguments)),
            ..CodeAction::default()
        })
    }

    fn fix_all(&self) -> Option<Offered> {
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
        Some(Offered::new(action))
    }

    /// Gives an action its edit, or what it takes to make it later.
    fn give_edit(&self, action: &mut CodeAction, what: What, edits: &[Edit]) {
        if self.client.resolves_edits {
            action.data = Some(json!(Data { uri: self.snapshot.uri.clone(), what }));
        } else {
            action.edit = Some(workspace_edit(self.snapshot, self.client, edits));
        }
    }
}

/// The command that inserts words with tab stops.
fn insert_snippet(title: &str, arguments: Value) -> Command {
    Command::new(title.to_owned(), INSERT_SNIPPET.to_owned(), Some(vec![arguments]))
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
        let forms = Vec::new();
        let menu = Menu {
            snapshot: &snapshot,
            analysis: &analysis,
            client,
            remembers,
            has_workspace,
            forms,
        };
        let place = analysis.findings[0].span;
        menu.at(place, None, None).iter().map(|action| json!(action)).collect()
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
    fn lines_of_an_edit_end_as_those_of_the_text() {
        let edits = [Edit::replace(Span::at(0), "a\nb\r\n")];
        for (text, new) in [("It works.\r\n", "a\r\nb\r\n"), ("It works.\n", "a\nb\r\n")] {
            let (snapshot, _) = Snapshot::example(text);
            let edit = json!(workspace_edit(&snapshot, &ClientFacts::default(), &edits));
            assert_eq!(edit["changes"]["untitled:example"][0]["newText"], new);
        }
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
            includes(&CodeActionKind::new(wanted), &CodeActionKind::new(kind))
        };
        for wanted in ["", "source", "source.fixAll", "source.fixAll.aplomb"] {
            assert!(of("source.fixAll.aplomb", wanted), "{wanted}");
        }
        assert!(!of("source.fixAll.aplomb", "source.fixAll.other"));
        assert!(!of("source.fixAll.aplomb", "sour"));
        assert!(!of("quickfix", "quickfix.import"));
    }
}
