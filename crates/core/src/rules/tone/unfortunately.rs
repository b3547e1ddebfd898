use std::borrow::Cow;

use super::reader;
use crate::document::Marks;
use crate::draft::Sign;
use crate::finding::Fix;
use crate::lang::class::{Class, ClassSet};
use crate::rewrite;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;

declare! {
    /// Reports a sentence that opens with “Unfortunately” or “I'm afraid” where nothing is offered
    /// beside it.
    ///
    /// ## Why
    /// The word shuts the door before the reader knows which one. Begun with what you can do, the same
    /// answer keeps them reading.
    ///
    /// ## Flagged
    /// <|Unfortunately|>, your plan doesn't include that.
    /// <|I'm afraid|> the room is gone.
    /// <|Sadly|>, we can't extend it.
    /// <|I regret to inform you that|> the order was cancelled.
    /// Sorry, but <|unfortunately|> the last ferry has left.
    /// <|Regrettably|> the coat is sold out.
    /// <|We are sorry to inform you that|> your claim was refused.
    ///
    /// ## Clean
    /// Your plan covers two sites; here's how to add a third.
    /// It was unfortunate timing: the deploy hit your launch.
    /// Is it, unfortunately, too late? # question
    /// Don't be afraid to reply to this mail.
    /// Unfortunately the coat is sold out, but the blue one is here.
    /// Unfortunately, the ferry is cancelled because of the wind.
    /// Unfortunately, the room is gone. I can hold the one next door for you.
    /// [Q: My mother passed away on Sunday.] Unfortunately, the bank holds the account.
    /// The limit is unfortunately 10 MB.
    /// Unfortunately, Ana leaves the team in May. # news
    /// I'm afraid so.
    /// I'm afraid of heights too.
    pub ToneUnfortunately {
        code: "tone-unfortunately", family: Tone, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Confirm, rank: 28
    }
}

cues! {
    enum Cue { Adverb, Afraid, Regret }
    en: Adverb = "^ <(unfortunately|sadly|regrettably)>",
    en: Adverb = "sorry ,? but {0..1} <(unfortunately|sadly|regrettably)>",
    en: Afraid = "^ <(I|we) (am|'m|are|'re) afraid that?>",
    en: Regret = "^ <(I|we) regret to (inform|tell|say) you? that?>",
    en: Regret = "^ <(I|we) (am|'m|are|'re) sorry to (inform|tell) you that?>",
    en: Regret = "^ <bad news>",
}

impl Rule for ToneUnfortunately {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        const IDIOM: ClassSet = ClassSet::of(&[Class::To]);
        let view = &cx.view;
        let marked = hit.marked();
        let next = view.known(marked.end);
        let idiom = matches!(next, "of" | "so" | "not") || view.is_any(marked.end, IDIOM);
        let loss = cx.facts.mood.has(Sign::Loss);
        if cx.asks(marked.start) || idiom || loss || marked.end >= view.len() {
            return;
        }
        // "Sorry, but unfortunately" is a stock opening whatever follows.
        let stacked = marked.start > 0 && view.known(0) == "sorry"
            || view.known(marked.start.saturating_sub(2)) == "sorry";
        if !stacked && (!is_no(cx, marked.end) || reader::leads_on(cx, marked.end, 1, 2)) {
            return;
        }
        let span = cx.span(marked.clone());
        let said = wording::quote(cx, span);
        let message = format!("{said} closes a door first. Can you open with what you can do?");
        let mut finding = META.finding(span, message);
        finding.help =
            "Begin with what is possible, or tell the no plainly and go on with the way around it."
                .into();
        finding.clause = span;
        wording::follow_up(
            &mut finding,
            cx,
            "Add what you can do",
            "What I can do is ${1:?the nearest yes}.",
        );
        let broken =
            view.marked(marked.end, Marks::BREAK) || Cue::of(hit) == Cue::Regret && next == "you";
        if !broken && view.known(marked.start) != "bad" {
            let title = format!("Leave out {said}");
            finding.fixes.push(Fix::confirm(title, rewrite::replace(view, marked, "")));
        }
        out.push(finding);
    }
}

/// Whether the sentence refuses something or tells that it is gone, rather than telling news.
fn is_no(cx: &SentenceCx<'_>, from: usize) -> bool {
    const GONE: [&str; 22] = [
        "gone",
        "sold",
        "closed",
        "cancelled",
        "canceled",
        "refused",
        "left",
        "expired",
        "full",
        "late",
        "out",
        "discontinued",
        "rejected",
        "declined",
        "impossible",
        "unable",
        "lost",
        "missed",
        "over",
        "unavailable",
        "denied",
        "only",
    ];
    const OURS: ClassSet = ClassSet::of(&[
        Class::I,
        Class::We,
        Class::You,
        Class::ReaderPossessive,
        Class::WriterPossessive,
        Class::ThirdSingular,
        Class::Deictic,
        Class::There,
    ]);
    let view = &cx.view;
    let subject = view.is_any(from, OURS);
    let no = (from..view.len()).any(|n| {
        subject && view.is(n, Class::Negation)
            || GONE.contains(&view.known(n).to_lowercase().as_str())
    });
    let bare = view.is(from, Class::Negation);
    no || bare
}
