//! Variables: what the draft, the settings and the clock know, so that nobody types it.

use crate::catalog::Catalog;
use crate::draft::{Draft, NameMatch, Source};
use crate::input::Input;
use crate::lang::people::PeopleData;
use crate::sensitive::words::SensitiveWords;
use crate::settings::Settings;

/// A name is filled in only if one can be at least so sure of it, in percent.
const SURE: u8 = 80;
/// A greeting that names more people than this is a list.
const MOST_NAMES: usize = 3;

/// Something that a snippet leaves open and a program can know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Variable {
    /// What to call the customer, or the customers: "Ana", "Ana and Jo".
    Customer,
    /// The customer's whole name.
    CustomerFull,
    /// The customer's family name.
    CustomerFamily,
    /// What to call the first of two customers.
    Customer1,
    /// What to call the second of two customers.
    Customer2,
    /// The writer's name.
    Agent,
    /// The writer's company.
    Company,
    /// The product the reply is about.
    Product,
    /// A colleague who helps.
    Colleague,
    /// Morning, afternoon or evening.
    Daypart,
    /// A day, as one would say it.
    Day,
    /// The next time to write, with its time zone.
    NextUpdate,
    /// What the customer wrote about.
    Thing,
    /// What the customer asked.
    Question,
    /// What a page is about.
    Topic,
    /// What the customer sent without being asked.
    Sent,
}

impl Variable {
    /// All variables with their names in packs and with what a blank asks for where nothing is known.
    pub const ALL: [(Self, &'static str, &'static str); 16] = [
        (Self::Customer, "CUSTOMER", "customer's name"),
        (Self::CustomerFull, "CUSTOMER_FULL", "customer's full name"),
        (Self::CustomerFamily, "CUSTOMER_FAMILY", "customer's family name"),
        (Self::Customer1, "CUSTOMER_1", "one name"),
        (Self::Customer2, "CUSTOMER_2", "the other name"),
        (Self::Agent, "AGENT", "your name"),
        (Self::Company, "COMPANY", "your company"),
        (Self::Product, "PRODUCT", "your product"),
        (Self::Colleague, "COLLEAGUE", "colleague's name"),
        (Self::Daypart, "DAYPART", "part of the day"),
        (Self::Day, "DAY", "day"),
        (Self::NextUpdate, "NEXT_UPDATE", "day, time and time zone"),
        (Self::Thing, "THING", "what they wrote about"),
        (Self::Question, "QUESTION", "their question"),
        (Self::Topic, "TOPIC", "what the page is about"),
        (Self::Sent, "SENT", "what they sent"),
    ];

    /// The variable of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known, _)| *known == name).map(|(variable, ..)| variable)
    }

    /// The name in packs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.row().1
    }

    /// What a blank asks for where the variable is not known.
    #[must_use]
    pub fn ask(self) -> &'static str {
        self.row().2
    }

    fn row(self) -> (Self, &'static str, &'static str) {
        Self::ALL[self as usize]
    }
}

/// The values of variables; what is not set is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variables {
    values: [Option<String>; Variable::ALL.len()],
}

impl Variables {
    /// What the settings and the clock know, and what the draft knows better: the customer's name, where
    /// one can be sure of it, the writer's, and what the mail is about. `and` joins two names.
    pub(super) fn known(draft: &Draft<'_>, input: &Input, catalog: &Catalog, and: &str) -> Self {
        let mut out = Self::default();
        out.add_settings(&input.settings);
        if let (Some(time), Some(clock)) = (&draft.language.wording.time, input.clock)
            && let Some(now) = clock(input.settings.time_zone.as_deref())
        {
            out.set(Variable::Daypart, time.daypart(&now));
            out.set(Variable::Day, time.day(&now));
            out.fill(Variable::NextUpdate, time.next_update(&now).as_deref());
        }
        out.add_mail(draft, &input.settings, &catalog.sensitive);
        out.add_people(draft, &catalog.people, and);
        out
    }

    /// What the settings know: the writer's name, the company, and the product and the colleague where
    /// there is only one.
    fn add_settings(&mut self, settings: &Settings) {
        self.fill(Variable::Agent, settings.agent.as_deref());
        self.fill(Variable::Company, settings.company.as_deref());
        self.fill(Variable::Product, settings.product());
        self.fill(Variable::Colleague, only_colleague(settings));
    }

    /// What the customer's mail tells.
    fn add_mail(&mut self, draft: &Draft<'_>, settings: &Settings, sensitive: &SensitiveWords) {
        let (message, language) = (&draft.message, draft.language);
        self.fill(Variable::Thing, message.thing(language).as_deref());
        // What goes out once more holds no password and no card number.
        let question = message.questions.first().filter(|question| {
            question.text.len() <= LONGEST_QUESTION && !message.has_secret(question.span, sensitive)
        });
        self.fill(Variable::Question, question.map(|question| question.text.as_str()));
        let sent = language.edges.as_ref().and_then(|edges| message.sent(&edges.thanks.sent));
        self.fill(Variable::Sent, sent);
        let page = settings.links.iter().find(|(words, _)| {
            let mut words = words.split_whitespace().peekable();
            words.peek().is_some() && words.all(|word| message.is_about(word, language))
        });
        self.fill(Variable::Topic, page.and_then(|(_, link)| link.title.as_deref()));
    }

    /// The value, if it is known.
    #[must_use]
    pub fn get(&self, variable: Variable) -> Option<&str> {
        self.values[variable as usize].as_deref()
    }

    /// Sets a value; an empty one counts as not known.
    ///
    /// A value is one line of plain words: line breaks become blanks, and backquotes, which the
    /// snippet engine of Emacs runs as a program, become apostrophes.
    pub fn set(&mut self, variable: Variable, value: &str) {
        let words: Vec<_> = value.split_whitespace().collect();
        let value = words.join(" ").replace('`', "'");
        self.values[variable as usize] = (!value.is_empty()).then_some(value);
    }

    fn fill(&mut self, variable: Variable, value: Option<&str>) {
        if let Some(value) = value {
            self.set(variable, value);
        }
    }

    fn add_people(&mut self, draft: &Draft<'_>, data: &PeopleData, and: &str) {
        let names = Names::of(draft, data);
        if let Some(given) = names.given(and) {
            self.set(Variable::Customer, &given);
        }
        if let [(first, _), (second, _)] = names.names[..] {
            self.set(Variable::Customer1, first);
            self.set(Variable::Customer2, second);
        }
        if let [(_, full)] = names.names[..] {
            self.set(Variable::CustomerFull, full);
            // One word is what to call them, and nobody can tell whether it is the family's.
            if let Some((_, family)) = full.split_once(' ') {
                self.set(Variable::CustomerFamily, family);
            }
        }
        if let Some(agent) = &draft.people.agent {
            self.set(Variable::Agent, agent);
        }
    }
}

/// The longest question that is said again, in bytes.
const LONGEST_QUESTION: usize = 120;

/// The colleague who helps, where there is only one.
fn only_colleague(settings: &Settings) -> Option<&str> {
    match settings.people.len() {
        1 => settings.people.keys().next().map(String::as_str),
        _ => None,
    }
}

/// Where the name that would be filled in was found.
pub(super) fn name_source(draft: &Draft<'_>) -> Option<Source> {
    draft.people.customer(SURE).map(|candidate| candidate.source)
}

/// Whom a greeting names.
struct Names<'d> {
    /// What to call them, and their whole names.
    names: Vec<(&'d str, &'d str)>,
}

impl<'d> Names<'d> {
    fn of(draft: &'d Draft<'_>, data: &PeopleData) -> Self {
        let people = &draft.people;
        let sure = || people.customers.iter().filter(|candidate| candidate.confidence() >= SURE);
        let Some(first) = sure().next() else { return Self { names: Vec::new() } };
        let mut names = vec![(first.name.given.as_str(), first.name.full.as_str())];
        for candidate in sure().skip(1) {
            // Two signed, or the mail goes to several: else a second name is another form of the first.
            let both_signed = first.source.signs() && candidate.source.signs();
            let both_addressed = people.group && candidate.source == Source::Header;
            let is = |name: &str| candidate.name.matches(name, data) != NameMatch::Different;
            // "Sophie Tran" and "Marcus Tran" are two.
            let related = |given: &str, full: &str| {
                let (ours, theirs) = (full.rsplit_once(' '), candidate.name.full.rsplit_once(' '));
                let family = ours.zip(theirs).is_some_and(|(ours, theirs)| ours.1 == theirs.1);
                family && !is(given)
            };
            let known = names.iter().any(|(given, full)| is(full) && !related(given, full));
            if (both_signed || both_addressed) && !known {
                names.push((&candidate.name.given, &candidate.name.full));
            }
        }
        Self { names }
    }

    /// "Ana", "Ana and Jo", "Ana, Jo and Kim"; nothing for more, who are better called "all".
    fn given(&self, and: &str) -> Option<String> {
        let given: Vec<_> = self.names.iter().map(|(given, _)| *given).collect();
        match given.split_last() {
            Some((last, [])) => Some((*last).to_owned()),
            Some((last, rest)) if given.len() <= MOST_NAMES => {
                Some(format!("{}{and}{last}", rest.join(", ")))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn customer(text: &str, variable: Variable) -> Option<String> {
        let catalog = Catalog::builtin();
        let draft = Draft::read(text, &Input::default(), &catalog);
        let known = Variables::known(&draft, &Input::default(), &catalog, " and ");
        known.get(variable).map(str::to_owned)
    }

    #[test]
    fn names_and_rows_agree() {
        for (variable, name, _) in Variable::ALL {
            assert_eq!(Variable::parse(name), Some(variable));
            assert_eq!(variable.as_str(), name);
        }
    }

    #[test]
    fn one_customer_is_called_by_the_most_personal_name() {
        let text = "\n\nOn Tue, 4 Mar 2025 at 10:02, Ruiz Garcia <m@x.org> wrote:\n> Help.\n>\n> Best,\n> Maria Ruiz\n";
        assert_eq!(customer(text, Variable::Customer).as_deref(), Some("Maria"));
        assert_eq!(customer(text, Variable::CustomerFull).as_deref(), Some("Maria Ruiz"));
        assert_eq!(customer(text, Variable::CustomerFamily).as_deref(), Some("Ruiz"));
    }

    #[test]
    fn two_customers_are_both_called() {
        let signed = "\n\n> Please help.\n>\n> Best,\n> Ana and Jo\n";
        assert_eq!(customer(signed, Variable::Customer).as_deref(), Some("Ana and Jo"));
        assert_eq!(customer(signed, Variable::CustomerFamily), None);
        let addressed =
            "To: Ana Ruiz <a@x.org>, Jo Hill <j@x.org>, Kim Lee <k@x.org>\nSubject: x\n\n";
        assert_eq!(customer(addressed, Variable::Customer).as_deref(), Some("Ana, Jo and Kim"));
    }

    #[test]
    fn a_question_with_a_card_number_is_not_said_again() {
        let asked = |mail: &str| customer(&format!("\n\n> {mail}\n"), Variable::Question);
        assert!(asked("Can you charge my card again?").is_some());
        assert_eq!(asked("Can you charge 4012 8888 8888 1881 again?"), None);
    }

    #[test]
    fn two_of_one_family_are_both_called() {
        let couple = "To: Sophie Tran <s@x.org>, Marcus Tran <m@x.org>\nSubject: x\n\n";
        assert_eq!(customer(couple, Variable::Customer).as_deref(), Some("Sophie and Marcus"));
    }

    #[test]
    fn many_customers_are_not_listed() {
        let many = "To: Ana <a@x.org>, Jo <j@x.org>, Kim <k@x.org>, Max <m@x.org>\nSubject: x\n\n";
        assert_eq!(customer(many, Variable::Customer), None);
    }

    #[test]
    fn a_short_form_of_a_name_is_no_second_person() {
        let text = "To: Robert Hill <r@x.org>, Ana Ruiz <a@x.org>\nSubject: x\n\n\n\n> Help.\n>\n> Best,\n> Bob\n";
        assert_eq!(customer(text, Variable::Customer).as_deref(), Some("Bob and Ana"));
    }

    #[test]
    fn a_value_is_one_line_that_no_editor_runs() {
        let mut variables = Variables::default();
        variables.set(Variable::Thing, "the `(kill-emacs)`\nexport");
        assert_eq!(variables.get(Variable::Thing), Some("the '(kill-emacs)' export"));
        variables.set(Variable::Thing, " \n");
        assert_eq!(variables.get(Variable::Thing), None);
    }

    #[test]
    fn settings_name_the_product_only_where_there_is_one() {
        let mut settings = Settings { own: vec!["Ledger".into()], ..Settings::default() };
        let product = |settings: &Settings| {
            let mut known = Variables::default();
            known.add_settings(settings);
            known.get(Variable::Product).map(str::to_owned)
        };
        assert_eq!(product(&settings).as_deref(), Some("Ledger"));
        settings.own.push("Inbox".into());
        assert_eq!(product(&settings), None);
    }
}
