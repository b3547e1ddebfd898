//! The sample draft in a real editor, with Aplomb attached by a configuration for this one run.

use std::env;
use std::io::{self, IsTerminal};
use std::path::Path;
use std::process::{Command, Stdio};

use super::place::Place;
use crate::args::EditorName;
use crate::exit::Exit;
use crate::terminal::Terminal;

/// The set-up that Neovim's users copy, so that they try the very thing.
const NVIM_PLUGIN: &str = include_str!("../../../../editors/nvim/aplomb.lua");
/// What a first look is easier with.
const NVIM_LOOK: &str = include_str!("nvim.lua");
/// The oldest Neovim that has `vim.lsp.config`.
const NVIM_SINCE: (u32, u32) = (0, 11);

/// Opens the sample in the editor, and takes everything away once that has ended.
pub(crate) fn run(name: EditorName, terminal: &mut Terminal) -> io::Result<Exit> {
    let trial = match name {
        EditorName::Nvim => nvim(),
        EditorName::Code => Err("not yet".to_owned()),
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
    let version = version_of("nvim", "Neovim")?;
    if version < NVIM_SINCE {
        let ((major, minor), (first, second)) = (version, NVIM_SINCE);
        return Err(format!(
            "this is Neovim {major}.{minor}, and Aplomb needs {first}.{second} or newer; plain aplomb try \
             shows the draft in the terminal"
        ));
    }
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err("Neovim needs a terminal; run aplomb try --editor nvim in one, and without a pipe"
            .to_owned());
    }
    let place = Place::new().map_err(|error| no_place(&error))?;
    let server = env::current_exe().map_err(|error| no_place(&error))?;
    let init = format!(
        "vim.g.aplomb_cmd = {{ {}, 'lsp' }}\n{NVIM_LOOK}\n{NVIM_PLUGIN}",
        lua_string(&server)
    );
    let init = place.write("init.lua", &init).map_err(|error| no_place(&error))?;
    let mut command = Command::new("nvim");
    command.arg("--clean").arg("-u").arg(init).arg("reply.md");
    open(command.envs(place.variables()), &place)
}

/// Runs the editor in the place until it ends.
fn open(command: &mut Command, place: &Place) -> Result<Exit, String> {
    let status = command.current_dir(place.drafts()).status();
    let status = status.map_err(|error| format!("the editor could not be started: {error}"))?;
    if status.success() {
        Ok(Exit::Clean)
    } else {
        Err(format!("the editor ended with {status}"))
    }
}

/// Major and minor version of an editor; a sentence if it is not there.
fn version_of(program: &str, name: &str) -> Result<(u32, u32), String> {
    let output = Command::new(program).arg("--version").stdin(Stdio::null()).output();
    let output = output.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => format!(
            "{name} was not found: there is no {program} on your PATH; plain aplomb try shows the draft in \
             the terminal"
        ),
        _ => format!("{program} could not be started: {error}"),
    })?;
    let text = String::from_utf8_lossy(&output.stdout);
    let numbers = text.lines().next().and_then(first_version);
    numbers.ok_or_else(|| format!("{program} --version does not tell which {name} it is"))
}

/// The first "1.2" in a line.
fn first_version(line: &str) -> Option<(u32, u32)> {
    line.split_whitespace().find_map(|word| {
        let mut parts = word.trim_start_matches('v').split('.');
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    })
}

fn no_place(error: &io::Error) -> String {
    format!("no temporary folder could be made for the sample: {error}")
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
