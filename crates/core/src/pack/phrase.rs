//! A rule that needs only words, at work.

use std::ops::Range;

use serde::Deserialize;

use super::PackError;
use crate::document::EndMark;
use crate::finding::{Family, Finding, Fix};
use crate::pattern::PatternError;
use crate::rewrite;
use crate::rule::{CueHit, FixKind, REACH, Rule, RuleMeta, SentenceCx, Sink};
use crate::rules::{unchecked_mark, wording};

/// A pattern with its place in the pack.
pub(super) type Placed = (String, Range<usize>);

/// A rule that needs only words.
#[derive(Clone, Debug)]
pub(crate) struct PhraseRule {
    pub(super) meta: RuleMeta,
    pub(crate) language: &'static str,
    pub(super) patterns: Vec<Placed>,
    pub(super) except: Vec<Placed>,
    pub(super) unless: Vec<Placed>,
    /// In so many sentences before and after, besides its own, `unless` is looked for.
    pub(super) near: u8,
    /// Patterns with a rewrite of their own.
    pub(super) pairs: Vec<(Placed, String)>,
    pub(super) sentence: SentenceKind,
    pub(super) message: String,
    pub(super) help: String,
    pub(super) rewrite: Option<String>,
    /// What takes the place of the sentence, with its title.
    pub(super) snippet: Option<(String, String)>,
    /// Where its code and its examples stand in the pack.
    pub(super) place: Range<usize>,
    pub(super) flagged: Vec<Range<usize>>,
    pub(super) clean: Vec<Range<usize>>,
}

/// The sentences in which a phrase counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum SentenceKind {
    /// Only where something is said, not asked.
    #[default]
    Assertion,
    /// Anywhere.
    Any,
}

const PATTERN: u8 = 0;
const EXCEPTION: u8 = 1;
const UNLESS: u8 = 2;
/// The concept of the first pair; the others follow.
const PAIRS: u8 = 3;
/// So many pairs have a concept.
pub(super) const MOST_PAIRS: usize = (u8::MAX - PAIRS) as usize;

impl PhraseRule {
    pub(crate) fn code(&self) -> &str {
        &self.meta.code
    }

    /// Where its code stands in the pack.
    pub(crate) fn place(&self) -> Range<usize> {
        self.place.clone()
    }

    /// All its patterns with the concept each stands for.
    pub(crate) fn patterns(&self) -> impl Iterator<Item = (&str, u8)> {
        let plain = [(&self.patterns, PATTERN), (&self.except, EXCEPTION), (&self.unless, UNLESS)];
        let plain = plain
            .into_iter()
            .flat_map(|(list, concept)| list.iter().map(move |(text, _)| (text.as_str(), concept)));
        let pairs = self.pairs.iter().zip(PAIRS..).map(|(((text, _), _), at)| (text.as_str(), at));
        plain.chain(pairs)
    }

    /// The error of one of its patterns, with its place in the pack.
    pub(crate) fn pattern_error(&self, pattern: &str, error: &PatternError) -> PackError {
        let lists = [&self.patterns, &self.except, &self.unless];
        let plain = lists.into_iter().flatten();
        let pairs = self.pairs.iter().map(|(placed, _)| placed);
        let place = plain.chain(pairs).find(|(text, _)| text == pattern);
        PackError {
            span: place.map(|(_, span)| span.clone()),
            message: format!("{}: {error}", self.meta.code),
        }
    }

    /// The words to put in the place of a match, if the rule has any for it.
    fn rewrite_of(&self, hit: &CueHit<'_>) -> Option<&str> {
        match hit.concept.checked_sub(PAIRS) {
            Some(at) => self.pairs.get(usize::from(at)).map(|(_, rewrite)| rewrite.as_str()),
            None => self.rewrite.as_deref(),
        }
    }

    fn fix(&self, finding: &mut Finding, hit: &CueHit<'_>, cx: &SentenceCx<'_>, matched: &str) {
        if let Some(rewrite) = self.rewrite_of(hit) {
            let edits = rewrite::replace(&cx.view, hit.marked(), rewrite);
            let title = if rewrite.is_empty() {
                format!("Leave out “{matched}”")
            } else {
                format!("Say “{rewrite}”")
            };
            finding.fixes.push(match self.meta.fix {
                FixKind::Safe => Fix::safe(title, edits),
                _ => Fix::confirm(title, edits),
            });
        }
        if let Some((title, body)) = &self.snippet {
            wording::replace_sentence(finding, cx, title, body);
        }
    }
}

impl Rule for PhraseRule {
    fn meta(&self) -> &RuleMeta {
        &self.meta
    }

    fn reach(&self) -> usize {
        REACH.max(usize::from(self.near))
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        if matches!(hit.concept, EXCEPTION | UNLESS) {
            return;
        }
        if self.sentence == SentenceKind::Assertion && cx.view.sentence.end == EndMark::Question {
            return;
        }
        // There may be many cues of other phrases, so nobody looks among them for what this one does not have.
        let excepted = !self.except.is_empty()
            && cx.cues().any(|other| {
                let (a, b) = (other.words(), hit.words());
                other.concept == EXCEPTION && a.start < b.end && b.start < a.end
            });
        // A sentence of these words alone would be left empty.
        let alone = self.rewrite_of(hit) == Some("") && hit.marked() == (0..cx.view.len());
        let near = usize::from(self.near);
        let unless = !self.unless.is_empty() && cx.has_near(near, near, &[UNLESS]);
        if excepted || alone || unless {
            return;
        }
        let span = cx.span(hit.marked());
        let matched = wording::on_one_line(wording::whole_words(cx.text(), span).of(cx.text()));
        let mut finding = self.meta.finding(span, self.message.replace("{match}", &matched));
        finding.help = self.help.clone().into();
        self.fix(&mut finding, hit, cx, &matched);
        // What is true whatever the facts are needs no check.
        if self.meta.family == Family::Certainty && self.meta.fix != FixKind::Safe {
            finding.fixes.extend(unchecked_mark(cx, &[]));
        }
        out.push(finding);
    }
}
