//! A semaphore counts what there is to take: a job, or, for each worker, the news that there will be no more.

// REPLACE pool-state
type Job = Box<dyn FnOnce() + Send>;

struct Shared {
    jobs: Mutex<Jobs>,
    changed: Condvar,
    permits: Mutex<usize>,
}

struct Jobs {
    pending: VecDeque<Job>,
    closed: bool,
}
// END REPLACE
// REPLACE pool-new
let jobs = Mutex::new(Jobs { pending: VecDeque::new(), closed: false });
let shared = Arc::new(Shared { jobs, changed: Condvar::new(), permits: Mutex::new(0) });
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
self.shared.lock().pending.push_back(Box::new(job));
self.shared.release(1);
future
// END REPLACE
// REPLACE pool-drop
self.shared.lock().closed = true;
self.shared.release(self.workers.len());
for worker in self.workers.drain(..) {
    if worker.thread().id() != thread::current().id() {
        worker.join().expect("a worker survives its jobs' panics");
    }
}
// END REPLACE
// REPLACE pool-next-job
let mut permits = self.permits.lock().unwrap_or_else(PoisonError::into_inner);
while *permits == 0 {
    permits = self.changed.wait(permits).unwrap_or_else(PoisonError::into_inner);
}
*permits -= 1;
drop(permits);
self.lock().pending.pop_front()
// END REPLACE
// REPLACE pool-lock
fn release(&self, permits: usize) {
    *self.permits.lock().unwrap_or_else(PoisonError::into_inner) += permits;
    self.changed.notify_all();
}

fn lock(&self) -> MutexGuard<'_, Jobs> {
    self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
}
// END REPLACE
