//! Where a reply begins and ends, for what is missing there.

use crate::document::{BlockKind, EndMark, Sentence};
use crate::draft::{Draft, RegionKind};

/// The first sentence of the reply's own words, code left out.
pub(super) fn first<'d>(draft: &'d Draft<'_>) -> Option<&'d Sentence> {
    spoken(draft).next()
}

/// The last sentence of the reply's own words above its signature.
pub(super) fn last<'d>(draft: &'d Draft<'_>) -> Option<&'d Sentence> {
    spoken(draft).next_back()
}

fn spoken<'d>(draft: &'d Draft<'_>) -> impl DoubleEndedIterator<Item = &'d Sentence> {
    let document = &draft.document;
    document.sentences.iter().zip(&draft.sentence_regions).filter_map(|(sentence, region)| {
        let own =
            matches!(region, RegionKind::Salutation | RegionKind::Body | RegionKind::Farewell);
        let spoken = document.blocks[sentence.block].kind != BlockKind::Code;
        (own && spoken).then_some(sentence)
    })
}

/// Whether the writer is done with the sentence: it has its end mark, or more stands behind it.
pub(super) fn is_complete(draft: &Draft<'_>, sentence: &Sentence) -> bool {
    sentence.end != EndMark::None
        || draft.text()[sentence.span.end..].contains(|c: char| c == '\n' || c.is_alphanumeric())
}

/// Where the line begins in which the byte at `offset` stands.
pub(super) fn line_start(draft: &Draft<'_>, offset: usize) -> usize {
    let lines = &draft.document.lines;
    lines.get(lines.partition_point(|line| line.next <= offset)).map_or(0, |line| line.span.start)
}
