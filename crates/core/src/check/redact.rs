//! No finding repeats a secret: messages are shown on screens, read aloud, logged by editors and put into
//! reports of a team.

use crate::finding::Finding;

/// What stands in a message in the place of a secret.
const MASK: &str = "••••";
/// Shorter pieces of a secret say nothing of it.
const SHORTEST_PIECE: usize = 4;

/// Takes secrets out of what all rules say, for others quote the writer's words.
///
/// The edits keep them: what they put in is the draft's own text.
pub(super) fn redact(text: &str, findings: &mut [Finding]) {
    let spans: Vec<_> = findings
        .iter()
        .filter(|finding| finding.is_secret() && !finding.span.is_empty())
        .map(|finding| finding.span)
        .collect();
    if spans.is_empty() {
        return;
    }
    // Of two that begin alike, the longer one goes first.
    let mut secrets: Vec<_> = spans.iter().map(|span| span.of(text)).collect();
    secrets.sort_by_key(|secret| (std::cmp::Reverse(secret.len()), *secret));
    secrets.dedup();
    for finding in findings.iter_mut().filter(|finding| !finding.is_secret()) {
        let about =
            finding.sentence.unwrap_or(finding.span).cover(finding.clause).cover(finding.span);
        for secret in &secrets {
            mask(finding, secret);
        }
        for span in spans.iter().filter(|span| about.overlaps(**span)) {
            // Messages quote parts of a clause, and a rule may read a key as several words.
            let pieces = span.of(text).split(|c: char| !c.is_alphanumeric());
            for piece in pieces.filter(|piece| piece.chars().count() >= SHORTEST_PIECE) {
                mask(finding, piece);
            }
        }
    }
}

fn mask(finding: &mut Finding, secret: &str) {
    let said = [&mut finding.message, &mut finding.help].into_iter();
    let said = said.chain(&mut finding.notes);
    let said = said.chain(finding.related.iter_mut().map(|related| &mut related.message));
    for words in said.chain(finding.fixes.iter_mut().map(|fix| &mut fix.title)) {
        if words.contains(secret) {
            *words = words.replace(secret, MASK);
        }
    }
}
