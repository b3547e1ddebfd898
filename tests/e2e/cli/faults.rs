//! A disk that is full, a process that is killed, a file that may not be written: nothing is lost, and what
//! could not be done is told.

use std::fs;
use std::io::Write;
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
    let told = "error: a.md was left as it is: ";
    assert!(run.stderr.starts_with(told) && !run.stderr.contains(".aplomb-"), "{}", run.stderr);
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

#[test]
fn what_is_written_while_a_draft_is_fixed_is_not_lost() {
    const TYPED: &str = "TYPED\n";

    let sandbox = Sandbox::new();
    let (before, _) = softened();
    sandbox.write("aplomb.toml", SETTINGS);
    let mut left_alone = false;
    // How long it takes to read a draft depends on the machine.
    for wait in (0..10).map(|doublings| 5 << doublings) {
        sandbox.write("a.md", before.repeat(50));
        let mut command = sandbox.command(&["fix", "a.md"]);
        let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        sleep(Duration::from_millis(wait));
        let mut file = fs::File::options().append(true).open(sandbox.path("a.md")).unwrap();
        file.write_all(TYPED.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(sandbox.read("a.md").ends_with(TYPED), "lost after {wait} ms");
        if output.status.code() == Some(2) {
            left_alone = true;
            let told = String::from_utf8(output.stderr).unwrap();
            let expected =
                "error: a.md was left as it is: it was changed in the meantime; try again\n";
            assert_eq!(told, expected);
            assert_eq!(sandbox.read("a.md"), before.repeat(50) + TYPED);
            break;
        }
    }
    assert!(left_alone, "it was done before anything was typed, each time");
    assert_eq!(fs::read_dir(sandbox.path("")).unwrap().count(), 2, "something is left behind");
}

#[test]
fn a_pipe_stays_a_pipe_and_a_link_to_one_a_link() {
    use std::os::unix::fs::{FileTypeExt, symlink};

    let sandbox = Sandbox::new();
    let (before, _) = softened();
    sandbox.write("aplomb.toml", SETTINGS);
    let [pipe, link, input] = ["pipe.md", "link.md", "input"].map(|name| sandbox.path(name));
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    symlink("pipe.md", &link).unwrap();
    // As /dev/stdin is, which nobody may lose.
    symlink("/proc/self/fd/0", &input).unwrap();
    let told = |name: &str| {
        format!(
            "error: {name} was left as it is: it is no regular file; copy what it holds into a file first\n"
        )
    };
    for name in ["pipe.md", "link.md"] {
        let writer = std::thread::spawn({
            let (pipe, before) = (pipe.clone(), before.clone());
            move || fs::write(pipe, before)
        });
        let run = sandbox.run(&["fix", name]);
        assert_eq!((run.code, run.stderr), (2, told(name)));
        writer.join().unwrap().unwrap();
    }
    if cfg!(target_os = "linux") {
        let run = sandbox.run_with(&["fix", "input"], before.as_bytes());
        assert_eq!((run.code, run.stderr), (2, told("input")));
    }
    assert!(fs::metadata(&link).unwrap().file_type().is_fifo());
    assert_eq!(fs::read_link(&link).unwrap().to_str(), Some("pipe.md"));
    assert_eq!(fs::read_link(&input).unwrap().to_str(), Some("/proc/self/fd/0"));
    assert_eq!(fs::read_dir(sandbox.path("")).unwrap().count(), 4);
}

/// Only root can give a file to others, so there is nothing to see for anybody else.
#[test]
fn a_file_stays_with_its_owner_or_as_it_is() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};

    const SOMEBODY: u32 = 12_345;
    const NOBODY: &str = "65534";

    let sandbox = Sandbox::new();
    let (before, after) = softened();
    sandbox.write("aplomb.toml", SETTINGS);
    for (name, owner, group) in
        [("a.md", Some(SOMEBODY), Some(54_321)), ("b.md", None, Some(SOMEBODY))]
    {
        let path = sandbox.write(name, &before).path(name);
        if chown(&path, owner, group).is_err() {
            return;
        }
        fs::set_permissions(&path, fs::Permissions::from_mode(0o4666)).unwrap();
        let was = fs::metadata(&path).unwrap();
        assert_eq!(sandbox.run(&["fix", name]).code, 0);
        let now = fs::metadata(&path).unwrap();
        assert_eq!((now.uid(), now.gid(), now.mode()), (was.uid(), was.gid(), was.mode()));
        assert_eq!(sandbox.read(name), after);
        sandbox.write(name, &before);
    }
    // A folder in which all may rename, and the files of others that they may write, or may not.
    fs::set_permissions(sandbox.path("b.md"), fs::Permissions::from_mode(0o644)).unwrap();
    for folder in ["..", ""] {
        let open = fs::Permissions::from_mode(0o777);
        fs::set_permissions(sandbox.path(folder), open).unwrap();
    }
    let user = [format!("--reuid={NOBODY}"), format!("--regid={NOBODY}"), "--clear-groups".into()];
    let can = Command::new("setpriv")
        .args(&user)
        .arg(env!("CARGO_BIN_EXE_aplomb"))
        .arg("--version")
        .output();
    if !can.is_ok_and(|output| output.status.success()) {
        eprintln!("not tried: setpriv is missing, or others may not run the program");
        return;
    }
    for (name, why) in [
        ("a.md", "its owner and group would not stay the same; work on a copy of your own"),
        ("b.md", "it is read-only; change its permissions"),
    ] {
        let run = sandbox.run_under(Command::new("setpriv").args(&user), &["fix", name], b"");
        let told = format!("error: {name} was left as it is: {why}\n");
        assert_eq!((run.code, run.stderr), (2, told));
        assert_eq!(sandbox.read(name), before);
    }
    assert_eq!(fs::read_dir(sandbox.path("")).unwrap().count(), 3);
}

#[test]
fn a_draft_with_a_second_name_is_left_as_it_is() {
    let sandbox = Sandbox::new();
    let (before, _) = softened();
    sandbox.write("aplomb.toml", SETTINGS).write("a.md", &before);
    fs::hard_link(sandbox.path("a.md"), sandbox.path("b.md")).unwrap();
    let run = sandbox.run(&["fix", "a.md"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("a.md was left as it is: it has a second name"), "{}", run.stderr);
    assert_eq!([sandbox.read("a.md"), sandbox.read("b.md")], [before.clone(), before]);
}

#[test]
fn nothing_that_was_judged_in_part_passes_for_fine() {
    let sandbox = Sandbox::new();
    let (softened, _) = softened();
    sandbox.write("aplomb.toml", SETTINGS).write("a.md", DOUBTFUL).write("b.md", softened);
    for (args, code) in [
        (&["check", "a.md"][..], 2),
        (&["check", "--format", "jsonl", "a.md"], 2),
        (&["fix", "--diff", "b.md"], 2),
        (&["reply", "a.md"], 2),
        (&["rules"], 0),
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = sandbox.command(args).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{args:?}");
    }
}

#[test]
fn neither_a_held_lock_nor_a_pipe_in_the_state_directory_holds_up_a_command() {
    /// Several times what is waited for a lock.
    const PATIENCE: Duration = Duration::from_secs(20);

    let sandbox = Sandbox::new();
    sandbox.write("a.md", DOUBTFUL);
    let state = sandbox.dirs().state;
    fs::create_dir_all(&state).unwrap();
    let lock = fs::File::create(state.join("lock")).unwrap();
    lock.lock().unwrap();
    let start = Instant::now();
    let run = sandbox.run(&["reply", "a.md"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, DOUBTFUL));
    assert!(run.stderr.contains("another program holds "), "{}", run.stderr);
    assert!(!state.join("recent").exists());
    for name in ["lock", "recent", "key"] {
        let path = state.join(name);
        // A pipe that nobody writes to: to open it is to wait.
        let _ = fs::remove_file(&path);
        assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
        let run = sandbox.run(&["reply", "a.md"]);
        assert_eq!((run.code, run.stdout.as_str()), (0, DOUBTFUL), "{name}");
        assert!(run.stderr.contains(&format!("{name} is no regular file")), "{}", run.stderr);
        assert_eq!(sandbox.run(&["check", "--profile", "coach", "a.md"]).code, 1, "{name}");
        fs::remove_file(&path).unwrap();
    }
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
}
