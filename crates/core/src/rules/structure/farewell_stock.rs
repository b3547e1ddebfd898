use std::borrow::Cow;

use crate::document::EndMark;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;

declare! {
    /// Reports a goodbye that stands under every mail: “don't hesitate to contact us”, “hope this helps”.
    ///
    /// ## Why
    /// The last line is remembered. “I hope this helps” doubts the answer, and “any other questions” asks
    /// for nothing in particular. What they might need next, named, shows that you thought of them.
    ///
    /// ## Flagged
    /// <|Please don't hesitate to contact us|>.
    /// <|I hope this helps|>.
    /// <|Let me know if you have any other questions|>.
    /// <|Is there anything else I can help you with|>?
    /// If you run into trouble, <|don't hesitate to ask|>.
    /// <|Feel free to reach out|> if the boiler stops again.
    /// It leaves from gate 14. <|HTH|>,\nAna
    /// The room is yours. <|Have a great day|>!
    /// <|Hope that answers your question|>.
    /// <|Should you have any further questions|>, we are happy to answer them.
    ///
    /// ## Clean
    /// If the second import gives you trouble, reply here and I'll run it with you.
    /// I hope the launch goes well on Friday.
    /// Let me know which of the two files is yours.
    /// Have a good trip to Lisbon, and write when you're back.
    /// Let me know if you have any problems with the new key.
    /// Have a good weekend. Jon is here on Saturday, so write any time.
    /// Feel free to open the window.
    /// I hope this helps you to choose between the two tents.
    /// Don't hesitate to press the red button if the lift stops.
    /// Is there anything else in the box?
    pub FarewellStock {
        code: "farewell-stock", family: Structure, since: "0.1.0", severity: Hint,
        reads: [Body, Farewell], fix: Snippet, rank: 6
    }
}

cues! {
    enum Cue { Always, Alone, Specific, More }
    en: Always = "please? (do not|do n't) hesitate to {adverb}* (contact|reach|reach out|ask|write|call|email|e-mail|message|get|reply|respond|let|come|get in touch|drop) {0..1} (us|me|to us|to me|in touch|know|back)?",
    en: Always = "please? feel free to {adverb}* (contact|reach out|reach|get in touch|call|email|e-mail|write|message) (us|me|to us|to me)?",
    en: Always = "(I|we)? (hope|hoping|hopefully) (this|that|it) {adverb}* (helps|help|helped|will help|clarifies|clears|answers|is helpful|was helpful|is useful) (you|it up|this up|things up|your (question|questions|query)|the question|all your questions)?",
    en: Always = "please? let (me|us) know if (you (have|need|got|run into)|there (are|is)) {adverb}* (any|more|further|other) {0..2} (questions|question|queries|concerns|issues|problems|feedback|assistance|help)",
    en: Always = "(if|should) you (have|need) any {0..1} (other|more|further|additional) (questions|question|queries|concerns|issues|problems|assistance|help)",
    en: Always = "(is there|there's|there is) {adverb}* anything else (I|we) can (help|assist|do|support) (you|for you|with)? (with|for)? (today)?",
    en: Always = "HTH",
    en: Alone = "have (a|an) (great|nice|good|lovely|wonderful|pleasant|awesome|fantastic|amazing) (day|one|evening|weekend|week|afternoon|morning|night|rest of your day)",
    en: Specific = "(questions|question|queries|concerns|issues|problems|feedback|help|assistance) {0..1} (with|about|on|regarding|concerning|of) {0..3}",
    en: Specific = "(questions|question|queries|concerns|issues|problems|trouble) (that|which|when|after|while) {0..3}",
    en: Specific = "(helps|help|helped|will help|clarifies|clears) you? (to|with|for|by|in|when|until|choose|decide|find)",
    en: Specific = "help you? with (the|that|this|your|a)",
    en: More = "(write|reply|here|tell|call|come|back|send|let me|let us|happy to|luck|meanwhile)",
}

impl Rule for FarewellStock {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        const SIDE: &[u8] = &[Cue::Specific as u8, Cue::More as u8];
        let cue = Cue::of(hit);
        if SIDE.contains(&hit.concept) || cx.is_in_longer(hit, SIDE) {
            return;
        }
        // A wish is stock only where it is all of the goodbye.
        if cue == Cue::Alone && cx.has_near(2, 2, &[Cue::More as u8, Cue::Always as u8]) {
            return;
        }
        let words = hit.marked();
        let specific = cx.cues().any(|other| {
            Cue::of(&other) == Cue::Specific
                && other.words().start < words.end
                && words.start < other.words().end
                && other.words().end > words.end
        });
        if specific {
            return;
        }
        let span = cx.span(words);
        let said = wording::quote(cx, span);
        let message = format!("{said} fits any mail. What might they need next? Offer that.");
        let mut finding = META.finding(span, message);
        finding.help = "Name what they do next, and what you do if it gives them trouble.".into();
        if cx.view.sentence.end != EndMark::None || span == cx.view.sentence.span {
            wording::replace_sentence(
                &mut finding,
                cx,
                "Offer the next step",
                "If ${1:?what they do next} gives you any trouble, reply here and I'll ${2:look at it with you}.",
            );
        }
        out.push(finding);
    }
}
