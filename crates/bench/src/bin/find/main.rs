//! Finds the bug of one wrong program with ours and with Shuttle, and says how long each took:
//! `find PROGRAM SEEDS FINDER…`, or `find` for the names of the programs.
//!
//! Ours: the proof search, stopped at its first failure, with the search for the smallest execution that fails; random walks;
//! and PCT. Shuttle's: its random and its PCT scheduler. Wake-ups that nobody caused are off, for Shuttle has none.

mod programs;

use interleave::{Options, Search, Verdict, explore};
use serde_json::{Value, json};
use shuttle::scheduler::{PctScheduler, RandomScheduler, Scheduler};
use shuttle::{Config, FailurePersistence, Runner};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::Instant;

/// So many executions are tried by each that chooses at random.
const MOST: usize = 10_000;
/// PCT's depth: enough for every program here.
const DEPTH: usize = 3;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.is_empty() {
        let names: Vec<&str> = programs::ALL.iter().map(|(name, ..)| *name).collect();
        println!("{}", json!(names));
        return ExitCode::SUCCESS;
    }
    let Some(seconds) = measured(&words) else {
        eprintln!("error: PROGRAM SEEDS FINDER… is not: {}", words.join(" "));
        return ExitCode::from(2);
    };
    println!("{}", Value::Object(seconds));
    ExitCode::SUCCESS
}

/// The seconds that each finder took with each seed; `null` where it found nothing.
fn measured(words: &[String]) -> Option<serde_json::Map<String, Value>> {
    let program = words.first()?;
    let (_, ours, shuttles) = *programs::ALL.iter().find(|(name, ..)| name == program)?;
    let seeds: u64 = words.get(1)?.parse().ok()?;
    let finders = words[2..].iter().map(|name| Some((name.clone(), finder(name, ours, shuttles)?, Vec::new())));
    let mut finders: Vec<(String, Finder, Vec<Option<f64>>)> = finders.collect::<Option<_>>()?;
    // Each failure is a panic, and its message is printed by neither.
    std::panic::set_hook(Box::new(|_| {}));
    for seed in 0..=seeds {
        for (_, find, seconds) in &mut finders {
            let begun = Instant::now();
            let found = find(seed);
            // The first fills caches, and does not count.
            if seed > 0 {
                seconds.push(found.then(|| begun.elapsed().as_secs_f64()));
            }
        }
    }
    Some(finders.into_iter().map(|(name, _, seconds)| (name, json!(seconds))).collect())
}

/// Whether a bug is found, with this seed.
type Finder = Box<dyn Fn(u64) -> bool>;

fn finder(name: &str, ours: fn(), shuttles: fn()) -> Option<Finder> {
    Some(match name {
        "proof" => Box::new(move |_| on_interleave(&Options::new(), ours)),
        "walks" => Box::new(move |seed| at_random(Search::Walks { seed, count: MOST }, ours)),
        "pct" => Box::new(move |seed| at_random(Search::Pct { seed, depth: DEPTH, count: MOST }, ours)),
        "shuttle-random" => Box::new(move |seed| on_shuttle(RandomScheduler::new_from_seed(seed, MOST), shuttles)),
        "shuttle-pct" => Box::new(move |seed| on_shuttle(PctScheduler::new_from_seed(seed, DEPTH, MOST), shuttles)),
        _ => return None,
    })
}

/// Does a search at random find that `program` goes wrong? It does not look for a smaller execution.
fn at_random(search: Search, program: fn()) -> bool {
    on_interleave(&Options::new().search(search).max_states(0), program)
}

fn on_interleave(options: &Options, program: fn()) -> bool {
    let options = options.clone().spurious_wakeups(0).until_failure(true);
    !matches!(explore(&options, program).verdict, Verdict::Passed | Verdict::OutOfBounds)
}

fn on_shuttle(scheduler: impl Scheduler + 'static, program: fn()) -> bool {
    let mut config = Config::new();
    config.failure_persistence = FailurePersistence::None;
    config.silence_warnings = true;
    catch_unwind(AssertUnwindSafe(|| Runner::new(scheduler, config).run(program))).is_err()
}
