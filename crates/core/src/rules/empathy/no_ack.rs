use std::borrow::Cow;

use crate::clause::Context;
use crate::document::{EndMark, Marks};
use crate::draft::{Draft, RegionKind};
use crate::finding::{Edit, Fix};
use crate::input::Stage;
use crate::lang::class::{Class, ClassSet};
use crate::lang::grammar::View;
use crate::rule::{CuePattern, ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::rules::wording;
use crate::snippet::Act;
use crate::text::Span;

declare! {
    /// Reports a reply to somebody upset that opens with instructions, as if nothing had happened.
    ///
    /// ## Why
    /// Being heard comes first. One line that shows you read what happened, then the plan: that is all it
    /// takes.
    ///
    /// ## Flagged
    /// [Q: I am FURIOUS. You charged me three times.] Hi Jo, <|open Settings and click Cards|>.
    /// [Q: This is unacceptable, my shop is down!] Hello, <|please clear your cache|>.
    /// [Q: Worst service ever, still no refund.] Hi Jo, <|refunds take five days|>.
    /// [Q: I've asked FOUR times!!] Hi Jo, <|what is your order number|>?
    /// [Q: Ridiculous!! The driver left my cake in the rain.] Hi Jo,\n\n<|Please fill in the form|>. It takes two minutes.
    ///
    /// ## Clean
    /// [Q: I am FURIOUS. You charged me three times.] Hi Jo, three charges is wrong. I've refunded two.
    /// [Q: How do I add a card?] Hi Jo, open Settings.
    /// [Q: This is unacceptable!] Hi Jo, I've restored your shop; it's live again.
    /// [M: chat] [Q: this is ridiculous] Looking right now
    /// [Q: This is outrageous, no towels again!] Hi Jo, you're right, there have to be towels. Please look behind the door.
    /// [Q: Disgusting! A hair in my soup.] Hi Jo, I'm sorry about the soup. Please keep the bill.
    /// [Q: Useless!! My lessons vanished.] Hi Jo, your lessons should not have vanished. Please log in once more.
    pub EmpathyNoAck {
        code: "empathy-no-ack", family: Empathy, since: "0.1.0", severity: Information,
        reads: [Body], fix: Snippet, rank: 20
    }
}

/// What shows that the customer was heard.
static CUES: [CuePattern; 8] = [
    CuePattern::en(0, "(sorry|apologise|apologize|apologies|apology|regret)"),
    CuePattern::en(0, "(thanks|thank)"),
    CuePattern::en(0, "you {be} {adverb}* right"),
    CuePattern::en(0, "(our|my) (fault|mistake|error|slip|doing|side)"),
    CuePattern::en(0, "on (us|me)"),
    CuePattern::en(
        0,
        "(frustrating|annoying|upsetting|unacceptable|unpleasant|disappointing|terrible|awful|wrong|unfair|stressful)",
    ),
    CuePattern::en(0, "(I|we) {0..2} (see|read|understand|hear|realise|realize|agree)"),
    CuePattern::en(0, "(should not|shouldn't) (have|happen)"),
];

/// So many sentences have room for a line that shows it was read.
const OPENING: usize = 3;

impl Rule for EmpathyNoAck {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(&CUES)
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        let Some(grammar) = draft.language.grammar else { return };
        let asked = draft.mode.is_letter()
            && cx.stage == Stage::Finished
            && draft.message.mood.is_upset()
            && is_below(draft);
        if !asked {
            return;
        }
        let greeted = cx.sentences(&[RegionKind::Salutation]);
        let body = cx.sentences(&[RegionKind::Body]);
        let opening: Vec<usize> = body.take(OPENING).collect();
        let heard = greeted.chain(opening.iter().copied()).any(|at| {
            let view = cx.view(at);
            cx.cues_in(at).next().is_some()
                || grammar.context(&view).says_any(Context::OWN_ACTION)
                || echoes(cx, &view)
        });
        let Some(&first) = opening.first().filter(|_| !heard) else { return };
        let view = cx.view(first);
        let span = Span::new(wording::span_of(&view, 0..1).start, view.sentence.end_at);
        let mut finding =
            META.finding(span, "They’re upset. One line that shows you read it, then the plan.");
        finding.help = "Say in their own words what happened, then what you do about it.".into();
        let at = Span::at(view.sentence.span.start);
        for snippet in cx.snippets(&[Act::Acknowledgement, Act::Apology], at.start) {
            let title = format!("Begin with “{}”", snippet.label());
            finding.fixes.push(Fix::confirm(title, vec![Edit::snippet(at, snippet)]));
        }
        out.push(finding);
    }
}

/// Whether their mail stands under the reply: an answer below or between their lines follows their order.
fn is_below(draft: &Draft<'_>) -> bool {
    let quotes = draft.quotes();
    let body = draft.regions.iter().rfind(|region| region.kind == RegionKind::Body);
    let (Some(first), Some(body)) = (quotes.first(), body) else { return false };
    draft.document.lines.get(first.start).is_some_and(|line| line.span.start >= body.span.end)
}

/// Whether the sentence says again what happened to them, in words of their mail.
fn echoes(cx: &ReplyCx<'_>, view: &View<'_>) -> bool {
    const HAPPENED: ClassSet = ClassSet::of(&[
        Class::Negation,
        Class::VerbPast,
        Class::Problem,
        Class::Symptom,
        Class::PastTime,
    ]);
    let told = (0..view.len()).any(|at| {
        view.is_any(at, HAPPENED) && !view.is(at, Class::VerbBase) || view.marked(at, Marks::DIGIT)
    });
    view.sentence.end != EndMark::Question
        && told
        && (0..view.len()).any(|at| cx.draft.message.is_about(view.written(at), cx.draft.language))
}
