use std::borrow::Cow;

use super::sorry::{self, Kind};
use crate::document::{EndMark, Marks};
use crate::draft::{RegionKind, Sign};
use crate::finding::{Edit, Fix};
use crate::input::Stage;
use crate::lang::class::Class;
use crate::lang::grammar::View;
use crate::rule::{CuePattern, ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::rules::wording;
use crate::text::Span;

declare! {
    /// Reports an apology after which nothing comes.
    ///
    /// ## Why
    /// After owning what happened, what counts most is what you do about it. Sorry alone fills nobody.
    ///
    /// ## Flagged
    /// [Q: It crashed.] Hi Jo, <|I'm sorry|> about the crash. Best, Ana
    /// [Q: Late again.] Hi Jo, <|we apologize|> for the delay. Thanks, Ana
    /// [Q: Wrong size.] Hi Jo, <|so sorry|> about that! Ana
    /// [Q: Rude driver.] Dear Jo, <|please accept my apologies|>. Ana
    /// [Q: The soup was cold.] Hi Jo,\n\n<|I'm very sorry|> that your soup was cold.\n\nBest wishes,\nAna
    ///
    /// ## Clean
    /// [Q: It crashed.] Hi Jo, I'm sorry about the crash. I've sent you a fixed build.
    /// [Q: Late again.] Hi Jo, I'm sorry. I'll refund the delivery today.
    /// [M: chat] Sorry, one sec
    /// [Q: My father died.] Dear Jo, I'm sorry for your loss.
    /// [Q: The key is stuck.] Hi Jo, I'm sorry about the key. Which door is it? Ana
    /// [Q: The lamp is broken.] Hi Jo, I'm sorry about the lamp and will send a new one today. Ana
    /// [Q: It crashed.] Hi Jo, sorry about that! A new version is out: https://example.com/6 Ana
    /// Sorry! If it is about the lamp again, please answer our first mail and we'll be glad to help.
    pub ApologyWithoutRepair {
        code: "apology-without-repair", family: Apology, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Snippet, rank: 15
    }
}

/// A farewell of so many words says something.
const LONG_FAREWELL: usize = 10;
/// A sentence of so many words beside the apology says something.
const SUBSTANCE: usize = 4;

impl Rule for ApologyWithoutRepair {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(&sorry::CUES)
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        let done = draft.mode.is_letter() && cx.stage == Stage::Finished;
        if !done || draft.message.mood.has(Sign::Loss) {
            return;
        }
        let mut found: Option<(View<'_>, Span)> = None;
        // A farewell is short, or it says more than goodbye.
        let farewell = |at: usize| draft.sentence_regions[at] == RegionKind::Farewell;
        for at in cx.sentences(&[RegionKind::Body, RegionKind::Farewell]) {
            let view = cx.view(at);
            if farewell(at) && view.len() < LONG_FAREWELL {
                continue;
            }
            let apology = cx
                .cues_in(at)
                .filter_map(|hit| sorry::read(&view, hit.words()))
                .min_by_key(|apology| apology.words.start);
            let alone = apology.filter(|apology| {
                let rest = apology.object.end..view.len();
                apology.kind == Kind::Fault && rest.len() <= 1 && apology.words.start <= 2
            });
            match alone {
                Some(apology) if view.sentence.end != EndMark::Question => {
                    let span = wording::span_of(&view, apology.words.clone());
                    found.get_or_insert((view, span));
                }
                _ if says_something(&view) => return,
                _ => {}
            }
        }
        let Some((view, span)) = found else { return };
        let mut finding =
            META.finding(span, "They have the sorry. What will you do to put it right?");
        finding.help = "Say what you have done about it, or what you will do and by when.".into();
        let body =
            wording::spelled_as(&draft.document, " To put it right, I've ${1:?what you did}.");
        let at = Span::at(view.sentence.span.end);
        let edit = Edit::snippet(at, wording::snippet(&body));
        finding.fixes.push(Fix::confirm("Say what you did about it", vec![edit]));
        out.push(finding);
    }
}

/// Whether the sentence is more than thanks or a name.
fn says_something(view: &View<'_>) -> bool {
    let thanks = matches!(view.known(0), "thanks" | "thank" | "best" | "kind" | "warm");
    let holds = (0..view.len())
        .any(|at| view.marked(at, Marks::OPAQUE.with(Marks::ADDRESS).with(Marks::LINK)));
    let own =
        (0..view.len()).any(|at| view.is(at, Class::I) || view.is(at, Class::We) && view.len() > 2);
    holds || view.sentence.end == EndMark::Question || own || view.len() >= SUBSTANCE && !thanks
}
