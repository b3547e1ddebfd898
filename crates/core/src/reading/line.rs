//! The reply in one line: what a writer wants to know before sending. No score, and nothing to game.

use super::{moves, promises, shown};
use crate::catalog::Catalog;
use crate::document::EndMark;
use crate::draft::{Draft, RegionKind};
use crate::finding::{Family, Finding, Severity};
use crate::lang::grammar::View;

/// What the reply is in one line, such as "2 of 3 questions answered · 1 hedge · 1 sorry · next update by
/// Thursday, noon CET · signs as Ana"; `None` while nothing is written. `findings` are those of the finished reply,
/// of which the editor shows `visible`.
#[must_use]
pub fn reply_line(
    draft: &Draft<'_>,
    catalog: &Catalog,
    findings: &[Finding],
    visible: usize,
) -> Option<String> {
    if !draft.has_words() {
        return None;
    }
    let mut parts: Vec<String> = Vec::new();
    let errors = findings.iter().filter(|it| it.severity == Severity::Error).count();
    if errors > 0 {
        parts.push(format!("{errors} to mend before sending"));
    }
    // Of a reply that has only been begun nothing can be told yet.
    let says = draft
        .document
        .sentences
        .iter()
        .zip(&draft.sentence_regions)
        .any(|(it, region)| *region == RegionKind::Body && it.end != EndMark::None);
    parts.extend(questions(draft, findings, says));
    let hedges = findings.iter().filter(|finding| is_hedge(finding)).count();
    match hedges {
        0 if says && draft.language.grammar.is_some() => parts.push("certain".into()),
        0 => {}
        count => parts.push(counted(count, "hedge")),
    }
    let sorry = sorry(draft);
    if sorry > 0 {
        parts.push(format!("{sorry} sorry"));
    }
    if let Some(promise) = promises(draft, catalog).first() {
        parts.push(format!("next update {}", shown::shortened(promise.when.of(draft.text()))));
    }
    // A variable or a blank under the reply is no name yet.
    let unsettled = |finding: &Finding| draft.signed.is_some_and(|it| it.overlaps(finding.span));
    let signed = draft.signed.filter(|_| !findings.iter().any(unsettled));
    if let Some(signed) = signed {
        parts.push(format!("signs as {}", shown::shortened(signed.of(draft.text()))));
    }
    let hidden = findings.len().saturating_sub(visible);
    if hidden > 0 {
        parts.push(format!("{} more", counted(hidden, "finding")));
    }
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// How many of the customer's questions are answered. That none is open can only be said as far as one sees: an
/// answer in other words is not always told from none.
fn questions(draft: &Draft<'_>, findings: &[Finding], says: bool) -> Option<String> {
    let asked = draft.message.questions.len();
    let open = findings.iter().filter(|it| it.code == "question-unanswered").count().min(asked);
    match (asked, open) {
        (0, _) => None,
        (asked, 0) if !says => Some(counted(asked, "question")),
        (asked, 0) => Some(format!("{}, none seen open", counted(asked, "question"))),
        (asked, open) => {
            Some(format!("{} of {} answered", asked - open, counted(asked, "question")))
        }
    }
}

fn is_hedge(finding: &Finding) -> bool {
    finding.family == Family::Certainty && finding.severity > Severity::Hint
}

/// The sentences in which the writer says sorry.
fn sorry(draft: &Draft<'_>) -> usize {
    let own =
        |region| matches!(region, RegionKind::Salutation | RegionKind::Body | RegionKind::Farewell);
    let sentences = draft.document.sentences.iter().zip(&draft.sentence_regions);
    sentences
        .filter(|(sentence, region)| {
            let view = View::new(&draft.document, sentence, &draft.language.lexicon);
            own(**region) && moves::apologises(&view)
        })
        .count()
}

fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::check_draft;
    use crate::input::Input;

    fn line(text: &str) -> Option<String> {
        let catalog = Catalog::builtin();
        let draft = Draft::read(text, &Input::default(), &catalog);
        let report = check_draft(&draft, &Input::default(), &catalog);
        reply_line(&draft, &catalog, &report.findings, report.findings.len())
    }

    #[test]
    fn one_line_says_what_a_writer_wants_to_know_before_sending() {
        let text = "Hi Maria,\n\nI'm sorry about the wait. Yes, you can export your list as a file. I've fixed the button, so it should work now.\n\nI'll send you the list by Thursday, noon CET.\n\nBest wishes,\nAna\n\nOn 4 Mar 2025, Maria Silva <m@x.org> wrote:\n> Can I export my list? How much does the yearly plan cost?\n>\n> Maria\n";
        assert_eq!(
            line(text).unwrap(),
            "1 of 2 questions answered · 1 hedge · 1 sorry · next update by Thursday, noon CET · signs as Ana"
        );
    }

    #[test]
    fn what_cannot_be_known_is_not_claimed() {
        let text = "Hi Maria,\n\nYes, you can export your list.\n\nBest wishes,\nAna\n\nOn 4 Mar 2025, Maria Silva <m@x.org> wrote:\n> Can I export my list?\n>\n> Maria\n";
        assert_eq!(line(text).unwrap(), "1 question, none seen open · certain · signs as Ana");
    }

    #[test]
    fn a_reply_that_has_only_been_begun_claims_nothing() {
        let text = "Hi M\n\nOn 4 Mar 2025, Maria Silva <m@x.org> wrote:\n> Can I export my list?\n>\n> Maria\n";
        assert_eq!(line(text).unwrap(), "1 question");
    }

    #[test]
    fn an_error_comes_first_and_an_empty_reply_has_no_line() {
        let said = line("Hi Jo,\n\nIt costs [[fill: price]].\n\nBest wishes,\nAna\n").unwrap();
        assert!(said.starts_with("1 to mend before sending · "), "{said}");
        assert_eq!(line("\n\n> Help\n"), None);
    }
}
