use std::borrow::Cow;

use super::reader;
use crate::lang::class::{Class, ClassSet};
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;

declare! {
    /// Reports a refusal with no way out, no reason and no next step beside it.
    ///
    /// ## Why
    /// A bare no leaves the customer where they were. Beside the nearest yes, the same no is an answer
    /// that they can use.
    ///
    /// ## Flagged
    /// <|We can't merge|> accounts. Best, Ana
    /// <|It's not possible|> to change the currency.
    /// <|We don't offer|> phone support.
    /// <|I'm unable to share|> that.
    /// <|We cannot ship|> to islands.
    /// <|You can't transfer|> the ticket to a friend.
    /// Late forms <|will not be accepted|>.
    /// <|There is no way to|> reopen the order.
    /// <|We won't be able to extend|> your stay.
    /// <|I can't help you|> with printers.
    /// I'm afraid that <|I can't extend|> the loan.
    ///
    /// ## Clean
    /// We can't merge accounts, but I can move your posts across today.
    /// You wrote that you can't log in.
    /// I can't thank you enough for the log.
    /// It's not possible to change the currency. Here's the way around it.
    /// We can't ship to islands. The harbour office keeps your parcel instead.
    /// I can't reproduce it.
    /// We can't wait to see your shop open.
    /// We don't offer dinner on Sundays because the kitchen rests.
    /// If you can't transfer the ticket, write to us.
    /// It's not possible that the key was copied.
    /// Why can't I change it? That's a fair question.
    /// The lock makes sure that strangers can't change your booking.
    /// I cannot see the second page of your scan.
    /// We can't promise a day. I'll write on Friday either way.
    pub ToneCannotFirst {
        code: "tone-cannot-first", family: Tone, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Snippet, rank: 30
    }
}

cues! {
    enum Cue { Refusal, Offer, Impossible, Passive, NoWay, Reader }
    en: Refusal = "(I|we) {adverb}* (ca n't|cannot|can not|will not|wo n't) {adverb}* (merge|change|refund|extend|share|offer|give|provide|help|accept|add|support|allow|move|cancel|issue|ship|waive|remove|replace|process|discuss|comment|release|approve|grant|transfer|reimburse|return|exchange|honour|honor|deliver|disclose|assist|reopen|reschedule|upgrade|downgrade|lift|split|combine|repair|undo|reverse|delete|disable|enable|customise|customize|make an exception|make exceptions|do that|do this|do it|do anything) (you|this|that|it)?",
    en: Refusal = "(I|we) {adverb}* ('m|am|'re|are) {adverb}* (unable|not able|not allowed|not permitted|not in a position) to {adverb}* {verb-base}",
    en: Refusal = "(I|we) (ca n't|cannot|can not|will not|wo n't) be able to {adverb}* {verb-base}",
    en: Offer = "(I|we) {adverb}* (do n't|do not|no longer) {adverb}* (offer|provide|accept|sell|ship|stock|comment|refund|deliver|take|give|make exceptions|publicly comment)",
    en: Offer = "(I|we) {adverb}* (do n't|do not|no longer) {adverb}* (support|allow|permit)",
    en: Impossible = "(it|that|this) (is|'s) {adverb}* (not|n't) {adverb}* (possible|allowed|permitted|supported)",
    en: Impossible = "(it|that|this) (is|'s) (impossible) to",
    en: Passive = "(cannot|can not|ca n't|will not|wo n't) be {adverb}* (accepted|refunded|changed|extended|processed|exchanged|returned|transferred|merged|reimbursed|cancelled|canceled|waived|considered|shared|reopened|replaced|honoured|honored|reversed|undone)",
    en: NoWay = "(there is|there's) {adverb}* no way (to|for us|that we|we|of)",
    en: NoWay = "there (is n't|is not) (any|a) way (to|for us|of|I can think of|that)",
    en: Reader = "you {adverb}* (ca n't|cannot|can not) {adverb}* (change|cancel|merge|transfer|return|exchange|upgrade|downgrade|extend|share|combine|split|reschedule|refund|undo)",
}

impl Rule for ToneCannotFirst {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        // What one cannot find out, or would not miss, is no refusal.
        const NO_REFUSAL: ClassSet =
            ClassSet::of(&[Class::Test, Class::Perceive, Class::Think, Class::Say]);
        let cue = Cue::of(hit);
        let view = &cx.view;
        let marked = hit.marked();
        let last = marked.end - 1;
        let open = matches!(view.known(last.saturating_sub(1)), "to" | "to be");
        if cue == Cue::Refusal && open && view.is_any(last, NO_REFUSAL)
            || matches!(view.known(last), "promise" | "guarantee" | "wait" | "thank")
            || cue == Cue::Impossible && matches!(view.known(marked.end), "that" | "for")
            || matches!(view.known(last), "be" | "get" | "determine" | "say")
        {
            return;
        }
        if cx.asks(marked.start) || is_supposed(cx, marked.start) {
            return;
        }
        // "We don't comment on that": no way out is meant.
        let silent = matches!(view.known(last), "comment" | "discuss" | "disclose");
        let excused = !silent
            && (reader::leads_on(cx, marked.end, 1, 2)
                || view.known(0) == "if"
                || (0..marked.start).any(|n| {
                    matches!(
                        view.known(n),
                        "because"
                            | "since"
                            | "so"
                            | "unless"
                            | "reason"
                            | "but"
                            | "although"
                            | "though"
                    )
                }));
        if excused {
            return;
        }
        let span = cx.span(marked.clone());
        let said = wording::quote(cx, span);
        let mut finding = META.finding(span, format!("{said} is a no. What is the nearest yes?"));
        finding.help =
            "Say what you can do, or how they get there another way; a reason helps too.".into();
        finding.clause =
            cx.span(cx.clause_at((marked.start + 1).min(view.len() - 1)).words).cover(span);
        wording::follow_up(
            &mut finding,
            cx,
            "Add what you can do",
            "What I can do is ${1:?the nearest yes}.",
        );
        out.push(finding);
    }
}

/// Whether the refusal is told as somebody's words, or only makes something certain: "so that it can't".
fn is_supposed(cx: &SentenceCx<'_>, at: usize) -> bool {
    let view = &cx.view;
    let start = reader::stretch_start(view, at);
    (start..at).any(|n| {
        // "I'm sorry that I can't help" says so.
        let sorry =
            view.known(n) == "that" && n > 0 && matches!(view.known(n - 1), "sorry" | "afraid");
        let opens = view.is_any(n, ClassSet::of(&[Class::Condition, Class::Wh, Class::Relative]))
            || matches!(view.known(n), "that" | "case" | "like");
        opens && !sorry || view.is(n, Class::You) && n + 1 < at && view.is(n + 1, Class::Say)
    })
}
