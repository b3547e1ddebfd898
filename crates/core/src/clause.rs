//! What the certainty family asks of a clause: who or what is said to be how, and how firmly.
//!
//! The types are those of grammar, not of English; a language's module fills them
//! ([`Grammar`](crate::lang::grammar::Grammar)). Analysis is lazy: only sentences that hold a cue are
//! taken apart.

use std::ops::Range;

/// Grammatical number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Number {
    /// One.
    Singular,
    /// More than one.
    Plural,
    /// It cannot be told, or both are in use.
    Unknown,
}

/// What kind of subject a clause has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum SubjectKind {
    /// The writer.
    I,
    /// The writer's side.
    We,
    /// The reader.
    You,
    /// *it*, *he*, *she*, *they*: something said before.
    Pronoun,
    /// *this*, *that*, *these*, *those* alone.
    Deictic,
    /// Existential *there*.
    There,
    /// *everything*, *all*, *nothing*.
    Indefinite,
    /// *which* or *that*, standing for what was said just before.
    Relative,
    /// A noun phrase.
    Noun,
    /// An -ing phrase: "clearing the cache".
    Gerund,
    /// None is written: "Should be fixed now."
    Elided,
}

/// The subject of a clause. Indices are into the sentence's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Subject {
    /// What kind it is.
    pub kind: SubjectKind,
    /// Its number.
    pub number: Number,
    /// Its words; empty for an elided one.
    pub words: Range<usize>,
    /// Its head noun or pronoun.
    pub head: Option<usize>,
    /// What a relative subject stands for: the noun phrase before it.
    pub antecedent: Option<Range<usize>>,
}

impl Subject {
    /// Whether it stands for something that was said or is at hand: *it*, *this*, *everything*, none.
    #[must_use]
    pub(crate) fn stands_for(&self) -> bool {
        matches!(
            self.kind,
            SubjectKind::Pronoun
                | SubjectKind::Deictic
                | SubjectKind::Indefinite
                | SubjectKind::Elided
        )
    }
}

/// How a clause stands in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ClauseKind {
    /// It asserts.
    Main,
    /// It asks.
    Question,
    /// "Should you need anything": a condition by inversion.
    Inversion,
    /// It sets a condition or a time.
    Condition,
    /// It is an embedded question: "how it should look".
    Embedded,
    /// It says more about a noun.
    Relative,
    /// It tells what the reader said or asked.
    Reported,
}

/// What is said of the subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Predicate {
    /// *be* with a state, a place or a thing.
    Be,
    /// *be* with an -ing form.
    Progressive,
    /// *be* with a participle.
    Passive,
    /// *have* with a participle.
    Perfect,
    /// *have been* with a participle.
    PerfectPassive,
    /// *have* with a noun phrase.
    Have,
    /// *be able to* with a verb.
    Able,
    /// Another verb.
    Verb,
    /// Nothing follows: "It should."
    None,
}

/// A verb group, from its first auxiliary to its full verb. Indices are into the sentence's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VerbGroup {
    /// All of it, adverbs included.
    pub words: Range<usize>,
    /// The modal, where there is one.
    pub modal: Option<usize>,
    /// Whether it is negated.
    pub negated: bool,
    /// The adverbs inside it.
    pub adverbs: Vec<usize>,
    /// What is said.
    pub predicate: Predicate,
    /// The full verb: a participle, an -ing form or a base form.
    pub verb: Option<usize>,
    /// What follows, to the end of the clause.
    pub complement: Range<usize>,
}

/// A clause. Indices are into the sentence's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clause {
    /// All of it.
    pub words: Range<usize>,
    /// How it stands in its sentence.
    pub kind: ClauseKind,
    /// Its subject.
    pub subject: Subject,
    /// Its verb group.
    pub verb: VerbGroup,
    /// Whether it goes on from an earlier clause with the same subject, which is not repeated.
    pub coordinated: bool,
}

/// What a sentence says besides its clauses, as far as certainty asks for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Context(u32);

impl Context {
    /// The writer says what they did: "I've moved it", "we pushed a fix".
    pub(crate) const OWN_ACTION: Self = Self(1);
    /// The writer says what they tried or looked at: "I tested it here".
    pub(crate) const OWN_TEST: Self = Self(1 << 1);
    /// The reader is told what to do.
    pub(crate) const INSTRUCTION: Self = Self(1 << 2);
    /// A condition is set: if, once, unless, as long as.
    pub(crate) const CONDITION: Self = Self(1 << 3);
    /// The writer says who will make it certain and how.
    pub(crate) const CALIBRATED: Self = Self(1 << 4);
    /// The writer says what keeps them from knowing: "I can't test it here".
    pub(crate) const LIMIT: Self = Self(1 << 5);
    /// A delivery is named: "in the next build", "in version 6".
    pub(crate) const RELEASE: Self = Self(1 << 6);
    /// A time in the future is named.
    pub(crate) const FUTURE: Self = Self(1 << 7);
    /// Something is set against something: but, however, although, strange.
    pub(crate) const CONTRAST: Self = Self(1 << 8);
    /// It answers yes or no.
    pub(crate) const ANSWER: Self = Self(1 << 9);
    /// A number with a unit or a value to compare.
    pub(crate) const FIGURE: Self = Self(1 << 10);
    /// It holds a link.
    pub(crate) const LINK: Self = Self(1 << 11);
    /// It says that something is finished: fixed, uploaded, released.
    pub(crate) const DONE: Self = Self(1 << 12);
    /// A delivery that has been made is named with the writer's hand in it: "a new nightly".
    pub(crate) const DELIVERY: Self = Self(1 << 13);

    /// It supposes: would.
    pub(crate) const HYPOTHETICAL: Self = Self(1 << 14);

    /// No fact.
    pub(crate) const NONE: Self = Self(0);

    /// Whether it says all of `other`.
    #[must_use]
    pub(crate) const fn says(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether it says any of `other`.
    #[must_use]
    pub(crate) const fn says_any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both together.
    #[must_use]
    pub(crate) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Adds `other` where `holds`.
    pub(crate) fn set(&mut self, other: Self, holds: bool) {
        if holds {
            self.0 |= other.0;
        }
    }
}
