//! The lecture's line 26 without line 25: two consumers append to one list without a lock.

use std::thread;

fn main() {
    let mut results = Vec::new();
    thread::scope(|scope| {
        scope.spawn(|| results.push("Worker 0 processed task 0"));
        scope.spawn(|| results.push("Worker 1 processed task 1"));
    });
}
