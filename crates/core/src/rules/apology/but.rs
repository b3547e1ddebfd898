use std::borrow::Cow;

use super::sorry::{self, Kind};
use crate::clause::Context;
use crate::document::Marks;
use crate::finding::{Edit, Fix};
use crate::lang::class::{Class, ClassSet};
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, declare};
use crate::text::Span;

declare! {
    /// Reports “Sorry, but”, which takes the sorry back.
    ///
    /// ## Why
    /// What comes after *but* is what is heard. An apology that stands alone is believed; what has to
    /// follow can have a sentence of its own.
    ///
    /// ## Flagged
    /// <|I'm sorry, but|> that is not possible.
    /// <|Sorry about that, but|> you clicked Delete.
    /// <|We apologize, however|> the offer has ended.
    /// <|Apologies but|> I need your number.
    /// <|Sorry I can't be of more help, but|> the kitchen closes at ten.
    /// <|We're sorry but|> rooms are only kept until six.
    ///
    /// ## Clean
    /// I'm sorry about the wait. Here's the file.
    /// I'm sorry the button was hidden.
    /// It was slow but it worked.
    /// Sorry! Wrong link. Here's the right one.
    /// Sorry for the wait, but here it is at last. # good news follows
    /// We're sorry about the broken vase, but we've sent you a new one.
    /// Sorry to rush you, but the offer ends at noon. # courtesy
    /// I'm sorry for the mix-up, but the good news is that your seat is safe.
    /// The driver said that he was sorry but the gate was shut. # somebody else's
    /// You're sorry, but there is no need to be.
    pub ApologyBut {
        code: "apology-but", family: Apology, since: "0.1.0", severity: Warning,
        reads: [Body, Farewell], fix: Confirm, rank: 50
    }
}

/// So far from the apology its *but* may stand.
const REACH: usize = 14;

impl Rule for ApologyBut {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(&sorry::CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let view = &cx.view;
        let Some(apology) = sorry::read(view, hit.words()) else { return };
        let end = apology.words.end;
        let but = (end..view.len().min(end + REACH))
            .find(|&at| matches!(view.known(at), "but" | "however"));
        let Some(but) = but.filter(|&at| at + 1 < view.len() && !cx.asks(at)) else { return };
        let before = end..but;
        let stops = |at: usize| view.marked(at, Marks::BREAK.with(Marks::SIGN));
        // "Sorry to hear that, but", "sorry if I missed it, but": courtesy, nothing is taken back.
        if before.clone().chain([but]).any(stops)
            || apology.kind == Kind::Sympathy
            || apology.kind == Kind::Aside
                && (view.is(end, Class::Condition) || view.is(end, Class::To))
            || matches!(view.known(but + 1), "only" | "not")
            || helps(cx, but)
        {
            return;
        }
        let span = cx.span(apology.words.start..but + 1);
        let mut finding = META
            .finding(span, "“Sorry, but” undoes the sorry. Stop after the apology, then go on.");
        finding.help =
            "Let the apology be a sentence of its own, then say what is so and what you can do."
                .into();
        let kept = view.words[but - 1].span().end;
        if let Some(next) = view.words.get(but + 1).map(crate::document::Word::span) {
            let word = next.of(cx.text());
            let mut letters = word.chars();
            let capital: String = letters
                .next()
                .map(|first| first.to_uppercase().collect::<String>() + letters.as_str())
                .unwrap_or_default();
            let edit = Edit::replace(Span::new(kept, next.end), format!(". {capital}"));
            finding.fixes.push(Fix::confirm("Stop after the apology", vec![edit]));
        }
        finding.clause = view.sentence.span;
        out.push(finding);
    }
}

/// Whether what comes after *but* makes it good: "but here it is", "but I've sent a new one".
fn helps(cx: &SentenceCx<'_>, but: usize) -> bool {
    let view = &cx.view;
    let after = but + 1;
    let news =
        (after..after + 4).any(|at| view.known(at) == "good" && view.known(at + 1) == "news");
    if news
        || view.known(after) == "here"
        || cx.context().says_any(Context::OWN_ACTION.with(Context::DONE))
    {
        return true;
    }
    let own = view.is_any(after, ClassSet::of(&[Class::I, Class::We]));
    const DOES: ClassSet = ClassSet::of(&[Class::Will, Class::Can, Class::Have]);
    let negated = (after..view.len().min(after + 5)).any(|at| view.is(at, Class::Negation));
    own && !negated
        && view.is_any(after + 1, DOES)
        && !view.is_any(after + 2, ClassSet::of(&[Class::Determiner, Class::Negation]))
        && view.known(after + 2) != "to"
}
