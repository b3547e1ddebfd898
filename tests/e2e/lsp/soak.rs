//! Days of writing in minutes: what the server takes for it does not grow.

use std::fs;

use super::harness::Place;
use super::random::Client;

/// So many replies are there to be opened, beside what every random conversation has.
const DOCUMENTS: usize = 50;
/// So many edits without being told otherwise.
const EDITS: usize = 5_000;
/// Until so many of a hundred edits are done, the server fills what it keeps: catalogs, texts, buffers.
const WARM: usize = 40;
/// So many percent more than after that it may take at the end: what an allocator leaves between.
const GROWTH: usize = 10;

/// `APLOMB_EDITS=200000` plays more. The server's text is the client's in the end, and what it says of each
/// reply is what a new server says.
#[tokio::test]
async fn a_long_day_of_writing_takes_no_more_memory_than_its_morning() {
    let number = |name: &str, default| {
        std::env::var(name).map_or(default, |it| it.parse().expect("a number"))
    };
    let (seed, edits) = (number("APLOMB_SEED", 1), number("APLOMB_EDITS", EDITS));
    println!("to see this again: APLOMB_SEED={seed} APLOMB_EDITS={edits}");
    let mut client = Client::writing(Place::Process, seed as u64, DOCUMENTS).await;
    let process = client.editor.process().expect("it is one");
    println!("at the start: {} kB", resident(process));
    let mut seen = Vec::new();
    while client.edits < edits {
        client.burst().await;
        if client.edits * 100 / edits > seen.len() {
            seen.push(resident(process));
        }
    }
    println!("percent by percent, in kB: {seen:?}");
    let (morning, day) = seen.split_at(WARM.min(seen.len()));
    let most = |kilobytes: &[usize]| kilobytes.iter().copied().max().expect("it was looked at");
    let (before, after) = (most(morning), most(day));
    assert!(after * 100 <= before * (100 + GROWTH), "from {before} kB to {after} kB: {seen:?}");
    client.agree().await;
}

/// The memory that a process has now, in kilobytes.
fn resident(process: u32) -> usize {
    let status = fs::read_to_string(format!("/proc/{process}/status")).expect("it runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("Linux tells it");
    line.trim().trim_end_matches(" kB").parse().expect("it is a number")
}
