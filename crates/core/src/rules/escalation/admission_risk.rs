use std::borrow::Cow;

use crate::draft::{RegionKind, Risk};
use crate::finding::Related;
use crate::lang::class::Class;
use crate::rule::{CuePattern, ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::rules::wording;

declare! {
    /// Reports words that take the blame where lawyers are in sight.
    ///
    /// ## Why
    /// To own a slip is right nearly always, so this is off until a team wants it. Where a claim is in the
    /// room, one sentence may be read in court, and a colleague knows which.
    ///
    /// ## Flagged
    /// [Q: My lawyer will contact you.] <|It was our fault|> and <|we will compensate|> you.
    /// [Q: I'll sue.] To leave the gate open <|was careless of us|>.
    /// [Q: I'll sue.] <|We admit|> that <|we were negligent|>.
    /// [Q: see you in court] <|We are liable|> for the loss.
    /// [Q: My lawyer says the ladder broke] <|We will compensate|> all damages.
    /// [Q: The kettle gave me an electric shock.] Hi Jo, <|we take full responsibility|>.
    ///
    /// ## Clean
    /// [Q: You charged me twice.] That's our fault; I've refunded it.
    /// [Q: My lawyer will contact you.] I've brought in Ana, who'll write today.
    /// [Q: I'll sue.] Thank you for telling me. Ana will call you at 3 pm.
    /// [Q: Is damage covered?] Yes, damage is covered.
    /// [Q: My solicitor asks for the invoice.] It's attached. It was not our fault that it bounced.
    pub AdmissionRisk {
        code: "admission-risk", family: Escalation, since: "0.1.0", severity: Hint, on: false,
        reads: [Body, Farewell], fix: None, rank: 10
    }
}

/// What takes the blame.
static CUES: [CuePattern; 8] = [
    CuePattern::en(
        0,
        "(this|that|it|which) (is|'s|was) {adverb}* (our|my) {0..1} (fault|mistake|error|negligence|responsibility|doing)",
    ),
    CuePattern::en(
        0,
        "(we|I) (are|'re|am|'m|were|was|have been) {adverb}* (liable|negligent|responsible for|at fault|to blame|in breach|careless)",
    ),
    CuePattern::en(0, "(we|I) {adverb}* (admit|admitted|concede|acknowledge (our|liability|that))"),
    CuePattern::en(
        0,
        "(we|I) (will|'ll|shall|are going to|'re going to|am going to|'m going to|would) {adverb}* (compensate|reimburse|pay for|indemnify|cover (all|the|your))",
    ),
    CuePattern::en(
        0,
        "(we|I) {adverb}* (take|accept|assume|bear) {0..2} (responsibility|liability|blame)",
    ),
    CuePattern::en(
        0,
        "(is|'s|was|were|been) {adverb}* {0..1} (negligent|careless|reckless) of (us|me|our {1..2})",
    ),
    CuePattern::en(0, "(our|my) {0..1} (negligence|liability|wrongdoing|breach)"),
    CuePattern::en(0, "(we|I) (caused|injured|neglected|broke the|breached|violated)"),
];

impl Rule for AdmissionRisk {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(&CUES)
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        let at_stake = |risk: Risk| {
            matches!(
                risk,
                Risk::Legal | Risk::Safety | Risk::Chargeback | Risk::Press | Risk::Threat
            )
        };
        let Some(&(_, words)) = draft.message.mood.risks().iter().find(|(it, _)| at_stake(*it))
        else {
            return;
        };
        for at in cx.sentences(&[RegionKind::Body, RegionKind::Farewell]) {
            let view = cx.view(at);
            let Some(grammar) = draft.language.grammar else { return };
            let mut end = 0;
            let mut hits: Vec<_> = cx.cues_in(at).map(|hit| hit.marked()).collect();
            hits.sort_unstable_by_key(|words| (words.start, std::cmp::Reverse(words.end)));
            for marked in hits {
                let denied = marked.clone().any(|at| view.is(at, Class::Negation));
                if marked.start < end || denied || grammar.asks(&view, marked.start) {
                    continue;
                }
                end = marked.end;
                let span = wording::span_of(&view, marked);
                let message = "In a thread like this, let a colleague read this line first.";
                let mut finding = META.finding(span, message);
                finding.help = "It may be the right thing to say. Who looks after such cases should say so first.".into();
                finding.related.push(Related {
                    span: draft.message.place(words),
                    message: "They say here what is at stake".into(),
                });
                out.push(finding);
            }
        }
    }
}
