//! What stands round the cursor, from the word outwards.

use super::shown::trimmed;
use crate::document::{LineClass, Marks};
use crate::draft::Draft;
use crate::text::Span;

/// The stretches of text in which the byte at `offset` stands, from the smallest to the whole text: the word, the
/// clause, the sentence, the paragraph, the region, and all of it. Each lies in the next and is smaller. In what is
/// not the writer's own: the word, the line, the paragraph.
#[must_use]
pub fn selection(draft: &Draft<'_>, offset: usize) -> Vec<Span> {
    let text = draft.text();
    let offset =
        (0..=offset.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let mut spans = vec![word(text, offset)];
    spans.extend(sentence(draft, offset));
    spans.extend(paragraph(draft, offset));
    let region = draft.regions.iter().find(|region| region.span.covers(offset));
    spans.extend(region.map(|region| trimmed(text, region.span)));
    spans.push(Span::new(0, text.len()));
    let mut nested: Vec<Span> = Vec::new();
    for span in spans.into_iter().filter(|span| span.start <= offset && offset <= span.end) {
        match nested.last() {
            // What only crosses a smaller one would jump about.
            Some(last) if !span.contains(*last) || span == *last => {}
            None if span.is_empty() && !text.is_empty() => {}
            _ => nested.push(span),
        }
    }
    nested
}

fn word(text: &str, offset: usize) -> Span {
    let is = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-' | '_');
    let start = offset
        - text[..offset].chars().rev().take_while(|&c| is(c)).map(char::len_utf8).sum::<usize>();
    let end =
        offset + text[offset..].chars().take_while(|&c| is(c)).map(char::len_utf8).sum::<usize>();
    Span::new(start, end)
}

/// The clause and the sentence. A clause goes from one sign of punctuation to the next.
fn sentence(draft: &Draft<'_>, offset: usize) -> Vec<Span> {
    let document = &draft.document;
    let at = document.sentences.partition_point(|sentence| sentence.span.end < offset);
    let Some(sentence) = document.sentences.get(at).filter(|it| it.span.start <= offset) else {
        return Vec::new();
    };
    let words = document.words_of(sentence);
    let stop = Marks::COMMA.with(Marks::BREAK);
    let here = words.partition_point(|word| word.span().end < offset);
    let first = (0..=here.min(words.len().saturating_sub(1)))
        .rev()
        .find(|&it| it == 0 || words[it].any(stop));
    let next = (here + 1..words.len()).find(|&it| words[it].any(stop)).unwrap_or(words.len());
    let clause = first.filter(|_| !words.is_empty()).map(|first| {
        Span::new(words[first].span().start, words[next.max(first + 1) - 1].span().end)
    });
    clause.into_iter().chain([sentence.span]).collect()
}

/// The lines round the byte that no empty line parts, within what one person wrote.
fn paragraph(draft: &Draft<'_>, offset: usize) -> Vec<Span> {
    let lines = &draft.document.lines;
    let text = draft.text();
    let at = lines.partition_point(|line| line.next <= offset).min(lines.len().saturating_sub(1));
    let Some(line) = lines.get(at) else { return Vec::new() };
    let words = |at: usize| lines[at].text(text).trim_start_matches(['>', ' ', '\t', '|']);
    let goes_on = |it: usize| lines[it].class == line.class && !words(it).trim().is_empty();
    if !goes_on(at) {
        return Vec::new();
    }
    let first = (0..at).rev().take_while(|&it| goes_on(it)).last().unwrap_or(at);
    let last = (at..lines.len()).take_while(|&it| goes_on(it)).last().unwrap_or(at);
    let own = line.class == LineClass::Own;
    let alone = (!own).then_some(line.span);
    alone.into_iter().chain([Span::new(lines[first].span.start, lines[last].span.end)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::input::Input;

    fn at(text: &str, needle: &str) -> Vec<String> {
        let catalog = Catalog::builtin();
        let draft = Draft::read(text, &Input::default(), &catalog);
        let offset = text.find(needle).unwrap() + 1;
        selection(&draft, offset).iter().map(|span| span.of(text).to_owned()).collect()
    }

    const TEXT: &str = "Hi Jo,\n\nIt works again, and the log is clean. Try it 👋.\n\nSee you.\n\nBest,\nAna\n\n> Help me\n> please\n>\n> Jo\n";

    #[test]
    fn from_the_word_outwards() {
        let found = at(TEXT, "log");
        let expected = [
            "log",
            "and the log is clean",
            "It works again, and the log is clean.",
            "It works again, and the log is clean. Try it 👋.",
            TEXT,
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn in_the_customers_words_line_and_paragraph() {
        let found = at(TEXT, "please");
        assert_eq!(found[..3], ["please", "> please", "> Help me\n> please"]);
    }
}
