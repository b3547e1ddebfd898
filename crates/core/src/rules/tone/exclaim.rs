use crate::document::{EndMark, Marks};
use crate::draft::RegionKind;
use crate::finding::{Edit, Fix};
use crate::input::Mode;
use crate::lang::grammar::View;
use crate::rewrite::capitalised;
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::rules::wording;
use crate::text::Span;

declare! {
    /// Reports more exclamation marks than the moment carries.
    ///
    /// ## Why
    /// One exclamation mark is a smile. Three in a mail sound breathless, and beside bad news a single
    /// one sounds as if it did not matter.
    ///
    /// ## Flagged
    /// Hi Jo! Thanks so much! I fixed it<|!|> Have a great day!
    /// Sorry, your files are gone<|!|>
    /// Your card was declined<|!|>
    /// [Q: THIS IS UNACCEPTABLE, I want my money back] Hi Jo<|!|> I'm on it.
    /// Unfortunately the ferry has left<|!|>
    /// [M: chat] Found it! It's in the blue bag<|!|>
    ///
    /// ## Clean
    /// Hi Jo! I fixed it and your export is attached.
    /// Type `!important` after the colour.
    /// Is the warning sign the yellow "!" icon?
    /// Congratulations on the launch!
    /// Hi Jo! The room is yours. See you on Friday!
    /// The lock isn't broken!
    pub ToneExclaim {
        code: "tone-exclaim", family: Tone, since: "0.1.0", severity: Hint,
        reads: [Salutation, Body, Farewell], fix: Confirm, rank: 8
    }
}

impl Rule for ToneExclaim {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        if draft.language.grammar.is_none() {
            return;
        }
        let own = [RegionKind::Salutation, RegionKind::Body, RegionKind::Farewell];
        let loud: Vec<_> = cx
            .sentences(&own)
            .map(|at| cx.view(at))
            .filter(|view| view.sentence.end == EndMark::Exclamation)
            .filter_map(|view| {
                let at = view.sentence.end_at;
                view.text[at..].starts_with('!').then(|| (view, Span::new(at, at + 1)))
            })
            .collect();
        let most = if draft.mode == Mode::Chat { 1 } else { 2 };
        let upset = draft.mood().is_upset();
        let sad = |view: &View<'_>| is_bad_news(view);
        let found = if upset {
            loud.first()
        } else {
            loud.iter().find(|(view, _)| sad(view)).or_else(|| loud.get(most))
        };
        let Some((view, span)) = found else { return };
        let (message, help) = if upset {
            (
                "They are upset, and “!” sounds cheerful. A full stop is calmer.".to_owned(),
                "End the sentence with a full stop.",
            )
        } else if sad(view) {
            (
                "“!” after bad news can sound careless. A full stop is kinder.".to_owned(),
                "End the sentence with a full stop.",
            )
        } else {
            (
                format!(
                    "{} “!” in one reply. One lands better.",
                    capitalised(&wording::number(loud.len()))
                ),
                "Keep the one that you mean most.",
            )
        };
        let mut finding = META.finding(*span, message);
        finding.help = help.into();
        let stop = |span: Span| {
            let tail = &view.text[span.start..];
            let end = span.start + (tail.len() - tail.trim_start_matches('!').len());
            Edit::replace(Span::new(span.start, end), ".")
        };
        finding.fixes.push(Fix::confirm("End it with a full stop", vec![stop(*span)]));
        if loud.len() > most && !upset && !sad(view) {
            let edits = loud.iter().skip(1).map(|(_, span)| stop(*span)).collect();
            finding.fixes.push(Fix::confirm("Keep the first “!” only", edits));
        }
        out.push(finding);
    }
}

/// Whether the sentence tells of something that the reader would rather not hear.
pub(super) fn is_bad_news(view: &View<'_>) -> bool {
    const BAD: [&str; 30] = [
        "sorry",
        "apologies",
        "apologise",
        "apologize",
        "unfortunately",
        "sadly",
        "afraid",
        "gone",
        "lost",
        "declined",
        "failed",
        "cancelled",
        "canceled",
        "suspended",
        "rejected",
        "refused",
        "expired",
        "overdue",
        "stolen",
        "regret",
        "blocked",
        "delayed",
        "terminated",
        "impossible",
        "unavailable",
        "deleted",
        "banned",
        "died",
        "denied",
        "unable",
    ];
    (0..view.len()).any(|at| {
        let negated =
            (at.saturating_sub(2)..at).any(|n| view.is(n, crate::lang::class::Class::Negation));
        let dares = view.known(at) == "afraid" && view.known(at + 1) == "to";
        // "I deleted the lot", "Sorry if that was long": the writer's own affair, and no news.
        let own = at > 0 && view.is(at - 1, crate::lang::class::Class::I)
            || view.known(at) == "sorry" && view.is(at + 1, crate::lang::class::Class::Condition);
        let quoted = view.marked(at, Marks::QUOTED.with(Marks::CODE));
        let bad = BAD.contains(&view.known(at).to_lowercase().as_str());
        bad && !(negated || dares || own || quoted)
    })
}
