use std::borrow::Cow;

use crate::clause::Context;
use crate::document::Marks;
use crate::finding::{Fix, Severity};
use crate::lang::class::{Class, ClassSet};
use crate::rewrite;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;

declare! {
    /// Reports “as I said” and other reminders that the reader did not listen.
    ///
    /// ## Why
    /// Somebody who asks again did not read it, did not understand it, or forgot. “As I said” tells them
    /// so. Told fresh, the same answer costs no more words and nobody any face.
    ///
    /// ## Flagged
    /// <|As I mentioned|>, you can export it.
    /// <|Per my last email|>, the limit is 10 MB.
    /// <|As previously stated|>, refunds take five days.
    /// <|Again|>, please send the log.
    /// <|As I said in my last mail|>, the pool opens at nine.
    /// The parcel goes by ship, <|as we've already explained|>.
    /// <|Like I said|>, breakfast ends at ten.
    /// <|I have already told you|> why the card is refused.
    /// <|We've already explained this|> in the letter of 3 May.
    /// <|As stated above|>, the fee is 12 euros.
    /// <|As you know|>, term ends in June. # they may: an information
    /// Take the side door, <|as several people have already told you|>.
    /// <|As I mentioned earlier|>, your key opens both doors.
    /// Please <|read my last message again|>.
    /// I've <|asked you twice|> for the form.
    ///
    /// ## Clean
    /// As you mentioned, the page is blank.
    /// Please try again.
    /// Once again, thank you for the log.
    /// I said I'd write by noon, so here's the update.
    /// As I mentioned in [our guide](https://example.com/guide), the limit is 10 MB.
    /// As we said on the phone, I've kept the room for you.
    /// As I said to our driver, the parcel goes to your neighbour.
    /// Again, I'm sorry that the heating failed.
    /// I've already explained this to our courier.
    /// As you may know, we moved to the new building in May.
    /// I've already told our kitchen about the nuts.
    /// The switch works as described in the manual.
    /// As I promised, here is the update.
    /// As mentioned in your letter, the lock sticks.
    pub ToneReminder {
        code: "tone-reminder", family: Tone, since: "0.1.0", severity: Warning,
        reads: [Body, Farewell], fix: Confirm, rank: 55
    }
}

cues! {
    enum Cue { Said, Again, Know, Already, Reread, Others }
    en: Said = "(as|like) (I|we) (have|'ve|had|did)? {adverb}* (said|say|mentioned|mention|wrote|written|explained|stated|noted|pointed out|described|told you|indicated|outlined) (to you)? (before|earlier|previously|already|above)? ((in|on|at) (my|our|the|this) {0..2} (email|mail|e-mail|message|reply|post|posts|note|thread|ticket|comment|answer|letter|chat))?",
    en: Said = "(as|like) (I|we) (have|'ve|had)? (already|previously|repeatedly) (suggested|advised|asked|requested|recommended)",
    en: Said = "(as|like) (I|we) (have|'ve|had)? (suggested|advised|asked|requested|recommended) (before|earlier|previously|already|above)",
    en: Said = "as (previously|already|earlier|repeatedly) (mentioned|stated|explained|noted|discussed|said|described|advised|communicated|indicated|outlined|pointed out)",
    en: Said = "as (mentioned|stated|explained|noted|said|indicated|advised|pointed out|discussed) (before|earlier|above|previously|already|repeatedly|(in (my|our|the) (last|previous|earlier|first) (email|mail|e-mail|message|reply|post|note|answer)))",
    en: Said = "as (mentioned|stated|said|explained|noted) ,",
    en: Said = "as? per (my|our) (last|previous|earlier|first|prior) (email|mail|e-mail|message|reply|post|note|answer)",
    en: Said = "^ <as (mentioned|stated|said|explained|noted)> , ",
    en: Others = "as (others|other people|everyone|everybody|several people) (have|has|had)? {adverb}* (already|previously) (suggested|said|mentioned|explained|pointed out|stated|noted|told you)",
    en: Again = "^ <again> ,",
    en: Again = "^ <once again> ,",
    en: Again = "^ <(once again|again)> please",
    en: Know = "^ <as you (already|well|should|surely)? (know|are aware)>",
    en: Know = "^ <as you (are|'re) {adverb}* aware>",
    en: Already = "(I|we) (have|'ve|had)? {adverb}* already {adverb}* (told|informed|reminded|warned) you",
    en: Already = "(I|we) (have|'ve|had)? {adverb}* already {adverb}* (explained|said|mentioned|stated|answered|pointed out) (this|that|it|above|before|earlier|to you|why|how)",
    en: Already = "(told|asked|reminded|warned|informed) you (twice|repeatedly|three times|several times|many times|multiple times|before|already)",
    en: Reread = "(re-read|reread) (my|our|the) {0..2} (email|mail|message|reply|post|note|answer|letter)",
    en: Reread = "read again (my|our|the) {0..2} (email|mail|message|reply|post|note|answer|letter)",
    en: Reread = "read (my|our) {0..2} (email|mail|message|reply|post|note|answer|letter) (again|carefully|properly)",
}

impl Rule for ToneReminder {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let cue = Cue::of(hit);
        let view = &cx.view;
        let marked = hit.marked();
        if is_fine(cue, &marked, cx) {
            return;
        }
        let span = cx.span(marked.clone());
        let said = wording::quote(cx, span);
        let message = match cue {
            Cue::Reread => format!("{said} sends them back. Say it once more, in other words."),
            _ => format!("{said} can sting. Say it fresh, as if for the first time."),
        };
        let mut finding = META.finding(span, message);
        finding.help = "Give the answer again in a line, in other words: the first ones may not have been clear.".into();
        let lowered = match cue {
            Cue::Know => Some("Lowered: they may know it."),
            Cue::Others => Some("Lowered: it was somebody else who said it."),
            _ => None,
        };
        if let Some(reason) = lowered {
            finding.severity = Severity::Information;
            finding.notes.push(reason.into());
        }
        let before = |n: usize| {
            n == 0
                || view.marked(n, Marks::COMMA.with(Marks::BREAK))
                || view.is(n - 1, Class::Coordinator)
        };
        let apart = matches!(cue, Cue::Said | Cue::Again | Cue::Know | Cue::Others)
            && marked.len() < view.len()
            && (before(marked.start) && (marked.end == view.len() || marked.start > 0)
                || marked.start == 0 && view.marked(marked.end, Marks::COMMA));
        if apart {
            let title = format!("Leave out {said}");
            finding.fixes.push(Fix::confirm(title, rewrite::replace(view, marked, "")));
        } else {
            wording::replace_sentence(
                &mut finding,
                cx,
                "Say it fresh",
                "In short: ${1:?the answer, in other words}.",
            );
        }
        out.push(finding);
    }
}

/// Whether the words point somewhere, or tell of somebody else.
fn is_fine(cue: Cue, marked: &std::ops::Range<usize>, cx: &SentenceCx<'_>) -> bool {
    let view = &cx.view;
    let after = marked.end;
    let next = view.known(after);
    // "Again, thank you", "again, I'm sorry".
    let warm = (after..view.len().min(after + 6)).any(|n| {
        matches!(
            view.known(n),
            "thank"
                | "thanks"
                | "sorry"
                | "apologise"
                | "apologize"
                | "apologies"
                | "appreciate"
                | "welcome"
                | "congratulations"
                | "grateful"
                | "regret"
                | "apology"
        )
    });
    // "Again, in the same way": it goes on. Only a request is asked for once more.
    let asks_again = view.is_any(after, ClassSet::of(&[Class::You, Class::Instruct]))
        || view.is_any(after, ClassSet::of(&[Class::I, Class::We]))
            && view.is(after + 1, Class::Necessity)
        || matches!(next, "please" | "kindly");
    let head = matches!(view.known(marked.start), "again" | "once") && marked.start == 0;
    // "I feel like I wrote too much".
    let compares = view.known(marked.start) == "like"
        && marked.start > 0
        && (view.is_any(marked.start - 1, ClassSet::of(&[Class::Think, Class::Seem]))
            || matches!(
                view.known(marked.start - 1),
                "felt" | "looks" | "look" | "sounds" | "sound" | "looked" | "sounded" | "seems"
            ));
    // "as I said to our driver", "as I said I would".
    let somebody = next == "to" && !view.is(after + 1, Class::You)
        || view.is_any(after, ClassSet::of(&[Class::I, Class::We]))
            && view.is_any(after + 1, ClassSet::of(&[Class::Will]))
        || matches!(next, "recently");
    let elsewhere = (marked.start..view.len().min(after + 6)).any(|n| {
        matches!(view.known(n), "another" | "phone" | "call" | "spoke" | "person" | "talked")
    });
    let theirs = (marked.end.saturating_sub(1)..view.len().min(after + 2))
        .any(|n| view.known(n) == "in" && view.is(n + 1, Class::ReaderPossessive));
    let credits = (0..marked.start).any(|n| view.is(n, Class::You)) && cue == Cue::Already;
    match cue {
        Cue::Again => warm || !head || !asks_again,
        Cue::Know | Cue::Others => false,
        Cue::Reread => cx.asks(marked.start),
        Cue::Said | Cue::Already => {
            let link = cx.context().says(Context::LINK);
            link || theirs
                || somebody
                || elsewhere
                || compares
                || credits
                || cx.asks(marked.start) && cue == Cue::Already
        }
    }
}
