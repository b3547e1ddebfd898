//! From a draft to findings.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::cmp::Ordering;

use rustc_hash::FxHashMap;

mod redact;
mod said;

use crate::catalog::Catalog;
use crate::clause::Context;
use crate::document::Marks;
use crate::draft::Draft;
use crate::finding::{Family, Finding, Severity, is_secret};
use crate::input::{Input, Mode};
use crate::lang::class::{Class, ClassSet};
use crate::lang::data::PatternUse;
use crate::lang::grammar::{Grammar, Style, View};
use crate::owner::Names;
use crate::pattern::Hit;
use crate::rule::{CueHit, Facts, ReplyCx, Rule, RuleMeta, SentenceCx, Sink};
use crate::rules;
use crate::settings::Profile;
use crate::text::Span;
use said::Place;
pub(crate) use said::Said;

/// What a check says of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The findings, sorted by span, then by code.
    pub findings: Vec<Finding>,
    /// Where keys, passwords and card numbers stand, the customer's too, in order and apart: no finding repeats
    /// them, and who shows the text beside a finding puts something over them.
    pub secrets: Vec<Span>,
}

impl Report {
    /// Whether a finding stands that keeps the reply from being sent.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}

/// Checks a text. A pure function: same input, same output, on any thread.
#[must_use]
pub fn check(text: &str, input: &Input, catalog: &Catalog) -> Report {
    check_draft(&Draft::read(text, input, catalog), input, catalog)
}

/// Checks a draft that has been read with the same input and catalog.
#[must_use]
pub fn check_draft(draft: &Draft<'_>, input: &Input, catalog: &Catalog) -> Report {
    Checker::new(draft, input, catalog).run(None)
}

/// The same with no snippet in a fix: who tries each snippet of a library would have all of them looked
/// through for each.
pub(crate) fn check_without_snippets(text: &str, input: &Input, catalog: &Catalog) -> Report {
    let draft = Draft::read(text, input, catalog);
    Checker { has_snippets: false, ..Checker::new(&draft, input, catalog) }.run(None)
}

/// The same with the help of what was said before.
pub(crate) fn recheck(
    draft: &Draft<'_>,
    input: &Input,
    catalog: &Catalog,
    said: &mut Said,
) -> Report {
    Checker::new(draft, input, catalog).run(Some(said))
}

struct Checker<'c> {
    draft: &'c Draft<'c>,
    input: &'c Input,
    rules: Vec<(&'c dyn Rule, Option<Severity>)>,
    facts: Facts,
    names: Names,
    catalog: &'c Catalog,
    has_snippets: bool,
}

impl<'c> Checker<'c> {
    fn new(draft: &'c Draft<'c>, input: &'c Input, catalog: &'c Catalog) -> Self {
        let rules =
            catalog.entries().map(|rule| (rule, ceiling(rule.meta(), draft.mode, input))).collect();
        Self {
            draft,
            input,
            rules,
            facts: facts(draft, input.settings.profile),
            names: Names::new(&input.settings.own, &input.settings.third_party),
            catalog,
            has_snippets: true,
        }
    }

    fn run(&self, mut said: Option<&mut Said>) -> Report {
        let mut findings = Vec::new();
        let mut cx = ReplyCx::new(self.catalog, self.draft, self.input, self.input.stage);
        cx.has_snippets = self.has_snippets;
        if let Some(said) = &mut said {
            said.begin(&self.facts, self.input, self.draft, self.catalog);
            cx = cx.knowing(&mut said.finds);
        }
        self.passages(&mut cx, said, &mut findings);
        self.reply(&mut cx, &mut findings);
        self.settle(findings)
    }

    /// The rules that speak for cues, for sentences and for passages.
    fn passages(
        &self,
        cx: &mut ReplyCx<'_>,
        mut said: Option<&mut Said>,
        findings: &mut Vec<Finding>,
    ) {
        let document = &self.draft.document;
        let asked = |wants: fn(&dyn Rule) -> bool| -> Vec<usize> {
            let rules = self.rules.iter().enumerate();
            rules
                .filter(|(_, (rule, ceiling))| ceiling.is_some() && wants(*rule))
                .map(|it| it.0)
                .collect()
        };
        let for_sentences = asked(|rule| rule.wants_sentences());
        let for_passages = asked(|rule| rule.wants_passages());
        let contexts = vec![OnceCell::new(); document.sentences.len()];
        let mut unknown = Vec::new();
        for (at, passage) in document.passages.iter().enumerate() {
            if passage.sentences.is_empty() {
                continue;
            }
            let place = said.as_ref().and_then(|_| Place::of(self.draft, at, self.catalog.reach));
            let from = findings.len();
            if let Some((said, place)) = said.as_mut().zip(place.as_ref())
                && said.repeat(place, passage.span.start, findings)
            {
                continue;
            }
            if let Some(grammar) = self.draft.language.grammar {
                for index in passage.sentences.clone() {
                    self.sentence(index, grammar, &for_sentences, &contexts, findings);
                }
            }
            unknown.push((passage, place, from..findings.len()));
        }
        let passages: Vec<_> = unknown.iter().map(|(passage, ..)| *passage).collect();
        let mut of_passages = Vec::new();
        for rule in for_passages {
            let (own, _) = self.rules[rule];
            cx.rule = rule;
            own.on_passages(
                &passages,
                cx,
                &mut Sink { meta: own.meta(), findings: &mut of_passages },
            );
        }
        if let Some(said) = said {
            of_passages.sort_by_key(|finding| finding.span.start);
            for (passage, place, of_sentences) in unknown {
                let starts = |offset| of_passages.partition_point(|it| it.span.start < offset);
                let own = &of_passages[starts(passage.span.start)..starts(passage.span.end)];
                if let Some(place) = place {
                    said.note(place, passage.span, findings[of_sentences].iter().chain(own));
                }
            }
            said.tidy();
        }
        findings.append(&mut of_passages);
    }

    /// The rules that speak for cues and for sentences; `wanting` are those that ask for each.
    fn sentence(
        &self,
        index: usize,
        grammar: &dyn Grammar,
        wanting: &[usize],
        contexts: &[OnceCell<Context>],
        findings: &mut Vec<Finding>,
    ) {
        let document = &self.draft.document;
        let sentence = &document.sentences[index];
        let hits = self.draft.hits_in(index);
        if hits.is_empty() {
            return;
        }
        let region = self.draft.sentence_regions[index];
        let mut cx = SentenceCx {
            document,
            language: self.draft.language,
            grammar,
            names: &self.names,
            index,
            rule: 0,
            hits,
            all_hits: &self.draft.hits,
            contexts,
            view: View::new(document, sentence, &self.draft.language.lexicon),
            region,
            facts: &self.facts,
            reach: self.catalog.reach,
        };
        for hit in hits {
            let PatternUse::Cue { rule, concept } = self.draft.language.uses[hit.pattern.index()]
            else {
                continue;
            };
            let Some(mut sink) = self.sink(rule, &cx, findings) else { continue };
            if self.is_marked(hit, rule) {
                continue;
            }
            cx.rule = rule;
            let cue = CueHit::new(concept, hit, sentence.words.start);
            self.rules[rule].0.on_cue(&cue, &cx, &mut sink);
        }
        for &rule in wanting {
            let Some(mut sink) = self.sink(rule, &cx, findings) else { continue };
            cx.rule = rule;
            self.rules[rule].0.on_sentence(&cx, &mut sink);
        }
    }

    /// Where the rule's findings go, if it speaks and reads the sentence's region.
    fn sink<'s>(
        &'s self,
        rule: usize,
        cx: &SentenceCx<'_>,
        findings: &'s mut Vec<Finding>,
    ) -> Option<Sink<'s>> {
        let (rule, ceiling) = self.rules[rule];
        let meta = rule.meta();
        (ceiling.is_some() && meta.reads.contains(&cx.region)).then_some(Sink { meta, findings })
    }

    /// Inside `[[verify: …]]` only safety speaks: the words are known to be unchecked.
    fn is_marked(&self, hit: &Hit, rule: usize) -> bool {
        self.rules[rule].0.meta().family != Family::Safety
            && self.draft.document.is_marked(hit.words.clone())
    }

    fn reply(&self, cx: &mut ReplyCx<'_>, findings: &mut Vec<Finding>) {
        for (at, (rule, ceiling)) in self.rules.iter().enumerate() {
            if ceiling.is_some() {
                cx.rule = at;
                rule.on_reply(cx, &mut Sink { meta: rule.meta(), findings });
            }
        }
    }

    /// Ceilings, ignores, one finding a clause, order.
    fn settle(&self, mut findings: Vec<Finding>) -> Report {
        for finding in &mut findings {
            finding.sentence = self
                .draft
                .sentence_at(finding.span.start)
                .filter(|sentence| finding.span.end <= sentence.end);
        }
        let secrets = redact::redact(self.draft, &self.catalog.sensitive, &mut findings);
        findings.retain(|finding| !self.is_ignored(finding));
        // A team may have thousands of rules, and few of them have anything to say.
        let rule = |code: &str| self.catalog.place(code).map(|at| &self.rules[at]);
        for finding in &mut findings {
            let Some((rule, Some(ceiling))) = rule(&finding.code) else { continue };
            // A setting moves the ceiling; a finding that was lowered for a reason stays lower.
            let own = rule.meta().severity;
            finding.severity =
                if finding.severity == own { *ceiling } else { finding.severity.min(*ceiling) };
            if self.input.settings.profile == Profile::Coach && finding.severity == Severity::Hint {
                finding.severity = Severity::Information;
            }
        }
        let rank = |code: &str| rule(code).map_or(0, |(rule, _)| rule.meta().rank);
        let by_place = |a: &Finding, b: &Finding| (a.span, &a.code).cmp(&(b.span, &b.code));
        let findings = in_order(one_a_clause(findings, rank), by_place).collect();
        Report { findings, secrets }
    }

    fn is_ignored(&self, finding: &Finding) -> bool {
        // In a macro a comment can keep a rule silent, for the team to see; it quietens no error.
        let allowed = self.draft.mode == Mode::Macro
            && finding.severity < Severity::Error
            && self.draft.allowed.iter().any(|allow| {
                allow.scope.contains(finding.span)
                    && allow.codes.iter().any(|code| rules::redirect(code) == finding.code)
            });
        allowed
            || finding.sentence.is_some_and(|sentence| {
                self.input.ignored.holds(&finding.code, sentence.of(self.draft.text()))
            })
    }
}

/// The severity at which a rule speaks at most, or `None` where it is silent.
fn ceiling(meta: &RuleMeta, mode: Mode, input: &Input) -> Option<Severity> {
    // Colleagues may write to each other as they like; passwords do not belong there either.
    if mode == Mode::Note && !is_secret(&meta.code) {
        return None;
    }
    input.settings.ceiling(meta)
}

fn facts(draft: &Draft<'_>, profile: Profile) -> Facts {
    let document = &draft.document;
    let lexicon = &draft.language.lexicon;
    let (mut contracted, mut spelled, mut curly) = (false, false, false);
    for pair in document.words.windows(2) {
        if pair[1].is(Marks::CLITIC) {
            contracted = true;
            curly |= pair[1].span().of(document.text).contains('’');
            // There is nothing more to learn.
            if curly || !document.is_curly {
                break;
            }
        } else {
            // "I will", "it is", "do not": the writer spells it out.
            let (first, second) = (lexicon.classes(pair[0].id), lexicon.classes(pair[1].id));
            let pronoun = first.meets(PRONOUN) && second.meets(CONTRACTABLE);
            let negation = first.meets(CONTRACTABLE) && lexicon.text(pair[1].id) == "not";
            spelled |= (pronoun || negation) && !pair[1].any(Marks::PUNCTUATION);
        }
    }
    let style = Style { contracts: contracted || !spelled, curly };
    Facts { mode: draft.mode, profile, style, mood: draft.message.mood.clone() }
}

const PRONOUN: ClassSet = ClassSet::of(&[Class::I, Class::We, Class::You, Class::ThirdSingular]);
const CONTRACTABLE: ClassSet =
    ClassSet::of(&[Class::Be, Class::Have, Class::Do, Class::Will, Class::Can]);

/// Things in an order. They are large, so it is settled before any of them is moved.
fn in_order<T>(things: Vec<T>, compare: impl Fn(&T, &T) -> Ordering) -> impl Iterator<Item = T> {
    let mut order: Vec<usize> = (0..things.len()).collect();
    order.sort_by(|&a, &b| compare(&things[a], &things[b]));
    let mut things: Vec<Option<T>> = things.into_iter().map(Some).collect();
    order.into_iter().filter_map(move |at| things[at].take())
}

/// Keeps one finding a clause among the families of tone; errors and the other families all stay.
///
/// The higher severity speaks, then the rule's rank, then the longer span, then the code; the winner
/// names the others.
fn one_a_clause(findings: Vec<Finding>, rank: impl Fn(&str) -> u8) -> Vec<Finding> {
    // A rule's rank is looked up by its code, so that is done before they are compared.
    let ranked = findings.into_iter().map(|finding| (rank(&finding.code), finding));
    let ranked = in_order(ranked.collect(), |(rank_a, a): &(u8, Finding), (rank_b, b)| {
        b.severity
            .cmp(&a.severity)
            .then_with(|| rank_b.cmp(rank_a))
            .then_with(|| b.span.len().cmp(&a.span.len()))
            .then_with(|| a.code.cmp(&b.code))
            .then_with(|| a.span.cmp(&b.span))
    });
    let mut kept: Vec<Finding> = Vec::new();
    // Two rules of one code may say the same of the same words.
    // What was asked is told question by question, at one place.
    let mut said: FxHashMap<(Cow<'static, str>, Span, Option<String>), usize> =
        FxHashMap::default();
    // A clause lies in one sentence, so only findings of the same sentence contend.
    let mut rivals: FxHashMap<Option<Span>, Vec<usize>> = FxHashMap::default();
    for (_, finding) in ranked {
        let tone_like = finding.family.is_tone_like();
        let contested = tone_like && finding.severity < Severity::Error;
        let words = (finding.family == Family::Answering).then(|| finding.message.clone());
        let same = (finding.code.clone(), finding.span, words);
        let rival = || {
            rivals.get(&finding.sentence)?.iter().copied().find(|&at: &usize| {
                let winner: &Finding = &kept[at];
                let overlap = winner.span.overlaps(finding.span);
                // Two cues of a rule over the same words are one finding, an error too.
                overlap && (contested || winner.code == finding.code)
                    || contested && winner.clause.overlaps(finding.clause)
            })
        };
        let winner = said.get(&same).copied().or_else(|| tone_like.then(rival).flatten());
        match winner.map(|at| &mut kept[at]) {
            Some(winner) => {
                if winner.code != finding.code && !winner.also.contains(&finding.code) {
                    winner.also.push(finding.code);
                }
            }
            None => {
                said.insert(same, kept.len());
                if finding.family.is_tone_like() {
                    rivals.entry(finding.sentence).or_default().push(kept.len());
                }
                kept.push(finding);
            }
        }
    }
    for finding in &mut kept {
        finding.also.sort_unstable();
    }
    kept
}
