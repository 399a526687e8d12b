//! Proofs: a program runs once for each interleaving, and the proof says within which bounds.
//!
//! The same proofs run on two explorers that share no code. `interleave` covers every execution that the memory model
//! allows, and every free choice (which waiter a notify wakes, a wake-up that nobody caused); loom stops at
//! [`PREEMPTIONS`].

use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};

/// On loom: how often a thread that could go on may be made to wait for another, in each execution. Three cover every
/// known mistake of these examples, and keep a proof within seconds.
///
/// Musuvathi and Qadeer, "Iterative context bounding for systematic testing of multithreaded programs" (2007), found
/// that two suffice for most bugs.
pub const PREEMPTIONS: usize = 3;

/// Runs `program` in every interleaving, prints the claim with the number of executions and their bounds, and gives
/// every different value that the program returned, in order. Several values are printed too.
///
/// # Panics
///
/// If the program panics or blocks for ever in one of the interleavings, or if there are too many to run them all.
pub fn in_every_interleaving<T, P>(claim: &str, program: P) -> Vec<T>
where
    T: Ord + Debug + Send + 'static,
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
    let values = std::mem::take(&mut *values.lock().unwrap_or_else(PoisonError::into_inner));
    match &values[..] {
        [] | [_] => println!("{claim}: {bounds}"),
        several => {
            let several: Vec<_> = several.iter().map(|value| format!("{value:?}")).collect();
            println!("{claim}: results {}; {bounds}", several.join(", "));
        }
    }
    values
}

/// Proves that `program` ends with no thread able to go on, and prints that. What the explorers say about it stays
/// unsaid: here it is right.
///
/// # Panics
///
/// If the program returns, panics, or goes on for ever.
pub fn nobody_can_go_on(claim: &str, program: impl Fn() + Send + Sync + 'static) {
    if let Err(what) = backend::blocks(program) {
        panic!("{claim}: {what}, and no thread should have been able to go on");
    }
    println!("{claim}: no thread can go on, as it must");
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

    /// Whether every interleaving of `program` ends with no thread able to go on; if not, what happened.
    pub fn blocks(program: impl Fn() + Send + Sync + 'static) -> Result<(), String> {
        let outcome = explore(&Options::new(), program);
        let blocked = outcome.failures.deadlocks;
        if blocked > 0 && blocked == outcome.executions { Ok(()) } else { Err(outcome.verdict.to_string()) }
    }
}

#[cfg(not(feature = "model"))]
mod backend {
    use super::PREEMPTIONS;
    use std::cell::Cell;
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
    use std::sync::{Arc, Once};

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

    thread_local! {
        /// Whether a panic of this thread prints nothing.
        static QUIET: Cell<bool> = const { Cell::new(false) };
    }

    /// Whether the first interleaving of `program` ends with no thread able to go on, at which loom panics; if not, what
    /// happened.
    pub fn blocks(program: impl Fn() + Send + Sync + 'static) -> Result<(), String> {
        static HOOK: Once = Once::new();
        HOOK.call_once(|| {
            let usual = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |panic| {
                if !QUIET.get() {
                    usual(panic);
                }
            }));
        });
        QUIET.set(true);
        let outcome = catch_unwind(AssertUnwindSafe(|| run(program)));
        QUIET.set(false);
        let Err(panic) = outcome else { return Err("it returned".to_string()) };
        let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
        match text.unwrap_or("it panicked") {
            text if text.starts_with("deadlock") => Ok(()),
            text => Err(text.to_string()),
        }
    }
}
