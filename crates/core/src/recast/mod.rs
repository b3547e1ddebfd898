//! The same words in another form, for whoever asks: answers under each of the customer's questions, two sentences
//! of one, a list of steps.
//!
//! Nothing is wrong with the form that stands there, so no finding says so. What only a finding's fix needs to know
//! is asked of its rule.

mod interleave;

use crate::catalog::Catalog;
use crate::draft::Draft;
use crate::finding::{Edit, Insert};
use crate::input::{Input, Mode};
use crate::rule::ReplyCx;
use crate::rules;
use crate::snippet::{Part, Snippet};
use crate::text::Span;

/// Another form for some words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recast {
    /// What it makes of them.
    pub form: Form,
    /// What the writer reads in the editor's menu.
    pub title: String,
    /// The words it is about.
    pub about: Span,
    /// The replacements, sorted, not overlapping. Where the writer is to type on stands an empty tab stop.
    pub edits: Vec<Edit>,
}

/// What a recast makes of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// The customer's mail, with room for an answer under each question.
    Interleaved,
    /// Two sentences of one that thanks and goes on with “but”.
    TwoSentences,
    /// A numbered list of steps that stood in a paragraph.
    NumberedList,
}

impl Form {
    /// All forms.
    pub const ALL: [Self; 3] = [Self::Interleaved, Self::TwoSentences, Self::NumberedList];

    /// The name by which an editor asks for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Interleaved => "interleave",
            Self::TwoSentences => "twoSentences",
            Self::NumberedList => "numberedList",
        }
    }
}

/// The forms into which the words at `place` can be put. The customer's mail can be answered from anywhere in the
/// draft.
#[must_use]
pub fn recasts(draft: &Draft<'_>, place: Span, catalog: &Catalog, input: &Input) -> Vec<Recast> {
    if draft.mode == Mode::Note {
        return Vec::new();
    }
    let mut out: Vec<_> = interleave::recast(draft, catalog).into_iter().collect();
    let cx = |code: &str| {
        let rule = catalog.entries().position(|rule| rule.meta().code == code)?;
        let mut cx = ReplyCx::new(catalog, draft, input, input.stage);
        cx.rule = rule;
        Some(cx)
    };
    let mut add = |form: Form, found: Vec<(Span, &str, Edit)>| {
        out.extend(found.into_iter().map(|(about, title, edit)| Recast {
            form,
            title: title.to_owned(),
            about,
            edits: vec![edit],
        }));
    };
    if let Some(cx) = cx("tone-but") {
        add(Form::TwoSentences, rules::two_sentences(&cx, place));
    }
    if let Some(cx) = cx("steps-in-prose") {
        add(Form::NumberedList, rules::numbered_lists(&cx, place));
    }
    out
}

impl Recast {
    /// All edits as one that inserts a snippet, for editors that insert one at a time. None where no tab stop is in
    /// it, or where an editor would set its lines in as the first one is.
    #[must_use]
    pub fn as_snippet(&self, text: &str) -> Option<Edit> {
        let (first, last) = (self.edits.first()?, self.edits.last()?);
        let is_snippet = |edit: &Edit| matches!(edit.insert, Insert::Snippet(_));
        let line = text[..first.span.start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        if !self.edits.iter().any(is_snippet) || text[line..].starts_with([' ', '\t']) {
            return None;
        }
        // Editors break the lines of a snippet as those of the draft.
        let plain = |text: &str| Part::Text(text.replace("\r\n", "\n").replace('\r', "\n"));
        let mut parts = Vec::new();
        let mut at = first.span.start;
        for edit in &self.edits {
            parts.push(plain(&text[at..edit.span.start]));
            match &edit.insert {
                Insert::Text(text) => parts.push(plain(text)),
                Insert::Snippet(snippet) => {
                    parts.extend(snippet.parts().iter().map(|part| match part {
                        Part::Text(text) => plain(text),
                        other => other.clone(),
                    }));
                }
            }
            at = edit.span.end;
        }
        Some(Edit::snippet(Span::new(first.span.start, last.span.end), Snippet::new(parts)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fix::apply;

    /// What becomes of the text by the form, asked for at the `‸`; `None` where it is not offered.
    fn recast(marked: &str, form: Form) -> Option<String> {
        let at = marked.find('‸').expect("the text has a cursor");
        let text = marked.replace('‸', "");
        let (catalog, input) = (Catalog::builtin(), Input::default());
        let draft = Draft::read(&text, &input, &catalog);
        let found = recasts(&draft, Span::at(at), &catalog, &input);
        let found = found.into_iter().find(|found| found.form == form)?;
        Some(apply(&text, &found.edits))
    }

    #[test]
    fn thanks_and_what_follows_become_two_sentences() {
        for (text, split) in [
            (
                "Thank you for the log, ‸but it doesn't show the error.",
                "Thank you for the log. It doesn't show the error.",
            ),
            (
                "Hi Jo,\n\nThanks for asking, but there's no charge.‸\n\nBest,\nAna",
                "Hi Jo,\n\nThanks for asking. There's no charge.\n\nBest,\nAna",
            ),
            (
                "‸I love the idea, but unfortunately we don't print on wool.",
                "I love the idea. We don't print on wool.",
            ),
            (
                "Thanks for the 📷 photos 🙂, but they‸ don't show the label 👋.",
                "Thanks for the 📷 photos 🙂. They don't show the label 👋.",
            ),
            (
                "Thanks for the **log**, but\r\nit doesn't ‸show the error.\r\n",
                "Thanks for the **log**.\r\nIt doesn't show the error.\r\n",
            ),
            (
                "Thanks for the log – but could you send the second one?‸",
                "Thanks for the log. Could you send the second one?",
            ),
        ] {
            assert_eq!(recast(text, Form::TwoSentences).as_deref(), Some(split), "{text}");
        }
    }

    #[test]
    fn half_a_clause_stays_where_it_is() {
        for text in [
            "Thank you for the log, but also for ‸the photo.",
            "Thanks for the log, but ‸not for the noise.",
            "The export is slow, but ‸it works.",
            "Thanks for the log, but ‸`sync` isn't in it.",
            "Thanks for the log, but ‸[the page](https://example.com) doesn't open.",
            "Thanks for the log, but ‸{{name}} didn't get it.",
            "Thank you for the log. ‸It doesn't show the error.",
            "> Thank you for the log, but ‸it doesn't show the error.\n\nHi Jo,",
            "```\nThank you for the log, but ‸it doesn't show the error.\n```",
            "Thank you for the log, but it doesn't show it.\n\nSee you.‸",
        ] {
            assert_eq!(recast(text, Form::TwoSentences), None, "{text}");
        }
    }

    #[test]
    fn a_few_steps_become_a_list_for_who_asks() {
        for (text, list) in [
            (
                "Open Settings, ‸click Billing, and choose Cancel.",
                "1. Open Settings.\n2. Click Billing.\n3. Choose Cancel.",
            ),
            (
                "First open Settings, then click Billing and finally choose Cancel.‸",
                "1. Open Settings.\n2. Click Billing.\n3. Choose Cancel.",
            ),
            (
                "  Open Settings, ‸click Billing, and choose Cancel.",
                "  1. Open Settings.\n  2. Click Billing.\n  3. Choose Cancel.",
            ),
            (
                "To cancel online, open Settings, click ‸Billing, and choose Cancel.",
                "1. To cancel online, open Settings.\n2. Click Billing.\n3. Choose Cancel.",
            ),
            ("‸First unplug the kettle, then turn it on.", "1. Unplug the kettle.\n2. Turn it on."),
            (
                "Hi Jo,\r\n\r\nIt takes a minute. Open Settings, click Billing,\r\nand choose Cancel.‸ That's it.\r\n\r\nAna\r\n",
                "Hi Jo,\r\n\r\nIt takes a minute.\r\n\r\n1. Open Settings.\r\n2. Click Billing.\r\n3. Choose Cancel.\r\n\r\nThat's it.\r\n\r\nAna\r\n",
            ),
            (
                "To cancel: open the ⚙️ menu, click ‸Billing, and choose Cancel.",
                "To cancel:\n\n1. Open the ⚙️ menu.\n2. Click Billing.\n3. Choose Cancel.",
            ),
        ] {
            assert_eq!(recast(text, Form::NumberedList).as_deref(), Some(list), "{text}");
        }
    }

    #[test]
    fn what_is_no_row_of_steps_stays_prose() {
        for text in [
            "Open Settings and ‸click Billing.",
            "People will be confused, search the ‸page, and read only one paragraph.",
            "Most devices open a browser, others ‸need you to open it, and go to the page.",
            "We opened Settings, ‸clicked Billing and chose Cancel.",
            "Open Settings, click Billing or ‸choose Cancel.",
            "> Open Settings, click Billing, and ‸choose Cancel.\n\nHi Jo,",
            "```\nOpen Settings, click Billing, and ‸choose Cancel.\n```",
            "Open **Settings**, click **Billing**, and ‸choose **Cancel**.",
            "Open Settings, click Billing, and choose Cancel.\n\nThat's ‸it.",
        ] {
            assert_eq!(recast(text, Form::NumberedList), None, "{text}");
        }
    }

    #[test]
    fn several_edits_can_be_one_with_its_tab_stops() {
        let text = "> Does it ship? Can I change it?\r\n\r\nHi Jo,\r\n\r\nBest,\r\nAna\r\n";
        let (catalog, input) = (Catalog::builtin(), Input::default());
        let draft = Draft::read(text, &input, &catalog);
        let found = recasts(&draft, Span::at(0), &catalog, &input);
        let one = found[0].as_snippet(text).expect("it has tab stops");
        let Insert::Snippet(snippet) = &one.insert else { panic!("{one:?}") };
        assert_eq!(
            snippet.lsp(),
            "Hi Jo,\n\n> Does it ship?\n\n$1\n\n> Can I change it?\n\n$2\n\n"
        );
        let whole = apply(text, &found[0].edits);
        assert_eq!(apply(text, [&one]).replace("\r\n", "\n"), whole.replace("\r\n", "\n"));
        let set_in = " > Does it ship? Can I change it?\n\nHi Jo,\n";
        let draft = Draft::read(set_in, &input, &catalog);
        assert_eq!(recasts(&draft, Span::at(0), &catalog, &input)[0].as_snippet(set_in), None);
    }
}
