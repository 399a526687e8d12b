//! The command line.

use crate::attack::Attacks;
use crate::attack::fixture::Stop;
use crate::launch::Trust;
use crate::report::mark::Attempts;
use crate::shard::Shard;
use bpaf::{OptionParser, Parser, construct, long, positional};
use checks::experiment::SEED;
use confine::Layer;
use std::path::PathBuf;

/// A command with its options.
#[derive(Clone, Debug)]
pub enum Command {
    /// Grade submissions.
    Grade(Box<Grade>),
    /// Build the reference.
    Prepare,
    /// Report how programs are confined here, without these layers.
    Probe(Vec<Layer>),
    /// Check the grader against solutions with known verdicts.
    Audit(Audit),
    /// Attack the grader.
    Attack(Attacks),
    /// Write an autograder for Gradescope to this archive.
    Gradescope(PathBuf),
}

/// `grade`.
#[derive(Clone, Debug)]
pub struct Grade {
    /// The folder for the results.
    pub out: PathBuf,
    /// The roster file.
    pub roster: Option<PathBuf>,
    /// The due date.
    pub due: Option<String>,
    /// Percent of the points for each day that began.
    pub late_penalty: f64,
    /// The time zone of times without one.
    pub zone: Option<String>,
    /// The file of an instructor's remarks and points.
    pub comments: Option<PathBuf>,
    /// Which of a student's attempts counts.
    pub attempts: Attempts,
    /// The key file of pseudonyms, for anonymous marking.
    pub anonymous: Option<PathBuf>,
    /// Grade only submissions whose name contains this.
    pub only: Option<String>,
    /// How many to run in parallel.
    pub jobs: usize,
    /// Grade finished submissions again, and print changed verdicts.
    pub regrade: bool,
    /// What to do with the submissions.
    pub what: What,
    /// The seed of the checks' inputs.
    pub seed: u64,
    /// How the code of submissions is confined.
    pub trust: Trust,
    /// Submissions (folders or archives), or folders of submissions.
    pub paths: Vec<PathBuf>,
}

/// What to do with submissions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Grade all of them.
    All,
    /// Grade one shard of them.
    Shard(Shard),
    /// Collect the results of shards.
    Collect,
    /// Run one check of one submission again.
    Explain(String, String),
    /// Write what students wrote into this folder, for tools that find similar code.
    Export(PathBuf),
}

/// `audit`.
#[derive(Clone, Debug)]
pub struct Audit {
    /// Audit only solutions whose name contains this.
    pub only: Option<String>,
    /// How many to run in parallel.
    pub jobs: usize,
    /// The seed of the checks' inputs.
    pub seed: u64,
    /// How the code of solutions is confined.
    pub trust: Trust,
    /// Print the first finding with a table of a failing schedule, or else the first finding.
    pub show: bool,
    /// How often to run the checks of each solution; at least once.
    pub repeat: usize,
    /// Keep every processor busy during the audit.
    pub busy: bool,
    /// Audit the mutants of the reference instead of the solutions.
    pub mutants: bool,
}

/// The parser of this program's command line.
pub fn commands() -> OptionParser<Command> {
    let flag = long("probe").help("Grade nothing: try what is forbidden, and print what stops it").req_flag(());
    let without = without();
    let probe = construct!(flag, without).map(|((), without)| Command::Probe(without));
    let grade = grade().map(|grade| Command::Grade(Box::new(grade)));
    let prepare = long("prepare").help("Grade nothing: build the reference").req_flag(Command::Prepare);
    let grade = construct!([probe, prepare, grade]);
    let grade = grade
        .to_options()
        .descr("Grade submissions: folders, .zip, .tar, .tar.gz or .tgz archives, or a folder of these")
        // The generated usage line is too long for a terminal.
        .usage("Usage: cargo xtask grade [OPTION]... PATH..., or cargo xtask grade --probe")
        .command("grade");
    let audit = audit().map(Command::Audit);
    let audit = audit
        .to_options()
        .descr("Check the grader: every wrong and right solution must get the verdicts that its file expects")
        .usage("Usage: cargo xtask audit [OPTION]...")
        .command("audit");
    let attack = attack().map(Command::Attack);
    let attack = attack
        .to_options()
        .descr("Attack the grader: every hostile submission must score no points, leak nothing and leave no trace")
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
    long("jobs")
        .help("How many to run in parallel; one per processor by default")
        .argument("N")
        .fallback(processors)
}

fn grade() -> impl Parser<Grade> {
    let out = long("out").help("Folder for the results, with a folder for each submission").argument("DIR");
    let out = out.fallback(PathBuf::from("grades")).format_fallback(|out, to| write!(to, "{}", out.display()));
    let roster = long("roster")
        .help("Students, with columns: folder, student_id, last_name, first_name, email, submitted_at, due");
    let roster = roster.argument("CSV").optional();
    let due = long("due")
        .help("Due date, such as 2026-11-22T18:00:00Z, \"2026-11-22 18:00\" or 2026-11-22")
        .argument("TIME")
        .optional();
    let late_penalty = long("late-penalty").help("Percent of the points to take off for each day late");
    let late_penalty = late_penalty.argument("N").fallback(0.0);
    let zone = long("zone").help("Time zone of times without one, such as Europe/Zurich; UTC by default");
    let zone = zone.argument("NAME").optional();
    let comments = long("comments")
        .help("Your remarks and points, with columns: folder, points, comment; comments.csv in DIR by default");
    let comments = comments.argument("CSV").optional();
    let attempts = long("attempts").help("Which of a student's submissions counts: best or last; all by default");
    let attempts = attempts.argument::<String>("WHICH").parse(|which| match which.as_str() {
        "best" => Ok(Attempts::Best),
        "last" => Ok(Attempts::Last),
        _ => Err(format!("`{which}`: write best or last")),
    });
    let attempts = attempts.fallback(Attempts::Each);
    let anonymous = long("anonymous")
        .help("Replace names by pseudonyms, which are kept in this file")
        .argument("KEY")
        .optional();
    let only = long("only").help("Grade only submissions whose name contains this; the others keep their marks");
    let only = only.argument("PATTERN").optional();
    let jobs = jobs();
    let regrade =
        long("regrade").help("Grade finished submissions again, and print which verdicts changed").switch();
    let flag =
        long("explain").help("Run one check of one submission again, and print its full result").req_flag(());
    let student = positional("STUDENT");
    let check = positional("CHECK");
    let explain =
        construct!(flag, student, check).adjacent().map(|((), student, check)| What::Explain(student, check));
    let shard = long("shard").help("Grade one shard of the class (1/4 to 4/4, or slurm), and write no gradebook");
    let shard = shard
        .argument::<String>("I/N")
        .parse(|text| Shard::parse(&text, &|name| std::env::var(name).ok()).map(What::Shard));
    let collect = long("collect").help("Grade nothing: write the gradebook from the results of all shards");
    let collect = collect.req_flag(What::Collect);
    let export =
        long("export-similarity").help("Grade nothing: write the students' own lines, for JPlag or a similar tool");
    let export = export.argument("DIR").map(What::Export);
    let what = construct!([shard, collect, explain, export]).fallback(What::All);
    let paths = positional("PATH")
        .help("A submission (a folder or an archive), or a folder of submissions")
        .some("name a submission, or a folder of submissions");
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
    let only = long("only").help("Audit only solutions whose name contains this").argument("PATTERN").optional();
    let jobs = jobs();
    let show = long("show").help("Print one finding of each solution, with its table if there is one").switch();
    let repeat = "Run the checks of each solution N times: every verdict must be the same each time";
    let repeat = long("repeat").help(repeat).argument("N").fallback(1);
    let repeat = repeat.guard(|times| *times > 0, "checks are run at least once");
    let busy = long("busy").help("Keep every processor busy during the audit").switch();
    let mutants = "Instead of solutions, audit small changes of each line of the reference: each must lose a point, or be \
                   listed in harmless.txt";
    let mutants = long("mutants").help(mutants).switch();
    let (seed, trust) = (seed(), trust());
    construct!(Audit { only, jobs, repeat, busy, seed, show, mutants, trust })
}

fn seed() -> impl Parser<u64> {
    let seed = long("seed").help("Seed for the inputs of behaviour and property checks");
    seed.argument("N").fallback(SEED).display_fallback()
}

fn attack() -> impl Parser<Attacks> {
    let only = long("only").help("Run only attacks whose name contains this").argument("PATTERN").optional();
    let without = long("without").help("Disable this layer; attacks that only it stops must then succeed");
    let without = without.argument::<Stop>("LAYER").many();
    let jobs = jobs();
    let layers = long("layers").help("Show for each layer an attack that succeeds without it").switch();
    construct!(Attacks { only, without, jobs, layers })
}

fn trust() -> impl Parser<Trust> {
    let unconfined =
        long("unconfined").help("Run submissions with your rights, and mark every result as UNCONFINED");
    let unconfined = unconfined.req_flag(Trust::Unconfined);
    let confined = without().map(Trust::Confined);
    construct!([unconfined, confined])
}

/// Hidden from the help: only the grader's tests use it, to show that each layer stops something.
fn without() -> impl Parser<Vec<Layer>> {
    long("without").argument::<Layer>("LAYER").many().hide()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_parsed() {
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
    fn shard_and_collect_exclude_each_other() {
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
    fn submissions_are_confined_by_default() {
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
