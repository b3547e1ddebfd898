use std::borrow::Cow;
use std::ops::Range;

use super::{pair, verdict};
use crate::document::Marks;
use crate::finding::Edit;
use crate::lang::class::{Class, ClassSet};
use crate::owner::{Owner, Ownership};
use crate::rewrite;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;
use crate::sense::{self, Reading, Sense, Strength};

declare! {
    /// Reports “I'll try to” and its like for what you commit to.
    ///
    /// ## Why
    /// “I’ll try” keeps a back door open, and the reader sees it. Say what you will do for certain,
    /// even if it is only to look and to write by a time.
    ///
    /// ## Flagged
    /// I<|'ll try to|> fix this today.
    /// We <|will do our best to|> get it back.
    /// I<|'ll see what I can|> do.
    /// We<|'ll try and|> find your order.
    ///
    /// ## Clean
    /// I tried both versions and both load.
    /// Please try again with a private window.
    /// I'll try the other door. # to try out
    /// We plan to move our office in May. # not for the reader
    /// I hope to see you at the meetup. # a wish
    /// Tell me what you're trying to build.
    /// I'll look for your order today and write by 5 pm either way.
    pub CertaintyTry {
        code: "certainty-try", family: Certainty, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Confirm, rank: 25
    }
}

cues! {
    enum Cue { Try, Best, See, Hope }
    en: Try = "(I|we) <('ll|will|can|would|'d) {adverb}* (try|attempt) (to|and)?>",
    en: Try = "(I|we) <{be} going to (try|attempt) (to|and)?>",
    en: Try = "(I|we) <(try|attempt) to> {verb-base}",
    en: Try = "(someone|somebody) <will try (to|and)>",
    en: Try = "^ <will try (to|and)>",
    en: Best = "(I|we) <('ll|will|can|would) {adverb}* do (my|our|the) {adverb}? best to?>",
    en: See = "(I|we) <('ll|will|can) {adverb}* see (what|if|whether) {0..3} (can|could)>",
    en: See = "(help|assist|fix|sort|do) {0..3} <if (I|we) can>",
    en: See = "^ <will see (what|if|whether) {0..3} (can|could)>",
    en: Hope = "(I|we) <{adverb}* (hope|plan|aim|intend|want) to> {own-work&verb-base}",
    en: Hope = "(I|we) <{adverb}* (hope|plan|aim) to> {verb-base}",
    en: Hope = "(I|we) <{adverb}* (hope|plan|aim) to> have",
}

/// "'ll try to fix" becomes "'ll fix", "hope to fix" becomes "will fix".
fn committed(cue: Cue, cx: &SentenceCx<'_>, marked: &Range<usize>) -> Option<Vec<Edit>> {
    let view = &cx.view;
    let follows = view.is_any(marked.end, ClassSet::of(&[Class::VerbBase, Class::Have]));
    match cue {
        Cue::Try | Cue::Best => {
            let from =
                marked.clone().find(|&at| matches!(view.known(at), "try" | "attempt" | "do"))?;
            let joined = view.is(marked.end - 1, Class::To) || view.known(marked.end - 1) == "and";
            (follows && joined).then(|| rewrite::replace(view, from..marked.end, ""))
        }
        Cue::Hope => {
            let first = view.words.get(marked.start)?.span();
            let last = view.words.get(marked.end.checked_sub(1)?)?.span();
            follows.then(|| vec![Edit::replace(first.cover(last), "will")])
        }
        Cue::See => None,
    }
}

impl Rule for CertaintyTry {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let cue = Cue::of(hit);
        let view = &cx.view;
        let marked = hit.marked();
        if cx.asks(hit.words().start) || verdict::is_embedded_frame(view, hit.words().start) {
            return;
        }
        // "Try passing" is an experiment, "we try to stay neutral" a habit.
        let next = marked.end;
        // "I'll try the other door": the thing is tried out.
        const THING: ClassSet =
            ClassSet::of(&[Class::Determiner, Class::Possessive, Class::Preposition]);
        let bare = cue == Cue::Try
            && !view.is(next - 1, Class::To)
            && view.known(next - 1) != "and"
            && view.is_any(next, THING);
        if bare && view.known(next + 1) != "best" {
            return;
        }
        let habit = cue == Cue::Try && view.is_any(marked.start, ClassSet::of(&[Class::VerbBase]));
        if view.is(next, Class::VerbIng) || habit {
            return;
        }
        // "the release we plan to ship": the plan only describes the release.
        let at = hit.words().start;
        let describes = at > 0
            && !view.marked(at, Marks::PUNCTUATION)
            && !view.is_any(
                at - 1,
                ClassSet::of(&[Class::Coordinator, Class::Subordinator, Class::Adverb]),
            );
        let strength = match cue {
            Cue::Hope if describes => return,
            Cue::Hope => {
                const DONE: ClassSet =
                    ClassSet::of(&[Class::OwnWork, Class::Ship, Class::Test, Class::Answer]);
                // "hope to see you" is a wish.
                let wish = view.is(next, Class::Experience) && view.is(next + 1, Class::You);
                // "plan to move our office" promises nothing to the reader.
                let ours = view.is(next + 1, Class::WriterPossessive);
                const AWAITED: ClassSet = ClassSet::of(&[Class::StateResult, Class::Tidings]);
                let own = view.is_any(next, DONE) && !wish && !ours
                    || view.is(next, Class::Have)
                        && (next + 1..view.len()).any(|n| view.is_any(n, AWAITED));
                if !own || view.known(marked.start) == "want" {
                    return;
                }
                Strength::Fair
            }
            _ => Strength::Full,
        };
        let ownership = Ownership::explicit(Owner::Writer, view.written(hit.words().start));
        let (strength, because) = sense::soften(cx, strength, "");
        let strength = strength.max(Strength::Fair);
        let reading = Reading { sense: Sense::Claim, strength, ownership, because };
        let span = cx.span(marked.clone());
        let said = wording::quote(cx, span);
        let message =
            format!("{said} keeps a back door open. What will you do for certain, and by when?");
        let clause = cx.clause_at(marked.start);
        let mut finding = META.finding(span, message);
        finding.help = "Promise the part that is in your hands, even if it is only to look and to write by a time.".into();
        let ways: Vec<_> = committed(cue, cx, &marked).into_iter().collect();
        pair::offer(&mut finding, cx, &ways);
        wording::replace_sentence(
            &mut finding,
            cx,
            "Say what you will do, and by when",
            "I'll ${1:?what you will do} and write to you by ${2:?day and time} either way.",
        );
        verdict::push(finding, &reading, &clause, cx, out);
    }
}
