use crate::document::InlineKind;
use crate::draft::RegionKind;
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};

declare! {
    /// Reports a blank that was left to be filled in.
    ///
    /// ## Why
    /// A blank is a promise to come back to it. Aplomb's own snippets leave `[[fill: …]]` where a fact
    /// is missing, so that a skipped one is seen before the customer sees it.
    ///
    /// ## Flagged
    /// Here is the guide: <|[link]|>
    /// It costs <|XXX|> euros.
    /// I'll write by <|TBD|>.
    /// See <|[the guide]()|>.
    /// Hi Jo, I'll write by <|[[fill: day, time and time zone]]|>.
    ///
    /// ## Clean
    /// Your to-do list is empty.
    /// `TODO` is the tag in your file.
    /// I'll write by Thursday noon CET.
    /// Size XXL is in stock.
    /// [M: note] Ask for the [link]
    pub FillInLeft {
        code: "fill-in-left", family: Safety, since: "0.1.0", severity: Error,
        reads: [Salutation, Body, Farewell, Signature], fix: None, rank: 90
    }
}

impl Rule for FillInLeft {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let text = cx.draft.text();
        for kind in [InlineKind::Fill, InlineKind::Blank] {
            for inline in cx.draft.inlines(kind, META.reads.as_ref()) {
                // Under a signature people draw.
                let drawn = kind == InlineKind::Blank
                    && cx.draft.region_at(inline.span.start) == RegionKind::Signature;
                if drawn {
                    continue;
                }
                let what = inline.inner.of(text);
                let message = if kind == InlineKind::Fill && !what.is_empty() {
                    format!("Still to fill in: {what}.")
                } else {
                    format!("“{}” is still a blank.", inline.span.of(text))
                };
                let mut finding = META.finding(inline.span, message);
                finding.help = "Write the fact, or take the sentence out.".into();
                out.push(finding);
            }
        }
    }
}
