use std::borrow::Cow;

use super::sorry;
use crate::document::Marks;
use crate::lang::class::FUNCTION_WORD;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::text::Span;

declare! {
    /// Reports “sorry for any inconvenience this may have caused”, which says that nothing happened.
    ///
    /// ## Why
    /// *Any* and *may* put what they went through in doubt, and *inconvenience* could stand in any
    /// letter. Naming what happened shows that somebody read theirs.
    ///
    /// ## Flagged
    /// We <|apologize for any inconvenience|> this may have caused.
    /// <|Sorry for the inconvenience|>.
    /// I'm <|sorry if this upset|> you.
    /// <|Apologies for any confusion|>.
    /// We're <|sorry for any inconvenience|> the late coach has caused.
    /// <|Sorry for the hassle|>, Jo.
    /// We regret the <|inconvenience caused|>.
    /// If this has caused you any trouble, <|we apologise|>.
    /// <|Apologies if this caused|> any confusion.
    /// I'm really <|sorry about all this trouble|>!
    ///
    /// ## Clean
    /// I'm sorry the form lost your text twice.
    /// Sorry in advance if I ask a lot of questions.
    /// Is the delay an inconvenience for your launch?
    /// The update made exports slow for an hour. I'm sorry.
    /// I'm sorry for the trouble with the left door.
    /// Sorry for the confusion about the price: it is 20 euros.
    /// Sorry for the confusion: there are two lifts.
    /// Sorry if I misread your letter. # a real condition
    /// Sorry if this seems like a lot to read.
    /// I'm sorry for the inconvenience of carrying it back to the shop.
    pub ApologyConditional {
        code: "apology-conditional", family: Apology, since: "0.1.0", severity: Warning,
        reads: [Body, Farewell], fix: Snippet, rank: 60
    }
}

cues! {
    enum Cue { Any, Bare, Upset, Caused, After }
    en: Any = "<(sorry|apologise|apologize|apologies|apology|regret) (for|about)? (any|whatever) {0..1} (inconvenience|inconveniences|trouble|confusion|hassle|offence|offense|disruption|disappointment|upset|problems|issues)>",
    en: Bare = "<(sorry|apologise|apologize|apologies|apology) (for|about) (the|this|these|that|your|all|possible|such)? {0..2} (inconvenience|inconveniences|hassle|hassles|confusion|disruption|trouble|troubles|bother)>",
    en: Upset = "<(sorry|apologise|apologize|apologies) if (this|that|it|we|I|our|the|an|a|you) {0..3} (upset|offended|caused|cause|disappointed|inconvenienced|confused|hurt|bothered|annoyed|frustrated|unhappy|dissatisfied)>",
    en: Upset = "<(sorry|apologise|apologize|apologies) if there (was|were|has|have) {0..2} (confusion|inconvenience|misunderstanding|trouble)>",
    en: Caused = "<(inconvenience|inconveniences|trouble) caused>",
    en: After = "if {0..4} (caused|upset|offended|inconvenienced|disappointed|hurt) {0..4} , <(I|we) {adverb}* (apologise|apologize)>",
    en: After = "if {0..4} (caused|upset|offended|inconvenienced|disappointed|hurt) {0..4} , <(I|we) {be} {adverb}* sorry>",
}

impl Rule for ApologyConditional {
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
        if cx.asks(words.start) || cue == Cue::Bare && is_named(cx, words.end) {
            return;
        }
        // "Any" says it better where both match.
        let overlaps = cx.cues().any(|other| {
            let theirs = other.marked();
            let before = (other.concept, theirs.start) < (hit.concept, words.start);
            before && theirs.start < words.end && words.start < theirs.end
        });
        if overlaps || cue == Cue::Caused && !says_sorry(cx, words.start) {
            return;
        }
        let at = words.clone().find(|&at| sorry_word(view.known(at)));
        let apology = at.and_then(|at| sorry::read(view, at..at + 1));
        if at.is_some() && apology.is_none() {
            return;
        }
        let span = cx.span(words);
        let message =
            "Name what happened: “I’m sorry the invoice blocked your launch” says more than this.";
        let mut finding = META.finding(span, message);
        finding.help =
            "Say sorry for what happened to them, in their words, with no “any” and no “may”."
                .into();
        if let Some(apology) = apology.filter(|_| cue != Cue::After) {
            sorry::own_up(&mut finding, cx, &apology);
        }
        finding.clause = span;
        out.push(finding);
    }
}

fn sorry_word(word: &str) -> bool {
    matches!(word, "sorry" | "apologise" | "apologize" | "apologies" | "apology" | "regret")
}

/// Whether the words before `until` say sorry.
fn says_sorry(cx: &SentenceCx<'_>, until: usize) -> bool {
    (until.saturating_sub(6)..until).any(|at| sorry_word(cx.view.known(at)))
}

/// Whether what follows names the trouble: "for the trouble with the left door".
fn is_named(cx: &SentenceCx<'_>, from: usize) -> bool {
    let view = &cx.view;
    if view.marked(from, Marks::PUNCTUATION) {
        // "Sorry for the confusion: there are two lifts."
        let gap = Span::new(view.words[from - 1].span().end, view.words[from].span().start);
        return gap.of(view.text).trim_start().starts_with(':');
    }
    let joins = matches!(
        view.known(from),
        "with"
            | "about"
            | "over"
            | "of"
            | "when"
            | "because"
            | "around"
            | "at"
            | "regarding"
            | "from"
            | "as"
            | "concerning"
            | "on"
            | "in"
            | "that"
            | "which"
            | "you"
            | "and"
            | "the"
            | "our"
    );
    let content = |at: usize| {
        !view.is_any(at, FUNCTION_WORD)
            && !matches!(
                view.written(at).to_lowercase().as_str(),
                "caused"
                    | "cause"
                    | "causing"
                    | "experience"
                    | "experienced"
                    | "today"
                    | "time"
                    | "matter"
                    | "inconvenience"
                    | "hassle"
                    | "trouble"
                    | "confusion"
                    | "delay"
                    | "regards"
                    | "regard"
            )
    };
    joins
        && (from..view.len())
            .take_while(|&at| at == from || !view.marked(at, Marks::COMMA.with(Marks::BREAK)))
            .any(content)
}
