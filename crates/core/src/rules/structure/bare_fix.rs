use super::place;
use crate::finding::{Edit, Fix};
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::snippet::Act;
use crate::text::Span;

declare! {
    /// Reports a right answer of a few words, with no hello, no thanks and no goodbye round it.
    ///
    /// ## Why
    /// The fix alone is cold, however right it is. A hello and a wish round it take ten seconds, and they
    /// are what is remembered. It speaks in place of the rules that miss each of these by itself.
    ///
    /// ## Flagged
    /// <||>Fixed.
    /// [M: forum] <||>Update the plugin to 4.2.
    /// <||>See attached.
    /// <||>Done, refund is on its way.
    /// [Q: Which gate is it? Maria] <||>Gate 14.
    ///
    /// ## Clean
    /// [M: chat] Fixed.
    /// Hi Jo, fixed. Enjoy the launch! Ana
    /// [M: note] Fixed.
    /// Hi Jo,\n\nThe fix is live. Thank you for the report.\n\nAna
    /// Done, thank you!
    /// Fixed. Ana
    /// Which gate is it?
    /// The kitchen sends your cake at four, and the driver calls you first.
    pub BareFix {
        code: "bare-fix", family: Structure, since: "0.1.0", severity: Hint,
        reads: [Body], fix: Snippet, rank: 5
    }
}

impl Rule for BareFix {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        let Some(first) = place::first(draft).filter(|_| place::is_bare(cx)) else { return };
        let message = "Right answer, cool delivery. A hello and a wish round it take ten seconds.";
        let mut finding = META.finding(Span::at(first.span.start), message);
        finding.help =
            "Greet them, say what you say, and tell them how they reach you again.".into();
        if let Some(last) = place::last(draft) {
            let start = place::line_start(draft, first.span.start);
            let span = Span::new(start, last.span.end);
            let greeting = cx.snippets(&[Act::Greeting], start).into_iter().next();
            let farewell = cx.snippets(&[Act::Farewell], last.span.end).into_iter().next();
            if let (Some(greeting), Some(farewell)) = (greeting, farewell) {
                let title = format!("Begin with “{}”, and say goodbye", greeting.label());
                let whole = greeting.join(span.of(draft.text()), farewell.after("\n\n"));
                finding.fixes.push(Fix::confirm(title, vec![Edit::snippet(span, whole)]));
            }
        }
        finding.also = place::replaced_by_bare(cx);
        out.push(finding);
    }
}
