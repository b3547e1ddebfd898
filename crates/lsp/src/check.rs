//! When documents are checked, and how diagnostics reach the client.
//!
//! One task does both, so diagnostics leave in the order in which they were made. It wakes once all
//! messages that were waiting have been handled, so a burst of edits costs one check. Long texts are
//! checked on threads; whatever they bring for a moment that has passed is dropped.

use std::sync::Arc;

use aplomb_core::Catalog;
use aplomb_workspace::SavedFiles;
use tokio::time::{Instant, sleep_until};
use tower_lsp::Client;
use tower_lsp::lsp_types::{MessageType, ShowDocumentParams};

use crate::handlers::diagnostic::diagnostics;
use crate::session::{Errands, Session, Shared};
use crate::settings::watch;
use crate::snapshot::Snapshot;

/// Said in the client's log, so without a word of the draft, and without its name.
const CHECK_FAILED: &str = "Aplomb could not check a draft. It is untouched, and is checked again with the next edit. \
                            Please send us a recording: aplomb help lsp says how.";
const CHANGED_MEANWHILE: &str = "The text has changed since, so it was left as it is. Ask again.";
const NOT_APPLIED: &str = "The editor has not taken the change. The text is as it was.";

/// Checks what is due and tells the client, for as long as the conversation lasts.
pub(crate) async fn run(shared: Arc<Shared>, client: Client) {
    loop {
        let (errands, checks, next) = shared.session().work(Instant::now());
        run_errands(&shared, errands, &client).await;
        for snapshot in checks {
            if snapshot.is_long() && snapshot.known().is_none() {
                start(shared.clone(), snapshot);
            } else {
                publish(&shared, &snapshot, &client).await;
            }
        }
        match next {
            Some(next) => tokio::select! {
                () = shared.bell.notified() => {}
                () = sleep_until(next) => {}
            },
            None => shared.bell.notified().await,
        }
    }
}

async fn run_errands(shared: &Arc<Shared>, errands: Errands, client: &Client) {
    for uri in errands.clear {
        client.publish_diagnostics(uri, Vec::new(), None).await;
    }
    for (uri, (version, list)) in errands.own {
        client.publish_diagnostics(uri, list, version).await;
    }
    for notice in errands.notices {
        client.show_message(MessageType::WARNING, notice).await;
    }
    for (kind, line) in errands.log {
        client.log_message(kind, line).await;
    }
    if errands.refresh {
        // Never given up on: tower-lsp panics when an answer comes that nobody waits for. The answer
        // itself says nothing.
        let client = client.clone();
        tokio::spawn(async move { drop(client.workspace_diagnostic_refresh().await) });
    }
    if errands.refresh_lenses {
        let client = client.clone();
        tokio::spawn(async move { drop(client.code_lens_refresh().await) });
    }
    if errands.refresh_hints {
        let client = client.clone();
        tokio::spawn(async move { drop(client.inlay_hint_refresh().await) });
    }
    if !errands.register.is_empty() {
        let (client, shared) = (client.clone(), shared.clone());
        let wish = errands.register;
        tokio::spawn(async move {
            let watches = wish.iter().any(|it| it.id == watch::REGISTRATION);
            if client.register_capability(wish).await.is_ok() && watches {
                shared.change(Session::trust_client);
            }
        });
    }
    for (edit, of) in errands.edits {
        // Not every client can be told which version an edit is for.
        if of.is_some_and(|snapshot| !shared.session().has_text_of(&snapshot)) {
            client.show_message(MessageType::WARNING, CHANGED_MEANWHILE).await;
            continue;
        }
        let client = client.clone();
        tokio::spawn(async move {
            if client.apply_edit(edit).await.is_ok_and(|answer| !answer.applied) {
                client.show_message(MessageType::WARNING, NOT_APPLIED).await;
            }
        });
    }
    for uri in errands.pages {
        let client = client.clone();
        let page = ShowDocumentParams {
            uri,
            external: Some(false),
            take_focus: Some(true),
            selection: None,
        };
        tokio::spawn(async move { drop(client.show_document(page).await) });
    }
    for (files, catalog) in errands.saved {
        tokio::spawn(read_saved(shared.clone(), files, catalog));
    }
    if let Some(question) = errands.question {
        let (client, shared) = (client.clone(), shared.clone());
        tokio::spawn(async move {
            if let Ok(values) = client.configuration(question.items()).await {
                shared.change(|session| session.hear_settings(&question, values));
            }
        });
    }
}

/// Reads a team's saved replies on a thread.
async fn read_saved(shared: Arc<Shared>, files: Arc<SavedFiles>, catalog: Arc<Catalog>) {
    let engine = shared.session().engine.clone();
    let read = files.clone();
    let saved = engine.long_work.run(move || read.read(&catalog)).await;
    // Where reading them has failed there are none.
    shared.change(|session| session.take_saved(&files, saved.unwrap_or_default()));
}

/// Checks a long text on a thread. The result stays with the snapshot, and is published if that is
/// still the newest.
fn start(shared: Arc<Shared>, snapshot: Arc<Snapshot>) {
    tokio::spawn(async move {
        // A check that fails has said so in the log, and the next edit brings another.
        let _ = snapshot.checked().await;
        shared.change(|session| session.land(&snapshot.uri));
    });
}

async fn publish(shared: &Shared, snapshot: &Snapshot, client: &Client) {
    if !shared.session().is_newest(snapshot) {
        return;
    }
    let facts = shared.session().client.clone();
    // Marks of an older text must not stay where they do not belong, so a check that failed clears them.
    let analysis = snapshot.analysis();
    let list = analysis.map_or_else(Vec::new, |analysis| diagnostics(snapshot, analysis, &facts));
    if shared.session().fails_anew(&snapshot.uri, analysis.is_none()) {
        client.log_message(MessageType::ERROR, CHECK_FAILED).await;
    }
    if shared.session().stamp(snapshot, &list) {
        client.publish_diagnostics(snapshot.uri.clone(), list, Some(snapshot.version)).await;
    }
}
