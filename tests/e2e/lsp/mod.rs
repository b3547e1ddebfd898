//! The language server, in memory and as a real process.

mod abuse;
mod actions;
mod browser;
mod clients;
mod commands;
mod completion;
mod diagnostics;
mod documents;
mod features;
mod files;
mod folders;
pub(super) mod harness;
mod killed;
mod lifecycle;
mod memory;
mod ordering;
mod own_files;
mod pauses;
mod privacy;
mod random;
mod reading;
mod recording;
mod rewrites;
mod settings;
#[cfg(target_os = "linux")]
mod soak;
#[cfg(unix)]
mod strange;
mod tracing;

pub(super) use ordering::Dice;
