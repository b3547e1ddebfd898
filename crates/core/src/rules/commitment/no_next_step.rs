use std::borrow::Cow;

use crate::clause::Context;
use crate::document::{BlockKind, EndMark, Marks};
use crate::draft::{RegionKind, Sign};
use crate::finding::{Edit, Fix};
use crate::input::{Mode, Stage};
use crate::lang::class::{Class, ClassSet};
use crate::lang::grammar::View;
use crate::rule::{CuePattern, ReplyCx, Rule, RuleMeta, Sink, cues, declare};
use crate::snippet::Act;
use crate::text::Span;

declare! {
    /// Reports a reply that neither answers nor says what happens next.
    ///
    /// ## Why
    /// Thanks and sympathy are good to read, and then the reader looks for the rest. Each reply ends
    /// with both sides knowing what happens next, and who does it.
    ///
    /// ## Flagged
    /// [Q: My export fails.] Hi Jo, thanks for the details. That is a strange error.<||> Best, Ana
    /// [Q: Where is my order?] Hi Jo, I have received your message.<||> Best, Ana
    /// [Q: Can I get a refund?] Hi Jo, I understand.<||> Thanks, Ana
    /// [Q: It crashed again.] Hi Jo, sorry about that.<||> Best, Ana
    /// [Q: We ordered twelve handles in March. Where are they?] Hello Mr Oduya,\n\nI'm sorry to hear about the delay. That's not the standard we stand for.<||>\n\nRegards,\nGerd
    /// [Q: The left hearing aid whistles.] Dear Mrs Vidal,\n\nI have received your letter. It must be unpleasant.<||>\n\nKind regards,\nJens
    /// [Q: The heating in room 12 is broken.] Dear Ms Ruiz,\n\nThank you for telling us. That sounds very unpleasant.<||>\n\nKind regards,\nTom
    ///
    /// ## Clean
    /// [Q: My export fails.] Hi Jo, I've fixed the export; yours is attached. Best, Ana
    /// [Q: Where is my order?] Hi Jo, could you send me the order number? Best, Ana
    /// [Q: Thanks, all good now!] Hi Jo, glad it works. Enjoy the launch! Ana
    /// [M: chat] One sec, looking now
    /// [Q: Where is my order?] Hi Jo, I understand. I'm on the phone with the depot now. Best, Ana
    /// [Q: My father died, please close his account.] Dear Ms Ruiz, I'm so sorry. Tom
    /// [Q: Is it waterproof?] Hi Jo, thanks for asking. It is. Best, Ana
    /// [Q: The lamp is broken.] Hi Jo, sorry about that. A new one is on its way. Best, Ana
    pub NoNextStep {
        code: "no-next-step", family: Commitment, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Snippet, rank: 10
    }
}

cues! {
    enum Cue { Thanks, Heard, Sorry, Opinion, Close }
    en: Close = "^ (best|cheers|regards|thanks|kind|warm|sincerely|warmly|yours)",
    en: Thanks = "^ (thanks|many thanks|thank you)",
    en: Heard = "^ (I|we) {adverb}* (understand|see|hear|appreciate)",
    en: Heard = "^ (I|we) (have|'ve)? {adverb}* (received|got|read|noted|seen) (your|the|it|this)",
    en: Heard = "^ (ok|okay|noted|understood)",
    en: Sorry = "^ {0..3} (sorry|apologies|apologise|apologize)",
    en: Opinion = "^ (that|this|it) (is|'s|was|sounds|seems|must be) {0..3} (strange|odd|weird|annoying|frustrating|unusual|unfortunate|puzzling|curious|disappointing|upsetting|terrible|awful|unpleasant|pity|shame|bad|inconvenient|interesting)",
    en: Opinion = "^ (that|this|it) (is|'s|was) (not|n't) (the|what|how|our) {0..2} (standard|experience|service|level|way|we)",
}

/// A sentence that only thanks or feels for somebody is short.
const LONGEST: usize = 16;
/// And so is a valediction with a name.
const LONGEST_CLOSE: usize = 4;

impl Rule for NoNextStep {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        let asked = draft.message.text.as_str();
        let closed = draft.mood().thanks() && !draft.mood().has(Sign::Bug) && !asked.contains('?');
        if !matches!(draft.mode, Mode::Email | Mode::FollowUp)
            || cx.stage != Stage::Finished
            || asked.trim().is_empty()
            || closed
            || draft.mood().has(Sign::Loss)
            || draft.mood().has(Sign::Praise)
            || draft.document.blocks.iter().any(|block| block.kind != BlockKind::Paragraph)
        {
            return;
        }
        let mut last = None;
        let mut speaks = false;
        for at in cx.sentences(&[RegionKind::Body]) {
            let view = cx.view(at);
            // "Best, Ana" on the line of the last words.
            let closes = cx.cues_in(at).any(|hit| Cue::of(&hit) == Cue::Close);
            if closes && view.len() <= LONGEST_CLOSE && last.is_some() {
                continue;
            }
            let mut cues = cx.cues_in(at).map(|hit| Cue::of(&hit));
            let Some(cue) = cues.find(|cue| *cue != Cue::Close) else { return };
            // "It must be unpleasant" feels for somebody.
            if says_more(cx, &view, cue == Cue::Opinion) {
                return;
            }
            speaks |= cue != Cue::Thanks;
            last = Some(view.sentence.span.end);
        }
        let promised = cx.sentences(&[RegionKind::Farewell]).any(|at| {
            let view = cx.view(at);
            (0..view.len()).any(|at| view.is(at, Class::Will))
                || view.sentence.end == EndMark::Question
        });
        let Some(end) = last.filter(|_| speaks && !promised) else { return };
        let end = Span::at(end);
        let message = "What happens next? Add one line: who does what, by when.";
        let mut finding = META.finding(end, message);
        finding.help =
            "Answer, ask for what you need, or say what you will do and when you will write again."
                .into();
        for snippet in cx.snippets(&[Act::NextStep], end.start) {
            let title = format!("Add “{}”", snippet.label());
            let edit = Edit::snippet(end, snippet.without_end().after("\n\n"));
            finding.fixes.push(Fix::confirm(title, vec![edit]));
        }
        out.push(finding);
    }
}

/// Whether the sentence says more than thanks or sympathy.
fn says_more(cx: &ReplyCx<'_>, view: &View<'_>, feels: bool) -> bool {
    const MORE: ClassSet =
        ClassSet::of(&[Class::Will, Class::Can, Class::Could, Class::Should, Class::Condition]);
    let facts = Context::INSTRUCTION.with(Context::LINK).with(Context::DONE);
    let says = cx.draft.language.grammar.is_some_and(|it| it.context(view).says_any(facts));
    view.len() > LONGEST
        || matches!(view.sentence.end, EndMark::Question | EndMark::Colon)
        || says
        || (0..view.len()).any(|at| {
            view.is_any(at, MORE)
                || view.is(at, Class::Must) && !feels
                || view.marked(at, Marks::OPAQUE.with(Marks::DIGIT))
                || matches!(view.known(at), "but" | "so" | "because" | "here" | "attached" | "yes")
        })
}
