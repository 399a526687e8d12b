//! Shutting a queue down, after the shutdown tests in CPython's `test_queue.py`. Here it depends on luck whether a thread
//! begins to wait before or after the shutdown; `tests/proofs.rs` proves that the result is the same.

use producer_consumer::Shutdown::{Draining, Immediate};
use producer_consumer::{Queue, ShutDown, Shutdown, TryGetError, TryPutError};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

const ENDED: ShutDown = ShutDown(());
/// A timeout that no test reaches.
const LONG: Duration = Duration::from_secs(600);

fn with<T>(items: impl IntoIterator<Item = T>) -> Queue<T> {
    let queue = Queue::new(2);
    items.into_iter().for_each(|item| queue.put(item).unwrap());
    queue
}

#[test]
fn put_and_get_fail_on_an_empty_queue_that_was_shut_down() {
    for how in [Draining, Immediate] {
        let queue = with([]);
        queue.shutdown(how);
        assert_eq!((queue.put("data"), queue.get()), (Err(ShutDown("data")), Err(ENDED)));
    }
}

#[test]
fn a_draining_shutdown_keeps_the_items() {
    let queue = with(["data"]);
    queue.shutdown(Draining);
    assert_eq!((queue.get(), queue.get()), (Ok("data"), Err(ENDED)));
}

#[test]
fn an_immediate_shutdown_drops_the_items() {
    let item = Arc::new(());
    let queue = with([Arc::clone(&item)]);
    queue.shutdown(Immediate);
    assert_eq!((queue.get(), Arc::strong_count(&item)), (Err(ENDED), 1));
}

#[test]
fn a_draining_shutdown_may_become_immediate_and_is_never_undone() {
    let queue = with([1]);
    assert!(!queue.is_shut_down());
    queue.shutdown(Draining);
    assert_eq!((queue.is_shut_down(), queue.len()), (true, 1));
    queue.shutdown(Immediate);
    assert_eq!((queue.is_shut_down(), queue.len()), (true, 0));
    queue.shutdown(Draining);
    assert_eq!((queue.is_shut_down(), queue.get()), (true, Err(ENDED)));
}

#[test]
fn after_a_draining_shutdown_every_method_of_one_thread_does_what_it_says() {
    let queue = with(["L", "O"]);
    queue.shutdown(Draining);
    refuses_puts(&queue);
    assert_eq!(queue.get(), Ok("L"));
    queue.task_done();
    assert_eq!(queue.try_get(), Ok("O"));
    queue.task_done();
    queue.join();
    refuses_gets(&queue);
}

#[test]
fn after_an_immediate_shutdown_every_method_of_one_thread_does_what_it_says() {
    let queue = with(["L", "O"]);
    queue.shutdown(Immediate);
    refuses_puts(&queue);
    refuses_gets(&queue);
    let one_too_many = catch_unwind(AssertUnwindSafe(|| queue.task_done()));
    assert!(one_too_many.is_err(), "what was dropped counts as done");
    queue.join();
}

fn refuses_puts(queue: &Queue<&str>) {
    assert_eq!(queue.put("E"), Err(ShutDown("E")));
    assert_eq!(queue.try_put("W"), Err(TryPutError::ShutDown("W")));
    assert_eq!(queue.put_timeout("S", LONG), Err(TryPutError::ShutDown("S")));
}

fn refuses_gets(queue: &Queue<&str>) {
    assert_eq!(queue.get(), Err(ENDED));
    assert_eq!(queue.try_get(), Err(TryGetError::ShutDown));
    assert_eq!(queue.get_timeout(LONG), Err(TryGetError::ShutDown));
}

#[test]
fn an_immediate_shutdown_tolerates_an_early_task_done() {
    let queue = with([1]);
    queue.task_done();
    queue.shutdown(Immediate);
    queue.join();
}

#[test]
fn an_item_dropped_by_a_shutdown_may_use_the_queue() {
    struct Curious(Arc<Queue<Curious>>, SyncSender<bool>);
    impl Drop for Curious {
        fn drop(&mut self) {
            self.1.send(self.0.is_shut_down() && self.0.is_empty()).unwrap();
        }
    }
    let (sender, seen) = sync_channel(1);
    let queue = Arc::new(Queue::new(1));
    queue.put(Curious(Arc::clone(&queue), sender)).unwrap();
    queue.shutdown(Immediate);
    assert_eq!(seen.recv(), Ok(true));
}

#[test]
fn a_shutdown_wakes_producers_consumers_and_join() {
    const EACH: usize = 2_000;
    for how in [Draining, Immediate] {
        let queue = Queue::new(3);
        let (enough, shut_now) = sync_channel(4);
        let (put, got): (usize, usize) = thread::scope(|scope| {
            let producers = [(); 4].map(|()| {
                let (queue, enough) = (&queue, enough.clone());
                scope.spawn(move || {
                    let mut put = 0;
                    while put < EACH && queue.put(put).is_ok() {
                        put += 1;
                        if put == EACH / 2 {
                            enough.send(()).unwrap();
                        }
                    }
                    put
                })
            });
            let consumers = [(); 6].map(|()| {
                scope.spawn(|| {
                    let each = std::iter::from_fn(|| queue.get().inspect(|_| queue.task_done()).ok());
                    each.count()
                })
            });
            let joiners = [(); 2].map(|()| scope.spawn(|| queue.join()));
            shut_now.recv().unwrap();
            queue.shutdown(how);
            joiners.into_iter().for_each(|joiner| joiner.join().unwrap());
            (
                producers.into_iter().map(|producer| producer.join().unwrap()).sum(),
                consumers.into_iter().map(|consumer| consumer.join().unwrap()).sum(),
            )
        });
        assert!(queue.is_empty() && queue.get() == Err(ENDED));
        match how {
            Draining => assert_eq!(put, got, "all that was put was got"),
            Immediate => assert!(put >= got && put - got <= 3, "{put} put, {got} got, 3 at most dropped"),
        }
    }
}

/// The results of `threads` threads that run after the queue was shut down.
fn after<R: Send>(queue: &Queue<&str>, how: Shutdown, threads: usize, then: impl Fn() -> R + Sync) -> Vec<R> {
    let go = Barrier::new(threads + 1);
    thread::scope(|scope| {
        let run = || {
            go.wait();
            then()
        };
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(run)).collect();
        queue.shutdown(how);
        go.wait();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

#[test]
fn after_a_draining_shutdown_as_many_gets_succeed_as_there_are_items() {
    let queue = with(["Y", "D"]);
    let mut results = after(&queue, Draining, 3, || queue.get().ok());
    results.sort_unstable();
    assert_eq!(results, [None, Some("D"), Some("Y")]);
}

#[test]
fn after_an_immediate_shutdown_no_get_succeeds() {
    let queue = with(["Y", "D"]);
    assert_eq!(after(&queue, Immediate, 2, || queue.get()), [Err(ENDED); 2]);
}

#[test]
fn after_a_shutdown_no_put_succeeds() {
    for how in [Draining, Immediate] {
        for items in [&["Y", "D"][..], &["Y"]] {
            let queue = with(items.iter().copied());
            assert_eq!(after(&queue, how, 2, || queue.put("E")), [Err(ShutDown("E")); 2]);
        }
    }
}

#[test]
fn an_immediate_shutdown_ends_join() {
    let queue = with(["Y"]);
    thread::scope(|scope| {
        let joiners = [(); 2].map(|()| scope.spawn(|| queue.join()));
        queue.shutdown(Immediate);
        joiners.into_iter().for_each(|joiner| joiner.join().unwrap());
    });
    assert_eq!(queue.try_get(), Err(TryGetError::ShutDown));
}

#[test]
fn after_a_draining_shutdown_join_waits_for_the_remaining_items() {
    let queue = with(["Y", "D"]);
    thread::scope(|scope| {
        let joiners = [(); 2].map(|()| scope.spawn(|| queue.join()));
        let workers = [(); 2].map(|()| {
            scope.spawn(|| {
                let task = queue.get().unwrap();
                queue.task_done();
                task
            })
        });
        queue.shutdown(Draining);
        assert_eq!(queue.put("E"), Err(ShutDown("E")));
        let mut tasks = workers.map(|worker| worker.join().unwrap());
        tasks.sort_unstable();
        assert_eq!(tasks, ["D", "Y"]);
        joiners.into_iter().for_each(|joiner| joiner.join().unwrap());
    });
}

#[test]
fn a_shutdown_wakes_a_waiting_get() {
    let queue = with::<u8>([]);
    thread::scope(|scope| {
        let waiting = scope.spawn(|| queue.get());
        queue.shutdown(Draining);
        assert_eq!(waiting.join().unwrap(), Err(ENDED));
    });
}
