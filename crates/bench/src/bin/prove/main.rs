//! Proves one program of the lecture, or a lock-free one, on one explorer, and says how long that took:
//! `prove NAME NUMBER…`.
//!
//! It is built twice, with the feature `model` for `interleave` and with `loom` for loom, from the same programs. On
//! both a proof is of every interleaving, without a bound on preemptions and without wake-ups that nobody caused, which
//! loom does not have.

mod lock_free;

use counter_race::crowd::{count_together, no_start_line};
use counter_race::{LockedCounter, RacyCounter};
use serde_json::json;
use std::process::ExitCode;
use std::time::Instant;

/// A proof that takes less than this is made again and again, and the mean counts.
const AT_LEAST_SECONDS: f64 = 0.1;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let numbers: Option<Vec<usize>> = words.iter().skip(1).map(|word| word.parse().ok()).collect();
    let name = words.first().map_or("", String::as_str);
    let Some(program) = numbers.and_then(|numbers| program(name, &numbers)) else {
        eprintln!("error: no such program: {}", words.join(" "));
        return ExitCode::from(2);
    };
    let begun = Instant::now();
    let mut proofs = 0;
    let mut found = Found::default();
    while proofs == 0 || begun.elapsed().as_secs_f64() < AT_LEAST_SECONDS {
        found = explorer::prove(program.clone(), false);
        proofs += 1;
    }
    let seconds = begun.elapsed().as_secs_f64() / f64::from(proofs);
    // Telling classes apart takes time of its own.
    let classes = explorer::prove(program, true).classes;
    println!(
        "{}",
        json!({"seconds": seconds, "executions": found.executions, "started": found.started, "classes": classes})
    );
    ExitCode::SUCCESS
}

/// A program, in a form that can be run again.
type Program = std::sync::Arc<dyn Fn() + Send + Sync>;

/// The program `name` in the size that `numbers` give.
fn program(name: &str, numbers: &[usize]) -> Option<Program> {
    use fetch_pool::models as pool;
    use producer_consumer::models as queue;
    use std::sync::Arc;
    let program: Program = match (name, numbers) {
        ("racy", &[threads, each]) => {
            Arc::new(move || _ = count_together(RacyCounter::default(), threads, each as u64, no_start_line))
        }
        ("locked", &[threads, each]) => {
            Arc::new(move || _ = count_together(LockedCounter::default(), threads, each as u64, no_start_line))
        }
        ("deliver", &[consumers, tasks, capacity]) => {
            Arc::new(move || _ = queue::deliver(consumers, tasks, capacity))
        }
        ("capacity", &[producers, each, capacity]) => {
            Arc::new(move || _ = queue::longest(producers, each, capacity))
        }
        ("join", []) => Arc::new(|| _ = queue::join_waits()),
        ("jobs", &[workers, jobs]) => Arc::new(move || _ = pool::run_jobs(workers, jobs)),
        ("results", &[workers, jobs]) => Arc::new(move || _ = pool::sum_of_results(workers, jobs)),
        ("completed", &[workers, jobs]) => Arc::new(move || _ = pool::numbers_as_completed(workers, jobs)),
        _ => return lock_free::program(name, numbers),
    };
    Some(program)
}

/// How many executions were completed and how many begun, and of how many classes they are.
#[derive(Default)]
struct Found {
    executions: usize,
    started: usize,
    classes: usize,
}

#[cfg(feature = "model")]
mod explorer {
    use super::{Found, Program};
    use interleave::{Options, explore};

    pub fn prove(program: Program, fingerprints: bool) -> Found {
        let options = Options::new().spurious_wakeups(0).max_executions(usize::MAX).fingerprints(fingerprints);
        let outcome = explore(&options, move || program());
        assert!(outcome.complete.is_ok(), "{}", outcome.bounds());
        Found { executions: outcome.executions, started: outcome.executions, classes: outcome.fingerprints.len() }
    }
}

#[cfg(not(feature = "model"))]
mod explorer {
    use super::{Found, Program};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

    /// Loom does not know classes.
    pub fn prove(program: Program, fingerprints: bool) -> Found {
        if fingerprints {
            return Found::default();
        }
        let executions = Arc::new(AtomicUsize::new(0));
        let mut explorer = loom::model::Builder::new();
        explorer.preemption_bound = None;
        // Loom reads its limits from the environment; one of those reached would pass for a proof.
        (explorer.max_duration, explorer.max_permutations, explorer.max_branches) = (None, None, 100_000);
        explorer.check({
            let executions = Arc::clone(&executions);
            move || {
                executions.fetch_add(1, Relaxed);
                program();
            }
        });
        let executions = executions.load(Relaxed);
        Found { executions, started: executions, classes: 0 }
    }
}
