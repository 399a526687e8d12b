//! Who handed in what and when: the roster, the due date, and what lateness costs.

use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;

/// One line of the roster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Student {
    /// As the university knows them; without a roster, the folder's name.
    pub id: String,
    /// Last name.
    pub last_name: String,
    /// First name.
    pub first_name: String,
    /// E-mail address.
    pub email: String,
    /// As it stands in the roster; empty if it does not.
    pub submitted_at: String,
}

/// Folders and their students.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    students: BTreeMap<String, Student>,
}

impl Roster {
    /// Reads a CSV whose first line names its columns: `folder`, and any of `student_id`, `last_name`, `first_name`,
    /// `email`, `submitted_at`.
    pub fn parse(csv: &str) -> Result<Self> {
        let mut records = records(csv)?.into_iter();
        let columns = records.next().context("the roster is empty")?.1;
        let column = |name: &str| columns.iter().position(|column| column.trim() == name);
        let folder = column("folder").context("the roster has no column `folder`")?;
        let mut students = BTreeMap::new();
        for (line, cells) in records {
            let cell = |name: &str| column(name).and_then(|index| cells.get(index)).map_or("", |cell| cell.trim());
            let folder = cells.get(folder).map_or("", |cell| cell.trim()).to_string();
            ensure!(!folder.is_empty(), "line {line} of the roster names no folder");
            let submitted_at = cell("submitted_at").to_string();
            ensure!(
                submitted_at.is_empty() || seconds(&submitted_at).is_some(),
                "line {line} of the roster: `{submitted_at}` is no time such as 2026-11-22T18:00:00Z"
            );
            let id = if cell("student_id").is_empty() { folder.clone() } else { cell("student_id").to_string() };
            let student = Student {
                id,
                last_name: cell("last_name").to_string(),
                first_name: cell("first_name").to_string(),
                email: cell("email").to_string(),
                submitted_at,
            };
            ensure!(
                students.insert(folder.clone(), student).is_none(),
                "line {line}: `{folder}` is in the roster twice"
            );
        }
        Ok(Roster { students })
    }

    /// Who handed in this folder.
    pub fn student(&self, folder: &str) -> Student {
        let unknown = || Student { id: folder.to_string(), ..Student::default() };
        self.students.get(folder).cloned().unwrap_or_else(unknown)
    }
}

/// When it was due, and what each day that began after that costs.
#[derive(Clone, Debug, Default)]
pub struct Lateness {
    due: Option<(String, i64)>,
    percent: f64,
}

impl Lateness {
    /// `due` as in the roster, `percent` of the points a day.
    pub fn new(due: Option<&str>, percent: f64) -> Result<Self> {
        let due = due.map(|text| {
            let seconds =
                seconds(text).with_context(|| format!("`{text}` is no time such as 2026-11-22T18:00:00Z"))?;
            anyhow::Ok((text.to_string(), seconds))
        });
        ensure!((0.0..=100.0).contains(&percent), "a late penalty is between 0 and 100 percent a day");
        Ok(Lateness { due: due.transpose()?, percent })
    }

    /// The due date as it was given.
    pub fn due_text(&self) -> String {
        self.due.as_ref().map_or(String::new(), |(text, _)| text.clone())
    }

    /// The points that lateness costs, of `score`.
    pub fn penalty(&self, submitted_at: &str, score: u32) -> f64 {
        let (Some((_, due)), Some(submitted)) = (&self.due, seconds(submitted_at)) else { return 0.0 };
        let late = (submitted - due).max(0);
        let days = (late + 86_399) / 86_400;
        (f64::from(score) * self.percent / 100.0 * days as f64).min(f64::from(score))
    }
}

/// Seconds since 1970 of `2026-11-22T18:00:00Z`; the seconds, the `Z` and the time of day may be missing, a space may
/// stand for the `T`, and an offset such as `+01:00` for the `Z`.
pub fn seconds(text: &str) -> Option<i64> {
    let (date, time) = text.trim().split_once(['T', ' ']).unwrap_or((text.trim(), "00:00"));
    let mut date = date.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let (time, offset) = match time.find(['Z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => (time, "Z"),
    };
    let mut parts = time.split(':').map(|part| part.split('.').next().and_then(|part| part.parse::<i64>().ok()));
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    let offset = match offset.strip_prefix(['+', '-']) {
        Some(distance) => {
            let (hours, minutes) = distance.split_once(':').unwrap_or((distance, "0"));
            let distance = hours.parse::<i64>().ok()? * 3600 + minutes.parse::<i64>().ok()? * 60;
            if offset.starts_with('-') { -distance } else { distance }
        }
        None => 0,
    };
    let valid = (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 25 && minute < 60 && second < 61;
    valid.then(|| days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset)
}

/// Days since 1970-01-01 (Howard Hinnant's `days_from_civil`): years begin in March, so that a leap day is a last one.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// `2026-11-22T18:00:00Z` for these seconds since 1970.
pub fn datetime(seconds: i64) -> String {
    let (day, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // The inverse of `days`, by the same author.
    let shifted = day + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let part = (5 * of_year + 2) / 153;
    let day = of_year - (153 * part + 2) / 5 + 1;
    let month = if part < 10 { part + 3 } else { part - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", rest / 3600, rest / 60 % 60, rest % 60)
}

/// The records of a CSV with the lines that they begin in. Cells may be quoted, and then hold commas and line breaks.
fn records(csv: &str) -> Result<Vec<(usize, Vec<String>)>> {
    let mut records = Vec::new();
    let mut cells = vec![String::new()];
    let (mut line, mut begun, mut in_quotes) = (1, 1, false);
    let mut chars = csv.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(char) = chars.next() {
        line += usize::from(char == '\n');
        let cell = cells.last_mut().context("a record has a cell")?;
        match char {
            '"' if in_quotes && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => in_quotes = !in_quotes,
            ',' if !in_quotes => cells.push(String::new()),
            '\n' if !in_quotes => {
                records.push((begun, std::mem::replace(&mut cells, vec![String::new()])));
                begun = line;
            }
            '\r' if !in_quotes => {}
            other => cell.push(other),
        }
    }
    ensure!(!in_quotes, "line {begun} of the roster: a quote has no end");
    records.push((begun, cells));
    records.retain(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()));
    Ok(records)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_roster_knows_its_students() {
        let csv = "\u{feff}student_id,folder,last_name,first_name,submitted_at\r\n\
                   17,ana,\"Ruiz, de\",\"Ana \"\"A\"\"\",2026-11-22 18:00\r\n";
        let roster = Roster::parse(csv).unwrap();
        let ana = roster.student("ana");
        assert_eq!(
            (ana.id.as_str(), ana.last_name.as_str(), ana.first_name.as_str()),
            ("17", "Ruiz, de", "Ana \"A\"")
        );
        assert_eq!(roster.student("ben").id, "ben");
    }

    #[test]
    fn a_mistake_in_a_roster_is_told_with_its_line() {
        let error = |csv: &str| Roster::parse(csv).unwrap_err().to_string();
        assert_eq!(error("name\nana\n"), "the roster has no column `folder`");
        assert_eq!(error("folder\nana\n\nana\n"), "line 4: `ana` is in the roster twice");
        assert_eq!(
            error("folder,submitted_at\nana,yesterday\n"),
            "line 2 of the roster: `yesterday` is no time such as 2026-11-22T18:00:00Z"
        );
        assert_eq!(error("folder\n\"ana\n"), "line 2 of the roster: a quote has no end");
    }

    #[test]
    fn each_day_that_began_costs_its_share() {
        let lateness = Lateness::new(Some("2026-11-22T18:00:00Z"), 10.0).unwrap();
        assert_eq!(lateness.penalty("2026-11-22T18:00:00Z", 80), 0.0);
        assert_eq!(lateness.penalty("2026-11-22T18:00:01Z", 80), 8.0);
        assert_eq!(lateness.penalty("2026-11-23 19:00+01:00", 80), 8.0);
        assert_eq!(lateness.penalty("2026-11-24", 80), 16.0);
        assert_eq!(lateness.penalty("2027-11-24", 80), 80.0);
        assert_eq!(lateness.penalty("", 80), 0.0);
    }

    #[test]
    fn a_time_is_read_as_it_is_written() {
        for text in ["1970-01-01T00:00:00Z", "2024-02-29T23:59:59Z", "2026-11-22T18:00:00Z", "2100-03-01T00:00:00Z"]
        {
            assert_eq!(datetime(seconds(text).unwrap()), text);
        }
        assert_eq!(seconds("2001-09-09T01:46:40Z"), Some(1_000_000_000));
        for text in ["", "soon", "2026-13-01", "2026-11-22T25:00", "2026-11-22Tx"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
