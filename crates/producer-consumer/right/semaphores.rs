//! Dijkstra's bounded buffer: one semaphore counts the free places, one the items; the list has a lock of its own.

// REPLACE queue-state
capacity: usize,
state: Mutex<State<T>>,
free: Semaphore,
filled: Semaphore,
all_done: Condvar,
// END REPLACE
// REPLACE queue-contents
struct State<T> {
    items: VecDeque<T>,
    unfinished: usize,
}

struct Semaphore {
    permits: Mutex<usize>,
    released: Condvar,
}

impl Semaphore {
    fn new(permits: usize) -> Self {
        Semaphore { permits: Mutex::new(permits), released: Condvar::new() }
    }

    fn acquire(&self) {
        let mut permits = self.permits.lock().unwrap();
        while *permits == 0 {
            permits = self.released.wait(permits).unwrap();
        }
        *permits -= 1;
    }

    fn release(&self) {
        *self.permits.lock().unwrap() += 1;
        self.released.notify_one();
    }
}
// END REPLACE
// REPLACE queue-new
Queue {
    capacity,
    state: Mutex::new(State { items: VecDeque::new(), unfinished: 0 }),
    free: Semaphore::new(capacity),
    filled: Semaphore::new(0),
    all_done: Condvar::new(),
}
// END REPLACE
// REPLACE queue-put
self.free.acquire();
let mut state = self.lock();
state.items.push_back(item);
state.unfinished += 1;
drop(state);
self.filled.release();
// END REPLACE
// REPLACE queue-get
self.filled.acquire();
let item = self.lock().items.pop_front().expect("the semaphore counts the items");
self.free.release();
item
// END REPLACE
