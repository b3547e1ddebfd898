use crate::finding::{Edit, Fix};
use crate::input::Mode;
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::text::Span;

declare! {
    /// Reports a comment for Aplomb in a reply, where your customer would see it.
    ///
    /// ## Why
    /// `<!-- aplomb: allow … -->` belongs in a macro, where your team reads it. Many mail programs show
    /// a comment as it is. To keep a rule silent for one sentence of a reply, choose “Switch this rule
    /// off here” in your editor: nothing is written into the draft.
    ///
    /// ## Flagged
    /// <|<!-- aplomb: allow certainty-should -- legal wording -->|> The sync should work.
    ///
    /// ## Clean
    /// The sync works. Add an internal link to your page.
    /// `<!-- aplomb: allow certainty-should -->` is for macros.
    /// [M: macro] <!-- aplomb: allow certainty-should --> The sync should work.
    /// [M: note] <!-- aplomb: allow certainty-should --> churn risk
    pub InternalNoteLeak {
        code: "internal-note-leak", family: Safety, since: "0.1.0", severity: Error,
        reads: [Salutation, Body, Farewell, Signature, Note], fix: Confirm, rank: 90
    }
}

impl Rule for InternalNoteLeak {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        if draft.mode == Mode::Macro {
            return;
        }
        for allow in draft.allowed.iter().filter(|allow| !draft.document.is_code(allow.span)) {
            let message = "This comment is for Aplomb, and would go out with the reply.";
            let mut finding = META.finding(allow.span, message.to_owned());
            finding.help = "Take it out. To keep a rule silent here, choose “Switch this rule off here” in your editor.".into();
            let rest = &draft.text()[allow.span.end..];
            let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            let span = Span::new(allow.span.start, allow.span.end + blanks);
            finding.fixes.push(Fix::confirm("Take the comment out", vec![Edit::delete(span)]));
            out.push(finding);
        }
    }
}
