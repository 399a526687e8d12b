//! `map`: results in the order of the items.

use crate::gated;
use fetch_pool::{JobError, Pending, ThreadPool};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Duration;

#[test]
fn map_returns_results_in_the_order_of_the_items() {
    let pool = ThreadPool::new(3);
    // Item 2 opens the gate of item 1, which opens that of item 0: they complete in reverse.
    let (senders, gates): (Vec<_>, Vec<_>) = (0..3).map(|_| channel::<()>()).unzip();
    senders[2].send(()).unwrap();
    let gates: Vec<_> = gates.into_iter().map(Mutex::new).collect();
    let results = pool.map(
        move |item: usize| {
            gates[item].lock().unwrap().recv().unwrap();
            if item > 0 {
                senders[item - 1].send(()).unwrap();
            }
            item * 10
        },
        0..3,
    );
    let results: Vec<_> = results.map(Result::unwrap).collect();
    assert_eq!(results, [0, 10, 20]);
}

#[test]
fn map_gives_the_panic_of_one_item_and_the_results_of_the_others() {
    let pool = ThreadPool::new(2);
    let results: Vec<_> = pool.map(|item| 60 / item, [1, 0, 3]).collect();
    assert_eq!(*results[0].as_ref().unwrap(), 60);
    assert!(results[1].as_ref().unwrap_err().to_string().contains("divide by zero"));
    assert_eq!(*results[2].as_ref().unwrap(), 20);
}

#[test]
fn map_over_nothing_gives_nothing() {
    assert!(ThreadPool::new(1).map(|item: u8| item, []).next().is_none());
}

#[test]
fn map_submits_every_item_even_if_no_result_is_taken() {
    let pool = ThreadPool::new(5);
    let finished = Arc::new(Mutex::new(Vec::new()));
    let note = Arc::clone(&finished);
    drop(pool.map(move |number| note.lock().unwrap().push(number), 0..10));
    pool.shutdown(Pending::Run);
    finished.lock().unwrap().sort_unstable();
    assert!(finished.lock().unwrap().iter().copied().eq(0..10));
}

#[test]
fn map_gives_its_results_after_the_pool_is_gone() {
    let pool = ThreadPool::new(5);
    let results = pool.map(i32::abs, -5..5);
    drop(pool);
    assert!(results.map(Result::unwrap).eq([5, 4, 3, 2, 1, 0, 1, 2, 3, 4]));
}

#[test]
fn map_releases_each_result_that_it_has_returned() {
    let pool = ThreadPool::new(2);
    let token = Arc::new(());
    let results = pool.map(|token: Arc<()>| token, vec![Arc::clone(&token); 10]);
    pool.shutdown(Pending::Run);
    for (given, result) in results.enumerate() {
        drop(result.unwrap());
        assert_eq!(Arc::strong_count(&token), 1 + 9 - given);
    }
}

#[test]
fn buffered_map_gives_the_same_results_with_any_buffer() {
    let pool = ThreadPool::new(2);
    for buffer in [1, 2, 4, 8] {
        let results = pool.map_buffered(|number| number * 10, 0..4, buffer);
        assert!(results.map(Result::unwrap).eq([0, 10, 20, 30]));
    }
}

#[test]
fn map_buffered_accepts_endless_items() {
    let pool = ThreadPool::new(2);
    let results = pool.map_buffered(|number: u64| number.to_string(), 0.., 2);
    assert!(results.take(3).map(Result::unwrap).eq(["0", "1", "2"]));
}

#[test]
fn buffered_map_takes_no_more_items_than_its_buffer_holds() {
    let pool = ThreadPool::new(1);
    let mut items = 0..10;
    drop(pool.map_buffered(|number| number, &mut items, 2));
    assert_eq!(items.next(), Some(2), "two were taken before anybody asked for a result");
    let mut results = pool.map_buffered(|number| number, &mut items, 2);
    assert_eq!(results.next().unwrap().unwrap(), 3);
    drop(results);
    assert_eq!(items.next(), Some(6), "one more for each result");
}

#[test]
fn buffered_map_over_nothing_gives_nothing() {
    assert!(ThreadPool::new(1).map_buffered(|item: u8| item, [], 2).next().is_none());
}

#[test]
#[should_panic(expected = "a buffer needs at least one place")]
fn a_buffer_without_a_place_is_refused() {
    ThreadPool::new(1).map_buffered(|item: u8| item, [], 0);
}

#[test]
fn dropping_a_map_cancels_jobs_that_have_not_begun() {
    let pool = ThreadPool::new(1);
    let (open, job) = gated(());
    let first = pool.submit(job);
    let log = Arc::new(Mutex::new(Vec::new()));
    let note = Arc::clone(&log);
    let mut results = pool.map(move |name| note.lock().unwrap().push(name), ["second", "third"]);
    let late = results.next_timeout(Duration::ZERO).map(drop).unwrap_err();
    assert_eq!(late.to_string(), "timed out: the job is not done yet");
    drop(results);
    open.send(()).unwrap();
    first.result().unwrap();
    drop(pool);
    assert!(log.lock().unwrap().is_empty());
}

#[test]
fn a_result_of_map_that_timed_out_can_be_waited_for_again() {
    let pool = ThreadPool::new(1);
    let (open, gate) = channel::<()>();
    let gate = Mutex::new(gate);
    let wait = move |item: u32| {
        gate.lock().unwrap().recv().unwrap();
        item
    };
    let mut results = pool.map(wait, [1, 2]);
    assert!(results.next_timeout(Duration::from_nanos(1)).is_err());
    open.send(()).unwrap();
    open.send(()).unwrap();
    let long = Duration::from_secs(3600);
    assert_eq!(results.next_timeout(long).unwrap().unwrap().unwrap(), 1);
    assert_eq!(results.next().unwrap().unwrap(), 2);
    assert!(results.next_timeout(Duration::ZERO).unwrap().is_none(), "the end is no time-out");
}

#[test]
fn a_map_over_a_pool_that_cancels_its_jobs_says_so() {
    let pool = ThreadPool::new(1);
    let (open, job) = gated(());
    pool.submit(job);
    let results = pool.map(|item: u32| item, [1, 2]);
    pool.begin_shutdown(Pending::Cancel);
    let _ = open.send(()); // it stands at its gate, or was cancelled as well
    for result in results {
        assert!(matches!(result, Err(JobError::Cancelled)));
    }
}

/// A thread other than the one that called `map` can take the results.
#[test]
fn the_results_of_a_map_can_be_sent_to_another_thread() {
    let pool = ThreadPool::new(2);
    let buffered = pool.map_buffered(|number| number * 10, 0..4, 2);
    let all = pool.map(|number| number * 10, 0..4);
    let sum = |results: fetch_pool::Map<'_, i32>| results.map(Result::unwrap).sum::<i32>();
    let sums = std::thread::scope(|scope| {
        let threads = [scope.spawn(move || sum(buffered)), scope.spawn(move || sum(all))];
        threads.map(|thread| thread.join().unwrap())
    });
    assert_eq!(sums, [60, 60]);
}
