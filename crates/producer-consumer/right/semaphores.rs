//! Dijkstra's bounded buffer: one semaphore counts the free places, another the items; the list has its own lock.

// REPLACE queue-timed
// END REPLACE
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
    shut_down: bool,
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
        let mut permits = self.permits.lock().unwrap();
        *permits = permits.saturating_add(1);
        self.released.notify_one();
    }
}
// END REPLACE
// REPLACE queue-new
Queue {
    capacity,
    state: Mutex::new(State { items: VecDeque::new(), unfinished: 0, shut_down: false }),
    free: Semaphore::new(capacity),
    filled: Semaphore::new(0),
    all_done: Condvar::new(),
}
// END REPLACE
// REPLACE queue-put
self.free.acquire();
let mut state = self.lock();
if state.shut_down {
    drop(state);
    self.free.release(); // the permit of the shutdown, for the next one who waits
    return Err(ShutDown(item));
}
state.items.push_back(item);
state.unfinished += 1;
drop(state);
self.filled.release();
Ok(())
// END REPLACE
// REPLACE queue-get
self.filled.acquire();
let mut state = self.lock();
let Some(item) = state.items.pop_front() else {
    drop(state);
    self.filled.release(); // the permit of the shutdown, for the next one who waits
    return Err(ShutDown(()));
};
drop(state);
self.free.release();
Ok(item)
// END REPLACE
// REPLACE queue-shutdown
let mut state = self.lock();
state.shut_down = true;
if how == Shutdown::Immediate {
    let left = std::mem::take(&mut state.items);
    state.unfinished = state.unfinished.saturating_sub(left.len());
    self.all_done.notify_all();
}
drop(state);
// One extra permit of each kind, without a place or an item: a thread that gets it passes it on.
self.free.release();
self.filled.release();
// END REPLACE
