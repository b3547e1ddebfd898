//! How many findings there are.

use aplomb_core::{Finding, Severity};

use crate::exit::Exit;
use crate::terminal::count;

/// The number of findings of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally([usize; Severity::ALL.len()]);

impl Tally {
    /// Counts findings.
    pub(crate) fn of<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Self {
        let mut tally = Self::default();
        for finding in findings {
            tally.0[finding.severity as usize] += 1;
        }
        tally
    }

    /// Adds another count.
    pub(crate) fn add(&mut self, other: Self) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine += theirs;
        }
    }

    /// The findings of a severity.
    pub(crate) fn at(self, severity: Severity) -> usize {
        self.0[severity as usize]
    }

    /// The findings at warning or above.
    pub(crate) fn grave(self) -> usize {
        self.at(Severity::Warning) + self.at(Severity::Error)
    }

    /// How a command ends that found these.
    pub(crate) fn exit(self) -> Exit {
        if self.grave() > 0 { Exit::Findings } else { Exit::Clean }
    }

    /// "2 errors, 1 hint", gravest first; `None` for nothing.
    pub(crate) fn describe(self) -> Option<String> {
        let parts: Vec<_> = [
            (Severity::Error, "error", "errors"),
            (Severity::Warning, "warning", "warnings"),
            (Severity::Information, "information finding", "information findings"),
            (Severity::Hint, "hint", "hints"),
        ]
        .into_iter()
        .filter(|(severity, ..)| self.at(*severity) > 0)
        .map(|(severity, one, many)| count(self.at(severity), one, many))
        .collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}
