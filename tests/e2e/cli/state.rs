//! What is remembered for the user, as the command line meets it.

use aplomb_workspace::{State, absolute};

use super::{DOUBTFUL, Sandbox, write};

/// A reply that opens as many others do.
fn detailed(name: &str, body: &str) -> String {
    format!("Hi {name},\n\nThanks for the detailed report, {name}. {body}\n\nBest wishes,\nAna\n")
}

/// What is said of lines that were used before.
fn repeated(sandbox: &Sandbox, args: &[&str]) -> Vec<String> {
    let findings = sandbox.findings(&[&["--profile", "coach"], args].concat());
    let repeated = findings.iter().filter(|finding| finding["code"] == "repeat-opener");
    repeated.map(|finding| finding["message"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_is_switched_off_for_a_sentence_stays_silent_until_it_changes() {
    let sandbox = Sandbox::new();
    sandbox.write("a.md", DOUBTFUL);
    let mut state = State::open(&sandbox.dirs()).unwrap();
    state.ignore("certainty-should", "That blog should now be under your other account.").unwrap();
    assert_eq!(sandbox.run(&["check", "a.md"]).code, 0);
    sandbox.write("a.md", DOUBTFUL.replace("other account", "new account"));
    assert_eq!(sandbox.run(&["check", "a.md"]).code, 1);
}

#[test]
fn a_page_that_is_to_be_checked_is_checked_in_a_folder_too() {
    let sandbox = Sandbox::new();
    sandbox.write("README.md", DOUBTFUL);
    assert_eq!(sandbox.run(&["check", "."]).code, 2);
    let mut state = State::open(&sandbox.dirs()).unwrap();
    // The program is started in the folder by the name that the system has for it.
    let page = absolute(&sandbox.path("README.md").canonicalize().unwrap());
    state.remember_reply(&page.to_string_lossy()).unwrap();
    assert_eq!(sandbox.run(&["check", "."]).code, 1);
}

#[test]
fn a_state_that_cannot_be_read_stops_nothing() {
    let sandbox = Sandbox::new();
    sandbox.write("a.md", DOUBTFUL);
    write(&sandbox.dirs().state, "a file where a folder belongs");
    let run = sandbox.run(&["check", "a.md"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.starts_with("warning: what you have switched off is not known, "),
        "{}",
        run.stderr
    );
    assert_eq!(run.stderr.lines().count(), 1);
}

#[test]
fn a_line_that_opened_two_replies_is_told_in_the_third() {
    let sandbox = Sandbox::new();
    for (file, name, body) in [("1.md", "Jo", "The tent is here."), ("2.md", "Kim", "It is new.")] {
        sandbox.write(file, detailed(name, body));
        assert_eq!(sandbox.run(&["reply", file]).code, 0);
        assert_eq!(sandbox.run(&["reply", file]).code, 0);
        assert!(repeated(&sandbox, &["1.md"]).is_empty(), "a reply does not repeat itself");
    }
    sandbox.write("3.md", detailed("Lee", "It was the zip."));
    let told = ["You opened with this line twice of late. Fancy another?"];
    assert_eq!(repeated(&sandbox, &["3.md"]), told);
    assert!(repeated(&sandbox, &["2.md"]).is_empty(), "one other reply has it");
    // Only who asks for it hears it.
    assert_eq!(sandbox.findings(&["3.md"]), [] as [serde_json::Value; 0]);

    let forgot = sandbox.run(&["forget"]);
    assert_eq!(
        (forgot.code, forgot.stdout.as_str()),
        (0, "Forgot how 2 replies began and ended.\n")
    );
    assert!(repeated(&sandbox, &["3.md"]).is_empty());
    assert_eq!(sandbox.run(&["forget"]).stdout, "Nothing was remembered.\n");
}

#[test]
fn replies_on_standard_input_are_told_apart_by_their_words() {
    let sandbox = Sandbox::new();
    for (name, body) in [("Jo", "The tent is here."), ("Kim", "It is new."), ("Kim", "It is new.")]
    {
        sandbox.run_with(&["reply", "-"], detailed(name, body).as_bytes());
    }
    sandbox.write("3.md", detailed("Lee", "It was the zip."));
    assert_eq!(repeated(&sandbox, &["3.md"]).len(), 1);
    let kept = std::fs::read_to_string(sandbox.dirs().state.join("recent")).unwrap();
    assert_eq!(kept.lines().count(), 3, "the key and two replies");
    assert!(!["Jo", "Kim", "tent", "report"].iter().any(|word| kept.contains(word)), "{kept}");
}

#[test]
fn where_lines_are_not_to_be_remembered_nothing_is_written_or_read() {
    let sandbox = Sandbox::new();
    sandbox.write("team/aplomb.toml", "remember-lines = false\n");
    for n in 0..3 {
        let file = format!("team/{n}.md");
        sandbox.write(&file, detailed("Jo", &format!("It is tent {n}.")));
        assert_eq!(sandbox.run(&["reply", &file]).code, 0);
    }
    assert!(!sandbox.dirs().state.exists());
    for n in 0..3 {
        let file = format!("{n}.md");
        sandbox.write(&file, detailed("Jo", &format!("It is tent {n}.")));
        sandbox.run(&["reply", &file]);
    }
    assert_eq!(repeated(&sandbox, &["2.md"]).len(), 1);
    assert!(repeated(&sandbox, &["team/2.md"]).is_empty());
    // Nobody's file switches on what the user's own has switched off.
    write(&sandbox.dirs().config.join("aplomb.toml"), "remember-lines = false\n");
    sandbox.write("aplomb.toml", "remember-lines = true\n");
    assert!(repeated(&sandbox, &["2.md"]).is_empty());
}

#[test]
fn many_replies_at_once_are_all_remembered() {
    let sandbox = Sandbox::new();
    std::thread::scope(|scope| {
        for n in 0..8 {
            let text = detailed("Jo", &format!("It is tent {n}."));
            let sandbox = &sandbox;
            scope.spawn(move || sandbox.run_with(&["reply", "-"], text.as_bytes()));
        }
    });
    let kept = std::fs::read_to_string(sandbox.dirs().state.join("recent")).unwrap();
    assert_eq!(kept.lines().count(), 9, "the key and eight replies");
}

#[test]
fn a_memory_that_cannot_be_used_harms_nothing() {
    let sandbox = Sandbox::new();
    sandbox.write("a.md", DOUBTFUL);
    let sound = sandbox.run(&["check", "--profile", "coach", "a.md"]);
    let file = sandbox.dirs().state.join("recent");
    for bytes in [vec![0xff; 1000], b"0123456789abcdef ".repeat(1_000_000), Vec::new()] {
        write(&file, bytes);
        let run = sandbox.run(&["check", "--profile", "coach", "a.md"]);
        assert_eq!((run.stdout, run.stderr), (sound.stdout.clone(), sound.stderr.clone()));
        assert_eq!(sandbox.run(&["reply", "a.md"]).stdout, DOUBTFUL);
        let mended = std::fs::read_to_string(&file).unwrap();
        assert_eq!(mended.lines().count(), 2, "the key and one reply");
    }
    std::fs::remove_file(&file).unwrap();
    std::fs::create_dir(&file).unwrap();
    let run = sandbox.run(&["reply", "a.md"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, DOUBTFUL));
    let told = "warning: how this reply begins and ends was not remembered in ";
    assert!(run.stderr.starts_with(told), "{}", run.stderr);
    assert_eq!(run.stderr.lines().count(), 1);
}

#[test]
fn a_saved_reply_that_is_sent_as_it_came_is_told() {
    let sandbox = Sandbox::new();
    let saved = "Hi {{name}},\n\nThank you for sending the tent back. Your refund left us today and reaches your card within five days.\n\nBest wishes,\nAna\n";
    sandbox.write("aplomb.toml", "[files]\nmacros = [\"macros/\"]\n");
    sandbox.write("macros/refund.md", saved);
    sandbox.write("drafts/a.md", saved.replace("{{name}}", "Jo"));
    let told = |file: &str| {
        let findings = sandbox.findings(&[file]);
        let told = findings.into_iter().find(|finding| finding["code"] == "macro-unedited");
        told.map(|finding| finding["message"].as_str().unwrap().to_owned())
    };
    let message = told("drafts/a.md").unwrap();
    assert!(message.starts_with("This is “refund” word for word."), "{message}");
    sandbox.write("macros/b.md", format!("---\nmode: email\n---\n{saved}"));
    for file in ["macros/refund.md", "macros/b.md"] {
        assert_eq!(told(file), None, "{file}");
    }
}
