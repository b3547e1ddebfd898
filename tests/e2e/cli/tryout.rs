//! `aplomb try`.

use std::path::{Path, PathBuf};
use std::{env, fs};

use anstyle::{Color, RgbColor};
use anstyle_svg::{Term, WIN10_CONSOLE};
use serde_json::Value;

use super::{Run, Sandbox, write};

/// The page is dark or light, so the picture brings its own ground.
const GROUND: Color = Color::Rgb(RgbColor(0x1b, 0x1e, 0x26));
const INK: Color = Color::Rgb(RgbColor(0xd8, 0xdb, 0xe2));

/// What is told, by the sample as it stands in the source.
const SAMPLE: &str = include_str!("../../../crates/cli/src/tryout/sample/reply.md");

fn told() -> Run {
    let run = Sandbox::new().run(&["try"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    run
}

/// The part of the output under a heading.
fn step<'o>(output: &'o str, heading: &str) -> &'o str {
    let start = output.find(&format!("\n\n{heading}"));
    let part = &output[start.unwrap_or_else(|| panic!("{heading} is missing")) + 2..];
    // The draft itself has empty lines, so a step ends only where the next one begins.
    let ends = ["2  ", "3  ", "4  ", "Next"].map(|next| part.find(&format!("\n\n{next}")));
    &part[..ends.into_iter().flatten().min().unwrap_or(part.len())]
}

#[test]
fn it_is_told_in_four_steps_that_fit_a_screen() {
    let run = told();
    for heading in ["1  ", "2  ", "3  ", "4  ", "Next"] {
        assert!(!step(&run.stdout, heading).is_empty());
    }
    assert!(run.stdout.lines().count() <= 65, "{}", run.stdout.lines().count());
    for line in run.stdout.lines() {
        assert!(line.chars().count() <= 90, "too wide: {line}");
        assert_eq!(line, line.trim_end(), "blanks at the end of a line");
    }
}

#[test]
fn a_pipe_gets_no_colours_and_a_terminal_does() {
    assert!(!told().stdout.contains('\u{1b}'));
    let coloured = Sandbox::new().run(&["try", "--color", "always"]);
    assert!(coloured.stdout.contains('\u{1b}'));
}

#[test]
fn the_words_are_the_servers_own() {
    let sandbox = Sandbox::new();
    sandbox.write("reply.md", SAMPLE).write("aplomb.toml", "agent = \"Noor\"\n");
    let findings = sandbox.findings(&["reply.md"]);
    let told = told();
    let said = step(&told.stdout, "2  ");
    assert!(findings.len() >= 4, "the sample shows less than it should: {findings:?}");
    let quote = SAMPLE.find("\n\nOn ").unwrap();
    for finding in &findings {
        assert!(said.contains(finding["message"].as_str().unwrap()), "{finding}");
        let first = finding["fixes"][0]["title"].as_str().unwrap();
        let shown: String = first.chars().take(60).collect();
        assert!(said.contains(&shown), "{finding}");
        assert!(finding["start"].as_u64().unwrap() <= quote as u64, "in the quote: {finding}");
    }
    let severities =
        said.lines().filter(|line| line.starts_with("   ") && !line[3..].starts_with(' '));
    assert_eq!(severities.count(), findings.len(), "{said}");
    let codes: Vec<_> = findings.iter().map(|finding| finding["code"].as_str().unwrap()).collect();
    for code in ["greeting-no-name", "certainty-should", "certainty-opinion", "farewell-missing"] {
        assert!(codes.contains(&code), "{codes:?}");
    }
}

#[test]
fn the_first_ways_out_leave_nothing_to_change() {
    let told = told();
    let mended = step(&told.stdout, "3  ");
    for words in
        ["Hi Maria,\n", "payment is now on its way", "card. The corrected invoice", "Noor\n"]
    {
        assert!(mended.contains(words), "{words}: {mended}");
    }
    assert!(mended.contains("Checked again: nothing left to change."), "{mended}");
    assert!(mended.contains("“I checked” is yours to say"), "{mended}");
}

#[test]
fn greetings_hold_the_name_and_farewells_come_at_the_end() {
    let told = told();
    let offered = step(&told.stdout, "4  ");
    assert!(offered.contains("H at the top  Hi Maria,\n"), "{offered}");
    assert!(offered.contains("at the end    You can reply"), "{offered}");
}

#[test]
fn it_says_the_same_whatever_the_users_settings_are_and_keeps_nothing() {
    let sandbox = Sandbox::new();
    let settings = "agent = \"Zoë\"\n[rules]\ncertainty-should = \"off\"\n";
    write(&sandbox.dirs().settings_file(), settings);
    sandbox.write("aplomb.toml", settings);
    let run = sandbox.run(&["try"]);
    assert_eq!(run.stdout, told().stdout);
    let dirs = sandbox.dirs();
    assert!(!dirs.state.exists() && !dirs.cache.exists());
}

#[cfg(unix)]
#[test]
fn the_temporary_folder_may_be_anywhere_but_must_be_there() {
    let sandbox = Sandbox::new();
    let folder = sandbox.path("docs/é b");
    fs::create_dir_all(&folder).unwrap();
    let output = sandbox.command(&["try"]).env("TMPDIR", &folder).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), told().stdout);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0, "it is left behind");

    let nowhere = sandbox.path("nowhere");
    for arguments in [&["try"][..], &["try", "--editor", "code"]] {
        let output = sandbox.command(arguments).env("TMPDIR", &nowhere).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.starts_with("error: no temporary folder could be made"), "{said}");
    }
}

#[test]
fn the_picture_in_the_readme_shows_it_as_it_is() {
    let run = Sandbox::new().run(&["try", "--color", "always"]);
    let term = Term::new().palette(WIN10_CONSOLE).fg_color(INK).bg_color(GROUND).min_width_px(800);
    let picture = term.render_svg(&format!("\u{1b}[2m$\u{1b}[0m aplomb try\n\n{}", run.stdout));
    // What is dimmed is to be read all the same.
    let picture = picture.replace("opacity: 0.4", "opacity: 0.65");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/try.svg");
    if env::var_os("UPDATE").is_some() {
        write(&path, &picture);
        return;
    }
    // Where lines end with CRLF in a check-out, they do so in the picture.
    let stored = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        stored == picture,
        "assets/try.svg no longer shows what aplomb try says; UPDATE=1 cargo test draws it again"
    );
}

/// An editor that is not there.
#[test]
fn a_missing_editor_costs_one_sentence_with_the_way_out() {
    for (editor, name) in [("nvim", "Neovim"), ("code", "VS Code")] {
        let sandbox = Sandbox::new();
        let output =
            sandbox.command(&["try", "--editor", editor]).env("PATH", "").output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.starts_with(&format!("error: {name} was not found")), "{said}");
        assert!(said.contains("plain aplomb try"), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}

/// A folder with a program of that name, which is a shell script.
#[cfg(unix)]
fn pretend(sandbox: &Sandbox, name: &str, script: &str) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let path = sandbox.path("bin").join(name);
    write(&path, format!("#!/bin/sh\n{script}\n"));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    sandbox.path("bin")
}

#[cfg(unix)]
#[test]
fn neovim_must_be_new_enough_and_in_a_terminal() {
    for (version, sentence) in [
        ("v0.10.4", "error: this is Neovim 0.10, and Aplomb needs 0.11 or newer"),
        ("v0.11.4", "error: Neovim needs a terminal"),
    ] {
        let sandbox = Sandbox::new();
        let bin = pretend(&sandbox, "nvim", &format!("echo NVIM {version}"));
        let output =
            sandbox.command(&["try", "--editor", "nvim"]).env("PATH", bin).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.starts_with(sentence), "{said}");
    }
}

/// An editor that puts aside what it is given, and then ends.
#[cfg(unix)]
#[test]
fn vs_code_gets_folders_of_its_own_that_are_gone_afterwards() {
    let sandbox = Sandbox::new();
    let seen = sandbox.path("seen");
    fs::create_dir(&seen).unwrap();
    let script = "[ \"$1\" = --version ] && echo 1.104.2 && exit\n\
                  printf '%s\\n' \"$@\" > \"$SEEN/arguments\"\n\
                  /bin/cp -r \"$2\" \"$SEEN/data\"; /bin/cp -r \"$4\" \"$SEEN/extensions\"\n\
                  for draft; do :; done; /bin/cp \"$draft\" \"$SEEN/draft\"";
    let bin = pretend(&sandbox, "code", script);
    let mut command = sandbox.command(&["try", "--editor", "code"]);
    let output = command.env("PATH", bin).env("SEEN", &seen).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("Ctrl+.") && told.contains("Ctrl+Space"), "{told}");

    let arguments = fs::read_to_string(seen.join("arguments")).unwrap();
    let arguments: Vec<&str> = arguments.lines().collect();
    let [data_flag, data, extensions_flag, extensions, window, wait, draft] = arguments[..] else {
        panic!("{arguments:?}");
    };
    let flags = [data_flag, extensions_flag, window, wait];
    assert_eq!(flags, ["--user-data-dir", "--extensions-dir", "--new-window", "--wait"]);
    for path in [data, extensions, draft] {
        assert!(!Path::new(path).exists(), "{path} is left");
    }
    assert_eq!(fs::read_to_string(seen.join("draft")).unwrap(), SAMPLE);
    let settings = fs::read(seen.join("data/User/settings.json")).unwrap();
    let settings: Value = serde_json::from_slice(&settings).unwrap();
    assert_eq!(settings["aplomb.path"], env!("CARGO_BIN_EXE_aplomb"));
    assert!(seen.join("extensions/aplomb/extension.js").is_file());
    let manifest = fs::read(seen.join("extensions/aplomb/package.json")).unwrap();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(manifest["main"], "./extension.js");
}

#[cfg(unix)]
#[test]
fn an_editor_that_fails_is_told_of() {
    let sandbox = Sandbox::new();
    let bin = pretend(&sandbox, "code", "[ \"$1\" = --version ] && echo 1.104.2 && exit\nexit 7");
    let output = sandbox.command(&["try", "--editor", "code"]).env("PATH", bin).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("the editor ended with exit status: 7"), "{said}");
}
