use crate::document::{Inline, InlineKind};
use crate::draft::Draft;
use crate::finding::{Edit, Fix};
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::rules::wording;
use crate::snippet::Snippet;

declare! {
    /// Reports a `[[verify: …]]` mark: something in the reply has not been checked yet.
    ///
    /// ## Why
    /// To be certain in your words, check first. The mark keeps in sight what nobody has checked, and
    /// keeps the reply from being sent until somebody has.
    ///
    /// ## Flagged
    /// <|[[verify: your blog is now under your other account]]|>.
    /// Hi Jo, <|[[verify: the sync works again]]|>
    /// <|[[verify]]|> it's fixed
    /// Thanks! <|[[verify: refund sent]]|> Ana
    /// Hi Jo, <|[[verify: the sync works again|>\nAna
    ///
    /// ## Clean
    /// Your blog is now under your other account.
    /// `[[verify: x]]` is our mark.
    /// Please verify your email.
    /// [M: note] [[verify: x]]
    pub VerifyMarkLeft {
        code: "verify-mark-left", family: Safety, since: "0.1.0", severity: Error,
        reads: [Salutation, Body, Farewell, Signature], fix: Confirm, rank: 90
    }
}

/// What stands in the place of a sentence while a colleague checks it.
const ASK_A_COLLEAGUE: &str = "I've asked ${1:?who checks it} to check this, and I'll write to you by ${2:?day, time and time zone}.";

impl Rule for VerifyMarkLeft {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        for inline in draft.inlines(InlineKind::Verify, META.reads.as_ref()) {
            let words: Vec<_> = inline.inner.of(draft.text()).split_whitespace().collect();
            let message = if words.is_empty() {
                "Still to check: what this mark stands beside.".to_owned()
            } else {
                format!("Still to check: “{}”.", words.join(" "))
            };
            let mut finding = META.finding(inline.span, message);
            finding.help =
                "Check it, then take the mark away. Until then the reply is not ready to go."
                    .into();
            finding.fixes = fixes(draft, inline);
            out.push(finding);
        }
    }
}

fn fixes(draft: &Draft<'_>, inline: &Inline) -> Vec<Fix> {
    let text = draft.text();
    let unwrap = if inline.inner.is_empty() {
        Edit::delete(wording::with_blanks(text, inline.span))
    } else {
        Edit::replace(inline.span, inline.inner.of(text))
    };
    let sentence = draft
        .sentence_at(inline.span.start)
        .map_or(inline.span, |sentence| sentence.cover(inline.span));
    let mut fixes = vec![Fix::confirm("I checked: keep the sentence", vec![unwrap])];
    if let Ok(snippet) = Snippet::parse(ASK_A_COLLEAGUE)
        && draft.language.tag == "en"
    {
        let edit = Edit::snippet(sentence, snippet);
        fixes.push(Fix::confirm("Ask a colleague, and say when you will write", vec![edit]));
    }
    let delete = Edit::delete(wording::with_blanks(text, sentence));
    fixes.push(Fix::confirm("Take the sentence out", vec![delete]));
    fixes
}

#[cfg(test)]
mod tests {
    use crate::{Catalog, Input, apply, check};

    #[test]
    fn what_is_taken_out_is_the_marks_own_sentence() {
        let catalog = Catalog::builtin();
        for (text, left) in [
            ("I've fixed it. [[verify: Your refund is there]]. Ana", "I've fixed it. Ana"),
            ("I've fixed it. [[verify: your refund is there]]. Ana", "I've fixed it. Ana"),
            ("I've fixed it! [[verify: It is there.]] Ana", "I've fixed it! Ana"),
            ("Now [[verify: it is there]], I looked. It is new.", "It is new."),
            ("I fixed it\n[[verify: It is there]]", "I fixed it\n"),
        ] {
            let found = check(text, &Input::default(), &catalog).findings;
            let finding = found.iter().find(|it| it.code == "verify-mark-left").expect("a mark");
            let fix = finding.fixes.iter().find(|it| it.title == "Take the sentence out");
            assert_eq!(apply(text, &fix.expect("a fix").edits), left, "{text}");
        }
    }
}
