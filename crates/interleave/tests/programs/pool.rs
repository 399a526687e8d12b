//! Workers that wait for jobs, like those of the lecture's pool, with a mistake in how they wait or are notified.

use interleave::sync::{Arc, Condvar, Mutex};
use interleave::thread;

/// The worker looks for a job, unlocks, and then waits: a notify in between wakes no thread. Returns the jobs left over.
pub fn looks_then_waits() -> usize {
    let shared = Arc::new((Mutex::new(0), Condvar::new()));
    let other = Arc::clone(&shared);
    let worker = thread::spawn(move || {
        let (jobs, not_empty) = &*other;
        while *jobs.lock().unwrap() == 0 {
            let again = jobs.lock().unwrap();
            drop(not_empty.wait(again).unwrap());
        }
        *jobs.lock().unwrap() -= 1;
    });
    let (jobs, not_empty) = &*shared;
    *jobs.lock().unwrap() += 1;
    not_empty.notify_one();
    worker.join().unwrap();
    *jobs.lock().unwrap()
}

/// Closing the pool concerns both workers, but only one of them is notified.
pub fn wakes_one_at_the_end() -> usize {
    let shared = Arc::new((Mutex::new(false), Condvar::new()));
    let workers = [0; 2].map(|_| {
        let shared = Arc::clone(&shared);
        thread::spawn(move || {
            let (closed, changed) = &*shared;
            let mut closed = closed.lock().unwrap();
            while !*closed {
                closed = changed.wait(closed).unwrap();
            }
        })
    });
    let (closed, changed) = &*shared;
    *closed.lock().unwrap() = true;
    changed.notify_one();
    workers.into_iter().for_each(|worker| worker.join().unwrap());
    0
}
