//! Whom or what the words at a place are about: a person of the thread, a question of the customer's.

use crate::catalog::Catalog;
use crate::draft::{Candidate, Draft};
use crate::finding::Finding;
use crate::input::{Input, Stage};
use crate::rule::ReplyCx;
use crate::rules;
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
        /// Where the reply speaks to it, if a sentence stands out.
        answer: Option<Span>,
    },
}

/// What the byte at `offset` of a draft is about, which has been read with this input and catalog. `findings` say
/// which questions are open.
#[must_use]
pub fn subject<'d>(
    draft: &'d Draft<'d>,
    input: &Input,
    catalog: &Catalog,
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
    let places = message.questions.iter().map(|question| message.place(question.span)).enumerate();
    // The innermost: of two that one sentence asks the shorter is meant.
    let (number, span) =
        places.filter(|(_, span)| here(*span)).min_by_key(|(_, span)| span.len())?;
    let open = findings.iter().any(|finding| {
        finding.code == "question-unanswered" && finding.related.iter().any(|it| it.span == span)
    });
    let cx = ReplyCx::new(catalog, draft, input, Stage::Finished);
    let answer = (!open).then(|| rules::spoken_to(&cx, number)).flatten();
    Some(Subject::Question { span, open, answer })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::check_draft;
    use crate::draft::Source;

    const TEXT: &str = "Hi Maria,\n\nYes, you can export your list as a file.\n\nBest wishes,\nAna\n\nOn 4 Mar 2025, Maria Silva <m@x.org> wrote:\n> Can I export my list? How much does the yearly plan cost?\n>\n> Maria\n";

    fn with<T>(needle: &str, see: impl FnOnce(Option<Subject<'_>>) -> T) -> T {
        let catalog = Catalog::builtin();
        let draft = Draft::read(TEXT, &Input::default(), &catalog);
        let report = check_draft(&draft, &Input::default(), &catalog);
        let at = TEXT.find(needle).unwrap() + 2;
        see(subject(&draft, &Input::default(), &catalog, &report.findings, at))
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
    fn a_question_says_whether_it_is_open_and_where_it_is_answered() {
        let told = |needle| {
            with(needle, |subject| match subject {
                Some(Subject::Question { open, answer, .. }) => {
                    (open, answer.map_or("", |answer| answer.of(TEXT)))
                }
                other => panic!("{other:?}"),
            })
        };
        assert_eq!(told("Can I export"), (false, "Yes, you can export your list as a file."));
        assert_eq!(told("How much"), (true, ""));
    }

    #[test]
    fn elsewhere_there_is_nothing_to_tell() {
        assert!(with("as a file", |subject| subject.is_none()));
    }
}
