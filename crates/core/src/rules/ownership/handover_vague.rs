use std::borrow::Cow;

use crate::document::Marks;
use crate::lang::class::Class;
use crate::lang::grammar::View;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::when;
use crate::rules::wording;

declare! {
    /// Reports a handover to nobody in particular: “I've escalated this”.
    ///
    /// ## Why
    /// What was passed on is out of the reader's sight. Who has it, with what, and when they hear
    /// again: one line keeps it warm.
    ///
    /// ## Flagged
    /// I've <|escalated this to the team|>.
    /// I have <|forwarded your request to the relevant department|>.
    /// This has been <|raised with our developers|>.
    /// I've <|passed it on|>.
    /// We have <|sent your photos to our workshop|>.
    /// I'll <|forward this to the kitchen team|>.
    /// Your complaint was <|submitted to management|>.
    /// I've <|flagged this|>.
    ///
    /// ## Clean
    /// I've passed this to Ana (payments). She'll write by 4 pm.
    /// I logged it as BUG-1423 and will write on Friday.
    /// I forwarded the invoice to your work address.
    /// She passed the exam.
    /// I've escalated this to the team. I'll write to you by Thursday noon CET.
    /// I've passed it on to Tom, who runs the workshop.
    /// Have you forwarded it to the team?
    /// I've reported this to the developers: https://example.com/issues/12
    /// The parcel has been forwarded to the depot in Lyon.
    /// If you have forwarded this to your team, they can reply here.
    pub OwnHandoverVague {
        code: "own-handover-vague", family: Ownership, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Snippet, rank: 35
    }
}

cues! {
    enum Cue { Given, Bare, Follow }
    en: Given = "(I|we|I've|we've) (have|'ve|had|will|'ll|am|'m|are|'re|can|just)? {adverb}* <(escalated|escalate|escalating|forwarded|forward|forwarding|passed|pass|passing|raised|raise|raising|flagged|flag|submitted|submit|reported|relayed|relay|shared|share|handed|hand|sent|send|logged) {1..6} (to|with|onto) (the|our|my|a|another)? {0..2} (team|teams|department|departments|developers|developer|engineers|engineering|devs|management|colleagues|colleague|workshop|specialists|specialist|experts|technicians|supervisor|manager|managers|accounting|billing|warehouse|office|unit)>",
    en: Given = "(this|it|that|they|these|(your|the) {1..3}) (has|have|'s|'ve|was|were|is|will|are) {adverb}* (been|being|be)? {adverb}* <(escalated|forwarded|passed|raised|flagged|submitted|reported|relayed|handed|sent) {0..2} (to|with|onto) (the|our|my|a)? {0..2} (team|teams|department|developers|engineers|engineering|devs|management|colleagues|workshop|specialists|technicians|supervisor|manager|billing|unit)>",
    en: Bare = "(I|we) (have|'ve|will|'ll|just)? {adverb}* <(passed|pass) (it|this|everything|your {1..3}) (on|along)>",
    en: Bare = "(I|we) (have|'ve|'ll|will) {adverb}* <(escalated|escalate|flagged) (it|this|that|your {1..2})>",
    en: Bare = "(this|it|your {1..2}) (has|have|'s|was|is) {adverb}* (been|being)? {adverb}* <escalated>",
    en: Follow = "(I|we|he|she) (will|'ll) {adverb}* (update|let|write|get back|keep|be in touch|follow|come back|report|call|email|reply|answer)",
    en: Follow = "(I|we) (will|'ll) {0..3} (once|as soon as|when) (I|we|they)",
}

impl Rule for OwnHandoverVague {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let cue = Cue::of(hit);
        let view = &cx.view;
        let words = hit.marked();
        if cue == Cue::Follow || cx.asks(words.start) || cx.has_near(0, 1, &[Cue::Follow as u8]) {
            return;
        }
        let longer = cx.is_in_longer(hit, &[Cue::Follow as u8]);
        let supposed = (0..words.start)
            .any(|at| view.is(at, Class::Condition) || view.is(at, Class::Negation));
        // "the team at your site", "your team": theirs.
        let theirs = (words.start + 1..words.end).any(|at| {
            matches!(view.known(at), "your") && matches!(view.known(at - 1), "to" | "with" | "onto")
        });
        // What came as praise or an idea is not a case.
        let idea = (0..view.len()).any(|at| {
            matches!(
                view.known(at),
                "feedback"
                    | "suggestion"
                    | "suggestions"
                    | "idea"
                    | "ideas"
                    | "thoughts"
                    | "praise"
                    | "compliments"
                    | "thanks"
                    | "wishes"
                    | "kind"
            )
        });
        if longer || supposed || theirs || idea {
            return;
        }
        // A name, a number, a link or a time is something to go by.
        let next = cx.next();
        if is_concrete(view, hit.words().start)
            || when::is_named(view, &(0..0))
            || next.is_some_and(|next| when::is_named(&next, &(0..0)) || has_link(&next))
        {
            return;
        }
        let span = cx.span(words);
        let mut finding = META.finding(
            span,
            "Passed on to whom, with what, and when will they hear? One line keeps it warm.",
        );
        finding.help =
            "Name who has it and what you gave them, and say when you will write again yourself."
                .into();
        wording::replace_sentence(
            &mut finding,
            cx,
            "Say who has it, and when you will write",
            "I've passed this to ${1:?name and what they look after}, with ${2:?what you gave them}. I'll write to you by ${3:?day and time, with zone} with what we know.",
        );
        out.push(finding);
    }
}

fn is_concrete(view: &View<'_>, from: usize) -> bool {
    has_link(view)
        || (from + 1..view.len()).any(|at| {
            let written = view.written(at);
            let name = written.starts_with(char::is_uppercase)
                && !view.marked(at, Marks::ALL_CAPS)
                && written.len() > 1
                && !matches!(view.known(at), "i");
            name || view.marked(at, Marks::DIGIT)
        })
}

fn has_link(view: &View<'_>) -> bool {
    (0..view.len()).any(|at| view.marked(at, Marks::ADDRESS.with(Marks::LINK).with(Marks::HANDLE)))
}
