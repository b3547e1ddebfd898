//! Whole replies: what is read in them as the writer's own words, and what is not.

use std::sync::LazyLock;

use aplomb_core::{
    Catalog, Draft, Finding, Input, Kind, Mode, Profile, RegionKind, Severity, apply, check,
};

static CATALOG: LazyLock<Catalog> = LazyLock::new(Catalog::builtin);

const KINDS: [Kind; 3] = [Kind::Markdown, Kind::Plain, Kind::Mail];

fn findings(text: &str, kind: Kind) -> Vec<Finding> {
    check(text, &Input { kind, ..Input::default() }, &CATALOG).findings
}

/// The codes of a text's findings, which are the same in every kind.
fn codes(text: &str) -> Vec<String> {
    let [markdown, plain, mail] = KINDS.map(|kind| {
        findings(text, kind).into_iter().map(|it| it.code.into_owned()).collect::<Vec<_>>()
    });
    assert_eq!(plain, markdown, "plain: {text}");
    assert_eq!(mail, markdown, "mail: {text}");
    markdown
}

/// What the writer doubts, and where: the marked words.
fn doubts(text: &str, kind: Kind) -> Vec<usize> {
    let findings = findings(text, kind);
    let doubts = findings.iter().filter(|it| it.code.starts_with("certainty-"));
    doubts.map(|it| it.span.start).collect()
}

/// In each text the writer says one time `It should work now.`, where `¤` stands; all other words of
/// doubt are somebody else's, or no prose.
fn only_own_words_are_read(texts: &[&str]) {
    for marked in texts {
        let at = marked.find('¤').expect("a place for the writer's own words");
        let text = marked.replace('¤', "It should work now.");
        for kind in KINDS {
            assert_eq!(doubts(&text, kind), [at + "It ".len()], "{kind:?}: {text}");
        }
    }
}

#[test]
fn the_customers_words_are_not_read_in_any_form_of_quoting() {
    only_own_words_are_read(&[
        // Above, below, between, in both.
        "> It should work.\n¤",
        "> It should work.\n\n¤",
        "¤\n> It should work.",
        "¤\n\n> It should work.\n> It should.",
        "Hi Jo,\n\n> It should work?\n\nYes.\n\n> And the other should too?\n\n¤\n\nBest,\nAna",
        // Depth, indentation, no space, a blank that is not one.
        "> It should work.\n>> It should have.\n> > > Probably.\n\n¤",
        " > It should work.\n > It should.\n\n¤",
        ">It should work.\n>\n>It should.\n\n¤",
        ">\u{a0}It should work.\n\n¤",
        "> It should work.\r\n> It should.\r\n\r\n¤",
        // A quote with the customer's own signature, and with something under it.
        "¤\n\n> It should work.\n>\n> -- \n> Jo\n> It should be seen.",
        "> It should work.\n\n¤\n\nAna\nExample Ltd., 1 High Street",
        // Attribution lines, whole and wrapped.
        "¤\n\nOn Tue, 4 Mar 2025 at 10:02, Jo Hill <jo@example.com> wrote:\n> It should work.",
        "¤\n\nOn Tue, 4 Mar 2025 at 10:02, Jo Hill\n<jo@example.com> wrote:\n\n> It should work.",
        "¤\n\nOn Tue, 4 Mar 2025 at 10:02, Jo\nHill\n<jo@example.com>\nwrote:\n\n> It should work.",
        "¤\n\nOn 4 Mar 2025, at 10:02, Jo <jo@example.com> wrote:\n\nIt should work.\n\nIt should.",
        "¤\n\n2025-03-04 10:02 GMT+01:00 Jo Hill <jo@example.com>:\n> It should work.",
        "¤\n\nAm 04.03.2025 um 10:02 schrieb Jo Hill:\n> It should work.",
        "¤\n\nLe mar. 4 mars 2025 à 10:02, Jo <jo@example.com> a écrit :\n> It should work.",
        "Jo Hill wrote:\n> It should work.\n\n¤",
        "jo_hill wrote:\n> It should work.\n\n¤",
        // Outlook, forwarded mail, help desks, forums.
        "¤\n\n-----Original Message-----\nIt should work.\n\nIt should.",
        "¤\n\n----- Original Message -----\nFrom: Jo\n\nIt should work.",
        "¤\n\nFrom: Jo\nSent: Monday\nTo: Ana\nSubject: It should work\n\nIt should work.",
        "¤\n\n*From:* Jo\n*Sent:* Monday\n*To:* Ana\n*Subject:* Help\n\nIt should work.",
        "¤\n\n**From:** Jo\n**Sent:** Monday\n**To:** Ana\n**Subject:** Help\n\nIt should work.",
        "¤\n\nVon: Jo\nGesendet: Montag\nAn: Ana\nBetreff: Hilfe\n\nIt should work.",
        "¤\n\n________________________________\nFrom: Jo\nSent: Monday\nTo: Ana\n\nIt should work.",
        "¤\n\n________________________________\n> It should work.",
        "¤\n\n---------- Forwarded message ---------\nFrom: Jo <jo@example.com>\n\nIt should work.",
        "¤\n\nBegin forwarded message:\n\nFrom: Jo <jo@example.com>\n\nIt should work.",
        "¤\n\n## Please type your reply above this line ##\nIt should work.",
        "[quote=jo]It should work.[/quote]\n\n¤",
        "[quote]\nIt should work.\n\nIt should.\n[/quote]\n¤",
    ]);
}

#[test]
fn headers_notes_code_and_signatures_are_not_read() {
    only_own_words_are_read(&[
        "---\ncustomer: Jo\ntitle: It should work\n---\n\n¤",
        "---\nnot: [valid: yaml\ntitle: It should work\n---\n¤",
        "+++\ntitle = \"It should work\"\n+++\n¤",
        "To: Jo <jo@example.com>\nSubject: It should work,\n it really should\n\n¤",
        "---\nproduct: Sync\n---\nTo: Jo\nSubject: It should work\n\n¤",
        "[internal] It should work.\n\n¤",
        "Internal note: it should work.\nIt should.\n\n¤",
        ":::note\nIt should work.\n\nIt should.\n:::\n¤",
        "<!-- It should work. -->\n¤",
        "<!-- It should\n\nwork. -->\n\n¤",
        "Thanks for asking.\n```\nIt should work.\n> It should.\n-- \n```\n¤",
        "Thanks for asking.\n~~~ text\nIt should work.\n~~~\n¤",
        "```\nIt should work.\n```\n¤",
        "12:01:02 ERROR it should work\n  at sync.run(main.js:1)\n\n¤",
        "2025-03-04 10:02:11 WARN it should work\n\n¤",
        "$ echo it should work\n\n¤",
        "¤\n-- \nAna\nIt should work.",
        "¤\n-- \nAna\n\n> It should work.",
    ]);
}

#[test]
fn code_addresses_and_words_of_others_in_a_sentence_are_not_read() {
    for text in [
        "Run `it should work now` there.",
        "See https://example.com/it-should-now-be/fixed for it.",
        "See <https://example.com/it-should-now-be-fixed> for it.",
        "See www.example.com/should?now=be for it.",
        "Write to it.should.work@example.com for it.",
        "Open /etc/it/should/work.conf for it.",
        "The page says \"It should work now\" there.",
        "The page says “It should work now” there.",
        "The button says “Maybe later”.",
        "You wrote: \"It should probably work.\"",
        "It is in `maybe.txt` and probably.js already.",
    ] {
        for kind in KINDS {
            assert_eq!(doubts(text, kind), [0; 0], "{kind:?}: {text}");
        }
    }
    for text in [
        "See [the guide](https://example.com/it-should-work \"It should work now\").",
        "![It should work now](https://example.com/a.png)",
        "See [the guide][it].\n\n[it]: https://example.com/ \"It should work now\"",
    ] {
        assert_eq!(doubts(text, Kind::Markdown), [0; 0], "{text}");
    }
}

#[test]
fn the_writers_own_words_are_read_wherever_they_stand() {
    only_own_words_are_read(&[
        // Markdown alone would read these as a quote, code or a heading.
        "> Does it work?\n¤",
        "Hi Jo,\n\n    ¤\n\nBest,\nAna",
        "    Hi Jo,\n\n    ¤\n\n    Best,\n    Ana",
        "Hi Jo,\n\n\t¤\n\nBest,\nAna",
        "Hi Jo,\n\n¤\nAna\n-- \nAna Ruiz",
        "¤\n---\nAna",
        "# ¤",
        "- ¤",
        "1. Press Save.\n2. ¤",
        "> [!NOTE]\n> ¤\n\nHi Jo, done.",
        "> [!WARNING]\n> Save first.\n>\n> ¤",
        "On Monday you wrote that it fails. ¤",
        "Note: thanks for waiting. ¤",
        "---\n\n¤\n\n---",
        "Hi Jo 👋,\n\n👩‍👩‍👧‍👦 🇩🇪 ¤",
        "Hallo Jo, vielen Dank! ¤ Thanks for writing, and have a good week with the new plan.",
    ]);
}

#[test]
fn markup_odd_blanks_and_line_ends_hide_no_doubt() {
    for (text, marked) in [
        ("It **should** now work.", "should** now work"),
        ("It should\nnow work.", "should\nnow work"),
        ("It should\r\nnow work.", "should\r\nnow work"),
        ("It\u{a0}should\u{a0}now\u{a0}work.", "should\u{a0}now\u{a0}work"),
        ("It\tshould\tnow\twork.", "should\tnow\twork"),
        ("It shouldn’t fail now.", "shouldn’t fail"),
        ("Done — it should work now.", "should work"),
        ("مرحبا Jo, it should work now.", "should work"),
        ("👩‍👩‍👧‍👦 It should work now 🎉", "should work"),
        ("{{é}} 日本 [[fill: 👋]] — it should work now.", "should work"),
    ] {
        for kind in KINDS {
            let findings = findings(text, kind);
            let spans = findings.iter().filter(|it| it.code.starts_with("certainty-"));
            let words: Vec<_> = spans.map(|it| it.span.of(text)).collect();
            assert_eq!(words, [marked], "{kind:?}");
        }
    }
}

#[test]
fn a_variable_is_found_on_the_raw_text_in_every_kind() {
    for variable in [
        "{{ticket.requester.first_name}}",
        "{{{name}}}",
        "{%customer.firstName,fallback=there%}",
        "{customer_name}",
        "%first_name%",
        "%%NAME%%",
        "*|FNAME|*",
        "{!Contact.FirstName}",
        "::subscriber.first_name::",
        "${name}",
        "<%= name %>",
        "[FIRST_NAME]",
        "[Customer Name]",
        "<customer name>",
        "<<NAME>>",
        "((fullname))",
        "[object Object]",
    ] {
        for text in [
            format!("Hi {variable},\n\nIt works.\n\nBest,\nAna\n"),
            format!("{variable}, it works.\n"),
            format!("Hi Jo,\n\n- Open {variable}\n- Save\n\nBest,\nAna\n"),
            format!("Hi Jo,\n\n    {variable}\n\nBest,\nAna\n"),
        ] {
            for kind in KINDS {
                let found = findings(&text, kind);
                let errors = found.iter().filter(|it| it.severity == Severity::Error);
                let spans: Vec<_> = errors.map(|it| it.span.of(&text)).collect();
                assert_eq!(spans, [variable], "{kind:?}: {text}");
            }
        }
    }
}

#[test]
fn a_merge_that_went_bad_is_reported() {
    for greeting in ["Hi ,", "Hi !", "Hi null,", "Dear undefined,", "Dear undefined", "Hi None,"] {
        let text = format!("{greeting}\n\nIt works, thank you.\n\nBest,\nAna\n");
        assert_eq!(codes(&text), ["placeholder-left"], "{greeting}");
    }
}

#[test]
fn a_variable_in_the_front_matter_names_nobody() {
    for variable in ["{{name}}", "%name%", "*|FNAME|*", "[Customer Name]", "${name}"] {
        let text = format!(
            "---\ncustomer: \"{variable}\"\n---\n\nHi Jo,\n\nThanks, it works.\n\nBest,\nAna\n"
        );
        assert_eq!(codes(&text), [""; 0], "{variable}");
    }
}

#[test]
fn a_text_without_a_reply_gets_no_finding() {
    for text in [
        "",
        "\n\n",
        " \t\r\n",
        "\u{feff}",
        "> Does it work?\n",
        "-- \nAna\n",
        "---\ncustomer: Jo\n---\n",
        "---\ncustomer: Jo\n---\n\n> Does it work?\n",
        "On Tue, 4 Mar 2025, Jo <jo@example.com> wrote:\n> Does it work?\n",
        "```\nls\n```\n",
    ] {
        assert_eq!(codes(text), [""; 0], "{text:?}");
    }
}

#[test]
fn a_chat_needs_neither_greeting_nor_farewell() {
    assert_eq!(codes("---\nmode: chat\n---\nOn it, back in five.\n"), [""; 0]);
    let input = Input { mode: Some(Mode::Chat), ..Input::default() };
    assert!(check("On it, back in five.", &input, &CATALOG).findings.is_empty());
}

#[test]
fn greeting_answer_and_name_may_stand_on_one_line() {
    let text = "Hi Jo - done, the export is in your inbox. Ana";
    // All is there but a word of thanks, of which one is only reminded.
    assert_eq!(codes(text), ["thanks-missing"]);
    let draft = Draft::read(text, &Input::default(), &CATALOG);
    assert_eq!(draft.region_at(0), RegionKind::Salutation);
    assert_eq!(draft.region_at(text.len() - 1), RegionKind::Signature);
}

#[test]
fn a_name_above_a_signature_mark_is_the_writers() {
    let text = "Hi Jo,\n\nIt works.\n\nThanks,\nAna\n-- \nAna Ruiz\n";
    assert_eq!(codes(text), ["thanks-missing"]);
    let draft = Draft::read(text, &Input::default(), &CATALOG);
    let name = text.find("Ana").expect("the name");
    assert_eq!(draft.region_at(name), RegionKind::Signature);
}

#[test]
fn a_thread_of_ten_thousand_lines_is_read_for_the_reply() {
    let quote = "> It should work, but it does not. What should I do?\n".repeat(10_000);
    let text = format!("Hi Jo,\n\nIt should work now.\n\nBest,\nAna\n\nJo wrote:\n{quote}");
    for kind in KINDS {
        assert_eq!(doubts(&text, kind), ["Hi Jo,\n\nIt ".len()], "{kind:?}");
    }
}

/// Each of these once took time that grew with the square of its length: a test that does not end is one that fails.
#[test]
fn below_a_sign_that_is_repeated_without_end_the_reply_is_read() {
    const OFTEN: usize = 100_000;
    let signs = ["_", "?", "«", "« ", "„", "“", "1/", "+ ", "- ", "1. ", "- + ", "- > "];
    let mut shapes: Vec<_> = signs.iter().map(|sign| sign.repeat(OFTEN)).collect();
    shapes.push(format!("{}a\n{}", "- ".repeat(OFTEN), "b\n".repeat(OFTEN)));
    shapes.push(format!("{}»", "« ".repeat(OFTEN)));
    shapes.push(format!("{}\n", "« ".repeat(40)).repeat(OFTEN / 40));
    for shape in shapes {
        let head = format!("Hi Jo,\n\n{shape}\n\n");
        let text = format!("{head}It should work now.\n\nBest,\nAna\n");
        for kind in KINDS {
            assert_eq!(doubts(&text, kind), [head.len() + 3], "{kind:?}: {:?}", shape.get(..20));
        }
    }
}

#[test]
fn a_reply_in_two_languages_is_read_in_the_one_with_more_words() {
    let text = "Hola Jo,\n\nGracias por todo. It should work now on your site, and thank you: the export that \
                you asked me for on Monday is there too.\n\nBest,\nAna\n";
    assert_eq!(codes(text), ["certainty-should"]);
}

#[test]
fn what_is_taken_out_at_an_end_takes_no_character_too_many() {
    let mut input = Input::default();
    input.settings.profile = Profile::Coach;
    for (text, wanted) in [
        ("It's done, basically", "It's done"),
        ("It's done, basically\n", "It's done\n"),
        ("It's done, basically.\r\n", "It's done.\r\n"),
        ("Basically done", "Done"),
        ("Basically, it's done 👋", "It's done 👋"),
        ("👋 It's basically done", "👋 It's done"),
    ] {
        let findings = check(text, &input, &CATALOG).findings;
        let softener = findings.iter().find(|it| it.code == "certainty-softener");
        let fix = &softener.expect("a word that softens").fixes[0];
        assert_eq!(apply(text, &fix.edits), wanted);
    }
}

#[test]
fn doubt_is_shown_where_a_theme_shows_it() {
    // A hint is invisible in many editors.
    let found = findings("It should work now.", Kind::Markdown);
    let doubt = found.iter().find(|it| it.code == "certainty-should").expect("a doubt");
    assert_eq!(doubt.severity, Severity::Warning);
    assert!(doubt.fixes.len() >= 2, "{:?}", doubt.fixes);
}

#[test]
fn a_reply_may_stand_above_below_or_between_the_quote() {
    for text in [
        "> Which gate is it?\n\nHi Jo,\n\nthank you for asking: it leaves from gate 14.\n\nBest wishes,\nAna\n",
        "Hi Jo,\n\nthank you for asking: it leaves from gate 14.\n\nBest wishes,\nAna\n\n> Which gate is it?\n",
        "Hi Jo,\n\nthank you for asking.\n\n> Which gate is it?\n\nIt leaves from gate 14.\n\n> And when?\n\nIt leaves at noon on Friday.\n\nBest wishes,\nAna\n",
    ] {
        assert_eq!(codes(text), [""; 0], "{text}");
    }
}

#[test]
fn a_text_with_a_part_of_a_reply_gets_one_gentle_hint_at_most() {
    for text in
        ["Ana", "Best wishes,\nAna\n", "Hi Jo,", "Hi Jo,\n\nBest wishes,\nAna\n", "Fixed.\n"]
    {
        let found = findings(text, Kind::Markdown);
        assert!(found.len() <= 1, "{text:?}: {found:?}");
    }
}
