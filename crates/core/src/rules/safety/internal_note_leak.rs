use std::borrow::Cow;

use memchr::memmem;

use crate::document::Marks;
use crate::draft::{Draft, RegionKind};
use crate::finding::{Edit, Finding, Fix, Severity};
use crate::input::Mode;
use crate::lang::grammar::View;
use crate::lang::lexicon::fold;
use crate::rule::{CuePattern, ReplyCx, Rule, RuleMeta, Sink, cues, declare};
use crate::rules::wording::{self, on_one_line, span_of};
use crate::text::Span;

declare! {
    /// Reports words for colleagues in a reply, where your customer would read them.
    ///
    /// ## Why
    /// A note that was written in the wrong box is one of the commonest slips in a help desk, and it cannot be
    /// called back. Notes have a place of their own: another file, or `mode: note` at the top of this one.
    ///
    /// A comment for Aplomb (`<!-- aplomb: allow … -->`) belongs in a macro, where your team reads it. To keep a
    /// rule silent for one sentence of a reply, choose “Switch this rule off here” in your editor: nothing is
    /// written into the draft.
    ///
    /// ## Flagged
    /// <|[internal] churn risk, go easy|>
    /// <|@ana can you check before I send?|>
    /// <|Note to self: ask Jon about the refund|>
    /// <|<!-- customer already got 2 credits -->|>
    /// <|<!-- aplomb: allow certainty-should -- legal wording -->|> The sync should work.
    /// Hi Maria, <|<!-- ask Jon first -->|> it is done.
    /// <|Internal note: refunded twice already|>\n\nHi Maria,\n\nIt is done.
    /// Hi Maria,\n\nIt is done.\n\n<|FYI team, she has two accounts.|>
    /// [S: people=Ana] <|@ana could you look at the invoice?|>
    /// Hi Jo,\n\nIt is done. <|Don't tell the customer about the outage.|> # they may have customers: a warning
    /// <|DRAFT - DO NOT SEND|>\n\nHi Jo,\n\nIt is done.
    /// <|:::internal\nask billing\n:::|>
    /// They are a <|churn risk|>. # your product may say so: a warning
    ///
    /// ## Clean
    /// You saw "500 Internal Server Error".
    /// My colleague Ana checked it.
    /// Add an internal link to your page.
    /// The sync works. Add an internal link to your page.
    /// `<!-- aplomb: allow certainty-should -->` is for macros.
    /// Put `<!-- more -->` where the summary ends.
    /// [M: macro] <!-- aplomb: allow certainty-should --> The sync should work.
    /// [M: note] <!-- aplomb: allow certainty-should --> churn risk
    /// [M: note] [internal] churn risk
    /// [S: people=Ana] @ana from billing will call you on Monday at 10:00 CET.
    /// Please check the address before I send the parcel.
    /// Do not send the parcel yet.
    /// The internal team meeting is on Monday.
    pub InternalNoteLeak {
        code: "internal-note-leak", family: Safety, since: "0.1.0", severity: Error,
        reads: [Salutation, Body, Farewell, Signature, Note], fix: Confirm, rank: 90
    }
}

cues! {
    enum Cue { Marker, Before, Talk, Staff, Ask }
    en: Marker = "^ FYI (team|support|colleagues|all agents|agents)",
    en: Marker = "^ note to (self|myself)",
    en: Marker = "do not send",
    en: Before = "before (I|we) (send|reply|answer|respond|hit send|post|close) {0..1}",
    en: Talk = "before (I|we) (reply|answer|respond|write back|get back) to (the|this) (customer|client)",
    en: Talk = "(do not|don't|never) (tell|inform) (the|this) (customer|client)",
    en: Talk = "(do not|don't) (mention|say) {0..4} to (the|this) (customer|client)",
    en: Talk = "(the|this) (customer|client) (must not|mustn't|should not|shouldn't|does not need to|doesn't need to) (know|see|hear|find out)",
    en: Talk = "(can|could|would) (someone|anyone|anybody|somebody) (please|maybe|possibly)? (take|own|grab|pick up|look at|handle) (this|it|that) (ticket|case)",
    en: Staff = "(churn risk|flight risk|VIP flag|refund abuser|time waster|time-waster|timewaster|tyre kicker|tire kicker|tyre-kicker|tire-kicker)",
    en: Staff = "(problem|difficult|nightmare|PITA|annoying|toxic|high-maintenance) (customer|client)",
    en: Staff = "(serial|habitual|chronic|professional) (complainer|refunder|returner)",
    en: Staff = "(customer|client) is a (PITA|pain|nightmare)",
    en: Ask = "(can|could|would|will|do|did|have|are) you",
    en: Ask = "(please|pls|plz|fyi|thoughts|any idea|any thoughts|need your|is this|is that|do we|should we|should I|can we|can I)",
}

/// Words that are quoted in a message are cut to so many characters.
const LONGEST_QUOTE: usize = 40;
/// A comment's end is looked for in so many bytes.
const LONGEST_COMMENT: usize = 4 << 10;
/// Comments that begin so are for programs: they come with words that were pasted.
const FOR_PROGRAMS: [&str; 14] = [
    "more",
    "language",
    "markdownlint",
    "prettier",
    "[if",
    "toc",
    "begin snippet",
    "end snippet",
    "vale ",
    "textlint",
    "spell-checker",
    "startfragment",
    "endfragment",
    "end list",
];

impl Rule for InternalNoteLeak {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        if draft.mode == Mode::Macro {
            return;
        }
        for allow in draft.allowed.iter().filter(|allow| !draft.document.is_code(allow.span)) {
            let message = "This comment is for Aplomb, and would go out with the reply.";
            let mut finding = META.finding(allow.span, message.to_owned());
            finding.help = "Take it out. To keep a rule silent here, choose “Switch this rule off here” in your editor.".into();
            let span = wording::with_blanks(draft.text(), allow.span);
            finding.fixes.push(Fix::confirm("Take the comment out", vec![Edit::delete(span)]));
            out.push(finding);
        }
        notes(draft, out);
        comments(draft, out);
        for at in cx.cued_sentences(&META.reads) {
            sentence(cx, at, out);
        }
    }
}

/// Blocks that are marked as notes.
fn notes(draft: &Draft<'_>, out: &mut Sink<'_>) {
    let text = draft.text();
    for region in draft.regions.iter().filter(|region| region.kind == RegionKind::Note) {
        let known = draft.allowed.iter().any(|allow| region.span.contains(allow.span));
        let words = region.span.of(text).trim();
        if known || is_for_programs(words) {
            continue;
        }
        let start = region.span.start + region.span.of(text).len()
            - region.span.of(text).trim_start().len();
        let span = Span::new(start, start + words.len());
        let mut finding = leak(text, span);
        let whole = Span::new(start, region.span.end);
        finding.fixes.push(Fix::confirm("Take the note out", vec![Edit::delete(whole)]));
        out.push(finding);
    }
}

/// Comments between the writer's words.
fn comments(draft: &Draft<'_>, out: &mut Sink<'_>) {
    let text = draft.text();
    for region in draft
        .regions
        .iter()
        .filter(|region| META.reads.contains(&region.kind) && region.kind != RegionKind::Note)
    {
        let mut from = region.span.start;
        while let Some(open) = memmem::find(&text.as_bytes()[from..region.span.end], b"<!--") {
            let start = from + open;
            from = start + "<!--".len();
            let mut stop = region.span.end.min(start + LONGEST_COMMENT);
            while !text.is_char_boundary(stop) {
                stop -= 1;
            }
            let Some(length) = text[start..stop].find("-->") else { continue };
            let span = Span::new(start, start + length + "-->".len());
            from = span.end;
            let known = draft.allowed.iter().any(|allow| span.overlaps(allow.span));
            if known || is_for_programs(span.of(text)) || draft.document.is_code(span) {
                continue;
            }
            let mut finding = leak(text, span);
            let whole = wording::with_blanks(text, span);
            finding.fixes.push(Fix::confirm("Take the comment out", vec![Edit::delete(whole)]));
            out.push(finding);
        }
    }
}

/// What one says to colleagues, or of customers.
fn sentence(cx: &ReplyCx<'_>, at: usize, out: &mut Sink<'_>) {
    let draft = cx.draft;
    let view = cx.view(at);
    let cues: Vec<_> = cx
        .cues_in(at)
        .filter(|hit| !hit.words().any(|at| view.marked(at, Marks::QUOTED)))
        .collect();
    if cues.is_empty() {
        return;
    }
    let text = draft.text();
    let has = |cue: Cue| cues.iter().any(|hit| Cue::of(hit) == cue);
    let marked =
        cues.iter().any(|hit| Cue::of(hit) == Cue::Marker && is_marker(&view, hit.words()));
    // A handle that stands first is taken for a greeting, with a sentence of its own.
    let above = at.checked_sub(1).map(|above| cx.view(above)).filter(|above| {
        above.len() == 1 && above.marked(0, Marks::HANDLE) && !view.marked(0, Marks::LINE_START)
    });
    let (name, first, start) = match &above {
        Some(above) => (above.written(0), 0, above.sentence.span.start),
        None => (view.written(0), 1, view.sentence.span.start),
    };
    let handle = (above.is_some() || view.marked(0, Marks::HANDLE)) && !is_customer(cx, name);
    let asked = cues.iter().any(|hit| Cue::of(hit) == Cue::Ask && hit.words().start == first);
    let to_colleague = draft.mode != Mode::Forum
        && handle
        && (has(Cue::Before) || asked && is_colleague(cx, name));
    if marked || to_colleague || has(Cue::Talk) {
        let start = if to_colleague { start } else { view.sentence.span.start };
        let span = Span::new(start, view.sentence.span.end);
        let mut finding = leak(text, span);
        if !marked && !to_colleague {
            finding.severity = Severity::Warning;
            finding.notes.push("Lowered: your reader may have customers, too.".into());
        }
        finding.fixes.push(Fix::confirm(
            "Take the sentence out",
            vec![Edit::delete(wording::with_blanks(text, span))],
        ));
        out.push(finding);
        return;
    }
    for hit in cues.iter().filter(|hit| Cue::of(hit) == Cue::Staff) {
        let span = span_of(&view, hit.marked());
        let words = on_one_line(span.of(text));
        let mut finding = META.finding(
            span,
            format!("“{words}” is a word for the team. Is this line meant for the customer?"),
        );
        finding.help = HELP.into();
        finding.severity = Severity::Warning;
        finding.notes.push("Lowered: a product may use the same words.".into());
        out.push(finding);
    }
}

/// "Do not send the parcel yet" is said to customers; "DO NOT SEND" is written over a draft.
fn is_marker(view: &View<'_>, words: std::ops::Range<usize>) -> bool {
    const MOST_BEHIND: usize = 1;
    let loud = (0..view.len()).all(|at| view.marked(at, Marks::ALL_CAPS));
    loud && view.len() <= words.end + MOST_BEHIND
        || !words.clone().any(|at| view.known(at) == "send")
}

/// Whether the handle is the customer's.
fn is_customer(cx: &ReplyCx<'_>, written: &str) -> bool {
    let handle = fold(written.trim_start_matches('@'));
    cx.draft.people.customers.iter().any(|it| {
        fold(&it.name.given) == handle || fold(&it.name.full).trim_start_matches('@') == handle
    })
}

/// Whether the handle is a colleague's.
fn is_colleague(cx: &ReplyCx<'_>, written: &str) -> bool {
    let handle = fold(written.trim_start_matches('@'));
    let first = |name: &str| fold(name.split_whitespace().next().unwrap_or(name));
    cx.input.settings.people.keys().any(|name| first(name) == handle || fold(name) == handle)
}

const HELP: &str = "Your customer would read it as it stands. Move it to a note, or take it out.";

fn leak(text: &str, span: Span) -> Finding {
    let words = on_one_line(span.of(text).trim_matches(['<', '!', '-', '>', ' ', ':']));
    let mut shown: String = words.chars().take(LONGEST_QUOTE).collect();
    if shown.len() < words.len() {
        shown = format!("{}…", shown.trim_end());
    }
    let mut finding = META.finding(span, format!("This looks meant for the team: “{shown}”."));
    finding.help = HELP.into();
    finding
}

/// Whether a comment says nothing to a person.
fn is_for_programs(comment: &str) -> bool {
    let Some(inner) = comment.strip_prefix("<!--") else { return false };
    let inner = inner
        .trim_end_matches("-->")
        .trim_matches(['-', ' ', '\t', '\n', '\r', '!'])
        .to_lowercase();
    inner.is_empty() || FOR_PROGRAMS.iter().any(|known| inner.starts_with(known))
}

#[cfg(test)]
mod tests {
    use crate::{Catalog, Input, apply, check};

    #[test]
    fn a_note_is_taken_out_whole() {
        for (text, left) in [
            ("[internal] go easy\nask Ana\n\nHi Jo,\n\nIt is done.\n", "\nHi Jo,\n\nIt is done.\n"),
            ("Hi Jo,\n\nIt is done. <!-- twice --> Bye.\n", "Hi Jo,\n\nIt is done. Bye.\n"),
            ("Hi Jo,\n\nFYI team, they pay late. It is done.\n", "Hi Jo,\n\nIt is done.\n"),
        ] {
            let found = check(text, &Input::default(), &Catalog::builtin()).findings;
            let finding = found.iter().find(|it| it.code == "internal-note-leak").expect("a note");
            assert_eq!(apply(text, &finding.fixes[0].edits), left);
        }
    }
}
