//! Handles for tests: texts that make the engine panic or wait. Not part of a released build.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// A text that holds this makes its check panic.
pub(crate) const PANIC: &str = "[[test: panic]]";
/// The check of a text that holds this waits until the engine is let go.
pub(crate) const HOLD: &str = "[[test: hold]]";

/// A test that fails never lets go, and is not to hang.
const LONGEST_HOLD: Duration = Duration::from_secs(30);

/// Holds checks until it is opened.
#[derive(Debug, Default)]
pub(crate) struct Hooks {
    open: Mutex<bool>,
    opened: Condvar,
    /// How many checks have been held.
    held: AtomicU32,
}

impl Hooks {
    /// Called before each check.
    pub(crate) fn before_check(&self, text: &str) {
        // A slice that panics names the whole text, so that is what a leak would look like.
        assert!(!text.contains(PANIC), "{text}");
        if text.contains(HOLD) {
            self.held.fetch_add(1, Ordering::Relaxed);
            let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
            let wait = self.opened.wait_timeout_while(open, LONGEST_HOLD, |open| !*open);
            drop(wait.unwrap_or_else(PoisonError::into_inner));
        }
    }

    /// Whether the text's check would block the task that reads.
    pub(crate) fn holds(text: &ropey::Rope) -> bool {
        text.len_bytes() < 4096 && text.to_string().contains(HOLD)
    }

    /// How many checks have been held so far.
    pub(crate) fn held(&self) -> u32 {
        self.held.load(Ordering::Relaxed)
    }

    /// Lets all checks go on.
    pub(crate) fn release(&self) {
        *self.open.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.opened.notify_all();
    }
}
