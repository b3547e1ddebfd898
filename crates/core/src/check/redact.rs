//! No finding repeats a secret: messages are shown on screens, read aloud, logged by editors and put into
//! reports of a team.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::draft::Draft;
use crate::finding::Finding;
use crate::rules::wording;
use crate::sensitive::words::SensitiveWords;
use crate::text::{self, Span};

/// What stands in a message in the place of a secret.
const MASK: &str = "••••";
/// So many characters of a secret in a row tell something of it wherever they are said.
const WINDOW: usize = 6;
/// Where the secret itself is near, a shorter piece does: messages quote parts of a clause, a rule may read a
/// key as several words, and a quote may end inside of it.
const SHORTEST_PIECE: usize = 4;
/// Webhooks are addresses.
const SCHEME: &str = "https://";

/// Takes secrets out of what all rules say, for others quote the writer's and the customer's words. Gives the
/// places of the secrets, in order, not overlapping.
///
/// The edits keep them: what they put in is the draft's own text.
pub(super) fn redact(
    draft: &Draft<'_>,
    words: &SensitiveWords,
    findings: &mut [Finding],
) -> Vec<Span> {
    let written = draft.text();
    let own = findings.iter().filter(|finding| finding.is_secret() && !finding.span.is_empty());
    let mut secrets: Vec<(Span, &str)> =
        own.map(|finding| (finding.span, finding.span.of(written))).collect();
    let message = &draft.message;
    let theirs = message.secrets(words).iter();
    secrets.extend(theirs.map(|&span| (message.place(span), span.of(&message.text))));
    secrets.sort_unstable();
    if !secrets.is_empty() {
        let mask = Mask::new(&secrets);
        for finding in findings.iter_mut().filter(|finding| !finding.is_secret()) {
            mask.redact(finding);
        }
    }
    let mut spans: Vec<_> = secrets.into_iter().map(|(span, _)| span).collect();
    text::join_overlapping(&mut spans);
    spans
}

/// A stretch of a secret, filled up with NUL.
type Stretch = [char; WINDOW];

/// What a stretch is of its secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// All of it, for it is so short.
    Whole,
    /// The middle of something.
    Within,
    /// Letters of a word, as they stand in other words too; the beginning of an address.
    Common,
    /// The first letters of a secret that is nothing but letters.
    Head,
    /// What a piece begins with.
    Start,
    /// What a piece ends with.
    End,
}

/// All secrets of a draft, by the stretches in which they may be said: the time that it takes grows with what is
/// said, however many there are.
struct Mask {
    /// In small letters, with single blanks.
    secrets: Vec<Vec<char>>,
    /// Where each begins, and where those up to it end.
    starts: Vec<usize>,
    ends: Vec<usize>,
    /// The secrets in which a stretch stands, in order.
    stretches: FxHashMap<Stretch, Vec<(usize, Part)>>,
}

impl Mask {
    fn new(secrets: &[(Span, &str)]) -> Self {
        let mut mask = Self {
            secrets: Vec::with_capacity(secrets.len()),
            starts: Vec::with_capacity(secrets.len()),
            ends: Vec::with_capacity(secrets.len()),
            stretches: FxHashMap::default(),
        };
        for &(span, secret) in secrets {
            let before = mask.ends.last().copied().unwrap_or(0);
            mask.starts.push(span.start);
            mask.ends.push(span.end.max(before));
            mask.add(secret);
        }
        mask
    }

    fn add(&mut self, secret: &str) {
        let at = self.secrets.len();
        let words = wording::on_one_line(secret);
        // Every address begins so.
        let scheme = if words.starts_with(SCHEME) { SCHEME.len() } else { 0 };
        let written: Vec<char> = words.chars().collect();
        let chars: Vec<char> = written.iter().map(char::to_ascii_lowercase).collect();
        let mut put = |stretch: &[char], part: Part| {
            let known = self.stretches.entry(key(stretch)).or_default();
            if known.last() != Some(&(at, part)) {
                known.push((at, part));
            }
        };
        if chars.len() < WINDOW {
            put(&chars, Part::Whole);
        } else if is_word(&written) {
            put(&chars[..WINDOW], Part::Head);
        }
        for (from, stretch) in chars.windows(WINDOW).enumerate() {
            let common = from < scheme || is_word(&written[from..from + WINDOW]);
            put(stretch, if common { Part::Common } else { Part::Within });
        }
        for piece in chars.split(|c| !c.is_alphanumeric()) {
            for length in SHORTEST_PIECE..WINDOW.min(piece.len() + 1) {
                put(&piece[..length], Part::Start);
                put(&piece[piece.len() - length..], Part::End);
            }
        }
        self.secrets.push(chars);
    }

    fn redact(&self, finding: &mut Finding) {
        let about =
            finding.sentence.unwrap_or(finding.span).cover(finding.clause).cover(finding.span);
        let mut near = vec![self.overlapping(about)];
        near.extend(finding.related.iter().map(|related| self.overlapping(related.span)));
        near.retain(|range| !range.is_empty());
        let said = [&mut finding.message, finding.help.to_mut()].into_iter();
        let said = said.chain(&mut finding.notes);
        let said = said.chain(finding.related.iter_mut().map(|related| &mut related.message));
        for words in said.chain(finding.fixes.iter_mut().map(|fix| &mut fix.title)) {
            self.over(words, &near);
        }
    }

    /// The secrets of which a byte may stand there.
    fn overlapping(&self, span: Span) -> Range<usize> {
        let from = self.ends.partition_point(|&end| end <= span.start);
        let to = self.starts.partition_point(|&start| start < span.end);
        from..to.max(from)
    }

    /// Puts dots over what the words say of the secrets.
    fn over(&self, words: &mut String, near: &[Range<usize>]) {
        let chars: Vec<char> = words
            .chars()
            .map(|c| if c.is_whitespace() { ' ' } else { c.to_ascii_lowercase() })
            .collect();
        // Stretches that touch are said in one go: if one of them tells something, all do.
        let mut runs: Vec<(Range<usize>, bool)> = Vec::new();
        for at in 0..chars.len() {
            for length in 1..=WINDOW.min(chars.len() - at) {
                let Some(known) = self.stretches.get(&key(&chars[at..at + length])) else {
                    continue;
                };
                let Some((end, tells)) = self.telling(&chars, at..at + length, known, near) else {
                    continue;
                };
                match runs.last_mut() {
                    Some((run, told)) if at < run.end => {
                        run.end = run.end.max(end);
                        *told |= tells;
                    }
                    _ => runs.push((at..end, tells)),
                }
            }
        }
        runs.retain(|(_, tells)| *tells);
        if runs.is_empty() {
            return;
        }
        let mut masked = String::with_capacity(words.len());
        let mut from = 0;
        let written: Vec<char> = words.chars().collect();
        for (run, _) in runs {
            masked.extend(&written[from..run.start]);
            masked.push_str(MASK);
            from = run.end;
        }
        masked.extend(&written[from..]);
        *words = masked;
    }

    /// Where the stretch ends that a secret and the words share, and whether it tells anything; `None` where
    /// it is none.
    fn telling(
        &self,
        chars: &[char],
        stretch: Range<usize>,
        known: &[(usize, Part)],
        near: &[Range<usize>],
    ) -> Option<(usize, bool)> {
        let is_near = || {
            near.iter().any(|range| {
                let from = known.partition_point(|(secret, _)| *secret < range.start);
                known.get(from).is_some_and(|(secret, _)| *secret < range.end)
            })
        };
        let has = |part: Part| known.iter().any(|(_, it)| *it == part);
        let apart = |c: Option<&char>| c.is_none_or(|c| !c.is_alphanumeric());
        if stretch.len() < WINDOW {
            let begins = || apart(stretch.start.checked_sub(1).and_then(|at| chars.get(at)));
            let ends = || apart(chars.get(stretch.end));
            let piece = || (has(Part::Start) && begins() || has(Part::End) && ends()) && is_near();
            return (has(Part::Whole) || piece()).then_some((stretch.end, true));
        }
        let whole =
            known.iter().filter(|(_, part)| *part == Part::Head).find_map(|&(secret, _)| {
                let secret = &self.secrets[secret];
                chars[stretch.start..].starts_with(secret).then_some(stretch.start + secret.len())
            });
        let tells = whole.is_some() || has(Part::Within) || is_near();
        Some((whole.unwrap_or(stretch.end), tells))
    }
}

fn key(stretch: &[char]) -> Stretch {
    let mut key = ['\0'; WINDOW];
    key[..stretch.len()].copy_from_slice(stretch);
    key
}

/// Whether they are the letters of a word rather than drawn by chance.
fn is_word(written: &[char]) -> bool {
    let mixed = |pair: &[char]| pair[0].is_lowercase() && pair[1].is_uppercase();
    written.iter().all(|c| c.is_alphabetic()) && !written.windows(2).any(mixed)
}
