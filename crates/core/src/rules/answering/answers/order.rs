//! Replies follow the order of the questions.

use super::parts::Part;

/// Which parts go on about what a part before them says: "it finished; here it is".
pub(super) fn going_on(parts: &[Part]) -> Vec<bool> {
    let mut out = vec![false; parts.len()];
    for at in 1..parts.len() {
        let about = parts[at - 1].says && !parts[at - 1].idle || out[at - 1];
        out[at] = about && !parts[at].leads && (parts[at].points || parts[at].explains);
    }
    out
}
