//! What holds for any text, written by a person or by chance.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU8, Ordering};

use aplomb_core::{
    Catalog, Draft, Edit, Family, Finding, FixKind, Form, Input, Kind, Memo, Mode, Now, Pack, Part,
    Profile, RegionKind, Settings, Span, apply, check, check_draft, fix_all, folds, outline, pages,
    promises, recasts, reply_line, selection, shown_names, snippet, subject,
};
use proptest::prelude::*;

static CATALOG: LazyLock<Catalog> = LazyLock::new(Catalog::builtin);

/// What replies are made of, and what breaks parsers.
const PIECES: [&str; 88] = [
    "Hi Jo,",
    "Hi ,",
    "Dear Maria,",
    "Hello there,",
    "Thanks for the log.",
    "Hola Ana,",
    "Thanks for the log, but it doesn't show the error.",
    "Thank you, but `sync` ",
    "First open Settings, then click Billing and finally choose Cancel.",
    "Open `a  b`, click [Billing](https://x.org), and choose {{x}}.",
    "> Does it ship? Can I change it?\n",
    "> When? 👋 (And how?)\n>\n",
    ">> - Is it \"there\"?\r\n",
    "________________________________\n",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    " ",
    "\t",
    "That blog should now be under your other account.",
    "It should work",
    "You should be all set now.",
    "I think the sync is basically fixed, probably",
    "Hopefully it's been fixed.",
    "As far as I know, the export works.",
    "It looks like a bug in our sync.",
    "We guarantee it.",
    "It will be fixed soon.",
    "I'll try to send it today.",
    "It usually works",
    "It’s kind of done",
    "somewhat",
    "more or less",
    "It might be a 🐛.",
    "é",
    "👋🏽",
    "日本語です。",
    "\u{feff}",
    "\u{a0}",
    "[[verify: it works]]",
    "[[verify: ",
    "[[fill: ",
    "]]",
    "{{first_name}}",
    "*|FNAME|*",
    "%name%",
    "XXX",
    "[link]()",
    "`should`",
    "```\n",
    "> ",
    ">> It should work.\n",
    "> Jo Hill\n",
    "On Tue, 4 Mar 2025 at 10:02, Maria Ruiz <m@x.org> wrote:\n",
    "-----Original Message-----\n",
    "From: Jo <j@x.org>\nTo: Ana\n\n",
    "---\n",
    "---\nmode: chat\ncustomer: Jo\n---\n",
    "-- \nAna\n",
    "Best wishes,\nAna\n",
    "Best,",
    ":::note\n",
    "- ",
    "1. ",
    "# ",
    "**",
    "_",
    "<!-- it should -->",
    "password: Tr0ub4dor&3",
    "Your new password should now be Kite-Harbour-42, I think.",
    "https://ana:k3yb0ard@db.example.com/ ",
    "-----BEGIN PRIVATE KEY-----\n",
    "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj\n",
    "4012 8888 8888 1881",
    "CVV 123",
    "api key = Zx81kQ9vLm27TnR4pWs6",
    "Please send me your password",
    "> Is 4012 8888 8888 1881 the right card?\n",
    "[internal] the shop's old api key = Zx81kQ9vLm27TnR4pWs6\n\n",
    "[internal] ",
    "FYI team, ",
    "@ana can you check before I send?",
    "DE89 3704 0044 0532 0130 00",
    "{% if vip %}",
    "?",
    "!",
    ".",
];

fn texts() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(&PIECES[..]), 0..24);
    prop_oneof![4 => pieces.prop_map(|pieces| pieces.concat()), 1 => any::<String>()]
}

fn inputs() -> impl Strategy<Value = Input> {
    let kinds = prop::sample::select(vec![Kind::Markdown, Kind::Plain, Kind::Mail]);
    let modes = prop::option::of(prop::sample::select(Mode::ALL.map(|(mode, _)| mode).to_vec()));
    let profiles = prop::sample::select(vec![Profile::Standard, Profile::Coach]);
    (kinds, modes, profiles).prop_map(|(kind, mode, profile)| Input {
        kind,
        mode,
        settings: Settings {
            profile,
            own: vec!["Acme Sync".into()],
            agent: Some("Ana".into()),
            ..Settings::default()
        },
        ..Input::default()
    })
}

/// Whether the parts are of the text, and those in a part lie in it and apart from each other.
fn are_parts_of(parts: &[Part], whole: Span, text: &str) -> bool {
    parts.iter().all(|part| {
        let apart = part.parts.windows(2).all(|two| two[0].span.end <= two[1].span.start);
        fits(part.span, text)
            && whole.contains(part.span)
            && apart
            && are_parts_of(&part.parts, part.span, text)
    })
}

/// Whether the bytes are of the text, and no character is cut.
fn fits(span: Span, text: &str) -> bool {
    span.start <= span.end && text.get(span.start..span.end).is_some()
}

/// Whether so much of the secret stands in the words that it tells something of it: six characters in a row
/// that are more than a word of letters, or all of it.
fn repeats(words: &str, secret: &str) -> bool {
    const WINDOW: usize = 6;
    let chars: Vec<char> = secret.chars().collect();
    let telling = |window: &&[char]| {
        !window.iter().all(|c| c.is_alphabetic()) && !window.iter().any(|c| c.is_whitespace())
    };
    let mut windows = chars.windows(WINDOW).filter(telling);
    words.contains(secret)
        || windows.any(|window| words.contains(&window.iter().collect::<String>()))
}

/// The words behind the marks of a quote.
fn quoted(text: &str) -> Vec<&str> {
    let marks = ['>', ' ', '\u{a0}', '\t'];
    let lines = text.split(['\n', '\r']).filter(|line| line.trim_start().starts_with('>'));
    lines.flat_map(|line| line.trim_start_matches(marks).split_whitespace()).collect()
}

/// What a draft with a memo of other texts is read as, against what it is without.
fn is_read_as_new(memo: &mut Memo, text: &str, input: &Input) -> Result<(), TestCaseError> {
    let (known, new) = (memo.read(text, input, &CATALOG), Draft::read(text, input, &CATALOG));
    let parts = |draft: &Draft<'_>| {
        let document = &draft.document;
        format!("{:?}", (&document.words, &document.sentences, &document.blocks, &draft.regions))
    };
    prop_assert_eq!(parts(&known), parts(&new));
    let (known, new) = (memo.check(&known, input, &CATALOG), check_draft(&new, input, &CATALOG));
    prop_assert_eq!(known, new);
    Ok(())
}

fn are_in_order(edits: &[Edit]) -> bool {
    edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start)
}

proptest! {
    // A text that fails stands in the report; it needs no file of its own.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_each_edit_a_draft_is_read_and_checked_as_if_it_were_new(
        pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..24),
        edits in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(&PIECES[..]), 0..2_usize), 1..6),
        inputs in prop::collection::vec(inputs(), 1..3),
    ) {
        let mut memo = Memo::default();
        let (mut pieces, mut inputs) = (pieces, inputs.iter().cycle());
        let mut last = inputs.next();
        for (at, piece, removed) in edits {
            let text = pieces.join("\n\n");
            is_read_as_new(&mut memo, &text, last.unwrap())?;
            let at = at.index(pieces.len() + 1);
            pieces.splice(at..(at + removed).min(pieces.len()), [piece]);
            let text = pieces.join("\n\n");
            is_read_as_new(&mut memo, &text, last.unwrap())?;
            is_read_as_new(&mut memo, &pieces.concat(), last.unwrap())?;
            last = inputs.next();
        }
    }

    #[test]
    fn what_a_reply_is_read_as_lies_in_its_text(text in texts(), input in inputs(), at in 0..400_usize) {
        let draft = Draft::read(&text, &input, &CATALOG);
        let report = check_draft(&draft, &input, &CATALOG);
        let whole = Span::new(0, text.len());
        let parts = outline(&draft, &report.findings, &report.secrets);
        prop_assert!(are_parts_of(&parts, whole, &text), "{parts:?}");
        let lines = draft.document.lines.len();
        prop_assert!(folds(&draft).iter().all(|it| it.first < it.last && it.last < lines));
        let found = selection(&draft, at);
        prop_assert!(found.iter().all(|span| fits(*span, &text)), "{found:?}");
        prop_assert!(found.windows(2).all(|two| two[1].contains(two[0]) && two[0] != two[1]), "{found:?}");
        prop_assert!(promises(&draft, &CATALOG).iter().all(|it| fits(it.when, &text) && it.span.contains(it.when)));
        prop_assert!(pages(&draft, &input.settings, &report.findings).iter().all(|it| fits(it.span, &text)));
        prop_assert!(shown_names(&draft).iter().all(|it| fits(Span::at(it.at), &text)));
        let _ = subject(&draft, &input, &CATALOG, &report.findings, at);
        let line = reply_line(&draft, &CATALOG, &report.findings, 8);
        prop_assert!(line.is_none_or(|line| !line.contains('\n')));
    }

    #[test]
    fn any_text_gives_a_report(text in texts(), input in inputs()) {
        let report = check(&text, &input, &CATALOG);
        prop_assert_eq!(&report, &check(&text, &input, &CATALOG), "the same twice");
        let order: Vec<_> = report.findings.iter().map(|it| (it.span, it.code.clone())).collect();
        prop_assert!(order.is_sorted(), "{:?}", order);
        for finding in &report.findings {
            prop_assert!(fits(finding.span, &text), "{finding:?}");
            for related in &finding.related {
                prop_assert!(fits(related.span, &text), "{finding:?}");
            }
            for fix in &finding.fixes {
                prop_assert!(are_in_order(&fix.edits), "{fix:?}");
                prop_assert!(fix.edits.iter().all(|edit| fits(edit.span, &text)), "{fix:?}");
            }
        }
    }

    #[test]
    fn regions_partition_the_text(text in texts(), input in inputs()) {
        let draft = Draft::read(&text, &input, &CATALOG);
        let mut at = 0;
        for region in &draft.regions {
            prop_assert_eq!(region.span.start, at);
            prop_assert!(fits(region.span, &text));
            prop_assert!(region.span.end > at || text.is_empty(), "an empty region");
            at = region.span.end;
        }
        prop_assert_eq!(at, text.len());
    }

    #[test]
    fn a_rule_marks_only_what_it_reads(text in texts(), input in inputs()) {
        let draft = Draft::read(&text, &input, &CATALOG);
        for finding in check_draft(&draft, &input, &CATALOG).findings {
            let rule = CATALOG.rule(&finding.code).expect("a finding is a rule's");
            let region = draft.region_at(finding.span.start);
            // What is missing is pointed out where it would stand, also in a text without words.
            let is_place = finding.span.is_empty() || finding.sentence.is_none();
            prop_assert!(is_place || rule.reads.contains(&region), "{region:?}: {finding:?}");
            prop_assert!(is_place || region != RegionKind::Quote, "{finding:?}");
        }
    }

    #[test]
    fn no_finding_repeats_a_secret(text in texts(), input in inputs()) {
        let findings = check(&text, &input, &CATALOG).findings;
        let is_secret = |code: &str| ["secret-in-reply", "card-number"].contains(&code);
        let secrets: Vec<_> = findings
            .iter()
            .filter(|finding| is_secret(&finding.code) && !finding.span.is_empty())
            .map(|finding| finding.span.of(&text))
            .collect();
        for finding in &findings {
            let related = finding.related.iter().map(|related| &*related.message);
            let titles = finding.fixes.iter().map(|fix| &*fix.title);
            let notes = finding.notes.iter().map(String::as_str);
            let said = [&*finding.message, &*finding.help].into_iter();
            for words in said.chain(notes).chain(related).chain(titles) {
                for secret in &secrets {
                    prop_assert!(!repeats(words, secret), "{}: {words}", finding.code);
                }
            }
        }
    }

    #[test]
    fn another_form_leaves_the_customers_words_alone(
        text in texts(),
        input in inputs(),
        at in any::<prop::sample::Index>(),
    ) {
        let draft = Draft::read(&text, &input, &CATALOG);
        let place = Span::at(at.index(text.len() + 1));
        for form in recasts(&draft, place, &CATALOG, &input) {
            prop_assert!(are_in_order(&form.edits), "{form:?}");
            prop_assert!(form.edits.iter().all(|edit| fits(edit.span, &text)), "{form:?}");
            prop_assert!(fits(form.about, &text), "{form:?}");
            let after = apply(&text, &form.edits);
            prop_assert_eq!(quoted(&after), quoted(&text), "{:?}", &form);
            for kept in ["`", "{{x}}", "[Billing](https://x.org)", "`a  b`", "*|FNAME|*"] {
                prop_assert_eq!(after.matches(kept).count(), text.matches(kept).count(), "{:?}", &form);
            }
            if let Some(one) = form.as_snippet(&text) {
                let same = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n");
                prop_assert_eq!(same(&apply(&text, [&one])), same(&after), "{:?}", &form);
            }
            if form.form == Form::Interleaved {
                let draft = Draft::read(&after, &input, &CATALOG);
                let again = recasts(&draft, Span::at(0), &CATALOG, &input);
                prop_assert!(again.iter().all(|it| it.form != Form::Interleaved), "{after:?}");
            }
        }
    }

    #[test]
    fn words_that_are_inserted_fit_the_text(
        text in texts(),
        input in inputs(),
        at in 0usize..200,
        kind in prop::sample::select(&snippet::KINDS[..]),
    ) {
        let draft = Draft::read(&text, &input, &CATALOG);
        if let Some(edit) = snippet::insertion(kind, &draft, at, &CATALOG, &input) {
            prop_assert!(edit.span.is_empty() && fits(edit.span, &text), "{edit:?}");
        }
    }

    #[test]
    fn safe_fixes_come_to_an_end(text in texts(), input in inputs()) {
        let fixed = fix_all(&text, &input, &CATALOG);
        let again = fix_all(&fixed.text, &input, &CATALOG);
        prop_assert_eq!((again.count, &again.text), (0, &fixed.text));
    }
}

#[test]
fn a_safe_fix_mends_its_finding_and_adds_none() {
    let mut input = Input::default();
    input.settings.profile = Profile::Coach;
    let mut count = 0;
    for rule in CATALOG.rules().filter(|rule| rule.fix == FixKind::Safe) {
        for example in rule.examples("Flagged") {
            let text = example.draft().0;
            let before = check(&text, &input, &CATALOG).findings;
            let fixed = fix_all(&text, &input, &CATALOG);
            let after = check(&fixed.text, &input, &CATALOG).findings;
            assert!(after.iter().all(|finding| finding.code != rule.code), "{}", fixed.text);
            // Words put in may mend more: “Glad to help” is a farewell too.
            assert!(after.len() + fixed.count <= before.len(), "{}", fixed.text);
            assert_eq!(fix_all(&fixed.text, &input, &CATALOG).text, fixed.text);
            count += fixed.count;
        }
    }
    assert!(count > 0, "no rule has a safe fix");
}

#[test]
fn a_reply_can_be_cut_anywhere() {
    let text = "---\ncustomer: Jo\n---\nHi Jo 👋,\n\nThat blog should now be under *your* other \
                account; I think it’s basically done. [[verify: it works]] {{x}}\n\n```\nls\n```\n\n\
                Best wishes,\nAna\n\nOn Tue, 4 Mar 2025, Jo <j@x.org> wrote:\n\n> Où est mon blog ?\n";
    for at in (0..=text.len()).filter(|&at| text.is_char_boundary(at)) {
        for piece in [&text[..at], &text[at..]] {
            for finding in check(piece, &Input::default(), &CATALOG).findings {
                assert!(fits(finding.span, piece), "{finding:?}");
            }
        }
    }
}

#[test]
fn a_mark_that_is_open_over_another_is_read() {
    let text = "[[verify: That blog should now be under your other account.>> It should work.\n\
                [[verify: it works]]";
    for finding in check(text, &Input::default(), &CATALOG).findings {
        assert!(fits(finding.span, text), "{finding:?}");
    }
}

#[test]
fn no_doubt_is_marked_inside_a_mark() {
    let text = "Hi Jo, thanks for the log.\n\n[[verify: I think it should probably work now]].\n\nBest wishes,\nAna\n";
    let codes: Vec<_> =
        check(text, &Input::default(), &CATALOG).findings.into_iter().map(|it| it.code).collect();
    assert_eq!(codes, ["verify-mark-left"]);
}

#[test]
fn words_between_variables_are_fixed_without_them() {
    let mut input = Input::default();
    input.settings.profile = Profile::Coach;
    let fixed = fix_all("Hi Jo,*|FNAME|*somewhat*|FNAME|*", &input, &CATALOG);
    assert_eq!(fixed.text.matches("*|FNAME|*").count(), 2, "{}", fixed.text);
}

#[test]
fn a_mark_that_is_open_over_the_signature_is_read() {
    let text = "[[verify: ```\nBest wishes,\nAna\n]]That blog should now be under your account.";
    let draft = Draft::read(text, &Input::default(), &CATALOG);
    for finding in check(text, &Input::default(), &CATALOG).findings {
        assert_ne!(draft.region_at(finding.span.start), RegionKind::Signature, "{finding:?}");
    }
}

/// The texts of all examples of doubt, each with its findings, and how it reads after each of a
/// finding's fixes whose title begins so.
fn after_fixes(title: &str) -> Vec<(String, String, String)> {
    let mut input = Input::default();
    input.settings.profile = Profile::Coach;
    let mut out = Vec::new();
    for rule in CATALOG.rules().filter(|rule| rule.family == Family::Certainty) {
        for example in rule.examples("Flagged") {
            let text = example.draft().0;
            for finding in check(&text, &input, &CATALOG).findings {
                for fix in finding.fixes.iter().filter(|fix| fix.title.starts_with(title)) {
                    let code = finding.code.to_string();
                    out.push((code, text.clone(), apply(&text, &fix.edits)));
                }
            }
        }
    }
    assert!(out.len() > 20, "few fixes begin with {title}");
    out
}

#[test]
fn what_is_stated_as_fact_is_doubted_no_more() {
    let mut input = Input::default();
    input.settings.profile = Profile::Coach;
    for (code, before, after) in after_fixes("I checked: ") {
        let count = |text: &str| {
            let findings = check(text, &input, &CATALOG).findings;
            findings
                .iter()
                .filter(|it| it.code == *code || it.also.iter().any(|it| *it == *code))
                .count()
        };
        assert!(count(&after) < count(&before), "{code}: {before:?} became {after:?}");
    }
}

#[test]
fn a_mark_silences_the_doubt_and_is_an_error() {
    let mut input = Input::default();
    input.settings.profile = Profile::Coach;
    for (code, before, after) in after_fixes("Not checked yet: ") {
        let count = |text: &str, code: &str| {
            check(text, &input, &CATALOG).findings.iter().filter(|it| it.code == *code).count()
        };
        assert!(count(&after, &code) < count(&before, &code), "{code}: {after:?}");
        assert_eq!(count(&after, "verify-mark-left"), 1, "{code}: {after:?}");
    }
}

/// Whole threads as people write them, and the drafts on the rules' pages.
fn drafts() -> Vec<String> {
    #[derive(serde::Deserialize)]
    struct File {
        thread: Vec<Thread>,
    }
    #[derive(serde::Deserialize)]
    struct Thread {
        text: String,
    }

    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/threads");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    // The order of a folder differs between machines.
    paths.sort();
    let files = paths.iter().map(|path| {
        toml::from_str::<File>(&std::fs::read_to_string(path).unwrap()).expect("it is well formed")
    });
    let mut texts: Vec<_> =
        files.flat_map(|file| file.thread).map(|it| it.text.trim_start().to_owned()).collect();
    for rule in CATALOG.rules() {
        for example in ["Flagged", "Clean"].iter().flat_map(|title| rule.examples(title)) {
            texts.push(example.draft().0);
        }
    }
    texts
}

fn coached() -> Input {
    let mut input = Input::default();
    input.settings.profile = Profile::Coach;
    input
}

/// A draft that ends with the customer's mail, with these words at the end of that, above whoever signs it.
/// `None` where it is in doubt whether the last line signs, for it is no paragraph of its own, or what stands
/// above has no end: then words there say something of the name.
fn with_words_in_the_quote(text: &str, words: &str) -> Option<String> {
    let text = text.trim_end();
    let last = text.lines().next_back().and_then(|line| line.strip_prefix("> "))?;
    if last.ends_with(['.', '?', '!']) {
        return Some(format!("{text}\n>\n> {words}\n"));
    }
    let above = text.strip_suffix(last)?.strip_suffix("\n>\n> ")?;
    let is_ended = above.ends_with(['.', '?', '!', ',']);
    is_ended.then(|| format!("{above}\n>\n> {words}\n>\n> {last}\n"))
}

/// What a customer says besides, of nothing that the reply is about, moves no finding.
#[test]
fn unrelated_words_in_the_quote_change_no_finding() {
    /// They ask nothing, name nobody, promise nothing and are in no mood.
    const BESIDES: [&str; 4] = [
        "The leaves on the oak have turned yellow.",
        "Half of the garden lies in the shade.",
        "The kitchen has two windows and one door.",
        "A river runs behind the hill.",
    ];

    // Where in the quote a name stands, which some findings show, is another place then.
    let said = |text: &str| {
        let findings = check(text, &coached(), &CATALOG).findings;
        let said = |it: Finding| {
            format!("{} {:?} {:?} {} {:?}", it.code, it.span, it.severity, it.message, it.fixes)
        };
        findings.into_iter().map(said).collect::<Vec<_>>()
    };
    let (mut count, mut moved) = (0, Vec::new());
    // A mail in another language that ends in English is in doubt, and nothing is said where that is.
    let foreign = CATALOG.rule("language-mismatch").expect("it is a rule");
    let foreign: Vec<_> = ["Flagged", "Clean"]
        .iter()
        .flat_map(|it| foreign.examples(it))
        .map(|it| it.draft().0)
        .collect();
    for text in drafts().iter().filter(|text| !foreign.contains(text)) {
        for words in BESIDES {
            let Some(longer) = with_words_in_the_quote(text, words) else { continue };
            count += 1;
            let (before, after) = (said(text.trim_end()), said(&longer));
            if before != after {
                let lost = before.iter().filter(|it| !after.contains(it));
                let new = after.iter().filter(|it| !before.contains(it));
                moved.push(format!(
                    "{longer}\nlost: {:#?}\nnew: {:#?}",
                    lost.collect::<Vec<_>>(),
                    new.collect::<Vec<_>>()
                ));
            }
        }
    }
    assert!(count > 500, "only {count} drafts end with a quote");
    assert!(moved.is_empty(), "{} of {count}:\n{}", moved.len(), moved.join("\n\n"));
}

#[test]
fn drafts_are_checked_the_same_letter_by_letter() {
    let mut memo = Memo::default();
    let input = coached();
    for text in drafts() {
        let marks = text.char_indices().map(|(at, _)| at).step_by(97);
        for at in marks {
            let mut edited = text.clone();
            for change in ["\n", "e", " should be", "\n\n> "] {
                edited.insert_str(at, change);
                is_read_as_new(&mut memo, &edited, &input).unwrap();
            }
        }
    }
}

/// Blanks that are not ASCII are a blank line, too, behind which no rule may look for what it says of a passage.
#[test]
fn what_stands_above_a_blank_line_of_wide_blanks_says_nothing_of_a_shout() {
    let mut memo = Memo::default();
    let input = Input { kind: Kind::Plain, ..coached() };
    for end in ["++", "--", "++"] {
        let text = format!(
            "Hi Jo,\n\nThe lamp is here.\n\nThe chair is here.\n\n$ ls {end}\n\u{a0}\u{a0}\u{a0}\u{a0}\n\n\
             PLEASE READ THIS NOW.\n\nThe lamp is here.\n\nThe chair is here.\n\nBest,\nAna\n"
        );
        is_read_as_new(&mut memo, &text, &input).unwrap();
    }
}

/// A team's phrase may look further than any rule that is built in.
#[test]
fn words_far_from_a_phrase_are_seen_when_they_come_and_go() {
    const PACK: &str = r#"
[[phrase]]
code = "team-policy"
severity = "information"
patterns = ["as per policy"]
unless = ["because"]
near = 5
message = "“{match}” is stiff."
help = "Say why."
summary = "Reports a policy without its reason."
why = "A reason is easier to take."
flagged = ["No refunds <|as per policy|>."]
clean = ["No refunds as per policy, because the bank keeps the fee."]
"#;
    let catalog = Catalog::with_packs(vec![Pack::parse(PACK).unwrap()]).unwrap();
    let (input, mut memo) = (Input::default(), Memo::default());
    let between = "The tank holds two litres.\n\n".repeat(4);
    for (end, flagged) in [("That is so.", true), ("That is because of the fee.", false)].repeat(2)
    {
        for text in [
            format!("Hi Jo,\n\nNo refunds as per policy.\n\n{between}{end}\n"),
            format!("Hi Jo,\n\n{end}\n\n{between}No refunds as per policy.\n"),
        ] {
            let draft = memo.read(&text, &input, &catalog);
            let report = memo.check(&draft, &input, &catalog);
            assert_eq!(report, check(&text, &input, &catalog), "{text}");
            assert_eq!(report.findings.iter().any(|it| it.code == "team-policy"), flagged);
        }
    }
}

/// The same findings on any thread, from any catalog, in whatever order texts are checked.
#[test]
fn a_check_is_the_same_on_any_thread_and_with_a_catalog_built_anew() {
    const THREADS: usize = 4;

    let (input, drafts) = (coached(), drafts());
    let reports: Vec<_> = drafts.iter().map(|text| check(text, &input, &CATALOG)).collect();
    let other = Catalog::builtin();
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let catalog = if thread % 2 == 0 { &other } else { &*CATALOG };
            let (input, drafts, reports) = (&input, &drafts, &reports);
            scope.spawn(move || {
                for step in 0..drafts.len() {
                    let at = (step + thread * drafts.len() / THREADS) % drafts.len();
                    assert_eq!(check(&drafts[at], input, catalog), reports[at], "{}", drafts[at]);
                }
            });
        }
    });
}

/// A computer's clock may be set back, or tell a time that there is not. Words that are offered follow it; no
/// finding does.
#[test]
fn a_clock_that_goes_backwards_changes_no_finding() {
    static ASKED: AtomicU8 = AtomicU8::new(0);

    /// Each time an hour earlier, and now and then no time at all.
    fn backwards(_: Option<&str>) -> Option<Now> {
        let asked = ASKED.fetch_add(1, Ordering::Relaxed);
        let hour = 255 - asked;
        (!asked.is_multiple_of(5)).then(|| Now { weekday: hour / 24 % 9, hour, zones: Vec::new() })
    }

    let (input, drafts) = (coached(), drafts());
    let late = Input { clock: Some(backwards), ..coached() };
    for text in &drafts {
        let found = |input| {
            let findings = check(text, input, &CATALOG).findings;
            findings.into_iter().map(|it| Finding { fixes: Vec::new(), ..it }).collect::<Vec<_>>()
        };
        assert_eq!(found(&late), found(&input), "{text}");
        let draft = Draft::read(text, &late, &CATALOG);
        let _ = snippet::offers(&draft, text.len(), &CATALOG, &late);
    }
}
