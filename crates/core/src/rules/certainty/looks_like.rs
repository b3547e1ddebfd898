use std::borrow::Cow;
use std::ops::Range;

use super::{pair, verdict};
use crate::clause::{Clause, SubjectKind};
use crate::document::Marks;
use crate::finding::{Edit, Fix, Insert};
use crate::lang::class::{Class, ClassSet};
use crate::lang::grammar::View;
use crate::lang::lexicon::WordId;
use crate::owner::{self, Owner, Ownership};
use crate::rewrite;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;
use crate::sense::{self, Claim, Reading, Sense, Strength};

declare! {
    /// Reports “looks like”, “seems” and “appears” in front of a finding of your own.
    ///
    /// ## Why
    /// Verbs of appearance turn what you found into a guess. If you looked and found it, say what you
    /// found and where. On the customer's own machine, where you cannot look, they are honest.
    ///
    /// ## Flagged
    /// <|It looks like|> your card expired in March. # on their side, so in profile coach only: a hint
    /// <|Looks like|> a bug on our side.
    /// There <|seems to be|> a problem with the import.
    /// Your account <|appears to have|> two owners.
    /// <|It sounds like|> the plugin is out of date. # whose plugin it is, is not said: a hint
    /// <|It looks like|> your card expired. I'll confirm with the bank log today. # you say how it will be made certain: a hint
    ///
    /// ## Clean
    /// Click the icon that looks like a gear.
    /// The banner appears in the top right corner.
    /// If that seems like too much, start with one page.
    /// I can see why the page seems slow to you.
    pub CertaintyLooksLike {
        code: "certainty-looks-like", family: Certainty, since: "0.1.0", severity: Warning,
        reads: [Body, Farewell], fix: Confirm, rank: 30
    }
}

cues! {
    enum Cue { Seem, Like }
    en: Seem = "{seem}",
    en: Like = "(look|looks|looked|sound|sounds|sounded) {adverb}? (like|as (if|though))",
}

impl Rule for CertaintyLooksLike {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let cue = Cue::of(hit);
        let words = hit.words();
        let Some((reading, clause, span, rewrite)) = read(cue, words.clone(), cx) else { return };
        let words = span.clone();
        let span = cx.span(span);
        let said = wording::quote(cx, span);
        let message = format!("{said} sounds like a guess. If you looked, say what you found.");
        let mut finding = META.finding(span, message);
        finding.help =
            "Say what you found and where: in their log, on their invoice, in your own test."
                .into();
        let ways: Vec<_> = rewrite.edits(cx, &clause, words).into_iter().collect();
        pair::offer(&mut finding, cx, &ways);
        if let (Rewrite::Drop, Some(edits)) = (rewrite, ways.first()) {
            finding.fixes.extend(based_on(cx, edits));
        }
        verdict::push(finding, &reading, &clause, cx, out);
    }
}

type Found = (Reading, Clause, Range<usize>, Rewrite);

/// How the guess becomes a fact.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rewrite {
    /// The frame is dropped: "It looks like your card expired."
    Drop,
    /// The frame is dropped, and its negation goes to the verb: "It doesn't look like it was sent."
    Deny,
    /// The frame becomes *is*: "This looks like a bug."
    Equate,
    /// The frame becomes the verb it raised: "seems to be".
    Raise,
}

impl Rewrite {
    fn edits(self, cx: &SentenceCx<'_>, clause: &Clause, words: Range<usize>) -> Option<Vec<Edit>> {
        let style = cx.facts.style;
        match self {
            Self::Drop => {
                let frame = rewrite::frame(&cx.view, words)?;
                Some(rewrite::replace(&cx.view, frame, ""))
            }
            Self::Deny | Self::Raise => cx.grammar.raised(&cx.view, clause, style),
            Self::Equate => cx.grammar.equated(&cx.view, clause, words, style),
        }
    }
}

/// "In their log, your card expired": the fact with where it was found.
fn based_on(cx: &SentenceCx<'_>, dropped: &[Edit]) -> Option<Fix> {
    let [edit] = dropped else { return None };
    // Only where the frame began the sentence does the source go in its place.
    if edit.span.start != cx.view.sentence.span.start {
        return None;
    }
    let Insert::Text(rest) = &edit.insert else { return None };
    let mut chars = rest.chars();
    let lower = match chars.next() {
        Some(first) if rest != "I" && !rest.chars().skip(1).any(char::is_uppercase) => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => rest.clone(),
    };
    let snippet = wording::snippet(&format!("${{1:?where you saw it}}, {lower}"));
    Some(Fix::confirm("Say what it is based on", vec![Edit::snippet(edit.span, snippet)]))
}

fn read(cue: Cue, words: Range<usize>, cx: &SentenceCx<'_>) -> Option<Found> {
    let view = &cx.view;
    if cx.asks(words.start) {
        return None;
    }
    let at = words.start;
    let start = verdict::group_start(view, at)?;
    let frame = cx.clause_at(start);
    if verdict::is_subordinate(&frame) {
        return None;
    }
    let empty = matches!(frame.subject.kind, SubjectKind::Pronoun | SubjectKind::Elided)
        && (frame.subject.kind == SubjectKind::Elided
            || view.known(frame.subject.words.start) == "it");
    let after = words.end;
    match cue {
        Cue::Seem => {
            if view.is(after, Class::To) {
                return raised(cx, &frame, at, after);
            }
            let visible = matches!(view.known(at), "appear" | "appears" | "appeared" | "appearing");
            let clause_follows = matches!(view.known(after), "that" | "like" | "as") || empty;
            if !clause_follows {
                // "The log appears here" is seen; "it seems fine" is judged.
                return if visible { None } else { judged(cx, &frame, at, after) };
            }
            let inner = match (view.known(after), view.known(after + 1)) {
                ("as", "if" | "though") => after + 2,
                ("that" | "like", _) => after + 1,
                _ => after,
            };
            embedded(
                cx,
                &frame,
                at..inner,
                inner,
                if visible { Weight::Weak } else { Weight::Strong },
            )
        }
        Cue::Like => embedded(cx, &frame, at..after, after, Weight::Weak),
    }
}

/// What a guess about a name counts that the settings do not know: "ArpOn", "Paul".
const NAMED: (Strength, &str) = (Strength::Faint, "the name is not known as yours");

/// Whether the subject is or holds a name that is in no list.
fn names_another(view: &View<'_>, clause: &Clause) -> bool {
    let name = |at: usize| {
        let unknown = view.words[at].id == WordId::UNKNOWN;
        let capital = view.marked(at, Marks::CAPITAL) && at > 0;
        unknown && !view.marked(at, Marks::CODE) && (capital || view.marked(at, Marks::IDENTIFIER))
    };
    clause.subject.kind == SubjectKind::Noun && clause.subject.words.clone().any(name)
}

/// Full where the owner is said outright.
fn outright(ownership: &Ownership) -> Strength {
    if ownership.is_outright() { Strength::Full } else { Strength::Fair }
}

/// How much a bare frame says by itself: *seems* half of the time, *looks like* one time in five.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Weight {
    Strong,
    Weak,
}

/// "It seems that the links are broken", "looks like a bug".
fn embedded(
    cx: &SentenceCx<'_>,
    frame: &Clause,
    cue: Range<usize>,
    inner: usize,
    weight: Weight,
) -> Option<Found> {
    let view = &cx.view;
    let span_start = if frame.subject.kind == SubjectKind::Elided {
        frame.verb.words.start
    } else {
        frame.subject.words.start
    };
    let span = span_start..cue.end;
    let tested = sense::tested(cx);
    let follows = |clause: &Clause| {
        let start = clause.subject.words.start;
        clause.subject.kind != SubjectKind::Elided
            && start <= inner + 3
            && !(inner + 1..=start).any(|at| view.marked(at, Marks::COMMA))
    };
    if let Some(clause) = cx.clause_from(inner).filter(follows) {
        let (claim, ownership) = sense::claim(cx, &clause);
        let known = weight == Weight::Strong || tested;
        let (strength, because) = match claim {
            Claim::OwnFact if tested => (Strength::Fair.max(outright(&ownership)), ""),
            Claim::OwnFact if weight == Weight::Weak && !ownership.is_outright() => {
                (Strength::Faint, "whose it is, only its noun says")
            }
            Claim::Fact if names_another(view, &clause) => NAMED,
            claim => sense::weigh(claim, &ownership, known)?,
        };
        let (strength, because) = sense::soften(cx, strength, because);
        let denies = frame.verb.negated
            || (frame.words.start..cue.start).any(|at| view.is(at, Class::Negation));
        let words = frame.words.start..clause.words.end;
        let (whole, rewrite) = if denies {
            (Clause { words, ..frame.clone() }, Rewrite::Deny)
        } else {
            (Clause { words, ..clause }, Rewrite::Drop)
        };
        let reading = Reading { sense: Sense::Claim, strength, ownership, because };
        return Some((reading, whole, span, rewrite));
    }
    // "This sounds like something for billing": whose task it is, the writer can know.
    let task = matches!(view.known(inner), "something" | "one") && view.known(inner + 1) == "for";
    if task {
        let reading = Reading {
            sense: Sense::Claim,
            strength: Strength::Fair,
            ownership: Ownership::explicit(Owner::OwnService, ""),
            because: "",
        };
        let whole = Clause { words: frame.words.start..view.len(), ..frame.clone() };
        return Some((reading, whole, cue, Rewrite::Equate));
    }
    // A noun phrase: "looks like a bug" names trouble, "looks like a gear" describes.
    let diagnosis = (inner..view.len().min(inner + 6)).find(|&at| view.is(at, Class::Problem))?;
    let described = (inner..diagnosis).any(|at| {
        view.is_any(at, ClassSet::of(&[Class::Taste, Class::ThirdParty, Class::ReaderPossessive]))
    });
    // "looks like this problem" compares.
    let compared = view.is(inner, Class::Deictic) || view.is(inner, Class::Possessive);
    if described || compared || view.marked(inner, Marks::COLON) {
        return None;
    }
    let ownership = owner::phrase(cx, view, inner..view.len()).unwrap_or(Ownership::unknown());
    if frame.verb.negated {
        return None;
    }
    // "on our side": the writer has found it. What *sounds like* trouble was only heard of.
    let ours = (diagnosis + 1..view.len()).any(|at| view.is(at, Class::WriterPossessive));
    let heard = view.known(cue.start).starts_with("sound");
    let strength = match ownership.owner {
        owner if owner.is_foreign() => Strength::Coach,
        _ if ours => Strength::Full,
        _ if heard => Strength::Faint,
        _ => Strength::Fair,
    };
    let (strength, because) = sense::soften(cx, strength, "");
    let whole = Clause { words: frame.words.start..view.len(), ..frame.clone() };
    let span = if frame.subject.kind == SubjectKind::Elided { span } else { cue };
    Some((
        Reading { sense: Sense::Claim, strength, ownership, because },
        whole,
        span,
        Rewrite::Equate,
    ))
}

/// "The export seems to be broken": the subject of the frame is that of the claim.
fn raised(cx: &SentenceCx<'_>, frame: &Clause, at: usize, to: usize) -> Option<Found> {
    let view = &cx.view;
    let mut verb = to + 1;
    while view.is(verb, Class::Adverb) {
        verb += 1;
    }
    let end = (verb + 1).min(view.len());
    let mut clause = frame.clone();
    clause.verb.words = frame.verb.words.start..end;
    clause.verb.complement = end..frame.words.end.max(end);
    let (claim, ownership) = sense::claim(cx, &clause);
    let own_test = sense::tested(cx) || sense::acted(cx, frame.words.start);
    let visible = matches!(view.known(at), "appear" | "appears" | "appeared");
    let (strength, because) = match claim {
        // "We seem to have an issue" is about the writer's side.
        Claim::Plan | Claim::OwnDeed if frame.subject.kind == SubjectKind::We => {
            (Strength::Fair, "")
        }
        Claim::Plan | Claim::OwnDeed | Claim::Opinion => return None,
        Claim::OwnFact if own_test => (Strength::Fair.max(outright(&ownership)), ""),
        Claim::Fact if own_test => (Strength::Fair, ""),
        Claim::Fact if names_another(view, &clause) => NAMED,
        Claim::Fact => {
            // What works, what is where, what is not so: that could be looked up.
            let checkable = frame.verb.negated
                || view.is(verb, Class::Be)
                    && view.is_any(
                        end,
                        ClassSet::of(&[
                            Class::Preposition,
                            Class::ReadyWord,
                            Class::VerbIng,
                            Class::VerbParticiple,
                        ]),
                    )
                || matches!(view.known(verb), "work" | "run");
            let firm = checkable && !visible;
            (if firm { Strength::Fair } else { Strength::Faint }, "whose it is, is not said")
        }
        other => sense::weigh(other, &ownership, true)?,
    };
    let (strength, because) = sense::soften(cx, strength, because);
    let span = frame.verb.words.start..end;
    Some((
        Reading { sense: Sense::Claim, strength, ownership, because },
        clause,
        span,
        Rewrite::Raise,
    ))
}

/// "Your sample seems fine": a judgement on what was tried, or a taste.
fn judged(cx: &SentenceCx<'_>, frame: &Clause, at: usize, after: usize) -> Option<Found> {
    let view = &cx.view;
    // Fine is what was tried; great is what somebody likes.
    let liked = |n: usize| view.is(n, Class::Taste) && !matches!(view.known(n), "ok" | "okay");
    let tested = sense::tested(cx);
    let state = (after..view.len().min(after + 3))
        .any(|n| view.is(n, Class::ReadyWord) && (tested || !liked(n)));
    let (claim, ownership) = sense::claim(cx, frame);
    if !state || matches!(claim, Claim::Plan) {
        return None;
    }
    let strength =
        if claim == Claim::Foreign && !sense::tested(cx) && frame.subject.kind != SubjectKind::Noun
        {
            Strength::Coach
        } else {
            Strength::Fair
        };
    let (strength, because) = sense::soften(cx, strength, "");
    Some((
        Reading { sense: Sense::Claim, strength, ownership, because },
        frame.clone(),
        at..at + 1,
        Rewrite::Equate,
    ))
}
