//! What customers tell of themselves: numbers, versions, what they use, what they see.

use serde::Deserialize;

use super::class::Class;
use super::cue_set::CueSet;
use super::lexicon::Lexicon;
use crate::document::{Document, Marks, Sentence, Word};
use crate::text::Span;

/// A number of the customer's has so many digits at least.
const SHORTEST_NUMBER: usize = 4;
/// A quoted message has so many words at least, or a number in it.
const SHORTEST_MESSAGE: usize = 2;

/// What one may ask a customer for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Fact {
    /// The number of an order.
    Order,
    /// That of a booking.
    Booking,
    /// That of an invoice.
    Invoice,
    /// That of a ticket, a parcel, a part.
    Ticket,
    /// That of an account or a contract.
    Customer,
    /// The version of a program.
    Version,
    /// The browser.
    Browser,
    /// The operating system.
    System,
    /// The phone or another device.
    Device,
    /// What a message says.
    Error,
    /// A picture of the screen.
    Screenshot,
    /// What they pay for.
    Plan,
    /// Their name.
    Name,
    /// Their mail address.
    Email,
    /// Where their site stands.
    Site,
    /// Where to call them.
    Phone,
}

impl Fact {
    /// Whether it is a number behind its noun.
    const fn is_number(self) -> bool {
        matches!(
            self,
            Self::Order
                | Self::Booking
                | Self::Invoice
                | Self::Ticket
                | Self::Customer
                | Self::Version
        )
    }
}

/// The patterns of a language.
pub(crate) type Told = CueSet<Fact>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    order: Vec<String>,
    booking: Vec<String>,
    invoice: Vec<String>,
    ticket: Vec<String>,
    customer: Vec<String>,
    version: Vec<String>,
    browser: Vec<String>,
    system: Vec<String>,
    device: Vec<String>,
    error: Vec<String>,
    screenshot: Vec<String>,
    plan: Vec<String>,
}

impl Told {
    /// Reads `told.toml`; the words of its patterns go into the lexicon.
    pub(crate) fn parse(source: &str, lexicon: &mut Lexicon) -> Result<Self, String> {
        let file: File = toml::from_str(source).map_err(|error| error.to_string())?;
        let patterns = [
            (file.order, Fact::Order),
            (file.booking, Fact::Booking),
            (file.invoice, Fact::Invoice),
            (file.ticket, Fact::Ticket),
            (file.customer, Fact::Customer),
            (file.version, Fact::Version),
            (file.browser, Fact::Browser),
            (file.system, Fact::System),
            (file.device, Fact::Device),
            (file.error, Fact::Error),
            (file.screenshot, Fact::Screenshot),
            (file.plan, Fact::Plan),
        ];
        Self::new(patterns, lexicon)
    }

    /// What a mail tells, with the words that tell it.
    pub(crate) fn facts(&self, document: &Document<'_>, lexicon: &Lexicon) -> Vec<(Fact, Span)> {
        let mut out = Vec::new();
        for hit in self.find(document, lexicon) {
            let sentence = &document.sentences[hit.sentence];
            let fact = self.cue(&hit);
            let (start, end) = (hit.marked.start, hit.words.end);
            let words = Words { document, sentence, lexicon };
            let mut push = |span: Span| {
                if !out.contains(&(fact, span)) {
                    out.push((fact, span));
                }
            };
            match fact {
                fact if fact.is_number() => {
                    words.numbers(start, end, fact).into_iter().for_each(push);
                }
                Fact::Error => words.quoted(end).into_iter().for_each(push),
                Fact::Browser | Fact::System | Fact::Device => {
                    words.named(start, end).into_iter().for_each(push);
                }
                Fact::Plan => {
                    let marked = hit.marked.clone();
                    let named = marked.clone().any(|at| document.words[at].is(Marks::CAPITAL));
                    if named {
                        push(words.span(marked));
                    }
                }
                _ => push(words.span(start..end)),
            }
        }
        out
    }
}

/// The words of a sentence.
struct Words<'d> {
    document: &'d Document<'d>,
    sentence: &'d Sentence,
    lexicon: &'d Lexicon,
}

impl Words<'_> {
    fn get(&self, at: usize) -> Option<&Word> {
        self.document.words.get(at).filter(|_| at < self.sentence.words.end)
    }

    fn written(&self, at: usize) -> &str {
        self.get(at).map_or("", |word| word.span().of(self.document.text))
    }

    fn span(&self, words: std::ops::Range<usize>) -> Span {
        let words = &self.document.words[words];
        match (words.first(), words.last()) {
            (Some(first), Some(last)) => first.span().cover(last.span()),
            _ => Span::at(self.sentence.span.start),
        }
    }

    /// The numbers behind the noun: "order 99120", "orders 99120 and 99121".
    fn numbers(&self, start: usize, end: usize, fact: Fact) -> Vec<Span> {
        let mut out = Vec::new();
        let mut at = end;
        while self.get(at).is_some_and(|word| word.is(Marks::DIGIT)) {
            let written = self.written(at);
            let digits = written.bytes().filter(u8::is_ascii_digit).count();
            let year = digits == SHORTEST_NUMBER
                && written.len() == digits
                && (written.starts_with("19") || written.starts_with("20"));
            let date = written.contains(['.', '/', ':', ',']);
            let code = digits > 1
                && digits < written.len()
                && written.len() > SHORTEST_NUMBER
                && written.chars().all(|c| c.is_ascii_digit() || c.is_uppercase() || c == '-');
            let number = (digits >= SHORTEST_NUMBER || code) && !year && !date;
            if fact != Fact::Version && !number {
                break;
            }
            let from = if out.is_empty() { start } else { at };
            out.push(self.span(from..at + 1));
            let joins = |at: usize| {
                self.get(at)
                    .is_some_and(|word| self.lexicon.classes(word.id).has(Class::Coordinator))
            };
            at += if joins(at + 1) { 2 } else { 1 };
        }
        out
    }

    /// A name with the number behind it: "Chrome 122". "All windows" are none.
    fn named(&self, start: usize, end: usize) -> Option<Span> {
        let numbered = self
            .get(end)
            .is_some_and(|word| word.is(Marks::DIGIT) && !word.any(Marks::PUNCTUATION));
        let named = self.get(start)?.is(Marks::CAPITAL) || self.written(start).starts_with('i');
        (named || numbered).then(|| self.span(start..if numbered { end + 1 } else { end }))
    }

    /// What is quoted in the sentence, or the number of an error.
    fn quoted(&self, end: usize) -> Option<Span> {
        let quoted = |at: &usize| self.get(*at).is_some_and(|word| word.is(Marks::QUOTED));
        let first = (self.sentence.words.start..self.sentence.words.end).find(quoted);
        if let Some(first) = first {
            let count = (first..self.sentence.words.end).take_while(quoted).count();
            let number = (first..first + count)
                .any(|at| self.get(at).is_some_and(|word| word.is(Marks::DIGIT)));
            return (count >= SHORTEST_MESSAGE || number).then(|| self.span(first..first + count));
        }
        let number = self.get(end).is_some_and(|word| word.is(Marks::DIGIT));
        let error = self.get(end.wrapping_sub(1))?;
        let named = self.lexicon.classes(error.id).has(Class::Problem);
        (number && named).then(|| self.span(end - 1..end + 1))
    }
}
