use std::borrow::Cow;

use super::reader;
use crate::finding::{Fix, Severity};
use crate::lang::class::{Class, ClassSet};
use crate::rewrite;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;

declare! {
    /// Reports words that doubt what the customer says: “you claim”, “are you sure”.
    ///
    /// ## Why
    /// Who is asked whether they are sure hears that they are not believed. What they saw is the start of
    /// the search, and you can take it as such and still look yourself.
    ///
    /// ## Flagged
    /// <|You claim that|> you were charged twice.
    /// <|Are you sure you|> typed it correctly?
    /// Your file was <|supposedly|> deleted by us.
    /// <|You allege that|> the driver was rude.
    /// <|Have you actually read|> the leaflet?
    /// <|Did you even plug|> it in?
    /// <|Did you order the right|> size? # perhaps plain interest: an information
    /// I'm <|not sure why you think|> the room was booked.
    /// <|I find it hard to believe|> that both bulbs were broken.
    /// <|If what you are saying is|> true, the parcel was opened twice.
    /// <|What makes you think|> it was our driver?
    ///
    /// ## Clean
    /// You saw two charges on 3 March; I see them too.
    /// If you're sure, I'll close the account today.
    /// I want to be sure I understood you.
    /// The dialog asks "Are you sure you want to delete?"
    /// You can claim the refund until June.
    /// You claimed your voucher on Monday.
    /// Are you sure you want to cancel the second night?
    /// Have you already chosen a room?
    /// The supposedly faster train is late today.
    /// When you claim, add the receipt.
    /// I'm not sure why the lift stops there.
    pub ToneDoubtCustomer {
        code: "tone-doubt-customer", family: Tone, since: "0.1.0", severity: Warning,
        reads: [Body, Farewell], fix: Confirm, rank: 58
    }
}

cues! {
    enum Cue { Claim, Sure, Supposedly, Really, Why, Believe, IfTrue, Correct, NoSense }
    en: Claim = "<you (claim|claimed|allege|alleged) that> ",
    en: Claim = "<you (claim|claimed|allege|alleged)> (you|it|we|they|he|she|to|nobody|nothing)",
    en: Claim = "<you (are|'re|were) (claiming|alleging) that?>",
    en: Claim = "<you (insist|insisted) that>",
    en: Sure = "are you {adverb}* (sure|certain|positive) (that)? (you|it|it's|your|this)",
    en: Supposedly = "(your|you) {0..6} <(supposedly|allegedly)>",
    en: Really = "have you (actually|really|even) {verb-participle}",
    en: Really = "did you (actually|really|even) {verb-base}",
    en: Really = "do you (actually|really|even) (have|know|understand|read|realise|realize)",
    en: Really = "do you have a real idea",
    en: Why = "(not|n't) {adverb}* sure why you {adverb}* (think|believe|feel|assume|expect|say|would)",
    en: Why = "(do n't|do not|cannot|ca n't|fail to) {adverb}* (see|know|understand) why you {adverb}* (think|believe|feel|assume|expect|say|would)",
    en: Why = "what makes you (think|believe|say|assume)",
    en: Believe = "(I|we) (find|found) (it|that|this) (hard|difficult|impossible) to believe",
    en: Believe = "(hard|difficult) to believe (that)? (you|your)",
    en: IfTrue = "if what you (are|'re) (saying|claiming|telling us|describing) is",
    en: Correct = "(have|did) you (attached|attach|sent|send|uploaded|upload|posted|post|installed|install|ordered|order) (the|a) (correct|right|proper)",
    en: NoSense = "your (question|request|email|mail|message|report|post|explanation) (does n't|does not|makes no) {adverb}* (make)? (any|much)? sense",
    en: IfTrue = "if what you (say|claim) is",
}

impl Rule for ToneDoubtCustomer {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let cue = Cue::of(hit);
        let view = &cx.view;
        let mut marked = hit.marked();
        let last = marked.end - 1;
        let fine = match cue {
            // "Are you sure you want to": the last stop before a step that cannot be undone.
            Cue::Sure => {
                matches!(view.known(marked.end), "want" | "wish" | "would" | "'d" | "like")
                    || view.is_any(marked.end, ClassSet::of(&[Class::Will]))
            }
            Cue::Claim | Cue::Supposedly => {
                !reader::is_said(cx, hit.words().start) && {
                    let supposed = (0..marked.start)
                        .any(|n| view.is_any(n, ClassSet::of(&[Class::Condition, Class::Can])));
                    supposed || cx.asks(marked.start) || cue == Cue::Claim
                }
            }
            Cue::Really => {
                matches!(view.known(last), "want" | "wanted" | "need" | "needed" | "like" | "liked")
            }
            Cue::Why | Cue::Believe | Cue::IfTrue | Cue::Correct | Cue::NoSense => false,
        };
        if fine {
            return;
        }
        if cue == Cue::Sure && !matches!(view.known(last), "you") {
            marked.end = last;
        }
        let span = cx.span(marked.clone());
        let said = wording::quote(cx, span);
        let message =
            format!("{said} sounds like doubt. Start from what they saw, and look yourself.");
        let mut finding = META.finding(span, message);
        finding.help = "Take their report as it is: “You saw two charges.” To rule something out, ask for a look.".into();
        finding.clause = span;
        let question = cue == Cue::Really && view.known(marked.start + 2) == "really"
            || cue == Cue::Correct
            || cue == Cue::Sure && !view.is(marked.end - 1, Class::You);
        if question {
            finding.severity = Severity::Information;
            finding.notes.push("Lowered: it may be meant as plain interest.".into());
        }
        match cue {
            Cue::Claim => {
                let verb = marked.start + 1;
                let past = view.known(verb).ends_with("ed");
                let report = if past { "reported" } else { "report" };
                let simple = matches!(
                    view.known(verb),
                    "claim" | "claimed" | "allege" | "alleged" | "insist" | "insisted"
                ) && view.known(verb + 1) == "that";
                if simple {
                    let title = format!("Say “you {report} that”");
                    let edits = rewrite::replace(view, verb..verb + 1, report);
                    finding.fixes.push(Fix::confirm(title, edits));
                }
            }
            Cue::Supposedly => {
                let edits = rewrite::replace(view, marked, "");
                finding.fixes.push(Fix::confirm(format!("Leave out {said}"), edits));
            }
            Cue::Sure
            | Cue::Really
            | Cue::Why
            | Cue::Believe
            | Cue::IfTrue
            | Cue::Correct
            | Cue::NoSense => {}
        }
        wording::replace_sentence(
            &mut finding,
            cx,
            "Ask for a look",
            "To rule one thing out, could you ${1:?what to look at}?",
        );
        out.push(finding);
    }
}
