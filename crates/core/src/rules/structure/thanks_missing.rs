use super::place;
use crate::draft::Sign;
use crate::finding::{Edit, Fix};
use crate::input::{Mode, Stage};
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::snippet::Act;
use crate::text::Span;

declare! {
    /// Reports a reply in which nobody is thanked.
    ///
    /// ## Why
    /// Whoever writes to you has done some work: found words, taken a picture, waited. Of all that makes
    /// a text polite, thanks weigh most, if they are for something.
    ///
    /// ## Flagged
    /// [Q: Found a bug, screenshot attached.] Hi Jo, <||>I've fixed it. Ana
    /// [Q: I'm cancelling.] Hi Jo, <||>your account is closed. Ana
    /// [Q: I just bought Pro.] Hi Jo, <||>here's your key. Ana
    /// Hi Jo,\n\n<||>It's done.\n\nThanks,\nAna # a farewell only
    /// Hi Jo,\n\n<||>It's done, thanks to the night shift.\n\nBest wishes,\nAna
    /// Hi Jo,\n\n<||>I'd appreciate a photo of the label.\n\nBest wishes,\nAna
    ///
    /// ## Clean
    /// Hi Jo, thank you for the screenshot. It's fixed. Ana
    /// [Q: My father died.] Dear Jo, I've closed the account for you. Ana
    /// [M: chat] Fixed.
    /// Hi Jo, I appreciate the clear steps. It's fixed. Ana
    /// Thanks Maria, it is done. Ana
    /// Hi Jo,\n\nThe room is yours.\n\nThanks again for the call,\nAna
    /// Hi Jo, it was kind of you to wait. The table is free. Ana
    /// Hallo Jo, die Rechnung liegt dieser Mail bei, und das Zimmer ist wie immer für Sie reserviert. Ana
    pub ThanksMissing {
        code: "thanks-missing", family: Structure, since: "0.1.0", severity: Hint,
        reads: [Body], fix: Snippet, rank: 4
    }
}

impl Rule for ThanksMissing {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        // In a running conversation one has thanked before, and in the macro's place nobody is known.
        let asked = draft.mode.is_letter()
            && draft.mode != Mode::FollowUp
            && cx.stage == Stage::Finished
            && !draft.message.mood.has(Sign::Loss);
        if draft.language.edges.is_none() || !asked {
            return;
        }
        let Some(body) = place::body(draft) else { return };
        // A piece of a conversation, with neither a hello nor their mail, is not asked for all its parts.
        let piece = !place::greets(cx) && !place::shows_reader(draft);
        if place::thanks(draft) || place::is_bare(cx) || piece {
            return;
        }
        let at = Span::at(body.span.start);
        let message = "What can you thank them for? The report, the wait, the photo?";
        let mut finding = META.finding(at, message);
        finding.help = "Thank them for one thing that they did, by its name.".into();
        for snippet in cx.snippets(&[Act::Thanks], at.start) {
            let title = format!("Begin with “{}”", snippet.label());
            finding.fixes.push(Fix::confirm(title, vec![Edit::snippet(at, snippet)]));
        }
        out.push(finding);
    }
}
