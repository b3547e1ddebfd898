//! Edits that keep a sentence whole: capitals, commas, articles.

use std::ops::Range;

use crate::finding::Edit;
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
    let Some(next) = view.words.get(words.end) else {
        // The last words go with the space, and the comma, before them.
        let before = words.start.checked_sub(1).map_or(span.start, |n| view.words[n].span().end);
        return vec![Edit::delete(Span::new(before, span.end))];
    };
    let next_text = next.span().of(text);
    let gap = Span::new(span.end, next.span().start);
    let comma = gap.of(text).trim_start().starts_with(',');
    let before = words.start.checked_sub(1).map(|n| view.words[n].span().end);
    let comma_before =
        before.is_some_and(|end| text[end..span.start].trim_start().starts_with(','));
    if at_head {
        if !gap.of(text).chars().all(|c| c.is_whitespace() || c == ',') {
            return vec![Edit::delete(span)];
        }
        let next_word = capitalised(next_text);
        return vec![Edit::replace(Span::new(span.start, next.span().end), next_word)];
    }
    let mut edits = article(view, words.start, next_text);
    match before {
        // ", probably, it is" loses both commas.
        Some(end) if comma && comma_before => {
            edits.push(Edit::replace(Span::new(end, next.span().start), " "));
        }
        _ => {
            let stop = if comma { next.span().start } else { gap_end(text, gap) };
            edits.push(Edit::delete(Span::new(span.start, stop)));
        }
    }
    edits
}

/// The end of the white space that begins a gap.
fn gap_end(text: &str, gap: Span) -> usize {
    let blank = gap.of(text);
    gap.start + (blank.len() - blank.trim_start().len())
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

    #[test]
    fn articles_follow_the_sound() {
        for word in ["error", "issue", "hour", "SMS", "FAQ", "update", "honest"] {
            assert!(begins_with_vowel_sound(word), "{word}");
        }
        for word in ["user", "unit", "one", "European", "URL", "bug", "LAN", "house"] {
            assert!(!begins_with_vowel_sound(word), "{word}");
        }
    }
}
