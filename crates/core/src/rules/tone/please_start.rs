use crate::document::{BlockKind, EndMark};
use crate::draft::RegionKind;
use crate::finding::{Edit, Fix};
use crate::rewrite;
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::text::Span;

declare! {
    /// Reports three requests in a row that begin with “Please”.
    ///
    /// ## Why
    /// One “please” asks. A row of them sounds like a form that reads out orders. Asked once, the steps
    /// can follow as a list.
    ///
    /// ## Flagged
    /// Please log out. Please clear the cache. <|Please|> log in.
    /// Please send the log. Please add a screenshot. <|Please|> confirm the plan.
    /// - Please open Settings\n- Please click Billing\n- <|Please|> download
    /// Please note the date. Please reply soon. <|Please|> call us.
    ///
    /// ## Clean
    /// Please send the log. I'll take it from there.
    /// Could you please send the log?
    /// Please log out, clear the cache and log in.
    /// Thank you! Please keep the screenshots coming.
    /// Please sign the form. The desk is open until six. Please bring it with you. Please ring twice.
    pub TonePleaseStart {
        code: "tone-please-start", family: Tone, since: "0.1.0", severity: Hint, on: false,
        reads: [Body, Farewell], fix: Confirm, rank: 4
    }
}

/// So many in a row are a row.
const ROW: usize = 3;

impl Rule for TonePleaseStart {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let blocks = &cx.draft.document.blocks;
        let mut row: Vec<(Span, Span)> = Vec::new();
        let mut last = None;
        for at in cx.sentences(&[RegionKind::Body, RegionKind::Farewell]) {
            let view = cx.view(at);
            let follows = last.is_none_or(|last| last + 1 == at);
            last = Some(at);
            let please = view.known(0).eq_ignore_ascii_case("please")
                && view.sentence.end != EndMark::Question
                && blocks[view.sentence.block].kind != BlockKind::Code
                && view.len() > 1;
            if !please || !follows {
                row.clear();
            }
            if !please {
                continue;
            }
            row.push((view.words[0].span(), view.words[1].span()));
            if row.len() != ROW {
                continue;
            }
            let span = view.words[0].span();
            let message =
                "Three “Please …” in a row sound like orders. Ask once, then list the steps.";
            let mut finding = META.finding(span, message);
            finding.help = "Keep the first “Please”, and give the other steps after it.".into();
            let edits = row
                .iter()
                .skip(1)
                .map(|(please, next)| {
                    let word = rewrite::capitalised(next.of(view.text));
                    Edit::replace(please.cover(*next), word)
                })
                .collect();
            finding.fixes.push(Fix::confirm("Keep the first “Please” only", edits));
            out.push(finding);
        }
    }
}
