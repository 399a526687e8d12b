//! The list is a channel whose one receiver the workers share; dropping the sender closes it.

// REPLACE pool-handles
sender: Option<mpsc::Sender<Job>>,
workers: Vec<thread::JoinHandle<()>>,
// END REPLACE
// REPLACE pool-state
type Job = Box<dyn FnOnce() + Send>;

struct Shared {
    jobs: Mutex<mpsc::Receiver<Job>>,
}
// END REPLACE
// REPLACE pool-imports
use crate::future::{Future, promise};
use crate::panicked::Panicked;
use common::sync::{Arc, Mutex, PoisonError, mpsc};
use common::thread;
use std::panic::{AssertUnwindSafe, catch_unwind};
// END REPLACE
// REPLACE pool-new
let (sender, jobs) = mpsc::channel();
let shared = Arc::new(Shared { jobs: Mutex::new(jobs) });
let workers = (0..workers).map(|number| {
    let shared = Arc::clone(&shared);
    let builder = thread::Builder::new().name(format!("worker {number}"));
    builder.spawn(move || shared.work()).expect("cannot start a worker thread")
});
ThreadPool { sender: Some(sender), workers: workers.collect() }
// END REPLACE
// REPLACE pool-submit
let (promise, future) = promise();
let job = move || {
    let outcome = catch_unwind(AssertUnwindSafe(job));
    promise.fulfil(outcome.map_err(Panicked::new));
};
let sender = self.sender.as_ref().expect("it is taken in `drop` only");
sender.send(Box::new(job)).expect("the workers live until the sender is dropped");
future
// END REPLACE
// REPLACE pool-drop
self.sender = None;
for worker in self.workers.drain(..) {
    if worker.thread().id() != thread::current().id() {
        worker.join().expect("a worker survives its jobs' panics");
    }
}
// END REPLACE
// REPLACE pool-next-job
self.jobs.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
// END REPLACE
// REPLACE pool-lock
// END REPLACE
