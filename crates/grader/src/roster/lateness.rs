//! The due date, extensions for single students, and the late penalty.

use super::Student;
use super::time::{Moment, Zone};
use anyhow::{Context, Result, ensure};

/// The due date, and the penalty for each day that began after it.
#[derive(Clone, Debug, Default)]
pub struct Lateness {
    /// The due date of students without an extension.
    pub due: Option<Moment>,
    percent: f64,
}

/// The late penalty of a submission.
#[derive(Clone, Debug, PartialEq)]
pub struct Late {
    /// The number of days that began after the due date.
    pub days: i64,
    /// Points off.
    pub points: f64,
    /// An explanation for the student.
    pub text: String,
}

impl Lateness {
    /// A due date, and a penalty of `percent` of the points per day.
    ///
    /// # Errors
    ///
    /// If `due` is not a time, if `percent` is out of range, or if there is a penalty without a due date.
    pub fn new(due: Option<&str>, percent: f64, zone: &Zone) -> Result<Self> {
        let due = due.map(|text| Moment::of(text, zone).context("--due"));
        ensure!((0.0..=100.0).contains(&percent), "a late penalty is between 0 and 100 percent a day");
        ensure!(percent == 0.0 || due.is_some(), "--late-penalty needs --due");
        Ok(Lateness { due: due.transpose()?, percent })
    }

    /// The due date of `student`.
    pub fn due_for<'a>(&'a self, student: &'a Student) -> Option<&'a Moment> {
        student.due.as_ref().or(self.due.as_ref())
    }

    /// The penalty of `student` on `score`; `None` if the submission was on time, or if that is not known.
    pub fn late(&self, student: &Student, score: f64) -> Option<Late> {
        let (due, submitted) = (self.due_for(student)?, student.submitted.as_ref()?);
        let late = submitted.seconds - due.seconds;
        if late <= 0 {
            return None;
        }
        let days = (late + 86_399) / 86_400;
        let percent = (self.percent * days as f64).min(100.0);
        let points = score * percent / 100.0;
        let begun = if days == 1 { "one day" } else { &format!("{days} days") };
        let assumed = |moment: &Moment| match moment.assumed.join(", ") {
            none if none.is_empty() => String::new(),
            assumed => format!(" ({assumed})"),
        };
        let text = format!(
            "handed in {}{}, due {}{}: {begun} late, {percent}% off",
            submitted.text,
            assumed(submitted),
            due.text,
            assumed(due)
        );
        Some(Late { days, points, text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::Roster;

    #[test]
    fn each_day_that_began_takes_off_its_percentage() {
        let zone = Zone::default();
        let lateness = Lateness::new(Some("2026-11-22T18:00:00Z"), 10.0, &zone).unwrap();
        let penalty = |submitted: &str| {
            let student = Student { submitted: Moment::read(submitted, &zone), ..Student::default() };
            lateness.late(&student, 80.0).map_or(0.0, |late| late.points)
        };
        assert_eq!(penalty("2026-11-22T18:00:00Z"), 0.0);
        assert_eq!(penalty("2026-11-22T18:00:01Z"), 8.0);
        assert_eq!(penalty("2026-11-23 19:00+01:00"), 8.0);
        assert_eq!(penalty("2026-11-23"), 16.0);
        assert_eq!(penalty("2027-11-24"), 80.0);
        assert_eq!(penalty(""), 0.0);
    }

    #[test]
    fn an_extension_is_the_student_s_own_due_date() {
        let csv = "folder;submitted_at;due\nana;2026-11-24T10:00Z;2026-11-24\nben;2026-11-24T10:00Z;\n";
        let roster = Roster::parse(csv.as_bytes(), &Zone::default()).unwrap();
        let lateness = Lateness::new(Some("2026-11-22T18:00:00Z"), 10.0, &Zone::default()).unwrap();
        assert_eq!(lateness.late(&roster.student("ana"), 80.0), None);
        let late = lateness.late(&roster.student("ben"), 80.0).unwrap();
        assert_eq!((late.days, late.points), (2, 16.0));
        assert_eq!(late.text, "handed in 2026-11-24T10:00Z, due 2026-11-22T18:00:00Z: 2 days late, 20% off");
    }

    #[test]
    fn a_penalty_without_a_due_date_is_refused() {
        let error = |due, percent| Lateness::new(due, percent, &Zone::default()).unwrap_err();
        let error = |due, percent| format!("{:#}", error(due, percent));
        assert_eq!(error(None, 10.0), "--late-penalty needs --due");
        assert!(error(Some("2026-11-22"), 101.0).contains("between 0 and 100"));
        assert!(error(Some("soon"), 0.0).starts_with("--due: `soon` is not a time"));
    }
}
