//! What the process says on standard error and in the file of `--log`: never a word of a draft.

use std::fmt;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

use crate::trace;

/// A file to which events are written besides standard error.
#[derive(Clone)]
pub struct LogFile(Arc<Mutex<Box<dyn Write + Send>>>);

impl LogFile {
    /// Writes to `out`, a line with each call.
    #[must_use]
    pub fn new(out: impl Write + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(Box::new(out))))
    }
}

impl fmt::Debug for LogFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LogFile")
    }
}

impl Write for LogFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).flush()
    }
}

/// Logs Aplomb's own events and nothing else, at the level that `RUST_LOG` asks for, else warnings on
/// standard error and all that matters in the file. tower-lsp logs every message whole, and with it the
/// customers' mail. The trace goes into the file, or to standard error where there is none.
pub(crate) fn install(file: Option<LogFile>, trace: bool) {
    let asked = std::env::var("RUST_LOG").ok().and_then(|asked| asked.parse::<Targets>().ok());
    let targets = |usual, traced| own_targets(asked.as_ref(), usual, traced);
    let stderr = tracing_subscriber::fmt::layer()
        .with_writer(io::stderr)
        .with_ansi(false)
        .with_filter(targets(LevelFilter::WARN, trace && file.is_none()));
    let in_file = file.clone().map(|file| {
        tracing_subscriber::fmt::layer()
            .with_writer(move || file.clone())
            .with_ansi(false)
            .with_filter(targets(LevelFilter::INFO, trace))
    });
    // A second server in one process logs where the first does.
    let _ = tracing_subscriber::registry().with(stderr).with(in_file).try_init();
    std::panic::set_hook(Box::new(move |info| {
        // The payload stays unsaid: a slice that panics names the whole text.
        let place = info
            .location()
            .map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
        let line = format!("aplomb: internal error{place}\n");
        // Nobody may be listening on standard error.
        let _ = io::stderr().write_all(line.as_bytes());
        // What panics may be writing a line, and is not to be waited for.
        if let Some(mut file) = file.as_ref().and_then(|file| file.0.try_lock().ok()) {
            let _ = file.write_all(line.as_bytes());
        }
    }));
}

fn own_targets(asked: Option<&Targets>, usual: LevelFilter, traced: bool) -> Targets {
    let level = asked.map_or(usual, |asked| {
        let own = asked.iter().filter(|(target, _)| "aplomb_lsp".starts_with(target));
        own.map(|(_, level)| level).max().or(asked.default_level()).unwrap_or(LevelFilter::OFF)
    });
    let trace = if traced { LevelFilter::TRACE } else { LevelFilter::OFF };
    Targets::new().with_target("aplomb", level).with_target(trace::TARGET, trace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tracing::Level;

    fn enabled(asked: &str, target: &str, level: Level) -> bool {
        own_targets(Some(&asked.parse().unwrap()), LevelFilter::WARN, false)
            .would_enable(target, &level)
    }

    #[test]
    fn only_our_own_events_are_logged_whatever_is_asked() {
        for asked in ["trace", "tower_lsp=trace", "aplomb=trace,tower_lsp=trace", "trace,hyper=off"]
        {
            for target in ["tower_lsp::codec", "tower_lsp::transport", "tokio_util", ""] {
                assert!(!enabled(asked, target, Level::ERROR), "{asked} {target}");
            }
        }
        assert!(
            !own_targets(None, LevelFilter::INFO, true).would_enable("tower_lsp", &Level::ERROR)
        );
    }

    #[test]
    fn the_level_is_the_one_asked_for() {
        assert!(enabled("debug", "aplomb_lsp::check", Level::DEBUG));
        assert!(enabled("aplomb=info", "aplomb_lsp", Level::INFO));
        assert!(!enabled("aplomb=info", "aplomb_lsp", Level::DEBUG));
        assert!(!enabled("off", "aplomb_lsp", Level::ERROR));
        let usual = own_targets(None, LevelFilter::WARN, false);
        assert!(usual.would_enable("aplomb_lsp", &Level::WARN));
        assert!(!usual.would_enable("aplomb_lsp", &Level::INFO));
    }

    #[test]
    fn the_trace_is_told_where_it_is_wanted_and_there_at_any_level() {
        let off = "off".parse().unwrap();
        for (traced, asked) in [(true, Some(&off)), (true, None), (false, None)] {
            let targets = own_targets(asked, LevelFilter::INFO, traced);
            assert_eq!(targets.would_enable(trace::TARGET, &Level::TRACE), traced);
        }
    }
}
