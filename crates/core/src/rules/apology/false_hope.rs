use std::borrow::Cow;

use crate::clause::Context;
use crate::document::Marks;
use crate::lang::class::{Class, ClassSet};
use crate::lang::grammar::View;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::{when, wording};

declare! {
    /// Reports a hope without owner or date: “I'll pass on your feedback”, “maybe one day”.
    ///
    /// ## Why
    /// It sounds like yes and means no. They wait, ask again, and are let down twice. A kind, clear no
    /// with a way that works today lets them plan; so does saying what really happens with an idea.
    ///
    /// ## Flagged
    /// I'll <|pass your feedback|> on to the team.
    /// We have <|recorded your vote|>.
    /// Great idea! <|Maybe one day|> we'll add it.
    /// I'll <|share this with our product team|>.
    /// Your <|suggestion has been forwarded|> to our chefs.
    /// We'll <|keep that in mind|> for the next menu.
    /// Evening classes are <|on our radar|>.
    /// <|In the future|>, it will be possible to change the pick-up time yourself.
    /// That is something we'd like to offer <|at some point|>.
    /// Vegan breakfast is <|under consideration|>.
    /// A dark theme is <|in our backlog|>.
    /// <|Stay tuned|> for more colours!
    /// We will certainly <|take your comments into account|>.
    /// <|Hopefully|> we'll have the red one back soon.
    /// We hope to offer Sunday walks <|at some point|>.
    /// I'll <|let the chef know about your idea|>.
    /// We <|might add|> a second boat trip.
    /// <|Suggestions like yours help|> us grow.
    ///
    /// ## Clean
    /// We don't plan to bring it back. Here's what does the job today.
    /// I filed it as BUG-1423; here's the link to follow it.
    /// Your feedback changed our docs: see the new page.
    /// I shared the file with you: https://example.com/f/9
    /// I add every request to the list that our buyers read each Monday; most are not stocked.
    /// In the future, please book by phone. # advice
    /// Keep in mind that the pool closes at eight.
    /// I added a check so that this can't happen in the future. # done
    /// Could you share your feedback with our team?
    /// Please share your comments with us by Friday.
    /// We have no plans to open on Sundays.
    /// The delivery is planned for Tuesday, 9 June.
    /// I've passed your return label to the courier.
    /// The path, I might add, is steep.
    /// The size of the pot should be taken into account.
    /// Hopefully the weather will be kinder soon.
    /// Did the nurse say it was under consideration?
    pub FalseHope {
        code: "false-hope", family: Apology, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Snippet, rank: 40
    }
}

cues! {
    enum Cue { Pass, Stands, Future, Keep, Honest }
    en: Pass = "(I|we) {0..4} <(pass|passed|forward|forwarded|relay|relayed|share|shared|raise|raised|send|sent|submit|submitted) {0..1} (your|this|the|that|these|those|all|on) {0..2} (feedback|suggestion|suggestions|idea|ideas|vote|comment|comments|wish|wishes|thoughts|input)>",
    en: Pass = "(I|we) {0..4} <(pass|passed|forward|forwarded|relay|relayed|share|shared|raise|raised|submit|submitted|record|recorded|log|logged|note|noted|add|added) {0..3} feature request>",
    en: Pass = "(I|we) {0..4} <(record|recorded|log|logged|note|noted|add|added|register|registered|document|documented) (your|this|the|that) {0..1} (feedback|suggestion|idea|vote|wish|input)>",
    en: Pass = "(I|we) {0..4} <(pass|passed|share|shared|forward|forwarded|take|taken|bring|raise|raised|relay|relayed) (this|that|it|these) {0..1} (with|to|on|along) to? {0..2} (product|design|relevant|concerned|appropriate|respective|right|feature) (team|teams|department|people|folks|managers)>",
    en: Pass = "(I|we) {0..4} <(pass|passed|share|shared|forward|forwarded|take|taken|raise|raised|relay|relayed) (this|that|it|these) {0..1} (with|to|on|along) to? {0..2} (management|leadership|higher-ups)>",
    en: Pass = "<(feedback|suggestion|suggestions|idea|ideas|vote|comments|input) (has|have|will|'ll) {adverb}* (been|be) {adverb}* (passed|forwarded|shared|recorded|noted|logged|registered)>",
    en: Stands = "<(maybe|perhaps|hopefully|possibly) ,? (one day|someday|some day|in the future|in future|at some point|sometime|down the road|down the line)>",
    en: Stands = "<your (feedback|suggestion|suggestions|idea|ideas|comments) (reaches|reach|gets to|get to|{be} heard|will be heard)>",
    en: Pass = "(I|we) {0..4} <let (the|our|my) {0..2} (team|manager|managers|developers|chef|designers|management) know (about|of) your {0..1} (feedback|suggestion|idea|wish)>",
    en: Stands = "<on (our|my|the) (radar|wishlist|wish list|backlog|to-do list|todo list)>",
    en: Stands = "<in (our|my|the) (backlog|pipeline)>",
    en: Stands = "{be} {adverb}* <in the works>",
    en: Stands = "{be} {adverb}* <under {0..1} consideration>",
    en: Stands = "{be} <being considered>",
    en: Stands = "(this|it|that|feature|features|support|which) {be} {adverb}* <planned>",
    en: Stands = "^ {0..1} <(never say never|stay tuned|watch this space)>",
    en: Stands = "(please|and|so|but) <(stay tuned|watch this space)>",
    en: Stands = "<(exclude|rule out) the possibility of (adding|bringing|supporting|introducing|implementing|offering|making|doing|opening)>",
    en: Stands = "<(feedback|suggestions|comments|input|ideas) like (this|yours|that) {adverb}* (help|helps|is|are)>",
    en: Stands = "<use {0..2} feedback like (this|yours)>",
    en: Stands = "would (be|make) a <(good|great|nice|fine) (feature request|addition)>",
    en: Future = "<in (the|a) {0..1} future (release|version|update|releases|versions|updates)?>",
    en: Future = "<in future (releases|versions|updates)>",
    en: Future = "<(one day|someday|some day|at some point|down the road|down the line)>",
    en: Keep = "(I|we) {0..4} <keep (this|that|it) in mind>",
    en: Keep = "(I|we) {0..4} <keep your {0..1} (feedback|suggestion|suggestions|idea|ideas|request|comments|wish|wishes) in mind>",
    en: Keep = "(I|we) {0..4} <(take|taken) (this|that|it) into (account|consideration)>",
    en: Keep = "(I|we) {0..4} <(take|taken) your {0..2} into (account|consideration)>",
    en: Keep = "(will|'ll|has|have) {adverb}* (be|been) <taken into (account|consideration)>",
    en: Pass = "(I|we) {0..4} <(add|added|cast|record|recorded|register|registered) a vote>",
    en: Keep = "(I|we) {adverb}? <(may|might) {adverb}* (add|implement|reconsider|revisit|introduce|support)>",
    en: Keep = "(I|we) {adverb}? <(may|might) {adverb}* try (this|that|it) (in|with|for|on|at|out)>",
    en: Keep = "(I|we) <(could|might) (probably|possibly|perhaps|maybe) (try|add|implement|introduce|support|offer)>",
    en: Keep = "(I|we) ('ll|will) <get (this|that|it) looked (into|at)>",
    en: Stands = "<hopefully> (I|we|you|it|they|this|that|there) (will|'ll) {0..6} soon",
    en: Stands = "<hopefully> (we|they) (will|'ll) {adverb}* (have|see|get|add|bring|offer)",
    en: Stands = "<(maybe|perhaps|hopefully) (someone|somebody) {0..2} (can|could|will|may|might) (help|look|answer|assist)>",
    en: Keep = "(I|we) ('ll|will|might|may|could) {adverb}* <consider (this|that|it|adding|implementing|supporting|bringing|including|offering|introducing|stocking|opening|your)>",
    en: Keep = "(I|we)? (will|'ll) {adverb}* <(have a think|give (it|this|that) {0..1} thought)>",
    en: Keep = "<keep an eye out (for)? {0..2} (update|updates|news|announcement|announcements|release|releases)>",
    en: Honest = "(no|not|n't|never|without) {0..3} (plan|plans|planned|planning|built|stocked|timeframe|date|eta|build)",
    en: Honest = "(most|many|few|some) {0..2} (are|do|get|never) {0..1} (not|n't|never|built|made|stocked)",
}

impl Rule for FalseHope {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let view = &cx.view;
        let words = hit.marked();
        let cue = Cue::of(hit);
        if cue == Cue::Honest || cx.asks(words.start) || cx.asks(hit.words().start) {
            return;
        }
        // "We hope you share your feedback", "I can't pass it on": not the writer's own doing.
        let before = hit.words().start..words.start;
        const NOT_OWN: ClassSet = ClassSet::of(&[Class::You, Class::Negation, Class::Condition]);
        if before.clone().any(|at| view.is_any(at, NOT_OWN) || view.known(at) == "please") {
            return;
        }
        // "Which is steep, I might add."
        let idle = view.known(words.end - 1) == "add"
            && (words.end == view.len() || view.marked(words.end, Marks::PUNCTUATION));
        if idle || is_backed(cx) || cx.has_near(1, 1, &[Cue::Honest as u8]) {
            return;
        }
        let holds = match cue {
            Cue::Future => promises(view, words.start, words.end) && !fixed(cx),
            Cue::Stands | Cue::Keep | Cue::Pass => true,
            Cue::Honest => false,
        };
        if !holds {
            return;
        }
        let span = cx.span(words.clone());
        let said = wording::quote(cx, span);
        let mut finding = META.finding(
            span,
            format!(
                "{said}: will anything come of it? If not, a kind, clear no frees them to plan."
            ),
        );
        finding.help = "Say no with the reason and what does the job today; or say what really happens with an idea, and how often it comes true.".into();
        wording::replace_sentence(
            &mut finding,
            cx,
            "Say no, and what does the job today",
            "We don't plan to add ${1:?what they asked for}, because ${2:?the reason}. Here's what does the job today: ${3:?a way}.",
        );
        finding.clause = cx.span(cx.clause_at(words.start).words).cover(span);
        out.push(finding);
    }
}

/// Whether there is something to hold on to: a link, a number to follow, a day.
fn is_backed(cx: &SentenceCx<'_>) -> bool {
    let held = |view: &View<'_>| {
        (0..view.len()).any(|at| {
            let word = view.written(at);
            let number = word.contains(['-', '#']) && view.marked(at, Marks::DIGIT);
            number
                || word.starts_with("http")
                || view.marked(at, Marks::ADDRESS.with(Marks::LINK))
                || view.is(at, Class::Weekday) && at > 0 && dates(view.known(at - 1))
                || when::is_month(view, at)
        })
    };
    held(&cx.view)
        || cx.view.sentence.span.of(cx.text()).contains(" #")
        || cx.next().is_some_and(|next| held(&next))
        || cx.previous().is_some_and(|previous| held(&previous))
}

/// "On Tuesday" is a day to hold on to; "Sunday deliveries" are not.
fn dates(before: &str) -> bool {
    matches!(before, "on" | "by" | "each" | "every" | "next" | "this" | "until" | "for")
}

/// Whether it is fixed already, so that the future is only what follows.
fn fixed(cx: &SentenceCx<'_>) -> bool {
    cx.context().says_any(Context::OWN_ACTION.with(Context::DONE))
}

/// Whether the sentence tells of a good to come from the writer's side: "we might add", "it will be
/// possible".
fn promises(view: &View<'_>, from: usize, until: usize) -> bool {
    let own = |at: usize| view.is_any(at, ClassSet::of(&[Class::I, Class::We]));
    const TO_COME: ClassSet = ClassSet::of(&[Class::Will, Class::May, Class::Could]);
    let outside = |at: usize| at < from || at >= until;
    let words = || (0..view.len()).filter(|&at| outside(at));
    // "To keep this from happening in the future", "if it fails at some point".
    let set_apart = words().any(|at| {
        view.is_any(at, ClassSet::of(&[Class::Negation, Class::Condition]))
            || matches!(
                view.known(at),
                "please" | "so" | "to-avoid" | "without" | "sure" | "instead"
            )
            || view.written(at).starts_with("avoid")
            || view.written(at).starts_with("prevent")
            || view.is(at, Class::VerbPast)
                && !view.is(at, Class::VerbBase)
                && own(at.wrapping_sub(1))
    });
    if set_apart {
        return false;
    }
    let owned = words().any(|at| {
        own(at)
            && (at + 1..view.len().min(at + 4)).any(|next| {
                view.is_any(next, TO_COME)
                    || matches!(
                        view.known(next),
                        "hope" | "plan" | "want" | "intend" | "'d" | "aim"
                    )
                    || view.known(next) == "going" && view.known(next + 1) == "to"
            })
    });
    let given = words().any(|at| {
        view.is(at, Class::Will)
            && (at + 1..view.len().min(at + 5)).any(|next| {
                matches!(
                    view.known(next),
                    "possible"
                        | "able"
                        | "easier"
                        | "supported"
                        | "available"
                        | "added"
                        | "fixed"
                        | "improved"
                        | "implemented"
                        | "offered"
                        | "support"
                        | "allow"
                        | "include"
                        | "offer"
                        | "there"
                )
            })
    });
    owned || given
}
