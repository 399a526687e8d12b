//! Reads times that platforms, people and spreadsheets write: ISO 8601 or `22.11.2026 18:00`, with or without an
//! offset, in a time zone that the instructor names.

use anyhow::{Context, Result};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

/// The time zone of times without one; UTC by default.
#[derive(Clone, Debug)]
pub struct Zone {
    zone: TimeZone,
    name: String,
    is_assumed: bool,
}

impl Default for Zone {
    fn default() -> Self {
        Zone { zone: TimeZone::UTC, name: "UTC".to_string(), is_assumed: true }
    }
}

impl Zone {
    /// The zone with this name in the time zone database, such as `Europe/Zurich`.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn named(name: &str) -> Result<Self> {
        let zone = TimeZone::get(name);
        let zone = zone
            .ok()
            .with_context(|| format!("`{name}` is not a zone; write Europe/Zurich or UTC, for example"))?;
        Ok(Zone { zone, name: name.to_string(), is_assumed: false })
    }
}

/// A moment, and the text that it was read from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// Seconds since 1970.
    pub seconds: i64,
    /// The original text.
    pub text: String,
    /// The assumptions made to read it, each as the end of a sentence.
    pub assumed: Vec<String>,
}

impl Moment {
    /// Reads `2026-11-22T18:00:00Z`. A space may replace the `T`; the seconds and their fraction may be missing; the
    /// offset may be `Z`, `+01:00`, `+0100` or `+01`. A time without an offset is in `zone`, and a date without a
    /// time means the end of that day. The date may also be `22.11.2026`, which German spreadsheets write.
    ///
    /// ```
    /// use grader::roster::time::{Moment, Zone};
    /// let at = |text: &str| Moment::read(text, &Zone::named("Europe/Zurich").unwrap()).map(|moment| moment.utc());
    /// assert_eq!(at("2026-11-22T18:00:00-0500").as_deref(), Some("2026-11-22T23:00:00Z"));
    /// assert_eq!(at("2026-11-22 18:00").as_deref(), Some("2026-11-22T17:00:00Z"));
    /// assert_eq!(at("2026-11-22").as_deref(), Some("2026-11-22T22:59:59Z"));
    /// ```
    pub fn read(text: &str, zone: &Zone) -> Option<Self> {
        let text = text.trim();
        let (date, rest) = match text.find(['T', 't', ' ']) {
            Some(at) => (&text[..at], text[at + 1..].trim()),
            None => (text, ""),
        };
        let date = read_date(date)?;
        let mut assumed = Vec::new();
        let (time, offset) = match rest.find(['Z', 'z', '+', '-']) {
            Some(at) => (rest[..at].trim(), rest[at..].trim()),
            None => (rest, ""),
        };
        let time = if rest.is_empty() {
            assumed.push("the end of that day".to_string());
            Time::new(23, 59, 59, 0).ok()?
        } else {
            read_time(time)?
        };
        let local = DateTime::from_parts(date, time);
        let seconds = if offset.is_empty() {
            if zone.is_assumed {
                assumed.push(format!("{} time", zone.name));
            }
            local.to_zoned(zone.zone.clone()).ok()?.timestamp().as_second()
        } else {
            local.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second() - read_offset(offset)?
        };
        Some(Moment { seconds, text: text.to_string(), assumed })
    }

    /// The same, with an error message for the person who wrote `text`.
    ///
    /// # Errors
    ///
    /// If it is not a time.
    pub fn of(text: &str, zone: &Zone) -> Result<Self> {
        Moment::read(text, zone).with_context(|| {
            format!("`{text}` is not a time; write 2026-11-22T18:00:00Z, 2026-11-22 18:00 or 22.11.2026 18:00")
        })
    }

    /// The time in UTC, for platforms.
    pub fn utc(&self) -> String {
        utc(self.seconds)
    }
}

/// `2026-11-22T18:00:00Z` for these seconds since 1970.
pub fn utc(seconds: i64) -> String {
    Timestamp::from_second(seconds).map(|moment| moment.to_string()).unwrap_or_default()
}

fn number(text: &str) -> Option<i64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

/// `2026-11-22` or `22.11.2026`. Dates with slashes are ambiguous, so they are refused.
fn read_date(text: &str) -> Option<Date> {
    let numbers = |separator: char| -> Option<[i64; 3]> {
        let numbers: Option<Vec<i64>> = text.split(separator).map(number).collect();
        numbers?.try_into().ok()
    };
    let (year, month, day) = match (numbers('-'), numbers('.')) {
        (Some([year, month, day]), _) => (year, month, day),
        (None, Some([day, month, year])) if year >= 1000 => (year, month, day),
        _ => return None,
    };
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn read_time(text: &str) -> Option<Time> {
    let mut parts = text.split(':');
    let (hour, minute) = (number(parts.next()?)?, number(parts.next()?)?);
    let second = match parts.next() {
        None => 0,
        Some(second) => {
            let (whole, fraction) = second.split_once(['.', ',']).unwrap_or((second, "0"));
            number(fraction)?;
            // A leap second is read as the last second of its minute.
            number(whole)?.min(59)
        }
    };
    let part = |number: i64| i8::try_from(number).ok();
    if parts.next().is_some() { None } else { Time::new(part(hour)?, part(minute)?, part(second)?, 0).ok() }
}

/// Seconds east of Greenwich.
fn read_offset(text: &str) -> Option<i64> {
    if text.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let (sign, distance) = text.split_at_checked(1)?;
    let (hours, minutes) = match (distance.split_once(':'), distance.len()) {
        (Some((hours, minutes)), _) => (hours, minutes),
        (None, 4) => distance.split_at(2),
        (None, 1 | 2) => (distance, "0"),
        _ => return None,
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let seconds = hours * 3600 + minutes * 60;
    let valid = hours < 24 && minutes < 60;
    valid.then_some(if sign == "-" { -seconds } else { seconds })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str) -> Option<i64> {
        Moment::read(text, &Zone::default()).map(|moment| moment.seconds)
    }

    #[test]
    fn offsets_are_read_in_every_form() {
        let expected = seconds("2026-11-22T23:00:00Z");
        assert_eq!(expected, Some(1_795_388_400));
        for offset in ["-05:00", "-0500", "-05", " -0500", "-5"] {
            assert_eq!(seconds(&format!("2026-11-22T18:00:00{offset}")), expected, "{offset}");
        }
        for text in ["2026-11-23 04:30:00+05:30", "2026-11-23T04:30:00.123456+0530", "2026-11-22t23:00z"] {
            assert_eq!(seconds(text), expected, "{text}");
        }
    }

    #[test]
    fn a_time_without_an_offset_is_in_the_zone_in_summer_too() {
        let zurich = Zone::named("Europe/Zurich").unwrap();
        let utc = |text: &str| Moment::read(text, &zurich).unwrap().utc();
        assert_eq!(utc("2026-07-01 12:00"), "2026-07-01T10:00:00Z");
        assert_eq!(utc("2026-12-01 12:00"), "2026-12-01T11:00:00Z");
        assert_eq!(utc("2026-12-01 12:00Z"), "2026-12-01T12:00:00Z");
        assert!(Moment::read("2026-07-01 12:00", &zurich).unwrap().assumed.is_empty());
        assert!(Zone::named("Zurich").is_err());
    }

    #[test]
    fn a_german_spreadsheet_s_date_is_read() {
        for (text, expected) in [
            ("22.11.2026 17:40", "2026-11-22T17:40:00Z"),
            ("22.11.2026 17:40:05", "2026-11-22T17:40:05Z"),
            ("1.2.2026 9:05", "2026-02-01T09:05:00Z"),
            ("22.11.2026", "2026-11-22T23:59:59Z"),
        ] {
            assert_eq!(seconds(text).map(utc).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn assumptions_are_reported() {
        let assumed = |text: &str| Moment::read(text, &Zone::default()).unwrap().assumed;
        assert_eq!(assumed("2026-11-22"), ["the end of that day", "UTC time"]);
        assert_eq!(assumed("2026-11-22 18:00"), ["UTC time"]);
        assert!(assumed("2026-11-22 18:00Z").is_empty());
    }

    #[test]
    fn invalid_times_are_refused() {
        for text in [
            "",
            "soon",
            "2026-13-01",
            "2026-02-30",
            "2026-11-22T25:00",
            "2026-11-22Tx",
            "2026-11-22T18:00+500",
            "11/22/2026",
            "22/11/2026 18:00",
            "22.13.2026",
            "22.11.26",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
        for text in ["1970-01-01T00:00:00Z", "2024-02-29T23:59:59Z", "2026-11-22T18:00:00Z", "2100-03-01T00:00:00Z"]
        {
            assert_eq!(utc(seconds(text).unwrap()), text);
        }
    }
}
