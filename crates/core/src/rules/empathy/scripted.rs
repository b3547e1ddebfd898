use std::borrow::Cow;

use crate::document::Marks;
use crate::draft::Sign;
use crate::finding::{Edit, Fix};
use crate::lang::class::{Class, ClassSet, FUNCTION_WORD};
use crate::lang::grammar::View;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;

declare! {
    /// Reports stock sympathy that could be sent to anyone: “I understand your frustration”.
    ///
    /// ## Why
    /// A line that names nothing of their case reads as a macro, and annoys most where no help follows.
    /// What shows that you understood is their own facts: what failed, and what it cost them.
    ///
    /// ## Flagged
    /// I <|understand your frustration|>.
    /// I completely <|understand how you feel|>.
    /// I can <|imagine how frustrating|> this must be.
    /// We <|appreciate your concern|>.
    /// We <|know that this is disappointing|>.
    /// I <|know this is frustrating|> and I will call you.
    /// <|That must be so frustrating|>.
    /// I'm <|sorry to hear that|>.
    /// <|Sorry you're having this issue|>!
    /// We're <|sorry for the poor experience|>.
    /// This is<|n't the experience we|> want for our guests.
    /// <|Thank you for your patience|>.
    /// <|Thanks for being so understanding|>.
    /// Your <|patience would be appreciated|>.
    /// Thank you for <|bringing this to our attention|>.
    /// <|We're here for you|>.
    ///
    /// ## Clean
    /// Three failed exports before a launch: I see why that's frustrating.
    /// I understand that the export stops at row 400.
    /// I understand the question now: you want both logos.
    /// I'd appreciate a screenshot.
    /// I understand your concern about the nut oil in the salad.
    /// I know how frustrating it is when a parcel stops two streets away.
    /// I'm sorry to hear that your suitcase went to Oslo.
    /// [Q: My mother died last week.] I'm so sorry to hear that.
    /// I'm sorry you're having trouble with the left ear piece.
    /// Thank you for your patience while I went through all nine invoices.
    /// Do you understand how the meter counts?
    /// I don't understand your concern yet; which room is it?
    /// Thank you for bringing the key back.
    pub EmpathyScripted {
        code: "empathy-scripted", family: Empathy, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Snippet, rank: 40
    }
}

cues! {
    enum Cue { Feeling, How, Sorry, Wish, Patience, Thanks, Here }
    en: Feeling = "(I|we) {0..3} <(understand|appreciate|imagine|hear|feel|know|share|acknowledge|recognise|recognize|realise|realize) (your|the) {0..1} (frustration|frustrations|concern|concerns|disappointment|annoyance|anger|worry|worries|stress|pain|upset|dissatisfaction|feelings|displeasure)>",
    en: Feeling = "(I|we) {0..3} <(understand|imagine|know|appreciate) the inconvenience>",
    en: How = "(I|we) {0..3} <(understand|imagine|know|appreciate|realise|realize|see|hear|get) how {0..3} (frustrating|frustrated|upset|upsetting|annoying|annoyed|disappointing|disappointed|stressful|inconvenient|worrying|worried|important)>",
    en: How = "(I|we) {0..3} <(understand|imagine|know|appreciate|realise|realize) (exactly)? how you {0..2} (feel|feeling)>",
    en: How = "(I|we) {0..3} <(understand|imagine|know|appreciate|realise|realize) that? (this|that|it) {0..3} (frustrating|upsetting|annoying|disappointing|stressful|inconvenient|worrying)>",
    en: How = "<(that|this|it) must (be|feel|have been) {0..2} (frustrating|upsetting|annoying|disappointing|stressful)>",
    en: Feeling = "(I|we) {0..3} <feel the same way>",
    en: Sorry = "<(sorry|saddened) to (hear|know|learn|read|see) (about|of)? (this|that|it)>",
    en: Sorry = "<(sorry|saddened) to (hear|know|learn|read|see) (that|about|of)? (you|your|you're|you are) (having|facing|experiencing) {0..2} (issue|issues|trouble|troubles|problem|problems|difficulties|difficulty)>",
    en: Sorry = "<sorry that? (you|your) {be}? (having|facing|experiencing) {0..2} (issue|issues|trouble|troubles|problem|problems|difficulties|difficulty)>",
    en: Sorry = "<(sorry|apologise|apologize|apologies) (for|about|to hear of|to hear about) {0..2} (poor|bad|unpleasant|negative|terrible|frustrating|disappointing|awful|unfortunate) experience>",
    en: Sorry = "<(sorry|apologise|apologize|apologies) (for|about) {0..2} (frustration|frustrations|disappointment)>",
    en: Wish = "<(not|n't) the {0..3} (experience|service|impression|standard|quality) that? we>",
    en: Wish = "<we {adverb}* want (you|your|all|every) {0..3} to (have|work|be|enjoy|feel)>",
    en: Patience = "<(thank you|thanks|appreciate) {0..5} (patience|understanding|cooperation|co-operation)>",
    en: Patience = "<(patience|understanding|cooperation) {0..3} {be} {adverb}* appreciated>",
    en: Patience = "<(thank you|thanks) for being so (patient|understanding)>",
    en: Thanks = "<bringing (this|it|that) {0..1} to (our|my) (attention|notice)>",
    en: Here = "<we {be} {adverb}* here for you>",
    en: Here = "we {be} <always (happy|glad|here|ready|delighted) to (help|assist)>",
}

impl Rule for EmpathyScripted {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let view = &cx.view;
        let words = hit.marked();
        let cue = Cue::of(hit);
        let mourns = cue == Cue::Sorry && cx.facts.mood.has(Sign::Loss);
        if cx.asks(words.start) || mourns || is_named(view, words.end) {
            return;
        }
        const NOT_SAID: ClassSet = ClassSet::of(&[Class::Negation, Class::Condition]);
        let before = hit.words().start.saturating_sub(1)..words.start;
        if before.clone().any(|at| view.is_any(at, NOT_SAID)) && cue != Cue::Wish {
            return;
        }
        // What comes before a colon or a dash has named it.
        let led = (2..=words.start).any(|at| view.marked(at, Marks::COLON.with(Marks::DASH)));
        if led && matches!(cue, Cue::Feeling | Cue::How) {
            return;
        }
        let span = cx.span(words.clone());
        let said = wording::quote(cx, span);
        let message = match cue {
            Cue::Feeling | Cue::How | Cue::Sorry => {
                format!("{said} could be sent to anyone. Name what failed, and what it cost them.")
            }
            Cue::Patience | Cue::Thanks => {
                format!("{said} could be sent to anyone. What did they do that you can thank for?")
            }
            Cue::Wish | Cue::Here => {
                format!("{said} could be sent to anyone. What will you do for them?")
            }
        };
        let mut finding = META.finding(span, message);
        finding.help = match cue {
            Cue::Feeling | Cue::How | Cue::Sorry => {
                "Show it with their own facts: what happened, when, and what it kept them from."
            }
            Cue::Patience | Cue::Thanks => {
                "Thank them for something they did: the photos, the clear steps, the second call."
            }
            Cue::Wish | Cue::Here => "Leave it out, and say what you do for them now.",
        }
        .into();
        let (title, body) = match cue {
            Cue::Feeling | Cue::How => (
                "Name what happened to them",
                "${1:?what failed, and when}: I see why that's ${2|frustrating,worrying,a waste of your time|}",
            ),
            Cue::Sorry => ("Name what happened to them", "I'm sorry ${1:?what happened}"),
            Cue::Patience | Cue::Thanks => {
                ("Thank them for what they did", "Thank you for ${1:?what they did}")
            }
            Cue::Wish | Cue::Here => {
                ("Say what you will do", "I'll ${1:?what you do for them now}")
            }
        };
        // Only where the sentence says nothing else.
        let alone = hit.words().start <= 2 && view.len() <= words.end + 4;
        if alone {
            let whole = view.sentence.span.start..view.sentence.end_at;
            let body = wording::spelled_as(cx.document, body);
            let span = crate::text::Span::new(whole.start, whole.end);
            let edit = Edit::snippet(span, wording::snippet(&body));
            finding.fixes.push(Fix::confirm(title, vec![edit]));
        }
        finding.clause = span;
        out.push(finding);
    }
}

/// Whether the words from `from` on, up to the end of the clause, name something of this case.
fn is_named(view: &View<'_>, from: usize) -> bool {
    if view.marked(from, Marks::PUNCTUATION.with(Marks::SIGN)) {
        return view.marked(from, Marks::COLON.with(Marks::PAREN)) && from < view.len();
    }
    (from..view.len())
        .take_while(|&at| at == from || !view.marked(at, Marks::COMMA.with(Marks::BREAK)))
        .take_while(|&at| !view.is(at, Class::Coordinator))
        .any(|at| {
            let called = view.marked(at, Marks::CAPITAL) && at + 1 == view.len();
            !called
                && !view.is_any(at, FUNCTION_WORD)
                && !view.marked(at, Marks::HANDLE)
                && !GENERIC.contains(&view.written(at).to_lowercase().as_str())
        })
}

/// Words that name nothing of a case.
const GENERIC: [&str; 44] = [
    "situation",
    "matter",
    "issue",
    "issues",
    "experience",
    "feel",
    "feeling",
    "regard",
    "regards",
    "time",
    "times",
    "patience",
    "understanding",
    "cooperation",
    "support",
    "product",
    "products",
    "service",
    "moment",
    "customers",
    "customer",
    "guests",
    "users",
    "want",
    "strive",
    "aim",
    "expect",
    "like",
    "provide",
    "deliver",
    "meantime",
    "caused",
    "continued",
    "inconvenience",
    "appreciated",
    "right",
    "frustration",
    "concern",
    "work",
    "expected",
    "best",
    "case",
    "look",
    "forward",
];
