use std::borrow::Cow;
use std::ops::Range;

use super::reader;
use crate::document::Marks;
use crate::finding::{Edit, Finding, Fix, Severity};
use crate::lang::class::{Class, ClassSet};
use crate::rewrite;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;

declare! {
    /// Reports words that put the fault on the customer.
    ///
    /// ## Why
    /// Whoever is told “you forgot” reads the rest as a defence. The same fact can be said of the
    /// thing: “The record was missing.” It helps as much, and nobody has to feel small.
    ///
    /// ## Flagged
    /// <|You forgot to add|> the DNS record.
    /// <|You entered the wrong|> password.
    /// This happened <|because you deleted|> the page.
    /// <|You should have told|> us earlier.
    /// It sounds like <|you forgot to turn|> the heating on before you left.
    /// I'd love to help, but <|you haven't said|> which room you booked.
    /// I asked for the serial number, which <|you never sent|>.
    /// <|You didn't include|> the order number.
    /// I think <|you misunderstood|> the return form.
    /// The parcel came back, and that's <|your own fault|>.
    /// This is a <|mistake on your part|>.
    /// It failed <|because you are using the wrong|> cable.
    /// <|You obviously missed|> the second page of the letter.
    /// <|You were supposed to|> bring the referral with you.
    /// <|You refused to|> sign the form, so the courier left.
    /// <|Next time, please use|> the contact form.
    /// <|You left us an incomplete|> address.
    /// I assume <|you haven't opened|> the valve. # a guess: an information
    /// The alarm would <|only fail if you removed|> the battery. # a guess: an information
    /// The door stays locked <|because you haven't connected|> the reader. # a cause: an information
    ///
    /// ## Clean
    /// Next time please ask, and I'll do it at once.
    /// You didn't do anything wrong.
    /// The DNS record was missing, so I added it.
    /// You wrote that you didn't get the mail.
    /// It's not your fault.
    /// If you haven't said which room you want, we pick a quiet one.
    /// If you forgot your password, press Reset. # nobody has yet
    /// In case you forgot the code: it's on the back of the card.
    /// You said you forgot the umbrella in room 12, and we have it.
    /// The umbrella you forgot is at the front desk. # which umbrella
    /// You should have two keys in the envelope. # what is expected
    /// You should have received the letter by Friday. # what is expected
    /// You haven't received a tracking number because the label was printed by hand.
    /// Did you include the order number?
    /// I assume you haven't received the second letter yet.
    /// Make sure you haven't left the lid open.
    /// Your error log shows two lines at noon.
    /// You haven't missed anything: enrolment opens on Monday.
    /// You never need to pay for the return.
    /// You were meant to receive the code on Monday, and we never sent it.
    /// We sent this because you asked for a copy.
    /// You could have both on one invoice.
    /// The reason you haven't been charged is the free month.
    /// Check that you haven't set a limit for the group.
    /// Next time you log in, you'll see both shops.
    pub ToneBlameCustomer {
        code: "tone-blame-customer", family: Tone, since: "0.1.0", severity: Warning,
        reads: [Body, Farewell], fix: Confirm, rank: 60
    }
}

cues! {
    enum Cue { Forgot, Lapse, Withheld, WrongThing, ShouldHave, Because, Undone, Fault, Noun, NextTime, OnlyIf, Presumed }
    en: Forgot = "you (have|'ve|had)? {adverb}* (forgot|forgotten|failed|neglected) (to {verb-base})?",
    en: Lapse = "you (have|'ve|had)? {adverb}* (omitted|misread|misunderstood|misunderstand|mistyped|misspelled|misspelt|misconfigured|mishandled|overlooked|ignored|disregarded|insisted|refused to?)",
    en: Lapse = "you (have|'ve|had|are|'re)? (obviously|clearly|evidently|apparently|simply) (missed|missing|misread|skipped|ignored|overlooked|did not|did n't|do not|do n't|have not|have n't|not|never) {verb-base}?",
    en: Lapse = "you (have|'ve)? (missed|miss|missing) the point",
    en: Lapse = "you were (supposed|meant) to",
    en: Lapse = "you (have|'ve) been (told|warned)",
    en: Lapse = "you were (told|warned)",
    en: Lapse = "you (have|'ve)? {adverb}* (broke|broken|messed up|messed|screwed up)",
    en: Withheld = "you (did|had) (not|n't) {adverb}* (say|provide|include|quote|answer|post|mention|specify|indicate|tell|describe|give|attach|send|explain|supply|state|share|show|reply|respond|read|follow|listen|bother|write|name|fill)",
    en: Withheld = "you (have|'ve) (not|n't|never) {adverb}* (said|provided|included|quoted|answered|posted|mentioned|specified|indicated|told|described|given|attached|sent|explained|supplied|stated|shared|shown|replied|responded|read|followed|listened|bothered|written|named|filled)",
    en: Withheld = "you never {adverb}* (said|provided|included|quoted|answered|posted|mentioned|specified|indicated|told|described|gave|attached|sent|explained|supplied|stated|shared|showed|replied|responded|read|followed|listened|bothered|wrote|named|filled)",
    en: Withheld = "you (are|'re) (not|n't) {adverb}* (providing|giving|telling|answering|reading|listening|following)",
    en: Withheld = "you (provided|gave|left|sent|included|attached) (us|me)? no",
    en: WrongThing = "you (have|'ve)? {adverb}* (entered|used|typed|chose|chosen|picked|selected|sent|gave|given|provided|uploaded|attached|clicked|pressed|ordered|installed|called|dialled|dialed|filled in|put|set|supplied|submitted|told) (us|me)? (the|a|an)? (wrong|incorrect|invalid)",
    en: WrongThing = "you (are|'re|were) {adverb}* (using|looking|entering|typing|calling|sending|going|doing|reading|trying|running|clicking|pressing|posting|asking|editing|ordering) {0..3} (wrong|incorrect|incorrectly)",
    en: Lapse = "you (have|'ve)? {adverb}* (opened|created|sent|posted|submitted|filed|raised|left) (us|me)? {0..2} (blank|empty|duplicate|useless|incomplete|meaningless)",
    en: Lapse = "you {adverb}* (could not|could n't|cannot|ca n't|were unable to|were not able to) {adverb}* (provide|produce|prove|show us)",
    en: OnlyIf = "only (happen|happens|occur|occurs|fail|fails|break|breaks) {0..1} (if|when|because) you (have|'ve)? {adverb}* {1..1}",
    en: OnlyIf = "(should|would|will) {adverb}* work {0..1} if you {0..5} (correctly|properly)",
    en: WrongThing = "you (did|typed|entered|installed|configured|spelled|spelt|filled) (it|this|that|everything) (wrong|incorrectly)",
    en: ShouldHave = "you should (have|'ve) {adverb}* {verb-participle}",
    en: ShouldHave = "you should (not|n't) have {adverb}* {verb-participle}",
    en: ShouldHave = "you ought to have {adverb}* {verb-participle}",
    en: ShouldHave = "you could have (told|said|asked|mentioned|checked|read|avoided|prevented|warned|let|waited)",
    en: Because = "because <you {adverb}* {verb-past&instruct}>",
    en: Because = "because <you {adverb}* (broke|deleted|removed|cancelled|canceled|lost|missed|skipped|overwrote|typed|unplugged|uninstalled|damaged|waited|tried|wanted)>",
    en: Because = "because <you (have|'ve) {adverb}* (broken|deleted|removed|cancelled|canceled|lost|missed|skipped|overwritten|typed|changed|moved|disabled|renamed|edited|uninstalled|turned|switched|accidentally|accidently)>",
    en: Undone = "(because|since|as) <you (have|'ve) (not|n't|never) {adverb}* {1..1}>",
    en: Presumed = "(I|we) {adverb}* (presume|assume|suspect|guess|take it) <you (have|'ve|did) (not|n't|never) {adverb}* {1..1}>",
    en: Undone = "(because|since|as) <you (did|had) (not|n't) {adverb}* {verb-base}>",
    en: Fault = "(is|'s|was|be|been|entirely|purely|simply) <(your|you 're) own? {adverb}* (mistake|fault|error|doing)>",
    en: Fault = "<your (own|only|main|first)? mistake (is|was|lies|would)>",
    en: Fault = "<(mistake|error|fault|oversight|lapse|misunderstanding) (on|at) your (end|side|part)>",
    en: Fault = "<(due to|because of|caused by) your own? (mistake|error|oversight|negligence|carelessness|misuse|fault|failure|inaction|misunderstanding)>",
    en: Noun = "(a|an|the|is|'s|was|this|simple|just) <user error>",
    en: NextTime = "^ <next time ,? (please|kindly|make|be|remember|read|check|do) (do|not|n't|sure|to|make|be|try)? {instruct&verb-base}?>",
}

impl Rule for ToneBlameCustomer {
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
        if !is_blame(cue, hit, cx) {
            return;
        }
        let mut marked = words.clone();
        // "because you deleted": the cause belongs to it.
        if cue == Cue::Because
            || cue == Cue::Undone
            || view.known(words.start.wrapping_sub(1)) == "because"
        {
            marked.start -= 1;
        }
        if cue == Cue::Fault && view.known(marked.start) == "'re" {
            return;
        }
        let span = cx.span(marked.clone());
        let said = wording::quote(cx, span);
        let message = format!(
            "{said} points a finger. Same fact without one: “The key was missing a letter.”"
        );
        let mut finding = META.finding(span, message);
        finding.help =
            "Say what was missing or what happened, with the thing as the subject, and how to mend it.".into();
        finding.clause = match cue {
            Cue::Fault | Cue::Noun | Cue::NextTime => span,
            _ => cx.span(cx.clause_at((words.start + 1).min(view.len() - 1)).words).cover(span),
        };
        if matches!(cue, Cue::Undone | Cue::OnlyIf | Cue::Presumed) {
            finding.severity = Severity::Information;
            finding.notes.push("Lowered: it tells or guesses a cause, without a reproach.".into());
        }
        mend(&mut finding, cue, &words, cx);
        out.push(finding);
    }
}

fn is_blame(cue: Cue, hit: &CueHit<'_>, cx: &SentenceCx<'_>) -> bool {
    // What happens to somebody, or what they asked for, is no fault of theirs.
    const NO_FAULT: ClassSet = ClassSet::of(&[
        Class::Experience,
        Class::Obtain,
        Class::Be,
        Class::Have,
        Class::Say,
        Class::Necessity,
        Class::Demand,
        Class::RecordVerb,
        Class::Think,
        Class::Perceive,
    ]);
    let view = &cx.view;
    let words = hit.marked();
    let verb = words.end - 1;
    let harmless = || {
        let harmless_verb = view.is_any(verb, NO_FAULT) && view.known(verb) != "read"
            || matches!(
                view.known(verb),
                "do" | "done"
                    | "contacted"
                    | "emailed"
                    | "called"
                    | "booked"
                    | "bought"
                    | "paid"
                    | "signed"
                    | "chose"
                    | "joined"
                    | "gone"
                    | "gave"
                    | "made"
                    | "went"
                    | "took"
                    | "let"
                    | "need"
                    | "use"
                    | "used"
                    | "got"
                    | "gotten"
            );
        harmless_verb
            || view.known(verb + 1) == "for" && matches!(view.known(verb), "asked" | "looked")
    };
    match cue {
        Cue::Fault | Cue::Noun => {
            let start = words.start;
            let negated = (start.saturating_sub(4)..start).any(|n| view.is(n, Class::Negation));
            // "your error message" is a message.
            let noun = view.known(words.end - 1) == "error"
                && words.end < view.len()
                && !view.marked(words.end, Marks::PUNCTUATION)
                && !view.is_any(
                    words.end,
                    ClassSet::of(&[
                        Class::Be,
                        Class::Coordinator,
                        Class::Subordinator,
                        Class::Preposition,
                    ]),
                );
            let supposed = (reader::stretch_start(view, start)..start).any(|n| {
                view.is_any(n, ClassSet::of(&[Class::Condition])) || view.known(n) == "whether"
            });
            !negated && !noun && !supposed && !cx.asks(start)
        }
        Cue::NextTime => {
            let kind = (0..view.len()).any(|n| matches!(view.known(n), "you" | "i" | "we" | "me"));
            !kind && !cx.asks(words.start)
        }
        Cue::OnlyIf => !cx.asks(words.start),
        Cue::ShouldHave if matches!(view.known(words.start.wrapping_sub(1)), "when" | "where") => {
            !cx.asks(words.start) && !view.is_any(verb, NO_FAULT)
        }
        _ if !reader::is_said(cx, words.start) => false,
        Cue::Presumed => !harmless(),
        Cue::ShouldHave => {
            const EXPECTED: ClassSet =
                ClassSet::of(&[Class::Experience, Class::Obtain, Class::Be, Class::Have]);
            let expected = view.is_any(verb, EXPECTED)
                || matches!(view.known(verb), "gotten" | "arrived" | "set" | "enabled" | "installed" | "noticed")
                // "you should have enabled extensions": a state as well.
                || view.is_any(verb + 1, ClassSet::of(&[Class::TimeNoun]));
            !expected
        }
        Cue::Because => {
            // "You see this because you changed your name": a reason, and no harm done.
            !harmless() && harm_before(cx, words.start)
        }
        Cue::Undone => {
            let because = view.known(words.start - 1) == "because";
            !harmless() && (because || harm(cx, 0..view.len()))
        }
        Cue::Forgot => {
            let fine =
                matches!(view.known(words.end - 1), "failed") && view.known(words.end) == "payment";
            !fine
        }
        Cue::Withheld => {
            // "You haven't given up": an idiom, and praise.
            let idiom = view.known(verb) == "given" && view.known(verb + 1) == "up";
            let nothing =
                matches!(view.known(words.end), "anything") && view.known(words.end + 1) == "wrong";
            let enough = view.known(words.end) == "enough" && view.known(verb) == "send";
            !idiom && !nothing && !enough
        }
        // "You were meant to receive it": what was to happen, not what they were to do.
        Cue::Lapse if view.known(verb) == "to" => {
            const COMES: ClassSet =
                ClassSet::of(&[Class::Experience, Class::Obtain, Class::Be, Class::Have]);
            !view.is_any(words.end, COMES)
        }
        Cue::Lapse | Cue::WrongThing => true,
    }
}

/// Whether the sentence tells of harm before the word `until`.
fn harm_before(cx: &SentenceCx<'_>, until: usize) -> bool {
    harm(cx, 0..until)
}

fn harm(cx: &SentenceCx<'_>, words: Range<usize>) -> bool {
    const HARM: ClassSet =
        ClassSet::of(&[Class::Problem, Class::Symptom, Class::Negation, Class::Recurrence]);
    let view = &cx.view;
    words.clone().any(|n| {
        view.is_any(n, HARM)
            || matches!(
                view.known(n),
                "gone"
                    | "lost"
                    | "broken"
                    | "wrong"
                    | "late"
                    | "declined"
                    | "rejected"
                    | "failed"
                    | "stopped"
                    | "missing"
                    | "blocked"
                    | "locked"
                    | "empty"
                    | "only"
                    | "deleted"
                    | "refused"
                    | "delayed"
                    | "failing"
            )
    })
}

/// What to say in its place.
fn mend(finding: &mut Finding, cue: Cue, words: &Range<usize>, cx: &SentenceCx<'_>) {
    let view = &cx.view;
    if let Some((title, edits)) = of_the_thing(cue, words, cx) {
        finding.fixes.push(Fix::confirm(title, edits));
    }
    let (title, body) = match cue {
        Cue::Withheld => {
            ("Ask for it instead", "So that I can help, could you send me ${1:?what is missing}?")
        }
        Cue::NextTime => {
            ("Offer it as a shortcut", "The quickest way to reach us with this is ${1:?the way}.")
        }
        _ => (
            "Say it of the thing",
            "${1:?What was missing or happened}. Here's how to mend it: ${2:?the steps}.",
        ),
    };
    let whole = reader::stretch_start(view, words.start) <= 1 && words.start <= 1;
    if whole || cue != Cue::Withheld {
        wording::replace_sentence(finding, cx, title, body);
    } else {
        wording::follow_up(finding, cx, title, body);
    }
}

/// "You forgot to add the record." becomes "The record was missing.", where the sentence holds no more.
fn of_the_thing(
    cue: Cue,
    words: &Range<usize>,
    cx: &SentenceCx<'_>,
) -> Option<(&'static str, Vec<Edit>)> {
    const JOINS: ClassSet = ClassSet::of(&[
        Class::Coordinator,
        Class::Subordinator,
        Class::Preposition,
        Class::Wh,
        Class::To,
        Class::Be,
        Class::Have,
        Class::Adverb,
        Class::Clitic,
    ]);
    let view = &cx.view;
    let object = match cue {
        Cue::Forgot if view.known(words.end - 1) != "to" => words.end..view.len(),
        Cue::WrongThing => words.end..view.len(),
        _ => return None,
    };
    let whole = words.start == 0 && (1..=4).contains(&object.len());
    let simple =
        object.clone().all(|n| !view.is_any(n, JOINS) && !view.marked(n, Marks::PUNCTUATION));
    if !whole || !simple {
        return None;
    }
    let last = view.known(object.end - 1).to_lowercase();
    let singular = !last.ends_with('s') || last.ends_with("ss") || last.ends_with("us");
    let first = view.words.get(words.start)?.span();
    match cue {
        Cue::Forgot => {
            const NAMED: ClassSet = ClassSet::of(&[Class::Determiner, Class::Possessive]);
            let adds = matches!(
                view.known(words.end - 1),
                "add"
                    | "include"
                    | "attach"
                    | "enter"
                    | "fill"
                    | "give"
                    | "provide"
                    | "set"
                    | "send"
                    | "sign"
            );
            if !adds
                || !view.is_any(object.start, NAMED)
                || view.is(object.start, Class::IndefinitePlural)
            {
                return None;
            }
            let start = view.words.get(object.start)?.span();
            let thing = view.words.get(object.end - 1)?.span();
            let gone = first.cover(start);
            let head = rewrite::capitalised(view.written(object.start));
            let be = if singular { " was missing" } else { " were missing" };
            Some((
                if singular { "Say that it was missing" } else { "Say that they were missing" },
                vec![
                    Edit::replace(gone, head),
                    Edit::replace(crate::text::Span::at(thing.end), be),
                ],
            ))
        }
        _ => {
            let entered = matches!(
                view.known(words.start + 1),
                "entered" | "typed" | "used" | "gave" | "provided"
            );
            let the_wrong =
                view.known(words.end - 1) == "wrong" && view.known(words.end - 2) == "the";
            if !entered || !the_wrong {
                return None;
            }
            let thing = view.words.get(object.end - 1)?.span();
            let gone = first.cover(view.words.get(words.end - 1)?.span());
            let apostrophe = cx.facts.style.apostrophe();
            let did = format!(" didn{apostrophe}t match");
            Some((
                "Say that it didn’t match",
                vec![
                    Edit::replace(gone, "The"),
                    Edit::replace(crate::text::Span::at(thing.end), did),
                ],
            ))
        }
    }
}
