//! The gradebook in the formats that Canvas and Moodle import.

use super::class::{ASSIGNMENT, cells};
use super::mark::{Row, number};
use crate::result::max_score;
use crate::roster::participant;

/// For Canvas's *Import Grades*: it finds students by `SIS User ID`; the second row holds the points possible.
pub fn canvas(rows: &[Row<'_>]) -> String {
    let header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", ASSIGNMENT].map(str::to_string);
    let possible = ["    Points Possible", "", "", "", "", &max_score().to_string()].map(str::to_string);
    let mut csv = cells(&header) + &cells(&possible);
    for row in rows {
        let student = &row.student;
        csv += &cells(&[
            name(row, |last, first| format!("{last}, {first}")),
            String::new(),
            student.id.clone(),
            student.email.clone(),
            String::new(),
            row.mark.score().map(number).unwrap_or_default(),
        ]);
    }
    csv
}

/// The columns of Moodle's grading worksheet. Its importer requires `Identifier`, `Grade` and `Last modified (grade)`.
const WORKSHEET: [&str; 10] = [
    "Identifier",
    "Full name",
    "ID number",
    "Email address",
    "Status",
    "Grade",
    "Maximum Grade",
    "Grade can be changed",
    "Last modified (grade)",
    "Feedback comments",
];

/// For Moodle, which finds students by `Identifier` in a grading worksheet, and by `ID number` or `Email address` in
/// the gradebook.
pub fn moodle(rows: &[Row<'_>]) -> String {
    let mut csv = cells(&WORKSHEET.map(str::to_string));
    for row in rows {
        let student = &row.student;
        csv += &cells(&[
            participant(&row.folder).map(|(_, number)| format!("Participant {number}")).unwrap_or_default(),
            name(row, |last, first| format!("{first} {last}")),
            if student.id == row.folder { String::new() } else { student.id.clone() },
            student.email.clone(),
            String::new(),
            row.mark.score().map(number).unwrap_or_default(),
            max_score().to_string(),
            "Yes".to_string(),
            String::new(),
            row.mark.explained().join("; "),
        ]);
    }
    csv
}

fn name(row: &Row<'_>, both: impl Fn(&str, &str) -> String) -> String {
    let student = &row.student;
    match (student.last_name.as_str(), student.first_name.as_str()) {
        ("", "") => participant(&row.folder).map_or(row.folder.as_str(), |(name, _)| name).to_string(),
        (last, "") => last.to_string(),
        ("", first) => first.to_string(),
        (last, first) => both(last, first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::mark::{Ledger, rows};
    use crate::result::Graded;
    use crate::result::fixture::graded;
    use crate::roster::Roster;
    use crate::roster::time::Zone;
    use checks::Verdict;

    #[test]
    fn canvas_and_moodle_get_their_columns() {
        let moodle_folder = "Ben Vo_123_assignsubmission_file_".to_string();
        let class = [graded(Verdict::Deadlock), Graded { id: moodle_folder, ..graded(Verdict::GraderError) }];
        let roster = "folder,student_id,last_name,first_name,email\nana,17,Ruiz,Ana,ana@example.org\n";
        let roster = Roster::parse(roster.as_bytes(), &Zone::default()).unwrap();
        let ledger = Ledger { roster, ..Ledger::default() };
        let rows = rows(&class, &ledger);
        assert_eq!(
            canvas(&rows),
            "Student,ID,SIS User ID,SIS Login ID,Section,Threading\n    Points Possible,,,,,100\n\
             \"Ruiz, Ana\",,17,ana@example.org,,5\n\
             Ben Vo,,Ben Vo_123_assignsubmission_file_,,,\n"
        );
        assert_eq!(
            moodle(&rows),
            "Identifier,Full name,ID number,Email address,Status,Grade,Maximum Grade,Grade can be changed,\
             Last modified (grade),Feedback comments\n\
             ,Ana Ruiz,17,ana@example.org,,5,100,Yes,,\nParticipant 123,Ben Vo,,,,,100,Yes,,\n"
        );
    }
}
