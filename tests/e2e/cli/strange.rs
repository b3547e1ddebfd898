//! A folder that somebody prepared: whatever its settings say, a reply in it is checked, in time and without
//! taking all memory, and what is unsafe is told.

use std::fs;
use std::process::Command;

use super::{DOUBTFUL, Sandbox};

/// The files of a folder, by name.
pub(in crate::e2e) type Files = Vec<(&'static str, String)>;

/// A phrase of a pack with this pattern.
fn phrase(number: usize, pattern: &str) -> String {
    format!(
        "[[phrase]]\ncode = \"tone-red-{number}\"\nfamily = \"tone\"\nseverity = \"warning\"\n\
         summary = \"Reports red.\"\nwhy = \"It is red.\"\npatterns = [\"{pattern}\"]\nmessage = \"Red.\"\n\
         help = \"Blue.\"\nflagged = [\"It is <|red {number}|>.\"]\nclean = [\"It is green.\"]\n"
    )
}

fn snippet(number: usize, body: &str) -> String {
    format!(
        "[[snippet]]\nid = \"bye-red-{number}\"\ntags = [\"farewell\"]\nwhen = \"Red.\"\nbody = \"{body}\"\n"
    )
}

/// Within itself, as deep as whoever reads it would have to go.
fn nested(open: &str, inner: &str, close: &str, depth: usize) -> String {
    format!("{}{inner}{}", open.repeat(depth), close.repeat(depth))
}

fn numbered(count: usize, one: impl Fn(usize) -> String) -> String {
    (0..count).map(one).collect()
}

/// Folders that nobody has who means well.
pub(in crate::e2e) fn folders() -> Vec<(&'static str, Files)> {
    const MANY: usize = 30_000;
    const DEEP: usize = 100_000;

    let settings = |text: String| vec![("aplomb.toml", text)];
    let pack =
        |text: String| vec![("aplomb.toml", "packs = [\"p.toml\"]\n".into()), ("p.toml", text)];
    let again = |name: &str| format!("include = [{}]\n", format!("\"{name}\",").repeat(MANY));
    vec![
        ("a file that is missing, again and again", settings(again("none.toml"))),
        ("itself, again and again", settings(again("aplomb.toml"))),
        (
            "a file that includes itself, again and again",
            vec![("aplomb.toml", again("b.toml")), ("b.toml", again("b.toml"))],
        ),
        (
            "two that include each other, again and again",
            vec![
                ("aplomb.toml", again("b.toml")),
                ("b.toml", again("c.toml")),
                ("c.toml", again("b.toml")),
            ],
        ),
        (
            "thousands of files",
            settings(format!("include = [{}]\n", numbered(MANY, |it| format!("\"{it}.toml\",")))),
        ),
        (
            "what lies far above",
            settings(format!("include = [{}]\n", "\"../../../../../etc/passwd\",".repeat(MANY))),
        ),
        (
            "thousands of packs that are missing",
            settings(format!("packs = [{}]\n", numbered(MANY, |it| format!("\"{it}.toml\",")))),
        ),
        (
            "thousands of terms",
            settings(format!("[terms]\n{}", numbered(MANY, |it| format!("w{it} = \"v{it}\"\n")))),
        ),
        (
            "thousands of links",
            settings(format!(
                "[links]\n{}",
                numbered(MANY / 2, |it| format!("w{it} = \"https://x.org/{it}\"\n"))
            )),
        ),
        (
            "thousands of mistakes",
            settings(format!("[rules]\n{}", numbered(MANY, |it| format!("tone-{it} = \"off\"\n")))),
        ),
        (
            "thousands of file patterns",
            settings(format!(
                "[files]\nreplies = [{}]\n",
                numbered(MANY / 2, |it| format!("\"**/*{it}*/**/x*y*z*\","))
            )),
        ),
        (
            "braces in braces",
            settings(format!("[files]\nreplies = [\"{}\"]\n", nested("{", "a", "}", DEEP))),
        ),
        (
            "stars and choices",
            settings(format!("[files]\nreplies = [\"{}\"]\n", "*{a,b}".repeat(DEEP))),
        ),
        ("lists in lists", settings(format!("own = {}\n", nested("[", "", "]", DEEP)))),
        ("tables in tables", settings(format!("a = {}\n", nested("{a=", "1", "}", DEEP)))),
        ("a name of a hundred thousand parts", settings(format!("a{} = 1\n", ".a".repeat(DEEP)))),
        ("ten megabytes", settings(format!("# {}\nown = [\"a\"]\n", "x".repeat(10_000_000)))),
        (
            "rules of what to leave out, braces in braces",
            vec![(".gitignore", nested("{", "a", "}", DEEP) + "\n")],
        ),
        (
            "a pack of thousands of phrases",
            pack(numbered(MANY / 3, |it| phrase(it, &format!("red {it}")))),
        ),
        ("a pack that says one thing again and again", pack(phrase(0, "red 0").repeat(MANY / 3))),
        (
            "a pack of thousands of snippets",
            pack(format!(
                "language = \"en\"\n{}",
                numbered(MANY / 3, |it| snippet(it, "I am here."))
            )),
        ),
        ("a phrase with choices in choices", pack(phrase(0, &nested("(", "red", ")", DEEP)))),
        ("a phrase without end", pack(phrase(0, &"(red|blue|green)? ".repeat(DEEP)))),
        (
            "a phrase of all words",
            pack(phrase(0, &format!("({}red)", numbered(DEEP, |it| format!("w{it}|"))))),
        ),
        ("a snippet in a snippet", pack(snippet(0, &nested("${1:", "a", "}", DEEP)))),
    ]
}

impl Sandbox {
    /// Runs with so much memory and time of the processor as no reply needs; beyond that the system ends it.
    fn run_within_limits(&self, args: &[&str]) -> super::Run {
        const LIMITS: &str = "ulimit -v 2000000; ulimit -t 60; exec \"$0\" \"$@\"";
        self.run_under(Command::new("sh").args(["-c", LIMITS]), args, b"")
    }
}

#[test]
fn a_strange_folder_neither_holds_up_a_check_nor_ends_it() {
    for (what, files) in folders() {
        let sandbox = Sandbox::new();
        sandbox.write("a.md", DOUBTFUL);
        for (name, text) in files {
            sandbox.write(name, text);
        }
        println!("{what}");
        let run = sandbox.run_within_limits(&["check", "--format", "jsonl", "a.md"]);
        let findings = run.findings();
        assert!(
            findings.iter().any(|it| it["code"] == "certainty-should"),
            "{what}: {}",
            run.stderr
        );
        assert_eq!(run.code, 1, "{what}: {}", run.stderr);
        assert!(run.stderr.len() < 60_000, "{what}: {} bytes of complaints", run.stderr.len());
        // As a folder, too, in which it may be left out, and never silently.
        let run = sandbox.run_within_limits(&["check", "."]);
        assert!(
            run.code == 1 || (run.code == 2 && !run.stderr.is_empty()),
            "{what}: {}",
            run.stderr
        );
    }
}

#[test]
fn packs_that_are_large_together_do_not_all_hold() {
    let sandbox = Sandbox::new();
    sandbox.write("aplomb.toml", "packs = [\"packs\"]\n").write("a.md", DOUBTFUL);
    let remark = format!("# {}\n", "x".repeat(4_000_000));
    for at in 0..60 {
        let text = phrase(at, &format!("under your other account {at}")) + &remark;
        sandbox.write(&format!("packs/{at}.toml"), text);
    }
    let run = sandbox.run_within_limits(&["check", "a.md"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("all packs together"), "{}", run.stderr);
}

#[test]
fn pipes_devices_and_circles_are_not_read() {
    use std::os::unix::fs::symlink;

    let sandbox = Sandbox::new();
    let names = ["pipe", "zero", "round", "folder"].map(|name| format!("\"{name}\""));
    sandbox.write("a.md", DOUBTFUL).write(
        "aplomb.toml",
        format!(
            "include = [{0}]\npacks = [{0}]\n[files]\nmacros = [{0}, \"m\"]\ncheck-folders = [{0}]\n",
            names.join(", ")
        ),
    );
    for name in ["pipe", "m/pipe.md", "n/.gitignore"] {
        let path = sandbox.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    }
    symlink("/dev/zero", sandbox.path("zero")).unwrap();
    symlink("/dev/zero", sandbox.path("m/zero.md")).unwrap();
    symlink("round", sandbox.path("round")).unwrap();
    symlink("..", sandbox.path("folder")).unwrap();
    sandbox.write("n/b.md", DOUBTFUL);
    for args in
        [&["check", "a.md"][..], &["check", "."], &["config", "show"], &["fix", "--diff", "."]]
    {
        let run = sandbox.run_within_limits(args);
        assert!(run.stderr.contains("aplomb.toml"), "{args:?}: {}", run.stderr);
        let is_walk = args.contains(&".");
        assert_eq!(run.stderr.contains(".gitignore cannot be used"), is_walk, "{}", run.stderr);
    }
}

/// All that a folder can say at once against what is unsafe.
#[test]
fn no_folder_silences_what_is_unsafe() {
    let sandbox = Sandbox::new();
    let off = "[rules]\nplaceholder-left = \"off\"\nsecret-in-reply = \"hint\"\n[families]\nsafety = \"off\"\n";
    let pack = phrase(0, "never").replace("tone-red-0", "placeholder-left");
    sandbox
        .write(
            "aplomb.toml",
            format!("include = [\"b.toml\"]\npacks = [\"p.toml\"]\nown = [\"password\"]\n{off}"),
        )
        .write("b.toml", off)
        .write("p.toml", pack)
        .write(
            "a.md",
            DOUBTFUL.replace("the log", "the log, {{name}}. Your password: Tr0ub4dor&3"),
        );
    let findings = sandbox.findings(&["a.md"]);
    for code in ["placeholder-left", "secret-in-reply"] {
        let told = findings.iter().find(|it| it["code"] == code);
        assert_eq!(told.unwrap_or_else(|| panic!("{code}"))["severity"], "error", "{findings:?}");
    }
}

#[test]
fn a_name_of_two_lines_makes_no_line_of_its_own() {
    let sandbox = Sandbox::new();
    let name = "a.md\n+++ b.md\nerror: c.md";
    sandbox.write("aplomb.toml", "[rules]\ncertainty-softener = \"hint\"\n").write(name, DOUBTFUL);
    for args in [
        &["check", "-v", name][..],
        &["check", "none\nerror: c.md"],
        &["fix", "--diff", name],
        &["fix", name],
        &["reply", name],
        &["config", "show", name],
    ] {
        let run = sandbox.run(args);
        let lines: Vec<_> = run.stdout.lines().chain(run.stderr.lines()).collect();
        let forged = |line: &&&str| line.starts_with("+++ b") || line.starts_with("error: c");
        assert_eq!(lines.iter().find(forged), None, "{args:?}");
    }
}
