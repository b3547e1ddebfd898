//! Whom or what the words at a place are about: a person of the thread, a question of the customer's.

use crate::draft::{Candidate, Draft};
use crate::finding::Finding;
use crate::text::Span;

/// What a place is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject<'d> {
    /// The customer's name, where the reply says it or where it was found.
    Customer {
        /// The words.
        span: Span,
        /// The name as it was found in the thread; `None` where the thread does not know it.
        found: Option<&'d Candidate>,
    },
    /// A question of the customer's.
    Question {
        /// The words.
        span: Span,
        /// Whether the reply passes it over, as far as can be told.
        open: bool,
    },
}

/// What the byte at `offset` is about. `findings` say which questions are open.
#[must_use]
pub fn subject<'d>(
    draft: &'d Draft<'_>,
    findings: &[Finding],
    offset: usize,
) -> Option<Subject<'d>> {
    let here = |span: Span| span.start <= offset && offset <= span.end && !span.is_empty();
    let greeted = draft.salutation.iter().flat_map(|it| &it.names).copied().find(|it| here(*it));
    if let Some(span) = greeted {
        let said = span.of(draft.text()).to_lowercase();
        let candidates = || draft.people.customers.iter();
        let same = |name: &str| name.to_lowercase() == said;
        let found = candidates()
            .find(|it| same(&it.name.given))
            .or_else(|| candidates().find(|it| it.name.full.to_lowercase().contains(&said)));
        return Some(Subject::Customer { span, found });
    }
    if let Some(found) = draft.people.customers.iter().find(|it| here(it.span)) {
        return Some(Subject::Customer { span: found.span, found: Some(found) });
    }
    let message = &draft.message;
    let places = message.questions.iter().map(|question| message.place(question.span));
    // The innermost: of two that one sentence asks the shorter is meant.
    let span = places.filter(|span| here(*span)).min_by_key(|span| span.len())?;
    let open = findings.iter().any(|finding| {
        finding.code == "question-unanswered" && finding.related.iter().any(|it| it.span == span)
    });
    Some(Subject::Question { span, open })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::check::check_draft;
    use crate::draft::Source;
    use crate::input::Input;

    const TEXT: &str = "Hi Maria,\n\nYes, you can export your list as a file.\n\nBest wishes,\nAna\n\nOn 4 Mar 2025, Maria Silva <m@x.org> wrote:\n> Can I export my list? How much does the yearly plan cost?\n>\n> Maria\n";

    fn with<T>(needle: &str, see: impl FnOnce(Option<Subject<'_>>) -> T) -> T {
        let catalog = Catalog::builtin();
        let draft = Draft::read(TEXT, &Input::default(), &catalog);
        let report = check_draft(&draft, &Input::default(), &catalog);
        see(subject(&draft, &report.findings, TEXT.find(needle).unwrap() + 2))
    }

    #[test]
    fn a_name_in_the_greeting_says_where_it_was_found() {
        with("Maria,", |subject| {
            let Some(Subject::Customer { span, found: Some(found) }) = subject else {
                panic!("{subject:?}")
            };
            assert_eq!((span.of(TEXT), found.source), ("Maria", Source::Signature));
        });
    }

    #[test]
    fn a_question_says_whether_it_is_open() {
        let open = |needle| {
            with(needle, |subject| match subject {
                Some(Subject::Question { open, .. }) => open,
                other => panic!("{other:?}"),
            })
        };
        assert!(!open("Can I export"));
        assert!(open("How much"));
    }

    #[test]
    fn elsewhere_there_is_nothing_to_tell() {
        assert!(with("as a file", |subject| subject.is_none()));
    }
}
