use std::borrow::Cow;

use crate::draft::{RegionKind, Sign};
use crate::finding::{Edit, Fix};
use crate::rule::{CuePattern, ReplyCx, Rule, RuleMeta, Sink, cues, declare};
use crate::rules::wording;
use crate::text::Span;

declare! {
    /// Reports a sunny opening in a reply to somebody who is upset or has lost something.
    ///
    /// ## Why
    /// A cheerful first line tells a person in trouble that nobody has read their mail. Meet them where
    /// they are; cheer can come back when things are well again.
    ///
    /// ## Flagged
    /// [Q: You charged me three times! This is ridiculous.] Hi Jo, <|happy Friday|>!
    /// [Q: My father died and I need to close his account.] Hi Jo, <|great question|>!
    /// [Q: All my photos are gone.] Hi Jo, <|hope you're having a wonderful|> day!
    /// [Q: I am furious.] Hi Jo, <|awesome|>, thanks for reaching out!
    /// [Q: My handbag was stolen in your lobby.] Hi Jo,\n\n<|I hope you are having a great|> week. Which day was it?
    /// [Q: This is unacceptable, I want my money back!!] Hi Jo,\n\n<|Thank you so much for reaching out|>! Let me look.
    ///
    /// ## Clean
    /// [Q: All my photos are gone.] Hi Jo, good news: I found all 312 photos.
    /// [Q: How do I add a page?] Hi Jo, happy Friday!
    /// [Q: You charged me three times!] Hi Jo, you're right, there are three charges.
    /// [Q: My father died.] Dear Jo, I'm sorry about your father.
    /// [Q: I am furious.] Hi Jo,\n\nThank you for writing. I see the three charges.\n\nI'm happy to call you on Friday.
    /// Hi Jo, great question!
    pub ToneCheerMismatch {
        code: "tone-cheer-mismatch", family: Tone, since: "0.1.0", severity: Warning,
        reads: [Salutation, Body, Farewell], fix: Confirm, rank: 62
    }
}

cues! {
    enum Cue { Cheer }
    en: Cheer = "(great|good|excellent|awesome|fantastic|interesting) question",
    en: Cheer = "^ (awesome|woohoo|yay|hooray|hurray|fantastic|wonderful|brilliant|amazing)",
    en: Cheer = "happy (monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekend|holidays)",
    en: Cheer = "(I|we)? hope (you|you're|you are|your day|your week|this|everything) {0..4} (great|wonderful|fantastic|lovely|good|nice|awesome|amazing|beautiful|well)",
    en: Cheer = "(thanks|thank you) (so|very) much for (reaching out|getting in touch|contacting us|writing in|your interest)",
    en: Cheer = "(I'm|I am|we're|we are) (so|super|very|really)? (excited|thrilled|delighted|stoked)",
    en: Cheer = "(what a|such a) (lovely|great|wonderful|beautiful|fun)",
}

impl Rule for ToneCheerMismatch {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        let mood = draft.mood();
        let loss = mood.has(Sign::Loss);
        if !mood.is_upset() && !loss {
            return;
        }
        // A wish at the top is read as one of farewell where little else is said.
        let own = [RegionKind::Salutation, RegionKind::Body, RegionKind::Farewell];
        let opening =
            cx.sentences(&own).take(3).enumerate().filter(|&(count, at)| {
                draft.sentence_regions[at] != RegionKind::Farewell || count < 2
            });
        for (_, at) in opening {
            let Some(hit) =
                cx.cues_in(at).min_by_key(|hit| (hit.words().start, usize::MAX - hit.words().end))
            else {
                continue;
            };
            debug_assert_eq!(Cue::of(&hit), Cue::Cheer);
            let view = cx.view(at);
            let words = hit.marked();
            let (Some(first), Some(last)) =
                (view.words.get(words.start), view.words.get(words.end - 1))
            else {
                continue;
            };
            let span = first.span().cover(last.span());
            let said = wording::on_one_line(span.of(view.text));
            let day = if loss { "They have lost something." } else { "They're having a hard day." };
            let message = format!("{day} A calmer line than “{said}” will help them more.");
            let mut finding = META.finding(span, message);
            finding.help = "Begin with what happened to them, in their words, or with what you are doing about it.".into();
            let whole = draft.sentence_regions[at] != RegionKind::Salutation && words.start <= 1;
            if whole {
                let sentence = view.sentence.span;
                let body = "I'm sorry about ${1:?what happened to them}.";
                let body = wording::snippet(&wording::spelled_as(&draft.document, body));
                finding
                    .fixes
                    .push(Fix::confirm("Name what happened", vec![Edit::snippet(sentence, body)]));
                let rest = &view.text[sentence.end..];
                let blank = rest.len() - rest.trim_start_matches(' ').len();
                let gone = Span::new(sentence.start, sentence.end + blank);
                let follows = rest[blank..].starts_with(char::is_alphanumeric);
                if follows {
                    finding
                        .fixes
                        .push(Fix::confirm("Leave out the sentence", vec![Edit::delete(gone)]));
                }
            }
            out.push(finding);
            return;
        }
    }
}
