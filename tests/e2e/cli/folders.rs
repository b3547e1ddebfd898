//! Folders: what is walked and what is a reply.

use std::path::Path;

use super::{CERTAIN, DOUBTFUL, Sandbox};

/// Ordinary pages, written for the purpose, full of the words that would be marked in a reply.
pub(in crate::e2e) fn pages() -> Vec<(String, String)> {
    fn collect(folder: &Path, root: &Path, out: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, root, out);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                out.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/replies/pages"));
    let mut out = Vec::new();
    collect(root, root, &mut out);
    out
}

#[test]
fn readmes_and_changelogs_give_no_finding() {
    let sandbox = Sandbox::new();
    let pages = pages();
    assert_eq!(pages.len(), 10);
    for (name, text) in &pages {
        sandbox.write(&format!("project/{name}"), text);
    }
    let run = sandbox.run(&["check", "--profile", "coach", "--format", "jsonl", "project"]);
    assert_eq!((run.stdout.as_str(), run.code), ("", 2));
    sandbox.write("project/drafts/reply.md", DOUBTFUL);
    let run = sandbox.run(&["check", "--profile", "coach", "--format", "jsonl", "project"]);
    assert_eq!(run.paths(), [Path::new("project/drafts/reply.md").display().to_string()]);
    assert_eq!(run.stderr, "10 files were left out because they are not replies\n");
}

#[test]
fn commit_messages_are_left_alone_until_they_are_named() {
    let sandbox = Sandbox::new();
    for name in ["COMMIT_EDITMSG.txt", "MERGE_MSG.md", "svn-commit.txt"] {
        sandbox.write(&format!("d/{name}"), DOUBTFUL);
    }
    sandbox.write("d/a.md", CERTAIN);
    let run = sandbox.run(&["check", "d"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    let named = sandbox.run(&["check", "--format", "jsonl", "d", "d/MERGE_MSG.md"]);
    assert_eq!(named.paths(), ["d/MERGE_MSG.md"]);
}

#[test]
fn a_page_that_is_named_is_checked() {
    let sandbox = Sandbox::new();
    sandbox.write("README.md", DOUBTFUL).write("a.md", CERTAIN);
    assert_eq!(
        sandbox.run(&["check", "--format", "jsonl", ".", "README.md"]).paths(),
        ["README.md"]
    );
    assert_eq!(
        sandbox.run(&["check", "--format", "jsonl", "README.md", "."]).paths(),
        ["README.md"]
    );
    assert_eq!(sandbox.run(&["check", "."]).code, 0);
}

#[test]
fn a_file_that_is_named_twice_is_checked_once() {
    let sandbox = Sandbox::new();
    sandbox.write("d/a.md", DOUBTFUL);
    let run = sandbox.run(&["check", "--format", "jsonl", "d", "d/a.md", "d/../d/a.md", "./d"]);
    assert_eq!(run.findings().len(), sandbox.findings(&["d/a.md"]).len());
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
}

#[test]
fn a_folder_of_documents_is_no_folder_of_replies_wherever_one_stands() {
    let sandbox = Sandbox::new();
    sandbox.write("docs/guide.md", DOUBTFUL).write("docs/support/reply.md", DOUBTFUL);
    assert_eq!(sandbox.run(&["check", "docs"]).code, 2);
    // Where the folder above is somebody's own order, it says nothing.
    assert_eq!(sandbox.run(&["check", "docs/support"]).code, 1);
    let absolute = sandbox.path("docs/support");
    assert_eq!(sandbox.run(&["check", &absolute.to_string_lossy()]).code, 1);
}

#[test]
fn gitignore_and_hidden_files_are_respected() {
    let sandbox = Sandbox::new();
    sandbox
        .write(".gitignore", "old/\n")
        .write("old/a.md", DOUBTFUL)
        .write(".cache/a.md", DOUBTFUL)
        .write("new.md", DOUBTFUL);
    let run = sandbox.run(&["check", "--format", "jsonl", "."]);
    assert_eq!(run.paths(), [Path::new("./new.md").display().to_string()]);
    assert_eq!(sandbox.run(&["check", "old/a.md"]).code, 1);
}

#[test]
fn mail_in_a_folder_is_a_reply() {
    let sandbox = Sandbox::new();
    sandbox.write("m/README.eml", format!("To: Jo <jo@example.org>\nSubject: Blog\n\n{DOUBTFUL}"));
    assert_eq!(sandbox.run(&["check", "m"]).code, 1);
}

#[test]
fn the_settings_say_what_is_a_reply() {
    let sandbox = Sandbox::new();
    sandbox
        .write("aplomb.toml", "[files]\nreplies = [\"docs/sent/\"]\nignore = [\"archive\"]\n")
        .write("docs/sent/a.md", DOUBTFUL)
        .write("docs/guide.md", DOUBTFUL)
        .write("archive/b.md", DOUBTFUL);
    let run = sandbox.run(&["check", "--format", "jsonl", "."]);
    assert_eq!(run.paths(), [Path::new("./docs/sent/a.md").display().to_string()]);
    let verbose = sandbox.run(&["check", "--verbose", "."]).stderr;
    assert!(verbose.contains("b.md was not checked: the settings leave it out"), "{verbose}");
    assert!(verbose.contains("guide.md was not checked: it is named like a page"), "{verbose}");
}

#[test]
fn many_files_come_out_in_order() {
    let sandbox = Sandbox::new();
    let names: Vec<_> = (0..300).map(|n| format!("d/{n:03}.md")).collect();
    for (n, name) in names.iter().enumerate() {
        // Uneven work, so that later files are ready before earlier ones.
        sandbox.write(name, DOUBTFUL.repeat(1 + (n * 7) % 13));
    }
    let paths = sandbox.run(&["check", "--format", "jsonl", "d"]).paths();
    let expected: Vec<_> = names.iter().map(|name| Path::new(name).display().to_string()).collect();
    assert_eq!(paths, expected);
}
