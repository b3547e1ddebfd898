//! Where a reply begins and ends, for what is missing there, and which of its parts are missing.

use crate::document::{BlockKind, EndMark, LineClass, Marks, Sentence};
use crate::draft::{Draft, NameMatch, RegionKind, Source};
use crate::finding::Code;
use crate::input::Stage;
use crate::lang::data::PatternUse;
use crate::rule::ReplyCx;
use crate::text::Span;

/// A name counts as known only where one can be at least so sure of it, in percent.
pub(super) const SURE: u8 = 80;
/// A reply of more words than this is not bare, whatever else it lacks.
const MOST_BARE: usize = 8;

/// The first sentence of the reply's own words, code left out.
pub(super) fn first<'d>(draft: &'d Draft<'_>) -> Option<&'d Sentence> {
    spoken(draft).map(|(sentence, _)| sentence).next()
}

/// The last sentence of the reply's own words above its signature.
pub(super) fn last<'d>(draft: &'d Draft<'_>) -> Option<&'d Sentence> {
    spoken(draft).map(|(sentence, _)| sentence).next_back()
}

/// The first sentence behind the greeting.
pub(super) fn body<'d>(draft: &'d Draft<'_>) -> Option<&'d Sentence> {
    spoken(draft).find(|(_, region)| *region == RegionKind::Body).map(|(sentence, _)| sentence)
}

fn spoken<'d>(draft: &'d Draft<'_>) -> impl DoubleEndedIterator<Item = (&'d Sentence, RegionKind)> {
    let document = &draft.document;
    document.sentences.iter().zip(&draft.sentence_regions).filter_map(|(sentence, &region)| {
        let own =
            matches!(region, RegionKind::Salutation | RegionKind::Body | RegionKind::Farewell);
        let spoken = document.blocks[sentence.block].kind != BlockKind::Code;
        (own && spoken).then_some((sentence, region))
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

/// Whether the reader is greeted, or named in the first sentence: "Thanks for the log, Maria!"
pub(super) fn greets(cx: &ReplyCx<'_>) -> bool {
    cx.draft.salutation.is_some() || first(cx.draft).is_some_and(|first| addresses(first, cx))
}

/// What the reader is greeted with where it is what they log in with: "@maria_r", "agomez77", or what
/// stands before the @ in their address.
pub(super) fn login(cx: &ReplyCx<'_>) -> Option<Span> {
    let draft = cx.draft;
    let salutation = draft.salutation.as_ref()?;
    let text = draft.text();
    if salutation.handle {
        // "@inlineCallbacks must decorate …" is about a thing of that name.
        let name = salutation.names.first().copied()?;
        let bare = name.start == salutation.span.start && name.end == salutation.span.end;
        return (!bare || !text[name.end..].starts_with(' ')).then_some(name);
    }
    if !salutation.names.is_empty() || salutation.placeholder {
        return None;
    }
    let words = &draft.document.words;
    let word = words.get(words.partition_point(|word| word.span().start < salutation.name_at))?;
    let next = words.get(words.partition_point(|next| next.span().start < word.span().end));
    let ends = next.is_none_or(|next| next.any(Marks::PUNCTUATION.with(Marks::LINE_START)));
    let beside = !word.any(Marks::PUNCTUATION.with(Marks::LINE_START));
    let written = word.span().of(text);
    let header = draft.people.customers.iter().find(|it| it.source == Source::Header);
    let local = match header {
        Some(header) => header.span.of(text).split(['<', '@']).rev().nth(1)?.trim(),
        None => {
            // Their address stands behind their name in the line above their mail.
            let lines = &draft.document.lines;
            let above = lines.iter().find(|line| line.class == LineClass::Attribution)?;
            above.text(text).split_once('<')?.1.split_once('@')?.0
        }
    };
    let reader = header.or(draft.people.customers.first())?;
    let named = matches!(cx.compare(&reader.name, written), NameMatch::Same | NameMatch::ShortForm);
    (ends && beside && !named && written.eq_ignore_ascii_case(local)).then(|| word.span())
}

/// Whether the draft shows whom it answers: their mail, or whom it goes to. Without that it may be one
/// message of several.
pub(super) fn shows_reader(draft: &Draft<'_>) -> bool {
    !draft.message.text.trim().is_empty() || !draft.people.customers.is_empty()
}

/// Whether words of farewell or a name stand at the end.
pub(super) fn parts(draft: &Draft<'_>) -> bool {
    draft.farewell.is_some() || draft.signed.is_some()
}

/// Whether the reader is thanked anywhere; "Thanks" over a name only takes leave.
pub(super) fn thanks(draft: &Draft<'_>) -> bool {
    let uses = &draft.language.uses;
    let is = |hit: &crate::pattern::Hit, what| uses[hit.pattern.index()] == what;
    draft.hits.iter().filter(|hit| is(hit, PatternUse::Thanks)).any(|hit| {
        let beside = draft.hits_in(hit.sentence).iter();
        let excepted = beside.into_iter().any(|other| {
            is(other, PatternUse::NoThanks)
                && other.words.start < hit.words.end
                && hit.words.start < other.words.end
        });
        let region = draft.sentence_regions[hit.sentence];
        let sentence = &draft.document.sentences[hit.sentence];
        let leave = region == RegionKind::Farewell
            && draft.document.sentences[hit.sentence].words.len() <= 2
            && sentence.end == EndMark::None;
        !excepted && !leave
    })
}

/// Whether the reply is a right answer and nothing else: a few words without greeting, thanks or
/// farewell. Then one rule says so, and those that miss the parts one by one are silent.
pub(super) fn is_bare(cx: &ReplyCx<'_>) -> bool {
    let draft = cx.draft;
    let asked = cx.input.settings.ceiling(super::bare_fix::RULE.meta()).is_some();
    if !asked || !draft.mode.is_letter() || cx.stage != Stage::Finished {
        return false;
    }
    // Who asks has not answered yet.
    if spoken(draft).any(|(sentence, _)| sentence.end == EndMark::Question) {
        return false;
    }
    let words = spoken(draft).flat_map(|(sentence, _)| draft.document.words_of(sentence));
    let count = words.filter(|word| !word.any(Marks::CLITIC)).take(MOST_BARE + 1).count();
    (1..=MOST_BARE).contains(&count)
        && draft.language.edges.is_some()
        && !greets(cx)
        && !parts(draft)
        && !thanks(draft)
}

/// The rules that are silent where the reply is bare, as far as they would have spoken.
pub(super) fn replaced_by_bare(cx: &ReplyCx<'_>) -> Vec<Code> {
    let replaced =
        [super::farewell_missing::RULE, super::greeting_missing::RULE, super::thanks_missing::RULE];
    let asked = replaced.iter().filter(|rule| cx.input.settings.ceiling(rule.meta()).is_some());
    asked.map(|rule| rule.meta().code.clone()).collect()
}

/// Whether the sentence turns to the reader by name.
fn addresses(first: &Sentence, cx: &ReplyCx<'_>) -> bool {
    let draft = cx.draft;
    let document = &draft.document;
    let words = document.words_of(first);
    let named = words.iter().any(|word| {
        let text = word.span().of(document.text);
        word.any(Marks::HANDLE)
            || word.any(Marks::CAPITAL)
                && draft.people.customers.iter().any(|candidate| {
                    let found = cx.compare(&candidate.name, text);
                    matches!(found, NameMatch::Same | NameMatch::ShortForm)
                })
    });
    // Of a name that nobody has found, the place tells: after a comma at the end, or after thanks.
    let calls = words.split_last().is_some_and(|(last, before)| {
        let thanks = before.first().is_some_and(|word| {
            let head = word.span().of(document.text).to_lowercase();
            draft
                .language
                .edges
                .as_ref()
                .is_some_and(|edges| edges.salutation.addresses.contains(&head))
        });
        last.any(Marks::CAPITAL)
            && !last.any(Marks::OPAQUE.with(Marks::ALL_CAPS).with(Marks::DIGIT))
            && (last.any(Marks::COMMA) || thanks)
    });
    named || calls
}
