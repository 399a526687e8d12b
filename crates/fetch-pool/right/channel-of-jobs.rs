//! The list is a channel with one receiver that the workers share; dropping the sender closes it.

// REPLACE pool-imports
use crate::crew::Crew;
use crate::future::{Future, promise};
use crate::panicked::Panicked;
use crate::submit::Pending;
use common::sync::{Arc, Mutex, PoisonError, mpsc};
use common::thread;
use common::panic::{AssertUnwindSafe, catch_unwind};
// END REPLACE
// REPLACE pool-state
type Job = Box<dyn FnOnce() + Send>;

pub(crate) struct Shared {
    sender: Mutex<Option<mpsc::Sender<Job>>>,
    jobs: Mutex<mpsc::Receiver<Job>>,
}
// END REPLACE
// REPLACE pool-new
let (sender, jobs) = mpsc::channel();
let shared = Arc::new(Shared { sender: Mutex::new(Some(sender)), jobs: Mutex::new(jobs) });
ThreadPool { shared, crew }
// END REPLACE
// REPLACE pool-submit
let (promise, future) = promise();
let job = move || {
    if promise.begin() {
        let outcome = catch_unwind(AssertUnwindSafe(job));
        promise.fulfil(outcome.map_err(Panicked::new));
    }
};
let sender = self.shared.sender.lock().unwrap_or_else(PoisonError::into_inner);
let sender = sender.as_ref().expect("nothing is submitted after the end");
sender.send(Box::new(job)).expect("the receiver lives as long as the pool");
future
// END REPLACE
// REPLACE pool-close
*self.shared.sender.lock().unwrap_or_else(PoisonError::into_inner) = None;
// END REPLACE
// REPLACE pool-join
for worker in workers.drain(..) {
    if worker.thread().id() != thread::current().id() {
        worker.join().expect("a worker survives its jobs' panics");
    }
}
// END REPLACE
// REPLACE pool-next-job
self.jobs.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
// END REPLACE
// REPLACE pool-list
pub(crate) fn discard(&self) {
    // A worker holds the lock while it waits for a job: the channel is empty, and nothing needs to be dropped.
    if let Ok(jobs) = self.jobs.try_lock() {
        let pending: Vec<_> = jobs.try_iter().collect();
        drop(jobs);
        drop(pending);
    }
}
// END REPLACE
