//! From a hedge to a fact, in English: agreement, contractions, order of words.
//!
//! Adverbs stay where they are, so that markup between the words is not touched: "should now be"
//! loses its *be* and its *should* becomes *is*.

use crate::clause::{Clause, Number, Predicate, Subject, SubjectKind};
use crate::finding::Edit;
use crate::lang::class::{Class, ClassSet};
use crate::lang::grammar::{Style, View};
use crate::rewrite::{capitalised, starts_upper};
use crate::text::Span;

/// A subject as far as its verb agrees with it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Agreement {
    I,
    Singular,
    Plural,
}

/// The agreements that are possible: both, where the number cannot be told.
fn agreements(subject: &Subject) -> Vec<Agreement> {
    match (subject.kind, subject.number) {
        (SubjectKind::I, _) => vec![Agreement::I],
        (SubjectKind::You | SubjectKind::We, _) | (_, Number::Plural) => vec![Agreement::Plural],
        (_, Number::Singular) => vec![Agreement::Singular],
        (_, Number::Unknown) => vec![Agreement::Singular, Agreement::Plural],
    }
}

impl Agreement {
    const fn be(self) -> &'static str {
        match self {
            Self::I => "am",
            Self::Singular => "is",
            Self::Plural => "are",
        }
    }

    const fn have(self) -> &'static str {
        match self {
            Self::Singular => "has",
            Self::I | Self::Plural => "have",
        }
    }

    const fn does(self) -> &'static str {
        match self {
            Self::Singular => "does",
            Self::I | Self::Plural => "do",
        }
    }

    fn verb(self, view: &View<'_>, base: &str) -> String {
        match (self, base) {
            (Self::Singular, "be") => "is".into(),
            (Self::Singular, "have") => "has".into(),
            (Self::Singular, _) => view.lexicon.verb_forms(base).third,
            (_, "be") => self.be().into(),
            _ => base.to_owned(),
        }
    }
}

/// The auxiliary with its negation: "isn't", "is not", "can't".
fn negated(auxiliary: &str, contracted: bool, style: Style) -> String {
    let apostrophe = style.apostrophe();
    match (auxiliary, contracted) {
        ("can", true) => format!("can{apostrophe}t"),
        ("can", false) => "cannot".into(),
        ("will", true) => format!("won{apostrophe}t"),
        ("am", _) => "am not".into(),
        (_, true) => format!("{auxiliary}n{apostrophe}t"),
        (_, false) => format!("{auxiliary} not"),
    }
}

/// The modal with a negation that is joined to it or follows it.
struct Modal {
    span: Span,
    negation: Option<bool>,
    /// The word after it.
    next: usize,
}

fn modal(view: &View<'_>, at: usize) -> Modal {
    let mut span = view.words[at].span();
    let mut next = at + 1;
    let mut negation = None;
    if view.known(at) == "shouldnt" {
        negation = Some(true);
    }
    if view.known(next) == "n't" || view.known(next) == "not" {
        negation = Some(view.known(next) == "n't");
        span = span.cover(view.words[next].span());
        next += 1;
    }
    if view.known(at) == "ought" && view.is(next, Class::To) {
        span = span.cover(view.words[next].span());
        next += 1;
    }
    Modal { span, negation, next }
}

/// States the clause as a fact. Each element is one way to do so; two where the number of the subject
/// cannot be told.
pub(super) fn certain(view: &View<'_>, clause: &Clause, style: Style) -> Vec<Vec<Edit>> {
    let Some(at) = clause.verb.modal else { return Vec::new() };
    let modal = modal(view, at);
    if clause.subject.kind == SubjectKind::Elided && !clause.coordinated {
        return elided(view, clause, &modal, style).into_iter().collect();
    }
    let mut ways: Vec<Vec<Edit>> = Vec::new();
    for agreement in agreements(&clause.subject) {
        if let Some(edits) = with(view, clause, &modal, agreement, style)
            && !ways.contains(&edits)
        {
            ways.push(edits);
        }
    }
    ways
}

fn with(
    view: &View<'_>,
    clause: &Clause,
    modal: &Modal,
    agreement: Agreement,
    style: Style,
) -> Option<Vec<Edit>> {
    let group = &clause.verb;
    let auxiliary = |form: &str| match modal.negation {
        Some(contracted) => negated(form, contracted, style),
        None => form.to_owned(),
    };
    let hedged_past = modal_is(view, clause, &[Class::May, Class::Could, Class::Must]);
    match group.predicate {
        // "you'll be receiving": what comes to the reader is to come.
        Predicate::Progressive
            if clause.subject.kind == SubjectKind::You
                && group.verb.is_some_and(|verb| view.is(verb, Class::Experience)) =>
        {
            Some(vec![will(view, modal, style)])
        }
        Predicate::Be | Predicate::Progressive | Predicate::Passive => {
            let be = find(view, modal.next..group.words.end, "be")?;
            let you_are = clause.subject.kind == SubjectKind::You
                && style.contracts
                && modal.negation.is_none();
            let first = if you_are {
                join_clitic(view, modal, &format!("{}re", style.apostrophe()))
            } else {
                Edit::replace(modal.span, auxiliary(agreement.be()))
            };
            Some(vec![first, drop_word(view, be)])
        }
        Predicate::Perfect | Predicate::PerfectPassive => {
            let have = find(view, modal.next..group.words.end, "have")?;
            let been = find(view, have + 1..group.words.end, "been");
            let past = is_at_past_time(view, clause);
            // "could have been the migration" was it, or was not; what was done on Monday was done.
            let was = hedged_past && group.verb == been || past;
            if let Some(been) = been.filter(|_| was) {
                let form = if agreement == Agreement::Plural { "were" } else { "was" };
                let edits = vec![
                    Edit::replace(modal.span, auxiliary(form)),
                    drop_word(view, have),
                    drop_word(view, been),
                ];
                return Some(edits);
            }
            if past && modal.negation.is_none() {
                let verb = group.verb?;
                let form = view.lexicon.past_of(&view.written(verb).to_lowercase());
                let first = drop_before(view, modal)?;
                let have =
                    Span::new(view.words[have].span().start, view.words[have + 1].span().start);
                let mut edits = vec![first, Edit::delete(have)];
                edits.extend(
                    (form != view.written(verb))
                        .then(|| Edit::replace(view.words[verb].span(), form)),
                );
                return Some(edits);
            }
            Some(vec![
                Edit::replace(modal.span, auxiliary(agreement.have())),
                drop_word(view, have),
            ])
        }
        Predicate::Have if modal.negation.is_some() => {
            Some(vec![Edit::replace(modal.span, auxiliary(agreement.does()))])
        }
        Predicate::Have => {
            // The adverb comes first here: "now has two seats".
            let have = find(view, modal.next..group.words.end, "have")?;
            let mut edits = vec![drop_before(view, modal)?];
            edits.extend(inflect(view, have, agreement));
            Some(edits)
        }
        Predicate::Able => {
            let be = find(view, modal.next..group.words.end, "be")?;
            let to = find(view, be..view.len(), "to")?;
            let gap = Span::new(view.words[be - 1].span().end, view.words[to].span().end);
            Some(vec![Edit::replace(modal.span, auxiliary("can")), Edit::delete(gap)])
        }
        Predicate::Verb => {
            let verb = group.verb?;
            if clause.subject.kind == SubjectKind::You && view.is(verb, Class::Experience) {
                return Some(vec![will(view, modal, style)]);
            }
            if modal.negation.is_some() {
                return Some(vec![Edit::replace(modal.span, auxiliary(agreement.does()))]);
            }
            let mut edits = vec![drop_before(view, modal)?];
            edits.extend(inflect(view, verb, agreement));
            edits.extend(
                joined_verb(view, clause).into_iter().flat_map(|at| inflect(view, at, agreement)),
            );
            Some(edits)
        }
        Predicate::None => None,
    }
}

/// "on Monday", "yesterday", "two days ago", "last week": a time with which the perfect does not go.
fn is_at_past_time(view: &View<'_>, clause: &Clause) -> bool {
    clause.verb.complement.clone().any(|at| {
        let before = at.checked_sub(1).map_or("", |before| view.known(before));
        let time = view.is(at, Class::Weekday) || view.is(at, Class::TimeNoun);
        matches!(view.known(at), "yesterday" | "ago")
            || before == "on" && view.is(at, Class::Weekday)
            || before == "last" && time
    })
}

fn modal_is(view: &View<'_>, clause: &Clause, classes: &[Class]) -> bool {
    clause.verb.modal.is_some_and(|at| view.is_any(at, ClassSet::of(classes)))
}

/// "Should be fixed now." gets the subject that was left out.
fn elided(view: &View<'_>, clause: &Clause, modal: &Modal, style: Style) -> Option<Vec<Edit>> {
    let upper = starts_upper(modal.span.of(view.text));
    let case = |text: String| if upper { capitalised(&text) } else { text };
    let group = &clause.verb;
    let apostrophe = style.apostrophe();
    let it_is = |be: &str| {
        let short = style.contracts && modal.negation.is_none();
        let form = match (short, modal.negation) {
            (true, _) => format!("it{apostrophe}s"),
            (false, None) => format!("it {be}"),
            (false, Some(contracted)) => format!("it {}", negated(be, contracted, style)),
        };
        case(form)
    };
    match group.predicate {
        Predicate::Be | Predicate::Progressive | Predicate::Passive => {
            let be = find(view, modal.next..group.words.end, "be")?;
            Some(vec![Edit::replace(modal.span, it_is("is")), drop_word(view, be)])
        }
        Predicate::Perfect | Predicate::PerfectPassive => {
            let have = find(view, modal.next..group.words.end, "have")?;
            Some(vec![Edit::replace(modal.span, it_is("has")), drop_word(view, have)])
        }
        Predicate::Verb if modal.negation.is_some() => {
            let form = negated("does", modal.negation == Some(true), style);
            Some(vec![Edit::replace(modal.span, case(format!("it {form}")))])
        }
        Predicate::Verb => {
            let mut edits = vec![Edit::replace(modal.span, case("it".into()))];
            edits.extend(inflect(view, group.verb?, Agreement::Singular));
            Some(edits)
        }
        Predicate::Have | Predicate::Able | Predicate::None => None,
    }
}

/// "you should see" becomes "you'll see".
fn will(view: &View<'_>, modal: &Modal, style: Style) -> Edit {
    match modal.negation {
        Some(contracted) => Edit::replace(modal.span, negated("will", contracted, style)),
        None if style.contracts => join_clitic(view, modal, &format!("{}ll", style.apostrophe())),
        None => Edit::replace(modal.span, "will"),
    }
}

/// Joins a clitic to the word before the modal, with which the modal and the space go.
fn join_clitic(view: &View<'_>, modal: &Modal, clitic: &str) -> Edit {
    let before = view.words.iter().rev().find(|word| word.span().end <= modal.span.start);
    let start = before.map_or(modal.span.start, |word| word.span().end);
    let gap = &view.text[start..modal.span.start];
    if gap.chars().all(char::is_whitespace) && before.is_some() {
        Edit::replace(Span::new(start, modal.span.end), clitic)
    } else {
        Edit::replace(modal.span, if clitic.ends_with("ll") { "will" } else { "are" })
    }
}

/// Takes the word out with the space before it.
fn drop_word(view: &View<'_>, at: usize) -> Edit {
    let start = at
        .checked_sub(1)
        .map_or(view.words[at].span().start, |before| view.words[before].span().end);
    let end = view.words[at].span().end;
    // Markup between the words stays: only white space is taken along.
    let gap = &view.text[start..view.words[at].span().start];
    let trimmed = gap.trim_end().len();
    Edit::delete(Span::new(start + trimmed, end))
}

/// Takes the modal out with the space after it.
fn drop_before(view: &View<'_>, modal: &Modal) -> Option<Edit> {
    let next = view.words.get(modal.next)?.span().start;
    let gap = &view.text[modal.span.end..next];
    let blank = gap.len() - gap.trim_start().len();
    Some(Edit::delete(Span::new(modal.span.start, modal.span.end + blank)))
}

fn inflect(view: &View<'_>, verb: usize, agreement: Agreement) -> Option<Edit> {
    let written = view.written(verb);
    let form = agreement.verb(view, &written.to_lowercase());
    (form != written).then(|| Edit::replace(view.words[verb].span(), form))
}

/// "should load and run": the second verb agrees as well.
fn joined_verb(view: &View<'_>, clause: &Clause) -> Option<usize> {
    let complement = &clause.verb.complement;
    let at = complement.clone().take(4).find(|&at| view.is(at, Class::Coordinator))?;
    let verb = at + 1;
    let is_verb = view.is(verb, Class::VerbBase)
        && !view.is_any(
            verb,
            ClassSet::of(&[Class::Artefact, Class::Record, Class::Problem, Class::Remedy]),
        )
        && matches!(view.known(at), "and" | "or" | "then");
    is_verb.then_some(verb)
}

fn find(view: &View<'_>, mut range: std::ops::Range<usize>, word: &str) -> Option<usize> {
    range.find(|&at| view.known(at) == word)
}

/// A forecast of one's own: "should arrive by Friday" becomes "will arrive by Friday".
pub(super) fn forecast(view: &View<'_>, clause: &Clause, style: Style) -> Option<Vec<Edit>> {
    let modal = modal(view, clause.verb.modal?);
    if clause.subject.kind == SubjectKind::Elided {
        return None;
    }
    let form = match modal.negation {
        Some(contracted) => negated("will", contracted, style),
        None => "will".into(),
    };
    Some(vec![Edit::replace(modal.span, form)])
}

/// "seems to be" becomes "is", "appears to have" becomes "has", "doesn't seem to work" "doesn't work".
pub(super) fn raised(view: &View<'_>, clause: &Clause, style: Style) -> Option<Vec<Edit>> {
    let group = clause.verb.words.clone();
    let seem = group.clone().find(|&at| view.is(at, Class::Seem))?;
    let to = (seem + 1..view.len()).find(|&at| view.is(at, Class::To))?;
    let mut verb = to + 1;
    while view.is(verb, Class::Adverb) {
        verb += 1;
    }
    if verb >= view.len() {
        return None;
    }
    let support =
        (group.start..seem).find(|&at| view.is(at, Class::Do) || view.known(at) == "would");
    let past = view.is(seem, Class::VerbPast) || support.is_some_and(|at| view.known(at) == "did");
    let plural = match support {
        Some(at) => view.known(at) == "do",
        None => !view.is(seem, Class::VerbS),
    } && clause.subject.kind != SubjectKind::I
        || matches!(clause.subject.kind, SubjectKind::You | SubjectKind::We)
        || past && clause.subject.number == Number::Plural;
    let be = view.known(verb) == "be";
    let form_of_be = match (past, plural) {
        (true, true) => "were",
        (true, false) => "was",
        (false, true) => "are",
        (false, false) => "is",
    };
    let head = support.unwrap_or(seem);
    let negation = (head..seem).find(|&at| matches!(view.known(at), "n't" | "not"));
    let start = view.words[head].span().start;
    let to_verb = Span::new(start, view.words[verb].span().end);
    let adverbs: Vec<&str> = (head + 1..seem)
        .chain(seem + 1..to)
        .chain(to + 1..verb)
        .filter(|&at| Some(at) != negation && !view.is(at, Class::Seem))
        .map(|at| view.written(at))
        .collect();
    let mut words: Vec<String> = Vec::new();
    if be {
        words.push(match negation {
            Some(at) => negated(form_of_be, view.known(at) == "n't", style),
            None => form_of_be.into(),
        });
        words.extend(adverbs.iter().map(|&adverb| adverb.to_owned()));
    } else {
        let base = view.written(verb).to_lowercase();
        words.extend(match negation {
            Some(at) => {
                let support = if past {
                    "did"
                } else if plural {
                    "do"
                } else {
                    "does"
                };
                vec![negated(support, view.known(at) == "n't", style)]
            }
            None => Vec::new(),
        });
        words.extend(adverbs.iter().map(|&adverb| adverb.to_owned()));
        words.push(match (negation, past, plural) {
            (Some(_), ..) | (None, false, true) => base,
            (None, true, _) => view.lexicon.verb_forms(&base).past,
            (None, false, false) => Agreement::Singular.verb(view, &base),
        });
    }
    let text = words.join(" ");
    let text = if starts_upper(&view.text[start..]) { capitalised(&text) } else { text };
    Some(vec![Edit::replace(to_verb, text)])
}

/// "seems fine" and "this looks like a bug" become "is fine" and "this is a bug".
pub(super) fn equated(
    view: &View<'_>,
    clause: &Clause,
    cue: std::ops::Range<usize>,
    style: Style,
) -> Option<Vec<Edit>> {
    let first = view.words.get(cue.start)?.span();
    let last = view.words.get(cue.end.checked_sub(1)?)?.span();
    let span = first.cover(last);
    // In "does indeed look like" the support has the agreement, and goes with the verb.
    let support = (clause.verb.words.start..cue.start).find(|&at| view.is(at, Class::Do));
    let agrees = support.unwrap_or(cue.start);
    let bare = match support {
        Some(at) => view.known(at) == "do",
        None => view.is(cue.start, Class::VerbBase) && !view.is(cue.start, Class::VerbS),
    };
    let plural = clause.subject.number == Number::Plural || bare;
    let be = if plural && clause.subject.kind != SubjectKind::Elided { "are" } else { "is" };
    if clause.subject.kind == SubjectKind::Elided {
        let it_is =
            if style.contracts { format!("it{}s", style.apostrophe()) } else { "it is".into() };
        let upper = starts_upper(span.of(view.text));
        return Some(vec![Edit::replace(span, if upper { capitalised(&it_is) } else { it_is })]);
    }
    let start = view.words[agrees].span().start;
    Some(vec![Edit::replace(Span::new(start, span.end), be)])
}
