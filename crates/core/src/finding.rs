//! What a rule says: a finding, its severity and its fixes.

use std::borrow::Cow;
use std::fmt;

use crate::snippet::Snippet;
use crate::text::Span;

/// How much a finding matters. Ordered: `Hint < Information < Warning < Error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth a thought; shown faintly.
    Hint,
    /// Worth changing when there is a moment.
    Information,
    /// The reader will feel this.
    Warning,
    /// Not fit to be sent.
    Error,
}

impl Severity {
    /// All severities, mildest first.
    pub const ALL: [Self; 4] = [Self::Hint, Self::Information, Self::Warning, Self::Error];

    /// The name used in settings and in JSON lines.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Information => "information",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The severity of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.as_str() == name)
    }

    /// One step milder; a hint stays a hint.
    #[must_use]
    pub const fn lower(self) -> Self {
        match self {
            Self::Error => Self::Warning,
            Self::Warning => Self::Information,
            Self::Information | Self::Hint => Self::Hint,
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The stable, public name of a rule, such as `certainty-should`.
///
/// It names the bad pattern, never the cure, and reads well as "allow ‹code›".
pub type Code = Cow<'static, str>;

/// How safely a fix can be applied. Ordered: `Display < Confirm < Safe`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Applicability {
    /// Shown as an idea; a person writes the words.
    Display,
    /// One click, but only the writer can know whether it is true.
    Confirm,
    /// True whatever the facts are, nothing lost, no name inserted. The only kind in fix-all.
    Safe,
}

impl Applicability {
    /// The name used in JSON lines.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Display => "display",
            Self::Confirm => "confirm",
            Self::Safe => "safe",
        }
    }
}

/// What an edit puts in place of its span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Insert {
    /// Text as it is.
    Text(String),
    /// Text with tab stops, for clients that know them. Others get [`Snippet::plain`], in which each
    /// blank stands as `[[fill: …]]`.
    Snippet(Snippet),
}

impl Insert {
    /// The text for a client that knows no tab stops.
    #[must_use]
    pub fn plain(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Snippet(snippet) => Cow::Owned(snippet.plain()),
        }
    }
}

/// One replacement in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes that are replaced; empty to insert.
    pub span: Span,
    /// What stands there afterwards.
    pub insert: Insert,
}

impl Edit {
    /// Replaces `span` by `text`.
    #[must_use]
    pub fn replace(span: Span, text: impl Into<String>) -> Self {
        Self { span, insert: Insert::Text(text.into()) }
    }

    /// Removes `span`.
    #[must_use]
    pub fn delete(span: Span) -> Self {
        Self::replace(span, String::new())
    }

    /// Inserts a snippet at `at`.
    #[must_use]
    pub fn snippet(span: Span, snippet: Snippet) -> Self {
        Self { span, insert: Insert::Snippet(snippet) }
    }
}

/// A way to mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the writer reads in the editor's menu.
    pub title: String,
    /// The replacements, sorted, not overlapping.
    pub edits: Vec<Edit>,
    /// Who decides.
    pub applicability: Applicability,
}

impl Fix {
    /// A fix that only the writer can answer for.
    #[must_use]
    pub fn confirm(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { title: title.into(), edits, applicability: Applicability::Confirm }
    }

    /// Whether it is true whatever the facts are.
    #[must_use]
    pub fn is_safe(&self) -> bool {
        self.applicability == Applicability::Safe
    }

    /// A fix that is true whatever the facts are.
    #[must_use]
    pub fn safe(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { title: title.into(), edits, applicability: Applicability::Safe }
    }
}

/// Another place that explains a finding, such as the signature that gives the customer's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The place.
    pub span: Span,
    /// What is to be seen there.
    pub message: String,
}

/// One thing worth saying about a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that speaks.
    pub code: Code,
    /// The family of that rule.
    pub family: Family,
    /// The words it is about.
    pub span: Span,
    /// How much it matters here: the rule's ceiling, or less with a reason in `notes`.
    pub severity: Severity,
    /// What is wrong, in the writer's own words, in one short sentence.
    pub message: String,
    /// Why it matters, and what to write instead.
    pub help: Cow<'static, str>,
    /// Other places that explain it.
    pub related: Vec<Related>,
    /// Other rules that had something to say about the same clause.
    pub also: Vec<Code>,
    /// Ways to mend it, the most useful first.
    pub fixes: Vec<Fix>,
    /// Why the severity is what it is, and whose fact the clause states: for `--verbose` and hovers.
    pub notes: Vec<String>,
    /// The clause that the finding is about: a clause gets at most one finding of tone.
    pub clause: Span,
    /// The sentence it stands in; `None` for what concerns the reply as a whole.
    pub sentence: Option<Span>,
}

/// Whether the findings of the rule mark what must not be repeated.
pub(crate) fn is_secret(code: &str) -> bool {
    matches!(code, "secret-in-reply" | "card-number")
}

impl Finding {
    /// Every place that it names or changes.
    pub(crate) fn spans(&self) -> impl Iterator<Item = Span> {
        let related = self.related.iter().map(|related| related.span);
        let edits = self.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
        [self.span, self.clause].into_iter().chain(self.sentence).chain(related).chain(edits)
    }

    /// The same finding in a text where each byte stands at another offset.
    pub(crate) fn moved(&self, offset: impl Fn(usize) -> usize) -> Self {
        let span = |span: Span| Span::new(offset(span.start), offset(span.end));
        let mut moved = self.clone();
        moved.span = span(self.span);
        moved.clause = span(self.clause);
        moved.sentence = self.sentence.map(span);
        for related in &mut moved.related {
            related.span = span(related.span);
        }
        for edit in moved.fixes.iter_mut().flat_map(|fix| &mut fix.edits) {
            edit.span = span(edit.span);
        }
        moved
    }

    /// Whether what it marks, or leads to, must not be repeated anywhere: a password, a card number.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        is_secret(&self.code)
    }

    /// The notes as sentences. A rule may note in lower case what goes on from the finding: “states a
    /// fact about …”.
    pub fn remarks(&self) -> impl Iterator<Item = String> {
        self.notes.iter().filter(|note| !note.is_empty()).map(|note| {
            let mut chars = note.chars();
            let first = chars.next().map(char::to_uppercase).into_iter().flatten();
            let mut remark = match note.starts_with("states ") {
                true => format!("This {note}"),
                false => first.chain(chars).collect(),
            };
            if !remark.ends_with(['.', '!', '?']) {
                remark.push('.');
            }
            remark
        })
    }
}

/// A family of rules, as in the rule pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// Doubt about what the writer could know.
    Certainty,
    /// What happens next, who does it and when.
    Commitment,
    /// How it sounds.
    Tone,
    /// Whose doing it is and who takes care of it.
    Ownership,
    /// Saying sorry, and saying no.
    Apology,
    /// Showing that one has understood.
    Empathy,
    /// Plain and concrete words.
    Clarity,
    /// A team's own words, in one register and one spelling.
    Brand,
    /// Taking the customer to the place, and not only naming it.
    Leading,
    /// Greeting, thanks and farewell.
    Structure,
    /// Words that are this customer's alone.
    Personalisation,
    /// What must never reach a customer.
    Safety,
    /// What they asked, told and tried.
    Answering,
    /// Anger, risk, and when a colleague is wanted.
    Escalation,
    /// A team's own rules, from packs.
    Team,
}

impl Family {
    /// All families, in the order of the rule table.
    pub const ALL: [Self; 15] = [
        Self::Certainty,
        Self::Commitment,
        Self::Tone,
        Self::Ownership,
        Self::Apology,
        Self::Empathy,
        Self::Clarity,
        Self::Brand,
        Self::Leading,
        Self::Structure,
        Self::Personalisation,
        Self::Safety,
        Self::Answering,
        Self::Escalation,
        Self::Team,
    ];

    /// The name used in settings, packs and JSON lines, and what the rules are about.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Certainty => ("certainty", "doubt about what you could know"),
            Self::Commitment => ("commitment", "what happens next, who does it and when"),
            Self::Tone => ("tone", "how it sounds to the customer"),
            Self::Ownership => ("ownership", "whose doing it is and who takes care of it"),
            Self::Apology => ("apology", "saying sorry and saying no"),
            Self::Empathy => ("empathy", "showing that you have understood"),
            Self::Clarity => ("clarity", "plain and concrete words"),
            Self::Brand => ("brand", "your team's own words, register and spelling"),
            Self::Leading => {
                ("leading", "taking them to the place, with a link and what to do there")
            }
            Self::Structure => ("structure", "greeting, thanks and farewell"),
            Self::Personalisation => ("personalisation", "words that are this customer's alone"),
            Self::Safety => ("safety", "what must never reach a customer"),
            Self::Answering => ("answering", "what they asked, told and tried"),
            Self::Escalation => ("escalation", "anger, risk, and when a colleague is wanted"),
            Self::Team => ("team", "what your team's own packs say"),
        }
    }

    /// The name used in settings, packs and JSON lines.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.words().0
    }

    /// What its rules are about, to be read after "rules about".
    #[must_use]
    pub const fn about(self) -> &'static str {
        self.words().1
    }

    /// The family of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|family| family.as_str() == name)
    }

    /// Whether a clause gets at most one finding of this family and its like.
    ///
    /// Findings about safety, brand, what was asked and what is at stake are never dropped for another.
    #[must_use]
    pub const fn is_tone_like(self) -> bool {
        matches!(
            self,
            Self::Certainty
                | Self::Commitment
                | Self::Tone
                | Self::Ownership
                | Self::Apology
                | Self::Empathy
                | Self::Clarity
                | Self::Leading
                | Self::Structure
                | Self::Team
        )
    }
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    #[test]
    fn notes_are_told_as_sentences() {
        let catalog = Catalog::builtin();
        let mut finding = catalog.rule("certainty-should").unwrap().finding(Span::at(0), "Sure?");
        for (note, told) in [
            ("states a fact about your work (“it”)", "This states a fact about your work (“it”)."),
            ("said more softly because it is theirs", "Said more softly because it is theirs."),
            ("Lowered: it is a hint.", "Lowered: it is a hint."),
        ] {
            finding.notes = vec![note.to_owned()];
            assert_eq!(finding.remarks().collect::<Vec<_>>(), [told]);
        }
    }
}
