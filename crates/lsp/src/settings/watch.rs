//! Settings, packs and what is remembered, read again when they change on disk.
//!
//! A client that can be asked to is told to watch its folders. Neovim on Linux and many others do not watch
//! files for a server, and some of ours lie outside of all folders of the editor, so what no client tells us
//! of is looked at here. It costs a few calls to the system for each folder twice a second, on a thread.

use std::sync::Arc;
use std::time::Duration;

use aplomb_workspace::REPLY_EXTENSIONS;
use serde_json::json;
use tokio::time::{Instant, sleep};
use tower_lsp::lsp_types::Registration;

use crate::session::{Session, Shared};

/// So long a change may go unnoticed.
const INTERVAL: Duration = Duration::from_millis(500);

/// So long a change may go unnoticed where the client should have told us. What it is told not to watch,
/// it does not.
const SELDOM: Duration = Duration::from_secs(60);

/// The name of our wish to be told.
pub(crate) const REGISTRATION: &str = "aplomb-files";

/// Looks at the files for as long as the conversation lasts.
pub(crate) async fn run(shared: Arc<Shared>) {
    let mut last = Instant::now();
    loop {
        let woken = tokio::select! {
            () = sleep(INTERVAL) => false,
            () = shared.disk.notified() => true,
        };
        let all = woken || last.elapsed() >= SELDOM;
        if all {
            last = Instant::now();
        }
        let Some(watched) = shared.session().watched(all) else { continue };
        let changed = tokio::task::spawn_blocking(move || watched.has_changed()).await;
        if changed.unwrap_or(false) {
            shared.change(Session::read_settings_again);
        }
    }
}

/// The wish to be told what becomes of files in the client's folders: settings, packs and what settings
/// include are TOML, and what may be a reply may be a saved one.
pub(crate) fn registration() -> Registration {
    let replies = format!("**/*.{{{}}}", REPLY_EXTENSIONS.join(","));
    let watchers = ["**/*.toml", &replies].map(|glob| json!({ "globPattern": glob }));
    Registration {
        id: REGISTRATION.to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: Some(json!({ "watchers": watchers })),
    }
}
