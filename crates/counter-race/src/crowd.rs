//! The threads that increment the counter: the lecture's lines 24 to 28 and 30 to 34.

use crate::Counter;
use common::sync::Arc;
use common::thread;

/// Has `threads` threads increment `counter` `increments` times each, waits for all of them, and returns the count.
///
/// `Send + Sync + 'static` is what a thread requires of a value that it shares: it can be sent to another thread, several
/// threads can use it at the same time, and it borrows nothing that may not live as long as the thread.
///
/// Each thread calls `start_line` once, before its first increment. Starting a thread takes longer than an increment,
/// so if the threads did not wait for each other, each would be done before the next one starts; see [`no_start_line`].
///
/// # Panics
///
/// If a thread cannot be started, or if an increment panics.
pub fn count_together<C, L>(counter: C, threads: usize, increments: u64, start_line: L) -> u64
where
    C: Counter + Send + Sync + 'static,
    L: Fn() + Send + Sync + 'static,
{
    // `Arc` shares one counter among all threads; it lives until the last of them is done with it.
    let counter = Arc::new(counter);
    let start_line = Arc::new(start_line);
    let mut handles = Vec::new();
    for _ in 0..threads {
        let counter = Arc::clone(&counter);
        let start_line = Arc::clone(&start_line);
        handles.push(thread::spawn(move || {
            start_line();
            for _ in 0..increments {
                counter.increment();
            }
        }));
    }
    for handle in handles {
        handle.join().unwrap();
    }
    counter.count()
}

/// No waiting: each thread begins at once. An explorer needs no start line, because it chooses which thread runs.
pub fn no_start_line() {}
