use std::borrow::Cow;

use crate::document::Marks;
use crate::finding::Fix;
use crate::lang::class::{Class, ClassSet};
use crate::rewrite;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;

declare! {
    /// Reports “just”, “simply” and “easy” said of what the customer is to do.
    ///
    /// ## Why
    /// If it were simple they would not be writing. “Just click” tells a person who is stuck that they
    /// are slow. Without the word the step stays the same.
    ///
    /// ## Flagged
    /// <|Just|> go to Settings and click Export.
    /// <|Simply|> paste the key.
    /// <|Simply|> fill in the form.
    /// <|It's easy|>: open the file and edit line 3.
    /// <|All you have to do is|> restart.
    /// You can <|just|> leave the parcel at the desk.
    /// You <|simply|> add the second guest on page two.
    /// <|Obviously|>, you need a ticket for the ferry.
    /// The date is <|clearly|> printed on the voucher.
    /// Read the leaflet or <|just|> use the dose on the box.
    /// <|It's as simple as|> turning the key.
    /// <|Of course|> change the name on the label first.
    ///
    /// ## Clean
    /// I've just sent the refund.
    /// There was just one charge.
    /// Of course! I'll move it today.
    /// Just call us when you're at the gate.
    /// It's not just you: three others saw it.
    /// Just let me know which day suits you. # an invitation
    /// Just write “yes” on the form.
    /// I just wanted to say thank you.
    /// It's easy to miss, and we have moved it to the top. # takes the blame off them
    /// That's not easy, and you did it well.
    /// Of course you can bring your dog.
    /// If you just want a copy, here it is.
    /// You just missed the post by an hour.
    /// We simply swapped the two keys.
    /// The room is just right for three.
    /// You can see clearly from the back row.
    /// Your letter clearly says Monday, so I've moved it.
    pub ToneMinimizer {
        code: "tone-minimizer", family: Tone, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Confirm, rank: 25
    }
}

cues! {
    enum Cue { Order, Joined, Reader, Unknown, Easy, All, Obvious, Plain }
    en: Order = "^ please? <(just|simply|merely)> {verb-base&instruct}",
    en: Order = "^ please? <(just|simply|merely)> (fill|sign|bring|hand|pay|ring|ask|show|scan|bend|fold|peel|pour|stir)",
    en: Order = "(instead|please) <(just|simply|merely)> {verb-base&instruct}",
    en: Order = "^ <of course> ,? {verb-base&instruct}",
    en: Joined = "(and|or|then) <(just|simply|merely)> {verb-base&instruct}",
    en: Reader = "you {adverb}* (can|could|should|would|'d|will|'ll|may|might)? {adverb}* <(just|simply|merely)> {verb-base}",
    en: Unknown = "you {adverb}* (can|could)? <(just|simply)> {1..1} (the|a|an|your|it|this|that|them)",
    en: Reader = "you {adverb}* (need|have) to <(just|simply|merely)> {verb-base}",
    en: Reader = "you (only|just) <just> (need|have) to",
    en: Easy = "(it|this|that) (is|'s) {adverb}* (easy|simple|trivial|straightforward)",
    en: Easy = "(it|this|that) (is|'s) {adverb}* as (easy|simple) as",
    en: All = "all you {adverb}* (have|need) to do is to?",
    en: Obvious = "^ <obviously> ,? you",
    en: Obvious = "you {adverb}* (need|must|should|have) <obviously>",
    en: Obvious = "^ <of course> ,? you {adverb}* (need|must|should|have to|cannot|can not|ca n't)",
    en: Plain = "(is|was|are|were|'s) {adverb}? <clearly> (stated|written|printed|shown|documented|visible|explained|marked|described|mentioned|listed|displayed|in the|on the|on our|in our)",
    en: Plain = "(page|terms|manual|guide|docs|documentation|website|site|readme|conditions|leaflet|instructions|policy|form|description) <clearly> (states|state|says|say|shows|show|stated|said|explains|explain)",
}

impl Rule for ToneMinimizer {
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
        if cx.asks(marked.start) || !is_theirs(cue, hit, cx) {
            return;
        }
        let span = cx.span(marked.clone());
        let said = wording::quote(cx, span);
        let message = match cue {
            Cue::Obvious | Cue::Plain => {
                format!(
                    "{said} says that they could have seen it. It may not be so plain from there."
                )
            }
            _ => format!("{said} makes it sound easy. It may not feel easy to them today."),
        };
        let mut finding = META.finding(span, message);
        finding.help = "Give the step without it.".into();
        finding.clause = span;
        let edits = rewrite::replace(view, marked.clone(), "");
        let title = format!("Leave out {said}");
        match cue {
            Cue::Easy if view.known(marked.end - 1) == "as" => {
                finding.help = "Say which step it takes: “Turn the key.”".into();
            }
            // "It's easy: open the file".
            Cue::Easy | Cue::All => finding.fixes.push(Fix::confirm(title, edits)),
            // What stays would be an order: "You need to …".
            _ if (marked.end..view.len().min(marked.end + 2)).any(|n| {
                view.is_any(
                    n,
                    ClassSet::of(&[
                        Class::Demand,
                        Class::Have,
                        Class::Must,
                        Class::Should,
                        Class::You,
                    ]),
                )
            }) =>
            {
                finding.fixes.push(Fix::confirm(title, edits));
            }
            _ => finding.fixes.push(Fix::safe(title, edits)),
        }
        out.push(finding);
    }
}

/// Whether what is made small is the customer's task.
fn is_theirs(cue: Cue, hit: &CueHit<'_>, cx: &SentenceCx<'_>) -> bool {
    let view = &cx.view;
    let marked = hit.marked();
    let verb = hit.words().end - 1;
    // "Just let me know", "just reply": an invitation.
    let to_us = verb + 1 == view.len()
        || view.is_any(
            verb + 1,
            ClassSet::of(&[Class::To, Class::Preposition, Class::WriterPossessive]),
        )
        || matches!(view.known(verb + 1), "me" | "us" | "back" | "you")
        || view.marked(verb + 1, Marks::QUOTED)
        || (verb..view.len().min(verb + 7)).any(|n| matches!(view.known(n), "me" | "us"));
    let invitation = match view.known(verb) {
        "reply" | "ask" | "call" | "write" | "tell" | "say" | "drop" | "give" | "email"
        | "contact" | "ping" | "respond" | "send" => to_us,
        "make" => view.known(verb + 1) == "sure",
        "let" | "wait" | "remember" | "note" | "keep" | "be" | "follow" | "consider" | "want"
        | "like" | "wish" | "mean" | "wonder" | "ignore" | "relax" | "hope" | "see" | "miss"
        | "lose" | "shout" => true,
        _ => false,
    };
    let supposed = |until: usize| {
        (super::reader::stretch_start(view, until)..until).any(|n| {
            view.is_any(n, ClassSet::of(&[Class::Condition, Class::Wh])) || view.known(n) == "that"
        })
    };
    match cue {
        Cue::Order => {
            let noun = view.is_any(verb, ClassSet::of(&[Class::Adverb]))
                || view.marked(verb, Marks::COMMA)
                || verb + 1 == view.len() && marked.end < verb;
            !invitation && !noun
        }
        Cue::Joined => {
            // "Read the leaflet or just use the dose": only after another step.
            let step = view.is(0, Class::Instruct) && view.is(0, Class::VerbBase)
                || view.known(0) == "please"
                || (0..marked.start).any(|n| {
                    view.is(n, Class::You)
                        && view
                            .is_any(n + 1, ClassSet::of(&[Class::Can, Class::Could, Class::Should]))
                });
            let others = (0..marked.start).any(|n| {
                view.is_any(
                    n,
                    ClassSet::of(&[Class::I, Class::We, Class::ThirdSingular, Class::ThirdPlural]),
                )
            });
            step && !others && !invitation
        }
        Cue::Reader => {
            let as_well = matches!(view.known(marked.end), "as" | "about");
            let past = view.is(verb, Class::VerbPast)
                && !view.is_any(
                    marked.start.wrapping_sub(1),
                    ClassSet::of(&[
                        Class::Can,
                        Class::Could,
                        Class::Should,
                        Class::Will,
                        Class::To,
                    ]),
                );
            // "you can easily get confused", "you just need a key".
            let other = view.known(verb) == "get"
                || view.is(verb, Class::Demand) && !view.is(verb + 1, Class::To);
            !other && !invitation && !as_well && !past && !supposed(hit.words().start)
        }
        Cue::Unknown => {
            // A verb that no list has: "invert the logic", not "missed the post".
            let at = marked.end;
            let verb = view.words[at].id == crate::lang::lexicon::WordId::UNKNOWN
                && !view.written(at).ends_with("ed")
                && !view.written(at).ends_with("ing")
                && view.written(at).chars().all(char::is_lowercase);
            verb && !supposed(hit.words().start)
        }
        Cue::Easy => {
            let negated = marked.clone().any(|n| view.is(n, Class::Negation));
            let as_simple = view.known(marked.end - 1) == "as";
            let step = view.marked(marked.end, Marks::COLON.with(Marks::DASH));
            let kind = matches!(
                view.known(marked.end + 1),
                "fix"
                    | "miss"
                    | "see"
                    | "forget"
                    | "confuse"
                    | "mix"
                    | "overlook"
                    | "get"
                    | "lose"
                    | "tell"
                    | "say"
            );
            let to_do =
                view.is(marked.end, Class::To) && view.is(marked.end + 1, Class::Instruct) && !kind;
            !negated && (as_simple || step || to_do) && !supposed(marked.start)
        }
        Cue::All => !supposed(marked.start),
        Cue::Obvious => true,
        Cue::Plain => {
            let own = (0..marked.start).any(|n| {
                view.is_any(n, ClassSet::of(&[Class::ReaderPossessive, Class::You, Class::I]))
            });
            let negated = (0..marked.start).any(|n| view.is(n, Class::Negation));
            !own && !negated && !supposed(marked.start)
        }
    }
}
