//! The snippet model.

/// A snippet: text with tab stops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    parts: Vec<Part>,
}

/// A part of a snippet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text as it is.
    Text(String),
    /// A tab stop with wording that is safe to send.
    Wording(u32, String),
    /// A tab stop for a fact that only the writer has.
    Blank(u32, String),
    /// A tab stop with wordings to choose from, the first selected.
    Choice(u32, Vec<String>),
    /// Where the cursor ends.
    End,
}

impl Snippet {
    /// A snippet of these parts.
    #[must_use]
    pub fn new(parts: Vec<Part>) -> Self {
        Self { parts }
    }

    /// scratch
    pub fn parse(body: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = body;
        while let Some(at) = rest.find("${") {
            if at > 0 { parts.push(Part::Text(rest[..at].into())); }
            let end = rest[at..].find('}').ok_or("x")? + at;
            let inner = &rest[at + 2..end];
            if let Some((n, what)) = inner.split_once(":?") { parts.push(Part::Blank(n.parse().map_err(|_| "n")?, what.into())); }
            else if let Some((n, ch)) = inner.split_once('|') { parts.push(Part::Choice(n.parse().map_err(|_| "n")?, ch.trim_end_matches('|').split(',').map(str::to_owned).collect())); }
            else if let Some((n, w)) = inner.split_once(':') { parts.push(Part::Wording(n.parse().map_err(|_| "n")?, w.into())); }
            rest = &rest[end + 1..];
        }
        if !rest.is_empty() { parts.push(Part::Text(rest.into())); }
        Ok(Self { parts })
    }

    /// The text for a client that knows no tab stops: wordings as they are, blanks as `[[fill: …]]`.
    #[must_use]
    pub fn plain(&self) -> String {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) | Part::Wording(_, text) => out.push_str(text),
                Part::Blank(_, what) => {
                    out.push_str("[[fill: ");
                    out.push_str(what);
                    out.push_str("]]");
                }
                Part::Choice(_, choices) => out.push_str(choices.first().map_or("", String::as_str)),
                Part::End => {}
            }
        }
        out
    }

    /// The snippet in the grammar of the Language Server Protocol. A blank is selected as
    /// `[[fill: …]]`, so that a skipped one is still seen.
    #[must_use]
    pub fn lsp(&self) -> String {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => escape(text, &['\\', '$'], &mut out),
                Part::Wording(n, text) => {
                    out.push_str(&format!("${{{n}:"));
                    escape(text, &['\\', '$', '}'], &mut out);
                    out.push('}');
                }
                Part::Blank(n, what) => {
                    out.push_str(&format!("${{{n}:[[fill: "));
                    escape(what, &['\\', '$', '}'], &mut out);
                    out.push_str("]]}");
                }
                Part::Choice(n, choices) => {
                    out.push_str(&format!("${{{n}|"));
                    for (at, choice) in choices.iter().enumerate() {
                        if at > 0 {
                            out.push(',');
                        }
                        escape(choice, &['\\', '$', '}', ',', '|'], &mut out);
                    }
                    out.push_str("|}");
                }
                Part::End => out.push_str("$0"),
            }
        }
        out
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
