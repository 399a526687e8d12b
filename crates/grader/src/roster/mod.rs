//! Who handed in what and when: the roster, the due date with extensions, and the late penalty.
//!
//! * [`table`]: reads tables that spreadsheets write.
//! * [`lateness`]: the due date and the late penalty.
//! * [`time`]: reads times that platforms and people write.

pub mod lateness;
pub mod table;
pub mod time;

use crate::intake::without_ending;
use anyhow::{Context, Result, ensure};
pub use lateness::{Late, Lateness};
use std::collections::BTreeMap;
use table::Table;
use time::{Moment, Zone};

/// One line of the roster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Student {
    /// The student id; without a roster, the folder's name.
    pub id: String,
    /// Last name.
    pub last_name: String,
    /// First name.
    pub first_name: String,
    /// E-mail address.
    pub email: String,
    /// When it was handed in, if the roster says so.
    pub submitted: Option<Moment>,
    /// The due date of this student, if it differs from the others'.
    pub due: Option<Moment>,
}

/// Folders and their students.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    students: BTreeMap<String, Student>,
}

impl Roster {
    /// Reads a table with the column `folder`, and any of `student_id`, `last_name`, `first_name`, `email`,
    /// `submitted_at`, `due`. Times without a zone are in `zone`.
    ///
    /// # Errors
    ///
    /// If the table has a mistake; the message names its line.
    pub fn parse(bytes: &[u8], zone: &Zone) -> Result<Self> {
        let table = Table::read("roster", bytes)?;
        table.needs("folder")?;
        let mut students = BTreeMap::new();
        for row in table.rows() {
            let line = row.line;
            let folder = without_ending(row.cell("folder")).to_string();
            ensure!(!folder.is_empty(), "line {line} of the roster names no folder");
            let moment = |column: &str| -> Result<Option<Moment>> {
                let text = row.cell(column);
                if text.is_empty() {
                    return Ok(None);
                }
                let moment = Moment::of(text, zone).map(Some);
                moment.with_context(|| format!("line {line} of the roster, column `{column}`"))
            };
            let id = if row.cell("student_id").is_empty() { &folder } else { row.cell("student_id") };
            let student = Student {
                id: id.to_string(),
                last_name: row.cell("last_name").to_string(),
                first_name: row.cell("first_name").to_string(),
                email: row.cell("email").to_string(),
                submitted: moment("submitted_at")?,
                due: moment("due")?,
            };
            ensure!(
                students.insert(folder.clone(), student).is_none(),
                "line {line}: `{folder}` is in the roster twice"
            );
        }
        Ok(Roster { students })
    }

    /// The roster for a class of these submissions. A row with only a student's name, the first part of the name of a
    /// Moodle folder, is assigned to that folder if there is exactly one.
    #[must_use]
    pub fn for_class(self, ids: &[String]) -> Self {
        let students = self.students.into_iter();
        Roster { students: students.map(|(folder, student)| (folder_of(&folder, ids), student)).collect() }
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.students.is_empty()
    }

    /// The student who handed in this folder; one named after the folder if it is not in the roster.
    pub fn student(&self, folder: &str) -> Student {
        let unknown = || Student { id: folder.to_string(), ..Student::default() };
        self.known(folder).cloned().unwrap_or_else(unknown)
    }

    /// The student who handed in this folder, if it is in the roster.
    pub fn known(&self, folder: &str) -> Option<&Student> {
        self.students.get(folder)
    }

    /// All folders with their students.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Student)> {
        self.students.iter().map(|(folder, student)| (folder.as_str(), student))
    }

    /// The roster under different names of folders, such as pseudonyms, without anything that identifies students.
    #[must_use]
    pub fn anonymous(&self, name: &mut dyn FnMut(&str) -> String) -> Self {
        let student = |(folder, student): (&String, &Student)| {
            let name = name(folder);
            let (submitted, due) = (student.submitted.clone(), student.due.clone());
            (name.clone(), Student { id: name, submitted, due, ..Student::default() })
        };
        Roster { students: self.students.iter().map(student).collect() }
    }

    /// Every assumption made to read its times, each once.
    pub fn assumed(&self) -> Vec<String> {
        let moments = self.students.values().flat_map(|student| student.submitted.iter().chain(&student.due));
        let mut assumed: Vec<String> = moments.flat_map(|moment| moment.assumed.clone()).collect();
        assumed.sort();
        assumed.dedup();
        assumed
    }
}

/// The submission that `name` refers to: the one with that name, or the only one of a student with that name.
pub fn folder_of(name: &str, ids: &[String]) -> String {
    let of_student = |id: &&String| participant(id).is_some_and(|(student, _)| student == name);
    let mut found = ids.iter().filter(of_student);
    match (found.next(), found.next()) {
        (Some(id), None) if !ids.iter().any(|id| id == name) => id.clone(),
        _ => name.to_string(),
    }
}

/// The student's name and the number in the name of a Moodle folder, such as `Ana Ruiz_1234_assignsubmission_file_`.
pub fn participant(folder: &str) -> Option<(&str, &str)> {
    let (before, _) = folder.split_once("_assignsubmission_")?;
    let (name, number) = before.rsplit_once('_')?;
    number.bytes().all(|byte| byte.is_ascii_digit()).then_some((name, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(csv: &str) -> Result<Roster> {
        Roster::parse(csv.as_bytes(), &Zone::default())
    }

    #[test]
    fn a_roster_knows_its_students() {
        let csv = "\u{feff}student_id,folder,last_name,first_name,submitted_at\r\n\
                   17,ana.zip,\"Ruiz, de\",\"Ana \"\"A\"\"\",2026-11-22 18:00\r\n";
        let roster = parse(csv).unwrap();
        let ana = roster.student("ana");
        assert_eq!(
            (ana.id.as_str(), ana.last_name.as_str(), ana.first_name.as_str()),
            ("17", "Ruiz, de", "Ana \"A\"")
        );
        assert_eq!(roster.student("ben").id, "ben");
        assert_eq!(roster.assumed(), ["UTC time"]);
    }

    #[test]
    fn a_row_may_name_the_student_of_a_moodle_folder() {
        let ids = [
            "Ana Ruiz_7_assignsubmission_file_",
            "Ben Vo_8_assignsubmission_file_",
            "Ben Vo_9_assignsubmission_file_",
        ];
        let ids = ids.map(str::to_string);
        let roster = parse("folder,student_id\nAna Ruiz,17\nBen Vo,18\n").unwrap().for_class(&ids);
        assert_eq!(roster.student(&ids[0]).id, "17");
        assert_eq!(roster.known(&ids[1]), None, "it is ambiguous which of the two");
        assert!(roster.known("Ben Vo").is_some());
    }

    #[test]
    fn a_mistake_in_a_roster_is_reported_with_its_line() {
        let error = |csv: &str| format!("{:#}", parse(csv).unwrap_err());
        assert!(error("name\nana\n").starts_with("the roster has no column `folder`"));
        assert_eq!(error("folder\nana\n\nana\n"), "line 4: `ana` is in the roster twice");
        assert_eq!(error("folder\nana\nana.zip\n"), "line 3: `ana` is in the roster twice");
        assert_eq!(
            error("folder,submitted_at\nana,11/22/2026\n"),
            "line 2 of the roster, column `submitted_at`: `11/22/2026` is not a time; write 2026-11-22T18:00:00Z, \
             2026-11-22 18:00 or 22.11.2026 18:00"
        );
    }
}
