//! What is installed beside the program: `aplomb completions`, `aplomb man`.

use std::fs;

use super::Sandbox;

/// The commands that the help names.
fn commands(sandbox: &Sandbox) -> Vec<String> {
    let help = sandbox.run(&["--help"]).stdout;
    let (_, list) = help.split_once("Commands:\n").expect("the help lists the commands");
    let lines = list.lines().take_while(|line| !line.is_empty());
    let names = lines.filter_map(|line| line.split_whitespace().next());
    let names: Vec<_> = names.filter(|name| *name != "help").map(str::to_owned).collect();
    assert!(names.len() > 10, "{help}");
    names
}

#[test]
fn each_shell_completes_each_command() {
    let sandbox = Sandbox::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = sandbox.run(&["completions", shell]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{shell}");
        for command in commands(&sandbox) {
            let words = run.stdout.split(|c: char| !c.is_alphanumeric() && c != '-');
            assert!(words.into_iter().any(|word| word == command), "{shell} lacks {command}");
        }
        assert!(run.stdout.contains("before-send"), "{shell} lacks an option");
    }
    let none = sandbox.run(&["completions", "tcsh"]);
    assert!(none.code == 2 && none.stderr.contains("bash"), "{}", none.stderr);
}

#[test]
fn each_command_has_a_manual_page() {
    let sandbox = Sandbox::new();
    for time in ["first", "again"] {
        let run = sandbox.run(&["man", "share/man1"]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{time}");
    }
    let main = fs::read_to_string(sandbox.path("share/man1/aplomb.1")).unwrap();
    // The examples stay lines of their own.
    assert!(main.contains(".nf\n  aplomb try  "), "{main}");
    for command in commands(&sandbox) {
        assert!(main.contains(&format!("aplomb\\-{command}(1)")), "{command}: {main}");
        let page =
            fs::read_to_string(sandbox.path(&format!("share/man1/aplomb-{command}.1"))).unwrap();
        let about = page.split(".SH NAME\n").nth(1).unwrap_or_default();
        assert!(about.starts_with(&format!("aplomb\\-{command} \\- ")), "{page}");
        assert!(page.contains(".SH SYNOPSIS\n"), "{page}");
    }
    assert!(sandbox.path("share/man1/aplomb-config-show.1").exists());
    sandbox.write("file", "");
    let taken = sandbox.run(&["man", "file"]);
    assert_eq!(taken.code, 2);
    assert!(taken.stderr.contains("could not be written"), "{}", taken.stderr);
}
