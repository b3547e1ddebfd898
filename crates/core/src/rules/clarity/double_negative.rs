use std::borrow::Cow;

use crate::lang::class::Class;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};

declare! {
    /// Reports two negatives that have to be untangled: “not impossible”, “can't … until”.
    ///
    /// ## Why
    /// What can be done is read faster than what cannot be done unless something is not so.
    ///
    /// ## Flagged
    /// You <|can't log in until|> you confirm your email.
    /// It's <|not impossible|> to merge them.
    /// You <|won't get it unless|> you ask.
    /// You <|cannot export without|> a plan.
    /// That's <|not uncommon|> with old pipes.
    /// Guests <|can't enter the pool unless|> they wear a band.
    ///
    /// ## Clean
    /// After you confirm your email, you can log in.
    /// Don't unplug it until the light is off. # keeps them safe
    /// It's possible to merge them.
    /// I can't see the file yet.
    /// It's not important now.
    /// You can do it without a plan.
    /// Don't drive without the cap.
    pub DoubleNegative {
        code: "double-negative", family: Clarity, since: "0.1.0", severity: Hint,
        on: false, reads: [Body, Farewell], fix: None, rank: 0
    }
}

cues! {
    enum Cue { Adjective, Unless }
    en: Adjective = "(not|n't) {0..1} (impossible|unable|uncommon|unusual|unlikely|unknown|unreasonable|unhappy|unwilling|unfair|unaware|unimportant|unnecessary|unlike|inconsiderable|insignificant|irrelevant|illegal|infrequent|inconvenient|dissimilar|dissatisfied|unsafe|unhelpful|unexpected|unsupported)",
    en: Unless = "(ca n't|can not|cannot|wo n't|will not|could n't|is n't able to|are n't able to|not able to) {1..6} (until|unless|without)",
}

impl Rule for DoubleNegative {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let words = hit.marked();
        let view = &cx.view;
        // "Why can't I …" asks.
        if cx.asks(words.start) {
            return;
        }
        let nearer = Cue::of(hit) == Cue::Unless
            && (words.start + 2..words.end).any(|at| view.is(at, Class::Coordinator));
        if nearer {
            return;
        }
        let span = cx.span(words);
        let mut finding = META.finding(span, "Two negatives to untangle. Say what they can do?");
        finding.help = "Turn it round: “After you confirm your email, you can log in.”".into();
        out.push(finding);
    }
}
