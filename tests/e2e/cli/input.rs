//! What can go wrong with what is named, and standard input.

use super::{CERTAIN, DOUBTFUL, Sandbox};

#[test]
fn bad_input_gets_one_sentence_with_the_way_out() {
    let sandbox = Sandbox::new();
    sandbox
        .write("latin1.md", b"Hi Jo,\n\ncaf\xe9\n")
        .write("unreadable/latin1.md", b"caf\xe9\n")
        .write("utf16.txt", b"\xff\xfeH\0i\0")
        .write("photo.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
        .write("empty/notes.rs", "fn main() {}")
        .write("pages/README.md", DOUBTFUL)
        .write("pages/docs/a.md", DOUBTFUL)
        .write("page/README.md", DOUBTFUL);
    let latin1 = std::path::Path::new("unreadable").join("latin1.md");
    let latin1 =
        format!("{} is not UTF-8 at byte 3, in line 1; save it as UTF-8", latin1.display());
    for (args, expected) in [
        (
            &["check", "none.md"][..],
            "none.md does not exist; check the name and the folder you are in",
        ),
        (&["check", "latin1.md"], "latin1.md is not UTF-8 at byte 11, in line 3; save it as UTF-8"),
        (&["check", "utf16.txt"], "utf16.txt is written in UTF-16; save it as UTF-8"),
        (
            &["check", "photo.png"],
            "photo.png is not a text file; save the reply as text or Markdown",
        ),
        (&["check", "unreadable"], &latin1),
        (
            &["check", "empty"],
            "empty holds no reply: no Markdown, text or mail file was found in it",
        ),
        (
            &["check", "pages"],
            "pages holds no reply: none of its 2 files looks like one; name one to check it anyway",
        ),
        (
            &["check", "page"],
            "page holds no reply: its one file does not look like one; name it to check it anyway",
        ),
        (&["check"], "name a file or a folder, or - for standard input"),
        (
            &["check", "--stdin-filename", "a.md", "photo.png"],
            "--stdin-filename names standard input; write - to read it",
        ),
        (&["fix", "none.md"], "none.md does not exist; check the name and the folder you are in"),
        (&["reply", "none.md"], "none.md does not exist; check the name and the folder you are in"),
        (&["reply", "pages"], "pages is a folder; name the reply to send"),
        (
            &["explain", "certainty-shoud"],
            "there is no rule certainty-shoud; did you mean certainty-should?",
        ),
        (&["explain", "xyzzy"], "there is no rule xyzzy; aplomb rules lists them all"),
    ] {
        let run = sandbox.run(args);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
        assert_eq!(run.stderr, format!("error: {expected}\n"), "{args:?}");
    }
}

#[test]
fn an_unknown_flag_is_met_with_the_nearest() {
    let run = Sandbox::new().run(&["check", "--fromat", "jsonl", "a.md"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("'--fromat'") && run.stderr.contains("'--format'"),
        "{}",
        run.stderr
    );
}

#[test]
fn other_files_are_still_checked() {
    let sandbox = Sandbox::new();
    sandbox.write("a.md", DOUBTFUL).write("bad.md", b"\xff").write("z.md", DOUBTFUL);
    let run = sandbox.run(&["check", "--format", "jsonl", "a.md", "bad.md", "none.md", "z.md"]);
    assert_eq!(run.paths(), ["a.md", "z.md"]);
    assert_eq!(run.code, 2);
    let named: Vec<_> = run.stderr.lines().map(|line| line.split(' ').nth(1).unwrap()).collect();
    assert_eq!(named, ["bad.md", "none.md"]);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_says_so() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::new();
    sandbox.write("locked.md", CERTAIN);
    let path = sandbox.path("locked.md");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    // Root may read everything, so there is nothing to see then.
    if std::fs::read(&path).is_ok() {
        return;
    }
    let run = sandbox.run(&["check", "locked.md"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("may not be read by you"), "{}", run.stderr);
}

#[test]
fn standard_input_is_read_and_named() {
    let sandbox = Sandbox::new();
    let run = |args: &[&str], text: &str| {
        sandbox.run_with(&[&["check", "--format", "jsonl", "-"], args].concat(), text.as_bytes())
    };
    let plain = run(&[], DOUBTFUL);
    assert_eq!((plain.code, plain.paths()), (1, vec!["-".to_owned()]), "{}", plain.stderr);
    let named = run(&["--stdin-filename", "drafts/a.txt"], DOUBTFUL);
    assert_eq!(named.paths(), ["drafts/a.txt"]);
    assert_eq!(run(&[], "").code, 0);
    let bad = sandbox.run_with(&["check", "-"], b"\xff\xff\xff");
    assert_eq!(bad.code, 2);
    assert!(bad.stderr.contains("standard input is not UTF-8 at byte 0"), "{}", bad.stderr);
}

/// What a picture is called is no sentence of a Markdown reply; in plain text there are no pictures.
#[test]
fn the_name_of_standard_input_gives_its_kind() {
    let sandbox = Sandbox::new();
    let text =
        DOUBTFUL.replace("That blog", "![Your blog should now be there.](blog.png)\n\nThat blog");
    for (name, expected) in [("a.md", 1), ("a.txt", 2), ("a.eml", 2)] {
        let args = ["check", "--format", "jsonl", "--stdin-filename", name, "-"];
        let run = sandbox.run_with(&args, text.as_bytes());
        let found = run.findings().iter().filter(|f| f["code"] == "certainty-should").count();
        assert_eq!(found, expected, "{name}: {}", run.stdout);
    }
}

#[test]
fn a_note_for_colleagues_is_known_by_its_name() {
    let sandbox = Sandbox::new();
    sandbox.write("a.note.md", DOUBTFUL);
    assert_eq!(sandbox.findings(&["a.note.md"]).len(), 0);
}
