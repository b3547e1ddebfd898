//! Examples on rule pages, which run as tests: `## Flagged` and `## Clean`, one a line.
//!
//! | Part | Meaning |
//! |---|---|
//! | `<\|should be\|>` | the words that are flagged |
//! | ` # advice` | a note, for the reader of the page |
//! | `[Q: …]` | what the customer wrote: quoted below the reply |
//! | `[F: key=value, key=value]` | front matter |
//! | `[M: chat]` | the mode |
//! | `\n` | a line break |

use crate::draft::RegionKind;
use crate::text::Span;

/// An example, ready to be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Example {
    /// The draft.
    pub(crate) text: String,
    /// The words that are flagged, in the order of the text.
    pub(crate) marks: Vec<Span>,
}

impl Example {
    /// Reads an example line.
    pub(crate) fn parse(line: &str) -> Self {
        let mut rest = line.split(" # ").next().unwrap_or(line).trim();
        let mut front_matter = String::new();
        let mut quote = None;
        while let Some((kind, value, after)) = header(rest) {
            match kind {
                'Q' => quote = Some(value),
                'M' => front_matter.push_str(&format!("mode: {value}\n")),
                _ => {
                    for field in value.split(", ") {
                        // "Ruiz, Maria" is one value.
                        match field.split_once('=').filter(|(key, _)| !key.contains(' ')) {
                            Some((key, value)) => {
                                front_matter.push_str(&format!("{key}: {value}\n"));
                            }
                            None => {
                                front_matter.truncate(front_matter.trim_end().len());
                                front_matter.push_str(&format!(", {field}\n"));
                            }
                        }
                    }
                }
            }
            rest = after.trim_start();
        }
        let mut text = String::new();
        if !front_matter.is_empty() {
            text = format!("---\n{front_matter}---\n");
        }
        let mut marks = Vec::new();
        let mut open = None;
        let body = rest.replace("\\n", "\n");
        let mut body = body.as_str();
        while let Some(at) = body.find(['<', '|']) {
            let (before, tail) = body.split_at(at);
            text.push_str(before);
            if let Some(after) = tail.strip_prefix("<|") {
                open = Some(text.len());
                body = after;
            } else if let (Some(start), Some(after)) = (open, tail.strip_prefix("|>")) {
                marks.push(Span::new(start, text.len()));
                open = None;
                body = after;
            } else {
                text.push_str(&tail[..1]);
                body = &tail[1..];
            }
        }
        text.push_str(body);
        if let Some(quote) = quote {
            let quoted: Vec<_> =
                quote.replace("\\n", "\n").lines().map(|line| format!("> {line}")).collect();
            text.push_str(&format!("\n\n{}", quoted.join("\n")));
        }
        Self { text, marks }
    }
}

/// A bracketed header at the front of an example: its kind, its value, what follows.
fn header(text: &str) -> Option<(char, &str, &str)> {
    let kind = text.strip_prefix('[')?.chars().next().filter(|c| "QFM".contains(*c))?;
    let inner = text[2..].strip_prefix(": ")?;
    let end = inner.find(']')?;
    Some((kind, &inner[..end], &inner[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::check::check;
    use crate::finding::Severity;
    use crate::input::{Input, Level, Profile};
    use crate::rule::RuleMeta;

    /// Only `code` speaks, or all rules where it is `None`; hints count.
    fn coach(catalog: &Catalog, code: Option<&str>) -> Input {
        let mut input = Input::default();
        input.settings.profile = Profile::Coach;
        if let Some(code) = code {
            for meta in catalog.rules().filter(|meta| meta.code != code) {
                input.settings.rules.insert(meta.code.to_string(), Level::Off);
            }
        }
        input
    }

    fn failures(meta: &RuleMeta, catalog: &Catalog) -> Vec<String> {
        let alone = coach(catalog, Some(&meta.code));
        let together = coach(catalog, None);
        let mut out = Vec::new();
        for line in meta.examples("Flagged") {
            let example = Example::parse(&line);
            let spans: Vec<_> = check(&example.text, &alone, catalog)
                .findings
                .iter()
                .map(|finding| finding.span)
                .collect();
            // An example without marks is about the reply as a whole: it is enough that it is flagged.
            let right = if example.marks.is_empty() { !spans.is_empty() } else { spans == example.marks };
            if !right {
                let found: Vec<_> = spans.iter().map(|span| span.of(&example.text)).collect();
                out.push(format!("{}: flagged {line:?}, found {found:?}", meta.code));
            }
            let all = check(&example.text, &together, catalog).findings;
            let heard = all.iter().any(|finding| finding.code == meta.code || finding.also.contains(&meta.code));
            if !heard {
                let codes: Vec<_> = all.iter().map(|finding| finding.code.as_ref()).collect();
                out.push(format!("{}: drowned in {line:?} by {codes:?}", meta.code));
            }
        }
        for line in meta.examples("Clean") {
            let example = Example::parse(&line);
            let found: Vec<_> = check(&example.text, &alone, catalog)
                .findings
                .into_iter()
                .map(|finding| finding.span.of(&example.text).to_owned())
                .collect();
            if !found.is_empty() || !example.marks.is_empty() {
                out.push(format!("{}: clean {line:?}, found {found:?}", meta.code));
            }
        }
        out
    }

    #[test]
    fn every_example_on_a_rule_page_runs() {
        let catalog = Catalog::builtin();
        let failures: Vec<_> =
            catalog.rules().flat_map(|meta| failures(meta, &catalog)).collect();
        assert!(failures.is_empty(), "\n{}", failures.join("\n"));
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
        let input = coach(&catalog, None);
        for meta in catalog.rules() {
            for line in meta.examples("Flagged") {
                let example = Example::parse(&line);
                for finding in check(&example.text, &input, &catalog).findings {
                    let message = &finding.message;
                    assert!(!message.contains('!'), "{}: {message}", finding.code);
                    assert!(message.chars().count() <= 150, "{}: {message}", finding.code);
                    assert!(!finding.help.is_empty(), "{} gives no help", finding.code);
                    for word in ["avoid", "incorrect", "must not", "wrong"] {
                        assert!(!message.to_lowercase().contains(word), "{}: {message}", finding.code);
                    }
                }
            }
        }
    }

    #[test]
    fn errors_are_safety_errors() {
        let catalog = Catalog::builtin();
        for meta in catalog.rules().filter(|meta| meta.severity == Severity::Error) {
            assert_eq!(meta.family, crate::finding::Family::Safety, "{}", meta.code);
        }
    }

    #[test]
    fn the_notation_is_read() {
        let example = Example::parse("[Q: Best, Maria] [F: to=x, agent=Ana] Hi <|there|>, a < b # note");
        assert_eq!(example.text, "---\nto: x\nagent: Ana\n---\nHi there, a < b\n\n> Best, Maria");
        assert_eq!(example.marks[0].of(&example.text), "there");
        assert_eq!(RegionKind::parse("body"), Some(RegionKind::Body));
    }
}
