//! A snippet as a pack holds it, before its variables are known.

use super::model::{Part, Snippet, mark};
use super::parse::{self, Fallback, Filling, Node, Piece, SnippetError};
use super::variables::{Variable, Variables};

/// A snippet with variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    nodes: Vec<Node>,
}

impl Template {
    /// Reads a body: the snippet grammar of the Language Server Protocol, with `${1:?what}` for a
    /// blank.
    ///
    /// # Errors
    ///
    /// What is wrong in the body, and where.
    pub fn parse(body: &str) -> Result<Self, SnippetError> {
        parse::parse(body).map(|nodes| Self { nodes })
    }

    /// The words with which the snippet begins whatever is known; empty where it begins with a tab stop or a
    /// variable.
    #[must_use]
    pub fn opening(&self) -> &str {
        match self.nodes.first() {
            Some(Node::Piece(Piece::Text(text))) => text,
            _ => "",
        }
    }

    /// Whether the variable stands in the snippet.
    #[must_use]
    pub fn uses(&self, variable: Variable) -> bool {
        fn used(pieces: &[Piece], wanted: Variable) -> bool {
            pieces.iter().any(|piece| match piece {
                Piece::Text(_) => false,
                Piece::Variable(variable, fallback) => {
                    *variable == wanted
                        || matches!(fallback, Fallback::Wording(pieces) if used(pieces, wanted))
                }
            })
        }
        self.nodes.iter().any(|node| match node {
            Node::Piece(piece) => used(std::slice::from_ref(piece), variable),
            Node::Stop(_, Filling::Wording(pieces)) => used(pieces, variable),
            Node::Stop(..) | Node::Mirror(_) | Node::End => false,
        })
    }

    /// The snippet with these values. A variable that is not known gives its default: wording, or a
    /// blank; never its name.
    #[must_use]
    pub fn resolve(&self, variables: &Variables) -> Snippet {
        let stops = self.nodes.iter().filter_map(|node| match node {
            Node::Stop(number, _) => Some(*number),
            _ => None,
        });
        // A blank outside all tab stops must be reached as well, after the author's own.
        let mut next = stops.max().unwrap_or(0) + 1;
        let mut parts = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            match node {
                Node::Piece(piece) => {
                    let mut chunks = Vec::new();
                    resolve(piece, variables, &mut chunks);
                    for chunk in chunks {
                        match chunk {
                            Chunk::Text(text) => push_text(text, &mut parts),
                            Chunk::Blank(what) => {
                                parts.push(Part::Blank(next, what.to_owned()));
                                next += 1;
                            }
                        }
                    }
                }
                Node::Stop(number, filling) => parts.push(stop(*number, filling, variables)),
                Node::Mirror(number) => parts.push(Part::Mirror(*number)),
                Node::End => parts.push(Part::End),
            }
        }
        Snippet::new(parts)
    }
}

enum Chunk<'c> {
    Text(&'c str),
    Blank(&'c str),
}

fn resolve<'c>(piece: &'c Piece, variables: &'c Variables, out: &mut Vec<Chunk<'c>>) {
    match piece {
        Piece::Text(text) => out.push(Chunk::Text(text)),
        Piece::Variable(variable, fallback) => match (variables.get(*variable), fallback) {
            (Some(value), _) => out.push(Chunk::Text(value)),
            (None, Fallback::Ask) => out.push(Chunk::Blank(variable.ask())),
            (None, Fallback::Blank(what)) => out.push(Chunk::Blank(what)),
            (None, Fallback::Wording(pieces)) => {
                for piece in pieces {
                    resolve(piece, variables, out);
                }
            }
        },
    }
}

fn stop(number: u32, filling: &Filling, variables: &Variables) -> Part {
    match filling {
        Filling::Nothing => Part::Wording(number, String::new()),
        Filling::Blank(what) => Part::Blank(number, what.clone()),
        Filling::Choice { blank, choices } => {
            let blank = blank.as_deref().map(mark);
            Part::Choice(number, blank.into_iter().chain(choices.iter().cloned()).collect())
        }
        Filling::Wording(pieces) => {
            let mut chunks = Vec::new();
            for piece in pieces {
                resolve(piece, variables, &mut chunks);
            }
            if let [Chunk::Blank(what)] = chunks[..] {
                return Part::Blank(number, what.to_owned());
            }
            let texts = chunks.into_iter().map(|chunk| match chunk {
                Chunk::Text(text) => text.to_owned(),
                Chunk::Blank(what) => mark(what),
            });
            Part::Wording(number, texts.collect())
        }
    }
}

fn push_text(text: &str, parts: &mut Vec<Part>) {
    match parts.last_mut() {
        Some(Part::Text(last)) => last.push_str(text),
        _ => parts.push(Part::Text(text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(body: &str, values: &[(Variable, &str)]) -> String {
        let mut variables = Variables::default();
        for (variable, value) in values {
            variables.set(*variable, value);
        }
        Template::parse(body).unwrap().resolve(&variables).lsp()
    }

    #[test]
    fn a_known_variable_stands_in_its_place() {
        let known = [(Variable::Customer, "Siobhán O’Brien"), (Variable::Product, "Ca$h} \\o/")];
        assert_eq!(resolved("Hi ${1:${CUSTOMER:there}}.", &known), "Hi ${1:Siobhán O’Brien}.");
        assert_eq!(
            resolved("${1:using ${PRODUCT:it}} $PRODUCT", &known),
            "${1:using Ca\\$h\\} \\\\o/} Ca\\$h} \\\\o/"
        );
    }

    #[test]
    fn an_unknown_variable_gives_wording_or_a_blank() {
        assert_eq!(resolved("Hi ${1:${CUSTOMER:there}}.", &[]), "Hi ${1:there}.");
        assert_eq!(resolved("Hi ${1:${CUSTOMER}}.", &[]), "Hi ${1:[[fill: customer's name]]}.");
        assert_eq!(resolved("Hi ${1:${CUSTOMER:?Vorname}}.", &[]), "Hi ${1:[[fill: Vorname]]}.");
        assert_eq!(
            resolved("${PRODUCT:Our app} is $THING", &[]),
            "Our app is ${1:[[fill: what they wrote about]]}"
        );
        assert_eq!(resolved("${1:using $PRODUCT}", &[]), "${1:using [[fill: your product]]}");
    }

    #[test]
    fn variables_stand_in_for_variables() {
        let body = "Dear ${1:${CUSTOMER_FAMILY:${CUSTOMER}}}-san";
        assert_eq!(resolved(body, &[(Variable::Customer, "Kenji")]), "Dear ${1:Kenji}-san");
        let both = [(Variable::Customer, "Kenji"), (Variable::CustomerFamily, "Tanaka")];
        assert_eq!(resolved(body, &both), "Dear ${1:Tanaka}-san");
        let template = Template::parse(body).unwrap();
        assert!(template.uses(Variable::Customer) && !template.uses(Variable::Agent));
    }
}
