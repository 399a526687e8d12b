//! `cargo xtask grade`, `audit`, `attack` and `gradescope`.
//!
//! Exit codes: 0 if grading ran, whatever the marks; 1 if the grader failed on a submission, or an audit or attack
//! had an unexpected result; 2 for a mistake on the command line, or if submissions cannot be confined on this
//! machine.

use anyhow::{Context, Result, ensure};
use bpaf::ParseFailure;
use checks::experiment::SEED;
use grader::anonymous::Pseudonyms;
use grader::attack::attack;
use grader::attack::targets::environment;
use grader::audit::audit;
use grader::cli::{Command, Grade, What, commands};
use grader::collect::collect;
use grader::comments::Comments;
use grader::grade::{Batch, explain, grade};
use grader::intake::{self, Finds};
use grader::launch::{Launch, Trust};
use grader::mutants;
use grader::plain::plain;
use grader::probe::probe;
use grader::recorder;
use grader::reference::Reference;
use grader::report::mark::Ledger;
use grader::result::COMMENTS;
use grader::roster::time::Zone;
use grader::roster::{Lateness, Roster, folder_of};
use grader::{scan, similarity};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    if let Some(code) = confine::launched() {
        return ExitCode::from(u8::try_from(code).unwrap_or(1));
    }
    if let Some(notes) = std::env::var_os(recorder::NOTES) {
        return recorder::main(notes.as_ref());
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == scan::SCAN) {
        return scan::main();
    }
    let command = match commands().run_inner(arguments.as_slice()) {
        Ok(command) => command,
        Err(ParseFailure::Stderr(message)) => return mistake(&message.monochrome(true)),
        Err(help) => {
            help.print_message(80);
            return ExitCode::SUCCESS;
        }
    };
    let done = match command {
        Command::Probe(without) => probe(&without),
        // These run no submission, so they need no confinement.
        Command::Prepare => reference(Launch::default(), SEED).map(|_| true),
        Command::Gradescope(file) => root().and_then(|root| grader::gradescope::write(&root, &file)).map(|files| {
            println!("Wrote {} with {files} files. Upload it as the autograder.", file.display());
            true
        }),
        Command::Grade(options) => {
            let launch = |batch| match options.what {
                What::Collect | What::Export(_) => Ok((batch, Launch::default())),
                _ => Ok((batch, launch(&options.trust)?)),
            };
            match batch(&options).and_then(launch) {
                Ok((batch, launch)) => grade_all(&options, &batch, launch),
                Err(error) => return mistake(&format!("{error:#}")),
            }
        }
        Command::Audit(asked) => {
            // Our own solutions are trusted: if they cannot be confined, they are audited anyway.
            let launch = launch(&asked.trust).or_else(|error| {
                eprintln!("note: audited unconfined: {error:#}");
                launch(&Trust::Unconfined)
            });
            let launch = launch.map(Launch::with_orderings);
            let audit = if asked.mutants { mutants::audit } else { audit };
            launch.and_then(|launch| reference(launch, asked.seed)).and_then(|ours| audit(&ours, &asked))
        }
        Command::Attack(options) => {
            let (name, value) = environment();
            if std::env::var_os(name).is_none() {
                return again_with(name, value);
            }
            match launch(&Trust::Confined(Vec::new())) {
                Ok(launch) => reference(launch, SEED).and_then(|ours| attack(ours, &options)),
                Err(error) => return mistake(&format!("{error:#}")),
            }
        }
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {}", plain(&format!("{error:#}")));
            ExitCode::FAILURE
        }
    }
}

/// Starts this program again with an environment variable that attacks try to read.
fn again_with(name: &str, value: &str) -> ExitCode {
    let program = std::env::current_exe().map(std::process::Command::new);
    let status =
        program.and_then(|mut program| program.args(std::env::args_os().skip(1)).env(name, value).status());
    match status.map(|status| status.code().and_then(|code| u8::try_from(code).ok())) {
        Ok(code) => code.map_or(ExitCode::FAILURE, ExitCode::from),
        Err(error) => mistake(&format!("cannot start the grader again: {error}")),
    }
}

fn mistake(message: &str) -> ExitCode {
    eprintln!("error: {}", plain(message));
    ExitCode::from(2)
}

/// Reads everything that the command line names, so that mistakes are found before anything is built.
fn batch(options: &Grade) -> Result<Batch> {
    let Finds { submissions: mut class, others } = intake::find(&options.paths)?;
    let read = |file: &Path| fs::read(file).with_context(|| format!("cannot read {}", file.display()));
    let zone = options.zone.as_deref().map(Zone::named).transpose()?.unwrap_or_default();
    let mut ledger = Ledger {
        roster: match &options.roster {
            Some(file) => Roster::parse(&read(file)?, &zone)?,
            None => Roster::default(),
        },
        lateness: Lateness::new(options.due.as_deref(), options.late_penalty, &zone)?,
        comments: match options.comments.clone().or_else(|| comments_beside(&options.out)) {
            Some(file) => Comments::parse(&read(&file)?)?,
            None => Comments::default(),
        },
        attempts: options.attempts,
    };
    let ids: Vec<String> = class.iter().map(|found| found.id.clone()).collect();
    ledger.roster = ledger.roster.for_class(&ids);
    ledger.comments = ledger.comments.renamed(&mut |name| folder_of(name, &ids));
    let shard = match options.what {
        What::Shard(shard) => Some(shard),
        _ => None,
    };
    if let Some(key) = &options.anonymous {
        ensure!(
            shard.is_none(),
            "--anonymous and --shard cannot be combined: each shard would draw different pseudonyms"
        );
        let mut names = Pseudonyms::load(key)?;
        class.iter_mut().for_each(|found| found.id = names.of(&found.id));
        ledger.roster = ledger.roster.anonymous(&mut |folder| names.of(folder));
        ledger.comments = ledger.comments.renamed(&mut |folder| names.of(folder));
        names.save()?;
        class.sort_by(|one, other| one.id.cmp(&other.id));
    }
    let mut chosen = class.clone();
    if let Some(only) = &options.only {
        chosen.retain(|found| found.id.contains(only));
        ensure!(!chosen.is_empty(), "no submission's name contains `{only}`");
    }
    // A shard may be empty, such as one of four for a class of three.
    chosen.retain(|found| shard.is_none_or(|shard| shard.has(&found.id)));
    let out = std::path::absolute(&options.out)?;
    Ok(Batch { class, chosen, others, out, ledger, jobs: options.jobs, regrade: options.regrade, shard })
}

/// The comments file in the results folder, which need not be named when grading again.
fn comments_beside(out: &Path) -> Option<PathBuf> {
    let file = out.join(COMMENTS);
    file.is_file().then_some(file)
}

fn grade_all(options: &Grade, batch: &Batch, launch: Launch) -> Result<bool> {
    if let What::Export(folder) = &options.what {
        let count = similarity::export(&root()?, &batch.chosen, folder)?;
        println!("Wrote the code of {count} of {} submissions to {}.", batch.chosen.len(), folder.display());
        return Ok(true);
    }
    let reference = reference(launch, options.seed)?;
    match &options.what {
        What::All | What::Shard(_) => grade(&reference, batch),
        What::Collect => collect(&reference, batch),
        What::Export(_) => Ok(true),
        What::Explain(student, check) => explain(&reference, &batch.class, student, check).map(|()| true),
    }
}

fn root() -> Result<PathBuf> {
    checks::folder::root().context(checks::folder::MISSING)?.canonicalize().context("the workspace is gone")
}

/// An error here counts as a mistake on the command line: this machine cannot do what was asked.
fn launch(trust: &Trust) -> Result<Launch> {
    Launch::new(&root()?, trust)
}

fn reference(launch: Launch, seed: u64) -> Result<Reference> {
    eprintln!("Building the reference; the first time takes a few minutes …");
    Reference::build(&root()?, launch, seed)
}
