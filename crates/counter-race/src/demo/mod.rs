//! The program around the counters: its options, its runs, its words.

mod histogram;
mod story;

use bpaf::{OptionParser, Parser, construct};
use common::cli::{self, Output};
use common::console::{BAD, Console, GOOD, TITLE};
use counter_race::crowd::count_together;
use counter_race::{AtomicCounter, Counter, LockedCounter, RacyCounter};
use serde_json::json;
use std::sync::Barrier;

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

pub fn run(options: &Options) {
    let console = Console::new(options.output);
    let expected = options.threads as u64 * options.increments;
    let unsafe_counts = final_counts::<RacyCounter>(options);
    let safe_counts = final_counts::<LockedCounter>(options);
    let atomic_counts = final_counts::<AtomicCounter>(options);

    if options.runs == 1 {
        let (unsafe_count, safe_count) = (unsafe_counts[0], safe_counts[0]);
        let style = if unsafe_count == expected { GOOD } else { BAD };
        console.line(format_args!("Unsafe counter (expected {expected}): {style}{unsafe_count}{style:#}"));
        console.line(format_args!("Safe counter (expected {expected}): {GOOD}{safe_count}{GOOD:#}"));
        console.line("");
        console.line(story::of_one_run(expected, unsafe_count, atomic_counts[0]));
    } else {
        console.line(format_args!(
            "{TITLE}Final counts of the unsafe counter in {} runs (expected {expected}){TITLE:#}",
            options.runs
        ));
        console.line(histogram::draw(&unsafe_counts, options.output));
        console.line("");
        console.line(story::of_many_runs(expected, [&unsafe_counts, &safe_counts, &atomic_counts]));
    }
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
fn final_counts<C: Counter + Default + Send + Sync + 'static>(options: &Options) -> Vec<u64> {
    let one_run = || {
        let start_line = Barrier::new(options.threads);
        count_together(C::default(), options.threads, options.increments, move || {
            start_line.wait();
        })
    };
    (0..options.runs).map(|_| one_run()).collect()
}
