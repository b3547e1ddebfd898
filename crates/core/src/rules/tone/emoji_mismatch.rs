use super::exclaim::is_bad_news;
use crate::document::{Marks, is_emoji};
use crate::draft::RegionKind;
use crate::finding::{Edit, Fix, Severity};
use crate::lang::class::{Class, ClassSet};
use crate::lang::grammar::View;
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::text::Span;

declare! {
    /// Reports a smiley beside bad news, or in a reply to an upset customer.
    ///
    /// ## Why
    /// A smiley makes a mail warmer where all is well. Beside a no or a loss it looks as if you did not
    /// care, and it matters most just then.
    ///
    /// ## Flagged
    /// Sorry, we lost the file <|:)|>
    /// [Q: I'm furious. Third time this week.] Hi Jo, on it <|😊|>
    /// We can't refund that <|;)|>
    /// Your account is suspended <|🙃|>
    /// Unfortunately the last room is gone. <|:-)|>
    /// Hi Jo 😊 Your shop is open 🎉 and the sign is up <|😀|>
    ///
    /// ## Clean
    /// Tap the ⚙️ icon.
    /// [Q: Love it 😍] Hi Jo, so glad 😊
    /// See you at the meetup :)
    /// I was almost afraid to open it :)
    /// The regex is `a:)`.
    /// Sorry, we lost the file 😢
    /// [Q: I'm furious. Third time this week.] Press the 😊 button on the panel.
    /// We can't refund that. ⚠️ The form closes on Monday.
    /// (Sorry, see the list under 8:)
    pub ToneEmojiMismatch {
        code: "tone-emoji-mismatch", family: Tone, since: "0.1.0", severity: Information,
        reads: [Salutation, Body, Farewell], fix: Confirm, rank: 18
    }
}

impl Rule for ToneEmojiMismatch {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        if draft.language.grammar.is_none() {
            return;
        }
        let mood = draft.mood();
        if mood.has_emoji() && !mood.is_upset() {
            return;
        }
        let own = [RegionKind::Salutation, RegionKind::Body, RegionKind::Farewell];
        let smileys: Vec<Span> = draft
            .regions
            .iter()
            .filter(|region| own.contains(&region.kind))
            .flat_map(|region| smileys(draft.text(), region.span))
            .filter(|span| !draft.document.is_code(*span) && !is_label(draft.text(), *span))
            .collect();
        let mut count = 0;
        for span in smileys {
            count += 1;
            let sentence =
                draft.document.sentences.partition_point(|it| it.span.start <= span.start);
            let Some(at) = sentence.checked_sub(1) else { continue };
            let view = cx.view(at);
            let near = draft.document.blocks[view.sentence.block].span.end + 2 >= span.start;
            let sad = near && (is_bad_news(&view) || is_refusal(&view));
            let message = if mood.is_upset() {
                "They are upset, and a smiley can look careless. Leave it out here?"
            } else if sad {
                "A smiley next to bad news can look careless. Leave it out here?"
            } else if count == 3 {
                "The third smiley in one reply. One is warmer than three."
            } else {
                continue;
            };
            let mut finding = META.finding(span, message);
            if !sad {
                finding.severity = Severity::Hint;
                finding.notes.push("Lowered: the sentence itself tells nothing sad.".into());
            }
            finding.help = "Leave it out; warm words carry further here.".into();
            let text = draft.text();
            let before = &text[..span.start];
            let start = before.trim_end_matches([' ', '\t']).len();
            let gone = Span::new(start, span.end);
            finding.fixes.push(Fix::confirm("Leave out the smiley", vec![Edit::delete(gone)]));
            out.push(finding);
        }
    }
}

/// The cheerful emoji and emoticons in a stretch of the text.
fn smileys(text: &str, within: Span) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for start in beginnings(text, within) {
        let rest = &text[start..within.end];
        let Some(c) = rest.chars().next() else { break };
        if out.last().is_some_and(|last| start < last.end) {
            continue;
        }
        if is_cheerful(c) {
            // A joiner or a colour belongs to the sign before it; so does the same sign again.
            let tail = &rest[c.len_utf8()..];
            let more = tail.find(|next: char| !is_emoji(next)).unwrap_or(tail.len());
            out.push(Span::new(start, start + c.len_utf8() + more));
        } else if let Some(length) = emoticon(rest)
            && text[..start].chars().next_back().is_none_or(char::is_whitespace)
            && text[start + length..].chars().next().is_none_or(|next| !next.is_alphanumeric())
        {
            out.push(Span::new(start, start + length));
        }
    }
    out
}

/// Where a smiley may begin, in order: at an emoji of UTF-8's three or four bytes, or at the eyes of an emoticon.
fn beginnings(text: &str, within: Span) -> Vec<usize> {
    let bytes = &text.as_bytes()[..within.end];
    let part = &bytes[within.start..];
    let eyes = memchr::memchr3_iter(b':', b';', b'=', part);
    // `xD` and `x-D`: the mouth is rarer than the eyes.
    let laughs = memchr::memchr_iter(b'D', part).filter_map(|mouth| {
        let eyes = ["x", "x-"].into_iter().find(|it| part[..mouth].ends_with(it.as_bytes()))?;
        Some(mouth - eyes.len())
    });
    let signs = memchr::memchr2_iter(0xe2, 0xf0, part);
    let mut all: Vec<_> = eyes.chain(laughs).chain(signs).map(|at| within.start + at).collect();
    all.sort_unstable();
    all
}

/// The length of the emoticon with which the text begins: eyes, perhaps a nose, and a mouth that laughs.
fn emoticon(text: &str) -> Option<usize> {
    let [eyes, rest @ ..] = text.as_bytes() else { return None };
    let nose = usize::from(rest.first() == Some(&b'-'));
    let laughs = match rest.get(nose)? {
        b')' | b']' => matches!(eyes, b':' | b';' | b'='),
        b'P' | b'p' => matches!(eyes, b':' | b';'),
        b'D' => matches!(eyes, b':' | b';' | b'=' | b'x'),
        _ => false,
    };
    laughs.then_some(2 + nose)
}

fn is_cheerful(c: char) -> bool {
    matches!(c,
        '😀'..='😏' | '😗'..='😝' | '🙂' | '🙃' | '😸'..='😻' | '🤗' | '🤣' | '🤩' | '🤪' | '🥰' | '🥳'
        | '🎉' | '🎊' | '👍' | '👋' | '🙌' | '💪' | '✨' | '🚀' | '🔥' | '💃' | '🕺' | '☺' | '❤' | '💙'..='💜' | '💖'
    )
}

/// Whether the sign is the name of something to press: "the 😊 button".
fn is_label(text: &str, span: Span) -> bool {
    let after = text[span.end..].trim_start();
    let named = ["icon", "button", "symbol", "sign", "emoji", "key", "menu", "tab", "sticker"];
    let before = text[..span.start].trim_end();
    named.iter().any(|name| after.starts_with(name))
        || ["icon", "button", "symbol", "emoji", "press", "tap", "click"]
            .iter()
            .any(|name| ends_with(before, name))
}

/// Whether the text ends with the word, in small letters or not.
fn ends_with(text: &str, word: &str) -> bool {
    let from = text.len().checked_sub(word.len());
    from.is_some_and(|from| text.as_bytes()[from..].eq_ignore_ascii_case(word.as_bytes()))
}

/// Whether the sentence refuses something.
fn is_refusal(view: &View<'_>) -> bool {
    (0..view.len()).any(|at| {
        let no = view.is_any(at, ClassSet::of(&[Class::Can, Class::Will]))
            && view.is(at + 1, Class::Negation)
            || matches!(view.known(at), "cannot");
        let ours = (at.saturating_sub(2)..at)
            .any(|n| view.is_any(n, ClassSet::of(&[Class::I, Class::We])));
        let glad = view.known(at + 2) == "wait"
            || view.known(at + 1) == "wait"
            || view.known(at + 2) == "thank";
        no && ours && !glad && !view.marked(at, Marks::QUOTED)
    })
}
