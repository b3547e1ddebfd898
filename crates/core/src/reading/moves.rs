//! What a sentence of a reply does, as far as it shows.
//!
//! Genre analysis calls that a move (Swales 1990): what a stretch of a text is there for.

use crate::clause::Context;
use crate::document::EndMark;
use crate::draft::Draft;
use crate::lang::class::Class;
use crate::lang::data::PatternUse;
use crate::lang::grammar::View;

/// What a sentence is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    /// It thanks.
    Thanks,
    /// It says sorry.
    Apology,
    /// It tells the reader what to do.
    Step,
    /// It asks the reader for something.
    Request,
    /// It says what the writer will do.
    Promise,
    /// Anything else, which is what the reader has waited for.
    Answer,
}

/// What the sentence `at` of the draft is there for.
pub(super) fn of(draft: &Draft<'_>, at: usize) -> Move {
    let sentence = &draft.document.sentences[at];
    let view = View::new(&draft.document, sentence, &draft.language.lexicon);
    let says = |what: PatternUse| {
        let hits = draft.hits_in(at).iter();
        hits.map(|hit| draft.language.uses[hit.pattern.index()]).any(|it| it == what)
    };
    if sentence.end == EndMark::Question {
        return Move::Request;
    }
    let context = draft.language.grammar.map_or(Context::NONE, |grammar| grammar.context(&view));
    if promises(&view) {
        Move::Promise
    } else if apologises(&view) {
        Move::Apology
    } else if says(PatternUse::Thanks) && !says(PatternUse::NoThanks) {
        Move::Thanks
    } else if context.says(Context::INSTRUCTION) {
        Move::Step
    } else {
        Move::Answer
    }
}

/// Whether the writer says sorry: "I'm sorry", "we apologise", "my apologies". "No need to apologise" does not.
pub(super) fn apologises(view: &View<'_>) -> bool {
    let own = |at: usize| {
        (at.saturating_sub(3)..at).any(|it| view.is(it, Class::I) || view.is(it, Class::We))
    };
    (0..view.len()).any(|at| match view.written(at).to_ascii_lowercase().as_str() {
        "sorry" | "apologies" => true,
        "apologise" | "apologize" => own(at),
        _ => false,
    })
}

/// Whether the writer says what they will do: "I'll write", "we will look into it".
fn promises(view: &View<'_>) -> bool {
    promised_at(view).is_some()
}

/// Where the writer says what they will do, at the "will".
pub(super) fn promised_at(view: &View<'_>) -> Option<usize> {
    (1..view.len())
        .find(|&at| is_will(view, at) && (view.is(at - 1, Class::I) || view.is(at - 1, Class::We)))
}

/// Whether it says what will be. "Would" supposes, "won't" denies, and "I'll be honest" says how the rest is meant.
pub(super) fn is_will(view: &View<'_>, at: usize) -> bool {
    let word = view.written(at).to_ascii_lowercase();
    let supposes = word.ends_with("would") || word.ends_with("'d") || word.ends_with("’d");
    let frank = ["honest", "frank", "direct", "straight", "clear", "blunt"];
    let meant = view.known(at + 1) == "be" && frank.contains(&view.known(at + 2));
    view.is(at, Class::Will) && !supposes && !view.is(at + 1, Class::Negation) && !meant
}
