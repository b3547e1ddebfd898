//! What a rule is.

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::catalog::Catalog;
use crate::clause::{Clause, Context};
use crate::document::{Document, Placed, Sentence};
use crate::draft::{Draft, Mood, Name, NameMatch, RegionKind};
use crate::example::Example;
use crate::finding::{Code, Family, Finding, Severity};
use crate::input::{Input, Mode, Stage};
use crate::lang::LanguageData;
use crate::lang::data::PatternUse;
use crate::lang::grammar::{Grammar, Style, View};
use crate::lang::lexicon::fold;
use crate::owner::Names;
use crate::pattern::{Hit, starts};
use crate::sensitive::{Finds, KnownFinds};
use crate::settings::Profile;
use crate::snippet::{self, Act, Snippet};
use crate::text::Span;

/// What kind of fix a rule offers, for its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FixKind {
    /// None.
    None,
    /// One click, but only the writer knows whether it is true.
    Confirm,
    /// True whatever the facts are: goes into fix-all.
    Safe,
    /// Inserts words with tab stops.
    Snippet,
}

impl FixKind {
    /// The name used on rule pages and in packs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Confirm => "confirm",
            Self::Safe => "safe",
            Self::Snippet => "snippet",
        }
    }

    /// What it is to a writer, in a few words.
    #[must_use]
    pub const fn describe(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Confirm => "yours to confirm: only you know whether it is true",
            Self::Safe => "safe: aplomb fix applies it",
            Self::Snippet => "words to complete, with blanks for what only you know",
        }
    }
}

/// What is known of a rule before it runs.
#[derive(Clone, Debug)]
pub struct RuleMeta {
    /// Its public name.
    pub code: Code,
    /// Its family.
    pub family: Family,
    /// The version that brought it.
    pub since: Cow<'static, str>,
    /// The most that a finding of it can be.
    pub severity: Severity,
    /// Whether it speaks in profile `standard`.
    pub on: bool,
    /// The regions it reads. It cannot see any other.
    pub reads: Cow<'static, [RegionKind]>,
    /// What kind of fix it offers.
    pub fix: FixKind,
    /// Who speaks for a clause on which several rules of one severity have something to say: the
    /// higher rank.
    pub rank: u8,
    /// Its page: a summary, `## Why`, `## Flagged`, `## Clean`.
    pub docs: Cow<'static, str>,
}

impl RuleMeta {
    /// A finding of this rule at its full severity.
    #[must_use]
    pub fn finding(&self, span: Span, message: impl Into<String>) -> Finding {
        Finding {
            code: self.code.clone(),
            family: self.family,
            span,
            severity: self.severity,
            message: message.into(),
            help: Cow::Borrowed(""),
            related: Vec::new(),
            also: Vec::new(),
            fixes: Vec::new(),
            notes: Vec::new(),
            clause: span,
            sentence: None,
        }
    }

    /// The first paragraph of the docs, on one line.
    #[must_use]
    pub fn summary(&self) -> String {
        let paragraph: Vec<_> = self
            .docs
            .lines()
            .map(str::trim)
            .skip_while(|line| line.is_empty())
            .take_while(|line| !line.is_empty() && !line.starts_with('#'))
            .collect();
        paragraph.join(" ")
    }

    /// Why it speaks: Markdown, each paragraph on one line, for whoever shows it breaks lines to fit.
    #[must_use]
    pub fn why(&self) -> String {
        let section = self.section("Why");
        let paragraphs = section.split("\n\n").map(|paragraph| {
            let lines: Vec<_> = paragraph.lines().map(str::trim).collect();
            lines.join(" ")
        });
        paragraphs.collect::<Vec<_>>().join("\n\n")
    }

    /// The text under the heading `## name`.
    #[must_use]
    pub fn section(&self, name: &str) -> String {
        let mut lines = self
            .docs
            .lines()
            .map(|line| line.strip_prefix(' ').unwrap_or(line))
            .skip_while(|line| line.strip_prefix("## ").map(str::trim) != Some(name))
            .skip(1)
            .take_while(|line| !line.starts_with("## "))
            .collect::<Vec<_>>();
        while lines.last().is_some_and(|line| line.trim().is_empty()) {
            lines.pop();
        }
        lines.join("\n").trim_start_matches('\n').to_owned()
    }

    /// The examples under a heading.
    #[must_use]
    pub fn examples(&self, name: &str) -> Vec<Example> {
        let section = self.section(name);
        let lines = section.lines().filter(|line| !line.trim().is_empty());
        lines.map(Example::parse).collect()
    }
}

/// A cue in one language: a pattern and the concept it stands for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CuePattern {
    /// The language's tag.
    pub language: &'static str,
    /// What the cue stands for, as the rule numbers its concepts.
    pub concept: u8,
    /// The pattern.
    pub pattern: &'static str,
}

impl CuePattern {
    /// An English cue.
    pub(crate) const fn en(concept: u8, pattern: &'static str) -> Self {
        Self { language: "en", concept, pattern }
    }
}

/// A rule for sentences sees so many before and after its own, unless it says otherwise.
pub(crate) const REACH: usize = 2;

/// One thing worth saying about a reply.
///
/// A rule is called for its cues, for each sentence, or once a reply. It works in concepts; words
/// stand in its cues and in the languages' data.
pub(crate) trait Rule: Send + Sync {
    /// What is known of it before it runs.
    fn meta(&self) -> &RuleMeta;

    /// The cues it is called for.
    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(&[])
    }

    /// A cue stands in a sentence of a region that the rule reads.
    fn on_cue(&self, _hit: &CueHit<'_>, _cx: &SentenceCx<'_>, _out: &mut Sink<'_>) {}

    /// How many sentences before and after its own it looks at when it is called for a cue or a sentence. While these
    /// stay as they are, it is not called again.
    fn reach(&self) -> usize {
        REACH
    }

    /// Whether [`Rule::on_sentence`] is to be called.
    fn wants_sentences(&self) -> bool {
        false
    }

    /// A sentence of a region that the rule reads.
    fn on_sentence(&self, _cx: &SentenceCx<'_>, _out: &mut Sink<'_>) {}

    /// Whether [`Rule::on_passages`] is to be called.
    fn wants_passages(&self) -> bool {
        false
    }

    /// Passages of the reply, in order: whole blocks with their sentences. What is said of one must not depend on
    /// another, nor on anything but the settings, the kind of the text, its mode and the customer's mail, and must
    /// lie in it: nobody is asked again while the passage stays as it is.
    fn on_passages(&self, _passages: &[&Placed], _cx: &ReplyCx<'_>, _out: &mut Sink<'_>) {}

    /// The whole reply, once.
    fn on_reply(&self, _cx: &ReplyCx<'_>, _out: &mut Sink<'_>) {}
}

/// A cue in a sentence. Word indices are into the sentence's words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CueHit<'h> {
    /// What the cue stands for, as the rule numbers its concepts.
    pub concept: u8,
    /// The match in the document.
    pub hit: &'h Hit,
    base: usize,
}

impl<'h> CueHit<'h> {
    pub(crate) fn new(concept: u8, hit: &'h Hit, base: usize) -> Self {
        Self { concept, hit, base }
    }

    /// All words of the match.
    #[must_use]
    pub(crate) fn words(&self) -> std::ops::Range<usize> {
        self.hit.words.start - self.base..self.hit.words.end - self.base
    }

    /// The words the finding is about.
    #[must_use]
    pub(crate) fn marked(&self) -> std::ops::Range<usize> {
        self.hit.marked.start - self.base..self.hit.marked.end - self.base
    }
}

/// The cues of a rule among the hits in a sentence whose words begin at `base`.
fn cues_of<'h>(
    wanted: usize,
    hits: &'h [Hit],
    uses: &'h [PatternUse],
    base: usize,
) -> impl Iterator<Item = CueHit<'h>> {
    hits.iter().filter_map(move |hit| match uses[hit.pattern.index()] {
        PatternUse::Cue { rule, concept } if rule == wanted => {
            Some(CueHit::new(concept, hit, base))
        }
        _ => None,
    })
}

/// Small facts about the whole reply on which sentences may depend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Facts {
    /// How the reply is sent.
    pub mode: Mode,
    /// How much is said.
    pub profile: Profile,
    /// How the writer spells contractions.
    pub style: Style,
    /// How the customer's last mail reads.
    pub mood: Mood,
}

/// What a rule sees of a sentence: the sentence, its neighbours, its block, its region and facts.
pub(crate) struct SentenceCx<'c> {
    pub(crate) document: &'c Document<'c>,
    pub(crate) language: &'c LanguageData,
    pub(crate) grammar: &'c dyn Grammar,
    pub(crate) names: &'c Names,
    pub(crate) index: usize,
    /// The rule that is asked.
    pub(crate) rule: usize,
    /// All hits in the sentence.
    pub(crate) hits: &'c [Hit],
    /// All hits in the draft, in the order of the sentences.
    pub(crate) all_hits: &'c [Hit],
    /// What the document's sentences say, as far as anybody has asked.
    pub(crate) contexts: &'c [OnceCell<Context>],
    /// The sentence.
    pub view: View<'c>,
    /// Where it stands.
    pub region: RegionKind,
    /// What is known of the reply.
    pub facts: &'c Facts,
    /// How far any rule may look.
    pub(crate) reach: usize,
}

impl<'c> SentenceCx<'c> {
    /// The document's text.
    #[must_use]
    pub(crate) fn text(&self) -> &'c str {
        self.view.text
    }

    /// All cues of the rule that is asked, in this sentence and outside `[[verify: …]]`.
    pub(crate) fn cues(&self) -> impl Iterator<Item = CueHit<'c>> {
        let base = self.view.sentence.words.start;
        let cues = cues_of(self.rule, self.hits, &self.language.uses, base);
        cues.filter(|cue| !self.document.is_marked(cue.hit.words.clone()))
    }

    /// Whether one of these cues of the rule that is asked stands in the sentence, or in so many before
    /// or after it.
    #[must_use]
    pub(crate) fn has_near(&self, before: usize, after: usize, concepts: &[u8]) -> bool {
        debug_assert!(before.max(after) <= self.reach);
        let sentences = self.index.saturating_sub(before)..=self.index + after;
        let from = self.all_hits.partition_point(|hit| hit.sentence < *sentences.start());
        let near = self.all_hits[from..].iter();
        near.take_while(|hit| sentences.contains(&hit.sentence)).any(|hit| {
            match self.language.uses[hit.pattern.index()] {
                PatternUse::Cue { rule, concept } => {
                    rule == self.rule && concepts.contains(&concept)
                }
                _ => false,
            }
        })
    }

    /// Whether another cue of the rule that is asked overlaps this one and marks more: of two that mark as
    /// much, the one that begins first, then the one whose concept comes first. `silent` are concepts that
    /// mark nothing.
    #[must_use]
    pub(crate) fn is_in_longer(&self, hit: &CueHit<'_>, silent: &[u8]) -> bool {
        let own = hit.marked();
        let weight = |words: &std::ops::Range<usize>, concept: u8| {
            (std::cmp::Reverse(words.len()), words.start, concept)
        };
        self.cues().filter(|other| !silent.contains(&other.concept)).any(|other| {
            let words = other.marked();
            words.start < own.end
                && own.start < words.end
                && weight(&words, other.concept) < weight(&own, hit.concept)
        })
    }

    /// The sentence before it, in its block or at the end of the block before.
    #[must_use]
    pub(crate) fn previous(&self) -> Option<View<'c>> {
        self.neighbour(-1)
    }

    /// The sentence after it.
    #[must_use]
    pub(crate) fn next(&self) -> Option<View<'c>> {
        self.neighbour(1)
    }

    /// The sentence so many places after it, or before it.
    #[must_use]
    pub(crate) fn neighbour(&self, by: isize) -> Option<View<'c>> {
        debug_assert!(by.unsigned_abs() <= self.reach);
        let at = self.index.checked_add_signed(by)?;
        let sentence: &Sentence = self.document.sentences.get(at)?;
        Some(View::new(self.document, sentence, &self.language.lexicon))
    }

    /// The clause whose verb group begins at the word `at`.
    #[must_use]
    pub(crate) fn clause_at(&self, at: usize) -> Clause {
        self.grammar.clause_at(&self.view, at)
    }

    /// The clause that begins at or after the word `at`.
    #[must_use]
    pub(crate) fn clause_from(&self, at: usize) -> Option<Clause> {
        self.grammar.clause_from(&self.view, at)
    }

    /// Whether the words at `at` are asked and not said.
    #[must_use]
    pub(crate) fn asks(&self, at: usize) -> bool {
        self.grammar.asks(&self.view, at)
    }

    /// What the sentence says besides its clauses.
    #[must_use]
    pub(crate) fn context(&self) -> Context {
        self.context_of(&self.view)
    }

    /// What another sentence says.
    #[must_use]
    pub(crate) fn context_of(&self, view: &View<'_>) -> Context {
        let sentences = &self.document.sentences;
        let at = sentences.partition_point(|it| it.words.start < view.sentence.words.start);
        let read = || self.grammar.context(view);
        match sentences.get(at).filter(|sentence| std::ptr::eq(*sentence, view.sentence)) {
            Some(_) => *self.contexts[at].get_or_init(read),
            None => read(),
        }
    }

    /// What the sentence says before the word `until`.
    #[must_use]
    pub(crate) fn context_before(&self, until: usize) -> Context {
        self.grammar.context_before(&self.view, until)
    }

    /// The bytes of the words `words` of the sentence.
    #[must_use]
    pub(crate) fn span(&self, words: std::ops::Range<usize>) -> Span {
        let sentence = self.view.sentence;
        match (
            self.view.words.get(words.start),
            words.end.checked_sub(1).and_then(|last| self.view.words.get(last)),
        ) {
            (Some(first), Some(last)) if words.start < words.end => {
                Span::new(first.span().start, last.span().end)
            }
            _ => Span::at(sentence.span.start),
        }
    }
}

/// What a rule sees of the whole reply.
pub(crate) struct ReplyCx<'c> {
    pub(crate) catalog: &'c Catalog,
    /// The rule that is asked.
    pub(crate) rule: usize,
    /// The reply.
    pub draft: &'c Draft<'c>,
    /// What it was given.
    pub input: &'c Input,
    /// How far the writer has come.
    pub stage: Stage,
    /// Whether fixes may take snippets of the library.
    pub(crate) has_snippets: bool,
    finds: OnceCell<Finds>,
    cues: OnceCell<OwnCues>,
}

/// The cues of the rules.
struct OwnCues {
    /// Rule by rule, in their order.
    cues: Vec<OwnCue>,
    /// Where those of each rule begin, and where the last ones end.
    starts: Box<[usize]>,
}

/// A cue of a rule in the reply.
#[derive(Clone, Copy)]
struct OwnCue {
    /// Its sentence, as an index into the document's sentences.
    sentence: u32,
    /// The match, as an index into the draft's hits.
    hit: u32,
    /// What it stands for, as the rule numbers its concepts.
    concept: u8,
}

impl<'c> ReplyCx<'c> {
    pub(crate) fn new(
        catalog: &'c Catalog,
        draft: &'c Draft<'c>,
        input: &'c Input,
        stage: Stage,
    ) -> Self {
        let (finds, cues) = (OnceCell::new(), OnceCell::new());
        Self { catalog, rule: 0, draft, input, stage, has_snippets: true, finds, cues }
    }

    /// With what is known of stretches that were looked through before.
    pub(crate) fn knowing(self, known: &mut KnownFinds) -> Self {
        let finds = self.read_finds(Some(known));
        Self { finds: finds.into(), ..self }
    }

    /// What is not for everybody in the reply, in code and notes too.
    pub(crate) fn finds(&self) -> &Finds {
        self.finds.get_or_init(|| self.read_finds(None))
    }

    fn read_finds(&self, known: Option<&mut KnownFinds>) -> Finds {
        use RegionKind::{Body, Code, Farewell, Note, Salutation, Signature};
        let draft = self.draft;
        let read = draft.stretches(&[Salutation, Body, Farewell, Signature, Code, Note]);
        Finds::read(draft.text(), &read, &self.catalog.sensitive, known)
    }

    /// The rule's cues in the sentence in which the byte at `offset` stands.
    pub(crate) fn cues_at(&self, offset: usize) -> impl Iterator<Item = CueHit<'_>> {
        let sentences = &self.draft.document.sentences;
        let at = sentences.partition_point(|sentence| sentence.span.end <= offset);
        self.all_cues_in(at)
    }

    /// The rule's cues in a sentence, those in `[[verify: …]]` too; none in one that is not there.
    fn all_cues_in(&self, at: usize) -> impl Iterator<Item = CueHit<'_>> {
        let draft = self.draft;
        let cues = self.own_cues();
        let from = cues.partition_point(|cue| (cue.sentence as usize) < at);
        cues[from..].iter().take_while(move |cue| cue.sentence as usize == at).map(move |cue| {
            let base = draft.document.sentences[at].words.start;
            CueHit::new(cue.concept, &draft.hits[cue.hit as usize], base)
        })
    }

    /// The rule's cues. A sentence has cues of many rules, so they are put in order once and for all.
    fn own_cues(&self) -> &[OwnCue] {
        let OwnCues { cues, starts } = self.cues.get_or_init(|| {
            let uses = &self.draft.language.uses;
            let cue = |hit: &Hit| match uses[hit.pattern.index()] {
                PatternUse::Cue { rule, concept } => Some((rule, concept)),
                _ => None,
            };
            let hits = &self.draft.hits;
            let rules = hits.iter().filter_map(cue).map(|(rule, _)| rule);
            let starts = starts(rules, self.catalog.entries().count());
            let mut next = starts.clone();
            let none = OwnCue { sentence: 0, hit: 0, concept: 0 };
            let mut cues = vec![none; starts.last().copied().unwrap_or(0)];
            // A text below 4 GiB has fewer hits and sentences than that.
            let number = |at: usize| u32::try_from(at).expect("fewer than 2^32");
            for (at, hit) in hits.iter().enumerate() {
                if let Some((rule, concept)) = cue(hit) {
                    let (sentence, hit) = (number(hit.sentence), number(at));
                    cues[next[rule]] = OwnCue { sentence, hit, concept };
                    next[rule] += 1;
                }
            }
            OwnCues { cues, starts }
        });
        &cues[starts[self.rule]..starts[self.rule + 1]]
    }

    /// Whether the cue of the rule stands anywhere, in `[[verify: …]]` too.
    pub(crate) fn has_cue(&self, concept: u8) -> bool {
        self.own_cues().iter().any(|cue| cue.concept == concept)
    }

    /// The sentences of these regions in which a cue of the rule stands, those in `[[verify: …]]` too, in order.
    pub(crate) fn cued_sentences(&self, regions: &[RegionKind]) -> impl Iterator<Item = usize> {
        self.sentences_with(regions, |_| true)
    }

    /// The same, where the cue stands for something that is wanted.
    pub(crate) fn sentences_with(
        &self,
        regions: &[RegionKind],
        wanted: impl Fn(u8) -> bool,
    ) -> impl Iterator<Item = usize> {
        let draft = self.draft;
        let mut last = None;
        let cues = self.own_cues().iter().filter(move |cue| wanted(cue.concept));
        cues.map(|cue| cue.sentence as usize).filter(move |&at| {
            last.replace(at) != Some(at) && regions.contains(&draft.sentence_regions[at])
        })
    }

    /// The sentences of these regions, in order.
    pub(crate) fn sentences(&self, regions: &[RegionKind]) -> impl Iterator<Item = usize> {
        self.draft.sentences(regions)
    }

    /// The sentences of these passages in these regions, in order.
    pub(crate) fn sentences_of(
        &self,
        passages: &[&Placed],
        regions: &[RegionKind],
    ) -> impl Iterator<Item = usize> {
        let draft = self.draft;
        passages
            .iter()
            .flat_map(|passage| passage.sentences.clone())
            .filter(move |&at| regions.contains(&draft.sentence_regions[at]))
    }

    /// A sentence.
    pub(crate) fn view(&self, at: usize) -> View<'_> {
        let document = &self.draft.document;
        View::new(document, &document.sentences[at], &self.draft.language.lexicon)
    }

    /// The rule's cues in a sentence, outside `[[verify: …]]`.
    pub(crate) fn cues_in(&self, at: usize) -> impl Iterator<Item = CueHit<'_>> {
        let document = &self.draft.document;
        self.all_cues_in(at).filter(|cue| !document.is_marked(cue.hit.words.clone()))
    }

    /// The library's snippets that do one of these things and fit best at the byte `at`, the best first, in
    /// the draft's language and with what is known of it.
    pub(crate) fn snippets(&self, acts: &[Act], at: usize) -> Vec<Snippet> {
        if !self.has_snippets {
            return Vec::new();
        }
        snippet::fitting(acts, at, self.draft, self.catalog, self.input)
    }

    /// Whether the word is a title before a name: "Ms", "Dr.".
    pub(crate) fn is_title(&self, word: &str) -> bool {
        self.catalog.people.is_title(word.trim_end_matches('.'))
    }

    /// Whether the first of the words is known as somebody's given name.
    pub(crate) fn knows_name(&self, words: &str) -> bool {
        words.split_whitespace().next().is_some_and(|word| self.catalog.people.knows(&fold(word)))
    }

    /// How a name that was written compares with one that was found.
    pub(crate) fn compare(&self, name: &Name, written: &str) -> NameMatch {
        name.matches(written, &self.catalog.people)
    }
}

/// Takes findings.
pub(crate) struct Sink<'s> {
    pub(crate) meta: &'s RuleMeta,
    pub(crate) findings: &'s mut Vec<Finding>,
}

impl Sink<'_> {
    /// Takes a finding. Its severity cannot be above the rule's.
    pub(crate) fn push(&mut self, mut finding: Finding) {
        finding.severity = finding.severity.min(self.meta.severity);
        self.findings.push(finding);
    }
}

/// Declares a rule: its docs become its page, the rest its metadata.
///
/// ```text
/// declare! {
///     /// Reports a result you can check as if you had not checked.
///     ///
///     /// ## Why
///     /// …
///     /// ## Flagged
///     /// That blog <|should now be|> under your other account.
///     /// ## Clean
///     /// You should back up your site before you update.
///     pub CertaintyShould {
///         code: "certainty-should", family: Certainty, since: "0.1.0", severity: Warning,
///         reads: [Body, Farewell], fix: Confirm, rank: 10
///     }
/// }
/// ```
macro_rules! declare {
    (
        $(#[doc = $doc:literal])*
        pub $name:ident {
            code: $code:literal, family: $family:ident, since: $since:literal,
            severity: $severity:ident, $(on: $on:literal,)? reads: [$($region:ident),*],
            fix: $fix:ident, rank: $rank:literal $(,)?
        }
    ) => {
        $(#[doc = $doc])*
        pub(crate) struct $name;

        pub(crate) const RULE: &dyn $crate::rule::Rule = &$name;

        static META: $crate::rule::RuleMeta = $crate::rule::RuleMeta {
            code: std::borrow::Cow::Borrowed($code),
            family: $crate::finding::Family::$family,
            since: std::borrow::Cow::Borrowed($since),
            severity: $crate::finding::Severity::$severity,
            on: $crate::rule::declare!(@on $($on)?),
            reads: std::borrow::Cow::Borrowed(&[$($crate::draft::RegionKind::$region),*]),
            fix: $crate::rule::FixKind::$fix,
            rank: $rank,
            docs: std::borrow::Cow::Borrowed(concat!($($doc, "\n"),*)),
        };
    };
    (@on) => { true };
    (@on $on:literal) => { $on };
}

/// Lists a rule's cues by language and concept.
///
/// ```text
/// cues! {
///     enum Cue { Frame, Trailing }
///     en: Frame = "(I|we) {adverb}* (think|believe) that?",
///     en: Trailing = "I believe",
/// }
/// ```
macro_rules! cues {
    (enum $name:ident { $($concept:ident),* $(,)? } $($language:ident: $which:ident = $pattern:literal,)*) => {
        /// What a cue of this rule stands for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        enum $name { $($concept),* }

        impl $name {
            fn of(hit: &$crate::rule::CueHit<'_>) -> Self {
                const ALL: &[$name] = &[$($name::$concept),*];
                ALL[hit.concept as usize]
            }
        }

        static CUES: &[$crate::rule::CuePattern] = &[
            $($crate::rule::CuePattern {
                language: stringify!($language),
                concept: $name::$which as u8,
                pattern: $pattern,
            }),*
        ];
    };
}

pub(crate) use {cues, declare};
