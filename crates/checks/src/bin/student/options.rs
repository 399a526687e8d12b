//! The command line.

use bpaf::{Args, OptionParser, ParseFailure, Parser, construct, long, positional};
use checks::{EXERCISES, Exercise};
use common::{typo, width};
use std::path::PathBuf;
use std::process::ExitCode;

/// What was asked for.
#[derive(Clone)]
pub enum Asked {
    /// To check.
    Check(Options),
    /// To write this archive, or the usual one.
    Pack(Option<PathBuf>),
}

/// How to check what.
#[derive(Clone, Default)]
pub struct Options {
    pub exercise: Option<&'static Exercise>,
    pub hint: bool,
    pub orderings: bool,
    pub watch: bool,
    /// Show the failing run on a page.
    pub open: bool,
    pub all: bool,
    pub wide: bool,
    pub ascii: bool,
}

impl Options {
    /// The width of what is printed.
    pub fn columns(&self) -> usize {
        width::columns(if self.wide { 120 } else { 80 })
    }
}

/// Reads this process's command line; `Err` is the exit code if there is nothing more to do.
pub fn parse() -> Result<Asked, ExitCode> {
    match parser().run_inner(Args::current_args().set_name("cargo xtask")) {
        Ok(Asked::Pack(Some(file))) => Ok(Asked::Pack(Some(std::path::absolute(&file).unwrap_or(file)))),
        Ok(asked) => Ok(asked),
        Err(ParseFailure::Stderr(message)) => {
            let message = typo::sensible(&format!("{message:1000}"));
            eprintln!("error: {message} (cargo xtask check --help lists what there is)");
            Err(ExitCode::from(2))
        }
        Err(help) => {
            help.print_message(width::columns(80));
            Err(ExitCode::SUCCESS)
        }
    }
}

fn parser() -> OptionParser<Asked> {
    let list = EXERCISES.map(|exercise| format!("  {:15} {}\n", exercise.id, exercise.title)).concat();
    let hint = long("hint").help("Show one more hint for the first check that does not pass").switch();
    let orderings = long("orderings")
        .help("Show which orderings of memory your code needs, and which could be weaker")
        .switch();
    let watch = long("watch").help("Check again whenever a file is saved").switch();
    let open = long("open");
    let open = open.help("Open the failing run in the browser: step along it, and choose who is next").switch();
    let all = long("all").help("Show every exercise, and the table of every check that fails").switch();
    let wide = long("wide").help("Draw up to 120 columns wide; 80 by default").switch();
    let ascii = long("ascii").help("Draw with ASCII characters only").switch();
    let exercise =
        positional::<String>("EXERCISE").help("Which exercise; without it, an overview").parse(find).optional();
    let check = construct!(Options { hint, orderings, watch, open, all, wide, ascii, exercise });
    let check = check
        .guard(|asked| !asked.open || asked.exercise.is_some(), "--open needs an exercise: check EXERCISE --open");
    let check = check.map(Asked::Check);
    let check = check
        .to_options()
        .descr("Checks what you have written.")
        .footer(format!("The exercises:\n{list}").as_str())
        .command("check")
        .help("Check what you have written");
    let file = positional::<PathBuf>("FILE").help("The archive; else submission.zip, in the lab's folder");
    let pack = file.optional().map(Asked::Pack);
    let pack = pack.to_options().descr("Writes the archive to hand in.").command("pack");
    let pack = pack.help("Write the archive to hand in");
    construct!([check, pack]).to_options()
}

fn find(name: String) -> Result<&'static Exercise, String> {
    let names = || EXERCISES.map(|exercise| exercise.id).join(", ");
    EXERCISES.iter().find(|exercise| exercise.id == name).ok_or_else(|| {
        let suggestion = typo::suggestion(&name, &EXERCISES.map(|exercise| exercise.id));
        format!("there is no exercise `{name}`; there are {}{suggestion}", names())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exercise_that_there_is_not_is_refused_with_those_that_there_are() {
        let refused = parser().run_inner(&["check", "locked"]).err().unwrap().unwrap_stderr();
        assert!(refused.contains("`locked`") && refused.contains("locked-counter"), "{refused}");
        let mistyped = parser().run_inner(&["check", "locked-conter"]).err().unwrap().unwrap_stderr();
        assert!(mistyped.contains("did you mean `locked-counter`?"), "{mistyped}");
    }

    #[test]
    fn a_page_of_no_exercise_is_refused() {
        let refused = parser().run_inner(&["check", "--open"]).err().unwrap().unwrap_stderr();
        assert!(refused.contains("--open needs an exercise"), "{refused}");
        assert!(parser().run_inner(&["check", "locked-counter", "--open"]).is_ok());
    }

    #[test]
    fn options_stand_before_and_after_the_exercise() {
        let asked = parser().run_inner(&["check", "--hint", "locked-counter", "--wide"]).unwrap();
        let Asked::Check(options) = asked else { panic!("to check was asked for") };
        assert_eq!((options.hint, options.wide, options.exercise), (true, true, Some(&EXERCISES[0])));
    }
}
