use std::borrow::Cow;
use std::ops::Range;

use super::{pair, verdict};
use crate::clause::{Clause, Number, Subject, SubjectKind};
use crate::document::Marks;
use crate::lang::class::{Class, ClassSet};
use crate::lang::grammar::View;
use crate::owner::{Owner, Ownership};
use crate::rewrite;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;
use crate::sense::{self, Claim, Reading, Sense, Strength};

declare! {
    /// Reports “I think” and “I believe” before a fact about your own product or records.
    ///
    /// ## Why
    /// People come to you because you can look. “I think” before what is best for them is advice and
    /// welcome; before a fact it makes the known sound like a guess.
    ///
    /// ## Flagged
    /// <|I think|> the invoice is under Billing.
    /// <|I believe|> your plan includes backups.
    /// <|I'm pretty sure|> it was a timeout.
    /// <|I guess|> the file is too big.
    /// <|I think|> it's the cache, and I'll confirm that today. # you say how it will be made certain: a hint
    ///
    /// ## Clean
    /// I think the yearly plan suits you better. # advice
    /// What do you think about a call on Friday?
    /// I thought you'd like to know it's fixed.
    /// I believe you: the log shows both charges.
    /// I believe you, and I've removed the fee.
    /// I imagine that was stressful. # felt with the customer
    pub CertaintyOpinion {
        code: "certainty-opinion", family: Certainty, since: "0.1.0", severity: Warning,
        reads: [Body, Farewell], fix: Confirm, rank: 30
    }
}

cues! {
    enum Cue { Think, Imagine, Believe, Guess, Suspect, Sure }
    en: Think = "<(I|we) {adverb}* (think|assume|reckon|gather|presume)> that?",
    en: Imagine = "<(I|we) {adverb}* imagine> that?",
    en: Believe = "<(I|we) {adverb}* believe> that?",
    en: Guess = "<(I|we) {adverb}* (guess|suppose)> that?",
    en: Suspect = "<(I|we) {adverb}* suspect> that?",
    en: Sure = "<(I|we) {be} (pretty|fairly|quite|almost|reasonably|mostly) (sure|certain|confident|positive)> that?",
}

impl Rule for CertaintyOpinion {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let Some((reading, clause)) = read(Cue::of(hit), &hit.words(), cx) else { return };
        let span = cx.span(hit.marked());
        let said = wording::quote(cx, span);
        let message = format!("{said} makes a known fact sound like a guess. Know it? Drop it.");
        let mut finding = META.finding(span, message);
        finding.help = "State it as a fact if you have looked. If a colleague knows, say whom you asked and when you will write.".into();
        let ways: Vec<_> = rewrite::frame(&cx.view, hit.words())
            .filter(|frame| !is_doubted_before(&cx.view, frame.start))
            .map(|frame| rewrite::replace(&cx.view, frame, ""))
            .into_iter()
            .collect();
        pair::offer(&mut finding, cx, &ways);
        wording::follow_up(
            &mut finding,
            cx,
            "Say who is checking, and until when",
            "I'm checking with ${1:?a colleague} and will confirm by ${2:?day and time}.",
        );
        verdict::push(finding, &reading, &clause, cx, out);
    }
}

/// "I'm not sure, but I think it was sent": with the frame alone gone, the doubt would still stand.
fn is_doubted_before(view: &View<'_>, frame: usize) -> bool {
    (1..frame).any(|at| {
        view.is(at - 1, Class::Negation)
            && matches!(view.known(at), "sure" | "certain" | "positive" | "know" | "remember")
            || view.is(at - 1, Class::Adverb)
                && view.is(at.saturating_sub(2), Class::Negation)
                && matches!(view.known(at), "sure" | "certain")
    })
}

/// "I believe you, and I've removed the fee": what is believed is a person, not a claim.
fn has_object(view: &View<'_>, at: usize) -> bool {
    let next = at + 1;
    let ends = next == view.len() || view.marked(next, Marks::COMMA.with(Marks::BREAK));
    let goes_on = view.is(next, Class::Coordinator) && view.is_any(next + 1, SUBJECT)
        || view.known(next) == "that";
    view.is_any(at, ClassSet::of(&[Class::You, Class::ObjectPronoun])) && (ends || goes_on)
}

const SUBJECT: ClassSet =
    ClassSet::of(&[Class::I, Class::We, Class::You, Class::ThirdSingular, Class::ThirdPlural]);

fn read(cue: Cue, words: &Range<usize>, cx: &SentenceCx<'_>) -> Option<(Reading, Clause)> {
    let view = &cx.view;
    if cx.asks(words.start) || verdict::is_embedded_frame(view, words.start) {
        return None;
    }
    let ends = words.end >= view.len()
        || view.marked(words.end, Marks::COMMA.with(Marks::BREAK))
        || view.is(words.end, Class::Coordinator);
    if ends {
        return trailing(words, cx);
    }
    if cue == Cue::Believe && has_object(view, words.end) {
        return None;
    }
    // "I imagine that was stressful": it is felt with the customer.
    let felt = words.end - usize::from(view.known(words.end - 1) == "that");
    if cue == Cue::Imagine
        && view.is_any(felt, ClassSet::of(&[Class::Deictic, Class::ThirdSingular]))
    {
        return None;
    }
    if verdict::is_finite(view, words.end) {
        return inserted(words, cx);
    }
    let clause = cx.clause_from(words.end)?;
    if clause.subject.kind == SubjectKind::Elided || clause.words.start + 1 < words.start {
        return None;
    }
    if verdict::is_subordinate(&clause) {
        return None;
    }
    let (claim, ownership) = sense::claim(cx, &clause);
    let known = matches!(cue, Cue::Believe | Cue::Suspect | Cue::Sure) || sense::tested(cx);
    let (strength, because) = match claim {
        // What one thinks one did is a matter of memory.
        Claim::OwnDeed => (Strength::Fair, "it is about your own memory"),
        claim => sense::weigh(claim, &ownership, known)?,
    };
    let (strength, because) = sense::soften(cx, strength, because);
    let whole = Clause { words: words.start..clause.words.end, ..clause };
    Some((Reading { sense: Sense::Claim, strength, ownership, because }, whole))
}

/// "some changes that I think will fix it", "I believe that was so": the verb follows at once.
fn inserted(words: &Range<usize>, cx: &SentenceCx<'_>) -> Option<(Reading, Clause)> {
    let view = &cx.view;
    let clause = cx.clause_at(words.end);
    // "I believe that was so": *that* is the subject.
    if view.known(words.end - 1) == "that" {
        let mut clause = clause;
        clause.subject = Subject {
            kind: SubjectKind::Deictic,
            number: Number::Singular,
            words: words.end - 1..words.end,
            head: Some(words.end - 1),
            antecedent: None,
        };
        let (claim, ownership) = sense::claim(cx, &clause);
        let (strength, because) = sense::weigh(claim, &ownership, true)?;
        let (strength, because) = sense::soften(cx, strength, because);
        clause.words.start = words.start;
        return Some((
            Reading {
                sense: Sense::Claim,
                strength: strength.min(Strength::Fair),
                ownership,
                because,
            },
            clause,
        ));
    }
    if !sense::acted(cx, words.start) {
        return None;
    }
    let ownership = Ownership::explicit(Owner::Writer, "");
    let (strength, because) = sense::soften(cx, Strength::Full, "");
    Some((Reading { sense: Sense::Claim, strength, ownership, because }, clause))
}

/// "The export is fixed, I think.": at the end of the sentence it takes the fact back.
fn trailing(words: &Range<usize>, cx: &SentenceCx<'_>) -> Option<(Reading, Clause)> {
    let view = &cx.view;
    if words.end < view.len() || words.start == 0 {
        return None;
    }
    // A path, a number or an order is exact, so it can be looked up.
    let exact = (0..words.start)
        .rev()
        .take(5)
        .any(|at| view.marked(at, Marks::OPAQUE.with(Marks::DIGIT).with(Marks::IDENTIFIER)));
    let said = cx.clause_from(0).filter(|clause| clause.words.start < words.start);
    let (claim, ownership) = match &said {
        Some(clause) => sense::claim(cx, clause),
        None => (Claim::Foreign, Ownership::unknown()),
    };
    let known = matches!(claim, Claim::OwnFact | Claim::Finished | Claim::OwnDeed | Claim::Fact);
    if !exact && !known {
        return None;
    }
    let clause = cx.clause_at(words.start + 1);
    let because = if known && ownership.owner.is_own() { "" } else { "whose it is, is not said" };
    let (strength, because) = sense::soften(cx, Strength::Fair, because);
    Some((Reading { sense: Sense::Claim, strength, ownership, because }, clause))
}
