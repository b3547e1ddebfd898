use std::borrow::Cow;

use crate::document::Marks;
use crate::input::Mode;
use crate::lang::class::{Class, ClassSet};
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::when;
use crate::rules::wording;

declare! {
    /// Reports a next step that nobody owns: “someone will get back to you”.
    ///
    /// ## Why
    /// Who reads “someone” waits for nobody in particular. A person with a time lets them stop
    /// waiting, and “I” says that somebody has taken it on.
    ///
    /// ## Flagged
    /// <|Someone will get back|> to you.
    /// <|You will be contacted|> by the billing team.
    /// <|A member of our team will reach out|>.
    /// <|The team will be in touch|>.
    /// <|Our team will be in contact|>.
    /// Thank you for the photos. <|This will be looked into|>.
    /// <|One of our nurses will call|> you.
    /// <|Somebody from the front desk is going to follow up|> with you.
    /// <|You'll hear from our support team|>.
    /// <|Your complaint will be reviewed|>.
    ///
    /// ## Clean
    /// I'll write to you by Thursday noon.
    /// Ana from billing will email you before 5 pm today.
    /// They contacted me yesterday, as you asked.
    /// The team built this in a week.
    /// Someone will call you by 5 pm CET today. # a time to wait for
    /// Will someone call me?
    /// Ana from our team will reach out.
    /// If the alarm rings, someone will call you. # what the service does
    /// You said that someone will get back to you.
    /// Your bank will contact you if the payment fails.
    /// The driver will call you from the gate. # the one who comes
    /// Someone will love this lamp.
    pub OwnerlessNextStep {
        code: "ownerless-next-step", family: Commitment, since: "0.1.0", severity: Warning,
        reads: [Body, Farewell], fix: Snippet, rank: 40
    }
}

cues! {
    enum Cue { Person, Reader, Matter }
    en: Person = "(someone|somebody) {0..5} (will|'ll|is going to|should) {adverb}* (get back|be in touch|be in contact|be getting|be contacting|be reaching|contact|reach out|respond|follow up|reply|call|phone|email|write|get in touch|look into|look at|take a look|take it|take this|take care|let you know|review|investigate|assist|help)",
    en: Person = "one of (our|the|my) {0..2} {0..1} (will|'ll|is going to|should) {adverb}* (get back|be in touch|be in contact|be contacting|be reaching|contact|reach out|respond|follow up|reply|call|phone|email|write|get in touch|look into|let you know|review|investigate|assist)",
    en: Person = "(a|another|my|the|our) {0..2} (colleague|coworker|specialist|specialists|representative|agent|technician|engineer|engineers|developer|developers|advisor|adviser|expert|experts|manager|team|department|office|staff|member of (our|the|my) {0..3} (team|staff|department)) (will|'ll|is going to|are going to|should) {adverb}* (get back|be in touch|be in contact|be getting|be contacting|be reaching|contact|reach out|respond|follow up|reply|call|phone|email|write|get in touch|let you know)",
    en: Person = "they (will|'ll|are going to|should) {adverb}* (get back|be in touch|be in contact|be contacting|be reaching|contact you|reach out|respond|follow up|get in touch)",
    en: Reader = "you (will|'ll|should) {adverb}* be (contacted|called|phoned|approached)",
    en: Reader = "you (will|'ll|should) {adverb}* hear {0..2} from (someone|somebody|a colleague|a specialist|(our|the|one of our) {0..2} (team|department|office|staff|colleagues|engineers|developers|specialists))",
    en: Matter = "(this|that|it|(this|that|the|your) {0..2} (issue|matter|problem|request|complaint|case|claim|concern|feedback|report|query|question)) (will|'ll|is going to) {adverb}* be {adverb}* (looked into|investigated|reviewed|dealt with|handled|taken care of|addressed|followed up|looked at)",
}

impl Rule for OwnerlessNextStep {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let view = &cx.view;
        let words = hit.marked();
        if cx.facts.mode == Mode::Chat || cx.asks(words.start) {
            return;
        }
        let longer = cx.is_in_longer(hit, &[]);
        if longer || is_subordinate(cx, words.start) {
            return;
        }
        // "Ana from our team will write": the head stands before.
        let joined = |at: usize| !view.marked(at, Marks::PUNCTUATION);
        const HEADED: ClassSet = ClassSet::of(&[Class::Preposition, Class::Coordinator]);
        if words.start > 0 && joined(words.start) && view.is_any(words.start - 1, HEADED) {
            let clause = view.is(words.start - 1, Class::Coordinator)
                && Cue::of(hit) != Cue::Person
                || matches!(view.known(words.start - 1), "and" | "so" | "but");
            if !clause {
                return;
            }
        }
        // A name inside is an owner: "my colleague Ana will write".
        let named = words.clone().skip(1).any(|at| {
            view.marked(at, Marks::CAPITAL)
                && !view.marked(at, Marks::ALL_CAPS)
                && view.known(at).chars().next().is_some_and(char::is_uppercase)
        });
        let signed = Cue::of(hit) == Cue::Person
            && view.known(words.start) == "they"
            && cx.previous().is_some_and(|before| {
                (1..before.len())
                    .any(|at| before.marked(at, Marks::CAPITAL) && before.known(at) != "i")
            });
        let conditional = (0..view.len()).any(|at| {
            matches!(view.known(at), "if" | "whenever" | "when" | "once" | "unless" | "until")
        });
        let by_me = (words.end..view.len()).any(|at| {
            view.known(at) == "by" && view.is_any(at + 1, ClassSet::of(&[Class::I, Class::We]))
                || matches!(view.known(at), "me" | "myself")
        });
        let timed = when::is_named(view, &words)
            || cx.next().is_some_and(|next| when::is_named(&next, &(0..0)) && has_promise(&next));
        let owned = (0..view.len()).any(|at| view.is(at, Class::I) && view.is(at + 1, Class::Will))
            || cx.next().is_some_and(|next| {
                (0..next.len()).any(|at| next.is(at, Class::I) && next.is(at + 1, Class::Will))
            });
        if named || signed || conditional || by_me || timed || owned {
            return;
        }
        let span = cx.span(words);
        let mut finding = META
            .finding(span, "Who will write, and when? A name and a time let them stop waiting.");
        finding.help =
            "Take it on yourself or name the person, with the day and hour of the next message."
                .into();
        wording::replace_sentence(
            &mut finding,
            cx,
            "Say that you will write, and by when",
            "I'll write to you by ${1:?day and time, with zone}, even if it's only an update.",
        );
        wording::replace_sentence(
            &mut finding,
            cx,
            "Name who will write, and by when",
            "${1:?name} will write to you by ${2:?day and time, with zone}.",
        );
        out.push(finding);
    }
}

/// Whether the words are reported or asked after: "you said that someone will", "whether someone will".
fn is_subordinate(cx: &SentenceCx<'_>, at: usize) -> bool {
    let view = &cx.view;
    let Some(before) = at.checked_sub(1).filter(|_| !view.marked(at, Marks::BREAK)) else {
        return false;
    };
    let before = if view.known(before) == "that" { before.saturating_sub(1) } else { before };
    let asked = view.is_any(before, ClassSet::of(&[Class::Wh, Class::Condition]));
    let said = view.is(before, Class::Say) && (0..before).any(|at| view.is(at, Class::You));
    asked || said
}

/// Whether somebody promises something in the sentence.
fn has_promise(view: &crate::lang::grammar::View<'_>) -> bool {
    (0..view.len()).any(|at| view.is(at, Class::Will))
}
