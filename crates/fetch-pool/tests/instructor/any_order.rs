//! Any number of futures that are done in any order, some of them before anybody asks.

use checks::Check;
use fetch_pool::future::promise;
use fetch_pool::{Future, as_completed};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};

pub const CHECKS: &[Check] = &[Check::property("completed-in-any-order", completed_in_any_order)
    .exercise("as-completed")
    .title("whatever the order, the futures come in it")
    .points(1)
    .hidden()];

fn completed_in_any_order() {
    // Always the same inputs: the same code gets the same verdict.
    let config = Config { failure_persistence: None, rng_seed: RngSeed::Fixed(19), ..Config::with_cases(60) };
    let order =
        (0..12_usize).prop_flat_map(|count| (Just((0..count).collect::<Vec<_>>()).prop_shuffle(), 0..=count));
    let result = TestRunner::new(config).run(&order, |(order, before)| {
        let (mut promises, futures): (Vec<_>, Vec<_>) =
            order.iter().map(|_| promise()).map(|(promise, future)| (Some(promise), future)).unzip();
        let mut keep = |number: usize| promises[number].take().expect("each once").fulfil(Ok(number));
        order[..before].iter().for_each(|&number| keep(number));
        let mut completed = as_completed(futures);
        let mut value = || completed.next().filter(Future::is_done).and_then(|future| future.result().ok());
        let mut early: Vec<_> = (0..before).map(|_| value()).collect();
        early.sort_unstable();
        let mut expected: Vec<_> = order[..before].iter().copied().map(Some).collect();
        expected.sort_unstable();
        prop_assert_eq!(early, expected, "those that were done before anybody asked come in any order");
        for &number in &order[before..] {
            keep(number);
            prop_assert_eq!(value(), Some(number));
        }
        prop_assert_eq!(value(), None);
        Ok(())
    });
    if let Err(error) = result {
        let words: Vec<_> = error.to_string().split_whitespace().map(str::to_string).collect();
        panic!("{}", words.join(" ")); // in one line
    }
}
