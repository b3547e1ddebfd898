use std::borrow::Cow;

use super::{pair, verdict};
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;
use crate::sense::{self, Sense};

declare! {
    /// Reports “you should see” and “you should be able to” for what you know happens.
    ///
    /// ## Why
    /// You know what the screen does and what the product can do. “You’ll see” and “you can” are
    /// steadier, and they are true or they are not. After a step that you gave, *should* is common and
    /// harmless, so there it is a hint only.
    ///
    /// ## Flagged
    /// Click Save and you <|should see|> a green tick.
    /// You <|should now be able to log|> in.
    /// You <|should receive|> an email within five minutes.
    /// They <|should be redirected|> to the new page.
    ///
    /// ## Clean
    /// Click Save and you'll see a green tick.
    /// You should see your bank about the chargeback. # advice
    /// What should I see after I click Save? # a question
    /// You should keep a copy of the key. # advice
    pub CertaintyExpectedResult {
        code: "certainty-expected-result", family: Certainty, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Confirm, rank: 50
    }
}

cues! {
    enum Cue { Should }
    en: Should = "{should}",
}

impl Rule for CertaintyExpectedResult {
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
        if reading.sense != Sense::Expected {
            return;
        }
        let span = cx.span(clause.verb.words.clone());
        let said = wording::quote(cx, span);
        let message = format!("You know what happens here: {said} sounds as if you did not.");
        let mut finding = META.finding(span, message);
        finding.help = "Say what they will see or can do. If you have not tried it on your side, try it or leave a mark.".into();
        pair::offer(&mut finding, cx, &cx.grammar.certain(&cx.view, &clause, cx.facts.style));
        verdict::push(finding, &reading, &clause, cx, out);
    }
}
