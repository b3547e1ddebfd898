use std::borrow::Cow;
use std::ops::Range;

use super::{pair, verdict};
use crate::clause::{Clause, Predicate, SubjectKind};
use crate::document::EndMark;
use crate::finding::Edit;
use crate::lang::class::Class;
use crate::rewrite;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;
use crate::sense::{self, Claim, Reading, Sense, Strength};

declare! {
    /// Reports two hedges or more in one clause.
    ///
    /// ## Why
    /// Each hedge takes something back; stacked, the sentence says nothing. Two hedges about your own
    /// product are safe to call doubt, whatever each alone would mean.
    ///
    /// ## Flagged
    /// <|I think it should probably|> work now.
    /// It <|might possibly|> be the firewall.
    /// <|Hopefully this should|> fix it.
    /// <|It seems it may|> have been deleted.
    ///
    /// ## Clean
    /// Could you possibly send me the log, if you might still have it?
    /// It works now: I ran the import twice.
    /// You should make a backup, maybe on a second disk. # advice and an option
    /// I don't know yet. I'll check the backup and write by 5 pm.
    pub CertaintyStacked {
        code: "certainty-stacked", family: Certainty, since: "0.1.0", severity: Warning,
        reads: [Body, Farewell], fix: Confirm, rank: 80
    }
}

cues! {
    enum Cue { Modal, Frame, Adverb, Seem }
    en: Modal = "{should}",
    en: Modal = "{may}",
    en: Modal = "could be",
    en: Modal = "could {adverb} be",
    en: Modal = "ought to",
    en: Modal = "(is|are|was|were) supposed to",
    en: Frame = "(I|we) {adverb}* (think|believe|guess|suppose|assume|suspect|reckon|imagine)",
    en: Frame = "(I|we) {be} (pretty|fairly|quite|almost|reasonably) (sure|certain|confident)",
    en: Frame = "(off the top of my head|as far as I know|afaik|iirc|unless (I'm|I am) wrong|to my knowledge)",
    en: Frame = "with (any|a bit of) luck",
    en: Seem = "it? {seem}",
    en: Seem = "(looks|look|sounds) like",
    en: Adverb = "(probably|hopefully|possibly|presumably|apparently|perhaps|maybe|likely|potentially|theoretically)",
    en: Adverb = "in theory",
}

impl Rule for CertaintyStacked {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn wants_sentences(&self) -> bool {
        true
    }

    fn on_sentence(&self, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let view = &cx.view;
        if view.sentence.end == EndMark::Question {
            return;
        }
        let mut hedges: Vec<(Cue, Range<usize>)> =
            cx.cues().map(|hit| (Cue::of(&hit), hit.words())).collect();
        hedges.retain(|(_, words)| !verdict::is_month(view, words.start));
        hedges.sort_by_key(|(_, words)| (words.start, std::cmp::Reverse(words.end)));
        hedges.dedup_by(|later, earlier| later.1.start < earlier.1.end);
        let mut at = 0;
        while at + 1 < hedges.len() {
            let (first, second) = (&hedges[at], &hedges[at + 1]);
            if let Some((reading, clause)) = stacked(first, second, cx) {
                // A third hedge in the same clause belongs to the same finding.
                let in_clause = |words: &Range<usize>| words.start < clause.words.end;
                let later = hedges[at + 2..].iter().map(|(_, words)| words);
                let last =
                    later.take_while(|words| in_clause(words)).last().unwrap_or(&second.1).end;
                let span = cx.span(first.1.start..last);
                let said: Vec<_> = hedges[at..]
                    .iter()
                    .take_while(|(_, words)| words.start < last)
                    .map(|(_, words)| wording::quote(cx, cx.span(words.clone())))
                    .collect();
                let message = format!(
                    "{} doubts in one line ({}). Keep the part you know.",
                    if said.len() == 2 { "Two" } else { "Several" },
                    said.join(", ")
                );
                let mut finding = META.finding(span, message);
                finding.help =
                    "Keep the part you know. For the rest, say when you will know.".into();
                let stack = &hedges[at..at + said.len()];
                let ways: Vec<_> = unstack(cx, stack, &clause).into_iter().collect();
                pair::offer(&mut finding, cx, &ways);
                verdict::push(finding, &reading, &clause, cx, out);
                at += said.len().max(2);
            } else {
                at += 1;
            }
        }
    }

    fn on_cue(&self, _hit: &CueHit<'_>, _cx: &SentenceCx<'_>, _out: &mut Sink<'_>) {}
}

/// All rewrites of a stack at once: frames and adverbs go, modals and *seem* become facts.
fn unstack(
    cx: &SentenceCx<'_>,
    stack: &[(Cue, Range<usize>)],
    clause: &Clause,
) -> Option<Vec<Edit>> {
    let view = &cx.view;
    let style = cx.facts.style;
    let mut edits: Vec<Edit> = Vec::new();
    let mut dropped: Vec<Range<usize>> = Vec::new();
    for (cue, words) in stack {
        match cue {
            Cue::Frame => {
                let that = usize::from(view.known(words.end) == "that");
                dropped.push(rewrite::frame(view, words.start..words.end + that)?);
            }
            Cue::Adverb => dropped.push(words.clone()),
            Cue::Seem => {
                let raises = view.is(words.end, Class::To);
                let negated = words.start > 0 && view.is(words.start - 1, Class::Negation);
                if raises || negated {
                    return None;
                }
                let that = usize::from(matches!(view.known(words.end), "that" | "like"));
                dropped.push(rewrite::frame(view, words.start..words.end + that)?);
            }
            Cue::Modal => {
                let at = words.start;
                let modal =
                    if clause.verb.modal == Some(at) { clause.clone() } else { cx.clause_at(at) };
                edits.extend(cx.grammar.certain(view, &modal, style).into_iter().next()?);
            }
        }
    }
    // Neighbouring hedges are dropped as one, so that one capital is set.
    dropped.sort_by_key(|words| words.start);
    let mut runs: Vec<Range<usize>> = Vec::new();
    for words in dropped {
        match runs.last_mut() {
            Some(last) if words.start <= last.end => last.end = last.end.max(words.end),
            _ => runs.push(words),
        }
    }
    for words in runs {
        edits.extend(rewrite::replace(view, words, ""));
    }
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let apart = edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start);
    apart.then_some(edits)
}

fn stacked(
    first: &(Cue, Range<usize>),
    second: &(Cue, Range<usize>),
    cx: &SentenceCx<'_>,
) -> Option<(Reading, crate::clause::Clause)> {
    let view = &cx.view;
    let (a, b) = (&first.1, &second.1);
    // Hedges of one clause stand close together, without a break or a new clause between them.
    let apart =
        b.start.saturating_sub(a.end) > 7 || (a.end..=b.start).any(|at| verdict::breaks(view, at));
    if apart {
        return None;
    }
    let finite = match second.0 {
        Cue::Adverb => verdict::finite_near(view, b).unwrap_or(b.start),
        Cue::Modal | Cue::Seem => verdict::group_start(view, b.end - 1).unwrap_or(b.start),
        Cue::Frame => b.start,
    };
    let mut clause = cx.clause_at(finite);
    // The second hedge stands in the clause that the first one opens, or that holds it.
    let opened = clause.words.start <= a.end + 1;
    if verdict::is_subordinate(&clause) || !opened {
        return None;
    }
    clause.words.start = clause.words.start.min(a.start);
    if matches!(clause.subject.kind, SubjectKind::You | SubjectKind::I | SubjectKind::We) {
        return None;
    }
    let (claim, ownership) = sense::claim(cx, &clause);
    // *Should probably* and *maybe … should* advise; only a frame or a second modal makes it doubt.
    let hedges = [first, second];
    let advises = hedges.iter().any(|hedge| hedge.0 == Cue::Adverb)
        && hedges.iter().any(|hedge| view.is(hedge.1.start, Class::Should))
        && !hedges.iter().any(|hedge| view.known(hedge.1.start) == "hopefully");
    let should = hedges.iter().any(|hedge| view.is(hedge.1.start, Class::Should));
    let now = sense::reports_change(view, &clause);
    // After "I think", *should* is a norm unless a result or the writer's own product is meant.
    let hopes = hedges.iter().any(|hedge| view.known(hedge.1.start) == "hopefully");
    let normative = should
        && !now
        && !hopes
        && !matches!(claim, Claim::Finished)
        && clause.verb.predicate != Predicate::Able
        && (!ownership.owner.is_own()
            || hedges.iter().any(|hedge| hedge.0 == Cue::Seem) && !ownership.is_outright()
            || clause.verb.adverbs.iter().any(|&at| view.is(at, Class::OfferAdverb))
            || clause.verb.adverbs.iter().any(|&at| view.is(at, Class::AdviceAdverb)));
    let (strength, because) = match claim {
        _ if now => (Strength::Full, ""),
        _ if normative => return None,
        Claim::Opinion if !should && verdict::has_taste(view, &clause) => return None,
        Claim::Foreign => (Strength::Coach, "you cannot see their side"),
        _ if advises => return None,
        _ if ownership.is_outright() && ownership.owner.is_own() => (Strength::Full, ""),
        Claim::Finished => (Strength::Full, ""),
        Claim::Plan => return None,
        _ if ownership.owner.is_own() => (Strength::Fair, "whose it is, only its noun says"),
        _ if hopes && should => (Strength::Fair, ""),
        _ => (Strength::Faint, "whose it is, is not said"),
    };
    let (strength, because) = sense::soften(cx, strength, because);
    Some((Reading { sense: Sense::Claim, strength, ownership, because }, clause))
}
