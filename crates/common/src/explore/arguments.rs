//! The command line of `cargo xtask explore EXAMPLE`.

use super::Program;
use crate::cli;
use crate::console::Output;
use crate::typo;
use bpaf::{OptionParser, Parser, construct, long};
use std::path::PathBuf;

/// The largest `--threads`: an execution has at most 36 threads, and a program has a few threads more.
const MOST_THREADS: usize = 32;

/// The parsed command line.
pub(super) struct Arguments {
    pub(super) program: Option<String>,
    pub(super) threads: Option<usize>,
    pub(super) items: Option<usize>,
    pub(super) bound: Option<usize>,
    pub(super) spurious: Option<usize>,
    pub(super) replay: Option<String>,
    pub(super) svg: Option<PathBuf>,
    pub(super) graph: Option<PathBuf>,
    pub(super) orderings: bool,
    pub(super) open: bool,
    pub(super) runs: bool,
    pub(super) output: Output,
}

/// The parser of the command line, for an example with these programs.
pub(super) fn parser(programs: &[Program]) -> OptionParser<Arguments> {
    let names = programs.iter().map(|program| program.name.as_str()).collect::<Vec<_>>().join(", ");
    let list = programs.iter().map(|program| format!("  {:12} {}\n", program.name, program.about));
    let list: String = list.collect();
    let known: Vec<_> = programs.iter().map(|program| program.name.clone()).collect();
    let (threads, items) = programs.first().map_or((0, 0), |first| (first.usual.threads, first.usual.items));

    let program = long("program")
        .help(format!("Which program: {names}; the first by default").as_str())
        .argument::<String>("NAME")
        .parse(move |name| match known.contains(&name) {
            true => Ok(name),
            false => {
                let list: Vec<_> = known.iter().map(String::as_str).collect();
                Err(format!("the programs are {names}{}", typo::suggestion(&name, &list)))
            }
        })
        .optional();
    let threads = long("threads")
        .help(format!("How many threads, 1 to {MOST_THREADS}; {threads} by default").as_str())
        .argument::<String>("N")
        .parse(number_of_threads)
        .optional();
    let items = long("items")
        .help(format!("How many increments, tasks or jobs; {items} by default").as_str())
        .argument("N")
        .optional();
    let bound = long("bound")
        .help("Only executions with at most N preemptions; any number by default")
        .argument("N")
        .optional();
    let spurious = long("spurious")
        .help("At most N spurious wake-ups in each execution; 1 by default")
        .argument("N")
        .optional();
    let replay = long("replay").help("Show only the run with this schedule").argument("DIGITS").optional();
    let svg = long("svg").help("Write the run as a picture").argument("FILE").optional();
    let graph = long("graph").help("Write every state and every step as JSON").argument("FILE").optional();
    let orderings =
        long("orderings").help("Show which memory orderings the program needs, or which would fix it").switch();
    let open = long("open").help("Open a page in the browser on which you choose the next thread").switch();
    let runs = long("runs").help("Show the shortest run of each outcome").switch();
    let output = cli::output();
    construct!(Arguments {
        program,
        threads,
        items,
        bound,
        spurious,
        replay,
        svg,
        graph,
        orderings,
        open,
        runs,
        output
    })
    .to_options()
    .descr("Run a small program in every interleaving, and show every outcome")
    .footer(format!("The programs:\n{list}").as_str())
}

/// Parses `--threads`. The error explains why the lecture's 100 threads cannot be explored.
fn number_of_threads(text: String) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| (1..=MOST_THREADS).contains(number));
    number.ok_or_else(|| {
        format!(
            "--threads takes a number from 1 to {MOST_THREADS}, not {text}: explore 2 or 3, which already \
             show every kind of mistake; the example itself, without `explore`, runs many more"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::{Program, parser};
    use crate::explore::Size;

    fn parse(words: &[&str]) -> Result<Option<usize>, String> {
        let program = Program::new("p", "", Size { threads: 2, items: 1 }, |_| (), |_| ());
        let parsed = parser(&[program]).run_inner(words);
        parsed.map(|arguments| arguments.threads).map_err(|failure| format!("{failure:?}"))
    }

    #[test]
    fn zero_threads_and_more_than_can_be_explored_are_refused() {
        assert_eq!(parse(&["--threads", "32"]), Ok(Some(32)));
        for number in ["0", "33", "100", "many"] {
            let refused = parse(&["--threads", number]).unwrap_err();
            assert!(refused.contains("from 1 to 32") && refused.contains("explore 2 or 3"), "{refused}");
        }
    }

    #[test]
    fn help_shows_the_defaults() {
        let help = parse(&["--help"]).unwrap_err();
        for default in ["; 2 by default", "; 1 by default", "; the first by default"] {
            assert!(help.contains(default), "{help}");
        }
    }
}
