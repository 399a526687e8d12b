//! A semaphore counts what workers can take: jobs, and a sentinel that each worker passes on.

// REPLACE pool-state
type Job = Box<dyn FnOnce() + Send>;

pub(crate) struct Shared {
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
ThreadPool { shared: Arc::new(Shared { jobs, changed: Condvar::new(), permits: Mutex::new(0) }), crew }
// END REPLACE
// REPLACE pool-submit
let (promise, future) = promise();
let job = move || {
    if promise.begin() {
        promise.fulfil(catch_unwind(AssertUnwindSafe(job)).map_err(Panicked::new));
    }
};
self.shared.lock().pending.push_back(Box::new(job));
self.shared.release();
future
// END REPLACE
// REPLACE pool-close
self.shared.lock().closed = true;
self.shared.release();
// END REPLACE
// REPLACE pool-next-job
let mut permits = self.permits.lock().unwrap_or_else(PoisonError::into_inner);
while *permits == 0 {
    permits = self.changed.wait(permits).unwrap_or_else(PoisonError::into_inner);
}
*permits -= 1;
drop(permits);
let job = self.lock().pending.pop_front();
if job.is_none() {
    self.release(); // the news is for the next worker, too
}
job
// END REPLACE
// REPLACE pool-list
fn release(&self) {
    *self.permits.lock().unwrap_or_else(PoisonError::into_inner) += 1;
    self.changed.notify_all();
}

pub(crate) fn discard(&self) {
    let mut permits = self.permits.lock().unwrap_or_else(PoisonError::into_inner);
    let jobs = std::mem::take(&mut self.lock().pending);
    *permits -= jobs.len().min(*permits);
    drop(permits);
    drop(jobs);
}

fn lock(&self) -> MutexGuard<'_, Jobs> {
    self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
}
// END REPLACE
