//! `as_completed`: futures in the order in which they are done.

use crate::gated;
use fetch_pool::{ThreadPool, as_completed};

#[test]
fn the_first_done_comes_first_whatever_the_order_of_submission() {
    let pool = ThreadPool::new(3);
    let (gates, jobs): (Vec<_>, Vec<_>) = (0..3).map(gated).unzip();
    let futures: Vec<_> = jobs.into_iter().map(|job| pool.submit(job)).collect();
    let mut completed = as_completed(futures);
    for number in [2, 0, 1] {
        gates[number].send(()).unwrap();
        assert_eq!(completed.next().unwrap().result().unwrap(), number);
    }
    assert!(completed.next().is_none());
}

#[test]
fn futures_that_are_done_already_are_yielded_too() {
    let pool = ThreadPool::new(2);
    let futures: Vec<_> = (0..4).map(|number| pool.submit(move || number)).collect();
    drop(pool);
    let mut numbers: Vec<_> = as_completed(futures).map(|future| future.result().unwrap()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, [0, 1, 2, 3]);
}

#[test]
fn a_panicked_job_is_yielded_like_any_other() {
    let pool = ThreadPool::new(1);
    let futures = [pool.submit(|| panic!("lost")), pool.submit(|| 1)];
    let results: Vec<_> = as_completed(futures).map(|future| future.result().ok()).collect();
    assert_eq!(results, [None, Some(1)]);
}

#[test]
fn of_no_futures_none_is_yielded() {
    assert!(as_completed::<u8>([]).next().is_none());
}

#[test]
fn an_iterator_dropped_early_leaves_the_jobs_alone() {
    let pool = ThreadPool::new(1);
    let (open, job) = gated(());
    drop(as_completed([pool.submit(job)]));
    open.send(()).unwrap();
    assert_eq!(pool.submit(|| 1).result().unwrap(), 1);
}
