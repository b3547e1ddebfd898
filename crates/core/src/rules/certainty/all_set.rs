use std::borrow::Cow;

use super::{pair, verdict};
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;
use crate::sense::{self, Sense};

declare! {
    /// Reports “you should be all set” at the moment the customer decides whether to trust the fix.
    ///
    /// ## Why
    /// It is the commonest closing line in saved replies, and it hands the checking back to the
    /// customer. If you have looked, “you’re all set” is what they hope to read; if you have not, say
    /// what you did and look.
    ///
    /// ## Flagged
    /// You <|should be all set|> now.
    /// That <|should be fine|>.
    /// Everything <|should be back to normal|>.
    /// It <|should be good to go|>!
    /// You <|should be fine|> with the free plan for two sites. # advice on a choice: a hint
    ///
    /// ## Clean
    /// You're all set: I signed in as a test user and the page loads.
    /// Let me know once you are all set.
    /// How should it be set up? # a question
    pub CertaintyAllSet {
        code: "certainty-all-set", family: Certainty, since: "0.1.0", severity: Warning,
        reads: [Body, Farewell], fix: Confirm, rank: 60
    }
}

cues! {
    enum Cue { Should }
    en: Should = "{should}",
}

impl Rule for CertaintyAllSet {
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
        if reading.sense != Sense::AllSet {
            return;
        }
        let span = cx.span(verdict::with_state(cx, &clause));
        let said = wording::quote(cx, span);
        let message = format!("{said}: they are hoping to hear that it is. Checked? Then say it.");
        let mut finding = META.finding(span, message);
        finding.help = "Say it, and what you looked at: “You’re all set: I opened your dashboard and the chart loads.”".into();
        pair::offer(&mut finding, cx, &cx.grammar.certain(&cx.view, &clause, cx.facts.style));
        verdict::push(finding, &reading, &clause, cx, out);
    }
}
