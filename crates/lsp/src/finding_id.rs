//! Finding a finding again in a newer text.

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use aplomb_core::{Finding, Span};
use serde::{Deserialize, Serialize};

use crate::snapshot::{Analysis, Snapshot};

/// What names a finding: its rule, its sentence, and which of that rule's findings in it. No word of
/// the draft is in it, so it may travel through a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FindingId {
    code: String,
    /// A hash in hexadecimal; absent where a finding concerns the whole reply.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    sentence: Option<String>,
    ordinal: usize,
}

/// What the names of a text's findings are made of, each part worked out when a name is first asked for.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// Which of its rule's findings in its sentence each finding is.
    ordinals: OnceLock<Vec<usize>>,
    /// The hashes of sentences: hundreds of findings may stand in a long one.
    hashes: Mutex<HashMap<Span, String>>,
}

impl FindingId {
    /// The name of one of the analysis' findings.
    pub(crate) fn of(snapshot: &Snapshot, analysis: &Analysis, finding: &Finding) -> Self {
        let ordinals = analysis.names.ordinals.get_or_init(|| ordinals(&analysis.findings));
        let from = analysis.findings.partition_point(|earlier| earlier.span < finding.span);
        let same = analysis.findings[from..].iter().zip(&ordinals[from..]);
        let found = same.clone().find(|(it, _)| std::ptr::eq(*it, finding));
        let found = found.or_else(|| same.clone().find(|(it, _)| it.code == finding.code));
        Self {
            code: finding.code.to_string(),
            sentence: found.and_then(|(it, _)| sentence(snapshot, analysis, it)),
            ordinal: found.map_or(0, |(_, &ordinal)| ordinal),
        }
    }

    /// The finding of that name, if the analysis has it.
    pub(crate) fn find<'a>(
        &self,
        snapshot: &Snapshot,
        analysis: &'a Analysis,
    ) -> Option<&'a Finding> {
        analysis
            .findings
            .iter()
            .filter(|finding| finding.code == self.code)
            .filter(|finding| sentence(snapshot, analysis, finding) == self.sentence)
            .nth(self.ordinal)
    }
}

/// [`Names::ordinals`], in one go: hundreds may stand in one sentence.
fn ordinals(findings: &[Finding]) -> Vec<usize> {
    // For each rule and sentence: how many there are, and how many of them stand before the last place.
    let mut counts: HashMap<(&str, Option<Span>), (usize, usize, Span)> = HashMap::new();
    let ordinal = |finding| {
        let Finding { code, sentence, span, .. }: &Finding = finding;
        let (all, before, place) =
            counts.entry((code.as_ref(), *sentence)).or_insert((0, 0, *span));
        if place != span {
            (*before, *place) = (*all, *span);
        }
        *all += 1;
        *before
    };
    findings.iter().map(ordinal).collect()
}

/// The hash under the user's own key: it means nothing to anybody else.
fn sentence(snapshot: &Snapshot, analysis: &Analysis, finding: &Finding) -> Option<String> {
    let sentence = finding.sentence?;
    let hash = || snapshot.facts.hashed(sentence.of(&analysis.text));
    // Nothing panics while it is held but the hash, which then is not in it.
    let mut hashes = analysis.names.hashes.lock().unwrap_or_else(PoisonError::into_inner);
    Some(hashes.entry(sentence).or_insert_with(hash).clone())
}
