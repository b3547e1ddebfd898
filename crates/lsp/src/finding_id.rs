//! Finding a finding again in a newer text.

use aplomb_core::Finding;
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
        let sentence = sentence(snapshot, analysis, finding);
        let ordinal = analysis
            .findings
            .iter()
            .take_while(|earlier| earlier.span < finding.span)
            .filter(|earlier| {
                earlier.code == finding.code
                    && self::sentence(snapshot, analysis, earlier) == sentence
            })
            .count();
        Self { code: finding.code.to_string(), sentence, ordinal }
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
