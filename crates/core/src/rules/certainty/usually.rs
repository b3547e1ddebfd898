use std::borrow::Cow;

use super::{pair, verdict};
use crate::clause::SubjectKind;
use crate::document::Marks;
use crate::finding::Edit;
use crate::lang::class::{Class, ClassSet};
use crate::owner::Ownership;
use crate::rewrite;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;
use crate::sense::{self, Reading, Sense, Strength};
use crate::text::Span;

declare! {
    /// Reports “usually” and “normally” next to a fix or a cause.
    ///
    /// ## Why
    /// By the time people write in, the usual has failed them. “Usually” reads as a guess or a
    /// brush-off; say why this is the right first step for them.
    ///
    /// ## Flagged
    /// Clearing your cache <|usually|> fixes this.
    /// This <|normally|> works.
    /// That <|generally|> happens when the key is old.
    /// Reinstalling <|tends to|> do the trick.
    ///
    /// ## Clean
    /// Refunds usually take 3-5 business days.
    /// Pick the time you usually post.
    /// Clear your cache first, because your log shows the old script.
    /// What do people usually choose? # a question
    pub CertaintyUsually {
        code: "certainty-usually", family: Certainty, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Confirm, rank: 15
    }
}

cues! {
    enum Cue { Usually, Tends }
    en: Usually = "(usually|normally|typically|generally|often)",
    en: Usually = "(in general|as a rule|in most cases|most of the time)",
    en: Tends = "(tends|tend) to",
}

/// "tends to do" becomes "does".
fn tends(cx: &SentenceCx<'_>, words: &std::ops::Range<usize>) -> Option<Vec<Edit>> {
    let view = &cx.view;
    let verb = words.end;
    let base = view.written(verb);
    let singular = view.known(words.start) == "tends";
    let form = if singular { view.lexicon.verb_forms(base).third } else { base.to_owned() };
    let span =
        Span::new(view.words.get(words.start)?.span().start, view.words.get(verb)?.span().end);
    Some(vec![Edit::replace(span, form)])
}

impl Rule for CertaintyUsually {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let cue = Cue::of(hit);
        let view = &cx.view;
        let words = hit.words();
        if cx.asks(words.start) {
            return;
        }
        let Some(verb) = verdict::finite_near(view, &words) else { return };
        let clause = cx.clause_at(verb);
        if verdict::is_subordinate(&clause) {
            return;
        }
        let effect = |at: usize| view.is(at, Class::Effect);
        let near = (words.start.saturating_sub(1)..view.len().min(words.end + 4)).any(effect);
        let figure = (words.end..view.len()).any(|at| view.marked(at, Marks::DIGIT));
        let deictic = matches!(
            clause.subject.kind,
            SubjectKind::Deictic | SubjectKind::Gerund | SubjectKind::Elided
        ) || clause.subject.kind == SubjectKind::Noun
            && clause
                .subject
                .head
                .is_some_and(|at| view.is_any(at, ClassSet::of(&[Class::Remedy, Class::VerbIng])));
        if !near || figure || !deictic {
            return;
        }
        let ownership = Ownership::unknown();
        let (strength, because) = sense::soften(cx, Strength::Full, "");
        let reading = Reading { sense: Sense::Claim, strength, ownership, because };
        let span = cx.span(hit.marked());
        let said = wording::quote(cx, span);
        let message =
            format!("{said} can sound like a guess. Say why it is the right step for them.");
        let mut finding = META.finding(span, message);
        finding.help = "Say why it is the right first step for them: what you saw in their log, on their account.".into();
        let ways = match cue {
            Cue::Usually => vec![rewrite::replace(view, hit.marked(), "")],
            Cue::Tends => tends(cx, &hit.marked()).into_iter().collect(),
        };
        pair::offer(&mut finding, cx, &ways);
        wording::replace_sentence(
            &mut finding,
            cx,
            "Say why it is right for them",
            "${1:?the step}, because ${2:?what you saw on their side}.",
        );
        verdict::push(finding, &reading, &clause, cx, out);
    }
}
