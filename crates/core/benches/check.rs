//! How long a check takes. A check runs on each key press, so a reply of 2 kB has well under a
//! millisecond.

use std::hint::black_box;

use aplomb_core::snippet::offers;
use aplomb_core::{Catalog, Draft, Input, check, check_draft};
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

const GREETING: &str = "Hi Maria,\n\nThank you for the log, it told me a lot.\n\n";
const BODY: &str = "That blog should now be under your other account. I moved it this morning, and the \
old address leads to the new one. I think the invoice looks settled as well.\n\n\
1. Open Settings, then Export.\n2. Choose a month and press Download.\n\n\
Once you have done that, you should see a file named `export.csv` in your downloads. If it is empty, \
the month may have no orders; choose another one. You can read more in \
[the guide](https://example.com/export).\n\nWe'll try to add a button for it, and hopefully it will be \
there soon. Your plan keeps working until the end of the month, whatever you decide.\n\n";
const FAREWELL: &str = "Reply here if anything else comes up.\n\nBest wishes,\nAna\n\n";
const QUOTE: &str = "On Tue, 4 Mar 2025 at 10:02, Maria Ruiz <m@example.com> wrote:\n\n\
> Hello,\n>\n> I can't see my blog any more, and the export fails. Can you help?\n>\n> Best,\n> Maria\n";

/// A reply of about so many bytes.
fn reply(bytes: usize) -> String {
    let rest = bytes.saturating_sub(GREETING.len() + FAREWELL.len() + QUOTE.len());
    format!("{GREETING}{}{FAREWELL}{QUOTE}", BODY.repeat(rest.div_ceil(BODY.len())))
}

#[divan::bench(args = [2_000, 20_000, 1_000_000])]
fn check_reply(bencher: Bencher<'_, '_>, bytes: usize) {
    let catalog = Catalog::builtin();
    let input = Input::default();
    let text = reply(bytes);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| check(black_box(&text), &input, &catalog));
}

#[divan::bench(args = [2_000, 20_000, 1_000_000])]
fn read_draft(bencher: Bencher<'_, '_>, bytes: usize) {
    let catalog = Catalog::builtin();
    let input = Input::default();
    let text = reply(bytes);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| Draft::read(black_box(&text), &input, &catalog).regions.len());
}

#[divan::bench(args = [2_000, 20_000, 1_000_000])]
fn apply_rules(bencher: Bencher<'_, '_>, bytes: usize) {
    let catalog = Catalog::builtin();
    let input = Input::default();
    let text = reply(bytes);
    let draft = Draft::read(&text, &input, &catalog);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| check_draft(black_box(&draft), &input, &catalog));
}

/// What a menu costs, from the text on: at its end, with nothing typed and with words.
#[divan::bench(args = ["", "Thank", ";bye"])]
fn complete_20_kb(bencher: Bencher<'_, '_>, typed: &str) {
    let catalog = Catalog::builtin();
    let input = Input::default();
    let own = BODY.repeat(20_000 / BODY.len());
    let text = format!("{GREETING}{own}{typed}\n\n{QUOTE}");
    let at = GREETING.len() + own.len() + typed.len();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        offers(&Draft::read(black_box(&text), &input, &catalog), at, &catalog, &input).len()
    });
}

/// A short reply over a thread of so many quoted lines, in mails that answer one another.
fn thread(lines: usize) -> String {
    const MAIL: [&str; 8] = [
        "I can't see my blog any more, and the export fails. Can you help?",
        "It says “Error 42” in Chrome 122, and order 99120 is not listed.",
        "",
        "I have cleared the cache already. Is there a way to get the old one back?",
        "Best,",
        "Maria",
        "",
        "On Mon, 3 Mar 2025 at 09:00, Ana Field <ana@example.com> wrote:",
    ];
    let mut text = reply(1_000);
    for at in 0..lines {
        let depth = 1 + (at / MAIL.len()).min(8);
        text.push_str(&format!("{} {}\n", ">".repeat(depth), MAIL[at % MAIL.len()]));
    }
    text
}

#[divan::bench(args = [0, 100, 10_000])]
fn check_thread(bencher: Bencher<'_, '_>, quoted_lines: usize) {
    let catalog = Catalog::builtin();
    let input = Input::default();
    let text = thread(quoted_lines);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| check(black_box(&text), &input, &catalog));
}

#[divan::bench]
fn build_catalog() -> Catalog {
    Catalog::builtin()
}
