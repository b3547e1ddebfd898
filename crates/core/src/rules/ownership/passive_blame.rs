use std::borrow::Cow;

use crate::document::Marks;
use crate::finding::{Edit, Fix};
use crate::lang::class::{Class, ClassSet};
use crate::rewrite;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};

declare! {
    /// Reports a fault of your side that nobody seems to have made: “mistakes were made”.
    ///
    /// ## Why
    /// A sentence without a doer admits nothing, and the reader notices. To say “we” is the strongest
    /// part of an apology.
    ///
    /// ## Flagged
    /// <|Mistakes were made|> with your invoice.
    /// Your file <|was deleted by mistake|>.
    /// <|An error occurred on our side|>.
    /// <|There was a miscommunication|> with the warehouse.
    /// You <|were charged twice by mistake|>.
    /// Your letter <|was overlooked|>.
    /// Your room <|has been accidentally cancelled|>.
    /// It seems that <|something went wrong with your order|>.
    /// <|There was a problem with your booking|>.
    ///
    /// ## Clean
    /// We charged you twice.
    /// I deleted the wrong file, and I've restored it.
    /// The parcel was scanned in Lyon at 9:12.
    /// Your domain was registered in 2014.
    /// Your file was deleted by mistake by one of us; I have it back. # says who
    /// If a page was deleted by mistake, press Undo.
    /// There was a mix-up, and it was ours: we sent you the wrong size.
    /// Was it sent by mistake?
    /// An error occurred while the page was loading, so please send me its number.
    /// You deleted the page by mistake, and here it is again.
    /// There was a problem with the network card in your laptop.
    pub OwnPassiveBlame {
        code: "own-passive-blame", family: Ownership, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Confirm, rank: 30
    }
}

cues! {
    enum Cue { Made, Passive, Occurred, There, Wrong, Owned }
    en: Made = "(some|several|a|an)? {adverb}* (mistake|mistakes|error|errors) (was|were|has been|have been) made",
    en: Passive = "(was|were|got|has been|have been|'s been|'ve been) {adverb}* {verb-participle} {0..3} (by mistake|in error|by accident|by error|accidentally|incorrectly|mistakenly|erroneously|wrongly)",
    en: Passive = "(was|were|got|has been|have been|'s been|'ve been) {0..2} (accidentally|incorrectly|mistakenly|erroneously|wrongly|inadvertently) {verb-participle}",
    en: Passive = "(was|were|has been|have been) {adverb}* overlooked",
    en: Passive = "your {0..2} <(was|were|has been|have been|got) {adverb}* (missed|lost|misplaced|mishandled|mislaid)>",
    en: Passive = "(was|were|has been|have been) {0..1} (mislaid|misplaced|mishandled|misfiled|miscalculated)",
    en: Occurred = "(an|a|some|the)? {0..2} (error|errors|mistake|mix-up|glitch) (has|have)? (occurred|happened) {0..2} (on|at|from) our (side|end|part)",
    en: Occurred = "(an|a|some)? (error|errors|mistake|mix-up|glitch) (has|have)? (occurred|happened) (with|in|during|to) your {record}",
    en: There = "there (was|were|has been|have been|'s been) (a|an|some) {0..2} (mix-up|mixup|miscommunication|misunderstanding|oversight|slip-up|mishap)",
    en: There = "there (was|were|has been|have been|'s been) (a|an|some) {0..2} (error|mistake|issue|problem|glitch|issues|problems) (on|at|from) our (side|end|part)",
    en: There = "there (was|were|has been|have been|'s been) (a|an|some) {0..2} (error|mistake|issue|problem|glitch) with your {0..1} {record}",
    en: Wrong = "something (went|has gone) wrong (on|at) our (side|end)",
    en: Wrong = "something (went|has gone) wrong (with|in|during) your {0..1} {record}",
    en: Owned = "(our|my) (fault|mistake|error|doing)",
    en: Owned = "(it|that) (is|was|'s) (ours|mine|on us|on me)",
    en: Owned = "it was (ours|mine)",
    en: Owned = "(I|we) {adverb}* (made|caused|got|mixed|messed|charged|deleted|lost|forgot|missed|overlooked)",
    en: Owned = "(I|we) {adverb}* sent {0..4} wrong",
    en: Owned = "by (us|me|one of us|one of our|our|my)",
}

impl Rule for OwnPassiveBlame {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let cue = Cue::of(hit);
        let view = &cx.view;
        let words = hit.marked();
        if cue == Cue::Owned || cx.asks(words.start) || cx.has_near(0, 1, &[Cue::Owned as u8]) {
            return;
        }
        let longer = cx.is_in_longer(hit, &[Cue::Owned as u8]);
        // "If it was deleted by mistake": it may be the reader's doing.
        let supposed = (0..words.start)
            .any(|at| view.is(at, Class::Condition) || matches!(view.known(at), "case" | "why"));
        // "by your bank" is an agent; "by mistake" is none.
        let agent = (words.start..view.len()).any(|at| {
            view.known(at) == "by"
                && (view.is_any(
                    at + 1,
                    ClassSet::of(&[Class::Determiner, Class::Possessive, Class::ThirdParty]),
                ) || view.marked(at + 1, Marks::CAPITAL)
                    || matches!(view.known(at + 1), "you" | "them" | "him" | "her" | "someone"))
        });
        let negated = words.start > 0 && view.is(words.start - 1, Class::Negation)
            || words.clone().any(|at| view.is(at, Class::Negation));
        if longer || supposed || agent || negated {
            return;
        }
        let span = cx.span(words.clone());
        let mut finding = META
            .finding(span, "Who did it? “We” and what happened builds more trust than a passive.");
        finding.help =
            "Say who did what, as “We charged you twice”, and then what you have done about it."
                .into();
        if let Some((edits, title)) = owned(cx, cue, &words) {
            finding.fixes.push(Fix::confirm(title, edits));
        }
        out.push(finding);
    }
}

/// The same with "we" as the doer.
fn owned(
    cx: &SentenceCx<'_>,
    cue: Cue,
    words: &std::ops::Range<usize>,
) -> Option<(Vec<Edit>, &'static str)> {
    let view = &cx.view;
    let starts = words.start == 0;
    let subject = |with: &str| rewrite::replace(view, words.clone(), with);
    match cue {
        Cue::Made => {
            let plural = words.clone().any(|at| matches!(view.known(at), "mistakes" | "errors"));
            let with = if plural { "we made mistakes" } else { "we made a mistake" };
            Some((subject(with), "Say that we made the mistake"))
        }
        Cue::Occurred => {
            let verb =
                words.clone().find(|&at| matches!(view.known(at), "occurred" | "happened"))?;
            let edits = rewrite::replace(view, words.start..verb + 1, "we made a mistake");
            Some((edits, "Say that we made the mistake"))
        }
        Cue::Passive if view.is_any(words.start, ClassSet::of(&[Class::Be, Class::Have])) => {
            // "Your file was deleted by mistake": the subject moves behind the verb.
            let first = (0..words.start)
                .rev()
                .find(|&at| at == 0 || view.marked(at, Marks::COMMA.with(Marks::BREAK)))?;
            let short = words.start - first <= 4 && first == 0 && !starts;
            let nominal = view.is_any(0, ClassSet::of(&[Class::ReaderPossessive, Class::You]));
            let plain = !(first..words.start)
                .any(|at| view.is(at, Class::Adverb) || view.is(at, Class::Coordinator));
            let mut verb = words.start;
            while view.is_any(verb, ClassSet::of(&[Class::Be, Class::Have]))
                || matches!(view.known(verb), "'s" | "'ve")
            {
                verb += 1;
            }
            let participle = (verb..words.end).find(|&at| view.is(at, Class::VerbParticiple))?;
            if !(short && nominal && plain && view.is(participle, Class::VerbPast)) {
                return None;
            }
            let object = cx.span(0..words.start).of(cx.text());
            let mut chars = object.chars();
            let object: String =
                chars.next().into_iter().flat_map(char::to_lowercase).chain(chars).collect();
            let done = cx.span(verb..participle + 1).of(cx.text());
            let with = format!("We {done} {object}");
            let span = cx.span(0..participle + 1);
            Some((vec![Edit::replace(span, with)], "Say that we did it"))
        }
        _ => None,
    }
}
