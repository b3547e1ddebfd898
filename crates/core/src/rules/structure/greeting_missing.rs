use super::place;
use crate::finding::{Edit, Fix};
use crate::input::Stage;
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::snippet::Act;
use crate::text::Span;

declare! {
    /// Reports a reply that goes straight into the answer.
    ///
    /// ## Why
    /// The first and the last words carry the tone of all the others. A hello with the customer's
    /// name tells them that somebody read their mail.
    ///
    /// ## Flagged
    /// <||>The export is fixed.
    /// <||>Thanks for the log. I've fixed it.
    /// [Q: Hi, I'm Maria…] <||>You can export from Settings.
    /// <||>Please see below.
    ///
    /// ## Clean
    /// Hi Maria,\n\nThe export is fixed.
    /// [M: chat] The export is fixed.
    /// Good morning Maria - the export is fixed.
    /// [M: note] Refund approved.
    /// @maria_r the export is fixed.
    /// Thanks for the log, Maria! The export is fixed.
    /// Sorry for the trouble Maria. The export is fixed.
    /// [Q: Help!\nMaria] It's fixed now, Maria.
    /// Der Export geht wieder. Sie finden ihn unter Einstellungen und dort unter Daten.
    pub GreetingMissing {
        code: "greeting-missing", family: Structure, since: "0.1.0", severity: Information,
        reads: [Salutation, Body], fix: Snippet, rank: 10
    }
}

impl Rule for GreetingMissing {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        if draft.language.edges.is_none() || !draft.mode.is_letter() {
            return;
        }
        let Some(first) = place::first(draft) else { return };
        let early = cx.stage == Stage::Drafting && !place::is_complete(draft, first);
        if early || place::greets(cx) || place::is_bare(cx) {
            return;
        }
        let (message, help) = if draft.people.customer(place::SURE).is_some() {
            let help = "Greet with the most personal name you have, then answer.";
            ("A hello with their name makes this theirs.", help)
        } else {
            ("A hello makes this warmer.", "Greet, then answer.")
        };
        let mut finding = META.finding(Span::at(first.span.start), message);
        finding.help = help.into();
        let at = Span::at(place::line_start(draft, first.span.start));
        for snippet in cx.snippets(&[Act::Greeting], at.start) {
            let title = format!("Add “{}”", snippet.label());
            finding.fixes.push(Fix::confirm(title, vec![Edit::snippet(at, snippet)]));
        }
        out.push(finding);
    }
}
