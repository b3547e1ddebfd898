use super::place;
use crate::document::{Marks, Sentence};
use crate::draft::{Draft, NameMatch};
use crate::finding::{Edit, Fix};
use crate::input::Stage;
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};
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

/// A name counts as known only where one can be at least so sure of it, in percent.
const SURE: u8 = 80;

impl Rule for GreetingMissing {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        let Some(edges) = draft.language.edges.as_ref().filter(|_| draft.mode.is_letter()) else {
            return;
        };
        let Some(first) = place::first(draft) else { return };
        let early = cx.stage == Stage::Drafting && !place::is_complete(draft, first);
        if early || draft.salutation.is_some() || addresses(draft, first, cx) {
            return;
        }
        let (message, help) = if draft.people.customer(SURE).is_some() {
            let help = "Greet with the most personal name you have, then answer.";
            ("A hello with their name makes this theirs.", help)
        } else {
            ("A hello makes this warmer.", "Greet, then answer.")
        };
        let mut finding = META.finding(Span::at(first.span.start), message);
        finding.help = help.into();
        if let Some(snippet) = cx.snippet(&edges.salutation.snippet) {
            let greeting = snippet.label();
            let at = Span::at(place::line_start(draft, first.span.start));
            finding
                .fixes
                .push(Fix::confirm(format!("Add “{greeting}”"), vec![Edit::snippet(at, snippet)]));
        }
        out.push(finding);
    }
}

/// Whether the sentence turns to the reader by name: "Thanks for the log, Maria!"
fn addresses(draft: &Draft<'_>, first: &Sentence, cx: &ReplyCx<'_>) -> bool {
    let document = &draft.document;
    let words = document.words_of(first);
    let named = words.iter().any(|word| {
        let text = word.span().of(document.text);
        word.any(Marks::HANDLE)
            || word.any(Marks::CAPITAL)
                && draft.people.customers.iter().any(|candidate| {
                    let found = cx.compare(&candidate.name, text);
                    matches!(found, NameMatch::Same | NameMatch::ShortForm)
                })
    });
    // Of a name that nobody has found, the place tells: after a comma at the end, or after thanks.
    let calls = words.split_last().is_some_and(|(last, before)| {
        let thanks = before.first().is_some_and(|word| {
            let head = word.span().of(document.text).to_lowercase();
            draft
                .language
                .edges
                .as_ref()
                .is_some_and(|edges| edges.salutation.addresses.contains(&head))
        });
        last.any(Marks::CAPITAL)
            && !last.any(Marks::OPAQUE.with(Marks::ALL_CAPS).with(Marks::DIGIT))
            && (last.any(Marks::COMMA) || thanks)
    });
    named || calls
}
