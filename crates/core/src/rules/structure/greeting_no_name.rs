use super::place;
use crate::document::Word;
use crate::draft::{Candidate, NameMatch, Salutation, Source};
use crate::finding::{Edit, Fix, Related, Severity};
use crate::input::Mode;
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::text::Span;

declare! {
    /// Reports “Hi,” where the customer's name is known.
    ///
    /// ## Why
    /// The most personal name you have is the shortest way to show that this answer is theirs.
    ///
    /// ## Flagged
    /// [Q: …Best, Maria] <|Hi there|>, the export is fixed.
    /// [F: customer=Maria Ruiz] <|Hello|>, the export is fixed.
    /// [Q: …Thanks!\nKenji] <|Good morning|>, the export is fixed.
    /// [F: to=Ruiz, Maria <m@x.org>] <|Hi|>! The export is fixed.
    /// [Q: …Best, Maria] <|Hi there|>,
    /// [F: customer=Maria Ruiz] <|Hello|>,
    /// [Q: …Thanks!\nKenji] <|Good morning|>,
    /// [F: to=Ruiz, Maria <m@x.org>] <|Hi|>!
    /// [Q: …Best, Maria] <|Hello again|>,\n\nThe export is fixed.
    /// [Q: …Best, Maria] <|Dear Sir or Madam|>,\n\nThe export is fixed.
    ///
    /// ## Clean
    /// [Q: …Best, Maria] Hi Maria,
    /// [Q: Can I export a chart?] Hi there,
    /// [Q: no name anywhere] Hi there,
    /// [M: macro] Hi {{ticket.requester.first_name}},
    /// [F: to=billing@acme.test] Hello,
    /// [Q: …Ana and Jo] Hi both,
    /// [Q: …Best, Maria] Hi @maria_r,
    /// [Q: …Best, Maria] hi maria,
    /// [Q: …Best, Maria] Hi dear Maria, it's done.
    /// [Q: …Best, Maria] Welcome back, Maria!
    /// [Q: …Best, Maria] Hello and thank you for writing, Maria.
    pub GreetingNoName {
        code: "greeting-no-name", family: Structure, since: "0.1.0", severity: Information,
        reads: [Salutation], fix: Confirm, rank: 10
    }
}

/// The name may stand in so many first words of the line that greets.
const WITHIN: usize = 12;

impl Rule for GreetingNoName {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        let Some(salutation) = &draft.salutation else { return };
        let nameless = !salutation.says_who() && salutation.bad_merge.is_none();
        let Some(candidate) = draft.people.customer(place::SURE).filter(|_| nameless) else {
            return;
        };
        if !draft.mode.is_letter() || draft.mode == Mode::Group {
            return;
        }
        if says_the_name(cx, salutation) || place::login(cx).is_some() {
            return;
        }
        let text = draft.text();
        let end = salutation.stand_in.map_or(salutation.name_at, |span| span.end);
        let span = Span::new(salutation.span.start, end.max(salutation.name_at));
        let name = &candidate.name.given;
        let (edit, greeting) = named(salutation, name, text);
        let mut finding =
            META.finding(span, format!("{} “{greeting}” makes this theirs.", known(candidate)));
        finding.help = "Greet with the most personal name you have.".into();
        finding
            .related
            .push(Related { span: candidate.span, message: format!("{name} stands here") });
        finding.fixes.push(Fix::confirm(format!("Write “{greeting}”"), vec![edit]));
        if draft.mode == Mode::FollowUp {
            finding.severity = Severity::Hint;
            finding
                .notes
                .push("Lowered: in a running conversation a greeting may be short.".into());
        }
        out.push(finding);
    }
}

/// Whether the name stands in small letters or later: "hi maria,", "Welcome back, Maria!", "Hello and
/// thank you for writing, Maria."
fn says_the_name(cx: &ReplyCx<'_>, salutation: &Salutation) -> bool {
    let document = &cx.draft.document;
    let start = salutation.span.start;
    let line = document.lines.get(document.lines.partition_point(|line| line.next <= start));
    let end = line.map_or(salutation.span.end, |line| line.span.end);
    let words = document.words.iter().map(Word::span);
    let mut head = words.filter(|word| word.start >= start && word.end <= end).take(WITHIN);
    head.any(|word| {
        cx.draft.people.customers.iter().any(|candidate| {
            let found = cx.compare(&candidate.name, word.of(document.text));
            matches!(found, NameMatch::Same | NameMatch::ShortForm)
        })
    })
}

/// The greeting with the name in it, and the edit that puts it there.
fn named(salutation: &Salutation, name: &str, text: &str) -> (Edit, String) {
    let head = |until: usize| &text[salutation.span.start..until];
    match salutation.stand_in {
        Some(span) => (Edit::replace(span, name), format!("{}{name}", head(span.start))),
        None => {
            let at = salutation.name_at;
            (Edit::replace(Span::at(at), format!(" {name}")), format!("{} {name}", head(at)))
        }
    }
}

/// How the name is known.
fn known(candidate: &Candidate) -> String {
    let name = &candidate.name.given;
    match candidate.source {
        Source::Signature => format!("They signed as {name}."),
        Source::Introduction => format!("They introduced themselves as {name}."),
        source => format!("Their name is {name}, from {}.", source.describe()),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Catalog, Input, apply, check};

    #[test]
    fn the_name_takes_the_place_of_all_words_that_stand_for_one() {
        let catalog = Catalog::builtin();
        for (greeting, named) in
            [("Hi there,", "Hi Maria,"), ("Hello again,", "Hello again Maria,")]
        {
            let text = format!("---\ncustomer: Maria Ruiz\n---\n{greeting}\n\nDone.\n");
            let found = check(&text, &Input::default(), &catalog).findings;
            let finding = found.iter().find(|it| it.code == "greeting-no-name").expect("no name");
            assert!(apply(&text, &finding.fixes[0].edits).contains(named), "{greeting}");
        }
    }
}
