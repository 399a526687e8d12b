//! The given parts of the example: a queue needs room, and the producer ends with one sentinel.

use producer_consumer::{Queue, producer};

#[test]
#[should_panic(expected = "room for at least one item")]
fn a_queue_without_room_is_refused() {
    Queue::<u8>::new(0);
}

#[test]
fn len_and_is_empty_tell_how_many_are_waiting() {
    let queue = Queue::new(2);
    assert!(queue.is_empty());
    queue.put(1).unwrap();
    assert_eq!((queue.len(), queue.is_empty()), (1, false));
    queue.get().unwrap();
    assert!(queue.is_empty());
}

#[test]
fn the_producer_puts_every_task_and_then_one_sentinel() {
    let queue = Queue::new(4);
    let mut produced = Vec::new();
    producer(&queue, 3, |task| produced.push(task));
    assert_eq!(produced, [0, 1, 2]);
    let got = [(); 4].map(|()| queue.get().unwrap());
    assert_eq!(got, [Some(0), Some(1), Some(2), None]);
    assert!(queue.is_empty());
}
