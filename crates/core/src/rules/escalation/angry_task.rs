use std::borrow::Cow;

use crate::clause::Context;
use crate::draft::RegionKind;
use crate::finding::{Edit, Fix};
use crate::input::Stage;
use crate::rule::{CuePattern, ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::rules::{place, wording};
use crate::text::Span;

declare! {
    /// Reports an answer to somebody upset that leaves out what they were trying to finish.
    ///
    /// ## Why
    /// Behind most anger stands a task that had to be done by now. Who helps with that, and not only with
    /// what was asked, takes the ground from under it.
    ///
    /// ## Flagged
    /// [Q: THIS IS USELESS!! Newsletter must go out at noon and your editor froze AGAIN] Hi Jo, <|the editor needs 4 GB of memory.|> Best, Ana
    /// [Q: Third time, unacceptable, I can't invoice my clients!!] Hi Jo, <|we know about this bug.|> Ana is on it and will write on Friday.
    /// [Q: worst app ever, furious, lost my essay] Hi Jo, <|autosave runs every ten minutes by default, as the docs say.|>
    /// [Q: RIDICULOUS. STILL NO REFUND after weeks!!] Hi Jo, <|refunds are handled by the payment provider and take some days.|>
    ///
    /// ## Clean
    /// [Q: USELESS!! Newsletter must go out at noon] Hi Jo, you need the newsletter out by noon: I've sent it from our side, 412 delivered.
    /// [Q: How do I send a newsletter?] Hi Jo, the editor needs 4 GB of memory.
    /// [M: chat] [Q: USELESS!!] on it
    /// [Q: furious, lost my essay] Hi Jo, I've restored your essay from 9:40.
    /// [Q: Furious!! The hall is locked and our concert starts at eight.] Hi Jo, the side door opens with the code 4711, so your concert starts in time.
    pub AngryTask {
        code: "angry-task", family: Escalation, since: "0.1.0", severity: Hint,
        reads: [Body], fix: Snippet, rank: 10
    }
}

/// What shows that the reply thinks of what they want to get done.
static CUES: [CuePattern; 8] = [
    CuePattern::en(
        0,
        "so (that)? (you|your) {0..3} (can|could|get|will|starts|start|goes|go|runs|is|are|have|keep|still)",
    ),
    CuePattern::en(0, "(in|on) time"),
    CuePattern::en(
        0,
        "you {0..2} (need|needed|want|wanted|have|had|were trying|are trying) {0..5} (out|done|finished|ready|live|up|running|by|before|today|tonight|tomorrow|for|to)",
    ),
    CuePattern::en(
        0,
        "(get|gets|have|bring) (you|it|this|that|your|them) {0..4} (done|out|live|running|back|going|finished|up|there|ready|sent)",
    ),
    CuePattern::en(
        0,
        "your {0..2} (launch|deadline|event|meeting|presentation|newsletter|campaign|concert|wedding|trip|flight|exam|opening|release|party|deadline)",
    ),
    CuePattern::en(
        0,
        "(meanwhile|in the meantime|until then|for now|workaround|quickest way|fastest way|right away|straight away)",
    ),
    CuePattern::en(
        0,
        "(I|we) (will|'ll|can) {adverb}* (do|send|finish|run|call|stay|set|refund|restore|bring|take|replace|upgrade) {0..3} (it|you|this|that|them|your|the)",
    ),
    CuePattern::en(
        0,
        "(to|you) {0..2} (finish|meet) {0..4} (work|task|project|deadline|it|order|thesis|essay|report|invoices)",
    ),
];

/// A reply of fewer words is a line in passing.
const SHORTEST: usize = 5;

impl Rule for AngryTask {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(&CUES)
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        let Some(grammar) = draft.language.grammar else { return };
        let upset = draft.message.mood.is_angry();
        if !(upset && draft.mode.is_letter() && cx.stage == Stage::Finished) {
            return;
        }
        let body: Vec<usize> = cx.sentences(&[RegionKind::Body, RegionKind::Farewell]).collect();
        let words: usize = body.iter().map(|&at| cx.view(at).len()).sum();
        let helps = |at: &usize| {
            cx.cues_in(*at).next().is_some()
                || grammar.context(&cx.view(*at)).says_any(Context::OWN_ACTION)
        };
        if words < SHORTEST || body.iter().any(helps) {
            return;
        }
        let Some(span) = place::first_words(draft) else { return };
        let message = "What are they trying to finish? Help with that, and the anger goes with it.";
        let mut finding = META.finding(span, message);
        finding.help =
            "Name what they want to get done, and do or show the shortest way there.".into();
        let body = "You need ${1:?what they want to get done}. Here's the fastest way there: ${2:?first step}. ";
        let body = wording::spelled_as(&draft.document, body);
        let edit = Edit::snippet(Span::at(span.start), wording::snippet(&body));
        finding.fixes.push(Fix::confirm("Begin with what they need done", vec![edit]));
        out.push(finding);
    }
}
