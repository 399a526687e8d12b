//! The command `cargo xtask explore`: every outcome of a small program with its count, and the shortest run that fails.
//! Each example only lists its programs.

mod arguments;
mod outcomes;
mod page;
mod runs;

use crate::cli;
use crate::console::{self, Console, TITLE};
use arguments::Arguments;
use interleave::record::{End, Record};
use interleave::report::{self, Style};
use interleave::{Expectation, Options, Orderings, Outcome, ScheduleError, StateGraph, Uncounted, Verdict};
use outcomes::Counted;
use serde_json::{Value, json};
use std::fmt::Debug;
use std::path::PathBuf;
use std::process::ExitCode;

/// The size of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// The number of threads besides the main thread.
    pub threads: usize,
    /// The number of increments, tasks or jobs; the program's description says which.
    pub items: usize,
}

/// A program that can be explored, at any size.
pub struct Program {
    name: String,
    about: String,
    usual: Size,
    explored: Box<dyn Explored>,
}

impl Program {
    /// A program with the value that it should return in every interleaving.
    pub fn new<T: Debug + PartialEq + 'static>(
        name: &str,
        about: &str,
        usual: Size,
        program: fn(Size) -> T,
        expected: fn(Size) -> T,
    ) -> Self {
        let options = move |options: Options, size| options.expect(expected(size));
        let explored = Box::new(Typed { program, options });
        Program { name: name.to_string(), about: about.to_string(), usual, explored }
    }

    /// A program that may return different values in different interleavings.
    pub fn with_any_result<T: Debug + 'static>(
        name: &str,
        about: &str,
        usual: Size,
        program: fn(Size) -> T,
    ) -> Self {
        let explored = Box::new(Typed { program, options: |options: Options, _| options });
        Program { name: name.to_string(), about: about.to_string(), usual, explored }
    }

    /// A program of one size, with the value that it should return.
    pub fn of_one_size<T: Debug + PartialEq + Copy + 'static>(
        name: &str,
        about: &str,
        program: fn() -> T,
        expected: T,
    ) -> Self {
        let usual = Size { threads: 2, items: 1 };
        let options = move |options: Options, _| options.expect(expected);
        let explored = Box::new(Typed { program: move |_| program(), options });
        Program { name: name.to_string(), about: about.to_string(), usual, explored }
    }
}

/// A program of any return type, and what the command does with it.
trait Explored {
    fn explore(&self, options: Options, size: Size) -> Outcome;
    fn interleavings(&self, options: Options, size: Size) -> Counted;
    fn replay(&self, schedule: &str, options: Options, size: Size) -> Result<Record, ScheduleError>;
    /// The program's states, beginning with those along the execution of `schedule`.
    fn graph(&self, schedule: &str, options: Options, size: Size) -> Result<StateGraph, ScheduleError>;
    fn orderings(&self, options: Options, size: Size) -> Orderings;
    /// The shortest run that returns `value`; with `None`, the shortest run that fails.
    fn shortest(&self, value: Option<&str>, options: Options, size: Size) -> Option<Record>;
}

struct Typed<P, O> {
    program: P,
    /// Adds the expected value to the options.
    options: O,
}

impl<T, P, O, E> Explored for Typed<P, O>
where
    T: Debug,
    P: Fn(Size) -> T,
    O: Fn(Options, Size) -> Options<E>,
    E: Expectation<T>,
{
    fn explore(&self, options: Options, size: Size) -> Outcome {
        interleave::explore(&(self.options)(options, size), || (self.program)(size))
    }

    fn interleavings(&self, options: Options, size: Size) -> Counted {
        interleave::interleavings(&(self.options)(options, size), || (self.program)(size))
    }

    fn replay(&self, schedule: &str, options: Options, size: Size) -> Result<Record, ScheduleError> {
        interleave::replay(schedule, &(self.options)(options, size), || (self.program)(size))
    }

    fn graph(&self, schedule: &str, options: Options, size: Size) -> Result<StateGraph, ScheduleError> {
        interleave::graph_along(schedule, &(self.options)(options, size), || (self.program)(size))
    }

    fn orderings(&self, options: Options, size: Size) -> Orderings {
        interleave::orderings(&(self.options)(options, size), || (self.program)(size))
    }

    fn shortest(&self, value: Option<&str>, options: Options, size: Size) -> Option<Record> {
        // The explorer finds the shortest run that fails, so returning this value is declared a failure.
        let found = match value {
            Some(value) => {
                let returns_it = || format!("{:?}", (self.program)(size)) == value;
                interleave::explore(&options.clone().expect(false), returns_it)
            }
            None => interleave::explore(&options, || drop((self.program)(size))),
        };
        let record = self.replay(&found.counterexample?.schedule, options, size).ok()?;
        let returned = matches!(record.end, End::Returned { .. } | End::WrongValue { .. });
        (returned == value.is_some()).then_some(record)
    }
}

/// The `main` of an example's `explore`. Exits with 0 if every run is right, with 1 if any run is wrong.
pub fn main(programs: &[Program]) -> ExitCode {
    let arguments = cli::parse(&arguments::parser(programs));
    let named = |program: &&Program| arguments.program.as_deref().is_none_or(|name| name == program.name);
    let program = programs.iter().find(named).expect("the parser knows the names");
    let size = Size {
        threads: arguments.threads.unwrap_or(program.usual.threads),
        items: arguments.items.unwrap_or(program.usual.items),
    };
    match run(program, size, &arguments) {
        Ok(code) => code,
        Err(message) => {
            console::note(format_args!("error: {message}"));
            ExitCode::from(2)
        }
    }
}

fn run(program: &Program, size: Size, arguments: &Arguments) -> Result<ExitCode, String> {
    let console = Console::new(arguments.output);
    let style = Style { columns: arguments.output.columns(), ascii: arguments.output.ascii, explorer: true };
    let mut options = Options::new();
    if let Some(bound) = arguments.bound {
        options = options.preemption_bound(bound);
    }
    if let Some(spurious) = arguments.spurious {
        options = options.spurious_wakeups(spurious);
    }
    let graph_of = |schedule: &str, options: Options| program.explored.graph(schedule, options, size);
    let graph = match &arguments.graph {
        Some(file) => Some((file, graph_of("", options.clone()).map_err(|error| error.to_string())?)),
        None => None,
    };
    if let Some(schedule) = &arguments.replay {
        let record = program.explored.replay(schedule, options.clone(), size).map_err(|error| error.to_string())?;
        console.line(report::table(&record, &style).trim_end());
        console.json(&value(&report::json(&record)));
        if let Some(file) = &arguments.svg {
            write(file, &report::svg(&record))?;
        }
        if arguments.open {
            page::open(program, size, Some(&record), &|schedule, states| {
                graph_of(schedule, options.clone().max_states(states))
            })?;
        }
        return Ok(exit_code(matches!(record.end, End::Returned { .. })));
    }

    if arguments.orderings {
        let orderings = program.explored.orderings(options, size);
        console.line(report::advice(&orderings, &style).trim_end());
        console.json(&value(&report::advice_json(&orderings)));
        return Ok(exit_code(orderings.verdict == Verdict::Passed));
    }
    let outcome = program.explored.explore(options.clone(), size);
    let counted = counted(program, size, arguments.bound, &options, &outcome);
    console
        .line(format_args!("{TITLE}{}{TITLE:#}, --threads {} --items {}", program.name, size.threads, size.items));
    console.prose(&program.about);
    console.line("");
    let endings = outcomes::endings(&outcome, counted.as_ref());
    console.line(outcomes::table(&endings, &outcome, counted.as_ref(), style.columns));
    let mut json = as_json(&outcome, counted.as_ref());
    if arguments.runs {
        let shortest = |value: Option<&str>| program.explored.shortest(value, options.clone(), size);
        json["runs"] = runs::show(&endings, &shortest, &console, &style);
    } else {
        let record = outcome.counterexample.as_ref();
        json["counterexample"] = record.map_or(Value::Null, |record| value(&report::json(record)));
        if let Some(record) = record {
            console.pause();
            let which = if outcome.smallest { "The shortest run that fails" } else { "A run that fails" };
            console.line(format_args!("{TITLE}{which}{TITLE:#}\n{}", report::table(record, &style).trim_end()));
        }
    }
    console.json(&json);
    if let Some((file, graph)) = graph {
        let mut page = value(&report::graph_json(&graph));
        page["explored"] = for_the_page(&outcome);
        write(file, &page.to_string())?;
        console.progress(format_args!("wrote {} states to {}", graph.nodes.len(), file.display()));
    }
    if arguments.open {
        let along = |schedule: &str, states| graph_of(schedule, options.clone().max_states(states));
        page::open(program, size, outcome.counterexample.as_ref(), &along)?;
    }
    match (&arguments.svg, &outcome.counterexample) {
        (Some(file), Some(record)) => write(file, &report::svg(record))?,
        (Some(_), None) => console.progress("no run fails, so there is no picture; --replay draws any run"),
        (None, _) => {}
    }
    Ok(exit_code(outcome.verdict == Verdict::Passed))
}

/// The number of interleavings of each outcome. `None` with a preemption bound, because then executions are not classes.
fn counted(
    program: &Program,
    size: Size,
    bound: Option<usize>,
    options: &Options,
    outcome: &Outcome,
) -> Option<Counted> {
    match (&outcome.complete, bound) {
        (_, Some(_)) => None,
        (Ok(()), None) => Some(program.explored.interleavings(options.clone(), size)),
        (Err(unfinished), None) => Some(Err(Uncounted::Unfinished(unfinished.clone()))),
    }
}

fn value(json: &report::Json) -> Value {
    serde_json::from_str(&json.to_string()).expect("it is JSON")
}

fn as_json(outcome: &Outcome, counted: Option<&Counted>) -> Value {
    let counted = counted.and_then(|counted| counted.as_ref().ok());
    json!({
        "verdict": outcome.verdict.to_string(),
        "executions": outcome.executions,
        "complete": outcome.complete.is_ok(),
        "bounds": outcome.bounds(),
        "values": outcome.values,
        "wrong_values": outcome.wrong_values,
        "failures": outcome.failures.total(),
        "interleavings": counted.map(|counted| json!({
            "values": counted.values,
            "failures": counted.failures.total(),
        })),
    })
}

/// The page's summary of the exploration: the number of executions, how many of them fail, and the shortest that fails.
fn for_the_page(outcome: &Outcome) -> Value {
    json!({
        "verdict": outcome.verdict.to_string(),
        "executions": outcome.executions,
        "bad": outcome.failures.total(),
        "bounds": outcome.bounds(),
        "replay": outcome.counterexample.as_ref().map(|record| &record.schedule),
        "diagnosis": outcome.counterexample.as_ref().map(report::diagnosis),
    })
}

fn write(file: &PathBuf, text: &str) -> Result<(), String> {
    std::fs::write(file, text).map_err(|error| format!("cannot write {}: {error}", file.display()))
}

fn exit_code(right: bool) -> ExitCode {
    if right { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
