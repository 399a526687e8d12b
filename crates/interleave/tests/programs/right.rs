//! Correct programs, for comparison with the wrong ones.

use interleave::sync::{Arc, Condvar, Mutex};
use interleave::thread;
use std::collections::VecDeque;

/// One sentinel for two consumers, and each passes it on. Returns how many tasks were done.
pub fn handed_on_sentinel() -> usize {
    let queue = Arc::new(Queue { items: Mutex::new(VecDeque::new()), not_empty: Condvar::new() });
    let consumers: Vec<_> = (0..2)
        .map(|_| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || consumer(&queue))
        })
        .collect();
    queue.put(Some(7));
    queue.put(None);
    consumers.into_iter().map(|consumer| consumer.join().unwrap()).sum()
}

fn consumer(queue: &Queue) -> usize {
    let mut done = 0;
    while queue.get().is_some() {
        done += 1;
    }
    queue.put(None);
    done
}

/// Unbounded: `put` never waits.
struct Queue {
    items: Mutex<VecDeque<Option<usize>>>,
    not_empty: Condvar,
}

impl Queue {
    fn put(&self, item: Option<usize>) {
        let mut items = self.items.lock().unwrap();
        items.push_back(item);
        self.not_empty.notify_one();
    }

    fn get(&self) -> Option<usize> {
        let mut items = self.items.lock().unwrap();
        while items.is_empty() {
            items = self.not_empty.wait(items).unwrap();
        }
        items.pop_front().expect("an item")
    }
}
