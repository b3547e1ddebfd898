use std::borrow::Cow;

use super::sorry;
use crate::document::Marks;
use crate::draft::Sign;
use crate::finding::Fix;
use crate::lang::class::Class;
use crate::rewrite;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};

declare! {
    /// Reports “Sorry for the wait”, where thanks for waiting would warm more.
    ///
    /// ## Why
    /// After a small wait, thanks leave people happier than an apology: they hear what they did well,
    /// not what you did badly. After real harm, own the harm instead.
    ///
    /// ## Flagged
    /// <|Sorry for the wait|>!
    /// <|Apologies for the delayed reply|>.
    /// <|I apologize for the delay in getting back to you|>.
    /// <|Sorry about the slow response|>.
    /// Hi Jo, <|sorry for taking so long to answer|>.
    /// <|So sorry for keeping you waiting|>.
    /// <|Sorry it took me so long to reply|>.
    /// <|Sorry for my late answer|>.
    /// <|Sorry for the delay in my reply|>; I am back from a trip.
    ///
    /// ## Clean
    /// Thank you for waiting until Monday.
    /// I'm sorry the delay made you miss your launch.
    /// [Q: I am furious, two weeks!] I'm sorry for the two weeks you waited.
    /// The delay is set to 5 seconds.
    /// [Q: This is unacceptable, I am still waiting!] Sorry for the late reply.
    /// I'm sorry for the delay of your parcel. # harm, not a reply
    /// Sorry for the long delay, which cost you a day of your trip.
    pub ApologyWaitToThanks {
        code: "apology-wait-to-thanks", family: Apology, since: "0.1.0", severity: Hint,
        reads: [Salutation, Body, Farewell], fix: Confirm, rank: 30
    }
}

cues! {
    enum Cue { Wait, Delay, Harm }
    en: Wait = "<(sorry|apologise|apologize|apologies) (for|about) {0..2} wait>",
    en: Wait = "<(sorry|apologise|apologize|apologies) (for|about) {0..3} (late|slow|delayed|tardy|belated|long) {0..1} (reply|response|answer|replies)>",
    en: Wait = "<(sorry|apologise|apologize|apologies) (for|about) {0..2} (delay|delays|slowness) (in|on|with) {0..2} (reply|replying|response|responding|answer|answering|getting back|writing back|coming back) (to you|to this)?>",
    en: Wait = "<(sorry|apologise|apologize|apologies) (for|about) (taking|being) (so|too|this) (long|slow|late) (to (answer|reply|respond|get back to you|write back|come back to you|get to this))?>",
    en: Wait = "<(sorry|apologise|apologize|apologies) (for|about) (keeping|making) you (waiting|wait)>",
    en: Wait = "<(sorry|apologise|apologize|apologies) (for|about) replying (so|this) (late|slowly)>",
    en: Wait = "<(sorry|apologise|apologize|apologies) (for|about) (getting|coming|writing) back to you (so|this|a bit) late>",
    en: Wait = "<sorry (that)? (it|this) took (me|us)? (so|this|a) (long|while) (to (answer|reply|respond|get back to you|write back|get to this))?>",
    en: Delay = "<(sorry|apologise|apologize|apologies) (for|about) {0..2} (delay|delays)>",
    en: Harm = "(missed|miss|lost|cost|fee|fees|spoiled|spoilt|ruined|deadline|weeks|months)",
}

impl Rule for ApologyWaitToThanks {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let view = &cx.view;
        let cue = Cue::of(hit);
        let mood = &cx.facts.mood;
        if cue == Cue::Harm || mood.is_upset() || mood.has(Sign::Loss) || cx.asks(hit.words().start)
        {
            return;
        }
        let words = hit.marked();
        // A delay of something: their parcel, the repair.
        const OF: [&str; 7] = ["of", "in", "with", "to", "on", "you", "for"];
        if cue == Cue::Delay && OF.contains(&view.known(words.end)) {
            return;
        }
        if view.is(words.end, Class::Relative) {
            return;
        }
        let Some(apology) = sorry::read(view, words.start..words.start + 1) else { return };
        let harm = |other: &CueHit<'_>| {
            let at = other.words().start;
            Cue::of(other) == Cue::Harm && apology.object.contains(&at)
        };
        if cx.cues().any(|other| harm(&other)) {
            return;
        }
        let words = apology.words.start..words.end;
        let span = cx.span(words.clone());
        let mut finding = META
            .finding(span, "For a small wait, “Thank you for waiting” warms more than “Sorry”.");
        finding.help =
            "Thank them for waiting, then answer. If the wait did harm, say so and own it.".into();
        let ends = words.end == view.len()
            || view.marked(words.end, Marks::PUNCTUATION)
            || view.is(words.end, Class::Coordinator);
        if !ends {
            out.push(finding);
            return;
        }
        let edits = rewrite::replace(view, words, "thank you for waiting");
        finding.fixes.push(Fix::confirm("Say “Thank you for waiting”", edits));
        out.push(finding);
    }
}
