//! Finding a finding again in a newer text.

use std::collections::HashMap;

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

impl FindingId {
    /// The name of one of the analysis' findings.
    pub(crate) fn of(snapshot: &Snapshot, analysis: &Analysis, finding: &Finding) -> Self {
        let ids = analysis.ids.get_or_init(|| Self::all(snapshot, analysis));
        let from = analysis.findings.partition_point(|earlier| earlier.span < finding.span);
        let same = analysis.findings[from..].iter().zip(&ids[from..]);
        let found = same.clone().find(|(it, _)| std::ptr::eq(*it, finding));
        let found = found.or_else(|| same.clone().find(|(it, _)| it.code == finding.code));
        found.map_or_else(
            || Self { code: finding.code.to_string(), sentence: None, ordinal: 0 },
            |(_, id)| id.clone(),
        )
    }

    /// The names of all findings, in one go: thousands may stand in one sentence.
    fn all(snapshot: &Snapshot, analysis: &Analysis) -> Vec<Self> {
        let mut hashes: HashMap<Span, String> = HashMap::new();
        // For each rule and sentence: how many there are, and how many of them stand before the last place.
        let mut counts: HashMap<(&str, Option<Span>), (usize, usize, Span)> = HashMap::new();
        let findings = analysis.findings.iter();
        findings
            .map(|finding| {
                let sentence = finding.sentence.map(|span| {
                    let hash = || snapshot.facts.hashed(span.of(&analysis.text));
                    hashes.entry(span).or_insert_with(hash).clone()
                });
                let key = (finding.code.as_ref(), finding.sentence);
                let (all, before, place) = counts.entry(key).or_insert((0, 0, finding.span));
                if *place != finding.span {
                    (*before, *place) = (*all, finding.span);
                }
                *all += 1;
                Self { code: finding.code.to_string(), sentence, ordinal: *before }
            })
            .collect()
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

/// The hash under the user's own key: it means nothing to anybody else.
fn sentence(snapshot: &Snapshot, analysis: &Analysis, finding: &Finding) -> Option<String> {
    let sentence = finding.sentence?.of(&analysis.text);
    Some(snapshot.facts.hashed(sentence))
}
