//! Two threads, and an order in which the result is wrong.

use interleave::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use interleave::sync::{Arc, Mutex};
use interleave::thread;
use interleave::time::Duration;

/// Reads, and writes one more: an update in between is lost.
pub fn racy_counter() -> usize {
    racy_counter_of(2, 1)
}

pub fn racy_counter_of(threads: usize, increments: usize) -> usize {
    let count = Arc::new(AtomicUsize::new(0));
    let threads: Vec<_> = (0..threads)
        .map(|_| {
            let count = Arc::clone(&count);
            thread::spawn(move || {
                for _ in 0..increments {
                    let seen = count.load(SeqCst);
                    thread::yield_now();
                    count.store(seen + 1, SeqCst);
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    count.load(SeqCst)
}

/// Two buyers and one ticket: the check and the sale each have a lock, but not together.
pub fn check_then_act() -> usize {
    let tickets = Arc::new(Mutex::new(1));
    let sold = Arc::new(Mutex::new(0));
    let buyers: Vec<_> = (0..2)
        .map(|_| {
            let tickets = Arc::clone(&tickets);
            let sold = Arc::clone(&sold);
            thread::spawn(move || {
                let left = *tickets.lock().unwrap();
                if left > 0 {
                    *sold.lock().unwrap() += 1;
                    *tickets.lock().unwrap() = 0;
                }
            })
        })
        .collect();
    for buyer in buyers {
        buyer.join().unwrap();
    }
    *sold.lock().unwrap()
}

/// Each access is locked; the increment is not.
pub fn read_unlock_write() -> usize {
    let count = Arc::new(Mutex::new(0));
    let threads: Vec<_> = (0..2)
        .map(|_| {
            let count = Arc::clone(&count);
            thread::spawn(move || {
                let seen = *count.lock().unwrap();
                *count.lock().unwrap() = seen + 1;
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    *count.lock().unwrap()
}

/// The main thread looks before the worker is done.
pub fn unjoined_worker() -> usize {
    let done = Arc::new(AtomicUsize::new(0));
    let worker = Arc::clone(&done);
    thread::spawn(move || worker.store(1, SeqCst));
    done.load(SeqCst)
}

/// As above, with a sleep that is long enough on any machine but the one that matters.
pub fn sleep_instead_of_join() -> usize {
    let done = Arc::new(AtomicUsize::new(0));
    let worker = Arc::clone(&done);
    thread::spawn(move || worker.store(1, SeqCst));
    thread::sleep(Duration::from_secs(1));
    done.load(SeqCst)
}

/// The flag is set before the value that it announces.
pub fn flag_outside_its_lock() -> usize {
    let ready = Arc::new(AtomicBool::new(false));
    let value = Arc::new(Mutex::new(0));
    let (flag, slot) = (Arc::clone(&ready), Arc::clone(&value));
    let producer = thread::spawn(move || {
        flag.store(true, SeqCst);
        *slot.lock().unwrap() = 7;
    });
    let value = if ready.load(SeqCst) { *value.lock().unwrap() } else { 7 };
    producer.join().unwrap();
    value
}

/// Wrong in every order.
pub fn off_by_one() -> usize {
    let count = Arc::new(Mutex::new(0));
    let counter = Arc::clone(&count);
    thread::spawn(move || *counter.lock().unwrap() += 1).join().unwrap();
    *count.lock().unwrap()
}

/// Panics in every order.
pub fn always_panics() -> usize {
    let items = Arc::new(Mutex::new(Vec::<usize>::new()));
    let taker = Arc::clone(&items);
    thread::spawn(move || taker.lock().unwrap().pop().expect("an item")).join().unwrap()
}
