//! The command line of the examples: each has options of its own, and all have the four for the output.
//! A mistake on the command line is an error of one line on stderr, with exit code 2.

use crate::console::{self, Output};
use crate::{typo, width};
use bpaf::{Args, OptionParser, ParseFailure, Parser, construct, long};
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// The parser of `--ascii`, `--wide`, `--json` and `--pause`.
pub fn output() -> impl Parser<Output> {
    let ascii = long("ascii").help("Draw with ASCII characters only").switch();
    let wide = long("wide").help("Draw up to 120 columns wide, for a projector; 80 by default").switch();
    let json = long("json").help("Print one JSON document instead of text").switch();
    let pause = long("pause").help("Wait for Enter between a result and its explanation").switch();
    construct!(Output { ascii, wide, json, pause })
}

/// The parser of an optional number within `range`: `default` if it is not given.
pub fn number<N>(name: &'static str, help: &'static str, range: RangeInclusive<N>, default: N) -> impl Parser<N>
where
    N: FromStr + PartialOrd + Display + Clone + 'static,
{
    let help = format!("{help}, {} to {}", range.start(), range.end());
    given_number(name, &help, range).fallback(default).display_fallback()
}

/// The parser of a number within `range`, without a default. The option's help is `help`, without the range.
pub fn given_number<N>(name: &'static str, help: &str, range: RangeInclusive<N>) -> impl Parser<N> + use<N>
where
    N: FromStr + PartialOrd + Display + Clone + 'static,
{
    let message = format!("--{name} takes a number from {} to {}", range.start(), range.end());
    long(name).help(help).argument::<String>("N").parse(move |text| {
        let number = text.parse::<N>().ok().filter(|number| range.contains(number));
        number.ok_or_else(|| message.clone())
    })
}

/// Parses this process's command line. Exits with 0 after `--help` and `--version`, and with 2 after a mistake.
pub fn parse<T>(parser: &OptionParser<T>) -> T {
    match parser.run_inner(Args::current_args()) {
        Ok(options) => options,
        Err(ParseFailure::Stderr(message)) => refuse(typo::sensible(&format!("{message:1000}"))),
        Err(ParseFailure::Stdout(help, _)) => {
            console::result(format!("{help:0$}", width::columns(80)).trim_end());
            std::process::exit(0);
        }
        Err(ParseFailure::Completion(words)) => {
            console::result(words);
            std::process::exit(0);
        }
    }
}

/// Reports a mistake on the command line, and exits with 2.
pub fn refuse(mistake: impl Display) -> ! {
    console::note(format_args!("error: {mistake} (--help lists the options)"));
    std::process::exit(2);
}
