//! How long a check takes, and what else is done with a draft. A check runs on each key press, so a
//! reply of 2 kB has well under a millisecond.

mod support;

use std::hint::black_box;

use aplomb_core::snippet::offers;
use aplomb_core::{
    Catalog, Draft, Family, Input, Level, Memo, Span, check, check_draft, recasts, safe_edits,
};
use divan::Bencher;
use divan::counter::BytesCount;

use support::replies;

fn main() {
    divan::main();
}

/// From a short reply to more than anybody writes: the time must grow with the text and no faster.
const SIZES: [usize; 5] = [500, 2_000, 20_000, 200_000, 1_000_000];
/// A reply that is still being written, with the mail that it answers.
const BEGUN: &str = "\n---\n\nHi Maren,\n\nThank you for the log, it told me a lot.\n\n";
const QUOTE: &str = "\n\nOn Tue, 4 Mar 2025 at 10:02, Maren Ruiz <m@example.com> wrote:\n\n\
> Hello,\n>\n> I can't see my blog any more, and the export fails. Can you help?\n>\n> Best,\n> Maren\n";

/// What there is in a text, before anything is said of it.
#[divan::bench(args = SIZES)]
fn read_draft(bencher: Bencher<'_, '_>, bytes: usize) {
    let catalog = Catalog::builtin();
    let input = Input::default();
    let text = replies(bytes);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| Draft::read(black_box(&text), &input, &catalog).regions.len());
}

/// What the rules take on a draft that has just been read, as it has after each key press. A draft that is gone through
/// again and again lies in the processor's caches, and takes less.
fn apply(bencher: Bencher<'_, '_>, bytes: usize, input: &Input) {
    let catalog = Catalog::builtin();
    let text = replies(bytes);
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| Draft::read(&text, input, &catalog))
        .bench_local_refs(|draft| check_draft(draft, input, &catalog));
}

#[divan::bench(args = SIZES)]
fn apply_rules(bencher: Bencher<'_, '_>, bytes: usize) {
    apply(bencher, bytes, &Input::default());
}

/// The families that have rules without a pack, with what the rules cost that none of them can be without.
fn families() -> impl Iterator<Item = &'static str> {
    let named = Family::ALL.into_iter().filter(|family| *family != Family::Team);
    ["none"].into_iter().chain(named.map(Family::as_str))
}

/// Each family of rules alone. What several of them ask for, each has to pay here.
#[divan::bench(args = families())]
fn apply_family(bencher: Bencher<'_, '_>, name: &str) {
    let mut input = Input::default();
    for family in Family::ALL.into_iter().filter(|family| family.as_str() != name) {
        input.settings.families.insert(family, Level::Off);
    }
    apply(bencher, 20_000, &input);
}

#[divan::bench(args = SIZES)]
fn check_reply(bencher: Bencher<'_, '_>, bytes: usize) {
    let catalog = Catalog::builtin();
    let input = Input::default();
    let text = replies(bytes);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| check(black_box(&text), &input, &catalog));
}

/// What a key press costs in the middle of a text that has been checked before: a letter comes, and goes again.
#[divan::bench(args = SIZES)]
fn check_after_key(bencher: Bencher<'_, '_>, bytes: usize) {
    let catalog = Catalog::builtin();
    let input = Input::default();
    let before = replies(bytes);
    let middle = before[before.len() / 2..].find("e ").map_or(0, |at| before.len() / 2 + at);
    let after = format!("{}e{}", &before[..middle], &before[middle..]);
    let mut memo = Memo::default();
    let mut texts = [&before, &after].into_iter().cycle();
    bencher.counter(BytesCount::of_str(&before)).bench_local(|| {
        let text = texts.next().unwrap_or(&before);
        let draft = memo.read(black_box(text), &input, &catalog);
        memo.check(&draft, &input, &catalog)
    });
}

/// What a menu costs from the text on, where these letters have just been typed below so many bytes.
fn complete_after(bencher: Bencher<'_, '_>, bytes: usize, typed: &str) {
    let catalog = Catalog::builtin();
    let input = Input::default();
    let own = format!("{}{BEGUN}{typed}", replies(bytes));
    let text = format!("{own}{QUOTE}");
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        offers(&Draft::read(black_box(&text), &input, &catalog), own.len(), &catalog, &input).len()
    });
}

#[divan::bench(args = SIZES)]
fn complete(bencher: Bencher<'_, '_>, bytes: usize) {
    complete_after(bencher, bytes, "I moved");
}

/// With nothing typed, with words, and with the name of a snippet.
#[divan::bench(args = ["", "Thank", ";bye"])]
fn complete_20_kb(bencher: Bencher<'_, '_>, typed: &str) {
    complete_after(bencher, 20_000, typed);
}

/// What a menu of actions takes besides a check, which an editor has had by then: the draft is read anew,
/// other forms are looked for everywhere in it, and what can be fixed at once is gathered.
#[divan::bench(args = SIZES)]
fn code_action(bencher: Bencher<'_, '_>, bytes: usize) {
    let catalog = Catalog::builtin();
    let input = Input::default();
    let text = replies(bytes);
    let findings = check(&text, &input, &catalog).findings;
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        let draft = Draft::read(black_box(&text), &input, &catalog);
        let forms = recasts(&draft, Span::new(0, text.len()), &catalog, &input);
        (forms.len(), safe_edits(&findings).len())
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
    let mut text = format!("{}{QUOTE}", replies(1_000));
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
