use crate::document::{BlockKind, EndMark};
use crate::draft::RegionKind;
use crate::finding::{Edit, Fix};
use crate::rewrite::capitalised;
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::rules::wording;
use crate::text::Span;

declare! {
    /// Reports three questions or more in one paragraph.
    ///
    /// ## Why
    /// Of questions in a row one is answered, and the rest needs another mail. Numbered questions get
    /// numbered answers.
    ///
    /// ## Flagged
    /// <|What browser?|> Which version? When did it start? Is it on mobile too?
    /// <|Could you send the log?|> What plan are you on? Did you restart?
    /// <|Who set it up?|> Where is it hosted? Do you have access?
    /// <|Is it red?|> Is it blinking? Is it loud?
    /// Thanks for the photo. <|Is the shade torn?|> Does the bulb still burn? Shall I send a new one?
    ///
    /// ## Clean
    /// 1. Which browser?\n2. When did it start?
    /// Which browser do you use? A screenshot helps too.
    /// How are you? What can I do?
    /// You asked three things; here are three answers.
    /// 1. Is it red?\n2. Is it blinking?\n3. Is it loud?\n4. Is it hot?
    /// Is it red?\n\nIs it loud?\n\nIs it hot?
    pub QuestionPile {
        code: "question-pile", family: Clarity, since: "0.1.0", severity: Hint,
        on: false, reads: [Body, Farewell], fix: Confirm, rank: 0
    }
}

/// So many questions are a pile.
const PILE: usize = 3;

impl Rule for QuestionPile {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let document = &cx.draft.document;
        let own: Vec<_> = cx.sentences(&[RegionKind::Body, RegionKind::Farewell]).collect();
        for block in document.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph) {
            let questions: Vec<_> = own
                .iter()
                .copied()
                .filter(|at| block.sentences.contains(at))
                .filter(|&at| document.sentences[at].end == EndMark::Question)
                .collect();
            if questions.len() < PILE {
                continue;
            }
            let first = document.sentences[questions[0]].span;
            let message = format!(
                "{} questions in a row. Number them and you’ll get all the answers.",
                capitalised(&wording::number(questions.len()))
            );
            let mut finding = META.finding(first, message);
            finding.help = "Put each on a line of its own with a number, and leave out what you can find yourself.".into();
            // Only where they follow one another.
            let joined = questions.windows(2).all(|pair| pair[0] + 1 == pair[1]);
            if joined {
                finding.fixes.push(Fix::confirm("Number the questions", numbered(cx, &questions)));
            }
            finding.clause = first;
            out.push(finding);
        }
    }
}

fn numbered(cx: &ReplyCx<'_>, questions: &[usize]) -> Vec<Edit> {
    let document = &cx.draft.document;
    let text = cx.draft.text();
    let span = |at: usize| document.sentences[at].span;
    let mut edits = Vec::new();
    for (number, &at) in (1..).zip(questions) {
        let start = span(at).start;
        let blank = text[..start].len() - text[..start].trim_end_matches(' ').len();
        let opens = text[..start - blank].is_empty() || text[..start - blank].ends_with('\n');
        let breaks = if number == 1 && !opens {
            "\n\n"
        } else if number > 1 && !opens {
            "\n"
        } else {
            ""
        };
        edits.push(Edit::replace(Span::new(start - blank, start), format!("{breaks}{number}. ")));
    }
    if let Some(&last) = questions.last() {
        let end = span(last).end;
        let rest = &text[end..];
        let blank = rest.len() - rest.trim_start_matches(' ').len();
        if !rest.trim_start_matches(' ').starts_with(['\n', '\r']) && !rest.trim().is_empty() {
            edits.push(Edit::replace(Span::new(end, end + blank), "\n\n"));
        }
    }
    edits
}
