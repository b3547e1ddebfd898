use std::borrow::Cow;
use std::ops::Range;

use crate::document::{EndMark, Marks, Word};
use crate::draft::{RegionKind, Source};
use crate::finding::Related;
use crate::lang::class::{Class, ClassSet};
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
    /// [Q: The kettle, order 771043, came without a lid.] Hi Jo, thank you. <|What is your order number|>?
    /// [Q: The till reads "P14 drawer blocked".] May I have <|the exact error message|>?
    /// [Q: The shop at https://jo.example is down.] <|What's the address of your shop|>?
    /// [Q: Flight LX1042 is on my bill twice.] <|What's your flight number|>?
    /// [Q: My policy number is HX20931.] All I need is <|your policy number|>.
    /// [Q: Order 99120 is late.] Send me <|your order number|>.
    /// [Q: The kettle hums.\n\nMaria Ruiz] Thank you. <|What is your name|>?
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
    /// [Q: Order 99120 is late.] Could you tell me what happens when you enter your order number?
    /// [Q: I use Chrome.] Do you see it in another browser?
    pub AlreadyTold {
        code: "already-told", family: Answering, since: "0.1.0", severity: Warning,
        reads: [Body, Farewell], fix: None, rank: 10
    }
}

cues! {
    enum Cue {
        Order, Booking, Invoice, Ticket, Customer, Email, Version, Browser, System, Device, Error, Screenshot,
        Site, Plan, Name, Phone, Ask, Exact, Other
    }
    en: Order = "(order|purchase) (number|no|id|reference|ref|code|nr)",
    en: Order = "(which|what) order (is|was|are|does|do|did)",
    en: Order = "(number|id|reference) (of|for|on) (your|the) (order|purchase)",
    en: Booking = "(booking|reservation|confirmation|flight|pnr) (number|no|id|reference|ref|code|nr)",
    en: Booking = "(number|id|reference|code) (of|for|on) (your|the) (booking|reservation|flight)",
    en: Booking = "(which|what) (flight|booking|reservation) (is|was|are|does|do|did)",
    en: Invoice = "(invoice|bill|receipt) (number|no|id|reference|ref|nr)",
    en: Invoice = "(number|id|reference) (of|for|on) (your|the) (invoice|bill|receipt)",
    en: Ticket = "(ticket|case|tracking|shipment|parcel|serial) (number|no|id|reference|ref|code|nr)",
    en: Ticket = "(number|id|reference) (of|for|on) (your|the) (ticket|case|shipment|parcel)",
    en: Customer = "(customer|account|client|contract|policy|membership|member|licence|license) (number|no|id|reference|ref|nr|key)",
    en: Customer = "(number|id|reference) (of|for|on) (your|the) (account|contract|policy|membership|licence|license)",
    en: Email = "(email|e-mail|mail) address",
    en: Email = "(which|what) (email|e-mail)",
    en: Version = "(which|what) {0..2} version",
    en: Version = "(the|your) {0..1} version {0..1} (number|you|of)",
    en: Browser = "(which|what) {0..2} browser",
    en: Browser = "(the browser {0..1} you|your browser)",
    en: System = "(which|what) {0..1} (operating system|os)",
    en: System = "(your|the) (operating system|os)",
    en: Device = "(which|what) {0..1} (phone|device|model)",
    en: Device = "(the|your) (phone|device) model",
    en: Device = "(model of|type of) (your|the) (phone|device|tablet)",
    en: Error = "(which|what|the|any|an) {0..2} error (message|text|code|number)?",
    en: Error = "(which|what|the exact) (message|wording)",
    en: Error = "what {0..1} (error|message|text) {0..1} (says|say|reads|read)",
    en: Error = "what does (the|that|your) {0..3} (say|show|read|display)",
    en: Screenshot = "(a|the|your|some) (screenshot|screenshots|screen shot|screen capture)",
    en: Site = "(your|the) {0..1} (site|website|shop|store|page|blog) (address|url|domain|link)",
    en: Site = "(which|what) (site|website|domain|url)",
    en: Site = "(url|link|address|domain) (of|to|for) (your|the) {0..1} (site|website|shop|store|page|blog)",
    en: Site = "your (url|domain|domain name)",
    en: Plan = "(which|what) {0..1} (plan|subscription|package|edition|tier)",
    en: Plan = "(name|kind|type) of (your|the) (plan|subscription|package|tier)",
    en: Name = "your (name|full name|first name|last name)",
    en: Phone = "(your|a|the) {0..1} (phone|telephone|mobile|cell|contact) number",
    en: Ask = "(could|can|would|will) you {adverb}* (please|also|kindly)? (send|tell|share|post|give|confirm|provide|let|attach|upload|forward|reply|say|show|paste|add|include|specify|email|copy|quote|mail|state)",
    en: Ask = "(could|can|may|might) (I|we) {adverb}* (please|also|just|kindly)? (have|get|ask|know|see|take)",
    en: Ask = "would you mind {0..1} (sending|telling|sharing|giving|posting|confirming)",
    en: Ask = "(please|kindly) {adverb}* (send|post|share|tell|give|provide|attach|upload|forward|paste|let|include|add|reply|confirm|quote|specify|copy|state|mail|email)",
    en: Ask = "^ {adverb}* (send|post|share|tell|give|provide|attach|upload|forward|paste|let|include|add|reply|confirm|quote|specify|copy|state|mail|email)",
    en: Ask = "(and|then|just|you) (send|tell|give|post|share|forward) (me|us)",
    en: Ask = "(I|we) {adverb}* (will|'ll|would|'d)? {adverb}* (need|require)",
    en: Ask = "(I|we) {adverb}* (am|are|'m|'re) {adverb}* missing",
    en: Ask = "(I|we) {adverb}* (would|'d) (like|love) to know",
    en: Ask = "do you {adverb}* (have|know|remember|see)",
    en: Ask = "(all|what) (I|we) {adverb}* need {0..3} (is|are)",
    en: Exact = "exact",
    en: Other = "(other|another|new|different|second|else|of the two|of the three|of them|which of|either|current|latest|updated|fresh|newer|also|right|correct|again|this time|full|complete|next|older|recent)",
}

/// So many words of a noun stand before it: "the exact".
const MOST_BEFORE: usize = 2;

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
        for at in cx.cued_sentences(&[RegionKind::Body, RegionKind::Farewell]) {
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
                // What an error says word for word, a quote of it tells.
                let vague = fact != Fact::Error && hits.iter().any(|(cue, _)| *cue == Cue::Exact);
                if words.start < end || vague {
                    continue;
                }
                let Some(words) = asked(&view, words, &hits) else { continue };
                let Some(place) = given(cx, fact, &view) else { continue };
                end = words.end;
                let told = wording::on_one_line(place.of(&draft.message.text));
                let message = format!("They gave it: “{told}”. You can leave this out.");
                let mut finding = META.finding(wording::span_of(&view, words), message);
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
        Cue::Ask | Cue::Exact | Cue::Other => return None,
    })
}

/// The words with which the sentence asks for that, if it does not ask for something of it: "did you change
/// your plan?"
fn asked(
    view: &View<'_>,
    noun: &Range<usize>,
    hits: &[(Cue, Range<usize>)],
) -> Option<Range<usize>> {
    const BEFORE: ClassSet = ClassSet::of(&[Class::Determiner, Class::Possessive]);
    let mut start = noun.start;
    let of_noun = |at: usize| {
        let exact = hits.iter().any(|(cue, words)| *cue == Cue::Exact && words.start == at);
        exact || view.is_any(at, BEFORE) && !view.is(at, Class::Wh)
    };
    while start > 0 && noun.start - start < MOST_BEFORE && of_noun(start - 1) {
        start -= 1;
    }
    // "What is your …", "what's the …".
    let is = ClassSet::of(&[Class::Be, Class::Clitic]);
    let questioned = start > 1 && view.is_any(start - 1, is) && view.is(start - 2, Class::Wh);
    if questioned {
        start -= 2;
    } else if start > 0 && view.is(start - 1, Class::Wh) {
        start -= 1;
    }
    let wh = view.is(start, Class::Wh) && view.sentence.end == EndMark::Question;
    // "Tell me what happens when you enter your number" asks for something else.
    let clause = ClassSet::of(&[Class::Wh, Class::Condition]);
    let requested = hits.iter().any(|(cue, ask)| {
        *cue == Cue::Ask && ask.end <= start && !(ask.end..start).any(|at| view.is_any(at, clause))
    });
    (wh || requested).then_some(start..noun.end)
}

/// Where in their mail the customer gives it, if they give one and the reply does not name it.
fn given(cx: &ReplyCx<'_>, fact: Fact, view: &View<'_>) -> Option<Span> {
    let draft = cx.draft;
    let message = &draft.message;
    let found = match fact {
        Fact::Name => {
            let signed = |source: Source| source.signs() || source == Source::Introduction;
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
    // With its signs and blanks a number has at most so many characters.
    const LONGEST: usize = 40;
    let inside = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')' | '/' | '+');
    let starts = text.char_indices().filter(|&(at, c)| {
        (c == '+' || c == '0' || c == '(')
            && !text[..at]
                .ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '/' | '#'))
    });
    starts.into_iter().find_map(|(at, _)| {
        let signs = text[at..].chars().take(LONGEST).take_while(|&c| inside(c));
        let length = signs.map(char::len_utf8).sum::<usize>();
        let number = text[at..at + length].trim_end_matches(|c: char| !c.is_ascii_digit());
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        (FEWEST..=MOST).contains(&digits).then(|| Span::new(at, at + number.len()))
    })
}
