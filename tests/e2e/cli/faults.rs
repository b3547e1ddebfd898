//! A disk that is full, a process that is killed, a file that may not be written: nothing is lost, and what
//! could not be done is told.

use std::fs;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::{CERTAIN, DOUBTFUL, Sandbox};

/// Switches the safe fix of these tests on.
const SETTINGS: &str = "[rules]\ncertainty-softener = \"hint\"\n";

/// A reply with one thing that is safe to fix, and more text than a page of a disk.
fn softened() -> (String, String) {
    let after = CERTAIN
        .replace("Thanks again", &format!("{}\n\nThanks again", "The log is here. ".repeat(600)));
    (after.replace("is now", "is basically now"), after)
}

#[test]
fn a_file_is_whole_whenever_the_program_is_killed() {
    const FILES: usize = 200;

    let sandbox = Sandbox::new();
    sandbox.write("aplomb.toml", SETTINGS);
    let (before, after) = softened();
    let names: Vec<_> = (0..FILES).map(|it| format!("{it}.md")).collect();
    let mut begun = 0;
    for moment in 1..=8 {
        for name in &names {
            sandbox.write(name, &before);
        }
        let mut command = sandbox.command(&["fix", "."]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        sleep(Duration::from_millis(moment * moment * 12));
        child.kill().unwrap();
        child.wait().unwrap();
        for name in &names {
            let now = sandbox.read(name);
            assert!(now == before || now == after, "{name} is half written: {} bytes", now.len());
            begun += usize::from(now == after);
        }
    }
    assert!(begun > 0, "it was killed before it began, each time");
    // What a killed run left beside the files stands in nobody's way.
    let run = sandbox.run(&["fix", "."]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(names.iter().all(|name| sandbox.read(name) == after));
}

#[test]
fn what_is_remembered_can_be_read_whenever_the_program_is_killed() {
    let sandbox = Sandbox::new();
    sandbox.write("a.md", DOUBTFUL);
    for moment in 0..40 {
        sandbox
            .write("b.md", DOUBTFUL.replace("Jo", &format!("Jo{}", "o".repeat(moment as usize))));
        let mut command = sandbox.command(&["reply", "b.md"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        sleep(Duration::from_millis(moment * 2));
        child.kill().unwrap();
        child.wait().unwrap();
        let run = sandbox.run(&["check", "a.md"]);
        assert_eq!((run.code, run.stderr.as_str()), (1, ""), "{moment}");
    }
    assert_eq!(sandbox.run(&["reply", "b.md"]).code, 0);
}

#[test]
fn a_full_disk_costs_no_word() {
    let sandbox = Sandbox::new();
    let (before, _) = softened();
    sandbox.write("aplomb.toml", SETTINGS).write("a.md", &before);
    // A limit on what may be written fails as a full disk does, once the signal is out of the way.
    let script = "trap '' XFSZ; ulimit -f 2; exec \"$0\" \"$@\"";
    let run = sandbox.run_under(Command::new("sh").args(["-c", script]), &["fix", "a.md"], b"");
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("a.md"), "{}", run.stderr);
    assert_eq!(sandbox.read("a.md"), before);
    let left = fs::read_dir(sandbox.path("")).unwrap().count();
    assert_eq!(left, 2, "half a file is left behind");
}

#[test]
#[cfg(target_os = "linux")]
fn an_output_that_is_full_is_told() {
    let sandbox = Sandbox::new();
    sandbox.write("a.md", DOUBTFUL);
    for args in [
        &["check", "a.md"][..],
        &["check", "--format", "jsonl", "a.md"],
        &["reply", "a.md"],
        &["rules"],
    ] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let output = sandbox.command(args).stdout(full).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(!output.stderr.is_empty(), "{args:?}");
    }
}

#[test]
fn one_file_that_may_not_be_written_leaves_the_others_mended() {
    let sandbox = Sandbox::new();
    let (before, after) = softened();
    sandbox.write("aplomb.toml", SETTINGS);
    for name in ["a.md", "b.md", "c.md"] {
        sandbox.write(name, &before);
    }
    let mut permissions = fs::metadata(sandbox.path("b.md")).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(sandbox.path("b.md"), permissions).unwrap();
    let run = sandbox.run(&["fix", "."]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("b.md"), "{}", run.stderr);
    assert_eq!(
        [sandbox.read("a.md"), sandbox.read("b.md"), sandbox.read("c.md")],
        [after.clone(), before, after]
    );
}

#[test]
fn a_pattern_that_is_built_to_explode_takes_no_time() {
    /// A pattern that tried all ways would take longer than anybody lives.
    const PATIENCE: Duration = Duration::from_secs(20);

    let sandbox = Sandbox::new();
    let many = "(red|red red|red red red)? ".repeat(24);
    let pack = format!(
        "[[phrase]]\ncode = \"tone-red\"\nfamily = \"tone\"\nseverity = \"warning\"\nsummary = \"Reports red.\"\n\
         why = \"It is red.\"\npatterns = [\"{many}blue\"]\nmessage = \"Red.\"\nhelp = \"Blue.\"\n\
         flagged = [\"It is <|red blue|>.\"]\nclean = [\"It is red.\"]\n"
    );
    sandbox.write("aplomb.toml", "packs = [\"red.toml\"]\n").write("red.toml", pack);
    let reds = "red ".repeat(3_000);
    // Once it ends in vain at each word, and once it is found.
    sandbox.write("a.md", CERTAIN.replace("That blog", &format!("{reds}. That blog")));
    sandbox.write("b.md", CERTAIN.replace("That blog", &format!("{reds} blue. That blog")));
    let start = Instant::now();
    assert!(!sandbox.findings(&["a.md"]).iter().any(|it| it["code"] == "tone-red"));
    assert!(sandbox.findings(&["b.md"]).iter().any(|it| it["code"] == "tone-red"));
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
}
