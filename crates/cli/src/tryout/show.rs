//! The story in the terminal, in four steps.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use aplomb_core::{Severity, Span};

use super::place::REPLY;
use super::story::{Mark, QUOTE, Story, TYPED};
use crate::report::marked;
use crate::terminal::{clean, count};

const HEADING: Style = Style::new().bold();
const NOTE: Style = Style::new().dimmed();
const NEW: Style = AnsiColor::Green.on_default();
/// The colours of the marks under the draft.
const GRAVE: Style = AnsiColor::Yellow.on_default().bold();
const MILD: Style = AnsiColor::BrightBlue.on_default().bold();

/// A line is at most so many characters wide.
const WIDTH: usize = 90;
/// So many completions are shown of those that there are.
const OFFERS: usize = 3;
/// As wide as what stands to the left of a text: the name of a severity, or of a place.
const MARGIN: usize = 12;

/// All that is shown.
pub(crate) fn show(story: &Story) -> String {
    let mut out = String::from(
        "Aplomb reads a reply before your customer does. This is its language server at work, the\n\
         one that your editor talks to; the draft is a sample, and nothing leaves your machine.\n",
    );
    heading(1, "A draft, and what Aplomb marks in it", &mut out);
    let places = story.marks.iter().map(|mark| (mark.span, mark.severity));
    for line in marked(REPLY, places).lines() {
        let _ = writeln!(out, "   {line}");
    }
    let quote = REPLY.find(QUOTE).unwrap_or(0);
    if story.marks.iter().all(|mark| mark.span.end <= quote) {
        note(
            "What your customer wrote is theirs, doubts and all: nothing in it is marked.",
            &mut out,
        );
    }
    heading(2, "What it says, and the ways out it offers", &mut out);
    for mark in &story.marks {
        say(mark, &mut out);
    }
    heading(3, "The draft with the first way out of each", &mut out);
    draft(story, &mut out);
    let left = match story.left {
        0 => "Checked again: nothing left to change.".to_owned(),
        left => format!("Checked again: {} left.", count(left, "mark is", "marks are")),
    };
    out.push('\n');
    note(&left, &mut out);
    out.push_str(
        "   “I checked” is yours to say: Aplomb never takes that step for you. Where you did not\n   \
         check yet, leave a mark, and it reminds you before you send.\n",
    );
    heading(4, "What it completes as you type", &mut out);
    offers(&format!("{TYPED} at the top"), &story.greetings, &mut out);
    offers("at the end", &story.farewells, &mut out);
    next(story, &mut out);
    out
}

fn heading(number: usize, title: &str, out: &mut String) {
    let _ = writeln!(out, "\n{HEADING}{number}  {title}{HEADING:#}");
}

fn note(text: &str, out: &mut String) {
    let _ = writeln!(out, "   {NOTE}{text}{NOTE:#}");
}

fn say(mark: &Mark, out: &mut String) {
    let style = if mark.severity >= Severity::Warning { GRAVE } else { MILD };
    let severity = mark.severity.as_str();
    let message = cut(&mark.message, WIDTH - MARGIN - 5);
    let _ = writeln!(out, "   {style}{severity:MARGIN$}{style:#}  {message}");
    for fix in &mark.fixes {
        let title = cut(&fix.title, WIDTH - MARGIN - 7);
        let _ = writeln!(out, "   {:MARGIN$}  {NEW}→{NEW:#} {title}", "");
    }
}

/// The writer's own part of the draft, with the new words in colour.
fn draft(story: &Story, out: &mut String) {
    let own = &story.mended[..story.mended.find(QUOTE).unwrap_or(story.mended.len())];
    let mut start = 0;
    for line in own.split_inclusive('\n') {
        let here = Span::new(start, start + line.trim_end().len());
        start += line.len();
        if here.is_empty() {
            out.push('\n');
            continue;
        }
        out.push_str("   ");
        let mut at = here.start;
        for new in &story.new {
            // Each line has its own colours, so that none goes on into the next.
            let (from, to) = (new.start.max(at), new.end.min(here.end));
            if from < to {
                let (old, new) = (&own[at..from], &own[from..to]);
                let _ = write!(out, "{}{NEW}{}{NEW:#}", clean(old), clean(new));
                at = to;
            }
        }
        let _ = writeln!(out, "{}", clean(&own[at..here.end]));
    }
}

fn offers(place: &str, labels: &[String], out: &mut String) {
    let mut place = place;
    for label in labels.iter().take(OFFERS) {
        let label = cut(label, WIDTH - MARGIN - 5);
        let _ = writeln!(out, "   {NOTE}{place:MARGIN$}{NOTE:#}  {label}");
        place = "";
    }
}

fn next(story: &Story, out: &mut String) {
    let code = story.marks.iter().find(|mark| mark.severity >= Severity::Warning);
    let explain = code.map(|mark| format!("aplomb explain {}", mark.code));
    let steps = [
        ("aplomb check FILE", "the same for a reply of yours"),
        (explain.as_deref().unwrap_or("aplomb rules"), "why it speaks, with examples"),
        ("aplomb try --editor nvim", "this draft in Neovim, or with code in VS Code"),
        ("aplomb lsp", "the server, for your editor's set-up: see the README"),
    ];
    let _ = writeln!(out, "\n{HEADING}Next{HEADING:#}");
    for (command, what) in steps {
        let _ = writeln!(out, "   {command:32}  {NOTE}{what}{NOTE:#}");
    }
}

/// As much of a text as fits.
fn cut(text: &str, width: usize) -> String {
    let text = clean(text);
    if text.chars().count() <= width {
        return text;
    }
    let head: String = text.chars().take(width - 1).collect();
    format!("{}…", head.trim_end())
}
