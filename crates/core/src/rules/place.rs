//! Where a finding about the whole reply stands.

use crate::document::{BlockKind, LineClass};
use crate::draft::{Draft, RegionKind};
use crate::text::Span;

/// The first of the reply's own words below the greeting: their first sentence, or their first line where
/// there is none. Of a reply that only greets, the greeting.
pub(crate) fn first_words(draft: &Draft<'_>) -> Option<Span> {
    let document = &draft.document;
    let of = |kind: RegionKind| {
        let regions = draft.sentence_regions.iter();
        let mut sentences = document.sentences.iter().zip(regions);
        let prose = |block: usize| document.blocks[block].kind != BlockKind::Code;
        sentences.find(|(it, region)| **region == kind && prose(it.block)).map(|(it, _)| it.span)
    };
    of(RegionKind::Body).or_else(|| first_line(draft)).or_else(|| of(RegionKind::Salutation))
}

/// The first own line of the body.
fn first_line(draft: &Draft<'_>) -> Option<Span> {
    let lines = draft.document.lines.iter().filter(|line| line.class == LineClass::Own);
    lines
        .filter_map(|line| {
            let text = line.text(draft.text());
            let start = line.span.start + (text.len() - text.trim_start().len());
            let span = Span::new(start, start + text.trim().len());
            (draft.region_at(start) == RegionKind::Body && !span.is_empty()).then_some(span)
        })
        .next()
}
