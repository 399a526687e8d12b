//! The mark of a submission: the points from its checks, the instructor's points, and the late penalty.

use crate::comments::Comments;
use crate::result::{Graded, max_score};
use crate::roster::{Late, Lateness, Roster, Student};

/// Everything that a mark depends on besides the checks.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// Who handed in what.
    pub roster: Roster,
    /// The due date and the late penalty.
    pub lateness: Lateness,
    /// The instructor's remarks and points.
    pub comments: Comments,
    /// Which of a student's attempts counts.
    pub attempts: Attempts,
}

/// Which of a student's attempts counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Attempts {
    /// All of them: each has its own row in the gradebook.
    #[default]
    Each,
    /// The one with the best mark.
    Best,
    /// The one that was handed in last.
    Last,
}

/// A submission's mark.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mark {
    /// The points from the checks and the instructor; `None` if there is no mark because the grader failed.
    pub earned: Option<f64>,
    /// The late penalty, if there is one.
    pub late: Option<Late>,
    /// The instructor's remarks.
    pub remarks: Vec<String>,
}

impl Mark {
    /// The mark of `graded`.
    pub fn of(graded: &Graded, ledger: &Ledger) -> Self {
        let comments = ledger.comments.on(&graded.id);
        let added: f64 = comments.iter().map(|comment| comment.points).sum();
        let earned = (f64::from(graded.score()) + added).max(0.0);
        let late = ledger.lateness.late(&ledger.roster.student(&graded.id), earned);
        let remarks = comments.iter().map(|comment| match (comment.points, comment.text.as_str()) {
            (0.0, text) => text.to_string(),
            (points, "") => format!("by hand: {} points", signed(points)),
            (points, text) => format!("by hand: {} points: {text}", signed(points)),
        });
        Mark { earned: graded.is_marked().then_some(earned), late, remarks: remarks.collect() }
    }

    /// The points that the late penalty takes off.
    pub fn penalty(&self) -> f64 {
        self.late.as_ref().map_or(0.0, |late| late.points)
    }

    /// The final points; `None` if there is no mark.
    pub fn score(&self) -> Option<f64> {
        self.earned.map(|earned| earned - self.penalty())
    }

    /// `90 of 100 points`, or that there is no mark.
    pub fn headline(&self) -> String {
        match self.score() {
            Some(score) => format!("{} of {} points", number(score), max_score()),
            None => "no mark: the grader failed. This is not your fault".to_string(),
        }
    }

    /// What the student should know about the mark, one sentence each.
    pub fn explained(&self) -> Vec<String> {
        let late = self.late.iter().filter(|late| late.points > 0.0);
        let late = late.map(|late| format!("{}: {} points", late.text, signed(-late.points)));
        late.chain(self.remarks.iter().cloned()).collect()
    }
}

/// A row of the gradebook.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// The name of the submission, or of the folder that the roster names.
    pub folder: String,
    /// The student who handed it in, or should have.
    pub student: Student,
    /// The graded submission; `None` if a student in the roster handed in nothing.
    pub graded: Option<&'a Graded>,
    /// Its mark; zero points if nothing was handed in.
    pub mark: Mark,
}

/// The rows of the gradebook: each submission that counts, and then each student of the roster without one.
pub fn rows<'a>(class: &'a [Graded], ledger: &Ledger) -> Vec<Row<'a>> {
    let row = |graded: &'a Graded| {
        let (student, mark) = (ledger.roster.student(&graded.id), Mark::of(graded, ledger));
        Row { folder: graded.id.clone(), student, graded: Some(graded), mark }
    };
    let mut rows: Vec<Row<'a>> = Vec::new();
    for row in class.iter().map(row) {
        let same = |other: &&mut Row<'_>| ledger.attempts != Attempts::Each && other.student.id == row.student.id;
        match rows.iter_mut().find(same) {
            None => rows.push(row),
            Some(other) if counts_more(&row, other, ledger.attempts) => *other = row,
            Some(_) => {}
        }
    }
    for (folder, student) in ledger.roster.all() {
        let attempted = || ledger.attempts != Attempts::Each && rows.iter().any(|row| row.student.id == student.id);
        if !class.iter().any(|graded| graded.id == folder) && !attempted() {
            let mark = Mark { earned: Some(0.0), ..Mark::default() };
            rows.push(Row { folder: folder.to_string(), student: student.clone(), graded: None, mark });
        }
    }
    rows
}

fn counts_more(row: &Row<'_>, other: &Row<'_>, attempts: Attempts) -> bool {
    let seconds = |row: &Row<'_>| row.student.submitted.as_ref().map(|moment| moment.seconds);
    match attempts {
        Attempts::Each => false,
        Attempts::Best => row.mark.score() > other.mark.score(),
        // Of those without a time the names decide: attempts are numbered.
        Attempts::Last => (seconds(row), &row.folder) > (seconds(other), &other.folder),
    }
}

/// Without decimals where there are none.
pub fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

fn signed(value: f64) -> String {
    if value < 0.0 { number(value) } else { format!("+{}", number(value)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::result::fixture::graded;
    use crate::roster::time::Zone;
    use checks::Verdict;

    fn ledger(roster: &str, attempts: Attempts) -> Ledger {
        let zone = Zone::default();
        Ledger {
            roster: Roster::parse(roster.as_bytes(), &zone).unwrap(),
            lateness: Lateness::new(Some("2026-11-22"), 10.0, &zone).unwrap(),
            comments: Comments::parse(b"folder,points,comment\nana,3,a good test\n").unwrap(),
            attempts,
        }
    }

    #[test]
    fn a_mark_is_what_was_earned_with_remarks_and_without_what_lateness_costs() {
        let ledger = ledger("folder,submitted_at\nana,2026-11-23T10:00Z\n", Attempts::Each);
        let mark = Mark::of(&graded(Verdict::Deadlock), &ledger);
        assert_eq!((mark.earned, mark.penalty(), mark.score()), (Some(8.0), 0.8, Some(7.2)));
        assert_eq!(mark.headline(), "7.2 of 100 points");
        let explained = mark.explained();
        assert!(explained[0].ends_with("one day late, 10% off: -0.8 points"), "{explained:?}");
        assert_eq!(explained[1], "by hand: +3 points: a good test");
    }

    #[test]
    fn a_failure_of_the_grader_is_no_mark() {
        let mark = Mark::of(&graded(Verdict::GraderError), &Ledger::default());
        assert_eq!((mark.score(), mark.headline().starts_with("no mark")), (None, true));
    }

    #[test]
    fn of_several_attempts_the_best_or_the_last_counts() {
        let named = |id: &str, verdict| Graded { id: id.to_string(), ..graded(verdict) };
        let mut worse = named("ana-2", Verdict::Deadlock);
        worse.checks[0].earned = 1;
        let class = [named("ana-1", Verdict::Deadlock), worse, named("ben", Verdict::Passed)];
        let roster = "folder,student_id,submitted_at\nana-1,1,2026-11-20\nana-2,1,2026-11-21\nben,2,\ncho,3,\n";
        let counted = |attempts| {
            let ledger = ledger(roster, attempts);
            rows(&class, &ledger).into_iter().map(|row| row.folder).collect::<Vec<_>>()
        };
        assert_eq!(counted(Attempts::Each), ["ana-1", "ana-2", "ben", "cho"]);
        assert_eq!(counted(Attempts::Best), ["ana-1", "ben", "cho"]);
        assert_eq!(counted(Attempts::Last), ["ana-2", "ben", "cho"]);
    }

    #[test]
    fn numbers_have_no_decimals_that_say_nothing() {
        assert_eq!([number(12.0), number(0.5), number(0.0), signed(2.0)], ["12", "0.5", "0", "+2"]);
    }
}
