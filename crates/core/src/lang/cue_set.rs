//! Patterns over a customer's mail, each with what it stands for.

use super::lexicon::Lexicon;
use crate::document::Document;
use crate::pattern::{Hit, Matcher, MatcherBuilder};

/// The patterns of a language for one thing that is asked of a mail: its mood, its questions, its facts.
#[derive(Debug)]
pub(crate) struct CueSet<C> {
    matcher: Matcher,
    cues: Vec<C>,
}

impl<C: Copy> CueSet<C> {
    /// Compiles the patterns; their words go into the lexicon.
    ///
    /// # Errors
    ///
    /// What is wrong with the first pattern that cannot be read, with the pattern.
    pub(crate) fn new(
        patterns: impl IntoIterator<Item = (Vec<String>, C)>,
        lexicon: &mut Lexicon,
    ) -> Result<Self, String> {
        let mut builder = MatcherBuilder::default();
        let mut cues = Vec::new();
        for (patterns, cue) in patterns {
            for pattern in patterns {
                builder.add(&pattern, lexicon).map_err(|error| format!("{pattern:?}: {error}"))?;
                cues.push(cue);
            }
        }
        let matcher = builder.build(lexicon).map_err(|(_, error)| error.to_string())?;
        Ok(Self { matcher, cues })
    }

    /// Where the patterns match, in the order of the text.
    pub(crate) fn find(&self, document: &Document<'_>, lexicon: &Lexicon) -> Vec<Hit> {
        self.matcher.find(document, lexicon)
    }

    /// What the pattern of a match stands for.
    pub(crate) fn cue(&self, hit: &Hit) -> C {
        self.cues[hit.pattern.index()]
    }
}
