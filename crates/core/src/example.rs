//! Examples on rule pages, which run as tests: `## Flagged` and `## Clean`, one a line.
//!
//! | Part | Meaning |
//! |---|---|
//! | `<\|should be\|>` | the words that are flagged |
//! | ` # advice` | a note, for the reader of the page |
//! | `[Q: …]` | what the customer wrote: quoted below the reply |
//! | `[F: key=value, key=value]` | front matter |
//! | `[M: chat]` | the mode |
//! | `[S: spellings=WordPress, terms.user=member, people=Ana, links.price list=https://…]` | settings of the team |
//! | `[H: "line" x3; saved "…"]` | lines that the writer used of late, and saved replies |
//! | `\n` | a line break |

use std::sync::Arc;

use crate::catalog::Catalog;
use crate::check::check;
use crate::history::{RecentLines, SavedReplies};
use crate::input::Input;
use crate::settings::{Level, Link, Profile, Term};
use crate::text::Span;

/// An example on a rule's page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Example {
    /// What the customer wrote, where it matters.
    pub quote: Option<String>,
    /// Front matter, where it matters.
    pub fields: Vec<(String, String)>,
    /// What the team has set, where it matters.
    pub settings: Vec<(String, String)>,
    /// Lines that the writer used of late, each as often as it was used, where it matters.
    pub recent: Vec<String>,
    /// Replies that the team has saved, where it matters.
    pub saved: Vec<String>,
    /// The reply.
    pub body: String,
    /// The words that are flagged, as bytes of the body; an empty span is a place where something is
    /// missing.
    pub marks: Vec<Span>,
    /// Why it is on the page, where that is not plain.
    pub note: Option<String>,
}

impl Example {
    /// Reads a line of a rule's page.
    #[must_use]
    pub fn parse(line: &str) -> Self {
        let mut out = Self::default();
        let (mut rest, note) = match line.split_once(" # ") {
            Some((rest, note)) => (rest.trim(), Some(note.trim().to_owned())),
            None => (line.trim(), None),
        };
        out.note = note;
        while let Some((kind, value, after)) = header(rest) {
            match kind {
                'Q' => out.quote = Some(value.replace("\\n", "\n")),
                'S' => out.read_settings(value),
                'H' => out.read_history(value),
                'M' => out.fields.push(("mode".into(), value.into())),
                _ => out.read_fields(value),
            }
            rest = after.trim_start();
        }
        out.read_body(&rest.replace("\\n", "\n"));
        out
    }

    fn read_fields(&mut self, value: &str) {
        for field in value.split(", ") {
            match field.split_once('=').filter(|(key, _)| !key.contains(' ')) {
                Some((key, value)) => self.fields.push((key.into(), value.into())),
                // "Ruiz, Maria" is one value.
                None => {
                    if let Some((_, value)) = self.fields.last_mut() {
                        value.push_str(", ");
                        value.push_str(field);
                    }
                }
            }
        }
    }

    /// `"line" x3; saved "…"`.
    fn read_history(&mut self, value: &str) {
        for entry in value.split("; ") {
            let mut parts = entry.split('"');
            let (head, Some(line)) = (parts.next().unwrap_or(""), parts.next()) else { continue };
            if head.trim() == "saved" {
                self.saved.push(line.to_owned());
                continue;
            }
            let times = parts.next().and_then(|tail| tail.trim().strip_prefix('x')?.parse().ok());
            self.recent.extend(std::iter::repeat_n(line.to_owned(), times.unwrap_or(1)));
        }
    }

    fn read_settings(&mut self, value: &str) {
        let settings = value.split(", ").filter_map(|setting| setting.split_once('='));
        self.settings.extend(settings.map(|(key, value)| (key.into(), value.into())));
    }

    /// Adds the team's settings to what a draft is checked with.
    pub(crate) fn set(&self, input: &mut Input) {
        input.recent = RecentLines::of_lines(&self.recent);
        let mut saved = SavedReplies::default();
        for (number, text) in (1..).zip(&self.saved) {
            saved.add(&format!("saved reply {number}"), text);
        }
        input.saved = Arc::new(saved);
        for (key, value) in &self.settings {
            let settings = &mut input.settings;
            match key.split_once('.').unwrap_or((key, "")) {
                ("terms", words) => {
                    let term = Term { prefer: value.clone(), ..Term::default() };
                    settings.terms.insert(words.to_owned(), term);
                }
                ("links", words) => {
                    let link = Link { url: value.clone(), ..Link::default() };
                    settings.links.insert(words.to_owned(), link);
                }
                ("spellings", _) => settings.spellings.push(value.clone()),
                ("domains", _) => settings.domains.push(value.clone()),
                ("internal-hosts", _) => settings.internal_hosts.push(value.clone()),
                ("company", _) => settings.company = Some(value.clone()),
                ("variables", _) => settings.variables.push(value.clone()),
                ("people", _) => {
                    settings.people.insert(value.clone(), String::new());
                }
                _ => {}
            }
        }
    }

    fn read_body(&mut self, mut rest: &str) {
        let mut open = None;
        while let Some(at) = rest.find(['<', '|']) {
            let (before, tail) = rest.split_at(at);
            self.body.push_str(before);
            if let Some(after) = tail.strip_prefix("<|") {
                open = Some(self.body.len());
                rest = after;
            } else if let (Some(start), Some(after)) = (open, tail.strip_prefix("|>")) {
                self.marks.push(Span::new(start, self.body.len()));
                open = None;
                rest = after;
            } else {
                self.body.push_str(&tail[..1]);
                rest = &tail[1..];
            }
        }
        self.body.push_str(rest);
    }

    /// The whole draft, and the flagged words as bytes of it.
    #[must_use]
    pub fn draft(&self) -> (String, Vec<Span>) {
        let mut text = String::new();
        if !self.fields.is_empty() {
            let fields = self.fields.iter().map(|(key, value)| format!("{key}: {value}\n"));
            text = format!("---\n{}---\n", fields.collect::<String>());
        }
        let start = text.len();
        text.push_str(&self.body);
        if let Some(quote) = &self.quote {
            let quoted: Vec<_> = quote.lines().map(|line| format!("> {line}")).collect();
            text.push_str(&format!("\n\n{}", quoted.join("\n")));
        }
        let marks = self.marks.iter();
        (text, marks.map(|mark| Span::new(start + mark.start, start + mark.end)).collect())
    }

    /// The reply on one line, in pieces: whether each is flagged, and its words. A place where
    /// something is missing shows as `‸`.
    #[must_use]
    pub fn pieces(&self) -> Vec<(bool, String)> {
        let mut out = Vec::new();
        let mut at = 0;
        for mark in &self.marks {
            out.push((false, one_line(&self.body[at..mark.start])));
            let words = if mark.is_empty() { "‸" } else { mark.of(&self.body) };
            out.push((true, one_line(words)));
            at = mark.end;
        }
        out.push((false, one_line(&self.body[at..])));
        out.retain(|(_, words)| !words.is_empty());
        out
    }

    /// What one has to know to read the example, in words: "they signed …", "mode: chat".
    #[must_use]
    pub fn given(&self) -> Vec<String> {
        let quote = self.quote.iter().map(|quote| format!("they wrote “{}”", one_line(quote)));
        let fields = self.fields.iter().map(|(key, value)| format!("{key}: {value}"));
        let settings = self.settings.iter().map(|(key, value)| format!("{key} = “{value}”"));
        let recent = self
            .recent
            .first()
            .map(|line| format!("you wrote “{line}” {} times of late", self.recent.len()));
        let saved = self.saved.iter().map(|text| format!("a saved reply is “{}”", one_line(text)));
        quote.chain(fields).chain(settings).chain(recent).chain(saved).collect()
    }
}

/// The text with `↵` for its line breaks.
fn one_line(text: &str) -> String {
    text.replace("\n\n", " ¶ ").replace('\n', " ↵ ")
}

/// A bracketed header at the front of an example: its kind, its value, what follows.
fn header(text: &str) -> Option<(char, &str, &str)> {
    let kind = text.strip_prefix('[')?.chars().next().filter(|c| "QFMSH".contains(*c))?;
    let inner = text[2..].strip_prefix(": ")?;
    let end = inner.find(']')?;
    Some((kind, &inner[..end], &inner[end + 1..]))
}

/// A check in which no rule speaks; hints count for one that is taken out of the settings.
pub(crate) fn silent(catalog: &Catalog) -> Input {
    let mut input = Input::default();
    input.settings.profile = Profile::Coach;
    input.settings.rules =
        catalog.rules().map(|meta| (meta.code.to_string(), Level::Off)).collect();
    input
}

impl Example {
    /// How the example does not come out as it is written, if it does not: a flagged one has exactly its
    /// marks, a clean one none.
    pub(crate) fn failure(
        &self,
        flagged: bool,
        alone: &Input,
        catalog: &Catalog,
    ) -> Option<String> {
        let (text, marks) = self.draft();
        let mut input = alone.clone();
        self.set(&mut input);
        let findings = check(&text, &input, catalog).findings;
        let spans: Vec<_> = findings.iter().map(|finding| finding.span).collect();
        let words = |spans: &[Span]| {
            let words: Vec<_> = spans.iter().map(|span| format!("“{}”", span.of(&text))).collect();
            if words.is_empty() { "nothing".to_owned() } else { words.join(" and ") }
        };
        match flagged {
            true if marks.is_empty() => {
                Some("this example shows no mark; put <| and |> around the words".to_owned())
            }
            true if spans != marks => Some(format!(
                "this example is to mark {}, and what is marked is {}",
                words(&marks),
                words(&spans)
            )),
            false if !spans.is_empty() => {
                Some(format!("this example is clean, and {} is marked in it", words(&spans)))
            }
            false if !marks.is_empty() => {
                Some("this example is clean, so it has no marks".to_owned())
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::RegionKind;
    use crate::finding::Severity;
    use crate::rule::RuleMeta;

    /// What a rule is checked with alone: all else is silent, and hints count.
    fn alone(code: &str, catalog: &Catalog) -> Input {
        let mut input = silent(catalog);
        input.settings.rules.remove(code);
        input
    }

    /// All rules speak, and hints count.
    fn together() -> Input {
        let mut input = Input::default();
        input.settings.profile = Profile::Coach;
        input
    }

    fn failures(meta: &RuleMeta, catalog: &Catalog) -> Vec<String> {
        let alone = alone(&meta.code, catalog);
        let mut out = Vec::new();
        for (heading, flagged) in [("Flagged", true), ("Clean", false)] {
            for example in meta.examples(heading) {
                let text = example.draft().0;
                if let Some(failure) = example.failure(flagged, &alone, catalog) {
                    out.push(format!("{}: {text:?}: {failure}", meta.code));
                }
                let mut input = together();
                example.set(&mut input);
                let all = check(&text, &input, catalog).findings;
                let heard = all
                    .iter()
                    .any(|finding| finding.code == meta.code || finding.also.contains(&meta.code));
                if flagged && !heard {
                    let codes: Vec<_> = all.iter().map(|finding| finding.code.as_ref()).collect();
                    out.push(format!("{}: drowned in {text:?} by {codes:?}", meta.code));
                }
            }
        }
        out
    }

    #[test]
    fn every_example_on_a_rule_page_runs() {
        let catalog = Catalog::builtin();
        let failures: Vec<_> = catalog.rules().flat_map(|meta| failures(meta, &catalog)).collect();
        assert!(failures.is_empty(), "\n{}", failures.join("\n"));
    }

    #[test]
    fn an_example_matters_no_more_than_its_note_tells() {
        let catalog = Catalog::builtin();
        let mut count = 0;
        for meta in catalog.rules() {
            for example in meta.examples("Flagged") {
                let note = example.note.as_deref().unwrap_or("");
                let Some(severity) = Severity::ALL
                    .into_iter()
                    .find(|severity| note.ends_with(&format!(": a {severity}")))
                else {
                    continue;
                };
                let mut input = alone(&meta.code, &catalog);
                input.settings.profile = Profile::Standard;
                let (text, _) = example.draft();
                for finding in check(&text, &input, &catalog).findings {
                    assert!(finding.severity <= severity, "{}: {text}", meta.code);
                }
                count += 1;
            }
        }
        assert!(count > 0, "no note tells it");
    }

    #[test]
    fn every_rule_has_a_page() {
        let catalog = Catalog::builtin();
        for meta in catalog.rules() {
            assert!(!meta.summary().is_empty(), "{} has no summary", meta.code);
            assert!(!meta.section("Why").is_empty(), "{} does not say why", meta.code);
            assert!(!meta.examples("Flagged").is_empty(), "{} flags nothing", meta.code);
            assert!(!meta.examples("Clean").is_empty(), "{} passes nothing", meta.code);
        }
    }

    #[test]
    fn messages_keep_their_voice() {
        let catalog = Catalog::builtin();
        for meta in catalog.rules() {
            for example in meta.examples("Flagged") {
                let mut input = together();
                example.set(&mut input);
                for finding in check(&example.draft().0, &input, &catalog).findings {
                    let message = own_words(&finding.message);
                    assert!(!message.contains('!'), "{}: {message}", finding.code);
                    let length = finding.message.chars().count();
                    assert!(length <= 150, "{}: {message}", finding.code);
                    assert!(!finding.help.is_empty(), "{} gives no help", finding.code);
                    for word in ["avoid", "incorrect", "must not", "wrong"] {
                        assert!(
                            !message.to_lowercase().contains(word),
                            "{}: {message}",
                            finding.code
                        );
                    }
                }
            }
        }
    }

    /// A message without what it quotes: those words are the writer's.
    fn own_words(message: &str) -> String {
        let mut pieces = message.split('“');
        let first = pieces.next().unwrap_or_default().to_owned();
        let rest = pieces.map(|piece| piece.split_once('”').map_or(piece, |(_, after)| after));
        rest.fold(first, |own, piece| own + piece)
    }

    #[test]
    fn errors_are_safety_errors() {
        let catalog = Catalog::builtin();
        for meta in catalog.rules().filter(|meta| meta.severity == Severity::Error) {
            // An insult cannot be taken back, so it must not go out any more than a password.
            if meta.code == "tone-hostile" {
                continue;
            }
            assert_eq!(meta.family, crate::finding::Family::Safety, "{}", meta.code);
        }
    }

    #[test]
    fn the_notation_is_read() {
        let example =
            Example::parse("[Q: Best, Maria] [F: to=x, agent=Ana] Hi <|there|>, a < b # note");
        let (text, marks) = example.draft();
        assert_eq!(text, "---\nto: x\nagent: Ana\n---\nHi there, a < b\n\n> Best, Maria");
        assert_eq!(marks[0].of(&text), "there");
        assert_eq!(example.note.as_deref(), Some("note"));
        assert_eq!(
            example.pieces(),
            [(false, "Hi ".into()), (true, "there".into()), (false, ", a < b".into())]
        );
        assert_eq!(example.given(), ["they wrote “Best, Maria”", "to: x", "agent: Ana"]);
        assert_eq!(RegionKind::parse("body"), Some(RegionKind::Body));
    }
}
