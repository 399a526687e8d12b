//! The command line.

use bpaf::{Args, OptionParser, ParseFailure, Parser, construct, long, positional};
use checks::{EXERCISES, Exercise};
use common::{typo, width};
use std::path::PathBuf;
use std::process::ExitCode;

/// The command.
#[derive(Clone)]
pub enum Asked {
    /// Check exercises.
    Check(Options),
    /// Write this archive, or the default one.
    Pack(Option<PathBuf>),
}

/// What to check, and how.
#[derive(Clone, Default)]
pub struct Options {
    pub exercise: Option<&'static Exercise>,
    pub hint: bool,
    pub orderings: bool,
    pub watch: bool,
    /// Open a page of the failing run.
    pub open: bool,
    pub all: bool,
    pub wide: bool,
    pub ascii: bool,
}

impl Options {
    /// The width of the output.
    pub fn columns(&self) -> usize {
        width::columns(if self.wide { 120 } else { 80 })
    }
}

/// Parses this process's command line; `Err` is the exit code if there is nothing left to do.
pub fn parse() -> Result<Asked, ExitCode> {
    match parser().run_inner(Args::current_args().set_name("cargo xtask")) {
        Ok(Asked::Pack(Some(file))) => Ok(Asked::Pack(Some(std::path::absolute(&file).unwrap_or(file)))),
        Ok(asked) => Ok(asked),
        Err(ParseFailure::Stderr(message)) => {
            let message = typo::sensible(&format!("{message:1000}"));
            eprintln!("error: {message} (see cargo xtask check --help)");
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
    let orderings =
        long("orderings").help("Show which memory orderings your code needs, and which could be weaker").switch();
    let watch = long("watch").help("Check again whenever a file is saved").switch();
    let open = long("open");
    let open =
        open.help("Open the failing run in the browser: step through it, and choose the next thread").switch();
    let all = long("all").help("Check every exercise, and show the table of every failing check").switch();
    let wide = long("wide").help("Draw up to 120 columns wide; 80 by default").switch();
    let ascii = long("ascii").help("Draw with ASCII characters only").switch();
    let exercise =
        positional::<String>("EXERCISE").help("The exercise; an overview of all by default").parse(find).optional();
    let check = construct!(Options { hint, orderings, watch, open, all, wide, ascii, exercise });
    let check = check
        .guard(|asked| !asked.open || asked.exercise.is_some(), "--open needs an exercise: check EXERCISE --open");
    let check = check.map(Asked::Check);
    let check = check
        .to_options()
        .descr("Check your code")
        .footer(format!("The exercises:\n{list}").as_str())
        .command("check")
        .help("Check your code");
    let file = positional::<PathBuf>("FILE").help("The archive; submission.zip in the lab's folder by default");
    let pack = file.optional().map(Asked::Pack);
    let pack = pack.to_options().descr("Write the archive to hand in").command("pack");
    let pack = pack.help("Write the archive to hand in");
    construct!([check, pack]).to_options()
}

fn find(name: String) -> Result<&'static Exercise, String> {
    let names = || EXERCISES.map(|exercise| exercise.id).join(", ");
    EXERCISES.iter().find(|exercise| exercise.id == name).ok_or_else(|| {
        let suggestion = typo::suggestion(&name, &EXERCISES.map(|exercise| exercise.id));
        format!("there is no exercise `{name}`; the exercises are {}{suggestion}", names())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_exercise_is_refused_with_the_list_of_exercises() {
        let refused = parser().run_inner(&["check", "locked"]).err().unwrap().unwrap_stderr();
        assert!(refused.contains("`locked`") && refused.contains("locked-counter"), "{refused}");
        let mistyped = parser().run_inner(&["check", "locked-conter"]).err().unwrap().unwrap_stderr();
        assert!(mistyped.contains("did you mean `locked-counter`?"), "{mistyped}");
    }

    #[test]
    fn open_without_an_exercise_is_refused() {
        let refused = parser().run_inner(&["check", "--open"]).err().unwrap().unwrap_stderr();
        assert!(refused.contains("--open needs an exercise"), "{refused}");
        assert!(parser().run_inner(&["check", "locked-counter", "--open"]).is_ok());
    }

    #[test]
    fn options_may_come_before_or_after_the_exercise() {
        let asked = parser().run_inner(&["check", "--hint", "locked-counter", "--wide"]).unwrap();
        let Asked::Check(options) = asked else { panic!("the command was check") };
        assert_eq!((options.hint, options.wide, options.exercise), (true, true, Some(&EXERCISES[0])));
    }
}
