//! What the process says on standard error: never a word of a draft.

use std::io::Write;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

/// Logs Aplomb's own events, at the level that `RUST_LOG` asks for, and nothing else whatever it asks
/// for: tower-lsp logs every message whole, and with it the customers' mail.
pub(crate) fn install() {
    let asked = std::env::var("RUST_LOG").ok().and_then(|asked| asked.parse::<Targets>().ok());
    let layer = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .with_filter(own_targets(asked.as_ref()));
    // A second server in one process logs where the first does.
    let _ = tracing_subscriber::registry().with(layer).try_init();
    std::panic::set_hook(Box::new(|info| {
        // The payload stays unsaid: a slice that panics names the whole text.
        let place = info
            .location()
            .map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
        // Nobody may be listening on standard error.
        let _ = writeln!(std::io::stderr(), "aplomb: internal error{place}");
    }));
}

fn own_targets(asked: Option<&Targets>) -> Targets {
    let level = asked.map_or(LevelFilter::WARN, |asked| {
        let own = asked.iter().filter(|(target, _)| "aplomb_lsp".starts_with(target));
        own.map(|(_, level)| level).max().or(asked.default_level()).unwrap_or(LevelFilter::OFF)
    });
    Targets::new().with_target("aplomb", level)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tracing::Level;

    fn enabled(asked: &str, target: &str, level: Level) -> bool {
        own_targets(Some(&asked.parse().unwrap())).would_enable(target, &level)
    }

    #[test]
    fn only_our_own_events_are_logged_whatever_is_asked() {
        for asked in ["trace", "tower_lsp=trace", "aplomb=trace,tower_lsp=trace", "trace,hyper=off"]
        {
            for target in ["tower_lsp::codec", "tower_lsp::transport", "tokio_util", ""] {
                assert!(!enabled(asked, target, Level::ERROR), "{asked} {target}");
            }
        }
        assert!(!own_targets(None).would_enable("tower_lsp", &Level::ERROR));
    }

    #[test]
    fn the_level_is_the_one_asked_for() {
        assert!(enabled("debug", "aplomb_lsp::check", Level::DEBUG));
        assert!(enabled("aplomb=info", "aplomb_lsp", Level::INFO));
        assert!(!enabled("aplomb=info", "aplomb_lsp", Level::DEBUG));
        assert!(!enabled("off", "aplomb_lsp", Level::ERROR));
        assert!(own_targets(None).would_enable("aplomb_lsp", &Level::WARN));
    }
}
