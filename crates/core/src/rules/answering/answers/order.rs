//! Replies follow the order of the questions.

use super::parts::Part;
use crate::draft::Question;

/// For each part the question that the nearest part before it speaks to, and the nearest behind it: replies
/// follow the order of the questions, and what stands between two sentences on one question is about it too.
pub(super) struct Order {
    before: Vec<Option<usize>>,
    after: Vec<Option<usize>>,
}

impl Order {
    pub(super) fn of(speaking: &[Vec<usize>], parts: usize) -> Self {
        let mut out = Self { before: vec![None; parts], after: vec![None; parts] };
        let mut first: Vec<Option<usize>> = vec![None; parts];
        let mut last = first.clone();
        for (question, speaking) in speaking.iter().enumerate() {
            for &at in speaking {
                first[at].get_or_insert(question);
                last[at] = Some(question);
            }
        }
        for at in 1..parts {
            out.before[at] = first[at - 1].or(out.before[at - 1]);
            let back = parts - 1 - at;
            out.after[back] = last[back + 1].or(out.after[back + 1]);
        }
        out
    }

    /// Whether the part may answer the question by what it looks like.
    pub(super) fn allows(&self, question: usize, part: usize) -> bool {
        match (self.before[part], self.after[part]) {
            (None, None) => true,
            (Some(before), None) => question >= before,
            (None, Some(after)) => question <= after,
            (Some(before), Some(after)) => {
                (before.min(after)..=before.max(after)).contains(&question)
            }
        }
    }
}

/// Replies follow the order of the questions: a sentence between the answer to an earlier question and that to
/// a later one answers what is asked between them, if it says something of its own.
pub(super) fn fill_gaps(
    questions: &[&Question],
    parts: &[Part],
    speaking: &[Vec<usize>],
    answered: &mut [bool],
    taken: &mut [bool],
) {
    let going_on = going_on(parts, taken);
    // How far the answers to the questions before each reach, and where those to the later ones begin.
    let mut from = 0;
    for number in 0..questions.len() {
        let later = speaking[number + 1..].iter().filter_map(|parts| parts.first()).min();
        if let Some(&last) = speaking[number].last() {
            from = from.max(last + 1);
        }
        let (false, false, Some(&until)) = (answered[number], questions[number].is_exact(), later)
        else {
            continue;
        };
        let found = (from..until).find(|&at| {
            let part = &parts[at];
            let own = part.words.start == 0 && !going_on[at] && !part.refers;
            own && part.says && !part.idle && !part.told && !taken[at]
        });
        // In front of the first answer stands what leads up to it.
        if let Some(at) = found.filter(|_| from > 0) {
            (answered[number], taken[at]) = (true, true);
            from = at + 1;
        }
    }
}

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

/// Which parts go on about what a part before them answers: "it finished; here it is".
pub(super) fn going_on(parts: &[Part], taken: &[bool]) -> Vec<bool> {
    let mut out = vec![false; parts.len()];
    for at in 1..parts.len() {
        let about = taken[at - 1] || out[at - 1];
        out[at] = about && !parts[at].leads && (parts[at].points || parts[at].explains);
    }
    out
}
