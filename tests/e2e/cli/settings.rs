//! Settings as the command line meets them.

use super::{CERTAIN, DOUBTFUL, Sandbox, write};

#[test]
fn a_problem_is_told_once_with_its_place_and_stops_nothing() {
    let sandbox = Sandbox::new();
    sandbox
        .write("aplomb.toml", "onw = [\"Acme\"]\n[rules]\ncertainty-should = \"loud\"\n")
        .write("a/a.md", DOUBTFUL)
        .write("b/b.md", DOUBTFUL);
    let run = sandbox.run(&["check", "--format", "jsonl", "a", "b", "a/a.md"]);
    assert_eq!(run.code, 1);
    let lines: Vec<_> = run.stderr.lines().collect();
    assert_eq!(lines.len(), 2, "{}", run.stderr);
    assert!(
        lines[0].starts_with("warning: ") && lines[0].contains("aplomb.toml:1:1: "),
        "{}",
        lines[0]
    );
    assert!(lines[0].ends_with("did you mean `own`?"), "{}", lines[0]);
    assert!(lines[1].contains("aplomb.toml:3:20: "), "{}", lines[1]);
}

#[test]
fn each_folder_has_its_own_settings() {
    let sandbox = Sandbox::new();
    sandbox
        .write("a/aplomb.toml", "[rules]\ncertainty-should = \"off\"\n")
        .write("a/deep/a.md", DOUBTFUL)
        .write("b/b.md", DOUBTFUL);
    let run = sandbox.run(&["check", "--format", "jsonl", "a", "b"]);
    assert_eq!(run.paths().len(), 1, "{}", run.stdout);
    assert!(run.paths()[0].starts_with('b'));
}

#[test]
fn the_users_own_settings_hold_for_standard_input_too() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run_with(&["check", "-"], DOUBTFUL.as_bytes()).code, 1);
    write(&sandbox.dirs().settings_file(), "[rules]\ncertainty-should = \"off\"\n");
    assert_eq!(sandbox.run_with(&["check", "-"], DOUBTFUL.as_bytes()).code, 0);
}

#[test]
fn a_check_leaves_nothing_behind() {
    let sandbox = Sandbox::new();
    sandbox.write("a.md", DOUBTFUL).write("b.md", CERTAIN);
    for args in [
        &["check", "."][..],
        &["check", "--profile", "coach", "."],
        &["check", "--before-send", "a.md"],
        &["forget"],
        &["fix", "--diff", "."],
        &["rules and snippets"],
        &["config", "show", "a.md"],
    ] {
        sandbox.run(args);
    }
    let left: Vec<_> = std::fs::read_dir(sandbox.root.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left, ["work"]);
    assert_eq!(std::fs::read_dir(sandbox.path("")).unwrap().count(), 2);
}

#[test]
fn what_holds_settings_or_rules_is_neither_fixed_nor_sent() {
    let sandbox = Sandbox::new();
    sandbox.write("aplomb.toml", "# It's basically ours.\n").write("words.toml", "[[phrase]]\n");
    for args in [&["fix", "--profile", "coach"][..], &["reply"]] {
        for (name, holds) in [("aplomb.toml", "settings"), ("words.toml", "rules and snippets")] {
            let run = sandbox.run(&[args, &[name]].concat());
            assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
            assert!(run.stderr.contains(&format!("{name} holds {holds}, not a reply")));
        }
    }
    assert_eq!(sandbox.read("aplomb.toml"), "# It's basically ours.\n");
}

#[cfg(unix)]
#[test]
fn bad_settings_get_one_clear_message_each_and_stop_nothing() {
    type Break = fn(&std::path::Path);
    let bad: [(&str, Break); 9] = [
        ("`onw` is no setting; did you mean `own`?", |file| write(file, "onw = []\n")),
        ("`own` takes a list of names, not \"Acme\"", |file| write(file, "own = \"Acme\"\n")),
        ("larger than 1 MiB", |file| write(file, vec![b'#'; 10 * 1024 * 1024])),
        ("leads back to this file", |file| write(file, "include = [\"aplomb.toml\"]\n")),
        ("this is a folder", |file| std::fs::create_dir(file).unwrap()),
        ("not UTF-8 at byte 8, in line 1", |file| write(file, b"agent=\"\x20\xff\"\n")),
        ("is no file", |file| {
            assert!(std::process::Command::new("mkfifo").arg(file).status().unwrap().success());
        }),
        ("cannot be read", |file| std::os::unix::fs::symlink("aplomb.toml", file).unwrap()),
        ("outside of its workspace", |file| {
            std::os::unix::fs::symlink("/etc/hostname", file).unwrap();
        }),
    ];
    for (words, make) in bad {
        let sandbox = Sandbox::new();
        make(&sandbox.path("aplomb.toml"));
        sandbox.write("a.md", DOUBTFUL);
        let run = sandbox.run(&["check", "--format", "jsonl", "a.md"]);
        assert_eq!(run.code, 1, "{words}");
        let lines: Vec<_> = run.stderr.lines().collect();
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(
            lines[0].starts_with("warning: ") && lines[0].contains(words),
            "{words}: {lines:?}"
        );
        assert_eq!(run.findings().len(), 1, "{words}");
    }
}

#[test]
fn no_folder_lets_a_placeholder_out() {
    let sandbox = Sandbox::new();
    let draft = "Hi {{customer.name | default: \"there\"}},\n\nYour blog is live. Thank you for waiting.\n\nBest wishes,\nAna\n";
    sandbox.write("aplomb.toml", "[files]\nmacros = [\"*\"]\n").write("a.md", draft);
    assert_eq!(sandbox.run(&["check", "a.md"]).code, 0, "it is a template there");
    assert_eq!(sandbox.run(&["check", "--before-send", "."]).code, 1);
    let sent = sandbox.run(&["reply", "a.md"]);
    assert_eq!((sent.code, sent.stdout.as_str()), (1, ""), "{}", sent.stderr);
    // Its own word makes it one.
    sandbox.write("b.macro.md", draft);
    assert_eq!(sandbox.run(&["check", "--before-send", "b.macro.md"]).code, 0);
}

#[test]
fn a_settings_file_that_is_not_used_is_not_called_fine() {
    let sandbox = Sandbox::new();
    sandbox.write("aplomb.toml", vec![b'#'; 2 * 1024 * 1024]);
    let run = sandbox.run(&["check", "aplomb.toml"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("not used, for it is larger than 1 MiB"), "{}", run.stderr);
}
