use std::borrow::Cow;

use crate::document::Marks;
use crate::finding::{Edit, Fix};
use crate::lang::class::{Class, ClassSet};
use crate::rewrite;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;
use crate::text::Span;

declare! {
    /// Reports thanks or praise that a “but” takes back in the same sentence.
    ///
    /// ## Why
    /// What stands before “but” is lost: the reader hears the no, and the thanks sound like a run-up.
    /// In two sentences both are heard.
    ///
    /// ## Flagged
    /// Thanks for writing, <|but|> we can't do that.
    /// I love the idea, <|however|> it isn't possible.
    /// We appreciate your patience, <|but|> unfortunately the plan is full.
    /// I understand you're in a hurry, <|but|> I need the number first.
    /// That's a great question, <|but|> I don't know the answer.
    /// Thank you for the photos, <|although|> they don't show the label.
    /// I'd love to help, <|but|> you haven't said which room it is.
    ///
    /// ## Clean
    /// The export is slow but complete.
    /// The upload failed, but your photos are safe.
    /// Thanks for writing. We don't offer that.
    /// Nothing but the logo changed.
    /// Thanks for asking, but there's no charge. # good news
    /// I understand you're in a hurry, but the courier is already on the way.
    /// Thank you for the log, but also for the photo.
    /// We appreciate it, and we can't wait to see the shop.
    pub ToneBut {
        code: "tone-but", family: Tone, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Confirm, rank: 22
    }
}

cues! {
    enum Cue { But, Warm }
    en: But = "(but|however|although|though)",
    en: Warm = "^ (many|lots of)? (thanks|thank you)",
    en: Warm = "^ (I|we) {adverb}* (appreciate|love|value)",
    en: Warm = "^ (I|we) {0..2} (appreciate|love|value) (you|your|the|that|this|how)",
    en: Warm = "^ (I|we) {adverb}* understand (you|your|that you|how)",
    en: Warm = "^ (that|this|it) (is|'s) {adverb}* a? {adverb}* (great|good|nice|lovely|excellent|wonderful|interesting|fantastic) (idea|question|point|suggestion|thought|request|feature)",
    en: Warm = "^ (great|good|nice|lovely|excellent|wonderful|interesting|fantastic) (idea|question|point|suggestion|thought|request)",
    en: Warm = "^ (I|we) (would|'d) {adverb}* (love|like) to help",
}

impl Rule for ToneBut {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let view = &cx.view;
        let at = hit.marked().start;
        if Cue::of(hit) != Cue::But || cx.asks(at) || at + 1 >= view.len() {
            return;
        }
        let joined = view.marked(at, Marks::COMMA.with(Marks::DASH).with(Marks::COLON));
        let warm = cx.cues().any(|other| Cue::of(&other) == Cue::Warm && other.words().end <= at);
        if !joined || !warm || !is_no(cx, at + 1) {
            return;
        }
        let span = cx.span(at..at + 1);
        let said = wording::quote(cx, span);
        let first = wording::on_one_line(cx.span(0..at.min(2)).of(cx.text()));
        let message =
            format!("After “{first} …” they only hear the {said}. Two sentences keep both.");
        let mut finding = META.finding(span, message);
        finding.help = "End the sentence before it, and say the rest by itself.".into();
        finding.clause = span;
        let before = view.words[at - 1].span().end;
        let mut next = at + 1;
        if matches!(view.known(next), "unfortunately" | "sadly") {
            next += 1;
        }
        if let Some(word) = view.words.get(next) {
            let gone = Span::new(before, word.span().end);
            let with = format!(". {}", rewrite::capitalised(view.written(next)));
            let fix = Fix::confirm("Make two sentences of it", vec![Edit::replace(gone, with)]);
            finding.fixes.push(fix);
        }
        out.push(finding);
    }
}

/// Whether a no or a demand follows.
fn is_no(cx: &SentenceCx<'_>, from: usize) -> bool {
    let view = &cx.view;
    let end = (from + 1..view.len())
        .find(|&n| view.marked(n, Marks::COMMA.with(Marks::BREAK)) && n > from + 1)
        .unwrap_or(view.len());
    let good = (from..end).any(|n| {
        view.is(n, Class::Negation)
            && matches!(
                view.known(n + 1),
                "need"
                    | "charge"
                    | "problem"
                    | "rush"
                    | "worry"
                    | "hurry"
                    | "cost"
                    | "necessary"
                    | "wait"
                    | "worries"
                    | "only"
            )
    });
    let no = (from..end).any(|n| {
        view.is(n, Class::Negation)
            || matches!(
                view.known(n),
                "unfortunately"
                    | "sadly"
                    | "unable"
                    | "impossible"
                    | "full"
                    | "gone"
                    | "closed"
                    | "regret"
            )
            || view.is_any(n, ClassSet::of(&[Class::I, Class::We]))
                && matches!(view.known(n + 1), "need" | "must" | "require")
    });
    no && !good
}
