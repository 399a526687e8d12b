//! The command line: what is asked for, and which mistakes it can have.

use crate::attack::Attacks;
use crate::attack::fixture::Stop;
use crate::launch::Trust;
use crate::report::mark::Attempts;
use crate::shard::Shard;
use bpaf::{OptionParser, Parser, construct, long, positional};
use checks::experiment::SEED;
use confine::Layer;
use std::path::PathBuf;

/// What is asked for.
#[derive(Clone, Debug)]
pub enum Command {
    /// Grade submissions.
    Grade(Box<Grade>),
    /// Build what grading needs.
    Prepare,
    /// Say what holds a program here, without these layers.
    Probe(Vec<Layer>),
    /// Grade the grader.
    Audit(Audit),
    /// Attack it.
    Attack(Attacks),
    /// Write an autograder for Gradescope to this archive.
    Gradescope(PathBuf),
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
    /// The zone of times that name none.
    pub zone: Option<String>,
    /// Remarks and points by hand.
    pub comments: Option<PathBuf>,
    /// Which of several attempts of a student counts.
    pub attempts: Attempts,
    /// The key of pseudonyms, if names are not to be seen.
    pub anonymous: Option<PathBuf>,
    /// Submissions whose name contains it.
    pub only: Option<String>,
    /// How many at a time.
    pub jobs: usize,
    /// Again, with changes.
    pub regrade: bool,
    /// What is done with the submissions.
    pub what: What,
    /// What the inputs of checks are drawn from.
    pub seed: u64,
    /// What holds the code of submissions.
    pub trust: Trust,
    /// Submissions (folders or archives), or folders of them.
    pub paths: Vec<PathBuf>,
}

/// What is done with submissions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// All are graded.
    All,
    /// A share of them is.
    Shard(Shard),
    /// What was graded before is collected.
    Collect,
    /// One check of one submission is run again.
    Explain(String, String),
    /// What students wrote is written into this folder, for programs that look for similar code.
    Export(PathBuf),
}

/// `audit`.
#[derive(Clone, Debug)]
pub struct Audit {
    /// Solutions whose name contains it.
    pub only: Option<String>,
    /// How many at a time.
    pub jobs: usize,
    /// What the inputs of checks are drawn from.
    pub seed: u64,
    /// What holds the code of solutions.
    pub trust: Trust,
    /// Print what the first check that explains itself has to say, such as the table of a failing schedule.
    pub show: bool,
    /// How often the checks of each solution are run; at least once.
    pub repeat: usize,
    /// Keep every processor busy meanwhile.
    pub busy: bool,
    /// Audit the mutants of the reference, and no solution.
    pub mutants: bool,
}

/// The command line of this program.
pub fn commands() -> OptionParser<Command> {
    let flag =
        long("probe").help("Try what is forbidden, and print what stops it here; grades nothing").req_flag(());
    let without = without();
    let probe = construct!(flag, without).map(|((), without)| Command::Probe(without));
    let grade = grade().map(|grade| Command::Grade(Box::new(grade)));
    let prepare = long("prepare").help("Build what grading needs, and grade nothing").req_flag(Command::Prepare);
    let grade = construct!([probe, prepare, grade]);
    let grade = grade
        .to_options()
        .descr("Grade submissions: folders, .zip, .tar, .tar.gz or .tgz archives, or a folder of them")
        // The one that is made from the options is longer than a line, and breaks in the middle of them.
        .usage("Usage: cargo xtask grade [OPTION]... PATH..., or cargo xtask grade --probe")
        .command("grade");
    let audit = audit().map(Command::Audit);
    let audit = audit
        .to_options()
        .descr("Grade the grader: every wrong and right solution must get what it says that it gets")
        .usage("Usage: cargo xtask audit [OPTION]...")
        .command("audit");
    let attack = attack().map(Command::Attack);
    let attack = attack
        .to_options()
        .descr("Attack the grader: every hostile submission must get nothing, tell nothing and leave nothing")
        .command("attack");
    let gradescope = positional::<PathBuf>("OUT.zip").help("The archive to write").map(Command::Gradescope);
    let gradescope = gradescope
        .to_options()
        .descr("Write an autograder for Gradescope: upload the archive there as it is")
        .usage("Usage: cargo xtask gradescope OUT.zip")
        .command("gradescope");
    construct!([grade, audit, attack, gradescope]).to_options().descr("Grades submissions.")
}

fn jobs() -> impl Parser<usize> {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    long("jobs").help("How many at a time; one for each processor unless said").argument("N").fallback(processors)
}

fn grade() -> impl Parser<Grade> {
    let out = long("out").help("Where results go, a folder for each submission").argument("DIR");
    let out = out.fallback(PathBuf::from("grades")).format_fallback(|out, to| write!(to, "{}", out.display()));
    let roster =
        long("roster").help("Columns: folder, student_id, last_name, first_name, email, submitted_at, due");
    let roster = roster.argument("CSV").optional();
    let due = long("due")
        .help("When it was due, such as 2026-11-22T18:00:00Z, \"2026-11-22 18:00\" or 2026-11-22")
        .argument("TIME")
        .optional();
    let late_penalty = long("late-penalty").help("Percent of the points off for each day after that");
    let late_penalty = late_penalty.argument("N").fallback(0.0);
    let zone = long("zone").help("Zone of times that name none, such as Europe/Zurich; else UTC");
    let zone = zone.argument("NAME").optional();
    let comments =
        long("comments").help("Remarks and points by hand: folder, points, comment; else comments.csv in DIR");
    let comments = comments.argument("CSV").optional();
    let attempts = long("attempts").help("Which submission of one student_id counts: best or last; else each");
    let attempts = attempts.argument::<String>("WHICH").parse(|which| match which.as_str() {
        "best" => Ok(Attempts::Best),
        "last" => Ok(Attempts::Last),
        _ => Err(format!("`{which}`: say best or last")),
    });
    let attempts = attempts.fallback(Attempts::Each);
    let anonymous =
        long("anonymous").help("Name nobody: pseudonyms, which this file keeps").argument("KEY").optional();
    let only = long("only").help("Only submissions whose name contains this; the others keep their marks");
    let only = only.argument("PATTERN").optional();
    let jobs = jobs();
    let regrade = long("regrade").help("Grade again what is done, and print which verdicts changed").switch();
    let flag =
        long("explain").help("Run one check of one submission again, and print all that it found").req_flag(());
    let student = positional("STUDENT");
    let check = positional("CHECK");
    let explain =
        construct!(flag, student, check).adjacent().map(|((), student, check)| What::Explain(student, check));
    let shard = long("shard").help("Grade this share of them, and write no gradebook: 1/4 to 4/4, or slurm");
    let shard = shard
        .argument::<String>("I/N")
        .parse(|text| Shard::parse(&text, &|name| std::env::var(name).ok()).map(What::Shard));
    let collect = long("collect").help("Grade nothing: write the gradebook of what was graded in shards");
    let collect = collect.req_flag(What::Collect);
    let export = long("export-similarity").help("Grade nothing: write what students wrote, for JPlag and its kind");
    let export = export.argument("DIR").map(What::Export);
    let what = construct!([shard, collect, explain, export]).fallback(What::All);
    let paths = positional("PATH")
        .help("A submission (a folder or an archive), or a folder of submissions")
        .some("say what to grade");
    let (seed, trust) = (seed(), trust());
    construct!(Grade {
        out,
        roster,
        due,
        late_penalty,
        zone,
        comments,
        attempts,
        anonymous,
        only,
        jobs,
        regrade,
        what,
        seed,
        trust,
        paths
    })
}

fn audit() -> impl Parser<Audit> {
    let only = long("only").help("Only solutions whose name contains this").argument("PATTERN").optional();
    let jobs = jobs();
    let show = long("show").help("Print what was found, such as the table of a failing schedule").switch();
    let repeat = "Compile each solution once and run its checks N times: every verdict must be the same each time";
    let repeat = long("repeat").help(repeat).argument("N").fallback(1);
    let repeat = repeat.guard(|times| *times > 0, "checks are run at least once");
    let busy = long("busy").help("Keep every processor busy with other work meanwhile").switch();
    let mutants = "Change each line of the reference in small ways instead: every change must lose a point, or be listed \
                   in harmless.txt";
    let mutants = long("mutants").help(mutants).switch();
    let (seed, trust) = (seed(), trust());
    construct!(Audit { only, jobs, repeat, busy, seed, show, mutants, trust })
}

fn seed() -> impl Parser<u64> {
    let seed = long("seed").help("What the inputs of behaviour and property checks are drawn from");
    seed.argument("N").fallback(SEED).display_fallback()
}

fn attack() -> impl Parser<Attacks> {
    let only = long("only").help("Only attacks whose name contains this").argument("PATTERN").optional();
    let without = long("without").help("Leave this out; what nothing else stops must then succeed");
    let without = without.argument::<Stop>("LAYER").many();
    let jobs = jobs();
    let layers = long("layers").help("Show of each layer that without it some attack succeeds").switch();
    construct!(Attacks { only, without, jobs, layers })
}

fn trust() -> impl Parser<Trust> {
    let unconfined = long("unconfined").help("Let submissions run with your rights, and say so in every result");
    let unconfined = unconfined.req_flag(Trust::Unconfined);
    let confined = without().map(Trust::Confined);
    construct!([unconfined, confined])
}

/// For the tests of the grader, which show with it that each layer stops something; so the help does not offer it.
fn without() -> impl Parser<Vec<Layer>> {
    long("without").argument::<Layer>("LAYER").many().hide()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_understood() {
        commands().check_invariants(false);
        let line: &[&str] = &["grade", "--out", "o", "--explain", "ana", "locked-counts-alone", "class", "more"];
        let Ok(Command::Grade(grade)) = commands().run_inner(line) else { panic!("not understood") };
        assert_eq!(grade.what, What::Explain("ana".to_string(), "locked-counts-alone".to_string()));
        assert_eq!(grade.paths, [PathBuf::from("class"), PathBuf::from("more")]);
        assert_eq!(grade.seed, SEED);
        assert!(commands().run_inner(&["grade"][..]).is_err());
        let seed = commands().run_inner(&["grade", "--seed", "7", "class"][..]);
        assert!(matches!(seed, Ok(Command::Grade(grade)) if grade.seed == 7));
    }

    #[test]
    fn a_class_is_graded_in_shares_or_collected_but_not_both() {
        let what = |line: &[&str]| match commands().run_inner(line) {
            Ok(Command::Grade(grade)) => Some(grade.what),
            _ => None,
        };
        assert_eq!(what(&["grade", "class"]), Some(What::All));
        let Some(What::Shard(shard)) = what(&["grade", "--shard", "2/3", "class"]) else {
            panic!("not understood")
        };
        assert_eq!(shard.to_string(), "2/3");
        assert_eq!(what(&["grade", "--collect", "class"]), Some(What::Collect));
        assert_eq!(what(&["grade", "--collect", "--shard", "2/3", "class"]), None);
        assert!(matches!(commands().run_inner(&["grade", "--prepare"][..]), Ok(Command::Prepare)));
    }

    #[test]
    fn the_help_fits_a_terminal_of_80_columns() {
        for command in ["grade", "audit"] {
            let Err(bpaf::ParseFailure::Stdout(help, _)) = commands().run_inner(&[command, "--help"][..]) else {
                panic!("no help");
            };
            let help = format!("{help:80}");
            assert!(help.lines().all(|line| line.chars().count() <= 80), "{help}");
            let usage: Vec<_> = help.lines().skip_while(|line| !line.starts_with("Usage: ")).take(2).collect();
            assert!(
                matches!(usage[..], [usage, ""] if usage.contains(command)),
                "the usage line is broken: {help}"
            );
        }
    }

    #[test]
    fn confined_unless_told_otherwise() {
        let trust = |line: &[&str]| match commands().run_inner(line) {
            Ok(Command::Grade(grade)) => Some(grade.trust),
            Ok(Command::Audit(audit)) => Some(audit.trust),
            _ => None,
        };
        assert_eq!(trust(&["grade", "class"]), Some(Trust::Confined(Vec::new())));
        assert_eq!(trust(&["grade", "--unconfined", "class"]), Some(Trust::Unconfined));
        assert_eq!(trust(&["audit", "--unconfined"]), Some(Trust::Unconfined));
        let without = Trust::Confined(vec![Layer::Uid, Layer::Seccomp]);
        assert_eq!(trust(&["audit", "--without", "uid", "--without", "seccomp"]), Some(without));
        assert_eq!(trust(&["audit", "--without", "walls"]), None);
        let probe = commands().run_inner(&["grade", "--probe"][..]);
        assert!(matches!(probe, Ok(Command::Probe(without)) if without.is_empty()));
    }
}
