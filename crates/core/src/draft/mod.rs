//! What a document is as a reply: its regions, its people, its mode.

mod allow;
mod closing;
mod front_matter;
mod gate;
mod greeting;
mod known;
mod message;
mod name;
mod outgoing;
mod people;
mod quoted;
mod regions;

use std::ops::Range;

pub(crate) use allow::Allow;
pub(crate) use front_matter::Fields;
pub use front_matter::{Field as FrontMatterField, front_matter};
pub use gate::{Gate, NotReply, Origin};
pub use greeting::Salutation;
pub(crate) use known::Known;
pub(crate) use message::{Mail, Message, Question, Risk};
pub use message::{Mood, Sign};
pub use name::Name;
pub(crate) use name::NameMatch;
pub(crate) use people::agent;
pub use people::{Candidate, People, Source};
pub use regions::{Region, RegionKind};

use crate::catalog::Catalog;
use crate::document::{Document, Inline, InlineKind, LineClass, Link, lines};
use crate::input::{Input, Mode};
use crate::lang::LanguageData;
use crate::lang::decide;
use crate::pattern::{Hit, starts};
use crate::text::Span;

/// A reply taken apart.
#[derive(Debug)]
pub struct Draft<'d> {
    /// What the text is made of.
    pub document: Document<'d>,
    /// The regions, in order: together they are the whole text.
    pub regions: Vec<Region>,
    /// Front matter.
    pub(crate) front_matter: Fields,
    /// Mail headers.
    pub(crate) headers: Fields,
    /// How it is sent.
    pub mode: Mode,
    /// The language it is written in.
    pub language: &'d LanguageData,
    /// The greeting.
    pub salutation: Option<Salutation>,
    /// Where the words of farewell are, without the signature.
    pub farewell: Option<Span>,
    /// The writer's name under the reply, or a mark that stands for it.
    pub signed: Option<Span>,
    /// Who it is for and who it is from.
    pub people: People,
    /// Comments that keep rules silent.
    pub(crate) allowed: Vec<Allow>,
    /// Where the patterns match.
    pub(crate) hits: Vec<Hit>,
    /// Where the hits of each sentence begin, and where the last ones end.
    hit_starts: Box<[usize]>,
    /// What the customer wrote last.
    pub(crate) message: Message,
    /// The region of each sentence.
    pub(crate) sentence_regions: Vec<RegionKind>,
    /// The sentences of each stretch in regions of one kind.
    runs: Vec<(RegionKind, Range<usize>)>,
}

impl<'d> Draft<'d> {
    /// Takes `text` apart. Any text gives a draft.
    #[must_use]
    pub fn read(text: &'d str, input: &Input, catalog: &'d Catalog) -> Self {
        Self::read_with(text, input, catalog, None)
    }

    /// The same with the help of what is known of the passages.
    pub(crate) fn read_with(
        text: &'d str,
        input: &Input,
        catalog: &'d Catalog,
        mut known: Option<&mut Known>,
    ) -> Self {
        let classed = lines::classify(text, &catalog.mail);
        let with = |wanted: fn(LineClass) -> bool| {
            let lines = classed.iter().filter(move |line| wanted(line.class));
            lines.map(|line| line.text(text))
        };
        let tag = decide::decide(
            with(|class| class == LineClass::Own),
            with(|class| matches!(class, LineClass::Quote(_))),
            input.settings.language.as_deref(),
            &catalog.common,
        );
        let language = catalog.language(tag);
        let front_matter = Fields::read(text, &classed, LineClass::FrontMatter);
        let headers = Fields::read(text, &classed, LineClass::Header);
        if let Some(known) = &mut known {
            known.begin(catalog, language.tag, input.kind);
        }
        let mut document = Document::read(
            text,
            input.kind,
            classed,
            &language.lexicon,
            &language.abbreviations,
            known.as_deref_mut().map(|known| &mut known.parts),
        );
        let salutation = greeting::find(&mut document, language, &catalog.mail, &catalog.people);
        let (matcher, lexicon) = (&language.matcher, &language.lexicon);
        let mut hits = match &mut known {
            Some(known) => {
                let hits = matcher.find_unknown(&document, lexicon, &mut known.hits);
                known.tidy();
                hits
            }
            None => matcher.find(&document, lexicon),
        };
        let greeted = salutation.as_ref().map_or(0, |salutation| salutation.span.end);
        let end = closing::find(&document, language, &catalog.mail, &hits, greeted);
        let mode = mode(input, &front_matter, &document);
        let regions = regions::partition(&document, salutation.as_ref(), &end);
        // What is said in two regions is two sentences, or a rule would read what it did not ask for.
        let cuts = document.split_sentences(regions.iter().map(|region| region.span.start));
        matcher.find_again(&document, lexicon, &mut hits, &cuts);
        debug_assert!(cuts.is_empty() || hits == matcher.find(&document, lexicon));
        let sentence_regions = regions::of_sentences(&regions, &document);
        let people = people::find(
            &document,
            &front_matter,
            &headers,
            end.signed,
            input.settings.agent.as_deref(),
            &catalog.mail,
            &catalog.people,
        );
        let mode = if mode == Mode::Email && people.group { Mode::Group } else { mode };
        let thread = message::Thread {
            text,
            lines: &document.lines,
            people: &people,
            greeted: salutation.as_ref().map_or(&[], |salutation| &salutation.names),
            mail: &catalog.mail,
            data: &catalog.people,
        };
        let mail = known.as_ref().and_then(|known| known.mail.as_ref());
        let message = Message::read(&thread, language, mail);
        if let Some(known) = known {
            known.mail = Some(message.mail().clone());
        }
        Self {
            message,
            allowed: allow::find(text, &document.lines),
            document,
            regions,
            front_matter,
            headers,
            mode,
            language,
            salutation,
            farewell: end.farewell,
            signed: end.signed,
            people,
            hit_starts: starts(hits.iter().map(|hit| hit.sentence), sentence_regions.len()),
            hits,
            runs: regions::runs(&sentence_regions),
            sentence_regions,
        }
    }

    /// Where the patterns match in a sentence; nowhere in one that is not there.
    pub(crate) fn hits_in(&self, sentence: usize) -> &[Hit] {
        match self.hit_starts.get(sentence..sentence + 2) {
            Some(&[start, end]) => &self.hits[start..end],
            _ => &[],
        }
    }

    /// The sentences of regions of these kinds, in order.
    pub(crate) fn sentences(&self, kinds: &[RegionKind]) -> impl Iterator<Item = usize> {
        let runs = self.runs.iter().filter(|(kind, _)| kinds.contains(kind));
        runs.flat_map(|(_, sentences)| sentences.clone())
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &'d str {
        self.document.text
    }

    /// The region in which the byte at `offset` stands.
    #[must_use]
    pub fn region_at(&self, offset: usize) -> RegionKind {
        let at = self.regions.partition_point(|region| region.span.end <= offset);
        self.regions.get(at).or(self.regions.last()).map_or(RegionKind::Body, |region| region.kind)
    }

    /// The stretches of text in regions of these kinds. A region can end in the middle of a line, so
    /// neighbours are one stretch.
    pub(crate) fn stretches(&self, kinds: &[RegionKind]) -> Vec<Span> {
        let mut out: Vec<Span> = Vec::new();
        for region in self.regions.iter().filter(|region| kinds.contains(&region.kind)) {
            match out.last_mut() {
                Some(last) if last.end == region.span.start => last.end = region.span.end,
                _ => out.push(region.span),
            }
        }
        out
    }

    /// Whether the writer has written anything that is read.
    #[must_use]
    pub fn has_words(&self) -> bool {
        !self.document.words.is_empty()
    }

    /// The inline spans of that kind in the regions of these kinds, code left out.
    pub(crate) fn inlines(
        &self,
        kind: InlineKind,
        regions: &[RegionKind],
    ) -> impl Iterator<Item = &Inline> {
        self.document.inlines.iter().filter(move |inline| {
            inline.kind == kind
                && regions.contains(&self.region_at(inline.span.start))
                && !self.document.is_code(inline.span)
        })
    }

    /// The links in the regions of these kinds, in their order.
    pub(crate) fn links(&self, regions: &[RegionKind]) -> impl Iterator<Item = &Link> {
        let links = self.document.links.iter();
        links.filter(move |link| regions.contains(&self.region_at(link.span.start)))
    }

    /// The sentence in which the byte at `offset` stands; what lies between two belongs to neither.
    #[must_use]
    pub fn sentence_at(&self, offset: usize) -> Option<Span> {
        let span = self.document.sentences.get(self.sentence_index(offset))?.span;
        (span.start <= offset).then_some(span)
    }

    /// The index of the first sentence that ends after the byte at `offset`; their number where none does.
    pub(crate) fn sentence_index(&self, offset: usize) -> usize {
        self.document.sentences.partition_point(|sentence| sentence.span.end <= offset)
    }

    /// How the customer's last mail reads.
    #[must_use]
    pub fn mood(&self) -> &Mood {
        &self.message.mood
    }

    /// The quoted lines, as runs of line indices.
    #[must_use]
    pub fn quotes(&self) -> Vec<Range<usize>> {
        people::quote_runs(&self.document.lines)
    }
}

fn mode(input: &Input, front_matter: &Fields, document: &Document<'_>) -> Mode {
    let written = front_matter.get(&["mode"]).and_then(|field| Mode::parse(&field.value));
    if let Some(mode) = written.or(input.mode) {
        return mode;
    }
    let thread = front_matter
        .get(&["thread"])
        .and_then(|field| field.value.parse::<u32>().ok())
        .is_some_and(|n| n > 1);
    let deep = document.lines.iter().any(|line| matches!(line.class, LineClass::Quote(2..)));
    if thread || deep { Mode::FollowUp } else { Mode::Email }
}
