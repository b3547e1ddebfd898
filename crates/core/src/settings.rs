//! What a team and a writer have set, resolved for one draft.
//!
//! Where settings are written down, and which of them wins, is not the core's business.

use std::collections::BTreeMap;

use crate::finding::{Family, Severity};
use crate::rule::RuleMeta;

/// How much is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Profile {
    /// What must not go out, and the few things that every customer feels.
    Calm,
    /// What is on by default.
    #[default]
    Standard,
    /// Also what is off by default, and hints are shown as information.
    Coach,
    /// What holds for words that are sent to many: nothing about one customer.
    Macro,
}

/// What the profile `calm` says besides errors.
const CALM: [&str; 4] =
    ["certainty-should", "certainty-all-set", "certainty-stacked", "question-unanswered"];

impl Profile {
    /// All profiles with their names in settings and what each is for.
    pub const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Calm, "calm", "errors, and the few things that every customer feels"),
        (Self::Standard, "standard", "what is on by default"),
        (Self::Coach, "coach", "all there is, hints shown as information"),
        (Self::Macro, "macro", "what holds for saved replies, nothing about one customer"),
    ];

    /// The profile of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, text, _)| *text == name).map(|(profile, ..)| profile)
    }

    /// Whether a rule of which the settings say nothing speaks in this profile.
    #[must_use]
    pub fn has(self, rule: &RuleMeta) -> bool {
        let code = rule.code.as_ref();
        let greets = code.starts_with("greeting-") || code.starts_with("farewell-");
        match self {
            Self::Calm => {
                let felt = greets && rule.severity > Severity::Hint;
                rule.on && (rule.severity == Severity::Error || felt || CALM.contains(&code))
            }
            Self::Standard => rule.on,
            Self::Coach => true,
            // What is about one customer, such as a greeting or a mood, is up to whoever inserts it.
            Self::Macro => {
                rule.on
                    && matches!(
                        rule.family,
                        Family::Certainty | Family::Brand | Family::Safety | Family::Team
                    )
            }
        }
    }
}

/// What a setting makes of a rule or of a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// It does not speak.
    Off,
    /// It speaks at this severity at most. A rule that is off by default is switched on.
    Ceiling(Severity),
}

impl Level {
    /// All names in settings.
    pub const NAMES: [&'static str; 5] = ["off", "hint", "information", "warning", "error"];

    /// The level of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "off" => Some(Self::Off),
            _ => Severity::parse(name).map(Self::Ceiling),
        }
    }

    /// Whether less is said at this level than at `severity`.
    #[must_use]
    pub fn is_below(self, severity: Severity) -> bool {
        match self {
            Self::Off => true,
            Self::Ceiling(ceiling) => ceiling < severity,
        }
    }
}

/// A page to lead customers to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// Where it is.
    pub url: String,
    /// What it is called.
    pub title: Option<String>,
    /// What to do there, as a sentence.
    pub task: Option<String>,
}

/// What to do about words that a team does not use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// What to say instead; empty where there is nothing to say.
    pub prefer: String,
    /// Why, as a sentence.
    pub why: Option<String>,
    /// How much it matters.
    pub severity: Option<Severity>,
    /// Whether the other words may be put in without asking: they mean the same whatever the facts.
    pub safe: bool,
    /// Longer phrases in which the words are fine.
    pub unless: Vec<String>,
}

/// The settings of one document, resolved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// How much is said.
    pub profile: Profile,
    /// Rules switched off, on, or to another ceiling, by code.
    pub rules: BTreeMap<String, Level>,
    /// Families switched off, or to a lower ceiling. What `rules` says of a rule goes over it.
    pub families: BTreeMap<Family, Level>,
    /// Names of the writer's own products and services.
    pub own: Vec<String>,
    /// Names of products and companies that are not the writer's.
    pub third_party: Vec<String>,
    /// Names that are written in a way of their own, such as `WordPress`.
    pub spellings: Vec<String>,
    /// Words that the team does not use.
    pub terms: BTreeMap<String, Term>,
    /// Pages to lead to, by the words that mention them.
    pub links: BTreeMap<String, Link>,
    /// Hosts of the writer's own web sites, such as `example.com`; what lies in them is theirs as well.
    pub domains: Vec<String>,
    /// Hosts that only open from inside, such as `intranet.example.com`.
    pub internal_hosts: Vec<String>,
    /// Colleagues, by name, with what they do.
    pub people: BTreeMap<String, String>,
    /// The template variables that saved replies may use; empty where nobody has listed them.
    pub variables: Vec<String>,
    /// The writer's name.
    pub agent: Option<String>,
    /// The writer's company.
    pub company: Option<String>,
    /// The product that replies are about.
    pub product: Option<String>,
    /// The language of the team's replies, as a tag such as `en`; used where a draft is too short
    /// to tell.
    pub language: Option<String>,
    /// The time zone of times that are promised, by its IANA name, such as `Europe/Berlin`.
    pub time_zone: Option<String>,
}

impl Settings {
    /// The severity at which a rule speaks at most, or `None` where it is silent.
    #[must_use]
    pub fn ceiling(&self, rule: &RuleMeta) -> Option<Severity> {
        match self.rules.get(rule.code.as_ref()) {
            Some(Level::Off) => return None,
            Some(Level::Ceiling(severity)) => return Some(*severity),
            None => {}
        }
        let severity = self.profile.has(rule).then_some(rule.severity)?;
        match self.families.get(&rule.family) {
            Some(Level::Off) => None,
            Some(Level::Ceiling(most)) => Some(severity.min(*most)),
            None => Some(severity),
        }
    }

    /// The product that replies are about: the one that is set, else the only one there is.
    #[must_use]
    pub fn product(&self) -> Option<&str> {
        self.product.as_deref().or(match self.own.as_slice() {
            [only] => Some(only),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    #[test]
    fn a_rule_goes_over_its_family_and_a_family_over_the_profile() {
        let catalog = Catalog::builtin();
        let should = catalog.rule("certainty-should").unwrap();
        let softener = catalog.rule("certainty-softener").unwrap();
        let mut settings = Settings::default();
        assert_eq!(settings.ceiling(should), Some(Severity::Warning));
        assert_eq!(settings.ceiling(softener), None);

        settings.families.insert(Family::Certainty, Level::Ceiling(Severity::Information));
        assert_eq!(settings.ceiling(should), Some(Severity::Information));
        assert_eq!(settings.ceiling(softener), None, "a family's ceiling switches nothing on");
        settings.rules.insert("certainty-should".into(), Level::Ceiling(Severity::Error));
        assert_eq!(settings.ceiling(should), Some(Severity::Error));

        settings.families.insert(Family::Certainty, Level::Off);
        settings.profile = Profile::Coach;
        assert_eq!(settings.ceiling(softener), None);
        assert_eq!(settings.ceiling(should), Some(Severity::Error));
    }

    #[test]
    fn every_profile_says_what_must_not_go_out() {
        let catalog = Catalog::builtin();
        for (profile, name, _) in Profile::ALL {
            for rule in catalog.rules().filter(|rule| {
                rule.family == Family::Safety && rule.severity == Severity::Error && rule.on
            }) {
                assert!(profile.has(rule), "{name} leaves out {}", rule.code);
            }
        }
    }

    #[test]
    fn calm_says_little_and_a_macro_has_no_customer_yet() {
        let catalog = Catalog::builtin();
        let has = |profile: Profile, code| profile.has(catalog.rule(code).unwrap());
        assert!(has(Profile::Calm, "certainty-should") && has(Profile::Calm, "greeting-missing"));
        assert!(!has(Profile::Calm, "certainty-try"));
        assert!(has(Profile::Macro, "certainty-try"));
        assert!(!has(Profile::Macro, "greeting-missing"));
    }
}
