//! The command line.

use crate::growth;
use crate::rows::{ALL, Effort};
use bpaf::{OptionParser, Parser, construct, long};
use common::cli::number;
use std::path::PathBuf;
use std::time::Duration;

/// The options.
#[derive(Clone, Debug)]
pub struct Options {
    only: Vec<String>,
    /// Only a quick try.
    pub quick: bool,
    /// The file for the figures as JSON.
    pub json: Option<PathBuf>,
    loom_limit: u64,
    /// Whether to write the book's copy.
    pub book: bool,
}

/// The parser of this program's options.
pub fn commands() -> OptionParser<Options> {
    let names: Vec<_> = ALL.iter().map(|(work, _)| work.name).chain([growth::NAME]).collect();
    let names = names.join(", ");
    let message = format!("the works are {names}");
    let only = long("only").help(&*format!("Measure only this work; may be repeated: {names}"));
    let known = |name: &String| name == growth::NAME || ALL.iter().any(|(work, _)| work.name == name);
    let only = only.argument::<String>("WORK").parse(
        move |name| {
            if known(&name) { Ok(name) } else { Err(message.clone()) }
        },
    );
    let only = only.many();
    let quick = long("quick").help("Rough numbers: few rounds, little work, no targets").switch();
    let json = long("json").help("Also write all figures to FILE").argument("FILE").optional();
    let loom_limit = number("loom-limit", "Stop a proof on loom after this many seconds", 1..=86_400, 300);
    let book = long("book").help("Measure everything, and write the book's table and pictures").switch();
    let options = construct!(Options { only, quick, json, loom_limit, book });
    let message = "--book measures everything, so it excludes --only";
    let options = options.guard(|options| !options.book || options.only.is_empty(), message);
    options
        .to_options()
        .descr("Measure our code and its peers in turns: medians, ratios, targets")
        .usage("Usage: cargo xtask bench [OPTION]...")
}

impl Options {
    /// Whether a work is selected.
    pub fn asks_for(&self, work: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == work)
    }

    /// How much to measure of each.
    pub fn effort(&self) -> Effort {
        Effort { quick: self.quick, loom_limit: Duration::from_secs(self.loom_limit) }
    }

    /// The command line with these options, for the book.
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
    fn the_command_line_is_parsed() {
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
