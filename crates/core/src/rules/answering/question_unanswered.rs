use std::borrow::Cow;

use super::answers;
use crate::draft::{Question, RegionKind};
use crate::finding::{Edit, Fix, Related};
use crate::input::{Mode, Stage};
use crate::rule::{CuePattern, ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::rules::wording;
use crate::snippet::{Part, Snippet};
use crate::text::Span;

declare! {
    /// Reports a question of theirs that your reply passes over.
    ///
    /// ## Why
    /// Who asked two things and hears about one asks again, and feels unheard. A line on each is enough, or
    /// one that says when the answer comes.
    ///
    /// ## Flagged
    /// [Q: Can I get a refund? And can I keep my domain?] Hi Jo, I've refunded you.<||>
    /// [Q: Where is my order? Please also tell me how to change the address.] Hi Jo, your order is in Lyon.<||>
    /// [Q: Does it work offline? Is there a Mac app? What does it cost?] Hi Jo, it costs 5 euros, and yes, there is a Mac app.<||>
    /// [Q: I'd like to know whether the data is kept in the EU.] Hi Jo, here's the price list.<||>
    ///
    /// ## Clean
    /// [Q: Can I get a refund? And can I keep my domain?] Hi Jo, I've refunded you, and the domain stays yours.
    /// [Q: How are you? Can I export?] Hi Jo, yes, you can export.
    /// [Q: Can I export? Can I import?] Hi Jo, yes to both.
    /// [Q: Can I export?\n-- \nLooking for a job?] Hi Jo, you can export.
    pub QuestionUnanswered {
        code: "question-unanswered", family: Answering, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Snippet, rank: 10
    }
}

/// One can be at least so sure of a name by which the finding calls the customer, in percent.
const SURE: u8 = 80;
/// Of a question so many letters are shown.
const LONGEST_QUOTE: usize = 80;

impl Rule for QuestionUnanswered {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(answers::cues())
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        if cx.stage != Stage::Finished || matches!(draft.mode, Mode::Macro | Mode::Note) {
            return;
        }
        let unanswered = answers::unanswered(cx);
        let Some(last) = cx.sentences(&[RegionKind::Body]).last() else { return };
        let end = Span::at(draft.document.sentences[last].span.end);
        let all = unanswered.len() == draft.message.questions.len();
        let who = draft.people.customer(SURE).map_or("They", |it| it.name.given.as_str());
        for question in unanswered {
            let asked = if all { "asked" } else { "also asked" };
            let words = shortened(&question.text);
            let mut finding = META.finding(end, format!("{who} {asked}: “{words}”"));
            finding.help =
                "Answer it in a line, or say when you will: a question passed over reads as unheard."
                    .into();
            finding.related.push(Related {
                span: draft.message.place(question.span),
                message: "They ask it here".into(),
            });
            finding.fixes.push(answer(question, end));
            out.push(finding);
        }
    }
}

/// A place for the answer, under the question.
fn answer(question: &Question, end: Span) -> Fix {
    let words = shortened(&question.text);
    let snippet = Snippet::new(vec![
        Part::Text(format!("\n\n> {words}\n\n")),
        Part::Blank(1, "your answer".into()),
    ]);
    Fix::confirm("Answer it here", vec![Edit::snippet(end, snippet)])
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
