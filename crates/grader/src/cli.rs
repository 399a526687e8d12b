//! The command line: what is asked for, and which mistakes it can have.

use bpaf::{OptionParser, Parser, construct, long, positional};
use std::path::PathBuf;

/// What is asked for.
#[derive(Clone, Debug)]
pub enum Command {
    /// Grade submissions.
    Grade(Grade),
    /// Grade the grader.
    Audit(Audit),
}

/// `grade`.
#[derive(Clone, Debug)]
pub struct Grade {
    /// Where results go.
    pub out: PathBuf,
    /// Who handed in what.
    pub roster: Option<PathBuf>,
    /// When it was due.
    pub due: Option<String>,
    /// Percent a day.
    pub late_penalty: f64,
    /// Submissions whose name contains it.
    pub only: Option<String>,
    /// How many at a time.
    pub jobs: usize,
    /// Again, with changes.
    pub regrade: bool,
    /// One check of one submission.
    pub explain: Option<(String, String)>,
    /// Submissions, or folders of them.
    pub paths: Vec<PathBuf>,
}

/// `audit`.
#[derive(Clone, Debug)]
pub struct Audit {
    /// Solutions whose name contains it.
    pub only: Option<String>,
    /// How many at a time.
    pub jobs: usize,
    /// Print what the first check that explains itself has to say, such as the table of a failing schedule.
    pub show: bool,
}

/// The command line of this program.
pub fn commands() -> OptionParser<Command> {
    let grade = grade().map(Command::Grade);
    let grade = grade.to_options().descr("Grade submissions: folders, or folders of them").command("grade");
    let audit = audit().map(Command::Audit);
    let audit = audit
        .to_options()
        .descr("Grade the grader: every wrong and right solution must get what it says that it gets")
        .command("audit");
    construct!([grade, audit]).to_options().descr("Grades submissions.")
}

fn jobs() -> impl Parser<usize> {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    long("jobs").help("How many at a time; one for each processor unless said").argument("N").fallback(processors)
}

fn grade() -> impl Parser<Grade> {
    let out = long("out").help("Where results go, a folder for each submission").argument("DIR");
    let out = out.fallback(PathBuf::from("grades"));
    let roster = long("roster").help("Columns: folder, student_id, last_name, first_name, email, submitted_at");
    let roster = roster.argument("CSV").optional();
    let due = long("due").help("When it was due, such as 2026-11-22T18:00:00Z").argument("TIME").optional();
    let late_penalty = long("late-penalty").help("What each day after that costs, of the points");
    let late_penalty = late_penalty.argument("PERCENT").fallback(0.0);
    let only = long("only").help("Only submissions whose name contains this").argument("PATTERN").optional();
    let jobs = jobs();
    let regrade = long("regrade").help("Grade again what is done, and print which verdicts changed").switch();
    let flag =
        long("explain").help("Run one check of one submission again, and print all that it found").req_flag(());
    let student = positional("STUDENT");
    let check = positional("CHECK");
    let explain =
        construct!(flag, student, check).adjacent().map(|((), student, check)| (student, check)).optional();
    let paths = positional("PATH").help("A submission, or a folder of submissions").some("say what to grade");
    construct!(Grade { out, roster, due, late_penalty, only, jobs, regrade, explain, paths })
}

fn audit() -> impl Parser<Audit> {
    let only = long("only").help("Only solutions whose name contains this").argument("PATTERN").optional();
    let jobs = jobs();
    let show = long("show").help("Print what was found, such as the table of a failing schedule").switch();
    construct!(Audit { only, jobs, show })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_understood() {
        commands().check_invariants(false);
        let line: &[&str] = &["grade", "--out", "o", "--explain", "ana", "locked-counts-alone", "class", "more"];
        let Ok(Command::Grade(grade)) = commands().run_inner(line) else { panic!("not understood") };
        assert_eq!(grade.explain, Some(("ana".to_string(), "locked-counts-alone".to_string())));
        assert_eq!(grade.paths, [PathBuf::from("class"), PathBuf::from("more")]);
        assert!(commands().run_inner(&["grade"][..]).is_err());
    }
}
