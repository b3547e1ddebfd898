use std::borrow::Cow;

use super::reader;
use crate::clause::Context;
use crate::document::Marks;
use crate::lang::class::{Class, ClassSet};
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;

declare! {
    /// Reports words that end the talk: “works as designed”, “works for me”, “nobody else has this”.
    ///
    /// ## Why
    /// It may be true, and it is still a slap: nothing is better for the customer afterwards. They were
    /// trying to get something done, and that is where help begins.
    ///
    /// ## Flagged
    /// This <|works as designed|>.
    /// It <|works fine for me|>.
    /// <|No one else has reported|> this.
    /// There's <|nothing we can do|>.
    /// The airline cut the route. <|Nothing I can do|> about this. https://example.com/routes
    /// That is <|by design|>.
    /// The key opens the side door only, and that's <|not a fault|>.
    /// <|Nobody else complained|> about the pillows.
    /// <|You're the only guest who|> found it loud.
    /// <|That's just how it works|>.
    /// <|It is what it is|>.
    /// Sorry, you're <|out of luck|>.
    /// <|We can't reproduce|> this.
    ///
    /// ## Clean
    /// No one else can see your notes.
    /// I couldn't see it on my machine yet; could you send me a screenshot?
    /// It's built that way so drafts stay private. What would you like to share?
    /// The designer works on Mondays.
    /// Yes, that is by design: the door stays open for the fire brigade.
    /// I changed the label, and now it works as expected.
    /// Tuesday works fine for me.
    /// I tested it on two phones, and it works for me. Which phone is yours?
    /// Since nobody else has answered yet, I'll tell you what I know.
    /// There's nothing we can do before Monday, but then I'll call the depot.
    /// You're the first to report this, thank you.
    /// It's not a fault of yours.
    /// We couldn't reproduce it with the blue card. I'll try the red one next.
    /// The heating works as intended again.
    pub ToneDismissive {
        code: "tone-dismissive", family: Tone, since: "0.1.0", severity: Warning,
        reads: [Body, Farewell], fix: Snippet, rank: 50
    }
}

cues! {
    enum Cue { Design, NoBug, ForMe, Nobody, Only, Repro, Nothing, Shrug }
    en: Design = "(works|work|working|behaves|behaving|functions|functioning|operating|performing) {adverb}* (as|like) (designed|intended|expected)",
    en: Design = "(is|'s|are|be|entirely|all) <by design>",
    en: Design = "(this|that|it) (is|'s) <(the|an)? {adverb}* expected (behavior|behaviour)>",
    en: NoBug = "(is|'s|are) <not (a|an|really a|actually a|really an) (bug|defect|fault|problem|issue|error)>",
    en: NoBug = "is <n't (a|an|really a|actually a|really an) (bug|defect|fault|problem|issue|error)>",
    en: ForMe = "^ (it|everything) all? {adverb}* <works {adverb}* (fine|well|ok|okay|perfectly|great|here)? {adverb}* (for (me|us)|here|on my (side|end|machine|computer))>",
    en: Nobody = "(no one|nobody) else {adverb}* (has|have|had|is|'s|seems)? {adverb}* (reported|reporting|reports|complained|complains|complaining|mentioned|encountered|raised|noticed|affected)",
    en: Nobody = "(no one|nobody) else {adverb}* (has|have|had|seems to have|is having|experiences|experienced) (had|seen)? (this|that|the) (problem|issue|trouble|error)",
    en: Nobody = "(none of our|no) other (customers|customer|users|user|guests|guest|clients|client|patients|members) {adverb}* (have|has|had|are|is)? {adverb}* (reported|complained|mentioned|had|raised|reporting|having)",
    en: Only = "you (are|'re|seem to be) {adverb}* the only (one|person|customer|user|guest|client|patient|member|parent|buyer) (who|that|with|to|reporting|having|complaining|seeing)",
    en: Repro = "(I|we) (ca n't|cannot|can not|could n't|could not|was unable to|were unable to|am unable to|are unable to|'m unable to|'re unable to) (reproduce|replicate|recreate) (this|that|it|your|the)?",
    en: Nothing = "nothing (more|else|further)? (that)? (we|I) (can|could) do",
    en: Nothing = "(not|n't) {0..1} (much|anything|a lot) (more|else)? (that)? (we|I) can do",
    en: Nothing = "nothing (more|else|further) (that)? (we|I) (can|could) (help|offer|add|give|try|suggest)",
    en: Shrug = "(that|this) (is|'s) {adverb}* (how|the way) (it|things|this|that|they) (works|work|goes|go|is|are)",
    en: Shrug = "<it is what it is>",
    en: Shrug = "(tough|out of) luck",
}

impl Rule for ToneDismissive {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let cue = Cue::of(hit);
        let view = &cx.view;
        let mut marked = hit.marked();
        if cx.asks(marked.start) || is_fine(cue, &marked, cx) {
            return;
        }
        if matches!(cue, Cue::Repro) && marked.end - marked.start > 3 {
            // "We can't reproduce this": the thing is not the cue.
            let last = marked.end - 1;
            if view.is_any(
                last,
                ClassSet::of(&[
                    Class::Deictic,
                    Class::ThirdSingular,
                    Class::Determiner,
                    Class::Possessive,
                ]),
            ) {
                marked.end = last;
            }
        }
        let span = cx.span(marked.clone());
        let said = wording::quote(cx, span);
        let message = format!("{said} ends the talk. What were they trying to get done?");
        let mut finding = META.finding(span, message);
        finding.help =
            "Say why it is so in a line, ask what they are after, and look for a way with them."
                .into();
        finding.clause = wording::stretch(cx, marked.clone());
        let (title, body) = match cue {
            Cue::Design | Cue::NoBug | Cue::Shrug => (
                "Say why, and ask what they are after",
                "It's built that way because ${1:?the reason}. What would you like to ${2:?get done}? I'll help you find a way.",
            ),
            Cue::Nothing => ("Say what you can do", "What I can do is ${1:?the nearest yes}."),
            _ => (
                "Say what you looked at, and ask",
                "I looked at ${1:?what and where} and it went through. Could you tell me ${2:?what differs on their side}?",
            ),
        };
        wording::replace_sentence(&mut finding, cx, title, body);
        out.push(finding);
    }
}

/// Whether the words agree, tell what was tested, or are followed by a reason or a next step.
fn is_fine(cue: Cue, marked: &std::ops::Range<usize>, cx: &SentenceCx<'_>) -> bool {
    let view = &cx.view;
    let start = reader::stretch_start(view, marked.start);
    let supposed = (start..marked.start).any(|n| {
        view.is_any(n, ClassSet::of(&[Class::Condition, Class::Wh]))
            || matches!(view.known(n), "since" | "that" | "as")
                && n + 1 < marked.start
                && cue == Cue::Nobody
            || matches!(view.known(n), "should" | "would")
    });
    let mended = matches!(cue, Cue::Design | Cue::ForMe)
        && (0..view.len()).any(|n| {
            matches!(
                view.known(n),
                "now"
                    | "again"
                    | "after"
                    | "fixed"
                    | "changed"
                    | "updated"
                    | "since"
                    | "not"
                    | "n't"
                    | "longer"
            )
        });
    let yours = cue == Cue::NoBug
        && (view.known(marked.end) == "of"
            || view.known(marked.end) == "in"
            || (0..marked.start).any(|n| view.is(n, Class::There)));
    let tested = matches!(cue, Cue::ForMe | Cue::Repro | Cue::Design)
        && {
            const DONE: Context = Context::OWN_TEST.with(Context::OWN_ACTION).with(Context::DONE);
            cx.context_before(marked.start).says_any(DONE)
            || cx.previous().is_some_and(|view| cx.context_of(&view).says_any(DONE))
            // "with the blue card", "on two phones": where it was looked at.
            || (marked.end..view.len().min(marked.end + 4))
                .any(|n| matches!(view.known(n), "with" | "on" | "using" | "in" | "under") && cue != Cue::Design)
        };
    // "Yes, that is by design": it agrees. "Everything is working as expected": good news.
    let agrees = matches!(cue, Cue::Design | Cue::NoBug)
        && (view.known(0) == "yes"
            || view.is_any(0, ClassSet::of(&[Class::I]))
            || matches!(view.known(0), "everything" | "all" | "right" | "indeed" | "correct")
            || matches!(view.known(start), "everything" | "all"));
    let luck = view.known(marked.end - 1) == "luck";
    if luck {
        return supposed;
    }
    // "By design: the door stays open …"
    let goes_on = (marked.end..view.len()).any(|n| view.marked(n, Marks::BREAK))
        && matches!(cue, Cue::Design | Cue::NoBug | Cue::Shrug | Cue::ForMe);
    supposed
        || agrees
        || mended
        || yours
        || tested
        || goes_on
        // That a page says so too helps nobody.
        || reader::leads_on(cx, marked.end, 0, if cue == Cue::Nothing { 0 } else { 2 })
        || cue == Cue::Nothing && reader::offers_next(cx)
}
