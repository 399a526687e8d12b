//! What `std` does, or leaves open, is what is explored: programs for each promise of the documentation, with every
//! value that they may give, found by the optimal search and by the full one.

mod atomics;
mod channels;
mod lock_free;
mod locks;
mod loops;
mod panics;
mod poison;
mod threads;
mod time;

use interleave::{Options, Outcome, Search, explore};
use std::fmt::Debug;

/// Every value that the program returns; it must not fail, and both searches must come to their end.
fn values<T: Debug>(program: impl Fn() -> T) -> Vec<String> {
    values_with(&Options::new(), program)
}

fn values_with<T: Debug>(options: &Options, program: impl Fn() -> T) -> Vec<String> {
    let [optimal, full] = [Search::Optimal, Search::Full].map(|search| {
        let outcome = explore(&options.clone().search(search), &program);
        assert_eq!(outcome.complete, Ok(()), "{search:?}: {outcome:#?}");
        assert_eq!(outcome.failures.total(), 0, "{search:?}: {outcome:#?}");
        outcome.values.into_keys().collect::<Vec<_>>()
    });
    assert_eq!(optimal, full, "the optimal search, and the full one");
    optimal
}

/// What the optimal search finds, of all executions.
fn all<T: Debug>(options: &Options, program: impl Fn() -> T) -> Outcome {
    let outcome = explore(options, program);
    assert_eq!(outcome.complete, Ok(()), "{outcome:#?}");
    outcome
}
