//! Proofs: a program runs once for each interleaving, and the proof says within which bounds.
//!
//! The same proofs run on two explorers that share no code. `interleave` covers every interleaving and every free choice
//! (which waiter a notify wakes, a wake-up that nobody caused) but takes memory to be sequentially consistent; loom knows
//! weaker orderings of memory but stops at [`PREEMPTIONS`].

use std::sync::{Arc, Mutex, PoisonError};

/// On loom: how often a thread that could go on may be made to wait for another, in each execution. Three cover every
/// known mistake of these examples, and keep a proof within seconds.
///
/// Musuvathi and Qadeer, "Iterative context bounding for systematic testing of multithreaded programs" (2007), found
/// that two suffice for most bugs.
pub const PREEMPTIONS: usize = 3;

/// Runs `program` in every interleaving, prints the claim with the number of executions and their bounds, and gives
/// every different value that the program returned, in order.
///
/// # Panics
///
/// If the program panics or blocks for ever in one of the interleavings, or if there are too many to run them all.
pub fn in_every_interleaving<T, P>(claim: &str, program: P) -> Vec<T>
where
    T: Ord + Send + 'static,
    P: Fn() -> T + Send + Sync + 'static,
{
    let values = Arc::new(Mutex::new(Vec::new()));
    let bounds = backend::run({
        let values = Arc::clone(&values);
        move || {
            let value = program();
            let mut values = values.lock().unwrap_or_else(PoisonError::into_inner);
            if let Err(place) = values.binary_search(&value) {
                values.insert(place, value);
            }
        }
    });
    println!("{claim}: {bounds}");
    std::mem::take(&mut values.lock().unwrap_or_else(PoisonError::into_inner))
}

#[cfg(feature = "model")]
mod backend {
    use interleave::report::{Style, diagnosis, table};
    use interleave::{Options, explore};

    /// Runs `program` in every interleaving; in how many, within which bounds.
    pub fn run(program: impl Fn() + Send + Sync + 'static) -> String {
        let outcome = explore(&Options::new(), program);
        if let Some(record) = &outcome.counterexample {
            panic!("{}\n{}\n{}", outcome.verdict, diagnosis(record), table(record, &Style::default()));
        }
        if let Err(unfinished) = &outcome.complete {
            panic!("{}: {unfinished}", outcome.verdict);
        }
        format!("{} executions, {}", outcome.executions, outcome.bounds())
    }
}

#[cfg(not(feature = "model"))]
mod backend {
    use super::PREEMPTIONS;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

    /// Runs `program` in every interleaving within the bound; in how many, and the bound.
    pub fn run(program: impl Fn() + Send + Sync + 'static) -> String {
        let executions = Arc::new(AtomicUsize::new(0));
        let mut explorer = loom::model::Builder::new();
        explorer.preemption_bound = Some(PREEMPTIONS);
        // Loom reads its limits from the environment; one of those reached would pass for a proof.
        (explorer.max_duration, explorer.max_permutations) = (None, None);
        explorer.check({
            let executions = Arc::clone(&executions);
            move || {
                executions.fetch_add(1, Relaxed);
                program();
            }
        });
        format!("{} executions, at most {PREEMPTIONS} preemptions", executions.load(Relaxed))
    }
}
