//! What a large pack costs: a team that brings along thousands of saved replies loads them well under a
//! tenth of a second, and types as without them.

mod support;

use std::hint::black_box;

use aplomb_core::snippet::offers;
use aplomb_core::{Catalog, Draft, Input, Pack, check};
use divan::Bencher;
use divan::counter::BytesCount;

use support::replies;

fn main() {
    divan::main();
}

/// A pack that a team writes by hand, one that it has had for years, and more than anybody has.
const COUNTS: [usize; 3] = [50, 500, 5_000];

/// A pack of so many phrases and as many snippets.
fn pack(count: usize) -> String {
    let mut text = String::new();
    for at in 0..count {
        // Most of a team's phrases begin with ordinary words.
        let first = ["our", "this", "the", "please", "your"][at % 5];
        text.push_str(&format!(
            "[[phrase]]\ncode = \"team-{at}\"\nseverity = \"hint\"\npatterns = [\"{first} word{at} (here|there)\", \"other{at} words\"]\n\
             message = \"“{{match}}” is not ours.\"\nhelp = \"Say it.\"\nsummary = \"Reports {at}.\"\nwhy = \"It is ours.\"\n\
             flagged = [\"It is <|other{at} words|>.\"]\nclean = [\"It is fine.\"]\n\n\
             [[snippet]]\nid = \"team-{at}\"\ntags = [\"{}\"]\nwhen = \"For case {at}.\"\n\
             body = \"\"\"\nThank you for case {at}. I moved ${{1:?what you moved}} to your account and told\n\
             ${{COLLEAGUE:?who}} of it, so that ${{2|today,tomorrow|}} all is there.\n\n$0\"\"\"\n\n",
            ["answer", "greeting", "farewell", "thanks"][at % 4],
        ));
    }
    text
}

fn catalog(count: usize) -> Catalog {
    let pack = Pack::parse(&pack(count)).expect("the pack is well formed");
    Catalog::with_packs(vec![pack]).expect("its codes are free")
}

const REPLY: &str = "Hi Maria,\n\nThank you for the log, it told me a lot. That blog should now be under \
your other account. I moved it this morning, and the old address leads to the new one.\n\n\
Once you have done that, you should see a file named `export.csv` in your downloads. Your plan keeps \
working until the end of the month, whatever you decide.\n\n";
const QUOTE: &str = "\n\nOn Tue, 4 Mar 2025 at 10:02, Maria Ruiz <m@example.com> wrote:\n\n\
> Hello,\n>\n> I can't see my blog any more, and the export fails. Can you help?\n>\n> Best,\n> Maria\n";

#[divan::bench(args = COUNTS)]
fn read_pack(bencher: Bencher<'_, '_>, count: usize) {
    let text = pack(count);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| Pack::parse(black_box(&text)).expect("the pack is well formed"));
}

/// Together with what is built in, as when a team's pack has changed.
#[divan::bench(args = COUNTS)]
fn load_pack(bencher: Bencher<'_, '_>, count: usize) {
    let text = pack(count);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        let pack = Pack::parse(black_box(&text)).expect("the pack is well formed");
        Catalog::with_packs(vec![pack]).expect("its codes are free")
    });
}

/// What an editor does at each change of a pack that is open, if it is short.
#[divan::bench(args = [20, 200])]
fn try_pack(bencher: Bencher<'_, '_>, count: usize) {
    let pack = Pack::parse(&pack(count)).expect("the pack is well formed");
    let catalog = Catalog::with_packs(vec![pack.clone()]).expect("its codes are free");
    bencher.bench_local(|| pack.check_examples(&catalog));
}

/// The same text each time: its length must decide what a check costs, and hardly what is looked for in it.
fn check_beside(bencher: Bencher<'_, '_>, count: usize, bytes: usize) {
    let catalog = catalog(count);
    let input = Input::default();
    let text = replies(bytes);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| check(black_box(&text), &input, &catalog));
}

#[divan::bench(args = COUNTS)]
fn check_2_kb(bencher: Bencher<'_, '_>, count: usize) {
    check_beside(bencher, count, 2_000);
}

#[divan::bench(args = COUNTS)]
fn check_20_kb(bencher: Bencher<'_, '_>, count: usize) {
    check_beside(bencher, count, 20_000);
}

/// What a menu costs at the end of a reply, with these letters typed.
fn menu(bencher: Bencher<'_, '_>, count: usize, typed: &str) {
    let catalog = catalog(count);
    let input = Input::default();
    let text = format!("{REPLY}{typed}{QUOTE}");
    let at = REPLY.len() + typed.len();
    let draft = Draft::read(&text, &input, &catalog);
    let input = Input::default();
    bencher.bench_local(|| offers(black_box(&draft), at, &catalog, &input));
}

#[divan::bench(args = [0, 2_000])]
fn offers_at_the_end(bencher: Bencher<'_, '_>, count: usize) {
    menu(bencher, count, "");
}

#[divan::bench(args = [0, 2_000])]
fn offers_for_words(bencher: Bencher<'_, '_>, count: usize) {
    menu(bencher, count, "Thank");
}

#[divan::bench(args = [0, 2_000])]
fn offers_for_a_name(bencher: Bencher<'_, '_>, count: usize) {
    menu(bencher, count, ";t");
}
