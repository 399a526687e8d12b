//! The program around the counters: its options, its runs, its words.

mod histogram;
mod story;

use bpaf::{OptionParser, Parser, construct};
use common::cli;
use common::console::{BAD, Console, GOOD, Output, TITLE};
use counter_race::crowd::count_together;
use counter_race::{AtomicCounter, Counter, LockedCounter, RacyCounter};
use serde_json::json;
use std::sync::Barrier;
use std::time::{Duration, Instant};

/// More increments than this in one run take minutes, and show nothing that fewer do not show.
const MOST_INCREMENTS: u64 = 10_000_000;
/// How often a long run says how far it has come.
const STATUS: Duration = Duration::from_millis(200);

/// What was asked for on the command line.
pub struct Options {
    threads: usize,
    increments: u64,
    runs: usize,
    output: Output,
}

pub fn options() -> OptionParser<Options> {
    let threads = cli::number("threads", "How many threads increment each counter", 1..=10_000, 100);
    let increments = cli::number("increments", "How often each of them increments", 1..=1_000_000, 1);
    let runs = cli::number("runs", "Repeat, and draw how often each final count came", 1..=1_000_000, 1);
    let output = cli::output();
    construct!(Options { threads, increments, runs, output })
        .to_options()
        .descr("Example 19.2: a counter that loses updates, and two that cannot.")
        .version(env!("CARGO_PKG_VERSION"))
}

/// Each result is printed before the next counter starts.
pub fn run(options: &Options) {
    let console = Console::new(options.output);
    let expected = options.threads as u64 * options.increments;
    if expected > MOST_INCREMENTS {
        cli::refuse(format_args!("--threads times --increments is {expected}; the most is {MOST_INCREMENTS}"));
    }
    let once = options.runs == 1;

    let unsafe_counts = final_counts::<RacyCounter>("unsafe", options, console);
    if once {
        let style = if unsafe_counts[0] == expected { GOOD } else { BAD };
        console.line(format_args!("Unsafe counter (expected {expected}): {style}{}{style:#}", unsafe_counts[0]));
    } else {
        console.line(format_args!(
            "{TITLE}Final counts of the unsafe counter in {} runs (expected {expected}){TITLE:#}",
            options.runs
        ));
        console.line(histogram::draw(&unsafe_counts, options.output));
        console.line("");
    }
    let safe_counts = final_counts::<LockedCounter>("safe", options, console);
    if once {
        console.line(format_args!("Safe counter (expected {expected}): {GOOD}{}{GOOD:#}", safe_counts[0]));
        console.line("");
    }
    let atomic_counts = final_counts::<AtomicCounter>("atomic", options, console);
    console.line(if once {
        story::of_one_run(options.threads, expected, unsafe_counts[0], atomic_counts[0])
    } else {
        story::of_many_runs(expected, [&unsafe_counts, &safe_counts, &atomic_counts])
    });
    console.json(&json!({
        "threads": options.threads,
        "increments": options.increments,
        "expected": expected,
        "unsafe": unsafe_counts,
        "safe": safe_counts,
        "atomic": atomic_counts,
    }));
}

/// The final count of each run. All threads of a run wait at a barrier and set off together.
fn final_counts<C>(name: &str, options: &Options, console: Console) -> Vec<u64>
where
    C: Counter + Default + Send + Sync + 'static,
{
    let one_run = || {
        let start_line = Barrier::new(options.threads);
        count_together(C::default(), options.threads, options.increments, move || {
            start_line.wait();
        })
    };
    let mut counts = Vec::new();
    let mut said = Instant::now();
    for run in 0..options.runs {
        if said.elapsed() >= STATUS {
            console.status(format_args!("{name} counter: {run} of {} runs", options.runs));
            said = Instant::now();
        }
        counts.push(one_run());
    }
    console.status("");
    counts
}
