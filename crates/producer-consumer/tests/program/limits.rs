//! Full and empty queues: which calls fail, and which items come out. After `test_basic` and its neighbours in CPython's
//! `test_queue.py`.

use producer_consumer::{Queue, ShutDown, TryGetError, TryPutError};
use std::error::Error;
use std::sync::{Arc, Weak};
use std::thread;
use std::time::Duration;

const SHORT: Duration = Duration::from_millis(10);
/// A timeout that no test reaches.
const LONG: Duration = Duration::from_secs(600);
const SIZE: usize = 5;

#[test]
fn a_queue_fills_up_to_its_capacity_and_empties_again() {
    let queue = Queue::new(SIZE);
    // Twice, for an emptied queue is as good as a new one.
    for _ in 0..2 {
        assert!(queue.is_empty() && !queue.is_full());
        [111, 333, 222].into_iter().for_each(|item| queue.put(item).unwrap());
        assert_eq!([(); 3].map(|()| queue.get().unwrap()), [111, 333, 222]);
        for item in 0..SIZE {
            assert!(!queue.is_full());
            queue.put(item).unwrap();
            assert!(!queue.is_empty());
        }
        assert!(queue.is_full());
        assert_eq!(queue.try_put(30), Err(TryPutError::Full(30)));
        assert_eq!(queue.put_timeout(30, SHORT), Err(TryPutError::Full(30)));
        (0..SIZE).for_each(|item| assert_eq!(queue.get(), Ok(item)));
        assert!(queue.is_empty());
        assert_eq!(queue.try_get(), Err(TryGetError::Empty));
        assert_eq!(queue.get_timeout(SHORT), Err(TryGetError::Empty));
    }
}

#[test]
fn a_put_waits_for_room_and_a_get_for_an_item_with_and_without_a_time_limit() {
    let queue = Queue::new(1);
    queue.put(1).unwrap();
    thread::scope(|scope| {
        scope.spawn(|| (1..5).for_each(|item| assert_eq!(queue.get(), Ok(item))));
        queue.put(2).unwrap();
        queue.put_timeout(3, LONG).unwrap();
        queue.put(4).unwrap();
    });
    thread::scope(|scope| {
        scope.spawn(|| (5..7).for_each(|item| queue.put(item).unwrap()));
        assert_eq!(queue.get(), Ok(5));
        assert_eq!(queue.get_timeout(LONG), Ok(6));
    });
}

#[test]
fn try_put_and_try_get_succeed_if_possible_or_say_why_not() {
    let queue = Queue::new(SIZE);
    (0..SIZE).for_each(|item| queue.try_put(item).unwrap());
    assert_eq!(queue.try_put(9), Err(TryPutError::Full(9)));
    (0..SIZE).for_each(|item| assert_eq!(queue.try_get(), Ok(item)));
    assert_eq!(queue.try_get(), Err(TryGetError::Empty));
}

#[test]
fn all_puts_and_gets_can_be_mixed_on_one_queue() {
    let queue = Queue::unbounded();
    queue.put(1).unwrap();
    queue.put(2).unwrap();
    queue.try_put(3).unwrap();
    queue.put_timeout(4, SHORT).unwrap();
    assert_eq!(queue.len(), 4);
    assert_eq!((queue.get(), queue.len()), (Ok(1), 3));
    assert_eq!((queue.try_get(), queue.len()), (Ok(2), 2));
    assert_eq!((queue.try_get(), queue.is_empty()), (Ok(3), false));
    assert_eq!((queue.get_timeout(SHORT), queue.is_empty()), (Ok(4), true));
    assert_eq!((queue.try_get(), queue.get_timeout(SHORT)), (Err(TryGetError::Empty), Err(TryGetError::Empty)));
}

#[test]
fn an_unbounded_queue_is_never_full() {
    let queue = Queue::unbounded();
    assert_eq!((queue.capacity(), Queue::<u8>::new(3).capacity()), (None, Some(3)));
    (0..10_000).for_each(|item| queue.try_put(item).unwrap());
    assert!(!queue.is_full() && queue.len() == 10_000);
}

#[test]
fn the_longest_timeout_waits_for_ever() {
    let queue = Queue::new(1);
    queue.put_timeout(1, Duration::MAX).unwrap();
    thread::scope(|scope| {
        scope.spawn(|| queue.put_timeout(2, Duration::MAX).unwrap());
        assert_eq!([(); 2].map(|()| queue.get_timeout(Duration::MAX)), [Ok(1), Ok(2)]);
    });
}

#[test]
fn the_queue_releases_each_item_that_was_got() {
    let queue = Queue::unbounded();
    let letters: Vec<Weak<u8>> = (0..20)
        .map(|number| {
            let letter = Arc::new(number);
            let weak = Arc::downgrade(&letter);
            queue.put(letter).unwrap();
            weak
        })
        .collect();
    for letter in letters {
        assert!(letter.upgrade().is_some(), "the queue holds it");
        drop(queue.get());
        assert!(letter.upgrade().is_none(), "the queue still holds it");
    }
}

/// Puts another item when it is dropped, like a Python object whose `__del__` puts something.
struct Heir(u32, Arc<Queue<Heir>>);

impl Drop for Heir {
    fn drop(&mut self) {
        if let Some(left) = self.0.checked_sub(1) {
            self.1.put(Heir(left, Arc::clone(&self.1))).unwrap();
        }
    }
}

#[test]
fn dropping_an_item_may_put_another() {
    let queue = Arc::new(Queue::unbounded());
    queue.put(Heir(100, Arc::clone(&queue))).unwrap();
    let mut got = Vec::new();
    while let Ok(heir) = queue.try_get() {
        got.push(heir.0);
    }
    assert!(got.into_iter().eq((0..=100).rev()));
}

#[test]
fn errors_have_messages_and_return_the_item() {
    fn words(error: impl Error) -> String {
        format!("{error}, {error:?}")
    }
    struct Unprintable;
    assert_eq!(words(ShutDown(Unprintable)), "the queue was shut down, ShutDown(..)");
    assert_eq!(words(TryPutError::Full(Unprintable)), "the queue is full, Full(..)");
    assert_eq!(words(TryPutError::ShutDown(Unprintable)), "the queue was shut down, ShutDown(..)");
    assert_eq!(words(TryGetError::Empty), "the queue is empty, Empty");
    assert_eq!(words(TryGetError::ShutDown), "the queue was shut down, ShutDown");
    assert_eq!([TryPutError::Full(1).into_inner(), TryPutError::ShutDown(2).into_inner()], [1, 2]);
    assert_eq!(ShutDown(3).into_inner(), 3);
}
