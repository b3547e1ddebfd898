//! How far a long run is.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::terminal::Terminal;

/// A run shorter than this needs no progress bar.
const PATIENCE: Duration = Duration::from_millis(300);
/// So few steps need none either.
const FEW: usize = 200;

/// A progress bar on standard error that appears only where the wait is long enough to ask for one.
pub(crate) struct Progress {
    started: Instant,
    /// How many there are, where that is known.
    total: Option<usize>,
    /// What is gone through.
    what: &'static str,
    done: usize,
    bar: Option<ProgressBar>,
}

impl Progress {
    pub(crate) fn new(total: usize, what: &'static str) -> Self {
        Self { started: Instant::now(), total: Some(total), what, done: 0, bar: None }
    }

    /// Of a run of which nobody knows how long it is.
    pub(crate) fn open(what: &'static str) -> Self {
        Self { total: None, ..Self::new(0, what) }
    }

    pub(crate) fn step(&mut self) {
        self.done += 1;
        if self.bar.is_none()
            && self.total.unwrap_or(self.done) > FEW
            && self.started.elapsed() > PATIENCE
            && Terminal::is_watched()
        {
            let template = match self.total {
                Some(_) => format!("{{wide_bar}} {{pos}}/{{len}} {}", self.what),
                None => format!("{{spinner}} {{human_pos}} {}", self.what),
            };
            let style = ProgressStyle::with_template(&template)
                .unwrap_or_else(|_| ProgressStyle::default_bar());
            let bar = match self.total {
                Some(total) => ProgressBar::new(total as u64),
                None => ProgressBar::new_spinner(),
            };
            self.bar = Some(bar.with_style(style));
        }
        if let Some(bar) = &self.bar {
            bar.set_position(self.done as u64);
        }
    }

    /// Writes while the bar is out of the way.
    pub(crate) fn suspend<R>(&self, write: impl FnOnce() -> R) -> R {
        match &self.bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    pub(crate) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
