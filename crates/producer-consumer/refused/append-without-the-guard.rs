//! The list stands inside the lock, and somebody forgets to take the lock.

use std::sync::Mutex;

fn main() {
    let results = Mutex::new(Vec::new());
    results.push("Worker 0 processed task 0");
}
