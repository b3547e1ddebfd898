//! A snippet's body on its way into a pack.

use std::collections::BTreeMap;

/// A part of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Text(String),
    /// A place for the writer, and what stands there.
    Stop(Key, Fill),
    /// Where the cursor ends.
    End,
}

/// What tells one place from another; the places of one key hold the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Number(u32),
    Name(String),
}

/// What stands at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fill {
    /// What stands at the other places of its key, or else what only the writer knows.
    Open,
    /// Something that only the writer knows, with what it is.
    Blank(String),
    /// Words that are safe to send.
    Wording(String),
    /// Words to choose from.
    Choice(Vec<String>),
}

/// A label that stands for the customer's name wherever it is.
const CUSTOMER: [&str; 7] = [
    "customer",
    "customer name",
    "client",
    "client name",
    "first name",
    "firstname",
    "customer first name",
];
/// A label that stands for the writer's name.
const AGENT: [&str; 5] = ["agent", "agent name", "your name", "my name", "signature"];
/// After these words stands a name.
const GREETINGS: [&str; 4] = ["hi", "hello", "hey", "dear"];
/// What is asked where nothing tells what is missing.
const UNNAMED: &str = "what belongs here";

/// The body in the grammar of packs.
pub(super) fn write(parts: &[Part]) -> String {
    let mut places: BTreeMap<&Key, Vec<usize>> = BTreeMap::new();
    for (at, part) in parts.iter().enumerate() {
        if let Part::Stop(key, _) = part {
            places.entry(key).or_default().push(at);
        }
    }
    let is_open = |at: &usize| matches!(parts[*at], Part::Stop(_, Fill::Open));
    // Numbers of tab stops have no gap; the place that says most holds the default.
    let numbered: BTreeMap<_, _> = (1..)
        .zip(in_order(places))
        .map(|(number, (key, at))| {
            let says = at.iter().find(|at| !is_open(at)).or(at.first()).copied();
            (key, (number, says))
        })
        .collect();
    let mut out = String::new();
    let mut ended = false;
    for (at, part) in parts.iter().enumerate() {
        match part {
            Part::Text(text) => escape(text, &[], &mut out),
            // The cursor ends in one place.
            Part::End if ended => {}
            Part::End => {
                out.push_str("${0}");
                ended = true;
            }
            Part::Stop(key, fill) => {
                let (number, says) = numbered[key];
                if says == Some(at) {
                    let before = at.checked_sub(1).and_then(|at| parts.get(at));
                    out.push_str(&stop(number, fill, follows_greeting(before)));
                } else {
                    out.push_str(&format!("${{{number}}}"));
                }
            }
        }
    }
    out
}

/// The author's own numbers first, then the others as they come.
fn in_order(places: BTreeMap<&Key, Vec<usize>>) -> Vec<(&Key, Vec<usize>)> {
    let mut all: Vec<_> = places.into_iter().collect();
    all.sort_by_key(|(key, at)| match key {
        Key::Number(number) => (*number, 0),
        Key::Name(_) => (u32::MAX, at.first().copied().unwrap_or(0)),
    });
    all
}

fn stop(number: usize, fill: &Fill, greets: bool) -> String {
    let asked = match fill {
        Fill::Open => UNNAMED,
        Fill::Blank(what) => what,
        Fill::Wording(words) => {
            let mut out = format!("${{{number}:");
            // A question mark in front would make a blank of it.
            if words.starts_with('?') {
                out.push('\\');
            }
            escape(words, &['}'], &mut out);
            out.push('}');
            return out;
        }
        Fill::Choice(choices) => {
            let choices: Vec<_> = choices
                .iter()
                .map(|choice| {
                    let mut out = String::new();
                    escape(&on_one_line(choice), &['}', ',', '|'], &mut out);
                    if out.starts_with('?') { format!("\\{out}") } else { out }
                })
                .collect();
            return format!("${{{number}|{}|}}", choices.join(","));
        }
    };
    let asked = on_one_line(asked).replace("[[", "").replace("]]", "");
    let asked = if asked.is_empty() { UNNAMED } else { &asked };
    let label = asked.to_lowercase();
    let mut what = String::new();
    escape(asked, &['}'], &mut what);
    if greets && (asked == UNNAMED || label.contains("name")) || CUSTOMER.contains(&&*label) {
        format!("${{{number}:${{CUSTOMER}}}}")
    } else if AGENT.contains(&&*label) {
        format!("${{{number}:${{AGENT}}}}")
    } else {
        format!("${{{number}:?{what}}}")
    }
}

fn follows_greeting(before: Option<&Part>) -> bool {
    let Some(Part::Text(text)) = before else { return false };
    let word = text.trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    text.ends_with(' ') && GREETINGS.iter().any(|greeting| word.eq_ignore_ascii_case(greeting))
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// With a backslash before what packs read as grammar.
fn escape(text: &str, more: &[char], out: &mut String) {
    for c in text.chars() {
        if matches!(c, '\\' | '$') || more.contains(&c) {
            out.push('\\');
        }
        out.push(c);
    }
}

/// A name from a program as words: `ticketNumber`, `ticket_number` and `form.ticket-number` are “ticket
/// number”.
pub(super) fn words_of(name: &str) -> String {
    let last = name.rsplit('.').find(|part| !part.is_empty()).unwrap_or(name);
    let mut out = String::new();
    let mut was_lower = false;
    for c in last.chars() {
        if !c.is_alphanumeric() {
            out.push(' ');
        } else {
            if c.is_uppercase() && was_lower {
                out.push(' ');
            }
            out.extend(c.to_lowercase());
        }
        was_lower = c.is_lowercase() || c.is_numeric();
    }
    on_one_line(&out)
}

/// Whether words at a place are rather the name of what belongs there than words to send.
pub(super) fn is_label(words: &str) -> bool {
    const NAMES: [&str; 30] = [
        "address",
        "agent",
        "amount",
        "company",
        "customer",
        "date",
        "day",
        "description",
        "detail",
        "details",
        "email",
        "feature",
        "id",
        "insert",
        "invoice",
        "issue",
        "link",
        "name",
        "number",
        "order",
        "placeholder",
        "product",
        "reason",
        "subject",
        "text",
        "ticket",
        "time",
        "title",
        "topic",
        "url",
    ];
    let marked = words.contains(['_', '<', '>', '[', ']', '{', '}']);
    let letters = || words.chars().filter(|c| c.is_alphabetic());
    let is_loud = letters().count() > 1 && letters().all(char::is_uppercase);
    let mixed =
        words.chars().zip(words.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase());
    let plain = words_of(words);
    let named = plain.split(' ').any(|word| NAMES.contains(&word));
    // A sentence says something, whatever it names, and so do “any time” and “by Friday, in time”.
    const SAYS: [&str; 12] =
        ["any", "at", "by", "each", "every", "for", "in", "next", "no", "on", "some", "this"];
    let is_short = plain.split(' ').count() <= 4;
    let says = plain.split(' ').next().is_some_and(|word| SAYS.contains(&word));
    marked || is_loud || mixed || named && is_short && !says
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stop_of(number: u32, fill: Fill) -> Part {
        Part::Stop(Key::Number(number), fill)
    }

    #[test]
    fn places_are_numbered_without_a_gap_and_what_says_most_is_kept() {
        let parts = [
            Part::Text("A ".into()),
            stop_of(7, Fill::Open),
            Part::Text(" b ".into()),
            stop_of(7, Fill::Blank("reason".into())),
            Part::Stop(Key::Name("day".into()), Fill::Blank("day".into())),
            stop_of(2, Fill::Wording("fine".into())),
            Part::End,
            Part::End,
        ];
        assert_eq!(write(&parts), "A ${2} b ${2:?reason}${3:?day}${1:fine}${0}");
    }

    #[test]
    fn what_packs_read_as_grammar_is_escaped() {
        let parts = [
            Part::Text("$5 \\ {x}".into()),
            stop_of(1, Fill::Wording("?a}$".into())),
            stop_of(2, Fill::Choice(vec!["a,b".into(), "c|d".into(), "?e".into()])),
            stop_of(3, Fill::Blank("[[a]] }".into())),
        ];
        let body = write(&parts);
        let read = aplomb_core::snippet::Snippet::parse(&body).unwrap();
        assert_eq!(read.plain(), "$5 \\ {x}?a}$a,b[[fill: a }]]", "{body}");
    }

    #[test]
    fn after_a_greeting_stands_the_customer() {
        let greeted = |fill| write(&[Part::Text("Dear ".into()), stop_of(1, fill)]);
        assert_eq!(greeted(Fill::Open), "Dear ${1:${CUSTOMER}}");
        assert_eq!(greeted(Fill::Blank("name".into())), "Dear ${1:${CUSTOMER}}");
        assert_eq!(greeted(Fill::Blank("title".into())), "Dear ${1:?title}");
        let named = write(&[Part::Text("Our ".into()), stop_of(1, Fill::Blank("name".into()))]);
        assert_eq!(named, "Our ${1:?name}");
    }

    #[test]
    fn labels_are_told_from_words_to_send() {
        for label in ["customer name", "ticketNumber", "order_id", "LINK", "<reason>", "Date"] {
            assert!(is_label(label), "{label}");
        }
        for words in ["today", "Thank you", "any time", "there", "a day or two from now, at most"] {
            assert!(!is_label(words), "{words}");
        }
        assert_eq!(words_of("form1.ticketNumber_2"), "ticket number 2");
    }
}
