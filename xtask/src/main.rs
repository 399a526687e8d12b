//! The commands of this workspace: `cargo xtask COMMAND`.
//!
//! Architecture invariant: this crate only dispatches. It links none of the others, so it starts in an instant, and
//! what it runs is what anybody can run by hand.

mod ci;
mod demo;
mod httpbin;
mod test;

use bpaf::{Args, OptionParser, ParseFailure, Parser, construct};
use std::path::Path;
use std::process::ExitCode;
use xshell::Shell;

/// The example crates, in the order of the lecture.
const EXAMPLES: [&str; 3] = ["fetch-pool", "counter-race", "producer-consumer"];

#[derive(Clone)]
enum Command {
    Demo(demo::Options),
    Test,
    Ci,
}

fn commands() -> OptionParser<Command> {
    let demo = demo::options().map(Command::Demo);
    let demo = demo.to_options().descr("Run the whole lecture, one example after another").command("demo");
    let test = bpaf::pure(Command::Test);
    let test =
        test.to_options().descr("Run every test: unit, spec, properties, examples in docs, proofs").command("test");
    let ci = bpaf::pure(Command::Ci);
    let ci = ci.to_options().descr("Run the slower checks, after `test`").command("ci");
    construct!([demo, test, ci]).to_options().descr("The commands of this workspace.")
}

fn main() -> ExitCode {
    let command = match commands().run_inner(Args::current_args()) {
        Ok(command) => command,
        Err(ParseFailure::Stderr(message)) => {
            eprintln!("error: {} (cargo xtask --help lists the commands)", message.monochrome(true));
            return ExitCode::from(2);
        }
        Err(help) => {
            help.print_message(100);
            return ExitCode::SUCCESS;
        }
    };
    match run(command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> xshell::Result<()> {
    let shell = Shell::new()?;
    // Commands work from any folder of the workspace.
    shell.change_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
    match command {
        Command::Demo(options) => demo::run(&shell, &options),
        Command::Test => test::run(&shell),
        Command::Ci => ci::run(&shell),
    }
}

/// Says on stderr what comes next.
fn step(title: &str) {
    eprintln!("\n=== {title}");
}
