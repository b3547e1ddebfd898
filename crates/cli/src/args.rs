//! What can be written on the command line.

use std::ffi::OsString;
use std::path::PathBuf;
use std::str::FromStr;

use aplomb_core::Profile;
use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

const EXAMPLES: &str = "\
Examples:
  aplomb try                       Aplomb at work on a sample draft
  aplomb check reply.md            what leaves your customer in doubt, and better words
  aplomb check drafts/             all replies in a folder; pages such as a README are left out
  pbpaste | aplomb check -         the reply on the clipboard
  aplomb fix --diff reply.md       what the safe fixes would change
  aplomb explain certainty-should  why a rule speaks, with examples
  aplomb reply reply.md            the text to send, once nothing stands in its way
  aplomb init                      an aplomb.toml to start with, for this folder
  aplomb config show reply.md      what is set for a draft, and where
  aplomb forget                    how your replies begin and end, forgotten
  aplomb snippets                  all snippets, the built-in ones and your team's
  aplomb pack new                  a file for snippets and rules of your own
  aplomb lsp                       the language server, for your editor
  aplomb completions zsh           commands and options at the Tab key, for your shell
  aplomb man man1                  manual pages

Settings stand in aplomb.toml, beside your drafts or in your own configuration folder.";

/// Checks replies to customers: certain, warm and safe to send.
///
/// Aplomb reads a reply as your customer will, says where it leaves them in doubt, and offers better
/// words. It works on your machine only; nothing is sent anywhere.
#[derive(Debug, Parser)]
#[command(name = "aplomb", version, after_help = EXAMPLES, arg_required_else_help = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// Colours in the output
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Try(Try),
    Check(Check),
    Fix(Fix),
    Reply(Reply),
    Rules(Rules),
    Explain(Explain),
    Init(Init),
    Config(Config),
    Forget(Forget),
    Snippets(Snippets),
    Pack(Pack),
    Lsp(Lsp),
    Completions(Completions),
    Man(Man),
}

/// See Aplomb at work on a sample draft
///
/// Starts the language server, has the conversation with it that an editor would have, and shows what
/// it marks, what it offers and what it completes. Your settings are not read, and nothing is kept.
#[derive(Debug, clap::Args)]
pub(crate) struct Try {
    /// Open the sample in your editor instead, with Aplomb attached and your own set-up untouched
    #[arg(long, value_name = "EDITOR")]
    pub(crate) editor: Option<EditorName>,
}

/// Show what leaves your customer in doubt
///
/// A file that you name is checked, whatever it looks like. In a folder, files that look like pages
/// (README, CHANGELOG, anything under docs/) are left out, and so is what .gitignore names.
///
/// A settings file or a pack that you name is checked as such.
///
/// Ends with 0 if there is nothing at warning or above, with 1 if there is, and with 2 if something
/// could not be checked or shown.
#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) input: Input,

    /// How findings are shown; jsonl is one JSON object a line, and stable
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: CheckFormat,

    /// What is in the files: a reply each, or JSON Lines with a reply a line
    ///
    /// A line is an object such as {"text": "Hi Jo, …", "path": "7.md"}; the path is what findings call
    /// it. The settings of the folder you are in hold for all of them, and however many there are, memory
    /// stays as it is.
    #[arg(long, value_name = "FORM", default_value = "text")]
    pub(crate) from: ReplyForm,

    /// Show only errors: what must not reach a customer
    #[arg(long)]
    pub(crate) before_send: bool,

    /// Say also whose fact a sentence states, why a finding is milder, and which files were left out
    #[arg(long, short)]
    pub(crate) verbose: bool,
}

/// Apply the safe fixes: those that are true whatever the facts are
///
/// Fixes that only you can answer for are never applied; `aplomb check` shows them. A file that does
/// not change is not written. With - the fixed text goes to standard output.
///
/// Ends with 0 if nothing at warning or above is left, with 1 if there is, and with 2 if something
/// could not be fixed or shown. With --diff it ends with 1 if there is a difference.
#[derive(Debug, clap::Args)]
pub(crate) struct Fix {
    #[command(flatten)]
    pub(crate) input: Input,

    /// Show what would change, and write nothing
    #[arg(long)]
    pub(crate) diff: bool,
}

/// Print the text to send: without front matter, headers, notes and quote
///
/// A quote stays if you answer between its lines. While an error stands, such as an open
/// [[verify: …]], nothing is printed and the errors are listed.
#[derive(Debug, clap::Args)]
pub(crate) struct Reply {
    /// The draft, or - for standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,

    /// Print it although errors stand
    #[arg(long)]
    pub(crate) anyway: bool,

    /// The name of what comes on standard input, which says how it is written
    #[arg(long, value_name = "NAME")]
    pub(crate) stdin_filename: Option<PathBuf>,
}

/// List all rules, by family
#[derive(Debug, clap::Args)]
pub(crate) struct Rules {
    /// How rules are listed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: RulesFormat,
}

/// Explain a rule: why it speaks, and examples
#[derive(Debug, clap::Args)]
pub(crate) struct Explain {
    /// The rule's code, such as certainty-should
    #[arg(value_name = "CODE")]
    pub(crate) code: String,
}

/// Write an aplomb.toml to start with
///
/// In it the most useful settings wait as comments; nothing is set until you take a # off. A file that
/// is there already stays as it is.
#[derive(Debug, clap::Args)]
pub(crate) struct Init {
    /// The folder for whose drafts it is [default: the one you are in]
    #[arg(value_name = "FOLDER", conflicts_with = "user")]
    pub(crate) folder: Option<PathBuf>,

    /// Write your own file instead, which holds in all folders
    #[arg(long)]
    pub(crate) user: bool,
}

/// Show what is set, and where
#[derive(Debug, clap::Args)]
#[command(arg_required_else_help = true)]
pub(crate) struct Config {
    #[command(subcommand)]
    pub(crate) command: ConfigCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    Show(ConfigShow),
    Schema(ConfigSchema),
}

/// Show each setting that holds, with where it comes from
///
/// For a draft this counts its front matter in, and tells its mode. What your editor says is known to
/// your editor only.
#[derive(Debug, clap::Args)]
pub(crate) struct ConfigShow {
    /// A draft or a folder [default: the folder you are in]
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,

    /// How settings are shown
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: ConfigFormat,
}

/// Print the JSON Schema of aplomb.toml, for editors that complete and check TOML
#[derive(Debug, clap::Args)]
pub(crate) struct ConfigSchema {}

/// Forget how your replies begin and end
///
/// What Aplomb remembers of them are hashes in your state directory, by which it tells you of a line that
/// you use all the time. What you have switched off stays switched off. `remember-lines = false` in your
/// settings keeps anything of the kind from being remembered.
#[derive(Debug, clap::Args)]
pub(crate) struct Forget {}

/// List the snippets there are, or those that fit a draft
///
/// Your team's own, from the packs that your settings name, are marked “team”.
///
/// With --for it shows what would be offered in that draft, the best first, and why: at the top where
/// no greeting stands, and at the end of what you wrote.
#[derive(Debug, clap::Args)]
pub(crate) struct Snippets {
    /// Show what fits this draft, or - for standard input
    #[arg(long = "for", value_name = "DRAFT")]
    pub(crate) draft: Option<PathBuf>,

    /// The place in the draft, counted from 1 [default: the top and the end]
    #[arg(long, value_name = "LINE[:COL]", requires = "draft")]
    pub(crate) at: Option<Place>,

    /// Only those in this language, such as de; of a draft, what it is in where its words do not tell
    #[arg(long, value_name = "TAG")]
    pub(crate) language: Option<String>,

    /// How snippets are listed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: SnippetsFormat,
}

/// A place in a text, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: usize,
    /// The end of the line, where it is not said.
    pub(crate) column: Option<usize>,
}

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = |text: &str| match text.parse() {
            Ok(0) | Err(_) => {
                Err("a place is a line, such as 5, or a line and a column, such as 5:12".to_owned())
            }
            Ok(number) => Ok(number),
        };
        match text.split_once(':') {
            Some((line, column)) => Ok(Self { line: number(line)?, column: Some(number(column)?) }),
            None => Ok(Self { line: number(text)?, column: None }),
        }
    }
}

/// Check, begin and import packs: snippets and rules of your team's own
#[derive(Debug, clap::Args)]
#[command(arg_required_else_help = true)]
pub(crate) struct Pack {
    #[command(subcommand)]
    pub(crate) command: PackCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PackCommand {
    Check(PackCheck),
    New(PackNew),
    Import(PackImport),
}

/// Check packs: each rule's examples, and each snippet in a reply
///
/// A snippet is put into the reply that it is meant for, its blanks filled with its `test` values or
/// with plain words, and must get no warning there.
///
/// Ends with 0 if all is fine, with 1 if something is not, and with 2 if something could not be checked.
#[derive(Debug, clap::Args)]
pub(crate) struct PackCheck {
    /// Packs, or folders of packs [default: those that hold in the folder you are in]
    #[arg(value_name = "FILES")]
    pub(crate) files: Vec<PathBuf>,
}

/// Write a pack to start with, in which all that it takes is explained
///
/// Nothing is set in it until you take a # off. A file that is there already stays as it is.
#[derive(Debug, clap::Args)]
pub(crate) struct PackNew {
    /// Its name, for packs/NAME.toml, or a file
    #[arg(value_name = "NAME", default_value = "team")]
    pub(crate) name: PathBuf,
}

/// Make a pack of the snippets that you have in VS Code or espanso
///
/// Reads VS Code snippets (.code-snippets, .json) and espanso matches (.yml). What only a program can
/// fill in becomes a blank that says what belongs there. What cannot be brought along is listed with its
/// line. Read the pack once before you use it: `aplomb pack check` helps.
///
/// Ends with 0, or with 1 if a snippet was left out, and with 2 if the file could not be read.
#[derive(Debug, clap::Args)]
pub(crate) struct PackImport {
    /// The file with your snippets
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,

    /// Where the pack goes [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// The language of the snippets [default: what their words tell]
    #[arg(long, value_name = "TAG")]
    pub(crate) language: Option<String>,
}

const LSP_EXAMPLES: &str = "\
When something is wrong, have your editor start Aplomb in one of the first two ways:
  aplomb lsp --log ~/aplomb.log --trace     what happens, and which messages come and go
  aplomb lsp --record ~/aplomb-record.json  the conversation, to be sent to us
  aplomb lsp --replay aplomb-record.json    see what a recording shows

No word of a draft is in any of them. A recording keeps methods, codes, numbers and places. Of
all other words, names of files, customers and settings too, it keeps the shape: “Hi Maria, ok?”
is written as “Xx Xxxxx, xx?”. So it does show how long words are, and which marks stand between
them.";

/// Run the language server on standard input and output, for editors
///
/// Standard error has warnings, and what RUST_LOG asks for, such as RUST_LOG=debug. Nothing is written
/// to a file that you did not name.
#[derive(Debug, clap::Args)]
#[command(after_help = LSP_EXAMPLES)]
pub(crate) struct Lsp {
    /// Write what happens to the end of FILE as well; no word of a draft is in it
    #[arg(long, value_name = "FILE")]
    pub(crate) log: Option<PathBuf>,

    /// Log each message too, by its method, size and time
    #[arg(long)]
    pub(crate) trace: bool,

    /// Write the conversation to the end of FILE, with all words masked, for a bug report
    #[arg(long, value_name = "FILE")]
    pub(crate) record: Option<PathBuf>,

    /// Play a recording to a new server, and tell what came of it
    ///
    /// Your settings are not read, and nothing is kept. The words of a recording are masked, so other
    /// findings come of it; that every request is answered and nothing breaks is what it shows.
    ///
    /// Ends with 0 if so, else with 1, and with 2 if the file could not be read.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["log", "trace", "record"])]
    pub(crate) replay: Option<PathBuf>,

    /// What many editors append
    #[arg(long, hide = true, action = clap::ArgAction::Count)]
    pub(crate) stdio: u8,

    /// Whatever else an editor appends
    #[arg(hide = true, trailing_var_arg = true, allow_hyphen_values = true)]
    pub(crate) ignored: Vec<OsString>,
}

const INSTALL_COMPLETIONS: &str = "\
Examples:
  aplomb completions bash > ~/.local/share/bash-completion/completions/aplomb
  aplomb completions zsh > ~/.zfunc/_aplomb
  aplomb completions fish > ~/.config/fish/completions/aplomb.fish
  aplomb completions elvish > ~/.config/elvish/lib/aplomb.elv
  aplomb completions powershell >> $PROFILE

They hold in the next shell that you open. A folder that is missing wants to be made first.
In ~/.zshrc, zsh needs:          fpath+=~/.zfunc; autoload -Uz compinit; compinit
In elvish's rc.elv stands:       use aplomb";

/// Print completions for your shell: commands, options and their values at the Tab key
#[derive(Debug, clap::Args)]
#[command(after_help = INSTALL_COMPLETIONS)]
pub(crate) struct Completions {
    /// Your shell
    #[arg(value_name = "SHELL")]
    pub(crate) shell: Shell,
}

const INSTALL_MAN: &str = "\
Examples:
  aplomb man ~/.local/share/man/man1    then `man aplomb` and `man aplomb-check` show them";

/// Write the manual pages into a folder, one for each command
///
/// A folder that is missing is made, and pages of another version are replaced.
#[derive(Debug, clap::Args)]
#[command(after_help = INSTALL_MAN)]
pub(crate) struct Man {
    /// Where they go
    #[arg(value_name = "FOLDER")]
    pub(crate) folder: PathBuf,
}

/// What to read.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Input {
    /// Files and folders, or - for standard input
    #[arg(value_name = "FILES")]
    pub(crate) files: Vec<PathBuf>,

    /// The name of what comes on standard input, which says how it is written
    #[arg(long, value_name = "NAME")]
    pub(crate) stdin_filename: Option<PathBuf>,

    /// How much is said, whatever the settings say
    #[arg(long, value_name = "PROFILE")]
    pub(crate) profile: Option<ProfileName>,

    /// What is in the files. Not every command lets one choose
    #[arg(skip)]
    pub(crate) form: ReplyForm,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// For people
    Human,
    /// One JSON object a finding
    Jsonl,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReplyForm {
    /// A file is a reply
    #[default]
    Text,
    /// A line is a JSON object with the text of a reply
    Jsonl,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RulesFormat {
    /// For people
    Human,
    /// One JSON array
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SnippetsFormat {
    /// For people
    Human,
    /// One JSON array
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ConfigFormat {
    /// For people
    Human,
    /// One JSON object
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProfileName {
    /// Errors, and what every customer feels
    Calm,
    /// What matters most
    Standard,
    /// All there is
    Coach,
    /// What holds for saved replies
    Macro,
}

impl From<ProfileName> for Profile {
    fn from(name: ProfileName) -> Self {
        match name {
            ProfileName::Calm => Self::Calm,
            ProfileName::Standard => Self::Standard,
            ProfileName::Coach => Self::Coach,
            ProfileName::Macro => Self::Macro,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EditorName {
    /// Neovim 0.11 or newer
    Nvim,
    /// Visual Studio Code
    Code,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// In a file or a pipe too
    Always,
    /// None
    Never,
}

impl Color {
    /// Makes it hold for all output.
    pub(crate) fn set(self) {
        match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}
