//! Edits that keep a sentence whole: capitals, commas, articles.

use std::ops::Range;

use crate::document::Marks;
use crate::finding::Edit;
use crate::lang::class::{AUXILIARY, Class, ClassSet};
use crate::lang::grammar::View;
use crate::text::Span;

/// Replaces the words `words` of the sentence by `with`; an empty text deletes them.
///
/// What follows a deletion at the head of the sentence gets its capital, a comma that only belonged
/// to the deleted words goes with them, and an article before them fits what follows.
#[must_use]
pub(crate) fn replace(view: &View<'_>, words: Range<usize>, with: &str) -> Vec<Edit> {
    let (Some(first), Some(last)) =
        (view.words.get(words.start), view.words.get(words.end.wrapping_sub(1)))
    else {
        return Vec::new();
    };
    let span = first.span().cover(last.span());
    let text = view.text;
    let at_head = words.start == 0;
    if !with.is_empty() {
        let with = if at_head && starts_upper(span.of(text)) {
            capitalised(with)
        } else {
            with.to_owned()
        };
        let mut edits = article(view, words.start, with.split(' ').next().unwrap_or(""));
        edits.push(Edit::replace(span, with));
        return edits;
    }
    let before = words.start.checked_sub(1).map(|n| view.words[n].span().end);
    let after = view.words.get(words.end).map(|word| word.span().start);
    let room = Span::new(before.unwrap_or(0), after.unwrap_or(text.len()));
    let span = with_its_signs(text, span, room);
    let Some(next) = view.words.get(words.end) else {
        // The last words go with the space, and the comma, before them.
        let start = before.map_or(span.start, |end| {
            let kept =
                text[end..span.start].trim_end_matches([' ', '\t', '\n', '\r', ',', '-', '–', '—']);
            end + kept.len()
        });
        return vec![Edit::delete(Span::new(start, span.end))];
    };
    let gap = Span::new(span.end, next.span().start).of(text);
    let blank = span.end + (gap.len() - gap.trim_start().len());
    let comma = text[blank..].starts_with(',');
    let after_comma = match gap.trim_start().strip_prefix(',') {
        Some(rest) => span.end + (gap.len() - rest.trim_start().len()),
        None => blank,
    };
    let next_word = next.span().of(text);
    if at_head {
        let gone = Edit::delete(Span::new(span.start, after_comma));
        // "iPhone" keeps its small letter.
        if view.marked(words.end, Marks::IDENTIFIER.with(Marks::OPAQUE)) {
            return vec![gone];
        }
        let signs = Span::new(after_comma, next.span().start).of(text);
        let moved_up = format!("{signs}{}", capitalised(next_word));
        return vec![Edit::replace(Span::new(span.start, next.span().end), moved_up)];
    }
    let mut edits = article(view, words.start, next_word);
    let gap_before = &text[before.unwrap_or(span.start)..span.start];
    let kept = span.start - (gap_before.len() - gap_before.trim_end().len());
    let comma_before = gap_before.trim_end().ends_with(',');
    // A comma behind words that begin their clause is theirs: "and hopefully, it works".
    let begins = comma_before
        || gap_before.contains([':', ';', '-', '–', '—', '('])
        || view.is_any(words.start - 1, CONJUNCTION);
    edits.push(match (comma, comma_before) {
        // ", probably, it is" loses both commas.
        (true, true) => Edit::replace(Span::new(kept - 1, after_comma), " "),
        // "is probably, as you say, old" keeps the one that belongs to what follows.
        (true, false) if !begins => Edit::delete(Span::new(kept, span.end)),
        _ => Edit::delete(Span::new(span.start, after_comma)),
    });
    edits
}

/// Words that begin a clause.
const CONJUNCTION: ClassSet = ClassSet::of(&[
    Class::Coordinator,
    Class::Subordinator,
    Class::Condition,
    Class::Relative,
    Class::Wh,
]);

/// The span with the emphasis or the parentheses that hold it and nothing else, as far as there is
/// room between the words before and after it.
fn with_its_signs(text: &str, mut span: Span, room: Span) -> Span {
    loop {
        let before = text[room.start..span.start].chars().next_back();
        let after = text[span.end..room.end].chars().next();
        let pair = match (before, after) {
            (Some('('), Some(')')) => true,
            (Some(open), Some(close)) => open == close && matches!(open, '*' | '_' | '~'),
            _ => false,
        };
        if !pair {
            return span;
        }
        span = Span::new(span.start - 1, span.end + 1);
    }
}

/// The words of a frame such as "I think that" to drop: *that* stays where it points at something. None
/// where that cannot be told.
#[must_use]
pub(crate) fn frame(view: &View<'_>, words: Range<usize>) -> Option<Range<usize>> {
    let last = words.end.checked_sub(1)?;
    if view.known(last) != "that" {
        return Some(words);
    }
    match that(view, last) {
        That::Conjunction => Some(words),
        That::Subject => Some(words.start..last),
        That::Unclear => None,
    }
}

/// What *that* is after a frame such as "I think".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum That {
    /// It only joins the claim to the frame: "I think that the export is fixed".
    Conjunction,
    /// It is the claim's subject or points at it: "I think that's fixed", "I think that invoice is paid".
    Subject,
    /// It can be either: "I think that sync is broken".
    Unclear,
}

/// What the *that* at `at` is, which follows a frame.
#[must_use]
pub(crate) fn that(view: &View<'_>, at: usize) -> That {
    const PRESENT_OR_PAST: ClassSet = ClassSet::of(&[Class::VerbS, Class::VerbPast]);
    const NOUN: ClassSet = ClassSet::of(&[
        Class::Record,
        Class::Service,
        Class::Artefact,
        Class::Problem,
        Class::Remedy,
        Class::CustomerThing,
        Class::EvidenceNoun,
    ]);
    // A noun phrase begins with one of these, and *that* is no part of it.
    const BEGINS: ClassSet = ClassSet::of(&[
        Class::Determiner,
        Class::Possessive,
        Class::I,
        Class::We,
        Class::You,
        Class::ThirdSingular,
        Class::ThirdPlural,
        Class::There,
        Class::Deictic,
        Class::IndefiniteSingular,
        Class::IndefinitePlural,
        Class::Wh,
        Class::Subordinator,
        Class::Preposition,
    ]);
    const AFTER_VERB: ClassSet = ClassSet::of(&[
        Class::Adverb,
        Class::Preposition,
        Class::Determiner,
        Class::Possessive,
        Class::ObjectPronoun,
        Class::Coordinator,
        Class::To,
    ]);
    let finite = |at: usize| view.is_any(at, AUXILIARY) || view.marked(at, Marks::CLITIC);
    let adverb = |at: usize| view.is(at, Class::Adverb) && !view.is_any(at, BEGINS);
    let first = (at + 1..view.len()).find(|&at| !adverb(at)).unwrap_or(view.len());
    if first == view.len() || view.marked(first, Marks::BREAK) {
        return That::Unclear;
    }
    if finite(first) || view.known(first) == "one" {
        return That::Subject;
    }
    let proper = Marks::CAPITAL.with(Marks::CODE).with(Marks::DIGIT).with(Marks::IDENTIFIER);
    if first > at + 1 || view.is_any(first, BEGINS) || view.marked(first, proper) {
        // "I think that ONE": nothing is told by capitals alone.
        let shouted = view.marked(first, Marks::ALL_CAPS);
        return if shouted { That::Unclear } else { That::Conjunction };
    }
    if view.is_any(first, PRESENT_OR_PAST) && !view.is_any(first, NOUN) {
        let ends = first + 1 == view.len() || view.marked(first + 1, Marks::PUNCTUATION);
        let verb = ends || view.is_any(first + 1, AFTER_VERB);
        return if verb { That::Subject } else { That::Unclear };
    }
    // The noun before the verb.
    let verb = (first + 1..view.len().min(first + 4))
        .find(|&at| finite(at) || view.is_any(at, PRESENT_OR_PAST) && !view.is_any(at, NOUN));
    let Some(verb) = verb.filter(|&verb| !view.marked(verb, Marks::PUNCTUATION)) else {
        return That::Unclear;
    };
    let head = verb - 1;
    let written = view.written(head);
    let plural = view.is(head, Class::PluralHead)
        || written.ends_with('s')
            && view.is_any(head, NOUN)
            && !view.is(head, Class::SingularHead)
            && !["ss", "us", "is"].iter().any(|end| written.ends_with(end));
    if plural {
        return That::Conjunction;
    }
    // One invoice has its article, so that this *that* is it. A payment can be payment as such, but not
    // in the past.
    let counted = view.is_any(head, ClassSet::of(&[Class::EvidenceNoun, Class::Bug]));
    let happened =
        view.is(verb, Class::VerbPast) || matches!(view.known(verb), "was" | "has" | "had" | "did");
    if counted || view.is(head, Class::Record) && happened { That::Subject } else { That::Unclear }
}

/// Makes the article before the word `at` fit `next`.
fn article(view: &View<'_>, at: usize, next: &str) -> Vec<Edit> {
    let Some(before) = at.checked_sub(1).and_then(|n| view.words.get(n)) else { return Vec::new() };
    let written = before.span().of(view.text);
    let wanted = if begins_with_vowel_sound(next) { "an" } else { "a" };
    let is_article = matches!(written, "a" | "an" | "A" | "An");
    if !is_article || written.eq_ignore_ascii_case(wanted) || next.is_empty() {
        return Vec::new();
    }
    let wanted = if starts_upper(written) { capitalised(wanted) } else { wanted.to_owned() };
    vec![Edit::replace(before.span(), wanted)]
}

/// Whether a word is spoken with a vowel first, which takes *an*.
#[must_use]
pub(crate) fn begins_with_vowel_sound(word: &str) -> bool {
    const SILENT_H: [&str; 4] = ["hour", "honest", "honour", "heir"];
    const YOU: [&str; 9] = ["uni", "use", "usu", "uti", "eu", "one", "once", "ufo", "ura"];
    let lower = word.to_lowercase();
    // Letters spoken by their names: an SMS, an FAQ, but a URL.
    let spelled =
        word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    if spelled
        && !matches!(word, "NASA" | "LAN" | "RAM" | "ROM" | "NAS" | "FAT" | "SIM" | "SAN" | "MAC")
    {
        return word.starts_with(|c| "AEFHILMNORSX8".contains(c));
    }
    if SILENT_H.iter().any(|head| lower.starts_with(head)) {
        return true;
    }
    lower.starts_with(['a', 'e', 'i', 'o', 'u']) && !YOU.iter().any(|head| lower.starts_with(head))
}

/// The text with a capital first letter.
#[must_use]
pub(crate) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// Whether the text begins with a capital letter.
#[must_use]
pub(crate) fn starts_upper(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::fix::fix_all;
    use crate::input::Input;
    use crate::settings::Profile;

    #[test]
    fn articles_follow_the_sound() {
        for word in ["error", "issue", "hour", "SMS", "FAQ", "update", "honest"] {
            assert!(begins_with_vowel_sound(word), "{word}");
        }
        for word in ["user", "unit", "one", "European", "URL", "bug", "LAN", "house"] {
            assert!(!begins_with_vowel_sound(word), "{word}");
        }
    }

    #[test]
    fn an_article_fits_the_word_that_moves_up() {
        let catalog = Catalog::builtin();
        let mut input = Input::default();
        input.settings.profile = Profile::Coach;
        for (text, fixed) in [
            ("It's a somewhat odd file.", "It's an odd file."),
            ("It's an essentially new page.", "It's a new page."),
            ("It's a basically new page.", "It's a new page."),
            ("An essentially useful page.", "A useful page."),
        ] {
            assert_eq!(fix_all(text, &input, &catalog).text, fixed);
        }
    }
}
