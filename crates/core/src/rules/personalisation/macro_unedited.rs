use crate::draft::RegionKind;
use crate::history;
use crate::input::Mode;
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};

declare! {
    /// Reports a saved reply that is sent word for word.
    ///
    /// ## Why
    /// A saved reply saves the typing. One line about their case makes an answer of it; without that line
    /// they see that a button was pressed.
    ///
    /// ## Flagged
    /// [H: saved "Hi {{name}}, thank you for sending the tent back. Your refund left us today and reaches your card within five days."] Hi Jo, <|thank you for sending the tent back.|> Your refund left us today and reaches your card within five days.
    /// [H: saved "Thank you for sending the tent back. Your refund left us today and reaches your card within five days. Best wishes, Kim"] <|Thank you for sending the tent back.|> Your refund left us today and reaches your card within five days.\n\nKind regards,\nAna
    /// [H: saved "Thank you for the photo of the hole in your tent, which tells us all. A new one is on its way."; saved "Your refund left us today and reaches your card within five days from now, weekends left out."] <|Thank you for the photo of the hole in your tent, which tells us all.|> A new one is on its way. Your refund left us today and reaches your card within five days from now, weekends left out.
    /// [H: saved "Thank you for sending the tent back. Your refund left us today and reaches your card within five days."] <|Thank you for sending the tent back.|> Your refund left us today and reaches your card within 5 days.
    ///
    /// ## Clean
    /// [H: saved "Thank you for sending the tent back. Your refund left us today and reaches your card within five days."] Thank you for sending the tent back. Your refund left us today and reaches your card within five days. I have put the pegs that you forgot in a bag for you. Shall I send them to Oslo?
    /// [H: saved "Thank you for the photo."] Thank you for the photo.
    /// [M: macro] [H: saved "Thank you for sending the tent back. Your refund left us today and reaches your card within five days."] Thank you for sending the tent back. Your refund left us today and reaches your card within five days.
    /// [H: saved "Thank you for sending the tent back. Your refund left us today and reaches your card within five days."] Your tent is back, and the refund is on its way to your card.
    pub MacroUnedited {
        code: "macro-unedited", family: Personalisation, since: "0.1.0", severity: Hint,
        reads: [Body], fix: None, rank: 3
    }
}

/// More words in a row than this, of the writer's own, are a line about their case.
const MOST_OWN: usize = 6;
/// And so many of all words, in percent, and one more: a word at an end has only one neighbour.
const MOST_CHANGED: usize = 10;

impl Rule for MacroUnedited {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        let saved = &cx.input.saved;
        if saved.is_empty() || draft.mode == Mode::Macro {
            return;
        }
        let spoken = |kinds: &[RegionKind]| -> Vec<String> {
            let sentences = cx.sentences(kinds).map(|at| &draft.document.sentences[at]);
            sentences.flat_map(|it| history::words(it.span.of(draft.text()))).collect()
        };
        let words = spoken(&[RegionKind::Body]);
        let (names, own) = saved.of_which(&words);
        let Some(name) = names.first() else { return };
        let changed: usize = own.iter().map(ExactSizeIterator::len).sum();
        let longest = own.iter().map(ExactSizeIterator::len).max().unwrap_or(0);
        if longest > MOST_OWN || changed > 1 + words.len() * MOST_CHANGED / 100 {
            return;
        }
        let Some(first) = cx.sentences(&[RegionKind::Body]).next() else { return };
        let message =
            format!("This is “{name}” word for word. One line about their case makes it theirs.");
        let mut finding = META.finding(draft.document.sentences[first].span, message);
        finding.help =
            "Add a line that fits nobody else: what they sent, what they are after, how it ends."
                .into();
        out.push(finding);
    }
}
