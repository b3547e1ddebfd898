//! Comments by which a macro keeps a rule silent: `<!-- aplomb: allow CODE -- reason -->`.

use crate::document::{Line, LineClass};
use crate::text::Span;

/// What opens such a comment, blanks aside.
const OPEN: &str = "<!--";
const CLOSE: &str = "-->";

/// A comment that keeps rules silent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Allow {
    /// The comment.
    pub span: Span,
    /// The codes of the rules.
    pub codes: Vec<String>,
    /// Where they are silent: the paragraph in which the comment stands or, where it stands alone, the
    /// paragraph after it.
    pub scope: Span,
}

/// All such comments in what the writer wrote.
pub(super) fn find(text: &str, lines: &[Line]) -> Vec<Allow> {
    let mut found = Vec::new();
    // One look at the whole text takes less time than one at each line.
    if !text.contains(OPEN) {
        return found;
    }
    // All comments of a paragraph hold for the same, which is looked for once.
    let mut paragraph = (0, Span::at(0));
    for (at, line) in lines.iter().enumerate() {
        if !matches!(line.class, LineClass::Own | LineClass::Note) {
            continue;
        }
        let mut from = line.span.start;
        while let Some(open) = text[from..line.span.end].find(OPEN) {
            let start = from + open;
            // Both have dashes, and none may count twice: `<!-->` is open still.
            let inner = start + OPEN.len();
            let Some(length) = text[inner..line.span.end].find(CLOSE) else { break };
            let span = Span::new(start, inner + length + CLOSE.len());
            if let Some(codes) = codes(&text[inner..inner + length]) {
                if at >= paragraph.0 {
                    paragraph = scope(text, lines, at);
                }
                found.push(Allow { span, codes, scope: paragraph.1 });
            }
            from = span.end;
        }
    }
    found
}

/// The codes that a comment names; `None` where it is another comment.
fn codes(comment: &str) -> Option<Vec<String>> {
    let orders = comment.trim().strip_prefix("aplomb:")?.trim_start().strip_prefix("allow")?;
    let codes = orders.split("--").next()?.strip_prefix(char::is_whitespace)?;
    let words = codes.split([',', ' ', '\t']).filter(|code| !code.is_empty());
    Some(words.map(str::to_owned).collect())
}

/// The line at which the paragraph of line `at` has ended, and where comments in it keep rules silent.
fn scope(text: &str, lines: &[Line], at: usize) -> (usize, Span) {
    let is_blank = |line: &Line| line.class == LineClass::Blank;
    let is_comment = |line: &Line| {
        let content = line.text(text).trim();
        content.starts_with(OPEN) && content.ends_with(CLOSE)
    };
    let first = lines[..at].iter().rposition(is_blank).map_or(0, |blank| blank + 1);
    let end_from = |from: usize| {
        lines[from..].iter().position(is_blank).map_or(lines.len(), |blank| from + blank)
    };
    let over = end_from(at);
    let mut end = over;
    if lines[first..end].iter().all(is_comment) {
        let next = lines[end..].iter().position(|line| !is_blank(line));
        end = next.map_or(end, |next| end_from(end + next));
    }
    (over, Span::new(lines[first].span.start, lines[end - 1].span.end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::document::lines;

    fn found(text: &str) -> Vec<(Vec<String>, &str)> {
        let catalog = Catalog::builtin();
        let lines = lines::classify(text, &catalog.mail);
        let allowed = find(text, &lines);
        allowed.into_iter().map(|allow| (allow.codes, allow.scope.of(text))).collect()
    }

    #[test]
    fn a_comment_whose_ends_share_their_dashes_is_none() {
        for text in ["<!-->", "<!--->\n", "Hi.<!--->", "<!--aplomb: allow x->"] {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_comment_holds_for_its_paragraph_or_for_the_next() {
        let alone = "Hi\n\n<!-- aplomb: allow a-b -- our wording -->\n\nOne\ntwo\n\nThree";
        let [(codes, scope)] = &found(alone)[..] else { panic!("one comment") };
        assert_eq!(codes, &["a-b"]);
        assert!(scope.ends_with("One\ntwo"), "{scope}");
        let inside = "Hi\n\nOne <!-- aplomb: allow a-b, c-d --> and\ntwo\n\nThree";
        assert_eq!(
            found(inside),
            [(vec!["a-b".to_owned(), "c-d".to_owned()], &inside[4..inside.len() - 7])]
        );
    }

    #[test]
    fn other_comments_and_those_in_quotes_and_code_hold_for_nothing() {
        for text in [
            "<!-- aplomb -->\nHi",
            "<!-- aplomb: allowing a -->\nHi",
            "> <!-- aplomb: allow a -->\n\nHi",
            "```\n<!-- aplomb: allow a -->\n```\nHi",
            "<!-- aplomb: allow a",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
