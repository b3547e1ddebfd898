use std::borrow::Cow;

use crate::document::LineClass;
use crate::draft::{Draft, RegionKind};
use crate::finding::{Finding, Related, Severity};
use crate::input::Mode;
use crate::rule::{CuePattern, ReplyCx, Rule, RuleMeta, Sink, cues, declare};
use crate::sensitive::contact::{self, Address};
use crate::text::Span;

declare! {
    /// Reports somebody's personal details where they do not belong: another person's address, the whole number of
    /// an account or a passport, and in a public answer the customer's own address.
    ///
    /// ## Why
    /// Details from another conversation tell one customer about the next, and a number that is whole can be
    /// used. Those who wrote them down know them: the last digits are enough to tell which one you mean.
    ///
    /// A new order or ticket number is nothing of the kind, nor are addresses of your own team.
    ///
    /// ## Flagged
    /// [Q: from maria@x.org] I sent it to <|lee@y.org|>. # nobody here has that address: an information
    /// [Q: Please help.\nThe address lee@y.org is not mine.] I've emailed the invoice to <|lee@y.org|>.
    /// [M: forum] I emailed you at <|maria@x.org|>.
    /// [M: forum] [Q: call me, +49 170 1234567] We will call you on <|+49 170 1234567|> today.
    /// [Q: maria@x.org] The IBAN is <|DE89 3704 0044 0532 0130 00|>.
    /// [M: forum] I tried to ring you on <|+49 170 1234567|> about the lamp.
    /// It is Pat's parcel; I've called her on <|0170 1234567|>.
    /// The social security number we hold for you is <|078-05-1121|>.
    /// Your refund went to <|GB82 WEST 1234 5698 7654 32|>.
    /// Your passport number is <|C01X00T47|>, I see.
    ///
    /// ## Clean
    /// [Q: from maria@x.org] I sent it to maria@x.org.
    /// Write to help@ourdomain.test.
    /// Use name@example.com as a test.
    /// [Q: order 991] Order 991 is refunded.
    /// [Q: order 991] Order 887 is on its way in place of it. # a new order
    /// [Q: from maria@x.org] I've asked billing@bank.org, and they will write to you.
    /// [Q: send it to lee@y.org] I sent it to lee@y.org.
    /// [Q: The address lee@y.org is not mine.] I took lee@y.org off your account.
    /// Please transfer it to our account, DE89 3704 0044 0532 0130 00.
    /// The IBAN ends in 3000.
    /// [F: to=maria@x.org] I sent it to maria@x.org.
    /// [M: forum] Write to support@acme.org, and we'll look at your account.
    pub PersonalDataEcho {
        code: "personal-data-echo", family: Safety, since: "0.1.0", severity: Warning,
        reads: [Salutation, Body, Farewell, Code], fix: None, rank: 60
    }
}

cues! {
    enum Cue { Sent, Called, Third }
    en: Sent = "(I|we) {0..3} (sent|emailed|e-mailed|mailed|forwarded|resent|re-sent|posted|delivered|shared|copied|cc'd|transferred|refunded) {0..8} to",
    en: Sent = "(was|were|been|is|are) (sent|emailed|e-mailed|mailed|forwarded|resent|re-sent|delivered|refunded) {0..4} to",
    en: Sent = "(I|we) {0..3} (emailed|e-mailed|mailed|wrote to|written to|contacted) you at",
    en: Called = "(call|ring|phone|reach|text|rang|rung|called|phoned|reached|texted|calling|ringing) you {0..4} (on|at|under)",
    en: Third = "(rang|rung|called|phoned|reached|texted|contacted) (him|her|them) {0..4} (on|at|under)",
}

/// So many bytes stand between the words of sending and an address, at most.
const NEAR: usize = 80;
/// So much of a quote is looked through, in bytes.
const MOST_QUOTED: usize = 64 << 10;
/// Words beside an address in the customer's mail by which it is somebody else's.
const NOT_THEIRS: [&str; 14] = [
    "not mine",
    "isn't mine",
    "is not my",
    "isn't my",
    "not me",
    "isn't me",
    "wrong",
    "no longer",
    "someone else",
    "somebody else",
    "stranger",
    "never heard",
    "my ex",
    "old address",
];

impl Rule for PersonalDataEcho {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        let text = draft.text();
        let finds = cx.finds();
        let reads = |span: &&Span| META.reads.contains(&draft.region_at(span.start));
        for span in finds.accounts.iter().filter(reads) {
            out.push(whole(
                *span,
                "A whole account number. Its last four digits say which one you mean.",
            ));
        }
        for span in finds.identities.iter().filter(reads) {
            out.push(whole(*span, "The whole number of somebody's papers. Is it needed here?"));
        }
        if draft.mode == Mode::Macro {
            return;
        }
        let own = [RegionKind::Salutation, RegionKind::Body, RegionKind::Farewell];
        let is_own = |span: Span| own.contains(&draft.region_at(span.start));
        for address in finds.addresses.iter().filter(|address| is_own(address.span)) {
            if let Some(finding) = about_address(cx, address) {
                out.push(finding);
            }
        }
        let phones = finds.phones.iter().copied().filter(|span| is_own(*span));
        let national = if cx.has_cue(Cue::Third as u8) {
            draft.stretches(&own).iter().flat_map(|span| contact::national(text, *span)).collect()
        } else {
            Vec::new()
        };
        let numbers = phones.clone().chain(national);
        for span in numbers.filter(|span| is_behind(cx, *span, Cue::Third)) {
            let number = span.of(text);
            let mut finding =
                META.finding(span, format!("{number} is somebody else's. Do they need it?"));
            finding.help = "“I've called them” says it without the number.".into();
            out.push(finding);
        }
        if draft.mode != Mode::Forum {
            return;
        }
        for span in phones {
            let quoted = || {
                let digits = contact::digits(span.of(text));
                in_quote(draft, |line| contact::digits(line).contains(&digits)).is_some()
            };
            if is_behind(cx, span, Cue::Called) || quoted() {
                out.push(in_public(text, span));
            }
        }
    }
}

/// Whether the address is a team's, an example's, or of the writer's own domains.
fn is_of_a_team(cx: &ReplyCx<'_>, address: &Address) -> bool {
    let draft = cx.draft;
    let text = draft.text();
    let domain = address.domain(text).to_ascii_lowercase();
    let of_domain = |words: &str| {
        words
            .to_ascii_lowercase()
            .match_indices(domain.as_str())
            .any(|(at, _)| at > 0 && matches!(words.as_bytes()[at - 1], b'@' | b'/' | b'.'))
    };
    let from = draft.front_matter.get(&["from", "agent"]).into_iter();
    let mut sender =
        from.chain(draft.headers.0.iter().filter(|field| cx.catalog.mail.is_sender(&field.key)));
    let signature = || draft.regions.iter().filter(|region| region.kind == RegionKind::Signature);
    address.is_example(text)
        || cx.catalog.sensitive.is_mailbox(address.local(text))
        || sender.any(|field| of_domain(&field.value))
        || cx.input.settings.links.values().any(|link| of_domain(&link.url))
        || signature().any(|region| of_domain(region.span.of(text)))
}

fn about_address(cx: &ReplyCx<'_>, address: &Address) -> Option<Finding> {
    let draft = cx.draft;
    let text = draft.text();
    let written = address.span.of(text);
    let same = |line: &str| contains(line, written);
    let public = draft.mode == Mode::Forum;
    if !public && !is_behind(cx, address.span, Cue::Sent) || is_of_a_team(cx, address) {
        return None;
    }
    if public {
        return Some(in_public(text, address.span));
    }
    let said = draft.front_matter.0.iter().chain(&draft.headers.0).any(|field| same(&field.value));
    if said {
        return None;
    }
    let Some(line) = in_quote(draft, same) else {
        // Nothing can be said where there is no conversation to compare with.
        in_quote(draft, |line| line.contains('@'))?;
        let mut finding = META.finding(
            address.span,
            format!("{written} isn't in this conversation. Is it the right customer?"),
        );
        finding.help =
            "Look at whose address it is: what is sent to another one cannot be called back."
                .into();
        finding.severity = Severity::Information;
        finding.notes.push("Lowered: the customer may have given it elsewhere.".into());
        return Some(finding);
    };
    let theirs = line.of(text).to_lowercase().replace('’', "'");
    NOT_THEIRS.iter().any(|words| theirs.contains(words)).then(|| {
        let mut finding =
            META.finding(address.span, format!("They wrote that {written} is somebody else's."));
        finding.help = "Look at whose address it is before anything goes there.".into();
        finding.related.push(Related { span: line, message: "What they wrote of it".into() });
        finding
    })
}

/// Whether the words of the concept lead to what stands there.
fn is_behind(cx: &ReplyCx<'_>, span: Span, concept: Cue) -> bool {
    cx.cues_at(span.start).filter(|hit| Cue::of(hit) == concept).any(|hit| {
        let end = cx.draft.document.words[hit.hit.words.end - 1].span().end;
        end <= span.start && span.start - end <= NEAR
    })
}

fn in_public(text: &str, span: Span) -> Finding {
    let mut finding = META.finding(span, format!("Everybody can read {} here.", span.of(text)));
    finding.help = "This answer is public. Say “your address” or “your number”, without it.".into();
    finding
}

fn whole(span: Span, message: &str) -> Finding {
    let mut finding = META.finding(span, message);
    finding.help =
        "Mail is forwarded and kept. Leave only as much of the number as tells it from others."
            .into();
    finding
}

/// Whether the address stands in the line, as a whole.
fn contains(line: &str, address: &str) -> bool {
    contact::addresses(line, Span::new(0, line.len()))
        .iter()
        .any(|it| it.span.of(line).eq_ignore_ascii_case(address))
}

/// The first line of the quote, or of the lines that say whose it is, for which that holds.
fn in_quote(draft: &Draft<'_>, holds: impl Fn(&str) -> bool) -> Option<Span> {
    let mut left = MOST_QUOTED;
    let lines = draft.document.lines.iter();
    for line in
        lines.filter(|line| matches!(line.class, LineClass::Quote(_) | LineClass::Attribution))
    {
        left = left.checked_sub(line.span.len())?;
        if holds(line.text(draft.text())) {
            return Some(line.span);
        }
    }
    None
}
