//! The grammar of a snippet's body, as packs write it.
//!
//! ```text
//! body     := (text | stop | variable | '$0')*
//! stop     := '$' number | '${' number '}' | '${' number ':' default '}' | '${' number '|' choices '|}'
//! default  := '?' what | (text | variable)*
//! choices  := ['?' what ','] text (',' text)*
//! variable := '$' NAME | '${' NAME '}' | '${' NAME ':' default '}'
//! ```
//!
//! This is the grammar of the Language Server Protocol with one addition: what begins with `?` is a
//! blank, a fact that only the writer has. `\` stands before `$`, `}`, `\` and `?` that are meant as
//! they are, in choices also before `,` and `|`.

use std::fmt;

use super::variables::Variable;

/// What is wrong in the body of a snippet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnippetError {
    /// The place in the body, in bytes.
    pub at: usize,
    /// What is wrong and what to write instead.
    pub message: String,
}

impl fmt::Display for SnippetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SnippetError {}

/// A part of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Piece(Piece),
    Stop(u32, Filling),
    /// A tab stop that stands in the body before, or later with more to say.
    Mirror(u32),
    End,
}

/// Text, or a variable in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Text(String),
    Variable(Variable, Fallback),
}

/// What stands for a variable that is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fallback {
    /// A blank that asks for the variable.
    Ask,
    Blank(String),
    Wording(Vec<Piece>),
}

/// What a tab stop holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Filling {
    Nothing,
    Blank(String),
    Wording(Vec<Piece>),
    Choice { blank: Option<String>, choices: Vec<String> },
}

/// The highest number of a tab stop.
const MOST_STOPS: u32 = 99;
/// How deep variables may stand in the defaults of variables.
const DEEPEST: usize = 8;

pub(super) fn parse(body: &str) -> Result<Vec<Node>, SnippetError> {
    let mut parser = Parser { body, at: 0 };
    let mut nodes = Vec::new();
    while !parser.rest().is_empty() {
        let at = parser.at;
        nodes.push((at, parser.node()?));
    }
    number(nodes)
}

/// Tells tab stops from their mirrors, and counts.
fn number(nodes: Vec<(usize, Node)>) -> Result<Vec<Node>, SnippetError> {
    let mut defined: Vec<(u32, usize)> = Vec::new();
    for (index, (at, node)) in nodes.iter().enumerate() {
        let Node::Stop(number, filling) = node else { continue };
        match defined.iter_mut().find(|(known, _)| known == number) {
            None => defined.push((*number, index)),
            Some(_) if *filling == Filling::Nothing => {}
            Some((_, known)) => {
                let bare = matches!(nodes[*known].1, Node::Stop(_, Filling::Nothing));
                if !bare {
                    let message = format!(
                        "tab stop {number} has a default already; write ${number} to repeat it"
                    );
                    return Err(SnippetError { at: *at, message });
                }
                *known = index;
            }
        }
    }
    if let Some(missing) = (1..).zip(sorted(&defined)).find(|(wanted, have)| wanted != have) {
        let at = defined.iter().find(|(number, _)| *number == missing.1);
        let at = at.map_or(0, |(_, index)| nodes[*index].0);
        let message =
            format!("tab stops are numbered from 1 without a gap; {} is missing", missing.0);
        return Err(SnippetError { at, message });
    }
    let ends: Vec<_> = nodes.iter().filter(|(_, node)| *node == Node::End).collect();
    if let [_, (at, _), ..] = ends[..] {
        return Err(SnippetError { at: *at, message: "the last stop $0 stands twice".into() });
    }
    let nodes = nodes.into_iter().enumerate().map(|(index, (_, node))| match node {
        Node::Stop(number, _) if !defined.contains(&(number, index)) => Node::Mirror(number),
        node => node,
    });
    Ok(nodes.collect())
}

fn sorted(defined: &[(u32, usize)]) -> Vec<u32> {
    let mut numbers: Vec<_> = defined.iter().map(|(number, _)| *number).collect();
    numbers.sort_unstable();
    numbers
}

struct Parser<'b> {
    body: &'b str,
    at: usize,
}

impl<'b> Parser<'b> {
    fn rest(&self) -> &'b str {
        &self.body[self.at..]
    }

    fn take(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'b str {
        let rest = self.rest();
        let length = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    fn fail<T>(&self, at: usize, message: impl Into<String>) -> Result<T, SnippetError> {
        Err(SnippetError { at, message: message.into() })
    }

    fn node(&mut self) -> Result<Node, SnippetError> {
        if !self.rest().starts_with('$') {
            return Ok(Node::Piece(Piece::Text(self.text(&['$'])?)));
        }
        let at = self.at;
        let braced = self.rest()[1..].starts_with('{');
        let digits_at = at + 1 + usize::from(braced);
        if !self.body[digits_at..].starts_with(|c: char| c.is_ascii_digit()) {
            return Ok(Node::Piece(self.variable(0)?));
        }
        self.at = digits_at;
        let digits = self.take_while(|c| c.is_ascii_digit());
        let Some(number) = digits.parse().ok().filter(|number| *number <= MOST_STOPS) else {
            return self.fail(at, format!("tab stops are numbered from 1 to {MOST_STOPS}"));
        };
        let filling = if !braced || self.take("}") {
            Filling::Nothing
        } else if self.take(":") {
            self.filling(at)?
        } else if self.take("|") {
            self.choices(at)?
        } else {
            return self.fail(self.at, "after the number of a tab stop comes }, : or |");
        };
        match (number, filling) {
            (0, Filling::Nothing) => Ok(Node::End),
            (0, _) => self.fail(at, "the last stop $0 holds nothing; give the text a number"),
            (number, filling) => Ok(Node::Stop(number, filling)),
        }
    }

    fn filling(&mut self, opened: usize) -> Result<Filling, SnippetError> {
        if self.take("?") {
            return self.what(opened).map(Filling::Blank);
        }
        let pieces = self.pieces(opened, 0)?;
        Ok(if pieces.is_empty() { Filling::Nothing } else { Filling::Wording(pieces) })
    }

    /// What a blank asks for, up to the closing brace.
    fn what(&mut self, opened: usize) -> Result<String, SnippetError> {
        let at = self.at;
        let what = self.text(&['$', '}'])?;
        if self.rest().starts_with('$') {
            return self.fail(
                self.at,
                "what a blank asks for is plain words; write \\$ for a dollar sign",
            );
        }
        if !self.take("}") {
            return self.fail(opened, "this is never closed; add a }");
        }
        self.asked(at, what)
    }

    fn asked(&self, at: usize, what: String) -> Result<String, SnippetError> {
        if what.trim().is_empty() {
            return self.fail(at, "say after the ? what is to be filled in");
        }
        if what.contains(['\n', '\r']) || what.contains("]]") || what.contains("[[") {
            return self.fail(at, "what a blank asks for stands on one line, without [[ and ]]");
        }
        Ok(what)
    }

    fn choices(&mut self, opened: usize) -> Result<Filling, SnippetError> {
        let mut blank = None;
        let mut choices = Vec::new();
        loop {
            let at = self.at;
            let is_blank = choices.is_empty() && blank.is_none() && self.take("?");
            let choice = self.text(&[',', '|'])?;
            if is_blank {
                blank = Some(self.asked(at, choice)?);
            } else if choice.is_empty() || choice.contains(['\n', '\r']) {
                return self.fail(at, "a choice is some words on one line");
            } else {
                choices.push(choice);
            }
            if self.take("|}") {
                break;
            }
            if self.rest().starts_with('|') {
                return self.fail(self.at, "choices end with |}; write \\| for a bar inside one");
            }
            if !self.take(",") {
                return self.fail(opened, "the choices are never closed; add |}");
            }
        }
        if choices.is_empty() {
            return self.fail(opened, "give some words to choose from after the blank");
        }
        Ok(Filling::Choice { blank, choices })
    }

    /// Text and variables up to the closing brace.
    fn pieces(&mut self, opened: usize, depth: usize) -> Result<Vec<Piece>, SnippetError> {
        let mut pieces = Vec::new();
        loop {
            if self.take("}") {
                return Ok(pieces);
            }
            let rest = self.rest();
            if rest.is_empty() {
                return self.fail(opened, "this is never closed; add a }");
            }
            if !rest.starts_with('$') {
                pieces.push(Piece::Text(self.text(&['$', '}'])?));
                continue;
            }
            let name = rest[1..].trim_start_matches('{');
            if name.starts_with(|c: char| c.is_ascii_digit()) {
                return self.fail(self.at, "a tab stop cannot stand inside another default");
            }
            pieces.push(self.variable(depth)?);
        }
    }

    /// A variable; the text stands at its `$`.
    fn variable(&mut self, depth: usize) -> Result<Piece, SnippetError> {
        let opened = self.at;
        self.at += 1;
        let braced = self.take("{");
        let at = self.at;
        let name = self.take_while(|c| c.is_ascii_alphanumeric() || c == '_');
        if name.is_empty() {
            return self
                .fail(opened, "a $ begins a tab stop or a variable; write \\$ for a dollar sign");
        }
        let Some(variable) = Variable::parse(name) else {
            return self.fail(at, unknown(name));
        };
        if depth == DEEPEST {
            return self.fail(opened, "variables stand too deep inside each other");
        }
        let fallback = if !braced || self.take("}") {
            Fallback::Ask
        } else if !self.take(":") {
            return self.fail(self.at, "after the name of a variable comes } or :");
        } else if self.take("?") {
            Fallback::Blank(self.what(opened)?)
        } else {
            Fallback::Wording(self.pieces(opened, depth + 1)?)
        };
        Ok(Piece::Variable(variable, fallback))
    }

    /// Text up to one of `stops`, without the backslashes that kept it text.
    fn text(&mut self, stops: &[char]) -> Result<String, SnippetError> {
        let mut out = String::new();
        loop {
            out.push_str(self.take_while(|c| c != '\\' && !stops.contains(&c)));
            if !self.take("\\") {
                return Ok(out);
            }
            match self.rest().chars().next() {
                Some(c) if matches!(c, '$' | '}' | '\\' | '?') || stops.contains(&c) => {
                    out.push(c);
                    self.at += c.len_utf8();
                }
                _ => {
                    return self.fail(
                        self.at - 1,
                        "a backslash stands before $, } or another backslash; write \\\\ for one",
                    );
                }
            }
        }
    }
}

fn unknown(name: &str) -> String {
    let near = Variable::ALL
        .iter()
        .map(|(_, known, _)| (strsim::damerau_levenshtein(known, &name.to_uppercase()), *known))
        .filter(|(distance, known)| *distance <= known.len() / 3)
        .min();
    match near {
        Some((_, known)) => format!("there is no variable {name}; {known} is one"),
        None => {
            let known: Vec<_> = Variable::ALL.iter().map(|(_, known, _)| *known).collect();
            format!("there is no variable {name}; there are {}", known.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::snippet::{Part, Snippet};

    fn parts(body: &str) -> Vec<Part> {
        Snippet::parse(body).unwrap_or_else(|error| panic!("{body:?}: {error}")).parts().to_vec()
    }

    fn text(text: &str) -> Part {
        Part::Text(text.into())
    }

    #[test]
    fn every_form_is_read() {
        assert_eq!(
            parts("Hi ${1:Jo}, ${2:?what you did} $3 ${4|a,b|} $1.$0"),
            [
                text("Hi "),
                Part::Wording(1, "Jo".into()),
                text(", "),
                Part::Blank(2, "what you did".into()),
                text(" "),
                Part::Wording(3, String::new()),
                text(" "),
                Part::Choice(4, vec!["a".into(), "b".into()]),
                text(" "),
                Part::Mirror(1),
                text("."),
                Part::End,
            ]
        );
    }

    #[test]
    fn a_choice_can_begin_with_a_blank() {
        assert_eq!(
            parts("Dear ${1|?title,Ms,Mr|}"),
            [
                text("Dear "),
                Part::Choice(1, vec!["[[fill: title]]".into(), "Ms".into(), "Mr".into()])
            ]
        );
    }

    #[test]
    fn escapes_keep_text_text() {
        assert_eq!(parts(r"\$5 \} \\ {x} }"), [text(r"$5 } \ {x} }")]);
        assert_eq!(parts(r"${1:\?a\}\$}"), [Part::Wording(1, "?a}$".into())]);
        assert_eq!(parts(r"${1|a\,b,c\|d|}"), [Part::Choice(1, vec!["a,b".into(), "c|d".into()])]);
    }

    #[test]
    fn a_default_may_come_after_its_mirror() {
        assert_eq!(
            parts("$1 and ${1:Jo}"),
            [Part::Mirror(1), text(" and "), Part::Wording(1, "Jo".into())]
        );
    }

    /// The text from which a parsed snippet is read again gives the same snippet.
    #[test]
    fn what_is_sent_reads_back_as_the_same_text() {
        for body in [
            "Hi ${1:${CUSTOMER:there}},\n\n$0",
            r"It costs \$5 {net\} for ${1:a\}b\$c\\d}, $1 ${2|x\,y,z\|w|}.",
            "${AGENT} ${1:?what you did} ${PRODUCT:Our app}",
        ] {
            let snippet = Snippet::parse(body).unwrap();
            let again = Snippet::parse(&snippet.lsp_with_choices()).unwrap();
            assert_eq!(again.plain(), snippet.plain(), "{body}");
            assert_eq!(again.lsp_with_choices(), snippet.lsp_with_choices(), "{body}");
        }
    }

    #[test]
    fn mistakes_are_named_with_their_place() {
        for (body, place, words) in [
            ("Hi ${1:Jo", "${1:Jo", "never closed"),
            ("Hi ${CUSTOMER:Jo", "${CUSTOMER", "never closed"),
            ("Hi ${1|a,b", "${1|", "add |}"),
            ("Hi ${1|a|b|}", "|b|}", "write \\|"),
            ("Hi ${1|a,,b|}", ",b|}", "some words"),
            ("Hi ${1|?which|}", "${1|", "choose from"),
            ("Hi ${1:?}", "}", "after the ?"),
            ("Hi ${1:?a ]] b}", "a ]] b", "[[ and ]]"),
            ("Hi ${1:?a $AGENT}", "$AGENT", "plain words"),
            ("It is $ 5", "$ 5", "write \\$"),
            ("Hi ${CUSTMER}", "CUSTMER", "CUSTOMER is one"),
            ("Hi $whoever", "whoever", "there are CUSTOMER, "),
            ("Hi ${AGENT/a/b/}", "/a/b/}", "} or :"),
            ("Hi ${1-2}", "-2}", "}, : or |"),
            ("Hi ${1:a ${2:b}}", "${2:b", "inside another"),
            ("Hi $1 $3", "$3", "2 is missing"),
            ("Hi ${1:a} ${1:b}", "${1:b", "default already"),
            ("Hi $0 and $0", "$0", "twice"),
            ("Hi ${0:you}", "${0", "holds nothing"),
            ("Hi $100", "$100", "1 to 99"),
            ("Hi $99999999999", "$999", "1 to 99"),
            (r"a \n b", r"\n", "backslash"),
        ] {
            let error = Snippet::parse(body).unwrap_err();
            assert!(body[error.at..].starts_with(place), "{body}: {} {error}", error.at);
            assert!(error.message.contains(words), "{body}: {error}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let body = format!("{}x{}", "${AGENT:".repeat(100_000), "}".repeat(100_000));
        let error = Snippet::parse(&body).unwrap_err();
        assert!(error.message.contains("too deep"), "{error}");
    }

    proptest::proptest! {
        #[test]
        fn any_body_is_read_or_refused(body in r"[a-z\\$\{\}|,:?0-9 A-Zé\n]{0,60}") {
            if let Err(error) = Snippet::parse(&body) {
                proptest::prop_assert!(body.is_char_boundary(error.at));
                proptest::prop_assert!(!error.message.is_empty());
            }
        }
    }
}
