//! The regions of a draft: they partition the text, and a rule sees only those it names.

use std::ops::Range;

use super::closing::End;
use super::greeting::Salutation;
use crate::document::{Document, LineClass, Sentence};
use crate::text::Span;

/// What a stretch of a draft is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RegionKind {
    /// Front matter.
    FrontMatter,
    /// Mail headers.
    Headers,
    /// Somebody else's words, with the line that says whose.
    Quote,
    /// The greeting.
    Salutation,
    /// What the reply has to say.
    Body,
    /// The words of farewell.
    Farewell,
    /// The writer's name and what stands under it.
    Signature,
    /// A note for colleagues.
    Note,
    /// A fenced block of code.
    Code,
}

impl RegionKind {
    /// All kinds with their names in packs and on rule pages.
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::FrontMatter, "front-matter"),
        (Self::Headers, "headers"),
        (Self::Quote, "quote"),
        (Self::Salutation, "salutation"),
        (Self::Body, "body"),
        (Self::Farewell, "farewell"),
        (Self::Signature, "signature"),
        (Self::Note, "note"),
        (Self::Code, "code"),
    ];

    /// The name used in packs and on rule pages.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::ALL.into_iter().find(|(kind, _)| *kind == self).map_or("body", |(_, text)| text)
    }

    /// The kind of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, text)| *text == name).map(|(kind, _)| kind)
    }
}

/// A stretch of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// Its bytes.
    pub span: Span,
    /// What it is.
    pub kind: RegionKind,
}

/// Cuts the text into regions.
pub(super) fn partition(
    document: &Document<'_>,
    salutation: Option<&Salutation>,
    end: &End,
) -> Vec<Region> {
    let mut regions: Vec<Region> = Vec::new();
    let mut push = |span: Span, kind: RegionKind| {
        if span.is_empty() {
            return;
        }
        match regions.last_mut() {
            Some(last) if last.kind == kind => last.span.end = span.end,
            _ => regions.push(Region { span, kind }),
        }
    };
    let mut cuts = Vec::with_capacity(end.farewells.len() + 2);
    cuts.extend(salutation.map(|salutation| (salutation.span, RegionKind::Salutation)));
    cuts.extend(end.farewells.iter().map(|&span| (span, RegionKind::Farewell)));
    cuts.extend(end.signature.map(|span| (span, RegionKind::Signature)));
    let mut blank: Option<usize> = None;
    for line in &document.lines {
        let span = Span::new(line.span.start, line.next);
        let kind = match line.class {
            LineClass::Blank => {
                blank.get_or_insert(span.start);
                continue;
            }
            LineClass::FrontMatter => RegionKind::FrontMatter,
            LineClass::Header => RegionKind::Headers,
            LineClass::Attribution | LineClass::Quote(_) => RegionKind::Quote,
            LineClass::Code => RegionKind::Code,
            LineClass::Signature => RegionKind::Signature,
            LineClass::Note => RegionKind::Note,
            LineClass::Own => RegionKind::Body,
        };
        // Blank lines belong to what follows them, so that a region begins where one would fold it.
        let span = Span::new(blank.take().unwrap_or(span.start), span.end);
        if kind == RegionKind::Body {
            own(span, &cuts, &mut push);
        } else {
            push(span, kind);
        }
    }
    if let Some(start) = blank {
        let kind = regions.last().map_or(RegionKind::Body, |region| region.kind);
        let span = Span::new(start, document.text.len());
        match regions.last_mut() {
            Some(last) => last.span.end = span.end,
            None => regions.push(Region { span, kind }),
        }
    }
    regions
}

/// The region of each sentence.
///
/// That is where its first word stands: an opening sign may stand far before it.
pub(super) fn of_sentences(regions: &[Region], document: &Document<'_>) -> Vec<RegionKind> {
    let mut at = 0;
    let region = |sentence: &Sentence| {
        let word = document.words_of(sentence).first();
        let start = word.map_or(sentence.span.start, |word| word.span().start);
        // Most sentences stand in the region of the one before.
        if !regions.get(at).is_some_and(|region| region.span.covers(start)) {
            at = regions.partition_point(|region| region.span.end <= start);
        }
        regions.get(at).map_or(RegionKind::Body, |region| region.kind)
    };
    document.sentences.iter().map(region).collect()
}

/// The sentences of each stretch that stands in regions of one kind.
pub(super) fn runs(regions: &[RegionKind]) -> Vec<(RegionKind, Range<usize>)> {
    let mut at = 0;
    let runs = regions.chunk_by(|a, b| a == b).map(|run| {
        let from = at;
        at += run.len();
        (run[0], from..at)
    });
    runs.collect()
}

/// Cuts a line of own text at the greeting, the farewell and the signature.
fn own(span: Span, cuts: &[(Span, RegionKind)], push: &mut impl FnMut(Span, RegionKind)) {
    let mut at = span.start;
    for &(cut, kind) in cuts {
        let part = Span { start: cut.start.max(at), end: cut.end.min(span.end) };
        if part.start >= part.end {
            continue;
        }
        push(Span::new(at, part.start), RegionKind::Body);
        push(Span::new(part.start, part.end), kind);
        at = part.end;
    }
    if at < span.end {
        push(Span::new(at, span.end), RegionKind::Body);
    }
}
