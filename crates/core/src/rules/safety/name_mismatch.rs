use crate::document::LineClass;
use crate::draft::{Candidate, Draft, NameMatch, Source};
use crate::finding::{Edit, Fix, Related, Severity};
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::text::Span;

declare! {
    /// Reports a greeting to somebody else.
    ///
    /// ## Why
    /// A misspelt name says that nobody looked; somebody else's name, that the answer was meant for
    /// them.
    ///
    /// ## Flagged
    /// [Q: …Best, Marisa] Hi <|Maria|>,
    /// [F: customer=Kenji Tanaka] Hi <|Ken|>,
    /// [Q: …Thanks, Siobhán] Hi <|Sionhan|>,
    /// [F: customer=Jo, agent=Ana] Hi <|Ana|>,
    /// [F: customer=Maria Ruiz] Hi <|J|>.,
    /// [Q: …Best, Maria] Hi <|Zonzo|>, # it may be what friends call her: milder
    ///
    /// ## Clean
    /// [Q: …Best, Marisa] Hi Marisa,
    /// [F: customer=Robert Hill] Hi Bob, # a short form
    /// [F: customer=Kenji Tanaka] Dear Tanaka-san,
    /// [Q: …Ana and Jo] Hi Jo,
    /// [Q: …Ana and Jo] Hi team,
    /// [F: customer=Maria Ruiz] Hi M.,
    /// [F: customer=Jürgen Groß] Hi Juergen,
    /// [Q: …Best, M.] Hi Maria,
    /// [Q: …Спасибо,\nОльга] Hi Olga, # in another script
    /// [Q: …Best, Marisa] Dear Marisa Vale,
    /// Hi Maria,
    pub NameMismatch {
        code: "name-mismatch", family: Safety, since: "0.1.0", severity: Error,
        reads: [Salutation], fix: Confirm, rank: 90
    }
}

/// A name counts as known only where one can be at least so sure of it, in percent.
const SURE: u8 = 80;
/// So many other names are offered at most.
const MOST_OTHERS: usize = 3;

impl Rule for NameMismatch {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        let Some(salutation) = &draft.salutation else { return };
        if salutation.handle || salutation.group {
            return;
        }
        let text = draft.text();
        let people = &draft.people.customers;
        let Some(best) = draft.people.customer(SURE) else { return };
        let agrees = |name: &Span| {
            people.iter().any(|candidate| {
                let found = cx.compare(&candidate.name, name.of(text));
                is_initial(name.of(text), &candidate.name.full)
                    || is_initial(&candidate.name.full, name.of(text))
                    || matches!(found, NameMatch::Same | NameMatch::ShortForm | NameMatch::Untold)
            })
        };
        // Of two signers it is enough to name one.
        if salutation.names.iter().any(agrees) {
            return;
        }
        let Some(&span) = salutation.names.first() else { return };
        let written = span.of(text);
        let close = people
            .iter()
            .filter(|candidate| candidate.confidence() >= SURE)
            .find(|candidate| cx.compare(&candidate.name, written) == NameMatch::Misspelt);
        let meant = close.unwrap_or(best);
        let own =
            draft.people.agent.as_deref().is_some_and(|agent| agent.eq_ignore_ascii_case(written));
        let known = known(meant);
        let message = if own {
            format!("“{written}” is your own name. {known}.")
        } else if close.is_some() {
            format!("Nearly: {}{}, you wrote “{written}”.", known[..1].to_lowercase(), &known[1..])
        } else {
            format!("{known}, you wrote “{written}”.")
        };
        let mut finding = META.finding(span, message);
        finding.help =
            "Look at how they sign. A name that is not theirs is worse than none.".into();
        finding
            .related
            .push(Related { span: meant.span, message: "Their name stands here".into() });
        if !own && close.is_none() {
            lower(draft, meant, written, &mut finding);
            if !cx.knows_name(written) && finding.severity == Severity::Error {
                finding.severity = Severity::Information;
                finding.notes.push("Lowered: what you wrote may be what friends call them.".into());
            }
        }
        if cx.compare(&meant.name, written) == NameMatch::Cut {
            finding.severity = Severity::Hint;
            finding.notes.push("Lowered: it may be a short form of their name.".into());
        }
        let others =
            people.iter().filter(|other| other.confidence() >= SURE && other.name != meant.name);
        // "Dear Ms" goes with a family name.
        let before = text[salutation.span.start..span.start].split_whitespace().next_back();
        let titled = before.is_some_and(|word| cx.is_title(word));
        for candidate in std::iter::once(meant).chain(others).take(1 + MOST_OTHERS) {
            let name = match titled {
                true => candidate.name.family(),
                false => Some(candidate.name.given.as_str()),
            };
            let Some(name) = name else { continue };
            finding
                .fixes
                .push(Fix::confirm(format!("Write “{name}”"), vec![Edit::replace(span, name)]));
        }
        out.push(finding);
    }
}

/// Whether the letter is the first one of a name: "Hi M.," says no more.
fn is_initial(written: &str, full: &str) -> bool {
    let written = written.trim_end_matches('.');
    written.chars().count() == 1 && full.split_whitespace().any(|part| part.starts_with(written))
}

/// Another name may be right where the known one is weak, or where the thread knows both.
fn lower(
    draft: &Draft<'_>,
    meant: &Candidate,
    written: &str,
    finding: &mut crate::finding::Finding,
) {
    let document = &draft.document;
    let quoted = document.lines.iter().any(|line| {
        matches!(line.class, LineClass::Quote(_) | LineClass::Attribution)
            && line
                .text(document.text)
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| word == written)
    });
    if quoted {
        finding.severity = Severity::Hint;
        finding.notes.push("Lowered: the name stands in the thread.".into());
    } else if matches!(meant.source, Source::Attribution | Source::LastLine) {
        let place = match meant.source {
            Source::Attribution => "the line above the quote",
            _ => "the last line of their mail",
        };
        finding.severity = Severity::Information;
        finding.notes.push(format!("Lowered: the name comes from {place} alone."));
    }
}

/// How the name is known.
fn known(candidate: &Candidate) -> String {
    let name = &candidate.name.given;
    match candidate.source {
        Source::Signature => format!("They signed “{name}”"),
        Source::Introduction => format!("They introduced themselves as “{name}”"),
        source => format!("Their name is “{name}”, from {}", source.describe()),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Catalog, Input, apply, check};

    #[test]
    fn a_title_keeps_to_the_family_name() {
        let quote =
            "\n\nOn Tue, 4 Mar 2025 at 10:02, Maria Ruiz <m@x.org> wrote:\n> Help!\n> Maria Ruiz\n";
        for (greeting, fixed) in [("Dear Ms Garcia,", "Dear Ms Ruiz,"), ("Hi Garcia,", "Hi Maria,")]
        {
            let text = format!("{greeting}\n\nIt is done.\n\nBest wishes,\nAna{quote}");
            let report = check(&text, &Input::default(), &Catalog::builtin());
            let found = report.findings.iter().find(|found| found.code == "name-mismatch");
            let fix = found.and_then(|found| found.fixes.first()).expect("a fix");
            assert!(apply(&text, &fix.edits).starts_with(fixed), "{greeting}");
        }
    }
}
