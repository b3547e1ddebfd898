//! The edges of a reply: its greeting, its farewell, its signature.

use std::ops::Range;

use super::Salutation;
use crate::document::{BlockKind, Document, EndMark, LineClass, Marks, Sentence, Word};
use crate::lang::LanguageData;
use crate::lang::data::PatternUse;
use crate::lang::lexicon::fold;
use crate::lang::people::PeopleData;
use crate::pattern::Hit;
use crate::text::Span;

/// A greeting has at most so many words.
const LONGEST_GREETING: usize = 8;
/// A farewell is looked for in so many of the last sentences.
const LAST_SENTENCES: usize = 4;
/// A signature has at most so many lines.
const LONGEST_SIGNATURE: usize = 7;

/// Finds the greeting and cuts the sentence it stands in, if more follows on the same line.
pub(super) fn salutation(
    document: &mut Document<'_>,
    language: &LanguageData,
    people: &PeopleData,
) -> Option<Salutation> {
    let edges = language.edges.as_ref()?;
    let first = (0..document.sentences.len()).find(|&at| {
        let block = &document.blocks[document.sentences[at].block];
        !matches!(block.kind, BlockKind::Code)
    })?;
    let greeter = Greeter { document, edges, people };
    let (found, words) = greeter.read(first)?;
    let base = document.sentences[first].words.start;
    document.split_sentence(first, base + words);
    Some(found)
}

struct Greeter<'g, 't> {
    document: &'g Document<'t>,
    edges: &'g crate::lang::edges::Edges,
    people: &'g PeopleData,
}

impl Greeter<'_, '_> {
    /// The greeting at the head of the sentence, and how many of its words it takes.
    fn read(&self, at: usize) -> Option<(Salutation, usize)> {
        let sentence = &self.document.sentences[at];
        let words = self.document.words_of(sentence);
        let data = &self.edges.salutation;
        if let Some(length) = self.phrase(words, &data.words) {
            return self.greeting(sentence, words, length, false);
        }
        if let Some(length) = self.phrase(words, &data.thanks) {
            return self.greeting(sentence, words, length, true);
        }
        self.bare_name(sentence, words)
    }

    /// Number of words at the head that are one of the phrases.
    fn phrase(&self, words: &[Word], phrases: &[String]) -> Option<usize> {
        let mut best = None;
        for phrase in phrases {
            let parts = phrase.split(' ').count();
            let head = words.get(..parts)?.iter();
            let fits = head.zip(phrase.split(' ')).enumerate().all(|(n, (word, part))| {
                fold(self.text(word)) == part && (n == 0 || !word.any(Marks::PUNCTUATION))
            });
            if fits && best.is_none_or(|best| best < parts) {
                best = Some(parts);
            }
        }
        best
    }

    fn text(&self, word: &Word) -> &str {
        word.span().of(self.document.text)
    }

    /// Reads on after the greeting word: names, words in their place, and what ends it.
    fn greeting(
        &self,
        sentence: &Sentence,
        words: &[Word],
        length: usize,
        thanks: bool,
    ) -> Option<(Salutation, usize)> {
        let text = self.document.text;
        let mut out = Salutation {
            span: sentence.span,
            names: Vec::new(),
            name_at: words[length - 1].span().end,
            group: false,
            handle: false,
            placeholder: false,
            bad_merge: false,
        };
        let mut at = length;
        let mut name: Option<Span> = None;
        while at < words.len() && at < LONGEST_GREETING {
            let word = &words[at];
            let comma = word.any(Marks::COMMA);
            // "Hello, Maria!" has its name after the comma.
            if word.any(Marks::BREAK) || word.any(Marks::LINE_START) || (comma && (at > length || !self.is_name(word))) {
                break;
            }
            let folded = fold(self.text(word));
            if word.any(Marks::PLACEHOLDER) {
                out.placeholder = true;
            } else if word.any(Marks::HANDLE) {
                out.handle = true;
                name = Some(word.span());
            } else if self.edges.salutation.again.contains(&folded) {
                out.group |= matches!(folded.as_str(), "all" | "everyone" | "everybody" | "both" | "team" | "folks" | "guys" | "friends");
            } else if matches!(folded.as_str(), "and" | "&" | "or") && name.is_some() {
                out.names.extend(name.take());
            } else if self.edges.salutation.titles.contains(&folded) {
                // The name comes after its title.
            } else if self.is_name(word) {
                name = Some(name.map_or(word.span(), |span| span.cover(word.span())));
            } else {
                break;
            }
            at += 1;
        }
        out.names.extend(name);
        let end = words[at - 1].span().end;
        let closed = at == words.len()
            || words[at].any(Marks::COMMA.with(Marks::BREAK).with(Marks::LINE_START).with(Marks::SIGN));
        if thanks {
            // "Thanks Maria" greets; "Thanks for the log" does not.
            let named = !out.names.is_empty() || out.placeholder;
            if !(named && (closed || words.get(at).is_some())) || (at == length) {
                return None;
            }
        }
        // "Hello world program", "Dear oh dear": a greeting ends, or names somebody.
        let alone = at == length && !closed;
        if alone && !out.placeholder {
            let whole = fold(self.text(&words[0]));
            let plain = words.get(at).is_some_and(|word| word.any(Marks::CAPITAL));
            if !(plain || matches!(whole.as_str(), "hi" | "hello" | "hey" | "hiya" | "good")) {
                return None;
            }
        }
        out.name_at = words[length - 1].span().end;
        if at > length && out.names.is_empty() && !out.group {
            // "Hi there," and "Hello again,": the name would stand in place of, or after, the word.
            out.name_at = end;
        }
        let stop = if at == words.len() { sentence.span.end } else { punctuation_end(text, end, words[at].span().start) };
        out.span = Span::new(sentence.span.start, stop.max(end));
        let gap = &text[words[length - 1].span().end..stop.max(words[length - 1].span().end)];
        out.bad_merge = at == length && gap.starts_with([' ', '\u{a0}']) && gap.trim_start().starts_with([',', '!']);
        let null = words.get(length).filter(|_| at > length).is_some_and(|word| {
            matches!(self.text(word), "null" | "undefined" | "None" | "nil" | "NaN")
        });
        out.bad_merge |= null;
        Some((out, at))
    }

    /// "Maria," or "@maria_r" at the very top.
    fn bare_name(&self, sentence: &Sentence, words: &[Word]) -> Option<(Salutation, usize)> {
        let text = self.document.text;
        let first = words.first()?;
        let mut out = Salutation {
            span: sentence.span,
            names: Vec::new(),
            name_at: first.span().start,
            group: false,
            handle: false,
            placeholder: false,
            bad_merge: false,
        };
        if first.any(Marks::HANDLE) {
            let next = words.get(1);
            out.handle = true;
            out.names.push(first.span());
            let stop = next.map_or(sentence.span.end, |next| punctuation_end(text, first.span().end, next.span().start));
            out.span = Span::new(sentence.span.start, stop);
            return Some((out, 1));
        }
        let folded = fold(self.text(first));
        if matches!(folded.as_str(), "all" | "everyone" | "folks" | "guys" | "team") && words.get(1).is_none_or(|word| word.any(Marks::COMMA.with(Marks::LINE_START))) {
            out.group = true;
        } else {
            let length = words
                .iter()
                .enumerate()
                .take_while(|(n, word)| self.is_name(word) && (*n == 0 || !word.any(Marks::PUNCTUATION.with(Marks::LINE_START))))
                .count();
            let ends = match words.get(length) {
                Some(word) => word.any(Marks::COMMA) && word.any(Marks::LINE_START),
                None => sentence.end == EndMark::None && text[..].get(sentence.span.end..).is_some_and(|rest| rest.starts_with(',')),
            };
            if !(1..=3).contains(&length) || !ends {
                return None;
            }
            out.names.push(words[0].span().cover(words[length - 1].span()));
            let stop = words.get(length).map_or(sentence.span.end, |word| punctuation_end(text, words[length - 1].span().end, word.span().start));
            out.span = Span::new(sentence.span.start, stop);
            return Some((out, length));
        }
        let stop = words.get(1).map_or(sentence.span.end, |word| punctuation_end(text, first.span().end, word.span().start));
        out.span = Span::new(sentence.span.start, stop);
        Some((out, 1))
    }

    /// A word that can be a name: a capital or no case at all, and no word that stands for one.
    fn is_name(&self, word: &Word) -> bool {
        let text = self.text(word);
        let starts = text.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
        let folded = fold(text);
        let particle = matches!(folded.as_str(), "van" | "der" | "de" | "la" | "von" | "den" | "di" | "del" | "bin" | "al" | "ten" | "ter");
        (starts || particle)
            && !word.any(Marks::OPAQUE.with(Marks::DIGIT))
            && !self.people.is_no_name(&folded)
            && !matches!(folded.as_str(), "i" | "i'm" | "the" | "this" | "that" | "it" | "we" | "you" | "your" | "a" | "an" | "thanks" | "thank" | "sorry" | "please" | "yes" | "no" | "for" | "to" | "just" | "as" | "in" | "on" | "if" | "what" | "when" | "how" | "so" | "and" | "can" | "could" | "there")
    }
}

/// Where the punctuation after a greeting ends, at most at `limit`.
fn punctuation_end(text: &str, from: usize, limit: usize) -> usize {
    let gap = &text[from..limit];
    let trimmed = gap.trim_end();
    from + trimmed.len()
}

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

/// Finds the farewell and the signature.
pub(super) fn farewell(
    document: &Document<'_>,
    language: &LanguageData,
    hits: &[Hit],
    salutation: Option<&Salutation>,
) -> End {
    let mut end = End::default();
    let after_greeting = salutation.map_or(0, |salutation| salutation.span.end);
    let Some(run) = last_own_run(document) else { return end };
    let lines: Vec<usize> = run
        .clone()
        .filter(|&at| {
            let line = &document.lines[at];
            line.class == LineClass::Own && line.span.start >= after_greeting
        })
        .collect();
    let valediction = valediction(document, language, &lines);
    match valediction {
        Some((span, line)) => {
            end.farewells.push(span);
            let under: Vec<usize> = lines.iter().copied().filter(|&at| at > line).collect();
            let line_end = document.lines[line].span.end;
            let rest = document.text[span.end..line_end].trim_matches([',', ' ', '!', '.', '-', '\u{a0}', '*', '_']);
            if under.is_empty() && !rest.is_empty() && rest.split_whitespace().count() <= 4 {
                let start = line_end - document.text[span.end..line_end].trim_start_matches([',', ' ', '!', '.', '-', '\u{a0}']).len();
                end.signed = Some(Span::new(start, line_end));
                end.signature = end.signed;
            } else if let (Some(&first), Some(&last)) = (under.first(), under.last()) {
                end.signed = Some(document.lines[first].span);
                end.signature = Some(Span::new(document.lines[first].span.start, document.lines[last].span.end));
            }
        }
        None => {
            if let Some(name) = bare_signature(document, &lines) {
                end.signed = Some(name);
                end.signature = Some(name);
            }
        }
    }
    if end.signed.is_none()
        && let Some(line) = document.lines.iter().find(|line| line.class == LineClass::Signature && !matches!(line.text(document.text).trim(), "--"))
    {
        end.signed = Some(line.span);
    }
    let stop = end.farewells.first().or(end.signature.as_ref()).map_or(usize::MAX, |span| span.start);
    closing_words(document, language, hits, after_greeting, stop, &mut end);
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
        let says = hits.iter().filter(|hit| hit.sentence == at).any(|hit| {
            matches!(
                language.uses[hit.pattern.index()],
                PatternUse::Invitation | PatternUse::Wish
            )
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
    let stops = |at: usize| {
        !matches!(document.lines[at].class, LineClass::Own | LineClass::Blank)
    };
    let start = (0..line).rev().find(|&at| stops(at)).map_or(0, |at| at + 1);
    let end = (line..document.lines.len()).find(|&at| stops(at)).unwrap_or(document.lines.len());
    Some(start..end)
}

/// A line near the end that begins with "Best wishes," and the like.
fn valediction(
    document: &Document<'_>,
    language: &LanguageData,
    lines: &[usize],
) -> Option<(Span, usize)> {
    let phrases = &language.edges.as_ref()?.farewell.valedictions;
    for &at in lines.iter().rev().take(LONGEST_SIGNATURE) {
        let line = &document.lines[at];
        let content = line.text(document.text);
        let trimmed = content.trim_start();
        let start = line.span.start + content.len() - trimmed.len();
        let folded = fold(trimmed);
        if folded.len() != trimmed.len() {
            continue;
        }
        let found = phrases
            .iter()
            .filter(|phrase| folded.starts_with(phrase.as_str()))
            .max_by_key(|phrase| phrase.len());
        let Some(phrase) = found else { continue };
        let rest = &trimmed[phrase.len()..];
        // "Thanks for the log" is no valediction; "Thanks," and "Best, Ana" are.
        let ends = rest.trim().is_empty() || rest.starts_with([',', '!', '.', ' ', '-', '\u{a0}']);
        let words_after = rest.trim_matches([',', '!', '.', ' ', '-', '\u{a0}']);
        let comma = rest.starts_with([',', '!', '.']);
        let name_after = words_after.is_empty()
            || (words_after.split_whitespace().count() <= 3
                && words_after.chars().next().is_some_and(|c| c.is_uppercase() || matches!(c, '^' | '/' | '-'))
                && (comma || phrase.contains(' ') || words_after.split_whitespace().count() == 1));
        if ends && name_after {
            let punctuation = rest.len() - rest.trim_start_matches([',', '!', '.']).len();
            return Some((Span::new(start, start + phrase.len() + punctuation), at));
        }
    }
    None
}

/// A last line that is nothing but a name: "Tim", "-glyph", "^AB", "/L".
fn bare_signature(document: &Document<'_>, lines: &[usize]) -> Option<Span> {
    let &last = lines.last()?;
    let line = &document.lines[last];
    let content = line.text(document.text).trim();
    let start = line.span.start + line.text(document.text).find(content).unwrap_or(0);
    let span = Span::new(start, start + content.len());
    // Initials at the end of a short public reply.
    let tail = content.rsplit(char::is_whitespace).next().unwrap_or("");
    let initials = tail.strip_prefix(['^', '/']).is_some_and(|name| {
        (1..=4).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphabetic())
    });
    if initials && tail.len() < content.len() {
        return Some(Span::new(span.end - tail.len(), span.end));
    }
    let dashed = content.trim_start_matches(['-', '–', '—', '~', '*', ' ']);
    let with_dash = dashed.len() < content.len() && !dashed.is_empty();
    let bare = dashed.trim_end_matches(['.', '*', '_']).trim_start_matches('_');
    let words: Vec<_> = bare.split_whitespace().collect();
    let name_like = |word: &&str| {
        word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '\'' | '’' | '-'))
            && word.chars().next().is_some_and(char::is_uppercase)
    };
    let alone = lines.len() < 2 || {
        let before = lines[lines.len() - 2];
        last - before > 1 || before + 1 == last
    };
    let named = (1..=3).contains(&words.len())
        && alone
        && lines.len() > 1
        && (words.iter().all(name_like) || with_dash && words.len() == 1 && bare.chars().all(char::is_alphabetic))
        && !content.ends_with(['.', '?', '!', ':']);
    named.then_some(span)
}
