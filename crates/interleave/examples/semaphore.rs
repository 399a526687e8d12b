//! A counting semaphore (Dijkstra, *Cooperating Sequential Processes*, EWD 123, 1965) made of a mutex and a condition
//! variable.
//!
//! The bug: `release` notifies only if there were no permits, because "otherwise no thread waits". But a notified
//! thread may not have taken its permit yet. A second release then finds a permit and notifies no one, so a second
//! waiter waits for ever although there is a permit.

mod shown;

use interleave::sync::{Condvar, Mutex};
use interleave::{Options, Outcome, explore, thread};

struct Semaphore {
    permits: Mutex<usize>,
    /// Threads without a permit wait here. A release notifies one of them, because only one can take the permit.
    released: Condvar,
    always_notifies: bool,
}

impl Semaphore {
    fn new(permits: usize, always_notifies: bool) -> Self {
        Semaphore { permits: Mutex::new(permits), released: Condvar::new(), always_notifies }
    }

    fn acquire(&self) {
        let permits = self.permits.lock().unwrap();
        let mut permits = self.released.wait_while(permits, |permits| *permits == 0).unwrap();
        *permits -= 1;
    }

    fn release(&self) {
        let mut permits = self.permits.lock().unwrap();
        *permits += 1;
        if self.always_notifies || *permits == 1 {
            self.released.notify_one();
        }
    }
}

/// Two threads acquire a permit each; the main thread releases two.
fn explored(always_notifies: bool) -> Outcome {
    explore(&Options::new().spurious_wakeups(0).expect(0), || {
        let semaphore = Semaphore::new(0, always_notifies);
        thread::scope(|scope| {
            scope.spawn(|| semaphore.acquire());
            scope.spawn(|| semaphore.acquire());
            semaphore.release();
            semaphore.release();
        });
        semaphore.permits.into_inner().unwrap()
    })
}

/// Every release notifies.
pub fn right() -> Outcome {
    explored(true)
}

/// Only the first of two releases notifies.
pub fn wrong() -> Outcome {
    explored(false)
}

fn main() {
    shown::print(&[("every release notifies", right()), ("only a release from 0 notifies", wrong())]);
}
