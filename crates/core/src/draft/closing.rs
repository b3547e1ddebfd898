//! The end of a reply: its farewell, its signature.

use std::ops::Range;

use crate::document::{Document, LineClass};
use crate::lang::LanguageData;
use crate::lang::data::PatternUse;
use crate::lang::lexicon::{WordId, fold, strip_folded};
use crate::lang::mail::MailCues;
use crate::pattern::Hit;
use crate::text::Span;

/// A farewell is looked for in so many of the last sentences.
const LAST_SENTENCES: usize = 4;
/// A signature has at most so many lines.
const LONGEST_SIGNATURE: usize = 7;
/// A name beside a valediction has at most so many words.
const LONGEST_NAME: usize = 4;
/// The name of a team, such as "The Oakfield Kitchen Support Team", has at most so many.
const LONGEST_TEAM: usize = 6;
/// A signature without a valediction has at most so many lines.
const LONGEST_BLOCK: usize = 4;
/// What may stand between a valediction and a name.
const BETWEEN: [char; 6] = [',', '!', '.', ' ', '-', '\u{a0}'];

/// How a reply ends.
#[derive(Clone, Debug, Default)]
pub(super) struct End {
    /// All words of farewell.
    pub(super) farewell: Option<Span>,
    /// The same, in stretches.
    pub(super) farewells: Vec<Span>,
    /// The writer's name, or what stands for it.
    pub(super) signed: Option<Span>,
    /// The name and what stands under it.
    pub(super) signature: Option<Span>,
}

/// Finds the farewell and the signature in what follows the byte `from`, the end of the greeting.
pub(super) fn find(
    document: &Document<'_>,
    language: &LanguageData,
    mail: &MailCues,
    hits: &[Hit],
    from: usize,
) -> End {
    let mut end = End::default();
    let Some(run) = last_own_run(document) else { return end };
    let lines: Vec<usize> = run
        .filter(|&at| {
            let line = &document.lines[at];
            line.class == LineClass::Own && line.span.end > from
        })
        .collect();
    let text = document.text;
    match valediction(document, language, mail, &lines, from) {
        Some((span, line)) => {
            end.farewells.push(span);
            let under: Vec<usize> = lines.iter().copied().filter(|&at| at > line).collect();
            let line_end = document.lines[line].span.end;
            let after = text[span.end..line_end].trim_start_matches(BETWEEN);
            let bare = after.trim_end_matches(BETWEEN).trim_matches(['*', '_']);
            if let (Some(&first), Some(&last)) = (under.first(), under.last()) {
                let (first, last) = (document.lines[first].span, document.lines[last].span);
                end.signed = Some(first);
                end.signature = Some(first.cover(last));
            } else if !bare.is_empty() && bare.split_whitespace().count() <= LONGEST_NAME {
                end.signed = Some(Span::new(line_end - after.len(), line_end));
                end.signature = end.signed;
            }
        }
        None => {
            end.signed = bare_signature(document, language, &lines, from);
            end.signature = end.signed;
            if end.signed.is_none()
                && let Some((signed, signature)) = signature_block(document, &lines, from)
            {
                end.signed = Some(signed);
                end.signature = Some(signature);
            }
        }
    }
    if end.signed.is_none() {
        let mut signatures =
            document.lines.iter().filter(|line| line.class == LineClass::Signature);
        end.signed = signatures.find(|line| line.text(text).trim() != "--").map(|line| line.span);
    }
    let stop =
        end.farewells.first().or(end.signature.as_ref()).map_or(usize::MAX, |span| span.start);
    closing_words(document, language, hits, from, stop, &mut end);
    end.farewells.sort_unstable();
    end.farewell = end.farewells.iter().copied().reduce(Span::cover);
    end
}

/// Sentences among the last that invite or wish.
fn closing_words(
    document: &Document<'_>,
    language: &LanguageData,
    hits: &[Hit],
    from: usize,
    stop: usize,
    end: &mut End,
) {
    let last: Vec<usize> = (0..document.sentences.len())
        .rev()
        .filter(|&at| {
            let sentence = &document.sentences[at];
            sentence.span.start >= from && sentence.span.end <= stop
        })
        .take(LAST_SENTENCES)
        .collect();
    let mut reached = false;
    // From the last one back: a farewell is the tail of a reply.
    for (n, &at) in last.iter().enumerate() {
        let own = hits.partition_point(|hit| hit.sentence < at);
        let says = hits[own..].iter().take_while(|hit| hit.sentence == at).any(|hit| {
            matches!(language.uses[hit.pattern.index()], PatternUse::Invitation | PatternUse::Wish)
        });
        if says {
            end.farewells.push(document.sentences[at].span);
            reached = true;
        } else if reached || n >= 2 {
            break;
        }
    }
}

/// The last run of own lines that holds words, as line indices.
fn last_own_run(document: &Document<'_>) -> Option<Range<usize>> {
    let last = document.sentences.last()?;
    let line = document.lines.partition_point(|line| line.next <= last.span.start);
    let stops = |at: usize| !matches!(document.lines[at].class, LineClass::Own | LineClass::Blank);
    let start = (0..line).rev().find(|&at| stops(at)).map_or(0, |at| at + 1);
    let end = (line..document.lines.len()).find(|&at| stops(at)).unwrap_or(document.lines.len());
    Some(start..end)
}

/// A line near the end that begins with "Best wishes," and the like, and its index.
fn valediction(
    document: &Document<'_>,
    language: &LanguageData,
    mail: &MailCues,
    lines: &[usize],
    from: usize,
) -> Option<(Span, usize)> {
    lines.iter().rev().take(LONGEST_SIGNATURE).find_map(|&at| {
        let line = &document.lines[at];
        let start = line.span.start.max(from);
        // "It is done. Best, Ana": the last sentence on the line takes leave.
        let last = document.sentences.partition_point(|it| it.span.start < line.span.end);
        let last = last.checked_sub(1).map(|last| document.sentences[last].span.start);
        let starts = std::iter::once(start).chain(last.filter(|&last| last > start));
        starts
            .filter_map(|start| valediction_at(document, language, mail, lines, at, start))
            .next()
            .map(|span| (span, at))
    })
}

/// The valediction that begins at the byte `start` of the line `at`.
fn valediction_at(
    document: &Document<'_>,
    language: &LanguageData,
    mail: &MailCues,
    lines: &[usize],
    at: usize,
    start: usize,
) -> Option<Span> {
    let line = &document.lines[at];
    let content = document.text[start..line.span.end].trim_start();
    let rest = mail.valediction(content)?;
    let name = rest.trim_matches(BETWEEN);
    let words = name.split_whitespace().count();
    // "Thanks, the log helps" is no valediction; "Thanks," and "Best, Ana" are.
    let apart = rest.starts_with([',', '!', '.', '-']) || rest.starts_with(" -") || words == 1;
    let cased = |word: &str| {
        word.starts_with(|c: char| c.is_uppercase() || matches!(c, '^' | '/' | '*' | '_'))
    };
    // "Thanks. Update the plugin." goes on; "Best, Lotte van Dam" is signed.
    let ends = [name.split_whitespace().next(), name.split_whitespace().next_back()];
    let named = words < LONGEST_NAME && apart && ends.into_iter().flatten().all(cased);
    // "Thanks!" over a name takes leave; alone it only thanks.
    let signed = document.lines[at..].iter().any(|line| line.class == LineClass::Signature);
    let thanks = lines.last() == Some(&at)
        && !signed
        && language.edges.as_ref().is_some_and(|edges| {
            edges.salutation.thanks.iter().any(|word| strip_folded(content, word).is_some())
        });
    // "Thanks," waits for a name.
    let waits = rest.trim_end().ends_with(',');
    if if name.is_empty() { thanks && !waits } else { !named } {
        return None;
    }
    let punctuation = rest.len() - rest.trim_start_matches([',', '!', '.']).len();
    let start = line.span.end - content.len();
    Some(Span::new(start, line.span.end - rest.len() + punctuation))
}

/// A last line that is nothing but a name, "Tim" or "-glyph", or what ends it: "^AB", "…inbox. Ana".
fn bare_signature(
    document: &Document<'_>,
    language: &LanguageData,
    lines: &[usize],
    from: usize,
) -> Option<Span> {
    let line = &document.lines[*lines.last()?];
    let start = line.span.start.max(from);
    let content = document.text[start..line.span.end].trim_end();
    let end = start + content.len();
    let content = content.trim_start();
    let last_words = |count: usize| Span::new(end - count, end);
    // Initials at the end of a short public reply.
    let tail = content.rsplit(char::is_whitespace).next().unwrap_or("");
    let initials = tail.strip_prefix(['^', '/']).is_some_and(|name| {
        (1..=4).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphabetic())
    });
    if initials && tail.len() < content.len() {
        return Some(last_words(tail.len()));
    }
    let name_like = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '\'' | '’' | '-'))
    };
    let before = content[..content.len() - tail.len()].trim_end();
    let after_sentence = before.ends_with(['.', '!', '?']) && tail.chars().count() > 1;
    if after_sentence && name_like(tail) && !tail.ends_with('.') {
        return Some(last_words(tail.len()));
    }
    let at = document.sentences.partition_point(|sentence| sentence.span.start < from);
    let said = document.sentences.get(at).is_some_and(|sentence| sentence.span.end <= start);
    if !said || content.ends_with(['.', '?', '!', ':']) {
        return None;
    }
    let dashed = content.trim_start_matches(['-', '–', '—', '~', '*', ' ']);
    let bare = dashed.trim_end_matches(['*', '_']).trim_start_matches('_');
    let words = bare.split_whitespace().count();
    let handle =
        dashed.len() < content.len() && words == 1 && bare.chars().all(char::is_alphabetic);
    let names = bare.split_whitespace().all(name_like);
    let named = (1..=3).contains(&words) && names;
    let team = names && words <= LONGEST_TEAM && ends_in_team(bare, language);
    (named || handle || team || is_small_name(document, bare, &lines[..lines.len() - 1]))
        .then(|| last_words(content.len()))
}

/// A last paragraph of a few short lines that ends no sentence and begins with a name: "Mika", then "Iron
/// Room, Oakland"; "Piet (volunteer)". The name, and all of it.
fn signature_block(document: &Document<'_>, lines: &[usize], from: usize) -> Option<(Span, Span)> {
    let text = document.text;
    let is_blank = |at: usize| document.lines[at].class == LineClass::Blank;
    let &last = lines.last()?;
    let span_of = |at: usize| {
        let line = &document.lines[at];
        let content = line.text(text);
        let start = line.span.start + content.len() - content.trim_start().len();
        Span::new(start, start + content.trim().len())
    };
    let ends_sentence = |at: usize| span_of(at).of(text).ends_with(['.', '!', '?', ':', ';', ',']);
    let first = (0..=last).rev().take_while(|&at| !is_blank(at) && !ends_sentence(at)).last()?;
    // It stands below what was said.
    let said = document
        .sentences
        .iter()
        .any(|it| it.span.start >= from && it.span.end <= span_of(first).start);
    if !said || last - first >= LONGEST_BLOCK {
        return None;
    }
    let name = span_of(first).of(text).split('(').next().unwrap_or("").trim_end();
    let bracket = span_of(first).len() > name.len();
    let name_like = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '\'' | '’' | '-'))
    };
    let count = name.split_whitespace().count();
    let named = (1..LONGEST_NAME).contains(&count) && name.split_whitespace().all(name_like);
    let more = last > first || bracket && span_of(first).of(text).ends_with(')');
    if !named || !more {
        return None;
    }
    let start = span_of(first).start;
    Some((Span::new(start, start + name.len()), span_of(first).cover(span_of(last))))
}

/// Whether the name stands for many people: "The Docs Team".
fn ends_in_team(name: &str, language: &LanguageData) -> bool {
    let last = name.split_whitespace().next_back().map(fold).unwrap_or_default();
    language.edges.as_ref().is_some_and(|edges| edges.farewell.teams.contains(&last))
}

/// A name in small letters in a paragraph of its own: a word that is in no sentence.
fn is_small_name(document: &Document<'_>, name: &str, above: &[usize]) -> bool {
    let known = document
        .words
        .last()
        .is_none_or(|word| word.id != WordId::UNKNOWN || word.span().of(document.text) != name);
    let apart = match above.last() {
        Some(&above) => {
            document.lines.get(above + 1).is_some_and(|line| line.class == LineClass::Blank)
        }
        None => false,
    };
    !known && apart && name.chars().all(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;
    use crate::draft::Draft;
    use crate::input::Input;

    /// The words of farewell and the name under them.
    fn end(text: &str) -> (Option<String>, Option<String>) {
        let catalog = Catalog::builtin();
        let draft = Draft::read(text, &Input::default(), &catalog);
        let of = |span: crate::text::Span| span.of(text).to_owned();
        (draft.farewell.map(of), draft.signed.map(of))
    }

    #[test]
    fn farewells_in_their_many_forms() {
        for (tail, farewell, signed) in [
            ("Best wishes,\nAna", Some("Best wishes,"), Some("Ana")),
            ("Best, Ana", Some("Best,"), Some("Ana")),
            ("It is on its way. Best, Ana", Some("Best,"), Some("Ana")),
            ("It is on its way. Kind regards,\nAna", Some("Kind regards,"), Some("Ana")),
            ("The Oakfield Kitchen Team", None, Some("The Oakfield Kitchen Team")),
            ("tim", None, Some("tim")),
            ("I will have a look at the other issues.", None, None),
            ("The light will come back.", None, None),
            ("Could you message me your order number?", None, None),
            ("I wonder which hook will hopefully hold it.", None, None),
            ("We have your letter.", None, None),
            ("Take care of the loose tile.", None, None),
            ("Cheers\n-- \nAna", Some("Cheers"), Some("Ana")),
            ("Viele Grüße\nAna", Some("Viele Grüße"), Some("Ana")),
            (
                "I'm here if anything else comes up. Ana",
                Some("I'm here if anything else comes up."),
                Some("Ana"),
            ),
            ("Enjoy the launch!", Some("Enjoy the launch!"), None),
            ("Thanks!\nAna", Some("Thanks!"), Some("Ana")),
            ("Thanks for the log!", None, None),
            ("Thanks!", None, None),
            ("Mika\nIron Room, Oakland", None, Some("Mika")),
            ("Piet (volunteer)", None, Some("Piet")),
            ("It is ready!\nMika\nIron Room, Oakland", None, Some("Mika")),
            ("Lotte van\nis the one to ask.", None, None),
            ("-glyph", None, Some("-glyph")),
            ("Ana", None, Some("Ana")),
            ("Thanks for the log. The sync works.", None, None),
            ("It works in Chrome. ^AB", None, Some("^AB")),
        ] {
            let expected = (farewell.map(str::to_owned), signed.map(str::to_owned));
            assert_eq!(end(&format!("Hi Jo,\n\nIt is done.\n\n{tail}")), expected, "{tail}");
        }
    }
}
