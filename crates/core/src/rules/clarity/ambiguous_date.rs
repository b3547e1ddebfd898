use std::cell::LazyCell;

use std::ops::Range;

use crate::document::{BlockKind, Marks, Placed};
use crate::draft::RegionKind;
use crate::finding::{Edit, Fix, Severity};
use crate::input::Mode;
use crate::lang::class::{Class, ClassSet};
use crate::lang::grammar::View;
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::rules::{when, wording};
use crate::text::Span;

declare! {
    /// Reports a date or an hour that means another one to a reader elsewhere.
    ///
    /// ## Why
    /// 03/04 is the third of April to some and the fourth of March to others, and 5 pm comes at
    /// another moment in each zone. A name for the month and a zone cost a word.
    ///
    /// ## Flagged
    /// It renews on <|03/04/2025|>.
    /// I'll call you at <|5 pm|>.
    /// I'll write <|tomorrow|>. # read a day later: a hint
    /// The offer ends <|1/2|>.
    /// We'll open the pool at <|17:30|> for you.
    /// Your stay begins on <|05-06-2025|>.
    ///
    /// ## Clean
    /// It renews on 3 April 2025.
    /// I'll call at 17:00 CET.
    /// It renews on 2025-04-03.
    /// [M: chat] back tomorrow
    /// It renews on 25/04/2025. # can only be April
    /// Add 1/2 cup of water.
    /// We're here 24/7.
    /// Breakfast is from 7 am. # at the place itself
    /// I'll write tomorrow, Friday 5 May.
    /// I'll call at 5 pm your time.
    /// Will you be here tomorrow?
    pub AmbiguousDate {
        code: "ambiguous-date", family: Clarity, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Confirm, rank: 3
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Rule for AmbiguousDate {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn wants_passages(&self) -> bool {
        true
    }

    fn on_passages(&self, passages: &[&Placed], cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        if draft.language.tag != "en" || draft.mode == Mode::Chat {
            return;
        }
        for at in cx.sentences_of(passages, &[RegionKind::Body, RegionKind::Farewell]) {
            let view = cx.view(at);
            if draft.document.blocks[view.sentence.block].kind == BlockKind::Code {
                continue;
            }
            for (word, it) in view.words.iter().enumerate() {
                const NO_DATE: Marks = Marks::OPAQUE.with(Marks::QUOTED).with(Marks::MARKED);
                if !it.is(Marks::DIGIT) || it.any(NO_DATE) {
                    continue;
                }
                if let Some((words, day)) = numeric(&view, word) {
                    out.push(two_readings(&view, words, day));
                }
            }
            if promises(&view) && view.sentence.end != crate::document::EndMark::Question {
                relative(&view, out);
            }
        }
    }
}

/// A date in figures that can be read in two ways, with its figures.
fn numeric(view: &View<'_>, at: usize) -> Option<(Range<usize>, [u32; 3])> {
    let word = view.words.get(at)?;
    let before = view.text[..word.span().start].chars().next_back();
    if before.is_some_and(|c| matches!(c, '/' | '.' | '-' | '#')) {
        return None;
    }
    let rest = &view.text[word.span().start..];
    let length =
        rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '/' | '-')).unwrap_or(rest.len());
    let figures = rest[..length].trim_end_matches(['/', '-']);
    if rest[figures.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '%') {
        return None;
    }
    let slashes = figures.contains('/');
    let mut parts = figures.split(if slashes { '/' } else { '-' });
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next());
    let short = |part: &str| (1..=2).contains(&part.len()).then(|| part.parse().ok()).flatten();
    let (a, b): (u32, u32) = (short(first)?, short(second)?);
    let possible = (1..=12).contains(&a) && (1..=12).contains(&b) && a != b;
    let year = match year {
        Some(year) if year.len() == 4 || year.len() == 2 && slashes => year.parse().ok()?,
        Some(_) => return None,
        None => 0,
    };
    // Without a year it may be a fraction: words before it must speak of time.
    const TIME: &[&str] = &[
        "on", "by", "until", "till", "ends", "end", "expires", "starts", "begins", "renews",
        "since", "before", "due", "dated", "arrives", "closes", "opens", "ended", "expired",
        "started",
    ];
    let told = slashes && at > 0 && TIME.contains(&view.known(at - 1));
    if !possible || parts.next().is_some() || year == 0 && !told {
        return None;
    }
    let end = word.span().start + figures.len();
    let until = (at..view.len()).take_while(|&n| view.words[n].span().end <= end).last()? + 1;
    Some((at..until, [a, b, year]))
}

fn two_readings(
    view: &View<'_>,
    words: Range<usize>,
    [a, b, year]: [u32; 3],
) -> crate::finding::Finding {
    let span = span_of(view, &words);
    let said = span.of(view.text);
    let month = |n: u32| MONTHS[n as usize - 1];
    let mut finding = META.finding(
        span,
        format!("“{said}” is in {} or {}, depending on where they sit.", month(a), month(b)),
    );
    finding.help = "Write the month as a word: “3 April” is read in one way everywhere.".into();
    for (day, of) in [(a, b), (b, a)] {
        let mut date = format!("{day} {}", month(of));
        if year > 0 {
            let year = if year < 100 { 2000 + year } else { year };
            date = format!("{date} {year}");
        }
        finding
            .fixes
            .push(Fix::confirm(format!("Say “{date}”"), vec![Edit::replace(span, date.clone())]));
    }
    finding.clause = span;
    finding
}

/// Whether the writer promises something: "I'll", "we can".
fn promises(view: &View<'_>) -> bool {
    const WRITER: ClassSet = ClassSet::of(&[Class::I, Class::We]);
    (0..view.len()).any(|at| {
        view.is_any(at, WRITER)
            && (at + 1..at + 3).any(|at| matches!(view.known(at), "will" | "'ll" | "shall"))
    })
}

/// An hour without a zone, or a day that depends on when it is read.
fn relative(view: &View<'_>, out: &mut Sink<'_>) {
    let zoned = LazyCell::new(|| {
        (0..view.len()).any(|at| {
            let written = view.written(at);
            let letters =
                written.len() >= 2 && written.len() <= 5 && view.marked(at, Marks::ALL_CAPS);
            letters
                && !matches!(written, "AM" | "PM" | "OK" | "ASAP" | "PDF" | "DM" | "VIP" | "PM.")
                || view.known(at) == "time"
                    && at > 0
                    && !matches!(view.known(at - 1), "the" | "in" | "a")
        })
    });
    let dated = LazyCell::new(|| {
        (0..view.len()).any(|at| view.is(at, Class::Weekday) || when::is_month(view, at))
    });
    let mut negated = false;
    for at in 0..view.len() {
        negated |= at > 0 && view.is(at - 1, Class::Negation);
        if view.marked(at, Marks::OPAQUE.with(Marks::QUOTED).with(Marks::MARKED)) {
            continue;
        }
        let known = view.known(at);
        if matches!(known, "tomorrow" | "tonight") && !negated && !*dated && !*zoned {
            let span = span_of(view, &(at..at + 1));
            let mut finding = META.finding(
                span,
                format!(
                    "“{}” depends on when and where they read it. Which day is it?",
                    span.of(view.text)
                ),
            );
            finding.help = "Give the weekday, with an hour and its zone.".into();
            finding.severity = Severity::Hint;
            finding.notes.push("said more softly because most will read it in time".into());
            let edit =
                Edit::snippet(Span::at(span.end), wording::snippet(", ${1:?weekday and date}"));
            finding.fixes.push(Fix::confirm("Add the weekday", vec![edit]));
            finding.clause = span;
            out.push(finding);
            return;
        }
        let Some(words) = clock(view, at).filter(|_| !*zoned) else { continue };
        let span = span_of(view, &words);
        let mut finding = META.finding(
            span,
            format!(
                "“{}” comes at another moment elsewhere. In which time zone?",
                span.of(view.text)
            ),
        );
        finding.help = "Add the zone: “17:00 CET”.".into();
        let edit = Edit::snippet(Span::at(span.end), wording::snippet(" ${1:?time zone}"));
        finding.fixes.push(Fix::confirm("Add the time zone", vec![edit]));
        finding.clause = span;
        out.push(finding);
        return;
    }
}

/// The words of an hour: "5 pm", "5pm", "17:30".
fn clock(view: &View<'_>, at: usize) -> Option<Range<usize>> {
    let timed = at > 0
        && matches!(
            view.known(at - 1),
            "at" | "by" | "before" | "until" | "around" | "from" | "till"
        );
    if !timed || !view.marked(at, Marks::DIGIT) {
        return None;
    }
    let written = view.written(at).to_lowercase();
    let figures = |text: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == ':' || c == '.')
    };
    if figures(&written)
        && matches!(view.known(at + 1).to_lowercase().as_str(), "am" | "pm" | "p.m" | "a.m")
    {
        return Some(at..at + 2);
    }
    let suffixed = ["am", "pm"].iter().any(|end| written.strip_suffix(end).is_some_and(figures));
    let rest = &view.text[view.words[at].span().end..];
    let minutes = rest.strip_prefix(':').is_some_and(|rest| {
        rest.len() >= 2 && rest.bytes().take(2).all(|byte| byte.is_ascii_digit())
    });
    if minutes && figures(&written) && view.marked(at + 1, Marks::DIGIT) {
        return Some(at..at + 2);
    }
    let clock =
        written.split_once(':').is_some_and(|(h, m)| figures(h) && m.len() == 2 && figures(m));
    (suffixed || clock).then_some(at..at + 1)
}

fn span_of(view: &View<'_>, words: &Range<usize>) -> Span {
    view.words[words.start].span().cover(view.words[words.end - 1].span())
}
