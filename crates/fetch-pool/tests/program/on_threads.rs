//! Any number of jobs, on any number of workers, however long each takes.

use fetch_pool::{ThreadPool, as_completed};
use proptest::collection::vec;
use proptest::prelude::*;

/// How often a job yields before it is done: its latency, without a clock.
fn latencies() -> impl Strategy<Value = Vec<usize>> {
    vec(0..50_usize, 0..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn map_keeps_the_order_for_any_latencies(workers in 1..9_usize, latencies in latencies()) {
        let pool = ThreadPool::new(workers);
        let results = pool.map(|(number, latency)| { work(latency); number }, latencies.into_iter().enumerate());
        let numbers: Vec<_> = results.map(Result::unwrap).collect();
        prop_assert!(numbers.iter().copied().eq(0..numbers.len()), "{:?}", numbers);
    }

    #[test]
    fn as_completed_yields_each_future_once_and_never_an_unfinished_one(
        workers in 1..9_usize,
        latencies in latencies(),
    ) {
        let pool = ThreadPool::new(workers);
        let jobs = latencies.len();
        let submit = |(number, latency)| pool.submit(move || { work(latency); number });
        let futures: Vec<_> = latencies.into_iter().enumerate().map(submit).collect();
        let mut numbers = Vec::new();
        for future in as_completed(futures) {
            prop_assert!(future.is_done());
            numbers.push(future.result().unwrap());
        }
        numbers.sort_unstable();
        prop_assert!(numbers.into_iter().eq(0..jobs));
    }
}

fn work(latency: usize) {
    for _ in 0..latency {
        std::thread::yield_now();
    }
}
