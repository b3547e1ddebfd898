//! Aplomb's language server: the only crate that knows the Language Server Protocol.
//!
//! [`run`] serves an editor on standard input and output; [`serve`] has the same conversation on any
//! pair of streams. Data flows one way: bytes to whole messages (`transport`), to handlers in the
//! order of arrival (`ordered`), to the session, to snapshots of it, to answers. Diagnostics leave
//! through one task (`check`).

// What is printed on standard output would end up between two messages to the editor.
#![deny(clippy::print_stdout, clippy::print_stderr)]

mod backend;
mod check;
mod client_facts;
mod diary;
mod engine;
mod errors;
mod features;
mod finding_id;
mod folders;
mod handlers;
#[cfg(any(test, feature = "test-util"))]
mod hooks;
mod lifecycle;
mod log;
mod long_work;
mod markdown;
mod ordered;
mod pages;
#[cfg(feature = "test-util")]
pub mod probe;
mod progress;
mod proto;
mod record;
mod session;
mod settings;
mod snapshot;
mod tap;
mod text_document;
mod tolerance;
mod trace;
mod transport;

use std::process::ExitCode;
use std::sync::Arc;

use aplomb_workspace::Dirs;
use tokio::io::{AsyncRead, AsyncWrite};
use tower_lsp::{LspService, Server};

use backend::Backend;
use lifecycle::Lifecycle;
use ordered::Ordered;
use record::Writing;
use session::Shared;
use tap::Tap;
use trace::Trace;
use transport::{Reader, Writer};

pub use features::page as features_page;
pub use lifecycle::Outcome;
pub use log::LogFile;
pub use pages::{index as rules_index, page as rule_page};
pub use record::{Recorder, Recording, RecordingError, Report};
pub use session::Pauses;

/// Threads for reading, writing and long checks. Reading needs one at all times.
const THREADS: usize = 8;

/// How the server is set up.
#[derive(Debug, Default)]
pub struct Options {
    /// The user's directories. Without them nothing is remembered, and only a project's settings hold.
    pub dirs: Option<Dirs>,
    /// How long a writer pauses before more is judged.
    pub pauses: Pauses,
    /// Whether the log tells of each message that comes and goes: its method, size and time.
    pub trace: bool,
    /// Where the conversation is recorded, without its words.
    pub record: Option<Recorder>,
}

/// Serves an editor on standard input and output until it ends the conversation. Logs to standard
/// error and to a file if there is one, and sets the process' panic hook. Ends with 0 if the editor said
/// `shutdown` first, else with 1.
#[must_use]
pub fn run(options: Options, file: Option<LogFile>) -> ExitCode {
    log::install(file, options.trace);
    tracing::info!("Aplomb {} begins a conversation", env!("CARGO_PKG_VERSION"));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .max_blocking_threads(THREADS)
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!("the server cannot start: {}", error.kind());
            return ExitCode::FAILURE;
        }
    };
    let conversation = serve(tokio::io::stdin(), tokio::io::stdout(), options);
    let outcome = runtime.block_on(conversation);
    // A thread may still be reading standard input, for as long as the editor keeps it open.
    runtime.shutdown_background();
    match outcome {
        Outcome::Clean => tracing::info!("the conversation has ended"),
        Outcome::Abrupt => tracing::info!("the conversation has ended without a shutdown"),
    }
    outcome.exit_code()
}

/// Has a conversation with a client on these streams, and tells how it ended.
///
/// # Panics
///
/// When it is not called on a tokio runtime with time.
pub async fn serve<I, O>(input: I, output: O, options: Options) -> Outcome
where
    I: AsyncRead + Unpin,
    O: AsyncWrite + Unpin,
{
    let lifecycle = Arc::new(Lifecycle::default());
    let shared = Arc::new(Shared::new(options.dirs, options.pauses));
    let mut to_client = None;
    let service = LspService::build(|client| {
        to_client = Some(client.clone());
        Backend { shared: shared.clone(), lifecycle: lifecycle.clone(), client }
    })
    .custom_method(transport::MALFORMED, Backend::malformed);
    #[cfg(any(test, feature = "test-util"))]
    let service = service
        .custom_method("aplomb/test/text", Backend::test_text)
        .custom_method("aplomb/test/version", Backend::test_version)
        .custom_method("aplomb/test/held", Backend::test_held)
        .custom_method("aplomb/test/release", Backend::test_release);
    let (service, socket) = service.finish();
    let (trace, traced) = Trace::new(options.trace);
    let engine = shared.session().engine.clone();
    let recording = options.record.and_then(|recorder| Writing::start(recorder, engine));
    let tap = Arc::new(Tap::new(trace, recording));
    let reader = Reader::new(input, lifecycle.clone(), tap.clone());
    let writer = Writer::new(output, lifecycle.clone(), tap.clone());
    // With a limit, a few slow requests would keep edits and cancellations waiting.
    let server = Server::new(reader, writer, socket).concurrency_level(usize::MAX);
    let to_client = to_client.expect("the service was built with a client");
    // In this order: what has been sent is handled before anything is checked.
    tokio::select! {
        biased;
        () = server.serve(Ordered::new(service)) => {}
        () = lifecycle.over() => {}
        () = check::run(shared.clone(), to_client.clone()) => {}
        () = trace::run(traced, to_client) => {}
        () = settings::watch::run(shared.clone()) => {}
        () = lifecycle.watch_parent() => {}
    }
    shared.written().await;
    tap.finish();
    lifecycle.outcome()
}
