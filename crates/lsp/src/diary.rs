//! Remembers how replies begin and end, once they are sent or put away.
//!
//! It is done on a thread, one reply after the other, and nothing waits for it but the server's end.
//! Where it cannot be done the reply is none the worse, so only the log is told.

use std::sync::Arc;
use std::time::Duration;

use aplomb_core::{Gate, SentLines, Severity};
use aplomb_workspace::{Dirs, Memory};
use tokio::sync::{Mutex, watch};

use crate::session::{self, Shared};
use crate::snapshot::Snapshot;

/// So long the server's end waits for what is still to be written.
const PATIENCE: Duration = Duration::from_secs(1);

/// What became of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Its text was taken for sending.
    Sent,
    /// It was closed, or the editor was: it counts if it is whole.
    PutAway,
}

/// What is still to be written.
#[derive(Debug, Default)]
pub(crate) struct Diary {
    waiting: watch::Sender<usize>,
    /// One at a time: another process may hold the lock of the state, and threads are few.
    turn: Mutex<()>,
}

impl Shared {
    /// Remembers how a reply begins and ends, in its own time.
    pub(crate) fn remember(self: &Arc<Self>, snapshot: Arc<Snapshot>, fate: Fate) {
        if !snapshot.facts.project().remember_lines {
            return;
        }
        let Some(dirs) = self.session().surroundings.dirs().cloned() else { return };
        self.diary.waiting.send_modify(|waiting| *waiting += 1);
        let shared = self.clone();
        tokio::spawn(async move {
            let turn = shared.diary.turn.lock().await;
            let written = tokio::task::spawn_blocking(move || write(&dirs, &snapshot, fate)).await;
            if let Ok(Some(memory)) = written {
                shared.change(|session| session.take_memory(memory));
            }
            drop(turn);
            shared.diary.waiting.send_modify(|waiting| *waiting -= 1);
        });
    }

    /// Waits until all is written, if that does not take long.
    pub(crate) async fn written(&self) {
        let mut waiting = self.diary.waiting.subscribe();
        // It cannot fail otherwise: the sender is here.
        let _ = tokio::time::timeout(PATIENCE, waiting.wait_for(|&waiting| waiting == 0)).await;
    }
}

/// Comes back with all that is remembered then, if anything was to be.
fn write(dirs: &Dirs, snapshot: &Snapshot, fate: Fate) -> Option<Memory> {
    let text = snapshot.text.to_string();
    let draft = snapshot.draft(&text);
    if fate == Fate::PutAway {
        let analysis = snapshot.analysis()?;
        let stands = analysis.findings.iter().any(|it| it.severity == Severity::Error);
        let is_whole = draft.farewell.is_some() || draft.signed.is_some();
        if analysis.gate != Gate::Reply || stands || !is_whole {
            return None;
        }
    }
    let lines = SentLines::of(&draft)?;
    let written = Memory::open(dirs).and_then(|mut memory| {
        memory.remember(&session::name(&snapshot.uri), &lines)?;
        Ok(memory)
    });
    match written {
        Ok(memory) => Some(memory),
        Err(error) => {
            tracing::warn!("the state directory cannot be written to: {}", error.kind());
            None
        }
    }
}
