use std::borrow::Cow;

use crate::document::Marks;
use crate::finding::{Fix, Severity};
use crate::lang::class::{Class, ClassSet};
use crate::rewrite;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;

declare! {
    /// Reports the language of offices: “please be advised”, “kindly”, “at this time”.
    ///
    /// ## Why
    /// If you wouldn't say it across a table, don't write it. Such words put a counter between you and
    /// the reader, and most of them can go without a loss.
    ///
    /// ## Flagged
    /// <|Please be advised that|> the office is closed.
    /// <|Kindly|> send the form.
    /// <|In order to|> restore it, press Undo. # common in good prose too: a hint
    /// <|Per your request|>, we have <|terminated|> the plan.
    /// <|At this time|>, the pool is closed.
    /// We're closed <|due to the fact that|> the boiler broke. # a hint too
    /// <|In the event that|> the light stays red, call us.
    /// Call us <|prior to|> your visit. # a hint too
    /// The lamp <|utilizes|> two batteries.
    /// <|Please find attached|> the invoice.
    /// I'm looking into the <|aforementioned|> booking.
    /// <|Should you require|> a second key, ask Tom.
    /// <|Regarding|> your second question, yes, it does. # common in good prose too: a hint
    ///
    /// ## Clean
    /// Please send the form.
    /// She spoke kindly to me.
    /// The order is in the warehouse.
    /// I closed the plan, as you asked.
    /// Thank you for kindly waiting.
    /// The old release was reverted back to version 2. # undone
    /// At this time of the year the sea is warm.
    /// The articles regarding batteries are on page 4.
    /// The train is in order, to our relief.
    /// The command prior to that one failed.
    pub Officialese {
        code: "officialese", family: Clarity, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Safe, rank: 5
    }
}

/// What stands in the place of a cue; the first are hints.
const WORDS: &[&str] = &[
    "to",
    "about",
    "",
    "please",
    "now",
    "because",
    "before",
    "after",
    "use",
    "uses",
    "using",
    "used",
    "start",
    "starts",
    "end",
    "ended",
    "ends",
    "find out",
    "as you asked",
    "if",
    "if you need",
    "we have",
    "many",
    "when it suits you",
    "I've attached",
    "",
    "reply",
    "",
];

cues! {
    enum Cue {
        InOrder, Regarding, Advised, Kindly, AtThisTime, DueTo, PriorTo, SubsequentTo,
        Utilize, Utilizes, Utilizing, Utilized, Commence, Commences, Terminate, Terminated, Terminates,
        Ascertain, PerRequest, InTheEvent, ShouldYou, InReceipt, LargeNumber, Convenience, Attached, Dropped,
        Revert, Other
    }
    en: InOrder = "in order to",
    en: Regarding = "^ <(regarding|concerning|with regard to|with regards to|in regard to|in regards to|pertaining to|in respect of)>",
    en: Regarding = "(with regard to|with regards to|in regards to|pertaining to)",
    en: Advised = "please be (advised|informed|aware) that",
    en: Advised = "(this is to inform you that|we wish to inform you that|we would like to inform you that|I would like to inform you that|please note that kindly)",
    en: Kindly = "^ <kindly> {verb-base}",
    en: Kindly = "(and|please|to|you|then) <kindly> {verb-base}",
    en: AtThisTime = "(at this time|at the present time|at this point in time|at the current time)",
    en: DueTo = "(due|owing) to the fact that",
    en: PriorTo = "prior to",
    en: SubsequentTo = "subsequent to",
    en: Utilize = "(utilize|utilise)",
    en: Utilizes = "(utilizes|utilises)",
    en: Utilizing = "(utilizing|utilising)",
    en: Utilized = "(utilized|utilised)",
    en: Commence = "commence",
    en: Commences = "commences",
    en: Terminate = "<terminate> (the|your|our|this|my) {0..1} (plan|contract|subscription|account|agreement|service|order|membership|policy|lease|booking)",
    en: Terminated = "(have|has|'ve|had|been|was|were|be) <terminated>",
    en: Terminates = "your {0..2} <terminates>",
    en: Ascertain = "ascertain",
    en: PerRequest = "(as per|per) your (request|instructions|instruction)",
    en: InTheEvent = "in the event that",
    en: ShouldYou = "should you (require|desire)",
    en: InReceipt = "(I|we) (are|am|'re|'m) in receipt of",
    en: LargeNumber = "a (large|great) number of",
    en: Convenience = "at your (earliest)? convenience",
    en: Attached = "(please find attached|please find enclosed|attached please find|enclosed please find|attached herewith is|attached herewith please find)",
    en: Revert = "{0..1} <revert back>",
    en: Revert = "(please|kindly|to) <revert> (to (us|our|me|this|the same)|with|by|at)",
    en: Other = "(heretofore|hereinafter|forthwith|henceforth|thereof)",
    en: Dropped = "(the|this|these|our|your) <(aforementioned|abovementioned|above-mentioned|aforesaid)>",
    en: Other = "herewith",
    en: Other = "do the needful",
    en: Other = "(we|I) (remain|beg to remain) at your (disposal|service)",
    en: Other = "(proceed|proceeding|proceeded) to (do|make|send|open|click|check|close|issue|process|cancel|refund)",
    en: Other = "endeavour to",
    en: Other = "endeavor to",
    en: Other = "the undersigned",
    en: Other = "please (take note|be noted) that",
    en: Other = "(esteemed|good) (self|selves)",
}

impl Rule for Officialese {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let cue = Cue::of(hit);
        let view = &cx.view;
        let words = hit.marked();
        let before = words.start.checked_sub(1).map_or("", |at| view.known(at));
        let after = view.known(words.end);
        // Names and headings are written as they are.
        if words.clone().any(|at| view.marked(at, Marks::OPAQUE.with(Marks::LINK))) {
            return;
        }
        let fine = match cue {
            // "at this time of the year", "the one prior to that".
            Cue::AtThisTime => after == "of" || view.is(words.end, Class::Weekday),
            Cue::PriorTo => {
                matches!(after, "that" | "this" | "it" | "the" | "any")
                    && words.start > 0
                    && !view
                        .is_any(words.start - 1, ClassSet::of(&[Class::You, Class::ObjectPronoun]))
                    && matches!(after, "that" | "this" | "it")
            }
            // "in order, to our relief".
            Cue::InOrder => view.marked(words.end - 1, Marks::PUNCTUATION),
            // "reverted back to version 2", "revert with git".
            Cue::Revert => {
                (0..view.len()).any(|at| {
                    matches!(
                        view.known(at),
                        "version"
                            | "commit"
                            | "change"
                            | "changes"
                            | "git"
                            | "settings"
                            | "default"
                            | "original"
                            | "previous"
                    )
                }) || words.len() == 1
                    && before == "to"
                    && !(0..words.start).any(|at| view.is(at, Class::You))
            }
            // What is quoted or is about law.
            Cue::Regarding => words.start > 0 && after.is_empty(),
            Cue::Kindly => view.is(words.end, Class::Adverb),
            _ => false,
        };
        if fine {
            return;
        }
        let span = cx.span(words.clone());
        let said = wording::quote(cx, span);
        let with = WORDS.get(cue as usize).copied().unwrap_or_default();
        let replaces = !with.is_empty() || matches!(cue, Cue::Advised | Cue::Dropped);
        let message = if matches!(cue, Cue::Advised | Cue::Dropped) {
            format!("{said} can simply go.")
        } else if replaces {
            format!("{said} sounds like an office. Across a table one says “{with}”.")
        } else {
            format!("{said} sounds like an office. How would you say it across a table?")
        };
        let mut finding = META.finding(span, message);
        finding.help = "Use the words that you would use if they sat in front of you.".into();
        if matches!(cue, Cue::InOrder | Cue::Regarding | Cue::PriorTo | Cue::DueTo) {
            finding.severity = Severity::Hint;
            finding.notes.push("said more softly because it is common in good prose too".into());
        }
        if replaces {
            finding.fixes.extend(plainer(cx, cue, with, &words));
        }
        finding.clause = span;
        out.push(finding);
    }
}

/// The plain words in their place, safe where they mean the same in any sentence.
fn plainer(
    cx: &SentenceCx<'_>,
    cue: Cue,
    with: &str,
    words: &std::ops::Range<usize>,
) -> Option<Fix> {
    let view = &cx.view;
    // "Kindly" beside "please" only goes.
    let doubled = cue == Cue::Kindly
        && words.start > 0
        && matches!(view.known(words.start - 1), "please" | "to");
    let with = if doubled { "" } else { with };
    let with =
        if cue == Cue::InReceipt && view.is(words.start, Class::I) { "I have" } else { with };
    if with.is_empty() && (words.end >= view.len() || *words == (0..view.len())) {
        return None;
    }
    let edits = rewrite::replace(view, words.clone(), with);
    let title = if with.is_empty() {
        format!("Leave out {}", wording::quote(cx, cx.span(words.clone())))
    } else {
        format!("Say “{with}”")
    };
    // "Revert back to us" and "revert back to the old one" look alike; a name would be "the
    // aforementioned" alone.
    let alone = cue == Cue::Dropped && view.is_any(words.end, crate::lang::class::AUXILIARY);
    let yours = cue == Cue::Kindly && words.start > 0 && view.known(words.start - 1) == "you";
    if alone {
        return None;
    }
    let certain = cue != Cue::Revert && !yours;
    Some(if certain { Fix::safe(title, edits) } else { Fix::confirm(title, edits) })
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;
    use crate::check::check;
    use crate::finding::Applicability;
    use crate::input::Input;

    #[test]
    fn what_may_mean_something_else_is_left_to_the_writer() {
        let catalog = Catalog::builtin();
        for text in ["Please do the needful.", "Please revert back with the form."] {
            let report = check(text, &Input::default(), &catalog);
            let found = report.findings.iter().find(|finding| finding.code == "officialese");
            let fixes = &found.expect(text).fixes;
            assert!(fixes.iter().all(|fix| fix.applicability < Applicability::Safe), "{text}");
        }
    }
}
