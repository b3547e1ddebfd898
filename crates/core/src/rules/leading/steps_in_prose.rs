use std::borrow::Cow;
use std::ops::Range;

use crate::document::{Block, BlockKind, EndMark, Marks, Placed};
use crate::draft::RegionKind;
use crate::finding::{Edit, Fix};
use crate::input::Mode;
use crate::lang::class::{Class, ClassSet, FUNCTION_WORD};
use crate::lang::grammar::View;
use crate::rewrite::capitalised;
use crate::rule::{CuePattern, ReplyCx, Rule, RuleMeta, Sink, cues, declare};
use crate::rules::wording;
use crate::text::{Span, line_end};

declare! {
    /// Reports a paragraph in which the reader is to do several things in a row.
    ///
    /// ## Why
    /// They read one step, do it, and come back to find the next one. In a numbered list they find it, and they
    /// can tell you at which one it stopped.
    ///
    /// ## Flagged
    /// <|First open Settings, then click Billing, next choose Invoices, and finally press Download|>.
    /// <|Open the app, go to Profile, tap Security, turn on the switch and save|>.
    /// <|Log out, clear the cache, then log in, then open the page and then send me a screenshot|>.
    /// <|Click Edit|>. Then remove the block. Then save. After that refresh.
    /// It takes two minutes. <|First unplug the kettle, then fill it with vinegar, and finally turn it on|>.
    /// <|Please open the box, take out the tray, turn it over and press the blue button|>.
    /// <|Rinse the filter, dry it with a towel, grease the ring and screw the lid on|>.
    /// <|Lift the lid, pull out the drawer, brush the contacts and slide it back in|>.
    /// <|To claim it online, first ask the clinic for a receipt|>. Next scan it. Once that's done, sign the form.
    /// Here's how. <|Stand behind the bike, then loosen the bolt, then raise the saddle by an inch|>. Finally tighten the bolt.
    ///
    /// ## Clean
    /// 1. Open Settings. 2. Click Billing.
    /// First I checked the log, then the backup, then the mail queue. # past narrative
    /// Open Settings and click Billing.
    /// You can log out or clear the cache.
    /// 1. Open Settings.\n2. Click Billing.\n3. Choose Invoices.\n4. Press Download.
    /// Open Settings, click Billing, or go to your profile, click Invoices or ask me.
    /// We rinse the filter, dry it with a towel, grease the ring and screw the lid on.
    /// She opened the case, swapped the cell, then put it back and sent it out.
    /// He'll swap the cell, test the lamp, then show you the new code and leave a card.
    /// Rinse the filter and dry it with a towel.
    /// The box holds a filter, a towel, a ring and a lid.
    /// Let me know, take care, see you soon and give my regards to Jo.
    pub StepsInProse {
        code: "steps-in-prose", family: Leading, since: "0.1.0", severity: Hint,
        reads: [Body], fix: Confirm, rank: 10
    }
}

cues! {
    enum Cue { Sequence, Polite, NoStep, Talk, Choice, Particle }
    en: Sequence = "(first|firstly|first of all|then|next|finally|lastly|after that|afterwards|after this|second|secondly|third|thirdly|last|now|from there|to start|to begin with|once done|when done)",
    en: Sequence = "(once|when|as soon as) (that|this|it) (is|'s|has|'s been|has been) {adverb}* (done|finished|complete|over|dry|ready)",
    en: Sequence = "(step|number) (one|two|three|four|five)",
    en: Polite = "(please|just|simply)",
    en: NoStep = "(let|note|consider|remember|feel|tell|see|thank|take care|be|hope|wish|enjoy)",
    en: Talk = "(keep|give|contact|ask)",
    en: Particle = "(out|off|up|down|away|back|apart|together|over|aside)",
    en: Choice = "(or|either)",
}

/// So many steps in one paragraph are a list.
const MANY: usize = 4;
/// And so many, where words such as *first* and *then* count them.
const COUNTED: usize = 3;

/// What choosing the list does.
const LIST_TITLE: &str = "Make it a numbered list";

/// A list that somebody asks for has so many steps at least.
const FEWEST: usize = 3;
/// And so many, where words such as *first* and *then* count them all.
const FEWEST_COUNTED: usize = 2;

/// What is needed is no step.
const NEED: ClassSet = ClassSet::of(&[Class::Demand, Class::Necessity]);

/// A step, as words of its sentence.
#[derive(Clone, Debug)]
struct Step {
    sentence: usize,
    /// From its verb, or from what leads in to it, to the word before the next step.
    words: Range<usize>,
    /// Whether it begins with a word that counts the steps.
    counted: bool,
    /// Whether it begins with what is to be done, but for words that lead in to it.
    plain: bool,
}

impl Rule for StepsInProse {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn wants_passages(&self) -> bool {
        true
    }

    fn on_passages(&self, passages: &[&Placed], cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        if draft.mode == Mode::Chat {
            return;
        }
        for block in passages.iter().flat_map(|passage| draft.document.blocks_of(passage)) {
            let steps = steps_in(cx, block);
            let counted = steps.iter().filter(|step| step.counted).count();
            if steps.len() < MANY && (steps.len() < COUNTED || counted < COUNTED) {
                continue;
            }
            let view = cx.view(steps[0].sentence);
            let span = Span::new(view.sentence.span.start, view.sentence.end_at);
            let message = format!(
                "{} actions in one paragraph. As a numbered list they can tick them off.",
                capitalised(&wording::number(steps.len()))
            );
            let mut finding = META.finding(span, message);
            finding.help =
                "One step a line, in the order in which they do them. They come back to the list \
                            after each one."
                    .into();
            if let Some(edit) = list(cx, block.sentences.clone(), &steps) {
                finding.fixes.push(Fix::confirm(LIST_TITLE, vec![edit]));
            }
            out.push(finding);
        }
    }
}

/// The steps of a paragraph; none in any other block.
fn steps_in(cx: &ReplyCx<'_>, block: &Block) -> Vec<Step> {
    let draft = cx.draft;
    let mut steps = Vec::new();
    // Lines without full stops are headings, a log or a list made by hand.
    let last = block.sentences.end.saturating_sub(1);
    let ended = |at: usize| at == last || draft.document.sentences[at].end != EndMark::None;
    if block.kind != BlockKind::Paragraph || !block.sentences.clone().all(ended) {
        return steps;
    }
    for at in block.sentences.clone() {
        if draft.sentence_regions[at] == RegionKind::Body {
            steps_of(cx, at, &mut steps);
        }
    }
    steps
}

/// The numbered list that somebody may ask for at `place`, with the sentences that it is made of. Fewer steps
/// are enough than for a finding.
pub(crate) fn on_request(cx: &ReplyCx<'_>, place: Span) -> Vec<(Span, &'static str, Edit)> {
    let blocks = cx.draft.document.blocks.iter().filter(|block| block.span.touches(place));
    let lists = blocks.filter_map(|block| {
        let steps = steps_in(cx, block);
        let counted = steps.iter().all(|step| step.counted);
        let few = steps.len() < FEWEST && (steps.len() < FEWEST_COUNTED || !counted);
        if few || !steps.iter().all(|step| step.plain) {
            return None;
        }
        let sentence = |step: Option<&Step>| Some(cx.view(step?.sentence).sentence.span);
        let about = sentence(steps.first())?.cover(sentence(steps.last())?);
        Some((about, LIST_TITLE, list(cx, block.sentences.clone(), &steps)?))
    });
    lists.filter(|(about, ..)| about.touches(place)).collect()
}

/// Adds the steps of a sentence. One that asks, or that lets the reader choose, has none.
fn steps_of(cx: &ReplyCx<'_>, sentence: usize, steps: &mut Vec<Step>) {
    let view = cx.view(sentence);
    if view.sentence.end == EndMark::Question || view.len() == 0 {
        return;
    }
    let hits: Vec<_> = cx.cues_in(sentence).collect();
    if hits.iter().any(|hit| Cue::of(hit) == Cue::Choice) {
        return;
    }
    let cue_at = |cue: Cue, at: usize| {
        let here = hits.iter().filter(|hit| hit.words().start == at && Cue::of(hit) == cue);
        here.map(|hit| hit.words().end).max()
    };
    let first = steps.len();
    let mut at = 0;
    let subject = opening_subject(&view, cue_at);
    while at < view.len() {
        let begins = at == 0
            || view.marked(at, Marks::COMMA)
            || view.is(at, Class::Coordinator) && !view.marked(at, Marks::PAREN)
            || follows_colon(&view, at)
            || cue_at(Cue::Sequence, at).is_some();
        if !begins {
            at += 1;
            continue;
        }
        let (mut verb, mut start, mut counted, mut named) = (at, at, false, false);
        loop {
            if let Some(end) = cue_at(Cue::Sequence, verb) {
                (verb, start, counted) = (end, end, true);
            } else if view.is(verb, Class::Coordinator) || view.is(verb, Class::You) {
                named |= view.is(verb, Class::You);
                (verb, start) = (verb + 1, verb + 1);
            } else if let Some(end) = cue_at(Cue::Polite, verb) {
                verb = end;
            } else {
                break;
            }
        }
        // Behind a word that counts, and in a row that an order began, any verb is a step; with *you* it may be
        // what they need.
        let in_row = steps.len() > first;
        let opens = at == 0 || !subject && leads_in(&view, at);
        let known = view.is(verb, Class::VerbBase) && cue_at(Cue::NoStep, verb).is_none();
        let particle = cue_at(Cue::Particle, verb + 1).is_some();
        let acts = known && view.is(verb, Class::Instruct)
            || (in_row || opens) && !named && (known && counted || is_order(&view, verb, particle));
        let is_step = acts
            && (!subject || named)
            && !view.is_any(verb, NEED)
            && cue_at(Cue::NoStep, verb).is_none()
            && (counted || cue_at(Cue::Talk, verb).is_none())
            // "Save" behind a comma is a button.
            && (verb == 0 || !view.marked(verb, Marks::CAPITAL) || starts_text(&view, verb));
        if is_step {
            // What leads in, such as "in the menu", belongs to the first step.
            let lead_in = steps.len() == first && at > 0;
            if let Some(last) = steps[first..].last_mut() {
                last.words.end = at;
            }
            let start = if lead_in { 0 } else { start };
            let plain = !lead_in || follows_colon(&view, at) || leads_in(&view, at);
            steps.push(Step { sentence, words: start..view.len(), counted, plain });
        }
        // "First, open it": behind the comma stands the same step.
        at = if is_step { verb + 1 } else { verb.max(at + 1) };
    }
}

/// Whether somebody else than the reader does what the sentence tells: "First we open the box".
fn opening_subject(view: &View<'_>, cue_at: impl Fn(Cue, usize) -> Option<usize>) -> bool {
    let mut at = 0;
    while let Some(end) = cue_at(Cue::Sequence, at) {
        at = end;
    }
    const OTHERS: ClassSet =
        ClassSet::of(&[Class::I, Class::We, Class::ThirdSingular, Class::ThirdPlural]);
    view.is_any(at, OTHERS)
}

/// Whether what stands before the word `at` only leads in to an order: "To vote by post," or "In the hall,".
fn leads_in(view: &View<'_>, at: usize) -> bool {
    const LEAD: ClassSet = ClassSet::of(&[Class::To, Class::Preposition, Class::Condition]);
    const OTHERS: ClassSet =
        ClassSet::of(&[Class::I, Class::We, Class::ThirdSingular, Class::ThirdPlural]);
    view.is_any(0, LEAD)
        && view.marked(at, Marks::COMMA)
        && !(0..at).any(|before| view.is_any(before, OTHERS))
}

/// Whether the word orders something by its form and by what stands behind it, whatever its meaning: "drain the
/// tank", "pull out the tray", "wipe it".
fn is_order(view: &View<'_>, verb: usize, particle: bool) -> bool {
    const OBJECT: ClassSet =
        ClassSet::of(&[Class::Determiner, Class::Possessive, Class::ObjectPronoun]);
    const FINITE: ClassSet = ClassSet::of(&[Class::Be, Class::Have, Class::Will, Class::Can]);
    let word = view.written(verb);
    let next = verb + 1;
    let together = !view.marked(next, Marks::PUNCTUATION);
    let object = together && view.is_any(next, OBJECT)
        || particle && together && view.is_any(next + 1, OBJECT);
    if view.is(verb, Class::VerbBase) {
        let place = particle || view.is(next, Class::Preposition) && !view.is_any(next + 1, FINITE);
        return object || together && place;
    }
    // A word of which nothing is known: by its endings no noun of many, and no other form of a verb.
    let other = ["ed", "ing", "ly", "s", "tion", "ness", "ity"];
    let plain = word.chars().all(char::is_alphabetic)
        && (word.ends_with("ss") || !other.iter().any(|ending| word.ends_with(ending)));
    plain
        && !view.is_any(verb, FUNCTION_WORD)
        && !view.is_any(verb, ClassSet::of(&[Class::VerbPast, Class::VerbParticiple]))
        && object
}

/// Whether only words that count or ask nicely stand before the word `at`, so that its capital is the sentence's.
fn starts_text(view: &View<'_>, at: usize) -> bool {
    (0..at).all(|before| !view.marked(before, Marks::CAPITAL)) && !view.marked(at, Marks::COMMA)
}

/// The steps as a numbered list, where each sentence from the first to the last holds steps and nothing else has
/// to be rewritten.
fn list(cx: &ReplyCx<'_>, block: Range<usize>, steps: &[Step]) -> Option<Edit> {
    let text = cx.draft.text();
    let (first, last) = (steps.first()?.sentence, steps.last()?.sentence);
    let start = cx.view(first).sentence.span.start;
    let line = text[..start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    // Steps that are set in stay so.
    let indent = text[line..start].trim_start().is_empty().then_some(&text[line..start]);
    let line_end = line_end(text);
    let next_line = format!("{line_end}{}", indent.unwrap_or(""));
    if steps.windows(2).any(|pair| pair[1].sentence > pair[0].sentence + 1) {
        return None;
    }
    let mut items = String::new();
    let mut left = start;
    let mut leads_in = false;
    for (n, step) in steps.iter().enumerate() {
        let view = cx.view(step.sentence);
        let mut words = step.words.clone();
        // "Here is how: open …": what stands before the colon leads in to the list.
        if n == 0
            && let Some(behind) = words.clone().skip(1).find(|&at| follows_colon(&view, at))
        {
            leads_in = true;
            left = view.words[behind].span().start;
            items.push_str(text[view.sentence.span.start..left].trim_end());
            items.push_str(line_end);
            items.push_str(&next_line);
            words.start = behind;
        }
        let span = wording::span_of(&view, words.clone());
        if span.is_empty() || span.start < left {
            return None;
        }
        // Between two steps there may be commas, blanks and the words that count them.
        let gap = Span::new(left, span.start).of(text);
        let signs =
            gap.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || ",;.:'’".contains(c));
        let begun = n == 0 && !leads_in && words.start > 0 && !gap_is_counting(gap);
        if !signs || begun || is_cut(&view, words) {
            return None;
        }
        left = span.end;
        let words = unwrapped(span.of(text));
        let mut chars = words.chars();
        let capital: String = chars.next()?.to_uppercase().collect();
        if n > 0 {
            items.push_str(&next_line);
        }
        items.push_str(&format!("{}. {capital}{}.", n + 1, chars.as_str()));
    }
    let end = cx.view(last).sentence.span.end;
    let rest = Span::new(left, end).of(text);
    if !rest.chars().all(|c| c == '.' || c.is_whitespace()) {
        return None;
    }
    let blank = |c: char| c.is_whitespace();
    let apart = line_end.repeat(2);
    let before = if first > block.start && !leads_in { apart.as_str() } else { "" };
    let after = if last + 1 < block.end { apart.as_str() } else { "" };
    let start = if before.is_empty() { start } else { text[..start].trim_end_matches(blank).len() };
    let end = if after.is_empty() {
        end
    } else {
        text.len() - text[end..].trim_start_matches(blank).len()
    };
    // At the head of a line these signs would make a quote or a heading of what follows.
    if !after.is_empty() && text[end..].starts_with(['>', '#']) {
        return None;
    }
    Some(Edit::replace(Span::new(start, end), format!("{before}{items}{after}")))
}

/// Whether a colon stands right before the word.
fn follows_colon(view: &View<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|before| view.words.get(before)) else {
        return false;
    };
    if view.text.as_bytes().get(before.span().end) != Some(&b':') {
        return false;
    }
    let gap = &view.text[before.span().end..view.words[at].span().start];
    gap.starts_with(':') && gap[1..].chars().all(char::is_whitespace)
}

/// Whether code or a link runs over the end of a line among the words, so that joining the lines would change it.
fn is_cut(view: &View<'_>, words: Range<usize>) -> bool {
    const KEPT: Marks = Marks::OPAQUE.with(Marks::CODE).with(Marks::LINK).with(Marks::ADDRESS);
    let lines = |at: usize| view.written(at).contains(['\n', '\r']);
    let between = |at: usize| {
        let gap = view.words[at - 1].span().end..view.words[at].span().start;
        view.text[gap].contains(['\n', '\r'])
    };
    words.clone().any(|at| view.marked(at, KEPT) && lines(at))
        || words.skip(1).any(|at| {
            between(at) && view.marked(at, Marks::LINK) && view.marked(at - 1, Marks::LINK)
        })
}

/// The text with its lines joined; what stands on one line stays as it is.
fn unwrapped(text: &str) -> String {
    let lines = text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}

/// Whether what stands before the first step only counts it.
fn gap_is_counting(gap: &str) -> bool {
    gap.split_whitespace().count() <= 2
}

#[cfg(test)]
mod tests {
    use crate::{Catalog, Input, apply, check};

    fn fixed(text: &str) -> Option<String> {
        let report = check(text, &Input::default(), &Catalog::builtin());
        let found = report.findings.iter().find(|found| found.code == "steps-in-prose");
        let fix = found.expect("there are steps").fixes.first()?;
        Some(apply(text, &fix.edits))
    }

    #[test]
    fn steps_become_a_list() {
        for (text, list) in [
            (
                "Hi Jo,\n\nFirst open Settings, then click Billing, next choose Invoices, and finally press Download.\n\nAna",
                "Hi Jo,\n\n1. Open Settings.\n2. Click Billing.\n3. Choose Invoices.\n4. Press Download.\n\nAna",
            ),
            (
                "It is quick. Click Edit. Then remove\nthe block. Then save. After that refresh. It is then as it was.",
                "It is quick.\n\n1. Click Edit.\n2. Remove the block.\n3. Save.\n4. Refresh.\n\nIt is then as it was.",
            ),
            (
                "Please open the app, go to Profile, tap Security, turn on the switch and save.",
                "1. Please open the app.\n2. Go to Profile.\n3. Tap Security.\n4. Turn on the switch.\n5. Save.",
            ),
            (
                "Here's how: open the app, go to Profile, tap Security, turn on the switch and save.",
                "Here's how:\n\n1. Open the app.\n2. Go to Profile.\n3. Tap Security.\n4. Turn on the switch.\n5. Save.",
            ),
            (
                "Click Edit. Then remove\r\nthe block. Then save. After that refresh.\r\n",
                "1. Click Edit.\r\n2. Remove the block.\r\n3. Save.\r\n4. Refresh.\r\n",
            ),
            (
                "Open the app first, click Billing, choose Invoices and press Download.",
                "1. Open the app.\n2. Click Billing.\n3. Choose Invoices.\n4. Press Download.",
            ),
            (
                "Open `a  b` 🙂 there, click Billing, choose Invoices and press `c  d` there.",
                "1. Open `a  b` 🙂 there.\n2. Click Billing.\n3. Choose Invoices.\n4. Press `c  d` there.",
            ),
        ] {
            assert_eq!(fixed(text).as_deref(), Some(list), "{text}");
        }
    }

    #[test]
    fn what_would_have_to_be_rewritten_is_left_to_the_writer() {
        for text in [
            "Open **Settings**, click **Billing**, choose **Invoices** and press **Download**.",
            "Open [Settings](https://example.com/settings), click Billing, choose Invoices and press Download.",
            "Open Settings, click Billing. It takes a while. Then choose Invoices and press Download.",
        ] {
            assert_eq!(fixed(text), None, "{text}");
        }
    }
}
