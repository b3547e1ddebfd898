use std::ops::Range;

use crate::document::{BlockKind, Kind, Marks, Placed};
use crate::draft::RegionKind;
use crate::finding::{Edit, Finding, Fix};
use crate::lang::class::{Class, ClassSet};
use crate::lang::grammar::View;
use crate::lang::lexicon::WordId;
use crate::rewrite;
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::rules::wording;
use crate::text::Span;

declare! {
    /// Reports words in capitals for loudness, and piled marks such as “!!” and “??”.
    ///
    /// ## Why
    /// Capitals and piled marks are read as a raised voice. Bold does the same job quietly, and one mark
    /// says as much as three.
    ///
    /// ## Flagged
    /// Do <|NOT|> delete the file.
    /// <|PLEASE READ THIS FIRST|>
    /// It works now<|!!!|>
    /// What happened<|??|>
    /// Your room is <|ALWAYS|> cleaned by noon.
    /// You <|MUST|> sign in ink.
    /// Send it by post, and <|DO NOT FOLD|> the form.
    /// How was I to know that<|?!|>
    /// Thanks for the photo --\n\n<|PLEASE READ THIS FIRST|>
    ///
    /// ## Clean
    /// Your DNS and HTML are fine.
    /// Press CTRL and S.
    /// Set DEBUG to true in `.env`.
    /// Order AB12CD is on its way.
    /// The NHS and the BBC share the desk.
    /// Our shop in the USA ships on Mondays.
    /// Press "DO NOT DISTURB" on the panel.
    /// Press the ADD TO CART button.
    /// `x ?? y` and `a !!= b` are typed as they are.
    /// Run SELECT NAME FROM USERS and read the rows.
    /// Is the room free? Yes!
    /// The sign says IN and OUT.
    /// The REST API takes it.
    /// CREATE USER 'jo' makes a reader. # a command
    pub ToneShouting {
        code: "tone-shouting", family: Tone, since: "0.1.0", severity: Warning,
        reads: [Salutation, Body, Farewell], fix: Confirm, rank: 35
    }
}

/// Words that hold a sentence together and are loud when they stand in capitals alone.
const LOUD: [&str; 27] = [
    "not",
    "n't",
    "always",
    "never",
    "must",
    "do",
    "did",
    "cannot",
    "only",
    "any",
    "anything",
    "everything",
    "very",
    "please",
    "really",
    "already",
    "every",
    "exactly",
    "immediately",
    "before",
    "after",
    "don't",
    "can't",
    "won't",
    "didn't",
    "nothing",
    "should",
];
/// Before one of these, capitals are what stands on a key, a button or a sign.
const LABEL: [&str; 16] = [
    "press", "click", "tap", "select", "choose", "says", "reads", "called", "button", "key",
    "menu", "named", "labelled", "labeled", "marked", "type",
];
/// Words of commands, which are written in capitals.
const COMMAND: [&str; 22] = [
    "select", "from", "where", "insert", "into", "update", "join", "create", "table", "group",
    "order", "and", "or", "set", "user", "grant", "on", "all", "database", "alter", "drop",
    "delete",
];

impl Rule for ToneShouting {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn wants_passages(&self) -> bool {
        true
    }

    fn on_passages(&self, passages: &[&Placed], cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let document = &cx.draft.document;
        if cx.draft.language.grammar.is_none() {
            return;
        }
        let own = [RegionKind::Salutation, RegionKind::Body, RegionKind::Farewell];
        for at in cx.sentences_of(passages, &own) {
            let view = cx.view(at);
            if document.blocks[view.sentence.block].kind == BlockKind::Code {
                continue;
            }
            if cx.draft.sentence_regions[at] != RegionKind::Salutation {
                for run in loud_runs(&view) {
                    out.push(loud(cx, &view, run));
                }
            }
            for span in piles(cx, &view) {
                out.push(piled(&view, span));
            }
        }
    }
}

fn in_capitals(view: &View<'_>, at: usize) -> bool {
    const NO_WORD: Marks = Marks::OPAQUE
        .with(Marks::IDENTIFIER)
        .with(Marks::DIGIT)
        .with(Marks::QUOTED)
        .with(Marks::LINK)
        .with(Marks::MARKED);
    let word = &view.words[at];
    // The second half of "DON'T" is as loud as the first.
    let clitic = || word.any(Marks::CLITIC) && !view.written(at).chars().any(char::is_lowercase);
    let one = || word.span().len() == 1 && matches!(view.written(at), "I" | "A");
    !word.any(NO_WORD) && (word.any(Marks::ALL_CAPS) || clitic() || one())
}

/// The stretches of the sentence that are shouted.
fn loud_runs(view: &View<'_>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < view.len() {
        let start = at;
        while at < view.len()
            && in_capitals(view, at)
            && (at == start || !view.marked(at, Marks::BREAK.with(Marks::SLASH)))
        {
            at += 1;
        }
        if at == start {
            at += 1;
            continue;
        }
        let mut run = start..at;
        while run.len() > 1 && matches!(view.written(run.start), "A") {
            run.start += 1;
        }
        while run.len() > 1 && matches!(view.written(run.end - 1), "A" | "I") {
            run.end -= 1;
        }
        if is_loud(view, &run) {
            out.push(run);
        }
    }
    out
}

fn is_loud(view: &View<'_>, run: &Range<usize>) -> bool {
    const NAMES: ClassSet = ClassSet::of(&[Class::ThirdParty, Class::Own, Class::Weekday]);
    let folded = |at: usize| view.known(at).to_lowercase();
    let known = |at: usize| {
        view.words[at].id != WordId::UNKNOWN
            && !view.lexicon.classes(view.words[at].id).meets(NAMES)
            && view.written(at).len() > 1
    };
    let loud = run.clone().any(|n| LOUD.contains(&folded(n).as_str()));
    let words = run.clone().filter(|&n| known(n)).count();
    let long = || run.clone().any(|n| view.written(n).len() > 2);
    let verbs = || run.clone().any(|n| view.is_any(n, SAID));
    // A word of its own, or several of which most are no abbreviations.
    let raised = loud
        && (run.len() == 1 && view.written(run.start).len() > 1 || words * 2 > run.len())
        || words > 2 && words * 2 > run.len() && long() && verbs()
        || run.len() == 2 && words == 2 && tells(view, run.start);
    if !raised {
        return false;
    }
    let label = (run.start.saturating_sub(2)..run.start)
        .chain(run.end..(run.end + 2).min(view.len()))
        .any(|n| {
            LABEL.contains(&folded(n).as_str())
                && !run.contains(&n)
                && !view.marked(n, Marks::ALL_CAPS)
        });
    let command = run.clone().filter(|&n| COMMAND.contains(&folded(n).as_str())).count() > 1;
    // "-----BEGIN PGP SIGNED MESSAGE-----": a line of a program. A rule on a line above is none.
    let before = view.text[..view.words[run.start].span().start].trim_end_matches([' ', '\t']);
    !label && !command && !before.ends_with("--")
}

/// Whether an order begins with the word, and not a name such as "REST API".
fn tells(view: &View<'_>, at: usize) -> bool {
    let name = ["rest", "post", "get", "put", "set", "push", "patch", "log", "run", "test", "port"];
    view.is(at, Class::VerbBase) && !name.contains(&view.known(at).to_lowercase().as_str())
}

/// Words that abbreviations are not.
const SAID: ClassSet = ClassSet::of(&[
    Class::VerbBase,
    Class::VerbS,
    Class::VerbPast,
    Class::Be,
    Class::Have,
    Class::Do,
    Class::You,
    Class::Adverb,
    Class::Determiner,
]);

fn loud(cx: &ReplyCx<'_>, view: &View<'_>, run: Range<usize>) -> Finding {
    let first = view.words[run.start].span();
    let span = first.cover(view.words[run.end - 1].span());
    let written = span.of(view.text);
    let said = wording::on_one_line(written);
    let message = format!("“{said}” can read as shouting. Bold does the same job quietly.");
    let mut finding = META.finding(span, message);
    finding.help = "Write it in small letters; where it must not be missed, make it bold.".into();
    let mut quiet = written.to_lowercase();
    if run.start == 0 {
        quiet = rewrite::capitalised(&quiet);
    }
    if run.len() == 1 && cx.input.kind == Kind::Markdown && run.start > 0 {
        let before = view.text[..span.start].chars().next_back();
        if before.is_none_or(char::is_whitespace) {
            let bold = format!("**{quiet}**");
            let title = format!("Write it in bold: “{quiet}”");
            finding.fixes.push(Fix::confirm(title, vec![Edit::replace(span, bold)]));
        }
    }
    finding.fixes.push(Fix::confirm("Write it in small letters", vec![Edit::replace(span, quiet)]));
    finding
}

/// Where marks are piled up in and behind the sentence.
fn piles(cx: &ReplyCx<'_>, view: &View<'_>) -> Vec<Span> {
    let document = &cx.draft.document;
    let text = view.text;
    let start = view.sentence.span.start;
    let tail = &text[view.sentence.span.end..];
    let end = view.sentence.span.end + (tail.len() - tail.trim_start_matches(['!', '?']).len());
    let mut out = Vec::new();
    // Most sentences have neither, which is the cheapest to ask.
    if !text[start..end].contains('!') && !text[start..end].contains('?') {
        return out;
    }
    let mut at = start;
    let is_mark = |byte: &u8| matches!(byte, b'!' | b'?');
    while let Some(found) = text.as_bytes()[at..end].iter().position(is_mark) {
        let from = at + found;
        let length = text[from..end].len() - text[from..end].trim_start_matches(['!', '?']).len();
        at = from + length;
        let span = Span::new(from, at);
        // "What ??": a blank may stand before them.
        let before = text[start..from].trim_end_matches(' ').chars().next_back();
        let after = text[at..].chars().next();
        let spoken = before.is_some_and(|c| c.is_alphanumeric() || ")\"'”’*_".contains(c))
            && after.is_none_or(|c| !c.is_alphanumeric() && !"=(&[<".contains(c));
        let opaque = view.words.iter().any(|word| {
            word.any(Marks::OPAQUE.with(Marks::QUOTED))
                && word.span().start <= from
                && from < word.span().end
        });
        if length > 1 && spoken && !opaque && !document.is_code(span) {
            out.push(span);
        }
    }
    out
}

fn piled(view: &View<'_>, span: Span) -> Finding {
    let marks = span.of(view.text);
    let one = if marks.contains('?') { "?" } else { "!" };
    let message = format!("“{marks}” reads as a raised voice. One “{one}” says as much.");
    let mut finding = META.finding(span, message);
    finding.help = "Keep one mark.".into();
    let title = format!("Keep one “{one}”");
    finding.fixes.push(Fix::confirm(title, vec![Edit::replace(span, one)]));
    finding
}
