//! The program that runs the counters: its options, its runs and its output.

mod histogram;
mod slow;
mod story;

use bpaf::{OptionParser, Parser, construct, long};
use common::console::{BAD, Console, GOOD, Output, TITLE};
use common::{cli, width};
use counter_race::crowd::count_together;
use counter_race::{AtomicCounter, Counter, LockedCounter, RacyCounter};
use serde_json::json;
use std::sync::Barrier;
use std::time::{Duration, Instant};

/// The most increments in one run: more would take minutes, and show nothing new.
const MOST_INCREMENTS: u64 = 10_000_000;
/// The time between two reports of a long run's progress.
const STATUS: Duration = Duration::from_millis(200);
/// With `--slow`, the time between two steps.
const PAUSE: Duration = Duration::from_millis(500);
/// The defaults of `--threads`, without and with `--slow`.
const THREADS: usize = 100;
const SLOW_THREADS: usize = 3;

/// The parsed command line.
pub struct Options {
    threads: Option<usize>,
    increments: u64,
    runs: usize,
    slow: bool,
    output: Output,
}

pub fn options() -> OptionParser<Options> {
    let threads = format!(
        "How many threads increment each counter, 1 to 10000; {THREADS} by default, and {SLOW_THREADS} with --slow"
    );
    let threads = cli::given_number("threads", &threads, 1..=10_000).optional();
    let increments = cli::number("increments", "How many times each thread increments", 1..=1_000_000, 1);
    let runs =
        cli::number("runs", "Run this many times, and draw how often each final count occurred", 1..=1_000_000, 1);
    let slow = format!("Show each read and write as it happens, slowly; at most {} threads", slow::MOST_THREADS);
    let slow = long("slow").help(slow.as_str()).switch();
    let output = cli::output();
    construct!(Options { threads, increments, runs, slow, output })
        .to_options()
        .descr("Example 19.2: a counter that loses updates, and two that cannot.")
        .version(env!("CARGO_PKG_VERSION"))
}

/// Runs each counter, and prints its result before the next one starts.
pub fn run(options: &Options) {
    if options.slow {
        return in_slow_motion(options);
    }
    let console = Console::new(options.output);
    let threads = options.threads.unwrap_or(THREADS);
    let expected = threads as u64 * options.increments;
    if expected > MOST_INCREMENTS {
        cli::refuse(format_args!(
            "--threads times --increments is {expected}; at most {MOST_INCREMENTS} is allowed"
        ));
    }
    let once = options.runs == 1;

    let unsafe_counts = final_counts::<RacyCounter>("unsafe", threads, options, console);
    if once {
        let style = if unsafe_counts[0] == expected { GOOD } else { BAD };
        console.line(format_args!("Unsafe counter (expected {expected}): {style}{}{style:#}", unsafe_counts[0]));
    } else {
        let title = format!("Final counts of the unsafe counter in {} runs (expected {expected})", options.runs);
        let title = width::wrap(&title, options.output.columns());
        console.line(format_args!("{TITLE}{title}{TITLE:#}"));
        console.line(histogram::draw(&unsafe_counts, options.output));
        console.line("");
    }
    let safe_counts = final_counts::<LockedCounter>("safe", threads, options, console);
    if once {
        console.line(format_args!("Safe counter (expected {expected}): {GOOD}{}{GOOD:#}", safe_counts[0]));
        console.line("");
    }
    let atomic_counts = final_counts::<AtomicCounter>("atomic", threads, options, console);
    console.pause();
    console.prose(&if once {
        story::of_one_run(threads, expected, unsafe_counts[0], atomic_counts[0])
    } else {
        story::of_many_runs(expected, [&unsafe_counts, &safe_counts, &atomic_counts])
    });
    console.json(&json!({
        "threads": threads,
        "increments": options.increments,
        "expected": expected,
        "unsafe": unsafe_counts,
        "safe": safe_counts,
        "atomic": atomic_counts,
    }));
}

/// Shows each step of the unsafe and of the safe counter, slowly enough to watch.
fn in_slow_motion(options: &Options) {
    let console = Console::new(options.output);
    let threads = options.threads.unwrap_or(SLOW_THREADS);
    if threads > slow::MOST_THREADS || options.increments > slow::MOST_INCREMENTS {
        let (threads, increments) = (slow::MOST_THREADS, slow::MOST_INCREMENTS);
        cli::refuse(format_args!("--slow takes at most --threads {threads} and --increments {increments}"));
    }
    if options.runs > 1 || options.output.json {
        cli::refuse("--slow excludes --runs and --json");
    }
    let say = |line: &str| console.line(line);
    let crowd = slow::Crowd {
        threads,
        increments: options.increments,
        pause: PAUSE,
        columns: options.output.columns(),
        say: &say,
    };
    let expected = threads as u64 * options.increments;
    let count = crowd.without_a_lock();
    let style = if count == expected { GOOD } else { BAD };
    console.line(format_args!("Unsafe counter (expected {expected}): {style}{count}{style:#}\n"));
    console.pause();
    let count = crowd.with_a_lock();
    console.line(format_args!("Safe counter (expected {expected}): {GOOD}{count}{GOOD:#}"));
}

/// The final count of each run. All threads of a run start together, at a barrier.
fn final_counts<C>(name: &str, threads: usize, options: &Options, console: Console) -> Vec<u64>
where
    C: Counter + Default + Send + Sync + 'static,
{
    let one_run = || {
        let start_line = Barrier::new(threads);
        count_together(C::default(), threads, options.increments, move || {
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
