use std::borrow::Cow;

use super::{pair, verdict};
use crate::lang::class::{Class, ClassSet};
use crate::rewrite;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;

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
    /// We'll never ask you for your PIN. # a rule that you keep
    /// I promise to call you back on Friday. # your own to promise
    /// Rest assured, I have read your whole letter.
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
        let cue = Cue::of(hit);
        let mut said_from = words.end;
        while matches!(view.known(said_from), "you" | "that") {
            said_from += 1;
        }
        // "I promise to call", "I assure you I read it": one's own doing is one's own to promise.
        const OWN: ClassSet = ClassSet::of(&[Class::I, Class::We, Class::To]);
        if cue == Cue::Promise && view.is_any(said_from, OWN) {
            return;
        }
        let span = cx.span(words.clone());
        let said = wording::quote(cx, span);
        let message = match cue {
            Cue::Promise => {
                format!("{said}: can you keep it whatever comes? Say what you know or did.")
            }
            Cue::Absolute => format!("{said} is hard to keep. Say what you changed instead."),
        };
        let mut finding = META.finding(span, message);
        finding.help = "A fact can carry the same weight: what you changed, what is in place, when you will look again.".into();
        let recurs = (0..view.len()).any(|at| view.is(at, Class::Recurrence));
        if cue == Cue::Absolute || recurs {
            wording::replace_sentence(
                &mut finding,
                cx,
                "Say what you changed",
                "Here's what I changed so that it doesn't come back: ${1:?what you changed}.",
            );
            pair::offer(&mut finding, cx, &[]);
        } else {
            // The fact carries itself: "Rest assured, your data is safe."
            let frame = words.start..said_from;
            let follows = words.start == 0 && cx.clause_from(said_from).is_some();
            let bare = follows.then(|| rewrite::replace(view, frame, ""));
            pair::offer(&mut finding, cx, bare.as_slice());
        }
        finding.clause = cx.view.sentence.span;
        out.push(finding);
    }
}
