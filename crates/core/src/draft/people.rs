//! Who a reply is for and who it is from.
//!
//! The most personal name one has comes first: what customers call themselves in their own
//! signature beats the display name of their mail program.

use std::ops::Range;

use super::front_matter::Fields;
use super::name::{Name, NameMatch};
use crate::document::{Document, Line, LineClass};
use crate::lang::lexicon::fold;
use crate::lang::people::PeopleData;
use crate::text::Span;

/// Where a name was found. Ordered as in [`Candidate::confidence`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// `customer:` in front matter.
    FrontMatter,
    /// The signature of the latest quoted mail.
    Signature,
    /// "My name is …", "This is … from".
    Introduction,
    /// The `To:` header.
    Header,
    /// The attribution line.
    Attribution,
    /// A forum handle.
    Handle,
    /// The local part of a mail address.
    Address,
}

impl Source {
    /// How sure one can be of a name from there, in percent.
    #[must_use]
    pub const fn confidence(self) -> u8 {
        match self {
            Self::FrontMatter => 100,
            Self::Signature => 95,
            Self::Introduction => 90,
            Self::Header => 85,
            Self::Attribution => 80,
            Self::Handle => 40,
            Self::Address => 30,
        }
    }

    /// What to call the place, after "from".
    #[must_use]
    pub const fn describe(self) -> &'static str {
        match self {
            Self::FrontMatter => "the front matter",
            Self::Signature => "their signature",
            Self::Introduction => "how they introduced themselves",
            Self::Header => "the To header",
            Self::Attribution => "the line above their mail",
            Self::Handle => "their handle",
            Self::Address => "their mail address",
        }
    }
}

/// A name the customer may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The name.
    pub name: Name,
    /// Where it was found.
    pub source: Source,
    /// The place in the text.
    pub span: Span,
}

impl Candidate {
    /// How sure one can be, in percent.
    #[must_use]
    pub const fn confidence(&self) -> u8 {
        self.source.confidence()
    }
}

/// The people of a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// Names the customer may have, the surest first.
    pub customers: Vec<Candidate>,
    /// The writer's name.
    pub agent: Option<String>,
    /// Whether the draft goes to several people.
    pub group: bool,
}

impl People {
    /// The most personal name of the customer, if it is at least so sure, in percent.
    #[must_use]
    pub fn customer(&self, confidence: u8) -> Option<&Candidate> {
        self.customers.first().filter(|candidate| candidate.confidence() >= confidence)
    }
}

/// The runs of quoted lines, blank lines inside them included.
pub(super) fn quote_runs(lines: &[Line]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if !matches!(line.class, LineClass::Quote(_) | LineClass::Attribution) {
            continue;
        }
        match runs.last_mut() {
            Some(run)
                if lines[run.end..at].iter().all(|line| line.class == LineClass::Blank) =>
            {
                run.end = at + 1;
            }
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

pub(super) fn find(
    document: &Document<'_>,
    front_matter: &Fields,
    headers: &Fields,
    signed: Option<Span>,
    setting: Option<&str>,
    data: &PeopleData,
) -> People {
    let text = document.text;
    let mut people = People::default();
    let agent = front_matter
        .get(&["agent", "from"])
        .or_else(|| headers.get(&["from", "von", "de"]))
        .map(|field| field.value.clone())
        .or_else(|| setting.map(str::to_owned))
        .or_else(|| {
            signed.map(|span| span.of(text).trim_matches(['-', '–', ' ', '*', '_', '~']).to_owned())
        });
    people.agent = agent
        .and_then(|agent| Name::from_display(&agent, data))
        .map(|name| name.given);
    let mut candidates = Vec::new();
    if let Some(field) = front_matter.get(&["customer", "name"]) {
        push(&mut candidates, &field.value, Source::FrontMatter, field.span, data);
    }
    let to = front_matter.get(&["to"]).into_iter().chain(headers.get(&["to", "an", "à", "para"]));
    for field in to {
        let addressees = addressees(&field.value);
        people.group |= addressees.len() > 1;
        for addressee in addressees {
            push(&mut candidates, addressee, Source::Header, field.span, data);
        }
    }
    for run in quote_runs(&document.lines) {
        from_quote(document, run, data, &mut candidates);
    }
    // The thread may quote the writer's own earlier mail.
    if let Some(agent) = &people.agent {
        candidates.retain(|candidate: &Candidate| {
            candidate.source == Source::FrontMatter
                || candidate.name.matches(agent, data) != NameMatch::Same
        });
    }
    candidates.sort_by_key(|candidate| std::cmp::Reverse(candidate.confidence()));
    let mut seen: Vec<String> = Vec::new();
    candidates.retain(|candidate| {
        let key = fold(&candidate.name.given);
        !seen.contains(&key) && {
            seen.push(key);
            true
        }
    });
    people.customers = candidates;
    people
}

fn push(out: &mut Vec<Candidate>, display: &str, source: Source, span: Span, data: &PeopleData) {
    if let Some(name) = Name::from_display(display, data) {
        out.push(Candidate { name, source, span });
    }
}

/// The addressees of a header: separated by `;`, or by a comma after an address.
fn addressees(value: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, c) in value.char_indices() {
        let after_address = value[start..at].contains('@');
        if c == ';' || (c == ',' && after_address) {
            out.push(value[start..at].trim());
            start = at + 1;
        }
    }
    out.push(value[start..].trim());
    out.retain(|part| !part.is_empty());
    out
}

/// Names in one quote: attribution, signature and introduction of the mail on top of it.
fn from_quote(
    document: &Document<'_>,
    run: Range<usize>,
    data: &PeopleData,
    out: &mut Vec<Candidate>,
) {
    let text = document.text;
    let lines = &document.lines[run];
    let attribution: Vec<&Line> =
        lines.iter().take_while(|line| !matches!(line.class, LineClass::Quote(_))).collect();
    attributed(text, &attribution, data, out);
    // The latest mail is the one with the fewest marks; deeper ones are older.
    let depth = lines
        .iter()
        .filter_map(|line| match line.class {
            LineClass::Quote(depth) => Some(depth),
            _ => None,
        })
        .min();
    let Some(depth) = depth else { return };
    let latest: Vec<(usize, &str)> = lines
        .iter()
        .skip(attribution.len())
        .take_while(|line| line.class != LineClass::Attribution)
        .filter(|line| line.class == LineClass::Quote(depth))
        .map(|line| {
            let content = line.text(text);
            let stripped = content.trim_start_matches([' ', '>', '\u{a0}', '\t']);
            (line.span.end - stripped.len(), stripped.trim_end())
        })
        .collect();
    signature(&latest, data, out);
    introduction(&latest, data, out);
}

/// "On 4 Mar 2025, Maria Ruiz <m@x.org> wrote:"
fn attributed(text: &str, lines: &[&Line], data: &PeopleData, out: &mut Vec<Candidate>) {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
    let span = Span::new(first.span.start, last.span.end);
    let joined = span.of(text).replace(['\r', '\n'], " ");
    let from = lines.iter().find_map(|line| {
        let content = line.text(text).trim_start_matches(['*', '>', ' ']);
        ["From:", "Von:", "De :", "De:"].iter().find_map(|name| content.strip_prefix(name))
    });
    if let Some(from) = from {
        push(out, from.trim_start_matches('*').trim(), Source::Attribution, span, data);
        return;
    }
    let Some(head) = ["wrote", "writes", "schrieb", "a écrit", "escribió", "ha scritto", "escreveu", "schreef"]
        .iter()
        .find_map(|verb| joined.find(verb).map(|at| &joined[..at]))
    else {
        return;
    };
    let head = head.split(['<', '[']).next().unwrap_or("");
    // The name is the longest tail of words that are no part of a date.
    let words: Vec<&str> = head.split([' ', ',', '\u{a0}', '\u{202f}']).filter(|word| !word.is_empty()).collect();
    let tail = words
        .iter()
        .rev()
        .take_while(|word| is_name_word(word))
        .count();
    let name = words[words.len() - tail..].join(" ");
    if let Some(at) = name.split(' ').next().and_then(|word| text[span.start..span.end].rfind(word)) {
        let start = span.start + at;
        push(out, &name, Source::Attribution, Span::new(start, start + name.split(' ').next().map_or(0, str::len)), data);
    }
}

fn is_name_word(word: &str) -> bool {
    const DATE: [&str; 46] = [
        "on", "at", "am", "pm", "um", "le", "el", "il", "em", "op", "à", "mon", "tue", "wed", "thu", "fri", "sat", "sun",
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "jan", "feb", "mar", "apr", "may",
        "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "january", "february", "march", "april", "june", "july", "august", "utc",
    ];
    let bare = word.trim_matches(['"', '\'', '.', ':', '(', ')']);
    let folded = fold(bare);
    !bare.is_empty()
        && !bare.chars().any(|c| c.is_ascii_digit())
        && !DATE.contains(&folded.as_str())
        && !matches!(folded.as_str(), "september" | "october" | "november" | "december" | "a.m" | "p.m" | "gmt" | "cet" | "est")
        && bare.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
}

/// The name under the latest mail.
fn signature(latest: &[(usize, &str)], data: &PeopleData, out: &mut Vec<Candidate>) {
    let written: Vec<&(usize, &str)> = latest.iter().filter(|(_, line)| !line.is_empty()).collect();
    for (n, (at, line)) in written.iter().enumerate().rev().take(6) {
        let Some(length) = valediction_length(line) else { continue };
        let rest = line[length..].trim_start_matches([',', '!', '.', ' ', '-', '\u{a0}']);
        let (at, name) = if rest.is_empty() {
            match written.get(n + 1) {
                Some((at, next)) => (*at, *next),
                None => return,
            }
        } else {
            (at + line.len() - rest.len(), rest)
        };
        let name = name.trim_start_matches(['-', '–', '—', '*', '_', ' ']).trim_end_matches(['.', '*', '_', ',']);
        for part in name.split([',', '(', '|', '/']).take(1) {
            signer(part, at, data, out);
        }
        return;
    }
    // A last line that is nothing but a name, on its own.
    let Some((at, last)) = latest.iter().rev().find(|(_, line)| !line.is_empty()) else { return };
    let index = latest.iter().rposition(|(_, line)| !line.is_empty()).unwrap_or(0);
    let alone = index > 0 && (latest[index - 1].1.is_empty() || latest[index - 1].1.ends_with(['.', '!', '?', ',']));
    let bare = last.trim_start_matches(['-', '–', '—', '~', ' ']);
    let words = bare.split_whitespace().count();
    if alone && (1..=3).contains(&words) && !bare.ends_with(['?', '!', ':', '.', ',']) {
        signer(bare, at + last.len() - bare.len(), data, out);
    }
}

/// "Ana and Jon" are two.
fn signer(name: &str, at: usize, data: &PeopleData, out: &mut Vec<Candidate>) {
    let mut offset = 0;
    for part in name.split_inclusive(" and ").flat_map(|part| part.split_inclusive(" & ")) {
        let bare = part.trim_end_matches(" and ").trim_end_matches(" & ");
        let capital = bare.chars().next().is_some_and(|c| c.is_alphabetic());
        let words = bare.split_whitespace().count();
        let cased = bare.split_whitespace().all(|word| {
            word.chars().next().is_some_and(|c| !c.is_lowercase()) || words == 1 || matches!(word, "van" | "der" | "de" | "la" | "von" | "den" | "di" | "del")
        });
        let letters = bare.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '\'' | '’' | '-'));
        if capital && cased && letters && (1..=4).contains(&words) && !data.is_no_name(&fold(bare)) && valediction_length(bare).is_none() {
            push(out, bare, Source::Signature, Span::new(at + offset, at + offset + bare.len()), data);
        }
        offset += part.len();
    }
}

/// The length of the valediction that begins the line.
fn valediction_length(line: &str) -> Option<usize> {
    const VALEDICTIONS: [&str; 30] = [
        "kind regards", "kindest regards", "best regards", "best wishes", "warm regards", "many thanks", "thanks in advance",
        "thank you in advance", "thanks again", "thanks so much", "thanks a lot", "thank you very much", "thank you so much", "thanks", "thank you", "all the best",
        "yours sincerely", "yours faithfully", "sincerely", "regards", "cheers", "best", "rgds", "mit freundlichen grüßen", "viele grüße", "cordialement",
        "saludos", "un saludo", "atenciosamente", "love",
    ];
    let folded = fold(line);
    if folded.len() != line.len() {
        return None;
    }
    let phrase = VALEDICTIONS.iter().filter(|phrase| folded.starts_with(**phrase)).max_by_key(|phrase| phrase.len())?;
    let rest = &line[phrase.len()..];
    let bare = rest.trim_start_matches([',', '!', '.', ' ', '-', '\u{a0}']);
    let separated = bare.is_empty() || rest.starts_with([',', '!', '.', '-']) || rest.starts_with(" -");
    let short = bare.split_whitespace().count() <= 4;
    (separated && short).then_some(phrase.len())
}

/// "My name is Maria", "This is Maria from Acme", "I'm Maria".
fn introduction(latest: &[(usize, &str)], data: &PeopleData, out: &mut Vec<Candidate>) {
    for (at, line) in latest.iter().take(8) {
        let straight = line.replace('’', "'");
        if straight.len() + 2 * line.matches('’').count() != line.len() {
            continue;
        }
        for (opening, needs_from) in
            [("my name is ", false), ("this is ", true), ("i'm ", false), ("i am ", false), ("name's ", false)]
        {
            let folded = fold(&straight);
            let Some(found) = folded.find(opening) else { continue };
            if folded.len() != straight.len() {
                continue;
            }
            let starts = found == 0 || !straight.as_bytes()[found - 1].is_ascii_alphanumeric();
            let rest = &straight[found + opening.len()..];
            let words: Vec<&str> = rest
                .split_whitespace()
                .take_while(|word| word.chars().next().is_some_and(|c| c.is_uppercase()))
                .take(3)
                .collect();
            // A comma or a full stop ends the name.
            let cut = words.iter().position(|word| word.ends_with([',', '.', ';', '!', '…'])).map_or(words.len(), |n| n + 1);
            let name = words[..cut].join(" ");
            let name = name.trim_end_matches([',', '.', ';', '!', '…', ')']);
            if name.is_empty() || !starts {
                continue;
            }
            let after = rest[rest.find(name).unwrap_or(0) + name.len()..].trim_start();
            let goes_on = after.starts_with("from ") || after.starts_with("at ") || after.starts_with("with ") || after.starts_with("here");
            // "I'm Spanish", "I am German": a name in so short a form must end its clause.
            let stops = after.is_empty() || after.starts_with([',', '.', ';', '!', '…', '(']);
            let ends = stops || goes_on || (opening.contains("name") && after.starts_with("and "));
            if (needs_from && !goes_on) || !ends {
                continue;
            }
            // Curly apostrophes are wider than straight ones: find the name in the line itself.
            let start = line.find(name).map_or(*at, |n| at + n);
            if name.split(' ').any(|word| data.is_no_name(&fold(word))) {
                continue;
            }
            push(out, name, Source::Introduction, Span::new(start, start + name.len()), data);
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;
    use crate::draft::{Draft, Source};
    use crate::input::Input;

    fn customers(text: &str) -> Vec<(String, Source)> {
        let catalog = Catalog::builtin();
        let draft = Draft::read(text, &Input::default(), &catalog);
        draft
            .people
            .customers
            .iter()
            .map(|candidate| {
                assert!(text.is_char_boundary(candidate.span.start), "{text:?}");
                assert!(text.is_char_boundary(candidate.span.end), "{text:?}");
                (candidate.name.given.clone(), candidate.source)
            })
            .collect()
    }

    fn first(text: &str) -> Option<String> {
        customers(text).into_iter().next().map(|(name, _)| name)
    }

    #[test]
    fn the_most_personal_name_comes_first() {
        let text = "Hi\n\nOn Tue, 4 Mar 2025 at 10:02, Ruiz Garcia <m@x.org> wrote:\n> Please help.\n>\n> Best,\n> Maria";
        assert_eq!(
            customers(text),
            [("Maria".to_owned(), Source::Signature), ("Ruiz".to_owned(), Source::Attribution)]
        );
        assert_eq!(first("---\ncustomer: Kenji Tanaka\n---\nHi").as_deref(), Some("Kenji"));
        assert_eq!(first("To: \"Ruiz, Maria\" <m@x.org>\nSubject: Re\n\nHi").as_deref(), Some("Maria"));
    }

    #[test]
    fn signatures_in_their_many_forms() {
        for quote in [
            "> Help me. Best, Maria",
            "> Help me.\n> Thanks!\n> Maria",
            "> Help me.\n>\n> Maria",
            "> Help me.\n> Kind regards\n>\n> Maria Ruiz\n> Head of Sales",
            "> Thank you,\n> Maria (Acme)",
            "> Hi, I'm Maria, and it fails.",
            "> Hello, my name is Maria Ruiz.",
            "> This is Maria from Acme. Help!",
        ] {
            let found = first(&format!("Hi,\n\n{quote}"));
            let name = found.as_deref();
            if quote == "> Help me. Best, Maria" {
                // A valediction inside a line of prose is read by its line only.
                assert!(name.is_none() || name == Some("Maria"), "{quote}: {name:?}");
            } else {
                assert_eq!(name, Some("Maria"), "{quote}");
            }
        }
    }

    #[test]
    fn states_roles_and_sentences_are_no_names() {
        for quote in [
            "> I'm stuck with the export.",
            "> I am German and it fails",
            "> Please help.\n> Thanks a lot for everything you do",
            "> It fails.\n>\n> Any ideas?",
            "> This is Spam. Stop.",
        ] {
            assert_eq!(first(&format!("Hi,\n\n{quote}")), None, "{quote}");
        }
        assert_eq!(first("To: billing@acme.test\nSubject: x\n\nHi"), None);
    }

    #[test]
    fn the_writer_is_not_the_customer() {
        let text = "Hi,\n\nDone.\n\nAna\n\n> Please check.\n>\n> Ana";
        assert_eq!(first(text), None);
    }

    #[test]
    fn two_signers_and_the_latest_mail() {
        let two = customers("Hi\n\n> Please help.\n> Best,\n> Ana and Jo");
        assert_eq!(two.len(), 2, "{two:?}");
        let nested = "Hi\n\n> It fails again.\n> Best,\n> Jo\n>\n> > It works.\n> > Best,\n> > Ana";
        assert_eq!(first(nested).as_deref(), Some("Jo"));
    }
}
