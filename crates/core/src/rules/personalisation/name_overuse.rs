use std::ops::Range;

use crate::document::{EndMark, Marks};
use crate::draft::{NameMatch, RegionKind};
use crate::finding::{Fix, Related};
use crate::input::Mode;
use crate::lang::grammar::View;
use crate::rewrite;
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::rules::wording;

declare! {
    /// Reports the customer's name where it is called out again and again.
    ///
    /// ## Why
    /// Once at hello a name is warm. In every other sentence it sounds like a call centre's script.
    ///
    /// ## Flagged
    /// Hi Maria, thanks, Maria. I see, <|Maria|>, that it failed. Maria, please wait.
    /// Well, Maria, here's the plan. <|Maria|>, open Settings.
    /// Maria, I checked. <|Maria|>, it's fine. Thanks, Maria. Bye, Maria.
    /// Thank you, Jo. Now, Jo, click Save. <|Jo|>, wait. Done, Jo.
    /// I see it, Ms Kowal. The room was let twice, <|Ms Kowal|>.
    /// [F: customer=Kenji Tanaka] Hi Kenji, the room is yours. Thank you, Kenji. The key, <|Kenji|>, lies in the box.
    ///
    /// ## Clean
    /// Hi Maria, it's fixed. See you soon, Maria.
    /// The account of Maria Ruiz is linked to maria@x.org.
    /// Hi Ana and Jo, Ana's file is attached and Jo's is on its way.
    /// Hi Maria, thanks!
    /// Thanks, Jo. The room is yours. The key is in the box. Bye, Jo.
    /// Kate, Jo and Kim are on the list. Kate, Jo and Ana have paid.
    pub NameOveruse {
        code: "name-overuse", family: Personalisation, since: "0.1.0", severity: Hint,
        on: false, reads: [Body, Farewell], fix: Confirm, rank: 2
    }
}

/// From so many calls on it is too often, wherever they stand.
const TOO_OFTEN: usize = 4;

/// The name, called out in a sentence.
struct Call {
    sentence: usize,
    words: Range<usize>,
}

impl Rule for NameOveruse {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        if draft.mode == Mode::Group {
            return;
        }
        let regions = [RegionKind::Salutation, RegionKind::Body, RegionKind::Farewell];
        let mut calls: Vec<Call> = Vec::new();
        for sentence in cx.sentences(&regions) {
            // The greeting names them once, and that is right.
            if draft.sentence_regions[sentence] == RegionKind::Salutation
                && is_greeting(cx, sentence)
            {
                continue;
            }
            let view = cx.view(sentence);
            let capitals = (0..view.len()).filter(|&at| view.marked(at, Marks::CAPITAL));
            let called = capitals.filter_map(|at| {
                let titled = at > 0
                    && cx.is_title(&view.written(at - 1).to_lowercase())
                    && !view.marked(at, Marks::PUNCTUATION);
                let words = at - usize::from(titled)..at + 1;
                (is_called(&view, words.clone()) && is_theirs(cx, &view, at)).then_some(words)
            });
            calls.extend(called.map(|words| Call { sentence, words }));
        }
        let name = |call: &Call| {
            let view = cx.view(call.sentence);
            wording::on_one_line(wording::span_of(&view, call.words.clone()).of(view.text))
                .to_string()
        };
        // Two different names are no overuse of one.
        let Some(first) = calls.first().map(name) else { return };
        calls.retain(|call| name(call) == first);
        let close = calls.windows(2).position(|pair| pair[1].sentence <= pair[0].sentence + 1);
        let second = match close {
            Some(at) => at + 1,
            None if calls.len() >= TOO_OFTEN => 1,
            None => return,
        };
        let span_of = |call: &Call| wording::span_of(&cx.view(call.sentence), call.words.clone());
        let span = span_of(&calls[second]);
        let message = format!(
            "“{first}” {}. Once at hello is warm; more sounds scripted.",
            wording::times(calls.len())
        );
        let mut finding = META.finding(span, message);
        finding.help = "Leave it out of the sentences; in the greeting it is theirs.".into();
        let others = calls.iter().enumerate().filter(|(at, _)| *at != second);
        finding.related.extend(
            others.map(|(_, call)| Related { span: span_of(call), message: "And here".into() }),
        );
        let edits = calls[1..]
            .iter()
            .flat_map(|call| rewrite::replace(&cx.view(call.sentence), call.words.clone(), ""));
        finding.fixes.push(Fix::confirm(format!("Keep the first “{first}”"), edits.collect()));
        out.push(finding);
    }
}

/// Whether the sentence is the greeting with nothing but names behind a word that greets.
fn is_greeting(cx: &ReplyCx<'_>, sentence: usize) -> bool {
    let span = cx.draft.document.sentences[sentence].span;
    cx.draft.salutation.as_ref().is_some_and(|salutation| {
        salutation.names.first().is_none_or(|name| name.start > span.start)
    })
}

/// Whether the word is set apart as one calls out a name: between commas, at the start or at the end.
fn is_called(view: &View<'_>, words: Range<usize>) -> bool {
    let (start, at) = (words.start, words.end - 1);
    let apart = Marks::COMMA;
    const NO_NAME: Marks =
        Marks::ALL_CAPS.with(Marks::DIGIT).with(Marks::IDENTIFIER).with(Marks::OPAQUE);
    if view.marked(at, NO_NAME) {
        return false;
    }
    let before = start == 0 || view.marked(start, apart);
    let last = at + 1 == view.len();
    let after = if last {
        start > 0 && view.sentence.end != EndMark::Colon || view.sentence.end == EndMark::None
    } else {
        view.marked(at + 1, apart)
    };
    // "Kate, Jo and Kim": a list.
    let listed = (at..view.len().min(at + 4)).any(|n| view.known(n) == "and")
        && !last
        && (at + 1..view.len().min(at + 4)).any(|n| view.marked(n, Marks::CAPITAL));
    before && after && !listed
}

/// Whether the word is what the customer is called, as far as anybody knows.
fn is_theirs(cx: &ReplyCx<'_>, view: &View<'_>, at: usize) -> bool {
    let written = view.written(at);
    let people = &cx.draft.people.customers;
    let known = people.iter().any(|candidate| {
        matches!(cx.compare(&candidate.name, written), NameMatch::Same | NameMatch::ShortForm)
    });
    // Without a name from elsewhere, a word that is in no list of words is taken for one.
    known || people.is_empty() && view.words[at].id == crate::lang::lexicon::WordId::UNKNOWN
}
