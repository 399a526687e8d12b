//! The command line.

use crate::growth;
use crate::rows::{ALL, Effort};
use bpaf::{OptionParser, Parser, construct, long};
use common::cli::number;
use std::path::PathBuf;
use std::time::Duration;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Options {
    only: Vec<String>,
    /// A try.
    pub quick: bool,
    /// Where the figures go as JSON.
    pub json: Option<PathBuf>,
    loom_limit: u64,
    /// Whether the book's copy is written.
    pub book: bool,
}

/// The options of this program.
pub fn commands() -> OptionParser<Options> {
    let names: Vec<_> = ALL.iter().map(|(work, _)| work.name).chain([growth::NAME]).collect();
    let names = names.join(", ");
    let message = format!("the works are {names}");
    let only = long("only").help(&*format!("Measure this, and what other --only name: {names}"));
    let known = |name: &String| name == growth::NAME || ALL.iter().any(|(work, _)| work.name == name);
    let only = only.argument::<String>("WORK").parse(
        move |name| {
            if known(&name) { Ok(name) } else { Err(message.clone()) }
        },
    );
    let only = only.many();
    let quick = long("quick").help("A try: few rounds of little work, no judgement").switch();
    let json = long("json").help("Write all figures to FILE, too").argument("FILE").optional();
    let loom_limit = number("loom-limit", "Stop a proof on loom after so many seconds", 1..=86_400, 300);
    let book = long("book").help("Write the book's copy, table and pictures: all that is measured").switch();
    let options = construct!(Options { only, quick, json, loom_limit, book });
    let message = "--book takes all that is measured: leave --only out";
    let options = options.guard(|options| !options.book || options.only.is_empty(), message);
    options
        .to_options()
        .descr("Measure ours beside its peers, in turns: medians, ratios, targets.")
        .usage("Usage: cargo xtask bench [OPTION]...")
}

impl Options {
    /// Whether a work is to be measured.
    pub fn asks_for(&self, work: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == work)
    }

    /// How much of each.
    pub fn effort(&self) -> Effort {
        Effort { quick: self.quick, loom_limit: Duration::from_secs(self.loom_limit) }
    }

    /// The command that asks for this, for the book.
    pub fn typed(&self) -> String {
        let mut typed = "cargo xtask bench --book".to_string();
        if self.quick {
            typed += " --quick";
        }
        if self.loom_limit != 300 {
            typed += &format!(" --loom-limit {}", self.loom_limit);
        }
        typed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_understood() {
        commands().check_invariants(false);
        let options = commands().run_inner(&["--only", "pool", "--only", "counter", "--quick"][..]).unwrap();
        assert!(options.asks_for("pool") && options.asks_for("counter") && !options.asks_for("grading"));
        assert!(commands().run_inner(&["--only", "pools"][..]).is_err());
        assert!(commands().run_inner(&["--book", "--only", "pool"][..]).is_err());
        assert!(commands().run_inner(&["--loom-limit", "0"][..]).is_err());
        let options = commands().run_inner(&["--book", "--loom-limit", "9"][..]).unwrap();
        assert!(options.asks_for("grading"));
        assert_eq!(options.typed(), "cargo xtask bench --book --loom-limit 9");
    }

    #[test]
    fn the_help_fits_80_columns() {
        let Err(bpaf::ParseFailure::Stdout(help, _)) = commands().run_inner(&["--help"][..]) else { panic!() };
        let help = format!("{help:80}");
        assert!(help.lines().all(|line| line.chars().count() <= 80), "{help}");
    }
}
