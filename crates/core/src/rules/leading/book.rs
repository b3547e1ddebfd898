//! The team's link book: pages to lead to, by the words that mention them.

use std::cell::OnceCell;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::place::Place;
use crate::document::{EndMark, Kind, Marks, Url};
use crate::draft::Draft;
use crate::finding::{Edit, Fix};
use crate::lang::grammar::View;
use crate::lang::lexicon::fold;
use crate::rules::own_words::{Needle, is_wording};
use crate::rules::wording;
use crate::settings::Link;
use crate::text::Span;

/// So many pages are offered at most.
const MOST_OFFERED: usize = 3;

/// The pages of the settings, read once a check.
pub(crate) struct Book<'s> {
    entries: Vec<Entry<'s>>,
    /// The entries by their first word, in lower case.
    by_first: FxHashMap<String, Vec<usize>>,
}

/// A page, and the words that mention it.
pub(crate) struct Entry<'s> {
    words: &'s str,
    needle: Needle,
    link: &'s Link,
    given: OnceCell<bool>,
}

impl<'s> Book<'s> {
    pub(crate) fn new(links: impl Iterator<Item = (&'s String, &'s Link)>) -> Self {
        let mut book = Self { entries: Vec::new(), by_first: FxHashMap::default() };
        for (words, link) in links.filter(|(_, link)| !link.url.trim().is_empty()) {
            let (Some(needle), Some(first)) = (Needle::new(words), words.split_whitespace().next())
            else {
                continue;
            };
            let at = book.entries.len();
            book.by_first.entry(fold(first)).or_default().push(at);
            book.entries.push(Entry { words, needle, link, given: OnceCell::new() });
        }
        book
    }

    /// Whether there is no page.
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The pages that a sentence mentions in words that are no link, with the words.
    pub(crate) fn mentions(&self, view: &View<'_>) -> Vec<(Range<usize>, &Entry<'s>)> {
        let mut found: Vec<(Range<usize>, &Entry<'s>)> = Vec::new();
        if self.is_empty() {
            return found;
        }
        let mut at = 0;
        while at < view.len() {
            match self.mention(view, at) {
                Some((words, entry)) => {
                    at = words.end;
                    found.push((words, entry));
                }
                None => at += 1,
            }
        }
        found
    }

    /// The longest mention that begins with the word `at`.
    fn mention(&self, view: &View<'_>, at: usize) -> Option<(Range<usize>, &Entry<'s>)> {
        let word = view.words.get(at).filter(|word| is_wording(view, word))?;
        if word.is(Marks::LINK) {
            return None;
        }
        let written = fold(word.span().of(view.text));
        // Of one word the plural mentions the page too.
        let singular = written.strip_suffix("es").into_iter().chain(written.strip_suffix('s'));
        let entries = std::iter::once(written.as_str())
            .chain(singular)
            .filter_map(|first| self.by_first.get(first))
            .flatten();
        entries
            .filter_map(|&entry| {
                let entry = &self.entries[entry];
                entry.needle.at(view, at).map(|(words, _)| (words, entry))
            })
            .max_by_key(|(words, _)| words.end)
    }

    /// Ways to name a page that fits what the customer wrote, after a sentence that names none.
    pub(super) fn offer(&self, draft: &Draft<'_>, view: &View<'_>, kind: Kind) -> Vec<Fix> {
        let fits = |entry: &&Entry<'_>| {
            entry.words.split_whitespace().any(|word| draft.message.is_about(word, draft.language))
        };
        let entries = self.entries.iter().filter(fits).take(MOST_OFFERED);
        entries
            .map(|entry| {
                let page = entry.shown(entry.title().unwrap_or(entry.words), kind);
                let task = entry.task().map_or(String::new(), |task| format!(" {task}"));
                let words = format!("{} Here is the page: {page}.{task}", stop(view));
                let edit = Edit::replace(Span::at(view.sentence.span.end), words);
                Fix::confirm(format!("Lead to “{}”", entry.name()), vec![edit])
            })
            .collect()
    }
}

impl Entry<'_> {
    /// Whether the reply leads to the page already.
    pub(super) fn is_given(&self, draft: &Draft<'_>) -> bool {
        *self.given.get_or_init(|| {
            let page = Url::of(&self.link.url);
            draft.document.links.iter().any(|link| link.url().leads_to(&page))
        })
    }

    /// What the page is called, for a menu.
    pub(crate) fn name(&self) -> &str {
        self.title().unwrap_or(self.words)
    }

    fn title(&self) -> Option<&str> {
        self.link.title.as_deref().map(str::trim).filter(|title| !title.is_empty())
    }

    /// Where the page is.
    pub(crate) fn url(&self) -> &str {
        self.link.url.trim()
    }

    /// The sentence that says what to do there. A few words become one.
    pub(crate) fn task(&self) -> Option<String> {
        let task = self.link.task.as_deref()?.trim().trim_end_matches('.');
        let first = task.chars().next()?;
        Some(if first.is_uppercase() {
            format!("{task}.")
        } else {
            format!("There you can {task}.")
        })
    }

    /// The page under these words, as a text of that kind shows it.
    fn shown(&self, words: &str, kind: Kind) -> String {
        let url = self.url();
        let plain = words.contains(['[', ']']) || url.contains(['(', ')', ' ']);
        match kind {
            Kind::Markdown if !plain => format!("[{words}]({url})"),
            _ => format!("{words}: {url}"),
        }
    }

    /// Turns the mention into a link, and says what to do there.
    pub(super) fn fix(&self, view: &View<'_>, place: &Place, kind: Kind) -> Fix {
        // A title has its own words; without one the writer's stay, determiner and all.
        let words = if self.title().is_some() { place.words.clone() } else { place.head.clone() };
        let span = wording::span_of(view, words);
        let said = wording::on_one_line(span.of(view.text));
        let shown = self.shown(self.title().unwrap_or(&said), kind);
        let mut edits = vec![Edit::replace(span, shown)];
        if let Some(task) = self.task()
            && view.sentence.end != EndMark::Colon
        {
            let words = format!("{} {task}", stop(view));
            edits.push(Edit::replace(Span::at(view.sentence.span.end), words));
        }
        Fix::confirm(format!("Link “{}”", self.name()), edits)
    }
}

/// The full stop that a sentence lacks before another one follows.
fn stop(view: &View<'_>) -> &'static str {
    if view.sentence.end == EndMark::None { "." } else { "" }
}
