//! A language with everything compiled: vocabulary, patterns, grammar.

use super::answering::Answering;
use super::asking::Asking;
use super::edges::Edges;
use super::grammar::Grammar;
use super::lexicon::Lexicon;
use super::mood::MoodCues;
use super::sentence::Abbreviations;
use super::told::Told;
use super::topics::Topics;
use super::wording::Wording;
use crate::pattern::{Matcher, MatcherBuilder, PatternError, PatternId};

/// What a pattern is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PatternUse {
    /// A cue of a rule: the rule's place in the catalog and the concept the cue stands for.
    Cue {
        /// The rule.
        rule: usize,
        /// The concept, as the rule numbers them.
        concept: u8,
    },
    /// Asks the reader to come back.
    Invitation,
    /// Wishes the reader well.
    Wish,
    /// Thanks the reader.
    Thanks,
    /// Only looks as if it thanked the reader.
    NoThanks,
}

/// A language that drafts can be written in.
pub struct LanguageData {
    /// Its tag, such as `en`.
    pub tag: &'static str,
    pub(crate) lexicon: Lexicon,
    pub(crate) abbreviations: Abbreviations,
    pub(crate) edges: Option<Edges>,
    pub(crate) grammar: Option<&'static dyn Grammar>,
    pub(crate) mood: Option<MoodCues>,
    pub(crate) asking: Option<Asking>,
    pub(crate) answering: Option<Answering>,
    pub(crate) told: Option<Told>,
    pub(crate) topics: Topics,
    pub(crate) wording: Wording,
    pub(crate) matcher: Matcher,
    pub(crate) uses: Vec<PatternUse>,
}

impl std::fmt::Debug for LanguageData {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LanguageData")
            .field("tag", &self.tag)
            .field("words", &self.lexicon.len())
            .field("patterns", &self.matcher.len())
            .finish_non_exhaustive()
    }
}

/// Collects what a language needs before its patterns are filed.
pub(crate) struct LanguageBuilder {
    data: LanguageData,
    matcher: MatcherBuilder,
}

impl LanguageBuilder {
    /// English, with its words, owners and edges.
    pub(crate) fn english() -> Result<Self, String> {
        static GRAMMAR: super::en::English = super::en::English;
        let mut lexicon = Lexicon::default();
        lexicon.read(include_str!("../../lang/en/words.toml"))?;
        lexicon.read(include_str!("../../lang/en/owners.toml"))?;
        let mut builder = Self {
            data: LanguageData {
                tag: "en",
                lexicon,
                abbreviations: Abbreviations::parse(include_str!("../../lang/en/sentences.toml"))?,
                edges: None,
                grammar: Some(&GRAMMAR),
                mood: None,
                asking: None,
                answering: None,
                told: None,
                topics: Topics::default(),
                wording: Wording::builtin("en")?,
                matcher: Matcher::default(),
                uses: Vec::new(),
            },
            matcher: MatcherBuilder::default(),
        };
        let edges = Edges::parse(include_str!("../../lang/en/edges.toml"))?;
        for (patterns, what) in [
            (&edges.farewell.invitations, PatternUse::Invitation),
            (&edges.farewell.wishes, PatternUse::Wish),
            (&edges.thanks.patterns, PatternUse::Thanks),
            (&edges.thanks.exceptions, PatternUse::NoThanks),
        ] {
            for pattern in patterns {
                builder.pattern(pattern, what).map_err(|error| format!("{pattern:?}: {error}"))?;
            }
        }
        builder.data.edges = Some(edges);
        let mood = include_str!("../../lang/en/mood.toml");
        builder.data.mood = Some(MoodCues::parse(mood, &mut builder.data.lexicon)?);
        let asking = include_str!("../../lang/en/asking.toml");
        builder.data.asking = Some(Asking::parse(asking, &mut builder.data.lexicon)?);
        let answering = include_str!("../../lang/en/answering.toml");
        builder.data.answering = Some(Answering::parse(answering, &mut builder.data.lexicon)?);
        let told = include_str!("../../lang/en/told.toml");
        builder.data.told = Some(Told::parse(told, &mut builder.data.lexicon)?);
        builder.data.topics = Topics::parse(include_str!("../../lang/en/topics.toml"))?;
        Ok(builder)
    }

    /// A language of which little is known: only what needs no words speaks.
    pub(crate) fn unknown(tag: &'static str) -> Result<Self, String> {
        Ok(Self {
            data: LanguageData {
                tag,
                lexicon: Lexicon::default(),
                abbreviations: Abbreviations::default(),
                edges: None,
                grammar: None,
                mood: None,
                asking: None,
                answering: None,
                told: None,
                topics: Topics::default(),
                wording: Wording::builtin(tag)?,
                matcher: Matcher::default(),
                uses: Vec::new(),
            },
            matcher: MatcherBuilder::default(),
        })
    }

    pub(crate) fn tag(&self) -> &'static str {
        self.data.tag
    }

    /// Adds a pattern.
    pub(crate) fn pattern(
        &mut self,
        pattern: &str,
        what: PatternUse,
    ) -> Result<PatternId, PatternError> {
        let id = self.matcher.add(pattern, &mut self.data.lexicon)?;
        self.data.uses.push(what);
        Ok(id)
    }

    /// Files the patterns.
    pub(crate) fn build(self) -> Result<LanguageData, (PatternId, PatternError)> {
        let matcher = self.matcher.build(&self.data.lexicon)?;
        Ok(LanguageData { matcher, ..self.data })
    }
}
