use super::place;
use crate::finding::{Edit, Fix, Severity};
use crate::input::Stage;
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::snippet::Act;
use crate::text::Span;

declare! {
    /// Reports a reply that stops without a word of farewell.
    ///
    /// ## Why
    /// The last line says whether they may come back. Warmth counts most at the end, where it is
    /// remembered.
    ///
    /// ## Flagged
    /// Hi Jo, thanks for the log. I've fixed it.<||>
    /// Hi Jo, thanks! Your invoice is attached.<||>
    /// Hi Jo, thank you. Open Settings and press Export.<||>
    /// [M: forum] Hi Jo, thanks. Update the plugin.<||>
    /// Hi Jo, it's fixed. Thanks for the log!<||>
    ///
    /// ## Clean
    /// Hi Jo, thanks. It's fixed. I'm here if anything else comes up. Ana
    /// [M: chat] It's fixed
    /// Hi Jo, thanks. It's fixed.\n\nWarm wishes,\nAna
    /// Hi Jo, thanks. Fixed. Enjoy the launch!
    /// Hi Jo, it's fixed. Ana
    pub FarewellMissing {
        code: "farewell-missing", family: Structure, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Snippet, rank: 10
    }
}

impl Rule for FarewellMissing {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        let letter = draft.mode.is_letter() && cx.stage == Stage::Finished;
        if draft.language.edges.is_none() || !letter {
            return;
        }
        if place::parts(draft) || place::is_bare(cx) {
            return;
        }
        let Some(last) = place::last(draft) else { return };
        let end = Span::at(last.span.end);
        let message = "No goodbye yet: one line tells them that they can write again.";
        let mut finding = META.finding(end, message);
        finding.help =
            "Say how they reach you again, or wish them well with what they do next.".into();
        let milder = if !place::shows_reader(draft) {
            Some("Lowered: their mail is not in sight, so this may be one message of several.")
        } else if !place::greets(cx) {
            Some("Lowered: the missing greeting comes first.")
        } else {
            None
        };
        if let Some(reason) = milder {
            finding.severity = Severity::Hint;
            finding.notes.push(reason.into());
        }
        for snippet in cx.snippets(&[Act::Farewell], end.start) {
            let title = format!("Close with “{}”", snippet.label());
            let edit = Edit::snippet(end, snippet.after("\n\n"));
            finding.fixes.push(Fix::confirm(title, vec![edit]));
        }
        out.push(finding);
    }
}
