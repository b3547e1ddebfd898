//! Names, tags and texts of a pack, made from what somebody else has written.

use super::body::{Fill, Part};

/// The letters of a longer id nobody types.
const LONGEST_ID: usize = 40;
/// So many words of a snippet tell which one it is.
const WORDS_OF_WHEN: usize = 8;
/// A greeting or a farewell has at most so many words; what has more only begins or ends with one.
const MOST_WORDS_OF_A_GREETING: usize = 12;
const MOST_WORDS_OF_A_FAREWELL: usize = 25;

/// Words that make an apology, near its beginning or in its name.
const SORRY: [&str; 5] = ["sorry", "apology", "apologies", "apologize", "apologise"];

/// An id: lower-case words joined by hyphens.
pub(super) fn id_of(name: &str) -> String {
    let mut id = String::new();
    let mut was_lower = false;
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            if c.is_ascii_uppercase() && was_lower {
                id.push('-');
            }
            id.push(c.to_ascii_lowercase());
        } else if !id.ends_with('-') && !id.is_empty() {
            id.push('-');
        }
        was_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    id.truncate(LONGEST_ID);
    let id = id.trim_matches('-').to_owned();
    if id.is_empty() { "snippet".to_owned() } else { id }
}

/// The id, with a number where it is taken.
pub(super) fn unique(id: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2_u32..).map(|number| format!("{id}-{number}"));
    let mut ids = std::iter::once(id.to_owned()).chain(numbered);
    ids.find(|id| !is_taken(id)).unwrap_or_else(|| id.to_owned())
}

/// What a body says, its blanks left open.
pub(super) fn plain(parts: &[Part]) -> String {
    let said = parts.iter().map(|part| match part {
        Part::Text(text) | Part::Stop(_, Fill::Wording(text)) => text.as_str(),
        Part::Stop(_, Fill::Choice(choices)) => choices.first().map_or("", String::as_str),
        Part::Stop(..) => "…",
        Part::End => "",
    });
    said.collect()
}

/// When to use it, in one line: what its author says, or else how it begins.
pub(super) fn when(said: &str, plain: &str) -> String {
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    if said.is_empty() {
        let words: Vec<_> = plain.split_whitespace().collect();
        let more = if words.len() > WORDS_OF_WHEN { " …" } else { "" };
        return format!("“{}{more}”", words[..words.len().min(WORDS_OF_WHEN)].join(" "));
    }
    let end = if said.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    said + end
}

/// The part of a reply that it is, as far as its words tell.
pub(super) fn tag(id: &str, when: &str, plain: &str) -> &'static str {
    let body = plain.to_lowercase();
    let words: Vec<_> =
        body.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty()).collect();
    let may_greet = words.len() <= MOST_WORDS_OF_A_GREETING;
    let may_part = words.len() <= MOST_WORDS_OF_A_FAREWELL;
    let first = words.first().copied().unwrap_or_default();
    let named = format!("{id} {}", when.to_lowercase());
    let names = |wanted: &[&str]| {
        named.split(|c: char| !c.is_alphanumeric()).any(|word| wanted.contains(&word))
    };
    let greets = ["hi", "hello", "hey", "dear", "greetings"].contains(&first)
        || ["good morning", "good afternoon", "good evening"].iter().any(|it| body.starts_with(it));
    let parts =
        ["best wishes", "regards", "sincerely", "all the best", "take care", "cheers,", "goodbye"]
            .iter()
            .any(|it| body.contains(it));
    if may_part && parts && !greets
        || names(&["bye", "farewell", "goodbye", "closing", "signature", "signoff", "sign-off"])
    {
        "farewell"
    } else if may_greet && (greets && !parts || names(&["greeting", "greet", "hello"])) {
        "greeting"
    } else if first.starts_with("thank") {
        "thanks"
    } else if words.iter().take(12).any(|word| SORRY.contains(word)) {
        "apology"
    } else if names(&["thanks", "thank", "thx"]) {
        "thanks"
    } else if names(&SORRY) {
        "apology"
    } else {
        "answer"
    }
}

/// A text of one line as TOML.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        escape(c, &mut out);
    }
    out.push('"');
    out
}

/// A text as TOML, over several lines where it has them.
pub(super) fn block(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    if !text.contains('\n') {
        return quoted(&text);
    }
    // The line break behind the opening quotes is no part of the text.
    let mut out = String::from("\"\"\"\n");
    for c in text.chars() {
        match c {
            '\n' => out.push('\n'),
            c => escape(c, &mut out),
        }
    }
    out.push_str("\"\"\"");
    out
}

fn escape(c: char, out: &mut String) {
    match c {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\t' => out.push_str("\\t"),
        c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
        c => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_made_of_what_is_typed() {
        for (name, id) in [
            (":greetCustomer", "greet-customer"),
            ("Say  thanks!", "say-thanks"),
            (";;ty_2", "ty-2"),
            ("日本", "snippet"),
            ("", "snippet"),
            ("-x-", "x"),
        ] {
            assert_eq!(id_of(name), id, "{name}");
        }
        assert_eq!(unique("a", |id| ["a", "a-2"].contains(&id)), "a-3");
    }

    #[test]
    fn the_part_of_a_reply_is_told_by_its_words() {
        for (id, when, plain, expected) in [
            ("x", "", "Hello …,", "greeting"),
            ("x", "", "Best wishes,\nAna", "farewell"),
            ("x", "", "Thank you for the log.", "thanks"),
            ("x", "", "I'm sorry about the export.", "apology"),
            ("x", "", "Your invoice is under Billing.", "answer"),
            ("x", "Our goodbye", "Write any time.", "farewell"),
            ("ty-thanks", "", "You are kind.", "thanks"),
        ] {
            assert_eq!(tag(id, when, plain), expected, "{plain}");
        }
        let whole = "Hi …,\n\nI moved it to your account.\n\nBest wishes,\nAna";
        assert_eq!(tag("x", "", whole), "answer");
    }

    #[test]
    fn when_is_one_line() {
        assert_eq!(when("They\nwrote twice", ""), "They wrote twice.");
        assert_eq!(
            when(" ", "Thank you for the log, it told me a lot."),
            "“Thank you for the log, it told me …”"
        );
    }
}
