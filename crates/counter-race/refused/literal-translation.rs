//! The lecture's `UnsafeCounter`, line by line, with a plain integer and a shared `&mut`.

use std::thread;

struct UnsafeCounter {
    count: u64,
}

impl UnsafeCounter {
    fn increment(&mut self) {
        let current_value = self.count;
        thread::yield_now();
        self.count = current_value + 1;
    }
}

fn main() {
    let mut unsafe_counter = UnsafeCounter { count: 0 };
    thread::scope(|scope| {
        scope.spawn(|| unsafe_counter.increment());
        scope.spawn(|| unsafe_counter.increment());
    });
    println!("Unsafe counter (expected 2): {}", unsafe_counter.count);
}
