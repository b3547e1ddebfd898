//! Settings, packs and what is remembered, read again when they change on disk.
//!
//! Neovim on Linux and many others do not watch files for a server, and some of ours lie outside of all
//! folders of the editor, so the few files on which open documents depend are looked at here. It costs
//! a few calls to the system for each folder twice a second, on a thread.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;

use crate::session::{Session, Shared};

/// So long a change may go unnoticed.
const INTERVAL: Duration = Duration::from_millis(500);

/// Looks at the files for as long as the conversation lasts.
pub(crate) async fn run(shared: Arc<Shared>) {
    loop {
        sleep(INTERVAL).await;
        let Some(watched) = shared.session().watched() else { continue };
        let changed = tokio::task::spawn_blocking(move || watched.has_changed()).await;
        if changed.unwrap_or(false) {
            shared.change(Session::read_settings_again);
        }
    }
}
