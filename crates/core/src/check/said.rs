//! What was said of the passages and found in the stretches of a text, for when they are asked for again.

use std::sync::Arc;

use crate::catalog::Catalog;
use crate::document::{Kind, PassageId, Placed};
use crate::draft::{Draft, Mail, RegionKind};
use crate::finding::Finding;
use crate::input::Input;
use crate::remembered::Remembered;
use crate::rule::Facts;
use crate::sensitive::KnownFinds;
use crate::serial::Serial;
use crate::settings::Settings;
use crate::text::{Span, line_end};

/// So many bytes beside a passage matter, and as many behind the blanks that stand there: a mark of markup, a dash.
const EDGE: usize = 8;

/// What was said of a text's parts.
#[derive(Debug, Default)]
pub(crate) struct Said {
    under: Option<Under>,
    /// Of each passage in its place. The bytes of findings count from the passage's first.
    known: Remembered<Place, Box<[Finding]>>,
    pub(super) finds: KnownFinds,
}

/// All that rules for passages and their sentences see besides them. Where it changes, everything has to be said
/// anew.
#[derive(Debug)]
struct Under {
    catalog: Serial,
    facts: Facts,
    settings: Settings,
    kind: Kind,
    is_curly: bool,
    line_end: &'static str,
    mail: Arc<Mail>,
}

impl Under {
    fn new(facts: &Facts, input: &Input, draft: &Draft<'_>, catalog: &Catalog) -> Self {
        let document = &draft.document;
        Self {
            catalog: catalog.serial,
            facts: facts.clone(),
            settings: input.settings.clone(),
            kind: input.kind,
            is_curly: document.is_curly,
            line_end: line_end(document.text),
            mail: draft.message.mail().clone(),
        }
    }

    fn holds(&self, facts: &Facts, input: &Input, draft: &Draft<'_>, catalog: &Catalog) -> bool {
        let document = &draft.document;
        self.catalog == catalog.serial
            && Arc::ptr_eq(&self.mail, draft.message.mail())
            && self.facts == *facts
            && self.settings == input.settings
            && self.kind == input.kind
            && self.is_curly == document.is_curly
            && self.line_end == line_end(document.text)
    }
}

/// A passage and what a rule sees around it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Place {
    own: PassageId,
    region: Option<RegionKind>,
    /// The passages before and after it that a rule may see, `None` where the text begins or ends.
    around: Box<[Option<PassageId>]>,
    edges: [[u8; EDGE]; 4],
}

impl Place {
    /// The place of a passage of the draft; `None` where it, or one beside it, has to be read each time. Rules look
    /// at `reach` sentences before and after their own, and a passage has at least one.
    pub(super) fn of(draft: &Draft<'_>, at: usize, reach: usize) -> Option<Self> {
        let passages = &draft.document.passages;
        let passage = &passages[at];
        let mut regions = draft.sentence_regions[passage.sentences.clone()].iter().copied();
        let region = regions.next();
        if !regions.all(|other| Some(other) == region) {
            return None;
        }
        let bytes = draft.text().as_bytes();
        let (head, tail) = (&bytes[..passage.span.start], &bytes[passage.span.end..]);
        Some(Self {
            own: passage.id?,
            region,
            around: around(passages, at, reach)?,
            edges: [
                edge(head.iter().rev()),
                edge(head.trim_ascii_end().iter().rev()),
                edge(tail.iter()),
                edge(tail.trim_ascii_start().iter()),
            ],
        })
    }
}

/// So many passages with sentences on each side, nearest first; `None` where one of them has to be read each time.
fn around(passages: &[Placed], at: usize, reach: usize) -> Option<Box<[Option<PassageId>]>> {
    let mut around = vec![None; 2 * reach].into_boxed_slice();
    let (before, after) = around.split_at_mut(reach);
    let spoken = |passage: &&Placed| !passage.sentences.is_empty();
    for (slot, passage) in before.iter_mut().zip(passages[..at].iter().rev().filter(spoken)) {
        *slot = Some(passage.id?);
    }
    for (slot, passage) in after.iter_mut().zip(passages[at + 1..].iter().filter(spoken)) {
        *slot = Some(passage.id?);
    }
    Some(around)
}

fn edge<'b>(bytes: impl Iterator<Item = &'b u8>) -> [u8; EDGE] {
    let mut edge = [0; EDGE];
    for (slot, byte) in edge.iter_mut().zip(bytes) {
        *slot = *byte;
    }
    edge
}

impl Said {
    /// Begins a check.
    pub(super) fn begin(
        &mut self,
        facts: &Facts,
        input: &Input,
        draft: &Draft<'_>,
        catalog: &Catalog,
    ) {
        if !self.under.as_ref().is_some_and(|under| under.holds(facts, input, draft, catalog)) {
            let under = Some(Under::new(facts, input, draft, catalog));
            *self = Self { under, ..Self::default() };
        }
        self.known.begin();
        self.finds.begin();
    }

    /// Adds what was said of the passage that begins at the byte `start`. Whether anything is known of it.
    pub(super) fn repeat(
        &mut self,
        place: &Place,
        start: usize,
        findings: &mut Vec<Finding>,
    ) -> bool {
        let Some(known) = self.known.get(place) else { return false };
        findings.extend(known.iter().map(|finding| finding.moved(|at| at + start)));
        true
    }

    /// Notes down what is said of the passage at `span`.
    pub(super) fn note<'f>(
        &mut self,
        place: Place,
        span: Span,
        findings: impl Iterator<Item = &'f Finding>,
    ) {
        // What points beyond the passage is not where it was when something between them changes.
        if let Some(findings) = findings.map(|finding| within(finding, span)).collect() {
            self.known.insert(place, span.len(), findings);
        }
    }

    /// Forgets what the text no longer has, now and then.
    pub(super) fn tidy(&mut self) {
        self.known.tidy();
        self.finds.tidy();
    }
}

/// The finding with bytes that count from the start of `span`, if all of it lies in there.
fn within(finding: &Finding, span: Span) -> Option<Finding> {
    finding.spans().all(|own| span.contains(own)).then(|| finding.moved(|at| at - span.start))
}
