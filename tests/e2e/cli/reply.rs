//! `aplomb reply`: the text that reaches the customer.

use super::{CERTAIN, DOUBTFUL, Sandbox};

#[test]
fn only_the_writers_words_are_printed() {
    let sandbox = Sandbox::new();
    let draft = format!(
        "---\ncustomer: Jo\n---\n\n{CERTAIN}\nOn 4 Mar 2025, Jo <jo@example.org> wrote:\n> Where is my blog?\n"
    );
    sandbox.write("a.md", draft);
    let run = sandbox.run(&["reply", "a.md"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, CERTAIN, ""));
}

#[test]
fn what_is_no_error_does_not_stand_in_the_way() {
    let sandbox = Sandbox::new();
    let run = sandbox.run_with(&["reply", "-"], DOUBTFUL.as_bytes());
    assert_eq!((run.code, run.stdout.as_str()), (0, DOUBTFUL));
}

#[test]
fn while_an_error_stands_nothing_is_printed() {
    let sandbox = Sandbox::new();
    sandbox.write("aplomb.toml", "[rules]\ncertainty-should = \"error\"\n").write("a.md", DOUBTFUL);
    let run = sandbox.run(&["reply", "a.md"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("error[certainty-should]"), "{}", run.stderr);
    assert!(
        run.stderr.ends_with("1 error stands in the way of sending; mend them, or add --anyway\n"),
        "{}",
        run.stderr
    );
    let run = sandbox.run(&["reply", "--anyway", "a.md"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, DOUBTFUL));
}

#[test]
fn a_draft_without_a_reply_says_so() {
    let sandbox = Sandbox::new();
    let run = sandbox.run_with(&["reply", "-"], b"> Where is my blog?\n");
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("holds no words of yours"), "{}", run.stderr);
}
