use crate::document::{Kind, LineClass};
use crate::draft::RegionKind;
use crate::finding::{Edit, Finding, Fix, Related, Severity};
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::sensitive::card::{self, Card};
use crate::text::Span;

declare! {
    /// Reports the number of a payment card in clear, or the code on its back.
    ///
    /// ## Why
    /// Who keeps or sends card numbers answers for them (PCI DSS 4.2.2), even where the customer asked. The last
    /// four digits say which card is meant. What is said about it here never repeats the number.
    ///
    /// Where the quote goes out with the reply and has such a number, the reply's first line says so.
    ///
    /// ## Flagged
    /// Your card <|4242 4242 4242 4242|> was charged.
    /// <|5555-5555-5555-4444|> has expired
    /// The number <|378282246310005|> was declined
    /// Card <|4111111111111111|>, CVV <|123|>
    /// ```\ncard: <|4012 8888 8888 1881|>\n```
    /// We have <|4012888888881881|> in our books. # nothing tells that it is a card: a warning
    ///
    /// ## Clean
    /// Your card ending in 4242 was charged.
    /// Order 4242424242424241 is on its way. # the check digit does not hold
    /// Tracking number 9400110200881234567890
    /// Call 0800 1234 5678
    /// Your card •••• •••• •••• 4242 was charged.
    /// Parcel 4012888888881881 left today. # a number of its own
    /// To try it, use the test card 4242 4242 4242 4242.
    /// The IBAN is DE89 3704 0044 0532 0130 00.
    pub CardNumber {
        code: "card-number", family: Safety, since: "0.1.0", severity: Error,
        reads: [Salutation, Body, Farewell, Signature, Code, Note], fix: Confirm, rank: 90
    }
}

/// So much of a quote is looked through: what is further down has gone out before. In bytes.
const MOST_QUOTED: usize = 32 << 10;

impl Rule for CardNumber {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        for &card in &cx.finds().cards {
            out.push(finding(card));
        }
        if let Some(line) = quoted(cx) {
            let first = draft.document.lines.iter().find(|line| line.class == LineClass::Own);
            let Some(first) = first else { return };
            let mut finding = META.finding(
                Span::at(first.span.start),
                "The quote below has a card number, and goes out with your reply.",
            );
            finding.severity = Severity::Information;
            finding.notes.push("Lowered: the customer wrote it.".into());
            finding.help =
                "Take those digits out of the quote, so that your mail does not carry them on."
                    .into();
            finding
                .related
                .push(Related { span: line, message: "The card number is in this line".into() });
            out.push(finding);
        }
    }
}

fn finding(card: Card) -> Finding {
    let Some(last) = card.last else {
        let mut finding = META.finding(
            card.span,
            "A card's security code. Nobody may keep it, so it can't stay here.",
        );
        finding.help =
            "The code proves that its owner has the card at hand. Take it out; you never need it."
                .into();
        finding
            .fixes
            .push(Fix::confirm("Put dots in its place", vec![Edit::replace(card.span, "•••")]));
        return finding;
    };
    let mut finding =
        META.finding(card.span, "A full card number. Only its last four digits are safe to send.");
    finding.help = "Whoever reads this mail could use the card. “The card ending in …” says which one you mean.".into();
    if !card.sure {
        finding.severity = Severity::Warning;
        finding.notes.push("Lowered: nothing near it says that it is a card.".into());
    }
    let shown = String::from_utf8_lossy(&last);
    finding.fixes.push(Fix::confirm(
        "Leave its last four digits only",
        vec![Edit::replace(card.span, format!("•••• •••• •••• {shown}"))],
    ));
    finding
}

/// The first line of the quote with a card number, where the quote goes out with the reply: under a mail,
/// and between the lines of an answer.
fn quoted(cx: &ReplyCx<'_>) -> Option<Span> {
    let draft = cx.draft;
    let last = draft.regions.iter().rposition(|region| region.kind == RegionKind::Body)?;
    let sent = if cx.input.kind == Kind::Mail {
        draft.regions.len()
    } else if draft.is_interleaved() {
        last
    } else {
        0
    };
    let mut left = MOST_QUOTED;
    for region in draft.regions[..sent].iter().filter(|region| region.kind == RegionKind::Quote) {
        let lines = &draft.document.lines;
        let from = lines.partition_point(|line| line.next <= region.span.start);
        for line in lines[from..].iter().take_while(|line| line.span.start < region.span.end) {
            left = left.checked_sub(line.span.len())?;
            let mut found = Vec::new();
            card::numbers(draft.text(), line.span, &cx.catalog.sensitive, &mut found);
            if found.iter().any(|card| card.sure) {
                return Some(line.span);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::{Catalog, Finding, Input, Kind, Severity, apply, check};

    fn found(text: &str, kind: Kind) -> Vec<Finding> {
        let input = Input { kind, ..Input::default() };
        let findings = check(text, &input, &Catalog::builtin()).findings;
        findings.into_iter().filter(|it| it.code == "card-number").collect()
    }

    #[test]
    fn a_card_is_masked_and_never_repeated() {
        for (number, last) in [
            ("4242 4242 4242 4242", "4242"),
            ("3782 822463 10005", "0005"),
            ("30569309025904", "5904"),
            ("6011-1111-1111-1117", "1117"),
            ("2223003122003222", "3222"),
            ("3566002020360505", "0505"),
        ] {
            let text = format!("Your card {number} was charged.");
            let found = found(&text, Kind::Markdown);
            let [finding] = &found[..] else { panic!("{text}: {found:?}") };
            let said = [&*finding.message, &*finding.help, &*finding.fixes[0].title];
            assert!(said.iter().all(|words| !words.contains(number)), "{finding:?}");
            let fixed = apply(&text, &finding.fixes[0].edits);
            assert_eq!(fixed, format!("Your card •••• •••• •••• {last} was charged."));
        }
    }

    #[test]
    fn a_quote_is_spoken_of_only_where_it_goes_out() {
        let quote = "On Tue, 4 Mar 2025, Jo <j@x.org> wrote:\n> My card is 4012 8888 8888 1881.\n";
        let text = format!("Hi Jo,\n\nIt is done.\n\nBest,\nAna\n\n{quote}");
        assert_eq!(found(&text, Kind::Markdown), []);
        let [finding] = &found(&text, Kind::Mail)[..] else { panic!("not told") };
        assert_eq!((finding.severity, finding.span.is_empty()), (Severity::Information, true));
        assert!(finding.related[0].span.of(&text).starts_with("> My card"));
        let between =
            "Hi Jo,\n\n> My card is 4012 8888 8888 1881.\n\nThanks.\n\n> And now?\n\nIt is done.\n";
        assert_eq!(found(between, Kind::Markdown).len(), 1);
    }
}
