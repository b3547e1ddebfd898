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
    /// <|We can't help you|> with the roof, but the windows are done. # the yes comes second
    /// <|There isn't any way I can think of|> to send it twice.
    /// <|You are not eligible for|> a new card.
    /// Your claim <|has been declined|>.
    /// We have <|no plans to offer|> that.
    /// <|We're not going to change|> the opening hours.
    /// <|It's too late to|> move the visit.
    /// Sunday tickets <|will not be refunded|>.
    /// Refunds <|are not possible|>.
    /// <|That's not something we offer|>.
    /// The old kiln <|doesn't have any support for|> timers yet.
    /// I'm afraid <|there is no simple solution|>.
    /// It <|isn't really practical for us|> to stock the small size.
    /// <|I'm unable to waive|> the fee. It was set in spring.
    /// Although <|we don't comment|> on our plans, we read every idea.
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
    /// Your claim was declined because the form had no date; here is a new one.
    /// We have no plans to offer that. You can borrow one next door.
    /// It's too late to move the visit, but I can book you a second one.
    /// Is it too late to change the booking? No, it isn't.
    /// Your card was declined by the bank. Please try another one.
    /// You're not going to lose a single photo.
    /// We have no plans for Sunday.
    /// We won't do anything without asking you.
    /// The key is not available in your language yet, so I wrote it out for you.
    /// No, it doesn't cost anything.
    /// I can't help but smile at your photo.
    /// Without the log we can't help you, so please send it.
    /// It isn't an easy choice for you, I know.
    /// There is no easy way to lose the key: it hangs on the wall.
    /// We can't promise a day. I'll write on Friday either way.
    pub ToneCannotFirst {
        code: "tone-cannot-first", family: Tone, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Snippet, rank: 30
    }
}

cues! {
    enum Cue { Refusal, Offer, Impossible, Verdict, Plans, Passive, Never, NoWay, Reader, Lacks, Help, Hard }
    en: Refusal = "(I|we) {adverb}* (ca n't|cannot|can not|will not|wo n't) {adverb}* (merge|change|refund|extend|share|offer|give|provide|help|accept|add|support|allow|move|cancel|issue|ship|waive|remove|replace|process|discuss|comment|release|approve|grant|transfer|reimburse|return|exchange|honour|honor|deliver|disclose|assist|reopen|reschedule|upgrade|downgrade|lift|split|combine|repair|undo|reverse|delete|disable|enable|customise|customize|make an exception|make exceptions|do that|do this|do it|do anything) (you|this|that|it)?",
    en: Refusal = "(I|we) {adverb}* ('m|am|'re|are) {adverb}* (unable|not able|not allowed|not permitted|not in a position) to {adverb}* {1..1}",
    en: Refusal = "(I|we) (ca n't|cannot|can not|will not|wo n't) be able to {adverb}* {1..1}",
    en: Offer = "(I|we) {adverb}* (do n't|do not|no longer) {adverb}* (offer|provide|accept|sell|ship|stock|comment|refund|deliver|take|give|make exceptions|publicly comment)",
    en: Offer = "(I|we) {adverb}* (do n't|do not|no longer) {adverb}* (support|allow|permit)",
    en: Impossible = "(it|that|this) (is|'s) {adverb}* (not|n't) {adverb}* (possible|allowed|permitted|supported)",
    en: Impossible = "(it|that|this) (is|'s) (impossible) to",
    en: Passive = "(cannot|can not|ca n't|will not|wo n't) be {adverb}* (accepted|refunded|changed|extended|processed|exchanged|returned|transferred|merged|reimbursed|cancelled|canceled|waived|considered|shared|reopened|replaced|honoured|honored|reversed|undone)",
    en: Impossible = "(that|it|this) (is|'s) {adverb}* (not|n't) something (that|which)? (we|I) {adverb}* (support|offer|do|sell|cover|provide|handle|can do|can offer|can change)",
    en: Impossible = "(is|are|'s|'re) (not|n't) {adverb}* <(refundable|transferable|exchangeable|negotiable)>",
    en: Impossible = "(refunds|exchanges|returns|changes|transfers|refund|exchange|transfer|upgrades|extensions|discounts) <(is|are) (not|n't) {adverb}* (possible|permitted|allowed|available|offered|accepted|given)>",
    en: Impossible = "<(is|are|'s|'re) (not|n't) {adverb}* available (in your|for your|to your|on your|with your)>",
    en: Verdict = "you (are|'re) (not|n't) {adverb}* (eligible|entitled|qualified|authorised|authorized|permitted|allowed) (for|to)?",
    en: Verdict = "your {0..3} <(is|was|are|were) (not|n't) {adverb}* (eligible|entitled|covered)>",
    en: Verdict = "you (do not|do n't) {adverb}* qualify (for)?",
    en: Verdict = "your {0..3} <(was|were|is|has been|have been|had been) {adverb}* (denied|rejected|declined|refused|turned down|disapproved)>",
    en: Plans = "(have|has|there are|there's|there is|are|with) <no (current|immediate|concrete)? (plans|plan|intention) to {adverb}* {verb-base}>",
    en: Plans = "(I|we) (do not|do n't) {adverb}* (plan|intend) to {adverb}* (support|add|offer|change|fix|implement|build|bring|make|introduce|extend|restock)",
    en: Plans = "(I|we) ('re|are|am|'m) (not|n't) {adverb}* (going to|planning to) {adverb}* (support|add|offer|change|fix|implement|build|do|bring|make|introduce|refund|extend|restock|replace)",
    en: Plans = "(I|we) (will not|wo n't) {adverb}* (fix|implement|build|do that|do this|do it|do so|consider|introduce|restock|reconsider|look into)",
    en: Passive = "(cannot|can not|ca n't|will not|wo n't) be {adverb}* (implemented|fixed|supported|added|done|repaired|mended|restored|moved|upgraded|delivered|reimbursed|issued|guaranteed|arranged|made|offered|negotiated)",
    en: Never = "(it|that|this) (is|'s) (not|n't) {adverb}* going to <(happen|change)>",
    en: Never = "<it (is|'s) {adverb}* too late (to|for|now)>",
    en: Never = "^ no (refunds|exceptions|exchanges|returns|discounts|replacements)",
    en: Never = "^ no , <(you|we|it|they|that|this) {0..2} (ca n't|cannot|can not|wo n't)>",
    en: Offer = "(I|we) {adverb}* (do n't|do not|never) {adverb}* do (that|this|those|it)",
    en: NoWay = "(there is|there's) {adverb}* no way (to|for us|that we|we|of)",
    en: NoWay = "there (is n't|is not) (any|a) way (to|for us|of|that)",
    en: Hard = "(there (is n't|is not) (any|a)|there is no|there's no) {0..1} way (I|we) (can think of|know of|am aware of|'m aware of)",
    en: Hard = "(I|we) (see|know of|can see|can think of) no {0..1} (way|method|means|solution|option|workaround)",
    en: Help = "(I|we) {adverb}* (ca n't|cannot|can not|('m|am|'re|are) (unable|not able) to) {adverb}* help (you|much|further)?",
    en: Hard = "(there is|there's) {adverb}* no (simple|easy|quick|real|good|obvious|straightforward) (solution|fix|answer|workaround|remedy|cure)",
    en: Hard = "(neither|none) {0..2} (is|are) {adverb}* (easy|simple|convenient|practical|ideal|pretty)",
    en: Hard = "(there is|there's) {adverb}* no (simple|easy|quick|good|straightforward) way (to do|of doing|to change|to fix|to get|around|round) (this|that|it)?",
    en: Hard = "(is|'s|are) (not|n't) {adverb}* (practical|feasible|viable|realistic|practicable) (for us|for me|to)",
    en: Hard = "(is|'s) (not|n't) {adverb}* (an easy|a simple|a quick|a trivial|a straightforward) (thing|task|change|fix|job|one|request)",
    en: Lacks = "(does not|does n't|do not|do n't) {adverb}* (have|offer|provide) {adverb}* (support|any support|an option|any option|any means) (for|to)",
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
        let open = view.known(last.saturating_sub(1)) == "to";
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
        let given = |words: &[&str]| (0..marked.start).any(|n| words.contains(&view.known(n)));
        let reason = given(&["because", "since", "so", "unless", "reason", "without", "if"]);
        let excused = match cue {
            // "I can't help but smile"; what stands beside it does not make these a way in.
            Cue::Help => reason || view.known(marked.end) == "but",
            Cue::Hard => reason,
            // "We don't comment on that": no way out is meant.
            _ if matches!(view.known(last), "comment" | "discuss" | "disclose") => false,
            _ => {
                reason
                    || (marked.end..view.len()).any(|n| view.known(n) == "without")
                    || given(&["but", "although", "though"])
                    || reader::leads_on(cx, marked.end, 1, 2)
            }
        };
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
