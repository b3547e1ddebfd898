//! What must hold for any bytes, tried on a few thousand that are the same each time. `cargo fuzz` looks for
//! more; what it finds becomes a seed.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use super::generated;
use super::lsp::Dice;

// They are a library for `cargo fuzz`, and a module here.
#[allow(unreachable_pub)]
#[path = "../../fuzz/src/lib.rs"]
mod targets;

/// What breaks readers of text, of TOML and of messages.
const PIECES: [&str; 48] = [
    "\n",
    "\r\n",
    "\r",
    "\t",
    " ",
    "\u{a0}",
    "\u{feff}",
    "\u{2028}",
    "👋🏽",
    "👩‍👩‍👧",
    "é",
    "日本",
    "\0",
    "> ",
    ">> ",
    "- ",
    "1. ",
    "# ",
    "```\n",
    "`",
    "**",
    "---\n",
    "-- \n",
    "[[verify: ",
    "[[fill: ",
    "]]",
    "{{",
    "}}",
    "{%",
    "*|",
    "<!--",
    "-->",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "|",
    "?",
    "<",
    "\"",
    "'",
    "\\",
    "=",
    "${1:?",
    "Content-Length: ",
    "\r\n\r\n",
];

/// A length that no reader should trust, and one that it may.
const NUMBERS: [&str; 5] = ["0", "-1", "1", "99", "18446744073709551615"];

/// Texts longer than this find nothing that shorter ones do not, and take their time. In bytes.
const LONGEST: usize = 3_000;

/// So many inputs a target. `APLOMB_FUZZ=100000 cargo test --release fuzz` tries more, and
/// `APLOMB_SEED=7` others.
const INPUTS: usize = 2_000;

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let entries =
        fs::read_dir(generated::file(&format!("fuzz/seeds/{target}"))).expect("there are seeds");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("a seed has a name").path()).collect();
    // The order of a folder differs between machines.
    paths.sort();
    assert!(paths.len() > 2, "{target} has seeds");
    paths.iter().map(|path| fs::read(path).expect("a seed can be read")).collect()
}

fn mutate(seed: &[u8], others: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=dice.roll(6) {
        let (a, b) = (dice.roll(bytes.len() + 1), dice.roll(bytes.len() + 1));
        let (start, end) = (a.min(b), a.max(b));
        // Short stretches keep most of what a seed is.
        let end = end.min(start + [1, 4, 20, 400][dice.roll(4)]);
        match dice.roll(8) {
            0 if start < end => bytes[start] ^= 1 << dice.roll(8),
            1 => drop(bytes.drain(start..end)),
            2 => {
                let again = bytes[start..end].to_vec();
                let at = dice.roll(bytes.len() + 1);
                drop(bytes.splice(at..at, again));
            }
            3 => {
                let other = &others[dice.roll(others.len())];
                let from = dice.roll(other.len() + 1);
                let to = other.len().min(from + dice.roll(200));
                drop(bytes.splice(start..end, other[from..to].iter().copied()));
            }
            4 => {
                let piece = PIECES[dice.roll(PIECES.len())].repeat(1 + dice.roll(60));
                drop(bytes.splice(start..start, piece.bytes()));
            }
            5 => drop(bytes.splice(start..end, NUMBERS[dice.roll(NUMBERS.len())].bytes())),
            6 => bytes.truncate(start),
            _ => drop(bytes.splice(start..start, PIECES[dice.roll(PIECES.len())].bytes())),
        }
    }
    bytes.truncate(LONGEST);
    bytes
}

fn hammer(name: &str) {
    /// A debug build on a busy machine takes a fraction of this for anything that short.
    const PATIENCE: Duration = Duration::from_secs(10);

    let number = |name: &str, default| {
        std::env::var(name).map_or(default, |it| it.parse().expect("a number"))
    };
    let (seed, inputs) = (number("APLOMB_SEED", 1), number("APLOMB_FUZZ", INPUTS));
    let (_, target) = targets::TARGETS.iter().find(|it| it.0 == name).expect("it is a target");
    let seeds = seeds(name);
    let mut dice = Dice(seed as u64);
    for at in 0..inputs {
        let own = &seeds[at % seeds.len()];
        let bytes = if at < seeds.len() { own.clone() } else { mutate(own, &seeds, &mut dice) };
        let start = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| target(&bytes)));
        let shown = bytes.escape_ascii();
        assert!(outcome.is_ok(), "{name} fails at b\"{shown}\"");
        assert!(start.elapsed() < PATIENCE, "{name} takes {:?} for b\"{shown}\"", start.elapsed());
    }
}

#[test]
fn any_bytes_are_a_text() {
    hammer("document");
}

#[test]
fn any_text_is_a_draft() {
    hammer("draft");
}

#[test]
fn any_draft_can_be_written_on() {
    hammer("writing");
}

#[test]
fn any_pack_is_taken_or_refused() {
    hammer("pack");
}

#[test]
fn any_settings_are_read_or_refused() {
    hammer("settings");
}

#[test]
fn any_bytes_of_a_client_are_whole_messages_or_refused() {
    hammer("framing");
}

#[test]
fn any_edits_leave_the_clients_text() {
    hammer("edits");
}
