//! Markdown for hovers and rule pages.

/// Text whose signs Markdown is to leave alone: a draft's words may hold any.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_draft_are_shown_as_they_are() {
        assert_eq!(escape("a_b <i> [x](y) `c`"), r"a\_b \<i\> \[x\](y) \`c\`");
    }
}
