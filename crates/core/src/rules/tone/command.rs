use std::borrow::Cow;

use crate::clause::Context;
use crate::finding::{Edit, Fix, Severity};
use crate::lang::class::{Class, ClassSet};
use crate::lang::grammar::View;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;

declare! {
    /// Reports “you need to” and “you must” given as orders, with no word of what they are for.
    ///
    /// ## Why
    /// An order without its reason sounds like a counter clerk. With the goal in the sentence, or as a
    /// request, the same step reads as help.
    ///
    /// ## Flagged
    /// <|You need to|> update your card.
    /// <|You must|> reply within two days.
    /// <|You have to|> log out first.
    /// <|You'll need to|> contact your bank. # a step told in advance: a hint
    /// <|You are required to|> sign the form in ink.
    /// <|You need to|> send us the receipt before we can help.
    /// <|You had better|> call the clinic.
    /// <|You must|> rinse the filter tonight.
    /// <|You have to|> hand in the skis before four.
    ///
    /// ## Clean
    /// You don't need to do anything.
    /// If you need to change it later, open Settings.
    /// Please update your card.
    /// By law you must confirm your age. # legal
    /// You need to sign in to see your invoices. # the goal is given
    /// You must keep the lid closed, otherwise the alarm goes off.
    /// What you need to bring is on the second page.
    /// In that case you need to book a second night.
    /// Do I need to sign it? You must be tired of waiting.
    /// You have to be 16 for the licence.
    /// You must not open the box near a flame.
    /// To move the booking, you need to cancel the old one.
    pub ToneCommand {
        code: "tone-command", family: Tone, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Confirm, rank: 20
    }
}

cues! {
    enum Cue { Order, Later }
    en: Order = "^ <you {adverb}* (must|need to|have to|ought to|(have|'ve) got to|(had|'d) better|(are|'re) {adverb}* (required|obliged|obligated) to)> {adverb}* {1..1}",
    en: Later = "^ <you (will|'ll) {adverb}* (need|have) to> {adverb}* {1..1}",
}

impl Rule for ToneCommand {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        const STATE: ClassSet =
            ClassSet::of(&[Class::Be, Class::Have, Class::Think, Class::Say, Class::Negation]);
        let view = &cx.view;
        let marked = hit.marked();
        let verb = hit.words().end - 1;
        // "You must be tired", "you have to admit": no step to take.
        let state = (marked.end..=verb).any(|n| view.is_any(n, STATE))
            && !matches!(view.known(verb), "ask" | "write" | "report" | "tell")
            || matches!(
                view.known(verb),
                "admit"
                    | "love"
                    | "remember"
                    | "realise"
                    | "realize"
                    | "consider"
                    | "keep"
                    | "worry"
                    | "watch"
            );
        let negated = marked.clone().any(|n| view.is(n, Class::Negation));
        if cx.asks(marked.start) || state || negated || is_explained(cx, marked.start, verb) {
            return;
        }
        let span = cx.span(marked.clone());
        let said = wording::quote(cx, span);
        let message =
            format!("{said} can feel like an order. “Please …” or “To …, …” lands softer.");
        let mut finding = META.finding(span, message);
        finding.help =
            "Ask with “please”, or begin with what the step is for: “To keep your number, …”."
                .into();
        finding.clause = cx.span(cx.clause_at(marked.start + 1).words).cover(span);
        let opens = cx.document.blocks[view.sentence.block].sentences.start == cx.index;
        let firm = marked.clone().any(|n| {
            view.is(n, Class::Must)
                || matches!(view.known(n), "required" | "obliged" | "obligated" | "better")
        });
        let lowered = match Cue::of(hit) {
            Cue::Later => Some("Lowered: it tells a step in advance."),
            Cue::Order if opens || firm || is_price(view, verb) => None,
            Cue::Order => Some("Lowered: it goes on from what was said before it."),
        };
        if let Some(reason) = lowered {
            finding.severity = Severity::Hint;
            finding.notes.push(reason.into());
        }
        let step = view.written(verb);
        if verb == marked.end {
            let polite = (0..view.len()).any(|n| view.known(n) == "please");
            let first = marked.start == 0;
            let word = match (polite, first) {
                (true, true) => crate::rewrite::capitalised(step),
                (true, false) => step.to_owned(),
                (false, true) => format!("Please {step}"),
                (false, false) => format!("please {step}"),
            };
            let gone = cx.span(marked.start..verb + 1);
            let title = format!("Say “{word}”");
            finding.fixes.push(Fix::confirm(title, vec![Edit::replace(gone, word)]));
        }
        let rest = cx.view.sentence.span;
        let at = crate::text::Span::at(cx.span(marked.start..marked.end).start);
        if marked.start == 0 && rest.start == at.start {
            let word = format!("To ${{1:?reach what they want}}, {step}");
            let gone = cx.span(marked.start..verb + 1);
            let edit = Edit::snippet(gone, wording::snippet(&word));
            finding.fixes.push(Fix::confirm("Begin with what it is for", vec![edit]));
        }
        out.push(finding);
    }
}

/// Whether the step is the price of help: "before we can help".
fn is_price(view: &View<'_>, verb: usize) -> bool {
    (verb..view.len()).any(|n| {
        matches!(view.known(n), "before" | "until" | "or")
            && view.is_any(n + 1, ClassSet::of(&[Class::I, Class::We]))
            && view.is_any(n + 2, ClassSet::of(&[Class::Can, Class::Will]))
    })
}

/// Whether the word opens no clause but an hour or a day: "before four", "until Monday", "after that".
fn is_hour(view: &View<'_>, at: usize) -> bool {
    const SUBJECT: ClassSet = ClassSet::of(&[
        Class::I,
        Class::We,
        Class::You,
        Class::ThirdSingular,
        Class::Determiner,
        Class::Possessive,
    ]);
    match view.known(at) {
        "after" => true,
        "before" | "until" | "till" => !view.is_any(at + 1, SUBJECT),
        _ => false,
    }
}

/// Whether the sentence, or the one before, says what the step is for or when it is needed.
fn is_explained(cx: &SentenceCx<'_>, from: usize, verb: usize) -> bool {
    let view = &cx.view;
    if is_price(view, verb) {
        return false;
    }
    let inside = (from..view.len()).any(|n| {
        view.is(n, Class::Condition)
            || n > verb && view.is(n, Class::To) && view.is(n + 1, Class::VerbBase)
            || n > verb
                && (view.is(n, Class::Subordinator) && !is_hour(view, n)
                    || matches!(
                        view.known(n),
                        "for"
                            | "otherwise"
                            | "so"
                            | "because"
                            | "since"
                            | "that"
                            | "unless"
                            | "instead"
                            | "then"
                            | "but"
                            | "as"
                            | "anyway"
                    ))
            || matches!(
                view.known(n),
                "law"
                    | "legal"
                    | "legally"
                    | "police"
                    | "safety"
                    | "regulations"
                    | "regulation"
                    | "customs"
                    | "court"
                    | "tax"
                    | "emergency"
                    | "doctor"
                    | "yourself"
                    | "yourselves"
            )
    });
    let before = cx.previous().is_some_and(|previous| {
        let context = cx.context_of(&previous);
        context.says_any(Context::CONDITION.with(Context::INSTRUCTION))
            || (0..previous.len())
                .any(|n| previous.is(n, Class::To) && previous.is(n + 1, Class::VerbBase))
    });
    inside || before
}
