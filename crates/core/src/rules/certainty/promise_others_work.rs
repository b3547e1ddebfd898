use std::borrow::Cow;

use super::{pair, verdict};
use crate::clause::Context;
use crate::lang::class::{Class, ClassSet};
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;

declare! {
    /// Reports a promise of a fix, a feature or a date that is not yours to give.
    ///
    /// ## Why
    /// “Our developers will fix this soon” has three faults: it promises a solution, it suggests a
    /// date, and it gives no way around until then. What you know, a way around, and when you will
    /// write again serve better.
    ///
    /// ## Flagged
    /// Our developers <|will fix|> this soon.
    /// I've cancelled the order. Our developers <|will fix|> the bug soon.
    /// We<|'ll add|> dark mode next month.
    /// It <|will be out|> in the next release.
    /// That's <|on our roadmap|>.
    ///
    /// ## Clean
    /// I'll refund the second charge today.
    /// Your order will be shipped tomorrow. # their order, not a feature
    /// We fixed it in 4.2, released this morning.
    /// I've reported it. I can't give you a date, so here's a way around it.
    /// Our public roadmap lists it for June: https://example.com/roadmap
    pub PromiseOthersWork {
        code: "promise-others-work", family: Certainty, since: "0.1.0", severity: Warning,
        reads: [Body, Farewell], fix: Snippet, rank: 65
    }
}

cues! {
    enum Cue { Work, Arrival, Plan }
    en: Work = "(we|they|developers|engineers|devs|team) <('ll|will) {adverb}* {ship&verb-base}>",
    en: Work = "(we|they|developers|engineers|devs|team) <(are|'re|is|'s) going to {ship&verb-base}>",
    en: Arrival = "<('ll|will) {adverb}* be {adverb}* (fixed|added|available|released|out|shipped|implemented|supported)>",
    en: Plan = "('s|is|are|be|'re) <on (our|the) roadmap>",
    en: Plan = "<coming soon>",
}

impl Rule for PromiseOthersWork {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let view = &cx.view;
        let words = hit.marked();
        if cx.asks(words.start) {
            return;
        }
        let clause = cx.clause_at(words.start);
        let context = cx.context();
        // A page that says it, a fix that has been made, a condition: no empty promise.
        // What the writer did before excuses "it will be out", not what others will do.
        let made = match Cue::of(hit) {
            Cue::Work => Context::DONE.with(Context::DELIVERY),
            Cue::Arrival | Cue::Plan => Context::DONE.with(Context::OWN_ACTION),
        };
        let backed = context.says_any(Context::LINK.with(Context::CONDITION))
            || cx.context_before(clause.words.start).says(Context::OWN_ACTION)
            || cx.previous().is_some_and(|view| cx.context_of(&view).says_any(made));
        if backed || verdict::is_subordinate(&clause) && Cue::of(hit) != Cue::Plan {
            return;
        }
        let timed = context.says_any(Context::FUTURE.with(Context::RELEASE));
        // Work on the customer's own account is the writer's to promise.
        let theirs = clause
            .subject
            .words
            .clone()
            .chain(clause.verb.complement.clone().take(4))
            .any(|at| view.is_any(at, ClassSet::of(&[Class::ReaderPossessive, Class::Record])));
        let empty = match Cue::of(hit) {
            Cue::Work | Cue::Arrival => timed && !theirs,
            Cue::Plan => true,
        };
        if !empty {
            return;
        }
        let span = cx.span(words);
        let said = wording::quote(cx, span);
        let mut finding = META.finding(
            span,
            format!(
                "{said}: is that yours to promise? If not, say what you know and when you’ll write."
            ),
        );
        finding.help = "Say that you reported it, what helps until then, and when you will write again. A date only from those who own it.".into();
        wording::replace_sentence(
            &mut finding,
            cx,
            "Say what you know, and when you will write",
            "I've reported it as ${1:?the ticket}. I can't give you a date for the fix. Until then, ${2:?a way around it}. I'll write to you when it changes.",
        );
        pair::offer(&mut finding, cx, &[]);
        finding.clause = cx.span(clause.words).cover(span);
        out.push(finding);
    }
}
