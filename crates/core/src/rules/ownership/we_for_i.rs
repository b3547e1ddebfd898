use std::borrow::Cow;

use crate::document::Marks;
use crate::draft::RegionKind;
use crate::finding::{Edit, Fix};
use crate::lang::class::Class;
use crate::lang::grammar::View;
use crate::rule::{CuePattern, ReplyCx, Rule, RuleMeta, Sink, cues, declare};

declare! {
    /// Reports “we” for what one person does, in a reply that one person signs.
    ///
    /// ## Why
    /// “I'm looking into it” tells them that a person has it. Readers rate a reply with “I”
    /// higher, and trust it more, than the same words with “we”.
    ///
    /// ## Flagged
    /// <|We are|> looking into your invoice. Best, Ana
    /// <|We|> understand how much work that was. Ana
    /// <|We have|> refunded the second charge. Ana
    /// <|We're|> happy to help with that. Ana
    /// Hi Jo,\n\n<|We've|> checked the boiler, and it runs.\n\nKind regards,\nTom
    ///
    /// ## Clean
    /// I'm looking into your invoice. Ana
    /// We charged you twice, and I've refunded the second one. Ana
    /// We released version 4.2 on Monday. Ana
    /// Jon and I looked at it, and we found the cause. Ana
    /// Hi Jo,\n\nWe understand how much work that was.\n\nKind regards,\nThe support team
    /// We are looking into your invoice. # nobody signs
    /// You and we have looked at it together. Ana
    /// We're a team of five. Ana
    pub OwnWeForI {
        code: "own-we-for-i", family: Ownership, since: "0.1.0", severity: Hint,
        reads: [Body, Farewell], fix: Confirm, rank: 1
    }
}

cues! {
    enum Cue { We, Joint, Close }
    en: We = "<we (are|'re)> {adverb}* (looking|checking|investigating|happy|glad|delighted|pleased|afraid)",
    en: We = "<we> {adverb}* (understand|see|hope|suggest|believe|appreciate|recommend|noticed|checked|looked|wanted|found|wonder)",
    en: We = "<we (have|'ve)> {adverb}* (refunded|sent|checked|found|looked|noticed|attached|forwarded|cancelled|changed|updated|reset|corrected|moved|seen|asked)",
    en: We = "<we (will|'ll)> {adverb}* (look|check|write|send|let you know|get back|investigate)",
    en: Joint = "(together|both|all of us|as a team|our (team|engineers|developers|colleagues)|and we|you and we|as a company)",
    en: Close = "^ (best|cheers|regards|thanks|kind|warm|sincerely|warmly|yours)",
}

impl Rule for OwnWeForI {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        if !draft.mode.is_letter() || !is_signed_by_one(cx) {
            return;
        }
        let document = &draft.document;
        for at in cx.cued_sentences(&[RegionKind::Body, RegionKind::Farewell]) {
            let view = cx.view(at);
            if cx.cues_in(at).any(|hit| Cue::of(&hit) == Cue::Joint) {
                continue;
            }
            let Some(hit) = cx.cues_in(at).find(|hit| Cue::of(hit) == Cue::We) else { continue };
            let block = &document.blocks[document.sentences[at].block];
            let speaks = block.sentences.clone().any(|at| {
                let view = cx.view(at);
                (0..view.len()).any(|at| view.is(at, Class::I))
            });
            // "If we found", "what we suggest": no report.
            let words = hit.marked();
            if speaks
                || words.start > 0
                    && !view.marked(words.start, Marks::PUNCTUATION)
                    && !view.is(words.start - 1, Class::Coordinator)
            {
                continue;
            }
            let edits = first_person(&view, &words);
            let said: String = edits
                .iter()
                .map(|edit| edit.insert.plain().into_owned())
                .collect::<Vec<_>>()
                .join(" ");
            let span = view.words[words.start].span().cover(view.words[words.end - 1].span());
            let mut finding = META.finding(span, "“I” tells them that a person has it. Is it you?");
            finding.help =
                "Say “I” for what you do yourself, and “we” for what the company did.".into();
            finding.fixes.push(Fix::confirm(format!("Say “{}”", said.replace(" '", "'")), edits));
            out.push(finding);
            return;
        }
    }
}

fn first_person(view: &View<'_>, words: &std::ops::Range<usize>) -> Vec<Edit> {
    words
        .clone()
        .map(|at| {
            let span = view.words[at].span();
            let written = view.written(at);
            let with = match view.known(at) {
                "we" => "I".to_owned(),
                "are" => "am".to_owned(),
                "'re" => written.replace("re", "m"),
                _ => written.to_owned(),
            };
            Edit::replace(span, with)
        })
        .collect()
}

/// Whether one person stands under the reply.
fn is_signed_by_one(cx: &ReplyCx<'_>) -> bool {
    let draft = cx.draft;
    let inline = || {
        let at = cx.sentences(&[RegionKind::Body]).last()?;
        let view = cx.view(at);
        let closes = cx.cues_in(at).any(|hit| Cue::of(&hit) == Cue::Close);
        let named = view.len() > 1 && view.written(view.len() - 1).starts_with(char::is_uppercase);
        (closes && view.len() <= 4 && named).then_some(view.sentence.span)
    };
    let Some(signed) = draft.signed.or_else(inline) else { return false };
    let names = signed.of(draft.text()).to_lowercase();
    let group = ["team", "support", "service", "department", "office", "staff", "crew"];
    !names.contains('&')
        && !names
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| group.contains(&word) || word == "and")
}
