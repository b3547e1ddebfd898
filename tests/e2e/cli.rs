//! The command line. Sessions whose whole output matters stand as data in `cmd/`; what is asked of a
//! part of the output, of files and of exit codes stands here.

mod check;
mod config;
mod contract;
#[cfg(unix)]
mod faults;
mod fix;
pub(super) mod folders;
mod input;
mod installed;
#[cfg(unix)]
mod mail;
mod pack;
mod reply;
mod rows;
mod rules;
mod settings;
mod state;
#[cfg(unix)]
pub(super) mod strange;
mod tryout;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use aplomb_workspace::Dirs;
use serde_json::Value;
use tempfile::TempDir;

/// A reply with one warning, on "should now be", and a fix-all-safe word where profile `coach` looks.
pub(super) const DOUBTFUL: &str = "Hi Jo,\n\nThat blog should now be under your other account. It's basically \
                        a copy.\n\nThanks again for the log.\n\nBest wishes,\nAna\n";

/// A reply with nothing to say about.
const CERTAIN: &str = "Hi Jo,\n\nThat blog is now under your other account.\n\n\
                        Thanks again for the log.\n\nBest wishes,\nAna\n";

/// A folder to work in, and a user who has nothing but it.
pub(super) struct Sandbox {
    root: TempDir,
}

/// How a run ended.
pub(super) struct Run {
    pub(super) code: i32,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Sandbox {
    pub(super) fn new() -> Self {
        let root = tempfile::tempdir().expect("a temporary folder can be made");
        fs::create_dir(root.path().join("work")).expect("and a folder in it");
        Self { root }
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.root.path().join("work").join(name)
    }

    pub(super) fn dirs(&self) -> Dirs {
        let root = self.root.path();
        Dirs {
            config: root.join("config/aplomb"),
            state: root.join("state/aplomb"),
            cache: root.join("cache/aplomb"),
        }
    }

    pub(super) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        write(&self.path(name), content);
        self
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("the file is there and is text")
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aplomb"));
        self.at_home(command.args(args));
        command
    }

    /// Runs the program as the last arguments of another, with `stdin` on standard input.
    #[cfg(unix)]
    pub(super) fn run_under(&self, command: &mut Command, args: &[&str], stdin: &[u8]) -> Run {
        self.at_home(command.arg(env!("CARGO_BIN_EXE_aplomb")).args(args));
        piped(command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()), stdin)
    }

    fn at_home(&self, command: &mut Command) {
        let root = self.root.path();
        command
            .current_dir(root.join("work"))
            .env("HOME", root)
            .env("XDG_CONFIG_HOME", root.join("config"))
            .env("XDG_STATE_HOME", root.join("state"))
            .env("XDG_CACHE_HOME", root.join("cache"))
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR_FORCE");
    }

    pub(super) fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, b"")
    }

    /// Runs with `stdin` on standard input.
    pub(super) fn run_with(&self, args: &[&str], stdin: &[u8]) -> Run {
        let mut command = self.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        piped(&mut command, stdin)
    }

    /// The findings of `check --format jsonl` with more arguments.
    fn findings(&self, args: &[&str]) -> Vec<Value> {
        self.run(&[&["check", "--format", "jsonl"], args].concat()).findings()
    }
}

impl Run {
    fn findings(&self) -> Vec<Value> {
        self.stdout
            .lines()
            .map(|line| serde_json::from_str(line).expect("a line is JSON"))
            .collect()
    }

    /// The paths of the findings, each once.
    fn paths(&self) -> Vec<String> {
        let mut paths: Vec<_> = self
            .findings()
            .iter()
            .map(|finding| finding["path"].as_str().expect("a path is a string").to_owned())
            .collect();
        paths.dedup();
        paths
    }
}

/// Runs a command whose streams are piped, with `stdin` on standard input.
fn piped(command: &mut Command, stdin: &[u8]) -> Run {
    let mut child = command.spawn().expect("the program starts");
    let mut pipe = child.stdin.take().expect("standard input is piped");
    // A command that does not read its input closes it.
    let _ = pipe.write_all(stdin);
    drop(pipe);
    let output = child.wait_with_output().expect("the program ends");
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    Run {
        code: output.status.code().expect("it ends by itself"),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

pub(super) fn write(path: &Path, content: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
    fs::write(path, content).expect("a file can be written");
}

#[test]
fn sessions() {
    let nowhere = tempfile::tempdir().unwrap();
    let cases = trycmd::TestCases::new();
    for name in ["HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"] {
        cases.env(name, nowhere.path().to_string_lossy());
    }
    cases.env("NO_COLOR", "1").case("../../tests/e2e/cmd/*.trycmd");
}
