use std::borrow::Cow;

use super::sorry;
use crate::lang::class::{Class, ClassSet};
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;

declare! {
    /// Reports an apology for what was decided on purpose.
    ///
    /// ## Why
    /// Nobody made a mistake, and it will not be undone: an apology sounds as if it might. Say plainly
    /// why it is so, and lead them to what works now. For how it was done, an apology is right.
    ///
    /// ## Flagged
    /// <|We're sorry|> that the old editor was removed.
    /// <|Sorry|>, we no longer offer that plan.
    /// <|Apologies|> for the price increase.
    /// <|I'm sorry|>, we've decided to retire the app.
    /// <|I'm sorry|> that we no longer stock the green tea.
    /// <|We apologise|> that the night bus has been discontinued.
    ///
    /// ## Clean
    /// We retired the old editor in May. Here's the closest way to do it now.
    /// I'm sorry we gave you only two days' notice before the price change.
    /// I'm sorry, I removed your page by mistake. It's back.
    /// The new editor has the same shortcut.
    /// I'm sorry that your appointment was removed from the list.
    /// I'm sorry that you first read of the price change in the paper.
    /// Sorry for the trouble; your old card is no longer needed.
    pub ApologyDeliberateChange {
        code: "apology-deliberate-change", family: Apology, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Snippet, rank: 55
    }
}

cues! {
    enum Cue { Sorry, Decided, Manner }
    en: Decided = "no longer (support|supports|offer|offers|sell|sells|stock|carry|provide|make|produce|serve|accept|ship|available|supported|offered|sold|made)",
    en: Decided = "{be} {adverb}* (removed|retired|discontinued|deprecated|abolished|scrapped|sunset)",
    en: Decided = "been {adverb}* (removed|retired|discontinued|deprecated|abolished|scrapped|sunset)",
    en: Decided = "(we|have|'ve) {adverb}* (retired|discontinued|deprecated|scrapped|sunset|abolished)",
    en: Decided = "(price|fee) (change|changes|increase|increases|rise)",
    en: Decided = "(I|we) {have}? {adverb}* decided",
    en: Decided = "by design",
    en: Manner = "(mistake|accident|accidentally|error|notice|warning|warned|told|how|abruptly|suddenly|first|unclear|by my|my fault)",
}

impl Rule for ApologyDeliberateChange {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Owned([&sorry::CUES, CUES].concat())
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let view = &cx.view;
        if Cue::of(hit) != Cue::Sorry || cx.asks(hit.words().start) {
            return;
        }
        let Some(apology) = sorry::read(view, hit.words()) else { return };
        // What became of the reader's own things, and how it was done, is worth an apology.
        let theirs = (0..view.len()).any(|at| {
            view.is_any(at, ClassSet::of(&[Class::ReaderPossessive]))
                || view.is(at, Class::You) && at < apology.words.end + 3
        });
        let near = |cue: Cue| cx.has_near(0, 0, &[cue as u8]);
        if theirs || near(Cue::Manner) || !near(Cue::Decided) {
            return;
        }
        let span = cx.span(apology.words.clone());
        let message = "This was a decision, not a slip. Say why, and lead them to what works now.";
        let mut finding = META.finding(span, message);
        finding.help =
            "Leave out the sorry: name the reason, then the closest way to do it now.".into();
        wording::replace_sentence(
            &mut finding,
            cx,
            "Say why, and what works now",
            "We retired ${1:?what} because ${2:?the reason}. The closest way to do it now is ${3:?the way}, and I'll help you with it.",
        );
        finding.clause = view.sentence.span;
        out.push(finding);
    }
}
