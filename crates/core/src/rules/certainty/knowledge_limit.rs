use std::borrow::Cow;

use super::{pair, verdict};
use crate::document::Marks;
use crate::lang::class::{Class, ClassSet};
use crate::owner::{self, Owner, Ownership};
use crate::rewrite;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;
use crate::sense::{self, Claim, Reading, Sense, Strength};

declare! {
    /// Reports “as far as I know”, “if I remember correctly” and “not 100% sure” about your own side.
    ///
    /// ## Why
    /// The customer wrote because you can find out. A minute of looking, or a colleague's name and a
    /// time, serves them better than the limit of what you happen to know.
    ///
    /// ## Flagged
    /// <|As far as I know|>, the API allows that.
    /// <|I'm not 100% sure|>, but exports are limited to 10 000 rows.
    /// <|To the best of my knowledge|> it was never public.
    /// <|If I remember correctly|>, that plan is gone.
    ///
    /// ## Clean
    /// From what I can see in your March invoice, you were charged once.
    /// I don't know yet. I've asked Jon and will write by noon.
    /// Are you sure you want to delete it? # a question
    /// You know your site best.
    pub CertaintyKnowledgeLimit {
        code: "certainty-knowledge-limit", family: Certainty, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Confirm, rank: 25
    }
}

cues! {
    enum Cue { Known, NotSure, Sure, Supposed }
    en: Known = "as far as (I|we) (know|can tell|can see|am aware|'m aware|are aware|understand|remember|recall)",
    en: Known = "(afaik|iirc|afaict|iiuc)",
    en: Known = "to (the best of)? (my|our) knowledge",
    en: Known = "if (I|my memory) {adverb}? (remember|recall|serves) (correctly|right|well|me)?",
    en: Known = "if memory serves {0..2}",
    en: Known = "if (I'm|I am) not mistaken",
    en: Known = "(I|we) (could|may|might) be wrong",
    en: Known = "(don't|do not) quote (me|us)",
    en: Known = "(I'm|I am) no expert",
    en: Known = "off the top of my head",
    en: Known = "from memory",
    en: Known = "not (that|to) (I|my) (know|knowledge) of?",
    en: NotSure = "(I|we) {be} not {0..2} (sure|certain)",
    en: NotSure = "^ not {0..2} (sure|certain)",
    en: NotSure = "but not {0..1} sure",
    en: Sure = "I'm sure",
    en: Supposed = "(is|are|was|were|'s|'re) {adverb}* supposed to",
}

impl Rule for CertaintyKnowledgeLimit {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let view = &cx.view;
        let words = hit.words();
        if cx.asks(words.start) {
            return;
        }
        let Some((strength, because, ownership)) = read(Cue::of(hit), &words, cx) else { return };
        let (strength, because) = sense::soften(cx, strength, because);
        let reading = Reading { sense: Sense::Claim, strength, ownership, because };
        let span = cx.span(hit.marked());
        let said = wording::quote(cx, span);
        let message = format!("{said}: worth a minute to know? Or ask a colleague and say so.");
        let mut finding = META.finding(span, message);
        finding.help =
            "Look it up, or ask somebody who knows and say by when you will write.".into();
        let mut words = words;
        // "I'm not sure whether it is included": yes or no, neither is the fact.
        let open = matches!(view.known(words.end), "if" | "whether");
        // "…, but exports are limited": the *but* goes with the doubt.
        words.end += usize::from(view.known(words.end) == "but");
        let ways = match Cue::of(hit) {
            // "is supposed to be free" is free; what "is supposed to send" does, no word tells.
            Cue::Supposed => (view.known(words.end) == "be")
                .then(|| rewrite::replace(view, words.start + 1..words.end + 1, ""))
                .into_iter()
                .collect(),
            _ if open => Vec::new(),
            // "Don't quote me on that." says nothing else.
            _ if words.start == 0 && cx.clause_from(words.end).is_none() => Vec::new(),
            _ => vec![rewrite::replace(view, words.clone(), "")],
        };
        pair::offer(&mut finding, cx, &ways);
        wording::follow_up(
            &mut finding,
            cx,
            "Say whom you asked",
            "I've asked ${1:?a colleague}, and I'll have the answer for you by ${2:?day and time}.",
        );
        let clause = verdict::finite_near(view, &words)
            .map_or_else(|| cx.clause_at(words.start), |at| cx.clause_at(at));
        verdict::push(finding, &reading, &clause, cx, out);
    }
}

fn read(
    cue: Cue,
    words: &std::ops::Range<usize>,
    cx: &SentenceCx<'_>,
) -> Option<(Strength, &'static str, Ownership)> {
    let view = &cx.view;
    let unknown = Ownership::unknown();
    match cue {
        Cue::Known => {
            // The fact stands after the phrase, or before it where the phrase ends the sentence.
            let clause = cx.clause_from(words.end).filter(|_| words.end < view.len());
            let around = 0..view.len();
            let third = owner::phrase(cx, view, around)
                .is_some_and(|found| found.owner == Owner::ThirdParty);
            if third {
                return Some((Strength::Coach, "you cannot see their side", unknown));
            }
            // "From what I can see in your invoice": bounded by evidence that is named.
            let evidence = (words.end..view.len().min(words.end + 6))
                .any(|at| view.is(at, Class::EvidenceNoun));
            if evidence && view.is_any(words.end, ClassSet::of(&[Class::Preposition])) {
                return None;
            }
            let elsewhere = clause.as_ref().is_some_and(|clause| {
                clause.subject.kind == crate::clause::SubjectKind::Noun
                    && owner::of(cx, clause).owner == Owner::Unknown
            });
            if elsewhere {
                return Some((Strength::Faint, "whose it is, is not said", unknown));
            }
            let (claim, ownership) =
                clause.map_or((Claim::Fact, unknown), |clause| sense::claim(cx, &clause));
            if claim == Claim::Foreign {
                return Some((Strength::Coach, "you cannot see their side", ownership));
            }
            Some((Strength::Full, "", ownership))
        }
        Cue::NotSure => {
            // "We are not sure about this problem": it is theirs to find out.
            let trouble = view.known(words.end) == "about"
                && view.is_any(words.end + 1, ClassSet::of(&[Class::Deictic, Class::Determiner]))
                && view.is(words.end + 2, Class::Problem);
            if trouble {
                return Some((Strength::Full, "", unknown));
            }
            // Not sure what they mean, why, how best: an honest question.
            const ASKED: ClassSet = ClassSet::of(&[
                Class::Wh,
                Class::I,
                Class::We,
                Class::Determiner,
                Class::Possessive,
                Class::Preposition,
            ]);
            let asks = view.is_any(words.end, ASKED) && view.known(words.end) != "whether";
            if asks || words.end >= view.len() {
                return None;
            }
            let inner =
                words.end + usize::from(matches!(view.known(words.end), "if" | "whether" | "but"));
            let clause = cx.clause_from(inner)?;
            if matches!(
                clause.subject.kind,
                crate::clause::SubjectKind::I
                    | crate::clause::SubjectKind::We
                    | crate::clause::SubjectKind::You
            ) {
                return None;
            }
            let (claim, ownership) = sense::claim(cx, &clause);
            let hedged = view.marked(words.end, Marks::COMMA) && view.known(words.end) == "but";
            match claim {
                Claim::OwnFact | Claim::Finished | Claim::Fact if hedged => {
                    Some((Strength::Full, "", ownership))
                }
                // 2 of 39 without a "but" were defects.
                Claim::OwnFact | Claim::Finished => {
                    Some((Strength::Faint, "it is honest about not knowing", ownership))
                }
                _ => None,
            }
        }
        Cue::Sure => {
            let clause = cx.clause_from(words.end)?;
            let (claim, ownership) = sense::claim(cx, &clause);
            matches!(claim, Claim::OwnFact | Claim::Finished).then_some((
                Strength::Faint,
                "it is meant to reassure",
                ownership,
            ))
        }
        // 22 of 23 were specifications.
        Cue::Supposed => {
            let clause = cx.clause_at(words.start);
            let (claim, ownership) = sense::claim(cx, &clause);
            matches!(claim, Claim::OwnFact).then_some((
                Strength::Faint,
                "it often says how a thing is designed",
                ownership,
            ))
        }
    }
}
