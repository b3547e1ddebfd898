//! Who a reply is for and who it is from.
//!
//! The most personal name one has comes first: what customers call themselves in their own
//! signature beats the display name of their mail program.

use std::ops::Range;

use super::front_matter::Fields;
use super::name::{Name, NameMatch};
use super::quoted;
use crate::document::{Document, Line, LineClass};
use crate::lang::lexicon::fold;
use crate::lang::mail::MailCues;
use crate::lang::people::PeopleData;
use crate::text::Span;

/// Where a name was found. Ordered as in [`Candidate::confidence`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// `customer:` in front matter.
    FrontMatter,
    /// The signature of the latest quoted mail.
    Signature,
    /// "My name is …", "This is … from".
    Introduction,
    /// The last line of the latest quoted mail, where it is nothing but what may be a name.
    LastLine,
    /// The `To:` header.
    Header,
    /// The attribution line.
    Attribution,
    /// The greeting of an earlier reply in the thread.
    Greeting,
    /// A forum handle.
    Handle,
    /// The local part of a mail address.
    Address,
}

impl Source {
    /// How sure one can be of a name from there, in percent.
    #[must_use]
    pub const fn confidence(self) -> u8 {
        match self {
            Self::FrontMatter => 100,
            Self::Signature => 95,
            Self::Introduction => 90,
            Self::Header | Self::LastLine => 85,
            Self::Attribution => 80,
            Self::Greeting => 70,
            Self::Handle => 40,
            Self::Address => 30,
        }
    }

    /// Whether it is what stands under a mail.
    #[must_use]
    pub const fn signs(self) -> bool {
        matches!(self, Self::Signature | Self::LastLine)
    }

    /// What to call the place, after "from".
    #[must_use]
    pub const fn describe(self) -> &'static str {
        match self {
            Self::FrontMatter => "the front matter",
            Self::Signature => "their signature",
            Self::Introduction => "how they introduced themselves",
            Self::LastLine => "the last line of their mail",
            Self::Header => "the To header",
            Self::Attribution => "the line above their mail",
            Self::Greeting => "an earlier reply",
            Self::Handle => "their handle",
            Self::Address => "their mail address",
        }
    }
}

/// A name the customer may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The name.
    pub name: Name,
    /// Where it was found.
    pub source: Source,
    /// The place in the text.
    pub span: Span,
}

impl Candidate {
    /// How sure one can be, in percent.
    #[must_use]
    pub const fn confidence(&self) -> u8 {
        self.source.confidence()
    }
}

/// The people of a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// Names the customer may have, the surest first.
    pub customers: Vec<Candidate>,
    /// The writer's name.
    pub agent: Option<String>,
    /// Whether the draft goes to several people.
    pub group: bool,
}

impl People {
    /// The most personal name of the customer, if it is at least so sure, in percent.
    #[must_use]
    pub fn customer(&self, confidence: u8) -> Option<&Candidate> {
        let named = self.customers.iter().find(|candidate| !candidate.name.is_initial());
        named.filter(|candidate| candidate.confidence() >= confidence)
    }
}

/// The runs of quoted lines, blank lines inside them included.
pub(super) fn quote_runs(lines: &[Line]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if !matches!(line.class, LineClass::Quote(_) | LineClass::Attribution) {
            continue;
        }
        match runs.last_mut() {
            Some(run) if lines[run.end..at].iter().all(|line| line.class == LineClass::Blank) => {
                run.end = at + 1;
            }
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

pub(super) fn find(
    document: &Document<'_>,
    front_matter: &Fields,
    headers: &Fields,
    signed: Option<Span>,
    setting: Option<&str>,
    mail: &MailCues,
    data: &PeopleData,
) -> People {
    let text = document.text;
    let mut people = People::default();
    let told = agent(front_matter, headers, setting, mail, data).map(|name| name.given);
    people.agent = told.or_else(|| {
        let written = signed?.of(text).trim_matches(['-', '–', ' ', '*', '_', '~']);
        Name::from_display(written, data).map(|name| name.given)
    });
    let mut candidates = Vec::new();
    if let Some(field) = front_matter.get(&["customer", "name"]) {
        push(&mut candidates, &field.value, Source::FrontMatter, field.span, data);
    }
    let to = front_matter.get(&["to"]).into_iter();
    for field in to.chain(headers.0.iter().find(|field| mail.is_recipient(&field.key))) {
        let addressees = addressees(&field.value);
        people.group |= addressees.len() > 1;
        for addressee in addressees {
            push(&mut candidates, addressee, Source::Header, field.span, data);
        }
    }
    for run in quote_runs(&document.lines) {
        quoted::names(document, run, mail, data, &mut candidates);
    }
    // The thread may quote the writer's own earlier mail.
    if let Some(agent) = &people.agent {
        candidates.retain(|candidate: &Candidate| {
            candidate.source == Source::FrontMatter
                || candidate.name.matches(agent, data) != NameMatch::Same
        });
    }
    candidates.sort_by_key(|candidate| std::cmp::Reverse(candidate.confidence()));
    people.customers = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let key = fold(&candidate.name.given);
        let known = people.customers.iter_mut().find(|known| fold(&known.name.given) == key);
        match known {
            Some(known) => {
                // What may be a name is one where another place has it too.
                if known.source == Source::LastLine && candidate.source != Source::LastLine {
                    known.source = Source::Signature;
                }
                // A signature gives the name they go by, a header the whole of it.
                if known.name.full.len() < candidate.name.full.len() {
                    known.name.full = candidate.name.full;
                }
            }
            None => people.customers.push(candidate),
        }
    }
    people
}

/// The writer's name, as the draft or the settings tell it: of a mailbox that is nobody's, the next place is
/// asked.
pub(crate) fn agent(
    front_matter: &Fields,
    headers: &Fields,
    setting: Option<&str>,
    mail: &MailCues,
    data: &PeopleData,
) -> Option<Name> {
    let field = front_matter.get(&["agent", "from"]).into_iter();
    let fields = field.chain(headers.0.iter().find(|field| mail.is_sender(&field.key)));
    let places = fields.map(|field| field.value.as_str()).chain(setting);
    places.into_iter().find_map(|written| Name::from_display(written, data))
}

pub(super) fn push(
    out: &mut Vec<Candidate>,
    display: &str,
    source: Source,
    span: Span,
    data: &PeopleData,
) {
    if let Some(name) = Name::from_display(display, data) {
        out.push(Candidate { name, source, span });
    }
}

/// The addressees of a header: separated by `;`, or by a comma after an address.
fn addressees(value: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, c) in value.char_indices() {
        let after_address = value[start..at].contains('@');
        if c == ';' || (c == ',' && after_address) {
            out.push(value[start..at].trim());
            start = at + 1;
        }
    }
    out.push(value[start..].trim());
    out.retain(|part| !part.is_empty());
    out
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;
    use crate::draft::{Draft, Source};
    use crate::input::Input;

    fn customers(text: &str) -> Vec<(String, Source)> {
        let catalog = Catalog::builtin();
        let draft = Draft::read(text, &Input::default(), &catalog);
        draft
            .people
            .customers
            .iter()
            .map(|candidate| {
                assert!(text.is_char_boundary(candidate.span.start), "{text:?}");
                assert!(text.is_char_boundary(candidate.span.end), "{text:?}");
                (candidate.name.given.clone(), candidate.source)
            })
            .collect()
    }

    fn first(text: &str) -> Option<String> {
        customers(text).into_iter().next().map(|(name, _)| name)
    }

    #[test]
    fn the_most_personal_name_comes_first() {
        let text = "Hi\n\nOn Tue, 4 Mar 2025 at 10:02, Ruiz Garcia <m@x.org> wrote:\n> Please help.\n>\n> Best,\n> Maria";
        assert_eq!(
            customers(text),
            [("Maria".to_owned(), Source::Signature), ("Ruiz".to_owned(), Source::Attribution)]
        );
        assert_eq!(first("---\ncustomer: Kenji Tanaka\n---\nHi").as_deref(), Some("Kenji"));
        for line in [
            "On Wed, Dec 3, 2014 at 8:26 AM, Jan Smith <j@x.org> wrote:",
            "On 2014-12-03, Jan Smith wrote:",
            "Am 3. Dez. 2014 um 08:26 schrieb Jan Smith <j@x.org>:",
            "Le 3 déc. 2014 à 08:26, Jan Smith <j@x.org> a écrit :",
        ] {
            let text = format!("Hi\n\n{line}\n> Help");
            assert_eq!(first(&text).as_deref(), Some("Jan"), "{line}");
        }
        assert_eq!(
            first("To: \"Ruiz, Maria\" <m@x.org>\nSubject: Re\n\nHi").as_deref(),
            Some("Maria")
        );
    }

    #[test]
    fn signatures_in_their_many_forms() {
        for quote in [
            "> Help me. Best, Maria",
            "> Help me.\n> Thanks!\n> Maria",
            "> Help me.\n>\n> Maria",
            "> Help me.\n> Kind regards\n>\n> Maria Ruiz\n> Head of Sales",
            "> Thank you,\n> Maria (Acme)",
            "> Hi, I'm Maria, and it fails.",
            "> Hello, my name is Maria Ruiz.",
            "> This is Maria from Acme. Help!",
            "> …the sync fails. Thanks!\n> Maria",
            "> Hola, me llamo Maria.",
            "> Hallo, mein Name ist Maria Ruiz und ich bin neu.",
        ] {
            let found = first(&format!("Hi,\n\n{quote}"));
            let name = found.as_deref();
            assert_eq!(name, Some("Maria"), "{quote}");
        }
    }

    #[test]
    fn states_roles_and_sentences_are_no_names() {
        for quote in [
            "> I'm stuck with the export.",
            "> I am German and it fails",
            "> Please help.\n> Thanks a lot for everything you do",
            "> It fails.\n>\n> Any ideas?",
            "> This is Spam. Stop.",
        ] {
            assert_eq!(first(&format!("Hi,\n\n{quote}")), None, "{quote}");
        }
        assert_eq!(first("To: billing@acme.test\nSubject: x\n\nHi"), None);
    }

    #[test]
    fn the_writer_is_not_the_customer() {
        let text = "Hi,\n\nDone.\n\nAna\n\n> Please check.\n>\n> Ana";
        assert_eq!(first(text), None);
    }

    #[test]
    fn two_signers_and_the_latest_mail() {
        let two = customers("Hi\n\n> Please help.\n> Best,\n> Ana and Jo");
        assert_eq!(two.len(), 2, "{two:?}");
        let nested = "Hi\n\n> It fails again.\n> Best,\n> Jo\n>\n> > It works.\n> > Best,\n> > Ana";
        assert_eq!(first(nested).as_deref(), Some("Jo"));
    }
}
