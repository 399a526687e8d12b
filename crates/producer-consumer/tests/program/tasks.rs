//! `task_done` and `join`, after `test_queue_task_done` and `test_queue_join` in CPython's `test_queue.py`.

use producer_consumer::Queue;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;

#[test]
fn a_task_done_without_a_task_panics_with_the_reason() {
    let panic = catch_unwind(|| Queue::<u8>::unbounded().task_done()).unwrap_err();
    assert_eq!(panic.downcast_ref(), Some(&"task_done() called more often than put()"));
}

#[test]
fn the_queue_works_after_a_panic_under_its_lock() {
    let queue = Queue::new(2);
    let one_too_many = || catch_unwind(AssertUnwindSafe(|| queue.task_done())).is_err();
    assert!(one_too_many());
    queue.put(1).unwrap();
    queue.try_put(2).unwrap();
    assert_eq!((queue.get(), queue.try_get()), (Ok(1), Ok(2)));
    queue.task_done();
    queue.task_done();
    assert!(one_too_many());
    queue.join();
}

#[test]
fn join_waits_for_all_tasks_of_all_workers_and_can_be_called_again() {
    let queue = Queue::unbounded();
    for _ in 0..2 {
        let sum = AtomicU64::new(0);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while let Some(task) = queue.get().unwrap() {
                        sum.fetch_add(task, Relaxed);
                        queue.task_done();
                    }
                    queue.task_done();
                });
            }
            (0..100).for_each(|task| queue.put(Some(task)).unwrap());
            queue.join();
            assert_eq!(sum.load(Relaxed), (0..100).sum::<u64>(), "join returned before all was done");
            (0..2).for_each(|_| queue.put(None).unwrap());
            queue.join();
        });
    }
    assert!(catch_unwind(AssertUnwindSafe(|| queue.task_done())).is_err());
}
