//! A document at one moment, and what is to be said of it.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};

use aplomb_core::{
    Catalog, Draft, Finding, Gate, IgnoreSet, Input, Kind, Memo, Mode, Origin, RecentLines, Report,
    SavedReplies, SentenceHash, Severity, Span, Stage, check_draft,
};
use aplomb_workspace::{Layer, Project};
use ropey::Rope;
use tower_lsp::jsonrpc;
use tower_lsp::lsp_types::Url;

use crate::engine::Engine;
use crate::errors;
use crate::finding_id::Names;
use crate::progress::{self, Writing};

/// A text up to this long is checked at once, on the task that reads; a longer one on a thread. In
/// bytes.
const SHORT_TEXT: usize = 64 * 1024;

/// The same for a text that is being written: most of it is known from the check before, and to wake a thread would
/// take half as long as the check.
const SHORT_IN_WORK: usize = 4 * SHORT_TEXT;

/// So many findings are shown of a reply besides errors.
const MOST_SHOWN: usize = 8;

/// What is kept, for the user or for a team, that matters to a document.
#[derive(Debug)]
pub(crate) struct Kept<'k> {
    /// Whether its writer has marked it as a reply.
    pub(crate) named: bool,
    pub(crate) ignored: &'k IgnoreSet,
    pub(crate) recent: RecentLines,
    pub(crate) saved: Arc<SavedReplies>,
}

/// What is known of a document besides its text.
#[derive(Debug)]
pub(crate) struct DocumentFacts {
    /// Its file, if it is one.
    path: Option<PathBuf>,
    /// Its path as the gate sees it: from the client's folder, where it is in one.
    gate_path: Option<String>,
    /// The editor calls it mail.
    mail: bool,
    /// The editor calls it a commit message.
    commit: bool,
    /// Its writer has marked it as a reply.
    named: bool,
    project: Arc<Project>,
    /// What checks are given while it is being written, and when it is finished.
    drafting: Input,
    finished: Input,
    /// What a check is given when it is about to be sent.
    sent: Input,
}

impl DocumentFacts {
    pub(crate) fn new(
        path: Option<PathBuf>,
        gate_path: Option<String>,
        language_id: &str,
        kept: Kept<'_>,
        project: Arc<Project>,
    ) -> Self {
        let Kept { named, ignored, recent, saved } = kept;
        let mail = matches!(language_id, "mail" | "eml" | "email");
        let commit = language_id.starts_with("gitcommit")
            || matches!(language_id, "git-commit" | "git-rebase" | "gitrebase" | "hgcommit");
        let by_name = path.as_deref().map_or(Kind::Plain, aplomb_workspace::kind_of);
        let kind = if mail {
            Kind::Mail
        } else if language_id.contains("markdown") {
            Kind::Markdown
        } else {
            by_name
        };
        let mode = path.as_deref().and_then(|path| project.mode_of(path));
        // No folder makes a draft that is sent a template.
        let sent = mode
            .as_ref()
            .filter(|(mode, origin)| !(*mode == Mode::Macro && origin.layer < Layer::FileName));
        let sent = sent.map(|(mode, _)| *mode);
        let mode = mode.map(|(mode, _)| mode);
        let drafting = Input {
            kind,
            mode,
            stage: Stage::Drafting,
            settings: project.settings.clone(),
            ignored: ignored.clone(),
            clock: Some(aplomb_workspace::now),
            recent,
            saved,
        };
        let finished = Input { stage: Stage::Finished, ..drafting.clone() };
        let sent = Input { mode: sent, ..finished.clone() };
        Self { path, gate_path, mail, commit, named, project, drafting, finished, sent }
    }

    /// What holds for the document, each value with where it comes from.
    pub(crate) fn show_settings(&self, text: &str) -> serde_json::Value {
        self.project.to_json(Some(text), self.path.as_deref())
    }

    pub(crate) fn project(&self) -> &Arc<Project> {
        &self.project
    }

    /// What a check of `text` is given: its front matter may say something of the settings.
    pub(crate) fn input(&self, stage: Stage, text: &str) -> Cow<'_, Input> {
        self.with_front_matter(
            match stage {
                Stage::Drafting => &self.drafting,
                Stage::Finished => &self.finished,
            },
            text,
        )
    }

    /// The same, for a text that is about to be sent.
    pub(crate) fn sent_input(&self, text: &str) -> Cow<'_, Input> {
        self.with_front_matter(&self.sent, text)
    }

    fn with_front_matter<'i>(&self, input: &'i Input, text: &str) -> Cow<'i, Input> {
        match self.project.settings_of(text) {
            Some(settings) => Cow::Owned(Input { settings, ..input.clone() }),
            None => Cow::Borrowed(input),
        }
    }

    /// The hash of a sentence under the user's key.
    pub(crate) fn hash(&self, sentence: &str) -> SentenceHash {
        self.finished.ignored.hash(sentence)
    }

    /// The same in hexadecimal, which may travel through a client: it means nothing to anybody else.
    pub(crate) fn hashed(&self, sentence: &str) -> String {
        let SentenceHash(hash) = self.hash(sentence);
        format!("{hash:032x}")
    }

    fn gate(&self, draft: &Draft<'_>) -> Gate {
        let files = &self.project.files;
        let origin = Origin {
            path: self.gate_path.as_deref(),
            named: self.named,
            mail: self.mail,
            commit: self.commit,
            replies: self.path.as_deref().is_some_and(|path| files.is_reply(path)),
            ignored: self.path.as_deref().is_some_and(|path| files.is_ignored(path)),
        };
        Gate::decide(&origin, draft)
    }
}

/// A document at one moment. Requests work on it, whatever comes after.
#[derive(Debug)]
pub(crate) struct Snapshot {
    pub(crate) uri: Url,
    /// The client's number for this text.
    pub(crate) version: i32,
    /// Ours for this moment: it also moves when the text stays, as when settings change.
    pub(crate) revision: u64,
    pub(crate) text: Rope,
    pub(crate) facts: Arc<DocumentFacts>,
    pub(crate) writing: Writing,
    pub(crate) engine: Arc<Engine>,
    /// What is known of the text as it was before.
    memo: Arc<Mutex<Memo>>,
    analysis: OnceLock<Option<Analysis>>,
    /// Held by whoever checks, so that a long text is checked once.
    turn: Arc<tokio::sync::Mutex<()>>,
    /// Whether the document has been given another text since.
    past: Arc<AtomicBool>,
}

/// What is to be said of a document.
#[derive(Debug)]
pub(crate) struct Analysis {
    pub(crate) text: String,
    /// Whether it is a reply at all.
    pub(crate) gate: Gate,
    /// Everything that was found, in order.
    pub(crate) findings: Vec<Finding>,
    /// What no answer may repeat.
    pub(crate) secrets: Vec<Span>,
    /// What is shown of it: indices into `findings`.
    shown: Vec<usize>,
    pub(crate) names: Names,
    pub(crate) stage: Stage,
    /// The sentence of which nothing is said yet.
    pub(crate) unfinished: Option<Span>,
}

impl Analysis {
    /// The findings that the writer sees.
    pub(crate) fn shown(&self) -> impl Iterator<Item = &Finding> {
        self.shown.iter().map(|&at| &self.findings[at])
    }
}

impl Snapshot {
    pub(crate) fn new(
        uri: Url,
        version: i32,
        revision: u64,
        text: Rope,
        facts: Arc<DocumentFacts>,
        writing: Writing,
        engine: Arc<Engine>,
    ) -> Self {
        Self {
            uri,
            version,
            revision,
            text,
            facts,
            writing,
            engine,
            memo: Arc::default(),
            analysis: OnceLock::new(),
            turn: Arc::default(),
            past: Arc::default(),
        }
    }

    /// With what is known of the document as it was before.
    pub(crate) fn after(mut self, memo: &Arc<Mutex<Memo>>) -> Self {
        self.memo = memo.clone();
        self
    }

    /// With what tells that its text is a text of the past.
    pub(crate) fn until(mut self, past: &Arc<AtomicBool>) -> Self {
        self.past = past.clone();
        self
    }

    /// Whether the document has been given another text since.
    pub(crate) fn is_past(&self) -> bool {
        self.past.load(Ordering::Relaxed)
    }

    /// What is known of the passages, for as long as the text is being written: who only looks at a document needs
    /// no memory of it.
    fn memo(&self) -> Option<MutexGuard<'_, Memo>> {
        self.writing.edited?;
        Some(self.memo.lock().unwrap_or_else(|poisoned| {
            // A check has failed half-way.
            self.memo.clear_poison();
            let mut memo = poisoned.into_inner();
            *memo = Memo::default();
            memo
        }))
    }

    /// Whether its check is too long for the task that reads.
    pub(crate) fn is_long(&self) -> bool {
        #[cfg(any(test, feature = "test-util"))]
        if crate::hooks::Hooks::holds(&self.text) {
            return true;
        }
        let written = self.writing.edited.is_some();
        self.text.len_bytes() > if written { SHORT_IN_WORK } else { SHORT_TEXT }
    }

    /// What is to be said, if that is known already; the inner `None` when the check has panicked.
    pub(crate) fn known(&self) -> Option<Option<&Analysis>> {
        self.analysis.get().map(Option::as_ref)
    }

    /// What is to be said, worked out here and now unless it is known. `None` when the check panics.
    pub(crate) fn analysis(&self) -> Option<&Analysis> {
        self.analysis
            .get_or_init(|| {
                let analysis = catch_unwind(AssertUnwindSafe(|| self.analyse())).ok();
                if analysis.is_none() {
                    tracing::error!("a check has failed; the next edit is checked again");
                }
                analysis
            })
            .as_ref()
    }

    /// As [`Snapshot::analysis`], on a thread where it would take long. A long text that is past when its turn comes
    /// is not checked any more: many of them would take the time and memory of many, and their answers are of no use.
    ///
    /// # Errors
    ///
    /// `ContentModified` where it is not checked any more, and an internal error when the check panics.
    pub(crate) async fn checked(self: &Arc<Self>) -> jsonrpc::Result<&Analysis> {
        if self.is_long() && self.known().is_none() {
            let turn = self.turn.clone().lock_owned().await;
            if self.known().is_none() {
                // The thread keeps its turn even if nobody waits for it any more.
                self.on_a_thread(move |snapshot| {
                    if !snapshot.is_past() {
                        snapshot.analysis();
                    }
                    drop(turn);
                })
                .await?;
                if self.known().is_none() {
                    return Err(errors::content_modified());
                }
            }
        }
        self.analysis().ok_or_else(errors::internal)
    }

    /// Does some work on this text and what is to be said of it, on a thread where it would take long.
    ///
    /// # Errors
    ///
    /// As [`Snapshot::checked`], and an internal error when the work panics.
    pub(crate) async fn work<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self, &Analysis) -> T + Send + 'static,
    ) -> jsonrpc::Result<T> {
        let analysis = self.checked().await?;
        if self.is_long() {
            let done =
                self.on_a_thread(|snapshot| Some(work(snapshot, snapshot.analysis()?))).await?;
            done.ok_or_else(errors::internal)
        } else {
            Ok(work(self, analysis))
        }
    }

    async fn on_a_thread<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> T + Send + 'static,
    ) -> jsonrpc::Result<T> {
        let snapshot = self.clone();
        let done = self.engine.long_work.run(move || work(&snapshot)).await;
        done.ok_or_else(errors::internal)
    }

    /// The draft that `text`, this document's text, is.
    pub(crate) fn draft<'d>(&'d self, text: &'d str) -> Draft<'d> {
        let input = self.facts.input(Stage::Finished, text);
        match self.memo() {
            Some(mut memo) => memo.read(text, &input, self.catalog()),
            None => Draft::read(text, &input, self.catalog()),
        }
    }

    /// Whether the draft that this document is is a reply at all.
    pub(crate) fn is_reply(&self, draft: &Draft<'_>) -> bool {
        self.facts.gate(draft) == Gate::Reply
    }

    /// The rules for this document.
    pub(crate) fn catalog(&self) -> &Catalog {
        &self.facts.project.catalog
    }

    fn analyse(&self) -> Analysis {
        let text = self.text.to_string();
        #[cfg(any(test, feature = "test-util"))]
        self.engine.hooks.before_check(&text);
        let draft = self.draft(&text);
        let gate = self.facts.gate(&draft);
        let stage = progress::stage(&draft, self.writing);
        let unfinished = progress::unfinished(&draft, self.writing);
        let Report { findings, secrets } = match gate {
            Gate::Reply => {
                let input = self.facts.input(stage, &text);
                match self.memo() {
                    Some(mut memo) => memo.check(&draft, &input, self.catalog()),
                    None => check_draft(&draft, &input, self.catalog()),
                }
            }
            Gate::Closed(_) => Report::default(),
        };
        drop(draft);
        let shown = shown(&findings, unfinished);
        let names = Names::default();
        Analysis { text, gate, findings, secrets, shown, names, stage, unfinished }
    }
}

/// How many of the findings of a finished reply are shown.
pub(crate) fn most_shown(findings: &[Finding]) -> usize {
    shown(findings, None).len()
}

/// The findings to show: all errors and the gravest others, none of a sentence that is still being
/// typed.
fn shown(findings: &[Finding], unfinished: Option<Span>) -> Vec<usize> {
    let waits = |finding: &Finding| {
        unfinished.zip(finding.sentence).is_some_and(|(unfinished, own)| unfinished.overlaps(own))
    };
    let (mut shown, mut others): (Vec<usize>, Vec<usize>) = (0..findings.len())
        .filter(|&at| !waits(&findings[at]))
        .partition(|&at| findings[at].severity == Severity::Error);
    others.sort_by_key(|&at| std::cmp::Reverse(findings[at].severity));
    shown.extend(others.into_iter().take(MOST_SHOWN));
    shown.sort_unstable();
    shown
}

#[cfg(test)]
impl Snapshot {
    /// An open document of this text, in no folder, with what is to be said of it.
    pub(crate) fn example(text: &str) -> (Self, Analysis) {
        let uri: Url = "untitled:example".parse().expect("a URI");
        let engine = Engine::start(None);
        let project = Arc::new(Project::bare(engine.catalog().clone()));
        let kept = Kept {
            named: false,
            ignored: &IgnoreSet::default(),
            recent: RecentLines::default(),
            saved: Arc::default(),
        };
        let facts = DocumentFacts::new(None, None, "markdown", kept, project);
        let facts = Arc::new(facts);
        let writing = Writing::default();
        let snapshot = Self::new(uri, 1, 1, Rope::from_str(text), facts, writing, engine);
        let analysis = snapshot.analyse();
        (snapshot, analysis)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_always_shown_and_the_gravest_before_the_rest() {
        let catalog = Catalog::builtin();
        let rule = catalog.rule("certainty-should").unwrap();
        let of = |severities: &[Severity]| -> Vec<Finding> {
            let finding = |(at, &severity): (usize, &Severity)| {
                let mut finding = rule.finding(Span::at(at), "");
                finding.severity = severity;
                finding.sentence = Some(Span::new(at, at + 1));
                finding
            };
            severities.iter().enumerate().map(finding).collect()
        };
        use Severity::{Error, Hint, Warning};
        let mut severities = vec![Hint; 6];
        severities.extend([Warning; 6]);
        severities.extend([Error; 10]);
        let findings = of(&severities);
        let expected: Vec<usize> = [0, 1].into_iter().chain(6..22).collect();
        assert_eq!(shown(&findings, None), expected);
        assert_eq!(shown(&findings[..3], Some(Span::new(1, 2))), [0, 2]);
    }
}
