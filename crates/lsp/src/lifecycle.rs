//! How the server ends.
//!
//! Editors end a server in every way there is: shutdown and exit, shutdown and end of input, exit
//! alone, end of input alone, a signal, or by dying themselves. Each ends the process at once, and
//! nothing is lost, for nothing is kept but what is on disk already; `shutdown` waits a moment for what is
//! on its way there.

use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::watch;

/// How often the editor is looked at, should it die without closing our input.
const PARENT_POLL: Duration = Duration::from_secs(2);

/// So long are requests that are still at work after the end of input given to be answered.
const GRACE: Duration = Duration::from_millis(500);

/// How a conversation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The client had asked for the end.
    Clean,
    /// The client went away, or said `exit`, without having asked first.
    Abrupt,
}

impl Outcome {
    /// The exit code that the protocol asks for: 0 after `shutdown`, else 1.
    #[must_use]
    pub fn exit_code(self) -> ExitCode {
        match self {
            Self::Clean => ExitCode::SUCCESS,
            Self::Abrupt => ExitCode::FAILURE,
        }
    }
}

/// What is known of the end, shared between reader, writer and handlers.
#[derive(Debug)]
pub(crate) struct Lifecycle {
    shutdown: AtomicBool,
    parent: watch::Sender<Option<u32>>,
    input_ended: watch::Sender<bool>,
    client_gone: watch::Sender<bool>,
}

impl Default for Lifecycle {
    fn default() -> Self {
        Self {
            shutdown: AtomicBool::new(false),
            parent: watch::Sender::new(None),
            input_ended: watch::Sender::new(false),
            client_gone: watch::Sender::new(false),
        }
    }
}

impl Lifecycle {
    /// The client has asked for the end.
    pub(crate) fn shut_down(&self) {
        self.shutdown.store(true, Ordering::Relaxed);
    }

    /// No more messages will come.
    pub(crate) fn end_input(&self) {
        self.input_ended.send_replace(true);
    }

    /// Nobody reads what is written.
    pub(crate) fn lose_client(&self) {
        self.client_gone.send_replace(true);
    }

    /// How it ended, once it has.
    pub(crate) fn outcome(&self) -> Outcome {
        if self.shutdown.load(Ordering::Relaxed) { Outcome::Clean } else { Outcome::Abrupt }
    }

    /// Waits until there is nobody left to serve: the client is gone, or its input has ended and
    /// what was at work had its time.
    pub(crate) async fn over(&self) {
        tokio::select! {
            () = until(&self.client_gone) => {}
            () = until(&self.input_ended) => tokio::time::sleep(GRACE).await,
        }
    }

    /// The client's process, as it says.
    pub(crate) fn belong_to(&self, process: Option<u32>) {
        self.parent.send_replace(process);
    }

    /// Waits until the client's process is gone, for ever if there is no telling.
    pub(crate) async fn watch_parent(&self) {
        let mut named = self.parent.subscribe();
        let named = named.wait_for(Option::is_some).await.ok().and_then(|process| *process);
        // A process that cannot be seen at first, as from inside a container, says nothing by not being
        // there later.
        let Some(parent) = named.and_then(Parent::new).filter(Parent::is_alive) else {
            return std::future::pending().await;
        };
        while parent.is_alive() {
            tokio::time::sleep(PARENT_POLL).await;
        }
        tracing::info!("the editor's process is gone");
    }
}

/// Waits until a flag is set.
async fn until(flag: &watch::Sender<bool>) {
    // It cannot fail: the sender is here.
    let _ = flag.subscribe().wait_for(|&set| set).await;
}

/// The process that the client named as its own.
struct Parent {
    #[cfg(unix)]
    pid: rustix::process::Pid,
    /// Whether it is our own parent. A parent that died but was not waited for still answers to
    /// signals, while we are handed to another parent at once.
    #[cfg(unix)]
    own: bool,
}

#[cfg(unix)]
impl Parent {
    fn new(process: u32) -> Option<Self> {
        let pid = rustix::process::Pid::from_raw(i32::try_from(process).ok()?)?;
        Some(Self { pid, own: rustix::process::getppid() == Some(pid) })
    }

    fn is_alive(&self) -> bool {
        if self.own {
            return rustix::process::getppid() == Some(self.pid);
        }
        // Of another user's process we may not ask, but then it is there.
        rustix::process::test_kill_process(self.pid) != Err(rustix::io::Errno::SRCH)
    }
}

#[cfg(not(unix))]
impl Parent {
    /// Elsewhere the end of input tells: pipes are closed with the process that held them.
    fn new(_process: u32) -> Option<Self> {
        None
    }

    fn is_alive(&self) -> bool {
        true
    }
}
