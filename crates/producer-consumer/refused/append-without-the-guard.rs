//! The list is inside the lock, and a thread appends without taking the lock.

use std::sync::Mutex;

fn main() {
    let results = Mutex::new(Vec::new());
    results.push("Worker 0 processed task 0");
}
