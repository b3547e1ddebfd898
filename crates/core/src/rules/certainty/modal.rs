use std::borrow::Cow;

use super::{pair, verdict};
use crate::clause::{Clause, ClauseKind, Predicate, SubjectKind};
use crate::document::Marks;
use crate::lang::class::Class;
use crate::lang::grammar::View;
use crate::owner::Ownership;
use crate::rewrite;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;
use crate::sense::{self, Claim, Reading, Sense, Strength};

declare! {
    /// Reports “may be”, “might be” and “could be” about your own product.
    ///
    /// ## Why
    /// A “might” is often the honest word: better an honest “might” than a hopeful “should”. About
    /// your own product you can find out, and then the customer need not.
    ///
    /// ## Flagged
    /// That <|might be|> a bug in our sync.
    /// This <|may be|> because your token expired. # often the honest word: a hint
    /// There <|might be|> a conflict with the other plugin. # often the honest word: a hint
    /// It <|could have been|> the migration. # often the honest word: a hint
    /// Your file <|may be|> too large. # on their side, so in profile coach only: a hint
    ///
    /// ## Clean
    /// You may cancel at any time.
    /// Could you send me the file?
    /// You might also like the monthly report. # an option
    /// I could see the error in your log. # past ability
    /// The renewal is on 3 May.
    pub CertaintyModal {
        code: "certainty-modal", family: Certainty, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Confirm, rank: 15
    }
}

cues! {
    enum Cue { May, Could, Must, Ought }
    en: May = "{may}",
    en: Could = "could",
    en: Must = "must",
    en: Ought = "ought to",
}

/// Whether the clause calls its subject a bug and names no other owner.
fn names_bug(view: &View<'_>, clause: &Clause) -> bool {
    let complement = clause.verb.complement.clone();
    let bug = complement.clone().take(3).find(|&at| view.is(at, Class::Bug));
    bug.is_some_and(|bug| {
        !view.is(bug + 1, Class::Preposition) || view.marked(bug + 1, Marks::PUNCTUATION)
    }) && clause.verb.predicate == Predicate::Be
}

/// "The totals ought to be right" reads as *should* does, and says less.
fn ought(cx: &SentenceCx<'_>, clause: &Clause) -> Option<(Strength, Ownership)> {
    sense::should(cx, clause)
        .map(|reading| (reading.strength.min(Strength::Fair), reading.ownership))
}

/// *May*, *might*, *could* and *must* with a state or a symptom.
fn could_be(cue: Cue, cx: &SentenceCx<'_>, clause: &Clause) -> Option<(Strength, Ownership)> {
    let view = &cx.view;
    // "It must not be sent", "must be signed": an obligation.
    let obliges = clause.verb.negated || clause.verb.predicate == Predicate::Passive;
    if cue == Cue::Must && obliges {
        return None;
    }
    let able = clause.verb.predicate == Predicate::Able;
    let states = matches!(
        clause.verb.predicate,
        Predicate::Be
            | Predicate::Have
            | Predicate::Passive
            | Predicate::Progressive
            | Predicate::Perfect
            | Predicate::PerfectPassive
    ) || able
        || clause.verb.verb.is_some_and(|verb| view.is(verb, Class::Symptom));
    if !states {
        return None;
    }
    let (claim, ownership) = sense::claim(cx, clause);
    let strength = match clause.subject.kind {
        SubjectKind::I | SubjectKind::We if able => Strength::Fair,
        // "I might have deleted it": what one did, one can look up.
        SubjectKind::I | SubjectKind::We
            if clause.verb.predicate == Predicate::Perfect
                && clause.verb.verb.is_some_and(|verb| view.is(verb, Class::OwnWork)) =>
        {
            Strength::Fair
        }
        SubjectKind::You if able && cue == Cue::May && !clause.verb.negated => Strength::Faint,
        SubjectKind::I | SubjectKind::We | SubjectKind::You => return None,
        // "That might be a bug": a bug is the writer's own, and can be found.
        SubjectKind::Pronoun | SubjectKind::Deictic if names_bug(view, clause) => Strength::Fair,
        _ if claim == Claim::Foreign => Strength::Coach,
        _ => Strength::Faint,
    };
    Some((strength, ownership))
}

impl Rule for CertaintyModal {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let cue = Cue::of(hit);
        let view = &cx.view;
        let at = hit.words().start;
        // The month, a name, and "a must have".
        let name = verdict::is_month(view, at);
        let noun = at > 0 && matches!(view.known(at - 1), "a" | "an" | "the");
        if name || noun {
            return;
        }
        let clause = cx.clause_at(at);
        let asserts = matches!(clause.kind, ClauseKind::Main | ClauseKind::Relative);
        if !asserts {
            return;
        }
        let read = if cue == Cue::Ought { ought(cx, &clause) } else { could_be(cue, cx, &clause) };
        let Some((strength, ownership)) = read else { return };
        let (strength, because) = sense::soften(cx, strength, "it is often the honest word");
        let reading = Reading { sense: Sense::Claim, strength, ownership, because };
        let span = cx.span(clause.verb.words.clone());
        let said = wording::quote(cx, span);
        let message = format!("{said} leaves it open. If you can look, say which it is.");
        let mut finding = META.finding(span, message);
        finding.help =
            "If it is one of two things, name them and say by when you will know which.".into();
        let frame = clause.subject.words.start..clause.verb.complement.start + 1;
        let ways = if view.known(clause.verb.complement.start) == "that" {
            // "It may be that it was sent": the frame goes.
            vec![rewrite::replace(view, frame, "")]
        } else {
            cx.grammar.certain(view, &clause, cx.facts.style)
        };
        pair::offer(&mut finding, cx, &ways);
        let person = clause.subject.kind;
        if !matches!(person, SubjectKind::I | SubjectKind::We | SubjectKind::You) {
            wording::follow_up(
                &mut finding,
                cx,
                "Name the possibilities",
                "It's either ${1:?one cause} or ${2:?the other}. I'll know which by ${3:?day and time}.",
            );
        }
        verdict::push(finding, &reading, &clause, cx, out);
    }
}
