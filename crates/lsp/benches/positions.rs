//! What it takes to turn bytes into a client's positions and back, as is done for each end of each range. It must
//! hardly grow with the text, or findings at the end of a long one would cost more than those at its beginning.

#[path = "../../core/benches/support/mod.rs"]
mod support;

use std::hint::black_box;

use aplomb_lsp::probe::Held;
use divan::Bencher;
use divan::counter::ItemsCount;

use support::replies;

fn main() {
    divan::main();
}

const SIZES: [usize; 5] = [500, 2_000, 20_000, 200_000, 1_000_000];
const ENCODINGS: [&str; 3] = ["utf-8", "utf-16", "utf-32"];
/// So many places are asked for each time, in all parts of the text.
const PLACES: usize = 100;
/// Characters that each encoding counts in its own way stand in most lines of a text in some languages.
const WIDE: &str = "👋 é";

/// A text with wide characters in each of its paragraphs, and places in it.
fn text_and_places(bytes: usize) -> (String, Vec<usize>) {
    let text = replies(bytes).replace("\n\n", &format!(" {WIDE}\n\n"));
    let starts: Vec<_> = text.char_indices().map(|(byte, _)| byte).collect();
    let places = (0..PLACES).map(|at| starts[at * starts.len() / PLACES]).collect();
    (text, places)
}

#[divan::bench(consts = SIZES, args = ENCODINGS)]
fn to_positions<const BYTES: usize>(bencher: Bencher<'_, '_>, encoding: &str) {
    let (text, places) = text_and_places(BYTES);
    let held = Held::new(&text, encoding);
    bencher.counter(ItemsCount::new(PLACES)).bench_local(|| {
        for &place in &places {
            black_box(held.position(black_box(place)));
        }
    });
}

#[divan::bench(consts = SIZES, args = ENCODINGS)]
fn to_bytes<const BYTES: usize>(bencher: Bencher<'_, '_>, encoding: &str) {
    let (text, places) = text_and_places(BYTES);
    let held = Held::new(&text, encoding);
    let positions: Vec<_> = places.iter().map(|&place| held.position(place)).collect();
    bencher.counter(ItemsCount::new(PLACES)).bench_local(|| {
        for &position in &positions {
            black_box(held.offset(black_box(position)));
        }
    });
}
