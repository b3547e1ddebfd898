//! Which lines of a thread are the latest that the customer wrote.
//!
//! A thread holds the customer's mails, older ones, other people's and the writer's own. Lines with the
//! fewest marks are the latest of a quote; a line that says whose words follow begins an older mail, and
//! what the writer wrote is passed over.

use crate::document::{Line, LineClass, lines};
use crate::draft::name::{Name, NameMatch};
use crate::draft::people::People;
use crate::draft::quoted;
use crate::lang::lexicon::fold;
use crate::lang::mail::MailCues;
use crate::lang::people::PeopleData;
use crate::text::{Span, offset_in};

/// So much of a mail is read, in bytes: what matters is said at its start.
pub(super) const MOST_READ: usize = 8 * 1024;
/// A thread in which so many mails on top are the writer's own has no customer in sight.
const MOST_OWN_MAILS: usize = 4;
/// The name under a mail stands in one of so many last lines.
const SIGNATURE_LINES: usize = 3;
/// A line of dashes is drawn from so many on.
const SHORTEST_RULE: usize = 20;
/// A line that signs has at most so many words: "Luis (Support)".
const LONGEST_SIGNATURE: usize = 4;

/// A line of a quote without its marks, and where it begins in the draft.
#[derive(Clone, Copy)]
struct Piece<'t> {
    at: usize,
    text: &'t str,
}

/// The customer's latest words.
#[derive(Debug, Default)]
pub(super) struct Latest {
    /// The words, without quote marks.
    pub text: String,
    /// Their lines.
    pub lines: Vec<Line>,
    /// For each line where it begins in the text and in the draft.
    pub origins: Vec<(usize, usize)>,
}

/// What is known of the people of a thread.
pub(crate) struct Thread<'d> {
    pub text: &'d str,
    pub lines: &'d [Line],
    pub people: &'d People,
    /// The names that the reply greets.
    pub greeted: &'d [Span],
    pub mail: &'d MailCues,
    pub data: &'d PeopleData,
}

/// A mail of the thread with the lines that say whose it is, as line indices.
#[derive(Default)]
struct Part {
    head: Vec<usize>,
    lines: Vec<usize>,
    /// Whether words of the writer stand between it and the part before.
    answered_before: bool,
}

impl Thread<'_> {
    pub(super) fn latest(&self) -> Latest {
        let parts = self.parts();
        let (chosen, mut passed) = self.choose(&parts);
        let mut pieces = self.pieces(&chosen);
        for _ in 0..MOST_OWN_MAILS {
            let joined = pieces.iter().map(|piece| piece.text).collect::<Vec<_>>().join("\n");
            let classed = lines::classify(&joined, self.mail);
            let said = classed.iter().any(|line| line.class == LineClass::Own);
            if said && !passed && !self.is_own(&joined, &classed) {
                return told(&pieces, &classed);
            }
            passed = false;
            pieces = older(&pieces, &classed);
            if pieces.is_empty() {
                break;
            }
        }
        Latest::default()
    }

    /// The mails of the thread, as lines that say whose words follow set them apart.
    fn parts(&self) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        let mut answered = false;
        for (at, line) in self.lines.iter().enumerate() {
            match line.class {
                LineClass::Attribution => match parts.last_mut() {
                    Some(part) if part.lines.is_empty() => part.head.push(at),
                    _ => {
                        let head = vec![at];
                        parts.push(Part { head, answered_before: answered, ..Part::default() });
                        answered = false;
                    }
                },
                LineClass::Quote(_) => {
                    if parts.is_empty() {
                        parts.push(Part { answered_before: answered, ..Part::default() });
                    }
                    if let Some(part) = parts.last_mut() {
                        part.lines.push(at);
                    }
                    answered = false;
                }
                LineClass::Own => answered = true,
                _ => {}
            }
        }
        parts.retain(|part| !part.lines.is_empty());
        parts
    }

    /// The lines of the mail that is answered: of one whom the greeting names, else the one nearest to the
    /// reply. Quotes of one author with answers between them are one mail. Also whether its first words are
    /// the writer's own.
    fn choose(&self, parts: &[Part]) -> (Vec<usize>, bool) {
        let authors: Vec<Option<Name>> = parts.iter().map(|part| self.author(part)).collect();
        let theirs: Vec<usize> = (0..parts.len())
            .filter(|&at| !authors[at].as_ref().is_some_and(|name| self.is_agent(name)))
            .collect();
        let (Some(&first), Some(&last)) = (theirs.first(), theirs.last()) else {
            return (parts.first().map(|part| part.lines.clone()).unwrap_or_default(), true);
        };
        let greeted = theirs.iter().copied().find(|&at| {
            authors[at].as_ref().is_some_and(|name| {
                self.greeted.iter().any(|span| {
                    let found = name.matches(span.of(self.text), self.data);
                    matches!(found, NameMatch::Same | NameMatch::ShortForm)
                })
            })
        });
        // A reply under all quotes answers the last of them, one above them the first.
        let below = !parts.iter().any(|part| part.answered_before);
        let chosen = greeted.unwrap_or(if below { last } else { first });
        let mut out = parts[chosen].lines.clone();
        for (at, part) in parts.iter().enumerate().skip(chosen + 1) {
            let same = authors[at].is_some() && authors[at] == authors[chosen];
            if !(part.answered_before && same) {
                break;
            }
            out.extend(&part.lines);
        }
        (out, false)
    }

    fn author(&self, part: &Part) -> Option<Name> {
        let head: Vec<&Line> = part.head.iter().map(|&at| &self.lines[at]).collect();
        quoted::author(self.text, &head, self.mail, self.data)
    }

    fn is_agent(&self, name: &Name) -> bool {
        let agent = self.people.agent.as_deref();
        agent.is_some_and(|agent| name.matches(agent, self.data) == NameMatch::Same)
    }

    /// The lines without the marks of the mail on top. Marks of older mails stay.
    fn pieces(&self, chosen: &[usize]) -> Vec<Piece<'_>> {
        let depth_of = |at: usize| match self.lines[at].class {
            LineClass::Quote(depth) => depth,
            _ => 0,
        };
        let Some(least) = chosen.iter().map(|&at| depth_of(at)).min() else { return Vec::new() };
        // Some mail programs lose the marks of a quote's first lines.
        let lost = least == 0
            && chosen.windows(2).any(|pair| {
                depth_of(pair[0]) == 0 && depth_of(pair[1]) == 1 && pair[0] + 1 == pair[1]
            });
        let marks = if lost { 1 } else { least };
        let lines = chosen.iter().map(|&at| {
            let line = self.lines[at].text(self.text);
            let own = depth_of(at) <= marks;
            (without_marks(line, depth_of(at).min(marks)), own)
        });
        let mut read = [0usize; 2];
        let mut out: Vec<Piece<'_>> = Vec::new();
        let mut before = None;
        for ((line, own), &index) in lines.zip(chosen) {
            read[usize::from(own)] += line.len() + 1;
            if read[1] > MOST_READ {
                break;
            }
            // Runs of the quote with an answer between them are paragraphs apart.
            if before.is_some_and(|before| before + 1 < index) {
                out.push(Piece { at: offset_in(self.text, line), text: "" });
            }
            before = Some(index);
            if own || read[0] <= MOST_READ {
                out.push(Piece { at: offset_in(self.text, line), text: line });
            }
        }
        out
    }

    /// Whether the writer's own name stands under the words.
    fn is_own(&self, text: &str, lines: &[Line]) -> bool {
        let Some(agent) = self.people.agent.as_deref().map(fold) else { return false };
        let said = lines
            .iter()
            .rev()
            .filter(|line| matches!(line.class, LineClass::Own | LineClass::Signature));
        said.take(SIGNATURE_LINES).any(|line| {
            let mut words = line.text(text).split_whitespace();
            let first = words.next().unwrap_or("").trim_matches(|c: char| !c.is_alphanumeric());
            fold(first) == agent && words.count() < LONGEST_SIGNATURE
        })
    }
}

/// The line without its first `depth` marks and the blank behind them.
fn without_marks(line: &str, depth: u8) -> &str {
    const BLANKS: [char; 3] = [' ', '\u{a0}', '\t'];
    let mut rest = line;
    for _ in 0..depth {
        match rest.trim_start_matches(BLANKS).strip_prefix('>') {
            Some(behind) => rest = behind,
            // Quotes in HTML and in the marks of forums have none.
            None => break,
        }
    }
    let rest = rest.strip_prefix(BLANKS).unwrap_or(rest);
    unwrapped(rest)
}

/// The line without the tags of a forum or of HTML that hold a quote.
fn unwrapped(line: &str) -> &str {
    let trimmed = line.trim();
    if trimmed.starts_with('<') && trimmed.ends_with('>') && !trimmed[1..].contains('<') {
        return &line[line.len()..];
    }
    let inner = match trimmed.strip_prefix("[quote") {
        Some(rest) => rest.split_once(']').map_or(rest, |(_, rest)| rest),
        None => line,
    };
    inner.trim_end().strip_suffix("[/quote]").unwrap_or(inner)
}

/// The mail below one that the writer wrote.
fn older<'t>(pieces: &[Piece<'t>], classed: &[Line]) -> Vec<Piece<'t>> {
    let quoted: Vec<(u8, Piece<'t>)> = pieces
        .iter()
        .zip(classed)
        .filter_map(|(&piece, line)| match line.class {
            LineClass::Quote(depth) => Some((depth, piece)),
            _ => None,
        })
        .collect();
    let Some(least) = quoted.iter().map(|(depth, _)| *depth).min() else { return Vec::new() };
    let mut out = Vec::with_capacity(quoted.len());
    for (_, piece) in quoted {
        let text = without_marks(piece.text, least);
        out.push(Piece { at: piece.at + offset_in(piece.text, text), text });
    }
    out
}

/// Whether the line is drawn.
fn is_rule(line: &str) -> bool {
    let line = line.trim_end();
    line.len() >= SHORTEST_RULE && line.bytes().all(|b| matches!(b, b'-' | b'_' | b'=' | b'*'))
}

/// What the customer says themselves: no older mail, no signature.
fn told(pieces: &[Piece<'_>], classed: &[Line]) -> Latest {
    let mut out = Latest::default();
    for (piece, line) in pieces.iter().zip(classed) {
        let (text, class) = match line.class {
            // Mailing lists and virus scanners write under a line of dashes.
            LineClass::Own if is_rule(piece.text) && !out.text.is_empty() => break,
            LineClass::Own => (piece.text, LineClass::Own),
            LineClass::Code => (piece.text, LineClass::Code),
            LineClass::Signature => break,
            _ => ("", LineClass::Blank),
        };
        let blank = |line: &Line| line.class == LineClass::Blank;
        if class == LineClass::Blank && out.lines.last().is_none_or(blank) {
            continue;
        }
        let start = out.text.len();
        out.text.push_str(text);
        let span = Span::new(start, out.text.len());
        out.text.push('\n');
        out.lines.push(Line { span, next: out.text.len(), class });
        out.origins.push((start, piece.at));
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;
    use crate::draft::Draft;
    use crate::input::Input;

    fn latest(text: &str) -> String {
        let catalog = Catalog::builtin();
        let draft = Draft::read(text, &Input::default(), &catalog);
        let message = &draft.message;
        for sentence in &message.sentences {
            let place = message.place(sentence.span).of(text);
            let said = sentence.span.of(&message.text);
            assert_eq!(place.split_whitespace().next(), said.split_whitespace().next(), "{text}");
        }
        message.text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn older_mails_and_the_writers_own_are_passed_over() {
        for text in [
            "Hi\n\n> New?\n",
            "> New?\n\nHi",
            "Hi\n\nOn 4 Mar 2025, Jo wrote:\n> New?\n>\n> On 3 Mar 2025, Ana wrote:\n>> Old?\n>>> Oldest?\n",
            "Hi\n\nOn 4 Mar 2025, Jo wrote:\n> > Old?\n> > Which one?\n>\n> New?\n",
            "Hi\n\nOn 4 Mar 2025, Jo wrote:\n> New?\n\nOn 3 Mar 2025, Kim wrote:\n> Old?\n",
            "On 3 Mar 2025, Kim wrote:\n> Old?\n\nOn 4 Mar 2025, Jo wrote:\n> New?\n\nHi",
            "Hi Jo,\n\nyes.\n\nOn 3 Mar 2025, Kim wrote:\n> Old?\n\nOn 4 Mar 2025, Jo wrote:\n> New?\n",
            "Hi\n\nYes.\n\nBest,\nAna\n\nOn 5 Mar 2025, Ana wrote:\n> Own?\n>\n> On 4 Mar 2025, Jo wrote:\n>> New?\n",
            // The writer's own mail, by the line above it and by the name under it.
            "Hi\n\nYes.\n\nBest,\nAna\n\nOn 5 Mar 2025, Ana wrote:\n> Own?\n\nOn 4 Mar 2025, Jo wrote:\n> New?\n",
            "Hi\n\nYes.\n\nBest,\nAna\n\n> Own?\n> Ana\n>\n> On 4 Mar 2025, Jo wrote:\n>> New?\n",
            "Hi\n\nYes.\n\nBest,\nAna\n\n> Own?\n> Best,\n> Ana\n>\n> -----Original Message-----\n> From: Jo <jo@x.org>\n> Sent: Monday\n> To: us\n>\n> New?\n",
            "Hi\n\n-----Original Message-----\nFrom: Jo <jo@x.org>\nSent: Tuesday\nTo: us\n\nNew?\n\n-----Original Message-----\nFrom: Ana <a@x.org>\nSent: Monday\nTo: Jo\n\nOld?\n",
            "Hi\n\n[quote=Jo]New?[/quote]\n",
            "<blockquote>\nNew?\n</blockquote>\n\nHi",
        ] {
            assert_eq!(latest(text), "New?", "{text}");
        }
    }

    #[test]
    fn quotes_between_answers_are_one_mail() {
        assert_eq!(latest("> One?\n\nYes.\n\n> Two?\n\nNo."), "One? Two?");
        let forum = "Jo wrote:\n> One?\n\nYes.\n\nJo wrote:\n> Two?\n\nNo.";
        assert_eq!(latest(forum), "One? Two?");
        let whole = "> One?\n\nYes.\n\nOn 4 Mar 2025, Jo wrote:\n> One?\n> Two?\n";
        assert_eq!(latest(whole), "One?");
    }

    #[test]
    fn a_signature_is_not_said() {
        assert_eq!(latest("Hi\n\n> New?\n> -- \n> Want a job?\n"), "New?");
    }
}
