//! The program that uses the queue: its options, its threads and its output.

mod diary;
mod pictures;

use bpaf::{OptionParser, Parser, construct, long};
use common::cli;
use common::console::{Console, Output};
use common::random::{RngExt, fresh_seed, generator};
use common::sync::Mutex;
use diary::Diary;
use producer_consumer::{Queue, consumer, producer};
use serde_json::json;
use std::thread;
use std::time::Duration;

/// How long a worker takes for a task, in milliseconds.
const WORK: std::ops::RangeInclusive<u64> = 10..=50;
/// The factor by which `--slow` slows everything down.
const SLOWER: u32 = 20;

/// The parsed command line.
pub struct Options {
    items: usize,
    workers: usize,
    capacity: usize,
    pace: u64,
    seed: Option<u64>,
    slow: bool,
    output: Output,
}

pub fn options() -> OptionParser<Options> {
    let items = cli::number("items", "How many tasks the producer puts on the queue", 0..=100_000, 5);
    let workers = cli::number("workers", "How many consumers take them", 1..=1_000, 3);
    let capacity = cli::number("capacity", "How many tasks the queue holds", 1..=1_000_000, 10);
    let pace = cli::number("pace", "Milliseconds between one task and the next", 0..=60_000, 10);
    let repeat = "Repeat the random delays of the run that printed this seed";
    let seed = cli::given_number("seed", repeat, 0..=u64::MAX).optional();
    let slow = format!("Run {SLOWER} times as slowly, and show each put, get and end of work as it happens");
    let slow = long("slow").help(slow.as_str()).switch();
    let output = cli::output();
    construct!(Options { items, workers, capacity, pace, seed, slow, output })
        .to_options()
        .descr("Example 19.3: a producer and its consumers, with a bounded queue between them.")
        .version(env!("CARGO_PKG_VERSION"))
}

impl Options {
    /// The duration of something that takes `milliseconds` without `--slow`.
    fn lasts(&self, milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds) * if self.slow { SLOWER } else { 1 }
    }
}

pub fn run(options: &Options) {
    let console = Console::new(options.output);
    let seed = options.seed.unwrap_or_else(fresh_seed);
    let (diary, results) = produce_and_consume(options, seed, console);

    let s = if results.len() == 1 { "" } else { "s" };
    console.line(format_args!("Processed {} task{s}", results.len()));
    console.line("");
    if options.items > 0 {
        console.line(pictures::draw(options, &diary));
        console.line("");
    }
    console.pause();
    console.prose(&pictures::story(options, &diary, seed));
    console.json(&json!({
        "items": options.items,
        "workers": options.workers,
        "capacity": options.capacity,
        "pace_ms": options.lasts(options.pace).as_millis(),
        "seed": seed,
        "work_ms": (0..options.items).map(|task| options.lasts(work_ms(seed, task)).as_millis()).collect::<Vec<_>>(),
        "processed": results.len(),
        "results": results,
        "spans": diary.spans_as_json(),
        "depth": diary.depths_as_json(),
    }));
}

/// The lecture's lines 6 to 8 and 29 to 34: starts one producer and some workers on one queue, and waits for all of them.
fn produce_and_consume(options: &Options, seed: u64, console: Console) -> (Diary, Vec<String>) {
    let queue = Queue::new(options.capacity);
    let results = Mutex::new(Vec::new());
    let diary = Diary::begin(options.capacity);
    let pace = options.lasts(options.pace);
    // With `--slow`, prints an event with the length of the queue, which may have changed since the event.
    let watch = |what: std::fmt::Arguments<'_>| {
        if options.slow {
            console.line(format_args!("{:<32} queue: {} of {}", what.to_string(), queue.len(), options.capacity));
        }
    };
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut putting = diary.now();
            producer(&queue, options.items, |task| {
                diary.put(task, putting);
                match options.slow {
                    true => watch(format_args!("Produced task {task}")),
                    false => console.line(format_args!("Produced task {task}")),
                }
                thread::sleep(pace);
                // No other thread puts anything yet, so if the queue is not full here, the next `put` does not wait.
                if queue.is_full() {
                    diary.found_full();
                    watch(format_args!("The queue is full"));
                }
                putting = diary.now();
            });
        });
        for worker in 0..options.workers {
            let (queue, results, diary, watch) = (&queue, &results, &diary, &watch);
            scope.spawn(move || {
                consumer(worker, queue, results, |task| {
                    let started = diary.taken();
                    watch(format_args!("  Worker {worker} takes task {task}"));
                    thread::sleep(options.lasts(work_ms(seed, task)));
                    diary.worked(worker, task, started);
                    watch(format_args!("  Worker {worker} is done with task {task}"));
                });
            });
        }
    });
    (diary, results.into_inner().expect("no worker panicked"))
}

/// How long the work on `task` takes. It depends on the seed and not on the worker.
fn work_ms(seed: u64, task: usize) -> u64 {
    generator(seed, task as u64).random_range(WORK)
}
