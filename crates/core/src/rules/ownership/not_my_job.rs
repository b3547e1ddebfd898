use std::borrow::Cow;

use crate::clause::Context;
use crate::document::Marks;
use crate::finding::Severity;
use crate::lang::class::Class;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;

declare! {
    /// Reports that the reader is sent to knock on another door.
    ///
    /// ## Why
    /// They came to you, and behind the next door they begin again. To walk them over costs you a
    /// line: bring the colleague in, or ask for them.
    ///
    /// ## Flagged
    /// <|You'll need to contact our billing team|>.
    /// <|That's not my department|>.
    /// <|Please reach out to sales|> for this.
    /// <|Kindly email the relevant team|>.
    /// <|Contact our billing team|> for that.
    /// <|You should speak to the front desk|> about that.
    /// Rugs <|aren't my department|>.
    /// I'm afraid <|you've reached the wrong department|>.
    /// <|This isn't our responsibility|>.
    /// <|You should ask the author|>. # a house of its own: an information
    /// <|You might want to contact the manufacturer|>. # a house of its own: an information
    /// <|Please contact our sales team|> at sales@example.com. # with an address: a hint
    ///
    /// ## Clean
    /// I've brought in Ana from billing, copied here.
    /// Your bank can lift the block: call 0800 1234 and say "online payment".
    /// Please contact me any time.
    /// I asked the billing team for you: the invoice is attached.
    /// Please contact our support team if you have further questions.
    /// You'll need to contact your bank and ask them to release the payment of 3 May. # says what to say
    /// Please contact our billing team next time; I've changed the invoice for you now.
    /// Did you speak to our billing team?
    /// The kitchen isn't my area, so I took your letter down to the cook.
    /// You don't need to contact our support team again.
    /// Feel free to contact our team at any time.
    /// You said that you should contact our sales team.
    pub OwnNotMyJob {
        code: "own-not-my-job", family: Ownership, since: "0.1.0", severity: Warning,
        reads: [Body, Farewell], fix: Snippet, rank: 45
    }
}

cues! {
    enum Cue { Refuse, House, Other, Done }
    en: Refuse = "(is|are|was|were|'s) (not|n't) (my|our) {0..1} (department|area|responsibility|remit|job)",
    en: Refuse = "(that|this|it) (is|'s) not (my|our) {0..1} (department|area|responsibility|job|problem|remit|team|task|business|concern)",
    en: Refuse = "(that|this|it) (isn't|is n't) (my|our) {0..1} (department|area|responsibility|job|problem|remit|task|business|concern)",
    en: Refuse = "(I|we) (am|'m|are|'re) (not|n't) (responsible for|in charge of) {0..2} (that|this|it)",
    en: Refuse = "(you have|you've|you) (reached|contacted|got|written to|emailed|called) the wrong (department|team|inbox|office|number|address|person|place)",
    en: Refuse = "(that|this|it) (is|'s) the wrong (department|team|inbox|office|form)",
    en: House = "(you|please|kindly) {0..1} (need to|have to|must|should|'ll need to|'ll have to|will need to|will have to|would need to|'d need to|can|could|may want to|might want to)? {adverb}* (contact|reach out to|call|write to|email|get in touch with|speak to|speak with|talk to|ask|message|check with|go to|turn to) (our|the|your)? {0..2} (sales|billing|support|accounting|accounts|finance|warehouse|returns|shipping|reception|front desk|marketing|helpdesk|help desk|service desk) (team|department|desk|office|staff)?",
    en: House = "^ {adverb}* (contact|reach out to|call|write to|email|get in touch with|speak to|speak with|talk to|ask|message|check with|go to|turn to) (our|the|your)? {0..2} (sales|billing|support|accounting|accounts|finance|warehouse|returns|shipping|reception|front desk|marketing|helpdesk|help desk|service desk) (team|department|desk|office|staff)?",
    en: House = "(you|please|kindly) {0..1} (need to|have to|must|should|'ll need to|'ll have to|will need to|will have to|would need to|'d need to|can|could|may want to|might want to)? {adverb}* (contact|reach out to|call|write to|email|get in touch with|speak to|speak with|talk to|ask|message|check with|go to|turn to) (our|the|another|a different) {0..1} (relevant|appropriate|concerned|respective|correct|right|responsible|other|customer service|customer support|technical|legal|hr|different)? (team|department|desk|office|colleagues|colleague|branch)",
    en: House = "^ {adverb}* (contact|reach out to|call|write to|email|get in touch with|speak to|speak with|talk to|ask|message|check with|go to|turn to) (our|the|another|a different) {0..1} (relevant|appropriate|concerned|respective|correct|right|responsible|other|customer service|customer support|technical|legal|hr|different)? (team|department|desk|office|colleagues|colleague|branch)",
    en: Other = "(you|please|kindly) {0..1} (need to|have to|must|should|'ll need to|'ll have to|will need to|will have to|would need to|'d need to|may want to|might want to|are best to)? {adverb}* (contact|reach out to|call|write to|email|get in touch with|speak to|speak with|talk to|ask|message|check with|turn to) (your|the) {0..2} (bank|author|authors|manufacturer|seller|retailer|vendor|provider|isp|host|carrier|airline|supplier|employer|insurer|developer|developers|maintainer|maintainers|landlord|network)",
    en: Done = "(I|we) (have|'ve) {adverb}* (forwarded|passed|asked|copied|brought|sent|contacted|changed|fixed|refunded|cancelled|moved|transferred|done|updated|spoken|emailed|added|called)",
    en: Done = "(I|we) {adverb}* (forwarded|asked|copied|brought|took|gave|handed|walked|passed|sent|told|spoke|called|emailed|wrote|contacted|changed|fixed|refunded|cancelled|moved|transferred|did)",
    en: Done = "(I|we) (will|'ll|can) {adverb}* (forward|pass|ask|copy|bring|transfer|contact|call|put you through|connect)",
}

impl Rule for OwnNotMyJob {
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
        if cue == Cue::Done || cx.asks(words.start) || cx.has_near(0, 1, &[Cue::Done as u8]) {
            return;
        }
        let longer = cx.is_in_longer(hit, &[Cue::Done as u8]);
        if longer {
            return;
        }
        let context = cx.context();
        // "If you have questions, …", "any time", "you don't need to": an open door.
        let open = cue != Cue::Refuse
            && (context.says(Context::CONDITION)
                || (0..view.len()).any(|at| {
                    matches!(
                        view.known(at),
                        "questions"
                            | "anytime"
                            | "whenever"
                            | "if"
                            | "free"
                            | "always"
                            | "instead"
                            | "again"
                            | "unless"
                            | "when"
                            | "also"
                    ) || matches!(view.known(at), "any" | "more" | "other" | "further")
                        && matches!(
                            view.known(at + 1),
                            "time" | "questions" | "concerns" | "queries" | "issues"
                        )
                })
                || (words.start.saturating_sub(4)..words.end)
                    .any(|at| view.is(at, Class::Negation))
                || (words.start.saturating_sub(4)..words.start).any(|at| view.is(at, Class::Say)));
        // "You can ask the team": an option with its own subject in front is a report.
        let reported = words.start > 0
            && view.is_any(
                words.start - 1,
                crate::lang::class::ClassSet::of(&[Class::Wh, Class::Relative]),
            )
            && !view.marked(words.start, Marks::PUNCTUATION);
        if open || reported {
            return;
        }
        let address = |view: &crate::lang::grammar::View<'_>| {
            (0..view.len()).any(|at| {
                view.marked(at, Marks::ADDRESS.with(Marks::LINK))
                    || view.marked(at, Marks::DIGIT) && view.written(at).len() >= 4
            })
        };
        let led = address(view) || cx.next().is_some_and(|next| address(&next));
        // "and ask them to …": they are told what to say.
        let told = (words.end..view.len().min(words.end + 4)).any(|at| {
            matches!(view.known(at), "and" | "to" | "so")
                && (view.is(at + 1, Class::VerbBase)
                    || matches!(view.known(at + 1), "that" | "they"))
        });
        if cue == Cue::Other && (led || told) {
            return;
        }
        let span = cx.span(words);
        let mut finding = META.finding(
            span,
            "They knocked here. Can you walk them over: introduce, copy in, or ask for them?",
        );
        finding.help = "Bring the colleague in with the whole story, or ask for them and pass on the answer. For another house: a link or number, and what to say there.".into();
        if cue == Cue::Other {
            finding.severity = Severity::Information;
            finding.notes.push("said more softly because it is not a door of yours".into());
        } else if led && cue == Cue::House {
            finding.severity = Severity::Hint;
            finding.notes.push("said more softly because the way is given".into());
        }
        wording::replace_sentence(
            &mut finding,
            cx,
            "Bring a colleague in",
            "I've brought in ${1:?name} from ${2:?team}, who can ${3:?what they will do}. They have the whole story, so there's nothing to repeat.",
        );
        out.push(finding);
    }
}
