//! Condition variables, used in ways that fail.

use interleave::sync::atomic::{AtomicBool, Ordering::SeqCst};
use interleave::sync::{Arc, Condvar, Mutex};
use interleave::thread;
use interleave::time::Duration;
use std::collections::VecDeque;

/// Being woken does not mean that the condition holds.
pub fn if_for_while() -> usize {
    let shared = Arc::new((Mutex::new(VecDeque::new()), Condvar::new()));
    let other = Arc::clone(&shared);
    let consumer = thread::spawn(move || {
        let (items, not_empty) = &*other;
        let mut items = items.lock().unwrap();
        if items.is_empty() {
            items = not_empty.wait(items).unwrap();
        }
        items.pop_front().expect("an item")
    });
    let (items, not_empty) = &*shared;
    items.lock().unwrap().push_back(1);
    not_empty.notify_one();
    consumer.join().unwrap()
}

/// The consumer is never notified.
pub fn missing_notify() -> usize {
    let shared = Arc::new((Mutex::new(VecDeque::new()), Condvar::new()));
    let other = Arc::clone(&shared);
    let consumer = thread::spawn(move || {
        let (items, not_empty) = &*other;
        let mut items = items.lock().unwrap();
        while items.is_empty() {
            items = not_empty.wait(items).unwrap();
        }
        items.pop_front().expect("an item")
    });
    let (items, _not_empty) = &*shared;
    items.lock().unwrap().push_back(1);
    consumer.join().unwrap()
}

/// A consumer that checks between the notify and the change has missed the notify.
pub fn notify_before_the_change() -> usize {
    let shared = Arc::new((Mutex::new(false), Condvar::new()));
    let other = Arc::clone(&shared);
    let waiter = thread::spawn(move || {
        let (open, opened) = &*other;
        let mut open = open.lock().unwrap();
        while !*open {
            open = opened.wait(open).unwrap();
        }
    });
    let (open, opened) = &*shared;
    opened.notify_one();
    *open.lock().unwrap() = true;
    waiter.join().unwrap();
    1
}

/// A producer and a consumer wait on the same condition variable, and `notify_one` may wake the wrong one.
pub fn one_condvar() -> usize {
    let queue = Arc::new(OneCondvar { items: Mutex::new(0), changed: Condvar::new() });
    let consumers: Vec<_> = (0..2)
        .map(|_| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || queue.get())
        })
        .collect();
    queue.put();
    queue.put();
    for consumer in consumers {
        consumer.join().unwrap();
    }
    1
}

/// Room for one item.
struct OneCondvar {
    items: Mutex<usize>,
    changed: Condvar,
}

impl OneCondvar {
    fn put(&self) {
        let mut items = self.items.lock().unwrap();
        while *items == 1 {
            items = self.changed.wait(items).unwrap();
        }
        *items += 1;
        self.changed.notify_one();
    }

    fn get(&self) {
        let mut items = self.items.lock().unwrap();
        while *items == 0 {
            items = self.changed.wait(items).unwrap();
        }
        *items -= 1;
        self.changed.notify_one();
    }
}

/// One sentinel for two consumers.
pub fn missing_sentinel() -> usize {
    let shared = Arc::new((Mutex::new(VecDeque::<Option<usize>>::new()), Condvar::new()));
    let consumers: Vec<_> = (0..2)
        .map(|_| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                let (items, not_empty) = &*shared;
                loop {
                    let mut items = items.lock().unwrap();
                    while items.is_empty() {
                        items = not_empty.wait(items).unwrap();
                    }
                    if items.pop_front().expect("an item").is_none() {
                        return;
                    }
                }
            })
        })
        .collect();
    let (items, not_empty) = &*shared;
    items.lock().unwrap().push_back(None);
    not_empty.notify_all();
    for consumer in consumers {
        consumer.join().unwrap();
    }
    0
}

/// Waits for a notify that may be over.
pub fn wait_without_a_condition() -> usize {
    let shared = Arc::new((Mutex::new(()), Condvar::new()));
    let other = Arc::clone(&shared);
    let waiter = thread::spawn(move || {
        let (lock, done) = &*other;
        drop(done.wait(lock.lock().unwrap()).unwrap());
    });
    shared.1.notify_one();
    waiter.join().unwrap();
    0
}

/// The wait may time out at the moment when the flag is set.
pub fn check_the_timeout() -> usize {
    let shared = Arc::new((Mutex::new(0), Condvar::new(), AtomicBool::new(false)));
    let other = Arc::clone(&shared);
    let setter = thread::spawn(move || {
        let (value, changed, _) = &*other;
        *value.lock().unwrap() = 1;
        changed.notify_one();
    });
    let (value, changed, cancelled) = &*shared;
    let guard = value.lock().unwrap();
    let (guard, result) = changed.wait_timeout_while(guard, Duration::from_secs(1), |value| *value == 0).unwrap();
    if result.timed_out() {
        cancelled.store(true, SeqCst);
    }
    drop(guard);
    setter.join().unwrap();
    let value = *value.lock().unwrap();
    if cancelled.load(SeqCst) { 0 } else { value }
}

/// Like [`if_for_while`] with two consumers: one is notified, and the other takes the item before it checks.
pub fn if_for_while_of_two() -> usize {
    let shared = Arc::new((Mutex::new(VecDeque::new()), Condvar::new()));
    let consumers: Vec<_> = (0..2)
        .map(|_| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                let (items, not_empty) = &*shared;
                let mut items = items.lock().unwrap();
                if items.is_empty() {
                    items = not_empty.wait(items).unwrap();
                }
                items.pop_front().expect("an item")
            })
        })
        .collect();
    let (items, not_empty) = &*shared;
    for _ in 0..2 {
        items.lock().unwrap().push_back(1);
        not_empty.notify_one();
    }
    consumers.into_iter().map(|consumer| consumer.join().unwrap()).sum()
}
