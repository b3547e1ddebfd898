//! Standard output and standard error.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::ops::RangeInclusive;

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};

/// For what went wrong.
const ERROR: Style = AnsiColor::Red.on_default().bold();
/// For what deserves a look.
const WARNING: Style = AnsiColor::Yellow.on_default().bold();

/// Where a command writes. Colours are taken out where they are not wanted.
pub(crate) struct Terminal {
    out: BufWriter<AutoStream<io::StdoutLock<'static>>>,
}

impl Terminal {
    pub(crate) fn new() -> Self {
        Self { out: BufWriter::new(AutoStream::auto(io::stdout().lock())) }
    }

    /// Writes to standard output.
    pub(crate) fn print(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    /// Writes to standard output what is meant for other programs: as it is, to the byte.
    pub(crate) fn print_raw(&mut self, text: &str) -> io::Result<()> {
        self.out.flush()?;
        let mut out = io::stdout();
        out.write_all(text.as_bytes())?;
        out.flush()
    }

    /// Says on standard error what went wrong.
    pub(crate) fn error(&mut self, message: &str) {
        self.aside(&format!("{ERROR}error{ERROR:#}: {}\n", one_line(message)));
    }

    /// Says on standard error what deserves a look.
    pub(crate) fn warning(&mut self, message: &str) {
        self.aside(&format!("{WARNING}warning{WARNING:#}: {}\n", one_line(message)));
    }

    /// Writes to standard error, after all that was printed before.
    pub(crate) fn aside(&mut self, text: &str) {
        // Where standard output is gone, the next print tells; where standard error is gone, nobody
        // is left to be told.
        let _ = self.out.flush();
        let _ = anstream::stderr().write_all(text.as_bytes());
    }

    /// Writes out what is still held back.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Whether somebody watches standard error.
    pub(crate) fn is_watched() -> bool {
        io::stderr().is_terminal()
    }
}

/// A text in which nothing can steer the terminal: no control characters, and none that turn the
/// direction of what follows.
pub(crate) fn clean(text: &str) -> String {
    const TURNS: [RangeInclusive<char>; 2] = ['\u{202a}'..='\u{202e}', '\u{2066}'..='\u{2069}'];
    let steers =
        |c: char| (c.is_control() && c != '\n') || TURNS.iter().any(|range| range.contains(&c));
    text.chars().map(|c| if steers(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// As [`clean`], for what stands within a line, such as the name of a file: nothing in it begins a line of its
/// own.
pub(crate) fn one_line(text: &str) -> String {
    clean(text).replace('\n', "\u{fffd}")
}

/// A number with its noun: "1 reply", "2 replies".
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
