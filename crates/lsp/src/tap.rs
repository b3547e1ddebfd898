//! Sees every message as it comes by, for the trace and for a recording.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::record::{Side, Writing};
use crate::trace::Trace;

/// What is told of the messages. By default nothing is.
#[derive(Debug, Default)]
pub(crate) struct Tap {
    trace: Mutex<Trace>,
    recording: Option<Writing>,
}

impl Tap {
    pub(crate) fn new(trace: Trace, recording: Option<Writing>) -> Self {
        Self { trace: Mutex::new(trace), recording }
    }

    /// A message of the client's; an answer has no method.
    pub(crate) fn hear(&self, method: &str, body: &[u8]) {
        self.trace().hear(method, body);
        if let Some(recording) = &self.recording {
            recording.message(Side::Client, body);
        }
    }

    /// So many bytes of the client's that are no message.
    pub(crate) fn hear_noise(&self, length: usize) {
        self.trace().hear_noise(length);
        if let Some(recording) = &self.recording {
            recording.noise(length);
        }
    }

    /// A message of ours.
    pub(crate) fn say(&self, body: &[u8]) {
        self.trace().say(body);
        if let Some(recording) = &self.recording {
            recording.message(Side::Server, body);
        }
    }

    /// Waits until all that came by is on disk.
    pub(crate) fn finish(&self) {
        if let Some(recording) = &self.recording {
            recording.finish();
        }
    }

    fn trace(&self) -> MutexGuard<'_, Trace> {
        self.trace.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
