use std::borrow::Cow;

use crate::document::EndMark;
use crate::finding::Fix;
use crate::rewrite;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;

declare! {
    /// Reports “No problem” and “No worries” as an answer to thanks, for teams whose house style has
    /// other words.
    ///
    /// ## Why
    /// Most readers take it as it is meant. Some hear the word “problem” where they had said thanks, and
    /// house styles differ, so it is off until a team wants it.
    ///
    /// ## Flagged
    /// [Q: Thanks for the quick fix!] <|No problem|>!
    /// [Q: Thank you.] <|No worries|>, Jo.
    /// [Q: Cheers!] <|Not a problem|>.
    /// [Q: Thanks a lot] <|No problem at all|>.
    /// [Q: Thank you so much!] <|Don't mention it|>.
    ///
    /// ## Clean
    /// There's no problem with your card.
    /// Glad to help, Jo.
    /// [Q: Is there a problem with my card?] No, there's no problem.
    /// If the problem comes back, reply here.
    /// [Q: Thanks!] No problem with the card shows up here.
    /// No worries if you can't make it on Monday.
    pub ToneNoProblem {
        code: "tone-no-problem", family: Tone, since: "0.1.0", severity: Hint, on: false,
        reads: [Salutation, Body, Farewell], fix: Safe, rank: 5
    }
}

cues! {
    enum Cue { Answer }
    en: Answer = "^ <no (problem|problems|worries|biggie) (at all)?>",
    en: Answer = "^ <not a problem (at all)?>",
    en: Answer = "^ <do n't mention it>",
    en: Answer = "^ <do not mention it>",
}

impl Rule for ToneNoProblem {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        debug_assert_eq!(Cue::of(hit), Cue::Answer);
        let view = &cx.view;
        let marked = hit.marked();
        let ends = marked.end == view.len()
            || view.marked(marked.end, crate::document::Marks::PUNCTUATION);
        if !cx.facts.mood.thanks() || !ends || view.sentence.end == EndMark::Question {
            return;
        }
        let span = cx.span(marked.clone());
        let said = wording::quote(cx, span);
        let message =
            format!("{said}: some hear the problem in it. “Glad to help” suits everyone.");
        let mut finding = META.finding(span, message);
        finding.help = "Answer thanks with “Glad to help” or “You’re welcome”.".into();
        let edits = rewrite::replace(view, marked, "glad to help");
        finding.fixes.push(Fix::safe("Say “Glad to help”", edits));
        out.push(finding);
    }
}
