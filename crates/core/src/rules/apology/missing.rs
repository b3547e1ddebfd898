use std::borrow::Cow;

use super::sorry;
use crate::draft::{RegionKind, Sign};
use crate::finding::{Edit, Fix};
use crate::input::Stage;
use crate::rule::{CuePattern, ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::snippet::Act;
use crate::text::Span;

declare! {
    /// Reports a reply that says nothing of a slip which they say was yours.
    ///
    /// ## Why
    /// When it was our doing, saying so helps more than any explanation. It is off by default, since only
    /// you know whose doing it was.
    ///
    /// ## Flagged
    /// [Q: You charged me twice.] Hi Jo, <||>refunds take five days.
    /// [Q: You deleted my site!] Hi Jo, <||>here's how to restore a backup.
    /// [Q: Third time I ask.] Hi Jo, <||>please send the log.
    /// [Q: You sent the wrong item.] Hi Jo, <||>use this return label.
    ///
    /// ## Clean
    /// [Q: You charged me twice.] Hi Jo, you're right, we did. I've refunded it.
    /// [Q: You deleted my site!] Hi Jo, I'm sorry, that was us. It's back.
    /// [Q: How do I delete my site?] Hi Jo, open Settings.
    /// [Q: My bank charged me twice.] Hi Jo, here's what to tell the bank.
    /// [Q: You sent me the wrong size.] Hi Jo, we packed the wrong box. The right one left today.
    /// [M: chat] [Q: you charged me twice] Looking right now
    pub ApologyMissing {
        code: "apology-missing", family: Apology, since: "0.1.0", severity: Information, on: false,
        reads: [Body, Farewell], fix: Snippet, rank: 10
    }
}

/// What owns a slip, besides an apology.
static OWNED: [CuePattern; 6] = [
    CuePattern::en(1, "you {be} {adverb}* right"),
    CuePattern::en(1, "(our|my) (fault|mistake|error|slip|doing|side)"),
    CuePattern::en(1, "{be} (on|down to)? (us|me)"),
    CuePattern::en(
        1,
        "(I|we) {adverb}* (charged|billed|deleted|lost|sent|packed|made|forgot|missed|failed|mixed|broke|booked|overlooked|owe)",
    ),
    CuePattern::en(1, "(I|we) should (have|n't|not)"),
    CuePattern::en(1, "thank {0..3} (telling|pointing|reporting|writing)"),
];

impl Rule for ApologyMissing {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Owned([&sorry::CUES[..], &OWNED[..]].concat())
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        let asked = draft.mode.is_letter()
            && cx.stage == Stage::Finished
            && draft.message.mood.has(Sign::Slip)
            && draft.quotes().len() == 1;
        if !asked {
            return;
        }
        let regions = [RegionKind::Salutation, RegionKind::Body, RegionKind::Farewell];
        if cx.sentences(&regions).any(|at| cx.cues_in(at).next().is_some()) {
            return;
        }
        let Some(first) = cx.sentences(&[RegionKind::Body]).next() else { return };
        let at = Span::at(cx.view(first).sentence.span.start);
        let mut finding = META.finding(at, "If this was our slip, one line owning it will help.");
        finding.help =
            "Say plainly what went amiss on your side, then what you do about it.".into();
        for snippet in cx.snippets(&[Act::Apology], at.start) {
            let title = format!("Begin with “{}”", snippet.label());
            finding.fixes.push(Fix::confirm(title, vec![Edit::snippet(at, snippet)]));
        }
        out.push(finding);
    }
}
