use crate::document::{BlockKind, EndMark, Marks, Placed};
use crate::draft::RegionKind;
use crate::lang::class::{Class, ClassSet};
use crate::lang::grammar::View;
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};

declare! {
    /// Reports a sentence that needs more than one breath.
    ///
    /// ## Why
    /// A short sentence with one idea is understood at once, also by those who read in their second
    /// language. A long one is read twice.
    ///
    /// ## Flagged
    /// The gate on the north side will be closed from the first of the month because the road in front of it is being <|rebuilt, so please use the one beside the kitchen and ring twice so that Tom can hear you|>.
    /// When you have packed the lamp, the shade, the bulb, and the stand, please put the label on the longer side of the box, <|and then take it to any shop that has our yellow sign in its window|>.
    /// We looked at the export that you sent and saw that the second column is empty, which comes from a filter that was set <|in March, so that every row since then has been left out of it|>.
    /// Would it help you if we sent the new key by post this week and left the old one as it is until you <|have tried the new one in both of the doors on the ground floor|>?
    /// The old lamp, which came with the house, stood in the hall, where it was dark, until my aunt, who reads <|late, took it upstairs|>.
    ///
    /// ## Clean
    /// Please bring the lamp, the shade, the bulb, the stand, the plug and the receipt, and we look at it while you wait for us.
    /// The gate on the north side will be closed from the first of the month, so please use the one beside the kitchen and ring twice.
    /// - a lamp with a shade\n- a box with a lid\n- a key for the door\n- a bulb that fits\n- a stand for it\n- a cloth to clean it\n- a label with your name\n- a tape to close it\n- a list of all that\n- a stamp
    /// The whole story of the lamp, with all its parts and how they fit, is on the page https://example.com/lamps/with/a/very/long/address/that/nobody/reads-aloud-and-that-counts-as-one for you.
    /// > I write as it comes to my mind and do not stop before I have said all that I wanted to say, and then I go on for a while since it is raining outside and nobody calls.
    pub LongSentence {
        code: "long-sentence", family: Clarity, since: "0.1.0", severity: Hint,
        on: false, reads: [Body, Farewell], fix: None, rank: 0
    }
}

/// A sentence has so many words at most.
const MOST: usize = 30;
/// One of many clauses is long from so many words on.
const MOST_IN_CLAUSES: usize = 20;
/// So many commas part the clauses of such a sentence.
const COMMAS: usize = 4;
/// So many of its commas open a clause that hangs on another.
const HANGING: usize = 3;
/// So many words are marked at least.
const SHOWN: usize = 4;
/// The mark begins behind so many words, where the breath begins to run out.
const BEHIND: usize = 24;

impl Rule for LongSentence {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn wants_passages(&self) -> bool {
        true
    }

    fn on_passages(&self, passages: &[&Placed], cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        if draft.language.tag != "en" {
            return;
        }
        for at in cx.sentences_of(passages, &[RegionKind::Body, RegionKind::Farewell]) {
            let view = cx.view(at);
            let prose = draft.document.blocks[view.sentence.block].kind == BlockKind::Paragraph;
            // The halves of "it's" are one word.
            let counted = |n: &usize| !view.marked(*n, Marks::CLITIC);
            let count = (0..view.len()).filter(counted).count();
            let list = view.sentence.end == EndMark::Colon;
            let long = count > MOST || count > MOST_IN_CLAUSES && is_nested(&view);
            if !prose || list || !long {
                continue;
            }
            let behind = BEHIND.min(count - SHOWN);
            let Some(from) = (0..view.len()).filter(counted).nth(behind) else { continue };
            let span = view.words[from].span().cover(view.words[view.len() - 1].span());
            let mut finding =
                META.finding(span, format!("{count} words in one breath. Where is the full stop?"));
            finding.help = "Make two sentences of it, with one idea each.".into();
            finding.clause = span;
            out.push(finding);
        }
    }
}

/// Whether clause hangs on clause: "which came with the house, where it was dark, until my aunt, who …".
fn is_nested(view: &View<'_>) -> bool {
    const OPENS: ClassSet =
        ClassSet::of(&[Class::Relative, Class::Subordinator, Class::Wh, Class::Condition]);
    let commas = (1..view.len()).filter(|&at| view.marked(at, Marks::COMMA));
    let (all, hanging) = commas.fold((0, 0), |(all, hanging), at| {
        (all + 1, hanging + usize::from(view.is_any(at, OPENS)))
    });
    all >= COMMAS && hanging >= HANGING
}
