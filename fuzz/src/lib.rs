//! What must hold for any bytes, one function for each way in. `cargo fuzz` calls them from `fuzz_targets/`,
//! and the tests in `tests/e2e/fuzz.rs` with a few thousand inputs that are the same each time.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use aplomb_core::{
    Catalog, Draft, Input, Kind, Memo, Mode, Pack, Profile, Span, apply, check, check_draft,
    fix_all, folds, outline, recasts, selection, snippet,
};
use aplomb_lsp::probe::{self, Change};
use aplomb_workspace::{
    Workspace, complete_pack, complete_settings, explain_pack, explain_settings, set_rule_level,
};
use serde_json::Value;

static CATALOG: LazyLock<Arc<Catalog>> = LazyLock::new(|| Arc::new(Catalog::builtin()));

/// A target with its name, which is also that of its folder in `seeds/`.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: [Target; 7] = [
    ("document", document),
    ("draft", draft),
    ("writing", writing),
    ("pack", pack),
    ("settings", settings),
    ("framing", framing),
    ("edits", edits),
];

/// The text of some bytes, and a number that is another one for most others. Options are taken from it,
/// so that seeds are plain texts.
fn text_and_number(bytes: &[u8]) -> (String, usize) {
    let number = bytes.iter().fold(7_usize, |sum, &byte| sum.wrapping_mul(31) ^ usize::from(byte));
    (String::from_utf8_lossy(bytes).into_owned(), number >> 4)
}

fn fits(span: Span, text: &str) -> bool {
    span.start <= span.end && text.get(span.start..span.end).is_some()
}

fn input_of(number: usize) -> Input {
    let mut input = Input {
        kind: [Kind::Markdown, Kind::Plain, Kind::Mail][number % 3],
        mode: Mode::ALL.get(number / 3 % (Mode::ALL.len() + 1)).map(|it| it.0),
        ..Input::default()
    };
    input.settings.profile =
        if number.is_multiple_of(2) { Profile::Coach } else { Profile::Standard };
    input
}

/// A text is taken apart with nothing lost.
pub fn document(bytes: &[u8]) {
    let (text, number) = text_and_number(bytes);
    for kind in [Kind::Markdown, Kind::Plain, Kind::Mail] {
        let input = Input { kind, ..input_of(number) };
        let draft = Draft::read(&text, &input, &CATALOG);
        let document = &draft.document;
        let mut at = 0;
        for line in &document.lines {
            assert_eq!(line.span.start, at, "a line begins where the last one ends");
            assert!(fits(line.span, &text) && line.span.end <= line.next);
            at = line.next;
        }
        assert_eq!(at, text.len(), "the lines are the text");
        let spans = document.blocks.iter().map(|it| it.span);
        let mut spans = spans.chain(document.sentences.iter().map(|it| it.span));
        assert!(spans.all(|span| fits(span, &text)), "what is found lies in the text");
        let mut at = 0;
        for region in &draft.regions {
            assert_eq!(region.span.start, at, "a region begins where the last one ends");
            at = region.span.end;
        }
        assert_eq!(at, text.len(), "the regions are the text");
        assert!(
            folds(&draft).iter().all(|it| it.first < it.last && it.last < document.lines.len())
        );
    }
}

/// A draft gets the same report twice, its fixes come to an end, and any cursor in it gets an answer.
pub fn draft(bytes: &[u8]) {
    let (text, number) = text_and_number(bytes);
    let input = input_of(number);
    let draft = Draft::read(&text, &input, &CATALOG);
    let report = check_draft(&draft, &input, &CATALOG);
    assert_eq!(report, check(&text, &input, &CATALOG), "the same twice");
    for finding in &report.findings {
        assert!(fits(finding.span, &text), "{}", finding.code);
        for fix in &finding.fixes {
            assert!(fix.edits.iter().all(|edit| fits(edit.span, &text)), "{}", finding.code);
            let _ = apply(&text, &fix.edits);
        }
    }
    let fixed = fix_all(&text, &input, &CATALOG);
    let again = fix_all(&fixed.text, &input, &CATALOG);
    assert_eq!((again.count, &again.text), (0, &fixed.text), "fixes come to an end");
    let _ = outline(&draft, &report.findings, &report.secrets);
    let at = (0..=number % (text.len() + 1)).rev().find(|&at| text.is_char_boundary(at));
    let at = at.unwrap_or_default();
    for form in recasts(&draft, Span::at(at), &CATALOG, &input) {
        assert!(form.edits.iter().all(|edit| fits(edit.span, &text)), "{form:?}");
        let _ = apply(&text, &form.edits);
    }
    for kind in snippet::KINDS {
        let edit = snippet::insertion(kind, &draft, at, &CATALOG, &input);
        assert!(edit.is_none_or(|edit| fits(edit.span, &text)), "{kind}");
    }
    for at in [at, number % (text.len() + 9), text.len()] {
        let _ = snippet::offers(&draft, at, &CATALOG, &input);
        assert!(selection(&draft, at).iter().all(|span| fits(*span, &text)));
    }
}

/// While a draft is being written, what is known of its parts never changes what is said of it.
pub fn writing(bytes: &[u8]) {
    let (text, number) = text_and_number(bytes);
    let input = input_of(number);
    let mut dice = Dice(number as u64);
    let mut memo = Memo::default();
    let mut texts = vec![text.clone()];
    for _ in 0..5 {
        let next = edited(texts.last().unwrap_or(&text), &mut dice);
        texts.push(next);
    }
    // In the end everything is undone at once.
    texts.push(text);
    for text in &texts {
        let draft = memo.read(text, &input, &CATALOG);
        let known = memo.check(&draft, &input, &CATALOG);
        assert_eq!(known, check(text, &input, &CATALOG), "as if read anew: {texts:?}");
    }
}

/// Numbers that look like chance and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }

    /// The start of a character, or the end of the text.
    fn place(&mut self, text: &str) -> usize {
        let at = self.roll(text.len() + 1);
        (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default()
    }
}

/// The text after an edit: something is typed, taken out, or put in once more at another place.
fn edited(text: &str, dice: &mut Dice) -> String {
    const TYPED: [&str; 16] = [
        "\n", "\n\n", "> ", "- ", "```\n", "    ", "---\n", "-- \n", "<!--", "-->", " should ",
        "Hi Jo,\n", "]: x", "\u{a0}", ".", "--",
    ];
    let start = dice.place(text);
    let long = [1, 12, 80, 400][dice.roll(4)];
    let end = (start..=text.len().min(start + long)).rev().find(|&at| text.is_char_boundary(at));
    let stretch = start..end.unwrap_or(start);
    let mut text = text.to_owned();
    match dice.roll(3) {
        0 => text.insert_str(start, TYPED[dice.roll(TYPED.len())]),
        1 => text.replace_range(stretch, ""),
        _ => {
            let again = text[stretch].to_owned();
            let at = dice.place(&text);
            text.insert_str(at, &again);
        }
    }
    text
}

/// A pack is taken or refused with places in it, and one that is taken can be used.
pub fn pack(bytes: &[u8]) {
    /// In which a phrase of any words may be found.
    const DRAFT: &str = "Hi Jo,\n\nThat blog should now be under your other account, so to speak. By and large \
                         it is done; we did not look at the log, I'm afraid.\n\nBest wishes,\nAna\n";

    let (text, number) = text_and_number(bytes);
    let at = number % (text.len() + 2);
    let _ = (complete_pack(&text, at), explain_pack(&text, at));
    let lies_in = |span: &std::ops::Range<usize>| text.get(span.clone()).is_some();
    let errors = match Pack::parse(&text) {
        Ok(pack) => match Catalog::with_packs(vec![pack.clone()]) {
            Ok(catalog) => {
                let report = check(DRAFT, &input_of(number), &catalog);
                assert!(report.findings.iter().all(|it| fits(it.span, DRAFT)));
                pack.check_examples(&catalog)
            }
            Err(errors) => errors,
        },
        Err(errors) => errors,
    };
    assert!(errors.iter().all(|it| it.span.as_ref().is_none_or(lies_in)), "{errors:?}");
}

/// A settings file is read with each problem at its place, and an edit of it says what it should.
pub fn settings(bytes: &[u8]) {
    let (text, number) = text_and_number(bytes);
    let mut workspace = Workspace::new(None, CATALOG.clone());
    // Nothing is there, so whatever it includes is missing.
    let folder = Path::new("/nowhere/at/all");
    for problem in workspace.check_settings(&folder.join("aplomb.toml"), &text) {
        assert!(text.get(problem.span.clone()).is_some(), "{problem:?}");
        assert!(problem.line > 0 && problem.column > 0, "{problem:?}");
    }
    let at = number % (text.len() + 2);
    let _ = (complete_settings(&text, at, &CATALOG), explain_settings(&text, at, &CATALOG));
    if let Some((span, words)) = set_rule_level(&text, "certainty-should", "hint") {
        let mut edited = text.clone();
        edited.replace_range(span, &words);
        assert!(edited.contains("certainty-should"));
    }
    if let Ok(value) = serde_json::from_str::<Value>(&text) {
        workspace.set_editor(&[(None, value)]);
        let project = workspace.project(Some(folder));
        let _ = project.settings_of(&text);
    }
}

/// Whatever a client sends, the server reads whole messages only.
pub fn framing(bytes: &[u8]) {
    let handed = probe::handed_on(bytes);
    let mut rest = &handed[..];
    while !rest.is_empty() {
        let blank = rest.windows(4).position(|it| it == b"\r\n\r\n").expect("a header ends");
        let header = std::str::from_utf8(&rest[..blank]).expect("a header is text");
        let length = header.strip_prefix("Content-Length: ").expect("there is no other header");
        let (start, length) = (blank + 4, length.parse::<usize>().expect("a length is a number"));
        let body = rest.get(start..start + length).expect("a message is whole");
        let message: Value = serde_json::from_slice(body).expect("a message is JSON");
        assert_eq!(message["jsonrpc"], "2.0");
        rest = &rest[start + length..];
    }
    assert_eq!(probe::handed_on(&handed), handed, "what was handed on is read as it is");
}

/// After any edits the server's text is the client's. The first line names the encoding, the text goes up to
/// a line `%%`; then come changes, each a line `1:2 3:4` or `all`, the new text and a line `%%`.
pub fn edits(bytes: &[u8]) {
    let (script, _) = text_and_number(bytes);
    let mut parts = script.split("%%\n");
    let (encoding, text) = parts.next().and_then(|it| it.split_once('\n')).unwrap_or_default();
    let changes: Vec<_> = parts.filter_map(change).collect();
    let mut expected = text.to_owned();
    for Change { range, text } in &changes {
        let Some([start, end]) = *range else {
            expected.clone_from(text);
            continue;
        };
        let (start, end) = (byte_at(&expected, start, encoding), byte_at(&expected, end, encoding));
        expected.replace_range(start.min(end)..start.max(end), text);
    }
    assert_eq!(probe::edited(text, &changes, encoding), expected);
}

fn change(part: &str) -> Option<Change> {
    let (place, text) = part.split_once('\n')?;
    let text = text.to_owned();
    if place == "all" {
        return Some(Change { range: None, text });
    }
    let one = |place: &str| {
        let (line, character) = place.split_once(':')?;
        Some((line.parse().ok()?, character.parse().ok()?))
    };
    let (start, end) = place.split_once(' ')?;
    Some(Change { range: Some([one(start)?, one(end)?]), text })
}

/// The byte of a place, counted one character after the other.
fn byte_at(text: &str, (line, character): (u32, u32), encoding: &str) -> usize {
    let (mut lines, mut units) = (0, 0);
    for (at, c) in text.char_indices() {
        let ends_line = c == '\n' || c == '\r';
        let width = match encoding {
            "utf-8" => c.len_utf8(),
            "utf-32" => 1,
            _ => c.len_utf16(),
        };
        if lines == line {
            units += u32::try_from(width).expect("a character is small");
            // A place within a character, or past the end of its line, is before it.
            if ends_line || units > character {
                return at;
            }
        } else if c == '\n' || (c == '\r' && !text[at + 1..].starts_with('\n')) {
            lines += 1;
        }
    }
    text.len()
}
