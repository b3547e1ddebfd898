//! `aplomb check`: exit codes and the report for people.

use super::{CERTAIN, DOUBTFUL, Sandbox};

#[test]
fn the_exit_code_tells_what_was_found() {
    let sandbox = Sandbox::new();
    sandbox.write("doubtful.md", DOUBTFUL).write("certain.md", CERTAIN);
    for (args, code) in [
        (&["certain.md"][..], 0),
        (&["doubtful.md"], 1),
        (&["certain.md", "doubtful.md"], 1),
        (&["doubtful.md", "missing.md"], 2),
        (&["missing.md", "certain.md"], 2),
        (&["."], 1),
    ] {
        for format in ["human", "jsonl"] {
            let run = sandbox.run(&[&["check", "--format", format], args].concat());
            assert_eq!(run.code, code, "{args:?}: {}{}", run.stdout, run.stderr);
        }
    }
}

#[test]
fn below_warning_the_exit_code_is_0() {
    let sandbox = Sandbox::new();
    sandbox.write("a.md", CERTAIN.replace("is now", "is basically"));
    let run = sandbox.run(&["check", "--format", "jsonl", "--profile", "coach", "a.md"]);
    assert_eq!(run.findings().len(), 1, "{}", run.stdout);
    assert_eq!(run.code, 0);
}

#[test]
fn before_send_shows_errors_only() {
    let sandbox = Sandbox::new();
    sandbox.write("a.md", DOUBTFUL);
    let run = sandbox.run(&["check", "--before-send", "a.md"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(run.stdout, "Nothing stands in the way of sending 1 reply\n");

    sandbox.write("aplomb.toml", "[rules]\ncertainty-should = \"error\"\n");
    let run = sandbox.run(&["check", "--before-send", "a.md"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.starts_with("error[certainty-should]"), "{}", run.stdout);
}

#[test]
fn the_profile_on_the_command_line_goes_over_the_settings() {
    let sandbox = Sandbox::new();
    sandbox.write("a.md", DOUBTFUL).write("aplomb.toml", "profile = \"coach\"\n");
    let codes = |args: &[&str]| -> Vec<String> {
        sandbox.findings(args).iter().map(|f| f["code"].as_str().unwrap().to_owned()).collect()
    };
    assert!(codes(&["a.md"]).contains(&"certainty-softener".to_owned()));
    assert!(!codes(&["--profile", "standard", "a.md"]).contains(&"certainty-softener".to_owned()));
}

#[test]
fn colours_appear_only_where_they_are_asked_for() {
    let sandbox = Sandbox::new();
    sandbox.write("a.md", DOUBTFUL);
    let run = |args: &[&str]| sandbox.run(&[&["check", "a.md"], args].concat()).stdout;
    assert!(!run(&[]).contains('\x1b'));
    assert!(!run(&["--color", "never"]).contains('\x1b'));
    assert!(run(&["--color", "always"]).contains('\x1b'));
}

#[test]
fn a_draft_cannot_steer_the_terminal() {
    let sandbox = Sandbox::new();
    sandbox.write("a.md", DOUBTFUL.replace("That blog", "That \x1b[2J\x07 blog\u{202e}"));
    let run = sandbox.run(&["check", "a.md"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(!run.stdout.contains(['\x1b', '\x07', '\u{202e}']), "{:?}", run.stdout);
    let run = sandbox.run(&["check", "--verbose", "--color", "always", "a.md"]);
    assert!(!run.stdout.contains("\x1b[2J") && !run.stdout.contains('\x07'), "{:?}", run.stdout);
}

#[test]
fn odd_line_ends_are_shown_in_their_lines() {
    let sandbox = Sandbox::new();
    for end in ["\n", "\r\n", "\r"] {
        sandbox.write("a.md", DOUBTFUL.replace('\n', end));
        let run = sandbox.run(&["check", "a.md"]);
        assert!(run.stdout.contains(" --> a.md:3:11\n"), "{end:?}: {}", run.stdout);
        assert!(run.stdout.contains("\n3 | That blog should now be"), "{end:?}: {}", run.stdout);
    }
}

/// Whoever reads the output may stop at any time, as `head` does, and has not heard that all is fine.
#[test]
fn a_closed_pipe_ends_it_quietly() {
    use std::io::Read;
    use std::process::Stdio;
    let sandbox = Sandbox::new();
    for n in 0..300 {
        sandbox.write(&format!("{n}.md"), DOUBTFUL.repeat(20));
    }
    let mut child = sandbox
        .command(&["check", "."])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn how_the_customers_mail_reads_is_told_to_who_asks() {
    let sandbox = Sandbox::new();
    sandbox.write("a.md", format!("{DOUBTFUL}\n> This is RIDICULOUS, it fails again!!\n"));
    let run = sandbox.run(&["check", "--verbose", "a.md"]);
    let line = "a.md: their mail reads as upset (“!!”, “RIDICULOUS”, “again”), bug (“fails”)";
    assert!(run.stdout.lines().any(|it| it == line), "{}", run.stdout);
    assert!(!sandbox.run(&["check", "a.md"]).stdout.contains("their mail reads"));
}

#[test]
fn a_report_shows_no_password_and_no_card() {
    let sandbox = Sandbox::new();
    let draft = "Hi Jo,\n\nYour password is Tr0ub4dor&3, and 4242 4242 4242 4242 was charged.\n\n\
                 Thanks again for the log.\n\nBest wishes,\nAna\n";
    sandbox.write("a.md", draft);
    for args in [&["check", "a.md"][..], &["check", "--verbose", "a.md"], &["reply", "a.md"]] {
        let run = sandbox.run(args);
        let shown = format!("{}{}", run.stdout, run.stderr);
        assert_eq!(run.code, 1, "{shown}");
        assert!(shown.contains("Your password is ***********, and **** **** **** ****"), "{shown}");
        assert!(!shown.contains("Tr0ub4dor") && !shown.contains("4242 4242"), "{shown}");
    }
}

#[test]
fn a_report_shows_no_secret_that_stands_beside_what_it_tells() {
    let sandbox = Sandbox::new();
    // Nothing says that it is a card, so that is a warning, and the variable beside it an error.
    sandbox.write("a.md", "Hi Jo,\n\nWe have 4012888888881881 in our books for {{first_name}}.\n");
    let reply = sandbox.run(&["reply", "a.md"]);
    assert!(reply.stderr.contains("**************** in our books"), "{}", reply.stderr);
    assert!(!reply.stderr.contains("401288"), "{}", reply.stderr);
    let quote = "Hi Jo,\n\nIt ships on Monday.\n\n\
                 > When does it ship? And do you still have 4012 8888 8888 1881 on file?\n";
    sandbox.write("b.md", quote);
    let check = sandbox.run(&["check", "b.md"]).stdout;
    assert!(check.contains("question-unanswered") && check.contains("**** ****"), "{check}");
    assert!(!check.contains("4012") && !check.contains("8888"), "{check}");
}
