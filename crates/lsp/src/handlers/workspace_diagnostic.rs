//! `workspace/diagnostic`: what there is to say of replies that nobody has open.
//!
//! VS Code asks two seconds after each answer, with a number for each file that it has something of. So a
//! client that takes an answer in parts is kept waiting until there is something new, as the protocol has it,
//! and asks nothing meanwhile.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep};
use tower_lsp::Client;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::notification::{Notification, Progress};
use tower_lsp::lsp_types::{
    Diagnostic, FullDocumentDiagnosticReport, ProgressParams, ProgressParamsValue, ProgressToken,
    UnchangedDocumentDiagnosticReport, Url, WorkDoneProgress, WorkDoneProgressBegin,
    WorkDoneProgressEnd, WorkDoneProgressReport, WorkspaceDiagnosticParams,
    WorkspaceDiagnosticReport, WorkspaceDiagnosticReportResult, WorkspaceDocumentDiagnosticReport,
    WorkspaceFullDocumentDiagnosticReport, WorkspaceUnchangedDocumentDiagnosticReport,
};

use crate::folders::{self, News, Order, Previous, id_of};
use crate::handlers::diagnostic::diagnostics;
use crate::session::Shared;
use crate::settings::own_files::path_of;
use crate::snapshot::Snapshot;

/// So many files make a part of an answer, unless less has come for [`LONGEST_WAIT`].
const PART: usize = 64;

/// So long what was found waits for more, and so often progress is told.
const LONGEST_WAIT: Duration = Duration::from_millis(100);

/// So long nothing is looked at after something was heard: one change often comes with others.
const SETTLE: Duration = Duration::from_millis(300);

/// So often folders are looked at that no client watches, if that is quickly done.
const UNWATCHED: Duration = Duration::from_secs(5);

/// So often others are, for what a client does not tell.
const WATCHED: Duration = Duration::from_secs(60);

/// A look costs at most a hundredth of the time, and after something was heard a fifth.
const REST: u32 = 100;
const REST_WHEN_HEARD: u32 = 4;

pub(crate) async fn pull(
    shared: &Arc<Shared>,
    client: &Client,
    params: WorkspaceDiagnosticParams,
) -> Result<WorkspaceDiagnosticReportResult> {
    // Before anything is looked at: what changes in between is then heard.
    let mut bell = shared.folders.listen();
    let previous = params.previous_result_ids.into_iter();
    let previous = previous.filter_map(|it| {
        let (path, id) = (path_of(&it.uri)?, it.value);
        Some((path, Previous { uri: it.uri, id }))
    });
    let previous: Arc<HashMap<_, _>> = Arc::new(previous.collect());
    let mut answer = Answer {
        client,
        part: params.partial_result_params.partial_result_token,
        progress: Work::new(client, params.work_done_progress_params.work_done_token),
        items: Vec::new(),
        sent: Instant::now(),
        is_news: false,
    };
    loop {
        bell.mark_unchanged();
        let start = Instant::now();
        look(shared, &previous, &mut answer).await;
        // What is looked at later begins anew.
        answer.progress.end().await;
        if answer.part.is_none() || answer.is_news || bell.borrow().over {
            break;
        }
        let took = start.elapsed();
        let least = if shared.session().client_watches() { WATCHED } else { UNWATCHED };
        tokio::select! {
            _ = bell.changed() => {}
            () = sleep((took * REST).clamp(least, WATCHED)) => {}
        }
        if bell.borrow().over {
            break;
        }
        sleep((took * REST_WHEN_HEARD).max(SETTLE)).await;
    }
    let items = answer.end().await;
    Ok(WorkspaceDiagnosticReport { items }.into())
}

async fn look(
    shared: &Arc<Shared>,
    previous: &Arc<HashMap<PathBuf, Previous>>,
    answer: &mut Answer<'_>,
) {
    let (order, open) = {
        let mut session = shared.session();
        let open: HashMap<PathBuf, Arc<Snapshot>> = session.open_files().into_iter().collect();
        let order = Order {
            client: session.client.clone(),
            engine: session.engine.clone(),
            previous: previous.clone(),
            open: open.keys().cloned().collect(),
        };
        (order, open)
    };
    let facts = order.client.clone();
    let mut news = folders::look(shared, order).await;
    while let Some(news) = news.recv().await {
        match news {
            News::Total(total) => answer.progress.begin(total).await,
            News::Checked => {
                answer.progress.step().await;
                answer.send_if_due().await;
            }
            News::Report { uri, id, items } => answer.report(uri, None, id, items).await,
            News::Same(previous) => answer.same(previous, None).await,
            News::Open(path) => {
                let Some(snapshot) = open.get(&path) else { continue };
                // A check that fails has said so in the log.
                let analysis = snapshot.checked().await.ok();
                if analysis.is_none() && snapshot.is_past() {
                    continue;
                }
                let items =
                    analysis.map(|it| diagnostics(snapshot, it, &facts)).unwrap_or_default();
                let (id, version) = (id_of(&items), Some(i64::from(snapshot.version)));
                match (previous.get(&path), id) {
                    (None, None) => {}
                    (Some(previous), Some(id)) if previous.id == id => {
                        answer.same(previous.clone(), version).await;
                    }
                    (_, id) => answer.report(snapshot.uri.clone(), version, id, items).await,
                }
            }
        }
    }
}

/// An answer that is being made, sent part by part where the client wants it so.
struct Answer<'c> {
    client: &'c Client,
    part: Option<ProgressToken>,
    progress: Work,
    items: Vec<WorkspaceDocumentDiagnosticReport>,
    sent: Instant,
    /// Whether there is anything that the client does not have.
    is_news: bool,
}

impl Answer<'_> {
    async fn report(
        &mut self,
        uri: Url,
        version: Option<i64>,
        result_id: Option<String>,
        items: Vec<Diagnostic>,
    ) {
        let report = FullDocumentDiagnosticReport { result_id, items };
        self.items.push(WorkspaceDocumentDiagnosticReport::Full(
            WorkspaceFullDocumentDiagnosticReport {
                uri,
                version,
                full_document_diagnostic_report: report,
            },
        ));
        let is_first = !self.is_news;
        self.is_news = true;
        if is_first || self.items.len() >= PART {
            self.send().await;
        } else {
            self.send_if_due().await;
        }
    }

    /// Tells that the client has what there is to say, unless it waits for what is new.
    async fn same(&mut self, previous: Previous, version: Option<i64>) {
        if self.part.is_some() {
            return;
        }
        let report = UnchangedDocumentDiagnosticReport { result_id: previous.id };
        self.items.push(WorkspaceDocumentDiagnosticReport::Unchanged(
            WorkspaceUnchangedDocumentDiagnosticReport {
                uri: previous.uri,
                version,
                unchanged_document_diagnostic_report: report,
            },
        ));
    }

    async fn send_if_due(&mut self) {
        if !self.items.is_empty() && self.sent.elapsed() >= LONGEST_WAIT {
            self.send().await;
        }
    }

    /// Sends what has come, if the client takes parts.
    async fn send(&mut self) {
        if let Some(token) = &self.part {
            let value = WorkspaceDiagnosticReport { items: std::mem::take(&mut self.items) };
            let part = Part { token: token.clone(), value };
            self.client.send_notification::<PartialResult>(part).await;
            self.sent = Instant::now();
        }
    }

    /// Ends the answer, and comes back with what stands in the response itself.
    async fn end(mut self) -> Vec<WorkspaceDocumentDiagnosticReport> {
        if self.part.is_some() && !self.items.is_empty() {
            self.send().await;
        }
        self.progress.end().await;
        // tower-lsp has one message waiting beside the responses, so the response might overtake the last.
        // An empty part that was taken in means that what came before it has been written.
        if self.part.is_some() && self.is_news {
            self.send().await;
        }
        // What is waiting is written now, unless the client is slow to read.
        tokio::task::yield_now().await;
        self.items
    }
}

/// `$/progress` with a part of an answer, which lsp-types does not know.
enum PartialResult {}

#[derive(serde::Serialize, serde::Deserialize)]
struct Part {
    token: ProgressToken,
    value: WorkspaceDiagnosticReport,
}

impl Notification for PartialResult {
    type Params = Part;
    const METHOD: &'static str = "$/progress";
}

/// How far the checks are, for a client that shows it. It ends with the request, however that ends.
struct Work {
    client: Client,
    token: Option<ProgressToken>,
    total: usize,
    done: usize,
    told: Instant,
    is_under_way: bool,
}

impl Work {
    fn new(client: &Client, token: Option<ProgressToken>) -> Self {
        let (client, told) = (client.clone(), Instant::now());
        Self { client, token, total: 0, done: 0, told, is_under_way: false }
    }

    async fn begin(&mut self, total: usize) {
        self.total = self.done + total;
        if !self.is_under_way {
            self.is_under_way = true;
            self.told = Instant::now();
            let begin = WorkDoneProgressBegin {
                title: "Checking replies".to_owned(),
                cancellable: Some(false),
                message: Some(self.message()),
                percentage: Some(0),
            };
            self.tell(WorkDoneProgress::Begin(begin)).await;
        }
    }

    async fn step(&mut self) {
        self.done += 1;
        if self.told.elapsed() < LONGEST_WAIT {
            return;
        }
        self.told = Instant::now();
        let percentage = u32::try_from(self.done * 100 / self.total.max(1)).ok();
        let report =
            WorkDoneProgressReport { cancellable: None, message: Some(self.message()), percentage };
        self.tell(WorkDoneProgress::Report(report)).await;
    }

    async fn end(&mut self) {
        if std::mem::take(&mut self.is_under_way) {
            let message = Some(self.message());
            self.tell(WorkDoneProgress::End(WorkDoneProgressEnd { message })).await;
            self.done = 0;
        }
    }

    fn message(&self) -> String {
        format!("{} of {}", self.done, self.total)
    }

    async fn tell(&self, work: WorkDoneProgress) {
        if let Some(token) = self.token.clone() {
            let value = ProgressParamsValue::WorkDone(work);
            self.client.send_notification::<Progress>(ProgressParams { token, value }).await;
        }
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        if self.is_under_way
            && let Some(token) = self.token.take()
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            let client = self.client.clone();
            let end = WorkDoneProgress::End(WorkDoneProgressEnd { message: None });
            let value = ProgressParamsValue::WorkDone(end);
            runtime.spawn(async move {
                client.send_notification::<Progress>(ProgressParams { token, value }).await;
            });
        }
    }
}
