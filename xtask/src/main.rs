//! The commands of this workspace: `cargo xtask COMMAND`.
//!
//! Architecture invariant: this crate only starts other programs. It links no other crate of the workspace, so it starts
//! at once, and you can run the same programs by hand.

mod bench;
mod book;
mod browser;
mod cargo;
mod check;
mod ci;
mod curl;
mod demo;
mod explore;
mod fuzz;
mod grader;
mod handout;
mod httpbin;
mod install;
mod output;
mod root;
mod sanitize;
mod scheduler;
mod slides;
mod slurm;
mod test;
// Two files of `common`, compiled here because that crate is not linked.
#[path = "../../crates/common/src/typo.rs"]
mod typo;
#[path = "../../crates/common/src/width.rs"]
mod width;
mod working;

use bpaf::{Args, OptionParser, ParseFailure, Parser, construct};
use std::path::PathBuf;
use std::process::ExitCode;
use xshell::Shell;

/// The example crates, in the order of the lecture.
const EXAMPLES: [&str; 3] = ["fetch-pool", "counter-race", "producer-consumer"];

/// The names of the commands below.
const COMMANDS: [&str; 19] = [
    "demo",
    "explore",
    "check",
    "pack",
    "handout",
    "grade",
    "audit",
    "attack",
    "gradescope",
    "fuzz",
    "sanitize",
    "bench",
    "book",
    "slides",
    "scheduler",
    "browser",
    "slurm",
    "test",
    "ci",
];

#[derive(Clone)]
enum Command {
    Demo(demo::Options),
    /// Its options belong to the example's own explorer.
    Explore(String),
    /// `check` or `pack`: its options belong to the program `student` of the crate `checks`.
    Student(&'static str),
    Handout(PathBuf),
    /// `grade`, `audit`, `attack` or `gradescope`: its options belong to the grader.
    Grader(&'static str),
    Fuzz(fuzz::Options),
    Sanitize,
    /// Its options belong to the crate `bench`.
    Bench,
    Book(book::Options),
    Slides(slides::Options),
    Scheduler(PathBuf),
    Browser,
    Slurm,
    Test,
    Ci,
}

fn commands() -> OptionParser<Command> {
    let demo = demo::options().map(Command::Demo);
    let demo = demo.to_options().descr("Run the whole lecture, one example after another").command("demo");
    let explore = explore::example().map(Command::Explore);
    let explore = explore.to_options().descr("Run a small program of an example in every interleaving");
    let explore = explore
        .footer("cargo xtask explore counter-race --help lists what that example can do.")
        .command("explore");
    let check = bpaf::pure(Command::Student("check")).to_options();
    let check = check.descr("Check your code").command("check");
    let pack = bpaf::pure(Command::Student("pack")).to_options();
    let pack = pack.descr("Write the archive to hand in").command("pack");
    let handout = handout::folder().map(Command::Handout);
    let handout = handout.to_options().descr("Write the workspace that students get").command("handout");
    let grade = bpaf::pure(Command::Grader("grade"));
    let grade = grade.to_options().descr("Grade submissions; cargo xtask grade --help says how").command("grade");
    let audit = bpaf::pure(Command::Grader("audit"));
    let audit = audit.to_options().descr("Test the grader with wrong and right solutions").command("audit");
    let attack = bpaf::pure(Command::Grader("attack"));
    let attack = attack.to_options().descr("Test the grader with hostile submissions").command("attack");
    let gradescope = bpaf::pure(Command::Grader("gradescope"));
    let gradescope = gradescope.to_options().descr("Write an autograder for Gradescope").command("gradescope");
    let fuzz = fuzz::options().map(Command::Fuzz);
    let fuzz = fuzz.to_options().descr("Fuzz the parsers of untrusted input").command("fuzz");
    let sanitize = bpaf::pure(Command::Sanitize);
    let sanitize =
        sanitize.to_options().descr("Run the explorer's tests under AddressSanitizer").command("sanitize");
    let bench = bpaf::pure(Command::Bench).to_options();
    let bench =
        bench.descr("Compare our speed to other libraries'; cargo xtask bench --help says how").command("bench");
    let book = book::options().map(Command::Book);
    let book = book.to_options().descr("Build the book in docs/").command("book");
    let slides = slides::options().map(Command::Slides);
    let slides = slides.to_options().descr("Write the slides of the lecture, and a summary").command("slides");
    let scheduler = scheduler::folder().map(Command::Scheduler);
    let scheduler = scheduler.to_options().descr("Write the page \"You are the scheduler\"").command("scheduler");
    let browser = bpaf::pure(Command::Browser);
    let browser = browser.to_options().descr("Test that page and the slides in a browser").command("browser");
    let slurm = bpaf::pure(Command::Slurm);
    let slurm = slurm.to_options().descr("Test grading on a Slurm cluster that loses a node").command("slurm");
    let test = bpaf::pure(Command::Test);
    let test = test
        .to_options()
        .descr("Run every test: unit tests, specs, properties, examples in the documentation, proofs")
        .command("test");
    let ci = bpaf::pure(Command::Ci);
    let ci = ci.to_options().descr("Run the slower checks, after `test`").command("ci");
    construct!([
        demo, explore, check, pack, handout, grade, audit, attack, gradescope, fuzz, sanitize, bench, book, slides,
        scheduler, browser, slurm, test, ci
    ])
    .to_options()
    .descr("The commands of this workspace.")
}

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    // Options after `explore EXAMPLE` go to that example's explorer, which alone knows its programs. Those after `check`,
    // `pack`, `grade`, `audit`, `attack`, `gradescope` and `bench` go to the programs that these start.
    let own = match arguments.first().map(String::as_str) {
        Some("explore") => 2,
        Some("check" | "pack" | "grade" | "audit" | "attack" | "gradescope" | "bench") => 1,
        _ => arguments.len(),
    };
    let rest = arguments.split_off(own.min(arguments.len()));
    if let Some(unknown) =
        arguments.first().filter(|name| !name.starts_with('-') && !COMMANDS.contains(&name.as_str()))
    {
        let suggestion = typo::suggestion(unknown, &COMMANDS);
        output::note(format_args!(
            "error: there is no command `{unknown}`{suggestion} (cargo xtask --help lists them)"
        ));
        return ExitCode::from(2);
    }
    let command = match commands().run_inner(Args::from(arguments.as_slice()).set_name("cargo xtask")) {
        Ok(command) => command,
        Err(ParseFailure::Stderr(message)) => {
            let hint = match arguments.first().filter(|first| COMMANDS.contains(&first.as_str())) {
                Some(command) => format!("cargo xtask {command} --help says what it takes"),
                None => "cargo xtask --help lists the commands".to_string(),
            };
            let message = typo::sensible(&format!("{message:1000}"));
            output::note(format_args!("error: {message} ({hint})"));
            return ExitCode::from(2);
        }
        Err(ParseFailure::Stdout(help, _)) => {
            output::say(format!("{help:0$}", width::columns(80)).trim_end());
            return ExitCode::SUCCESS;
        }
        Err(ParseFailure::Completion(words)) => {
            output::say(words);
            return ExitCode::SUCCESS;
        }
    };
    match run(command, &rest) {
        Ok(code) => code,
        Err(error) => {
            output::note(format_args!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command, rest: &[String]) -> xshell::Result<ExitCode> {
    let Some(root) = root::find() else {
        output::note(format_args!("error: {}", root::MISSING));
        return Ok(ExitCode::from(2));
    };
    let shell = Shell::new()?;
    // Commands work from any folder of the workspace.
    shell.change_dir(root);
    match command {
        Command::Demo(options) => demo::run(&shell, &options)?,
        Command::Explore(example) => return Ok(explore::run(&shell, &example, rest)),
        Command::Student(command) => return Ok(check::run(&shell, command, rest)),
        Command::Handout(folder) => return handout::run(&shell, &folder),
        Command::Grader(command) => return grader::run(&shell, command, rest),
        Command::Fuzz(options) => return fuzz::run(&shell, &options),
        Command::Sanitize => return sanitize::run(&shell),
        Command::Bench => return bench::run(&shell, rest),
        Command::Book(options) => return book::run(&shell, &options),
        Command::Slides(options) => return slides::run(&shell, &options),
        Command::Scheduler(folder) => scheduler::run(&shell, &folder)?,
        Command::Browser => browser::run(&shell)?,
        Command::Slurm => return slurm::run(&shell),
        Command::Test => test::run(&shell)?,
        Command::Ci => ci::run(&shell)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints a heading to stderr.
fn step(title: &str) {
    output::note(format_args!("\n=== {title}"));
}
