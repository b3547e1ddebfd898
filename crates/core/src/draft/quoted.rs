//! Names in a quote: the line that says whose words follow, the signature under the latest mail, how
//! its writer says who they are, and whom an earlier reply greeted.

use std::ops::Range;

use super::name::Name;
use super::people::{Candidate, Source, push};
use crate::document::{Document, Line, LineClass};
use crate::lang::lexicon::{fold, strip_folded};
use crate::lang::mail::MailCues;
use crate::lang::people::PeopleData;
use crate::text::{Span, offset_in};

/// A signature stands in so many of the last written lines.
const SIGNATURE_LINES: usize = 6;
/// People say who they are in so many of the first lines.
const INTRODUCTION_LINES: usize = 8;
/// The headers of a quoted mail are so many lines at most.
const HEADER_LINES: usize = 6;
/// A name in a signature has at most so many words.
const LONGEST_NAME: usize = 4;
/// What may stand between a valediction and a name.
const BETWEEN: [char; 6] = [',', '!', '.', ' ', '-', '\u{a0}'];
/// What ends a name in running text.
const STOPS: [char; 7] = [',', '.', ';', '!', '…', '(', ')'];

/// A line without its quote marks, and where it begins.
type Quoted<'t> = (usize, &'t str);

/// Collects the names in the quote that the lines `run` make up.
pub(super) fn names(
    document: &Document<'_>,
    run: Range<usize>,
    mail: &MailCues,
    data: &PeopleData,
    out: &mut Vec<Candidate>,
) {
    let text = document.text;
    let lines = &document.lines[run];
    let is_quote = |line: &&Line| matches!(line.class, LineClass::Quote(_));
    let attribution: Vec<&Line> = lines.iter().take_while(|line| !is_quote(line)).collect();
    attributed(text, &attribution, mail, data, out);
    // The latest mail is the one with the fewest marks; deeper ones are older.
    let depths = lines.iter().filter_map(|line| match line.class {
        LineClass::Quote(depth) => Some(depth),
        _ => None,
    });
    let Some(depth) = depths.min() else { return };
    let unmarked = |line: &Line| {
        let content = line.text(text).trim_start_matches([' ', '>', '\u{a0}', '\t']);
        (line.span.end - content.len(), content.trim_end())
    };
    let latest: Vec<Quoted<'_>> = lines
        .iter()
        .skip(attribution.len())
        .take_while(|line| line.class != LineClass::Attribution)
        .filter(|line| line.class == LineClass::Quote(depth))
        .map(unmarked)
        .collect();
    if !out.iter().any(|found| found.source == Source::Attribution) {
        headed(&latest, mail, data, out);
    }
    signature(&latest, mail, data, out);
    introduction(&latest, mail, data, out);
    // Mails of a thread answer one another: each second one is the writer's side.
    let earlier = lines.iter().filter(|line| {
        matches!(line.class, LineClass::Quote(other) if other > depth && (other - depth) % 2 == 1)
    });
    for (at, line) in earlier.map(unmarked) {
        greeted(at, line, mail, data, out);
    }
}

/// Whose words follow the lines of an attribution.
pub(super) fn author(
    text: &str,
    lines: &[&Line],
    mail: &MailCues,
    data: &PeopleData,
) -> Option<Name> {
    let mut found = Vec::new();
    attributed(text, lines, mail, data, &mut found);
    found.into_iter().next().map(|candidate| candidate.name)
}

/// "On 4 Mar 2025, Maria Ruiz <m@x.org> wrote:"
fn attributed(
    text: &str,
    lines: &[&Line],
    mail: &MailCues,
    data: &PeopleData,
    out: &mut Vec<Candidate>,
) {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
    let span = first.span.cover(last.span);
    let from = lines
        .iter()
        .find_map(|line| mail.sender(line.text(text).trim_start_matches(['*', '>', ' '])));
    if let Some(from) = from {
        push(out, from.trim_start_matches('*').trim(), Source::Attribution, span, data);
        return;
    }
    let Some(head) = mail.attributed(span.of(text)) else { return };
    let head = head.split(['<', '[']).next().unwrap_or("");
    // "Jo Park on behalf of Maria Ruiz": the one who wrote, and the one who asks.
    for head in head.split(" on behalf of ") {
        writer(text, head, mail, data, out);
    }
}

/// The name at the end of what stands before "wrote:".
fn writer(text: &str, head: &str, mail: &MailCues, data: &PeopleData, out: &mut Vec<Candidate>) {
    // The name stands behind the last comma, or it is the tail of words that are no part of a date.
    let apart = |c: char| c.is_whitespace() || matches!(c, ',' | '"' | '>' | '*');
    let words_of = |part: &'_ str| -> Vec<String> {
        part.split(apart).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let behind = words_of(head.rsplit_once(',').map_or(head, |(_, behind)| behind));
    let whole = behind.iter().all(|word| is_name_word(word) || data.is_particle(&fold(word)));
    let name = if whole && !behind.is_empty() {
        behind
    } else {
        let words = words_of(head);
        let in_name = |word: &&String| {
            is_name_word(word) && !mail.is_date_word(word.trim_matches(['.', '(', ')']))
        };
        let tail = words.iter().rev().take_while(in_name).count();
        words[words.len() - tail..].to_vec()
    };
    if let Some(at) = name.first().and_then(|word| head.rfind(word)) {
        let start = offset_in(text, head) + at;
        let whole = Span::new(start, start + head[at..].trim_end().len());
        push(out, &name.join(" "), Source::Attribution, whole, data);
    }
}

/// "From: Maria Ruiz" among the headers at the head of a quote.
fn headed(latest: &[Quoted<'_>], mail: &MailCues, data: &PeopleData, out: &mut Vec<Candidate>) {
    let head = latest.iter().skip_while(|(_, line)| line.is_empty()).take(HEADER_LINES);
    for &(at, line) in head.take_while(|(_, line)| line.contains(':')) {
        if let Some(from) = mail.sender(line.trim_start_matches('*')) {
            let span = Span::new(at, at + line.len());
            push(out, from.trim_start_matches('*').trim(), Source::Attribution, span, data);
            return;
        }
    }
}

/// Capitalised, and no number.
fn is_name_word(word: &str) -> bool {
    let bare = word.trim_matches(['\'', '.', ':', '(', ')']);
    bare.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
        && !bare.chars().any(|c| c.is_ascii_digit())
}

/// The name under the latest mail.
fn signature(latest: &[Quoted<'_>], mail: &MailCues, data: &PeopleData, out: &mut Vec<Candidate>) {
    let written: Vec<&Quoted<'_>> = latest.iter().filter(|(_, line)| !line.is_empty()).collect();
    // What stands under the mark of a signature is one, whatever is above it.
    let mark = written.iter().rposition(|(_, line)| *line == "--");
    if let Some(&&(at, name)) = mark.and_then(|mark| written.get(mark + 1)) {
        signers(name, at, Source::Signature, mail, data, out);
    }
    let written = &written[..mark.unwrap_or(written.len())];
    for (n, &&(at, line)) in written.iter().enumerate().rev().take(SIGNATURE_LINES) {
        // "… Best, Maria": a valediction may close a line of prose.
        let leave = sentences(line).rev().find_map(|tail| mail.valediction(tail));
        let Some(rest) = leave else { continue };
        let name = rest.trim_start_matches(BETWEEN);
        if !name.is_empty() {
            let apart = rest.starts_with([',', '!', '.', '-']) || rest.starts_with(" -");
            if !apart || name.split_whitespace().count() > LONGEST_NAME {
                continue;
            }
            signers(name, at + line.len() - name.len(), Source::Signature, mail, data, out);
        } else if let Some(&&(at, next)) = written.get(n + 1) {
            signers(next, at, Source::Signature, mail, data, out);
        }
        return;
    }
    // A last line that is nothing but a name, on its own.
    let Some(index) = latest.iter().rposition(|(_, line)| !line.is_empty()) else { return };
    let (at, last) = latest[index];
    let elided = last.trim_start_matches(['…', '.', ' ']);
    let alone = elided.len() < last.len()
        || index > 0 && {
            let before = latest[..index].iter().rev().find(|(_, line)| !line.is_empty());
            before.is_some_and(|(_, before)| before.ends_with(['.', '!', '?', ',', ')', '…']))
                || latest[index - 1].1.is_empty() && data.knows(&fold(elided))
        };
    if alone && !elided.ends_with(['?', '!', ':', '.', ',']) {
        let start = at + last.len() - elided.len();
        signers(elided, start, Source::LastLine, mail, data, out);
    }
}

/// The tails of a line that begin a sentence or stand behind a comma, the whole line first.
fn sentences(line: &str) -> impl DoubleEndedIterator<Item = &str> {
    let ends = line.match_indices(['.', '!', '?', '…', ',']).filter_map(|(at, mark)| {
        let rest = &line[at + mark.len()..];
        let tail = rest.trim_start();
        (!tail.is_empty() && (mark == "…" || tail.len() < rest.len())).then_some(tail)
    });
    std::iter::once(line).chain(ends)
}

/// The names on a signature's line: "Maria (Acme)" is one, "Ana and Jon" are two.
fn signers(
    line: &str,
    at: usize,
    source: Source,
    mail: &MailCues,
    data: &PeopleData,
    out: &mut Vec<Candidate>,
) {
    // "Am 19. Februar 2016 schrieb Jo:" stands above an older mail, and under this one.
    if line.contains(|c: char| c.is_ascii_digit()) && mail.attributed(line).is_some() {
        return;
    }
    let bare = line.trim_start_matches(['-', '–', '—', '~', '*', '_', ' ']);
    let start = at + line.len() - bare.len();
    let bare = bare.split([',', '(', '|', '/', '~']).next().unwrap_or("");
    let mut name: Option<Span> = None;
    let mut found = Vec::new();
    for word in bare.split_whitespace() {
        if data.joins(&fold(word)) {
            found.extend(name.take());
            continue;
        }
        let from = start + offset_in(bare, word);
        let span = Span::new(from, from + word.trim_end_matches(['.', '*', '_']).len());
        name = Some(name.map_or(span, |name| name.cover(span)));
    }
    found.extend(name);
    for span in found {
        let name = &bare[span.start - start..span.end - start];
        if is_signature(name, mail, data) {
            // A word alone on the last line may be anything, but "Maria" is a name.
            let known = name.split_whitespace().next().is_some_and(|word| data.knows(&fold(word)));
            push(out, name, if known { Source::Signature } else { source }, span, data);
        }
    }
}

fn is_signature(name: &str, mail: &MailCues, data: &PeopleData) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    // "maria" may stand alone in lower case; in a row of words all but particles have a capital.
    let cased = words.len() == 1
        || words
            .iter()
            .all(|word| !word.starts_with(char::is_lowercase) || data.is_particle(&fold(word)));
    // "J. Smith" has a full stop; "Functions.show" is code.
    let whole = |word: &&str| !word.trim_end_matches('.').contains('.');
    cased
        && words.iter().all(whole)
        && (1..=LONGEST_NAME).contains(&words.len())
        && name.starts_with(char::is_alphabetic)
        && name
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '\'' | '’' | '-' | '\u{a0}'))
        && !data.is_no_name(&fold(name))
        && mail.valediction(name).is_none()
}

/// "My name is Maria", "This is Maria from Acme", "I'm Maria".
fn introduction(
    latest: &[Quoted<'_>],
    mail: &MailCues,
    data: &PeopleData,
    out: &mut Vec<Candidate>,
) {
    for &(at, line) in latest.iter().take(INTRODUCTION_LINES) {
        if let Some(name) = mail.presents(line).filter(|name| data.knows(&fold(name))) {
            let start = at + offset_in(line, name);
            push(out, name, Source::Introduction, Span::new(start, start + name.len()), data);
            return;
        }
        let mut in_word = false;
        for (n, c) in line.char_indices() {
            let begins = c.is_alphabetic() && !in_word;
            in_word = c.is_alphanumeric() || c == '\'' || c == '’';
            if !begins {
                continue;
            }
            for introduction in mail.introductions(&line[n..]) {
                let rest = strip_folded(&line[n..], &introduction.opening)
                    .filter(|rest| rest.starts_with([' ', '\u{a0}']));
                let Some(name) =
                    rest.and_then(|rest| introduced(rest, introduction.needs_from, mail, data))
                else {
                    continue;
                };
                let start = at + offset_in(line, name);
                push(out, name, Source::Introduction, Span::new(start, start + name.len()), data);
                return;
            }
        }
    }
}

/// The name at the head of `rest`, where what follows lets it be one.
fn introduced<'t>(
    rest: &'t str,
    needs_from: bool,
    mail: &MailCues,
    data: &PeopleData,
) -> Option<&'t str> {
    let rest = rest.trim_start();
    let clause = rest.find(STOPS).map_or(rest, |at| &rest[..at]);
    let mut length = 0;
    for word in clause.split_whitespace().take(3) {
        let is_name =
            word.starts_with(char::is_uppercase) || (length > 0 && data.is_particle(&fold(word)));
        // "I'm FURIOUS with you": loud words are no names.
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let loud = bare.chars().count() > 1 && !bare.chars().any(char::is_lowercase);
        let known = data.knows(&fold(bare));
        if !is_name || data.is_no_name(&fold(word)) || loud && bare.is_ascii() && !known {
            break;
        }
        length = offset_in(clause, word) + word.len();
    }
    let name = &clause[..length];
    let after = rest[length..].trim_start();
    let next = after.split_whitespace().next().unwrap_or("");
    let goes_on = mail.tells_where(&fold(next.trim_end_matches(STOPS)));
    // "I'm Spanish and it fails", "I am Chrome user": a name ends its clause or tells where from.
    let ends = after.is_empty() || after.starts_with(STOPS) || data.joins(&fold(next));
    let first = name.split_whitespace().next().unwrap_or("");
    let sure = !needs_from || data.knows(&fold(first));
    (length > 0 && (goes_on || sure && ends)).then_some(name)
}

/// "Hi Maria," in a mail of our own that the customer answered.
fn greeted(at: usize, line: &str, mail: &MailCues, data: &PeopleData, out: &mut Vec<Candidate>) {
    let Some(rest) = mail.greeting(line) else { return };
    let trimmed = rest.trim_start();
    let Some(stop) = trimmed.find([',', '!', ':']) else { return };
    let name = trimmed[..stop].trim_end();
    if is_signature(name, mail, data) && name.starts_with(char::is_uppercase) {
        let start = at + line.len() - trimmed.len();
        push(out, name, Source::Greeting, Span::new(start, start + name.len()), data);
    }
}
