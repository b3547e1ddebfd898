use std::borrow::Cow;

use super::{pair, verdict};
use crate::clause::{Clause, ClauseKind, SubjectKind};
use crate::finding::{Edit, Fix};
use crate::lang::class::{Class, ClassSet};
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;
use crate::sense::{self, Sense};
use crate::text::Span;

declare! {
    /// Reports a result or a behaviour you could have checked, said as if you had not.
    ///
    /// ## Why
    /// People write to you because they need somebody who knows. After “should now be” they go and look
    /// for themselves, or write again: look first, then say “is”. Certainty is earned, not typed, so
    /// the fix is yours to choose.
    ///
    /// ## Flagged
    /// That blog <|should now be|> under your other account.
    /// Your refunds <|should have been processed|> on Monday.
    /// The sync <|should work|> again.
    /// Both invoices <|should already be|> in your inbox.
    /// It <|shouldn't happen|> again.
    ///
    /// ## Clean
    /// You should back up your site before you update. # advice
    /// Should you need anything else, write any time. # inversion
    /// We should have caught this before you did. # ownership
    /// The key should not be shared with anyone. # a rule
    /// You asked how the export should look. # an embedded question
    /// The refund should have gone out on Monday, but it didn't. # counterfactual
    pub CertaintyShould {
        code: "certainty-should", family: Certainty, since: "0.1.0", severity: Warning,
        reads: [Body, Farewell], fix: Confirm, rank: 40
    }
}

cues! {
    enum Cue { Should }
    en: Should = "{should}",
}

/// "The carrier expects your parcel to arrive by Friday": says whose estimate it is.
fn estimate(cx: &SentenceCx<'_>, clause: &Clause) -> Option<Fix> {
    let view = &cx.view;
    let modal = clause.verb.modal?;
    let subject = cx.span(clause.subject.words.clone());
    let plain = clause.kind == ClauseKind::Main
        && clause.subject.kind == SubjectKind::Noun
        && !clause.verb.negated
        && clause.words.start == 0;
    let first = view.words.get(clause.subject.words.start)?;
    let lower = view
        .is_any(clause.subject.words.start, ClassSet::of(&[Class::Determiner, Class::Possessive]));
    let text = first.span().of(cx.text());
    let word = if lower { text.to_lowercase() } else { text.to_owned() };
    let lead = wording::snippet(&format!("${{1|The carrier expects,I expect|}} {word}"));
    plain.then(|| {
        let edits = vec![
            Edit::snippet(Span::new(subject.start, first.span().end), lead),
            Edit::replace(view.words[modal].span(), "to"),
        ];
        Fix::confirm("Say whose estimate it is", edits)
    })
}

impl Rule for CertaintyShould {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let Cue::Should = Cue::of(hit);
        let clause = cx.clause_at(hit.words().start);
        let Some(reading) = sense::should(cx, &clause) else { return };
        if !matches!(
            reading.sense,
            Sense::Result | Sense::Claim | Sense::Forecast | Sense::Estimate
        ) {
            return;
        }
        let span = cx.span(clause.verb.words.clone());
        let said = wording::quote(cx, span);
        let message = format!("{said} leaves them wondering. If you have checked, say so.");
        let mut finding = META.finding(span, message);
        finding.help = "Look first, then state it as a fact, and say what you looked at. If you cannot look yet, say when you will know.".into();
        let style = cx.facts.style;
        let ways = cx.grammar.certain(&cx.view, &clause, style);
        if let Some(again) = verdict::happens_again(cx, &clause) {
            // "It doesn't happen now" is a fact only together with what was changed.
            if let Some(mut edits) = ways.into_iter().next() {
                edits.push(Edit::snippet(
                    cx.span(again..again + 1),
                    wording::snippet("now, because ${1:?what you changed}"),
                ));
                finding.fixes.push(Fix::confirm("I changed it: say what you changed", edits));
            }
            pair::offer(&mut finding, cx, &[]);
        } else if reading.sense == Sense::Forecast {
            let promised = cx.grammar.forecast(&cx.view, &clause, style);
            pair::offer(&mut finding, cx, promised.as_slice());
            finding.fixes.extend(estimate(cx, &clause));
        } else {
            pair::offer(&mut finding, cx, &ways);
        }
        verdict::push(finding, &reading, &clause, cx, out);
    }
}
