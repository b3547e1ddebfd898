//! The command line of Aplomb, and the door to its language server.

mod args;
mod check;
mod completions;
mod config;
mod exit;
mod explain;
mod fix;
mod forget;
mod init;
mod lsp;
mod man;
mod ordered;
mod pack;
mod progress;
mod reply;
mod report;
mod rows;
mod rules;
mod setup;
mod snippets;
mod survey;
mod targets;
mod terminal;
mod tryout;
mod written;

use std::io;
use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use exit::Exit;
use terminal::Terminal;

fn main() -> ExitCode {
    say_only_where_it_broke();
    let args = Args::parse();
    args.color.set();
    if let Command::Lsp(options) = &args.command {
        return lsp::run(options);
    }
    let judges = matches!(
        args.command,
        Command::Check(_) | Command::Fix(_) | Command::Reply(_) | Command::Pack(_)
    );
    let mut terminal = Terminal::new();
    match run(args.command, &mut terminal).and_then(|exit| terminal.flush().map(|()| exit)) {
        Ok(exit) => exit.into(),
        // Whoever read the output has seen enough. But what was not judged to its end is not fine for that.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            if judges { Exit::Failed } else { Exit::Clean }.into()
        }
        Err(error) => {
            terminal.error(&format!("the output could not be written: {error}"));
            Exit::Failed.into()
        }
    }
}

fn run(command: Command, terminal: &mut Terminal) -> io::Result<Exit> {
    match command {
        Command::Try(options) => tryout::run(&options, terminal),
        Command::Check(options) => check::run(&options, terminal),
        Command::Fix(options) => fix::run(&options, terminal),
        Command::Reply(options) => reply::run(&options, terminal),
        Command::Rules(options) => rules::run(&options, terminal),
        Command::Explain(options) => explain::run(&options, terminal),
        Command::Init(options) => init::run(&options, terminal),
        Command::Forget(_) => forget::run(terminal),
        Command::Config(options) => config::run(&options.command, terminal),
        Command::Snippets(options) => snippets::run(&options, terminal),
        Command::Pack(options) => pack::run(&options.command, terminal),
        Command::Completions(options) => completions::run(&options, terminal),
        Command::Man(options) => man::run(&options, terminal),
        Command::Lsp(_) => unreachable!("the server has taken over before"),
    }
}

/// The message of a panic may hold a customer's words, so only the place is told.
fn say_only_where_it_broke() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map_or_else(String::new, |at| format!(" at {at}"));
        let text = format!("Aplomb broke{place}; please report this line, without the draft\n");
        // Nothing can be done where even this cannot be written.
        let _ = io::Write::write_all(&mut io::stderr(), text.as_bytes());
    }));
}
