//! `put` and `get`, `task_done` and `join`.

use producer_consumer::Queue;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

#[test]
fn items_come_out_in_the_order_in_which_they_went_in() {
    let queue = Queue::new(3);
    for item in ["a", "b", "c"] {
        queue.put(item);
    }
    assert_eq!([queue.get(), queue.get(), queue.get()], ["a", "b", "c"]);
}

#[test]
fn len_and_is_empty_tell_how_many_are_waiting() {
    let queue = Queue::new(2);
    assert!(queue.is_empty());
    queue.put(1);
    assert_eq!((queue.len(), queue.is_empty(), queue.capacity()), (1, false, 2));
    queue.get();
    assert!(queue.is_empty());
}

#[test]
fn get_waits_for_an_item_that_comes_later() {
    let queue = Queue::new(1);
    thread::scope(|scope| {
        let consumer = scope.spawn(|| queue.get());
        queue.put(7);
        assert_eq!(consumer.join().unwrap(), 7);
    });
}

#[test]
fn put_waits_while_the_queue_is_full() {
    let queue = Queue::new(3);
    thread::scope(|scope| {
        scope.spawn(|| (0..1000).for_each(|item| queue.put(item)));
        for item in 0..1000 {
            assert!(queue.len() <= 3, "more than the capacity");
            assert_eq!(queue.get(), item);
        }
    });
}

#[test]
fn join_waits_until_every_task_is_done() {
    let queue = Queue::new(10);
    let all_done = AtomicBool::new(false);
    for item in 0..10 {
        queue.put(item);
    }
    thread::scope(|scope| {
        scope.spawn(|| {
            for item in 0..10 {
                queue.get();
                all_done.store(item == 9, SeqCst);
                queue.task_done();
            }
        });
        queue.join();
        assert!(all_done.load(SeqCst));
    });
}

#[test]
fn join_of_a_queue_never_used_returns_at_once() {
    Queue::<u8>::new(1).join();
}

#[test]
fn taking_an_item_is_not_being_done_with_it() {
    let queue = Queue::new(1);
    queue.put("task");
    queue.get();
    let joined = AtomicBool::new(false);
    thread::scope(|scope| {
        let waiter = scope.spawn(|| {
            queue.join();
            joined.store(true, SeqCst);
        });
        assert!(!joined.load(SeqCst));
        queue.task_done();
        waiter.join().unwrap();
        assert!(joined.load(SeqCst));
    });
}

#[test]
fn one_task_done_too_many_panics_and_the_queue_goes_on() {
    let queue = Queue::new(1);
    queue.put(1);
    queue.task_done();
    assert!(catch_unwind(AssertUnwindSafe(|| queue.task_done())).is_err());
    assert_eq!(queue.get(), 1);
}

#[test]
#[should_panic(expected = "room for at least one item")]
fn a_queue_without_room_is_refused() {
    Queue::<u8>::new(0);
}
