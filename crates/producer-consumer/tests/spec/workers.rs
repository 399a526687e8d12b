//! The producer, the consumers and the sentinel.

use common::sync::Mutex;
use producer_consumer::{Queue, consumer, producer};
use std::thread;

#[test]
fn the_producer_puts_every_task_and_then_one_sentinel() {
    let queue = Queue::new(4);
    let mut produced = Vec::new();
    producer(&queue, 3, |task| produced.push(task));
    assert_eq!(produced, [0, 1, 2]);
    assert_eq!([queue.get(), queue.get(), queue.get(), queue.get()], [Some(0), Some(1), Some(2), None]);
    assert!(queue.is_empty());
}

#[test]
fn a_consumer_says_which_task_it_processed() {
    let (queue, results) = (Queue::new(2), Mutex::default());
    producer(&queue, 1, |_| {});
    consumer(4, &queue, &results, |task| assert_eq!(task, 0));
    assert_eq!(*results.lock().unwrap(), ["Worker 4 processed task 0"]);
}

#[test]
fn a_consumer_leaves_the_sentinel_for_the_next_one() {
    let (queue, results) = (Queue::new(1), Mutex::default());
    queue.put(None);
    for worker in 0..3 {
        consumer(worker, &queue, &results, |_| unreachable!("there is no task"));
    }
    assert_eq!(queue.get(), None);
}

#[test]
fn one_sentinel_stops_every_consumer_and_no_task_is_left() {
    let (queue, results) = (Queue::new(2), Mutex::default());
    thread::scope(|scope| {
        for worker in 0..8 {
            let (queue, results) = (&queue, &results);
            scope.spawn(move || consumer(worker, queue, results, |_| {}));
        }
        producer(&queue, 100, |_| {});
    });
    assert_eq!(results.lock().unwrap().len(), 100);
}

#[test]
fn the_results_are_not_locked_while_a_consumer_works() {
    let (queue, results) = (Queue::new(2), Mutex::default());
    producer(&queue, 1, |_| {});
    consumer(0, &queue, &results, |_| assert!(results.try_lock().is_ok()));
}

#[test]
fn every_task_is_marked_as_done() {
    let (queue, results) = (Queue::new(4), Mutex::default());
    producer(&queue, 3, |_| {});
    consumer(0, &queue, &results, |_| {});
    queue.get(); // the sentinel, which stays behind and is nobody's task
    queue.task_done();
    queue.task_done(); // the sentinel was put twice: by the producer, and back by the consumer
    queue.join();
}
