//! The lecture's `SafeCounter`, lines 13 to 20, word for word: the lock is beside the count. Rust does not know that
//! the lock protects the count.

use std::sync::Mutex;
use std::thread;

struct SafeCounter {
    count: u64,
    lock: Mutex<()>,
}

impl SafeCounter {
    fn increment(&self) {
        let _guard = self.lock.lock().unwrap();
        self.count += 1;
    }
}

fn main() {
    let counter = SafeCounter { count: 0, lock: Mutex::new(()) };
    thread::scope(|scope| {
        scope.spawn(|| counter.increment());
        scope.spawn(|| counter.increment());
    });
}
