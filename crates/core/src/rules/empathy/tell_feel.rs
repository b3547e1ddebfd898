use std::borrow::Cow;

use crate::clause::Context;
use crate::document::Marks;
use crate::finding::Fix;
use crate::lang::class::{Class, ClassSet};
use crate::rewrite;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, declare};
use crate::rules::wording;

declare! {
    /// Reports telling people how to feel: “don't worry”, “relax”.
    ///
    /// ## Why
    /// Nobody calms down on request. What calms is a fact: what is safe, what is done, what comes next.
    ///
    /// ## Flagged
    /// <|Don't worry about it|>.
    /// <|Please don't panic|>.
    /// <|Not to worry|>!
    /// <|Relax|>, we've got this.
    /// <|Don't worry|>, we will sort it out.
    /// Our team can help, <|don't worry|>!
    /// There is <|no need to panic|>.
    /// <|Please calm down|>.
    /// <|Please do not worry|>, everything will be fine.
    /// <|Try to relax|>, we are on it.
    ///
    /// ## Clean
    /// No need to worry: your files are in the 9 am backup.
    /// Your files are safe. I can see all 312.
    /// You wrote that you worry about the deadline.
    /// The relaxed plan has no deadline.
    /// Don't worry, your deposit is on its way back to your card.
    /// Don't worry about the cable in the box; it is for the older model. # what can be left aside
    /// With the new lid you don't have to worry about spills.
    /// Should I worry about the noise?
    /// Don't worry. Your luggage is in our safe.
    pub EmpathyTellFeel {
        code: "empathy-tell-feel", family: Empathy, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Confirm, rank: 8
    }
}

static CUES: [CuePattern; 7] = [
    CuePattern::en(
        0,
        "<please? do (not|n't) {adverb}* (worry|panic|stress|despair|be {adverb}* (upset|alarmed|concerned|worried|afraid|frustrated|angry))>",
    ),
    CuePattern::en(
        0,
        "<no need to {adverb}* (worry|panic|stress|be {adverb}* (upset|alarmed|concerned|worried))>",
    ),
    CuePattern::en(0, "^ <not to worry>"),
    CuePattern::en(0, "<please? calm down>"),
    CuePattern::en(0, "^ <please? (relax|cheer up)>"),
    CuePattern::en(0, "^ <please? try to (relax|calm down|stay calm)>"),
    CuePattern::en(0, "^ <please? (stay|remain|keep) calm>"),
];

impl Rule for EmpathyTellFeel {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(&CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let view = &cx.view;
        let mut words = hit.marked();
        // The match with its "please" says it whole.
        let please = words.start > 0
            && view.known(words.start - 1) == "please"
            && !view.marked(words.start, Marks::PUNCTUATION);
        // "You don't worry", "if they don't panic", "to calm down the fan".
        const SUBJECT: ClassSet = ClassSet::of(&[
            Class::I,
            Class::We,
            Class::You,
            Class::ThirdPlural,
            Class::To,
            Class::Could,
            Class::Will,
            Class::Can,
        ]);
        let free = words.start == 0 || view.marked(words.start, Marks::PUNCTUATION);
        let subject = !free && view.is_any(words.start - 1, SUBJECT);
        // "So don't panic": the reason came before.
        let so = words.start == 1 && view.known(0) == "so";
        if please || subject || so || cx.asks(words.start) {
            return;
        }
        if view.known(words.end) == "about" {
            const IT: [&str; 5] = ["it", "this", "that", "anything", "a"];
            let bare = IT.contains(&view.known(words.end + 1)) && {
                let end = words.end + 2;
                end >= view.len()
                    || view.marked(end, Marks::PUNCTUATION)
                    || view.known(end) == "thing"
            };
            if !bare {
                return;
            }
            words.end += if view.known(words.end + 1) == "a" { 3 } else { 2 };
            words.end = words.end.min(view.len());
        } else if words.end < view.len()
            && !view.marked(words.end, Marks::PUNCTUATION)
            && !view.is_any(
                words.end,
                ClassSet::of(&[Class::Coordinator, Class::Adverb, Class::I, Class::We]),
            )
        {
            // "Relax the clamp", "don't worry if it blinks": about a thing or a case.
            return;
        }
        if is_reassured(cx, words.end) {
            return;
        }
        let span = cx.span(words.clone());
        let said = wording::quote(cx, span);
        let mut finding = META.finding(
            span,
            format!("{said}: give them the reason for calm; that works better than asking."),
        );
        finding.help =
            "Say what is safe, what is done or what comes next, and leave this out.".into();
        let whole = words == (0..view.len());
        if whole {
            wording::replace_sentence(
                &mut finding,
                cx,
                "Say what is safe",
                "Your ${1:?what is safe, and how you know}.",
            );
        } else {
            let edits = rewrite::replace(view, words, "");
            finding.fixes.push(Fix::confirm(format!("Leave out {said}"), edits));
        }
        finding.clause = span;
        out.push(finding);
    }
}

/// Whether a reason follows: "your files are in the backup", "I've stopped the payment".
fn is_reassured(cx: &SentenceCx<'_>, from: usize) -> bool {
    let view = &cx.view;
    const THEIRS: ClassSet = ClassSet::of(&[
        Class::ReaderPossessive,
        Class::Determiner,
        Class::You,
        Class::There,
        Class::ThirdSingular,
        Class::ThirdPlural,
    ]);
    let follows = from + 2 < view.len() && view.is_any(from, THEIRS);
    let colon = view.marked(from, Marks::COLON);
    // What is only to come reassures nobody: "we will sort it out".
    let to_come = view.is(from + 1, Class::Will);
    let done = cx.context().says(Context::OWN_ACTION) && !to_come;
    let next = from >= view.len()
        && cx.next().is_some_and(|next| {
            next.sentence.block == view.sentence.block
                && (next.is(0, Class::ReaderPossessive)
                    || cx.context_of(&next).says_any(Context::OWN_ACTION))
        });
    follows || colon || done || next
}
