use std::borrow::Cow;

use super::answers::{self, Unanswered};
use crate::document::Marks;
use crate::draft::{Draft, Message, Question, RegionKind};
use crate::finding::{Edit, Fix, Related, Severity};
use crate::input::{Mode, Stage};
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::rules::wording;
use crate::snippet::{Part, Snippet};
use crate::text::Span;

declare! {
    /// Reports a question of theirs that your reply passes over.
    ///
    /// ## Why
    /// Who asked two things and hears about one asks again, and feels unheard. A line on each is enough, or
    /// one that says when the answer comes. Of a reply of more than eighty sentences nothing is said.
    ///
    /// ## Flagged
    /// [Q: Can I get a refund? And can I keep my domain?] Hi Jo, I've refunded you.<||>
    /// [Q: Where is my order? Please also tell me how to change the address.] Hi Jo, your order is in Lyon.<||>
    /// [Q: Is there a Mac app? What does it cost? Can I keep my old drawings?] Hi Jo, yes, there is a Mac app, and it costs 5 euros.<||>
    /// [Q: I'd like to know whether the data is kept in the EU.] Hi Jo, here's the price list.<||>
    /// [Q: When does my table ship and can I still change the delivery address?] Hi Jo, your table ships on Monday.<||>
    /// [Q: How many bags can I check in? Is it possible to change my seat?] Hi Jo, one bag of 23 kg is included.<||>
    /// [Q: - When does the course start?\n- Do I have to bring clay?] Hi Jo, it starts on 5 May.<||>
    /// [Q: Please delete my account. Will I still be charged this month?] Hi Jo, I've deleted your account.<||>
    ///
    /// ## Clean
    /// [Q: Can I get a refund? And can I keep my domain?] Hi Jo, I've refunded you, and the domain stays yours.
    /// [Q: How are you? Can I export?] Hi Jo, yes, you can export.
    /// [Q: Can I export? Can I import?] Hi Jo, yes to both.
    /// [Q: Can I export?\n-- \nLooking for a job?] Hi Jo, you can export.
    /// [Q: From when can we check in? Do you have a cot?] Hi Jo, from 2 pm. About the cot I'll write tomorrow.
    /// [Q: Are you kidding me? The kettle came broken again.] Hi Jo, I'm sorry. A new one leaves today.
    /// [Q: What do I pay per month? And is there a contract?] Hi Jo, nothing in the first year, and there is no contract.
    /// [Q: Why does the build fail on Debian?] Hi Jo, could you post the whole log?
    /// [Q: My site shows a warning. Any ideas?] Hi Jo, the certificate ran out. I've renewed it.
    /// [Q: Does it run on ARM? What does it need?] Hi Jo,\n\n1. Yes.\n2. Four cores.
    /// [Q: Which payment methods do you take?] Hi Jo, Visa, Mastercard and PayPal.
    pub QuestionUnanswered {
        code: "question-unanswered", family: Answering, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Snippet, rank: 10
    }
}

/// One can be at least so sure of a name by which the finding calls the customer, in percent.
const SURE: u8 = 80;
/// A mail of more sentences is a discussion.
const MOST_SENTENCES: usize = 15;
/// So is one with more names of code in it.
const MOST_NAMES_OF_CODE: usize = 2;
/// Of a question so many letters are shown.
const LONGEST_QUOTE: usize = 80;

impl Rule for QuestionUnanswered {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        if cx.stage != Stage::Finished || matches!(draft.mode, Mode::Macro | Mode::Note) {
            return;
        }
        let Some(Unanswered { questions: unanswered, interleaved }) = answers::unanswered(cx)
        else {
            return;
        };
        let Some(last) = cx.sentences(&[RegionKind::Body]).last() else { return };
        let end = Span::at(draft.document.sentences[last].span.end);
        let involved = is_involved(&draft.message) || is_among_peers(draft);
        let all = unanswered.len() == draft.message.questions.len();
        let who = draft.people.customer(SURE).map_or("They", |it| it.name.given.as_str());
        for question in unanswered {
            let asked = if all { "asked" } else { "also asked" };
            let words = shortened(&question.text);
            let mut finding = META.finding(end, format!("{who} {asked}: “{words}”"));
            finding.help =
                "Answer it in a line, or say when you will: a question passed over reads as unheard."
                    .into();
            if involved {
                finding.severity = Severity::Hint;
                finding.notes.push(
                    "Lowered: this reads like a discussion, in which much is answered in other words."
                        .into(),
                );
            }
            let place = draft.message.place(question.span);
            finding.related.push(Related { span: place, message: "They ask it here".into() });
            let (at, parts) = match interleaved {
                true => {
                    (line_end(draft, place.end), vec![Part::Text("\n\n".into()), blank(1), after()])
                }
                false => (end, below(cx, question)),
            };
            let edit = Edit::snippet(at, Snippet::new(parts));
            finding.fixes.push(Fix::confirm("Answer it here", vec![edit]));
            out.push(finding);
        }
    }
}

/// Whether the mail is a discussion rather than a few questions.
fn is_involved(message: &Message) -> bool {
    let code = message.words.iter().filter(|word| word.any(Marks::CODE.with(Marks::IDENTIFIER)));
    message.sentences.len() > MOST_SENTENCES || code.count() > MOST_NAMES_OF_CODE
}

/// Whether the reply greets nobody and stands under their words, as on a mailing list.
fn is_among_peers(draft: &Draft<'_>) -> bool {
    let first = |wanted: fn(RegionKind) -> bool| {
        draft.regions.iter().position(|region| wanted(region.kind)).unwrap_or(usize::MAX)
    };
    let quote = first(|kind| kind == RegionKind::Quote);
    draft.salutation.is_none() && quote < first(|kind| kind == RegionKind::Body)
}

/// "On your question “…”:" in a paragraph of its own. A question with a key or a card number in it is not said
/// again, for the answer goes out.
fn below(cx: &ReplyCx<'_>, question: &Question) -> Vec<Part> {
    let asked = match cx.draft.message.has_secret(question.span, &cx.catalog.sensitive) {
        true => "your question".to_owned(),
        false => format!("your question “{}”", shortened(&question.text)),
    };
    vec![Part::Text("\n\nOn ".into()), Part::Wording(1, asked), Part::Text(": ".into()), blank(2)]
}

fn blank(stop: u32) -> Part {
    Part::Blank(stop, "your answer".into())
}

/// Between the customer's lines an answer ends with an empty line.
fn after() -> Part {
    Part::Text("\n".into())
}

/// The end of the line in which the byte at `offset` stands.
fn line_end(draft: &Draft<'_>, offset: usize) -> Span {
    let lines = &draft.document.lines;
    let line = lines.get(lines.partition_point(|line| line.span.end < offset));
    Span::at(line.map_or(offset, |line| line.span.end))
}

/// The question, cut where it is long.
fn shortened(words: &str) -> Cow<'_, str> {
    let words = wording::on_one_line(words);
    match words.char_indices().nth(LONGEST_QUOTE) {
        None => Cow::Owned(words),
        Some((at, _)) => {
            let head = words[..at].rsplit_once(' ').map_or(&words[..at], |(head, _)| head);
            Cow::Owned(format!("{head} …"))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Catalog, Input, apply, check};

    #[test]
    fn an_answer_is_put_where_it_belongs() {
        let catalog = Catalog::builtin();
        for (text, fixed) in [
            (
                "Hi Jo,\n\nI've refunded you.\n\n> Can I get a refund? And can I keep my domain?\n",
                "I've refunded you.\n\nOn your question “Can I keep my domain?”: [[fill: your answer]]\n\n>",
            ),
            (
                "> Does it work offline?\n\nIt does.\n\n> Is there a Mac app?\n\nThanks!\n",
                "> Is there a Mac app?\n\n[[fill: your answer]]\n\n\nThanks!\n",
            ),
        ] {
            let found = check(text, &Input::default(), &catalog).findings;
            let mut found = found.iter().filter(|it| it.code == "question-unanswered");
            let finding = found.next().expect("a question is passed over");
            let after = apply(text, &finding.fixes[0].edits);
            assert!(after.contains(fixed), "{after}");
            let again = check(&after, &Input::default(), &catalog).findings;
            assert!(again.iter().all(|it| it.code != "question-unanswered"), "{after}");
        }
    }

    #[test]
    fn what_may_be_the_answer_in_other_words_counts_as_one() {
        let asked = "> When do I get my piano back? And would you charge extra for the low G?\n";
        for (said, passed_over) in [
            ("No, I do such small things while I'm at it.\n\n", false),
            ("It is tuned and polished.\n\n", true),
            ("", true),
        ] {
            let text = format!("Hi Jo,\n\nI'll bring it back on Friday.\n\n{said}{asked}");
            let found = check(&text, &Input::default(), &Catalog::builtin()).findings;
            assert_eq!(
                found.iter().any(|it| it.code == "question-unanswered"),
                passed_over,
                "{text}"
            );
        }
    }

    #[test]
    fn each_question_has_a_finding_that_leads_to_its_own_line() {
        let text = "Hi Jo,\n\nThe blue one costs 5 euros.\n\n> What is the price of the blue one?\n> Is there a warranty on the battery? And do you gift-wrap\n> it for me?\n";
        let found = check(text, &Input::default(), &Catalog::builtin()).findings;
        let found: Vec<_> = found.iter().filter(|it| it.code == "question-unanswered").collect();
        let places: Vec<_> = found.iter().map(|it| it.related[0].span.of(text)).collect();
        assert_eq!(
            places,
            ["Is there a warranty on the battery?", "do you gift-wrap\n> it for me?"]
        );
        assert_eq!(found[1].message, "They also asked: “Do you gift-wrap it for me?”");
    }
}
