//! The explorer follows `std`: small programs, each with all the outcomes that the documentation of `std` allows. Both
//! the optimal and the full search must find exactly those.

mod atomics;
mod cells;
mod channels;
mod downgrade;
mod lock_free;
mod locks;
mod loops;
mod once;
mod panics;
#[path = "../parsed/mod.rs"]
mod parsed;
mod poison;
mod publication;
mod seq_cst;
mod statics;
mod threads;
mod time;

use interleave::{Expectation, Options, Outcome, Search, explore};
use std::fmt::Debug;

/// All values of a program that never fails, found by both searches.
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
    assert_eq!(optimal, full, "the optimal search (left) and the full search (right)");
    optimal
}

/// The outcome of a complete exploration.
fn all<T: Debug>(options: &Options<impl Expectation<T>>, program: impl Fn() -> T) -> Outcome {
    let outcome = explore(options, program);
    assert_eq!(outcome.complete, Ok(()), "{outcome:#?}");
    outcome
}
