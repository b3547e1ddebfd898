use std::borrow::Cow;
use std::ops::Range;

use crate::document::{EndMark, Marks, Word};
use crate::draft::{RegionKind, Source};
use crate::finding::Related;
use crate::lang::class::Class;
use crate::lang::grammar::View;
use crate::lang::told::Fact;
use crate::rule::{CuePattern, ReplyCx, Rule, RuleMeta, Sink, cues, declare};
use crate::rules::wording;
use crate::text::Span;

declare! {
    /// Reports that you ask for what they have given.
    ///
    /// ## Why
    /// To look for it again costs them time, and shows that nobody read their mail to the end.
    ///
    /// ## Flagged
    /// [Q: Order 99120 is late.] Could you send me <|your order number|>?
    /// [Q: I use Chrome 122 on Windows 11.] <|Which browser|> are you using?
    /// [Q: My site is https://jo.example] <|What is your site address|>?
    /// [Q: It says "Error 42: no disk".] <|What error message|> do you see?
    /// [Q: I have an iPhone 15 with iOS 17.4.] Hi Jo, <|which phone|> do you have?
    /// [Q: Our booking is 4471208, for two nights.] Please tell me <|your booking number|>.
    /// [Q: You reach me at +49 30 1234567 in the evenings.] <|What is your phone number|>?
    /// [Q: The account runs under jo@x.example.] Please send us <|your email address|>.
    /// [Q: I attached a screenshot of the error.] Could you send <|a screenshot|>?
    /// [Q: We're on the Team plan.] <|Which plan|> are you on?
    /// [Q: I run version 4.2.1.] <|Which version|> do you have installed?
    /// [Q: We run it on Ubuntu 22.04.] <|Which operating system|> do you use?
    ///
    /// ## Clean
    /// [Q: Order 99120 and 99121 are late.] Which of the two is urgent?
    /// [Q: It is late.] Could you send me your order number?
    /// [Q: I use Chrome 122.] Does it also happen in Firefox?
    /// [Q: Screenshot attached.] Could you send a new screenshot after the update?
    /// [Q: Order 99120 is late, and the other one too.] Could you send me the other order number?
    /// [Q: It fails in Chrome.] Which version do you have?
    /// [Q: My invoice is 2024-118.] Could you send me your order number?
    /// [Q: Order 99120 is late.] Is 99120 your order number?
    /// [Q: Order 99120 is late.] I found your order number, thank you.
    /// [Q: Orders 99120 and 99121 are late.] Which order number is on the parcel that came?
    /// [Q: I use Chrome.] Do you see it in another browser?
    pub AlreadyTold {
        code: "already-told", family: Answering, since: "0.1.0", severity: Warning,
        reads: [Body, Farewell], fix: None, rank: 10
    }
}

cues! {
    enum Cue {
        Order, Booking, Invoice, Ticket, Customer, Email, Version, Browser, System, Device, Error, Screenshot,
        Site, Plan, Name, Phone, Ask, Other
    }
    en: Order = "(your|the|an|which|what {be} {0..1} your)? {0..1} order (number|no|id|reference|code|nr)",
    en: Order = "(the|a|your) (number|id) (of|for) (your|the) order",
    en: Booking = "(your|the|which|what {be} {0..1} your)? {0..1} (booking|reservation|confirmation|flight|pnr) (number|no|id|reference|code|nr)",
    en: Invoice = "(your|the|which|what {be} {0..1} your)? {0..1} (invoice|bill|receipt) (number|no|id|reference|nr)",
    en: Ticket = "(your|the|which|what {be} {0..1} your)? {0..1} (ticket|case|tracking|shipment|parcel|serial) (number|no|id|reference|code|nr)",
    en: Customer = "(your|the|which|what {be} {0..1} your)? {0..1} (customer|account|client|contract|policy|membership|member|licence|license) (number|no|id|reference|nr|key)",
    en: Email = "(what {be})? (your|the|which|an|what) {0..2} (email|e-mail|mail) address",
    en: Email = "(which|what) (email|e-mail)",
    en: Version = "(which|what) {0..1} version",
    en: Version = "(the|your) version {0..1} (number|you|of)",
    en: Browser = "(which|what) {0..2} browser",
    en: Browser = "the browser {0..1} you",
    en: System = "(which|what) {0..1} (operating system|os)",
    en: System = "(your|the) (operating system|os)",
    en: Device = "(which|what) {0..1} (phone|device|model)",
    en: Device = "(the|your) (phone|device) model",
    en: Error = "(which|what|the exact|the full|the) error {0..1} (message|text|code)?",
    en: Error = "(which|what|the exact) (message|wording)",
    en: Screenshot = "(a|the|your|some) (screenshot|screenshots|screen shot|screen capture)",
    en: Site = "what {be} (your|the) {0..1} (site|website|shop|store|page|blog)? (address|url|domain)",
    en: Site = "(your|the) {0..1} (site|website|shop|store|blog) (address|url|domain|link)",
    en: Site = "(which|what) (site|website|domain|url)",
    en: Site = "(the|a|your) (url|link|address) (of|to) your {0..1} (site|website|shop|store|page|blog)",
    en: Plan = "(which|what) {0..1} (plan|subscription|package|edition|tier)",
    en: Name = "(what {be})? your (name|full name|first name|last name)",
    en: Phone = "(what {be})? (your|a|the) {0..1} (phone|telephone|mobile|cell|contact) number",
    en: Ask = "(could|can|would|will) you {adverb}* (please|also|kindly)? (send|tell|share|post|give|confirm|provide|let|attach|upload|forward|reply|say|show|paste|add|include|specify|email)",
    en: Ask = "(please|kindly|^) {adverb}* (send|post|share|tell|give|provide|attach|upload|forward|paste|let|include|add|reply)",
    en: Ask = "(I|we) {adverb}* (will|'ll|would|'d)? {adverb}* (need|require)",
    en: Other = "(other|another|new|different|second|else|of the two|of the three|of them|which of|either|current|latest|updated|fresh|newer|also|right|correct|again|this time|full|complete|next|older|recent|exact)",
}

impl Rule for AlreadyTold {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        if draft.message.words.is_empty() {
            return;
        }
        for at in cx.sentences(&[RegionKind::Body, RegionKind::Farewell]) {
            let view = cx.view(at);
            let hits: Vec<_> = cx.cues_in(at).map(|hit| (Cue::of(&hit), hit.marked())).collect();
            let asks = view.sentence.end == EndMark::Question
                || hits.iter().any(|(cue, _)| *cue == Cue::Ask);
            if !asks || hits.iter().any(|(cue, _)| *cue == Cue::Other) {
                continue;
            }
            let mut end = 0;
            let mut wanted: Vec<_> =
                hits.iter().filter_map(|(cue, words)| Some((fact(*cue)?, words))).collect();
            wanted.sort_unstable_by_key(|(_, words)| (words.start, std::cmp::Reverse(words.end)));
            for (fact, words) in wanted {
                if words.start < end || !is_asked(&view, words, &hits) {
                    continue;
                }
                let Some(place) = given(cx, fact, &view) else { continue };
                end = words.end;
                let told = wording::on_one_line(place.of(&draft.message.text));
                let message = format!("They gave it: “{told}”. You can leave this out.");
                let mut finding = META.finding(wording::span_of(&view, words.clone()), message);
                finding.help =
                    "Use what they gave. If you need another one, say which and what for.".into();
                finding.related.push(Related {
                    span: draft.message.place(place),
                    message: "It stands here".into(),
                });
                out.push(finding);
            }
        }
    }
}

const fn fact(cue: Cue) -> Option<Fact> {
    Some(match cue {
        Cue::Order => Fact::Order,
        Cue::Booking => Fact::Booking,
        Cue::Invoice => Fact::Invoice,
        Cue::Ticket => Fact::Ticket,
        Cue::Customer => Fact::Customer,
        Cue::Email => Fact::Email,
        Cue::Version => Fact::Version,
        Cue::Browser => Fact::Browser,
        Cue::System => Fact::System,
        Cue::Device => Fact::Device,
        Cue::Error => Fact::Error,
        Cue::Screenshot => Fact::Screenshot,
        Cue::Site => Fact::Site,
        Cue::Plan => Fact::Plan,
        Cue::Name => Fact::Name,
        Cue::Phone => Fact::Phone,
        Cue::Ask | Cue::Other => return None,
    })
}

/// Whether the sentence asks for the words, and not for something of them: "did you change your plan?"
fn is_asked(view: &View<'_>, words: &Range<usize>, hits: &[(Cue, Range<usize>)]) -> bool {
    let wh = view.is(words.start, Class::Wh);
    let requested = hits.iter().any(|(cue, ask)| *cue == Cue::Ask && ask.end <= words.start);
    wh && view.sentence.end == EndMark::Question || requested
}

/// Where in their mail the customer gives it, if they give one and the reply does not name it.
fn given(cx: &ReplyCx<'_>, fact: Fact, view: &View<'_>) -> Option<Span> {
    let draft = cx.draft;
    let message = &draft.message;
    let found = match fact {
        Fact::Name => {
            let signed = |source| matches!(source, Source::Signature | Source::Introduction);
            let own = draft.people.customers.iter().find(|it| signed(it.source))?;
            let at = message.text.find(&own.name.full)?;
            vec![Span::new(at, at + own.name.full.len())]
        }
        Fact::Email => addresses(message, true),
        Fact::Site => addresses(message, false),
        Fact::Phone => phone(&message.text).into_iter().collect(),
        _ => draft
            .message
            .facts
            .iter()
            .filter(|(it, _)| *it == fact)
            .map(|(_, span)| *span)
            .collect(),
    };
    let first = *found.first()?;
    // Of two numbers one may well be asked for.
    let words = |span: &Span| span.of(&message.text).to_lowercase();
    if found.iter().any(|other| words(other) != words(&first)) {
        return None;
    }
    let sentence = view.sentence.span.of(view.text).to_lowercase();
    let value = words(&first);
    let named = value
        .split_whitespace()
        .any(|word| word.chars().any(|c| c.is_ascii_digit()) && sentence.contains(word));
    (!named && !sentence.contains(&value)).then_some(first)
}

/// The addresses in a mail: of mail, or of the web.
fn addresses(message: &crate::draft::Message, mail: bool) -> Vec<Span> {
    let words = message.words.iter().filter(|word| word.any(Marks::ADDRESS));
    words.map(Word::span).filter(|span| span.of(&message.text).contains('@') == mail).collect()
}

/// Something like `+49 30 1234567`.
fn phone(text: &str) -> Option<Span> {
    const FEWEST: usize = 8;
    const MOST: usize = 15;
    let inside = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')' | '/' | '+');
    let starts = text.char_indices().filter(|&(at, c)| {
        (c == '+' || c == '0' || c == '(')
            && !text[..at]
                .ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '/' | '#'))
    });
    starts.into_iter().find_map(|(at, _)| {
        let length = text[at..].find(|c| !inside(c)).unwrap_or(text.len() - at);
        let number = text[at..at + length].trim_end_matches(|c: char| !c.is_ascii_digit());
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        (FEWEST..=MOST).contains(&digits).then(|| Span::new(at, at + number.len()))
    })
}
