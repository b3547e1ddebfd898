use std::borrow::Cow;
use std::ops::Range;

use super::{pair, verdict};
use crate::clause::{Clause, Context, SubjectKind};
use crate::document::Marks;
use crate::lang::class::{Class, ClassSet};
use crate::lang::grammar::View;
use crate::owner::{Owner, Ownership};
use crate::rewrite;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;
use crate::sense::{self, Claim, Reading, Sense, Strength};

declare! {
    /// Reports “probably”, “hopefully” and “apparently” about your own product, service or work.
    ///
    /// ## Why
    /// “Probably” about something you can look up invites a second email, and “hopefully” hands your
    /// own work to luck. Check it, or say when you will know.
    ///
    /// ## Flagged
    /// This is <|probably|> a caching issue.
    /// <|Hopefully|> that helps with the export. # a wish: a hint
    /// Your domain is <|most likely|> pointing at the old server.
    /// <|Apparently|> the payment failed.
    /// The <|most likely|> cause is the proxy; to confirm, I'm testing it now. # you say how it will be made certain: a hint
    ///
    /// ## Clean
    /// Maybe we could look at it together on Friday? # an offer
    /// Choose "Maybe later" in the dialog. # words of the interface
    /// Is it likely to affect my other site? # a question
    pub CertaintyAdverb {
        code: "certainty-adverb", family: Certainty, since: "0.1.0", severity: Warning,
        reads: [Body, Farewell], fix: Confirm, rank: 20
    }
}

cues! {
    enum Cue { Hope, Likely, Presumed, Reported, Maybe }
    en: Hope = "hopefully",
    en: Hope = "fingers crossed",
    en: Hope = "(with any luck|touch wood|with a bit of luck)",
    en: Likely = "probably",
    en: Likely = "(most|very|more than|quite) likely",
    en: Likely = "in all likelihood",
    en: Presumed = "presumably",
    en: Likely = "in theory",
    en: Presumed = "potentially",
    en: Presumed = "theoretically",
    en: Reported = "(apparently|seemingly|supposedly|evidently)",
    en: Reported = "(somehow|for some reason)",
    en: Maybe = "(maybe|perhaps|possibly|conceivably)",
}

impl Rule for CertaintyAdverb {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let cue = Cue::of(hit);
        let Some((reading, clause)) = read(cue, &hit.words(), cx) else { return };
        let span = cx.span(hit.marked());
        let said = wording::quote(cx, span);
        let message = match cue {
            Cue::Hope => {
                format!("{said} leaves it to luck. Say what you did, or when you will know.")
            }
            _ => format!("{said} invites a second email. Check it, or say when you will know."),
        };
        let mut finding = META.finding(span, message);
        finding.help = "Leave it out if you have checked. If you have not, say when you will know for certain.".into();
        pair::offer(&mut finding, cx, &[rewrite::replace(&cx.view, frame(cx, hit.words()), "")]);
        wording::follow_up(
            &mut finding,
            cx,
            "Say when you will know",
            "I'll know for certain by ${1:?day and time} and will write to you then.",
        );
        verdict::push(finding, &reading, &clause, cx, out);
    }
}

fn read(cue: Cue, words: &Range<usize>, cx: &SentenceCx<'_>) -> Option<(Reading, Clause)> {
    let view = &cx.view;
    if cx.asks(words.start) || view.marked(words.start, Marks::PARENTHESIS) && cue == Cue::Maybe {
        return None;
    }
    // "potentially malicious accounts": the adverb belongs to the adjective.
    let auxiliary = words.start > 0 && verdict::is_finite(view, words.start - 1);
    let before_adjective = words.start > 0
        && !auxiliary
        && !view.is_any(
            words.end,
            ClassSet::of(&[
                Class::Be,
                Class::Have,
                Class::Do,
                Class::VerbBase,
                Class::VerbS,
                Class::VerbPast,
                Class::VerbIng,
                Class::Determiner,
                Class::Possessive,
                Class::Deictic,
                Class::ThirdSingular,
                Class::ThirdPlural,
                Class::There,
                Class::I,
                Class::We,
                Class::You,
                Class::Preposition,
                Class::Will,
                Class::Can,
                Class::Should,
                Class::Could,
                Class::May,
                Class::Clitic,
            ]),
        )
        && !view.marked(words.end, Marks::PUNCTUATION)
        && words.end < view.len()
        && !matches!(cue, Cue::Hope);
    if before_adjective && !view.is(words.end, Class::Negation) {
        return None;
    }
    if cue == Cue::Hope
        && view.is_any(skip_adverbs(view, words.end), ClassSet::of(&[Class::OwnWork]))
        && view.is_any(skip_adverbs(view, words.end), ClassSet::of(&[Class::VerbBase]))
        && words.start <= 1
    {
        // "And hopefully also fix it": the writer's own work, with the *I* of the sentence before.
        let clause = cx.clause_at(words.start);
        return Some((
            Reading {
                sense: Sense::Claim,
                strength: Strength::Fair,
                ownership: Ownership::explicit(Owner::Writer, ""),
                because: "",
            },
            clause,
        ));
    }
    let clause = clause_of(cx, words)?;
    if verdict::is_subordinate(&clause) {
        return None;
    }
    let (claim, ownership) = sense::claim(cx, &clause);
    let (strength, because) = match cue {
        Cue::Hope => hope(cx, words, &clause, claim, &ownership)?,
        Cue::Likely => likely(cx, &clause, claim, &ownership)?,
        Cue::Presumed => {
            let (strength, because) = likely(cx, &clause, claim, &ownership)?;
            let softer = strength == Strength::Fair;
            if softer {
                (Strength::Faint, "it reasons rather than reports")
            } else {
                (strength, because)
            }
        }
        Cue::Reported => reported(claim, &ownership)?,
        Cue::Maybe => maybe(claim)?,
    };
    let (strength, because) = sense::soften(cx, strength, because);
    Some((Reading { sense: Sense::Claim, strength, ownership, because }, clause))
}

fn skip_adverbs(view: &View<'_>, mut at: usize) -> usize {
    while view.is(at, Class::Adverb) {
        at += 1;
    }
    at
}

/// The clause in which the adverb stands: its verb is the nearest after it, else before it.
fn clause_of(cx: &SentenceCx<'_>, words: &Range<usize>) -> Option<Clause> {
    let view = &cx.view;
    let group = verdict::finite_near(view, words)?;
    Some(cx.clause_at(group))
}

/// "It is very likely that" goes as a whole.
fn frame(cx: &SentenceCx<'_>, words: Range<usize>) -> Range<usize> {
    let view = &cx.view;
    let framed = words.start == 2
        && view.known(0) == "it"
        && (view.is(1, Class::Be) || view.known(1) == "'s")
        && view.known(words.end) == "that";
    if framed { 0..words.end + 1 } else { words }
}

/// About the writer's own work it is a defect; as a wish to the reader, or about others, it is not.
fn hope(
    cx: &SentenceCx<'_>,
    words: &Range<usize>,
    clause: &Clause,
    claim: Claim,
    ownership: &Ownership,
) -> Option<(Strength, &'static str)> {
    let view = &cx.view;
    // "to hopefully get help", "some hopefully useful words": no clause of its own.
    let inside = words.start > 0
        && view.is_any(
            words.start - 1,
            ClassSet::of(&[Class::To, Class::Determiner, Class::Possessive]),
        )
        && !view.marked(words.start, Marks::COMMA);
    let person = clause.subject.kind == SubjectKind::Pronoun
        && clause.subject.head.is_some_and(|at| matches!(view.known(at), "he" | "she"));
    if inside || person {
        return None;
    }
    let wishes = clause.verb.verb.is_some_and(|at| view.is(at, Class::Clarify));
    if wishes {
        return Some((Strength::Faint, "it is a wish"));
    }
    let whole = cx.context();
    let acted = sense::acted(cx, clause.words.start) || whole.says(Context::OWN_ACTION);
    let modal = clause
        .verb
        .modal
        .is_some_and(|at| view.is_any(at, ClassSet::of(&[Class::Will, Class::Should])));
    match clause.subject.kind {
        SubjectKind::You => None,
        SubjectKind::I | SubjectKind::We => {
            let delivers = clause
                .verb
                .complement
                .clone()
                .any(|at| view.is_any(at, ClassSet::of(&[Class::ReleaseWord, Class::Remedy])));
            let own = delivers
                || clause.verb.verb.is_some_and(|at| {
                    view.is_any(at, ClassSet::of(&[Class::OwnWork, Class::Ship]))
                });
            (own || claim == Claim::OwnDeed).then_some((Strength::Fair, ""))
        }
        _ if claim == Claim::Foreign => Some((Strength::Coach, "you cannot see their side")),
        _ => {
            let person = clause.subject.head.is_some_and(|at| {
                view.marked(at, Marks::CAPITAL)
                    && at > 0
                    && !view.is_any(at, ClassSet::of(&[Class::Artefact, Class::Problem]))
            });
            if person {
                return None;
            }
            let own = ownership.owner.is_own() || acted;
            if claim == Claim::Finished || (acted && modal) {
                return Some((Strength::Full, ""));
            }
            // "will hopefully" about what one made; "hopefully it will" may be about anything.
            let promised = modal && clause.verb.modal.is_some_and(|at| at < words.start);
            let step = cx
                .context_before(clause.words.start)
                .says_any(Context::INSTRUCTION.with(Context::CONDITION))
                || cx
                    .previous()
                    .is_some_and(|view| cx.context_of(&view).says(Context::INSTRUCTION));
            let repairs = clause.subject.kind == SubjectKind::Deictic
                && clause.verb.verb.is_some_and(|at| {
                    view.is_any(at, ClassSet::of(&[Class::Repair, Class::StateResult]))
                });
            if step && !acted {
                return Some((Strength::Faint, "it follows from a step that you gave"));
            }
            if own || promised || repairs {
                return Some((Strength::Fair, ""));
            }
            Some((Strength::Faint, "whose work it is, is not said"))
        }
    }
}

fn likely(
    cx: &SentenceCx<'_>,
    clause: &Clause,
    claim: Claim,
    ownership: &Ownership,
) -> Option<(Strength, &'static str)> {
    let view = &cx.view;
    match claim {
        Claim::Plan | Claim::Opinion => None,
        Claim::Foreign => Some((Strength::Coach, "you cannot see their side")),
        _ if matches!(clause.subject.kind, SubjectKind::You) => None,
        Claim::Finished | Claim::OwnDeed => Some((Strength::Full, "")),
        Claim::OwnFact if cx.context().says(Context::CONDITION) => {
            Some((Strength::Faint, "it holds under a condition that you name"))
        }
        Claim::OwnFact => {
            let reader = clause.verb.complement.clone().any(|at| {
                view.is_any(
                    at,
                    ClassSet::of(&[
                        Class::You,
                        Class::ReaderPossessive,
                        Class::ThirdParty,
                        Class::CustomerThing,
                    ]),
                )
            });
            // Where their refund is, is on record, whatever card it is on.
            if reader && !ownership.is_outright() {
                return Some((Strength::Coach, "it is about their side"));
            }
            sense::weigh(claim, ownership, true)
        }
        Claim::Fact => Some((Strength::Faint, "whose it is, is not said")),
    }
}

fn reported(claim: Claim, ownership: &Ownership) -> Option<(Strength, &'static str)> {
    match claim {
        Claim::Plan => None,
        Claim::Foreign => Some((Strength::Coach, "you cannot see their side")),
        claim => sense::weigh(claim, ownership, false),
    }
}

/// None of twelve was a defect in real replies: a hint at most.
fn maybe(claim: Claim) -> Option<(Strength, &'static str)> {
    match claim {
        Claim::OwnFact | Claim::Finished => Some((Strength::Faint, "it often is an offer")),
        _ => None,
    }
}
