use std::borrow::Cow;

use crate::lang::class::Class;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;

declare! {
    /// Reports that the reader is asked to test what you can test yourself.
    ///
    /// ## Why
    /// “Can you check if it works?” right after “I fixed it” hands your work to the reader. Look
    /// yourself first, then tell what you saw.
    ///
    /// ## Flagged
    /// I've reset the cache. <|Can you check if|> it works now?
    /// I have updated your plan. <|Could you confirm that|> it changed?
    /// I fixed the form. <|Let me know if it works|>.
    /// We changed the DNS record. Please <|can you test it|> again?
    /// I've unlocked the lesson for your class. <|Please check that|> it opens.
    /// We have corrected the menu on the booking page. Sorry about that! <|Could you please verify whether|> the price shows?
    ///
    /// ## Clean
    /// I've reset the cache and the page loads for me.
    /// Could you check whether the light on your router is green?
    /// I've reset it. Could you restart the app on your phone?
    /// Before I change anything, can you confirm the domain?
    /// I've moved your appointment to Monday. Could you confirm that you can come?
    /// I've corrected your address. Could you check that it's right now? # they know
    /// I've fixed the form and sent a test order. Let me know if it works for you too. # you looked
    /// I've changed the lock code. Can you check if the door opens on your side?
    /// We've updated the terms. Please confirm that you accept them.
    /// I can change the plan for you. Could you check that it fits your budget?
    /// I've reset the lock. Please hold your card to it once more and let me know if it works.
    pub VerifyPushedToCustomer {
        code: "verify-pushed-to-customer", family: Commitment, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Snippet, rank: 30
    }
}

cues! {
    enum Cue { Ask, Fix, Tested }
    en: Ask = "(can|could|would|will) you {0..1} (check|confirm|verify|test|see) (if|whether|that)",
    en: Ask = "(can|could|would|will) you {0..1} (check|verify|test) (it|this|again|now)",
    en: Ask = "please {0..1} (check|confirm|verify|test|see) (if|whether|that)",
    en: Ask = "please {0..1} (test|verify) (it|this|again)",
    en: Ask = "let (me|us) know (if|whether|that) (it|that|this|everything|all) {adverb}* (works|work|worked|helps|helped|solves|solved|fixes|fixed|resolves|resolved)",
    en: Ask = "let (me|us) know (if|whether|that) (it|that|this|everything|all) {adverb}* (has|is|'s) {adverb}* (worked|helped|working|fixed|resolved|ok|okay|better)",
    en: Fix = "(I|we) {adverb}* (fixed|updated|changed|reset|restored|repaired|corrected|adjusted|cleared|enabled|disabled|unlocked|unblocked|moved|migrated|restarted|rebuilt|reconfigured|patched|upgraded|switched|reinstalled|removed|reactivated|deployed|resolved|solved|amended|reconnected|reopened)",
    en: Fix = "(I|we) (have|'ve) {adverb}* (fixed|updated|changed|reset|restored|repaired|corrected|adjusted|cleared|enabled|disabled|unlocked|unblocked|moved|migrated|restarted|rebuilt|reconfigured|patched|upgraded|switched|reinstalled|removed|reactivated|deployed|resolved|solved|amended|reconnected|reopened)",
    en: Fix = "^ (fixed|updated|reset|repaired|corrected)",
    en: Fix = "(it|this|that) (is|'s|has been) {adverb}* (fixed|resolved|solved|repaired|corrected)",
    en: Tested = "(I|we) (have|'ve)? {adverb}* (tested|tried|checked|verified|confirmed|opened|ran|loaded|looked|saw|watched)",
    en: Tested = "(works|loads|opens|runs|plays|prints|shows) {0..3} (for me|here)",
    en: Tested = "(on|at|from|in) my (end|side|machine|own|computer|phone|browser|account)",
    en: Tested = "a test",
}

/// What only the reader can see, or knows best.
const THEIRS: &[&str] = &[
    "phone", "router", "inbox", "computer", "laptop", "browser", "device", "network", "machine",
    "tv", "app", "side", "end", "tablet", "wifi", "printer", "bank", "screen",
];
const KNOWN_TO_THEM: &[&str] = &[
    "right",
    "correct",
    "accurate",
    "spelled",
    "spelt",
    "suits",
    "fits",
    "suitable",
    "acceptable",
];

impl Rule for VerifyPushedToCustomer {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        if Cue::of(hit) != Cue::Ask
            || !cx.has_near(2, 0, &[Cue::Fix as u8])
            || cx.has_near(2, 1, &[Cue::Tested as u8])
        {
            return;
        }
        let view = &cx.view;
        let words = hit.marked();
        let longer = cx.is_in_longer(hit, &[Cue::Fix as u8, Cue::Tested as u8]);
        let theirs = (words.end..view.len()).any(|at| {
            view.is(at, Class::You)
                || KNOWN_TO_THEM.contains(&view.known(at))
                || view.is(at, Class::ReaderPossessive)
                    && (at + 1..at + 3).any(|at| THEIRS.contains(&view.known(at)))
        });
        // "Please try it once more and let me know if it works": they were told to do something.
        let told = view.known(words.start) == "let"
            && (0..words.start).any(|at| matches!(view.known(at), "please" | "try" | "retry"));
        if longer || theirs || told {
            return;
        }
        let span = cx.span(words);
        let mut finding = META
            .finding(span, "Could you check this one yourself first? Then tell them what you saw.");
        finding.help = "Look whether it works, say what you saw, and ask them only for what they alone can see.".into();
        wording::replace_sentence(
            &mut finding,
            cx,
            "Say what you saw when you checked",
            "I checked: ${1:?what you saw}. If you see anything else on your side, send me a screenshot.",
        );
        out.push(finding);
    }
}
