//! The greeting of a reply: whom it names, and where a name would go.

use crate::document::{BlockKind, Document, EndMark, Marks, Sentence, Word};
use crate::lang::LanguageData;
use crate::lang::edges::Salutations;
use crate::lang::lexicon::fold;
use crate::lang::mail::MailCues;
use crate::lang::people::PeopleData;
use crate::text::Span;

/// A greeting has at most so many words.
const LONGEST: usize = 8;
/// A name that stands alone has at most so many words.
const LONGEST_BARE_NAME: usize = 3;
/// What may end a greeting.
const PUNCTUATION: [char; 12] = [',', '.', '!', ':', ';', '-', '–', '—', '，', '、', ' ', '\u{a0}'];
/// What a mail merge puts in the place of a name that it does not have.
const EMPTY_VALUES: [&str; 5] = ["null", "undefined", "None", "nil", "NaN"];

/// How a reply greets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Salutation {
    /// The greeting with its punctuation.
    pub span: Span,
    /// The words that name somebody; empty where nobody is named.
    pub names: Vec<Span>,
    /// Where a name would go.
    pub name_at: usize,
    /// The word in a name's place, for which a name could stand: "there", "friend".
    pub stand_in: Option<Span>,
    /// Words in a name's place that could be anyone: "valued customer", "Sir or Madam".
    pub impersonal: Option<Span>,
    /// Whether it greets a group: "Hi all", "Hello team".
    pub group: bool,
    /// Whether it names the reader by a handle.
    pub handle: bool,
    /// Whether a template variable stands in it.
    pub placeholder: bool,
    /// Where a name is missing that was to be merged in: "Hi ,", "Hi null,".
    pub bad_merge: Option<Span>,
}

impl Salutation {
    fn at(span: Span, name_at: usize) -> Self {
        Self {
            span,
            names: Vec::new(),
            name_at,
            stand_in: None,
            impersonal: None,
            group: false,
            handle: false,
            placeholder: false,
            bad_merge: None,
        }
    }

    /// Whether it says who is meant: by a name, a handle, a group or a variable.
    #[must_use]
    pub fn says_who(&self) -> bool {
        !self.names.is_empty() || self.handle || self.group || self.placeholder
    }
}

/// Finds the greeting and cuts the sentence it stands in, if more follows on the same line.
pub(super) fn find(
    document: &mut Document<'_>,
    language: &LanguageData,
    mail: &MailCues,
    people: &PeopleData,
) -> Option<Salutation> {
    let salutations = &language.edges.as_ref()?.salutation;
    let first = (0..document.sentences.len()).find(|&at| {
        let block = &document.blocks[document.sentences[at].block];
        !matches!(block.kind, BlockKind::Code)
    })?;
    let sentence = &document.sentences[first];
    let words = document.words_of(sentence);
    let greeter = Greeter { text: document.text, sentence, words, salutations, mail, people };
    let (found, words) = greeter.read()?;
    let base = document.sentences[first].words.start;
    document.split_sentence(first, base + words);
    Some(found)
}

struct Greeter<'g> {
    text: &'g str,
    sentence: &'g Sentence,
    words: &'g [Word],
    salutations: &'g Salutations,
    mail: &'g MailCues,
    people: &'g PeopleData,
}

impl Greeter<'_> {
    /// The greeting at the head of the sentence, and how many of its words it takes.
    fn read(&self) -> Option<(Salutation, usize)> {
        if let Some(length) = self.phrase(&self.salutations.to_nobody) {
            let mut out = Salutation::at(self.sentence.span, self.sentence.span.start);
            out.span.end = self.end_before(length);
            let last = self.words[length - 1].span().end;
            out.name_at = last;
            out.impersonal = Some(Span::new(self.words[0].span().start, last));
            return Some((out, length));
        }
        if let Some(length) = self.phrase(&self.salutations.words) {
            return self.greeting(length);
        }
        if let Some(length) = self.phrase(&self.salutations.thanks) {
            // "Thanks Maria" greets; "Thanks for the log" does not.
            let greeting = self.greeting(length);
            return greeting.filter(|(found, _)| !found.names.is_empty() || found.placeholder);
        }
        self.bare_handle().or_else(|| self.bare_group()).or_else(|| self.bare_name())
    }

    /// Number of words at the head that are one of the phrases.
    fn phrase(&self, phrases: &[String]) -> Option<usize> {
        let lengths = phrases.iter().filter_map(|phrase| {
            let length = phrase.split(' ').count();
            let head = self.words.get(..length)?.iter();
            head.zip(phrase.split(' '))
                .enumerate()
                .all(|(n, (word, part))| {
                    fold(self.of(word)) == part && (n == 0 || !word.any(Marks::PUNCTUATION))
                })
                .then_some(length)
        });
        lengths.max()
    }

    fn of(&self, word: &Word) -> &str {
        word.span().of(self.text)
    }

    /// Reads on after the greeting words: names, words in their place, and what ends it.
    fn greeting(&self, length: usize) -> Option<(Salutation, usize)> {
        let words = self.words;
        let head_end = words[length - 1].span().end;
        let mut out = Salutation::at(self.sentence.span, head_end);
        let mut at = length;
        let mut name: Option<Span> = None;
        while let Some(word) = words.get(at).filter(|_| at < LONGEST) {
            // "Hello, Maria!" has its name after the comma.
            let cut = word.any(Marks::COMMA) && (at > length || !self.is_name(word));
            if cut || word.any(Marks::BREAK.with(Marks::LINE_START)) {
                break;
            }
            let folded = fold(self.of(word));
            if at == length && self.is_empty_value(at) {
                out.bad_merge = Some(word.span());
            } else if word.any(Marks::PLACEHOLDER) {
                out.placeholder = true;
            } else if word.any(Marks::HANDLE) {
                out.handle = true;
                name = Some(word.span());
            } else if self.salutations.groups.contains(&folded) {
                out.group = true;
            } else if self.salutations.stand_ins.contains(&folded) {
                // "Sir or Madam" is one.
                let span = word.span();
                out.stand_in = Some(out.stand_in.map_or(span, |first| first.cover(span)));
            } else if (at == length || out.stand_in.is_some())
                && self.salutations.impersonal.contains(&folded)
                || self.salutations.praises.contains(&folded) && self.is_praise(at)
            {
                let span = word.span();
                out.stand_in = Some(out.stand_in.map_or(span, |first| first.cover(span)));
                out.impersonal = out.stand_in;
            } else if at == length && self.is_login(at) {
                // "Hi agomez77,": what they log in with.
                out.handle = true;
                name = Some(word.span());
            } else if self.people.joins(&folded) && name.is_some() {
                out.names.extend(name.take());
            } else if self.is_name(word) {
                name = Some(name.map_or(word.span(), |span| span.cover(word.span())));
            } else if !self.salutations.fillers.contains(&folded) {
                // A title or "again" may stand beside a name; anything else is no greeting.
                break;
            }
            at += 1;
        }
        out.names.extend(name);
        let next = words.get(at);
        let closed = next.is_none_or(|next| {
            next.any(Marks::COMMA.with(Marks::BREAK).with(Marks::LINE_START).with(Marks::SIGN))
        });
        // "Dear guests of the wedding have asked" greets nobody.
        if out.impersonal.is_some() && !closed {
            return None;
        }
        // "Hello world program", "Dear oh dear": a greeting ends, or goes on with a capital.
        let alone = at == length && !closed;
        let sure = self.salutations.sure.contains(&fold(self.of(&words[0])));
        if alone && !sure && !next.is_some_and(|next| next.any(Marks::CAPITAL)) {
            return None;
        }
        let end = words[at - 1].span().end;
        if out.names.is_empty() && !out.group {
            // "Hello again,": the name goes after the word beside it.
            out.name_at = end;
        }
        out.span.end = self.punctuation_end(end);
        // "Dear Mr ,": a name was to stand behind the title, too.
        let titled = at > length
            && out.names.is_empty()
            && self.people.is_title(fold(self.of(&words[at - 1])).trim_end_matches('.'));
        if at == length {
            out.bad_merge = self.hole(head_end, out.span.end);
        } else if titled {
            out.bad_merge = self.hole(end, out.span.end);
        }
        Some((out, at))
    }

    /// "Hi ,": the blank in which a name was to stand.
    fn hole(&self, head_end: usize, stop: usize) -> Option<Span> {
        let gap = &self.text[head_end..stop];
        let blank = gap.len() - gap.trim_start_matches([' ', '\u{a0}']).len();
        (blank > 0 && gap[blank..].starts_with([',', '!']))
            .then(|| Span::new(head_end, head_end + blank))
    }

    /// "Hi null,": what a program writes that has no name, and nothing beside it.
    fn is_empty_value(&self, at: usize) -> bool {
        EMPTY_VALUES.contains(&self.of(&self.words[at]))
            && self
                .words
                .get(at + 1)
                .is_none_or(|next| next.any(Marks::PUNCTUATION.with(Marks::LINE_START)))
    }

    /// Whether the word praises one that could be anyone: "valued customer".
    fn is_praise(&self, at: usize) -> bool {
        self.words
            .get(at + 1)
            .is_some_and(|next| self.salutations.impersonal.contains(&fold(self.of(next))))
    }

    /// Whether the word is written as one logs in, and nothing but a break follows: "maria_r92".
    fn is_login(&self, at: usize) -> bool {
        let text = self.of(&self.words[at]);
        let shape = text.starts_with(char::is_alphabetic)
            && (text.contains('_') || text.contains(|c: char| c.is_ascii_digit()));
        let cut = Marks::PUNCTUATION.with(Marks::LINE_START);
        shape && self.words.get(at + 1).is_none_or(|next| next.any(cut))
    }

    /// "@maria_r" at the very top.
    fn bare_handle(&self) -> Option<(Salutation, usize)> {
        let first = self.words.first().filter(|word| word.any(Marks::HANDLE))?;
        let mut out = Salutation::at(self.sentence.span, first.span().start);
        out.handle = true;
        out.names.push(first.span());
        out.span.end = self.end_before(1);
        Some((out, 1))
    }

    /// "All," and "Team" on a line of its own.
    fn bare_group(&self) -> Option<(Salutation, usize)> {
        let first = self.words.first()?;
        let ends = |word: &Word| word.any(Marks::COMMA.with(Marks::LINE_START));
        if !self.salutations.groups.contains(&fold(self.of(first)))
            || !self.words.get(1).is_none_or(ends)
        {
            return None;
        }
        let mut out = Salutation::at(self.sentence.span, first.span().start);
        out.group = true;
        out.span.end = self.end_before(1);
        Some((out, 1))
    }

    /// "Maria," on a line of its own.
    fn bare_name(&self) -> Option<(Salutation, usize)> {
        let apart = Marks::PUNCTUATION.with(Marks::LINE_START);
        let length = (0..self.words.len())
            .take_while(|&n| self.is_name(&self.words[n]) && (n == 0 || !self.words[n].any(apart)))
            .count();
        let named =
            length > 0 && !self.words[..length].iter().any(|word| word.any(Marks::ALL_CAPS));
        let ends = match self.words.get(length) {
            Some(next) => next.is(Marks::COMMA.with(Marks::LINE_START)),
            None => {
                self.sentence.end == EndMark::None
                    && self.text[self.sentence.span.end..].starts_with(',')
            }
        };
        // "FYI," and "ITYM," are no names, and "Best," takes leave.
        let leave = self.mail.valediction(&self.text[self.sentence.span.start..]).is_some();
        if leave || !named || length > LONGEST_BARE_NAME || !ends {
            return None;
        }
        let name = self.words[0].span().cover(self.words[length - 1].span());
        let mut out = Salutation::at(self.sentence.span, name.start);
        out.names.push(name);
        out.span.end = self.end_before(length);
        Some((out, length))
    }

    /// Where a greeting of so many words ends, with its punctuation.
    fn end_before(&self, words: usize) -> usize {
        let end = self.words[words - 1].span().end;
        self.punctuation_end(end)
    }

    /// Where the punctuation behind the byte `from` ends.
    fn punctuation_end(&self, from: usize) -> usize {
        let rest = &self.text[from..];
        let length = rest.find(|c| !PUNCTUATION.contains(&c)).unwrap_or(rest.len());
        from + rest[..length].trim_end().len()
    }

    /// A word that can be a name: a capital or no case at all, and no word that stands for one.
    fn is_name(&self, word: &Word) -> bool {
        let text = self.of(word);
        let starts = text.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
        let folded = fold(text);
        (starts || self.people.is_particle(&folded))
            && !word.any(Marks::OPAQUE.with(Marks::DIGIT))
            && !self.people.is_no_name(&folded)
            && !EMPTY_VALUES.contains(&text)
            && !self.salutations.fillers.contains(&folded)
    }
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;
    use crate::draft::Draft;
    use crate::input::Input;

    /// The greeting and the names in it.
    fn greeting(text: &str) -> Option<(String, Vec<String>)> {
        let catalog = Catalog::builtin();
        let draft = Draft::read(text, &Input::default(), &catalog);
        let found = draft.salutation?;
        let names = found.names.iter().map(|name| name.of(text).to_owned()).collect();
        Some((found.span.of(text).to_owned(), names))
    }

    #[test]
    fn greetings_in_their_many_forms() {
        for (text, span, names) in [
            ("Hi Maria,\n\nIt is done.", "Hi Maria,", &["Maria"][..]),
            ("Hello, Maria! It is done.", "Hello, Maria!", &["Maria"]),
            ("Good morning Maria - the export is fixed.", "Good morning Maria -", &["Maria"]),
            ("Dear Dr. Sam Okafor,\n\nIt is done.", "Dear Dr. Sam Okafor,", &["Sam Okafor"]),
            ("Hi Ana and Jo,\n\nIt is done.", "Hi Ana and Jo,", &["Ana", "Jo"]),
            ("Maria,\n\nIt is done.", "Maria,", &["Maria"]),
            ("@maria_r it is done.", "@maria_r", &["@maria_r"]),
            ("Hi there,\n\nIt is done.", "Hi there,", &[]),
            ("Hi again Maria,\n\nIt is done.", "Hi again Maria,", &["Maria"]),
            ("Hi\n\nIt is done.", "Hi", &[]),
            ("Thanks Maria, it is done.", "Thanks Maria,", &["Maria"]),
            (
                "Dear Lotte van der Meer,\nIt is done.",
                "Dear Lotte van der Meer,",
                &["Lotte van der Meer"],
            ),
            ("Dear 田中様,\nIt is done.", "Dear 田中様,", &["田中様"]),
        ] {
            let expected = (span.to_owned(), names.iter().map(|&name| name.to_owned()).collect());
            assert_eq!(greeting(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn sentences_that_only_look_like_greetings() {
        for text in [
            "Thanks for the log. It is done.",
            "Welcome emails are sent once a day.",
            "Export, Import and Sync work again.",
            "It is done, Maria.",
            "Dear oh dear, what a week.",
            "FYI,\n\nIt is done.",
        ] {
            assert_eq!(greeting(text), None, "{text}");
        }
    }

    #[test]
    fn a_merge_that_went_bad_is_seen() {
        let catalog = Catalog::builtin();
        for (text, hole) in [
            ("Hi ,\n\nDone.", Some(" ")),
            ("Dear null,\n\nDone.", Some("null")),
            ("Dear Mr ,\n\nDone.", Some(" ")),
            ("Hello again ,\n\nDone.", None),
            ("Hi,\n\nDone.", None),
        ] {
            let draft = Draft::read(text, &Input::default(), &catalog);
            let found = draft.salutation.expect("a greeting");
            assert_eq!(found.bad_merge.map(|span| span.of(text)), hole, "{text}");
            assert!(!found.says_who(), "{text}");
        }
    }
}
