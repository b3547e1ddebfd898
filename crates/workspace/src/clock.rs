//! The time where the writer is.

use std::path::Path;
use std::time::{Duration, SystemTime};

use aplomb_core::Now;
use jiff::tz::TimeZone;
use jiff::{ToSpan, Zoned};

/// A promise is made for one of so many days, today included.
const DAYS: i32 = 7;

/// The time in the zone of that IANA name, or in the computer's own; `None` where the zone is not known.
#[must_use]
pub fn now(zone: Option<&str>) -> Option<Now> {
    let now = match zone {
        Some(name) => Zoned::now().with_time_zone(TimeZone::get(name).ok()?),
        None => Zoned::now(),
    };
    at(&now)
}

/// How long ago the file was changed; `None` where that cannot be told. What is from the future, by a clock that was
/// wrong, is new.
#[must_use]
pub fn age_of(path: &Path) -> Option<Duration> {
    let changed = path.metadata().ok()?.modified().ok()?;
    Some(SystemTime::now().duration_since(changed).unwrap_or_default())
}

fn at(now: &Zoned) -> Option<Now> {
    // At noon, for clocks change at night.
    let noon = now.start_of_day().ok()?.checked_add(12.hours()).ok()?;
    let zones =
        (0..DAYS).map(|days| noon.checked_add(days.days()).ok().map(|day| name_of_zone(&day)));
    Some(Now {
        weekday: u8::try_from(now.weekday().to_monday_zero_offset()).ok()?,
        hour: u8::try_from(now.hour()).ok()?,
        zones: zones.collect::<Option<_>>()?,
    })
}

/// What people call the zone: "CET"; where it has no such name, by its distance: "UTC+3", "UTC+5:30".
fn name_of_zone(at: &Zoned) -> String {
    let name = at.strftime("%Z").to_string();
    if name.chars().all(char::is_alphabetic) {
        return name;
    }
    let minutes = at.offset().seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
    match minutes {
        0 => format!("UTC{sign}{hours}"),
        _ => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Now {
        at(&text.parse().unwrap()).unwrap()
    }

    #[test]
    fn a_zone_is_called_as_people_call_it_on_that_day() {
        // On 30 March 2025 the clocks in Berlin went forward.
        let now = read("2025-03-28T17:30[Europe/Berlin]");
        assert_eq!((now.weekday, now.hour), (4, 17));
        assert_eq!(now.zones[..4], ["CET", "CET", "CEST", "CEST"]);
        assert_eq!(read("2025-03-28T09:00[America/Sao_Paulo]").zones[0], "UTC-3");
        assert_eq!(read("2025-03-28T09:00[Asia/Kathmandu]").zones[0], "UTC+5:45");
    }

    #[test]
    fn a_zone_that_nobody_knows_tells_no_time() {
        assert_eq!(now(Some("Europe/Nowhere")), None);
        assert!(now(Some("Europe/Berlin")).is_some());
    }
}
