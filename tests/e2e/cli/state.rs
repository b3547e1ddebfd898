//! What is remembered for the user, as the command line meets it.

use aplomb_workspace::{State, absolute};

use super::{DOUBTFUL, Sandbox, write};

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
