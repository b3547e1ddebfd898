use crate::draft::RegionKind;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::certainty::verdict;
use crate::sense::{self, Sense};
use std::borrow::Cow;

declare! {
    /// Reports a result or a behaviour you can check as if you had not checked.
    ///
    /// ## Why
    /// “Should now be” leaves the customer wondering if it is. People write to you because they need
    /// somebody who knows: look first, then say “is”. Certainty is earned, not typed, so the fix is
    /// yours to choose.
    ///
    /// ## Flagged
    /// That blog <|should now be|> under your other account.
    /// Your refunds <|should have been processed|> on Monday.
    /// The sync <|should work|> again.
    /// Both invoices <|should already be|> in your inbox.
    /// It <|shouldn't happen|> again.
    ///
    /// ## Clean
    /// You should back up your site before you update. # advice
    /// Should you need anything else, write any time. # inversion
    /// We should have caught this before you did. # ownership
    /// The key should not be shared with anyone. # a rule
    /// You asked how the export should look. # an embedded question
    /// The refund should have gone out on Monday, but it didn't. # counterfactual
    pub CertaintyShould {
        code: "certainty-should", family: Certainty, since: "0.1.0", severity: Warning,
        reads: [Body, Farewell], fix: Confirm, rank: 40
    }
}

cues! {
    enum Cue { Should }
    en: Should = "{should}",
}

impl Rule for CertaintyShould {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let Cue::Should = Cue::of(hit);
        let clause = cx.clause_at(hit.words().start);
        let Some(reading) = sense::should(cx, &clause) else { return };
        if !matches!(reading.sense, Sense::Result | Sense::Claim | Sense::Forecast | Sense::Estimate) {
            return;
        }
        let span = cx.span(clause.verb.words.clone());
        let said = verdict::quote(cx, span);
        let finding = META.finding(span, format!("{said} leaves them wondering if it is. If you have checked, say so."));
        verdict::push(finding, &reading, &clause, cx, out);
        let _ = RegionKind::Body;
    }
}
