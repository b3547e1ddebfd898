//! `aplomb fix`: what is written, and what never is.

use std::fs;
use std::time::{Duration, SystemTime};

use super::{CERTAIN, DOUBTFUL, Sandbox};

/// Switches the safe fix of these tests on.
const SETTINGS: &str = "[rules]\ncertainty-softener = \"hint\"\n";

/// A reply with one thing that is safe to fix, and how it reads afterwards.
fn softened() -> (String, String) {
    let before = CERTAIN.replace("is now", "is basically now");
    (before, CERTAIN.to_owned())
}

#[test]
fn safe_fixes_are_written_and_others_left_to_the_writer() {
    let sandbox = Sandbox::new();
    sandbox.write("aplomb.toml", SETTINGS).write("a.md", DOUBTFUL);
    let run = sandbox.run(&["fix", "a.md"]);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    assert!(
        run.stdout.starts_with("Fixed 1 finding in 1 file; left for you to decide: 1 warning"),
        "{}",
        run.stdout
    );
    assert_eq!(sandbox.read("a.md"), DOUBTFUL.replace("basically ", ""));
}

#[test]
fn line_ends_and_a_byte_order_mark_stay() {
    let (before, after) = softened();
    let sandbox = Sandbox::new();
    sandbox.write("aplomb.toml", SETTINGS);
    for (bom, end) in [("", "\n"), ("\u{feff}", "\r\n"), ("", "\r\n"), ("\u{feff}", "\n")] {
        let dress = |text: &str| format!("{bom}{}", text.replace('\n', end));
        sandbox.write("a.md", dress(&before));
        let run = sandbox.run(&["fix", "a.md"]);
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (0, "Fixed 1 finding in 1 file\n"),
            "{}",
            run.stderr
        );
        assert_eq!(sandbox.read("a.md"), dress(&after), "{bom:?} {end:?}");
    }
}

#[test]
fn a_file_that_does_not_change_is_not_written() {
    let sandbox = Sandbox::new();
    sandbox.write("a.md", CERTAIN);
    let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let path = sandbox.path("a.md");
    fs::File::options().write(true).open(&path).unwrap().set_modified(old).unwrap();
    let run = sandbox.run(&["fix", "a.md"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "Nothing to fix\n"));
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), old);
}

#[test]
fn a_diff_is_shown_and_nothing_written() {
    let (before, after) = softened();
    let sandbox = Sandbox::new();
    sandbox.write("aplomb.toml", SETTINGS).write("a.md", &before).write("b.md", &after);
    let run = sandbox.run(&["fix", "--diff", "a.md", "b.md"]);
    assert_eq!(run.code, 1);
    let changed: Vec<_> = run.stdout.lines().filter(|line| line.starts_with(['+', '-'])).collect();
    assert_eq!(
        changed,
        [
            "--- a.md",
            "+++ a.md",
            "-That blog is basically now under your other account.",
            "+That blog is now under your other account."
        ]
    );
    assert_eq!(run.stderr, "Would fix 1 finding in 1 file\n");
    assert_eq!(sandbox.read("a.md"), before);
    assert_eq!(sandbox.run(&["fix", "--diff", "b.md"]).code, 0);
}

#[test]
fn standard_input_goes_to_standard_output() {
    let (before, after) = softened();
    let sandbox = Sandbox::new();
    sandbox.write("aplomb.toml", SETTINGS);
    let run = sandbox.run_with(&["fix", "-"], before.as_bytes());
    assert_eq!((run.code, run.stdout), (0, after.clone()));
    let run = sandbox.run_with(&["fix", "-"], after.as_bytes());
    assert_eq!((run.code, run.stdout), (0, after));
}

#[test]
fn a_page_in_a_folder_is_not_touched() {
    let (before, after) = softened();
    let sandbox = Sandbox::new();
    sandbox
        .write("aplomb.toml", SETTINGS)
        .write("d/README.md", &before)
        .write("d/reply.md", &before);
    let run = sandbox.run(&["fix", "d"]);
    assert!(run.stdout.contains("1 file was left out"), "{}", run.stdout);
    assert_eq!(sandbox.read("d/README.md"), before);
    assert_eq!(sandbox.read("d/reply.md"), after);
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_a_read_only_file_is_left() {
    use std::os::unix::fs::PermissionsExt;
    let (before, after) = softened();
    let sandbox = Sandbox::new();
    sandbox.write("aplomb.toml", SETTINGS).write("a.md", &before).write("b.md", &before);
    let set = |name: &str, mode| {
        fs::set_permissions(sandbox.path(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    set("a.md", 0o640);
    set("b.md", 0o444);
    let run = sandbox.run(&["fix", "a.md", "b.md"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.starts_with("error: b.md was left as it is: it is read-only; "),
        "{}",
        run.stderr
    );
    assert!(run.stdout.starts_with("Fixed 1 finding in 1 file"), "{}", run.stdout);
    assert_eq!(sandbox.read("a.md"), after);
    assert_eq!(sandbox.read("b.md"), before);
    let mode = fs::metadata(sandbox.path("a.md")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[cfg(unix)]
#[test]
fn a_draft_that_is_named_twice_is_fixed_once() {
    let (before, after) = softened();
    let sandbox = Sandbox::new();
    sandbox.write("aplomb.toml", SETTINGS).write("d/a.md", &before);
    std::os::unix::fs::symlink("d/a.md", sandbox.path("link.md")).unwrap();
    for names in [&["d/a.md", "link.md"][..], &["link.md", "./d/../d/a.md"], &["d", "link.md"]] {
        sandbox.write("d/a.md", &before);
        let run = sandbox.run(&[&["fix"], names].concat());
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{names:?}");
        assert_eq!(run.stdout, "Fixed 1 finding in 1 file\n", "{names:?}");
        assert_eq!(sandbox.read("d/a.md"), after);
    }
}
