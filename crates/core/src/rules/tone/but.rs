use std::borrow::Cow;

use crate::clause::ClauseKind;
use crate::document::{EndMark, Marks};
use crate::finding::{Edit, Fix};
use crate::lang::class::{AUXILIARY, Class, ClassSet, PERSONAL};
use crate::lang::grammar::{Grammar, View};
use crate::rewrite;
use crate::rule::{CueHit, CuePattern, ReplyCx, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;
use crate::text::{Span, line_end};

declare! {
    /// Reports thanks or praise that a “but” takes back in the same sentence.
    ///
    /// ## Why
    /// What stands before “but” is lost: the reader hears the no, and the thanks sound like a run-up.
    /// In two sentences both are heard.
    ///
    /// ## Flagged
    /// Thanks for writing, <|but|> we can't do that.
    /// I love the idea, <|however|> it isn't possible.
    /// We appreciate your patience, <|but|> unfortunately the plan is full.
    /// I understand you're in a hurry, <|but|> I need the number first.
    /// That's a great question, <|but|> I don't know the answer.
    /// Thank you for the photos, <|although|> they don't show the label.
    /// I'd love to help, <|but|> you haven't said which room it is.
    ///
    /// ## Clean
    /// The export is slow but complete.
    /// The upload failed, but your photos are safe.
    /// Thanks for writing. We don't offer that.
    /// Nothing but the logo changed.
    /// Thanks for asking, but there's no charge. # good news
    /// I understand you're in a hurry, but the courier is already on the way.
    /// Thank you for the log, but also for the photo.
    /// We appreciate it, and we can't wait to see the shop.
    pub ToneBut {
        code: "tone-but", family: Tone, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Confirm, rank: 22
    }
}

cues! {
    enum Cue { But, Warm }
    en: But = "(but|however|although|though)",
    en: Warm = "^ (many|lots of)? (thanks|thank you)",
    en: Warm = "^ (I|we) {adverb}* (appreciate|love|value)",
    en: Warm = "^ (I|we) {0..2} (appreciate|love|value) (you|your|the|that|this|how)",
    en: Warm = "^ (I|we) {adverb}* understand (you|your|that you|how)",
    en: Warm = "^ (that|this|it) (is|'s) {adverb}* a? {adverb}* (great|good|nice|lovely|excellent|wonderful|interesting|fantastic) (idea|question|point|suggestion|thought|request|feature)",
    en: Warm = "^ (great|good|nice|lovely|excellent|wonderful|interesting|fantastic) (idea|question|point|suggestion|thought|request)",
    en: Warm = "^ (I|we) (would|'d) {adverb}* (love|like) to help",
}

impl Rule for ToneBut {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let view = &cx.view;
        let at = hit.marked().start;
        if Cue::of(hit) != Cue::But || cx.asks(at) || at + 1 >= view.len() {
            return;
        }
        let joined = view.marked(at, Marks::COMMA.with(Marks::DASH).with(Marks::COLON));
        let warm = cx.cues().any(|other| Cue::of(&other) == Cue::Warm && other.words().end <= at);
        if !joined || !warm || !is_no(cx, at + 1) {
            return;
        }
        let span = cx.span(at..at + 1);
        let said = wording::quote(cx, span);
        let first = wording::on_one_line(cx.span(0..at.min(2)).of(cx.text()));
        let message =
            format!("After “{first} …” they only hear the {said}. Two sentences keep both.");
        let mut finding = META.finding(span, message);
        finding.help = "End the sentence before it, and say the rest by itself.".into();
        finding.clause = span;
        if let Some(edit) = two_sentences(view, at) {
            finding.fixes.push(Fix::confirm(TITLE, vec![edit]));
        }
        out.push(finding);
    }
}

/// What choosing the fix does.
const TITLE: &str = "Make two sentences of it";

/// What may join the two halves besides the word: a comma, a colon, a dash.
const JOINING: [char; 6] = [',', ';', ':', '-', '–', '—'];

/// The word that begins the second half: words of regret behind “but” go with it.
fn second_half(view: &View<'_>, at: usize) -> usize {
    at + 1 + usize::from(matches!(view.known(at + 1), "unfortunately" | "sadly"))
}

/// Ends the sentence before the word `at`, which joins two halves. None where other signs than those that join
/// would go with it, or where the second half begins with what has to stay as it is.
fn two_sentences(view: &View<'_>, at: usize) -> Option<Edit> {
    const KEPT: Marks = Marks::OPAQUE
        .with(Marks::CODE)
        .with(Marks::ADDRESS)
        .with(Marks::PLACEHOLDER)
        .with(Marks::HANDLE)
        .with(Marks::LINK)
        .with(Marks::MARKED);
    let text = view.text;
    let next = second_half(view, at);
    let (before, word) = (view.words.get(at.checked_sub(1)?)?.span(), view.words.get(next)?.span());
    if view.marked(next, KEPT) {
        return None;
    }
    let joins = |c: char| c.is_whitespace() || JOINING.contains(&c);
    let gap = &text[before.end..view.words[at].span().start];
    let start = before.end + gap.trim_end_matches(joins).len();
    let behind = (at + 1..=next).all(|n| {
        let gap = &text[view.words[n - 1].span().end..view.words[n].span().start];
        gap.chars().all(joins)
    });
    if !behind {
        return None;
    }
    let stop = if text[..start].ends_with(['.', '!', '?', '…']) { "" } else { "." };
    let first = view.written(next);
    // "iPhone" keeps its small letter.
    let first = match view.marked(next, Marks::IDENTIFIER) {
        true => first.to_owned(),
        false => rewrite::capitalised(first),
    };
    // A line that was broken stays broken.
    let blanks = &text[start..word.start];
    let space = if blanks.contains(['\n', '\r']) { line_end(text) } else { " " };
    Some(Edit::replace(Span::new(start, word.end), format!("{stop}{space}{first}")))
}

/// The sentences at `place` whose thanks or praise go on behind a “but”, with the edit that makes two of each:
/// whatever follows, if it is a clause of its own.
pub(crate) fn on_request(cx: &ReplyCx<'_>, place: Span) -> Vec<(Span, &'static str, Edit)> {
    let Some(grammar) = cx.draft.language.grammar else { return Vec::new() };
    let read = cx.sentences(META.reads.as_ref());
    let here = read.filter(|&at| cx.draft.document.sentences[at].span.touches(place));
    let split = here.filter_map(|index| {
        let view = cx.view(index);
        let hits: Vec<_> = cx.cues_in(index).collect();
        let warm = hits.iter().filter(|hit| Cue::of(hit) == Cue::Warm);
        let warm = warm.map(|hit| hit.words().end).min()?;
        let joins = |at: usize| {
            let joined = view.marked(at, Marks::COMMA.with(Marks::DASH).with(Marks::COLON));
            joined && at >= warm && is_clause(&view, second_half(&view, at), grammar)
        };
        let buts = hits.iter().filter(|hit| Cue::of(hit) == Cue::But);
        let at = buts.map(|hit| hit.marked().start).find(|&at| joins(at))?;
        Some((view.sentence.span, TITLE, two_sentences(&view, at)?))
    });
    split.collect()
}

/// Whether the words from `start` on can stand alone: a subject, and what it does or is asked to do.
fn is_clause(view: &View<'_>, start: usize, grammar: &dyn Grammar) -> bool {
    let inverted = view.is_any(start, AUXILIARY) && view.is_any(start + 1, PERSONAL);
    if view.sentence.end == EndMark::Question && inverted {
        return true;
    }
    let clause = grammar.clause_from(view, start);
    clause.is_some_and(|clause| {
        let subject = &clause.subject.words;
        clause.kind == ClauseKind::Main && !subject.is_empty() && subject.start == start
    })
}

/// Whether a no or a demand follows.
fn is_no(cx: &SentenceCx<'_>, from: usize) -> bool {
    let view = &cx.view;
    let end = (from + 1..view.len())
        .find(|&n| view.marked(n, Marks::COMMA.with(Marks::BREAK)) && n > from + 1)
        .unwrap_or(view.len());
    let good = (from..end).any(|n| {
        view.is(n, Class::Negation)
            && matches!(
                view.known(n + 1),
                "need"
                    | "charge"
                    | "problem"
                    | "rush"
                    | "worry"
                    | "hurry"
                    | "cost"
                    | "necessary"
                    | "wait"
                    | "worries"
                    | "only"
            )
    });
    let no = (from..end).any(|n| {
        view.is(n, Class::Negation)
            || matches!(
                view.known(n),
                "unfortunately"
                    | "sadly"
                    | "unable"
                    | "impossible"
                    | "full"
                    | "gone"
                    | "closed"
                    | "regret"
            )
            || view.is_any(n, ClassSet::of(&[Class::I, Class::We]))
                && matches!(view.known(n + 1), "need" | "must" | "require")
    });
    no && !good
}
