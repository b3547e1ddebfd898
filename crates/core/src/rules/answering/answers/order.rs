//! Replies follow the order of the questions.

use super::parts::Part;

/// Which parts speak again to a question that is answered further above, behind what another question's
/// answer is.
pub(super) fn coming_back(speaking: &[Vec<usize>], taken: &[bool]) -> Vec<bool> {
    let mut out = vec![false; taken.len()];
    for own in speaking {
        for pair in own.windows(2) {
            out[pair[1]] |= (pair[0] + 1..pair[1]).any(|at| taken[at]);
        }
    }
    for (at, out) in out.iter_mut().enumerate() {
        let others = speaking.iter().filter(|parts| parts.binary_search(&at).is_ok());
        *out &= others.count() == 1;
    }
    out
}

/// Which parts go on about what a part before them says: "it finished; here it is".
pub(super) fn going_on(parts: &[Part]) -> Vec<bool> {
    let mut out = vec![false; parts.len()];
    for at in 1..parts.len() {
        let about = parts[at - 1].says && !parts[at - 1].idle || out[at - 1];
        out[at] = about && !parts[at].leads && (parts[at].points || parts[at].explains);
    }
    out
}
