//! The snippet model.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::parse::SnippetError;
use super::template::Template;
use super::variables::Variables;
use crate::document::Document;

/// A snippet: text with tab stops.
///
/// What a tab stop holds is *wording*, which is safe to send as it stands, or a *blank*, a fact that
/// only the writer has. A blank shows as `[[fill: …]]` in every form, so that one that was skipped is
/// still seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    parts: Vec<Part>,
}

/// A part of a snippet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text as it is.
    Text(String),
    /// A tab stop with wording that is safe to send. A blank inside it stands as its mark.
    Wording(u32, String),
    /// A tab stop for a fact that only the writer has, with what it is.
    Blank(u32, String),
    /// A tab stop with wordings to choose from, the first selected. Where choosing takes a fact, the
    /// first is the mark of a blank.
    Choice(u32, Vec<String>),
    /// What stands at the tab stop of that number, once more.
    Mirror(u32),
    /// Where the cursor ends.
    End,
}

/// The mark of a blank, as it stands in the draft.
pub(super) fn mark(what: &str) -> String {
    format!("{MARK}{what}]]")
}

/// A label is at most so many letters long.
const LONGEST_LABEL: usize = 60;

const MARK: &str = "[[fill: ";

/// The text with `…` in the place of marks.
fn without_marks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(MARK) {
        out.push_str(before);
        out.push('…');
        rest = after.split_once("]]").map_or("", |(_, rest)| rest);
    }
    out + rest
}

impl Snippet {
    /// A snippet of these parts.
    #[must_use]
    pub fn new(parts: Vec<Part>) -> Self {
        Self { parts }
    }

    /// Reads a body in the form of packs, with no variable known: each gives its own wording or a
    /// blank.
    ///
    /// # Errors
    ///
    /// What is wrong in the body, and where.
    pub fn parse(body: &str) -> Result<Self, SnippetError> {
        Template::parse(body).map(|template| template.resolve(&Variables::default()))
    }

    /// The parts, in order.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The text for a client that knows no tab stops: wordings as they are, blanks as `[[fill: …]]`.
    #[must_use]
    pub fn plain(&self) -> String {
        self.filled(&BTreeMap::new())
    }

    /// [`Self::plain`] with these texts at the tab stops of these numbers.
    #[must_use]
    pub fn filled(&self, values: &BTreeMap<u32, String>) -> String {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::End => {}
                Part::Mirror(n) => out.push_str(&self.at_stop(*n, values)),
                stop => out.push_str(&shown(stop, values)),
            }
        }
        out
    }

    /// [`Self::plain`] on one line: some clients without tab stops write a line break into the file
    /// as another character.
    #[must_use]
    pub fn plain_line(&self) -> String {
        let plain = self.plain();
        let lines = plain.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join(" ")
    }

    /// What it says, on one line, with `…` for blanks, and cut where it is long.
    #[must_use]
    pub fn label(&self) -> String {
        let plain = without_marks(&self.plain());
        let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.chars().count() <= LONGEST_LABEL {
            return line;
        }
        let cut: String = line.chars().take(LONGEST_LABEL - 1).collect();
        format!("{}…", cut.trim_end())
    }

    /// The snippet in the grammar of the Language Server Protocol, for any client: of a choice stands
    /// the first wording, since Neovim leaves a choice empty until it is reached, and YASnippet shows
    /// the grammar. A blank is selected as `[[fill: …]]`, so that a skipped one is still seen.
    #[must_use]
    pub fn lsp(&self) -> String {
        self.written(&['\\', '$'], None)
    }

    /// [`Self::lsp`] with all choices, for clients that insert the first and show the others, as
    /// VS Code does.
    #[must_use]
    pub fn lsp_with_choices(&self) -> String {
        self.written(&['\\', '$'], Some(&['\\', '$', '}', ',', '|']))
    }

    /// [`Self::lsp`] for Emacs, whose clients hand it to YASnippet, which runs what stands between
    /// backquotes.
    #[must_use]
    pub fn yasnippet(&self) -> String {
        self.written(&['\\', '$', '`'], None)
    }

    /// With a backslash before what is `special`, and in choices, if they are wanted, before what is
    /// special there.
    fn written(&self, special: &[char], in_choices: Option<&[char]>) -> String {
        let in_braces: Vec<_> = special.iter().copied().chain(['}']).collect();
        let mut out = String::new();
        for (at, part) in self.parts.iter().enumerate() {
            let next = self.parts.get(at + 1);
            match part {
                Part::Text(text) => escape(text, special, &mut out),
                Part::Wording(n, text) if text.is_empty() => bare(*n, next, &mut out),
                Part::Wording(n, text) => placeholder(*n, text, &in_braces, &mut out),
                Part::Blank(n, what) => placeholder(*n, &mark(what), &in_braces, &mut out),
                Part::Choice(n, choices) => match in_choices {
                    Some(special) => choice(*n, choices, special, &mut out),
                    None => {
                        let first = choices.first().map_or("", String::as_str);
                        placeholder(*n, first, &in_braces, &mut out);
                    }
                },
                Part::Mirror(n) => bare(*n, next, &mut out),
                Part::End => bare(0, next, &mut out),
            }
        }
        out
    }

    /// The snippet with the wording `choice` of its first choice selected.
    #[must_use]
    pub(super) fn with_choice(mut self, choice: usize) -> Self {
        let first = self.parts.iter_mut().find_map(|part| match part {
            Part::Choice(_, choices) => Some(choices),
            _ => None,
        });
        if let Some(choices) = first.filter(|choices| choice < choices.len()) {
            choices[..=choice].rotate_right(1);
        }
        self
    }

    /// The snippet with the apostrophes of the draft that it goes into.
    #[must_use]
    pub(crate) fn spelled_as(mut self, draft: &Document<'_>) -> Self {
        if !draft.is_curly {
            return self;
        }
        for part in &mut self.parts {
            match part {
                Part::Text(text) | Part::Wording(_, text) => *text = text.replace('\'', "’"),
                Part::Choice(_, choices) => {
                    for choice in choices {
                        *choice = choice.replace('\'', "’");
                    }
                }
                Part::Blank(..) | Part::Mirror(_) | Part::End => {}
            }
        }
        self
    }

    /// The snippet after `text`.
    #[must_use]
    pub(crate) fn after(mut self, text: &str) -> Self {
        if !text.is_empty() {
            self.parts.insert(0, Part::Text(text.to_owned()));
        }
        self
    }

    /// The snippet, then `text`, then another snippet, whose tab stops count on.
    #[must_use]
    pub(crate) fn join(mut self, text: &str, other: Self) -> Self {
        self.parts.retain(|part| *part != Part::End);
        let most = self.parts.iter().filter_map(Part::stop).max().unwrap_or(0);
        self.parts.push(Part::Text(text.to_owned()));
        self.parts.extend(other.parts.into_iter().map(|part| match part {
            Part::Wording(n, text) => Part::Wording(n + most, text),
            Part::Blank(n, what) => Part::Blank(n + most, what),
            Part::Choice(n, choices) => Part::Choice(n + most, choices),
            Part::Mirror(n) => Part::Mirror(n + most),
            same @ (Part::Text(_) | Part::End) => same,
        }));
        self
    }

    /// The snippet without the place at which the cursor ends, and without blanks at its end.
    #[must_use]
    pub(crate) fn without_end(mut self) -> Self {
        self.parts.retain(|part| *part != Part::End);
        if let Some(Part::Text(text)) = self.parts.last_mut() {
            text.truncate(text.trim_end().len());
        }
        self
    }

    /// The snippet with up to `count` of the line breaks at its end left out.
    #[must_use]
    pub(super) fn with_fewer_breaks(mut self, count: usize) -> Self {
        let last = self.parts.iter_mut().rev().find(|part| **part != Part::End);
        if let Some(Part::Text(text)) = last {
            let breaks = text.len() - text.trim_end_matches('\n').len();
            text.truncate(text.len() - breaks.min(count));
        }
        self
    }

    /// What stands at a tab stop.
    fn at_stop<'s>(&'s self, number: u32, values: &'s BTreeMap<u32, String>) -> Cow<'s, str> {
        self.parts
            .iter()
            .find(|part| part.stop() == Some(number))
            .map_or(Cow::Borrowed(""), |part| shown(part, values))
    }
}

impl Part {
    /// The number of the tab stop that this part defines.
    #[must_use]
    pub fn stop(&self) -> Option<u32> {
        match self {
            Self::Wording(n, _) | Self::Blank(n, _) | Self::Choice(n, _) => Some(*n),
            Self::Text(_) | Self::Mirror(_) | Self::End => None,
        }
    }
}

fn shown<'s>(part: &'s Part, values: &'s BTreeMap<u32, String>) -> Cow<'s, str> {
    if let Some(value) = part.stop().and_then(|n| values.get(&n)) {
        return Cow::Borrowed(value);
    }
    match part {
        Part::Wording(_, text) => Cow::Borrowed(text),
        Part::Blank(_, what) => Cow::Owned(mark(what)),
        Part::Choice(_, choices) => Cow::Borrowed(choices.first().map_or("", String::as_str)),
        Part::Text(_) | Part::Mirror(_) | Part::End => Cow::Borrowed(""),
    }
}

fn placeholder(number: u32, text: &str, special: &[char], out: &mut String) {
    out.push_str(&format!("${{{number}:"));
    escape(text, special, out);
    out.push('}');
}

fn choice(number: u32, choices: &[String], special: &[char], out: &mut String) {
    out.push_str(&format!("${{{number}|"));
    for (at, choice) in choices.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        escape(choice, special, out);
    }
    out.push_str("|}");
}

/// A stop with nothing in it. Some clients know no braces here; only a digit after it needs them.
fn bare(number: u32, next: Option<&Part>, out: &mut String) {
    match next {
        Some(Part::Text(text)) if text.starts_with(|c: char| c.is_ascii_digit()) => {
            out.push_str(&format!("${{{number}}}"));
        }
        _ => out.push_str(&format!("${number}")),
    }
}

fn escape(text: &str, special: &[char], out: &mut String) {
    for c in text.chars() {
        if special.contains(&c) {
            out.push('\\');
        }
        out.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snippet() -> Snippet {
        Snippet::new(vec![
            Part::Text("Hi ".into()),
            Part::Wording(1, "Ka$h} O’Neill\\".into()),
            Part::Text(",\n\nI did $5 of ".into()),
            Part::Blank(2, "what {you} did".into()),
            Part::Text(" for ".into()),
            Part::Mirror(1),
            Part::Text(".\n".into()),
            Part::Choice(3, vec!["Best, really".into(), "A|B".into()]),
            Part::Text(",\n".into()),
            Part::Wording(4, String::new()),
            Part::End,
        ])
    }

    #[test]
    fn what_clients_would_read_as_grammar_is_escaped() {
        assert_eq!(
            snippet().lsp_with_choices(),
            "Hi ${1:Ka\\$h\\} O’Neill\\\\},\n\nI did \\$5 of ${2:[[fill: what {you\\} did]]} for $1.\n\
             ${3|Best\\, really,A\\|B|},\n$4$0"
        );
    }

    #[test]
    fn a_client_without_choices_gets_the_first() {
        assert!(snippet().lsp().contains("\n${3:Best, really},\n"), "{}", snippet().lsp());
    }

    #[test]
    fn a_stop_does_not_take_up_the_digit_after_it() {
        let parts = vec![Part::Wording(1, "a".into()), Part::Mirror(1), Part::Text("5".into())];
        assert_eq!(Snippet::new(parts).lsp(), "${1:a}${1}5");
    }

    #[test]
    fn emacs_gets_nothing_to_run() {
        let parts = vec![
            Part::Text("Run `x` ".into()),
            Part::Wording(1, "`(kill-emacs)` {$}".into()),
            Part::Choice(2, vec!["Best, `a`".into(), "Warmly".into()]),
        ];
        assert_eq!(
            Snippet::new(parts).yasnippet(),
            "Run \\`x\\` ${1:\\`(kill-emacs)\\` {\\$\\}}${2:Best, \\`a\\`}"
        );
    }

    #[test]
    fn plain_text_keeps_blanks_in_sight() {
        assert_eq!(
            snippet().plain(),
            "Hi Ka$h} O’Neill\\,\n\nI did $5 of [[fill: what {you} did]] for Ka$h} O’Neill\\.\nBest, really,\n"
        );
    }

    #[test]
    fn one_line_has_no_line_break() {
        let line = snippet().plain_line();
        assert_eq!(
            line,
            "Hi Ka$h} O’Neill\\, I did $5 of [[fill: what {you} did]] for Ka$h} O’Neill\\. Best, really,"
        );
    }

    #[test]
    fn values_fill_stops_and_their_mirrors() {
        let values = BTreeMap::from([(1, "Jo".to_owned()), (2, "it".to_owned())]);
        assert_eq!(snippet().filled(&values), "Hi Jo,\n\nI did $5 of it for Jo.\nBest, really,\n");
    }
}
