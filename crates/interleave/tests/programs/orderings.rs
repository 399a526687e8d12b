//! Small programs whose outcomes depend on the orderings of their atomics. On the page, the reader chooses which store a
//! load reads.

use super::Program;
use interleave::Verdict::{Passed, RaceCondition};
use interleave::sync::Arc;
use interleave::sync::atomic::Ordering::{Acquire, Relaxed, Release, SeqCst};
use interleave::sync::atomic::{AtomicBool, AtomicUsize};
use interleave::thread;

/// Announces that the data is there, but nothing orders the two.
pub fn message_passing() -> usize {
    let data = Arc::new(AtomicUsize::new(0));
    let ready = Arc::new(AtomicBool::new(false));
    let (message, flag) = (Arc::clone(&data), Arc::clone(&ready));
    let sender = thread::spawn(move || {
        message.store(7, Relaxed);
        flag.store(true, Relaxed);
    });
    let is_ready = ready.load(Relaxed);
    let received = if is_ready { data.load(Relaxed) } else { 7 };
    sender.join().unwrap();
    received
}

/// The same, but a thread that reads the flag sees everything that came before it was set.
pub fn message_passing_fixed() -> usize {
    let data = Arc::new(AtomicUsize::new(0));
    let ready = Arc::new(AtomicBool::new(false));
    let (message, flag) = (Arc::clone(&data), Arc::clone(&ready));
    let sender = thread::spawn(move || {
        message.store(7, Relaxed);
        flag.store(true, Release);
    });
    let is_ready = ready.load(Acquire);
    let received = if is_ready { data.load(Relaxed) } else { 7 };
    sender.join().unwrap();
    received
}

/// Each thread announces itself and checks for the other: at least one of them should see the other.
pub fn store_buffering() -> usize {
    let left = Arc::new(AtomicUsize::new(0));
    let right = Arc::new(AtomicUsize::new(0));
    let (mine, other) = (Arc::clone(&left), Arc::clone(&right));
    let neighbour = thread::spawn(move || {
        mine.store(1, Release);
        other.load(Acquire)
    });
    right.store(1, Release);
    let seen = left.load(Acquire);
    (seen + neighbour.join().unwrap()).min(1)
}

/// The same, but all four operations are in a single order that all threads agree on.
pub fn store_buffering_fixed() -> usize {
    let left = Arc::new(AtomicUsize::new(0));
    let right = Arc::new(AtomicUsize::new(0));
    let (mine, other) = (Arc::clone(&left), Arc::clone(&right));
    let neighbour = thread::spawn(move || {
        mine.store(1, SeqCst);
        other.load(SeqCst)
    });
    right.store(1, SeqCst);
    let seen = left.load(SeqCst);
    (seen + neighbour.join().unwrap()).min(1)
}

/// A thread that takes this lock need not see what was written under it.
pub fn spin_lock_relaxed() -> usize {
    let held = Arc::new(AtomicBool::new(false));
    let count = Arc::new(AtomicUsize::new(0));
    let threads = [0; 2].map(|_| {
        let (held, count) = (Arc::clone(&held), Arc::clone(&count));
        thread::spawn(move || {
            while held.swap(true, Relaxed) {
                thread::yield_now();
            }
            let seen = count.load(Relaxed);
            count.store(seen + 1, Relaxed);
            held.store(false, Relaxed);
        })
    });
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    count.load(Relaxed)
}

/// The same, taken with `Acquire` and released with `Release`.
pub fn spin_lock_fixed() -> usize {
    let held = Arc::new(AtomicBool::new(false));
    let count = Arc::new(AtomicUsize::new(0));
    let threads = [0; 2].map(|_| {
        let (held, count) = (Arc::clone(&held), Arc::clone(&count));
        thread::spawn(move || {
            while held.swap(true, Acquire) {
                thread::yield_now();
            }
            let seen = count.load(Relaxed);
            count.store(seen + 1, Relaxed);
            held.store(false, Release);
        })
    });
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    count.load(Relaxed)
}

/// All of them, with their verdicts.
pub fn all() -> [Program; 6] {
    let program = |name, expected, verdict, run: fn() -> usize| Program { name, expected, verdict, run };
    [
        program("message passing", 7, RaceCondition, message_passing),
        program("message passing, fixed", 7, Passed, message_passing_fixed),
        program("store buffering", 1, RaceCondition, store_buffering),
        program("store buffering, fixed", 1, Passed, store_buffering_fixed),
        program("spin lock, relaxed", 2, RaceCondition, spin_lock_relaxed),
        program("spin lock, fixed", 2, Passed, spin_lock_fixed),
    ]
}
