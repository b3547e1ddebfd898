use std::borrow::Cow;

use crate::document::Marks;
use crate::finding::Fix;
use crate::lang::class::{Class, ClassSet};
use crate::rewrite;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;

declare! {
    /// Reports “Actually,” and its like where they correct the customer.
    ///
    /// ## Why
    /// “Actually” tells the reader that they had it wrong before it tells them what is right. Without
    /// it, the sentence says the same and nobody is corrected.
    ///
    /// ## Flagged
    /// <|Actually|>, you can do this under Settings.
    /// <|In fact|>, the limit is 10 MB. # it opens the answer
    /// You <|actually|> need the Pro plan.
    /// <|As a matter of fact|>, we emailed you on Monday.
    /// <|Actually|>, your ticket is for the later train.
    /// <|Actually|> we don't open on Mondays.
    /// <|In reality|>, the parcel left on time.
    ///
    /// ## Clean
    /// You can do this under Settings.
    /// The actual size is 12 MB.
    /// Did it actually arrive? # question
    /// Here is what actually happened, step by step. # embedded wh, narrative
    /// Actually, I found two charges. # what you found yourself
    /// The desk is open all night. In fact, it never closes. # goes on from what was said
    /// This is actually good news.
    /// When the train actually leaves, the gate shuts.
    /// Actually!
    pub ToneActually {
        code: "tone-actually", family: Tone, since: "0.1.0", severity: Warning,
        reads: [Body, Farewell], fix: Safe, rank: 40
    }
}

cues! {
    enum Cue { Actually, InFact, Matter, Reader }
    en: Actually = "^ <actually> ,?",
    en: InFact = "^ <in (actual)? fact> ,",
    en: Matter = "^ <as a matter of fact>",
    en: InFact = "^ <in reality> ,",
    en: Matter = "^ <the truth is> ,",
    en: Reader = "^ you <actually> {0..1} (need|have|must|should|can|cannot|ca|are|were|did|do|could|paid|ordered|signed|chose|asked|wrote|said)",
}

impl Rule for ToneActually {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let cue = Cue::of(hit);
        let view = &cx.view;
        let marked = hit.marked();
        if cx.asks(marked.start) || marked.end >= view.len() || !corrects(cue, &marked, cx) {
            return;
        }
        let span = cx.span(marked.clone());
        let said = wording::quote(cx, span);
        let message =
            format!("{said} can sound like a correction. The sentence is kinder without it.");
        let mut finding = META.finding(span, message);
        finding.help = "Leave it out; what is so stands by itself.".into();
        finding.clause = span;
        // What stays may be an order: "You need …".
        let order = (marked.end..view.len().min(marked.end + 4)).any(|n| {
            view.is(n, Class::Must)
                || view.is_any(n, ClassSet::of(&[Class::Demand, Class::Have]))
                    && view.is(n + 1, Class::To)
        });
        let title = format!("Leave out {said}");
        let edits = rewrite::replace(view, marked, "");
        finding.fixes.push(match order {
            true => Fix::confirm(title, edits),
            false => Fix::safe(title, edits),
        });
        out.push(finding);
    }
}

/// Whether the word sets the reader right rather than going on from what the writer said.
fn corrects(cue: Cue, marked: &std::ops::Range<usize>, cx: &SentenceCx<'_>) -> bool {
    const THEIRS: ClassSet = ClassSet::of(&[Class::You, Class::ReaderPossessive]);
    let view = &cx.view;
    let next = marked.end;
    let alone = view.marked(next, Marks::BREAK);
    let theirs = view.is_any(next, THEIRS);
    let refusal = || {
        let no = (next..view.len().min(next + 6)).any(|n| view.is(n, Class::Negation));
        no && !view.is(next, Class::I)
    };
    // Only at the head of the answer: later it goes on from what the writer said.
    let first = cx.index == 0
        || cx.index == 1
            && cx.previous().is_some_and(|view| {
                view.len() < 4 && view.sentence.end == crate::document::EndMark::None
            });
    let aside = view.marked(marked.start, Marks::PARENTHESIS.with(Marks::PAREN));
    let offers = view.is_any(next + 1, ClassSet::of(&[Class::May, Class::Could, Class::Will]))
        || (next..view.len()).any(|n| view.known(n) == "great" || view.known(n) == "good");
    const BEGINS: ClassSet = ClassSet::of(&[
        Class::Determiner,
        Class::Possessive,
        Class::You,
        Class::We,
        Class::ThirdSingular,
        Class::There,
    ]);
    if aside || offers {
        return false;
    }
    match cue {
        Cue::Actually => !alone && (theirs || refusal()),
        Cue::InFact => first && view.is_any(next, BEGINS),
        Cue::Matter => !alone && !view.is(next, Class::I),
        Cue::Reader => true,
    }
}
