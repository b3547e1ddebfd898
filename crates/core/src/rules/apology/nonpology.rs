use std::borrow::Cow;

use super::sorry;
use crate::lang::class::Class;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;

declare! {
    /// Reports “sorry you feel that way”, which is sorry for their feeling and not for what happened.
    ///
    /// ## Why
    /// It moves the fault into their head. Sorry for what happened owns it, and costs no more.
    ///
    /// ## Flagged
    /// I'm <|sorry you feel|> that way.
    /// We're <|sorry that you are upset|>.
    /// I'm <|sorry you think|> the service is slow.
    /// <|Sorry for the misunderstanding|>.
    /// I am <|sorry that you were disappointed|> by the view.
    /// We're <|sorry our rooms did not meet your expectations|>.
    /// We <|regret that you found it|> too loud.
    ///
    /// ## Clean
    /// I'm sorry you had to write twice.
    /// I'm sorry we lost your order.
    /// How do you feel about a call on Friday?
    /// I'm sorry about your father.
    /// I'm sorry you found a hair in your soup. # it happened
    /// Sorry, I misunderstood you.
    /// Sorry for my misunderstanding.
    /// I'm sorry you felt unwell after the dinner.
    /// I'm sorry to read that you are unwell.
    /// Sorry, did you think it was free?
    pub ApologyNonpology {
        code: "apology-nonpology", family: Apology, since: "0.1.0", severity: Warning,
        reads: [Body, Farewell], fix: Snippet, rank: 62
    }
}

cues! {
    enum Cue { Feeling, Expectation, Misunderstanding }
    en: Feeling = "<(sorry|regret|apologise|apologize) (that|if)? you {adverb}* (feel|felt|think|thought|believe|believed|perceive|perceived|took)>",
    en: Feeling = "<(sorry|regret|apologise|apologize) that? you {adverb}* (find|found) (it|this|that|us|our)>",
    en: Feeling = "<(sorry|regret|apologise|apologize) that? you {be} {adverb}* (feeling)? (upset|unhappy|disappointed|frustrated|offended|dissatisfied|angry|annoyed|displeased|unsatisfied)>",
    en: Feeling = "<(sorry|regret|apologise|apologize) that? you {be} {adverb}* not (happy|satisfied|pleased)>",
    en: Expectation = "<(sorry|regret|apologise|apologize) that? {0..3} ((do|does|did) (not|n't)|failed to) {0..1} (meet|live up to|match|fulfil|fulfill) your expectations>",
    en: Misunderstanding = "<(sorry|apologise|apologize|apologies) (for|about) (the|any|this|that)? {0..1} misunderstanding>",
}

/// What one feels in the body.
const BODILY: [&str; 9] =
    ["unwell", "ill", "sick", "dizzy", "faint", "pain", "unsafe", "cold", "worse"];

impl Rule for ApologyNonpology {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let view = &cx.view;
        let cue = Cue::of(hit);
        let words = hit.marked();
        // "You felt unwell" is no opinion.
        let body = BODILY.contains(&view.written(words.end).to_lowercase().as_str());
        if cx.asks(words.start) || body {
            return;
        }
        let regret = view.known(words.start) == "regret";
        let apology = sorry::read(view, words.start..words.start + 1);
        let Some(apology) = apology.or_else(|| regret.then(|| plain(words.start, words.end)))
        else {
            return;
        };
        // "My misunderstanding", "the misunderstanding on our side": owned.
        let owned = words.clone().any(|at| view.is(at, Class::WriterPossessive))
            || view.is(words.end + 1, Class::WriterPossessive);
        if cue == Cue::Misunderstanding && owned {
            return;
        }
        let span = cx.span(words);
        let said = wording::quote(cx, span);
        let message = match cue {
            Cue::Feeling => format!("{said} blames the feeling. Sorry for what happened instead?"),
            Cue::Expectation => {
                "This measures their hopes, not what happened. Sorry for that instead?".to_owned()
            }
            Cue::Misunderstanding => {
                "“Misunderstanding” leaves open whose it was. Sorry for what happened instead?"
                    .to_owned()
            }
        };
        let mut finding = META.finding(span, message);
        finding.help = "Be sorry for what happened, then say what you have done about it.".into();
        sorry::own_up(&mut finding, cx, &apology);
        finding.clause = view.sentence.span;
        out.push(finding);
    }
}

/// An apology of which only the words are known.
fn plain(start: usize, end: usize) -> sorry::Apology {
    sorry::Apology { words: start..end, kind: sorry::Kind::Fault, object: end..end, again: false }
}
