//! What snippets ask of a language besides their own words: how formally one writes, how a time is said,
//! what is nothing that one writes about.

use serde::Deserialize;

use crate::input::Now;

/// The words of a language that variables and ranking need.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(crate) struct Wording {
    /// The words that show how formally somebody writes.
    pub(crate) register: Registers,
    /// How times are said.
    pub(crate) time: Option<TimeWords>,
    /// What one has or is, and does not write about: "my name".
    pub(crate) no_things: Vec<String>,
    /// What somebody is doing who has not finished: "checking".
    pub(crate) work: Vec<String>,
}

/// How formally one writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Register {
    /// With titles and full forms.
    Formal,
    /// As one does among people who know each other.
    Familiar,
}

/// The words of a language that show its register, as they are written, since *Sie* is no *sie*.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Registers {
    formal: Vec<String>,
    familiar: Vec<String>,
}

/// How a language says days and hours.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TimeWords {
    /// From Monday on.
    days: [String; 7],
    /// Morning, afternoon, evening.
    dayparts: [String; 3],
    noon: String,
    /// Four o'clock.
    afternoon: String,
}

/// The data, by the tag of its language.
const BUILTIN: [(&str, &str); 5] = [
    ("en", include_str!("../../lang/en/wording.toml")),
    ("de", include_str!("../../lang/de/wording.toml")),
    ("es", include_str!("../../lang/es/wording.toml")),
    ("fr", include_str!("../../lang/fr/wording.toml")),
    ("pt", include_str!("../../lang/pt/wording.toml")),
];

impl Wording {
    /// What is known of a language; of one that is not on the list, nothing.
    pub(crate) fn builtin(tag: &str) -> Result<Self, String> {
        let source = BUILTIN.iter().find(|(known, _)| *known == tag);
        source.map_or_else(
            || Ok(Self::default()),
            |(tag, source)| toml::from_str(source).map_err(|error| format!("{tag}: {error}")),
        )
    }
}

impl Registers {
    /// The register of most of the words that show one.
    pub(crate) fn of<'t>(&self, lines: impl Iterator<Item = &'t str>) -> Option<Register> {
        let mut balance = 0;
        for line in lines {
            for word in line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
                balance += i32::from(self.formal.iter().any(|it| it == word));
                balance -= i32::from(self.familiar.iter().any(|it| it == word));
            }
        }
        match balance {
            0 => None,
            1.. => Some(Register::Formal),
            _ => Some(Register::Familiar),
        }
    }
}

/// After this hour nobody can promise to write by four the same day.
const LAST_HOUR_FOR_TODAY: u8 = 13;
/// The number of days in a working week.
const WORKING_DAYS: u8 = 5;

impl TimeWords {
    /// The next time by which one can promise to write, within working hours: this afternoon, or else noon
    /// of the next working day. With its weekday and its zone: "Thursday noon CET".
    pub(crate) fn next_update(&self, now: &Now) -> Option<String> {
        let works = |weekday: u8| weekday < WORKING_DAYS;
        let today = works(now.weekday) && now.hour < LAST_HOUR_FOR_TODAY;
        let (ahead, hour) = if today {
            (0, &self.afternoon)
        } else {
            ((1..).find(|ahead| works((now.weekday + ahead) % 7))?, &self.noon)
        };
        let day = &self.days[usize::from((now.weekday + ahead) % 7)];
        let zone = now.zones.get(usize::from(ahead))?;
        Some(format!("{day} {hour} {zone}"))
    }

    /// The day of the week.
    pub(crate) fn day(&self, now: &Now) -> &str {
        &self.days[usize::from(now.weekday % 7)]
    }

    /// The part of the day.
    pub(crate) fn daypart(&self, now: &Now) -> &str {
        &self.dayparts[match now.hour {
            4..12 => 0,
            12..18 => 1,
            _ => 2,
        }]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn update(weekday: u8, hour: u8) -> Option<String> {
        let zones = ["CET", "CET", "CEST", "CEST"].map(str::to_owned).to_vec();
        let wording = Wording::builtin("en").unwrap();
        wording.time.unwrap().next_update(&Now { weekday, hour, zones })
    }

    #[test]
    fn an_update_is_promised_for_working_hours() {
        assert_eq!(update(2, 9).as_deref(), Some("Wednesday 4 pm CET"));
        assert_eq!(update(2, 15).as_deref(), Some("Thursday noon CET"));
        assert_eq!(update(2, 2).as_deref(), Some("Wednesday 4 pm CET"));
        // Between Friday and Monday the clocks may change.
        assert_eq!(update(4, 17).as_deref(), Some("Monday noon CEST"));
        assert_eq!(update(6, 8).as_deref(), Some("Monday noon CET"));
    }

    #[test]
    fn the_register_is_that_of_most_words() {
        let de = Wording::builtin("de").unwrap().register;
        let of = |text: &str| de.of(text.lines());
        assert_eq!(of("Können Sie mir helfen?\nIhre Rechnung fehlt."), Some(Register::Formal));
        assert_eq!(of("kannst du mir helfen, sie fehlt"), Some(Register::Familiar));
        assert_eq!(of("Die Rechnung fehlt."), None);
    }
}
