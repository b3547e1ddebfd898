use std::borrow::Cow;

use super::sorry::{self, Apology, Kind};
use crate::document::Marks;
use crate::draft::RegionKind;
use crate::finding::{Edit, Fix};
use crate::lang::class::FUNCTION_WORD;
use crate::lang::grammar::View;
use crate::rule::{CuePattern, ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::rules::wording;
use crate::text::Span;

declare! {
    /// Reports a second and a third sorry for the same thing.
    ///
    /// ## Why
    /// A short, plain apology works; a long one keeps the trouble in view and puts off what they came
    /// for. The space serves better for what you do about it.
    ///
    /// ## Flagged
    /// I'm sorry about the delay. <|Again, I'm really sorry|> for this.
    /// Sorry for the trouble. <|We apologize|> for the bug.
    /// My apologies. <|So sorry|> about that. <|Sorry|> again!
    /// I'm so, so sorry. <|I sincerely apologize|>.
    /// I've sent the right lid today. <|Sorry|> again!
    /// I'm very sorry that the taxi never came. I've refunded the fare. <|Once again, my apologies|>.
    /// I'm sorry that your room was cold. The heating is repaired. <|We are truly sorry|> for the cold room.
    ///
    /// ## Clean
    /// I'm sorry the export failed. Here it is.
    /// I'm sorry about your father. I'm also sorry our form asked for his login.
    /// You wrote that you're sorry for the long mail: no need.
    /// Thank you for waiting, and here's the fix.
    /// I'm sorry that the soup was cold. And I'm sorry that nobody took your call. # two faults
    /// Sorry for the late answer. I'm sorry that the blue one is sold out.
    /// Sorry, I don't follow: which printer is it? Sorry to ask twice.
    /// I'm sorry the parcel broke.\n\n> We apologise again.
    pub ApologyRepeated {
        code: "apology-repeated", family: Apology, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Confirm, rank: 45
    }
}

/// Words of so few letters say little of what an apology is for.
const SHORTEST: usize = 4;

impl Rule for ApologyRepeated {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(&sorry::CUES)
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let mut said: Vec<String> = Vec::new();
        let mut count = 0;
        for at in cx.cued_sentences(&[RegionKind::Body, RegionKind::Farewell]) {
            let view = cx.view(at);
            let mut until = 0;
            for hit in cx.cues_in(at) {
                let Some(apology) = sorry::read(&view, hit.words()) else { continue };
                // One apology may hold two of the words: "please accept my sincere apologies".
                if apology.words.start < until {
                    continue;
                }
                until = apology.words.end;
                if apology.kind == Kind::Sympathy {
                    continue;
                }
                let named = named(&view, &apology);
                let same = sorry::is_generic(&view, &apology.object)
                    || named.iter().any(|word| said.contains(word));
                // "Sorry again" says of itself that it is not the first.
                let repeated = apology.again || count > 0 && same;
                let aside = view.marked(apology.words.end, Marks::PAREN);
                if apology.kind == Kind::Fault && repeated && !aside {
                    out.push(finding(cx, &view, &apology));
                }
                count += 1;
                said.extend(named);
            }
        }
    }
}

/// The words that say what an apology is for.
fn named(view: &View<'_>, apology: &Apology) -> Vec<String> {
    let words = apology.object.clone().filter(|&at| !view.is_any(at, FUNCTION_WORD));
    words
        .map(|at| view.written(at).to_lowercase())
        .filter(|word| word.chars().count() >= SHORTEST)
        .collect()
}

fn finding(cx: &ReplyCx<'_>, view: &View<'_>, apology: &Apology) -> crate::finding::Finding {
    let span = wording::span_of(view, apology.words.clone());
    let message = "One sorry, said well, is enough. Use the space for what you’ll do.";
    let mut finding = META.finding(span, message);
    finding.help = "Keep the apology that names what happened, and leave out the others.".into();
    // A sentence that holds nothing else can go.
    let whole = apology.words.start == 0 && apology.object.end == view.len();
    if whole && sorry::is_generic(view, &apology.object) {
        let text = cx.draft.text();
        let sentence = view.sentence.span;
        let before = text[..sentence.start].trim_end_matches([' ', '\t']).len();
        let gone = if before > 0 && !text[..before].ends_with('\n') {
            Span::new(before, sentence.end)
        } else {
            let blank = text[sentence.end..].len()
                - text[sentence.end..].trim_start_matches([' ', '\t']).len();
            Span::new(sentence.start, sentence.end + blank)
        };
        finding.fixes.push(Fix::confirm("Leave out this apology", vec![Edit::delete(gone)]));
    }
    finding
}
