//! Proofs on loom: a program runs once for each interleaving within a bound, and the proof says which bound.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

/// How often a thread that could go on may be made to wait for another, in each execution. Three cover every known
/// mistake of these examples, and keep a proof within seconds.
///
/// Musuvathi and Qadeer, "Iterative context bounding for systematic testing of multithreaded programs" (2007), found
/// that two suffice for most bugs.
pub const PREEMPTIONS: usize = 3;

/// Runs `program` in every interleaving with at most [`PREEMPTIONS`] preemptions, prints the claim with its bound,
/// and gives every different value that the program returned, in order.
///
/// # Panics
///
/// If the program panics or blocks for ever in one of the interleavings.
pub fn in_every_interleaving<T, P>(claim: &str, program: P) -> Vec<T>
where
    T: Ord + Send + 'static,
    P: Fn() -> T + Send + Sync + 'static,
{
    let executions = Arc::new(AtomicUsize::new(0));
    let values = Arc::new(Mutex::new(Vec::new()));
    let mut explorer = loom::model::Builder::new();
    explorer.preemption_bound = Some(PREEMPTIONS);
    // Loom reads its limits from the environment; one of those reached would pass for a proof.
    (explorer.max_duration, explorer.max_permutations) = (None, None);
    explorer.check({
        let (executions, values) = (Arc::clone(&executions), Arc::clone(&values));
        move || {
            executions.fetch_add(1, Relaxed);
            let value = program();
            let mut values = values.lock().unwrap_or_else(PoisonError::into_inner);
            if let Err(place) = values.binary_search(&value) {
                values.insert(place, value);
            }
        }
    });
    println!("{claim}: {} executions, preemption bound {PREEMPTIONS}", executions.load(Relaxed));
    std::mem::take(&mut values.lock().unwrap_or_else(PoisonError::into_inner))
}
