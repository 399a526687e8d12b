//! The proofs: what the queue does in every interleaving. They run on both explorers, `interleave` (feature
//! `model`) and loom (feature `loom`).
#![cfg(any(feature = "model", feature = "loom"))]

use common::proof::{in_every_interleaving, nobody_can_go_on};
use producer_consumer::Shutdown::{Draining, Immediate};
use producer_consumer::models;

#[test]
fn runs_on_an_explorer() {
    assert_ne!(common::BACKEND, "std");
}

#[test]
fn every_task_is_delivered_once_and_one_sentinel_stops_all_consumers() {
    for (consumers, tasks, capacity) in [(1, 1, 1), (1, 2, 1), (2, 1, 1), (2, 1, 2), (2, 2, 1)] {
        let claim = format!("tasks {tasks}, consumers {consumers}, capacity {capacity}");
        let results = in_every_interleaving(&claim, move || models::deliver(consumers, tasks, capacity));
        let each_once: Vec<_> = (0..tasks).map(|task| format!("Worker 0 processed task {task}")).collect();
        assert_eq!(results, [each_once]);
    }
}

#[test]
fn the_queue_fills_up_to_its_capacity_and_never_beyond() {
    for (producers, each, capacity) in [(1, 2, 1), (1, 3, 2), (2, 1, 1), (2, 2, 1)] {
        let claim = format!("producers {producers}, items of each {each}, capacity {capacity}");
        let longest = in_every_interleaving(&claim, move || models::longest(producers, each, capacity));
        assert_eq!(longest.last(), Some(&capacity), "{longest:?}");
    }
}

#[test]
fn join_returns_after_the_last_task_is_done() {
    assert_eq!(in_every_interleaving("join of one task", models::join_waits), [true]);
}

#[test]
fn a_consumer_of_an_empty_queue_sleeps_instead_of_looking_again_and_again() {
    nobody_can_go_on("a get that nobody serves", models::wait_for_nothing);
}

#[test]
fn a_put_that_waits_fails_when_the_queue_is_shut_down() {
    for producers in [1, 2] {
        for (how, left) in [(Draining, Some(1)), (Immediate, None)] {
            let claim = format!("{how:?} shutdown of a full queue, producers {producers}");
            let results = in_every_interleaving(&claim, move || models::shut_down_full(producers, how));
            assert_eq!(results, [(0, left)]);
        }
    }
}

#[test]
fn a_get_that_waits_fails_when_the_queue_is_shut_down() {
    for consumers in [1, 2] {
        for how in [Draining, Immediate] {
            let claim = format!("{how:?} shutdown of an empty queue, consumers {consumers}");
            assert_eq!(in_every_interleaving(&claim, move || models::shut_down_empty(consumers, how)), [0]);
        }
    }
}

#[test]
fn after_a_draining_shutdown_exactly_the_items_that_were_put_can_be_got() {
    let results =
        in_every_interleaving("Draining, between a put and a get", || models::shut_down_between(Draining));
    assert_eq!(results, [(false, false), (true, true)]);
    let results =
        in_every_interleaving("Immediate, between a put and a get", || models::shut_down_between(Immediate));
    assert_eq!(results, [(false, false), (true, false), (true, true)], "what was put may have been dropped");
}

#[test]
fn join_waits_for_a_task_in_progress_and_not_for_one_dropped_by_a_shutdown() {
    let results = in_every_interleaving("Draining, while one waits in join", || models::shut_down_join(Draining));
    assert_eq!(results, [(true, true)]);
    let results = in_every_interleaving("Immediate, while one waits in join", || models::shut_down_join(Immediate));
    assert_eq!(results, [(false, false), (true, true)]);
}

/// Waits with a timeout; loom has no clock.
#[cfg(feature = "model")]
mod timed {
    use common::proof::in_every_interleaving;
    use common::sync::Arc;
    use common::thread;
    use common::time::{Duration, Instant};
    use producer_consumer::{Queue, Shutdown, TryGetError, TryPutError};

    const SECOND: Duration = Duration::from_secs(1);

    /// What `other` does to a queue while a thread waits in `timed`; what that returned, and what is left then.
    fn beside<R: Send + 'static>(
        queue: Queue<u8>,
        timed: fn(&Queue<u8>) -> R,
        other: fn(&Queue<u8>),
    ) -> (R, Option<u8>) {
        let queue = Arc::new(queue);
        let waiting = thread::spawn({
            let queue = Arc::clone(&queue);
            move || timed(&queue)
        });
        other(&queue);
        (waiting.join().unwrap(), queue.try_get().ok())
    }

    fn with(items: impl IntoIterator<Item = u8>) -> Queue<u8> {
        let queue = Queue::new(1);
        items.into_iter().for_each(|item| queue.put(item).unwrap());
        queue
    }

    #[test]
    fn get_timeout_takes_the_item_or_leaves_it_in_the_queue() {
        let results = in_every_interleaving("get_timeout and a put", || {
            beside(with([]), |queue| queue.get_timeout(SECOND).ok(), |queue| queue.put(7).unwrap())
        });
        assert_eq!(results, [(None, Some(7)), (Some(7), None)]);
    }

    #[test]
    fn of_two_gets_with_a_timeout_exactly_one_takes_the_item() {
        let results = in_every_interleaving("two get_timeout and a put", || {
            let queue = Arc::new(Queue::new(1));
            let getters = [(); 2].map(|()| {
                let queue = Arc::clone(&queue);
                thread::spawn(move || queue.get_timeout(SECOND).ok())
            });
            queue.put(7).unwrap();
            let mut got: Vec<_> = getters.into_iter().filter_map(|getter| getter.join().unwrap()).collect();
            got.extend(queue.try_get().ok());
            got
        });
        assert_eq!(results, [[7]]);
    }

    #[test]
    fn put_timeout_puts_the_item_or_returns_it() {
        let results = in_every_interleaving("put_timeout and a get", || {
            let put = |queue: &Queue<u8>| queue.put_timeout(2, SECOND).map_err(TryPutError::into_inner);
            beside(with([1]), put, |queue| assert_eq!(queue.get(), Ok(1)))
        });
        assert_eq!(results, [(Ok(()), Some(2)), (Err(2), None)]);
    }

    #[test]
    fn put_timeout_and_get_timeout_wake_waiting_threads() {
        let results = in_every_interleaving("a get and a try_put", || {
            beside(with([]), |queue| queue.get().unwrap(), |queue| queue.try_put(7).unwrap())
        });
        assert_eq!(results, [(7, None)]);
        let results = in_every_interleaving("a put and a try_get", || {
            beside(with([1]), |queue| queue.put(2).unwrap(), |queue| assert_eq!(queue.try_get(), Ok(1)))
        });
        assert_eq!(results, [((), Some(2))]);
    }

    #[test]
    fn a_shutdown_ends_a_wait_with_a_timeout() {
        let results = in_every_interleaving("get_timeout and a shutdown", || {
            let get = |queue: &Queue<u8>| queue.get_timeout(SECOND) == Err(TryGetError::ShutDown);
            beside(with([]), get, |queue| queue.shutdown(Shutdown::Draining))
        });
        assert_eq!(results, [(false, None), (true, None)], "empty for a second, or shut down before");
        let results = in_every_interleaving("put_timeout and a shutdown", || {
            let put = |queue: &Queue<u8>| queue.put_timeout(2, SECOND) == Err(TryPutError::ShutDown(2));
            beside(with([1]), put, |queue| queue.shutdown(Shutdown::Draining))
        });
        assert_eq!(results, [(false, Some(1)), (true, Some(1))]);
    }

    /// What `what` returns, and how long that takes by the explorer's clock, on which only waits take time.
    fn timed<R>(what: impl FnOnce() -> R) -> (R, Duration) {
        let begun = Instant::now();
        (what(), begun.elapsed())
    }

    #[test]
    fn a_wait_with_a_timeout_ends_at_its_deadline() {
        let results = in_every_interleaving("get_timeout alone", || {
            let queue = Queue::<u8>::new(1);
            timed(|| queue.get_timeout(SECOND).ok())
        });
        assert_eq!(results, [(None, SECOND)]);
        let results = in_every_interleaving("put_timeout alone", || {
            let queue = with([1]);
            timed(|| queue.put_timeout(2, SECOND).is_ok())
        });
        assert_eq!(results, [(false, SECOND)]);
    }

    #[test]
    fn try_put_and_try_get_never_wait() {
        let results = in_every_interleaving("try_get and a put", || {
            beside(with([]), |queue| queue.try_get().ok(), |queue| queue.put(7).unwrap())
        });
        assert_eq!(results, [(None, Some(7)), (Some(7), None)]);
        let results = in_every_interleaving("try_get and try_put alone", || {
            let queue = with([1]);
            let put = timed(|| queue.try_put(2).map_err(TryPutError::into_inner));
            (put, timed(|| (queue.try_get().ok(), queue.try_get().ok())))
        });
        assert_eq!(results, [((Err(2), Duration::ZERO), ((Some(1), None), Duration::ZERO))]);
    }
}
