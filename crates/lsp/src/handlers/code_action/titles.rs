//! Titles that can be told apart: two findings of a rule have fixes of the same name.

use std::collections::HashSet;

use aplomb_core::{Edit, Span};
use tower_lsp::lsp_types::CodeAction;

use crate::snapshot::{Analysis, Snapshot};

/// So many letters of a draft stand in a title at most: menus are narrow.
const LONGEST: usize = 40;

/// An action, with what it is about.
pub(super) struct Offered {
    pub(super) action: CodeAction,
    /// The words that it is about, where those are not the whole draft.
    pub(super) about: Option<Span>,
    /// What it changes, as far as others may do the same.
    pub(super) edits: Vec<Edit>,
    /// Whether it gives words another form, with which nothing was wrong.
    pub(super) is_form: bool,
}

impl Offered {
    pub(super) fn new(action: CodeAction) -> Self {
        Self { action, about: None, edits: Vec::new(), is_form: false }
    }

    pub(super) fn about(action: CodeAction, words: Span) -> Self {
        Self { about: Some(words), ..Self::new(action) }
    }
}

/// The actions, those of the same title with the words that each is for, or with the line where those are the same
/// or must not be repeated.
pub(super) fn tell_apart(
    mut offered: Vec<Offered>,
    snapshot: &Snapshot,
    analysis: &Analysis,
) -> Vec<CodeAction> {
    let titles: Vec<String> = offered.iter().map(|it| it.action.title.clone()).collect();
    for title in &titles {
        let same: Vec<usize> = (0..titles.len()).filter(|&at| titles[at] == *title).collect();
        let told = offered[same[0]].action.title != *title;
        let spans: Vec<Span> = same.iter().filter_map(|&at| offered[at].about).collect();
        if same.len() < 2 || told || spans.len() < same.len() {
            continue;
        }
        let signs = signs(&spans, snapshot, analysis);
        for (&at, sign) in same.iter().zip(signs) {
            let action = &mut offered[at].action;
            action.title = format!("{title} ({sign})");
            if let Some(command) = &mut action.command {
                command.title.clone_from(&action.title);
            }
        }
    }
    offered.into_iter().map(|it| it.action).collect()
}

/// What tells these places apart.
fn signs(spans: &[Span], snapshot: &Snapshot, analysis: &Analysis) -> Vec<String> {
    let is_secret = |span: &Span| {
        let next = analysis.secrets.partition_point(|secret| secret.end <= span.start);
        analysis.secrets.get(next).is_some_and(|secret| secret.start <= span.end)
    };
    let words: Vec<String> =
        spans.iter().map(|span| format!("“{}”", shortened(span.of(&analysis.text)))).collect();
    if !spans.iter().any(is_secret) && are_distinct(&words) {
        return words;
    }
    let line = |span: &Span| snapshot.text.byte_to_line(span.start) + 1;
    let lines: Vec<String> = spans.iter().map(|span| format!("line {}", line(span))).collect();
    if are_distinct(&lines) {
        return lines;
    }
    (1..).zip(lines).map(|(number, line)| format!("{line}, number {number}")).collect()
}

fn are_distinct(signs: &[String]) -> bool {
    signs.iter().collect::<HashSet<_>>().len() == signs.len()
}

/// The words on one line, and no more than a menu has room for.
fn shortened(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    let mut letters = line.char_indices();
    let end = letters.nth(LONGEST - 1).map_or(line.len(), |(at, _)| at);
    // No word is cut, unless it is all there is.
    let whole = line[end..].starts_with(' ');
    let end = if whole { end } else { line[..end].rfind(' ').unwrap_or(end) };
    format!("{}…", line[..end].trim_end())
}

/// Whether an action's title is this one, or this one with what tells it from others.
pub(super) fn is_of(title: &str, plain: &str) -> bool {
    let rest = title.strip_prefix(plain);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(" (") && rest.ends_with(')'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titled(text: &str, places: &[(&str, Span)]) -> Vec<String> {
        let (snapshot, analysis) = Snapshot::example(text);
        let offered = places.iter().map(|(title, span)| {
            let title = (*title).to_owned();
            Offered::about(CodeAction { title, ..CodeAction::default() }, *span)
        });
        let actions = tell_apart(offered.collect(), &snapshot, &analysis);
        actions.into_iter().map(|action| action.title).collect()
    }

    #[test]
    fn those_of_one_name_say_what_they_are_for() {
        let text = "It should work. It may work.\nIt should work.";
        let (should, may) = (Span::new(3, 9), Span::new(19, 22));
        let below = Span::new(32, 38);
        assert_eq!(
            titled(text, &[("Leave a mark", should), ("State it", should), ("Leave a mark", may)]),
            ["Leave a mark (“should”)", "State it", "Leave a mark (“may”)"]
        );
        assert_eq!(
            titled(text, &[("Leave a mark", should), ("Leave a mark", below)]),
            ["Leave a mark (line 1)", "Leave a mark (line 2)"]
        );
        assert_eq!(
            titled(text, &[("A", Span::new(0, 2)), ("A", Span::new(16, 18))]),
            ["A (line 1, number 1)", "A (line 1, number 2)"]
        );
        assert_eq!(
            titled(text, &[("A", Span::new(0, 44)), ("A", may)])[0],
            "A (“It should work. It may work. It should…”)"
        );
    }

    #[test]
    fn no_title_repeats_a_secret() {
        let text = "Your password: Tr0ub4dor&3 is set.\n\nIt is done.";
        let titles = titled(text, &[("A", Span::new(0, 34)), ("A", Span::new(36, 38))]);
        assert_eq!(titles, ["A (line 1)", "A (line 3)"]);
    }

    #[test]
    fn a_title_is_known_with_what_was_added() {
        assert!(is_of("State it", "State it") && is_of("State it (“may”)", "State it"));
        assert!(!is_of("State it: is", "State it") && !is_of("State", "State it"));
    }
}
