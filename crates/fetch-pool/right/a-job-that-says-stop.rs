//! Closes the list with as many empty places as there are workers: each takes one and leaves.

// REPLACE pool-state
type Job = Box<dyn FnOnce() + Send>;

struct Shared {
    jobs: Mutex<VecDeque<Option<Job>>>,
    changed: Condvar,
}
// END REPLACE
// REPLACE pool-new
let shared = Arc::new(Shared { jobs: Mutex::new(VecDeque::new()), changed: Condvar::new() });
let workers = (0..workers).map(|number| {
    let shared = Arc::clone(&shared);
    let builder = thread::Builder::new().name(format!("worker {number}"));
    builder.spawn(move || shared.work()).expect("cannot start a worker thread")
});
ThreadPool { workers: workers.collect(), shared }
// END REPLACE
// REPLACE pool-submit
let (promise, future) = promise();
let job = move || promise.fulfil(catch_unwind(AssertUnwindSafe(job)).map_err(Panicked::new));
self.shared.lock().push_back(Some(Box::new(job)));
self.shared.changed.notify_one();
future
// END REPLACE
// REPLACE pool-drop
let workers = std::mem::take(&mut self.workers);
self.shared.lock().extend(workers.iter().map(|_| None));
self.shared.changed.notify_all();
let others = workers.into_iter().filter(|worker| worker.thread().id() != thread::current().id());
others.for_each(|worker| worker.join().expect("a worker survives its jobs' panics"));
// END REPLACE
// REPLACE pool-next-job
let jobs = self.changed.wait_while(self.lock(), |jobs| jobs.is_empty());
jobs.unwrap_or_else(PoisonError::into_inner).pop_front()?
// END REPLACE
// REPLACE pool-lock
fn lock(&self) -> MutexGuard<'_, VecDeque<Option<Job>>> {
    self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
}
// END REPLACE
