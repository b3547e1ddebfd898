//! From a hedge to a fact, in English: agreement, contractions, order of words.
//!
//! Adverbs stay where they are, so that markup between the words is not touched: "should now be"
//! loses its *be* and its *should* becomes *is*.

use super::finite::finite_from;
use super::grammar::SUBJECT_PRONOUN;
use super::noun_phrase::{head_of, number_of};
use super::subject::subject;
use super::verb_group::{is_participle, verb_group};
use crate::clause::{Clause, Number, Predicate, Subject, SubjectKind, VerbGroup};
use crate::document::{EndMark, Marks};
use crate::finding::{Edit, Insert};
use crate::lang::class::{Class, ClassSet};
use crate::lang::grammar::{Style, View};
use crate::rewrite::{self, That, capitalised, starts_upper};
use crate::text::Span;

/// Words of code and names, which have no forms.
const NO_FORMS: Marks = Marks::CODE.with(Marks::OPAQUE).with(Marks::IDENTIFIER);

/// A subject as far as its verb agrees with it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Agreement {
    I,
    Singular,
    Plural,
}

/// The number of what *there* is: "any problems", "a bug". Unknown where it cannot be told.
fn number_there(view: &View<'_>, complement: std::ops::Range<usize>) -> Number {
    const ENDS: ClassSet = ClassSet::of(&[
        Class::Preposition,
        Class::Adverb,
        Class::Relative,
        Class::Coordinator,
        Class::Subordinator,
        Class::To,
        Class::VerbParticiple,
        Class::VerbIng,
    ]);
    let mut words = complement.skip_while(|&at| view.is(at, Class::Adverb)).peekable();
    let Some(&first) = words.peek() else { return Number::Unknown };
    let mut end = first;
    for at in words {
        // "more" and "many" are quantities here, whatever else they are, and so is "a lot of".
        let quantity = view.is(at, Class::Determiner) && at < first + 3
            || at > first && view.is(at - 1, Class::QuantityHead) && view.known(at) == "of";
        if at > first && view.marked(at, Marks::PUNCTUATION) || view.is_any(at, ENDS) && !quantity {
            break;
        }
        end = at + 1;
    }
    let counted = (first..end).any(|at| view.is(at, Class::QuantityHead));
    if matches!(view.known(first), "a" | "an" | "one" | "another") && !counted {
        return Number::Singular;
    }
    let head = if counted { head_of(view, &(first..end)) } else { end.saturating_sub(1) };
    let joined = view.is(end, Class::Coordinator);
    if end == first || joined || view.is(head, Class::Determiner) || view.marked(head, NO_FORMS) {
        return Number::Unknown;
    }
    number_of(view, &(first..end), head)
}

/// The subject with the number that its verb shows.
fn agreements_of(view: &View<'_>, clause: &Clause) -> Vec<Agreement> {
    if clause.subject.kind != SubjectKind::There {
        return agreements(&clause.subject);
    }
    let number = match clause.verb.predicate {
        Predicate::Be => number_there(view, clause.verb.complement.clone()),
        _ => Number::Unknown,
    };
    agreements(&Subject { number, ..clause.subject.clone() })
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

    const fn was(self) -> &'static str {
        match self {
            Self::I | Self::Singular => "was",
            Self::Plural => "were",
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
    if matches!(view.known(at), "shouldnt" | "shouldn't") {
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
    let elided_subject = clause.subject.kind == SubjectKind::Elided && !clause.coordinated;
    let mut ways: Vec<Vec<Edit>> = Vec::new();
    if elided_subject && !is_fragment(view, at) {
        ways.extend(elided(view, clause, &modal, style));
    } else {
        let agreements = if elided_subject {
            vec![Agreement::Singular, Agreement::Plural]
        } else {
            agreements_of(view, clause)
        };
        for agreement in agreements {
            if let Some(edits) = with(view, clause, &modal, agreement, style)
                && !ways.contains(&edits)
            {
                ways.push(edits);
            }
        }
    }
    let all_caps = |at: usize| view.marked(at, Marks::ALL_CAPS);
    for edits in &mut ways {
        // "could very well be a bug": it goes with its modal.
        let adverbs = clause.verb.adverbs.iter().copied();
        let well = |at| view.known(at) == "well";
        let weighs = |at: usize| well(at) || view.known(at) == "very" && well(at + 1);
        edits.extend(adverbs.filter(|&at| weighs(at)).map(|at| drop_word(view, at)));
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        if all_caps(at) && all_caps(modal.next) {
            for edit in edits {
                if let Insert::Text(text) = &mut edit.insert {
                    *text = text.to_uppercase();
                }
            }
        }
    }
    ways
}

/// A cell or a point of a list that goes on from its heading, where a subject would be one too many.
fn is_fragment(view: &View<'_>, modal: usize) -> bool {
    let before = view.text[..view.sentence.span.start].trim_end_matches([' ', '\t', '*', '_']);
    let listed = before.ends_with(['-', '+']) || before.is_empty() || before.ends_with('\n');
    let open = view.sentence.end == EndMark::None && !starts_upper(view.written(modal));
    modal == 0 && (before.ends_with('|') || listed && open)
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
    if is_to_come(view, clause) {
        return Some(vec![if clause.subject.kind == SubjectKind::You {
            will(view, modal, style)
        } else {
            Edit::replace(modal.span, auxiliary("will"))
        }]);
    }
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
            let have = have(view, modal.next..group.words.end)?;
            let been = find(view, have + 1..group.words.end, "been");
            let past = is_at_past_time(view, clause);
            // "could have been the migration" was it, or was not; what was done on Monday was done.
            let was = hedged_past && group.verb == been || past;
            if let Some(been) = been.filter(|_| was) {
                let edits = vec![
                    Edit::replace(modal.span, auxiliary(agreement.was())),
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
            let verb = group.verb.filter(|&verb| !view.marked(verb, NO_FORMS))?;
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

/// Whether what the clause says is still to come: "in an hour", "by Friday", "not … again".
fn is_to_come(view: &View<'_>, clause: &Clause) -> bool {
    let group = &clause.verb;
    if matches!(group.predicate, Predicate::Perfect | Predicate::PerfectPassive | Predicate::None) {
        return false;
    }
    let mut words = group.words.start..group.complement.end.min(view.len());
    let now = words.clone().any(|at| matches!(view.known(at), "now" | "already"));
    let happens = group.verb.is_some_and(|verb| matches!(view.known(verb), "happen" | "occur"));
    let unit = |range: std::ops::Range<usize>| range.clone().any(|at| view.is(at, Class::TimeNoun));
    let future = words.any(|at| match view.known(at) {
        "again" => group.negated && !happens,
        "within" => unit(at + 1..at + 6),
        "in" => {
            let amount = view.marked(at + 1, Marks::DIGIT)
                || matches!(
                    view.known(at + 1),
                    "a" | "an"
                        | "one"
                        | "two"
                        | "three"
                        | "four"
                        | "five"
                        | "about"
                        | "less"
                        | "under"
                )
                || view.known(at + 1) == "the" && view.known(at + 2) == "next";
            amount && unit(at + 2..at + 5)
        }
        "by" => {
            view.is(at + 1, Class::Weekday)
                || matches!(view.known(at + 1), "tomorrow" | "tonight")
                || matches!(
                    (view.known(at + 1), view.known(at + 2)),
                    ("the", "end") | ("end", "of") | ("next", _)
                )
        }
        "next" => view.is(at + 1, Class::Weekday) || unit(at + 1..at + 2),
        // "later" also compares.
        "later" => view.known(at + 1) == "today" || unit(at + 2..at + 3),
        _ => view.is(at, Class::FutureTime),
    });
    future && !now
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
    if is_to_come(view, clause) {
        let form = match modal.negation {
            Some(contracted) => format!("it {}", negated("will", contracted, style)),
            None if style.contracts => format!("it{apostrophe}ll"),
            None => "it will".into(),
        };
        return Some(vec![Edit::replace(modal.span, case(form))]);
    }
    match group.predicate {
        Predicate::Be | Predicate::Progressive | Predicate::Passive => {
            let be = find(view, modal.next..group.words.end, "be")?;
            Some(vec![Edit::replace(modal.span, it_is("is")), drop_word(view, be)])
        }
        Predicate::Perfect | Predicate::PerfectPassive => {
            let have = have(view, modal.next..group.words.end)?;
            Some(vec![Edit::replace(modal.span, it_is("has")), drop_word(view, have)])
        }
        Predicate::Verb if modal.negation.is_some() => {
            let form = negated("does", modal.negation == Some(true), style);
            Some(vec![Edit::replace(modal.span, case(format!("it {form}")))])
        }
        Predicate::Verb => {
            let mut edits = vec![Edit::replace(modal.span, case("it".into()))];
            let verb = group.verb.filter(|&verb| !view.marked(verb, NO_FORMS))?;
            edits.extend(inflect(view, verb, Agreement::Singular));
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
        && !view.marked(verb, NO_FORMS)
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

/// The *have* of a perfect: "should have arrived", "should've arrived".
fn have(view: &View<'_>, mut range: std::ops::Range<usize>) -> Option<usize> {
    range.find(|&at| matches!(view.known(at), "have" | "'ve"))
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

/// "seems to be" becomes "is", "appears to have" becomes "has", "doesn't seem to work" "doesn't work",
/// and "it doesn't look like it was sent" becomes "it wasn't sent".
pub(super) fn raised(view: &View<'_>, clause: &Clause, style: Style) -> Option<Vec<Edit>> {
    let group = clause.verb.words.clone();
    let seem = group.clone().find(|&at| view.is(at, Class::Seem));
    let to = seem
        .and_then(|seem| (seem + 1..view.len()).find(|&at| !view.is(at, Class::Adverb)))
        .filter(|&at| view.is(at, Class::To));
    let (Some(seem), Some(to)) = (seem, to) else { return denied(view, clause, style) };
    let mut verb = to + 1;
    while view.is(verb, Class::Adverb) {
        verb += 1;
    }
    if verb >= view.len() || view.marked(verb, NO_FORMS) {
        return None;
    }
    let support =
        (group.start..seem).find(|&at| view.is(at, Class::Do) || view.known(at) == "would");
    let past = view.is(seem, Class::VerbPast) || support.is_some_and(|at| view.known(at) == "did");
    let agreement = match support.map(|at| view.known(at)) {
        _ if clause.subject.kind == SubjectKind::I => Agreement::I,
        Some("does") => Agreement::Singular,
        None if view.is(seem, Class::VerbS) => Agreement::Singular,
        Some("do") => Agreement::Plural,
        None if !past => Agreement::Plural,
        _ => match agreements(&clause.subject)[..] {
            [one] => one,
            _ => return None,
        },
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
    let base = view.written(verb).to_lowercase();
    let after = (verb + 1..view.len()).find(|&at| !view.is(at, Class::Adverb));
    let perfect = base == "have"
        && after.is_some_and(|at| view.known(at) == "been" || is_participle(view, at));
    let auxiliary = match base.as_str() {
        "be" if past => Some(agreement.was()),
        "be" => Some(agreement.be()),
        "have" if perfect && past => Some("had"),
        "have" if perfect => Some(agreement.have()),
        _ => None,
    };
    let mut words: Vec<String> = Vec::new();
    let adverbs = adverbs.iter().map(|&adverb| adverb.to_owned());
    let contracted = negation.map(|at| view.known(at) == "n't");
    match (auxiliary, contracted) {
        (Some(form), contracted) => {
            words.push(match contracted {
                Some(contracted) => negated(form, contracted, style),
                None => form.to_owned(),
            });
            words.extend(adverbs);
        }
        (None, Some(contracted)) => {
            let support = if past { "did" } else { agreement.does() };
            words.push(negated(support, contracted, style));
            words.extend(adverbs);
            words.push(base);
        }
        (None, None) => {
            words.extend(adverbs);
            words.push(if past {
                view.lexicon.verb_forms(&base).past
            } else {
                agreement.verb(view, &base)
            });
        }
    }
    let text = words.join(" ");
    let text = if starts_upper(&view.text[start..]) { capitalised(&text) } else { text };
    Some(vec![Edit::replace(to_verb, text)])
}

/// "It doesn't look like our system sent it" becomes "Our system didn't send it": the frame goes, and
/// its negation goes to the verb. None where it would not say the same there.
fn denied(view: &View<'_>, frame: &Clause, style: Style) -> Option<Vec<Edit>> {
    let group = &frame.verb;
    let support = group.words.start;
    let negation = support + 1;
    let look = group.verb.filter(|&verb| verb == negation + 1)?;
    if !matches!(view.known(support), "do" | "does") {
        return None;
    }
    let contracted = match view.known(negation) {
        "n't" => true,
        "not" => false,
        _ => return None,
    };
    let inner = match (view.known(look + 1), view.known(look + 2)) {
        ("as", "if" | "though") => look + 3,
        ("like", _) => look + 2,
        ("that", _) => match rewrite::that(view, look + 1) {
            That::Conjunction => look + 2,
            That::Subject => look + 1,
            That::Unclear => return None,
        },
        _ => look + 1,
    };
    let at = finite_from(view, inner)?;
    let said = plain_subject(view, inner..at)?;
    let end = (inner + 1..view.len())
        .find(|&word| view.marked(word, Marks::COMMA.with(Marks::BREAK)))
        .unwrap_or(view.len());
    // So it does of a clause with a reason, an alternative or another negation.
    let moves = (at..end).any(|word| {
        const SCOPE: ClassSet =
            ClassSet::of(&[Class::Coordinator, Class::Subordinator, Class::Wh, Class::Negation]);
        let waits = view.known(word) == "yet" && word + 1 == end;
        view.is_any(word, SCOPE) && !waits
            || matches!(
                view.known(word),
                "already"
                    | "still"
                    | "only"
                    | "just"
                    | "also"
                    | "always"
                    | "too"
                    | "both"
                    | "some"
                    | "something"
                    | "someone"
                    | "somebody"
                    | "several"
            )
    });
    if moves || at >= end {
        return None;
    }
    let negative = negative(view, &said, &verb_group(view, at), contracted, style)?;
    let mut edits = rewrite::replace(view, frame.subject.words.start..inner, "");
    edits.push(negative);
    let apart = edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start);
    apart.then_some(edits)
}

/// The words as a subject that names a certain thing: of all, of any and of one a negation says
/// something else.
fn plain_subject(view: &View<'_>, words: std::ops::Range<usize>) -> Option<Subject> {
    const PRONOUN: ClassSet = SUBJECT_PRONOUN.with(ClassSet::of(&[Class::Deictic, Class::There]));
    const OTHER: ClassSet = PRONOUN.with(ClassSet::of(&[
        Class::IndefiniteSingular,
        Class::IndefinitePlural,
        Class::Relative,
        Class::Adverb,
        Class::Coordinator,
        Class::VerbIng,
    ]));
    let first = words.start;
    if words.len() == 1 && view.is_any(first, PRONOUN) {
        return Some(subject(view, words.end, 0).subject);
    }
    let others = words.clone().any(|at| {
        let points =
            at == first && view.is_any(at, ClassSet::of(&[Class::Deictic, Class::ThirdPlural]));
        view.is_any(at, OTHER) && !points
            || matches!(view.known(at), "a" | "an" | "any" | "no" | "every" | "more" | "another")
            || view.marked(at, Marks::DIGIT)
    });
    if others || words.is_empty() {
        return None;
    }
    let head = head_of(view, &words);
    Some(Subject {
        kind: SubjectKind::Noun,
        number: number_of(view, &words, head),
        words,
        head: Some(head),
        antecedent: None,
    })
}

/// The verb group with *not*: "sent" becomes "didn't send".
fn negative(
    view: &View<'_>,
    subject: &Subject,
    group: &VerbGroup,
    contracted: bool,
    style: Style,
) -> Option<Edit> {
    let at = group.words.start;
    if group.negated || !group.adverbs.is_empty() || view.marked(at, NO_FORMS) {
        return None;
    }
    let span = view.words[at].span();
    let word = view.known(at);
    // "'s" and "'re" become words of their own.
    let clitic = match (word, group.predicate) {
        ("'s", _) if view.known(at + 1) == "been" => Some("has"),
        ("'s", Predicate::Be | Predicate::Progressive) => Some("is"),
        ("'re", _) => Some("are"),
        ("'m", _) => Some("am"),
        ("'ve", _) => Some("have"),
        _ => None,
    };
    if let Some(full) = clitic {
        return Some(Edit::replace(span, format!(" {}", negated(full, contracted, style))));
    }
    let auxiliary = match group.predicate {
        Predicate::Be | Predicate::Progressive | Predicate::Passive | Predicate::Able => {
            view.is(at, Class::Be) || matches!(word, "can" | "will")
        }
        Predicate::Perfect | Predicate::PerfectPassive => {
            matches!(word, "has" | "have" | "had") || word == "will"
        }
        _ => matches!(word, "can" | "will"),
    };
    if auxiliary {
        return Some(Edit::replace(span, negated(word, contracted, style)));
    }
    if group.verb != Some(at) || !matches!(group.predicate, Predicate::Verb | Predicate::Have) {
        return None;
    }
    // "those exports failed": what seems the verb of *those* is its noun.
    if subject.head.is_some_and(|head| head + 1 == at && view.is(head, Class::Determiner)) {
        return None;
    }
    let [agreement] = agreements(subject)[..] else { return None };
    let (support, base) = if word == "had" {
        ("did", "have".to_owned())
    } else if word == "has" {
        ("does", "have".to_owned())
    } else if view.is(at, Class::VerbS) && agreement == Agreement::Singular {
        ("does", view.lexicon.base_of(word, |forms| &forms.third)?)
    } else if view.is(at, Class::VerbPast)
        && (agreement == Agreement::Singular || !view.is(at, Class::VerbBase))
    {
        ("did", view.lexicon.base_of(word, |forms| &forms.past)?)
    } else if view.is(at, Class::VerbBase)
        && agreement != Agreement::Singular
        && !view.is(at, Class::VerbPast)
    {
        ("do", word.to_owned())
    } else {
        return None;
    };
    Some(Edit::replace(span, format!("{} {base}", negated(support, contracted, style))))
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
    let negation = (clause.verb.words.start..cue.start).find(|&at| view.is(at, Class::Negation));
    let be = match negation.map(|at| view.known(at)) {
        None => be.to_owned(),
        Some(not @ ("n't" | "not"))
            if support.is_some() && clause.subject.kind != SubjectKind::Elided =>
        {
            negated(be, not == "n't", style)
        }
        Some(_) => return None,
    };
    if clause.subject.kind == SubjectKind::Elided {
        let it_is =
            if style.contracts { format!("it{}s", style.apostrophe()) } else { "it is".into() };
        let upper = starts_upper(span.of(view.text));
        return Some(vec![Edit::replace(span, if upper { capitalised(&it_is) } else { it_is })]);
    }
    let start = view.words[agrees].span().start;
    Some(vec![Edit::replace(Span::new(start, span.end), be)])
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;
    use crate::check::check;
    use crate::fix::apply;
    use crate::input::Input;
    use crate::settings::Profile;

    /// All ways to state the text as a fact that are offered, each applied.
    fn stated(text: &str) -> Vec<String> {
        let catalog = Catalog::builtin();
        let mut input = Input::default();
        input.settings.profile = Profile::Coach;
        let findings = check(text, &input, &catalog).findings;
        let doubts = findings.iter().filter(|finding| finding.code.starts_with("certainty-"));
        let fixes = doubts.flat_map(|finding| &finding.fixes);
        let stating = fixes.filter(|fix| fix.title.starts_with("I checked: "));
        stating.map(|fix| apply(text, &fix.edits)).collect()
    }

    fn holds(table: &[(&str, &str)]) {
        for (text, certain) in table {
            assert_eq!(stated(text), [*certain], "{text}");
        }
    }

    #[test]
    fn should_is_stated_in_the_form_of_what_follows_it() {
        holds(&[
            ("The sync should be on.", "The sync is on."),
            ("The sync should be syncing.", "The sync is syncing."),
            ("Your site should be restored now.", "Your site is restored now."),
            ("Your order should have arrived.", "Your order has arrived."),
            ("Your parcel should've arrived by now.", "Your parcel has arrived by now."),
            ("Your refund should have been processed.", "Your refund has been processed."),
            ("Your plan should now have two seats.", "Your plan now has two seats."),
            ("The sync should work.", "The sync works."),
            ("The page should load.", "The page loads."),
            ("The email should go out now.", "The email goes out now."),
            ("The update should fix it.", "The update fixes it."),
            ("The job should try again now.", "The job tries again now."),
            ("The sync should carry on now.", "The sync carries on now."),
            ("The sync should push again now.", "The sync pushes again now."),
            ("The filter should match again.", "The filter matches again."),
            ("The button should apply again.", "The button applies again."),
            ("The page should refresh and show it now.", "The page refreshes and shows it now."),
            ("You should be able to log in.", "You can log in."),
            ("You should now be able to log in.", "You can now log in."),
            ("Everyone should be able to log in now.", "Everyone can log in now."),
            ("That should be fine.", "That is fine."),
            ("It should be good now.", "It is good now."),
            ("I've reset it. That should do it.", "I've reset it. That does it."),
            ("I've reset it. That should do the trick.", "I've reset it. That does the trick."),
            ("I've reset it. That should help.", "I've reset it. That helps."),
            ("It should take about 5 minutes.", "It takes about 5 minutes."),
        ]);
    }

    #[test]
    fn a_negation_stays_one() {
        holds(&[
            ("It shouldn't be slow now.", "It isn't slow now."),
            ("It shouldn’t be slow now.", "It isn’t slow now."),
            ("It shouldnt be slow now.", "It isn't slow now."),
            ("It should not be slow now.", "It is not slow now."),
            ("They should not be slow now.", "They are not slow now."),
            ("You shouldn't be charged now.", "You aren't charged now."),
            ("The plan shouldn't have changed.", "The plan hasn't changed."),
            ("The plan should not have changed.", "The plan has not changed."),
            ("Your order shouldn't've changed.", "Your order hasn't changed."),
            ("It shouldn't fail now.", "It doesn't fail now."),
            ("It should not fail now.", "It does not fail now."),
            ("Your exports shouldn't fail now.", "Your exports don't fail now."),
            ("Your plan shouldn't have a limit now.", "Your plan doesn't have a limit now."),
            ("Nothing should be lost now.", "Nothing is lost now."),
        ]);
    }

    #[test]
    fn a_verb_agrees_with_the_head_of_its_subject() {
        for (subject, verb) in [
            ("It", "is"),
            ("This", "is"),
            ("That", "is"),
            ("They", "are"),
            ("These", "are"),
            ("Those", "are"),
            ("The sync", "is"),
            ("Both invoices", "are"),
            ("Everything", "is"),
            ("Each of the invoices", "is"),
            ("Every export", "is"),
            ("One of the exports", "is"),
            ("All of your exports", "are"),
            ("All of the space", "is"),
            ("Every invoice and every receipt", "is"),
            ("The files that you sent us", "are"),
            ("The file that you sent us", "is"),
            ("The customers that I moved", "are"),
            ("The list that you and I made", "is"),
            ("The list of invoices", "is"),
            ("The number of exports", "is"),
            ("A number of exports", "are"),
            ("A couple of exports", "are"),
            ("A lot of exports", "are"),
            ("A lot of space", "is"),
            ("Half of the exports", "are"),
            ("The invoice and the receipt", "are"),
            ("The invoice or the receipt", "is"),
            ("Your settings", "are"),
            ("Your status pages", "are"),
            ("Our customers' exports", "are"),
            ("Jo's export", "is"),
            ("The children", "are"),
            ("The news", "is"),
            ("Analytics", "is"),
            ("The status", "is"),
            ("The address", "is"),
            ("Your access", "is"),
            ("The DNS", "is"),
            ("The CSS", "is"),
            ("The process", "is"),
            ("The analysis", "is"),
            ("The series", "is"),
            ("The canvas", "is"),
            ("The export you asked for", "is"),
            ("The export (all 200 rows)", "is"),
            ("The exports (one a shop)", "are"),
            ("The export — all 200 rows —", "is"),
            ("Your export, a CSV,", "is"),
            ("`acme export`", "is"),
        ] {
            let text = format!("{subject} should be in the list again.");
            let certain = format!("{subject} {verb} in the list again.");
            assert_eq!(stated(&text), [certain], "{text}");
        }
    }

    #[test]
    fn both_numbers_are_offered_where_both_are_in_use() {
        assert_eq!(
            stated("Your data should be in the list again."),
            ["Your data is in the list again.", "Your data are in the list again."]
        );
    }

    #[test]
    fn words_are_contracted_as_the_reply_does() {
        holds(&[
            ("You should be all set.", "You're all set."),
            ("It's done. You should be upgraded now.", "It's done. You're upgraded now."),
            ("It’s done. You should be upgraded now.", "It’s done. You’re upgraded now."),
            ("I have moved it. You should be all set.", "I have moved it. You are all set."),
            ("It's done. You should see it now.", "It's done. You'll see it now."),
            ("It’s done. You should see it now.", "It’s done. You’ll see it now."),
            ("I am done. You should see it now.", "I am done. You will see it now."),
            ("Press Save. You should receive a mail.", "Press Save. You'll receive a mail."),
            ("I've moved it, so you should be all set.", "I've moved it, so you're all set."),
        ]);
    }

    #[test]
    fn adverbs_stay_where_they_are() {
        holds(&[
            ("That blog should now be yours.", "That blog is now yours."),
            ("It should already have been restored.", "It has already been restored."),
            ("The sync should no longer be slow.", "The sync is no longer slow."),
            ("You should all be upgraded now.", "You're all upgraded now."),
        ]);
    }

    #[test]
    fn a_sentence_without_a_subject_gets_one() {
        holds(&[
            ("Should now be fixed.", "It's now fixed."),
            ("Should work now.", "It works now."),
            ("Should've been fixed in 3.2.", "It's been fixed in 3.2."),
            ("Fixed it - should work now.", "Fixed it - it works now."),
            ("I've reset it (should work now).", "I've reset it (it works now)."),
            ("I've reset it and it should work now.", "I've reset it and it works now."),
        ]);
    }

    #[test]
    fn markup_and_line_breaks_stay() {
        holds(&[
            ("It **should** now be live.", "It **is** now live."),
            ("It should **now** be live.", "It is **now** live."),
            ("The **sync should** be on again.", "The **sync is** on again."),
            ("The sync _should_ be on again.", "The sync _is_ on again."),
            ("The sync should *work* again.", "The sync *works* again."),
            ("It should [now](https://x.test) be live.", "It is [now](https://x.test) live."),
            ("The sync should be\non again.", "The sync is\non again."),
            ("The sync\nshould be on again.", "The sync\nis on again."),
            ("The sync should\r\nnow be on again.", "The sync is\r\nnow on again."),
        ]);
    }

    #[test]
    fn what_is_dropped_leaves_a_whole_sentence() {
        holds(&[
            ("It looks like our export is fixed.", "Our export is fixed."),
            ("It seems that our export is broken.", "Our export is broken."),
            ("I think the export is fixed.", "The export is fixed."),
            ("I think that the export is fixed.", "The export is fixed."),
            ("Hopefully, the export is fixed.", "The export is fixed."),
            ("Probably, our cache is full.", "Our cache is full."),
            ("As far as I know, the export works.", "The export works."),
            ("This is probably an issue in our sync.", "This is an issue in our sync."),
            ("The export, hopefully, is fixed.", "The export is fixed."),
            ("The export is fixed, hopefully.", "The export is fixed."),
            ("The export is fixed (probably).", "The export is fixed."),
            ("The export is probably, as you say, old.", "The export is, as you say, old."),
            ("I've reset it and hopefully, it works.", "I've reset it and it works."),
            ("Hopefully\nthe export is fixed.", "The export is fixed."),
            ("- hopefully the export is fixed", "- The export is fixed"),
            ("I think eBay is in our app now.", "eBay is in our app now."),
            ("I think `acme` is fixed in our app.", "`acme` is fixed in our app."),
        ]);
    }

    #[test]
    fn emphasis_goes_with_the_words_that_it_holds_and_stays_with_others() {
        holds(&[
            ("**Hopefully** the export is fixed.", "The export is fixed."),
            ("**Hopefully**, the export is fixed.", "The export is fixed."),
            ("*I think* the export is fixed.", "The export is fixed."),
            ("The export is **probably** fixed.", "The export is fixed."),
            ("Hopefully **the export** is fixed.", "**The export** is fixed."),
            ("**The export**, hopefully, is fixed.", "**The export** is fixed."),
            ("**The export is fixed** hopefully.", "**The export is fixed**."),
        ]);
    }

    #[test]
    fn verbs_of_seeming_give_their_form_to_the_next() {
        holds(&[
            ("Our export seems to be broken.", "Our export is broken."),
            ("Our exports seem to be broken.", "Our exports are broken."),
            ("Our export appears to have failed.", "Our export has failed."),
            ("Our exports appear to have failed.", "Our exports have failed."),
            ("Our export doesn't seem to work.", "Our export doesn't work."),
            ("The refund doesn't seem to have been sent.", "The refund hasn't been sent."),
            ("Your order doesn't appear to have shipped.", "Your order hasn't shipped."),
            ("Your orders do not seem to have shipped.", "Your orders have not shipped."),
            ("Your plan doesn't seem to have a limit.", "Your plan doesn't have a limit."),
            ("Our exports seemed to be broken.", "Our exports were broken."),
            ("This looks like a bug on our side.", "This is a bug on our side."),
            ("These look like bugs on our side.", "These are bugs on our side."),
        ]);
    }

    #[test]
    fn a_negated_frame_negates_the_fact() {
        holds(&[
            (
                "It doesn't look like our system sent the email.",
                "Our system didn't send the email.",
            ),
            ("It doesn’t look like our system sent it.", "Our system didn’t send it."),
            ("It does not appear that your refund was issued.", "Your refund was not issued."),
            ("It doesn't look like your payment went through.", "Your payment didn't go through."),
            ("It doesn't seem that your orders were sent yet.", "Your orders weren't sent yet."),
            ("It doesn't look like our export supports this.", "Our export doesn't support this."),
            (
                "It doesn't look like we support this in our app.",
                "We don't support this in our app.",
            ),
            ("It doesn't look as if our export has failed.", "Our export hasn't failed."),
            ("It doesn't seem like your plan has a limit.", "Your plan doesn't have a limit."),
            ("It doesn't look like there's a problem.", "There isn't a problem."),
            (
                "It doesn't look like our system sent any email.",
                "Our system didn't send any email.",
            ),
            ("It doesn't look like it's been fixed in 3.2.", "It hasn't been fixed in 3.2."),
            ("It doesn't look like your invoice is paid.", "Your invoice isn't paid."),
            ("Your invoice doesn't seem correct.", "Your invoice isn't correct."),
            (
                "I checked, and it doesn't look like our system sent it.",
                "I checked, and our system didn't send it.",
            ),
        ]);
    }

    #[test]
    fn what_a_negation_would_change_stays_as_it_is() {
        for text in [
            "It doesn't look like any email was sent by our system.",
            "It doesn't look like everyone was charged by our system.",
            "It doesn't look like a refund was issued by our system.",
            "It doesn't look like our system sent all of it.",
            "It doesn't look like those exports failed on our server.",
            "It doesn't look like our system sent some of it.",
            "It doesn't look like there are several errors in our log.",
            "It doesn't look like our system sent it because it was full.",
            "It doesn't look like our export was sent and it is gone.",
            "It doesn't look like our export bounced.",
            "It no longer looks like our export is broken.",
            "It hardly seems that our export is broken.",
            "It doesn't look like our export should be broken now.",
        ] {
            assert_eq!(stated(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn that_stays_where_it_points() {
        holds(&[
            ("I think that invoice was paid.", "That invoice was paid."),
            ("It seems that order was sent twice.", "That order was sent twice."),
            ("I think that's fixed now.", "That's fixed now."),
            ("I believe that was fixed in our export.", "That was fixed in our export."),
            ("I think that your invoice was paid.", "Your invoice was paid."),
            ("I think that invoices were sent twice.", "Invoices were sent twice."),
            ("I think that `acme` is fixed in our app.", "`acme` is fixed in our app."),
        ]);
        for text in [
            "I'm not sure, but I think your order was shipped.",
            "I don't know, but I believe our export is broken.",
            "I believe that sync is broken.",
            "It seems that billing was down.",
        ] {
            assert_eq!(stated(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_month_is_no_modal_and_a_name_has_no_forms() {
        holds(&[(
            "The date is 3 May. `sync` should work again now.",
            "The date is 3 May. `sync` works again now.",
        )]);
        for text in ["Our sync should `retry` now.", "Our sync should iOS now."] {
            assert_eq!(stated(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn other_modals_and_trying_are_stated_too() {
        holds(&[
            ("Our sync might be down.", "Our sync is down."),
            ("Our sync may have failed.", "Our sync has failed."),
            ("Our sync could have been down.", "Our sync was down."),
            ("I will try to send it today.", "I will send it today."),
            ("I'll try to send it today.", "I'll send it today."),
            ("We'll try and find your order.", "We'll find your order."),
            ("We will do our best to get it back.", "We will get it back."),
        ]);
    }

    #[test]
    fn a_forecast_becomes_a_promise_of_ones_own() {
        holds(&[
            ("Your order should arrive by Friday.", "Your order will arrive by Friday."),
            ("Your invoices should arrive tomorrow.", "Your invoices will arrive tomorrow."),
        ]);
    }

    #[test]
    fn what_is_to_come_is_said_to_come() {
        holds(&[
            ("The site should be back up in an hour.", "The site will be back up in an hour."),
            ("The money should be back within 5 days.", "The money will be back within 5 days."),
            ("Should be back in 10 minutes.", "It'll be back in 10 minutes."),
            ("It's down. Should be back tomorrow.", "It's down. It'll be back tomorrow."),
            ("The sync should soon work.", "The sync will soon work."),
            ("You shouldn't be charged again.", "You won't be charged again."),
            ("Your plan shouldn't renew again.", "Your plan won't renew again."),
            ("The site should be fast now.", "The site is fast now."),
            ("The sync should work again.", "The sync works again."),
        ]);
    }

    #[test]
    fn there_agrees_with_what_there_is() {
        holds(&[
            ("There shouldn't be any problems now.", "There aren't any problems now."),
            ("There should be no more errors.", "There are no more errors."),
            ("There should be no error in our export now.", "There is no error in our export now."),
            ("There might be a conflict in our sync.", "There is a conflict in our sync."),
            ("There should now be two invoices.", "There are now two invoices."),
            (
                "There should be a lot of errors in our log now.",
                "There are a lot of errors in our log now.",
            ),
            ("There should be plenty of space now.", "There is plenty of space now."),
            ("There should now be two invoices attached.", "There are now two invoices attached."),
        ]);
    }

    #[test]
    fn capitals_and_fragments_stay_what_they_are() {
        holds(&[
            ("YOUR REFUND SHOULD NOW BE ON YOUR CARD.", "YOUR REFUND IS NOW ON YOUR CARD."),
            ("OUR SYNC SHOULD WORK NOW.", "OUR SYNC WORKS NOW."),
            ("Our sync SHOULD work now.", "Our sync works now."),
            ("It could well be a bug in our sync.", "It is a bug in our sync."),
            ("It could very well be a bug in our sync.", "It is a bug in our sync."),
        ]);
        assert_eq!(
            stated("| Invoice | State |\n|---|---|\n| 4711 | should now be paid |"),
            [
                "| Invoice | State |\n|---|---|\n| 4711 | is now paid |",
                "| Invoice | State |\n|---|---|\n| 4711 | are now paid |",
            ]
        );
    }

    #[test]
    fn questions_and_advice_stay_as_they_are() {
        for text in [
            "Should it be fixed now?",
            "Is it something that should be fixed now?",
            "What should I see after I click Save?",
            "Should you need anything else, write any time.",
            "You should keep a copy of the key.",
            "We should have caught this before you did.",
        ] {
            assert_eq!(stated(text), [""; 0], "{text}");
        }
    }
}
