use std::borrow::Cow;

use super::{pair, verdict};
use crate::lang::class::Class;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};

declare! {
    /// Reports guarantees and absolutes that nobody can keep.
    ///
    /// ## Why
    /// It is the counterweight to certainty: certain words engage, which is exactly why they must be
    /// true. A promise for ever lets people down twice; what you changed does not.
    ///
    /// ## Flagged
    /// I guarantee this <|will never happen again|>.
    /// <|Rest assured|>, your data is safe.
    /// <|I promise|> it will be quick.
    /// This <|will always work|>.
    ///
    /// ## Clean
    /// Your plan comes with a 30-day money-back guarantee.
    /// Always keep a copy of the key.
    /// Your disk is 100% full.
    /// I added a second check, so a failed backup now pages us.
    pub Overpromise {
        code: "overpromise", family: Certainty, since: "0.1.0", severity: Warning,
        reads: [Body, Farewell], fix: Confirm, rank: 70
    }
}

cues! {
    enum Cue { Promise, Absolute }
    en: Promise = "<(I|we) {adverb}* (guarantee|promise|assure)>",
    en: Promise = "<(I|we) (can|will|'ll) {adverb}* (guarantee|promise|assure)> (you|that|it|this)",
    en: Promise = "rest assured",
    en: Promise = "(you have|give you) my word",
    en: Absolute = "(it|this|that|they) <('ll|will) {adverb}* (never|always) (happen|occur|recur|fail|break|crash|work|stop|change|let)>",
    en: Absolute = "(I|we) <('ll|will) {adverb}* (never|always)>",
    en: Absolute = "<(wo n't|will not|will never) {adverb}* happen again>",
    en: Absolute = "(guaranteed|certain) <to always>",
    en: Absolute = "once and for all",
    en: Absolute = "without fail",
}

impl Rule for Overpromise {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let view = &cx.view;
        let words = hit.marked();
        let reported = words.start > 0 && view.is_any(words.start - 1, verdict::SUPPOSING);
        let negated = view.is(words.end, Class::Negation);
        if cx.asks(words.start) || reported || negated {
            return;
        }
        let span = cx.span(words.clone());
        let said = verdict::quote(cx, span);
        let message = match Cue::of(hit) {
            Cue::Promise => {
                format!("{said}: can you keep it whatever comes? Say what you know or did.")
            }
            Cue::Absolute => format!("{said} is hard to keep. Say what you changed instead."),
        };
        let mut finding = META.finding(span, message);
        finding.help = "A fact can carry the same weight: what you changed, what is in place, when you will look again.".into();
        pair::replace_sentence(
            &mut finding,
            cx,
            "Say what you changed",
            "Here's what I changed so that it doesn't come back: ${1:?what you changed}.",
        );
        pair::offer(&mut finding, cx, &[]);
        finding.clause = cx.view.sentence.span;
        out.push(finding);
    }
}
