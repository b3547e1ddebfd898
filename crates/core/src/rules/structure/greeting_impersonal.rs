use super::place;
use crate::finding::{Edit, Fix};
use crate::input::Mode;
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::rules::wording;
use crate::text::Span;

declare! {
    /// Reports a greeting that could be anyone's: “Dear customer”, “To whom it may concern”.
    ///
    /// ## Why
    /// It is the first thing that they read, and it says that nobody looked who wrote. Their name is
    /// best; where you do not know it, a plain hello is warmer than a form letter's.
    ///
    /// ## Flagged
    /// <|Dear customer|>,
    /// <|Dear Sir/Madam|>,
    /// <|To whom it may concern|>,
    /// <|Hi user|>,
    /// <|Dear valued customer|>,\n\nYour tent is on its way.
    /// [Q: …Best, Maria] <|Dear Sir or Madam|>,\n\nThe export is fixed.
    /// <|Hello valued guest|>! The room is yours.
    /// <|Dear friend|>,\n\nThe hall is free.
    ///
    /// ## Clean
    /// Dear Ms Ruiz,
    /// Dear all, # a group
    /// Hello Acme team,
    /// Your customer wrote to me.
    /// Hi there,
    /// Dear guests of the wedding have asked for a second cake.
    /// Hello,\n\nYour customer number is on the card.
    /// Dear Mr Client,\n\nThe room is yours.
    pub GreetingImpersonal {
        code: "greeting-impersonal", family: Structure, since: "0.1.0", severity: Warning,
        reads: [Salutation], fix: Confirm, rank: 20
    }
}

impl Rule for GreetingImpersonal {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        let Some(salutation) = &draft.salutation else { return };
        let Some(words) = salutation.impersonal.filter(|_| draft.mode != Mode::Macro) else {
            return;
        };
        let Some(edges) = &draft.language.edges else { return };
        if salutation.says_who() {
            return;
        }
        let text = draft.text();
        let start = salutation.span.start;
        let span = Span::new(start, words.end);
        let said = wording::on_one_line(span.of(text));
        let message = format!("“{said}” could be anyone. Who is this for?");
        let mut finding = META.finding(span, message);
        finding.help = "Greet with their name; where you do not know it, say hello.".into();
        if let Some(candidate) = draft.people.customer(place::SURE) {
            let head = text[start..words.start].trim_end();
            let head = if head.is_empty() { &edges.salutation.plain } else { head };
            let greeting = format!("{head} {}", candidate.name.given);
            let edit = Edit::replace(span, greeting.clone());
            finding.fixes.push(Fix::confirm(format!("Write “{greeting}”"), vec![edit]));
        }
        let plain = &edges.salutation.plain;
        let edit = Edit::replace(span, plain.clone());
        finding.fixes.push(Fix::confirm(format!("Write “{plain}”"), vec![edit]));
        out.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use crate::{Catalog, Input, apply, check};

    #[test]
    fn a_name_or_a_plain_hello_takes_its_place() {
        let catalog = Catalog::builtin();
        for (greeting, named, plain) in [
            ("Dear Sir or Madam,", "Dear Maria,", "Hello,"),
            ("To Whom It May Concern,", "Hello Maria,", "Hello,"),
            ("Hi valued customer!", "Hi Maria!", "Hello!"),
        ] {
            let text = format!("---\ncustomer: Maria Ruiz\n---\n{greeting}\n\nDone.\n");
            let found = check(&text, &Input::default(), &catalog).findings;
            let finding = found.iter().find(|it| it.code == "greeting-impersonal").expect("found");
            assert_eq!(finding.fixes.len(), 2, "{:?}", finding.fixes);
            for (fix, wanted) in finding.fixes.iter().zip([named, plain]) {
                let fixed = apply(&text, &fix.edits);
                assert!(fixed.contains(&format!("\n{wanted}\n")), "{fixed}");
            }
        }
    }
}
