//! What a language's module does for the rules.

use std::ops::Range;

use crate::clause::{Clause, Context};
use crate::document::{Document, Marks, Sentence, Word};
use crate::finding::Edit;
use crate::lang::class::{Class, ClassSet};
use crate::lang::lexicon::{Lexicon, WordId};

/// A sentence with all that grammar needs to read it. Indices are into [`View::words`].
#[derive(Clone, Copy)]
pub(crate) struct View<'d> {
    /// The document's text.
    pub text: &'d str,
    /// The sentence.
    pub sentence: &'d Sentence,
    /// Its words.
    pub words: &'d [Word],
    /// The vocabulary.
    pub lexicon: &'d Lexicon,
}

impl<'d> View<'d> {
    pub(crate) fn new(
        document: &'d Document<'_>,
        sentence: &'d Sentence,
        lexicon: &'d Lexicon,
    ) -> Self {
        Self { text: document.text, sentence, words: document.words_of(sentence), lexicon }
    }

    /// The classes of the word `at`; none past the end.
    #[must_use]
    pub(crate) fn classes(&self, at: usize) -> ClassSet {
        self.words.get(at).map_or(ClassSet::EMPTY, |word| self.lexicon.classes(word.id))
    }

    /// Whether the word `at` is of the class.
    #[must_use]
    pub(crate) fn is(&self, at: usize, class: Class) -> bool {
        self.classes(at).has(class)
    }

    /// Whether the word `at` is of one of the classes.
    #[must_use]
    pub(crate) fn is_any(&self, at: usize, classes: ClassSet) -> bool {
        self.classes(at).meets(classes)
    }

    /// The word as it is written.
    #[must_use]
    pub(crate) fn written(&self, at: usize) -> &'d str {
        self.words.get(at).map_or("", |word| word.span().of(self.text))
    }

    /// The folded word where the vocabulary knows it, else the word as it is written.
    #[must_use]
    pub(crate) fn known(&self, at: usize) -> &'d str {
        self.words.get(at).map_or("", |word| match word.id {
            WordId::UNKNOWN => word.span().of(self.text),
            id => self.lexicon.text(id),
        })
    }

    /// Whether the word `at` has any of the marks.
    #[must_use]
    pub(crate) fn marked(&self, at: usize, marks: Marks) -> bool {
        self.words.get(at).is_some_and(|word| word.any(marks))
    }

    /// Number of words.
    #[must_use]
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }
}

/// How the writer spells contractions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Style {
    /// Whether the reply contracts, or leaves it open.
    pub contracts: bool,
    /// Whether its apostrophes are curly.
    pub curly: bool,
}

impl Style {
    /// The writer's apostrophe.
    #[must_use]
    pub(crate) const fn apostrophe(self) -> char {
        if self.curly { '’' } else { '\'' }
    }
}

/// The grammar of a language, as far as certainty asks for it.
pub(crate) trait Grammar: Send + Sync {
    /// The clause whose verb group begins with the finite verb or modal `at`.
    fn clause_at(&self, view: &View<'_>, at: usize) -> Clause;

    /// The clause that begins at or after the word `start`, as after "I think that".
    fn clause_from(&self, view: &View<'_>, start: usize) -> Option<Clause>;

    /// Whether the clause in which the word `at` stands is asked and not said: "I believe it is on, could
    /// you look?" says and then asks.
    fn asks(&self, view: &View<'_>, at: usize) -> bool;

    /// The end of the noun phrase whose first word behind its determiner is `start`; `start` itself where
    /// none stands there.
    fn phrase_end(&self, view: &View<'_>, start: usize) -> usize;

    /// What the sentence says besides.
    fn context(&self, view: &View<'_>) -> Context;

    /// Edits that state a clause with a modal as a fact: one way, or two where the number of its subject
    /// cannot be told, or none.
    fn certain(&self, view: &View<'_>, clause: &Clause, style: Style) -> Vec<Vec<Edit>>;

    /// Edits that turn a forecast into a promise: "should arrive" into "will arrive".
    fn forecast(&self, view: &View<'_>, clause: &Clause, style: Style) -> Option<Vec<Edit>>;

    /// Edits that turn "seems to be" into "is".
    fn raised(&self, view: &View<'_>, clause: &Clause, style: Style) -> Option<Vec<Edit>>;

    /// Edits that turn "looks like a bug" at the words `cue` into "is a bug".
    fn equated(
        &self,
        view: &View<'_>,
        clause: &Clause,
        cue: Range<usize>,
        style: Style,
    ) -> Option<Vec<Edit>>;

    /// What the words before `until` say: a sentence can do both, act and report.
    fn context_before(&self, view: &View<'_>, until: usize) -> Context;
}
