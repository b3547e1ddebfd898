//! What was typed that may begin a snippet.

use super::library::Entry;
use super::model::{Part, Snippet};
use super::place::Cursor;
use crate::lang::lexicon::{fold, strip_folded};

/// Longer runs, in bytes, begin no snippet.
const LONGEST_RUN: usize = 120;

/// What ends a phrase that was typed.
pub(super) const ENDS: [char; 12] =
    [',', '.', '!', '?', ':', '…', '，', '。', '！', '？', '、', '：'];

/// The text between a place where a snippet could begin and the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// Where it begins, in bytes.
    pub(super) start: usize,
    /// The text, folded; of `;bye` only `bye`.
    pub(super) text: String,
    /// Whether a `;` asks for a snippet by its name.
    pub(super) asked: bool,
    /// Whether it begins its line.
    pub(super) heads_line: bool,
}

impl Run {
    /// Whether it is this line, up to the mark at its end.
    pub(super) fn is_whole(&self, line: &str) -> bool {
        fold(line.trim_end().trim_end_matches(ENDS)) == self.text
    }

    /// The number of letters and digits in it.
    pub(super) fn letters(&self) -> usize {
        self.text.chars().filter(|c| c.is_alphanumeric()).count()
    }
}

/// The runs before the cursor, the longest first.
pub(super) fn runs(cursor: &Cursor<'_>) -> Vec<Run> {
    let Cursor { before, after, .. } = *cursor;
    let line_start = cursor.at - before.len();
    let in_word =
        before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric);
    if in_word {
        return Vec::new();
    }
    let indent = before.len() - before.trim_start().len();
    let word = before.rfind(char::is_whitespace).map_or(0, |at| at + width(before, at));
    if let Some(name) = before[word..].strip_prefix(';')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    {
        let heads_line = word == indent;
        return vec![Run { start: line_start + word, text: fold(name), asked: true, heads_line }];
    }
    if !after.trim().is_empty() {
        // In front of words there is room for a greeting; between them there is none.
        let empty = Run { start: cursor.at, text: String::new(), asked: false, heads_line: true };
        return if before.trim().is_empty() { vec![empty] } else { Vec::new() };
    }
    let mut starts = vec![indent];
    starts.extend(sentence_starts(before).filter(|start| *start > indent));
    starts
        .into_iter()
        .filter(|start| before.len() - start <= LONGEST_RUN)
        .map(|start| Run {
            start: line_start + start,
            text: fold(&before[start..]),
            asked: false,
            heads_line: start == indent,
        })
        .collect()
}

fn width(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}

/// Where sentences begin on the line, after its first; the end of the line counts as well.
fn sentence_starts(line: &str) -> impl Iterator<Item = usize> {
    let ends = line
        .char_indices()
        .filter(|(_, c)| matches!(c, '.' | '!' | '?' | ':' | '…' | '。' | '！' | '？'));
    ends.filter_map(|(at, mark)| {
        let rest = &line[at + mark.len_utf8()..];
        let rest = rest.trim_start_matches(['"', '”', '’', ')', '»', '」']);
        let next = rest.trim_start();
        let apart = next.len() < rest.len() || next.is_empty() || !mark.is_ascii();
        apart.then(|| line.len() - next.len())
    })
}

/// How a run begins a snippet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Match {
    /// Which of the wordings of its first choice was typed.
    pub(super) choice: usize,
    /// Whether it is the snippet's name, and can be nothing else.
    pub(super) by_name: bool,
    /// Whether it is only a situation that the snippet is for.
    pub(super) by_tag: bool,
    /// What is left of the words that the run begins; empty for a name.
    pub(super) rest: String,
}

/// Whether the run begins the snippet's name or its words. `snippet` gives the latter with what is known.
pub(super) fn matches(
    run: &Run,
    entry: &Entry,
    snippet: impl FnOnce() -> Snippet,
) -> Option<Match> {
    let by_id = |by_name: bool| {
        // After `;` a situation asks for all that is meant for it.
        let tagged = || run.asked && entry.tags.iter().any(|tag| tag.starts_with(&run.text));
        let by_tag = !entry.id.starts_with(&run.text);
        (!by_tag || tagged()).then(|| Match { choice: 0, by_name, by_tag, rest: String::new() })
    };
    if run.asked || run.text.is_empty() {
        return by_id(run.asked && !run.text.is_empty());
    }
    // Who ends a phrase goes on with Enter, which must not take words that go on from there.
    if run.text.ends_with(ENDS) {
        return None;
    }
    let by_words = || {
        heads(&snippet()).into_iter().enumerate().find_map(|(choice, head)| {
            let rest = strip_folded(&head, &run.text)?.to_owned();
            Some(Match { choice, by_name: false, by_tag: false, rest })
        })
    };
    let possible = may_begin(run, entry.template.opening());
    possible.then(by_words).flatten().or_else(|| by_id(run.text.contains('-')))
}

/// Whether words that open so can begin with the run, as far as they are always the same. With thousands of
/// snippets most are told apart here.
fn may_begin(run: &Run, opening: &str) -> bool {
    let same = |(typed, own): (char, char)| {
        !typed.is_alphanumeric() || !own.is_ascii() || own.to_ascii_lowercase() == typed
    };
    run.text.chars().zip(opening.chars()).all(same)
}

/// The first line of a snippet up to its first blank: one for each wording of its first choice.
fn heads(snippet: &Snippet) -> Vec<String> {
    let mut heads = vec![String::new()];
    let mut chosen = false;
    for part in snippet.parts() {
        let (text, choices) = match part {
            Part::Text(text) | Part::Wording(_, text) => (text.as_str(), &[][..]),
            Part::Choice(_, choices) if !chosen => ("", choices.as_slice()),
            Part::Choice(..) | Part::Blank(..) | Part::Mirror(_) | Part::End => break,
        };
        if !choices.is_empty() {
            chosen = true;
            let head = heads.pop().unwrap_or_default();
            heads = choices.iter().map(|choice| format!("{head}{choice}")).collect();
            continue;
        }
        let line = text.split(['\n', '[']).next().unwrap_or("");
        for head in &mut heads {
            head.push_str(line);
        }
        if line.len() < text.len() {
            break;
        }
    }
    heads
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursor<'t>(before: &'t str, after: &'t str) -> Cursor<'t> {
        Cursor {
            at: 100 + before.len(),
            before,
            after,
            top: true,
            end: true,
            close_above: false,
            breaks_below: None,
        }
    }

    fn texts(before: &str, after: &str) -> Vec<(usize, String)> {
        runs(&cursor(before, after)).into_iter().map(|run| (run.start - 100, run.text)).collect()
    }

    #[test]
    fn runs_begin_with_lines_and_sentences() {
        assert_eq!(texts("  Thank y", ""), [(2, "thank y".to_owned())]);
        assert_eq!(
            texts("It’s done. Thank", ""),
            [(0, "it's done. thank".to_owned()), (13, "thank".to_owned())]
        );
        assert_eq!(texts("Fertig。Melden", "").last(), Some(&(9, "melden".to_owned())));
        assert_eq!(texts("", ""), [(0, String::new())]);
        assert_eq!(texts("It is done. ", "").last(), Some(&(12, String::new())));
    }

    #[test]
    fn a_dot_inside_a_word_ends_no_sentence() {
        assert_eq!(texts("see example.com/thank", "").len(), 1);
    }

    #[test]
    fn a_semicolon_asks_by_name() {
        assert_eq!(texts("It is done. ;Bye", ""), [(12, "bye".to_owned())]);
        assert_eq!(texts("a;bye", "").last(), Some(&(0, "a;bye".to_owned())));
    }

    #[test]
    fn nothing_begins_inside_words_or_before_others() {
        assert!(texts("Tha", "nks").is_empty());
        assert!(texts("Done. ;by", "e").is_empty());
        assert!(texts("Thank", " you").is_empty());
        assert_eq!(texts("", "It is done."), [(0, String::new())]);
    }

    #[test]
    fn a_very_long_line_is_not_searched_from_its_start() {
        let line = "It is done. ".repeat(10_000);
        assert!(texts(&line, "").len() < 20);
    }

    #[test]
    fn a_head_ends_where_a_fact_is_missing() {
        let heads = |body: &str| heads(&Snippet::parse(body).unwrap());
        assert_eq!(heads("Thank you for ${1:?what} now."), ["Thank you for "]);
        assert_eq!(heads("Hi ${1:Jo}, it’s\nme"), ["Hi Jo, it’s"]);
        assert_eq!(heads("${1|Best,Warmly|},\n$2"), ["Best,", "Warmly,"]);
        assert_eq!(heads("Hi ${1:dear $AGENT} x"), ["Hi dear "]);
    }
}
