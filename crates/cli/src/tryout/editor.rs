//! The sample draft in a real editor, with Aplomb attached by a configuration for this one run.

use std::env;
use std::io::{self, IsTerminal};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::json;

use super::client::Trouble;
use super::place::{DRAFT, Place};
use crate::args::EditorName;
use crate::exit::Exit;
use crate::terminal::Terminal;

/// The set-up that Neovim's users copy, so that they try the very thing.
const NVIM_PLUGIN: &str = include_str!("../../../../editors/nvim/aplomb.lua");
/// What a first look is easier with.
const NVIM_LOOK: &str = include_str!("look.lua");
/// An extension that needs no build: what VS Code's users install is made with a library, which is not
/// at hand here.
const CODE_MANIFEST: &str = include_str!("vscode/package.json");
const CODE_EXTENSION: &str = include_str!("vscode/extension.js");
/// Said in the terminal, for there is no room for it in the window.
const CODE_KEYS: &str = "\
VS Code opens the sample draft, with nothing of your own set-up in it.
   Ctrl+.      on a marked place shows the ways out; on a Mac, Cmd+.
   Ctrl+Space  at the top or at the end completes greetings and farewells
Close the window, and it is all gone again.
";
/// The oldest Neovim that has `vim.lsp.config`.
const NVIM_SINCE: (u32, u32) = (0, 11);

/// What always works.
const WAY_OUT: &str = "plain aplomb try shows the draft in the terminal";

/// The command that VS Code puts on the PATH.
const CODE: &str = if cfg!(windows) { "code.cmd" } else { "code" };

/// Opens the sample in the editor, and takes everything away once that has ended.
pub(crate) fn run(name: EditorName, terminal: &mut Terminal) -> io::Result<Exit> {
    let trial = match name {
        EditorName::Nvim => nvim(),
        EditorName::Code => code(terminal)?,
    };
    Ok(match trial {
        Ok(exit) => exit,
        Err(sentence) => {
            terminal.error(&sentence);
            Exit::Failed
        }
    })
}

fn nvim() -> Result<Exit, String> {
    let place = Place::new().map_err(no_place)?;
    let version = version_of("nvim", "Neovim", &place)?;
    if version < NVIM_SINCE {
        let ((major, minor), (first, second)) = (version, NVIM_SINCE);
        return Err(format!(
            "this is Neovim {major}.{minor}, and Aplomb needs {first}.{second} or newer; {WAY_OUT}"
        ));
    }
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err("Neovim needs a terminal; run aplomb try --editor nvim in one, without a pipe"
            .to_owned());
    }
    let server = env::current_exe().map_err(no_place)?;
    // The server to be tried is this very program, whether or not one is installed.
    let server =
        format!("vim.lsp.config('aplomb', {{ cmd = {{ {}, 'lsp' }} }})", lua_string(&server));
    let init = place.write("init.lua", &format!("{NVIM_PLUGIN}\n{server}\n\n{NVIM_LOOK}"));
    let init = init.map_err(no_place)?;
    open(Command::new("nvim").arg("--clean").arg("-u").arg(init), place)
}

/// The outer error is that of the terminal.
fn code(terminal: &mut Terminal) -> io::Result<Result<Exit, String>> {
    let (mut command, place) = match prepare_code() {
        Ok(prepared) => prepared,
        Err(sentence) => return Ok(Err(sentence)),
    };
    terminal.print(CODE_KEYS)?;
    terminal.flush()?;
    Ok(open(&mut command, place))
}

fn prepare_code() -> Result<(Command, Place), String> {
    let place = Place::new().map_err(no_place)?;
    // Any version that is still about can do it; that it answers is what matters.
    version_of(CODE, "VS Code", &place)?;
    let server = env::current_exe().map_err(no_place)?;
    let files = [
        ("data/User/settings.json", code_settings(&server)),
        ("extensions/aplomb/package.json", CODE_MANIFEST.to_owned()),
        ("extensions/aplomb/extension.js", CODE_EXTENSION.to_owned()),
    ];
    for (name, content) in files {
        place.write(&format!("vscode/{name}"), &content).map_err(no_place)?;
    }
    let mut command = Command::new(CODE);
    command.arg("--user-data-dir").arg(place.path("vscode/data"));
    command.arg("--extensions-dir").arg(place.path("vscode/extensions"));
    command.args(["--new-window", "--wait"]);
    Ok((command, place))
}

/// Settings for a window that shows the draft and little else.
fn code_settings(server: &Path) -> String {
    json!({
        "aplomb.path": server,
        // In Markdown, VS Code offers nothing while one types unless it is told to.
        "[markdown]": { "editor.quickSuggestions": { "other": "on" } },
        "chat.disableAIFeatures": true,
        "editor.minimap.enabled": false,
        "editor.wordBasedSuggestions": "off",
        "editor.wordWrap": "on",
        "extensions.ignoreRecommendations": true,
        "security.workspace.trust.enabled": false,
        "telemetry.telemetryLevel": "off",
        "update.mode": "none",
        "workbench.startupEditor": "none",
    })
    .to_string()
}

/// Runs the editor on the draft until it ends, and takes the place away.
fn open(command: &mut Command, place: Place) -> Result<Exit, String> {
    let draft = place.drafts().join(DRAFT);
    let status = command.arg(draft).current_dir(place.drafts()).envs(place.variables()).status();
    place.close();
    match status {
        Ok(status) if status.success() => Ok(Exit::Clean),
        Ok(status) => Err(format!("the editor ended with {status}; {WAY_OUT}")),
        Err(error) => Err(format!("the editor could not be started: {error}; {WAY_OUT}")),
    }
}

/// Major and minor version of an editor; a sentence if it is not there. It is asked at the place, for
/// some editors make their folders even then.
fn version_of(program: &str, name: &str, place: &Place) -> Result<(u32, u32), String> {
    let mut command = Command::new(program);
    let asked = command.arg("--version").stdin(Stdio::null()).envs(place.variables()).output();
    let output = asked.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => {
            format!("{name} was not found: there is no {program} on your PATH; {WAY_OUT}")
        }
        _ => format!("{program} could not be started: {error}; {WAY_OUT}"),
    })?;
    let text = String::from_utf8_lossy(&output.stdout);
    let version = text.lines().next().and_then(first_version);
    version.ok_or_else(|| format!("{program} --version does not say which {name} it is; {WAY_OUT}"))
}

/// The first "1.2" in a line.
fn first_version(line: &str) -> Option<(u32, u32)> {
    line.split_whitespace().find_map(|word| {
        let mut parts = word.trim_start_matches('v').split('.');
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    })
}

fn no_place(error: io::Error) -> String {
    Trouble::Place(error).to_string()
}

/// A path as a Lua string.
fn lua_string(path: &Path) -> String {
    let escaped = path.to_string_lossy().replace('\\', "\\\\").replace('\'', "\\'");
    format!("'{escaped}'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_editors_write_them() {
        assert_eq!(first_version("NVIM v0.11.4"), Some((0, 11)));
        assert_eq!(first_version("NVIM v0.12.0-dev-12+g0"), Some((0, 12)));
        assert_eq!(first_version("1.104.2"), Some((1, 104)));
        assert_eq!(first_version("who knows"), None);
        assert!((0, 9) < NVIM_SINCE && (1, 0) > NVIM_SINCE);
    }

    #[test]
    fn a_path_stays_one_lua_string() {
        assert_eq!(lua_string(Path::new("C:\\it's")), "'C:\\\\it\\'s'");
    }
}
