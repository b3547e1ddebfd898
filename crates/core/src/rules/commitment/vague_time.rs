use std::borrow::Cow;

use crate::document::Marks;
use crate::finding::{Edit, Fix};
use crate::input::Mode;
use crate::lang::class::{Class, ClassSet};
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::when;
use crate::rules::wording;

declare! {
    /// Reports “soon”, “shortly” and their like where you promise something.
    ///
    /// ## Why
    /// A vague time hands the stopwatch to the reader: “soon” is five minutes to them and two days to
    /// a busy team. A day that you keep is better than an hour that you miss.
    ///
    /// ## Flagged
    /// I'll get back to you <|soon|>.
    /// We will look into this <|ASAP|>.
    /// You'll hear from us <|shortly|>.
    /// I'll send it <|when I get a chance|>.
    /// We plan to open the second pool <|in the near future|>.
    /// The new timetable will be published <|shortly|>.
    /// <|As soon as possible|>, we will send a new lamp.
    /// Our nurse is busy, and she'll call you back <|in a bit|>.
    /// Your refund will reach you <|very soon|>.
    /// I'll reply <|at my earliest convenience|>.
    /// We'll <|soon|> be adding more rooms.
    /// You want the large tent, to be released <|soon|>.
    /// We should have all lifts running again <|very soon|>.
    /// So hopefully you will board <|very soon|>.
    ///
    /// ## Clean
    /// The list refreshes as soon as you click Save.
    /// I'll write again by Thursday noon CET.
    /// Hope to see you back soon!
    /// You asked for this "ASAP", so I did it first. # quotes the customer
    /// We'll ship it as soon as the paint is dry. # names what it waits for
    /// We look forward to hearing from you soon.
    /// We won't be able to add this anytime soon. # an honest no
    /// I'll write soon, on Friday at the latest.
    /// I'll get back to you soon. You'll have my answer by Thursday noon CET.
    /// Press the button, and the door will be unlocked shortly. # what the thing does
    /// I'll cut the new key when I can find the old one.
    /// We're getting the pumps back as soon as possible: https://status.example.com/
    /// Will you be back soon?
    /// The bus left shortly before noon.
    /// I'll see you soon!
    /// Let me know as soon as you can.
    /// [M: chat] I'll be with you in a moment
    pub VagueTime {
        code: "vague-time", family: Commitment, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Snippet, rank: 20
    }
}

cues! {
    enum Cue { Time, Own, Hear, Hope, Other, Wish }
    en: Time = "(very|pretty|fairly|real|quite|sometime)? soon",
    en: Time = "very? shortly",
    en: Time = "asap",
    en: Time = "as (soon|quickly) as (possible|(I|we) can|(I|we|it) possibly can)",
    en: Time = "as soon as (I|we) (get|have|find) (a|the|some)? (chance|minute|moment|time)",
    en: Time = "in a (little|short)? (bit|while|moment)",
    en: Time = "in due (course|time)",
    en: Time = "in the (very|not too distant)? near future",
    en: Time = "at (our|my) earliest (convenience|opportunity)",
    en: Time = "at the earliest (convenience|opportunity)",
    en: Time = "(when|whenever) (I|we) (get|have|find) (a|the|some)? (chance|minute|moment|time)",
    en: Time = "(when|whenever) (I|we) can",
    en: Time = "(over|in|within) the (coming|next few|next couple of) days",
    en: Time = "momentarily",
    en: Time = "promptly",
    en: Time = "before long",
    en: Own = "(I|we|she|he) {adverb}* (will|'ll|shall)",
    en: Own = "(I|we) {adverb}* should",
    en: Own = "(I|we) {adverb}* (plan|hope|intend|aim|want|expect) to",
    en: Own = "(I|we) (am|'m|are|'re) {adverb}* (going|planning|hoping) to",
    en: Own = "(I|we) (am|'m|are|'re) {adverb}* {verb-ing}",
    en: Hear = "you (will|'ll|should) {adverb}* (hear|get|receive|have)",
    en: Other = "(someone|somebody|colleague|team|specialist|representative|developers|engineers|technician|manager|they) {0..3} (will|'ll)",
    en: Other = "(will|'ll) {adverb}* be {adverb}* {verb-participle}",
    en: Other = "(it|this|that|they|version|update|release|fix|feature|website|shop|store) (will|'ll) {adverb}* be {adverb}* (out|ready|available|back|live|up|online|on|with|over|done|here|in|open)",
    en: Other = "your {0..3} (refund|order|parcel|package|invoice|payment|replacement|delivery|credit|money|results|certificate|item|items|part|parts|copy) (will|'ll)",
    en: Other = "to be {verb-participle}",
    en: Other = "^ (hopefully|expect)",
    en: Hope = "hopefully (you|it|this|that|they) {0..2} (will|'ll)",
    en: Wish = "(see|seeing|meet|meeting|welcome|welcoming|speak|speaking|talk|talking|chat|chatting) {0..2} you",
    en: Wish = "(hear|hearing) {0..2} from you",
    en: Wish = "(speak|talk|chat) (again|very|real)? soon",
    en: Wish = "forward to",
    en: Wish = "likely to be",
    en: Wish = "(I|we) hope (that|to get|to have|to find) {0..4} (get|have|find|the) {0..2} time",
    en: Wish = "(get|have|find) {0..2} free time",
    en: Wish = "(getting|get|feeling|feel) {0..2} (well|better)",
}

/// What a reader who is told "you will be …" waits for.
const AWAITED: &[&str] = &[
    "contacted",
    "called",
    "notified",
    "informed",
    "updated",
    "refunded",
    "emailed",
    "reimbursed",
];
const TELLING: &[&str] = &[
    "get", "be", "write", "reply", "respond", "update", "let", "contact", "call", "email",
    "follow", "come", "return", "answer", "hear", "revert",
];

impl Rule for VagueTime {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        if Cue::of(hit) != Cue::Time || cx.facts.mode == Mode::Chat {
            return;
        }
        let view = &cx.view;
        let time = hit.marked();
        if cx.asks(time.start) || is_part(cx, hit) {
            return;
        }
        let Some((frame, cue)) = frame(cx, &time) else { return };
        // The wish may stand around the time: "talk soon".
        if cx.cues().any(|other| Cue::of(&other) == Cue::Wish) {
            return;
        }
        let negated = (frame.start.min(time.start)..time.end.max(frame.end))
            .any(|at| view.is(at, Class::Negation))
            || (0..time.start).any(|at| matches!(view.known(at), "unlikely" | "doubt"));
        if negated
            || cx.context().says(crate::clause::Context::LINK)
            || when::is_triggered(view, &time)
            || when::is_named(view, &time)
            || cx.next().is_some_and(|next| when::is_named(&next, &(0..0)))
        {
            return;
        }
        if cue == Cue::Other && !is_own(cx, &frame) {
            return;
        }
        let span = cx.span(time.clone());
        let said = wording::quote(cx, span);
        let message = format!("{said} means five minutes to them. When will you write next?");
        let mut finding = META.finding(span, message);
        finding.help = "Give the day and hour of your next message, with the time zone; not of work that is done by others.".into();
        let told = cue == Cue::Hear
            || cue == Cue::Own
                && (frame.end..time.start).take(3).any(|at| TELLING.contains(&view.known(at)));
        let closes = time.end == view.len() || view.marked(time.end, Marks::PUNCTUATION);
        if told && closes && time.start > frame.start {
            let edit = Edit::snippet(span, wording::snippet("by ${1:?day and time, with zone}"));
            finding.fixes.push(Fix::confirm("Say by when", vec![edit]));
        }
        wording::follow_up(
            &mut finding,
            cx,
            "Say when you will write next",
            "I'll write to you by ${1:?day and time, with zone}, even if it's only an update.",
        );
        out.push(finding);
    }
}

/// Whether the words belong to something longer: "as soon as you click", "shortly before", "how soon".
fn is_part(cx: &SentenceCx<'_>, hit: &CueHit<'_>) -> bool {
    let (view, time) = (&cx.view, hit.marked());
    let before = time.start.checked_sub(1).map_or("", |at| view.known(at));
    let after = view.known(time.end);
    const SILENT: [u8; 5] =
        [Cue::Own as u8, Cue::Hear as u8, Cue::Hope as u8, Cue::Other as u8, Cue::Wish as u8];
    cx.is_in_longer(hit, &SILENT)
        || matches!(before, "as" | "how" | "too" | "so" | "anytime" | "once" | "every")
        || after == "as" && view.known(time.end + 1) != "well"
        // "when I can build it"
        || view.known(time.end - 1) == "can" && view.is_any(time.end, ClassSet::of(&[Class::VerbBase, Class::Be]))
        || matches!(after, "after" | "afterwards" | "enough" | "before" | "thereafter")
}

/// The promise to which the time belongs.
fn frame(
    cx: &SentenceCx<'_>,
    time: &std::ops::Range<usize>,
) -> Option<(std::ops::Range<usize>, Cue)> {
    let view = &cx.view;
    let mut best: Option<(std::ops::Range<usize>, Cue)> = None;
    for other in cx.cues() {
        let cue = Cue::of(&other);
        let words = other.words();
        if matches!(cue, Cue::Time | Cue::Wish) {
            continue;
        }
        let fits = if words.start < time.start {
            let beside = view.known(words.start) != "to" || words.end == time.start;
            let from = words.end.min(time.start);
            // "We'll restart it, and you can soon log in": the time belongs to another clause.
            let other_clause = (from..time.start).any(|at| {
                view.is(at, Class::You)
                    && view.is_any(at + 1, ClassSet::of(&[Class::Can, Class::Could, Class::Should]))
            });
            beside && !other_clause && !when::is_broken(view, from..time.start)
        } else {
            words.start <= time.end + 1
        };
        if fits && best.as_ref().is_none_or(|(_, known)| *known == Cue::Other) {
            best = Some((words, cue));
        }
    }
    best
}

/// Whether what is to come is the writer's side's to bring.
fn is_own(cx: &SentenceCx<'_>, frame: &std::ops::Range<usize>) -> bool {
    let view = &cx.view;
    let theirs = (0..frame.end)
        .any(|at| view.is_any(at, ClassSet::of(&[Class::ThirdParty, Class::CustomerThing])));
    let reader = frame.start > 0
        && view.is(frame.start - 1, Class::You)
        && !(frame.clone()).any(|at| AWAITED.contains(&view.known(at)));
    // What a thing does after a step is no promise.
    let made = frame.clone().any(|at| {
        matches!(
            view.known(at),
            "rewritten"
                | "released"
                | "fixed"
                | "added"
                | "published"
                | "replaced"
                | "implemented"
                | "uploaded"
                | "shipped"
                | "announced"
                | "restored"
                | "launched"
                | "refunded"
        )
    });
    let told = (0..frame.start).any(|at| view.is(at, Class::You))
        || (view.is(0, Class::Instruct) && view.is(0, Class::VerbBase) && frame.start > 0);
    let steps = cx
        .previous()
        .is_some_and(|view| cx.context_of(&view).says(crate::clause::Context::INSTRUCTION));
    !theirs && !reader && (made || !told && !steps)
}
