use std::borrow::Cow;

use crate::document::Marks;
use crate::draft::RegionKind;
use crate::finding::{Edit, Fix};
use crate::input::{Mode, Stage};
use crate::lang::class::{Class, ClassSet};
use crate::lang::lexicon::fold;
use crate::rule::{CuePattern, ReplyCx, Rule, RuleMeta, Sink, cues, declare};
use crate::rules::wording;
use crate::text::Span;

declare! {
    /// Reports a link as the whole answer to a question.
    ///
    /// ## Why
    /// A bare link says: read it yourself. The answer in one line, or the one step that matters, and then the
    /// link for the rest: that is an answer, and it stays one when the page has moved.
    ///
    /// ## Flagged
    /// [Q: How do I restore?] Hi Jo, see <|https://example.com/docs/backup|>. Best, Ana
    /// [Q: Can I export?] <|https://example.com/docs/export|>
    /// [Q: Why is it slow?] Hi, please read <|https://example.com/perf|> Thanks
    /// [Q: How do I cancel?] Hello Jo, <|https://example.com/cancel|>
    /// [Q: Can I bring my dog?] Hi Jo,\n\nPlease have a look at <|[our rules for pets](https://example.com/pets)|>.\n\nBest wishes,\nAna
    /// [Q: When will it ship?] Hi Jo,\n\nYou can find more information here:\n\n<|https://example.com/shipping|>\n\nBest,\nAna
    ///
    /// ## Clean
    /// [Q: Can you send me the link to the guide?] Hi Jo, here it is: https://example.com/docs/backup
    /// [Q: How do I restore?] Hi Jo, open Backups, pick 9 am, press Restore. Pictures: https://example.com/docs/backup
    /// [M: chat] [Q: link?] https://example.com/x
    /// [Q: How do I cancel?] Hi Jo, I've cancelled it for you. The receipt: https://example.com/r/9
    /// [Q: Can I bring my dog?] Hi Jo, yes, small dogs are welcome: https://example.com/pets
    /// [Q: Is it fixed?] Hi Jo, fixed in https://example.com/changes/12
    /// Hi Jo, see https://example.com/docs/backup. Best, Ana
    pub LinkOnlyAnswer {
        code: "link-only-answer", family: Leading, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Snippet, rank: 45
    }
}

cues! {
    enum Cue { Pointing, Filler }
    en: Pointing = "^ (please|kindly|you can|you could|you may|you might want to|you should|just|maybe|perhaps|simply|hi|hello)? (see|read|check|check out|visit|look|look at|have a look|take a look|go to|try|find|follow|refer to|consult|view|use)",
    en: Pointing = "^ (more|further|all)? {0..1} (information|info|details|instructions|steps|guide|docs|documentation|help|here|link|everything)",
    en: Pointing = "^ (this|these|that|it|the) {0..2} (might|may|should|could|will|can|'ll)? (help|helps|explain|explains|answer|answers|describe|describes|be helpful|be useful|be of help|of interest)",
    en: Pointing = "^ here (is|are|'s|you go|you are|it is)",
    en: Pointing = "^ (it|this|that) (is|'s) (all|explained|described|documented|covered|answered) {0..1} (in|on|at|here)?",
    en: Pointing = "^ (explained|described|documented|covered|answered|see|cf)",
    en: Filler = "(thanks|thank you|cheers|best|regards|hope|hi|hello|sorry|good|have a)",
}

/// What a customer asks for who wants a link.
const PAGE: ClassSet = ClassSet::of(&[Class::Page, Class::LinkWanted]);
/// So many words of a reply besides its links still say nothing.
const FEW: usize = 12;

impl Rule for LinkOnlyAnswer {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        let letter = draft.mode != Mode::Chat && cx.stage == Stage::Finished;
        if !letter || !draft.message.text.contains('?') {
            return;
        }
        let Some(link) = draft.links(META.reads.as_ref()).find(|link| link.is_page()) else {
            return;
        };
        let mut words = 0;
        for at in cx.sentences(META.reads.as_ref()) {
            let view = cx.view(at);
            // What is said for goodbye answers nothing, unless it holds the link.
            let goodbye = draft.sentence_regions[at] == RegionKind::Farewell;
            if goodbye && !view.sentence.span.overlaps(link.span) {
                continue;
            }
            let said =
                (0..view.len()).filter(|&at| !view.marked(at, Marks::ADDRESS.with(Marks::LINK)));
            words += said.count();
            let has = |cue: Cue| cx.cues_in(at).any(|hit| Cue::of(&hit) == cue);
            let bare = (0..view.len()).all(|at| view.marked(at, Marks::ADDRESS.with(Marks::LINK)));
            let digits = (0..view.len()).any(|at| {
                view.marked(at, Marks::DIGIT) && !view.marked(at, Marks::ADDRESS.with(Marks::LINK))
            });
            if words > FEW || digits || !(bare || has(Cue::Pointing) || has(Cue::Filler)) {
                return;
            }
        }
        if wants_link(cx) {
            return;
        }
        let message = "A link alone says: read it yourself. What is the answer in one line?";
        let mut finding = META.finding(link.span, message);
        finding.help = "Tell them what they’ll find there, and the one step that matters.".into();
        let sentences = &draft.document.sentences;
        let at = draft.sentence_index(link.span.start);
        let first = cx.sentences(META.reads.as_ref()).next().filter(|&first| first <= at);
        if let Some(first) = first {
            let start = sentences[first].span.start;
            let edit = Edit::snippet(
                Span::at(start),
                wording::snippet("In short: ${1:?the answer, or the one step that matters}. "),
            );
            finding.fixes.push(Fix::confirm("Say the answer before it", vec![edit]));
        }
        out.push(finding);
    }
}

/// Whether the customer asked for a page, and not for what stands on it.
fn wants_link(cx: &ReplyCx<'_>) -> bool {
    let lexicon = &cx.draft.language.lexicon;
    let words = cx.draft.message.text.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .any(|word| lexicon.classes(lexicon.lookup(&fold(word))).meets(PAGE))
}
